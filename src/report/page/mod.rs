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
use super::words;
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
    headlines: Vec<tables::Headline>,
    service: Vec<tables::ServiceRow>,
    short: tables::ShortTable,
    cover: cover::Cover,
    hiring: tables::HiringTable,
    ledger: Vec<[String; 4]>,
    roster: grid::RosterGrid,
    shares: Vec<shares::ContractShares>,
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
        headlines: tables::headlines(plan),
        service: tables::service(plan),
        short: tables::short(plan),
        cover: cover::cover(plan),
        hiring: tables::hiring(plan),
        ledger: tables::ledger(plan),
        roster: grid::roster(plan),
        shares: shares::shares(plan),
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
    use crate::plan::sample;

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
