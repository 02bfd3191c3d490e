//! 配置案の帳票: a plan as the workbook that a coordinator opens.
//!
//! What to look at first, the grid of physicians and years, the same by facility, demand against supply, why each
//! posting, every rule of every person, what is short and why, what changed; a form for print and one for machines. Colour never stands
//! alone: each state has a word or a sign beside it. Kinds of leave are not written out: they are sensitive, and this
//! file is handed on.
//!
//! Judges nothing itself: verdicts and the checked objective are handed in. The same view gives the same bytes.

mod area_sheet;
mod brief_sheet;
mod changes_sheet;
mod conflict_words;
mod coverage;
mod data_rows;
mod data_sheets;
mod facility_sheet;
mod facility_totals;
mod labels;
mod legend_sheet;
mod look;
mod pen;
mod physician_sheet;
mod pointers;
mod print_sheet;
mod reading;
mod rules_sheet;
mod seats;
mod shortage_sheet;
mod summary_sheet;
mod terms;
mod why_sheet;
mod width;
mod wishes;

use std::collections::BTreeMap;

use kernel::{Bilingual, EditionId, Lang, PersonId};
use problem::{Objective, Plan, Problem};
use rules::{Edition, Verdict};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use thiserror::Error;

pub(crate) use data_rows::{DataRow, Datum, data_rows, headings};
pub(crate) use reading::Reading;

use labels::pick;
use look::Look;
use pen::Pen;

/// Everything the workbook shows.
#[derive(Clone, Copy, Debug)]
pub struct PlanView<'a> {
    /// What was to be planned.
    pub problem: &'a Problem,
    /// The plan.
    pub plan: &'a Plan,
    /// The editions that commitments name, for the rules' own sentences.
    pub editions: &'a BTreeMap<EditionId, Edition>,
    /// Each person's verdicts as of the problem's date, the plan being planned postings.
    pub verdicts: &'a [(PersonId, Vec<Verdict>)],
    /// The same as of the end of the plan, as if all of it had been served.
    pub verdicts_at_end: &'a [(PersonId, Vec<Verdict>)],
    /// What the checker says of the plan; none: not checked.
    pub checked: Option<Checked<'a>>,
    /// Why everybody is where he is, period by period; none: not asked. Within, none: nothing to choose.
    pub reasons: Option<&'a [PersonReasons]>,
    /// The plan before this one, with its own problem; none: what the problem records as published, if anything.
    pub previous: Option<(&'a Problem, &'a Plan)>,
}

/// Why somebody is where he is in a period, in few words that anybody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingReason {
    /// What the posting serves, the gravest first.
    pub serves: Vec<Bilingual>,
    /// What would be next best, or why there is nothing else.
    pub next: Bilingual,
    /// How many points more that would cost; none where there is nothing else.
    pub cost: Option<i128>,
    /// The same by term.
    pub terms: Bilingual,
}

/// Somebody, and why he is where he is in each period.
pub type PersonReasons = (PersonId, Vec<Option<PostingReason>>);

/// What the independent checker says.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Whether the plan keeps every rule and limit.
    pub feasible: bool,
    /// The objective as recomputed.
    pub objective: &'a Objective,
    /// What it found, in words.
    pub findings: &'a [Bilingual],
}

/// Why a plan cannot be written out.
#[derive(Debug, Error)]
pub enum PlanOutError {
    /// The plan does not belong to the problem.
    #[error("the plan does not fit the problem: {}", .0.en)]
    Mismatch(Bilingual),
    /// The encoding has no place for some characters.
    #[error("{}", crate::plan_csv::unmappable_sentence(.0).en)]
    Unmappable(Vec<crate::plan_csv::Unmappable>),
    /// The workbook cannot be put together.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The table cannot be put together.
    #[error("the table cannot be written: {0}")]
    Table(#[from] csv::Error),
}

impl PlanOutError {
    /// The same in both languages, with what to do.
    pub fn sentence(&self) -> Bilingual {
        match self {
            PlanOutError::Mismatch(what) => Bilingual::new(
                format!(
                    "配置案が問題の文書と合いません。{}同じ問題から作った配置案を指定してください。",
                    what.ja
                ),
                format!("The plan does not fit the problem: {} Name a plan made from this problem.", what.en),
            ),
            PlanOutError::Unmappable(characters) => crate::plan_csv::unmappable_sentence(characters),
            PlanOutError::Workbook(cause) => Bilingual::new(
                format!("帳票を作れません（{cause}）。"),
                format!("The workbook cannot be written ({cause})."),
            ),
            PlanOutError::Table(cause) => Bilingual::new(
                format!("表を作れません（{cause}）。"),
                format!("The table cannot be written ({cause})."),
            ),
        }
    }
}

/// The plan as an .xlsx workbook.
pub fn plan_workbook(view: &PlanView<'_>, lang: Lang) -> Result<Vec<u8>, PlanOutError> {
    let reading = Reading::of(view, lang)?;
    let look = Look::new(lang, &view.problem.tables);
    let mut workbook = Workbook::new();
    workbook.set_default_format(&look.base, 18, 64)?;
    workbook.set_properties(&properties(&reading)?);
    let mut sheet = |write: fn(&Reading<'_>, &mut Pen<'_>) -> Result<(), XlsxError>| {
        write(&reading, &mut Pen::new(workbook.add_worksheet(), &look, lang))
    };
    sheet(summary_sheet::write)?;
    sheet(physician_sheet::write)?;
    sheet(facility_sheet::write)?;
    sheet(area_sheet::write)?;
    if view.reasons.is_some() {
        sheet(why_sheet::write)?;
    }
    sheet(brief_sheet::write)?;
    sheet(rules_sheet::write)?;
    sheet(shortage_sheet::write)?;
    sheet(changes_sheet::write)?;
    sheet(print_sheet::write)?;
    sheet(data_sheets::write_postings)?;
    sheet(data_sheets::write_needs)?;
    sheet(legend_sheet::write)?;
    Ok(workbook.save_to_buffer()?)
}

/// Title, and the as-of date as the day of making: a clock would make equal plans unequal files.
fn properties(reading: &Reading<'_>) -> Result<DocProperties, XlsxError> {
    let day = reading.view.problem.as_of.known_on;
    let year = u16::try_from(day.year()).unwrap_or(1900);
    let made = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(&reading.view.problem.title)
        .set_subject(pick(reading.lang, "医師の配置案", "Placement plan"))
        .set_creation_datetime(&made))
}
