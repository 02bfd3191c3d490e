//! The plan read against its problem: every id looked up once, people in the order the sheets show them.

use std::collections::BTreeMap;

use kernel::{Bilingual, FiscalYear, Lang, PatternId, PersonId, PostId, RuleId, WorkplaceId};
use problem::{Pattern, Person, PersonPlan, Pin, PinPlace, PlanPeriod, Post, Problem, Step};
use rules::{Requirement, Rule, Standing, Verdict};

use super::{
    PlanOutError, PlanView,
    coverage::Coverage,
    seats::{Part, Remarks, Seat},
};

/// A plan with everything looked up.
pub(crate) struct Reading<'a> {
    /// What is shown.
    pub view: PlanView<'a>,
    /// The reader's language.
    pub lang: Lang,
    /// One row a person, by cohort, specialty and id.
    pub rows: Vec<Row<'a>>,
    /// Who fills what.
    pub coverage: Coverage<'a>,
}

/// One person.
pub(crate) struct Row<'a> {
    /// Who.
    pub person: &'a Person,
    /// 診療科 of the path taken.
    pub specialty: &'a str,
    /// Whether the specialty was still open.
    pub was_open: bool,
    /// 入学年度, or the year of the licence where the entry is not known.
    pub cohort: Option<FiscalYear>,
    /// What the person does in each period.
    pub seats: Vec<Seat<'a>>,
    /// What else is to be known of each period.
    pub remarks: Vec<Remarks>,
    /// Verdicts as of the problem's date.
    pub now: Vec<&'a Verdict>,
    /// Verdicts as of the end.
    pub end: Vec<&'a Verdict>,
}

impl<'a> Reading<'a> {
    /// Reads a plan; refuses one that belongs to another problem.
    pub fn of(view: &PlanView<'a>, lang: Lang) -> Result<Self, PlanOutError> {
        let view = *view;
        if view.problem.horizon.is_empty() {
            return Err(PlanOutError::Mismatch(Bilingual::new(
                "問題に計画期間がありません。",
                "The problem has no planning period.",
            )));
        }
        let mut rows = rows(view.problem, view.plan)?;
        let (now, end) = (by_person(view.verdicts), by_person(view.verdicts_at_end));
        for row in &mut rows {
            row.now = now.get(&row.person.career.person).cloned().unwrap_or_default();
            row.end = end.get(&row.person.career.person).cloned().unwrap_or_default();
        }
        let coverage = Coverage::of(view.problem, &rows);
        let mut reading = Self { view, lang, rows, coverage };
        reading.expect_milestones();
        Ok(reading)
    }

