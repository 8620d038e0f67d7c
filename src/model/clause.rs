use super::{Agent, Contract};
use crate::units::Minutes;

/// A rule of a contract by itself, so that it can be named, loosened a step, or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clause {
    /// The least hours of a week.
    LeastWeek,
    /// The most hours of a week.
    MostWeek,
    /// The least hours in the plan.
    LeastPlan,
    /// The most hours in the plan.
    MostPlan,
    /// The least hours of a month.
    LeastMonth,
    /// The most hours of a month.
    MostMonth,
    /// The most hours a week on average.
    Averages,
    /// The most hours of a day.
    HoursPerDay,
    /// The least hours of a day.
    LeastHoursPerDay,
    /// The most hours of a night.
    HoursPerNight,
    /// No start too early.
    Earliest,
    /// No end too late.
    Latest,
    /// Starts of a week near each other.
    StartBand,
    /// Rest between shifts.
    Rest,
    /// The long rest of each week.
    WeeklyRest,
    /// The most days of a week.
    DaysPerWeek,
    /// The most days in a row.
    ConsecutiveDays,
    /// The most nights in a row.
    ConsecutiveNights,
    /// The fewest nights in a row.
    LeastNights,
    /// The fewest days in a row.
    LeastDays,
    /// The fewest days off in a row.
    LeastDaysOff,
    /// The most days off in a row.
    ConsecutiveDaysOff,
    /// Days off in a row in each week.
    DaysOffTogether,
    /// The most weekends.
    Weekends,
    /// Weekends worked on both days or not at all.
    CompleteWeekends,
    /// No earlier start than on the day before.
    ForwardRotation,
    /// What may not follow a shift.
    Succession,
    /// The most shifts of some kinds.
    MostOfAKind,
    /// The fewest shifts of some kinds.
    LeastOfAKind,
}

/// A step looser: hours of a week and of the plan, and of a day or a rest.
const MORE_OF_A_WEEK: Minutes = Minutes::new(4 * 60);
const MORE_OF_A_DAY: Minutes = Minutes::new(60);

impl Clause {
    /// All there can be.
    pub const ALL: [Clause; 29] = [
        Clause::LeastWeek,
        Clause::MostWeek,
        Clause::LeastPlan,
        Clause::MostPlan,
        Clause::LeastMonth,
        Clause::MostMonth,
        Clause::Averages,
        Clause::HoursPerDay,
        Clause::LeastHoursPerDay,
        Clause::HoursPerNight,
        Clause::Earliest,
        Clause::Latest,
        Clause::StartBand,
        Clause::Rest,
        Clause::WeeklyRest,
        Clause::DaysPerWeek,
        Clause::ConsecutiveDays,
        Clause::ConsecutiveNights,
        Clause::LeastNights,
        Clause::LeastDays,
        Clause::LeastDaysOff,
        Clause::ConsecutiveDaysOff,
        Clause::DaysOffTogether,
        Clause::Weekends,
        Clause::CompleteWeekends,
        Clause::ForwardRotation,
        Clause::Succession,
        Clause::MostOfAKind,
        Clause::LeastOfAKind,
    ];

