use super::assumed::Assumed;
use crate::model::{Grid, Period, PeriodSpan, Queue};

/// Notes the measured periods that the plan has only part of: what is due for them is due in proportion.
pub(super) fn note(queues: &[Queue], grid: &Grid, assumed: &mut Assumed) {
    for queue in queues {
        let spans = queue.measured_periods();
        for span in spans.iter().filter(|span| span.is_partial()) {
            assumed.note_of(&format!("queue `{}`", queue.id), sentence(queue, span, grid));
        }
    }
}

fn sentence(queue: &Queue, span: &PeriodSpan, grid: &Grid) -> String {
    let date = |interval| grid.date(grid.day_of_interval(interval) as i32);
    let period = match queue.target.measured {
        Period::Month => "month",
        _ => "week",
    };
    let due = match queue.target.penalties.is_empty() {
        true => "",
        false => ", and its penalty is due in that proportion",
    };
    format!(
        "{} to {} is {:.0} % of a {period}'s days{due}",
        date(span.first),
        date(span.end - 1),
        100.0 * span.covered.get()
    )
}
