use chrono::{Datelike, Months, NaiveDate};

use super::Skills;
use crate::units::{Money, Share};

/// Days of a month on average, by which rates of a month become rates of a day.
const DAYS_OF_MONTH: f64 = 365.25 / 12.0;

/// Who is there over the months ahead, what comes in, and on which terms that can be changed.
///
/// Lists by month begin with the first month planned; lists by queue are in the scenario's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Workforce {
    /// The first day of each month planned, and of the month after them.
    pub month_starts: Vec<NaiveDate>,
    /// The days within them on which classes can start, ascending: the first of each month, and others.
    pub class_starts: Vec<NaiveDate>,
    /// How many times the forecast's volume comes in on a day: by month and queue.
    pub volume: Vec<Vec<f64>>,
    /// People alike, those there and those who can be hired.
    pub groups: Vec<WorkGroup>,
    /// How people leave.
    pub attrition: Attrition,
    /// How newcomers learn.
    pub learning: Learning,
    /// How newcomers come.
    pub classes: ClassTerms,
    /// What training costs for each newcomer, wages aside.
    pub training_cost: Money,
    /// What it costs when somebody leaves.
    pub leaving_cost: Money,
    /// Days from somebody's first one among which the cost of hiring and training them is spread: what falls after the last
    /// month is what they are still worth then, and no cost of these. Nothing where all of it is a cost of these months.
    pub spread_days: Option<u32>,
    /// Hours beyond the contract, where there are any.
    pub overtime: Option<Overtime>,
    /// Hours of temporary staff, where there are any.
    pub temps: Option<Temps>,
    /// Skills that those there can learn.
    pub cross_training: Vec<CrossTraining>,
    /// What an hour costs that is required and not covered.
    pub shortage_hour: Money,
    /// The coefficient of variation of a month's volume.
    pub volume_error: f64,
}

impl Workforce {
    /// How many months are planned.
    pub fn months(&self) -> usize {
        self.month_starts.len() - 1
    }

    /// The month of a day, from 0; the last one of those after.
    pub fn month_of(&self, day: NaiveDate) -> usize {
        self.month_starts[1..self.months()].partition_point(|start| *start <= day)
    }

    /// The firsts of the months, and every Monday of the first `weekly` of them.
    ///
    /// ```
    /// use callboard::model::Workforce;
    /// use chrono::NaiveDate;
    /// let months = Workforce::starts(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), 3);
    /// let starts = Workforce::classes_from(&months, 1);
    /// let written: Vec<String> = starts.iter().map(|start| start.format("%d.%m.").to_string()).collect();
    /// assert_eq!(written, ["01.03.", "02.03.", "09.03.", "16.03.", "23.03.", "30.03.", "01.04.", "01.05."]);
    /// ```
    pub fn classes_from(month_starts: &[NaiveDate], weekly: usize) -> Vec<NaiveDate> {
        let months = &month_starts[..month_starts.len() - 1];
        let end = month_starts[weekly.min(months.len())];
        let mondays = months[0].iter_days().take_while(|day| *day < end);
        let mondays = mondays.filter(|day| day.weekday() == chrono::Weekday::Mon);
        let mut starts: Vec<NaiveDate> = months.iter().copied().chain(mondays).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Days of a month.
    pub fn days(&self, month: usize) -> i64 {
        (self.month_starts[month + 1] - self.month_starts[month]).num_days()
    }

    /// The day after the last month.
    pub fn end(&self) -> NaiveDate {
        self.month_starts[self.months()]
    }

    /// The first days of so many months from the one with `day`, and of the month after; fewer at the end of time.
    ///
    /// ```
    /// use callboard::model::Workforce;
    /// use chrono::NaiveDate;
    /// let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    /// let starts = Workforce::starts(day, 2);
    /// let written: Vec<String> = starts.iter().map(|start| start.to_string()).collect();
    /// assert_eq!(written, ["2026-11-01", "2026-12-01", "2027-01-01"]);
    /// ```
    pub fn starts(day: NaiveDate, months: u32) -> Vec<NaiveDate> {
        let first = day.with_day(1).unwrap_or(day);
        (0..=months).filter_map(|month| first.checked_add_months(Months::new(month))).collect()
    }
}

/// People of one contract and skill set.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkGroup {
    /// The contract, as an index.
    pub contract: usize,
    /// The skills.
    pub skills: Skills,
    /// Those there on the first day.
    pub heads: Vec<Tenured>,
    /// The least and the most paid hours of one of them in a week.
    pub week_hours: (f64, f64),
    /// The wage of an hour.
    pub wage: Money,
    /// The terms on which more can be hired; nothing where they cannot.
    pub hire: Option<HireTerms>,
}

