use super::{BreakDue, Law};
use crate::units::{Minutes, Money};

/// The rules and the price of a group of agents' work.
///
/// Hours are paid hours: a shift's length less its unpaid breaks, plus leave and training credited.
/// A rule left empty does not bind.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// The planner's name for it. Agents with rules of their own are on a contract of their own with the same name.
    pub id: String,
    /// Paid time in a week from Monday, leave and whole-day training credited as if worked. Of a week cut by the plan's
    /// edges or by the agent's own first and last day nobody knows how its hours fall on its days: it asks for a day less
    /// than the share of those that are left,
    ///
    /// least x days / 7 - least / 5,
    ///
    /// and for at most what the whole week may have. What the history holds of it counts.
    pub week: Span,
    /// Paid time over the whole plan, leave and whole-day training credited as if worked.
    pub plan: Option<Span>,
    /// Paid time in a month of the calendar, leave and whole-day training credited as if worked. A month cut by the
    /// plan's edges or by the agent's own first and last day asks for its share: the least and the most times the days
    /// left of the month over its own (the least rounded down, the most up, to the minute).
    pub month: Option<Span>,
    /// The most paid time a week on average over spans of weeks.
    pub averages: Vec<AverageLimit>,
    /// The wage of a paid hour.
    pub wage_per_hour: Money,
    /// The most paid time of the shifts that start on one day; leave and training are not counted.
    pub max_hours_per_day: Option<Minutes>,
    /// The least paid time of a shift.
    pub min_hours_per_day: Option<Minutes>,
    /// The most paid time of a night shift.
    pub max_hours_per_night: Option<Minutes>,
    /// When a shift may start at the earliest, in minutes after midnight by the planner's clock.
    pub earliest: Option<i32>,
    /// When a shift must have ended, in minutes after the midnight of the day it starts on, by the planner's clock.
    pub latest: Option<i32>,
    /// How far apart the starts of the shifts in a week from Monday may lie by the planner's clock; nothing apart is
    /// one start a week. The history counts.
    pub start_band: Option<Minutes>,
    /// The least time from the end of a shift to the start of the next.
    pub min_rest: Minutes,
    /// The least uninterrupted rest within every week from Monday's midnight to the next (Directive 2003/88/EC,
    /// art. 5: 24 hours and the 11 of daily rest). Rest beyond either midnight is the other week's. Shifts of the
    /// history that reach into a week count. A week that begins before the plan is held to it where there is a history,
    /// of whose other days nobody worked, that leaves room for the rest; one that ends after the plan is not.
    pub weekly_rest: Option<Minutes>,
    /// The most working days in a week from Monday.
    pub max_days_per_week: Option<u32>,
    /// The most working days in a row.
    pub max_consecutive_days: Option<u32>,
    /// The most days in a row on which a night shift starts; the history counts.
    pub max_consecutive_nights: Option<u32>,
    /// The fewest days in a row on which a night shift starts; at the plan's edges as for working days.
    pub min_consecutive_nights: Option<u32>,
    /// The fewest working days in a row. A run that touches the plan's first or last day may go on beyond it and is
    /// not held to it; one that began in the history counts from there, and one that lies in the history alone is over.
    pub min_consecutive_days: Option<u32>,
    /// The fewest days without a shift in a row, leave among them; at the plan's edges as for working days, where the
    /// days since the history's last shift count.
    pub min_consecutive_days_off: Option<u32>,
    /// The most days without a shift in a row, those since the history's last shift among them. A whole day of leave,
    /// training or absence, or not on the staff, ends the row and is none of it.
    pub max_consecutive_days_off: Option<u32>,
    /// The fewest days without a shift, leave among them, that each week from Monday has in a row somewhere. A week
    /// that the plan has only in part is not held to it.
    pub days_off_together: Option<u32>,
    /// How many weekends may be worked in how many weeks in a row.
    pub max_weekends: Option<WeekendLimit>,
    /// Whether a weekend is worked on both its days or not at all, where both are in the plan.
    pub has_complete_weekends: bool,
    /// Whether a shift on the day after another may start no earlier by the planner's clock than that one did; the
    /// history's last day counts, and a day off in between sets it free.
    pub has_forward_rotation: bool,
    /// The most shifts of some templates in the plan; the history does not count.
    pub max_shifts: Vec<ShiftLimit>,
    /// The fewest shifts of some templates in the plan; the history does not count. Who is on the staff for a part of
    /// the plan's days owes that share, rounded down.
    pub min_shifts: Vec<ShiftQuota>,
    /// What may not follow on the day after a shift, besides what the shift's own `not_followed_by` says.
    pub successions: Vec<Succession>,
    /// The breaks that shifts must have by law.
    pub breaks_due: Vec<BreakDue>,
    /// The law that the contract is under.
    pub law: Option<&'static Law>,
    /// The terms on which more of them can be hired; nothing where they cannot.
    pub hireable: Option<Hireable>,
}

