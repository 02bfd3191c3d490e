//! A linear programme that grows: rows and columns are added between solutions, and each starts from the basis of the
//! one before.

use highs::{Col, HighsModelStatus, Model, Row, RowProblem, Sense};

use crate::Trouble;

/// Minimise cost; every row's activity between its limits, every column's value between its bounds.
#[derive(Debug)]
pub struct Programme {
    /// None only while it is being solved, or after the solver broke it.
    model: Option<Model>,
    rows: Vec<Row>,
    columns: Vec<Col>,
    iterations: u64,
}

/// An optimal solution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solution {
    /// Its cost.
    pub cost: f64,
    /// The value of each column.
    pub values: Vec<f64>,
    /// The dual of each row: what one more of its limit costs.
    pub duals: Vec<f64>,
    /// Simplex iterations it took.
    pub iterations: u64,
}

impl Default for Programme {
    fn default() -> Self {
        let mut model = RowProblem::default().optimise(Sense::Minimise);
        model.set_option("threads", 1);
        model.set_option("parallel", "off");
        model.set_option("presolve", "off");
        model.set_option("solver", "simplex");
        model.set_option("simplex_strategy", 0);
        Self { model: Some(model), rows: Vec::new(), columns: Vec::new(), iterations: 0 }
    }
}

impl Programme {
    /// Simplex iterations of all solutions so far.
    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// Adds a row with its entries in columns that are already there; answers its number.
    pub fn add_row(&mut self, from: f64, to: f64, entries: &[(usize, f64)]) -> Result<usize, Trouble> {
        let columns = &self.columns;
        let entries = entries.iter().map(|(column, factor)| (columns[*column], *factor));
        let model = self.model.as_mut().ok_or(Trouble::NoAnswer)?;
        let row = model.try_add_row(from..=to, entries).map_err(|_| Trouble::NoAnswer)?;
        self.rows.push(row);
        Ok(self.rows.len() - 1)
    }

    /// Adds a column with its entries in rows that are already there; answers its number.
    pub fn add_column(
        &mut self,
        cost: f64,
        from: f64,
        to: f64,
        entries: &[(usize, f64)],
    ) -> Result<usize, Trouble> {
        let rows = &self.rows;
        let entries = entries.iter().map(|(row, factor)| (rows[*row], *factor));
        let model = self.model.as_mut().ok_or(Trouble::NoAnswer)?;
        let column = model.try_add_column(cost, from..=to, entries).map_err(|_| Trouble::NoAnswer)?;
        self.columns.push(column);
        Ok(self.columns.len() - 1)
    }

    /// Sets a column's bounds.
    pub fn bound(&mut self, column: usize, from: f64, to: f64) {
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.columns[column], from..=to);
        }
    }

    /// Solves it, from the last basis.
    pub fn solve(&mut self) -> Result<Solution, Trouble> {
        let model = self.model.take().ok_or(Trouble::NoAnswer)?;
        let solved = model.try_solve().map_err(|_| Trouble::NoAnswer)?;
        let status = solved.status();
        let iterations = solved.simplex_iteration_count().try_into().unwrap_or(0);
        let answer = (status == HighsModelStatus::Optimal).then(|| {
            let solution = solved.get_solution();
            Solution {
                cost: solved.objective_value(),
                values: solution.columns().to_vec(),
                duals: solution.dual_rows().to_vec(),
                iterations,
            }
        });
        self.iterations += iterations;
        self.model = Some(solved.into());
        answer.ok_or(match status {
            HighsModelStatus::Infeasible => Trouble::Infeasible,
            _ => Trouble::NoAnswer,
        })
    }
}
