//! What a case file says, as careers, tables and an edition. Everything an official need not say has a default.

use std::collections::BTreeMap;

use kernel::{AsOf, Bilingual, Date, EditionId, Months, Period, Share, Yen};
use rules::{
    Activity, Area, Career, Class, Commitment, Component, Edition, Engagement, EngagementStatus, Enrolment,
    Instructors, Instrument, Known, Leave, Loan, Membership, Milestone, Notice, Parameters, Site, SiteRole,
    Tables, TrainingProgramme, Waiver, Workplace,
};
use serde::Deserialize;

/// A time: the law's inclusive form.
#[derive(Clone, Copy, Deserialize)]
pub struct Time {
    pub from: Option<Date>,
    pub through: Option<Date>,
}

impl Time {
    pub fn period(self) -> Period {
        let from = self.from.unwrap_or_else(|| "2000-04-01".parse().unwrap());
        Period { from, until: self.through.map(Date::next) }
    }
}

/// When a record was known.
#[derive(Clone, Copy, Default, Deserialize)]
pub struct Knowledge {
    pub recorded: Option<Date>,
    pub superseded: Option<Date>,
}

impl Knowledge {
    fn known(self) -> Known {
        Known { from: self.recorded, until: self.superseded }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CaseFile {
    /// What the cases are about.
    pub title: String,
    /// The edition's counting and rules, in the form of any edition.
    pub edition: toml::Table,
    #[serde(default, rename = "case")]
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    pub title: String,
    pub rule: String,
    pub as_of: Date,
    pub known_on: Option<Date>,
    #[serde(default)]
    pub entered: Option<i32>,
    pub graduated: Option<Date>,
    pub bound_from: Option<Date>,
    pub course: Option<String>,
    pub loan: Option<Time>,
    #[serde(default)]
    pub posting: Vec<Posting>,
    #[serde(default)]
    pub leave: Vec<Away>,
    #[serde(default)]
    pub enrolment: Vec<Enrolled>,
    #[serde(default)]
    pub milestone: Vec<Reached>,
    #[serde(default)]
    pub notice: Vec<Told>,
    pub waiver: Option<Waived>,
    /// An earlier commitment to the same edition, for service in sequence.
    pub earlier: Option<Earlier>,
    pub expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Posting {
    pub at: String,
    pub from: Date,
    pub through: Option<Date>,
    pub department: Option<String>,
    #[serde(default)]
    pub activity: Activity,
    pub share: Option<u8>,
    #[serde(default)]
    pub side: bool,
    pub employer: Option<String>,
    #[serde(default)]
    pub planned: bool,
    pub recorded: Option<Date>,
    pub superseded: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Away {
    pub kind: String,
    pub from: Date,
    pub through: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolled {
    pub programme: String,
    pub from: Date,
    pub through: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    pub milestone: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub given: Date,
    pub effective: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waived {
    pub replaces: toml::Table,
    pub from: Date,
    pub through: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub from: Date,
    pub loan: Time,
    pub ended: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub standing: rules::Standing,
    pub sum: Option<String>,
    pub done: Option<String>,
    pub planned: Option<String>,
    pub needed: Option<String>,
    pub by: Option<Date>,
    pub slack: Option<i32>,
    /// Whether the months owed are served, and what must hold at release does not yet.
    pub overdue: Option<bool>,
    /// A part of the Japanese sentence.
    pub says: Option<String>,
    /// A part of what is missing, in Japanese.
    pub missing: Option<String>,
}

impl CaseFile {
    /// The edition, with what cases need not say filled in.
    pub fn edition(&self) -> Edition {
        let mut table = self.edition.clone();
        let text = |text: &str| toml::Value::String(text.to_owned());
        let source: toml::Table = toml::from_str("title = '事例'").unwrap();
        let named: toml::Table = toml::from_str("ja = '事例'\nen = 'case'").unwrap();
        table.insert("id".into(), text("case"));
        table.insert("name".into(), named.clone().into());
        table.insert("issuer".into(), text("例示県"));
        table.insert("validity".into(), toml::from_str::<toml::Table>("from = '2000-04-01'").unwrap().into());
        table.insert("source".into(), source.clone().into());
        for rule in table["rule"].as_array_mut().unwrap() {
            let rule = rule.as_table_mut().unwrap();
            rule.entry("sentence").or_insert(named.clone().into());
            rule.entry("source").or_insert(source.clone().into());
            rule.entry("force").or_insert(text("must"));
            rule.entry("subject").or_insert(text("person"));
        }
        let written = toml::to_string(&table).unwrap();
        Edition::from_toml(&written).unwrap_or_else(|findings| panic!("{}: {findings:#?}", self.title))
    }
}

/// A career of these facts alone, written as in a case.
pub fn career_of(facts: &str) -> Career {
    let head = "title = ''\nrule = ''\nas-of = '2015-04-01'\nexpect.standing = 'met'\n";
    toml::from_str::<Case>(&format!("{head}{facts}")).unwrap().career()
}

/// The edition of a text without cases.
pub fn edition_of(text: &str) -> Edition {
    toml::from_str::<CaseFile>(text).unwrap().edition()
}

/// An edition as it is asked for: by its id.
pub fn by_id(edition: &Edition) -> BTreeMap<EditionId, Edition> {
    BTreeMap::from([(edition.id.clone(), edition.clone())])
}

impl Case {
    pub fn as_of(&self) -> AsOf {
        AsOf { valid_on: self.as_of, known_on: self.known_on.unwrap_or(self.as_of) }
    }

    /// The career of somebody bound by the edition of the case's own file.
    pub fn career(&self) -> Career {
        self.career_under(&"case".parse().unwrap())
    }

    /// The career of somebody bound by the edition.
    pub fn career_under(&self, edition: &EditionId) -> Career {
        let mut career = Career::new("person".parse().unwrap());
        career.entered = self.entered.map(|year| year.try_into().unwrap());
        career.graduated = Some(self.graduated.unwrap_or_else(|| "2015-03-25".parse().unwrap()));
        career.licensed = career.graduated.map(Date::april_on_or_after);
        let bound_from = self.bound_from.unwrap_or_else(|| "2009-04-01".parse().unwrap());
        career.commitments.push(commitment(edition, "this", bound_from, None, self.course.as_deref()));
        career.loans.extend(self.loan.map(|time| loan("this", time)));
        if let Some(earlier) = &self.earlier {
            career.commitments.push(commitment(edition, "earlier", earlier.from, earlier.ended, None));
            career.loans.push(loan("earlier", earlier.loan));
        }
        for (place, posting) in self.posting.iter().enumerate() {
            career.engagements.push(posting.engagement(place + 1));
        }
        career.leaves.extend(self.leave.iter().map(|away| Leave {
            kind: away.kind.parse().unwrap(),
            period: Period { from: away.from, until: away.through.map(Date::next) },
            known: Known::default(),
        }));
        career.enrolments.extend(self.enrolment.iter().map(|row| Enrolment {
            programme: row.programme.parse().unwrap(),
            period: Period { from: row.from, until: row.through.map(Date::next) },
            known: Known::default(),
        }));
        career.milestones.extend(self.milestone.iter().map(|row| Milestone {
            milestone: row.milestone.parse().unwrap(),
            on: row.on,
            known: Known::default(),
        }));
        career.notices.extend(self.notice.iter().map(|row| Notice {
            given: row.given,
            effective: row.effective,
            known: Known::default(),
        }));
        career.waivers.extend(self.waiver.as_ref().map(|waiver| waiver.record(&self.rule)));
        career
    }
}

fn commitment(
    edition: &EditionId,
    id: &str,
    from: Date,
    ended: Option<Date>,
    course: Option<&str>,
) -> Commitment {
    Commitment {
        id: id.parse().unwrap(),
        instrument: Instrument::LoanContract,
        edition: edition.clone(),
        course: course.map(|course| course.parse().unwrap()),
        party: "例示県".parse().unwrap(),
        from,
        ended,
        consent: None,
        known: Known::default(),
    }
}

fn loan(commitment: &str, time: Time) -> Loan {
    Loan {
        commitment: commitment.parse().unwrap(),
        period: time.period(),
        monthly: Yen(100_000),
        known: Known::default(),
    }
}

impl Posting {
    fn engagement(&self, number: usize) -> Engagement {
        let department = self.department.as_deref().unwrap_or("内科");
        let knowledge = Knowledge { recorded: self.recorded, superseded: self.superseded };
        Engagement {
            id: number.to_string().parse().unwrap(),
            workplace: self.at.parse().unwrap(),
            employer: self.employer.as_ref().map(|employer| employer.parse().unwrap()),
            department: department.parse().unwrap(),
            activity: self.activity,
            period: Period { from: self.from, until: self.through.map(Date::next) },
            share: self.share.map_or(Share::FULL, |share| Share::percent(share).unwrap()),
            side: self.side,
            status: if self.planned { EngagementStatus::Planned } else { EngagementStatus::Served },
            known: knowledge.known(),
        }
    }
}

impl Waived {
    fn record(&self, rule: &str) -> Waiver {
        let serde_json::Value::Object(replaces) = serde_json::to_value(&self.replaces).unwrap() else {
            panic!("a waiver replaces a table of keys")
        };
        Waiver {
            commitment: "this".parse().unwrap(),
            rule: rule.parse().unwrap(),
            replaces: Parameters(replaces),
            ground: "介護".to_owned(),
            decided_by: "例示県".to_owned(),
            decided_on: self.from,
            period: Period { from: self.from, until: self.through.map(Date::next) },
            known: Known::default(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    classes: BTreeMap<String, String>,
    places: BTreeMap<String, Place>,
    programmes: BTreeMap<String, Programme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    area: Option<String>,
    #[serde(default)]
    classes: Vec<OfClass>,
    #[serde(default)]
    instructors: Vec<Teaches>,
}

#[derive(Deserialize)]
struct OfClass {
    class: String,
    #[serde(flatten)]
    time: Time,
}

#[derive(Deserialize)]
struct Teaches {
    department: String,
    count: u32,
    #[serde(flatten)]
    time: Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Programme {
    specialty: String,
    months: i32,
    #[serde(default)]
    core_months: i32,
    #[serde(default)]
    components: Vec<Component>,
    core: Vec<String>,
    affiliated: Vec<String>,
    #[serde(default)]
    attested: Vec<rules::Attestation>,
}

/// The tables of `cases/places.toml`.
pub fn tables() -> Tables {
    tables_of(include_str!("../cases/places.toml"))
}

/// The tables that a file of places describes.
pub fn tables_of(text: &str) -> Tables {
    let places: Places = toml::from_str(text).unwrap();
    let mut tables = Tables::default();
    for (class, scheme) in &places.classes {
        let row = Class {
            scheme: scheme.parse().unwrap(),
            name: Bilingual::new(class.as_str(), class.as_str()),
            source: "事例".to_owned(),
            fictitious: true,
        };
        tables.classes.insert(class.parse().unwrap(), row);
    }
    for (name, place) in &places.places {
        if let Some(area) = &place.area {
            let row = Area { name: Bilingual::new(area.as_str(), area.as_str()), prefecture: None };
            tables.areas.insert(area.parse().unwrap(), row);
        }
        tables.workplaces.insert(name.parse().unwrap(), place.workplace(name));
    }
    for (name, programme) in places.programmes {
        tables.programmes.insert(name.parse().unwrap(), programme.record(&name));
    }
    tables
}

impl Place {
    fn workplace(&self, name: &str) -> Workplace {
        Workplace {
            name: name.to_owned(),
            area: self.area.as_ref().map(|area| area.parse().unwrap()),
            classes: self
                .classes
                .iter()
                .map(|row| Membership { class: row.class.parse().unwrap(), period: row.time.period() })
                .collect(),
            instructors: self
                .instructors
                .iter()
                .map(|row| Instructors {
                    department: row.department.parse().unwrap(),
                    period: row.time.period(),
                    count: row.count,
                })
                .collect(),
            stands_for: Vec::new(),
        }
    }
}

impl Programme {
    fn record(self, name: &str) -> TrainingProgramme {
        let site = |workplace: &String, role| Site {
            workplace: workplace.parse().unwrap(),
            role,
            period: Time { from: None, through: None }.period(),
        };
        let core = self.core.iter().map(|place| site(place, SiteRole::Core));
        let affiliated = self.affiliated.iter().map(|place| site(place, SiteRole::Affiliated));
        TrainingProgramme {
            name: name.to_owned(),
            specialty: self.specialty.parse().unwrap(),
            months: Months(self.months),
            core_months: Months(self.core_months),
            sites: core.chain(affiliated).collect(),
            components: self.components,
            source: "事例".to_owned(),
            attested: self.attested,
        }
    }
}
