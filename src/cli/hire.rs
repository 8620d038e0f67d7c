use clap::Args;

use super::Outcome;
use super::options::{HowToPlan, Output, PlanPath, Show};
use super::reading::read_all;
use super::watching::Watching;
use super::writing::Writing;
use crate::error::Result;
use crate::intake::Read;
use crate::plan::{Headcount, Plan, headcount, plan, prove_months};
use crate::report::{self, File};

/// Whom to hire for this plan, or for the months of its [hiring], at what cost and by when to decide; writes hiring.csv,
/// and for months hiring.json and hiring.html.
#[derive(Debug, Args)]
pub struct Hire {
    #[command(flatten)]
    plan: PlanPath,
    #[command(flatten)]
    how: HowToPlan,
    /// Roster every month as the plan staffs it, and say what service that gives: each takes a quarter of the time limit.
    #[arg(long)]
    prove: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Hire {
    /// Plans, and writes the advice on hiring alone.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.how.chance.apply_threads()?;
        let Read { scenario, workforce, assumed, .. } = read_all(&self.plan)?;
        let watching = Watching::start(self.show.quiet);
        let options = self.how.options();
        let plan = plan(scenario, &options, &watching)?;
        if let Some(workforce) = workforce {
            let months = headcount(&plan, workforce, &options, &watching)?;
            if self.prove {
                let all: Vec<usize> = (0..months.workforce.months()).collect();
                for proof in prove_months(&plan, &months, &all, &options, &watching)? {
                    eprintln!("{:?}", proof);
                }
            }
            watching.finish();
            return self.tell(&writing, &plan, &months, &assumed);
        }
        watching.finish();
        let csv = report::hiring_csv(&plan.scenario, &plan.hiring);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("hiring.csv", csv)])?;
        self.show.result(|| report::hiring_json(&plan), || report::hiring_text(&plan) + &wrote);
        Ok(Outcome::met(plan.is_met()))
    }

    /// Writes and says what to do over the months.
    fn tell(
        &self,
        writing: &Writing,
        plan: &Plan,
        months: &Headcount,
        assumed: &[String],
    ) -> Result<Outcome> {
        let scenario = &plan.scenario;
        let json = report::headcount_json(scenario, months, assumed);
        let files = [
            File::new("hiring.csv", report::headcount_csv(scenario, months)),
            File::new("hiring.json", json.clone()),
            File::new("hiring.html", report::headcount_html(scenario, months, assumed)),
        ];
        let wrote = writing.write(&self.output.folder(&self.plan), &files)?;
        self.show.result(|| json, || report::headcount_text(scenario, months, assumed) + &wrote);
        Ok(Outcome::met(months.advice.plan.short_hours() < 1.0))
    }
}
