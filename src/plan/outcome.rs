use chrono::NaiveDate;

use super::{
    AgentShare, Corrections, Figures, PostGap, Repair, ShortRun, Verdict, Why, judge_service, post_gaps,
    shares, short_runs,
};
use crate::model::{Contradiction, HiringPlan, Requirement, Rostered, Scenario, Service, Violation};
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
    /// Posts with more or fewer people than asked for.
    pub post_gaps: Vec<PostGap>,
    /// What every agent has of the work, its burdens and their wishes.
    pub shares: Vec<AgentShare>,
    /// The service against what was promised, queue by queue.
    pub verdicts: Vec<Verdict>,
    /// How what was asked of the roster differs from what every interval by itself requires.
    pub corrections: Corrections,
    /// Why something is short, and what would help.
    pub why: Why,
    /// What of the rules and requests of an agent cannot hold together.
    pub contradictions: Vec<Contradiction>,
    /// What became of the roster posted before, where there was one.
    pub repair: Option<Repair>,
    /// How the plan was made.
    pub provenance: Provenance,
}

/// How a plan was made: what has to be known to make it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// How offered loads were computed: `modified-offered-load`, `transient` or `stationary`.
    pub load_method: &'static str,
    /// The seed of all random numbers.
    pub seed: u64,
    /// The day on which decisions to hire are made, where it was given.
    pub today: Option<NaiveDate>,
    /// Whether the roster was made elsewhere: then there is no proof, and no advice on hiring.
    pub is_roster_given: bool,
}

/// What the judges found.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The rules broken.
    pub violations: Vec<Violation>,
    /// The service given.
    pub service: Service,
}

impl Plan {
    /// Binds what the stages and the judges found, and sums it up.
    pub fn new(
        scenario: Scenario,
        requirements: Vec<Requirement>,
        rostered: Rostered,
        judged: Judged,
        hiring: HiringPlan,
        provenance: Provenance,
    ) -> Self {
        let Judged { violations, service } = judged;
        Plan {
            figures: Figures::of(&scenario, &requirements, &rostered.roster),
            short_runs: short_runs(&scenario, &rostered.shortage),
            post_gaps: post_gaps(&scenario, &rostered.roster),
            shares: shares(&scenario, &rostered.roster),
            verdicts: judge_service(&scenario, &service),
            scenario,
            requirements,
            rostered,
            violations,
            service,
            hiring,
            corrections: Corrections::default(),
            why: Why::default(),
            contradictions: Vec::new(),
            repair: None,
            provenance,
        }
    }

    /// Whether nothing is short, every agreement is more likely kept than not, and no rule is broken.
    pub fn is_met(&self) -> bool {
        self.short_runs.is_empty()
            && !self.post_gaps.iter().any(PostGap::is_short)
            && self.violations.is_empty()
            && !self.verdicts.iter().any(Verdict::is_at_risk)
    }

    /// Penalties expected over the plan, all agreements together.
    pub fn penalties(&self) -> Money {
        self.verdicts.iter().map(|verdict| verdict.penalty).sum()
    }

    /// What the plan is expected to cost: wages, penalties, and posts not staffed as asked.
    pub fn cost(&self) -> Money {
        self.figures.wages + self.penalties() + self.posts()
    }

    /// What posts with more or fewer people than asked for cost.
    pub fn posts(&self) -> Money {
        self.post_gaps.iter().map(|gap| gap.cost).sum()
    }

    /// Agent hours short of the requirement.
    pub fn short_hours(&self) -> f64 {
        self.short_runs.iter().map(|run| run.hours).sum()
    }

    /// People missing on posts, each on each day.
    pub fn short_posts(&self) -> u32 {
        self.post_gaps.iter().map(PostGap::missing).sum()
    }

    /// People advised to hire; nothing where that was not weighed although something is short.
    pub fn hires(&self) -> Option<u32> {
        let hires = self.hiring.classes.iter().map(|class| class.hires).sum();
        (hires > 0 || !self.lacks_advice()).then_some(hires)
    }

    /// Whether hours of queues or people on posts are missing.
    pub fn is_short(&self) -> bool {
        self.short_hours() > 0.0 || self.short_posts() > 0
    }

    /// Whether something is short and somebody could be hired, but time was up before all hires were weighed.
    pub fn lacks_advice(&self) -> bool {
        self.is_short() && self.is_anybody_hireable() && !self.rostered.are_hires_weighed
    }

    /// Whether a contract is hired on.
    pub fn is_anybody_hireable(&self) -> bool {
        self.scenario.contracts.iter().any(|contract| contract.hireable.is_some())
    }
}
