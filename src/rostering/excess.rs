use super::duals::PostPrices;
use super::engine::{Engine, choice_of};
use super::fixing::Least;
use super::state::Lines;

/// Prices of the plan as a whole, and what lines cost at least at them.
///
/// A roster costs as much more than the bound at these prices as its lines and its posts do in all: each line more than the
/// cheapest of its agent, each post more than at its price. Where that is much the roster is to be looked at.
pub(super) struct Guide {
    pub first_day: i32,
    pub posts: PostPrices,
    /// By agent; nothing of one whose line is settled.
    pub least: Vec<Option<Least>>,
}

/// What a roster costs beyond the bound.
pub(super) struct Excess {
    /// By day of the plan.
    pub days: Vec<f64>,
    /// By agent and day: no more than its line does in all, and all of it where another shift that day would save it.
    pub agents: Vec<Vec<f64>>,
}

impl Guide {
    pub fn excess(&self, engine: &Engine, lines: &Lines) -> Excess {
        let agents: Vec<Vec<f64>> =
            (0..lines.of.len()).map(|agent| self.of_agent(engine, lines, agent)).collect();
        let mut days = self.of_posts(engine, lines);
        for (day, excess) in agents.iter().flat_map(|of| of.iter().enumerate()) {
            days[day] += excess;
        }
        Excess { days, agents }
    }

    /// By day.
    fn of_agent(&self, engine: &Engine, lines: &Lines, agent: usize) -> Vec<f64> {
        let mut excess = vec![0.0; engine.scenario.grid.days()];
        let Some(least) = &self.least[agent] else { return excess };
        let mut choices: Vec<Option<u32>> = vec![None; excess.len()];
        let of_days = &engine.calendar.agents[agent];
        for shift in &lines.of[agent] {
            let day = usize::try_from(shift.day).ok().filter(|&day| day < choices.len());
            day.into_iter().for_each(|day| choices[day] = choice_of(&of_days[day], shift));
        }
        let days = excess.iter_mut().zip(&choices).skip(self.first_day as usize);
        for ((excess, choice), of) in days.zip(&least.of) {
            // The days of a window are the calendar's, and so are their choices.
            let cost = of[choice.map_or(0, |choice| choice as usize + 1)];
            *excess = if cost.is_finite() { (cost - least.line).max(0.0) } else { 0.0 };
        }
        excess
    }

    /// By day.
    fn of_posts(&self, engine: &Engine, lines: &Lines) -> Vec<f64> {
        let scenario = engine.scenario;
        let (days, templates) = (scenario.grid.days(), scenario.shifts.len());
        let there = there(engine, lines);
        let mut excess = vec![0.0; days];
        for post in &scenario.posts {
            let heads = there[post.day * templates + post.shift];
            let missing = f64::from(post.required) - f64::from(heads);
            let worth = self.posts.get(post.day as i32, post.shift) * missing;
            excess[post.day] += (post.cost(heads).major() - worth).max(0.0);
        }
        excess
    }
}

/// How many work each template, by day and template.
pub(super) fn there(engine: &Engine, lines: &Lines) -> Vec<u32> {
    let (days, templates) = (engine.scenario.grid.days(), engine.scenario.shifts.len());
    let mut there = vec![0u32; days * templates];
    for shift in lines.of.iter().flatten() {
        let day = usize::try_from(shift.day).ok().filter(|&day| day < days);
        if let (Some(day), Some(template)) = (day, shift.template) {
            there[day * templates + template] += 1;
        }
    }
    there
}
