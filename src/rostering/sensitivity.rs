use std::ops::Range;

use rayon::prelude::*;

use super::RosteringOptions;
use super::bound::WEEK;
use super::duals::{Duals, PostPrices};
use super::engine::{Engine, Worth};
use super::frames::{between, weeks, whole};
use super::generation::Effort;
use super::posted::settled_cost;
use super::prices::PresencePrices;
use super::sharing::share;
use super::state::Lines;
use super::terms::of_agent;
use super::until::Until;
use super::window::{Frame, Group, Window, groups};
use crate::error::Result;
use crate::model::{Requirement, Rostered, Scenario, ShadowPrices, Skills, Watch};
use crate::program::Method;
use crate::units::Money;

/// Weeks that are looked at.
const MOST_WEEKS: usize = 4;
/// Passes in which prices of posts rise, at most.
const PASSES: usize = 100;
/// The share of the time of a program in which prices rise.
const SHARE_OF_RISING: f64 = 0.5;
/// Tries at prices for templates of which a line has too many.
const TRIES: usize = 30;

/// What looser rules would be worth, by what presence and posts are worth on some days.
///
/// Let each agent a take one line of X_a, and let L(u; X) = rest(u) + sum over a of min {cost(l) - u A_l: l in X_a} be the
/// Lagrangian bound of the program at the prices u of its rows, A_l being the presence and the posts that a line l gives.
/// Looser rules add lines: with X' instead of X no roster costs less than L(u; X'), whatever u (Geoffrion 1974), so that
/// they save no more than
///
/// cost of X - L(u; X') = (cost of X - L(u; X)) + (L(u; X) - L(u; X')).
///
/// The first part is the gap of the roster there is, whatever is loosened. The second is what the looser rules are worth:
/// the sum, over the agents they bind, of how much cheaper the cheapest line becomes. At the prices of the optimum it is,
/// to first order, what the program saves: the prices that prove the bound are near those.
pub struct Sensitivity<'a> {
    engine: Engine<'a>,
    options: &'a RosteringOptions,
    /// The roster, history included.
    lines: Lines,
    parts: Vec<PricedDays>,
}

/// The prices of some days, with all else settled.
struct PricedDays {
    frame: Frame,
    /// By skill set.
    presence: Vec<PresencePrices>,
    posts: PostPrices,
    /// What all but the lines cost at these prices, where that is known.
    rest: Option<f64>,
    /// By agent, what their cheapest line costs at these prices; nothing where none keeps the rules.
    least: Vec<Option<f64>>,
}

impl<'a> Sensitivity<'a> {
    /// The sensitivity of a roster in the weeks of `days`, of the first few of them, all else as rostered; or in the whole
    /// plan, where posts alone are to be filled and it is not long. The prices are those that prove the bound of the
    /// roster; where there are none, those of programs solved now, or the best of them so far when time is up.
    ///
    /// # Errors
    ///
    /// Only where the solver itself fails.
    pub fn of(
        scenario: &'a Scenario,
        requirements: &[Requirement],
        rostered: &Rostered,
        days: &[i32],
        options: &'a RosteringOptions,
        watch: &dyn Watch,
    ) -> Result<Self> {
        let engine = Engine::new(scenario, requirements, options.posted.as_ref(), &options.at_hand);
        let lines = Lines::of_roster(scenario, &rostered.roster);
        let frames = frames(&engine, &lines, days)?;
        let until = Until::new(watch, options.time_limit);
        let each = 1.0 / frames.len().max(1) as f64;
        let price = |(place, frame): (usize, Frame)| {
            if let Some(known) = rostered.proof.prices.iter().find(|of| of.days == frame.days) {
                return Ok(PricedDays::at(&engine, frame, &lines, (known, None)));
            }
            let (rising, all) = (each * (place as f64 + SHARE_OF_RISING), each * (place + 1) as f64);
            PricedDays::solved(&engine, frame, &lines, (&until.part(rising), &until.part(all)))
        };
        let parts = frames.into_iter().enumerate().map(price).collect::<Result<_>>()?;
        Ok(Sensitivity { engine, options, lines, parts })
    }

    /// What it is worth that some agents come under the rules and requests of another scenario, all else equal: what it
    /// saves, to first order, and never less than nothing.
    pub fn worth(&self, looser: &Scenario, agents: &[usize]) -> Money {
        let engine = Engine::new(looser, &[], self.options.posted.as_ref(), &self.options.at_hand);
        let of = |part: &PricedDays| {
            let days = (part.frame.days.start, part.frame.days.end);
            let terms = |engine: &Engine, agent: usize| {
                let line = &self.lines.of[agent];
                of_agent(engine.scenario, &engine.calendar, agent, line, days, part.frame.open)
            };
            let is_changed = |agent: &usize| terms(&engine, *agent) != terms(&self.engine, *agent);
            let agents: Vec<usize> = agents.par_iter().copied().filter(is_changed).collect();
            let frame = Frame { agents, ..part.frame.clone() };
            let now = part.least(&engine, groups(&engine, &frame, &self.lines));
            let saved = |&agent: &usize| Some(part.least[agent]? - now[agent]?);
            frame.agents.iter().filter_map(saved).sum::<f64>()
        };
        Money::from_major(self.parts.iter().map(of).sum::<f64>().max(0.0))
    }

