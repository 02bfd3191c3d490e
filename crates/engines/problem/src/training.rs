//! 初期研修・専攻医・専門医: how far a person's training has come when a period begins, which decides what posts the
//! person may take.

use std::collections::BTreeMap;

use kernel::{Date, EditionId, ProgrammeId, Share};
use rules::{
    Activity, Career, Concurrent, Counting, Edition, PartTime, Requirement, Rounding, Tables,
    TrainingProgramme, Unit,
    training::{INITIAL_TRAINING_MONTHS, in_initial_training, progress},
};

use crate::{Person, Post, Problem};

/// How far a person's training has come on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage<'a> {
    /// 初期研修医: takes posts of initial training, and no others.
    InitialTraining,
    /// 専攻医 of a programme whose months are not complete.
    Trainee(&'a TrainingProgramme),
    /// Neither: in no programme, or its months complete.
    Independent,
}

impl Stage<'_> {
    /// Whether a post outside the person's own specialty is part of the training: clinical work in a component's
    /// department, at a site of the programme on the day. Which of them are of a component's class is for its months.
    pub fn has_component_at(self, post: &Post, on: Date) -> bool {
        let Stage::Trainee(programme) = self else { return false };
        let mut components = programme.components.iter();
        post.activity == Activity::Clinical
            && components.any(|component| component.departments.contains(&post.department))
            && programme.role_on(&post.workplace, on).is_some()
    }
}

impl Problem {
    /// The stage on the first day of a period, of a career as the periods before it would make it, on one of the
    /// person's paths.
    pub fn stage(
        &self,
        editions: &BTreeMap<EditionId, Edition>,
        person: &Person,
        path: usize,
        career: &Career,
        on: Date,
    ) -> Stage<'_> {
        stage(&self.tables, editions, (person, path), career, on)
    }
}

/// The same by tables at hand.
pub fn stage<'t>(
    tables: &'t Tables,
    editions: &BTreeMap<EditionId, Edition>,
    (person, path): (&Person, usize),
    career: &Career,
    on: Date,
) -> Stage<'t> {
    if in_initial_training(career, on, INITIAL_TRAINING_MONTHS) {
        return Stage::InitialTraining;
    }
    let programme = |id: &ProgrammeId| tables.programmes.get(id);
    let under_way = career.enrolments.iter().filter(|row| row.period.contains(on));
    if let Some(row) = under_way.max_by_key(|row| row.period.from) {
        let counting = person.training_counting(editions);
        let progress = progress(career, tables, &counting, on);
        let open = progress.is_none_or(|progress| progress.complete_on.is_none());
        return programme(&row.programme).filter(|_| open).map_or(Stage::Independent, Stage::Trainee);
    }
    let joins = person.paths.get(path).and_then(|path| path.programme.as_ref());
    let been_in = |id: &&ProgrammeId| career.enrolments.iter().any(|row| row.programme == **id);
    joins.filter(|id| !been_in(id)).and_then(programme).map_or(Stage::Independent, Stage::Trainee)
}

impl Person {
    /// How months of specialty training are counted for the person: as the first rule on training says, else as the
    /// first commitment's edition does, else in calendar months of any share.
    pub fn training_counting(&self, editions: &BTreeMap<EditionId, Edition>) -> Counting {
        let mut bound = self.career.commitments.iter().filter_map(|bound| editions.get(&bound.edition));
        let of_rule = bound.clone().find_map(|edition| {
            let rule = edition.rules.iter().find(|rule| is_training(&rule.requirement))?;
            Some(rule.counting.as_ref().unwrap_or(&edition.counting).clone())
        });
        of_rule
            .or_else(|| bound.next().map(|edition| edition.counting.clone()))
            .unwrap_or_else(calendar_months)
    }
}

fn is_training(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::TrainingMonths(_) => true,
        Requirement::MilestoneBy(milestone) => milestone.after_training.is_some(),
        Requirement::AllOf(of) | Requirement::AnyOf(of) | Requirement::AtLeast { of, .. } => {
            of.iter().any(is_training)
        }
        Requirement::IfThen { then, .. } => is_training(then),
        _ => false,
    }
}

/// Where no edition says how: a month is a month, whatever its share, and leaves give none.
fn calendar_months() -> Counting {
    Counting {
        unit: Unit::CalendarMonths,
        rounding: Rounding::None,
        full_time_from: Share::percent(1).unwrap_or(Share::FULL),
        part_time: PartTime::ProRata,
        concurrent: Concurrent::Largest,
        side_posts: false,
        leaves: BTreeMap::new(),
        leave_caps: BTreeMap::new(),
    }
}
