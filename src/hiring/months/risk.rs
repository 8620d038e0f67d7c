use rayon::prelude::*;

use super::futures::Future;
use super::month::{Able, Month, Outcome};
use super::supply::Supply;
use super::{Freedom, HeadcountPlan, MonthlyDemand, MonthsOptions, plan_with};
use crate::error::Result;
use crate::model::Workforce;
use crate::units::Money;

/// How much more or less than expected the plans tried are made for, in coefficients of variation of the volume.
const LEANS: [f64; 8] = [-0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0];
/// How many times as far from the least cost those may be: futures differ by more, and the last part of a proof takes longest.
const LEANING_GAP: f64 = 4.0;

/// Which futures to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskOptions {
    /// How many.
    pub futures: u64,
    /// The seed of all random numbers.
    pub seed: u64,
}

/// What a headcount plan gives when more or less comes in than expected, and more or fewer leave.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// How many futures were looked at.
    pub futures: u64,
    /// The plan for what is expected.
    pub expected: Exposed,
    /// The best on average of those tried, each made for more or less than expected.
    pub best: Exposed,
    /// How much more, in coefficients of variation of the volume.
    pub lean: f64,
    /// What the best saves on average, and half the width of its 95 % confidence interval.
    pub saves: (f64, f64),
}

/// A plan in many futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposed {
    /// The plan.
    pub plan: HeadcountPlan,
    /// The chance of each queue's agreement, of one of its measured periods in the month, by month and queue: over the
    /// futures on average, by the share of the hours that the queue lacks in each.
    pub chances: Vec<Vec<f64>>,
    /// What it costs on average.
    pub cost: Money,
    /// What it costs in each future.
    costs: Vec<f64>,
}

/// Looks at a plan in possible futures, and for one that is better on average.
///
/// Volume is log-normal about what is expected; each person leaves by chance. People hired are as planned,
/// overtime, temps and shortage are chosen month by month for what comes. `hours` says what a month and queue require
/// at so many times the volume expected. The plans tried are made for more or less than expected, as one staffs to a
/// quantile where too many cost less than too few (the newsvendor's; Harrison and Zeevi, "A method for staffing large
/// call centers based on stochastic fluid models", M&SOM 7, 2005). All are held against the same futures.
///
/// # Errors
///
/// Where the solver fails.
pub fn risk(
    workforce: &Workforce,
    demand: &MonthlyDemand,
    hours: &(dyn Fn(usize, usize, f64) -> f64 + Sync),
    plan: &HeadcountPlan,
    months: &MonthsOptions,
    options: &RiskOptions,
) -> Result<Risk> {
    let supply = Supply::new(workforce, months.today);
    let futures = futures(workforce, options);
    let view = View { supply: &supply, demand, hours, futures: &futures };
    let expected = view.exposed(plan.clone())?;
    let (mut best, mut lean_of_best) = (expected.clone(), 0.0);
    let wider = MonthsOptions { gap: LEANING_GAP * months.gap, ..*months };
    for lean in LEANS.into_iter().filter(|&lean| lean != 0.0 && workforce.volume_error > 0.0) {
        let factor = 1.0 + lean * workforce.volume_error;
        let leaning = MonthlyDemand {
            hours: (0..workforce.months())
                .map(|month| (0..demand.penalties.len()).map(|queue| hours(month, queue, factor)).collect())
                .collect(),
            ..demand.clone()
        };
        let other = view.exposed(plan_with(&supply, &leaning, &wider, &Freedom::all())?)?;
        if other.cost < best.cost {
            (best, lean_of_best) = (other, lean);
        }
    }
    let saves = paired(&expected.costs, &best.costs);
    Ok(Risk { futures: options.futures, expected, best, lean: lean_of_best, saves })
}

/// Looks at a plan alone in the same futures.
///
/// # Errors
///
/// Where the solver fails.
pub fn exposed(
    workforce: &Workforce,
    demand: &MonthlyDemand,
    hours: &(dyn Fn(usize, usize, f64) -> f64 + Sync),
    plan: HeadcountPlan,
    months: &MonthsOptions,
    options: &RiskOptions,
) -> Result<Exposed> {
    let supply = Supply::new(workforce, months.today);
    View { supply: &supply, demand, hours, futures: &futures(workforce, options) }.exposed(plan)
}

fn futures(workforce: &Workforce, options: &RiskOptions) -> Vec<Future> {
    let future = |number| Future::new(options.seed, number, workforce.months(), workforce.volume_error);
    (0..options.futures).map(future).collect()
}

