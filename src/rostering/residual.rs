use std::collections::HashMap;
use std::ops::Range;

use super::course::Course;
use super::cover::Cover;
use super::duals::PostPrices;
use super::engine::Engine;
use crate::model::Shift;

/// The most queues and works told apart in an interval; of more, those that need least are left out. What is
/// found here is a guide, and every roster is measured anew by sharing its presence exactly.
const MOST_KINDS: usize = 12;
const MOST_WORKS: usize = MOST_KINDS / 2;
/// Sets of queues looked at side by side.
const LANES: usize = 4;

/// What the presence of a roster leaves uncovered, and what one more agent would save: kept up to date shift by
/// shift, without a linear program.
///
/// What is short in an interval, when presence is shared as well as can be, is by the theorem of max-flow and
/// min-cut (Ford and Fulkerson 1956) the most that any set of queues needs beyond those who serve one of them:
/// max over S of need(S) - presence(S). Deferred work is done in the time the others leave, as soon as it comes.
pub(super) struct Residual<'a> {
    engine: &'a Engine<'a>,
    spots: Vec<Spot>,
    /// Headcounts by day and template, where a post asks for one.
    posts: HashMap<(i32, usize), Post>,
    deferred: Vec<Course>,
    /// The price of all that is short at once.
    immediate: f64,
}

/// An interval.
struct Spot {
    /// By skill set: which of the kinds (queues, then works) it serves, bit by bit.
    serves: Vec<u32>,
    /// How many of the kinds are works.
    works: Vec<usize>,
    /// The distinct sets of queues that skill sets serve, bit by bit.
    sets: Vec<usize>,
    /// By set of queues: people in seat whom all of them must have, need, and need with the reserve.
    must: Vec<f64>,
    net: Vec<f64>,
    gross: Vec<f64>,
    /// By set of kinds: agents present who serve one of them.
    present: Vec<f64>,
    found: Found,
}

/// What a spot comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Found {
    /// The price of who is short.
    cost: f64,
    /// Agents left for each of the spot's works.
    idle: [f64; MOST_WORKS],
}

/// What comes of somebody's presence in an interval.
pub(super) struct There {
    /// What it saves.
    pub saves: f64,
    /// How unevenly agents are then spread there.
    pub uneven: f64,
}

struct Post {
    required: i32,
    there: i32,
    under: f64,
    over: f64,
}

impl<'a> Residual<'a> {
    /// Of nobody's presence.
    pub fn new(engine: &'a Engine<'a>) -> Self {
        let cover = &engine.cover;
        let spots = (0..cover.intervals.len()).map(|interval| Spot::new(cover, interval)).collect();
        let post = |post: &crate::model::Post| {
            let key = (post.day as i32, post.shift);
            let (required, under, over) =
                (post.required as i32, post.under_cost.major(), post.over_cost.major());
            (key, Post { required, there: 0, under, over })
        };
        let posts = engine.scenario.posts.iter().map(post).collect();
        let deferred = vec![Course::new(cover.intervals.len()); cover.deferred.len()];
        let mut residual = Residual { engine, spots, posts, deferred, immediate: 0.0 };
        residual.spots.iter_mut().for_each(|spot| spot.found = spot.find(cover, 0, 0.0));
        residual.immediate = residual.spots.iter().map(|spot| spot.found.cost).sum();
        residual.follow_deferred(0..residual.spots.len());
        residual
    }

    /// Puts a line's shifts and their presence in (`sign` 1), or takes them out (-1).
    pub fn put(&mut self, skill_set: usize, shifts: &[Shift], presence: &[(usize, f64)], sign: f64) {
        for &(interval, share) in presence {
            let spot = &mut self.spots[interval];
            let serves = spot.serves[skill_set];
            if serves != 0 {
                spot.add(serves, sign * share);
                let found = spot.find(&self.engine.cover, 0, 0.0);
                self.immediate += found.cost - spot.found.cost;
                spot.found = found;
            }
        }
        for shift in shifts {
            let post = shift.template.and_then(|template| self.posts.get_mut(&(shift.day, template)));
            if let Some(post) = post {
                post.there += sign as i32;
            }
        }
        let touched = presence.iter().map(|&(interval, _)| interval);
        if let (Some(first), Some(last)) = (touched.clone().min(), touched.max()) {
            self.follow_deferred(first..last + 1);
        }
    }

