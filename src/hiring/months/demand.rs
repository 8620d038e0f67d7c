/// Paid hours that the months require of each queue, and what it costs to lack them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthlyDemand {
    /// Hours by month and queue.
    pub hours: Vec<Vec<f64>>,
    /// What lacking them costs in penalties of a month, by queue; ascending, nothing where there are none.
    pub penalties: Vec<Vec<PenaltyStep>>,
}

/// A penalty that is due in a month when more than a share of its hours is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PenaltyStep {
    /// The share of the hours required.
    pub short: f64,
    /// What it adds in a month, in major units.
    pub cost: f64,
}
