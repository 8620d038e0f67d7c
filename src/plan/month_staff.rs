use crate::hiring::full_time_week;
use crate::model::{
    Agent, Contract, Demand, Line, MonthFigures, Queue, Request, Roster, Scenario, Series, Skills, Span,
    WorkGroup, Workforce,
};
use crate::units::Minutes;

/// Less than so many hours in a week are no shift,
const NO_SHIFT: f64 = 1.0;
/// and with so many there is one, whatever its length.
const DAY: f64 = 9.0;

/// A month of a headcount plan in the weeks it was measured on: the month's volume, and those there.
///
/// People count by what they get done: three newcomers who do two thirds are two. What is left over of a group is one
/// more who works that share of the hours; overtime raises the most hours of all who do it alike; temps are a contract
/// of their own. Those there already keep their requests, the first of the file stay, newcomers ask for nothing. Whoever is
/// there in another month too has the same id there.
pub(super) struct MonthStaff {
    /// The scenario to be rostered.
    pub scenario: Scenario,
    /// Lines to start from: of those who stay, and of whom they stand for who work a share of somebody's hours.
    pub start: Roster,
}

/// Puts the staff of a month together, from those of a scenario and a roster of them.
pub(super) fn of_month(
    (base, roster): (&Scenario, &Roster),
    workforce: &Workforce,
    place: usize,
    month: &MonthFigures,
) -> MonthStaff {
    let mut staff = Staff {
        base,
        contracts: base.contracts.clone(),
        agents: Vec::new(),
        from: Vec::new(),
        like: Vec::new(),
    };
    for (index, group) in workforce.groups.iter().enumerate() {
        let most = month.able[index] * group.week_hours.1;
        let weeks = workforce.days(place) as f64 / 7.0;
        let overtime = if most > 0.0 { month.overtime[index] / weeks / most } else { 0.0 };
        staff.add_group(index, group, month.able[index], 1.0 + overtime);
    }
    staff.add_temps(workforce, month.temps.iter().sum::<f64>() / workforce.days(place) as f64 * 7.0);
    let queues = base.queues.iter().zip(&workforce.volume[place]);
    let line =
        |from: &Option<usize>| from.and_then(|agent| roster.lines.get(agent)).cloned().unwrap_or_default();
    MonthStaff {
        start: Roster { lines: staff.like.iter().map(line).collect::<Vec<Line>>() },
        scenario: Scenario {
            queues: queues.map(|(queue, &factor)| scaled(queue, factor)).collect(),
            requests: staff.requests(),
            contracts: staff.contracts,
            agents: staff.agents,
            ..base.clone()
        },
    }
}

/// The queue with so many times its volume.
pub(super) fn scaled(queue: &Queue, factor: f64) -> Queue {
    let volume = &queue.demand.volume;
    let more = Series::from_fn(volume.grid().clone(), |interval| volume[interval] * factor);
    Queue { demand: Demand { volume: more, ..queue.demand.clone() }, ..queue.clone() }
}

struct Staff<'a> {
    base: &'a Scenario,
    contracts: Vec<Contract>,
    agents: Vec<Agent>,
    /// Who each agent is in the base; nothing where they are new.
    from: Vec<Option<usize>>,
    /// Whose line in the base each may begin with.
    like: Vec<Option<usize>>,
}

