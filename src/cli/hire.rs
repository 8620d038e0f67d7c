use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::options::{HowToPlan, Output, PlanPath, Show};
use super::reading::read_all;
use super::watching::Watching;
use super::writing::Writing;
use crate::error::{Error, Fault, Result, Severity};
use crate::intake::{self, Read};
use crate::model::{Scenario, Watch, WhatIf, Workforce};
use crate::plan::{
    ChangedMonths, Headcount, MonthlyNeeds, MonthsWhatIf, PlanOptions, headcount, months_what_ifs, plan,
    proven_headcount,
};
use crate::report::{self, File};

/// What a plan lacks that says nothing of the months ahead.
const NO_MONTHS: &str = "the plan has no months ahead without a [hiring]";
/// What a plan of posts alone lacks.
const NO_CONTACTS: &str = "months ahead go by the contacts of queues, and the plan has none; call hire with the plan alone, or compare";

/// Whom to hire for this plan, or for the months of its [hiring], at what cost and by when to decide; writes hiring.csv,
/// and for months hiring.json and hiring.html.
#[derive(Debug, Args)]
pub struct Hire {
    #[command(flatten)]
    plan: PlanPath,
    /// Files with a name and changes by path, to set the months beside themselves with changes:
    /// `hiring.lead_time = "2 weeks"`, `hiring.growth = "25%"`.
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Roster every month as the plan staffs it, say what service that gives, and correct what months require by it;
    /// each month takes a quarter of the time limit.
    #[arg(long)]
    prove: bool,
    #[command(flatten)]
    how: HowToPlan,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

/// The weeks, the months, and the months with changes.
struct Months {
    scenario: Scenario,
    headcount: Headcount,
    what_ifs: Vec<MonthsWhatIf>,
}

impl Hire {
    /// Plans, and writes the advice on hiring alone.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.how.chance.apply_threads()?;
        let Read { scenario, workforce, assumed, .. } = read_all(&self.plan)?;
        let changed = self.read_changed()?;
        report::make_ready(&self.output.folder(&self.plan))?;
        let watching = Watching::start(self.show.quiet);
        let options = self.how.options();
        if let Some(workforce) = workforce {
            let months = self.plan_months(scenario, workforce, changed, &options, &watching)?;
            watching.finish();
            return self.tell(&writing, &months, &assumed);
        }
        if self.prove {
            return Err(Error::Usage(format!("--prove: {}", why_no_months(&scenario))));
        }
        let plan = plan(scenario, &options, &watching)?;
        watching.finish();
        let csv = report::hiring_csv(&plan.scenario, &plan.hiring);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("hiring.csv", csv)])?;
        self.show.result(|| report::hiring_json(&plan), || report::hiring_text(&plan) + &wrote);
        Ok(Outcome::met(plan.is_met()))
    }

    /// The plan with the changes of each what-if; how it contradicts itself with any of them, each fault once with the
    /// names of those.
    fn read_changed(&self) -> Result<Vec<ChangedMonths>> {
        let (mut changed, mut faults) = (Vec::new(), Vec::new());
        for (WhatIf { name, .. }, read) in intake::read_changed(&self.plan.plan, &self.scenarios)? {
            match read {
                Ok(Read { scenario, workforce, .. }) => changed.push((name, scenario, workforce)),
                Err(Error::Input(found)) => {
                    faults.extend(found.into_iter().map(|fault| (fault, name.clone())))
                }
                Err(error) => return Err(error),
            }
        }
        // What is odd about the plan was said with the plan.
        faults.retain(|(fault, _)| fault.severity == Severity::Error);
        if !faults.is_empty() {
            return Err(Error::Input(naming(faults)));
        }
        let with_months = |(name, scenario, workforce): (String, Scenario, Option<Workforce>)| {
            let no_months = || Error::Usage(format!("{name}: {}", why_no_months(&scenario)));
            let workforce = workforce.ok_or_else(no_months)?;
            Ok(ChangedMonths { name, scenario, workforce })
        };
        changed.into_iter().map(with_months).collect()
    }

    /// Plans the months, and those with changes from what the weeks need.
    fn plan_months(
        &self,
        scenario: Scenario,
        workforce: Workforce,
        changed: Vec<ChangedMonths>,
        options: &PlanOptions,
        watch: &dyn Watch,
    ) -> Result<Months> {
        let alike = changed.iter().filter(|changed| changed.scenario == scenario);
        let workforces: Vec<&Workforce> =
            std::iter::once(&workforce).chain(alike.map(|changed| &changed.workforce)).collect();
        let mut needs = MonthlyNeeds::measure(&scenario, &workforces, options, watch)?;
        let headcount = match self.prove {
            true => proven_headcount(&mut needs, &scenario, &workforce, options, watch)?,
            false => headcount(&needs, &scenario, workforce, options)?,
        };
        let what_ifs = months_what_ifs(&scenario, &needs, changed, options, watch)?;
        Ok(Months { scenario, headcount, what_ifs })
    }

    /// Writes and says what to do over the months.
    fn tell(&self, writing: &Writing, months: &Months, assumed: &[String]) -> Result<Outcome> {
        let Months { scenario, headcount, what_ifs } = months;
        let json = report::headcount_json(scenario, headcount, what_ifs, assumed);
        let files = [
            File::new("hiring.csv", report::headcount_csv(scenario, headcount)),
            File::new("hiring.json", json.clone()),
            File::new("hiring.html", report::headcount_html(scenario, headcount, what_ifs, assumed)),
        ];
        let wrote = writing.write(&self.output.folder(&self.plan), &files)?;
        self.show.result(|| json, || report::headcount_text(scenario, headcount, what_ifs, assumed) + &wrote);
        Ok(Outcome::met(headcount.is_met()))
    }
}

/// Why a plan has no months ahead.
fn why_no_months(scenario: &Scenario) -> &'static str {
    if scenario.queues.is_empty() { NO_CONTACTS } else { NO_MONTHS }
}

/// Faults of the plan with changes, each once, with the names of the what-ifs that have it.
fn naming(faults: Vec<(Fault, String)>) -> Vec<Fault> {
    let mut told: Vec<(Fault, Vec<String>)> = Vec::new();
    for (fault, name) in faults {
        match told.iter_mut().find(|(known, _)| *known == fault) {
            Some((_, names)) => names.push(name),
            None => told.push((fault, vec![name])),
        }
    }
    let named = |(fault, names): (Fault, Vec<String>)| Fault {
        message: format!("with the changes of {}: {}", names.join(", "), fault.message),
        ..fault
    };
    told.into_iter().map(named).collect()
}
