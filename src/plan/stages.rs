use chrono::NaiveDate;

use super::hold::{Attempt, Held, Trust, hold};
use super::measured::Measured;
use super::promise::Slack;
use super::promises::Promises;
use super::relaxations::why;
use super::{Judged, Plan, Provenance, Repair, Why};
use crate::error::Result;
use crate::model::{HiringPlan, Requirement, Roster, Rostered, Scenario, Violation, Watch};
use crate::rostering::{Covered, RosteringOptions};
use crate::simulation::{Days, SimulationOptions};
use crate::staffing::{LoadMethod, StaffingOptions};
use crate::{audit, hiring, rostering, staffing};

/// How to plan.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// How to compute requirements.
    pub staffing: StaffingOptions,
    /// How to search for a roster.
    pub rostering: RosteringOptions,
    /// Whether what is required is corrected by the service measured.
    pub trust: Trust,
    /// How to measure its service.
    pub simulation: SimulationOptions,
    /// Whether to say why something is short, and to try what would help.
    pub explains: bool,
    /// The day on which decisions to hire are made; where none is given, none is said to be too late.
    pub today: Option<NaiveDate>,
}

/// Plans a scenario: what is needed, who works when, what that breaks and what service it gives, whom to hire.
///
/// What is needed starts from each interval by itself and is corrected by what rosters give, until every promise
/// holds at least cost, unless the options trust the requirement.
///
/// # Errors
///
/// [`Error::Solver`](crate::error::Error::Solver) where a solver fails. Too few agents is no error: the plan says
/// what is short.
pub fn plan(scenario: Scenario, options: &PlanOptions, watch: &dyn Watch) -> Result<Plan> {
    let held = hold(&scenario, options, None, watch)?;
    finish(scenario, held, options, watch)
}

/// The plan that a roster makes, judged.
pub(super) fn finish(
    scenario: Scenario,
    Held { attempt, corrections, .. }: Held,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Plan> {
    let Attempt { requirements, rostered, measured } = attempt;
    let judged = Judged { violations: audit::judge(&scenario, &rostered.roster), service: measured.service };
    let provenance = provenance(options, false);
    let hiring = hiring::advise(&scenario, &rostered, provenance.today);
    let posted = options.rostering.posted.as_ref();
    let repair = posted.map(|posted| Repair::new(&scenario, posted, &rostered.roster));
    let agents = in_question(&rostered, &judged.violations);
    let contradictions = rostering::contradictions(&scenario, posted, &agents);
    let plan = Plan::new(scenario, requirements, rostered, judged, hiring, provenance);
    let short = (&plan.short_runs[..], &plan.post_gaps[..]);
    let why = match options.explains {
        true => why(&plan.scenario, &plan.requirements, &plan.rostered, short, &options.rostering, watch)?,
        false => Why::default(),
    };
    Ok(Plan { corrections, repair, contradictions, why, ..plan })
}

/// The agents who keep not all rules, or of whom some were given up.
fn in_question(rostered: &Rostered, violations: &[Violation]) -> Vec<usize> {
    let conceded = rostered.concessions.iter().map(|concession| concession.agent);
    let mut agents: Vec<usize> = conceded.chain(violations.iter().filter_map(|it| it.agent)).collect();
    agents.sort_unstable();
    agents.dedup();
    agents
}

/// Judges a roster made elsewhere, or edited by hand: what it covers, what it breaks, what service it gives.
///
/// What is required is corrected by what the roster gives, as [`plan`] corrects it, unless the options trust the
/// requirement: the roster of a plan is judged as the plan was. Where an agreement is measured over a period, required
/// is what reaches its share over the period, and short what lies below the floor of an interval.
/// What comes back has no proof and no advice on hiring: nothing was optimised.
///
/// # Errors
///
/// Only where the solver fails that shares the people there among their queues.
pub fn replay(scenario: Scenario, roster: Roster, options: &PlanOptions, watch: &dyn Watch) -> Result<Plan> {
    let each = staffing::require_all(&scenario, &options.staffing);
    let days = Days::of(&scenario, &options.simulation);
    let measured = Measured::of(&scenario, &roster, (&days, &options.simulation), watch);
    let requirements = match options.trust {
        Trust::Service => corrected(&scenario, &each, &roster, &measured)?,
        Trust::Requirement => each,
    };
    let given = given(&scenario, &requirements, roster)?;
    let judged = Judged { violations: audit::judge(&scenario, &given.roster), service: measured.service };
    let provenance = provenance(options, true);
    Ok(Plan::new(scenario, requirements, given, judged, HiringPlan::default(), provenance))
}

/// What is asked of a roster that gives what was measured.
fn corrected(
    scenario: &Scenario,
    each: &[Requirement],
    roster: &Roster,
    measured: &Measured,
) -> Result<Vec<Requirement>> {
    let mut promises = Promises::new(scenario, each);
    if promises.are_any() {
        let given = given(scenario, &promises.requirements(), roster.clone())?;
        promises.correct(&given, measured, Slack::GivenBack);
    }
    Ok(promises.requirements())
}

/// A roster made elsewhere with everyone where they are needed most.
pub(super) fn given(scenario: &Scenario, requirements: &[Requirement], roster: Roster) -> Result<Rostered> {
    let Covered { scheduled, shortage } = rostering::cover(scenario, requirements, &roster)?;
    Ok(Rostered::given(roster, scheduled, shortage))
}

fn provenance(options: &PlanOptions, is_roster_given: bool) -> Provenance {
    Provenance {
        load_method: match options.staffing.method {
            LoadMethod::ModifiedOfferedLoad => "modified-offered-load",
            LoadMethod::Transient => "transient",
            LoadMethod::Stationary => "stationary",
        },
        seed: options.simulation.seed,
        today: options.today,
        is_roster_given,
    }
}
