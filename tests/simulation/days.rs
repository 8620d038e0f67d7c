//! Days whose contacts are drawn once for several rosters.

use callboard::model::{Roster, Scenario, Series, Unwatched};
use callboard::simulation::{Days, SimulationOptions, simulate};
use callboard::units::Share;

use crate::always_staffed;
use crate::support::{date, half_hours, steady_email, steady_voice};

fn options(replications: usize) -> SimulationOptions {
    SimulationOptions { replications, ..SimulationOptions::default() }
}

fn desk(agents: usize) -> (Scenario, Roster) {
    let grid = half_hours(date(2026, 3, 2), 2);
    let queues = vec![steady_voice(&grid, "a", 30.0, 200.0), steady_email(&grid, "b", 5.0, 400.0, 8.0)];
    always_staffed(&grid, queues, &vec![&[0, 1]; agents])
}

#[test]
fn whoever_is_measured_on_known_days_gets_what_they_get_alone() {
    let (base, roster) = desk(9);
    let days = Days::of(&base, &options(0));
    // More agents, of whom some are sick; and another volume, of which nothing is kept.
    let (mut more, longer) = desk(11);
    more.shrinkage.causes = vec![("sickness".into(), Share::new(0.1).unwrap())];
    let mut busier = base.clone();
    busier.queues[0].demand.volume = Series::from_fn(base.grid.clone(), |_| 40.0);
    for (scenario, roster) in [(&base, &roster), (&more, &longer), (&busier, &roster), (&base, &roster)] {
        let alone = simulate(scenario, roster, &options(20), &Unwatched);
        assert_eq!(days.simulate(scenario, roster, &options(20), &Unwatched).0, alone);
        let other = SimulationOptions { seed: 2, ..options(5) };
        let alone = simulate(scenario, roster, &other, &Unwatched);
        assert_eq!(days.simulate(scenario, roster, &other, &Unwatched).0, alone);
    }
}

#[test]
fn replications_played_before_need_not_be_played_again() {
    let (scenario, roster) = desk(9);
    let days = Days::of(&scenario, &options(0));
    let (few, played) = days.simulate(&scenario, &roster, &options(11), &Unwatched);
    assert_eq!(few, simulate(&scenario, &roster, &options(11), &Unwatched));
    let (all, played) = days.go_on((&scenario, &roster), Some(played), &options(37), &Unwatched);
    assert_eq!(all, simulate(&scenario, &roster, &options(37), &Unwatched));
    // No more are wanted than there are.
    let (same, _) = days.go_on((&scenario, &roster), Some(played), &options(20), &Unwatched);
    assert_eq!(same, all);
}
