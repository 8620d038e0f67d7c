use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::sync::{PoisonError, RwLock};

use highs::{Col, ColProblem, HighsModelStatus, Model, Sense};

use crate::error::{Error, Result};

/// HiGHS resets a scheduler shared by the whole process when a model is destroyed, so no model may be destroyed
/// while another thread solves: solves hold this lock for reading, destructions for writing.
static SOLVES: RwLock<()> = RwLock::new(());

/// Runs what makes, solves and destroys a model of its own while no other model is solved.
pub(super) fn alone<T>(run: impl FnOnce() -> T) -> T {
    let _alone = SOLVES.write().unwrap_or_else(PoisonError::into_inner);
    run()
}

/// A linear program to be minimised, solved again and again from its last basis.
///
/// min c x, subject to l <= A x <= u by row and by column.
///
/// ```
/// use callboard::program::Program;
/// let mut program = Program::new();
/// let cover = program.add_row(2.0..=f64::INFINITY);
/// let cheap = program.add_column(1.0, 0.0..=1.5, &[(cover, 1.0)]).unwrap();
/// program.add_column(3.0, 0.0..=f64::INFINITY, &[(cover, 1.0)]).unwrap();
/// let solution = program.solve().unwrap();
/// assert_eq!(solution.objective, 3.0);
/// assert_eq!(solution.value(cheap), 1.5);
/// assert_eq!(solution.price(cover), 3.0);
/// ```
#[derive(Debug)]
pub struct Program {
    /// Rows not yet passed on: a solver is only made once the first column comes.
    rows: Vec<highs::Row>,
    columns: Vec<Col>,
    /// Whether some row is not kept by doing nothing.
    asks: bool,
    /// Always there between two calls.
    model: Option<Model>,
}

/// A row of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Row(usize);

/// A column of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Column(usize);

impl Row {
    /// Its place among the rows, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

impl Column {
    /// Its place among the columns, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// How a program is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// After columns came: the basis is still feasible.
    Primal,
    /// After bounds moved: the basis is still optimal in its prices.
    Dual,
}

impl Method {
    /// What to try where this one finds nothing.
    fn other(self) -> Self {
        if self == Method::Dual { Method::Primal } else { Method::Dual }
    }
}

/// An optimal solution of a [`Program`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Solution {
    /// The least cost.
    pub objective: f64,
    values: Vec<f64>,
    prices: Vec<f64>,
    /// Simplex steps it took.
    pub iterations: i64,
}

impl Solution {
    /// The value of a column; none of one that came after the solve.
    pub fn value(&self, column: Column) -> f64 {
        self.values.get(column.0).copied().unwrap_or(0.0)
    }

    /// The prices of all rows, in order.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// The price of a row: what the least cost gains as its bound rises by one.
    pub fn price(&self, row: Row) -> f64 {
        self.prices[row.0]
    }
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

impl Program {
    /// An empty program.
    pub fn new() -> Self {
        let mut model = Model::new(ColProblem::new());
        model.set_sense(Sense::Minimise);
        model.make_quiet();
        model.set_option("presolve", "off");
        model.set_option("solver", "simplex");
        model.set_option("parallel", "off");
        model.set_threads(NonZeroU32::MIN);
        Program { rows: Vec::new(), columns: Vec::new(), asks: false, model: Some(model) }
    }

    fn model(&mut self) -> &mut Model {
        self.model.as_mut().expect("a model is only away while it is being solved, and comes back even so")
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row with its bounds and no entries.
    pub fn add_row(&mut self, bounds: RangeInclusive<f64>) -> Row {
        self.asks |= !bounds.contains(&0.0);
        let row = self.model().add_row(bounds, []);
        self.rows.push(row);
        Row(self.rows.len() - 1)
    }

    /// Adds a row with its bounds and its entries in the columns there are.
    ///
    /// # Errors
    ///
    /// When the solver refuses it: an entry that is not a number.
    pub fn add_row_of(&mut self, bounds: RangeInclusive<f64>, entries: &[(Column, f64)]) -> Result<Row> {
        self.asks |= !bounds.contains(&0.0);
        let entries: Vec<(Col, f64)> =
            entries.iter().map(|&(column, entry)| (self.columns[column.0], entry)).collect();
        let row = self
            .model()
            .try_add_row(bounds, entries)
            .map_err(|status| Error::Solver(format!("{status:?}")))?;
        self.rows.push(row);
        Ok(Row(self.rows.len() - 1))
    }

    /// Adds a column with its cost, bounds and entries; entries of one row are added up.
    ///
    /// # Errors
    ///
    /// When the solver refuses it: an entry that is not a number.
    pub fn add_column(
        &mut self,
        cost: f64,
        bounds: RangeInclusive<f64>,
        entries: &[(Row, f64)],
    ) -> Result<Column> {
        let rows: Vec<(highs::Row, f64)> =
            entries.iter().map(|&(row, entry)| (self.rows[row.0], entry)).collect();
        let column = self
            .model()
            .try_add_column(cost, bounds, rows)
            .map_err(|status| Error::Solver(format!("{status:?}")))?;
        self.columns.push(column);
        Ok(Column(self.columns.len() - 1))
    }

    /// Moves the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, bounds: RangeInclusive<f64>) {
        let column = self.columns[column.0];
        self.model().change_column_bounds(column, bounds);
    }

