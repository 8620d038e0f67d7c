//! Rostering: the small desk under criterion; the helpdesk and a centre of 300 agents once each, as a timeline of
//! cost, bound and gap, since one run takes a minute.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use callboard::model::{Progress, Requirement, Scenario, Unwatched, Watch};
use callboard::rostering::{RosteringOptions, roster};
use callboard::staffing::{StaffingOptions, require_all};
use callboard::{audit, intake};
use criterion::{Criterion, criterion_group};

#[path = "../tests/support/centres/mod.rs"]
mod centres;

fn read(folder: &Path) -> (Scenario, Vec<Requirement>) {
    let scenario = intake::read(folder, &[]).expect("the example can be read").scenario;
    let requirements = require_all(&scenario, &StaffingOptions::default());
    (scenario, requirements)
}

/// Keeps when each tiding came.
struct Timeline {
    start: Instant,
    tidings: Mutex<Vec<(Duration, Progress)>>,
}

impl Watch for Timeline {
    fn progress(&self, progress: &Progress) {
        if let Ok(mut tidings) = self.tidings.lock() {
            tidings.push((self.start.elapsed(), *progress));
        }
    }

    fn should_stop(&self) -> bool {
        false
    }
}

fn small_desk(criterion: &mut Criterion) {
    let (scenario, requirements) = read(Path::new("data/small-desk"));
    let options = RosteringOptions { improvements: 4, ..RosteringOptions::default() };
    let mut group = criterion.benchmark_group("rostering");
    group.sample_size(10);
    group.bench_function("small desk, 4 improvements", |bench| {
        bench.iter(|| roster(&scenario, &requirements, &options, &Unwatched));
    });
    group.finish();
}

/// One run within a minute, told as it went.
fn tell(name: &str, folder: &Path) {
    let (scenario, requirements) = read(folder);
    let watch = Timeline { start: Instant::now(), tidings: Mutex::default() };
    let limit = Some(Duration::from_secs(60));
    let options = RosteringOptions { time_limit: limit, improvements: 1000, ..RosteringOptions::default() };
    let rostered = roster(&scenario, &requirements, &options, &watch).expect("the solver works");
    println!("{name}: {} agents, {} days", scenario.agents.len(), scenario.grid.days());
    for (when, progress) in watch.tidings.lock().expect("nobody panicked").iter() {
        let money =
            |amount: Option<callboard::units::Money>| amount.map_or("-".into(), |amount| amount.whole());
        let (cost, bound) = (money(progress.cost), money(progress.bound));
        println!("  {:6.1} s  {:12}  cost {cost:>9}  bound {bound:>9}", when.as_secs_f64(), progress.stage);
    }
    let broken = audit::judge(&scenario, &rostered.roster).len();
    println!(
        "  gap {:.2} %, {broken} rules broken, {:.1} s",
        rostered.proof.gap() * 100.0,
        watch.start.elapsed().as_secs_f64()
    );
}

criterion_group!(benches, small_desk);

fn main() {
    benches();
    tell("helpdesk", Path::new("data/helpdesk"));
    let folder = tempfile::tempdir().expect("a folder can be made");
    centres::write(&centres::whole_helpdesk(300, centres::SEED), folder.path());
    tell("centre of 300", folder.path());
}