    /// The planning periods.
    pub fn periods(&self) -> &'a [PlanPeriod] {
        &self.view.problem.horizon
    }

    /// The rule a verdict speaks of, in its edition.
    pub fn rule(&self, verdict: &Verdict) -> Option<&'a Rule> {
        let edition = self.view.editions.get(&verdict.edition)?;
        edition.rules.iter().find(|rule| rule.id == verdict.rule)
    }

    /// The name of the edition a verdict speaks of.
    pub fn edition_name(&self, verdict: &Verdict) -> String {
        let edition = self.view.editions.get(&verdict.edition);
        edition.map_or_else(|| verdict.edition.to_string(), |edition| edition.name.get(self.lang).to_owned())
    }

    /// The verdict on the months owed: the first that has one.
    pub fn obligation(&self, verdicts: &[&'a Verdict]) -> Option<&'a Verdict> {
        verdicts.iter().copied().filter(|verdict| verdict.standing != Standing::NotApplicable).find(
            |verdict| {
                self.rule(verdict).is_some_and(|rule| matches!(rule.requirement, Requirement::MonthsOwed(_)))
            },
        )
    }

    /// A plan holds postings, and nobody passes an examination in it: a certificate that comes in time as planned
    /// (予定どおりなら) stands at the end as it does today, and not as one that nobody recorded.
    fn expect_milestones(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        for row in &mut rows {
            for end in row.end.iter_mut().filter(|end| end.standing == Standing::AtRisk) {
                let same = |now: &&&Verdict| now.commitment == end.commitment && now.rule == end.rule;
                let expected = row.now.iter().find(same).filter(|now| now.standing == Standing::OnTrack);
                if let Some(expected) = expected.filter(|_| self.is_of_milestone(end)) {
                    *end = expected;
                }
            }
        }
        self.rows = rows;
    }

    fn is_of_milestone(&self, verdict: &Verdict) -> bool {
        self.rule(verdict).is_some_and(|rule| matches!(rule.requirement, Requirement::MilestoneBy(_)))
    }

    /// The name of a person.
    pub fn name(&self, person: &PersonId) -> &'a str {
        let found = self.view.problem.people.iter().find(|known| known.career.person == *person);
        found.map_or("", |person| person.name.as_str())
    }

    /// The name of a workplace.
    pub fn place_name(&self, workplace: &WorkplaceId) -> String {
        let found = self.view.problem.tables.workplaces.get(workplace);
        found.map_or_else(|| workplace.to_string(), |place| place.name.clone())
    }

    /// A sentence with the names of the places it quotes by id: people know 「沼田病院」, not 「numata」.
    pub fn with_names(&self, sentence: &str) -> String {
        let mut told = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some(open) = rest.find(['「', '“']) {
            let quoted = open + rest[open..].chars().next().map_or(0, char::len_utf8);
            told.push_str(&rest[..quoted]);
            rest = &rest[quoted..];
            let end = rest.find(['」', '”', '「', '“']).unwrap_or(rest.len());
            let place = self.view.problem.tables.workplaces.get(&rest[..end]);
            told.push_str(place.map_or(&rest[..end], |place| &place.name));
            rest = &rest[end..];
        }
        told.push_str(rest);
        told
    }

    /// The name of a rule's sentence in an edition bound to a commitment of a person.
    pub fn sentence(
        &self,
        person: &PersonId,
        commitment: &kernel::CommitmentId,
        rule: &RuleId,
    ) -> Option<&'a Bilingual> {
        let person = self.view.problem.people.iter().find(|known| known.career.person == *person)?;
        let bound = person.career.commitments.iter().find(|known| known.id == *commitment)?;
        let edition = self.view.editions.get(&bound.edition)?;
        Some(&edition.rules.iter().find(|known| known.id == *rule)?.sentence)
    }
}

/// The people of a plan, looked up and sorted; verdicts still empty.
pub(crate) fn rows<'a>(problem: &'a Problem, plan: &'a problem::Plan) -> Result<Vec<Row<'a>>, PlanOutError> {
    let posts: BTreeMap<&PostId, &Post> = problem.posts.iter().map(|post| (&post.id, post)).collect();
    let patterns: BTreeMap<&PatternId, &Pattern> =
        problem.patterns.iter().map(|pattern| (&pattern.id, pattern)).collect();
    let people: BTreeMap<&PersonId, &Person> =
        problem.people.iter().map(|person| (&person.career.person, person)).collect();
    let index = Index { problem, posts, patterns };
    let mut rows = Vec::with_capacity(plan.people.len());
    for planned in &plan.people {
        let person =
            people.get(&planned.person).ok_or_else(|| unknown("医師", "person", planned.person.as_str()))?;
        rows.push(index.row(person, planned)?);
    }
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(rows)
}

fn key<'r>(row: &'r Row<'_>) -> (bool, Option<FiscalYear>, &'r str, &'r PersonId) {
    (row.cohort.is_none(), row.cohort, row.specialty, &row.person.career.person)
}

fn by_person(verdicts: &[(PersonId, Vec<Verdict>)]) -> BTreeMap<&PersonId, Vec<&Verdict>> {
    verdicts.iter().map(|(person, verdicts)| (person, verdicts.iter().collect())).collect()
}

fn unknown(ja: &str, en: &str, id: &str) -> PlanOutError {
    PlanOutError::Mismatch(Bilingual::new(
        format!("配置案にある{ja}「{id}」が問題にありません。"),
        format!("The problem has no {en} “{id}” that the plan names."),
    ))
}

struct Index<'a> {
    problem: &'a Problem,
    posts: BTreeMap<&'a PostId, &'a Post>,
    patterns: BTreeMap<&'a PatternId, &'a Pattern>,
}

