use std::ops::Range;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::calendar::Day;
use super::engine::{Engine, choice_of};
use super::fairness::Burdens;
use super::limits::Limit;
use super::network::{Part, Track};
use super::state::Lines;
use super::terms::Terms;
use super::until::Until;
use crate::model::{Shift, Watch};

/// The most days that two agents exchange.
const MOST_DAYS: usize = 6;
/// How often an exchange begins with a wish that is not granted.
const BY_WISH: f64 = 0.5;
/// What an exchange for the worse may cost, in mean wishes: at first, and in the end.
const HOT: f64 = 0.09;
const COLD: f64 = 0.03;
/// So many exchanges are tried for each day of each agent, round by round.
const ROUNDS: usize = 500;
const TRIES: usize = 10;
/// Days that make up for others are drawn so often.
const DRAWS: usize = 8;
/// Agents exchange days in groups of so many, drawn anew each round.
const GROUP: usize = 40;

/// What is worked on each day from the first that is not locked on, as shifts that differ.
struct Forms {
    first_day: i32,
    /// By day; nothing for a day off, which is the first of each.
    of: Vec<Vec<Option<Shift>>>,
    /// The most forms of a day.
    most: usize,
}

/// An agent and what they hold.
struct Seat<'a> {
    agent: usize,
    terms: &'a Terms,
    track: Track<'a>,
    /// By day, the place of it among the forms.
    held: Vec<u16>,
    /// By day and form, the price of the wishes it leaves ungranted and of its being a change; without end for what they may
    /// not have.
    prices: Vec<f64>,
    /// By day and form.
    choices: Vec<Option<u32>>,
    most_forms: usize,
    /// The days on which they wish for something.
    wishes: Vec<usize>,
    wage: f64,
    burdens: [u32; 4],
}

/// What two exchange: the days, in order and apart from each other, and what each gets.
struct Deal {
    days: Vec<Range<usize>>,
    to_one: Vec<Part>,
    to_other: Vec<Part>,
}

/// What an exchange changes for one of the two.
struct More {
    /// What wishes, changes and burdens cost.
    price: f64,
    hours: f64,
}

/// Agents exchange what they work on a few days in a row, two at a time, so that as many work each shift as before and
/// more wishes are granted: simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983), half of the exchanges begun where a
/// wish is not granted. Where hours, shifts of a template or weekends are all used up, they exchange days elsewhere as well,
/// the other way round. It needs no program, and is over when `share` of the time is; nothing where nobody wishes for anything.
pub(super) fn exchange(
    engine: &Engine,
    lines: &Lines,
    random: &mut Pcg64,
    (until, share): (&Until, f64),
) -> Option<Lines> {
    let agents = 0..engine.scenario.agents.len();
    let terms: Vec<(Terms, Option<Limit>)> =
        agents.clone().into_par_iter().map(|agent| engine.terms_of_exchange(agent)).collect();
    let forms = Forms::new(engine, lines);
    let seat = |agent: usize| Seat::new(engine, &forms, lines, (agent, &terms[agent]));
    // Nobody for whom a rule was given up: nothing would hold them to the others.
    let mut seats: Vec<Seat> =
        agents.into_par_iter().filter(|&agent| !engine.is_conceding(agent)).filter_map(seat).collect();
    let wish = mean_wish(&seats)?;
    let before = until.spent();
    for round in 0..ROUNDS {
        let done = (round as f64 / ROUNDS as f64).max((until.spent() - before) / (share - before).max(1e-9));
        if done >= 1.0 || until.should_stop() {
            break;
        }
        let heat = wish * HOT * (COLD / HOT).powf(done);
        seats.shuffle(random);
        let size = seats.len().div_ceil(seats.len().div_ceil(GROUP));
        let seed = random.random::<u64>();
        seats.par_chunks_mut(size).enumerate().for_each(|(place, group)| {
            let random = &mut Pcg64::seed_from_u64(seed.wrapping_add(place as u64));
            for _ in 0..TRIES * forms.of.len() * group.len() {
                attempt(group, heat, random);
            }
        });
    }
    let mut lines = lines.clone();
    for seat in &seats {
        seat.write(&forms, &mut lines);
    }
    Some(lines)
}

