//! report.html: one page to look at and to send on, with nothing outside it: no scripts, fonts or images.

mod charts;
mod cover;
mod grid;
mod hiring;
mod shares;
mod tables;

pub use hiring::headcount_html;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::changes::{change_rows, repaired};
use super::why::{cause_rows, contradiction_rows, relaxation_rows};
use super::{text, words};
use crate::plan::Plan;

/// The styles that all pages have in common.
const BASE: &str = include_str!("base.css");
/// The page. Everything from outside is escaped by the template engine.
const TEMPLATE: &str = include_str!("page.html");

/// What the template asks for, by its names there.
#[derive(Serialize)]
struct Page {
    name: String,
    dates: String,
    zone: &'static str,
    currency: String,
    version: &'static str,
    is_met: bool,
    verdict: &'static str,
    has_queues: bool,
    headlines: Vec<tables::Headline>,
    service: Vec<tables::ServiceRow>,
    short: tables::ShortTable,
    all_covered: &'static str,
    cover: cover::Cover,
    hiring: tables::HiringTable,
    ledger: Vec<[String; 4]>,
    roster: grid::RosterGrid,
    shares: Vec<shares::ContractShares>,
    has_history: bool,
    causes: Vec<[String; 3]>,
    relaxations: Vec<[String; 4]>,
    contradictions: Vec<[String; 3]>,
    repaired: Option<String>,
    changes: Vec<[String; 5]>,
    violations_posted: Vec<[String; 5]>,
    violations: Vec<[String; 5]>,
    concessions: Vec<[String; 4]>,
    made: Vec<(&'static str, String)>,
}

/// report.html: headline figures, service, requirement against cover, shortage, hiring, the roster as a grid.
pub fn page_html(plan: &Plan) -> String {
    let scenario = &plan.scenario;
    let page = Page {
        name: scenario.name.clone(),
        dates: words::plan_dates(scenario),
        zone: scenario.grid.zone().name(),
        currency: scenario.currency.clone(),
        version: env!("CARGO_PKG_VERSION"),
        is_met: plan.is_met(),
        verdict: tables::verdict(plan),
        has_queues: !scenario.queues.is_empty(),
        headlines: tables::headlines(plan),
        service: tables::service(plan),
        short: tables::short(plan),
        all_covered: text::all_covered(scenario),
        cover: cover::cover(plan),
        hiring: tables::hiring(plan),
        ledger: tables::ledger(plan),
        roster: grid::roster(plan),
        shares: shares::shares(plan),
        has_history: shares::has_history(plan),
        causes: cause_rows(plan),
        relaxations: relaxation_rows(plan),
        contradictions: contradiction_rows(plan),
        repaired: plan.repair.as_ref().map(|repair| repaired(plan, repair)),
        changes: change_rows(plan),
        violations_posted: tables::violations(plan, plan.repair.iter().flat_map(|repair| &repair.violations)),
        violations: tables::violations(plan, &plan.violations),
        concessions: tables::concessions(plan),
        made: tables::made(plan),
    };
    filled(TEMPLATE, &page)
}

/// A template of ours with what it asks for filled in, escaped.
pub(super) fn filled(template: &'static str, page: &impl Serialize) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(syntax());
    environment.add_template("base.css", BASE).expect("the styles are a constant that parses");
    environment.add_template("page", template).expect("the template is a constant that parses");
    let template = environment.get_template("page").expect("the template was just added");
    template.render(Serde(page)).expect("the template asks only for what the page holds")
}

/// The template language as it is, with the lines of its own statements left out of the page.
fn syntax() -> SyntaxConfig {
    let builder = &mut SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).build().expect("the delimiters are the default ones")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Post;
    use crate::plan::{post_gaps, sample};
    use crate::units::Money;