    /// The price of all that is short, and of posts.
    pub fn cost(&self) -> f64 {
        let price = self.engine.cover.short_price / self.engine.cover.hours;
        let deferred: f64 = self.deferred.iter().map(|course| course.overdue() * price).sum();
        self.immediate + deferred + self.posts.values().map(Post::cost).sum::<f64>()
    }

    /// What one more agent of a skill set would save in each interval of a range.
    pub fn worth(&self, skill_set: usize, intervals: Range<usize>) -> Vec<f64> {
        intervals.map(|interval| self.saves(skill_set, interval, 1.0)).collect()
    }

    /// What an agent of a skill set would save who is there for a share of an interval.
    fn saves(&self, skill_set: usize, interval: usize, share: f64) -> f64 {
        let cover = &self.engine.cover;
        let spot = &self.spots[interval];
        let serves = spot.serves[skill_set];
        if serves == 0 {
            return 0.0;
        }
        let more = spot.find(cover, serves, share);
        let idle = spot.works.iter().zip(more.idle.iter().zip(&spot.found.idle));
        let deferred =
            idle.map(|(&work, (more, now))| (more - now) * cover.hours * self.deferred[work].worth(interval));
        spot.found.cost - more.cost + deferred.sum::<f64>()
    }

    /// What comes of an agent of a skill set who is there for a share of an interval.
    pub fn at(&self, skill_set: usize, interval: usize, share: f64) -> There {
        let spot = &self.spots[interval];
        let uneven = spot.unevenness(spot.serves[skill_set], share);
        There { saves: self.saves(skill_set, interval, share), uneven }
    }

    /// How unevenly the agents beyond the requirement are spread over some intervals.
    pub fn unevenness(&self, intervals: Range<usize>) -> f64 {
        self.spots[intervals].iter().map(|spot| spot.unevenness(0, 0.0)).sum()
    }

    /// What one more shift of each template with a post would save.
    pub fn post_worth(&self) -> PostPrices {
        let mut worth = PostPrices::none(self.engine.scenario);
        self.posts.iter().for_each(|(&(day, template), post)| worth.set(day, template, post.worth()));
        worth
    }

    /// The same, of which a share counts, and for the rest the price that a post has.
    pub fn post_worth_beside(&self, prices: &PostPrices, share: f64) -> PostPrices {
        let mut worth = PostPrices::none(self.engine.scenario);
        for (&(day, template), post) in &self.posts {
            let both = share * post.worth() + (1.0 - share) * prices.get(day, template);
            worth.set(day, template, both);
        }
        worth
    }

    /// Follows deferred work where the time left for it may have changed.
    fn follow_deferred(&mut self, changed: Range<usize>) {
        let cover = &self.engine.cover;
        let price = cover.short_price / cover.hours;
        for (work, course) in self.deferred.iter_mut().enumerate() {
            let idle = |interval: usize| {
                let spot = &self.spots[interval];
                let place = spot.works.iter().position(|&other| other == work);
                place.map_or(0.0, |place| spot.found.idle[place] * cover.hours)
            };
            course.follow(&cover.deferred[work], changed.clone(), idle, price);
        }
    }
}

impl Spot {
    /// The sum over the sets of queues that agents serve of the square of how many more are present than needed, with
    /// `share` more who serve `more`. Of the same agents in all it is least where they are spread evenly.
    fn unevenness(&self, more: u32, share: f64) -> f64 {
        let beyond = |set: &usize| {
            let further = if *set as u32 & more != 0 { share } else { 0.0 };
            self.present[*set] - self.gross[*set] + further
        };
        self.sets.iter().map(beyond).map(|beyond| beyond * beyond).sum()
    }

