use super::in_row::Nights;
use super::in_weekend::free_weekends;
use super::long_rest::{NEVER, Rested};
use crate::model::Scenario;
use crate::rostering::calendar::Choice;
use crate::rostering::nights::is_night;
use crate::rostering::rotation::{self, Starts};
use crate::rostering::start_bands::{Band, minute};
use crate::rostering::streaks::Beside;
use crate::rostering::terms::Terms;
use crate::units::Moment;

/// What the rules must remember after a day, hours aside. Two states between which no rule can tell from then on are
/// one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct State {
    streak: Streak,
    pub(super) nights: Nights,
    /// Days off in a row, as far as they can become too many.
    pub(super) idle: u32,
    /// When the week's long rest is had.
    pub(super) rested: Rested,
    /// Days worked in the week.
    days: u32,
    /// Days off in a row in the week, where some are asked for.
    pub(super) days_off: u32,
    /// The starts that the week still allows, where they are kept together.
    pub(super) band: Band,
    /// The end of the rest, and of what rotation asks of the next day, as the first start after it.
    ready: Option<Moment>,
    /// The set of templates that may not follow on the next day.
    forbidden: Option<usize>,
    /// Weekends worked: their number where the limit is on the whole plan, else bit by bit, this week's the lowest.
    pub(super) weekends: u64,
    /// Whether Saturday was worked, where Sunday has to be alike.
    pub(super) saturday: Option<bool>,
    /// Shifts of each template that is counted.
    counts: Box<[u32]>,
    /// Shifts still owed of each template of which some are.
    owed: Box<[u32]>,
}

/// Days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Streak {
    /// Whatever comes next is as well.
    Open,
    /// Days worked, and whether they are enough to stop.
    On { days: u32, is_long: bool },
    /// Days off, no more than are enough.
    Off { days: u32 },
}

/// What working a shift does to a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Effect {
    ready: Option<Moment>,
    forbidden: Option<usize>,
    is_night: bool,
    rested: Rested,
    /// Its start, where those of a week are kept together.
    start: Option<i32>,
    /// The place of its template among those counted.
    kind: Option<usize>,
    /// The place of its template among those owed.
    quota: Option<usize>,
}

/// The rules of some [`Terms`], day by day.
pub(super) struct Rules<'a> {
    pub(super) terms: &'a Terms,
    pub(super) scenario: &'a Scenario,
    /// All starts of the window, ascending.
    pub(super) starts: Vec<Moment>,
    /// The earliest start on each day or later.
    pub(super) earliest: Vec<Option<Moment>>,
    /// The weeks on whose weekend something can be worked.
    pub(super) free_weekends: Vec<i32>,
    /// The starts of each day by the clock, where they rotate forward.
    rotation: Vec<Starts>,
    /// By template, the set of those that may not follow it, and the distinct ones of these sets.
    barred: Vec<Vec<usize>>,
    sets: Vec<Vec<usize>>,
    /// The templates counted, and how many of each are left.
    kinds: Vec<(usize, u32)>,
}

impl<'a> Rules<'a> {
    pub fn new(terms: &'a Terms, scenario: &'a Scenario) -> Self {
        let choices = || terms.days.iter().flat_map(|day| &day.choices);
        let mut starts: Vec<Moment> = choices().map(|choice| choice.start).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut earliest = vec![None; terms.days.len() + 1];
        for (day, plan) in terms.days.iter().enumerate().rev() {
            let here = plan.choices.iter().map(|choice| choice.start).min();
            earliest[day] = [here, earliest[day + 1]].into_iter().flatten().min();
        }
        let rotating = terms.days.iter().filter(|_| terms.has_forward_rotation);
        let rotation = rotating.map(|day| rotation::starts(&scenario.grid, day)).collect();
        let barred = barred(terms, scenario);
        let mut sets: Vec<Vec<usize>> = barred.iter().filter(|set| !set.is_empty()).cloned().collect();
        sets.sort_unstable();
        sets.dedup();
        let kinds = terms.kinds.iter().filter(|kind| kind.is_counted).map(|kind| (kind.template, kind.left));
        let (free_weekends, kinds) = (free_weekends(terms, scenario), kinds.collect());
        Rules { terms, scenario, starts, earliest, free_weekends, rotation, barred, sets, kinds }
    }

