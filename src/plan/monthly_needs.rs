use std::ops::Range;

use super::exchange::lines_for;
use super::hold::{Attempt, Held, hold};
use super::lack::{kept, penalties};
use super::load_curve::{LoadCurve, in_seat};
use super::paid_hour::{PaidHour, without_least_hours};
use super::promise::CONFIDENCE;
use super::promises::Known;
use super::week_bands::{WeekBand, week_bands};
use super::{Miss, PlanOptions, Verdict};
use crate::error::Result;
use crate::hiring::{Band, Kept, MonthlyDemand, PenaltyStep};
use crate::model::{Roster, Scenario, Watch, Workforce};
use crate::rostering::RosteringOptions;

/// The share of the time for rosters that one may take which goes on from another.
const TIME: f64 = 0.5;
/// The largest share of the hours that one month's roster is taken to show as missing.
const MOST_MISSING: f64 = 0.2;

/// What months ahead need of people, measured once on the weeks of a scenario: as many workforces as wanted can be planned
/// from it, and differ by nothing else.
///
/// It is measured on a roster of those weeks on which nobody is owed any hours, made and corrected by its service as a
/// plan's is: nobody is there but who is needed, so what it asks for keeps the promises by itself, and what it
/// pays is what that takes.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthlyNeeds {
    curve: LoadCurve,
    /// Hours in seat of the plan's days, by queue.
    in_seat: Vec<f64>,
    /// The plan's days.
    days: f64,
    /// What an hour paid is worth.
    pub paid_hour: PaidHour,
    penalties: Vec<Vec<PenaltyStep>>,
    kept: Vec<Kept>,
    /// The weeks of the plan; none where it has but one.
    weeks: Vec<WeekBand>,
    /// Whether months have people for each of those weeks.
    is_divided: bool,
    /// How many times more paid hours months took when rostered, by month, queue and week of the plan; none of those never
    /// rostered.
    corrected: Vec<Vec<Vec<f64>>>,
    /// What was learnt of what the queues have to be asked for, and the roster that it was measured on.
    known: Known,
    lean: Roster,
}

impl MonthlyNeeds {
    /// Measures what workforces need at the volumes of their months, and beyond as far as those may be off.
    ///
    /// # Errors
    ///
    /// Where a solver fails.
    pub fn measure(
        scenario: &Scenario,
        workforces: &[&Workforce],
        options: &PlanOptions,
        watch: &dyn Watch,
    ) -> Result<Self> {
        Self::of(scenario, None, workforces, &going_on(options, None, 1.0), watch)
    }

    /// Measures what a workforce needs where the weeks themselves change, from what was learnt of them as they were: months
    /// that had to be corrected are so still.
    ///
    /// # Errors
    ///
    /// Where a solver fails.
    pub(super) fn measured_anew(
        &self,
        base: &Scenario,
        scenario: &Scenario,
        workforce: &Workforce,
        options: &PlanOptions,
        watch: &dyn Watch,
    ) -> Result<Self> {
        let start = lines_for(base, &self.lean, scenario);
        let options = going_on(options, start, TIME);
        let anew = Self::of(scenario, Some(&self.known), &[workforce], &options, watch)?;
        let is_alike = anew.weeks.len() == self.weeks.len() && anew.in_seat.len() == self.in_seat.len();
        Ok(match is_alike {
            true => MonthlyNeeds { is_divided: self.is_divided, corrected: self.corrected.clone(), ..anew },
            false => anew,
        })
    }

    /// Measures on a roster of the weeks on which nobody is owed any hours, corrected by what it gives.
    fn of(
        scenario: &Scenario,
        known: Option<&Known>,
        workforces: &[&Workforce],
        options: &PlanOptions,
        watch: &dyn Watch,
    ) -> Result<Self> {
        let Held { attempt: Attempt { requirements, rostered, measured }, known, .. } =
            hold(&without_least_hours(scenario), options, known, watch)?;
        let (least, most) = range(workforces);
        let queues = scenario.queues.iter().zip(&requirements);
        let served = queues.clone().zip(&measured.service.queues);
        let paid_hour = PaidHour::of(scenario, &requirements, &rostered);
        Ok(MonthlyNeeds {
            weeks: week_bands(scenario, &requirements, paid_hour.paid()),
            curve: LoadCurve::new(scenario, options, least, most),
            in_seat: requirements.iter().map(|requirement| in_seat(scenario, requirement)).collect(),
            days: scenario.grid.days() as f64,
            paid_hour,
            kept: served.map(|((queue, needs), served)| kept(queue, needs, served)).collect(),
            is_divided: false,
            corrected: Vec::new(),
            known,
            lean: rostered.roster,
            penalties: queues.map(|(queue, needs)| penalties(queue, needs, scenario.grid.days())).collect(),
        })
    }

