use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::{Progress, Watch, above_least};

/// Shows progress on stderr, where that is a terminal, and turns Ctrl-C into a wish to stop.
pub struct Watching {
    line: ProgressBar,
    stop: Arc<AtomicBool>,
}

impl Watching {
    /// Begins to watch. The first Ctrl-C asks the work to return its best so far; the second ends the program
    /// with status 130, as a shell expects of an interrupted command.
    pub fn start(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let line = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} {elapsed:>4} {msg}");
        line.set_style(style.expect("the template is a constant that parses"));
        // The time goes on where the work has nothing new to tell.
        line.enable_steady_tick(Duration::from_millis(200));
        let stop = Arc::new(AtomicBool::new(false));
        let (flag, interrupts) = (Arc::clone(&stop), AtomicUsize::new(0));
        // A second watch in one process keeps the first one's handler; only tests would ask for that.
        let _ = ctrlc::set_handler(move || {
            flag.store(true, Ordering::Relaxed);
            if interrupts.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(130);
            }
        });
        Watching { line, stop }
    }

    /// Clears the line, and says so where Ctrl-C cut the work short.
    pub fn finish(&self) {
        self.line.finish_and_clear();
        if self.should_stop() {
            eprintln!("stopped early: this is the best so far");
        }
    }
}

impl Watch for Watching {
    fn progress(&self, progress: &Progress) {
        self.line.set_message(in_words(progress));
    }

    fn should_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// `improving 40 %, cost 131,240, at most 0.6 % above the optimum`.
fn in_words(progress: &Progress) -> String {
    let mut text = progress.stage.to_owned();
    if let Some(done) = progress.done {
        text += &format!(" {:.0} %", 100.0 * done.clamp(0.0, 1.0));
    }
    if let Some(cost) = progress.cost {
        text += &format!(", cost {}", cost.whole());
        if let Some(above) = progress.bound.and_then(|bound| above_least(cost, bound)) {
            text += &format!(", at most {:.1} % above the optimum", 100.0 * above);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Money;

    #[test]
    fn progress_reads_as_a_sentence() {
        let progress = Progress {
            stage: "improving",
            done: Some(0.4),
            cost: Some(Money::from_major(1000.0)),
            bound: Some(Money::from_major(800.0)),
        };
        assert_eq!(in_words(&progress), "improving 40 %, cost 1,000, at most 25.0 % above the optimum");
        let nothing_proven = Progress { bound: Some(Money::ZERO), ..progress };
        assert_eq!(in_words(&nothing_proven), "improving 40 %, cost 1,000");
    }
}
