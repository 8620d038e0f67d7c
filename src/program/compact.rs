use std::time::Duration;

use good_lp::solvers::highs::{HighsParallelType, HighsPresolveType, HighsProblem};
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, constraint, highs,
    variable,
};

use super::linear::alone;
use crate::error::{Error, Result};

/// How far from the least cost an integer program may be, as a share of it: the solver's own default.
const USUAL_GAP: f64 = 1e-4;

/// A program written down once and solved once.
///
/// min c x, subject to sums of columns being at least or at most a number.
///
/// ```
/// use callboard::program::Compact;
/// let mut program = Compact::new();
/// let hens = program.add(2.0, 0.0, 10.0, false);
/// let eggs = program.add(0.5, 0.0, f64::INFINITY, true);
/// program.at_least(&[(hens, 1.0), (eggs, 1.0)], 3.5);
/// program.at_most(&[(eggs, 1.0)], 3.0);
/// assert_eq!(program.solve().unwrap(), [0.5, 3.0]);
/// ```
#[derive(Default)]
pub struct Compact {
    variables: ProblemVariables,
    columns: Vec<Variable>,
    objective: Expression,
    /// Entries, the bound, and whether the sum is to be at least it.
    rows: Vec<(Expression, f64, bool)>,
}

/// How far to search an integer program.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Nodes of its tree.
    pub nodes: usize,
    /// What it may take; nothing where it may take any.
    pub time: Option<Duration>,
}

impl Compact {
    /// An empty program.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column: its cost, its bounds, whether it is whole. Its place among the values of the solution.
    pub fn add(&mut self, cost: f64, least: f64, most: f64, is_whole: bool) -> usize {
        let mut definition = variable().min(least).max(most);
        if is_whole {
            definition = definition.integer();
        }
        let column = self.variables.add(definition);
        self.objective.add_mul(cost, column);
        self.columns.push(column);
        self.columns.len() - 1
    }

    fn sum(&self, entries: &[(usize, f64)]) -> Expression {
        let mut sum = Expression::with_capacity(entries.len());
        for &(column, entry) in entries {
            sum.add_mul(entry, self.columns[column]);
        }
        sum
    }

    /// The sum of these columns, each times its entry, is at least `bound`.
    pub fn at_least(&mut self, entries: &[(usize, f64)], bound: f64) {
        let sum = self.sum(entries);
        self.rows.push((sum, bound, true));
    }

    /// The sum of these columns, each times its entry, is at most `bound`.
    pub fn at_most(&mut self, entries: &[(usize, f64)], bound: f64) {
        let sum = self.sum(entries);
        self.rows.push((sum, bound, false));
    }

    /// The sum of these columns, each times its entry, is `bound`.
    pub fn equal(&mut self, entries: &[(usize, f64)], bound: f64) {
        self.at_least(entries, bound);
        self.at_most(entries, bound);
    }

    /// The values of the columns at least cost, or within a ten thousandth of it.
    ///
    /// # Errors
    ///
    /// When there is no optimum, or what the solver returns breaks a row.
    pub fn solve(self) -> Result<Vec<f64>> {
        self.solve_within(USUAL_GAP)
    }

    /// The values of the columns at a cost that is proven to be within this share of the least.
    ///
    /// # Errors
    ///
    /// When there is no optimum, or what the solver returns breaks a row.
    pub fn solve_within(self, gap: f64) -> Result<Vec<f64>> {
        if self.columns.is_empty() {
            return self.without_columns();
        }
        // Presolving has lost the optimum of integer programs of headcount, and called what was left optimal (HiGHS 1.14.3).
        let asked =
            |model: HighsProblem| model.set_option("mip_rel_gap", gap).set_presolve(HighsPresolveType::Off);
        alone(|| match self.solved(asked) {
            Ok(Some(values)) => Ok(values),
            Ok(None) => Err(Error::Solver("the solution returned breaks a row".to_owned())),
            Err(cause) => Err(Error::Solver(cause.to_string())),
        })
    }

    /// The values of the columns at the least cost that is found within limits; nothing where none is found. Nothing is
    /// proven by it.
    ///
    /// # Errors
    ///
    /// When the solver itself fails.
    pub fn search(self, limits: &Limits) -> Result<Option<Vec<f64>>> {
        if self.columns.is_empty() {
            return Ok(self.without_columns().ok());
        }
        let asked = |model: HighsProblem| {
            let nodes = i32::try_from(limits.nodes).unwrap_or(i32::MAX);
            let model = model.set_option("mip_max_nodes", nodes);
            match limits.time {
                Some(time) => model.set_time_limit(time.as_secs_f64()),
                None => model,
            }
        };
        alone(|| match self.solved(asked) {
            Ok(values) => Ok(values),
            Err(ResolutionError::Infeasible | ResolutionError::Other("NoSolutionFound")) => Ok(None),
            Err(cause) => Err(Error::Solver(cause.to_string())),
        })
    }