impl Staff<'_> {
    fn add_group(&mut self, index: usize, group: &WorkGroup, able: f64, overtime: f64) {
        let whole = (able + 1e-6).floor();
        let id = &self.base.contracts[group.contract].id;
        let is_alike = |agent: &Agent| {
            self.base.contracts[agent.contract].id == *id && agent.skills.queues() == group.skills.queues()
        };
        let alike = (0..self.base.agents.len()).filter(|&agent| is_alike(&self.base.agents[agent]));
        let mut kept = alike.map(Some).chain(std::iter::repeat(None));
        for (number, from) in kept.by_ref().take(whole as usize).enumerate() {
            let agent = match from {
                Some(from) => Agent { from_day: None, until_day: None, ..self.base.agents[from].clone() },
                None => new_agent(format!("new-{index}-{number}"), group.contract, &group.skills),
            };
            self.add(self.with_overtime(agent, overtime), from, from);
        }
        let next = kept.next().flatten();
        self.add_part((format!("part-{index}"), next), group, able - whole, overtime);
    }

    /// Somebody who works a share of a contract's hours, and owes none. It is a share of each week's, as whoever leaves half
    /// the work to others does not do it all in the first weeks, give or take half a shift, as shifts are whole; where a
    /// week's share is no shift, of those of the plan.
    fn add_part(
        &mut self,
        (id, like): (String, Option<usize>),
        group: &WorkGroup,
        share: f64,
        overtime: f64,
    ) {
        let most = group.week_hours.1 * overtime;
        if share * most < NO_SHIFT {
            return;
        }
        let contract = self.contracts[group.contract].clone();
        let weeks = self.base.grid.days() as f64 / 7.0;
        let none = |most: f64| Span { min: Minutes::ZERO, max: Minutes::from_hours(most) };
        let of_week = if share * most < DAY { most } else { (share * most + 0.5 * DAY).min(most) };
        self.contracts.push(Contract {
            week: none(of_week),
            plan: Some(none(share * most * weeks)),
            month: contract.month.map(|span| Span { min: Minutes::ZERO, ..span }),
            min_shifts: Vec::new(),
            ..contract
        });
        self.add(new_agent(id, self.contracts.len() - 1, &group.skills), None, like);
    }

    /// Temps of so many hours a week in all: as many as have a full week, and one for the rest.
    fn add_temps(&mut self, workforce: &Workforce, hours: f64) {
        let Some(temps) = &workforce.temps else { return };
        let full = full_time_week(&self.base.contracts).hours();
        if full <= 0.0 || hours < NO_SHIFT {
            return;
        }
        let contract = Contract {
            id: "temps".to_owned(),
            week: Span { min: Minutes::ZERO, max: Minutes::from_hours(full) },
            wage_per_hour: temps.price_hour,
            min_rest: self.base.contracts.iter().map(|contract| contract.min_rest).max().unwrap_or_default(),
            max_days_per_week: Some(5),
            ..Contract::default()
        };
        self.contracts.push(contract);
        let group = WorkGroup {
            contract: self.contracts.len() - 1,
            skills: temps.skills.clone(),
            heads: Vec::new(),
            week_hours: (0.0, full),
            wage: temps.price_hour,
            hire: None,
        };
        let whole = (hours / full).floor();
        for number in 0..whole as usize {
            self.add(new_agent(format!("temp-{number}"), group.contract, &group.skills), None, None);
        }
        self.add_part(("part-temp".to_owned(), None), &group, hours / full - whole, 1.0);
    }

    fn add(&mut self, agent: Agent, from: Option<usize>, like: Option<usize>) {
        self.agents.push(agent);
        self.from.push(from);
        self.like.push(like);
    }

    fn with_overtime(&self, agent: Agent, overtime: f64) -> Agent {
        let week = agent.week.unwrap_or(self.contracts[agent.contract].week);
        let most = Minutes::from_hours(week.max.hours() * overtime);
        Agent { week: Some(Span { max: most.max(week.max), ..week }), ..agent }
    }

    /// What those who stay ask for.
    fn requests(&self) -> Vec<Request> {
        let of = |request: &Request| {
            let agent = self.from.iter().position(|from| *from == Some(request.agent))?;
            Some(Request { agent, ..request.clone() })
        };
        self.base.requests.iter().filter_map(of).collect()
    }
}

