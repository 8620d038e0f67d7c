use crate::error::Error;
use crate::plan::{Attribution, Comparison, Outcome, Outline};
use crate::report::words;

/// The columns of what contracts owe.
const OWED: &str = "owed_hours";
const LEAST: &str = "least_cost";
/// The columns of posts.
const POSTS: &str = "posts";
const SHORT_POSTS: &str = "short_posts";
/// From this share of the hours on, what contracts owe is most of them.
const MOST: f64 = 0.8;

/// A figure of a comparison: how it is called, and how it is read from an outline.
pub(super) struct Figure {
    /// The column of comparison.csv.
    pub column: String,
    /// The row of the table in the terminal.
    pub label: String,
    pub kind: Kind,
    value: Reading,
}

/// How a figure is read from an outline.
type Reading = Box<dyn Fn(&Outline) -> Option<f64>>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Money,
    Hours,
    Count,
    Share,
}

impl Kind {
    /// The last digit shown to a reader.
    pub fn unit(self) -> f64 {
        if self == Kind::Share { 0.001 } else { 1.0 }
    }

    /// `21,070`, `83.1 %`.
    pub fn shown(self, value: f64) -> String {
        if self == Kind::Share { words::percent(value) } else { words::grouped(value) }
    }

    /// `+21,070`, `-0.4` points; `=` where nothing is seen of it.
    pub fn difference(self, value: f64) -> String {
        let text = match self {
            Kind::Share => format!("{:+.1}", 100.0 * value),
            _ if value >= 0.0 => format!("+{}", words::grouped(value)),
            _ => words::grouped(value),
        };
        let is_nothing = matches!(text.trim_start_matches(['+', '-']), "0" | "0.0");
        if is_nothing { "=".to_owned() } else { text }
    }
}

impl Figure {
    fn new(column: &str, label: &str, kind: Kind, value: impl Fn(&Outline) -> Option<f64> + 'static) -> Self {
        Figure { column: column.to_owned(), label: label.to_owned(), kind, value: Box::new(value) }
    }

    /// The figure of an outline.
    pub fn value(&self, outline: &Outline) -> Option<f64> {
        (self.value)(outline)
    }

    /// What a figure differs by from the base.
    pub fn difference(&self, outline: &Outline, base: &Outline) -> Option<f64> {
        Some(self.value(outline)? - self.value(base)?)
    }

    /// What each cause adds, in whole units that add up to the difference in whole units. Advice on hiring is given for
    /// what-ifs only, not for what lies between.
    pub fn shares(&self, attribution: &Attribution, difference: f64, unit: f64) -> Option<Vec<f64>> {
        if self.column == "hires" {
            return None;
        }
        let shares = attribution.shares(|outline| self.value(outline))?;
        Some(apportioned(&shares, difference, unit))
    }
}

/// Shares in whole units that add up to the total in whole units: each rounded down, and what is left given to those with
/// the largest remainders.
fn apportioned(shares: &[f64], total: f64, unit: f64) -> Vec<f64> {
    let mut units: Vec<f64> = shares.iter().map(|share| (share / unit).floor()).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |&place: &usize| shares[place] / unit - (shares[place] / unit).floor();
    order.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)));
    let left = (total / unit).round() - units.iter().sum::<f64>();
    for place in order.into_iter().cycle().take(left.max(0.0) as usize) {
        units[place] += 1.0;
    }
    units.into_iter().map(|units| units * unit).collect()
}

