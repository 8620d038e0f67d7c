use crate::model::{Roster, Scenario, Series};
use crate::units::Money;

/// Less than so much of an agent short is the rounding of shared time, not a shortage.
const NEGLIGIBLE: f64 = 0.05;

/// Intervals in a row in which a queue is short of agents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortRun {
    /// The queue, as an index.
    pub queue: usize,
    /// The first interval.
    pub first: usize,
    /// One past the last interval.
    pub end: usize,
    /// Agents short where it is worst.
    pub agents: f64,
    /// Agent hours short in all.
    pub hours: f64,
}

/// What is not covered, merged to runs within a day, queue by queue in order of time.
///
/// `shortage` holds agents short by interval, one series for each queue. Less than a twentieth of an agent is
/// left out.
pub fn short_runs(scenario: &Scenario, shortage: &[Series<f64>]) -> Vec<ShortRun> {
    shortage.iter().enumerate().flat_map(|(queue, series)| runs_of(scenario, queue, series)).collect()
}

fn runs_of(scenario: &Scenario, queue: usize, shortage: &Series<f64>) -> Vec<ShortRun> {
    let hours = scenario.grid.interval().hours();
    let mut runs: Vec<ShortRun> = Vec::new();
    for (interval, &agents) in shortage.iter().enumerate().filter(|&(_, &agents)| agents >= NEGLIGIBLE) {
        let same_day = |run: &ShortRun| {
            scenario.grid.day_of_interval(run.first) == scenario.grid.day_of_interval(interval)
        };
        match runs.last_mut().filter(|run| run.end == interval && same_day(run)) {
            Some(run) => {
                run.end = interval + 1;
                run.agents = run.agents.max(agents);
                run.hours += agents * hours;
            }
            None => {
                let end = interval + 1;
                runs.push(ShortRun { queue, first: interval, end, agents, hours: agents * hours });
            }
        }
    }
    runs
}

/// A post with more or fewer people than asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostGap {
    /// The post, as an index.
    pub post: usize,
    /// People rostered on it.
    pub rostered: u32,
    /// People asked for.
    pub required: u32,
    /// The price of the difference.
    pub cost: Money,
}

impl PostGap {
    /// Whether people are missing.
    pub fn is_short(&self) -> bool {
        self.missing() > 0
    }

    /// How many people are missing.
    pub fn missing(&self) -> u32 {
        self.required.saturating_sub(self.rostered)
    }
}

/// The posts with more or fewer people than asked for, in their order.
pub fn post_gaps(scenario: &Scenario, roster: &Roster) -> Vec<PostGap> {
    let gap = |(index, post): (usize, &crate::model::Post)| {
        let on_post = |(_, shift): &(usize, &crate::model::Shift)| {
            shift.day == post.day as i32 && shift.template == Some(post.shift)
        };
        let rostered = roster.shifts().filter(on_post).count() as u32;
        let price = if rostered < post.required { post.under_cost } else { post.over_cost };
        let cost = price.times(f64::from(rostered.abs_diff(post.required)));
        PostGap { post: index, rostered, required: post.required, cost }
    };
    scenario.posts.iter().enumerate().map(gap).filter(|gap| gap.rostered != gap.required).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn posts_count_shifts_of_their_kind() {
        let mut plan = sample::plan();
        let post = |required| crate::model::Post {
            day: 1,
            shift: 0,
            required,
            under_cost: Money::from_major(50.0),
            over_cost: Money::from_major(5.0),
        };
        plan.scenario.posts = vec![post(3), post(5), post(1)];
        let gaps = post_gaps(&plan.scenario, &plan.rostered.roster);
        let costs: Vec<_> = gaps.iter().map(|gap| (gap.post, gap.is_short(), gap.cost.whole())).collect();
        assert_eq!(costs, [(1, true, "100".to_owned()), (2, false, "10".to_owned())]);
    }

    #[test]
    fn neighbours_merge_and_days_do_not() {
        let scenario = sample::scenario();
        let mut shortage = Series::from_fn(scenario.grid.clone(), |_| 0.0);
        for (interval, agents) in [(20, 1.0), (21, 2.0), (23, 0.04), (47, 1.0), (48, 1.0)] {
            shortage.values_mut()[interval] = agents;
        }
        let runs = short_runs(&scenario, &[shortage]);
        let run = |first, end, agents, hours| ShortRun { queue: 0, first, end, agents, hours };
        assert_eq!(runs, [run(20, 22, 2.0, 1.5), run(47, 48, 1.0, 0.5), run(48, 49, 1.0, 0.5)]);
    }
}