impl Engine<'_> {
    /// The rules that bind an agent over the plan as a whole, with what limits their weekends beside them where these need
    /// only be counted.
    fn terms_of_exchange(&self, agent: usize) -> (Terms, Option<Limit>) {
        let mut terms = self.terms_of_plan(agent);
        let weekends = terms.loosen_weekends(&self.scenario.grid);
        (terms, weekends)
    }
}

impl Forms {
    fn new(engine: &Engine, lines: &Lines) -> Self {
        let days = engine.free_days();
        let mut of: Vec<Vec<Option<Shift>>> = days.clone().map(|_| vec![None]).collect();
        for shift in lines.of.iter().flatten().filter(|shift| days.contains(&shift.day)) {
            let forms = &mut of[(shift.day - days.start) as usize];
            if !forms.iter().flatten().any(|known| known == shift) {
                forms.push(Some(shift.clone()));
            }
        }
        let most = of.iter().map(Vec::len).max().unwrap_or(0);
        Forms { first_day: days.start, of, most }
    }

    /// What one agent holds on each day.
    fn held(&self, line: &[Shift]) -> Vec<u16> {
        let mut held = vec![0; self.of.len()];
        for shift in line {
            let day = usize::try_from(shift.day - self.first_day).ok().filter(|&day| day < held.len());
            let place = |day: usize| self.of[day].iter().position(|form| form.as_ref() == Some(shift));
            if let Some((day, place)) = day.and_then(|day| Some((day, place(day)?))) {
                held[day] = place as u16;
            }
        }
        held
    }
}

