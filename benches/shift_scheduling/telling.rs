use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use callboard::model::{Progress, Watch};
use callboard::units::Money;
use serde::Serialize;

/// While this is done, only some of the weeks are rostered.
const UNFINISHED: &str = "annealing";

/// Tells on stderr how the search goes on, and keeps when the first whole roster came.
pub struct Telling {
    start: Instant,
    is_quiet: bool,
    first: Mutex<Option<First>>,
    /// What was told last; the same again is not.
    last: Mutex<(&'static str, Option<Money>, Option<Money>)>,
}

/// The first roster: after how many seconds, at what cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct First {
    pub seconds: f64,
    pub objective: f64,
}

impl Telling {
    pub fn start(is_quiet: bool) -> Self {
        Telling { start: Instant::now(), is_quiet, first: Mutex::default(), last: Mutex::default() }
    }

    pub fn seconds(&self) -> f64 {
        (self.start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }

    pub fn first(&self) -> Option<First> {
        *self.first.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Telling {
    fn progress(&self, progress: &Progress) {
        let seconds = self.seconds();
        if let Some(cost) = progress.cost.filter(|_| progress.stage != UNFINISHED) {
            let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(First { seconds, objective: cost.major() });
        }
        let news = (progress.stage, progress.cost, progress.bound);
        let last = std::mem::replace(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner), news);
        if !self.is_quiet && last != news {
            let money = |amount: Option<Money>| amount.map_or("-".to_owned(), |amount| amount.to_string());
            let (cost, bound) = (money(progress.cost), money(progress.bound));
            eprintln!("{seconds:8.1} s  {:<12}  cost {cost:>12}  bound {bound:>12}", progress.stage);
        }
    }

    fn should_stop(&self) -> bool {
        false
    }
}
