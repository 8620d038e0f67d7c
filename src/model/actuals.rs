use super::Series;

/// What really came in, beside the forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Actuals {
    /// Contacts offered, queue by queue in the scenario's order; nothing for intervals that nobody counted.
    pub volumes: Vec<Series<Option<f64>>>,
}