    /// The values the solver returns, where they keep every row.
    fn solved(
        self,
        asked: impl FnOnce(HighsProblem) -> HighsProblem,
    ) -> std::result::Result<Option<Vec<f64>>, ResolutionError> {
        let mut model = self.variables.minimise(self.objective).using(highs);
        model.set_verbose(false);
        let mut model = asked(model).set_threads(1).set_parallel(HighsParallelType::Off);
        for (sum, bound, is_least) in &self.rows {
            model = match is_least {
                true => model.with(constraint!(sum.clone() >= *bound)),
                false => model.with(constraint!(sum.clone() <= *bound)),
            };
        }
        let solution = model.solve()?;
        let is_kept = |(sum, bound, is_least): &(Expression, f64, bool)| {
            let slack = if *is_least { solution.eval(sum) - bound } else { bound - solution.eval(sum) };
            slack >= -1e-5 * bound.abs().max(1.0)
        };
        let values = || self.columns.iter().map(|&column| solution.value(column)).collect();
        Ok(self.rows.iter().all(is_kept).then(values))
    }

    /// The solver takes no program without columns; its rows compare their bounds with nothing.
    fn without_columns(&self) -> Result<Vec<f64>> {
        let is_kept = |(_, bound, is_least): &(Expression, f64, bool)| match is_least {
            true => *bound <= 0.0,
            false => *bound >= 0.0,
        };
        match self.rows.iter().all(is_kept) {
            true => Ok(Vec::new()),
            false => Err(Error::Solver("a program without columns cannot keep its rows".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_found_within_limits_keeps_the_rows_and_what_cannot_be_is_nothing() {
        let limits = Limits { nodes: 10, time: None };
        let of = |most: f64| {
            let mut program = Compact::new();
            let columns: Vec<(usize, f64)> =
                (0..3).map(|place| (program.add(-1.0 - place as f64, 0.0, 1.0, true), 2.0)).collect();
            program.at_most(&columns, most);
            program.equal(&columns[2..], 2.0);
            program.search(&limits).unwrap()
        };
        assert_eq!(of(5.0), Some(vec![0.0, 1.0, 1.0]));
        assert_eq!(of(1.0), None);
    }

    #[test]
    fn a_program_without_columns_is_solved_where_its_rows_ask_for_nothing() {
        let mut program = Compact::new();
        program.at_most(&[], 2.0);
        assert_eq!(program.solve().unwrap(), Vec::<f64>::new());
        let mut program = Compact::new();
        program.at_least(&[], 1.0);
        assert!(program.solve().is_err());
    }

    /// The cheapest whole numbers from 0 to 3, tried one by one.
    fn by_enumeration(costs: &[f64], rows: &[(Vec<f64>, f64)]) -> Option<f64> {
        let points = (0..4_u32.pow(costs.len() as u32)).map(|point| {
            let digit = |column: usize| f64::from(point / 4_u32.pow(column as u32) % 4);
            (0..costs.len()).map(digit).collect::<Vec<f64>>()
        });
        let times = |entries: &[f64], point: &[f64]| -> f64 {
            entries.iter().zip(point).map(|(entry, value)| entry * value).sum()
        };
        let kept = points.filter(|point| rows.iter().all(|(row, bound)| times(row, point) >= bound - 1e-9));
        kept.map(|point| times(costs, &point)).min_by(f64::total_cmp)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn the_cheapest_of_all_whole_numbers_is_found(
            costs in prop::collection::vec(-5.0..20.0_f64, 5),
            rows in prop::collection::vec((prop::collection::vec(-3..4_i32, 5), -4..9_i32), 1..6),
        ) {
            let rows: Vec<(Vec<f64>, f64)> = rows
                .into_iter()
                .map(|(row, bound)| (row.into_iter().map(f64::from).collect(), f64::from(bound)))
                .collect();
            let mut program = Compact::new();
            let columns: Vec<usize> = costs.iter().map(|&cost| program.add(cost, 0.0, 3.0, true)).collect();
            for (row, bound) in &rows {
                let entries: Vec<(usize, f64)> = columns.iter().copied().zip(row.iter().copied()).collect();
                program.at_least(&entries, *bound);
            }
            let found = program.solve_within(0.0).ok();
            let found = found.map(|values| values.iter().zip(&costs).map(|(value, cost)| value * cost).sum::<f64>());
            match (found, by_enumeration(&costs, &rows)) {
                (Some(found), Some(least)) => prop_assert!((found - least).abs() < 1e-5, "{found} {least}"),
                (found, least) => prop_assert_eq!(found, least),
            }
        }
    }
}