    /// Before the first day.
    pub fn start(&self) -> State {
        let terms = self.terms;
        let streak = match terms.streaks.before {
            Beside::Open => Streak::Open,
            Beside::On { days, is_long } => Streak::On { days, is_long },
            Beside::Off { days } => Streak::Off { days },
        };
        State {
            streak,
            nights: terms
                .nights
                .map_or(Nights::default(), |nights| Nights { row: nights.before, owed: nights.owed }),
            idle: terms.idle.map_or(0, |idle| idle.before),
            rested: self.rested_before().unwrap_or(NEVER),
            days: 0,
            days_off: terms.days_off.as_ref().map_or(0, |asked| asked.before(0)),
            band: terms.bands.as_ref().and_then(|bands| self.tidied_band(0, bands.weeks[0])),
            ready: self.rest_until(0, terms.ready),
            forbidden: terms.template_before.and_then(|template| self.set_after(0, template)),
            weekends: 0,
            saturday: terms.whole_weekends.and_then(|whole| whole.saturday_before),
            counts: vec![0; self.kinds.len()].into(),
            owed: terms.quotas.iter().map(|quota| quota.owed).collect(),
        }
        .tidied(self, None)
    }

    /// Whether someone in a state may work a shift of a day.
    pub fn allows(&self, day: usize, state: &State, choice: &Choice) -> bool {
        let is_last = day + 1 == self.terms.days.len();
        let forbids_next = |next: usize| self.barred[choice.template].contains(&next) && is_last;
        let is_used_up =
            self.terms.kinds.iter().any(|kind| (kind.template, kind.left) == (choice.template, 0));
        !is_used_up
            && state.ready.is_none_or(|ready| choice.start >= ready)
            && self.terms.start_by.is_none_or(|by| choice.start <= by)
            && self.terms.end_by.is_none_or(|by| choice.end <= by)
            && state.forbidden.is_none_or(|set| !self.sets[set].contains(&choice.template))
            && !self.terms.template_after.is_some_and(forbids_next)
            && self.rested_after(day, state, choice).is_some()
    }

    /// What working a shift on a day does to a state that allows it, as far as a rule can tell.
    pub fn effect(&self, day: usize, state: &State, choice: &Choice) -> Effect {
        let rotated = self
            .rotation
            .get(day + 1)
            .and_then(|starts| rotation::ready(starts, rotation::clock(&self.scenario.grid, choice.start)));
        Effect {
            ready: self.rest_until(day + 1, Some(choice.end + self.terms.min_rest).max(rotated)),
            forbidden: self.set_after(day + 1, choice.template),
            rested: self.rested_after(day, state, choice).unwrap_or(NEVER),
            is_night: self.terms.nights.is_some()
                && is_night(self.scenario, Some(choice.template), choice.day, (choice.start, choice.end)),
            start: self.terms.bands.as_ref().map(|_| minute(&self.scenario.grid, choice.start)),
            kind: self.kinds.iter().position(|kind| kind.0 == choice.template),
            quota: self.terms.quotas.iter().position(|quota| quota.template == choice.template),
        }
    }

    /// The end of a rest, if some shift from `day` on could start before it: the first start after it stands for it.
    fn rest_until(&self, day: usize, ready: Option<Moment>) -> Option<Moment> {
        let ready = ready.filter(|&ready| self.earliest[day].is_some_and(|earliest| earliest < ready))?;
        let place = self.starts.partition_point(|&start| start < ready);
        Some(self.starts.get(place).copied().unwrap_or(ready))
    }

