/// A part of a month's time of which each queue requires its own share, and in which nobody can work all their hours: the
/// weeks of the plan, of which the fullest decides how many are needed.
///
/// Bands divide the time, so that the shares of a queue sum to one. Where a month has none, an hour of one time is taken to
/// be as good as one of any other.
///
/// ```
/// use callboard::hiring::Band;
/// // One week of four, with more than a quarter of the hours of the only queue.
/// let week = Band { share: vec![0.27], most: 0.25 };
/// assert!(week.binds() && !Band { most: 1.0, ..week }.binds());
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// The share of the month's hours required that lies in it, by queue.
    pub share: Vec<f64>,
    /// The most hours that somebody can work in it, as a share of the most they can work at all.
    pub most: f64,
}

impl Band {
    /// Whether nobody can work all their hours in it.
    pub fn binds(&self) -> bool {
        self.most < 1.0
    }
}

/// The bands of a month; one where there is none: all hours, in which everybody can work all of theirs.
pub(super) fn or_all(bands: &[Vec<Band>], month: usize, queues: usize) -> Vec<Band> {
    match bands.get(month) {
        Some(bands) if !bands.is_empty() => bands.clone(),
        _ => vec![Band { share: vec![1.0; queues], most: 1.0 }],
    }
}
