use std::fmt;

/// A share of a whole, from 0 to 1.
///
/// ```
/// use callboard::units::Share;
/// assert_eq!(Share::new(0.8).map(Share::get), Some(0.8));
/// assert_eq!(Share::new(1.2), None);
/// assert_eq!(Share::percent(80.0).unwrap().to_string(), "80 %");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Share(f64);

impl Share {
    /// None of it.
    pub const NONE: Share = Share(0.0);
    /// All of it.
    pub const ALL: Share = Share(1.0);

    /// The share, or nothing where `share` lies outside 0 to 1.
    pub fn new(share: f64) -> Option<Self> {
        (0.0..=1.0).contains(&share).then_some(Share(share))
    }

    /// The share given in percent, or nothing where it lies outside 0 to 100.
    pub fn percent(percent: f64) -> Option<Self> {
        Share::new(percent / 100.0)
    }

    /// The share, from 0 to 1.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// What is left of the whole.
    pub fn rest(self) -> Share {
        Share(1.0 - self.0)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0 * 100.0;
        let rounded = (percent * 100.0).round() / 100.0;
        write!(out, "{rounded} %")
    }
}