    /// What may not follow a template on `day`, if something of it could.
    fn set_after(&self, day: usize, template: usize) -> Option<usize> {
        let set = &self.barred[template];
        let choices = &self.terms.days.get(day)?.choices;
        choices.iter().any(|choice| set.contains(&choice.template)).then_some(())?;
        self.sets.iter().position(|known| known == set)
    }

    /// After a day off; nothing where it may not be one. Days worked that lie in the history alone are over, however few.
    pub fn off(&self, day: usize, state: &State) -> Option<State> {
        if !self.is_time_for(day, &state.owed) {
            return None;
        }
        let streaks = &self.terms.streaks;
        let streak = match state.streak {
            // Days off before the plan are enough, whatever they were.
            Streak::Open => Streak::Off { days: streaks.min_off },
            Streak::On { is_long, .. } if !is_long && self.terms.first_day + day as i32 > 0 => return None,
            Streak::On { .. } => Streak::Off { days: 1 },
            Streak::Off { days } => Streak::Off { days: (days + 1).min(streaks.min_off) },
        };
        let saturday = self.saturday(day, state, false)?;
        let rested = self.rested_after_off(day, state)?;
        let state = State {
            streak,
            nights: self.nights(day, state, false)?,
            idle: self.idle(day, state)?,
            rested,
            days_off: self.days_off(day, state, false)?,
            band: self.band(day, state, None)?,
            ready: self.rest_until(day + 1, state.ready),
            forbidden: None,
            saturday,
            ..state.clone()
        };
        Some(state.tidied(self, Some(day)))
    }

    /// After working a shift of some effect; nothing where a rule is against it.
    pub fn work(&self, day: usize, state: &State, effect: Effect) -> Option<State> {
        let terms = self.terms;
        let streaks = &terms.streaks;
        let (days, is_long) = match state.streak {
            Streak::Open => (1, true),
            Streak::On { days, is_long } => (days + 1, is_long || days + 1 >= streaks.min_on),
            // Days off that lie in the history alone are not the plan's.
            Streak::Off { days } if days < streaks.min_off && terms.first_day + day as i32 > 0 => {
                return None;
            }
            // Days in a row from the plan's first on may have begun before.
            Streak::Off { .. } => (1, streaks.min_on <= 1 || terms.first_day + day as i32 == 0),
        };
        if streaks.max_on.is_some_and(|most| days > most) {
            return None;
        }
        let week = terms.weeks.iter().find(|week| day < week.end)?;
        if state.days + 1 > week.max_days {
            return None;
        }
        let mut counts = state.counts.clone();
        if let Some(kind) = effect.kind {
            counts[kind] += 1;
            if counts[kind] > self.kinds[kind].1 {
                return None;
            }
        }
        let mut owed = state.owed.clone();
        if let Some(quota) = effect.quota {
            owed[quota] = owed[quota].saturating_sub(1);
        }
        if !self.is_time_for(day, &owed) {
            return None;
        }
        let state = State {
            streak: Streak::On { days, is_long },
            nights: self.nights(day, state, effect.is_night)?,
            idle: 0,
            rested: effect.rested,
            days: state.days + 1,
            days_off: self.days_off(day, state, true)?,
            band: self.band(day, state, effect.start)?,
            ready: effect.ready,
            forbidden: effect.forbidden,
            weekends: self.with_weekend(day, state.weekends)?,
            saturday: self.saturday(day, state, true)?,
            counts,
            owed,
        };
        Some(state.tidied(self, Some(day)))
    }

    /// Whether enough days are left after `day` for the shifts owed.
    fn is_time_for(&self, day: usize, owed: &[u32]) -> bool {
        owed.iter().sum::<u32>() as usize + day < self.terms.days.len()
    }

    /// After the last day of a week.
    pub fn next_week(&self, day: usize, state: State) -> State {
        State { days: 0, weekends: self.weekends_next_week(day, state.weekends), ..state }
    }

    /// Whether the days after the window may follow.
    pub fn is_final(&self, state: &State) -> bool {
        self.may_stop_nights(state.nights) && self.may_be_idle(state.idle) && self.may_stop(state)
    }

