//! The rules of shifts and contracts, in words.

use super::words;
use crate::model::{Agent, Contract, Law, LawValue, Scenario, ShiftTemplate, Span};
use crate::units::Minutes;

fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `from 07:00 to 12:00` of several values, `at 22:00` of one.
fn range<T: ToString>(values: &[T], at: &str, from: &str) -> String {
    match values {
        [only] => format!("{at}{}", only.to_string()),
        [first, .., last] => format!("{from}{} to {}", first.to_string(), last.to_string()),
        [] => String::new(),
    }
}

/// When each kind of shift may be worked, and by whom.
pub(super) fn shift_lines(scenario: &Scenario) -> Vec<String> {
    scenario.shifts.iter().map(|shift| shift_line(scenario, shift)).collect()
}

fn shift_line(scenario: &Scenario, shift: &ShiftTemplate) -> String {
    let starts: Vec<String> = shift.starts.iter().map(|&minute| clock(minute)).collect();
    let mut parts = vec![
        format!("starts {}", range(&starts, "at ", "from ")),
        format!("lasts {}", range(&shift.lengths, "", "")),
    ];
    if shift.weekdays.len() < 7 {
        let days: Vec<String> = shift.weekdays.iter().map(ToString::to_string).collect();
        parts.push(days.join(" "));
    }
    parts.extend(shift.is_night.map(|is_night| if is_night { "a night" } else { "no night" }.to_owned()));
    for rule in &shift.breaks {
        let pay = if rule.is_paid { "paid" } else { "unpaid" };
        let longer = match rule.if_longer_than {
            Minutes::ZERO => String::new(),
            least => format!(" if longer than {least}"),
        };
        parts.push(format!("{} {pay} after {} to {}{longer}", rule.length, rule.after, rule.before));
    }
    let spacing =
        [(shift.spacing.apart, "between breaks"), (shift.spacing.from_edges, "before and after them")];
    let asked = spacing.iter().filter(|(least, _)| *least > Minutes::ZERO);
    parts.extend(asked.map(|(least, place)| format!("at least {least} {place}")));
    if let Some(contracts) = &shift.contracts {
        let mut ids: Vec<&str> = Vec::new();
        for &contract in contracts {
            let id = scenario.contracts[contract].id.as_str();
            // Agents with rules of their own are on contracts of the same id.
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        parts.push(format!("only {}", ids.join(", ")));
    }
    if !shift.skills.is_empty() {
        parts.push(format!("asks for {}", words::skill_names(scenario, &shift.skills)));
    }
    if !shift.not_followed_by.is_empty() {
        parts.push(format!("no {} on the day after", kinds(scenario, &shift.not_followed_by).join(" or ")));
    }
    format!("{}: {}", shift.id, parts.join("; "))
}

/// What each contract asks and allows, and what differs for agents with rules of their own.
pub(super) fn contract_lines(scenario: &Scenario) -> Vec<String> {
    let contracts = &scenario.contracts;
    let mut lines = Vec::new();
    for (index, contract) in contracts.iter().enumerate() {
        if contracts[..index].iter().any(|earlier| earlier.id == contract.id) {
            continue;
        }
        lines.push(contract_line(scenario, contract));
        let rules = rules_of(scenario, contract);
        let own = (index + 1..contracts.len()).filter(|&other| contracts[other].id == contract.id);
        lines.extend(own.map(|own| own_line(scenario, own, &rules)));
    }
    lines
}

fn contract_line(scenario: &Scenario, contract: &Contract) -> String {
    let is_on_it = |agent: &&Agent| scenario.contracts[agent.contract].id == contract.id;
    let heads = scenario.agents.iter().filter(is_on_it).count();
    let mut parts = vec![words::count(heads as f64, 0, "agent", "agents")];
    parts.extend(rules_of(scenario, contract));
    parts.extend(contract.hireable.map(|terms| {
        format!("hireable: {}, {} days, at most {}", terms.cost.whole(), terms.lead_days, terms.at_most)
    }));
    format!("{}: {}", contract.id, parts.join("; "))
}

/// `  of them A001, A002: at most 4 days a week`.
fn own_line(scenario: &Scenario, own: usize, rules: &[String]) -> String {
    let agents = scenario.agents.iter().filter(|agent| agent.contract == own);
    let ids: Vec<&str> = agents.map(|agent| agent.id.as_str()).collect();
    let mut differing = rules_of(scenario, &scenario.contracts[own]);
    differing.retain(|rule| !rules.contains(rule));
    format!("  of them {}: {}", ids.join(", "), differing.join("; "))
}

fn rules_of(scenario: &Scenario, contract: &Contract) -> Vec<String> {
    let mut parts = hours_of(scenario, contract);
    parts.extend(times_of(contract));
    parts.extend(days_of(contract));
    parts.extend(contract.max_shifts.iter().map(|limit| {
        let shifts = words::count(f64::from(limit.most), 0, "shift", "shifts");
        format!("at most {shifts} {}", scenario.shifts[limit.shift].id)
    }));
    parts.extend(contract.min_shifts.iter().map(|quota| {
        let shifts = words::count(f64::from(quota.least), 0, "shift", "shifts");
        format!("at least {shifts} {}", scenario.shifts[quota.shift].id)
    }));
    parts.extend(contract.successions.iter().map(|of| {
        format!("no {} on the day after {}", scenario.shifts[of.next].id, scenario.shifts[of.shift].id)
    }));
    parts.extend(contract.breaks_due.iter().map(|due| {
        let words = format!("breaks of {} in work of more than {}", due.least, due.if_work_exceeds);
        under(contract.article_of(&LawValue::Break(*due)), words)
    }));
    parts
}

/// Words with the article of the law that asks for it.
fn under(article: Option<&str>, words: String) -> String {
    article.map_or(words.clone(), |article| format!("{words} ({article})"))
}

fn hours_of(scenario: &Scenario, contract: &Contract) -> Vec<String> {
    let by_law = |rule: &str, words: String| under(contract.article(rule), words);
    let mut parts = vec![
        by_law("hours-per-week", format!("{} a week", span(contract.week))),
        format!("{} {} an hour", scenario.currency, contract.wage_per_hour),
    ];
    parts.extend(contract.month.map(|month| format!("{} a month", span(month))));
    parts.extend(contract.plan.map(|plan| format!("{} in the plan", span(plan))));
    parts.extend(contract.averages.iter().map(|limit| {
        let words = format!("at most {} a week over {} weeks", limit.most, limit.weeks);
        under(contract.article_of(&LawValue::Average(*limit)), words)
    }));
    let most = contract.max_hours_per_day;
    parts.extend(most.map(|most| by_law("hours-per-day", format!("at most {most} a day"))));
    let least = contract.min_hours_per_day;
    parts.extend(least.map(|least| by_law("least-hours-per-day", format!("at least {least} a day"))));
    let night = contract.max_hours_per_night;
    parts.extend(night.map(|most| by_law("hours-per-night", format!("at most {most} a night"))));
    parts
}

fn times_of(contract: &Contract) -> Vec<String> {
    let by_law = |rule: &str, words: String| under(contract.article(rule), words);
    let mut parts = vec![by_law("rest", format!("{} rest", contract.min_rest))];
    let rest = contract.weekly_rest;
    parts.extend(rest.map(|rest| by_law("weekly-rest", format!("{rest} rest in each week"))));
    parts.extend(contract.earliest.map(|earliest| format!("no start before {}", clock(earliest))));
    parts.extend(contract.latest.map(|latest| match latest {
        ..=1440 => format!("no end after {}", clock(latest)),
        _ => format!("no end after {} of the day after", clock(latest - 1440)),
    }));
    parts.extend(contract.start_band.map(|band| match band {
        Minutes::ZERO => "one start a week".to_owned(),
        band => format!("starts of a week within {band}"),
    }));
    if contract.has_forward_rotation {
        parts.push("no earlier start than on the day before".to_owned());
    }
    parts
}

fn days_of(contract: &Contract) -> Vec<String> {
    let by_law = |rule: &str, words: String| under(contract.article(rule), words);
    let days = |days: u32| words::count(f64::from(days), 0, "day", "days");
    let mut parts: Vec<String> = Vec::new();
    let most = contract.max_days_per_week;
    parts.extend(most.map(|most| by_law("days-per-week", format!("at most {most} days a week"))));
    parts.extend(run((contract.min_consecutive_days, contract.max_consecutive_days), ("day", "days")));
    let nights = run((contract.min_consecutive_nights, contract.max_consecutive_nights), ("night", "nights"));
    parts.extend(nights.map(|nights| by_law("consecutive-nights", nights)));
    let off = run((contract.min_consecutive_days_off, contract.max_consecutive_days_off), ("day", "days"));
    parts.extend(off.map(|off| format!("off {off}")));
    let together = contract.days_off_together;
    parts.extend(together.map(|least| format!("{} off in a row in each week", days(least))));
    parts.extend(contract.max_weekends.map(|most| {
        let weekends = words::count(f64::from(most.weekends), 0, "weekend", "weekends");
        format!("{weekends} in {} weeks", most.weeks)
    }));
    if contract.has_complete_weekends {
        parts.push("both days of a weekend or none".to_owned());
    }
    parts
}

/// The laws that contracts name, and what of them no roster is checked for.
pub(super) fn law_lines(scenario: &Scenario) -> Vec<String> {
    let is_named = |law: &&&Law| scenario.contracts.iter().any(|contract| contract.law == Some(**law));
    let laws = Law::ALL;
    let named = laws.iter().filter(is_named);
    named
        .map(|law| {
            let unchecked = law.unchecked.iter().map(|(article, words)| format!("{words} ({article})"));
            let unchecked: Vec<String> = unchecked.collect();
            format!("{}: {}; not checked: {}", law.id, law.name, unchecked.join("; "))
        })
        .collect()
}

/// `2 to 6 days in a row`.
fn run((least, most): (Option<u32>, Option<u32>), (one, many): (&str, &str)) -> Option<String> {
    let days = |days: u32| words::count(f64::from(days), 0, one, many);
    match (least, most) {
        (Some(least), Some(most)) if least < most => Some(format!("{least} to {} in a row", days(most))),
        (Some(least), Some(_)) => Some(format!("{} in a row", days(least))),
        (Some(least), None) => Some(format!("at least {} in a row", days(least))),
        (None, Some(most)) => Some(format!("at most {} in a row", days(most))),
        (None, None) => None,
    }
}

/// The ids of kinds of shift.
fn kinds<'a>(scenario: &'a Scenario, shifts: &[usize]) -> Vec<&'a str> {
    shifts.iter().map(|&shift| scenario.shifts[shift].id.as_str()).collect()
}

