//! Random mixes of changes to a desk of one morning: what each cause adds makes up the difference, to the last digit
//! written.

use callboard::intake;
use callboard::model::{Change, Scenario, Unwatched};
use callboard::plan::{Comparison, Outline, PlanOptions, Trust, compare};
use callboard::report;
use callboard::rostering::RosteringOptions;
use callboard::simulation::SimulationOptions;
use proptest::prelude::*;

use crate::plan_folder::morning;
use crate::support::cases;

/// What may change, each in two ways.
const CHANGES: [(&str, [&str; 2]); 10] = [
    ("volume", ["\"+20%\"", "\"-30%\""]),
    ("aht", ["\"+10%\"", "\"-15\""]),
    ("wages", ["\"+3%\"", "\"-5%\""]),
    ("patience", ["\"+60s\"", "\"-50%\""]),
    ("agents.part-time", ["\"+1\"", "\"-1\""]),
    ("shrinkage.sickness", ["\"+3 points\"", "\"20%\""]),
    ("queue.voice.sla.answered", ["\"90% in 10s\"", "\"85% in 20s\""]),
    ("queue.voice.minimum_agents", ["1", "2"]),
    ("queue.voice.volume", ["\"+5%\"", "\"-10%\""]),
    ("contract.part-time.hours_per_week", ["\"0h-3h\"", "\"2h-20h\""]),
];

/// Two or more lines of a what-if, in any order.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let places: Vec<usize> = (0..CHANGES.len()).collect();
    let chosen = prop::sample::subsequence(places, 2..9).prop_shuffle();
    (chosen, prop::collection::vec(0..2usize, CHANGES.len())).prop_map(|(chosen, ways)| {
        chosen
            .iter()
            .map(|&place| format!("{} = {}", CHANGES[place].0, CHANGES[place].1[ways[place]]))
            .collect()
    })
}

/// A what-if of these lines beside the desk as it is.
fn compared(lines: &[String], trust: Trust) -> Comparison {
    let text = format!("name = \"mix\"\n{}\n", lines.join("\n"));
    let desk = morning(5, &[("what-if.toml", text.as_bytes())]);
    let changed = intake::read_changed(desk.path(), &[desk.path().join("what-if.toml")]).unwrap();
    let what_ifs = changed.into_iter().map(|(what_if, read)| (what_if, read.map(|read| read.scenario)));
    let read = |changes: &[Change]| intake::read(desk.path(), changes).map(|read| read.scenario);
    let base: Scenario = read(&[]).unwrap();
    let options = PlanOptions {
        rostering: RosteringOptions {
            improvements: 1,
            hiring: false,
            prove: false,
            ..RosteringOptions::default()
        },
        simulation: SimulationOptions { replications: 5, ..SimulationOptions::default() },
        trust,
        explains: false,
        ..PlanOptions::default()
    };
    let comparison = compare(base, what_ifs.collect(), &read, &options, &Unwatched).unwrap();
    assert_eq!(comparison.base.violations, []);
    comparison
}

/// The differences of each row of comparison.csv in millionths, as written; those of causes apart.
fn differences(csv: &str) -> (Vec<Option<i64>>, Vec<Vec<Option<i64>>>) {
    let mut rows = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let places: Vec<usize> =
        (0..header.len()).filter(|&place| header[place].ends_with("_difference")).collect();
    let millionths =
        |cell: &str| (!cell.is_empty()).then(|| (cell.parse::<f64>().unwrap() * 1e6).round() as i64);
    let read = |row: &Vec<&str>| places.iter().map(|&place| millionths(row[place])).collect::<Vec<_>>();
    let rows: Vec<Vec<&str>> = rows.filter(|row| row[0] == "mix").collect();
    let (causes, whole): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row[1] == "cause");
    assert_eq!(whole.len(), 1, "{csv}");
    (read(whole[0]), causes.into_iter().map(read).collect())
}

/// The figures by themselves, before they are rounded.
const FIGURES: [fn(&Outline) -> Option<f64>; 7] = [
    |outline| Some(outline.cost.major()),
    |outline| Some(outline.wages.major()),
    |outline| Some(outline.penalties.major()),
    |outline| Some(outline.hours),
    |outline| Some(outline.short_hours),
    |outline| Some(outline.contacts),
    |outline| outline.service,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(10), ..ProptestConfig::default() })]

    #[test]
    fn causes_make_up_the_difference(lines in lines(), is_trusting in any::<bool>()) {
        let trust = if is_trusting { Trust::Requirement } else { PlanOptions::default().trust };
        let comparison = compared(&lines, trust);
        let (base, mix) = (Outline::of(&comparison.base), &comparison.what_ifs[0]);
        let outline = mix.outcome.as_ref().unwrap();
        let attribution = mix.attribution.as_ref().expect("several causes");
        for figure in FIGURES {
            let difference = figure(outline).unwrap() - figure(&base).unwrap();
            let sum: f64 = attribution.shares(figure).unwrap().iter().sum();
            prop_assert!((sum - difference).abs() < 1e-9 * (1.0 + difference.abs()), "{sum} {difference}");
        }
        // Nobody calls more or less for what is paid or promised.
        let contacts = attribution.shares(|outline| Some(outline.contacts)).unwrap();
        for (cause, share) in attribution.causes.iter().zip(contacts) {
            let is_of_volume = cause.contains("volume") || cause.starts_with("queue.voice:");
            prop_assert!(is_of_volume || share.abs() < 1e-9, "{cause}: {share}");
        }

        let csv = report::comparison_csv(&comparison);
        let (whole, causes) = differences(&csv);
        prop_assert_eq!(causes.len(), attribution.causes.len());
        let mut told = 0;
        for (place, difference) in whole.iter().enumerate() {
            let shares: Vec<i64> = causes.iter().filter_map(|cause| cause[place]).collect();
            if shares.len() == causes.len() {
                prop_assert_eq!(Some(shares.iter().sum::<i64>()), *difference, "{}", csv);
                told += 1;
            }
        }
        // All but the hires, of which causes have none.
        prop_assert_eq!(told, whole.len() - 1, "{}", csv);
    }
}