impl WorkGroup {
    /// How many are there on the first day.
    pub fn present(&self) -> f64 {
        self.heads.iter().map(|tenured| tenured.count).sum()
    }
}

/// People who came at the same time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tenured {
    /// Months since their first day.
    pub months: f64,
    /// How many.
    pub count: f64,
}

/// The terms of a hire over months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HireTerms {
    /// What it costs once.
    pub cost: Money,
    /// Days from the decision to the first day.
    pub lead_days: u32,
    /// The most of the contract that can start in a month.
    pub at_most: u32,
}

/// The share of people who leave in a month, by tenure.
#[derive(Debug, Clone, PartialEq)]
pub struct Attrition {
    /// The months of tenure until which a share leaves in each month, ascending; the last goes on for ever.
    pub steps: Vec<(f64, Share)>,
}

impl Attrition {
    /// The share of those there who leave on a day: 1 - (1 - a)^(12 / 365.25) where a leave in a month.
    pub fn on_day(&self, tenure_days: f64) -> f64 {
        let months = tenure_days / DAYS_OF_MONTH;
        let step = self.steps.iter().find(|(until, _)| months < *until).or(self.steps.last());
        step.map_or(0.0, |(_, share)| 1.0 - share.rest().get().powf(1.0 / DAYS_OF_MONTH))
    }

    /// Days since the first day of somebody with so many months of tenure.
    pub fn days(tenure_months: f64) -> f64 {
        tenure_months * DAYS_OF_MONTH
    }

    /// The share that leaves in a month where so many leave in a year.
    pub fn of_year(share: Share) -> Share {
        Share::new(1.0 - share.rest().get().powf(1.0 / 12.0)).unwrap_or_default()
    }
}

/// How newcomers learn: training first, in which they take no contacts, then slower than the others at first.
#[derive(Debug, Clone, PartialEq)]
pub struct Learning {
    /// Days of training.
    pub training_days: u32,
    /// The share of newcomers who leave on its last day, beside attrition.
    pub drop_out: Share,
    /// What they get done in each week after training, as a share of what the others do.
    pub ramp_up: Vec<f64>,
}

impl Learning {
    /// Days from the first one until somebody is as productive as anyone.
    pub fn days(&self) -> i64 {
        i64::from(self.training_days) + 7 * self.ramp_up.len() as i64
    }

    /// What somebody gets done on a day, from 0 in training to 1, by days since their first.
    pub fn productivity(&self, day: f64) -> f64 {
        let after = day - f64::from(self.training_days);
        if after < 0.0 {
            return 0.0;
        }
        self.ramp_up.get((after / 7.0) as usize).copied().unwrap_or(1.0)
    }
}

/// How newcomers come: in classes of one contract and skill set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassTerms {
    /// The fewest of a class.
    pub least: u32,
    /// The most of a class.
    pub most: u32,
    /// Classes in training at the same time; as many as wanted where there is no number.
    pub rooms: Option<u32>,
}

/// Hours beyond the contract.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overtime {
    /// The most, as a share of the hours paid.
    pub at_most: Share,
    /// What an hour costs more than the wage, as a share of it.
    pub extra: f64,
}

/// Hours of temporary staff, as productive as anyone.
#[derive(Debug, Clone, PartialEq)]
pub struct Temps {
    /// What an hour costs.
    pub price_hour: Money,
    /// The most hours of a month.
    pub hours: f64,
    /// What they can do.
    pub skills: Skills,
}

/// Skills that those there can learn.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossTraining {
    /// The group whose people learn, as an index.
    pub from: usize,
    /// The group they belong to afterwards.
    pub to: usize,
    /// What it costs for each, wages aside.
    pub cost: Money,
    /// Days of training, from the first of a month.
    pub days: u32,
    /// The most who can learn, in all.
    pub at_most: u32,
}
