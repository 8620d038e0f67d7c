use crate::model::{Scenario, Series};

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
    /// Agents short where it is worst, on the roster.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

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