fn new_agent(id: String, contract: usize, skills: &Skills) -> Agent {
    Agent { name: id.clone(), id, contract, skills: skills.clone(), ..Agent::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attrition, ClassTerms, Learning, RequestKind, Temps};
    use crate::plan::sample;
    use crate::units::{Money, Share};

    fn workforce(groups: Vec<WorkGroup>) -> Workforce {
        let month_starts = Workforce::starts(sample::first_day(), 2);
        Workforce {
            class_starts: Workforce::classes_from(&month_starts, 0),
            month_starts,
            volume: vec![vec![1.0, 1.0], vec![1.5, 0.5]],
            groups,
            attrition: Attrition { steps: vec![(f64::INFINITY, Share::NONE)] },
            learning: Learning { training_days: 0, drop_out: Share::NONE, ramp_up: Vec::new() },
            classes: ClassTerms { least: 1, most: 10, rooms: None },
            training_cost: Money::ZERO,
            leaving_cost: Money::ZERO,
            spread_days: None,
            overtime: None,
            temps: Some(Temps {
                price_hour: Money::from_major(38.0),
                hours: 1e6,
                skills: Skills::new(vec![1]),
            }),
            cross_training: Vec::new(),
            shortage_hour: Money::ZERO,
            volume_error: 0.0,
        }
    }

    /// The most hours that somebody can work over the plan.
    fn most(scenario: &Scenario, agent: &Agent) -> f64 {
        let contract = &scenario.contracts[agent.contract];
        let week = agent.week.unwrap_or(contract.week).max.hours();
        let weeks = scenario.grid.days() as f64 / 7.0;
        contract.plan.map_or(week * weeks, |plan| plan.max.hours())
    }

    /// Two and a half of the first agent's kind with a tenth of overtime, and temps of 60 hours a week: the first agent
    /// with what they ask for, another like them, one who works half; one temp for a week's 40 hours and one for the rest.
    #[test]
    fn a_month_has_the_hours_and_the_volume_that_the_plan_says() {
        let mut plan = sample::plan();
        let first = plan.scenario.agents[0].clone();
        let leave = Request {
            agent: 0,
            from: plan.scenario.grid.at(0, 0),
            to: plan.scenario.grid.at(1, 0),
            kind: RequestKind::Leave,
        };
        let of_other = Request { agent: 2, ..leave.clone() };
        plan.scenario.requests = vec![of_other, leave.clone()];
        let group = WorkGroup {
            contract: first.contract,
            skills: first.skills.clone(),
            heads: Vec::new(),
            week_hours: (0.0, 40.0),
            wage: Money::from_major(20.0),
            hire: None,
        };
        let workforce = workforce(vec![group]);
        let weeks_of_month = workforce.days(1) as f64 / 7.0;
        let figures = MonthFigures {
            able: vec![2.5],
            overtime: vec![0.1 * 2.5 * 40.0 * weeks_of_month],
            temps: vec![0.0, 60.0 * weeks_of_month],
            ..MonthFigures::default()
        };
        let MonthStaff { scenario, start } =
            of_month((&plan.scenario, &plan.rostered.roster), &workforce, 1, &figures);
        let staff: Vec<f64> = scenario.agents.iter().map(|agent| most(&scenario, agent)).collect();
        let weeks = 2.0 / 7.0;
        for (found, wanted) in staff.iter().zip([44.0, 44.0, 22.0, 40.0, 20.0]) {
            assert!((found - wanted * weeks).abs() < 1.0 / 60.0, "{staff:?}");
        }
        assert_eq!(staff.len(), 5);
        assert_eq!((scenario.agents[0].id.as_str(), &scenario.requests), (first.id.as_str(), &vec![leave]));
        assert_eq!(start.lines[0], plan.rostered.roster.lines[0]);
        assert!(start.lines[1..].iter().all(|line| line.shifts.is_empty()) && start.lines.len() == 5);
        for (queue, factor) in [(0, 1.5), (1, 0.5)] {
            let volume = |scenario: &Scenario| scenario.queues[queue].demand.volume.iter().sum::<f64>();
            assert!((volume(&scenario) - factor * volume(&plan.scenario)).abs() < 1e-9);
        }
        assert_eq!(scenario.agents[4].skills, Skills::new(vec![1]));
    }
}