    /// Hours in seat that a month needs of a queue at so many times its volume.
    ///
    /// hours = hours of the plan's days, as corrected by measured service
    ///   * (staffing at the month's volume / staffing at the forecast's) * (days of the month / days planned).
    pub fn in_seat(&self, workforce: &Workforce, month: usize, queue: usize, more: f64) -> f64 {
        let forecast = self.curve.at(queue, 1.0);
        let there = self.curve.at(queue, workforce.volume[month][queue] * more);
        let times = if forecast > 0.0 { there / forecast } else { 0.0 };
        self.in_seat[queue] * times * workforce.days(month) as f64 / self.days
    }

    /// Paid hours that a month requires of a queue at so many times its volume: those in seat over the yield, and more in
    /// the weeks of the plan in which the month's own roster took more.
    pub fn paid(&self, workforce: &Workforce, month: usize, queue: usize, more: f64) -> f64 {
        let corrected: f64 = self.by_week(month, queue).iter().sum();
        corrected * self.in_seat(workforce, month, queue, more) / self.paid_hour.yields()
    }

    /// What the weeks of a month require of a queue, as shares of what they do uncorrected; one where the plan has but one.
    fn by_week(&self, month: usize, queue: usize) -> Vec<f64> {
        let corrected = |week: usize| self.corrected.get(month).map_or(1.0, |month| month[queue][week]);
        match self.weeks.is_empty() {
            true => vec![corrected(0)],
            false => {
                let weeks = self.weeks.iter().enumerate();
                weeks.map(|(place, week)| week.share(queue) * corrected(place)).collect()
            }
        }
    }

    /// Divides the hours of months among the weeks of the plan, so that they have people for the fullest of them: hours that
    /// somebody has left in one week do not cover another.
    pub(super) fn divide(&mut self, months: usize) {
        self.is_divided = true;
        self.corrected = vec![vec![vec![1.0; self.weeks.len().max(1)]; self.in_seat.len()]; months];
    }

    /// Learns from agreements that months did not keep although they had the hours required: the weeks that miss are served
    /// like weeks of fewer hours, by a share of `least` at least, in that month and, as the weeks are the same, in those after
    /// it; where there is a `least`, in that month alone, as it is not what service showed. Whether anything was learnt.
    ///
    /// more = 1 / (1 - sum of p s), over the periods that miss, with p the part of the week that a period is, and s the share
    /// of the hours without which the agreement has the chance measured there, beyond that without which it would just hold.
    pub(super) fn correct(&mut self, missed: &[(usize, &Verdict)], least: f64) -> bool {
        let mut has_learnt = false;
        for &(month, verdict) in missed {
            for week in 0..self.weeks.len().max(1) {
                let missing = self.missing(verdict, week);
                if missing <= 0.0 {
                    continue;
                }
                let corrected = self.corrected[month][verdict.queue][week] / (1.0 - missing.max(least));
                let until = if least > 0.0 { month + 1 } else { self.corrected.len() };
                for later in &mut self.corrected[month..until] {
                    later[verdict.queue][week] = later[verdict.queue][week].max(corrected);
                }
                has_learnt = true;
            }
        }
        has_learnt
    }

    /// Whether a month requires more of a queue than it did uncorrected.
    pub(super) fn is_corrected(&self, month: usize, queue: usize) -> bool {
        self.corrected[month][queue].iter().any(|&corrected| corrected > 1.0)
    }

    /// Leaves this share of what a month's queue was corrected by at another time.
    pub(super) fn ease(&mut self, (month, queue): (usize, usize), left: f64, from: &Self) {
        let eased = from.corrected[month][queue].iter().map(|corrected| 1.0 + left * (corrected - 1.0));
        self.corrected[month][queue] = eased.collect();
    }

