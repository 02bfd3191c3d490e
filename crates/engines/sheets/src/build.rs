//! 名簿から計画の問題へ: a roster as a planning problem, with every text that leads nowhere and every row that cannot
//! hold as a finding at its cell.
//!
//! Engagements that are agreed beyond the start of the plan become firm pins for the planning periods they wholly
//! cover. What is wrong with people's wishes or rules is not for here to say: the plan says it.

mod career;
mod commitments;
mod decisions;
mod demand;
mod names;
mod people;
mod places;
mod settings;
mod training;
mod wishes;

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use kernel::{Date, DepartmentId, EditionId, MonthSpan, Period, YearMonth};
use problem::{Problem, with_zones};
use rules::Edition;

use crate::{
    Reading, Roster,
    choice::SPECIALTIES,
    finding::{CellFinding, Code, Findings, Message},
    nearest::nearest,
    table::{Need, SheetKey},
    value::{Written, shown},
};
use names::{Index, Names};

/// The editions at hand, by id.
pub type Editions = BTreeMap<EditionId, Edition>;

impl Roster {
    /// The planning problem that the roster means, with zones for its far periods; or every finding at once.
    pub fn to_problem(&self, editions: &Editions) -> Result<Problem, Vec<CellFinding>> {
        self.to_problem_with_notes(editions).map(|(problem, _)| problem)
    }

    /// The same, with what is odd but does not hinder: the roster's own notes first.
    pub fn to_problem_with_notes(
        &self,
        editions: &Editions,
    ) -> Result<(Problem, Vec<CellFinding>), Vec<CellFinding>> {
        let numbered = self.numbered();
        let mut build = Build::of(&numbered, editions);
        let problem = build.problem();
        match problem {
            Some(problem) if build.errors.is_empty() => {
                let notes = self.notes.iter().cloned().chain(build.notes.into_list()).collect();
                Ok((problem, notes))
            }
            _ => Err(build.errors.into_list()),
        }
    }
}

impl Reading {
    /// The planning problem with its notes; or all findings together: of cells that could not be read, and of what the
    /// others say. A sheet that could not be read at all has no cells to find fault with.
    pub fn to_problem(&self, editions: &Editions) -> Result<(Problem, Vec<CellFinding>), Vec<CellFinding>> {
        let built = self.roster.to_problem_with_notes(editions);
        if self.errors.is_empty() {
            return built;
        }
        let mut errors = self.errors.clone();
        let known: BTreeSet<_> =
            errors.iter().map(|error| (error.sheet.clone(), error.cell.clone())).collect();
        let further = built.err().unwrap_or_default();
        errors.extend(further.into_iter().filter(|error| {
            let at_hand = error.sheet.as_ref().is_some_and(|sheet| self.roster.origin.has(sheet));
            at_hand && error.cell.is_some() && !known.contains(&(error.sheet.clone(), error.cell.clone()))
        }));
        Err(errors)
    }
}

/// The department that rosters give for the two years of initial training, whatever the posts are.
const INITIAL_TRAINING: &str = "臨床研修";

/// Where a value stands: sheet, row, column.
type At = (SheetKey, u32, &'static str);

struct Build<'a> {
    roster: &'a Roster,
    editions: &'a Editions,
    names: Names,
    guesses: Guesses,
    /// The months of the plan; none if the settings do not say.
    horizon: Option<MonthSpan>,
    departments: BTreeSet<&'a str>,
    errors: Findings,
    notes: Findings,
}

impl<'a> Build<'a> {
    fn of(roster: &'a Roster, editions: &'a Editions) -> Self {
        let mut departments = BTreeSet::from(SPECIALTIES);
        departments.insert(INITIAL_TRAINING);
        departments.extend(roster.posts.iter().map(|row| row.department.as_str()));
        departments.extend(roster.programmes.iter().map(|row| row.specialty.as_str()));
        departments.extend(roster.components.iter().flat_map(|row| &row.departments).map(String::as_str));
        Self {
            roster,
            editions,
            names: Names::of(roster),
            guesses: Guesses::default(),
            horizon: None,
            departments,
            errors: Findings::default(),
            notes: Findings::default(),
        }
    }

    fn problem(&mut self) -> Option<Problem> {
        self.missing_cells();
        self.duplicate_ids();
        let frame = self.frame();
        let tables = self.tables();
        let (posts, needs) = self.posts();
        let patterns = self.patterns(&posts);
        let people = self.people(&tables);
        let place_limits = self.place_limits();
        let reach = self.reach();
        let couples = self.couples();
        let pins = frame.as_ref().map(|frame| self.pins(frame, &posts, &people)).unwrap_or_default();
        let previous = self.previous();
        let problem = Problem {
            editions: self.editions_used(),
            tables,
            people,
            posts,
            patterns,
            needs,
            place_limits,
            reach,
            couples,
            pins,
            previous,
            ..frame?
        };
        self.refused(&problem);
        self.errors.is_empty().then(|| with_zones(&problem))
    }