    /// The sample with posts: two of the three asked for on Tuesday are missing.
    fn with_posts() -> Plan {
        let mut plan = sample::plan();
        let (under_cost, over_cost) = (Money::from_major(50.0), Money::ZERO);
        plan.scenario.posts = vec![
            Post { day: 0, shift: 0, required: 3, under_cost, over_cost },
            Post { day: 1, shift: 0, required: 5, under_cost, over_cost },
        ];
        plan.post_gaps = post_gaps(&plan.scenario, &plan.rostered.roster);
        plan
    }

    /// The page sets three of them, or all six, in a row.
    #[test]
    fn cards_at_the_head_fill_their_rows() {
        let plan = sample::plan();
        assert_eq!(tables::headlines(&plan).len(), 6);
        let page = page_html(&plan);
        for (width, columns) in [(641, 3), (1341, 6)] {
            let rule = format!("{{ .headlines {{ grid-template-columns: repeat({columns}, 1fr); }} }}");
            assert!(page.contains(&format!("@media (min-width: {width}px) {rule}")));
        }
    }

    #[test]
    fn posts_that_are_short_are_told_where_every_queue_is_covered() {
        let plan = with_posts();
        let both = tables::headlines(&plan);
        assert_eq!((both[4].value.as_str(), both[4].tone), ("1.2 h", "bad"));
        assert_eq!(both[4].note, "2.1 % of the requirement, and 2 of 8 on posts");
        assert!(both[3].note.ends_with(", posts 100"), "{}", both[3].note);
        let covered = Plan { short_runs: Vec::new(), ..plan };
        let posts = tables::headlines(&covered);
        assert_eq!((posts[4].value.as_str(), posts[4].tone), ("2 on posts", "bad"));
        assert_eq!(posts[4].note, "of 8 asked for; every queue is covered");
        let page = page_html(&covered);
        assert!(!page.contains("every requirement is covered"));
        assert!(page.contains("Tuesday 3 March<span>2 on posts short</span>"));
        assert!(page.contains("Monday 2 March<span>nothing short</span>"));
        let summary: serde_json::Value =
            serde_json::from_str(&crate::report::summary_json(&covered)).unwrap();
        assert_eq!(summary["rostered"]["short_posts"], 2);
        assert_eq!(summary["rostered"]["short_hours"].to_string(), "0.0");
    }

    #[test]
    fn a_page_of_posts_alone_has_no_part_for_queues() {
        let mut plan = sample::plan_of_posts();
        let page = page_html(&plan);
        assert_eq!(tables::headlines(&plan).len(), 4);
        for absent in
            ["id=\"service\"", "\"#service\"", "id=\"cover\"", "From seat", "requirement", "replays", "NaN"]
        {
            assert!(!page.contains(absent), "{absent}");
        }
        assert!(page.contains("<span class=\"badge bad\">Posts not filled</span>"));
        assert!(
            page.contains("<td class=\"soft\">3&#x2f;3</td>")
                && page.contains("<td class=\"bad\">3&#x2f;5</td>")
        );
        assert!(page.contains("<td class=\"sum bad\">6&#x2f;8</td>"));
        plan.post_gaps.clear();
        let page = page_html(&plan);
        assert!(page.contains("<span class=\"badge good\">Every post filled</span>"));
        assert!(page.contains("Nothing: every post is filled."));
        let summary: serde_json::Value = serde_json::from_str(&crate::report::summary_json(&plan)).unwrap();
        assert!(
            summary["is_met"] == true
                && summary["required"].is_null()
                && summary["model"]["service"].is_null()
        );
    }

    /// Their rows stand under the roster of any plan that has posts.
    #[test]
    fn posts_are_counted_below_the_agents() {
        assert!(page_html(&with_posts()).contains("<td class=\"bad\">3&#x2f;5</td>"));
        assert!(!page_html(&sample::plan()).contains("<tfoot>"));
    }

    #[test]
    fn the_page_stands_alone_and_escapes_words() {
        let page = page_html(&sample::plan());
        assert!(page.contains("Sample &lt;desk&gt;") && !page.contains("Sample <desk>"));
        assert!(page.contains("Cas &amp; Co"));
        for outside in ["http://", "https://", "<script", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
