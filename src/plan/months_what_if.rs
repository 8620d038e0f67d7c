use chrono::NaiveDate;

use super::headcount::{futures, months_options};
use super::side_by_side::side_by_side;
use super::{MonthlyNeeds, PlanOptions};
use crate::error::Result;
use crate::hiring::{Exposed, exposed, helps_from, plan_months};
use crate::model::{Scenario, Watch, Workforce};

/// A what-if of the months ahead, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedMonths {
    /// Its name.
    pub name: String,
    /// The weeks with its changes.
    pub scenario: Scenario,
    /// The months with its changes.
    pub workforce: Workforce,
}

/// The months ahead with changes.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthsWhatIf {
    /// Its name.
    pub name: String,
    /// What to do, and how sure that is in the futures that the base is looked at in.
    pub exposed: Exposed,
    /// The first day on which somebody decided on today takes contacts; nothing where nobody can be hired.
    pub helps_from: Option<NaiveDate>,
}

/// Plans the months with changes, several at a time, from what the weeks of `base` need. What changes only the months is
/// planned from the same needs, so that nothing else differs; where the weeks change, they are measured anew from what was
/// learnt.
///
/// # Errors
///
/// Where a solver fails.
pub fn months_what_ifs(
    base: &Scenario,
    needs: &MonthlyNeeds,
    changed: Vec<ChangedMonths>,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Vec<MonthsWhatIf>> {
    let what_if = |_, changed: ChangedMonths| match changed.scenario == *base {
        true => planned(needs, changed, options),
        false => {
            let ChangedMonths { scenario, workforce, .. } = &changed;
            let needs = needs.measured_anew(base, scenario, workforce, options, watch)?;
            planned(&needs, changed, options)
        }
    };
    side_by_side(changed, what_if).into_iter().collect()
}

/// What to do over the months with changes: no more than is told of them.
fn planned(needs: &MonthlyNeeds, changed: ChangedMonths, options: &PlanOptions) -> Result<MonthsWhatIf> {
    let ChangedMonths { name, scenario, workforce } = changed;
    let (demand, months) = (needs.demand(&workforce), months_options(&scenario, options));
    let plan = plan_months(&workforce, &demand, &months)?;
    let paid = |month: usize, queue: usize, more: f64| needs.paid(&workforce, month, queue, more);
    Ok(MonthsWhatIf {
        name,
        exposed: exposed(&workforce, &demand, &paid, plan, &months, &futures(options))?,
        helps_from: helps_from(&workforce, months.today),
    })
}
