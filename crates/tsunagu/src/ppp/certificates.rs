//! What binds: the certificate as a training programme, and the obligation as an edition.
//!
//! A programme's accredited hospitals are its core sites, all others that practise the specialty are affiliated: years
//! at the core are training years, and each group asked for is a component of its own.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CommitmentId, EditionId, Months, Period, ProgrammeId};
use rules::{Component, Site, SiteRole, TrainingProgramme};
use serde_json::{Map, Value, json};

use super::{
    format::{Instance, Person, bits},
    id,
    places::{Credit, Kind, department, hospital, long_stays},
};

/// The kind of leave that gives nothing and stops nothing.
pub(super) const AWAY: &str = "away";

/// The one commitment of a person.
pub(super) fn commitment() -> CommitmentId {
    id("obligation".to_owned())
}

pub(super) fn programme(person: &Person) -> ProgrammeId {
    id(format!("s{}-{}-g{}", person.spec, person.pref, person.groups_req))
}

pub(super) fn edition(person: &Person) -> EditionId {
    id(format!("owes-{}-designated-{}-by-{}", person.oblig, person.k_desig, person.deadline))
}

/// One programme for each specialty, prefecture and set of groups.
pub(super) fn programmes(instance: &Instance) -> BTreeMap<ProgrammeId, TrainingProgramme> {
    let mut programmes = BTreeMap::new();
    for person in &instance.physicians {
        programmes.entry(programme(person)).or_insert_with(|| training(instance, person));
    }
    programmes
}

fn training(instance: &Instance, person: &Person) -> TrainingProgramme {
    let calendar = instance.calendar();
    let ahead = Period::since(calendar.first_day());
    let before = Period { from: calendar.past(), until: Some(calendar.first_day()) };
    let role = |core: bool| if core { SiteRole::Core } else { SiteRole::Affiliated };
    let own = instance.hospitals.iter().filter(|of| of.pref == person.pref);
    let hospitals = own.filter_map(|of| {
        let room = of.spec.get(&person.spec)?;
        Some(Site { workplace: hospital(of.id), role: role(room.acc == 1), period: ahead })
    });
    let credits = bits(person.groups_req).map(Credit::Group).chain([Credit::Training]);
    let credits = credits.map(|credit| Site {
        workplace: credit.workplace(),
        role: role(credit == Credit::Training),
        period: before,
    });
    let components = bits(person.groups_req).map(|group| Component {
        departments: Vec::new(),
        classes: vec![Kind::Group(group).class()],
        months: Months(12),
    });
    TrainingProgramme {
        name: format!("専門研修{}", programme(person)),
        specialty: department(person.spec, person.pref),
        months: Months(0),
        core_months: Months(12 * i32::from(instance.specialties[person.spec].length)),
        components: components.collect(),
        sites: hospitals.chain(credits).collect(),
        source: "ppp-1".to_owned(),
        attested: Vec::new(),
    }
}

/// One edition for each length of obligation, years owed at designated places, and deadline.
pub(super) fn editions(instance: &Instance) -> BTreeMap<EditionId, Map<String, Value>> {
    let stays = long_stays(instance);
    let mut editions = BTreeMap::new();
    for person in &instance.physicians {
        editions.entry(edition(person)).or_insert_with(|| obligation(instance, person, &stays));
    }
    editions
}

fn obligation(instance: &Instance, person: &Person, stays: &BTreeSet<u8>) -> Map<String, Value> {
    let (years, designated, deadline) = (person.oblig, person.k_desig, person.deadline);
    let months = |years: u8| 12 * u32::from(years);
    let mut rules = vec![
        rule(
            "owed",
            "months-owed",
            (
                &format!("県内で{years}年勤務する。"),
                &format!("{years} years of service in the prefecture are owed."),
            ),
            json!({ "owed": months(years), "at": { "class": Kind::Service.class() } }),
        ),
        rule(
            "certificate",
            "training-months",
            (
                &format!("卒後{deadline}年目までに専門研修を終える。"),
                &format!("The certificate is reached by postgraduate year {deadline}."),
            ),
            json!({ "within": { "months": months(deadline), "after": "graduation" } }),
        ),
    ];
    let mut required = vec!["certificate"];
    if designated > 0 {
        required.push("designated");
        rules.push(rule(
            "designated",
            "months-in-class",
            (
                &format!("義務のうち{designated}年は県の指定する病院で勤務する。"),
                &format!("{designated} years of them are served at designated places."),
            ),
            json!({
                "at": { "class": Kind::Designated.class() },
                "least": months(designated),
                "within": "obligation",
            }),
        ));
    }
    rules.push(rule(
        "release",
        "release",
        (
            "専門研修と指定病院の年数を満たして義務を終える。",
            "Release asks for the certificate and the designated years.",
        ),
        json!({ "requires": required }),
    ));
    rules.extend(stays.iter().map(|years| {
        rule(
            &format!("stay-{years}"),
            "minimum-stay",
            (
                &format!("一つの病院に{years}年以上勤務する。"),
                &format!("A stay lasts {years} years or more."),
            ),
            json!({ "least": months(*years), "at": { "class": Kind::Stay(*years).class() } }),
        )
    }));
    let document = json!({
        "id": edition(person),
        "name": { "ja": "ppp-1 の義務", "en": "The obligation of ppp-1" },
        "issuer": "ppp-1",
        "validity": { "from": instance.calendar().past() },
        "source": { "title": "ppp-1" },
        "fictitious": true,
        "counting": {
            "unit": "calendar-months",
            "rounding": "none",
            "full-time-from": 100,
            "part-time": "none",
            "concurrent": "largest",
            "side-posts": false,
            "leave": { AWAY: "neither" },
        },
        "rule": rules,
    });
    match document {
        Value::Object(tree) => tree,
        _ => Map::new(),
    }
}

/// A rule's table: what every rule says, then the keys of its kind.
fn rule(name: &str, kind: &str, (ja, en): (&str, &str), of_kind: Value) -> Value {
    let mut table = json!({
        "id": name,
        "kind": kind,
        "force": "must",
        "subject": "person",
        "sentence": { "ja": ja, "en": en },
        "source": { "title": "ppp-1" },
    });
    if let (Value::Object(table), Value::Object(of_kind)) = (&mut table, of_kind) {
        table.extend(of_kind);
    }
    table
}