/// `36h to 40h`, `38h`, `up to 20h`.
fn span(span: Span) -> String {
    match span {
        Span { min, max } if min == max => max.to_string(),
        Span { min: Minutes::ZERO, max } => format!("up to {max}"),
        Span { min, max } => format!("{min} to {max}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AverageLimit, BreakDue, ShiftLimit, Succession};
    use crate::plan::sample;

    #[test]
    fn rules_read_as_a_planner_says_them() {
        let mut scenario = sample::scenario();
        scenario.shifts[0].not_followed_by = vec![0];
        let id = scenario.shifts[0].id.clone();
        let contract = &mut scenario.contracts[0];
        contract.min_consecutive_days = Some(2);
        (contract.min_consecutive_days_off, contract.max_consecutive_days_off) = (Some(1), Some(4));
        (contract.min_consecutive_nights, contract.max_consecutive_nights) = (Some(2), Some(2));
        contract.successions = vec![Succession { shift: 0, next: 0 }];
        contract.has_complete_weekends = true;
        contract.max_shifts = vec![ShiftLimit { shift: 0, most: 3 }];
        let law = Law::find("uk").unwrap();
        contract.law = Some(law);
        contract.averages = vec![AverageLimit { most: Minutes::from_hours(48.0), weeks: 17 }];
        contract.breaks_due =
            vec![BreakDue { if_work_exceeds: Minutes::from_hours(6.0), least: Minutes::new(20) }];
        (contract.earliest, contract.latest) = (Some(7 * 60), Some(26 * 60));
        (contract.start_band, contract.days_off_together) = (Some(Minutes::ZERO), Some(2));
        let laws = law_lines(&scenario);
        assert!(laws[0].starts_with("UK: Working Time Regulations 1998; not checked: "), "{laws:?}");
        let words = contract_lines(&scenario).remove(0);
        for said in [
            "; at least 2 days in a row; 2 nights in a row; off 1 to 4 days in a row; ",
            &format!("; no {id} on the day after {id}; "),
            "; both days of a weekend or none; ",
            &format!("; at most 3 shifts {id}"),
            "; at most 48h a week over 17 weeks (WTR reg. 4)",
            "; breaks of 20m in work of more than 6h (WTR reg. 12)",
            "; no start before 07:00; no end after 02:00 of the day after; one start a week; ",
            "; 2 days off in a row in each week; ",
        ] {
            assert!(words.contains(said), "{words}");
        }
        assert!(shift_lines(&scenario)[0].ends_with(&format!("; no {id} on the day after")));
        let own = Contract { max_days_per_week: Some(3), hireable: None, ..scenario.contracts[0].clone() };
        scenario.contracts.push(own);
        scenario.agents[0].contract = scenario.contracts.len() - 1;
        let lines = contract_lines(&scenario);
        assert!(lines[0].starts_with(&words));
        assert_eq!(lines[1], format!("  of them {}: at most 3 days a week", scenario.agents[0].id));
        scenario.contracts[0].max_consecutive_days = Some(6);
        assert!(contract_lines(&scenario)[0].contains("; 2 to 6 days in a row;"));
    }
}