impl<'a> Index<'a> {
    fn row(&self, person: &'a Person, planned: &'a PersonPlan) -> Result<Row<'a>, PlanOutError> {
        if planned.steps.len() != self.problem.horizon.len() {
            return Err(PlanOutError::Mismatch(Bilingual::new(
                format!(
                    "「{}」の期間の数が{}ではなく{}です。",
                    person.name,
                    self.problem.horizon.len(),
                    planned.steps.len()
                ),
                format!(
                    "“{}” has {} periods instead of {}.",
                    person.name,
                    planned.steps.len(),
                    self.problem.horizon.len()
                ),
            )));
        }
        let horizon = self.problem.horizon.iter();
        let seats = planned.steps.iter().zip(horizon.clone());
        let seats =
            seats.map(|(step, period)| self.seat(person, step, period)).collect::<Result<Vec<_>, _>>()?;
        let remarks = seats.iter().zip(horizon).map(|(seat, period)| Remarks {
            decided: decided(self.problem, person, seat, period),
            partly_away: partly_away(person, seat, period),
        });
        let remarks = remarks.collect();
        let licence = person.career.licensed.map(|day| day.fiscal_year());
        Ok(Row {
            person,
            specialty: person.paths.get(planned.path).map_or("", |path| path.specialty.as_str()),
            was_open: person.paths.len() > 1,
            cohort: person.career.entered.or(licence),
            seats,
            remarks,
            now: Vec::new(),
            end: Vec::new(),
        })
    }

    fn seat(
        &self,
        person: &'a Person,
        step: &'a Step,
        period: &PlanPeriod,
    ) -> Result<Seat<'a>, PlanOutError> {
        Ok(match step {
            Step::NotYet => Seat::NotYet,
            Step::Post(post) => {
                let parts = self.parts(person, step, period)?;
                Seat::Posted(parts.ok_or_else(|| unknown("ポスト", "post", post.as_str()))?, None)
            }
            Step::Pattern(id) => {
                let parts = self.parts(person, step, period)?;
                let missing = || unknown("勤務の型", "pattern", id.as_str());
                Seat::Posted(parts.ok_or_else(missing)?, self.patterns.get(id).copied())
            }
            Step::Outside => match &person.outside {
                Some(wish) => Seat::Outside(wish),
                None => {
                    let name = person.name.as_str();
                    return Err(unknown("県外勤務の希望（医師）", "wish for work outside of person", name));
                }
            },
            Step::Leave => Seat::Leave,
            Step::Unplaced(cause) => Seat::Unplaced(*cause),
            Step::Released => Seat::Released,
        })
    }

    /// The parts of a posting, with the share worked and the heads filled; none of a post or pattern that is unknown.
    fn parts(
        &self,
        person: &'a Person,
        step: &Step,
        period: &PlanPeriod,
    ) -> Result<Option<Vec<Part<'a>>>, PlanOutError> {
        let (span, workplaces) = (period.span, &self.problem.tables.workplaces);
        let known = self.problem.parts(person, step, span);
        if known.is_empty() {
            return Ok(None);
        }
        let part = |part: &problem::Part<'a>| {
            let post = part.post.and_then(|post| self.posts.get(post).copied());
            let post = post.ok_or_else(|| unknown("ポスト", "post", part.workplace.as_str()))?;
            let workplace = workplaces.get(part.workplace);
            let workplace =
                workplace.ok_or_else(|| unknown("医療機関", "workplace", part.workplace.as_str()))?;
            let share = part.worked_by(person, span.from.first_day());
            let usage = part.usage(share, span.length());
            let (months, side) = (part.span.length(), part.side);
            Ok(Part { post, workplace, share: share.as_percent(), months, side, usage })
        };
        known.iter().map(part).collect::<Result<_, _>>().map(Some)
    }
}

/// Whether a firm pin fixed the seat.
fn decided(problem: &Problem, person: &Person, seat: &Seat<'_>, period: &PlanPeriod) -> bool {
    let overlaps = |pin: &Pin| pin.span.period().overlaps(period.span.period());
    let holds = |pin: &Pin| match &pin.at {
        PinPlace::Post(post) => seat.parts().iter().any(|part| part.post.id == *post),
        PinPlace::Workplace(place) => {
            seat.parts().iter().any(|part| problem.tables.may_be_same_stay(place, &part.post.workplace))
        }
        PinPlace::Outside => matches!(seat, Seat::Outside(_)),
    };
    problem
        .pins
        .iter()
        .filter(|pin| pin.person == person.career.person && pin.soft_price.is_none())
        .any(|pin| overlaps(pin) && holds(pin))
}

/// Whether a known leave takes some days of a period in which the person is posted.
fn partly_away(person: &Person, seat: &Seat<'_>, period: &PlanPeriod) -> bool {
    let posted = matches!(seat, Seat::Posted(..) | Seat::Outside(_));
    posted && person.career.leaves.iter().any(|leave| leave.period.overlaps(period.span.period()))
}
