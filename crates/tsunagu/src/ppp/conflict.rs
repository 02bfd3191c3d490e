//! A conflict in the format's own words: each element with the relaxation that cures it.

use std::collections::BTreeSet;

use kernel::{PersonId, RuleId, YearMonth};
use problem::{ConflictElement, Plan, Problem};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{
    format::{Instance, Person},
    people::id_of,
    places::{department, hospital, post},
};

/// An element of a conflict. Only the keys that apply are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Element {
    /// The rule, by the format's name.
    pub rule: &'static str,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physician: Option<usize>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hospital: Option<usize>,
    /// Of which specialty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialty: Option<usize>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// What cures it.
    pub relax: Relaxation,
}

/// A change of an instance that asks for less.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relaxation {
    /// None is known.
    #[default]
    None,
    /// Nothing is settled for a physician in a year.
    Unfix(usize, i32),
    /// Places of a hospital for a specialty.
    Cap(usize, usize, u32),
    /// Instructors of a hospital in a specialty.
    Sup(usize, usize, u32),
    /// Places of a hospital in all.
    Total(usize, u32),
    /// Years that a stay at a hospital lasts.
    MinStay(usize, u8),
    /// Last postgraduate year for the certificate.
    Deadline(usize, u8),
    /// Groups to visit.
    Groups(usize, u8),
    /// Years owed at designated places.
    Designated(usize, u8),
    /// Years owed.
    Obligation(usize, u8),
    /// Years away.
    Leaves(usize, BTreeSet<i32>),
}

impl Relaxation {
    /// The instance with it.
    pub fn apply(&self, instance: &Instance) -> Instance {
        let mut relaxed = instance.clone();
        let hospitals = &mut relaxed.hospitals;
        let people = &mut relaxed.physicians;
        match *self {
            Self::None => {}
            Self::Unfix(person, year) => {
                people[person].fixed.remove(&year);
            }
            Self::Cap(hospital, specialty, cap) => {
                hospitals[hospital].spec.entry(specialty).and_modify(|of| of.cap = cap);
            }
            Self::Sup(hospital, specialty, sup) => {
                hospitals[hospital].spec.entry(specialty).and_modify(|of| of.sup = sup);
            }
            Self::Total(hospital, most) => hospitals[hospital].cap_total = most,
            Self::MinStay(hospital, years) => hospitals[hospital].min_stay = years,
            Self::Deadline(person, year) => people[person].deadline = year,
            Self::Groups(person, groups) => people[person].groups_req = groups,
            Self::Designated(person, years) => people[person].k_desig = years,
            Self::Obligation(person, years) => people[person].oblig = years,
            Self::Leaves(person, ref years) => people[person].leaves.clone_from(years),
        }
        relaxed
    }

    /// As the format writes it.
    fn written(&self) -> Value {
        match self {
            Self::None => json!([]),
            Self::Unfix(person, year) => json!(["unfix", person, year.to_string()]),
            Self::Cap(hospital, specialty, cap) => json!(["cap", hospital, specialty.to_string(), cap]),
            Self::Sup(hospital, specialty, sup) => json!(["sup", hospital, specialty.to_string(), sup]),
            Self::Total(hospital, most) => json!(["total", hospital, most]),
            Self::MinStay(hospital, years) => json!(["min_stay", hospital, years]),
            Self::Deadline(person, year) => json!(["set", person, "deadline", year]),
            Self::Groups(person, groups) => json!(["set", person, "groups_req", groups]),
            Self::Designated(person, years) => json!(["set", person, "k_desig", years]),
            Self::Obligation(person, years) => json!(["set", person, "oblig", years]),
            Self::Leaves(person, years) => json!(["set", person, "leaves", years]),
        }
    }
}

impl Serialize for Relaxation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

/// The first conflict that a plan tells, each element once; empty if it tells none. Where the format knows several
/// relaxations of a rule, `cures` says of which instances there is a plan.
pub fn conflict(
    instance: &Instance,
    problem: &Problem,
    plan: &Plan,
    cures: &mut dyn FnMut(&Instance) -> bool,
) -> Vec<Element> {
    let impossible = plan.impossible.iter().map(|of| &of.conflict);
    let mut told = impossible.chain(plan.crowded.iter().map(|of| &of.conflict));
    let words = Words { instance, problem };
    let options: Vec<Vec<Element>> = match told.find(|of| !of.contains(&ConflictElement::TooManyCareers)) {
        Some(conflict) => conflict.iter().map(|element| words.of(element)).collect(),
        // What the past already broke needs nothing else to be impossible.
        None => {
            let past = plan.residual.iter().map(|row| words.of_rule(&row.person, &row.rule));
            past.take(1).collect()
        }
    };
    let mut elements: Vec<Element> = options
        .into_iter()
        .filter_map(|options| {
            let cured = options
                .iter()
                .find(|_| options.len() == 1)
                .or_else(|| options.iter().find(|element| cures(&element.relax.apply(instance))));
            cured.or(options.first()).cloned()
        })
        .collect();
    elements.sort();
    elements.dedup();
    elements
}

/// The format's words for an instance.
struct Words<'w> {
    instance: &'w Instance,
    problem: &'w Problem,
}

