use chrono::NaiveDate;

use super::{Judged, Plan, Provenance, share_cover, shortage_of};
use crate::error::Result;
use crate::model::{HiringPlan, Proof, Roster, Rostered, Scenario, Watch};
use crate::rostering::RosteringOptions;
use crate::simulation::SimulationOptions;
use crate::staffing::{LoadMethod, StaffingOptions};
use crate::{audit, hiring, rostering, simulation, staffing};

/// How to plan.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// How to compute requirements.
    pub staffing: StaffingOptions,
    /// How to search for a roster.
    pub rostering: RosteringOptions,
    /// How to measure its service.
    pub simulation: SimulationOptions,
    /// The day decisions to hire are counted from; the plan's first where none is given.
    pub today: Option<NaiveDate>,
}

/// Plans a scenario: what is needed, who works when, what that breaks and what service it gives, whom to hire.
///
/// # Errors
///
/// [`Error::Solver`](crate::error::Error::Solver) where a solver fails. Too few agents is no error: the plan says
/// what is short.
pub fn plan(scenario: Scenario, options: &PlanOptions, watch: &dyn Watch) -> Result<Plan> {
    let requirements = staffing::require_all(&scenario, &options.staffing);
    let rostered = rostering::roster(&scenario, &requirements, &options.rostering, watch)?;
    let judged = judge(&scenario, &rostered.roster, options, watch);
    let provenance = provenance(&scenario, options, false);
    let hiring = hiring::advise(&scenario, &rostered, provenance.today);
    Ok(Plan::new(scenario, requirements, rostered, judged, hiring, provenance))
}

/// Judges a roster made elsewhere, or edited by hand: what it covers, what it breaks, what service it gives.
///
/// What comes back has no proof and no advice on hiring: nothing was optimised.
pub fn replay(scenario: Scenario, roster: Roster, options: &PlanOptions, watch: &dyn Watch) -> Plan {
    let requirements = staffing::require_all(&scenario, &options.staffing);
    let scheduled = share_cover(&scenario, &requirements, &roster);
    let shortage = shortage_of(&scenario, &requirements, &scheduled);
    let judged = judge(&scenario, &roster, options, watch);
    let provenance = provenance(&scenario, options, true);
    let proof = Proof::default();
    let rostered =
        Rostered { roster, proof, shortage, scheduled, concessions: Vec::new(), candidates: Vec::new() };
    Plan::new(scenario, requirements, rostered, judged, HiringPlan::default(), provenance)
}

fn judge(scenario: &Scenario, roster: &Roster, options: &PlanOptions, watch: &dyn Watch) -> Judged {
    Judged {
        violations: audit::judge(scenario, roster),
        service: simulation::simulate(scenario, roster, &options.simulation, watch),
    }
}

fn provenance(scenario: &Scenario, options: &PlanOptions, is_roster_given: bool) -> Provenance {
    Provenance {
        load_method: match options.staffing.method {
            LoadMethod::ModifiedOfferedLoad => "modified-offered-load",
            LoadMethod::Stationary => "stationary",
        },
        seed: options.simulation.seed,
        today: options.today.unwrap_or(scenario.grid.first_day()),
        is_roster_given,
    }
}