impl<'a> Seat<'a> {
    /// Nothing for an agent whose line does not keep the rules.
    fn new(
        engine: &'a Engine,
        forms: &Forms,
        lines: &Lines,
        (agent, (terms, weekends)): (usize, &'a (Terms, Option<Limit>)),
    ) -> Option<Self> {
        let scenario = engine.scenario;
        let held = forms.held(&lines.of[agent]);
        let places = held.len() * forms.most;
        let (mut prices, mut choices) = (vec![f64::INFINITY; places], vec![None; places]);
        for (day, of) in terms.days.iter().enumerate() {
            for (place, form) in forms.of[day].iter().enumerate() {
                if let Some((choice, price)) = offer(of, form.as_ref()) {
                    (choices[day * forms.most + place], prices[day * forms.most + place]) = (choice, price);
                }
            }
        }
        let own = |(day, &form): (usize, &u16)| {
            let place = day * forms.most + usize::from(form);
            prices[place].is_finite().then_some(choices[place])
        };
        let own: Vec<Option<u32>> = held.iter().enumerate().map(own).collect::<Option<_>>()?;
        let track = Track::new(terms, weekends.as_ref(), scenario, own)?;
        let wage = scenario.contracts[scenario.agents[agent].contract].wage_per_hour.major();
        let most_forms = forms.most;
        let (wishes, burdens) = (Vec::new(), [0; 4]);
        let mut seat = Seat { agent, terms, track, held, prices, choices, most_forms, wishes, wage, burdens };
        seat.wishes = (0..seat.held.len()).filter(|&day| seat.wish(day) > 0.0).collect();
        for day in 0..seat.held.len() {
            let burdens = seat.burdens_of(day, seat.held[day]);
            add(&mut seat.burdens, burdens, 1);
        }
        Some(seat)
    }

    fn price(&self, day: usize, form: u16) -> f64 {
        self.prices[day * self.most_forms + usize::from(form)]
    }

    fn choice(&self, day: usize, form: u16) -> Option<u32> {
        self.choices[day * self.most_forms + usize::from(form)]
    }

    fn burdens_of(&self, day: usize, form: u16) -> Burdens {
        self.choice(day, form).map_or(0, |choice| self.terms.days[day].choices[choice as usize].burdens)
    }

    /// How much the price of a day may differ.
    fn wish(&self, day: usize) -> f64 {
        let prices = &self.prices[day * self.most_forms..(day + 1) * self.most_forms];
        let prices = || prices.iter().copied().filter(|price| price.is_finite());
        prices().fold(0.0, f64::max) - prices().fold(f64::INFINITY, f64::min)
    }

    /// What it changes to have what another has on the days of some ranges.
    fn more(&self, ranges: &[Range<usize>], other: &Seat) -> More {
        let days = || ranges.iter().cloned().flatten();
        let mut more = More { price: 0.0, hours: 0.0 };
        for day in days() {
            more.price += self.price(day, other.held[day]) - self.price(day, self.held[day]);
        }
        if self.wage != other.wage {
            let hours = |seat: &Seat| -> f64 { days().map(|day| seat.hours(day)).sum() };
            more.hours = hours(other) - hours(self);
        }
        if !self.terms.fairness.is_empty() {
            let mut burdens = self.burdens;
            for day in days() {
                add(&mut burdens, self.burdens_of(day, self.held[day]), -1);
                add(&mut burdens, self.burdens_of(day, other.held[day]), 1);
            }
            more.price += self.terms.burdens_cost(&burdens) - self.terms.burdens_cost(&self.burdens);
        }
        more
    }

    /// Hours paid on a day.
    fn hours(&self, day: usize) -> f64 {
        let choice = self.choice(day, self.held[day]);
        choice.map_or(0.0, |choice| self.terms.days[day].choices[choice as usize].paid.hours())
    }

    /// What another holds on the days of some ranges, as choices of its own.
    fn parts_of(&self, ranges: &[Range<usize>], other: &Seat) -> Vec<Part> {
        let choice = |day: usize| self.choice(day, other.held[day]);
        let part =
            |days: &Range<usize>| Part { first: days.start, choices: days.clone().map(choice).collect() };
        ranges.iter().map(part).collect()
    }

    fn hold(&mut self, day: usize, form: u16) {
        let (before, then) = (self.burdens_of(day, self.held[day]), self.burdens_of(day, form));
        add(&mut self.burdens, before, -1);
        add(&mut self.burdens, then, 1);
        self.held[day] = form;
    }

    fn write(&self, forms: &Forms, lines: &mut Lines) {
        let days = forms.first_day..forms.first_day + forms.of.len() as i32;
        let shift = |(&form, forms): (&u16, &Vec<Option<Shift>>)| forms[usize::from(form)].clone();
        lines.replace(self.agent, &days, self.held.iter().zip(&forms.of).filter_map(shift).collect());
    }
}

/// What a form of a day is to an agent and its price; nothing where they may not have it.
fn offer(day: &Day, form: Option<&Shift>) -> Option<(Option<u32>, f64)> {
    let Some(shift) = form else { return Some((None, day.price_off()?.major())) };
    let place = choice_of(day, shift)?;
    let choice = &day.choices[place as usize];
    choice.allows(&shift.breaks, day).then(|| (Some(place), choice.price().major()))
}

fn add(counts: &mut [u32; 4], burdens: Burdens, more: i32) {
    for (burden, count) in counts.iter_mut().enumerate() {
        *count = count.wrapping_add_signed(more * i32::from(burdens >> burden & 1));
    }
}

/// What the days with a wish differ by on average; nothing where there is none.
fn mean_wish(seats: &[Seat]) -> Option<f64> {
    let wishes = seats.iter().flat_map(|seat| seat.wishes.iter().map(|&day| seat.wish(day)));
    let (sum, number) = wishes.fold((0.0, 0usize), |(sum, number), wish| (sum + wish, number + 1));
    (number > 0).then(|| sum / number as f64)
}

/// Two of a group exchange some days, unless that costs more than they may or breaks a rule, and others with them where one would
/// have too much or too little of what is counted.
fn attempt(group: &mut [Seat], heat: f64, random: &mut Pcg64) {
    let Some((one, other, days)) = draw(group, random) else { return };
    let Ok([one, other]) = group.get_disjoint_mut([one, other]) else { return };
    if one.held[days.clone()] == other.held[days.clone()] {
        return;
    }
    let most = -heat * (1.0 - random.random::<f64>()).ln();
    if price(std::slice::from_ref(&days), one, other) > most {
        return;
    }
    let deal = deal(vec![days.clone()], one, other)
        .or_else(|| made_up(&days, one, other, random).filter(|deal| price(&deal.days, one, other) <= most));
    let Some(mut deal) = deal else { return };
    if !one.track.change(&mut deal.to_one) {
        return;
    }
    if !other.track.change(&mut deal.to_other) {
        one.track.change(&mut deal.to_one);
        return;
    }
    for day in deal.days.into_iter().flatten() {
        let (ours, theirs) = (one.held[day], other.held[day]);
        one.hold(day, theirs);
        other.hold(day, ours);
    }
}

/// What it costs that two exchange the days of some ranges.
fn price(ranges: &[Range<usize>], one: &Seat, other: &Seat) -> f64 {
    let (more, beside) = (one.more(ranges, other), other.more(ranges, one));
    // What one is paid more for the other is paid less.
    more.price + beside.price + more.hours * one.wage + beside.hours * other.wage
}

/// What two exchange on some days; nothing where one would have too many or too few hours, shifts of templates or weekends then.
fn deal(days: Vec<Range<usize>>, one: &Seat, other: &Seat) -> Option<Deal> {
    let parts =
        |of: &Seat, other| Some(of.parts_of(&days, other)).filter(|parts| of.track.keeps_counts(parts));
    let (to_one, to_other) = (parts(one, other)?, parts(other, one)?);
    Some(Deal { days, to_one, to_other })
}

/// What two exchange on some days and on others that make up for them.
fn made_up(days: &Range<usize>, one: &Seat, other: &Seat, random: &mut Pcg64) -> Option<Deal> {
    for _ in 0..DRAWS {
        let length = random.random_range(1..=MOST_DAYS.min(one.held.len()));
        let first = random.random_range(0..=one.held.len() - length);
        let beside = first..first + length;
        let is_apart = beside.end <= days.start || days.end <= beside.start;
        let mut both = vec![days.clone(), beside];
        both.sort_unstable_by_key(|days| days.start);
        if let Some(deal) = is_apart.then(|| deal(both, one, other)).flatten() {
            return Some(deal);
        }
    }
    None
}

/// Two agents and some days in a row: those around a day on which the first has a wish that what the second holds would
/// grant, or any.
fn draw(group: &[Seat], random: &mut Pcg64) -> Option<(usize, usize, Range<usize>)> {
    let one = random.random_range(0..group.len());
    let seat = &group[one];
    let length = random.random_range(1..=MOST_DAYS.min(seat.held.len()));
    let last = seat.held.len() - length;
    if random.random_bool(BY_WISH) {
        let day = *seat.wishes.get(random.random_range(0..seat.wishes.len().max(1)))?;
        let now = seat.price(day, seat.held[day]);
        let grants = |other: &usize| seat.price(day, group[*other].held[day]) < now;
        let from = random.random_range(0..group.len());
        let other = (from..group.len()).chain(0..from).find(grants)?;
        let first = day.saturating_sub(random.random_range(0..length)).min(last);
        return Some((one, other, first..first + length));
    }
    let other = random.random_range(0..group.len());
    let first = random.random_range(0..=last);
    (one != other).then(|| (one, other, first..first + length))
}
