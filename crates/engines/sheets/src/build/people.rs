//! 医師・時短勤務・世帯: who takes part.

use std::collections::BTreeMap;

use kernel::{FiscalYear, Kana, MilestoneId, NamePart, Period, PersonId, ProgrammeId};
use problem::{Couple, Instructs, PartTimePeriod, Path, Person};
use rules::{Career, Enrolment, Known, Milestone, Tables};

use super::{At, Build, contradiction};
use crate::{
    finding::{Code, Message},
    rows::people::PhysicianRow,
    table::SheetKey::{Couples, PartTime, Physicians},
};

/// A rank further down the open specialties costs this, unless the settings say otherwise.
const SPECIALTY_RANK: i64 = 120;

/// People by id, to hand each record to its own.
pub(super) struct People {
    pub list: Vec<Person>,
    places: BTreeMap<PersonId, usize>,
}

impl People {
    pub fn get(&mut self, id: &PersonId) -> Option<&mut Person> {
        self.places.get(id).and_then(|place| self.list.get_mut(*place))
    }
}

impl Build<'_> {
    /// Everybody, with career and wishes.
    pub fn people(&mut self, tables: &Tables) -> Vec<Person> {
        let mut people = People { list: Vec::new(), places: BTreeMap::new() };
        let roster = self.roster;
        let mut twins: BTreeMap<(&str, Option<FiscalYear>), &PhysicianRow> = BTreeMap::new();
        for row in &roster.physicians {
            if let Some(twin) = twins.insert((&row.name, row.entered), row).filter(|twin| twin.id != row.id) {
                self.same_name(row, twin);
            }
            let Some(person) = self.person(row) else { continue };
            people.places.entry(person.career.person.clone()).or_insert(people.list.len());
            people.list.push(person);
        }
        self.commitments(&mut people);
        self.engagements(&mut people);
        self.leaves(&mut people);
        self.waivers(&mut people);
        self.notices(&mut people);
        self.part_time(&mut people);
        self.wishes(&mut people, tables);
        people.list
    }

    fn person(&mut self, row: &PhysicianRow) -> Option<Person> {
        let at = |column| (Physicians, row.row, column);
        let id: PersonId = self.id(at("id"), &row.id)?;
        self.check_name(row);
        if let (Some(graduated), Some(licensed)) = (row.graduated, row.licensed)
            && licensed < graduated
        {
            self.error(at("licensed"), &licensed.to_string(), licence_before_graduation());
        }
        let mut career = Career::new(id);
        career.entered = row.entered;
        career.graduated = row.graduated;
        career.licensed = row.licensed;
        let paths = self.paths(row);
        career.enrolments = self.enrolment(row, &paths);
        career.milestones = self.milestones(row);
        let instructs = row.instructor_from.zip(paths.first());
        let instructs = instructs.map(|(from, path)| Instructs {
            department: path.specialty.clone(),
            period: Period::since(from),
        });
        let enrolled = !career.enrolments.is_empty();
        Some(Person {
            name: row.name.clone(),
            career,
            paths: paths
                .into_iter()
                .enumerate()
                .map(
                    |(rank, path)| {
                        if rank == 0 && enrolled { Path { programme: None, ..path } } else { path }
                    },
                )
                .collect(),
            wishes: Vec::new(),
            unlisted: row.unlisted,
            excluded: Vec::new(),
            windows: Vec::new(),
            outside: None,
            part_time: Vec::new(),
            instructs: instructs.into_iter().collect(),
            reported: reported(row),
        })
    }

    fn check_name(&mut self, row: &PhysicianRow) {
        if let Ok(read) = NamePart::read(&row.name)
            && let Some(note) = read.note
        {
            let message = Message { code: Code::CellOdd, text: note.sentence() };
            self.note((Physicians, row.row, "name"), &row.name, message);
        }
        if !row.kana.is_empty()
            && let Err(error) = Kana::try_from(row.kana.clone())
        {
            let message = Message { code: Code::CellOdd, text: error.sentence() };
            self.note((Physicians, row.row, "kana"), &row.kana, message);
        }
    }

    /// Two rows of one name and one cohort may be one person typed twice.
    fn same_name(&mut self, row: &PhysicianRow, twin: &PhysicianRow) {
        if !row.name.is_empty() {
            let message = Message::new(
                Code::Duplicate,
                format!(
                    "{}行目（{}）と氏名・入学年度が同じです。別人か確かめてください。",
                    twin.row, twin.id
                ),
                format!(
                    "Row {} ({}) has the same name and cohort. Make sure they are two people.",
                    twin.row, twin.id
                ),
            );
            self.note((Physicians, row.row, "name"), &row.name, message);
        }
    }

    fn paths(&mut self, row: &PhysicianRow) -> Vec<Path> {
        let step = self.roster.settings.specialty_rank.unwrap_or(SPECIALTY_RANK);
        let ranked = [
            (("specialty", &row.specialty), ("programme", &row.programme)),
            (("second_specialty", &row.second_specialty), ("second_programme", &row.second_programme)),
            (("third_specialty", &row.third_specialty), ("third_programme", &row.third_programme)),
        ];
        let mut paths: Vec<Path> = Vec::new();
        for ((column, specialty), (of_programme, programme)) in ranked {
            let at = |column| (Physicians, row.row, column);
            let specialty = self.department(at(column), specialty);
            let programme: Option<ProgrammeId> =
                self.programme_of(at(of_programme), programme, specialty.as_ref());
            let Some(specialty) = specialty else { continue };
            if paths.iter().any(|path| path.specialty == specialty && path.programme == programme) {
                let message = contradiction("同じ候補が二度あります。", "The same candidate stands twice.");
                self.error(at(column), specialty.as_str(), message);
            }
            let price = step.saturating_mul(i64::try_from(paths.len()).unwrap_or(0));
            paths.push(Path { specialty, programme, price });
        }
        paths
    }

    /// The programme a text means; one of another specialty is a contradiction.
    fn programme_of(
        &mut self,
        at: At,
        text: &str,
        specialty: Option<&kernel::DepartmentId>,
    ) -> Option<ProgrammeId> {
        let id: ProgrammeId = self.refer(|names| &names.programmes, at, text)?;
        let row = self.roster.programmes.iter().find(|row| row.id == id.as_str())?;
        if specialty.is_some_and(|specialty| specialty.as_str() != row.specialty) {
            let message = contradiction(
                format!("このプログラムの基本領域は「{}」で、候補の基本領域と違います。", row.specialty),
                format!("This programme is of “{}”, another specialty than the candidate's.", row.specialty),
            );
            self.error(at, text, message);
        }
        Some(id)
    }

    fn enrolment(&mut self, row: &PhysicianRow, paths: &[Path]) -> Vec<Enrolment> {
        let at = (Physicians, row.row, "enrolled_from");
        let Some(from) = row.enrolled_from else { return Vec::new() };
        let Some(programme) = paths.first().and_then(|path| path.programme.clone()) else {
            if row.programme.is_empty() {
                let message = contradiction(
                    "専門研修開始日がありますが、専門研修プログラムが空です。",
                    "There is a first day of training, but no training programme.",
                );
                self.error(at, &from.to_string(), message);
            }
            return Vec::new();
        };
        let period = self.period((Physicians, row.row, "enrolled_until"), Some(from), row.enrolled_until);
        period.map(|period| Enrolment { programme, period, known: Known::default() }).into_iter().collect()
    }

    fn milestones(&mut self, row: &PhysicianRow) -> Vec<Milestone> {
        let reached = [
            ("initial-training", "initial_training_on", row.initial_training_on),
            ("board-certificate", "certified_on", row.certified_on),
        ];
        let mut milestones = Vec::new();
        for (milestone, column, on) in reached {
            let Some(on) = on else { continue };
            if row.licensed.is_some_and(|licensed| on < licensed) {
                let message = Message::new(
                    Code::OutOfTime,
                    "医籍登録日より前です。どちらかの日付を直してください。",
                    "This lies before the licence; correct one of the two days.",
                );
                self.error((Physicians, row.row, column), &on.to_string(), message);
            }
            if let Ok(milestone) = MilestoneId::try_from(milestone.to_owned()) {
                milestones.push(Milestone { milestone, on, known: Known::default() });
            }
        }
        milestones
    }

    fn part_time(&mut self, people: &mut People) {
        for row in &self.roster.part_time {
            let at = |column| (PartTime, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(person), Some(period), Some(share)) = (person, period, row.share) else { continue };
            if let Some(person) = people.get(&person) {
                person.part_time.push(PartTimePeriod { period, share });
            }
        }
    }

    /// Couples of two people who both take part.
    pub fn couples(&mut self) -> Vec<Couple> {
        let mut couples = Vec::new();
        for row in &self.roster.couples {
            let at = |column| (Couples, row.row, column);
            let one: Option<PersonId> = self.refer(|names| &names.people, at("one"), &row.one);
            let other: Option<PersonId> = self.refer(|names| &names.people, at("other"), &row.other);
            let (Some(one), Some(other)) = (one, other) else { continue };
            if one == other {
                let message = contradiction(
                    "自分自身と世帯になっています。",
                    "A person cannot be coupled with the same person.",
                );
                self.error(at("other"), &row.other, message);
                continue;
            }
            couples.push(Couple { people: (one, other) });
        }
        couples
    }
}

fn reported(row: &PhysicianRow) -> BTreeMap<String, String> {
    let kana =
        Kana::try_from(row.kana.clone()).map_or_else(|_| row.kana.clone(), |kana| kana.as_str().to_owned());
    let facts = [
        ("フリガナ", kana),
        ("旧姓", row.former_name.clone()),
        ("区分", row.track.clone()),
        ("大学", row.university.clone()),
        ("性別", row.sex.clone()),
    ];
    facts.into_iter().filter(|(_, fact)| !fact.is_empty()).map(|(key, fact)| (key.to_owned(), fact)).collect()
}

fn licence_before_graduation() -> Message {
    Message::new(
        Code::OutOfTime,
        "医籍登録日が卒業日より前です。どちらかの日付を直してください。",
        "The licence lies before graduation; correct one of the two days.",
    )
}
