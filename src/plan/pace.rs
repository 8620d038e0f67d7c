use super::promise::Slack;

/// Mending ends when so many times the time has passed.
const LATE: f64 = 1.2;

/// How a plan comes to what it asks for.
pub(super) struct Pace {
    /// Quick rounds at most, before the roster is polished,
    pub rounds: usize,
    /// and after that, where polishing cost a promise.
    pub mends: usize,
    /// The shares of the time that the first round may take, that one which goes on from a roster may, and polishing. A
    /// short round changes little but what was corrected, so that what differs is what the correction did.
    pub first: f64,
    pub next: f64,
    pub polish: f64,
    /// Mending ends when so many times the time has passed.
    pub late: f64,
    /// What becomes of slack at first.
    pub slack: Slack,
    /// Whether a roster is polished although nothing is to be proven of it.
    pub is_always_polished: bool,
    /// Whether the roster is measured by all replications in the end; else by few.
    pub is_measured_in_full: bool,
}

/// From nothing;
pub(super) const FROM_NOTHING: Pace = Pace {
    rounds: 7,
    mends: 3,
    first: 0.15,
    next: 0.09,
    polish: 0.45,
    late: LATE,
    slack: Slack::GivenBack,
    is_always_polished: true,
    is_measured_in_full: true,
};
/// and from what a plan has learnt that is nearly the same: little is left to correct.
pub(super) const FROM_KNOWN: Pace =
    Pace { rounds: 2, mends: 1, first: 0.15, next: 0.15, polish: 0.5, ..FROM_NOTHING };
/// From nothing for a roster from which several plans begin, and which none keeps as it is;
pub(super) const TO_BEGIN: Pace = Pace { is_measured_in_full: false, ..FROM_NOTHING };
/// and from there for each of them, of which each may take over the roster of another: what it takes is measured in full.
/// They begin from a polished roster. Polishing what rounds make of it follows what is asked and not what is measured, and
/// costs more in promises than it saves.
pub(super) const TO_EXCHANGE: Pace =
    Pace { first: 0.3, next: 0.3, is_always_polished: false, is_measured_in_full: false, ..FROM_KNOWN };
/// From what a plan of the same weeks has learnt, for its service alone: whoever is asked whether the staff can keep its
/// promises is told by what is asked of it, not by the clock. So more is mended than polished, however late it is; and less
/// is asked only where there is plenty, as the rest was given back where it was learnt.
pub(super) const FOR_SERVICE: Pace = Pace {
    rounds: 2,
    mends: 3,
    first: 0.3,
    next: 0.2,
    polish: 0.3,
    late: f64::INFINITY,
    slack: Slack::GivenBackIfPlenty,
    is_always_polished: true,
    is_measured_in_full: true,
};