    fn new(cover: &Cover, interval: usize) -> Self {
        let at = &cover.intervals[interval];
        let gross = |queue: &usize| cover.queues[*queue].gross[interval];
        let mut queues = at.queues.clone();
        let works: Vec<usize> = at.deferred.iter().copied().take(MOST_WORKS).collect();
        queues.sort_by(|one, other| gross(other).total_cmp(&gross(one)));
        queues.truncate(MOST_KINDS - works.len());
        let serves = |class: &Option<usize>| {
            let Some(class) = class.map(|class| &at.classes[class]) else { return 0 };
            let queues = queues.iter().map(|queue| class.queues.contains(queue));
            let works = works.iter().map(|work| class.deferred.contains(work));
            queues.chain(works).enumerate().fold(0, |bits, (kind, serves)| bits | u32::from(serves) << kind)
        };
        let sum = |need: &dyn Fn(&usize) -> f64| -> Vec<f64> {
            let of = |set: usize| {
                queues
                    .iter()
                    .enumerate()
                    .filter(|(kind, _)| set >> kind & 1 == 1)
                    .map(|(_, queue)| need(queue))
                    .sum()
            };
            (0..1usize << queues.len()).map(of).collect()
        };
        let serves: Vec<u32> = at.class_of.iter().map(serves).collect();
        let immediate = (1usize << queues.len()) - 1;
        let mut sets: Vec<usize> = serves.iter().map(|&serves| serves as usize & immediate).collect();
        sets.sort_unstable();
        sets.dedup();
        sets.retain(|&set| set != 0);
        Spot {
            serves,
            sets,
            must: sum(&|queue| cover.queues[*queue].must[interval]),
            net: sum(&|queue| cover.queues[*queue].net[interval]),
            gross: sum(&gross),
            present: vec![0.0; 1 << (queues.len() + works.len())],
            works,
            found: Found::default(),
        }
    }

    fn add(&mut self, serves: u32, share: f64) {
        for (set, present) in self.present.iter_mut().enumerate() {
            if set as u32 & serves != 0 {
                *present += share;
            }
        }
    }

    /// What it comes to with `share` more who serve `more`.
    fn find(&self, cover: &Cover, more: u32, share: f64) -> Found {
        let present = |set: usize| self.present[set] + if set as u32 & more != 0 { share } else { 0.0 };
        let sets = self.net.len();
        // Some sets side by side, as most of annealing's time goes here. No set at all needs nothing.
        let (mut must, mut net, mut gross) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for first in (0..sets).step_by(LANES) {
            let lanes = first..(first + LANES).min(sets);
            let needs = self.must[lanes.clone()].iter().zip(&self.net[lanes.clone()]).zip(&self.gross[lanes]);
            for (lane, ((of_must, of_net), of_gross)) in needs.enumerate() {
                let there = present(first + lane);
                must[lane] = greater(must[lane], of_must - there);
                net[lane] = greater(net[lane], of_net - there);
                gross[lane] = greater(gross[lane], of_gross - there);
            }
        }
        let [must, net, gross] = [must, net, gross].map(|lanes| lanes.into_iter().fold(0.0, greater));
        let cost = must * cover.short_price
            + (net - must).max(0.0) * cover.spare_price
            + (gross - net).max(0.0) * cover.reserve_price;
        // Of all who are there, the queues occupy what they need and are not short of; each work gets what is left.
        let mut busy = self.gross[sets - 1] - gross;
        let mut idle = [0.0; MOST_WORKS];
        for (place, idle) in idle[..self.works.len()].iter_mut().enumerate() {
            let works = ((2usize << place) - 1) * sets;
            let most = (0..sets).map(|set| self.gross[sets - 1 - set] + present(set | works));
            let occupied = most.fold(f64::INFINITY, |least, most| if most < least { most } else { least });
            *idle = (occupied - busy).max(0.0);
            busy = occupied;
        }
        Found { cost, idle }
    }
}

/// The greater of two that are numbers: what may be none takes longer to compare.
fn greater(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

impl Post {
    fn cost(&self) -> f64 {
        let beyond = f64::from(self.there - self.required);
        if beyond < 0.0 { -beyond * self.under } else { beyond * self.over }
    }

    fn worth(&self) -> f64 {
        if self.there < self.required { self.under } else { -self.over }
    }
}