/// The mean of the differences, and half the width of its 95 % confidence interval.
fn paired(more: &[f64], less: &[f64]) -> (f64, f64) {
    let count = more.len().max(1) as f64;
    let differences = || more.iter().zip(less).map(|(more, less)| more - less);
    let mean = differences().sum::<f64>() / count;
    let variance =
        differences().map(|difference| (difference - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    (mean, 1.96 * (variance / count).sqrt())
}

struct View<'a> {
    supply: &'a Supply<'a>,
    demand: &'a MonthlyDemand,
    hours: &'a (dyn Fn(usize, usize, f64) -> f64 + Sync),
    futures: &'a [Future],
}

impl View<'_> {
    fn exposed(&self, plan: HeadcountPlan) -> Result<Exposed> {
        let workforce = self.supply.workforce;
        let people: Vec<Vec<Vec<Able>>> =
            self.futures.par_iter().map(|future| self.people(&plan, future)).collect();
        let months: Result<Vec<Vec<Outcome>>> =
            (0..workforce.months()).into_par_iter().map(|month| self.month(month, &people)).collect();
        let months = months?;
        let fixed = self.fixed_cost(&plan);
        let costs: Vec<f64> = (0..self.futures.len())
            .map(|future| fixed + months.iter().map(|month| month[future].cost).sum::<f64>())
            .collect();
        let count = self.futures.len().max(1) as f64;
        let chance = |month: usize, queue: usize| {
            let of = |(future, outcome): (&Future, &Outcome)| {
                let required = (self.hours)(month, queue, future.volume[month]);
                let short = if required > 0.0 { outcome.short[queue] / required } else { 0.0 };
                self.demand.kept[queue].chance(short)
            };
            self.futures.iter().zip(&months[month]).map(of).sum::<f64>() / count
        };
        let queues = self.demand.penalties.len();
        Ok(Exposed {
            chances: (0..workforce.months())
                .map(|month| (0..queues).map(|queue| chance(month, queue)).collect())
                .collect(),
            cost: Money::from_major(costs.iter().sum::<f64>() / count),
            costs,
            plan,
        })
    }

    /// What hiring, training and leaving cost, less what is left of that after the months, as expected.
    fn fixed_cost(&self, plan: &HeadcountPlan) -> f64 {
        let cost = plan.cost();
        (cost.hiring + cost.training + cost.leaving - cost.worth_after).major()
    }

    /// All futures of a month, one after the other.
    fn month(&self, month: usize, people: &[Vec<Vec<Able>>]) -> Result<Vec<Outcome>> {
        let weeks = self.supply.weeks(month);
        let most: Vec<f64> =
            self.supply.workforce.groups.iter().map(|group| group.week_hours.1 * weeks).collect();
        let mut program = Month::new(self.supply, self.demand, month)?;
        let solve = |(future, people): (&Future, &Vec<Vec<Able>>)| {
            let queues = 0..self.demand.penalties.len();
            let volume = future.volume[month];
            let required: Vec<f64> = queues.map(|queue| (self.hours)(month, queue, volume)).collect();
            program.solve(&people[month], &most, &required)
        };
        self.futures.iter().zip(people).map(solve).collect()
    }

    /// What each group can do, by month, in a future.
    fn people(&self, plan: &HeadcountPlan, future: &Future) -> Vec<Vec<Able>> {
        let workforce = self.supply.workforce;
        let mut months = vec![vec![Able::default(); workforce.groups.len()]; workforce.months()];
        for (group, shares) in self.supply.present.iter().enumerate() {
            let left = future.of_present(self.supply, group);
            for (month, share) in shares.iter().enumerate() {
                months[month][group].trained += left[month] * share.trained;
                months[month][group].productive += left[month] * share.productive;
            }
        }
        for class in &plan.classes {
            let start = workforce.class_starts.partition_point(|start| *start < class.start);
            let left = future.of_newcomers(self.supply, class.group, start, class.hires);
            for (month, share) in self.supply.newcomer[start].iter().enumerate() {
                let people = f64::from(class.hires) * left[month];
                months[month][class.group].trained += people * share.trained;
                months[month][class.group].productive += people * share.productive;
            }
        }
        self.move_learners(plan, &mut months);
        months
    }

    /// Those who learn change groups, as expected; on the course they do nothing.
    fn move_learners(&self, plan: &HeadcountPlan, months: &mut [Vec<Able>]) {
        let workforce = self.supply.workforce;
        for learners in &plan.learners {
            let course = &workforce.cross_training[learners.course];
            for (month, groups) in months.iter_mut().enumerate().skip(learners.month) {
                let stays = self.supply.stays(course.from, learners.month, month);
                let people = (f64::from(learners.people) * stays).min(groups[course.from].trained);
                let away = self.supply.on_course(course, learners.month, month);
                groups[course.from].trained -= people;
                groups[course.from].productive = (groups[course.from].productive - people).max(0.0);
                groups[course.to].trained += people;
                groups[course.to].productive += people * (1.0 - away);
            }
        }
    }
}
