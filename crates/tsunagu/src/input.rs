//! A roster workbook or a problem document, read as the planning problem; with every finding at once where it cannot.

use std::path::Path;

use problem::{Plan, Problem, Resolution, with_zones};
use sheets::{CellFinding, ReadOptions};

use crate::{
    files, shipped,
    trouble::{Code, Detail, Trouble},
    words,
};

/// What was read: the problem, and what was odd about its source but could be read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The problem, with zones for its far periods.
    pub problem: Problem,
    /// Remarks, by sheet and cell.
    pub notes: Vec<Detail>,
}

/// What a file is, by its first bytes.
enum Form {
    Workbook,
    Json,
}

/// Reads a workbook or a problem document.
pub fn problem(path: &Path, editions: Option<&Path>) -> Result<Read, Trouble> {
    let bytes = files::read(path)?;
    match form(path, &bytes)? {
        Form::Workbook => workbook(path, &bytes, editions),
        Form::Json => document(path, &bytes, editions),
    }
}

fn form(path: &Path, bytes: &[u8]) -> Result<Form, Trouble> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    if bytes.starts_with(b"PK") {
        Ok(Form::Workbook)
    } else if first == Some(&b'{') {
        Ok(Form::Json)
    } else {
        let old_excel = bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
        Err(Trouble::new(Code::UnknownFormat, words::unknown_format(path, old_excel)))
    }
}

fn workbook(path: &Path, bytes: &[u8], editions: Option<&Path>) -> Result<Read, Trouble> {
    let refused = |findings: Vec<CellFinding>| {
        Trouble::new(Code::WorkbookFindings, words::workbook_findings(path, findings.len()))
            .with_details(findings.iter().map(cell).collect())
    };
    let editions = shipped::editions(editions)?;
    let reading = sheets::read_all(bytes, &ReadOptions::default());
    let (problem, notes) = reading.to_problem(&editions).map_err(refused)?;
    Ok(Read { problem: zoned(problem), notes: notes.iter().map(cell).collect() })
}

fn document(path: &Path, bytes: &[u8], editions: Option<&Path>) -> Result<Read, Trouble> {
    let mut problem = Problem::from_json(bytes).map_err(|findings| not_read(path, findings))?;
    if let Some(folder) = editions {
        for (id, edition) in shipped::from_folder(folder)? {
            if let Some(carried) = problem.editions.get_mut(&id) {
                *carried = edition.document;
            }
        }
    }
    problem.editions().map_err(|findings| not_read(path, findings))?;
    Ok(Read { problem: zoned(problem), notes: Vec::new() })
}

/// A plan document.
pub fn plan(path: &Path) -> Result<Plan, Trouble> {
    Plan::from_json(&files::read(path)?).map_err(|findings| not_read(path, findings))
}

fn not_read(path: &Path, findings: Vec<problem::Finding>) -> Trouble {
    let broken = findings.iter().any(|finding| finding.code.starts_with("document-"));
    let (code, message) = if broken {
        (Code::BrokenDocument, words::broken_document(path))
    } else {
        (Code::ProblemFindings, words::problem_findings(path, findings.len()))
    };
    Trouble::new(code, message).with_details(findings.into_iter().map(finding).collect())
}

/// A finding at its place in the document.
pub fn finding(finding: problem::Finding) -> Detail {
    Detail { at: finding.at, code: finding.code.to_owned(), message: finding.message }
}

/// A finding at its sheet and cell.
pub fn cell(finding: &CellFinding) -> Detail {
    let at = match (&finding.sheet, &finding.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.clone(),
        (None, _) => String::new(),
    };
    Detail { at, code: finding.code.as_str().to_owned(), message: finding.message.clone() }
}

/// The problem with zones for its far periods, unless it has them already.
fn zoned(problem: Problem) -> Problem {
    let far = problem.horizon.iter().any(|period| period.resolution == Resolution::Zone);
    let has_zones = problem.tables.workplaces.values().any(|place| !place.stands_for.is_empty());
    if far && !has_zones { with_zones(&problem) } else { problem }
}
