use std::collections::HashMap;
use std::sync::Arc;

use super::change::Adjustments;
use super::faults::{Faults, Place};
use super::forecast::{Entry, Forecast};
use super::opening::{complain_of_missing, drop_closed, opening, stamp_of};
use super::queues::QueueDraft;
use crate::model::{Demand, Grid, Series};
use crate::units::{Minutes, Seconds};

/// Puts a queue's rows on the grid.
pub(super) fn demand(
    queue: &QueueDraft,
    forecast: Forecast,
    file: &Place,
    grid: &Arc<Grid>,
    adjustments: &Adjustments,
    faults: &mut Faults,
) -> Option<Demand> {
    let open = opening(queue, grid, faults)?;
    let before = faults.has_errors();
    let mut rows = forecast.rows;
    rows.sort_by_key(|row| (row.at, row.line));
    refuse_duplicates(queue, &mut rows, file, grid, faults);
    let step = step_of(&rows, grid.interval());
    if step > grid.interval() {
        complain_of_coarse(queue, step, &rows, file, grid, faults);
        return None;
    }
    let mut counted = vec![0; grid.len()];
    let mut volume = vec![0.0; grid.len()];
    let mut work = vec![0.0; grid.len()];
    let mut is_aht_known = true;
    let own_aht = queue.aht.map(Seconds::get);
    for row in &rows {
        let Some(interval) = grid.interval_at(row.at).filter(|_| row.at.get() % step.get() == 0) else {
            let found = stamp_of(grid, queue, row.at);
            let message = format!("queue `{}`: the row does not begin at a border of intervals", queue.id);
            let remedy = format!("rows {} minutes apart, from midnight", grid.interval().get());
            faults.error("off-grid", &file.at(row.line, 1), message, found, remedy);
            continue;
        };
        counted[interval] += 1;
        volume[interval] += row.volume;
        if row.volume > 0.0 {
            match row.aht.or(own_aht) {
                Some(aht) => work[interval] += row.volume * aht,
                None if is_aht_known => {
                    is_aht_known = false;
                    let message =
                        format!("queue `{}`: neither the row nor the queue has a handle time", queue.id);
                    let remedy =
                        "a column aht_seconds in the forecast, or aht_seconds for the queue in the plan";
                    faults.error("missing-aht", &file.at(row.line, 1), message, "", remedy);
                }
                None => {}
            }
        }
    }
    let rows_in_interval = grid.interval().get() / step.get();
    if !forecast.is_incomplete {
        complain_of_missing(queue, &open, &counted, rows_in_interval, grid, file, faults);
    }
    drop_closed(queue, &open, &mut volume, &mut work, file, faults);
    if faults.has_errors() && !before {
        return None;
    }
    Some(series(queue, volume, &work, open, grid, adjustments))
}

fn series(
    queue: &QueueDraft,
    volume: Vec<f64>,
    work: &[f64],
    open: Vec<bool>,
    grid: &Arc<Grid>,
    adjustments: &Adjustments,
) -> Demand {
    let total: f64 = volume.iter().sum();
    let mean = if total > 0.0 { work.iter().sum::<f64>() / total } else { 0.0 };
    // Where nobody comes in the handle time still matters to what is left from the interval before.
    let usual = queue.aht.map_or(if mean > 0.0 { mean } else { 1.0 }, Seconds::get);
    let aht: Vec<f64> = volume
        .iter()
        .zip(work)
        .map(|(&volume, &work)| if volume > 0.0 { work / volume } else { usual })
        .collect();
    let volume = |interval: usize| adjustments.volume(&queue.id, volume[interval]);
    let aht = |interval: usize| Seconds::new(adjustments.aht(&queue.id, aht[interval]));
    Demand {
        volume: Series::from_fn(Arc::clone(grid), volume),
        aht: Series::from_fn(Arc::clone(grid), aht),
        open: Series::from_fn(Arc::clone(grid), |interval| open[interval]),
    }
}

/// Two rows for one time are a fault; the first is kept.
fn refuse_duplicates(
    queue: &QueueDraft,
    rows: &mut Vec<Entry>,
    file: &Place,
    grid: &Grid,
    faults: &mut Faults,
) {
    rows.dedup_by(|second, first| {
        let is_same = second.at == first.at;
        if is_same {
            let found = stamp_of(grid, queue, second.at);
            let message = format!(
                "queue `{}` has two rows for one interval; the other is line {}",
                queue.id, first.line
            );
            faults.error(
                "duplicate-row",
                &file.at(second.line, 1),
                message,
                found,
                "one row for each interval",
            );
        }
        is_same
    });
}

/// The commonest distance of rows.
fn step_of(rows: &[Entry], interval: Minutes) -> Minutes {
    let mut counts: HashMap<Minutes, usize> = HashMap::new();
    for pair in rows.windows(2) {
        *counts.entry(pair[1].at - pair[0].at).or_default() += 1;
    }
    let commonest = counts.into_iter().max_by_key(|&(step, count)| (count, std::cmp::Reverse(step)));
    let count = commonest.map_or(0, |(_, count)| count);
    match commonest.map(|(step, _)| step) {
        Some(step) if step < interval && interval.get() % step.get() == 0 => step,
        // A gap is no pattern yet.
        Some(step) if step > interval && 1440 % step.get() == 0 && count > 1 => step,
        _ => interval,
    }
}

fn complain_of_coarse(
    queue: &QueueDraft,
    step: Minutes,
    rows: &[Entry],
    file: &Place,
    grid: &Grid,
    faults: &mut Faults,
) {
    let line = rows.first().map_or(1, |row| row.line);
    let interval = grid.interval().get();
    let message =
        format!("queue `{}`: the rows are {step} apart, the plan's intervals {interval}m", queue.id);
    let remedy = if step.get() == 60 {
        format!("rows {interval} minutes apart, or interval_minutes = 60 in the plan")
    } else {
        format!("rows {interval} minutes apart")
    };
    faults.error("coarse-forecast", &file.at(line, 1), message, format!("rows {step} apart"), remedy);
}
