//! An integer programme, solved once: which of the columns to take.

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense};

use crate::{Patience, Trouble};

/// Columns, some of which take whole values, and the rows that hold.
#[derive(Clone, Debug, Default)]
pub struct Integer {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Column {
    cost: f64,
    from: f64,
    to: f64,
    whole: bool,
}

#[derive(Clone, Debug)]
struct Row {
    from: f64,
    to: f64,
    entries: Vec<(usize, f64)>,
}

impl Integer {
    /// Adds a column; answers its number.
    pub fn add_column(&mut self, cost: f64, from: f64, to: f64, whole: bool) -> usize {
        self.columns.push(Column { cost, from, to, whole });
        self.columns.len() - 1
    }

    /// Adds a row with its entries in columns that are already there.
    pub fn add_row(&mut self, from: f64, to: f64, entries: Vec<(usize, f64)>) {
        self.rows.push(Row { from, to, entries });
    }
}

/// When to stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Most nodes.
    pub nodes: i32,
    /// Most nodes without a better solution.
    pub stalled: i32,
    /// Only solutions cheaper than this are of interest.
    pub below: f64,
    /// Whether to look for solutions beside the tree; not where only the bound is asked for.
    pub heuristics: bool,
    /// How long the answer is waited for; one that comes in time does not depend on it.
    pub patience: Option<Patience>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The best values and their cost; none if none below the limit were found.
    pub best: Option<(f64, Vec<f64>)>,
    /// A lower bound of the optimum.
    pub bound: f64,
    /// Simplex iterations it took.
    pub iterations: u64,
}

/// Looks for the cheapest values.
pub fn integer(programme: &Integer, limits: Limits) -> Result<Answer, Trouble> {
    let mut problem = RowProblem::default();
    let columns: Vec<_> = programme
        .columns
        .iter()
        .map(|of| problem.add_column_with_integrality(of.cost, of.from..=of.to, of.whole))
        .collect();
    for row in &programme.rows {
        let entries = row.entries.iter().map(|(column, factor)| (columns[*column], *factor));
        problem.add_row(row.from..=row.to, entries);
    }
    let mut model = problem.try_optimise(Sense::Minimise).map_err(|_| Trouble::NoAnswer)?;
    model.set_option("threads", 1);
    model.set_option("parallel", "off");
    model.set_option("mip_max_nodes", limits.nodes);
    model.set_option("mip_max_stall_nodes", limits.stalled);
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", 0.5);
    model.set_option("objective_bound", limits.below);
    if let Some(patience) = &limits.patience {
        model.set_option("time_limit", patience.left().as_secs_f64());
    }
    if !limits.heuristics {
        model.set_option("mip_heuristic_effort", 0.0);
        model.set_option("mip_heuristic_run_feasibility_jump", false);
    }
    let solved = model.try_solve().map_err(|_| Trouble::NoAnswer)?;
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|_| Trouble::NoAnswer)?;
    match solved.status() {
        HighsModelStatus::Infeasible => return Err(Trouble::Infeasible),
        HighsModelStatus::ReachedTimeLimit => return Err(Trouble::OutOfTime),
        HighsModelStatus::ModelError | HighsModelStatus::LoadError => return Err(Trouble::NoAnswer),
        _ => {}
    }
    let found = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let best = found.then(|| (solved.objective_value(), solved.get_solution().columns().to_vec()));
    let iterations = solved.simplex_iteration_count().try_into().unwrap_or(0);
    Ok(Answer { best, bound, iterations })
}