    /// Whether the days in a row are right with those after the window.
    fn may_stop(&self, state: &State) -> bool {
        let streaks = &self.terms.streaks;
        let is_enough_off = |days: u32| days >= streaks.min_off;
        match (state.streak, streaks.after) {
            (_, Beside::Open) | (Streak::Open, Beside::Off { .. }) => true,
            (Streak::On { is_long, .. }, Beside::Off { days }) => is_long && is_enough_off(days),
            (Streak::Off { days }, Beside::Off { days: more }) => is_enough_off(days + more),
            (Streak::Off { days }, Beside::On { is_long, days: run }) => {
                is_enough_off(days) && (is_long || run >= streaks.min_on)
            }
            (Streak::Open, Beside::On { days, .. }) => streaks.max_on.is_none_or(|most| days <= most),
            (Streak::On { days, is_long }, Beside::On { days: more, is_long: is_edge }) => {
                streaks.max_on.is_none_or(|most| days + more <= most)
                    && (is_long || is_edge || days + more >= streaks.min_on)
            }
        }
    }
}

/// By template, those that may not follow it on the day after: as it says itself, and the contract.
fn barred(terms: &Terms, scenario: &Scenario) -> Vec<Vec<usize>> {
    let mut barred: Vec<Vec<usize>> =
        scenario.shifts.iter().map(|shift| shift.not_followed_by.clone()).collect();
    for succession in &terms.successions {
        if !barred[succession.shift].contains(&succession.next) {
            barred[succession.shift].push(succession.next);
        }
    }
    barred
}

impl State {
    /// What decides which shifts it allows.
    pub fn key(&self) -> (Option<Moment>, Option<usize>, Rested) {
        (self.ready, self.forbidden, self.rested)
    }

    /// The state without what no rule can tell any more after `day`.
    fn tidied(self, rules: &Rules, day: Option<usize>) -> Self {
        let terms = rules.terms;
        let left = terms.days.len() - day.map_or(0, |day| day + 1);
        let week_left = day.map_or(0, |day| {
            let end = terms.weeks.iter().find(|week| day < week.end).map_or(0, |week| week.end);
            (end - day - 1) as u32
        });
        let max_days = day
            .and_then(|day| terms.weeks.iter().find(|week| day < week.end))
            .map_or(u32::MAX, |week| week.max_days);
        let days = if self.days.saturating_add(week_left) <= max_days { 0 } else { self.days };
        let streak = self.streak.tidied(terms, left as u32, max_days.saturating_sub(self.days));
        let nights = self.nights.tidied(terms, left as u32);
        let idle = terms.idle.filter(|idle| self.idle + left as u32 + idle.after > idle.most);
        let idle = idle.map_or(0, |_| self.idle);
        let mut counts = self.counts;
        for (count, kind) in counts.iter_mut().zip(&rules.kinds) {
            if *count as usize + left <= kind.1 as usize {
                *count = 0;
            }
        }
        State { days, streak, nights, idle, counts, ..self }
    }
}

impl Streak {
    /// The streak without what no rule can tell any more, with so many days left in the window and to work in the
    /// week.
    fn tidied(self, terms: &Terms, left: u32, days_left: u32) -> Self {
        let streaks = &terms.streaks;
        let (is_free_on, is_free_off) = (streaks.min_on <= 1, streaks.min_off <= 1);
        match self {
            Streak::On { days, is_long } => {
                let after = if let Beside::On { days, .. } = streaks.after { days } else { 0 };
                let reach = if terms.weeks.len() == 1 && after == 0 { left.min(days_left) } else { left };
                let can_be_too_long = streaks.max_on.is_some_and(|most| days + reach + after > most);
                match (can_be_too_long, is_long) {
                    (false, true) if is_free_on && is_free_off => Streak::Open,
                    (false, true) => Streak::On { days: 0, is_long },
                    (true, _) | (false, false) => Streak::On { days, is_long },
                }
            }
            Streak::Off { .. } if is_free_on && is_free_off => Streak::Open,
            other => other,
        }
    }
}
