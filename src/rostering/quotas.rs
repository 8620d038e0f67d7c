use super::terms::{Open, Who};
use crate::model::{Scenario, Shift};

/// A template of which so many shifts are still owed within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct QuotaTerms {
    pub template: usize,
    pub owed: u32,
}

/// The least shifts of a kind that a window owes, besides those worked outside. Where only later days are open, what is
/// owed is spread evenly over the plan; where earlier ones are too, nothing is owed.
pub(super) fn quotas(
    scenario: &Scenario,
    who: &Who,
    (outside, inside): (&[&Shift], &[&Shift]),
    end: i32,
    open: Open,
) -> Vec<QuotaTerms> {
    if open.before {
        return Vec::new();
    }
    let days = scenario.grid.days() as u64;
    let quotas = &scenario.contracts[who.contract].min_shifts;
    let terms = quotas.iter().map(|quota| {
        let owed = u64::from(quota.least) * days_employed(scenario, who) / days;
        let due = if open.after { owed * end as u64 / days } else { owed };
        let is_it = |shift: &&&Shift| shift.day >= 0 && shift.template == Some(quota.shift);
        let worked = |shifts: &[&Shift]| shifts.iter().filter(is_it).count() as i64;
        let owed = open.portion.least(due as i64 - worked(outside), worked(inside));
        QuotaTerms { template: quota.shift, owed: owed.max(0) as u32 }
    });
    terms.filter(|quota| quota.owed > 0).collect()
}

/// The days of the plan on which somebody is on the staff.
fn days_employed(scenario: &Scenario, who: &Who) -> u64 {
    let from = who.agent.and_then(|agent| agent.from_day).unwrap_or(i32::MIN);
    let until = who.agent.and_then(|agent| agent.until_day).unwrap_or(i32::MAX);
    (0..scenario.grid.days() as i32).filter(|day| (from..=until).contains(day)).count() as u64
}
