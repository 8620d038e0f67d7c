//! Months whose agreements are not kept, planned anew.

use super::month_proof::Tried;
use super::{MonthlyNeeds, Verdict};
use crate::error::Result;
use crate::hiring::{MonthsOptions, plan_months_beyond};
use crate::model::{HeadcountPlan, MonthFigures, Workforce};

/// What is left of a correction that nobody is there for, step after step.
const LEFT: [f64; 4] = [0.75, 0.5, 0.25, 0.0];
/// So many hours short are none.
const NO_HOURS: f64 = 0.05;
/// How often what a month requires of a queue is raised at most until those who serve it are more by this share of what was
/// missing, each time but the first by so much at least: as long as a plan has hours left of them, more asked for changes
/// nothing.
const RAISES: usize = 5;
const GROWS: f64 = 0.5;
const LEAST_RAISE: f64 = 0.02;

/// The months planned anew with more hours in the weeks that miss, until the plan has more people for them, or knows that
/// it is short of them. Where it has too many hours left for that, it is not for want of people that they miss, and what they
/// require is raised but once. Nothing where there is nothing to learn.
pub(super) fn anew(
    needs: &mut MonthlyNeeds,
    workforce: &Workforce,
    (before, tried): (&HeadcountPlan, &[&Tried]),
    options: &MonthsOptions,
) -> Result<Option<HeadcountPlan>> {
    let planned =
        |needs: &MonthlyNeeds| plan_months_beyond(before, workforce, &needs.demand(workforce), options);
    let mut waiting: Vec<(&Tried, &Verdict)> = tried
        .iter()
        .flat_map(|&month| month.proof.verdicts.iter().map(move |verdict| (month, verdict)))
        .filter(|(_, verdict)| verdict.is_at_risk())
        .collect();
    let (mut next, mut once) = (None, None);
    for raise in 0..RAISES {
        let missed: Vec<(usize, &Verdict)> =
            waiting.iter().map(|&(month, verdict)| (month.proof.month, verdict)).collect();
        let least = if raise == 0 { 0.0 } else { LEAST_RAISE };
        if missed.is_empty() || !needs.correct(&missed, least) {
            break;
        }
        once.get_or_insert_with(|| needs.clone());
        let plan = planned(needs)?;
        waiting.retain(|(month, verdict)| {
            !grows(needs, workforce, month, verdict, &plan.months[month.proof.month])
        });
        next = Some(plan);
    }
    let Some(once) = once.filter(|_| !waiting.is_empty()) else { return Ok(next) };
    for (month, verdict) in waiting {
        needs.take_back(month.proof.month..workforce.months(), verdict.queue, &once);
    }
    planned(needs).map(Some)
}

/// The months planned anew without what some were corrected by and nobody is there for: what only stays short changes nothing on
/// a roster. As much of it is left as those there can work. Nothing where none of it stays short.
pub(super) fn eased(
    needs: &mut MonthlyNeeds,
    workforce: &Workforce,
    (plan, months): (&HeadcountPlan, &[usize]),
    options: &MonthsOptions,
) -> Result<Option<HeadcountPlan>> {
    let corrected = needs.clone();
    let mut next = None;
    for left in LEFT {
        let of = next.as_ref().unwrap_or(plan);
        let is_short = |month: usize, queue: usize| {
            of.months[month].short[queue] > NO_HOURS && corrected.is_corrected(month, queue)
        };
        let queues = 0..plan.months[0].short.len();
        let all = months.iter().flat_map(|&month| queues.clone().map(move |queue| (month, queue)));
        let short: Vec<(usize, usize)> = all.filter(|&(month, queue)| is_short(month, queue)).collect();
        if short.is_empty() {
            break;
        }
        for (month, queue) in short {
            needs.ease((month, queue), left, &corrected);
        }
        next = Some(plan_months_beyond(plan, workforce, &needs.demand(workforce), options)?);
    }
    Ok(next)
}

/// Whether a month has so many more hours of those who serve a queue that missed as a good part of what was missing.
fn grows(
    needs: &MonthlyNeeds,
    workforce: &Workforce,
    month: &Tried,
    verdict: &Verdict,
    next: &MonthFigures,
) -> bool {
    let (place, queue) = (month.proof.month, verdict.queue);
    let weeks = workforce.days(place) as f64 / 7.0;
    let hours = |figures: &MonthFigures| -> f64 {
        let groups = workforce.groups.iter().enumerate().filter(|(_, group)| group.skills.contains(queue));
        let of_groups = groups
            .map(|(index, group)| figures.able[index] * group.week_hours.1 * weeks + figures.overtime[index]);
        of_groups.sum::<f64>() + figures.temps[queue]
    };
    hours(next) - hours(&month.figures) >= GROWS * needs.missing_of_month(workforce, place, verdict)
}
