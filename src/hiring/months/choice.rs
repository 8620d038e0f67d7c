/// What the solver chose, by the program's own parts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Choice {
    /// People hired, by group and day on which classes can start.
    pub hires: Vec<Vec<u32>>,
    /// People who learn, by course and month.
    pub learners: Vec<Vec<u32>>,
    /// Hours paid by group and month, and of those overtime.
    pub paid: Vec<Vec<f64>>,
    pub overtime: Vec<Vec<f64>>,
    /// Hours of temps by queue and month.
    pub temps: Vec<Vec<f64>>,
    /// Hours short by queue and month.
    pub short: Vec<Vec<f64>>,
    /// Hours of each group given to each queue, by group, month and queue.
    pub given: Vec<Vec<Vec<f64>>>,
    /// Penalties by queue and month, in major units.
    pub penalties: Vec<Vec<f64>>,
}

/// Columns by group or queue, then month; hires by the days on which classes can start.
pub(super) struct Columns {
    pub hires: Vec<Vec<Option<usize>>>,
    pub learners: Vec<Vec<Option<usize>>>,
    pub paid: Vec<Vec<usize>>,
    pub overtime: Vec<Vec<Option<usize>>>,
    /// By band, none where they cannot.
    pub temps: Vec<Vec<Vec<usize>>>,
    pub short: Vec<Vec<Vec<usize>>>,
    /// By queue, month and band; none in a month without bands.
    pub short_in: Vec<Vec<Vec<usize>>>,
    /// By group, month, queue and band; nothing where they cannot.
    pub given: Vec<Vec<Vec<Vec<Option<usize>>>>>,
    pub tiers: Vec<Vec<Vec<(usize, f64)>>>,
}

impl Columns {
    /// What was chosen, by the values of the columns.
    pub fn read(&self, values: &[f64]) -> Choice {
        let value = |column: Option<usize>| column.map_or(0.0, |column| values[column].max(0.0));
        let whole = |columns: &Vec<Option<usize>>| -> Vec<u32> {
            columns.iter().map(|&column| value(column).round() as u32).collect()
        };
        let each = |columns: &Vec<Option<usize>>| columns.iter().map(|&column| value(column)).collect();
        let sums = |columns: &Vec<Vec<usize>>| -> Vec<f64> {
            columns.iter().map(|pieces| pieces.iter().map(|&column| value(Some(column))).sum()).collect()
        };
        let due =
            |tiers: &Vec<(usize, f64)>| tiers.iter().map(|&(tier, cost)| value(Some(tier)) * cost).sum();
        Choice {
            hires: self.hires.iter().map(whole).collect(),
            learners: self.learners.iter().map(whole).collect(),
            paid: self
                .paid
                .iter()
                .map(|group| group.iter().map(|&column| value(Some(column))).collect())
                .collect(),
            overtime: self.overtime.iter().map(each).collect(),
            temps: self.temps.iter().map(sums).collect(),
            short: self.short.iter().map(sums).collect(),
            given: self
                .given
                .iter()
                .map(|group| {
                    let sum = |bands: &Vec<Option<usize>>| bands.iter().map(|&band| value(band)).sum();
                    group.iter().map(|month| month.iter().map(sum).collect()).collect()
                })
                .collect(),
            penalties: self.tiers.iter().map(|queue| queue.iter().map(due).collect()).collect(),
        }
    }
}
