use super::{AverageLimit, Contract};
use crate::units::Minutes;

/// A law on working time: what it asks of everyone's work, each with its article.
#[derive(Debug, PartialEq)]
pub struct Law {
    /// What a contract calls it.
    pub id: &'static str,
    /// Its title.
    pub name: &'static str,
    /// What it asks, where no agreement says otherwise.
    pub rules: &'static [LawRule],
    /// What it asks besides that no roster is checked for: the article, and what it says.
    pub unchecked: &'static [(&'static str, &'static str)],
}

/// What an article asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LawRule {
    /// Where it stands.
    pub article: &'static str,
    /// What it asks.
    pub value: LawValue,
}

/// What a law can ask.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LawValue {
    /// The least time between two shifts.
    Rest(Minutes),
    /// The least uninterrupted rest in a week.
    WeeklyRest(Minutes),
    /// The most paid time of a day.
    HoursPerDay(Minutes),
    /// The least paid time of a shift.
    LeastHoursPerDay(Minutes),
    /// The most paid time of a week.
    HoursPerWeek(Minutes),
    /// The most paid time of a night shift.
    HoursPerNight(Minutes),
    /// The most paid time a week on average.
    Average(AverageLimit),
    /// The most nights in a row.
    Nights(u32),
    /// The most working days in a week.
    DaysPerWeek(u32),
    /// Breaks of a shift.
    Break(BreakDue),
}

/// The least time of all breaks together in a shift whose work lasts longer than so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BreakDue {
    /// The work, breaks not counted.
    pub if_work_exceeds: Minutes,
    /// The breaks.
    pub least: Minutes,
}

impl LawValue {
    /// The rule it is, by the name the audit gives it.
    pub fn rule(&self) -> &'static str {
        match self {
            LawValue::Rest(_) => "rest",
            LawValue::WeeklyRest(_) => "weekly-rest",
            LawValue::HoursPerDay(_) => "hours-per-day",
            LawValue::LeastHoursPerDay(_) => "least-hours-per-day",
            LawValue::HoursPerWeek(_) => "hours-per-week",
            LawValue::HoursPerNight(_) => "hours-per-night",
            LawValue::Average(_) => "average-hours",
            LawValue::Nights(_) => "consecutive-nights",
            LawValue::DaysPerWeek(_) => "days-per-week",
            LawValue::Break(_) => "breaks-due",
        }
    }

    /// Whether it is what a contract asks: not stricter, nor left out.
    pub fn binds(&self, contract: &Contract) -> bool {
        match self {
            LawValue::Rest(least) => contract.min_rest == *least,
            LawValue::WeeklyRest(least) => contract.weekly_rest == Some(*least),
            LawValue::HoursPerDay(most) => contract.max_hours_per_day == Some(*most),
            LawValue::LeastHoursPerDay(least) => contract.min_hours_per_day == Some(*least),
            LawValue::HoursPerWeek(most) => contract.week.max == *most,
            LawValue::HoursPerNight(most) => contract.max_hours_per_night == Some(*most),
            LawValue::Average(limit) => contract.averages.contains(limit),
            LawValue::Nights(most) => contract.max_consecutive_nights == Some(*most),
            LawValue::DaysPerWeek(most) => contract.max_days_per_week == Some(*most),
            LawValue::Break(due) => contract.breaks_due.contains(due),
        }
    }
}

impl LawValue {
    /// Makes what a contract says by this rule no looser than the law. What the contract leaves open stays open.
    pub fn hold(&self, contract: &mut Contract) {
        fn most<T: Ord + Copy>(said: &mut Option<T>, limit: T) {
            *said = said.map(|said| said.min(limit));
        }
        fn least<T: Ord + Copy>(said: &mut Option<T>, limit: T) {
            *said = said.map(|said| said.max(limit));
        }
        match *self {
            LawValue::Rest(limit) => contract.min_rest = contract.min_rest.max(limit),
            LawValue::WeeklyRest(limit) => least(&mut contract.weekly_rest, limit),
            LawValue::HoursPerDay(limit) => most(&mut contract.max_hours_per_day, limit),
            LawValue::LeastHoursPerDay(limit) => least(&mut contract.min_hours_per_day, limit),
            LawValue::HoursPerWeek(limit) => contract.week.max = contract.week.max.min(limit),
            LawValue::HoursPerNight(limit) => most(&mut contract.max_hours_per_night, limit),
            LawValue::Average(limit) => {
                let same = contract.averages.iter_mut().filter(|said| said.weeks == limit.weeks);
                same.for_each(|said| said.most = said.most.min(limit.most));
            }
            LawValue::Nights(limit) => most(&mut contract.max_consecutive_nights, limit),
            LawValue::DaysPerWeek(limit) => most(&mut contract.max_days_per_week, limit),
            LawValue::Break(_) => {}
        }
    }
}

impl Contract {
    /// The article that asks for what the contract asks by a rule; nothing where it asks for more, or no law does.
    pub fn article(&self, rule: &str) -> Option<&'static str> {
        let rules = self.law?.rules.iter();
        let mut of_rule = rules.filter(|of| of.value.rule() == rule && of.value.binds(self));
        of_rule.next().map(|of| of.article)
    }

    /// The article of the contract's law that asks for exactly this.
    pub fn article_of(&self, value: &LawValue) -> Option<&'static str> {
        self.law?.rules.iter().find(|of| of.value == *value).map(|of| of.article)
    }
}
