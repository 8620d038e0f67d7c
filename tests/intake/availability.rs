//! When agents can work in a usual week, as requests.

use callboard::model::{Agent, RequestKind, Scenario};
use callboard::units::Moment;

use crate::{read, round_the_clock};

/// Agent 1 available as written, from Friday 27 March 2026 on: the clock goes forward on Sunday, day 2.
fn available(field: &str, zone: &str) -> Scenario {
    let toml = round_the_clock("start = 2026-03-27\ndays = 4", &[]);
    let row = |day: &str, hour: usize| format!("2026-03-{day}T{hour:02}:00,voice,5\n");
    let hours = ["27", "28", "29", "30"].into_iter().flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let rows: String = hours.filter(|slot| *slot != ("29", 2)).map(|(day, hour)| row(day, hour)).collect();
    let forecast = format!("start,queue,volume\n{rows}");
    let agents = format!(
        "id,name,contract,skills,available,time_zone\n1,One,part-time,voice,\"{field}\",{zone}\n2,Two,part-time,voice,,\n"
    );
    read(&[("plan.toml", &toml), ("forecast.csv", &forecast), ("agents.csv", &agents)]).scenario
}

/// The stretches in which agent 1 is unavailable, as the planner's clock shows them.
fn away(scenario: &Scenario) -> Vec<(String, String)> {
    let clock = |moment: Moment| scenario.grid.local(moment).format("%a %H:%M").to_string();
    scenario
        .requests
        .iter()
        .map(|request| {
            assert_eq!((request.agent, request.kind), (0, RequestKind::Unavailable));
            (clock(request.from), clock(request.to))
        })
        .collect()
}

fn stretches(field: &str, zone: &str) -> Vec<(String, String)> {
    away(&available(field, zone))
}

fn spans(spans: &[(&str, &str)]) -> Vec<(String, String)> {
    spans.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

#[test]
fn who_says_nothing_is_always_available() {
    assert_eq!(stretches("", ""), []);
    assert_eq!(stretches("24/7", ""), []);
    assert_eq!(stretches("daily", ""), []);
}

#[test]
fn outside_the_hours_nobody_is_available() {
    // To the end of what a shift of the last day may reach into.
    let wanted = [
        ("Fri 00:00", "Fri 08:00"),
        ("Fri 18:00", "Sat 09:00"),
        ("Sat 13:00", "Mon 08:00"),
        ("Mon 18:00", "Tue 08:00"),
        ("Tue 18:00", "Wed 00:00"),
    ];
    assert_eq!(stretches("Mon-Fri 08:00-18:00|Sat 09:00-13:00", ""), spans(&wanted));
    // The same, said in other words.
    assert_eq!(stretches("Sat 09:00-13:00 | Mon-Fri 08:00-12:00, 12:00-18:00", ""), spans(&wanted));
}

#[test]
fn days_without_hours_are_whole_days() {
    assert_eq!(stretches("Mon, Fri", ""), spans(&[("Sat 00:00", "Mon 00:00"), ("Tue 00:00", "Wed 00:00")]));
    // The day on which the clock changes has 23 hours, and is one day all the same.
    let sunday = available("Sun", "").requests;
    assert_eq!((sunday[0].to, sunday[1].from), (Moment::new(48 * 60), Moment::new(71 * 60)));
}

#[test]
fn nights_reach_over_midnight_and_over_the_week() {
    let wanted = [("Fri 00:00", "Sun 22:00"), ("Mon 06:00", "Wed 00:00")];
    assert_eq!(stretches("Sun 22:00-06:00", ""), spans(&wanted));
    // A window that opened before the plan.
    assert_eq!(stretches("Thu 22:00-06:00", ""), spans(&[("Fri 06:00", "Wed 00:00")]));
}

#[test]
fn hours_are_by_the_agents_own_clock() {
    // New York went to summer time on 8 March: five hours behind Brussels until Sunday, six from then on.
    let wanted = [
        ("Fri 00:00", "Fri 13:00"),
        ("Fri 21:00", "Mon 14:00"),
        ("Mon 22:00", "Tue 14:00"),
        ("Tue 22:00", "Wed 00:00"),
    ];
    assert_eq!(stretches("Mon-Fri 08:00-16:00", "America/New_York"), spans(&wanted));
}

#[test]
fn an_agent_added_like_another_is_available_like_them() {
    let agents = "id,name,contract,skills,available\n1,One,part-time,voice,\n2,Two,part-time,voice,Tue-Sun\n";
    let what_if = "name = \"more\"\nagents.part-time = \"+1\"\n";
    let requests = "agent,from,to,kind\n";
    let history = "agent,start,end\n";
    let folder = crate::plan_folder::folder(&[
        ("agents.csv", agents.as_bytes()),
        ("requests.csv", requests.as_bytes()),
        ("history.csv", history.as_bytes()),
        ("scenario.toml", what_if.as_bytes()),
    ]);
    let path = folder.path().join("scenario.toml");
    let mut read = callboard::intake::read_changed(folder.path(), &[path]).unwrap();
    let scenario = read.swap_remove(0).1.unwrap().scenario;
    let names: Vec<&str> = scenario.agents.iter().map(|agent: &Agent| agent.id.as_str()).collect();
    assert_eq!(names, ["1", "2", "part-time-new-1"]);
    assert_eq!(scenario.requests.iter().map(|request| request.agent).collect::<Vec<_>>(), [1, 2]);
}