/// The figures compared; the queues are those of the base.
pub(super) fn figures(base: &Outline) -> Vec<Figure> {
    let mut figures = vec![
        Figure::new("cost", "Cost", Kind::Money, |outline| Some(outline.cost.major())),
        Figure::new("wages", "Wages", Kind::Money, |outline| Some(outline.wages.major())),
        Figure::new("penalties", "Penalties", Kind::Money, |outline| Some(outline.penalties.major())),
        Figure::new("hours", "Hours paid", Kind::Hours, |outline| Some(outline.hours)),
        Figure::new("heads", "Agents", Kind::Count, |outline| Some(outline.heads as f64)),
        Figure::new("hires", "To hire", Kind::Count, |outline| outline.hires.map(f64::from)),
        Figure::new("short_hours", "Hours short", Kind::Hours, |outline| Some(outline.short_hours)),
        Figure::new(SHORT_POSTS, "Short on posts", Kind::Count, |outline| {
            Some(f64::from(outline.short_posts))
        }),
        Figure::new(POSTS, "Cost of posts", Kind::Money, |outline| Some(outline.posts.major())),
        Figure::new(OWED, "Hours owed", Kind::Hours, |outline| Some(outline.owed_hours)),
        Figure::new(LEAST, "Cost at least", Kind::Money, |outline| Some(outline.least_cost.major())),
        Figure::new("service", "In time, all", Kind::Share, |outline| outline.service),
    ];
    for (queue, _) in &base.queues {
        let name = queue.clone();
        let service = move |outline: &Outline| {
            outline.queues.iter().find(|(queue, _)| *queue == name).map(|&(_, share)| share)
        };
        let (column, label) = (format!("service_{queue}"), format!("In time, {queue}"));
        figures.push(Figure::new(&column, &label, Kind::Share, service));
    }
    figures
}

/// The columns of queues.
const OF_QUEUES: [&str; 3] = ["penalties", "short_hours", "service"];

/// The figures for a reader: where there is one queue only, it is all of them; where there is none, contracts owe nothing, or
/// no post asks for anybody, nothing is said of it.
pub(super) fn figures_shown(base: &Outline) -> Vec<Figure> {
    let mut figures = figures(base);
    if base.queues.len() == 1 {
        figures.pop();
    }
    let is_of = |columns: &[&str], figure: &Figure| columns.contains(&figure.column.as_str());
    figures.retain(|figure| base.owed_hours > 0.0 || !is_of(&[OWED, LEAST], figure));
    figures.retain(|figure| !base.queues.is_empty() || !is_of(&OF_QUEUES, figure));
    figures.retain(|figure| base.asked_posts > 0 || !is_of(&[POSTS, SHORT_POSTS], figure));
    figures
}

/// What is met or missed: targets, or where there are no queues, posts.
pub(super) fn what_is_met(base: &Outline) -> &'static str {
    if base.queues.is_empty() { "Posts" } else { "Targets" }
}

/// How much of the base is paid whatever comes in, and so can be saved by nothing; no words where that is not most of it.
pub(super) fn owed_line(base: &Outline, currency: &str) -> Option<String> {
    let is_most = base.owed_hours > 0.0 && base.owed_hours >= MOST * base.hours;
    let whatever = match base.queues.is_empty() {
        true => "whatever posts ask for",
        false => "whatever comes in",
    };
    is_most.then(|| {
        format!(
            "Contracts owe {} of the {} hours paid in the base, {whatever}: with these agents and contracts nothing \
             saves more than {currency} {} of its cost.",
            words::grouped(base.owed_hours),
            words::grouped(base.hours),
            (base.cost - base.least_cost).whole(),
        )
    })
}

/// The base or a what-if.
pub(super) struct Column<'a> {
    pub name: &'a str,
    pub outcome: Outcome,
    pub attribution: Option<&'a Attribution>,
}

impl Column<'_> {
    /// `met`, `missed` or `not planned`.
    pub fn status(&self) -> &'static str {
        match &self.outcome {
            Ok(outline) if outline.is_met => "met",
            Ok(_) => "missed",
            Err(_) => "not planned",
        }
    }

    /// Which targets are missed, or why there is no plan; nothing where all is met.
    pub fn note(&self) -> String {
        match &self.outcome {
            Ok(outline) if outline.is_met => String::new(),
            Ok(outline) => missed(outline),
            Err(error) => match error.as_ref() {
                Error::Input(faults) => {
                    let errors =
                        faults.iter().filter(|fault| fault.severity == crate::error::Severity::Error);
                    errors.map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; ")
                }
                error => error.to_string(),
            },
        }
    }
}

