use crate::model::{LedgerLine, Requirement, Roster, Scenario};
use crate::units::{Minutes, Money};

/// What a plan comes to, in sums over all queues and days.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Contacts offered.
    pub contacts: f64,
    /// Hours it takes to handle them all: volume times AHT; chats handled side by side count each for itself.
    pub work_hours: f64,
    /// The interval with the largest requirement over all queues; nothing where nobody is ever needed.
    pub busiest: Option<Busiest>,
    /// Agent hours required in seat.
    pub net_hours: f64,
    /// Agent hours required on the roster: in seat, and what shrinkage takes.
    pub gross_hours: f64,
    /// How the one becomes the other.
    pub ledger: Vec<LedgerLine>,
    /// Hours paid on the roster, leave aside.
    pub paid_hours: f64,
    /// Hours on the roster without breaks, paid or unpaid.
    pub work_time_hours: f64,
    /// Shifts rostered.
    pub shifts: usize,
    /// Agents with a shift at all.
    pub agents_rostered: usize,
    /// Wages of the hours paid.
    pub wages: Money,
}

/// The interval with the largest requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busiest {
    /// The interval.
    pub interval: usize,
    /// Agents required in seat on all queues together.
    pub agents: u32,
}

impl Figures {
    /// Sums up a roster and what was required of it.
    pub fn of(scenario: &Scenario, requirements: &[Requirement], roster: &Roster) -> Self {
        let needs = || requirements.iter().flat_map(|requirement| requirement.needs.iter());
        let net_hours = requirements.iter().map(|requirement| net_hours(scenario, requirement)).sum();
        Figures {
            contacts: needs().map(|need| need.volume).sum(),
            work_hours: needs().map(|need| need.volume * need.aht.get() / 3600.0).sum(),
            busiest: busiest(scenario, requirements),
            net_hours,
            gross_hours: scenario.shrinkage.gross(net_hours),
            ledger: scenario.shrinkage.ledger(net_hours),
            paid_hours: roster.paid().hours(),
            work_time_hours: work_time(roster).hours(),
            shifts: roster.shifts().count(),
            agents_rostered: roster.lines.iter().filter(|line| !line.shifts.is_empty()).count(),
            wages: wages(scenario, roster),
        }
    }
}

/// Agent hours a queue requires in seat.
fn net_hours(scenario: &Scenario, requirement: &Requirement) -> f64 {
    let interval = scenario.grid.interval().hours();
    requirement.needs.iter().map(|need| need.agents.as_f64() * interval).sum()
}

/// The first of the intervals with the largest requirement over all queues.
fn busiest(scenario: &Scenario, requirements: &[Requirement]) -> Option<Busiest> {
    let in_all = |interval: usize| {
        requirements.iter().map(|requirement| requirement.needs[interval].agents.get()).sum::<u32>()
    };
    let all = (0..scenario.grid.len()).map(|interval| Busiest { interval, agents: in_all(interval) });
    all.reduce(|most, next| if next.agents > most.agents { next } else { most })
        .filter(|busiest| busiest.agents > 0)
}

fn work_time(roster: &Roster) -> Minutes {
    let breaks = |shift: &crate::model::Shift| shift.breaks.iter().map(|rest| rest.end - rest.start).sum();
    roster.shifts().map(|(_, shift)| shift.length() - breaks(shift)).sum()
}

/// Wages of the shifts of a roster, each agent's rounded to the minor unit once.
fn wages(scenario: &Scenario, roster: &Roster) -> Money {
    let of_agent = |(agent, line): (usize, &crate::model::Line)| {
        let paid: Minutes = line.shifts.iter().map(|shift| shift.paid()).sum();
        scenario.contracts[scenario.agents[agent].contract].wage_per_hour.times(paid.hours())
    };
    roster.lines.iter().enumerate().map(of_agent).sum()
}

#[cfg(test)]
mod tests {
    use crate::plan::sample;

    #[test]
    fn sums_are_of_the_parts() {
        let plan = sample::plan();
        let figures = &plan.figures;
        assert_eq!(figures.shifts, 6);
        assert_eq!(figures.agents_rostered, 3);
        assert_eq!(figures.paid_hours, 6.0 * 8.0);
        assert_eq!(figures.work_time_hours, 6.0 * 7.75);
        // Three agents at 20.00, 20.00 and 18.00 an hour, two shifts of 8 paid hours each.
        assert_eq!(figures.wages.to_string(), "928.00");
        assert!((figures.gross_hours * 0.95 * 0.99 - figures.net_hours).abs() < 1e-9);
        let grown = figures.ledger.last().unwrap().total;
        assert!((grown - figures.gross_hours).abs() < 1e-9);
    }

    #[test]
    fn the_busiest_interval_counts_all_queues() {
        let plan = sample::plan();
        let busiest = plan.figures.busiest.unwrap();
        let start = plan.scenario.grid.local(plan.scenario.grid.start_of(busiest.interval));
        assert_eq!(start.format("%a %H:%M").to_string(), "Mon 12:00");
        assert_eq!(busiest.agents, 4);
    }
}
