use chrono::NaiveDate;

use super::{Figures, ShortRun, Verdict, judge_service, short_runs};
use crate::model::{HiringPlan, Requirement, Rostered, Scenario, Service, Violation};
use crate::units::Money;

/// A scenario planned: what it needs, who works when, what service that gives, who is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What went in.
    pub scenario: Scenario,
    /// What each queue needs, in the scenario's order.
    pub requirements: Vec<Requirement>,
    /// Who works when, and how good that is.
    pub rostered: Rostered,
    /// The rules the roster breaks, as the audit found them.
    pub violations: Vec<Violation>,
    /// The service the roster gives, as simulated.
    pub service: Service,
    /// Whom to hire.
    pub hiring: HiringPlan,
    /// The sums.
    pub figures: Figures,
    /// What is not covered.
    pub short_runs: Vec<ShortRun>,
    /// The service against what was promised, queue by queue.
    pub verdicts: Vec<Verdict>,
    /// How the plan was made.
    pub provenance: Provenance,
}

/// How a plan was made: what has to be known to make it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// How offered loads were computed: `modified-offered-load` or `stationary`.
    pub load_method: &'static str,
    /// The seed of all random numbers.
    pub seed: u64,
    /// The day decisions to hire are counted from.
    pub today: NaiveDate,
}

impl Plan {
    /// Binds what the stages and the judges found, and sums it up.
    pub fn new(
        scenario: Scenario,
        requirements: Vec<Requirement>,
        rostered: Rostered,
        judged: (Vec<Violation>, Service),
        hiring: HiringPlan,
        provenance: Provenance,
    ) -> Self {
        let (violations, service) = judged;
        Plan {
            figures: Figures::of(&scenario, &requirements, &rostered.roster),
            short_runs: short_runs(&scenario, &rostered.shortage),
            verdicts: judge_service(&scenario, &service),
            scenario,
            requirements,
            rostered,
            violations,
            service,
            hiring,
            provenance,
        }
    }

    /// Whether nothing is short, every agreement is more likely kept than not, and no rule is broken.
    pub fn is_met(&self) -> bool {
        self.short_runs.is_empty()
            && self.violations.is_empty()
            && !self.verdicts.iter().any(Verdict::is_at_risk)
    }

    /// Penalties expected over the plan, all agreements together.
    pub fn penalties(&self) -> Money {
        self.verdicts.iter().map(|verdict| verdict.penalty).sum()
    }

    /// What the plan is expected to cost: wages, penalties, and posts not staffed as asked.
    pub fn cost(&self) -> Money {
        self.figures.wages + self.penalties() + self.rostered.proof.posts
    }

    /// Agent hours short of the requirement.
    pub fn short_hours(&self) -> f64 {
        self.short_runs.iter().map(|run| run.hours).sum()
    }

    /// People advised to hire.
    pub fn hires(&self) -> u32 {
        self.hiring.classes.iter().map(|class| class.hires).sum()
    }
}