    /// What some months require of a queue, as it was corrected at another time.
    pub(super) fn take_back(&mut self, months: Range<usize>, queue: usize, to: &Self) {
        for month in months {
            self.corrected[month][queue].clone_from(&to.corrected[month][queue]);
        }
    }

    /// The share of a queue's hours that is missing in a week.
    fn missing(&self, verdict: &Verdict, week: usize) -> f64 {
        let kept = &self.kept[verdict.queue];
        let enough = kept.missing(CONFIDENCE.min(kept.chance(0.0)));
        let of = |miss: &Miss| {
            let part = self.weeks.get(week).map_or(1.0, |week| week.part(miss.first, miss.end));
            part * (kept.missing(miss.chance) - enough).max(0.0)
        };
        verdict.misses.iter().map(of).sum::<f64>().min(MOST_MISSING)
    }

    /// The hours that a month must have more of, for a queue, so that the week in which it lacks most has what it lacks; paid.
    pub(super) fn missing_of_month(&self, workforce: &Workforce, month: usize, verdict: &Verdict) -> f64 {
        let by_week = self.by_week(month, verdict.queue);
        let all = by_week.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let most = |week: usize| self.weeks.get(week).map_or(1.0, WeekBand::days);
        let lacks = by_week.iter().enumerate().map(|(week, hours)| {
            self.missing(verdict, week) * hours / all / most(week).max(f64::MIN_POSITIVE)
        });
        lacks.fold(0.0, f64::max) * self.paid(workforce, month, verdict.queue, 1.0)
    }

    /// What was learnt of what the queues have to be asked for so that their promises hold.
    pub(super) fn known(&self) -> &Known {
        &self.known
    }

    /// The roster that it was measured on.
    pub(super) fn roster(&self) -> &Roster {
        &self.lean
    }

    /// What the months of a workforce require.
    pub fn demand(&self, workforce: &Workforce) -> MonthlyDemand {
        let of_month = |month: usize| -> Vec<f64> {
            (0..self.in_seat.len()).map(|queue| self.paid(workforce, month, queue, 1.0)).collect()
        };
        MonthlyDemand {
            hours: (0..workforce.months()).map(of_month).collect(),
            penalties: self.penalties.clone(),
            kept: self.kept.clone(),
            bands: (0..workforce.months()).map(|month| self.bands(month)).collect(),
        }
    }

    /// The weeks of a month among which its hours are divided, if they are.
    fn bands(&self, month: usize) -> Vec<Band> {
        if !self.is_divided {
            return Vec::new();
        }
        let of_queue = |queue: usize| -> Vec<f64> {
            let weeks = self.by_week(month, queue);
            let all = weeks.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            weeks.into_iter().map(|week| week / all).collect()
        };
        let shares: Vec<Vec<f64>> = (0..self.in_seat.len()).map(of_queue).collect();
        let weeks = self.weeks.iter().enumerate();
        weeks.map(|(place, week)| week.band(shares.iter().map(|weeks| weeks[place]).collect())).collect()
    }
}

/// The least and the most multiple of the forecast's volume that is asked for.
fn range(workforces: &[&Workforce]) -> (f64, f64) {
    let spread = |workforce: &Workforce| 1.0 + 4.0 * workforce.volume_error;
    let of = |workforce: &&Workforce| {
        let factors = || workforce.volume.iter().flatten().copied();
        let least = factors().fold(1.0, f64::min) / spread(workforce);
        (least, factors().fold(1.0, f64::max) * spread(workforce))
    };
    let both = |(least, most): (f64, f64), (low, high): (f64, f64)| (least.min(low), most.max(high));
    workforces.iter().map(of).fold((1.0, 1.0), both)
}

/// The options for a roster in a share of the time, from another on where there is one, with neither proof nor advice.
pub(super) fn going_on(options: &PlanOptions, start: Option<Roster>, share: f64) -> PlanOptions {
    let rostering = RosteringOptions {
        start,
        prove: false,
        hiring: false,
        posted: None,
        time_limit: options.rostering.time_limit.map(|limit| limit.mul_f64(share)),
        ..options.rostering.clone()
    };
    PlanOptions { rostering, ..options.clone() }
}