/// A contract without rules, wage or name: up to the 168 hours that a week has.
impl Default for Contract {
    fn default() -> Self {
        Contract {
            id: String::new(),
            week: Span { min: Minutes::ZERO, max: Minutes::from_hours(168.0) },
            plan: None,
            month: None,
            averages: Vec::new(),
            wage_per_hour: Money::ZERO,
            max_hours_per_day: None,
            min_hours_per_day: None,
            max_hours_per_night: None,
            earliest: None,
            latest: None,
            start_band: None,
            min_rest: Minutes::ZERO,
            weekly_rest: None,
            max_days_per_week: None,
            max_consecutive_days: None,
            max_consecutive_nights: None,
            min_consecutive_nights: None,
            min_consecutive_days: None,
            min_consecutive_days_off: None,
            max_consecutive_days_off: None,
            days_off_together: None,
            max_weekends: None,
            has_complete_weekends: false,
            has_forward_rotation: false,
            max_shifts: Vec::new(),
            min_shifts: Vec::new(),
            successions: Vec::new(),
            breaks_due: Vec::new(),
            law: None,
            hireable: None,
        }
    }
}

/// From the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub min: Minutes,
    /// The most.
    pub max: Minutes,
}

impl Span {
    /// Of the hours of a week what so many days of it ask for, of which so much was worked before: see [`Contract::week`].
    pub(crate) fn of_cut_week(self, days: i32, before: Minutes) -> Self {
        let lenient = Minutes::new(self.min.get() * days / 7 - self.min.get() / 5);
        Span {
            min: lenient.min(self.min - before).max(Minutes::ZERO),
            max: (self.max - before).max(Minutes::ZERO),
        }
    }
}

/// At most so much paid time a week on average over any so many weeks in a row, from Monday to Monday, of which the
/// last is one of the plan's. Leave and whole-day training are credited as if worked, the history counts, and weeks
/// of which nothing is known count as off: what comes after the plan stays possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AverageLimit {
    /// The most paid time a week.
    pub most: Minutes,
    /// Over so many weeks.
    pub weeks: u32,
}

impl AverageLimit {
    /// The most paid time of all its weeks together.
    pub fn total(&self) -> Minutes {
        self.most * self.weeks as i32
    }
}

/// At most so many weekends in any so many weeks in a row. A weekend is worked when a shift starts on its
/// Saturday or Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekendLimit {
    /// The most weekends worked.
    pub weekends: u32,
    /// In so many weeks in a row.
    pub weeks: u32,
}

/// At most so many shifts of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShiftLimit {
    /// The template, as an index.
    pub shift: usize,
    /// The most shifts of it.
    pub most: u32,
}

/// At least so many shifts of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShiftQuota {
    /// The template, as an index.
    pub shift: usize,
    /// The fewest shifts of it.
    pub least: u32,
}

/// A template that may not be worked on the day after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Succession {
    /// The first, as an index.
    pub shift: usize,
    /// What may not follow, as an index.
    pub next: usize,
}

/// The terms of a hire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hireable {
    /// What it costs once.
    pub cost: Money,
    /// Days from the decision to the first day of work.
    pub lead_days: u32,
    /// The most that can be hired.
    pub at_most: u32,
}

/// Days from somebody's first one among which the cost of hiring them is spread where nothing else is said: a year of weeks.
pub const SPREAD_DAYS: u32 = 364;

impl Hireable {
    /// The share of the cost that falls on so many days, spread evenly over [`SPREAD_DAYS`]: who is hired stays longer than
    /// a plan.
    pub fn cost_over(&self, days: usize) -> Money {
        self.cost.times((days as f64 / f64::from(SPREAD_DAYS)).min(1.0))
    }
}
