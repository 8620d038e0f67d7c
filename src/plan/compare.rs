use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::alternatives::{Start, plan_all};
use super::variants::{Between, Variants};
use super::{Attribution, Outline, Plan, PlanOptions, ReadChanged};
use crate::error::{Error, Result};
use crate::model::{Progress, Scenario, Watch, WhatIf};

/// A base and its what-ifs, planned side by side.
#[derive(Debug)]
pub struct Comparison {
    /// The base.
    pub base: Plan,
    /// The what-ifs, in the order given.
    pub what_ifs: Vec<Compared>,
}

/// A what-if beside the base.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// What its plan comes to, or why there is none.
    pub outcome: Outcome,
    /// What each of its causes adds, where there are several.
    pub attribution: Option<Attribution>,
}

/// What a scenario comes to, or why it has no plan.
pub type Outcome = std::result::Result<Outline, Arc<Error>>;

impl Comparison {
    /// Whether every plan could be made and meets its targets.
    pub fn is_met(&self) -> bool {
        let is_met = |what_if: &Compared| what_if.outcome.as_ref().is_ok_and(|outline| outline.is_met);
        self.base.is_met() && self.what_ifs.iter().all(is_met)
    }
}

/// Plans a base and its what-ifs, several at a time, on the same random numbers.
///
/// A roster of the base, from half the effort of a plan, is the start for all of them, the base included, and each goes on
/// from it with equal effort, an eighth or more: what changes nothing makes no difference. At last each takes over the
/// roster of another where that is legal and found to be better, so that there is less luck in the differences.
/// How far the roster is from the best one is proven for the base only. A what-if that could not be read or planned says
/// so in its place and leaves the others alone.
///
/// Where a what-if has several causes, `read` gives the plan with some of them, and what it differs by is attributed
/// ([`Attribution`]).
///
/// # Errors
///
/// As [`plan()`](super::plan()), for the base.
pub fn compare(
    base: Scenario,
    what_ifs: Vec<(WhatIf, Result<Scenario>)>,
    read: ReadChanged<'_>,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Comparison> {
    let names: Vec<String> = what_ifs.iter().map(|(what_if, _)| what_if.name.clone()).collect();
    let variants = Variants::gather(base, what_ifs, read);
    // Each is rostered and then finished; the start comes before.
    let watch = Several { watch, count: 2 * variants.scenarios.len() + 1, planned: AtomicUsize::new(0) };
    let start = Start::find(variants.base(), options, &watch)?;
    watch.one_more();
    let tick = || watch.one_more();
    let (base, outcomes) = plan_all(&start, variants.scenarios, variants.named, options, &watch, &tick)?;
    let what_if = |(name, (place, between)): (String, (usize, Option<Between>))| Compared {
        name,
        outcome: outcomes[place].clone(),
        attribution: between.and_then(|between| attribution(between, &outcomes)),
    };
    let places = variants.of_what_if.into_iter().zip(variants.between);
    Ok(Comparison { base, what_ifs: names.into_iter().zip(places).map(what_if).collect() })
}

/// What is known of the plans with some causes; nothing where one of them could not be planned.
fn attribution(between: Between, outcomes: &[Outcome]) -> Option<Attribution> {
    let known = |(set, place): (Vec<usize>, usize)| Some((set, outcomes[place].as_ref().ok()?.clone()));
    let with = between.with.into_iter().map(known).collect::<Option<_>>()?;
    Some(Attribution { causes: between.causes, with })
}

/// Watches several plans as one piece of work.
struct Several<'a> {
    watch: &'a dyn Watch,
    count: usize,
    planned: AtomicUsize,
}

impl Several<'_> {
    fn one_more(&self) {
        self.planned.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        let done = self.planned.load(Ordering::Relaxed) as f64 / self.count as f64;
        self.watch.progress(&Progress { stage: "scenarios", done: Some(done), cost: None, bound: None });
    }
}

impl Watch for Several<'_> {
    fn progress(&self, _: &Progress) {
        self.tell();
    }

    fn should_stop(&self) -> bool {
        self.watch.should_stop()
    }
}