    /// What the days cannot cost less than under the rules as they are, with the settled part where they are all the plan;
    /// nothing of prices that were known.
    pub fn bound(&self) -> Option<Money> {
        let of = |part: &PricedDays| Some(part.rest? + part.least.iter().flatten().sum::<f64>());
        let parts: Option<f64> = self.parts.iter().map(of).sum();
        Some(Money::from_major(parts? + settled_cost(&self.engine)))
    }
}

impl Window<'_> {
    /// The prices of its program.
    pub fn shadow_prices(&self, frame: &Frame, duals: &Duals) -> ShadowPrices {
        let Engine { scenario, cover, .. } = self.engine;
        let worth = |(place, skills): (usize, &Skills)| {
            let worth = self.master.worth(cover, duals, place);
            (skills.clone(), worth[frame.intervals.clone()].to_vec())
        };
        let posts = self.master.post_prices(scenario, duals);
        ShadowPrices {
            days: frame.days.clone(),
            intervals: frame.intervals.clone(),
            presence: cover.skill_sets.iter().enumerate().map(worth).collect(),
            posts: scenario.posts.iter().map(|post| posts.get(post.day as i32, post.shift)).collect(),
        }
    }
}

/// What is to be priced: the plan as a whole, or the weeks of some days.
fn frames(engine: &Engine, lines: &Lines, days: &[i32]) -> Result<Vec<Frame>> {
    if engine.scenario.queues.is_empty() && !engine.is_long() {
        return Ok(vec![whole(engine)]);
    }
    let done = share(engine, lines)?.done;
    let everyone: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    let weeks = weeks(engine);
    let mut asked: Vec<&Range<i32>> = Vec::new();
    for week in days.iter().filter_map(|day| weeks.iter().find(|week| week.contains(day))) {
        if asked.len() < MOST_WEEKS && !asked.contains(&week) {
            asked.push(week);
        }
    }
    Ok(asked.into_iter().map(|week| between(engine, week.clone(), everyone.clone(), &done)).collect())
}

impl PricedDays {
    /// Some days at the prices of a program solved for them.
    fn solved(
        engine: &Engine,
        frame: Frame,
        lines: &Lines,
        (until, then): (&dyn Watch, &dyn Watch),
    ) -> Result<Self> {
        let mut window = Window::new(engine, &frame, lines)?;
        if engine.scenario.queues.is_empty() {
            // Where there are many posts a program takes long from nothing.
            let ascent = window.ascend(PASSES, until);
            window.guess = Some(window.prices_of(&ascent));
        }
        window.add_current(lines)?;
        window.start()?;
        let effort = Effort { rounds: usize::MAX, ..WEEK };
        let found = window.generate(&effort, Method::Dual, then)?;
        let duals = found.duals.unwrap_or_else(|| window.duals(&found.solution));
        let prices = window.shadow_prices(&frame, &duals);
        Ok(PricedDays::at(engine, frame, lines, (&prices, Some(duals.rest))))
    }

    /// Some days at given prices, and what all but the lines cost at them, if that is known.
    fn at(
        engine: &Engine,
        frame: Frame,
        lines: &Lines,
        (prices, rest): (&ShadowPrices, Option<f64>),
    ) -> Self {
        let Engine { scenario, cover, .. } = engine;
        let presence = |skills: &Skills| {
            let mut worth = vec![0.0; scenario.grid.len()];
            for (_, of_these) in prices.presence.iter().filter(|(of, _)| of == skills) {
                worth[prices.intervals.clone()].copy_from_slice(of_these);
            }
            PresencePrices::new(&scenario.grid, &worth)
        };
        let mut posts = PostPrices::none(scenario);
        for (post, &worth) in scenario.posts.iter().zip(&prices.posts) {
            posts.set(post.day as i32, post.shift, worth);
        }
        let presence = cover.skill_sets.iter().map(presence).collect();
        let mut priced = PricedDays { frame, presence, posts, rest, least: Vec::new() };
        priced.least = priced.least(engine, groups(engine, &priced.frame, lines));
        priced
    }

    /// By agent of some groups, what their cheapest line costs at these prices.
    fn least(&self, engine: &Engine, groups: Vec<Group>) -> Vec<Option<f64>> {
        let price = |mut group: Group| {
            let worth = Worth { presence: &self.presence[group.skill_set], posts: &self.posts };
            let priced = engine.cheap(&mut group.legal, group.contract, &worth, TRIES);
            // Where a network asks for more than the rules no bound is known, but its cheapest line is.
            let of_line = || priced.lines.first().map(|line| line.reduced);
            (group.agents, Some(priced.bound).filter(|bound| bound.is_finite()).or_else(of_line))
        };
        let priced: Vec<(Vec<usize>, Option<f64>)> = groups.into_par_iter().map(price).collect();
        let mut least = vec![None; engine.scenario.agents.len()];
        for (agents, cost) in priced {
            agents.into_iter().for_each(|agent| least[agent] = cost);
        }
        least
    }
}
