use super::Plan;
use crate::hiring::full_time_week;
use crate::model::{
    Agent, Contract, Demand, Line, MonthFigures, Queue, Request, Roster, Scenario, Series, Skills, Span,
    WorkGroup, Workforce,
};
use crate::units::Minutes;

/// Less than so many hours in a week are no shift.
const NO_SHIFT: f64 = 1.0;

/// A month of a headcount plan in the weeks of the plan it was measured on: the month's volume, and those there.
///
/// People count by what they get done: three newcomers who do two thirds are two. What is left over of a group is one
/// more who works that share of the hours; overtime raises the most hours of all who do it alike; temps are a contract
/// of their own. Those there already keep their requests, the first of the file stay, newcomers ask for nothing.
pub(super) struct MonthStaff {
    /// The scenario to be rostered.
    pub scenario: Scenario,
    /// Lines of those who stay, to start from.
    pub start: Roster,
}

/// Puts the staff of a month together.
pub(super) fn of_month(plan: &Plan, workforce: &Workforce, place: usize, month: &MonthFigures) -> MonthStaff {
    let base = &plan.scenario;
    let mut staff = Staff { base, contracts: base.contracts.clone(), agents: Vec::new(), from: Vec::new() };
    for (index, group) in workforce.groups.iter().enumerate() {
        let most = month.able[index] * group.week_hours.1;
        let weeks = workforce.days(place) as f64 / 7.0;
        let overtime = if most > 0.0 { month.overtime[index] / weeks / most } else { 0.0 };
        staff.add_group(group, month.able[index], 1.0 + overtime);
    }
    staff.add_temps(workforce, month.temps.iter().sum::<f64>() / workforce.days(place) as f64 * 7.0);
    let queues = base.queues.iter().zip(&workforce.volume[place]);
    let lines = &plan.rostered.roster.lines;
    let line = |from: &Option<usize>| from.and_then(|agent| lines.get(agent)).cloned().unwrap_or_default();
    MonthStaff {
        start: Roster { lines: staff.from.iter().map(line).collect::<Vec<Line>>() },
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
}

impl Staff<'_> {
    fn add_group(&mut self, group: &WorkGroup, able: f64, overtime: f64) {
        let whole = (able + 1e-6).floor();
        let id = &self.base.contracts[group.contract].id;
        let is_alike =
            |agent: &Agent| self.base.contracts[agent.contract].id == *id && agent.skills == group.skills;
        let alike = (0..self.base.agents.len()).filter(|&agent| is_alike(&self.base.agents[agent]));
        let kept: Vec<Option<usize>> =
            alike.map(Some).chain(std::iter::repeat(None)).take(whole as usize).collect();
        for from in kept {
            let agent = match from {
                Some(from) => Agent { from_day: None, until_day: None, ..self.base.agents[from].clone() },
                None => self.new_agent(group.contract, &group.skills),
            };
            self.add(self.with_overtime(agent, overtime), from);
        }
        self.add_part(group, able - whole, overtime);
    }

    /// Somebody who works a share of a contract's hours, and owes none.
    fn add_part(&mut self, group: &WorkGroup, share: f64, overtime: f64) {
        let most = group.week_hours.1 * overtime;
        if share * most < NO_SHIFT {
            return;
        }
        let contract = self.contracts[group.contract].clone();
        let weeks = self.base.grid.days() as f64 / 7.0;
        let none = |most: f64| Span { min: Minutes::ZERO, max: Minutes::from_hours(most) };
        self.contracts.push(Contract {
            week: none(most),
            plan: Some(none(share * most * weeks)),
            month: contract.month.map(|span| Span { min: Minutes::ZERO, ..span }),
            min_shifts: Vec::new(),
            ..contract
        });
        let agent = self.new_agent(self.contracts.len() - 1, &group.skills);
        self.add(agent, None);
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
        for _ in 0..whole as usize {
            let agent = self.new_agent(group.contract, &group.skills);
            self.add(agent, None);
        }
        self.add_part(&group, hours / full - whole, 1.0);
    }

    fn add(&mut self, agent: Agent, from: Option<usize>) {
        self.agents.push(agent);
        self.from.push(from);
    }

    fn with_overtime(&self, agent: Agent, overtime: f64) -> Agent {
        let week = agent.week.unwrap_or(self.contracts[agent.contract].week);
        let most = Minutes::from_hours(week.max.hours() * overtime);
        Agent { week: Some(Span { max: most.max(week.max), ..week }), ..agent }
    }

    fn new_agent(&self, contract: usize, skills: &Skills) -> Agent {
        let number = 1 + self.from.iter().filter(|from| from.is_none()).count();
        Agent {
            id: format!("new-{number}"),
            name: format!("New {number}"),
            contract,
            skills: skills.clone(),
            from_day: None,
            until_day: None,
            week: None,
            email: String::new(),
            time_zone: None,
            team: String::new(),
            history: Vec::new(),
        }
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