    /// Solves from the last basis by the primal simplex method.
    ///
    /// # Errors
    ///
    /// When there is no optimum: the program is infeasible or unbounded, or the solver gives up.
    pub fn solve(&mut self) -> Result<Solution> {
        self.solve_by(Method::Primal)
    }

    /// Solves from the last basis.
    ///
    /// # Errors
    ///
    /// When there is no optimum: the program is infeasible or unbounded, or the solver gives up.
    pub fn solve_by(&mut self, method: Method) -> Result<Solution> {
        let (status, found) = self.attempt(method)?;
        let (status, found) = match status {
            // Now and then one method loses its way where another one does not.
            HighsModelStatus::Unknown => self.attempt(method.other())?,
            _ => (status, found),
        };
        match status {
            HighsModelStatus::Optimal => Ok(found),
            // Without columns the solver looks at no row: nothing to decide costs nothing.
            HighsModelStatus::ModelEmpty if !self.asks => Ok(found),
            status => Err(Error::Solver(format!("{status:?}"))),
        }
    }

    fn attempt(&mut self, method: Method) -> Result<(HighsModelStatus, Solution)> {
        let mut model = self.model.take().expect("a model is only away while it is being solved");
        model.set_option("simplex_strategy", if method == Method::Primal { 4 } else { 1 });
        let solved = {
            let _solving = SOLVES.read().unwrap_or_else(PoisonError::into_inner);
            model.try_solve()
        };
        match solved {
            Ok(solved) => {
                let status = solved.status();
                let solution = solved.get_solution();
                let found = Solution {
                    objective: solved.objective_value(),
                    values: solution.columns().to_vec(),
                    prices: solution.dual_rows().to_vec(),
                    iterations: solved.simplex_iteration_count(),
                };
                self.model = Some(Model::from(solved));
                Ok((status, found))
            }
            Err(status) => {
                *self = Program::new();
                Err(Error::Solver(format!("{status:?}")))
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        alone(|| self.model = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_column_goes_on_from_the_last_basis() {
        let mut program = Program::new();
        let rows: Vec<Row> = (0..3).map(|_| program.add_row(1.0..=f64::INFINITY)).collect();
        for &row in &rows {
            program.add_column(2.0, 0.0..=f64::INFINITY, &[(row, 1.0)]).unwrap();
        }
        assert_eq!(program.solve().unwrap().objective, 6.0);
        let all: Vec<(Row, f64)> = rows.iter().map(|&row| (row, 1.0)).collect();
        let column = program.add_column(3.0, 0.0..=f64::INFINITY, &all).unwrap();
        let solution = program.solve().unwrap();
        assert_eq!((solution.objective, solution.value(column)), (3.0, 1.0));
        program.set_bounds(column, 0.0..=0.5);
        assert_eq!(program.solve_by(Method::Dual).unwrap().objective, 4.5);
    }

    #[test]
    fn what_has_no_solution_is_an_error_and_the_program_lives_on() {
        let mut program = Program::new();
        let row = program.add_row(1.0..=f64::INFINITY);
        let column = program.add_column(1.0, 0.0..=0.5, &[(row, 1.0)]).unwrap();
        assert!(matches!(program.solve(), Err(Error::Solver(_))));
        program.set_bounds(column, 0.0..=5.0);
        assert_eq!(program.solve().unwrap().objective, 1.0);
    }

    #[test]
    fn a_program_of_nothing_costs_nothing_and_rows_alone_must_hold() {
        let mut program = Program::new();
        assert_eq!(program.solve().unwrap().objective, 0.0);
        program.add_row(-1.0..=1.0);
        assert_eq!(program.solve().unwrap().objective, 0.0);
        program.add_row(1.0..=f64::INFINITY);
        assert!(matches!(program.solve(), Err(Error::Solver(_))));
    }

    #[test]
    fn programs_are_solved_and_dropped_in_many_threads() {
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for round in 0..25 {
                        let mut program = Program::new();
                        let row = program.add_row(f64::from(thread + round)..=f64::INFINITY);
                        program.add_column(2.0, 0.0..=f64::INFINITY, &[(row, 1.0)]).unwrap();
                        assert_eq!(program.solve().unwrap().objective, 2.0 * f64::from(thread + round));
                    }
                });
            }
        });
    }
}
