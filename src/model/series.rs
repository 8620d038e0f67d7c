use std::ops::Index;
use std::sync::Arc;

use super::Grid;

/// One value for each interval of a grid.
///
/// Two series zip only on equal grids: half hours never meet quarter hours unnoticed.
#[derive(Debug, Clone, PartialEq)]
pub struct Series<T> {
    grid: Arc<Grid>,
    values: Vec<T>,
}

impl<T> Series<T> {
    /// A series of the given values, or nothing where there is not one for each interval.
    pub fn new(grid: Arc<Grid>, values: Vec<T>) -> Option<Self> {
        (values.len() == grid.len()).then_some(Series { grid, values })
    }

    /// A series whose value in each interval `value` computes from the interval's index.
    pub fn from_fn(grid: Arc<Grid>, value: impl FnMut(usize) -> T) -> Self {
        let values = (0..grid.len()).map(value).collect();
        Series { grid, values }
    }

    /// The grid.
    pub fn grid(&self) -> &Arc<Grid> {
        &self.grid
    }

    /// The values, by interval.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The values, by interval, to change.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// The values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The number of intervals.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no interval.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The pairs of values of two series, or nothing where their grids differ.
    pub fn zip<'a, U>(&'a self, other: &'a Series<U>) -> Option<impl Iterator<Item = (&'a T, &'a U)>> {
        (*self.grid == *other.grid).then(|| self.values.iter().zip(&other.values))
    }

    /// A series of what `change` makes of each value.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Series<U> {
        Series { grid: Arc::clone(&self.grid), values: self.values.iter().map(change).collect() }
    }
}

impl<T> Index<usize> for Series<T> {
    type Output = T;
    fn index(&self, interval: usize) -> &T {
        &self.values[interval]
    }
}

impl<'a, T> IntoIterator for &'a Series<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}
