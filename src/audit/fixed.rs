//! Shifts settled beforehand are worked exactly so.

use super::{
    case::{self, Case},
    words,
};
use crate::model::{RequestKind, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    for request in &case.requests {
        let RequestKind::Fixed { shift: template } = request.kind else { continue };
        let day = case.grid.day_at(request.from);
        if !case.plan_days().contains(&day)
            || case.shifts.iter().any(|shift| case::is_settled_by(shift, request))
        {
            continue;
        }
        let id = case.scenario.shifts.get(template).map_or("", |template| template.id.as_str());
        let worked = case.shifts.iter().filter(|shift| shift.day == day);
        let worked = words::joined(worked.map(|shift| words::shift(case.grid, shift)));
        found.push(case.violation(
            day,
            "fixed",
            if worked.is_empty() { "no shift".to_owned() } else { worked },
            format!("shift {id} {}", words::span(case.grid, request.from, request.to)),
        ));
    }
}
