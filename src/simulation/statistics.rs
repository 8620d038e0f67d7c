//! Means with their confidence, and quantiles.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::model::Estimate;

/// The mean of independent values with its 95 % confidence interval by Student's t; of nothing, zero. One value
/// alone says nothing of its confidence: the interval is infinitely wide.
pub(super) fn estimate(values: &[f64]) -> Estimate {
    let count = values.len() as f64;
    if values.is_empty() {
        return Estimate::default();
    }
    let mean = values.iter().sum::<f64>() / count;
    if values.len() == 1 {
        return Estimate { mean, half_width: f64::INFINITY };
    }
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let quantile = StudentsT::new(0.0, 1.0, count - 1.0).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975));
    Estimate { mean, half_width: quantile * (variance / count).sqrt() }
}

/// The value that a share of the sorted values stays below, by linear interpolation between neighbours
/// (definition 7 of Hyndman and Fan, Sample quantiles in statistical packages, 1996).
/// Of no values there is none.
pub(super) fn quantile(sorted: &[f32], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let (below, above) = (place.floor() as usize, (place.ceil() as usize).min(last));
    let (from, to) = (f64::from(sorted[below]), f64::from(sorted[above]));
    Some(from + (to - from) * (place - place.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_covers_its_mean_by_students_t() {
        // t of 4 degrees of freedom at 97.5 %: 2.776445 in any table.
        let found = estimate(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(found.mean, 3.0);
        assert!((found.half_width - 2.776_445_1 * (2.5_f64 / 5.0).sqrt()).abs() < 1e-6);
        assert_eq!(estimate(&[7.0]).half_width, f64::INFINITY);
        assert_eq!(estimate(&[]), Estimate::default());
    }

    #[test]
    fn quantiles_lie_between_the_values() {
        let sorted = [10.0, 20.0, 30.0, 40.0, 50.0];
        assert_eq!(quantile(&sorted, 0.5), Some(30.0));
        assert_eq!(quantile(&sorted, 0.05), Some(12.0));
        assert_eq!(quantile(&sorted, 1.0), Some(50.0));
        assert_eq!(quantile(&[4.0], 0.95), Some(4.0));
        assert_eq!(quantile(&[], 0.95), None);
    }
}