fn missed(outline: &Outline) -> String {
    let mut parts = Vec::new();
    if !outline.missed.is_empty() {
        parts.push(format!("at risk: {}", outline.missed.join(", ")));
    }
    if outline.short_hours > 0.0 {
        parts.push(format!("{} short", words::count(outline.short_hours.max(0.1), 1, "hour", "hours")));
    }
    if outline.short_posts > 0 {
        parts.push(format!("{} short on posts", outline.short_posts));
    }
    if parts.is_empty() {
        parts.push("a rule is broken".to_owned());
    }
    parts.join("; ")
}

/// The base and the what-ifs.
pub(super) fn columns(comparison: &Comparison) -> Vec<Column<'_>> {
    let base = Column { name: "base", outcome: Ok(Outline::of(&comparison.base)), attribution: None };
    let what_ifs = comparison.what_ifs.iter().map(|what_if| Column {
        name: &what_if.name,
        outcome: what_if.outcome.clone(),
        attribution: what_if.attribution.as_ref(),
    });
    std::iter::once(base).chain(what_ifs).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{apportioned, figures, figures_shown, missed};
    use crate::plan::{Outline, sample};
    use crate::units::Money;

    #[test]
    fn posts_that_are_short_are_told() {
        let outline = Outline { missed: Vec::new(), short_posts: 2, ..Outline::of(&sample::plan()) };
        assert_eq!(missed(&outline), "1.2 hours short; 2 short on posts");
        let posts = Outline { short_hours: 0.0, asked_posts: 3, posts: Money::from_major(100.0), ..outline };
        assert_eq!(missed(&posts), "2 short on posts");
        let shown = figures_shown(&posts);
        let value = |column: &str| shown.iter().find(|figure| figure.column == column)?.value(&posts);
        assert_eq!((value("posts"), value("short_posts")), (Some(100.0), Some(2.0)));
        assert!(figures_shown(&Outline { asked_posts: 0, ..posts }).len() == shown.len() - 2);
    }

    #[test]
    fn a_single_queue_is_not_shown_twice() {
        let mut base = Outline { owed_hours: 8.0, asked_posts: 1, ..Outline::of(&sample::plan()) };
        assert_eq!(figures_shown(&base).len(), figures(&base).len());
        base.queues.truncate(1);
        let labels: Vec<String> = figures_shown(&base).into_iter().map(|figure| figure.label).collect();
        assert_eq!(labels.last().map(String::as_str), Some("In time, all"));
        assert!(figures(&base).last().is_some_and(|figure| figure.column == "service_nl-voice"));
    }

    #[test]
    fn of_posts_alone_no_service_is_shown() {
        let base = Outline::of(&sample::plan_of_posts());
        let shown = figures_shown(&base);
        assert!(shown.iter().all(|figure| !super::OF_QUEUES.contains(&figure.column.as_str())));
        assert!(shown.iter().any(|figure| figure.column == "short_posts"));
        assert_eq!(super::what_is_met(&base), "Posts");
        let owed = Outline { owed_hours: base.hours, ..base };
        assert!(super::owed_line(&owed, "EUR").is_some_and(|line| line.contains("whatever posts ask for")));
    }

    #[test]
    fn rounded_shares_add_up() {
        assert_eq!(apportioned(&[0.4, 0.4, 0.4], 1.2, 1.0), [1.0, 0.0, 0.0]);
        assert_eq!(apportioned(&[-0.4, 2.6], 2.2, 1.0), [-1.0, 3.0]);
    }

    proptest! {
        #[test]
        fn every_split_adds_up(shares in prop::collection::vec(-1e6..1e6_f64, 1..8)) {
            let total: f64 = shares.iter().sum();
            let split = apportioned(&shares, total, 1.0);
            prop_assert_eq!(split.iter().sum::<f64>(), total.round());
            for (whole, share) in split.iter().zip(&shares) {
                prop_assert!((whole - share).abs() <= 1.0 + 1e-9);
            }
        }
    }
}
