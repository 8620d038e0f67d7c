use std::time::Duration;

use good_lp::solvers::highs::{HighsParallelType, HighsPresolveType, HighsProblem};
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, VariableDefinition,
    constraint, highs, variable,
};

use super::linear::alone;
use crate::error::{Error, Result};

/// How far from the least cost an integer program may be, as a share of it: the solver's own default.
const USUAL_GAP: f64 = 1e-4;
/// What is left of a gap for what an integer program costs more than its relaxation.
const GAP_AROUND: f64 = 0.5;
/// A column that is above its least by no more is at it.
const AT_LEAST: f64 = 1e-6;

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
#[derive(Debug, Clone, Default)]
pub struct Compact {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Column {
    cost: f64,
    least: f64,
    most: f64,
    is_whole: bool,
}

/// Entries, the bound, and whether the sum is to be at least it.
#[derive(Debug, Clone)]
struct Row {
    entries: Vec<(usize, f64)>,
    bound: f64,
    is_least: bool,
}

/// Values of the columns whose cost is proven to be near the least.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The values.
    pub values: Vec<f64>,
    /// How far their cost may be from the least, as a share of it.
    pub gap: f64,
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
        self.columns.push(Column { cost, least, most, is_whole });
        self.columns.len() - 1
    }

    /// The sum of these columns, each times its entry, is at least `bound`.
    pub fn at_least(&mut self, entries: &[(usize, f64)], bound: f64) {
        self.rows.push(Row { entries: entries.to_vec(), bound, is_least: true });
    }

    /// The sum of these columns, each times its entry, is at most `bound`.
    pub fn at_most(&mut self, entries: &[(usize, f64)], bound: f64) {
        self.rows.push(Row { entries: entries.to_vec(), bound, is_least: false });
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
    pub fn solve(&self) -> Result<Vec<f64>> {
        self.whole(USUAL_GAP)
    }

    /// The values of the columns at a cost that is proven to be within this share of the least.
    ///
    /// Where columns that are not whole come cheap, the least cost of all that need not be whole is a good bound, and a plan
    /// as near to it is found among few columns: those that are above their least there. Only where none is, all are tried.
    ///
    /// # Errors
    ///
    /// When there is no optimum, or what the solver returns breaks a row.
    pub fn solve_within(&self, gap: f64) -> Result<Near> {
        let relaxed = self.relaxed().whole(gap)?;
        let near = |values: Vec<f64>| Near { gap: self.gap(&values, &relaxed), values };
        let around = self.around(&relaxed).whole(GAP_AROUND * gap).map(near);
        match around {
            Ok(around) if around.gap <= gap => Ok(around),
            _ => self.whole(gap).map(near).map(|all| Near { gap: all.gap.min(gap), ..all }),
        }
    }

    /// The same program where nothing need be whole.
    fn relaxed(&self) -> Self {
        let mut relaxed = self.clone();
        relaxed.columns.iter_mut().for_each(|column| column.is_whole = false);
        relaxed
    }

    /// The same program where columns that must be whole stay at their least if they are at it in these values.
    fn around(&self, relaxed: &[f64]) -> Self {
        let mut around = self.clone();
        for (column, value) in around.columns.iter_mut().zip(relaxed).filter(|(column, _)| column.is_whole) {
            if *value <= column.least + AT_LEAST {
                column.most = column.least;
            }
        }
        around
    }

    /// By how much values cost more than others, as a share of what they cost.
    fn gap(&self, values: &[f64], bound: &[f64]) -> f64 {
        let [cost, bound] = [values, bound].map(|of| self.cost(of));
        if cost > bound { (cost - bound) / cost.abs() } else { 0.0 }
    }

    fn cost(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    /// The values of the columns at a cost within this share of the least, by one solve.
    fn whole(&self, gap: f64) -> Result<Vec<f64>> {
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
    pub fn search(&self, limits: &Limits) -> Result<Option<Vec<f64>>> {
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
        &self,
        asked: impl FnOnce(HighsProblem) -> HighsProblem,
    ) -> std::result::Result<Option<Vec<f64>>, ResolutionError> {
        let mut variables = ProblemVariables::new();
        let columns: Vec<Variable> =
            self.columns.iter().map(|column| variables.add(column.definition())).collect();
        let costs = self.columns.iter().enumerate().map(|(place, column)| (place, column.cost));
        let objective = sum(&columns, costs);
        let mut model = variables.minimise(objective).using(highs);
        model.set_verbose(false);
        let mut model = asked(model).set_threads(1).set_parallel(HighsParallelType::Off);
        for row in &self.rows {
            let sum = sum(&columns, row.entries.iter().copied());
            model = match row.is_least {
                true => model.with(constraint!(sum >= row.bound)),
                false => model.with(constraint!(sum <= row.bound)),
            };
        }
        let solution = model.solve()?;
        let values: Vec<f64> = columns.iter().map(|&column| solution.value(column)).collect();
        Ok(self.rows.iter().all(|row| row.is_kept(&values)).then_some(values))
    }

    /// The solver takes no program without columns; its rows compare their bounds with nothing.
    fn without_columns(&self) -> Result<Vec<f64>> {
        match self.rows.iter().all(|row| row.slack(&[]) >= 0.0) {
            true => Ok(Vec::new()),
            false => Err(Error::Solver("a program without columns cannot keep its rows".to_owned())),
        }
    }
}

impl Column {
    fn definition(&self) -> VariableDefinition {
        let definition = variable().min(self.least).max(self.most);
        if self.is_whole { definition.integer() } else { definition }
    }
}

impl Row {
    /// Whether values keep it, within what the solver may err by.
    fn is_kept(&self, values: &[f64]) -> bool {
        self.slack(values) >= -1e-5 * self.bound.abs().max(1.0)
    }

    /// By how much values more than keep it.
    fn slack(&self, values: &[f64]) -> f64 {
        let sum: f64 = self.entries.iter().map(|&(column, entry)| entry * values[column]).sum();
        if self.is_least { sum - self.bound } else { self.bound - sum }
    }
}

/// Columns, each times its entry.
fn sum(columns: &[Variable], entries: impl Iterator<Item = (usize, f64)>) -> Expression {
    let mut sum = Expression::with_capacity(entries.size_hint().0);
    entries.for_each(|(column, entry)| sum.add_mul(entry, columns[column]));
    sum
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
            let least = by_enumeration(&costs, &rows);
            for gap in [0.0, 0.1] {
                let found = program.solve_within(gap).ok();
                prop_assert_eq!(found.is_some(), least.is_some());
                let (Some(found), Some(least)) = (found, least) else { continue };
                let cost: f64 = found.values.iter().zip(&costs).map(|(value, cost)| value * cost).sum();
                prop_assert!((-1e-5..=found.gap * cost.abs() + 1e-5).contains(&(cost - least)), "{cost} {least}");
                prop_assert!(found.gap <= gap && found.values.iter().all(|value| (value - value.round()).abs() < 1e-5));
            }
        }
    }
}
