use super::day_rules;
use super::faults::{Faults, Place};
use super::nearest::listed;
use crate::model::{Contract, Law, LawRule, LawValue, ShiftTemplate, Span};
use crate::units::Minutes;

/// The law that goes by a name, or a fault.
pub(super) fn find(name: &str, text: &str, place: &Place, faults: &mut Faults) -> Option<&'static Law> {
    let found = Law::find(text);
    if found.is_none() {
        let message = format!("{name}: no such law");
        let remedy = format!("one of {}", listed(&Law::ALL.map(|law| law.id)));
        faults.error("unknown-law", place, message, text, remedy);
    }
    found
}

/// Works a contract's law into it: what the contract leaves open is as the law has it, what it says may be stricter.
/// `said` tells where it says something, by the key.
pub(super) fn apply(
    name: &str,
    contract: &mut Contract,
    said: impl Fn(&str) -> Option<Place>,
    faults: &mut Faults,
) {
    let Some(law) = contract.law else { return };
    for rule in law.rules {
        let is_loose = tighten(contract, &rule.value);
        let place = key(&rule.value).and_then(&said);
        if let (Some(found), Some(place)) = (is_loose, place) {
            complain(name, rule, &found, &place, faults);
        }
    }
}

/// Names a value that is looser than the law's.
fn complain(name: &str, rule: &LawRule, found: &str, place: &Place, faults: &mut Faults) {
    let message = format!("{name}: the law asks for more");
    let remedy =
        format!("{} ({}), or no `law` where an agreement says otherwise", words(&rule.value), rule.article);
    faults.error("looser-than-law", place, message, found, remedy);
}

/// An agent's own hours of a week are within the law's.
pub(super) fn check_week(name: &str, contract: &Contract, week: Span, place: &Place, faults: &mut Faults) {
    for rule in contract.law.iter().flat_map(|law| law.rules) {
        if matches!(rule.value, LawValue::HoursPerWeek(most) if week.max > most) {
            complain(name, rule, &week.max.to_string(), place, faults);
        }
    }
}

/// The key of a contract that says what a law asks.
fn key(value: &LawValue) -> Option<&'static str> {
    Some(match value {
        LawValue::Rest(_) => "min_rest",
        LawValue::WeeklyRest(_) => "weekly_rest",
        LawValue::HoursPerDay(_) => "max_hours_per_day",
        LawValue::LeastHoursPerDay(_) => "min_hours_per_day",
        LawValue::HoursPerWeek(_) => "hours_per_week",
        LawValue::HoursPerNight(_) => "max_hours_per_night",
        LawValue::Average(_) => "average_hours",
        LawValue::Nights(_) => "max_consecutive_nights",
        LawValue::DaysPerWeek(_) => "max_days_per_week",
        LawValue::Break(_) => return None,
    })
}

/// What a law asks, in words.
fn words(value: &LawValue) -> String {
    match value {
        LawValue::Rest(least) | LawValue::WeeklyRest(least) | LawValue::LeastHoursPerDay(least) => {
            format!("at least {least}")
        }
        LawValue::HoursPerDay(most) | LawValue::HoursPerWeek(most) | LawValue::HoursPerNight(most) => {
            format!("at most {most}")
        }
        LawValue::Average(limit) => format!("at most {} over {} weeks", limit.most, limit.weeks),
        LawValue::Nights(most) | LawValue::DaysPerWeek(most) => format!("at most {most}"),
        LawValue::Break(due) => {
            format!("at least {} in work of more than {}", due.least, due.if_work_exceeds)
        }
    }
}

/// Makes a contract as strict as the law where it is not; what it said instead, where it did.
fn tighten(contract: &mut Contract, value: &LawValue) -> Option<String> {
    fn least(own: &mut Option<Minutes>, law: Minutes) -> Option<String> {
        let looser = own.filter(|own| *own < law).map(|own| own.to_string());
        *own = Some(own.map_or(law, |own| own.max(law)));
        looser
    }
    fn most<T: Copy + Ord + ToString>(own: &mut Option<T>, law: T) -> Option<String> {
        let looser = own.filter(|own| *own > law).map(|own| own.to_string());
        *own = Some(own.map_or(law, |own| own.min(law)));
        looser
    }
    match *value {
        LawValue::Rest(law) => {
            let looser = (contract.min_rest < law).then(|| contract.min_rest.to_string());
            contract.min_rest = contract.min_rest.max(law);
            looser
        }
        LawValue::WeeklyRest(law) => least(&mut contract.weekly_rest, law),
        LawValue::LeastHoursPerDay(law) => least(&mut contract.min_hours_per_day, law),
        LawValue::HoursPerDay(law) => most(&mut contract.max_hours_per_day, law),
        LawValue::HoursPerNight(law) => most(&mut contract.max_hours_per_night, law),
        LawValue::Nights(law) => most(&mut contract.max_consecutive_nights, law),
        LawValue::DaysPerWeek(law) => most(&mut contract.max_days_per_week, law),
        LawValue::HoursPerWeek(law) => {
            let looser = (contract.week.max > law).then(|| contract.week.max.to_string());
            contract.week.max = contract.week.max.min(law);
            looser
        }
        LawValue::Average(law) => {
            let same = contract.averages.iter().position(|own| own.weeks == law.weeks);
            let own = same.map(|place| contract.averages[place]);
            match same {
                Some(place) => contract.averages[place].most = contract.averages[place].most.min(law.most),
                None => contract.averages.push(law),
            }
            own.filter(|own| own.most > law.most).map(|own| format!("{} over {} weeks", own.most, own.weeks))
        }
        LawValue::Break(law) => {
            if !contract.breaks_due.contains(&law) {
                contract.breaks_due.push(law);
            }
            None
        }
    }
}

/// The shifts of a contract have the breaks that its law asks for.
pub(super) fn check_breaks(
    name: &str,
    contract: &Contract,
    templates: &[&ShiftTemplate],
    place: &Place,
    faults: &mut Faults,
) {
    for template in templates {
        let lengths = day_rules::lengths(contract, template);
        let lacking = lengths.into_iter().filter_map(|length| {
            let rules = template.breaks.iter().filter(|rule| length > rule.if_longer_than);
            let breaks: Minutes = rules.map(|rule| rule.length).sum();
            let due = contract.breaks_due.iter().filter(|due| length - breaks > due.if_work_exceeds);
            due.filter(|due| breaks < due.least).map(|due| (length, breaks, *due)).next()
        });
        let Some((length, breaks, due)) = lacking.into_iter().next() else { continue };
        let article = contract.article_of(&LawValue::Break(due)).unwrap_or_default();
        let message = format!("{name}: shift `{}` has less break than the law asks for", template.id);
        let found = format!("{breaks} in {length}");
        let asked = format!("breaks of {} in work of more than {}", due.least, due.if_work_exceeds);
        faults.error("looser-than-law", place, message, found, format!("{asked} ({article})"));
    }
}