impl Words<'_> {
    /// What an element may be called, each with a relaxation; the one that asks for least first.
    fn of(&self, element: &ConflictElement) -> Vec<Element> {
        match element {
            ConflictElement::Rule { person, rule, .. } => self.of_rule(person, rule),
            ConflictElement::Pin(number) => self.of_pin(*number).into_iter().collect(),
            ConflictElement::Leave { person, number } => self.of_leave(person, *number).into_iter().collect(),
            ConflictElement::Post { post: id, period, enough } => {
                let departments = self.departments();
                let mut here = departments.filter(|(hospital, specialty)| post(*hospital, *specialty) == *id);
                here.next()
                    .map(|at| self.room("capacity", at, *period, Relaxation::Cap(at.0, at.1, *enough)))
                    .into_iter()
                    .collect()
            }
            ConflictElement::Instructors { workplace, department: id, period, enough } => {
                let mut here = self.departments().filter(|(of, specialty)| {
                    hospital(*of) == *workplace
                        && department(*specialty, self.instance.hospitals[*of].pref) == *id
                });
                here.next()
                    .map(|at| self.room("supervision", at, *period, Relaxation::Sup(at.0, at.1, *enough)))
                    .into_iter()
                    .collect()
            }
            ConflictElement::Workplace { workplace, period, enough } => {
                let here = self.instance.hospitals.iter().find(|of| hospital(of.id) == *workplace);
                let element = here.map(|of| Element {
                    rule: "hospital_total",
                    hospital: Some(of.id),
                    year: self.year(*period),
                    relax: Relaxation::Total(of.id, *enough),
                    ..Element::default()
                });
                element.into_iter().collect()
            }
            ConflictElement::Exclusion { .. } | ConflictElement::TooManyCareers => Vec::new(),
        }
    }

    fn departments(&self) -> impl Iterator<Item = (usize, usize)> {
        self.instance.hospitals.iter().flat_map(|of| of.spec.keys().map(|specialty| (of.id, *specialty)))
    }

    fn room(&self, rule: &'static str, at: (usize, usize), period: YearMonth, relax: Relaxation) -> Element {
        let (hospital, specialty) = (Some(at.0), Some(at.1));
        Element { rule, hospital, specialty, year: self.year(period), relax, ..Element::default() }
    }

    fn year(&self, period: YearMonth) -> Option<i32> {
        (0..self.instance.years).find(|year| self.instance.calendar().year(*year).from == period)
    }

    fn person(&self, id: &PersonId) -> Option<&Person> {
        self.instance.physicians.iter().find(|of| id_of(of.id) == *id)
    }

    fn of_pin(&self, number: usize) -> Option<Element> {
        let pin = self.problem.pins.get(number)?;
        let person = self.person(&pin.person)?.id;
        let year = self.year(pin.span.from)?;
        let relax = Relaxation::Unfix(person, year);
        Some(Element {
            rule: "fixed",
            physician: Some(person),
            year: Some(year),
            relax,
            ..Element::default()
        })
    }

    fn of_leave(&self, person: &PersonId, number: usize) -> Option<Element> {
        let of = self.person(person)?;
        // The time until a later start is told as a leave, and is none.
        let number = number.checked_sub(usize::from(of.start > 0))?;
        let year = *of.leaves.range(of.start..self.instance.years).nth(number)?;
        let left = of.leaves.iter().copied().filter(|other| *other != year);
        let relax = Relaxation::Leaves(of.id, left.collect());
        Some(Element { rule: "leave", physician: Some(of.id), year: Some(year), relax, ..Element::default() })
    }

    /// What a rule of a person's edition is in the format.
    fn of_rule(&self, person: &PersonId, rule: &RuleId) -> Vec<Element> {
        let Some(of) = self.person(person) else { return Vec::new() };
        let own = |rule, relax| Element { rule, physician: Some(of.id), relax, ..Element::default() };
        match rule.as_str() {
            "certificate" => {
                let last = of.pgy + self.instance.years - 1 - of.start;
                let beyond = last + i32::from(self.instance.specialties[of.spec].length) + 4;
                let years = [last, beyond].into_iter().filter_map(|year| u8::try_from(year).ok());
                let later = years.filter(|year| *year > of.deadline);
                let later = later.map(|year| own("deadline", Relaxation::Deadline(of.id, year)));
                let visited = Relaxation::Groups(of.id, of.groups_req & of.init.mask);
                later.chain([own("groups", visited)]).collect()
            }
            "designated" => {
                vec![own("shortage_years", Relaxation::Designated(of.id, of.init.desig.min(of.k_desig)))]
            }
            "owed" | "release" => {
                let years = u8::try_from(self.instance.years).unwrap_or(u8::MAX);
                let longer = of.oblig.saturating_add(years);
                vec![own("obligation_length", Relaxation::Obligation(of.id, longer))]
            }
            stay => {
                let years = stay.strip_prefix("stay-").and_then(|years| years.parse::<u8>().ok());
                let long = self.instance.hospitals.iter().filter(|hospital| {
                    Some(hospital.min_stay) == years
                        && hospital.pref == of.pref
                        && hospital.spec.contains_key(&of.spec)
                });
                long.map(|hospital| Element {
                    rule: "min_stay",
                    hospital: Some(hospital.id),
                    relax: Relaxation::MinStay(hospital.id, 1),
                    ..Element::default()
                })
                .collect()
            }
        }
    }
}
