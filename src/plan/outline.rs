use super::{Owed, Plan, Verdict};
use crate::units::Money;

/// What a plan comes to in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// What it is expected to cost in all.
    pub cost: Money,
    /// Wages.
    pub wages: Money,
    /// Penalties expected.
    pub penalties: Money,
    /// What posts with more or fewer people than asked for cost.
    pub posts: Money,
    /// Hours paid.
    pub hours: f64,
    /// Those of them that contracts owe whatever comes in.
    pub owed_hours: f64,
    /// Wages of those: no plan with these agents costs less.
    pub least_cost: Money,
    /// Agents there are.
    pub heads: usize,
    /// People advised to hire; nothing where that was not weighed.
    pub hires: Option<u32>,
    /// Agent hours short.
    pub short_hours: f64,
    /// People that posts ask for.
    pub asked_posts: u32,
    /// People missing on them.
    pub short_posts: u32,
    /// Contacts over all queues.
    pub contacts: f64,
    /// Share of contacts in time over all queues, each contact counted once.
    pub service: Option<f64>,
    /// Share of contacts in time, queue by queue.
    pub queues: Vec<(String, f64)>,
    /// Whether every target is met and every rule kept.
    pub is_met: bool,
    /// The queues with an agreement that is more likely missed than kept.
    pub missed: Vec<String>,
}

impl Outline {
    /// The outline of a plan.
    pub fn of(plan: &Plan) -> Self {
        let service = &plan.service.queues;
        let offered: Vec<f64> = plan
            .requirements
            .iter()
            .map(|requirement| requirement.needs.iter().map(|need| need.volume).sum())
            .collect();
        let contacts: f64 = offered.iter().sum();
        let in_time: f64 =
            service.iter().zip(&offered).map(|(queue, offered)| queue.overall.mean * offered).sum();
        let name = |queue: usize| plan.scenario.queues[queue].id.clone();
        let at_risk = plan.verdicts.iter().filter(|verdict| Verdict::is_at_risk(verdict));
        let owed = Owed::of(&plan.scenario, &plan.rostered.roster);
        Outline {
            owed_hours: owed.hours,
            least_cost: owed.wages,
            cost: plan.cost(),
            wages: plan.figures.wages,
            penalties: plan.penalties(),
            posts: plan.posts(),
            hours: plan.figures.paid_hours,
            heads: plan.scenario.agents.len(),
            hires: plan.hires(),
            short_hours: plan.short_hours(),
            asked_posts: plan.scenario.asked_posts(),
            short_posts: plan.short_posts(),
            contacts,
            service: (contacts > 0.0).then(|| in_time / contacts),
            queues: service
                .iter()
                .enumerate()
                .map(|(index, queue)| (name(index), queue.overall.mean))
                .collect(),
            is_met: plan.is_met(),
            missed: at_risk.map(|verdict| name(verdict.queue)).collect(),
        }
    }
}
