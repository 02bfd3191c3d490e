//! An integer programme, solved once: which of the columns to take.

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense};

use crate::Trouble;

/// A programme whose marked columns take whole values.
#[derive(Clone, Debug, Default)]
pub struct Integer {
    /// Cost, bounds and whether it is whole, for each column.
    pub columns: Vec<(f64, f64, f64, bool)>,
    /// Limits and entries (column, factor) of each row.
    pub rows: Vec<(f64, f64, Vec<(usize, f64)>)>,
    /// Values to begin with, if some are known.
    pub start: Option<Vec<f64>>,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Most nodes.
    pub nodes: i32,
    /// Most nodes without a better solution.
    pub stalled: i32,
    /// Only solutions cheaper than this are of interest.
    pub below: f64,
    /// Whether to look for solutions beside the tree; not where only the bound is asked for.
    pub heuristics: bool,
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
        .map(|(cost, from, to, whole)| problem.add_column_with_integrality(*cost, *from..=*to, *whole))
        .collect();
    for (from, to, entries) in &programme.rows {
        problem.add_row(*from..=*to, entries.iter().map(|(column, factor)| (columns[*column], *factor)));
    }
    let mut model = problem.try_optimise(Sense::Minimise).map_err(|_| Trouble::NoAnswer)?;
    model.set_option("threads", 1);
    model.set_option("parallel", "off");
    model.set_option("mip_max_nodes", limits.nodes);
    model.set_option("mip_max_stall_nodes", limits.stalled);
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", 0.5);
    model.set_option("objective_bound", limits.below);
    if !limits.heuristics {
        model.set_option("mip_heuristic_effort", 0.0);
    }
    if let Some(start) = &programme.start {
        model.try_set_solution(Some(start), None, None, None).map_err(|_| Trouble::NoAnswer)?;
    }
    let solved = model.try_solve().map_err(|_| Trouble::NoAnswer)?;
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|_| Trouble::NoAnswer)?;
    match solved.status() {
        HighsModelStatus::Infeasible => return Err(Trouble::Infeasible),
        HighsModelStatus::ModelError | HighsModelStatus::LoadError => return Err(Trouble::NoAnswer),
        _ => {}
    }
    let found = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let best = found.then(|| (solved.objective_value(), solved.get_solution().columns().to_vec()));
    let iterations = solved.simplex_iteration_count().try_into().unwrap_or(0);
    Ok(Answer { best, bound, iterations })
}
