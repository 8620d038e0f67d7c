use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::duals::{Duals, PostPrices};
use super::engine::{PricedLine, Worth};
use super::limits::Relaxed;
use super::prices::PresencePrices;
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;

/// Steps at most, of which the lines of the last are kept.
const STEPS: usize = 150;
const KEPT: usize = 25;
/// How far above the best bound the first steps aim, as a share of the cost of a roster; where they no longer help.
const FIRST_REACH: f64 = 0.3;
const LEAST_REACH: f64 = 1e-4;
/// Steps without a better bound after which they are halved.
const PATIENCE: usize = 4;
/// How much of a direction is carried on to the next.
const MOMENTUM: f64 = 0.6;

/// The best prices so far.
struct Best {
    bound: f64,
    prices: PostPrices,
    rest: f64,
    /// Prices of kinds, by group.
    kinds: Vec<Vec<f64>>,
}

/// A post as the prices see it.
struct Wanted {
    day: i32,
    template: usize,
    required: f64,
    under: f64,
    over: f64,
    price: f64,
    direction: f64,
}

/// Finds prices near the best, and lines that are cheap at them, before there is a program to solve: subgradients of
/// the bound, deflected (Camerini, Fratta and Maffioli 1975), with steps towards a level a little above it. Templates
/// that are limited have prices too. Programs that begin with those lines swing less.
pub(super) fn warm_up(window: &mut Window, cost: f64, watch: &dyn Watch) -> Result<()> {
    let mut posts = wanted(window);
    let mut best: Option<Best> = None;
    let (mut reach, mut idle) = (FIRST_REACH, 0);
    let mut kept: Vec<Vec<(usize, PricedLine)>> = Vec::new();
    for _ in 0..STEPS {
        if watch.should_stop() || reach < LEAST_REACH {
            break;
        }
        let prices = prices(window, &posts);
        let Some((relaxed, lines)) = window.relaxed(&prices) else { return Ok(()) };
        let rest: f64 = posts.iter().map(|post| post.price * post.required).sum();
        let of_lines = relaxed.iter().zip(&window.groups);
        let bound = rest + of_lines.map(|(line, group)| line.bound * group.left as f64).sum::<f64>();
        kept.push(lines);
        if kept.len() > KEPT {
            kept.remove(0);
        }
        if best.as_ref().is_none_or(|best| bound > best.bound) {
            idle = 0;
            let kinds = window.groups.iter().map(|group| group.legal.kind_prices.clone()).collect();
            best = Some(Best { bound, prices, rest, kinds });
        } else {
            idle += 1;
        }
        let Some(best) = &best else { continue };
        if idle == PATIENCE {
            // Back to the best prices, and towards a lower level.
            (reach, idle) = (reach / 2.0, 0);
            go_back(window, &mut posts, best);
            continue;
        }
        let level = cost.min(best.bound + reach * cost);
        step(window, &mut posts, &relaxed, level - bound);
    }
    let mut known = HashSet::new();
    for (group, line) in kept.into_iter().flatten() {
        if known.insert((group, line.choices.clone())) {
            window.add(group, line)?;
        }
    }
    window.center = best.map(|best| (best.bound, Duals::of_posts(&window.master, &best.prices, best.rest)));
    Ok(())
}

fn wanted(window: &Window) -> Vec<Wanted> {
    let posts = window.engine.scenario.posts.iter();
    let wanted = posts.map(|post| Wanted {
        day: post.day as i32,
        template: post.shift,
        required: f64::from(post.required),
        under: post.under_cost.major(),
        over: post.over_cost.major(),
        price: 0.0,
        direction: 0.0,
    });
    wanted.collect()
}

fn prices(window: &Window, posts: &[Wanted]) -> PostPrices {
    let mut prices = PostPrices::none(window.engine.scenario);
    posts.iter().for_each(|post| prices.set(post.day, post.template, post.price));
    prices
}

fn go_back(window: &mut Window, posts: &mut [Wanted], best: &Best) {
    for post in posts {
        (post.price, post.direction) = (best.prices.get(post.day, post.template), 0.0);
    }
    for (group, kinds) in window.groups.iter_mut().zip(&best.kinds) {
        group.legal.kind_prices.clone_from(kinds);
    }
}

/// Moves the prices along the gradient: up where too few would come, down where too many.
fn step(window: &mut Window, posts: &mut [Wanted], relaxed: &[Relaxed], length: f64) {
    let mut there: HashMap<(i32, usize), f64> = HashMap::new();
    for (line, group) in relaxed.iter().zip(&window.groups) {
        for (day, choice) in group.legal.terms.days.iter().zip(&line.choices) {
            if let Some(choice) = choice.map(|choice| &day.choices[choice as usize]) {
                *there.entry((choice.day, choice.template)).or_default() += group.left as f64;
            }
        }
    }
    for post in posts.iter_mut() {
        let there = there.get(&(post.day, post.template)).copied().unwrap_or(0.0);
        post.direction = (post.required - there) + MOMENTUM * post.direction;
    }
    let beyond = relaxed.iter().flat_map(|line| &line.beyond).filter(|&&beyond| beyond > 0.0);
    let size = posts.iter().map(|post| &post.direction).chain(beyond).map(|step| step * step).sum::<f64>();
    if size <= 0.0 {
        return;
    }
    for post in posts.iter_mut() {
        post.price = (post.price + length * post.direction / size).clamp(-post.over, post.under);
    }
    for (group, line) in window.groups.iter_mut().zip(relaxed) {
        group.legal.move_kind_prices(&line.beyond, length / size);
    }
}

/// The cheapest line of each group where limits are prices; those that keep the limits, with their group.
type Found = (Vec<Relaxed>, Vec<(usize, PricedLine)>);

impl Window<'_> {
    fn relaxed(&mut self, posts: &PostPrices) -> Option<Found> {
        let engine = self.engine;
        let grid = &engine.scenario.grid;
        let presence = &PresencePrices::new(grid, &vec![0.0; grid.len()]);
        let worth = Worth { presence, posts };
        let relaxed: Vec<Relaxed> = self
            .groups
            .par_iter()
            .map(|of| engine.relaxed(&of.legal, of.contract, &worth))
            .collect::<Option<_>>()?;
        let legal = relaxed.iter().enumerate().filter(|(_, line)| line.is_legal());
        let lines = legal.map(|(group, line)| {
            let of = &self.groups[group];
            (group, engine.line(&of.legal, of.contract, &worth, (&line.choices, line.cost)))
        });
        let lines = lines.collect();
        Some((relaxed, lines))
    }
}
