use chrono::TimeDelta;

use super::MonthlyDemand;
use super::choice::Choice;
use super::supply::Supply;
use crate::model::{CrossTraining, HeadcountPlan, Learners, MonthClass, MonthCost, MonthFigures};
use crate::units::{Fte, Money};

/// What a choice comes to: classes with their dates, and each month's hours, heads and cost, summed up anew from what
/// was chosen.
pub(super) fn figures(
    supply: &Supply<'_>,
    demand: &MonthlyDemand,
    choice: &Choice,
    full_week: f64,
    gap: f64,
) -> HeadcountPlan {
    let table = Table { supply, demand, choice, full_week };
    let workforce = supply.workforce;
    let places = (0..workforce.class_starts.len())
        .flat_map(|start| (0..workforce.groups.len()).map(move |group| (start, group)));
    HeadcountPlan {
        classes: places.filter_map(|(start, group)| table.class(start, group)).collect(),
        learners: table.learners(),
        months: (0..workforce.months()).map(|month| table.month(month)).collect(),
        gap,
    }
}

struct Table<'a> {
    supply: &'a Supply<'a>,
    demand: &'a MonthlyDemand,
    choice: &'a Choice,
    full_week: f64,
}

impl Table<'_> {
    fn class(&self, place: usize, group: usize) -> Option<MonthClass> {
        let hires = self.choice.hires[group][place];
        let workforce = self.supply.workforce;
        let of = &workforce.groups[group];
        let terms = of.hire.filter(|_| hires > 0)?;
        let start = workforce.class_starts[place];
        let productive_from = start + TimeDelta::days(workforce.learning.days());
        let busy = workforce.month_starts[1..workforce.months()]
            .iter()
            .take_while(|start| **start <= productive_from)
            .count();
        let cost = self.supply.cost_of_hire(group, place);
        let share = self.supply.newcomer[place][busy];
        let own = f64::from(hires) * share.productive * self.most(group, busy);
        Some(MonthClass {
            month: self.supply.month_of(place),
            group,
            contract: of.contract,
            skills: of.skills.clone(),
            hires,
            decide_by: start - TimeDelta::days(i64::from(terms.lead_days)),
            start,
            productive_from,
            headcount: self.headcount(group, place),
            required: self.fte(self.required(group, busy), busy),
            available: self.fte(self.available(group, busy) - own, busy),
            cost: Money::from_major(f64::from(hires) * (cost.hiring + cost.training)),
        })
    }

    fn learners(&self) -> Vec<Learners> {
        let courses = self.choice.learners.iter().enumerate();
        let all = courses.flat_map(|(course, months)| {
            months.iter().enumerate().map(move |(month, &people)| Learners { month, course, people })
        });
        let mut all: Vec<Learners> = all.filter(|learners| learners.people > 0).collect();
        all.sort_by_key(|learners| learners.month);
        all
    }

    /// The most hours of somebody productive in a month.
    fn most(&self, group: usize, month: usize) -> f64 {
        self.supply.workforce.groups[group].week_hours.1 * self.supply.weeks(month)
    }

    fn fte(&self, hours: f64, month: usize) -> Fte {
        Fte::new(hours / (self.full_week * self.supply.weeks(month)))
    }

    /// People of a group there on the first day of the month in which a class starts, and all who start until that day.
    fn headcount(&self, group: usize, place: usize) -> f64 {
        let month = self.supply.month_of(place);
        let before = month.checked_sub(1);
        let workforce = self.supply.workforce;
        let left = |shares: &[super::tenure::Share]| -> f64 {
            before.map_or(0.0, |last| shares[..=last].iter().map(|share| share.leaves).sum())
        };
        let present = workforce.groups[group].present() - left(&self.supply.present[group]);
        let hired = |start: usize| f64::from(self.choice.hires[group][start]);
        let newcomers = (0..=place).map(|start| hired(start) * (1.0 - left(&self.supply.newcomer[start])));
        present + newcomers.sum::<f64>() + self.moved(group, month)
    }

    /// People a group gained by courses and has back from them, less those it lost.
    fn taught(&self, group: usize, month: usize) -> f64 {
        let courses = self.supply.workforce.cross_training.iter().zip(&self.choice.learners);
        let on_course = |(course, learners): (&CrossTraining, &Vec<u32>)| -> f64 {
            let of = |start: usize| {
                let away = self.supply.on_course(course, start, month);
                f64::from(learners[start]) * self.supply.stays(course.from, start, month) * away
            };
            (0..=month).map(of).sum()
        };
        let away = courses.filter(|(course, _)| course.to == group).map(on_course).sum::<f64>();
        self.moved(group, month) - away
    }

    /// People a group gained by courses, less those it lost.
    fn moved(&self, group: usize, month: usize) -> f64 {
        let courses = self.supply.workforce.cross_training.iter().zip(&self.choice.learners);
        courses
            .map(|(course, learners)| {
                let sign = f64::from(course.to == group) - f64::from(course.from == group);
                let stays = |start: usize| self.supply.stays(course.from, start, month);
                sign * (0..=month).map(|start| f64::from(learners[start]) * stays(start)).sum::<f64>()
            })
            .sum()
    }

    /// What a group can work at most in a month, in hours of somebody productive.
    fn available(&self, group: usize, month: usize) -> f64 {
        self.able(group, month) * self.most(group, month)
    }

    /// People of a group who start in a month.
    fn hired(&self, group: usize, month: usize) -> u32 {
        self.choice.hires[group][self.supply.starts_in(month)].iter().sum()
    }

    /// People of a group in a month, by what they get done.
    fn able(&self, group: usize, month: usize) -> f64 {
        let hires = &self.choice.hires[group];
        let newcomers = (self.supply.starts_until(month))
            .map(|start| f64::from(hires[start]) * self.supply.newcomer[start][month].productive)
            .sum::<f64>();
        let present = self.supply.present[group][month].productive;
        (present + newcomers + self.taught(group, month)).max(0.0)
    }

    /// What a group gives, and its part of what stays short: as it gives to each queue.
    fn required(&self, group: usize, month: usize) -> f64 {
        let of_queue = |(queue, given): (usize, &f64)| {
            let all: f64 = self.choice.given.iter().map(|group| group[month][queue]).sum();
            let short = self.choice.short[queue][month];
            given + if all > 0.0 { short * given / all } else { 0.0 }
        };
        self.choice.given[group][month].iter().enumerate().map(of_queue).sum()
    }

    fn month(&self, month: usize) -> MonthFigures {
        let workforce = self.supply.workforce;
        let groups = 0..workforce.groups.len();
        let hires = |group: usize, start: usize| f64::from(self.choice.hires[group][start]);
        let over_newcomers = |of: &dyn Fn(&super::tenure::Share) -> f64| -> f64 {
            let starts = |group: usize| {
                let starts = self.supply.starts_until(month);
                starts.map(move |start| hires(group, start) * of(&self.supply.newcomer[start][month]))
            };
            groups.clone().flat_map(starts).sum()
        };
        let present = || self.supply.present.iter().map(|group| group[month]);
        let queues = || 0..self.demand.penalties.len();
        MonthFigures {
            required: self.demand.hours[month].clone(),
            short: queues().map(|queue| self.choice.short[queue][month]).collect(),
            headcount: present().map(|share| share.there).sum::<f64>() + over_newcomers(&|share| share.there),
            hires: groups.clone().map(|group| self.hired(group, month)).sum(),
            leavers: present().map(|share| share.leaves).sum::<f64>() + over_newcomers(&|share| share.leaves),
            available: groups.clone().map(|group| self.available(group, month)).sum(),
            able: groups.clone().map(|group| self.able(group, month)).collect(),
            overtime: groups.clone().map(|group| self.choice.overtime[group][month]).collect(),
            temps: queues().map(|queue| self.choice.temps[queue][month]).collect(),
            cost: self.cost(month, present().map(|share| share.leaves).sum()),
        }
    }

    fn cost(&self, month: usize, leavers: f64) -> MonthCost {
        let workforce = self.supply.workforce;
        let (mut wages, mut overtime, mut hiring, mut training, mut worth_after) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut leaving = leavers * workforce.leaving_cost.major();
        for (place, group) in workforce.groups.iter().enumerate() {
            let wage = group.wage.major();
            wages += wage * self.choice.paid[place][month];
            let extra = workforce.overtime.map_or(0.0, |terms| terms.extra);
            overtime += wage * (1.0 + extra) * self.choice.overtime[place][month];
            for start in self.supply.starts_until(month) {
                let hires = f64::from(self.choice.hires[place][start]);
                let share = self.supply.newcomer[start][month];
                training += hires * wage * (share.there - share.trained) * self.most(place, month);
                leaving += hires * share.leaves * workforce.leaving_cost.major();
            }
            for start in self.supply.starts_in(month) {
                let hires = f64::from(self.choice.hires[place][start]);
                worth_after += hires * self.supply.cost_of_hire(place, start).worth_after;
            }
            let hires = f64::from(self.hired(place, month));
            hiring += hires * group.hire.map_or(0.0, |terms| terms.cost.major());
            training += hires * workforce.training_cost.major();
        }
        for (course, learners) in workforce.cross_training.iter().zip(&self.choice.learners) {
            training += f64::from(learners[month]) * course.cost.major();
        }
        let sum = |of: &[Vec<f64>]| of.iter().map(|queue| queue[month]).sum::<f64>();
        let temps = workforce.temps.as_ref().map_or(0.0, |temps| temps.price_hour.major());
        let money = Money::from_major;
        MonthCost {
            wages: money(wages),
            hiring: money(hiring),
            training: money(training),
            leaving: money(leaving),
            overtime: money(overtime),
            temps: money(temps * sum(&self.choice.temps)),
            shortage: money(workforce.shortage_hour.major() * sum(&self.choice.short)),
            penalties: money(sum(&self.choice.penalties)),
            worth_after: money(worth_after),
        }
    }
}