    /// Its name in the planner's files.
    pub fn key(self) -> &'static str {
        match self {
            Clause::LeastWeek | Clause::MostWeek => "hours_per_week",
            Clause::LeastPlan | Clause::MostPlan => "hours_in_plan",
            Clause::LeastMonth | Clause::MostMonth => "hours_per_month",
            Clause::Averages => "average_hours",
            Clause::HoursPerDay => "max_hours_per_day",
            Clause::LeastHoursPerDay => "min_hours_per_day",
            Clause::HoursPerNight => "max_hours_per_night",
            Clause::Earliest => "earliest",
            Clause::Latest => "latest",
            Clause::StartBand => "start_band",
            Clause::Rest => "min_rest",
            Clause::WeeklyRest => "weekly_rest",
            Clause::DaysPerWeek => "max_days_per_week",
            Clause::ConsecutiveDays => "max_consecutive_days",
            Clause::ConsecutiveNights => "max_consecutive_nights",
            Clause::LeastNights => "min_consecutive_nights",
            Clause::LeastDays => "min_consecutive_days",
            Clause::LeastDaysOff => "min_consecutive_days_off",
            Clause::ConsecutiveDaysOff => "max_consecutive_days_off",
            Clause::DaysOffTogether => "days_off_together",
            Clause::Weekends => "max_weekends",
            Clause::CompleteWeekends => "complete_weekends",
            Clause::ForwardRotation => "forward_rotation",
            Clause::Succession => "not_followed_by",
            Clause::MostOfAKind => "max_shifts",
            Clause::LeastOfAKind => "min_shifts",
        }
    }

    /// The rule that stops somebody from working more, by the name the audit gives it when it is broken.
    pub fn of_violation(rule: &str) -> Option<Self> {
        Some(match rule {
            "hours-per-week" => Clause::MostWeek,
            "hours-in-plan" => Clause::MostPlan,
            "hours-per-month" => Clause::MostMonth,
            "average-hours" => Clause::Averages,
            "hours-per-day" => Clause::HoursPerDay,
            "least-hours-per-day" => Clause::LeastHoursPerDay,
            "hours-per-night" => Clause::HoursPerNight,
            "earliest" => Clause::Earliest,
            "latest" => Clause::Latest,
            "starts-in-week" => Clause::StartBand,
            "rest" => Clause::Rest,
            "weekly-rest" => Clause::WeeklyRest,
            "days-per-week" => Clause::DaysPerWeek,
            "consecutive-days" => Clause::ConsecutiveDays,
            "consecutive-nights" => Clause::ConsecutiveNights,
            "least-consecutive-nights" => Clause::LeastNights,
            "least-consecutive-days" => Clause::LeastDays,
            "least-days-off" => Clause::LeastDaysOff,
            "days-off-together" => Clause::DaysOffTogether,
            "weekends" => Clause::Weekends,
            "complete-weekends" => Clause::CompleteWeekends,
            "forward-rotation" => Clause::ForwardRotation,
            "succession" => Clause::Succession,
            "shifts-of-a-kind" => Clause::MostOfAKind,
            _ => return None,
        })
    }

    /// Whether it can stop somebody from working; the others ask for work.
    pub fn is_limit(self) -> bool {
        use Clause::{ConsecutiveDaysOff, LeastMonth, LeastOfAKind, LeastPlan, LeastWeek};
        !matches!(self, LeastWeek | LeastPlan | LeastMonth | LeastOfAKind | ConsecutiveDaysOff)
    }

    /// What it says, in words; nothing where the contract does not have it.
    pub fn value(self, contract: &Contract, agent: Option<&Agent>) -> Option<String> {
        let week = agent.and_then(|agent| agent.week).unwrap_or(contract.week);
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        match self {
            Clause::LeastWeek => (week.min > Minutes::ZERO).then(|| format!("at least {}", week.min)),
            Clause::MostWeek => {
                (week.max < Minutes::from_hours(168.0)).then(|| format!("at most {}", week.max))
            }
            Clause::LeastPlan => contract.plan.map(|plan| format!("at least {}", plan.min)),
            Clause::MostPlan => contract.plan.map(|plan| format!("at most {}", plan.max)),
            Clause::LeastMonth => contract.month.map(|month| format!("at least {}", month.min)),
            Clause::MostMonth => contract.month.map(|month| format!("at most {}", month.max)),
            Clause::Averages => contract
                .averages
                .iter()
                .map(|limit| format!("{} over {} weeks", limit.most, limit.weeks))
                .reduce(|all, more| format!("{all}, {more}")),
            Clause::HoursPerDay => contract.max_hours_per_day.map(|most| most.to_string()),
            Clause::LeastHoursPerDay => contract.min_hours_per_day.map(|least| least.to_string()),
            Clause::HoursPerNight => contract.max_hours_per_night.map(|most| most.to_string()),
            Clause::Earliest => contract.earliest.map(clock),
            Clause::Latest => contract.latest.map(clock),
            Clause::StartBand => contract.start_band.map(|band| band.to_string()),
            Clause::Rest => (contract.min_rest > Minutes::ZERO).then(|| contract.min_rest.to_string()),
            Clause::WeeklyRest => contract.weekly_rest.map(|rest| rest.to_string()),
            Clause::DaysPerWeek => number(contract.max_days_per_week),
            Clause::ConsecutiveDays => number(contract.max_consecutive_days),
            Clause::ConsecutiveNights => number(contract.max_consecutive_nights),
            Clause::LeastNights => number(contract.min_consecutive_nights),
            Clause::LeastDays => number(contract.min_consecutive_days),
            Clause::LeastDaysOff => number(contract.min_consecutive_days_off),
            Clause::ConsecutiveDaysOff => number(contract.max_consecutive_days_off),
            Clause::DaysOffTogether => number(contract.days_off_together),
            Clause::Weekends => {
                contract.max_weekends.map(|limit| format!("{} in {} weeks", limit.weekends, limit.weeks))
            }
            Clause::CompleteWeekends => contract.has_complete_weekends.then(|| "yes".to_owned()),
            Clause::ForwardRotation => contract.has_forward_rotation.then(|| "yes".to_owned()),
            Clause::Succession => (!contract.successions.is_empty()).then(String::new),
            Clause::MostOfAKind => (!contract.max_shifts.is_empty()).then(String::new),
            Clause::LeastOfAKind => (!contract.min_shifts.is_empty()).then(String::new),
        }
    }

    /// Leaves it out of a contract, and of what an agent has of their own.
    pub fn leave_out(self, contract: &mut Contract, agent: &mut Agent) {
        let week = agent.week.take().unwrap_or(contract.week);
        contract.week = week;
        match self {
            Clause::LeastWeek => contract.week.min = Minutes::ZERO,
            Clause::MostWeek => contract.week.max = Minutes::from_hours(168.0),
            Clause::LeastPlan => {
                contract.plan = contract.plan.map(|plan| super::Span { min: Minutes::ZERO, ..plan });
            }
            Clause::MostPlan => {
                let max = Minutes::new(i32::MAX / 4);
                contract.plan = contract.plan.map(|plan| super::Span { max, ..plan });
            }
            Clause::LeastMonth => {
                contract.month = contract.month.map(|month| super::Span { min: Minutes::ZERO, ..month });
            }
            Clause::MostMonth => {
                let max = Minutes::new(i32::MAX / 4);
                contract.month = contract.month.map(|month| super::Span { max, ..month });
            }
            Clause::Averages => contract.averages.clear(),
            Clause::HoursPerDay => contract.max_hours_per_day = None,
            Clause::LeastHoursPerDay => contract.min_hours_per_day = None,
            Clause::HoursPerNight => contract.max_hours_per_night = None,
            Clause::Earliest => contract.earliest = None,
            Clause::Latest => contract.latest = None,
            Clause::StartBand => contract.start_band = None,
            Clause::Rest => contract.min_rest = Minutes::ZERO,
            Clause::WeeklyRest => contract.weekly_rest = None,
            Clause::DaysPerWeek => contract.max_days_per_week = None,
            Clause::ConsecutiveDays => contract.max_consecutive_days = None,
            Clause::ConsecutiveNights => contract.max_consecutive_nights = None,
            Clause::LeastNights => contract.min_consecutive_nights = None,
            Clause::LeastDays => contract.min_consecutive_days = None,
            Clause::LeastDaysOff => contract.min_consecutive_days_off = None,
            Clause::ConsecutiveDaysOff => contract.max_consecutive_days_off = None,
            Clause::DaysOffTogether => contract.days_off_together = None,
            Clause::Weekends => contract.max_weekends = None,
            Clause::CompleteWeekends => contract.has_complete_weekends = false,
            Clause::ForwardRotation => contract.has_forward_rotation = false,
            Clause::Succession => contract.successions.clear(),
            Clause::MostOfAKind => contract.max_shifts.clear(),
            Clause::LeastOfAKind => contract.min_shifts.clear(),
        }
    }

    /// The contract with this rule a step looser, or as far as the law allows; nothing where it does not have it, or where
    /// there is nothing looser.
    pub fn loosened(self, contract: &Contract) -> Option<Contract> {
        self.value(contract, None)?;
        let mut looser = contract.clone();
        let one_more = |most: Option<u32>| most.map(|most| most + 1);
        let one_less =
            |least: Option<u32>| least.map(|least| least.saturating_sub(1)).filter(|least| *least > 1);
        let less = |least: Minutes| (least - MORE_OF_A_DAY).max(Minutes::ZERO);
        match self {
            Clause::LeastWeek => looser.week.min = (looser.week.min - MORE_OF_A_WEEK).max(Minutes::ZERO),
            Clause::MostWeek => looser.week.max += MORE_OF_A_WEEK,
            Clause::LeastPlan => {
                let plan = looser.plan.as_mut()?;
                plan.min = (plan.min - MORE_OF_A_WEEK).max(Minutes::ZERO);
            }
            Clause::MostPlan => looser.plan.as_mut()?.max += MORE_OF_A_WEEK,
            Clause::LeastMonth => {
                let month = looser.month.as_mut()?;
                month.min = (month.min - MORE_OF_A_WEEK).max(Minutes::ZERO);
            }
            Clause::MostMonth => looser.month.as_mut()?.max += MORE_OF_A_WEEK,
            Clause::Averages => looser.averages.iter_mut().for_each(|limit| limit.most += MORE_OF_A_DAY),
            Clause::LeastHoursPerDay => looser.min_hours_per_day = looser.min_hours_per_day.map(less),
            Clause::HoursPerNight => {
                looser.max_hours_per_night = looser.max_hours_per_night.map(|most| most + MORE_OF_A_DAY);
            }
            Clause::Earliest => {
                looser.earliest = looser.earliest.map(|minute| (minute - MORE_OF_A_DAY.get()).max(0));
            }
            Clause::Latest => looser.latest = looser.latest.map(|minute| minute + MORE_OF_A_DAY.get()),
            Clause::StartBand => looser.start_band = looser.start_band.map(|band| band + MORE_OF_A_DAY),
            Clause::DaysOffTogether => looser.days_off_together = one_less(looser.days_off_together),
            Clause::HoursPerDay => {
                looser.max_hours_per_day = looser.max_hours_per_day.map(|most| most + MORE_OF_A_DAY);
            }
            Clause::Rest => looser.min_rest = less(looser.min_rest),
            Clause::WeeklyRest => looser.weekly_rest = looser.weekly_rest.map(less),
            Clause::DaysPerWeek => looser.max_days_per_week = one_more(looser.max_days_per_week),
            Clause::ConsecutiveDays => looser.max_consecutive_days = one_more(looser.max_consecutive_days),
            Clause::ConsecutiveNights => {
                looser.max_consecutive_nights = one_more(looser.max_consecutive_nights)
            }
            Clause::LeastNights => looser.min_consecutive_nights = one_less(looser.min_consecutive_nights),
            Clause::ConsecutiveDaysOff => {
                looser.max_consecutive_days_off = one_more(looser.max_consecutive_days_off);
            }
            Clause::LeastDays => looser.min_consecutive_days = one_less(looser.min_consecutive_days),
            Clause::LeastDaysOff => {
                looser.min_consecutive_days_off = one_less(looser.min_consecutive_days_off)
            }
            Clause::Weekends => looser.max_weekends.as_mut()?.weekends += 1,
            Clause::CompleteWeekends => looser.has_complete_weekends = false,
            Clause::ForwardRotation => looser.has_forward_rotation = false,
            Clause::Succession => looser.successions.clear(),
            Clause::MostOfAKind => looser.max_shifts.iter_mut().for_each(|limit| limit.most += 1),
            Clause::LeastOfAKind => {
                looser.min_shifts.iter_mut().for_each(|quota| quota.least = quota.least.saturating_sub(1));
            }
        }
        contract.law.iter().flat_map(|law| law.rules).for_each(|of| of.value.hold(&mut looser));
        (looser != *contract).then_some(looser)
    }
}

/// A time of day, perhaps of the day after.
fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute.rem_euclid(1440) / 60, minute % 60)
}
