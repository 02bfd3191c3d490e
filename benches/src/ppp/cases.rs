//! The cases of the benchmark: small instances whose optimum is proven otherwise, or that have no plan.

use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

use super::{
    answer::Answer,
    programs::{self, Folder},
};
use crate::{
    Trouble, gunma,
    measure::{grouped, shown},
};

/// What each is allowed.
const SECONDS: u64 = 1;

/// A case.
#[derive(Deserialize)]
struct Case {
    case: String,
    /// What the best plan costs; none where there is no plan.
    optimum: Option<i128>,
    /// The planted conflict.
    #[serde(default)]
    conflict: Vec<Value>,
    instance: Value,
}

/// A line for each case.
pub fn table(folder: &Folder) -> Result<String, Trouble> {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("ppp/cases");
    let trouble = |fault: std::io::Error| format!("{}: {fault}", at.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(&at).map_err(trouble)? {
        paths.push(entry.map_err(trouble)?.path());
    }
    paths.sort();
    let mut lines = vec![
        "| case | known to be | found | proven | whole run |".to_owned(),
        "|---|--:|--:|--:|--:|".to_owned(),
    ];
    for path in paths {
        lines.push(line(folder, &path)?);
    }
    Ok(lines.join("\n"))
}

fn line(folder: &Folder, path: &Path) -> Result<String, Trouble> {
    let trouble = |fault: &dyn std::fmt::Display| format!("{}: {fault}", path.display());
    let case: Case = serde_json::from_slice(&gunma::read(path)?).map_err(|fault| trouble(&fault))?;
    let instance = folder.file("case.json");
    fs::write(&instance, case.instance.to_string()).map_err(|fault| trouble(&fault))?;
    let (answer, _) = programs::ours(folder, path, &instance, SECONDS)?;
    let known = case.optimum.map_or_else(|| no_plan(&case.conflict), grouped);
    Ok(format!("| `{}` | {known} | {} | {} |", case.case, outcome(&answer), shown(answer.taken)))
}

/// What was found, and what was proven.
fn outcome(answer: &Answer) -> String {
    match (answer.objective, answer.bound) {
        (Some(found), bound) => format!("{} | {}", grouped(found), bound.map_or_else(String::new, grouped)),
        (None, _) if answer.status == "infeasible" => format!("no plan | {}", no_plan(&answer.conflict)),
        (None, _) => "nothing | –".to_owned(),
    }
}

fn no_plan(conflict: &[Value]) -> String {
    match conflict.len() {
        0 => "no plan".to_owned(),
        elements => format!("no plan: {elements} in conflict"),
    }
}
