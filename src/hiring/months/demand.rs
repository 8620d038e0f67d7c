use super::Band;

/// Paid hours that the months require of each queue, and what it costs to lack them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthlyDemand {
    /// Hours by month and queue.
    pub hours: Vec<Vec<f64>>,
    /// What lacking them costs in penalties of a month, by queue; ascending, nothing where there are none.
    pub penalties: Vec<Vec<PenaltyStep>>,
    /// The chance of each queue's agreement.
    pub kept: Vec<Kept>,
    /// The times among which the hours of a month divide, by month; none where an hour of any time will do.
    pub bands: Vec<Vec<Band>>,
}

/// A penalty that is due in a month when more than a share of its hours is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PenaltyStep {
    /// The share of the hours required.
    pub short: f64,
    /// What it adds in a month, in major units.
    pub cost: f64,
}

/// The chance to keep an agreement where a share of the hours required is missing.
///
/// ```
/// use callboard::hiring::Kept;
/// let kept = Kept::new(0.1, vec![0.9, 0.5, 0.0]);
/// assert_eq!(kept.chance(0.0), 0.9);
/// assert!((kept.chance(0.05) - 0.7).abs() < 1e-12);
/// assert_eq!((kept.chance(0.2), kept.chance(1.0)), (0.0, 0.0));
/// assert_eq!(Kept::always().chance(1.0), 1.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    step: f64,
    chances: Vec<f64>,
}

impl Kept {
    /// The chances with nothing missing, with a step of the hours, with two, and so on: none beyond the last but that one.
    pub fn new(step: f64, chances: Vec<f64>) -> Self {
        Kept { step, chances }
    }

    /// Of who is promised nothing.
    pub fn always() -> Self {
        Kept { step: 1.0, chances: vec![1.0] }
    }

    /// Only where nothing is missing, within a ten thousandth.
    pub fn if_all() -> Self {
        Kept { step: 1e-4, chances: vec![1.0, 1.0, 0.0] }
    }

    /// The share that is missing where there is this chance; between steps on a line. Nothing is where the chance is that of
    /// all hours, or better.
    ///
    /// ```
    /// use callboard::hiring::Kept;
    /// let kept = Kept::new(0.1, vec![0.9, 0.5, 0.0]);
    /// assert_eq!(kept.missing(0.95), 0.0);
    /// assert!((kept.missing(0.7) - 0.05).abs() < 1e-12);
    /// assert_eq!(kept.missing(0.0), 0.2);
    /// ```
    pub fn missing(&self, chance: f64) -> f64 {
        let Some(place) = self.chances.iter().position(|&known| known <= chance) else {
            return self.step * (self.chances.len() - 1) as f64;
        };
        let Some(before) = place.checked_sub(1) else { return 0.0 };
        let (high, low) = (self.chances[before], self.chances[place]);
        self.step * (before as f64 + (high - chance) / (high - low))
    }

    /// The chance where this share is missing; between steps on a line.
    pub fn chance(&self, short: f64) -> f64 {
        let place = (short / self.step).max(0.0);
        let at = |place: usize| self.chances[place.min(self.chances.len() - 1)];
        let below = (place as usize).min(self.chances.len() - 1);
        let part = (place - below as f64).min(1.0);
        at(below) * (1.0 - part) + at(below + 1) * part
    }
}
