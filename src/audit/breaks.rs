//! A shift has the breaks its template asks of its length, each as long, as paid and as placed as asked, and in all as
//! much as the law asks.

use super::{case::Case, words};
use crate::model::{Break, BreakRule, LawValue, Shift, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    for shift in &case.shifts {
        judge_place(case, shift, found);
        judge_law(case, shift, found);
        let Some(template) = case.template(shift) else { continue };
        let asked: Vec<&BreakRule> =
            template.breaks.iter().filter(|rule| shift.length() > rule.if_longer_than).collect();
        if asked.len() == shift.breaks.len() {
            for (number, (rest, rule)) in shift.breaks.iter().zip(asked).enumerate() {
                judge_rule(case, shift, number + 1, rest, rule, found);
            }
        } else {
            found.push(case.violation(
                shift.day,
                "break-number",
                format!(
                    "{} with {}",
                    words::shift(case.grid, shift),
                    words::count(shift.breaks.len(), "break")
                ),
                format!(
                    "{} in {} of {}",
                    words::count(asked.len(), "break"),
                    template.id,
                    words::lengths(&[shift.length()])
                ),
            ));
        }
    }
}

/// All breaks together, for the work between them.
fn judge_law(case: &Case, shift: &Shift, found: &mut Vec<Violation>) {
    let breaks: Minutes = shift.breaks.iter().map(|rest| rest.end - rest.start).sum();
    for due in &case.contract.breaks_due {
        if shift.length() - breaks > due.if_work_exceeds && breaks < due.least {
            found.push(case.violation_under(
                case.contract.article_of(&LawValue::Break(*due)),
                shift.day,
                "breaks-due",
                format!("{} with breaks of {breaks}", words::shift(case.grid, shift)),
                format!("breaks of at least {} in work of more than {}", due.least, due.if_work_exceeds),
            ));
        }
    }
}

/// Breaks follow each other inside the shift, as far apart as asked, and begin on the grid: with the intervals, or
/// where a break of the template is no whole number of them at what divides both, five minutes at least.
fn judge_place(case: &Case, shift: &Shift, found: &mut Vec<Violation>) {
    let grid = case.grid;
    let template = case.template(shift);
    let step = template.map_or(grid.interval(), |template| template.break_step(grid.interval()));
    let spacing = template.map(|template| template.spacing).unwrap_or_default();
    for rest in &shift.breaks {
        if rest.start < shift.start || rest.end > shift.end || rest.end <= rest.start {
            found.push(case.violation(
                shift.day,
                "break-inside",
                format!("{} in {}", words::rest(grid, rest), words::shift(grid, shift)),
                "breaks inside the shift".to_owned(),
            ));
        }
        if (rest.start - shift.start).get() % step.get() != 0 {
            found.push(case.violation(
                shift.day,
                "break-grid",
                words::rest(grid, rest),
                format!("a start on a multiple of {step}"),
            ));
        }
        let edge = (rest.start - shift.start).min(shift.end - rest.end);
        // A break outside its shift is no matter of edges.
        if (Minutes::ZERO..spacing.from_edges).contains(&edge) {
            found.push(case.violation(
                shift.day,
                "break-edge",
                format!(
                    "{} is {edge} from the start or end of {}",
                    words::rest(grid, rest),
                    words::shift(grid, shift)
                ),
                format!("at least {}", spacing.from_edges),
            ));
        }
    }
    for pair in shift.breaks.windows(2) {
        if pair[1].start < pair[0].end {
            found.push(case.violation(
                shift.day,
                "break-order",
                format!("{} after {}", words::rest(grid, &pair[1]), words::rest(grid, &pair[0])),
                "breaks one after the other".to_owned(),
            ));
        } else if pair[1].start - pair[0].end < spacing.apart {
            found.push(case.violation(
                shift.day,
                "break-apart",
                format!("{} after {}", words::rest(grid, &pair[1]), words::rest(grid, &pair[0])),
                format!("{} between breaks", spacing.apart),
            ));
        }
    }
}

fn judge_rule(
    case: &Case,
    shift: &Shift,
    number: usize,
    rest: &Break,
    rule: &BreakRule,
    found: &mut Vec<Violation>,
) {
    let length = rest.end - rest.start;
    if length != rule.length {
        found.push(case.violation(
            shift.day,
            "break-length",
            format!("break {number} of {length}"),
            format!("break {number} of {}", rule.length),
        ));
    }
    if rest.is_paid != rule.is_paid {
        let paid = |is_paid| if is_paid { "paid" } else { "unpaid" };
        found.push(case.violation(
            shift.day,
            "break-paid",
            format!("break {number} {}", paid(rest.is_paid)),
            format!("break {number} {}", paid(rule.is_paid)),
        ));
    }
    let begins: Minutes = rest.start - shift.start;
    if begins < rule.after || begins > rule.before {
        found.push(case.violation(
            shift.day,
            "break-window",
            format!("break {number} begins {begins} into the shift"),
            format!("break {number} begins {} to {} into the shift", rule.after, rule.before),
        ));
    }
}
