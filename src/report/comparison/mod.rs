//! What-ifs beside their base, one file per format.

mod csv;
mod figures;
mod frontier;
mod json;
mod page;
mod rows;
mod text;

pub use csv::comparison_csv;
pub use json::comparison_json;
pub use page::comparison_html;
pub use text::comparison_text;

use super::File;
use crate::plan::Comparison;

/// All files of a comparison, the page first.
pub fn comparison_files(comparison: &Comparison) -> Vec<File> {
    vec![
        File::new("comparison.html", comparison_html(comparison)),
        File::new("comparison.csv", comparison_csv(comparison)),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::error::Error;
    use crate::plan::{Compared, Outline, sample};
    use crate::units::{Minutes, Money};

    fn comparison() -> Comparison {
        let mut dearer = Outline::of(&sample::plan());
        dearer.service = Some(0.9);
        dearer.wages += Money::from_major(72.0);
        dearer.cost += Money::from_major(72.0);
        let compared = |name: &str, outcome| Compared { name: name.to_owned(), outcome, attribution: None };
        let what_ifs = vec![
            Compared { attribution: Some(sample::attribution(&dearer)), ..compared("=dearer", Ok(dearer)) },
            compared("broken", Err(Arc::new(Error::Usage("no such queue".to_owned())))),
        ];
        Comparison { base: sample::plan(), what_ifs }
    }

    /// The base has its advice; a what-if had no time for it.
    #[test]
    fn hires_that_were_not_weighed_are_a_dash() {
        let mut comparison = comparison();
        let late = Outline { hires: None, ..Outline::of(&comparison.base) };
        comparison.what_ifs.truncate(1);
        comparison.what_ifs[0].outcome = Ok(late);
        let text = comparison_text(&comparison);
        let row = text.lines().find(|line| line.trim().starts_with("To hire")).unwrap();
        assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["To", "hire", "1", "-"], "{text}");
        let csv = comparison_csv(&comparison);
        let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
        let place = rows[0].iter().position(|name| *name == "hires").unwrap();
        assert_eq!((rows[1][place], rows[2][place]), ("1", ""));
        comparison.what_ifs = vec![comparison.what_ifs[0].clone(); 6];
        let text = comparison_text(&comparison);
        let (_, alike) = text.split_once("The same in all").unwrap();
        assert!(!alike.contains("hire"), "{text}");
    }

    #[test]
    fn a_row_for_each_scenario_and_cause() {
        let csv = comparison_csv(&comparison());
        let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
        let place = |column: &str| rows[0].iter().position(|name| *name == column).unwrap();
        assert_eq!(rows[0][..4], ["scenario", "status", "cost", "wages"]);
        assert_eq!(rows[2][..4], ["'=dearer", "missed", "2475", "1000"]);
        assert_eq!(rows[2][place("wages_difference")], "72");
        // Alone they add 30 and 30; the 12 of both together are halved.
        let causes: Vec<(&str, &str)> =
            rows[3..5].iter().map(|row| (row[place("cause")], row[place("wages_difference")])).collect();
        assert_eq!(causes, [("wages +3%", "36"), ("volume +5%", "36")]);
        assert_eq!(
            (rows[5][0], rows[5][1], rows[5][place("note")]),
            ("broken", "not planned", "no such queue")
        );
    }

    /// Three agents of two days are owed 3/35 of a week: of a long one 14 of their 16 hours, of 35 hours 3.
    #[test]
    fn what_contracts_owe_is_told_where_it_is_most() {
        let mut comparison = comparison();
        comparison.base.scenario.shifts.clear();
        let mut owing = |hours: f64| {
            for contract in &mut comparison.base.scenario.contracts {
                contract.week.min = Minutes::from_hours(hours);
            }
            (comparison_text(&comparison), comparison_csv(&comparison), comparison_html(&comparison))
        };
        let (text, csv, page) = owing(9800.0 / 60.0);
        let saves = "nothing saves more than EUR 1,591 of its cost";
        for told in [&text, &page] {
            assert!(told.contains("Contracts owe 42 of the 48 hours") && told.contains(saves), "{told}");
        }
        assert!(text.contains("Hours owed") && text.contains("Cost at least"), "{text}");
        assert!(csv.lines().nth(1).is_some_and(|row| row.contains(",42,812,")), "{csv}");
        let (text, _, page) = owing(35.0);
        assert!(text.contains("Hours owed") && !text.contains("Contracts owe"), "{text}");
        assert!(!page.contains("Contracts owe"));
        assert!(!owing(0.0).0.contains("Hours owed"));
    }

    #[test]
    fn base_and_differences_stand_in_one_table() {
        insta::assert_snapshot!(comparison_text(&comparison()));
    }

    #[test]
    fn many_scenarios_have_a_row_each() {
        let mut many = comparison();
        many.what_ifs = [many.what_ifs.clone(), many.what_ifs.clone(), many.what_ifs.clone()].concat();
        insta::assert_snapshot!(comparison_text(&many));
    }

    #[test]
    fn the_page_stands_alone_and_escapes_words() {
        let page = comparison_html(&comparison());
        assert!(page.contains("Sample &lt;desk&gt;") && !page.contains("Sample <desk>"));
        assert_eq!(page.matches("<circle").count(), 2, "base and what-if in the plane of cost and service");
        for outside in ["http://", "https://", "<script", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