    /// What a roster made in code lacks; one that was read has been told so by the reader.
    fn missing_cells(&mut self) {
        for table in Roster::tables() {
            let rows = self.roster.rows(table.key);
            for column in table.columns.iter().filter(|column| column.need == Need::Required) {
                for index in 0..rows.count() {
                    if rows.cell(index, column.key) == Written::Nothing {
                        self.error(
                            (table.key, rows.row(index), column.key),
                            "",
                            crate::tabular::empty(column),
                        );
                    }
                }
            }
        }
    }

    fn error(&mut self, (sheet, row, column): At, read: &str, message: Message) {
        self.errors.add(|| self.roster.finding(sheet, row, column, shown(read), message));
    }

    fn note(&mut self, (sheet, row, column): At, read: &str, message: Message) {
        self.notes.add(|| self.roster.finding(sheet, row, column, shown(read), message));
    }

    /// What the document itself finds wrong, should anything have slipped through the checks by cell.
    fn refused(&mut self, problem: &Problem) {
        if !self.errors.is_empty() {
            return;
        }
        for finding in problem.validate() {
            let message = Message { code: Code::Refused, text: finding.message };
            self.errors.add(|| CellFinding { read: finding.at, ..CellFinding::of_file(message) });
        }
    }

    /// The id that a text of another sheet means; a finding if it means none.
    fn refer<T: TryFrom<String>>(
        &mut self,
        index: impl Fn(&Names) -> &Index,
        at: At,
        text: &str,
    ) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        match index(&self.names).find(text) {
            Ok(id) => T::try_from(id).ok(),
            Err(message) => {
                self.error(at, text, message);
                None
            }
        }
    }

    /// A text as an id of its own kind.
    fn id<T: TryFrom<String>>(&mut self, at: At, text: &str) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        let id = T::try_from(text.to_owned()).ok();
        if id.is_none() {
            let message = Message::new(
                Code::CellText,
                "番号・名称として長すぎます。120文字までで入力してください。",
                "This is too long for an id or name; at most 120 characters are accepted.",
            );
            self.error(at, text, message);
        }
        id
    }

    /// A department; one that nothing else names is noted with the nearest that something does.
    fn department(&mut self, at: At, text: &str) -> Option<DepartmentId> {
        if !self.departments.contains(text) && !text.is_empty() && self.guesses.take() {
            let guess = nearest(text, self.departments.iter().copied());
            if let Some(guess) = guess.map(str::to_owned) {
                let message = Message::new(
                    Code::UnknownReference,
                    format!(
                        "診療科「{text}」はほかに使われていません。「{guess}」のことなら直してください。"
                    ),
                    format!(
                        "The department “{text}” is used nowhere else. If “{guess}” is meant, correct it."
                    ),
                );
                self.note(at, text, message);
            }
        }
        self.id(at, text)
    }

    /// From a day through another; a finding at the last day if that comes before.
    fn period(&mut self, at: At, from: Option<Date>, through: Option<Date>) -> Option<Period> {
        let from = from?;
        let Some(last) = through else { return Some(Period::since(from)) };
        if last < from {
            self.error(at, &last.to_string(), reversed(&from.to_era(), &last.to_era(), &from, &last));
            return None;
        }
        Period::through(from, last).ok()
    }

    /// From a month through another, both ends the plan's where they are not given.
    fn span(&mut self, at: At, from: Option<YearMonth>, through: Option<YearMonth>) -> Option<MonthSpan> {
        let from = from.or(self.horizon.map(|horizon| horizon.from))?;
        let until = through
            .map(|last| last.plus(1))
            .or(self.horizon.map(|horizon| horizon.until.max(from.plus(1))))?;
        if until <= from {
            let last = until.plus(-1);
            self.error(at, &last.to_string(), reversed(&from.to_era(), &last.to_era(), &from, &last));
            return None;
        }
        Some(MonthSpan { from, until })
    }
}

/// Proposals of what may be meant cost a look at every word: so many are made, and no more.
#[derive(Debug)]
struct Guesses(Cell<u32>);

impl Default for Guesses {
    fn default() -> Self {
        Self(Cell::new(200))
    }
}

impl Guesses {
    /// Whether one more may be made.
    fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

fn reversed(
    from_ja: &str,
    last_ja: &str,
    from: &dyn std::fmt::Display,
    last: &dyn std::fmt::Display,
) -> Message {
    Message::new(
        Code::PeriodReversed,
        format!("終わり（{last_ja}）が始まり（{from_ja}）より前です。どちらかを直してください。"),
        format!("The end ({last}) comes before the beginning ({from}). Correct one of them."),
    )
}

/// A finding without values: what cannot both hold, and what to do.
fn contradiction(ja: impl Into<String>, en: impl Into<String>) -> Message {
    Message::new(Code::Contradiction, ja, en)
}
