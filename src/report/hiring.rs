use super::table::Table;
use crate::model::{HiringPlan, Scenario};

/// What hiring.csv says of a class, whatever the months it is for.
pub(super) const CLASS: [&str; 12] = [
    "month",
    "contract",
    "skills",
    "hires",
    "decide_by",
    "start",
    "productive_from",
    "headcount",
    "required_fte",
    "available_fte",
    "gap_fte",
    "cost",
];

/// hiring.csv: a row for each class, the most useful first.
///
/// `headcount` is with the hires; `gap_fte` is available less required; `cost` is what hiring costs once. The
/// columns after it say what the class is worth over the plan, as if productive from its first day.
pub fn hiring_csv(scenario: &Scenario, hiring: &HiringPlan) -> String {
    let worth = ["closes_hours", "closes_posts", "added_wages", "too_late"];
    let mut table = Table::new(CLASS.into_iter().chain(worth));
    for class in &hiring.classes {
        table.raw(&class.month.format("%Y-%m").to_string());
        table.text(&scenario.contracts[class.contract].id).skills(scenario, &class.skills);
        table.whole(class.hires).date(class.decide_by).date(class.start).date(class.productive_from);
        table.whole(class.headcount).number(class.required.get(), 3).number(class.available.get(), 3);
        table.number((class.available - class.required).get(), 3).money(class.hiring_cost);
        table.number(class.closes_hours, 2).whole(class.closes_posts).money(class.wages);
        table.raw(if class.is_too_late { "yes" } else { "no" }).end_row();
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_class_is_a_row() {
        let plan = sample::plan();
        let csv = hiring_csv(&plan.scenario, &plan.hiring);
        assert_eq!(
            csv.lines().nth(1).unwrap(),
            "2026-03,part-time,nl-voice|fr-voice,1,2026-01-19,2026-03-02,2026-06-08,2,0.6,0.5,-0.1,1500.00,\
             1.25,0,40.00,yes"
        );
    }
}
