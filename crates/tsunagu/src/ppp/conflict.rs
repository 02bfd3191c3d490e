//! A conflict in the format's own words: each element with the relaxation that cures it.

use std::collections::BTreeSet;

use kernel::{PersonId, RuleId, YearMonth};
use problem::{ConflictElement, Plan, Problem};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{
    format::{GROUPS, Instance, Person},
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
    let words = Words { instance, problem };
    let impossible = plan.impossible.iter().map(|of| &of.conflict);
    let mut told = impossible.chain(plan.crowded.iter().map(|of| &of.conflict));
    let called: Vec<Called> = match told.find(|of| !of.contains(&ConflictElement::TooManyCareers)) {
        Some(conflict) => conflict.iter().flat_map(|element| words.of(element)).collect(),
        // What the past already broke needs nothing else to be impossible.
        None => plan.residual.iter().take(1).flat_map(|row| words.of_rule(&row.person, &row.rule)).collect(),
    };
    let mut elements: Vec<Element> = called.iter().filter_map(|of| of.cured(instance, cures)).collect();
    elements.sort();
    elements.dedup();
    elements
}

/// What an element may be called, each with a relaxation, the one that changes least first.
struct Called {
    names: Vec<Element>,
    /// Whether it belongs to the conflict in any case, or only if relaxing it cures it.
    surely: bool,
}

impl Called {
    fn surely(names: impl IntoIterator<Item = Element>) -> Self {
        Self { names: names.into_iter().collect(), surely: true }
    }

    fn perhaps(self) -> Self {
        Self { surely: false, ..self }
    }

    fn cured(&self, instance: &Instance, cures: &mut dyn FnMut(&Instance) -> bool) -> Option<Element> {
        let first = self.names.first().filter(|_| self.surely);
        if self.surely && self.names.len() < 2 {
            return first.cloned();
        }
        let cured = self.names.iter().find(|element| cures(&element.relax.apply(instance)));
        cured.or(first).cloned()
    }
}

/// The format's words for an instance.
struct Words<'w> {
    instance: &'w Instance,
    problem: &'w Problem,
}

impl Words<'_> {
    /// What an element is in the format: more than one thing where a rule of ours joins several.
    fn of(&self, element: &ConflictElement) -> Vec<Called> {
        let one = match element {
            ConflictElement::Rule { person, rule, .. } => return self.of_rule(person, rule),
            ConflictElement::Pin(number) => self.of_pin(*number),
            ConflictElement::Leave { person, number } => self.of_leave(person, *number),
            ConflictElement::Post { post: id, period, enough } => {
                let mut here = self.departments().filter(|(of, specialty)| post(*of, *specialty) == *id);
                let room = |at: (usize, usize)| Relaxation::Cap(at.0, at.1, *enough);
                here.next().map(|at| self.room("capacity", at, *period, room(at)))
            }
            ConflictElement::Instructors { workplace, department: id, period, enough } => {
                let of_pref = |of: usize| self.instance.hospitals[of].pref;
                let mut here = self.departments().filter(|(of, specialty)| {
                    hospital(*of) == *workplace && department(*specialty, of_pref(*of)) == *id
                });
                let room = |at: (usize, usize)| Relaxation::Sup(at.0, at.1, *enough);
                here.next().map(|at| self.room("supervision", at, *period, room(at)))
            }
            ConflictElement::Workplace { workplace, period, enough } => {
                let here = self.instance.hospitals.iter().find(|of| hospital(of.id) == *workplace);
                here.map(|of| Element {
                    rule: "hospital_total",
                    hospital: Some(of.id),
                    year: self.year(*period),
                    relax: Relaxation::Total(of.id, *enough),
                    ..Element::default()
                })
            }
            ConflictElement::Exclusion { .. } | ConflictElement::TooManyCareers => None,
        };
        one.map(|element| Called::surely([element])).into_iter().collect()
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
    fn of_rule(&self, person: &PersonId, rule: &RuleId) -> Vec<Called> {
        let Some(of) = self.person(person) else { return Vec::new() };
        match rule.as_str() {
            "certificate" => vec![self.certificate(of)],
            "designated" => vec![Self::designated(of)],
            "owed" => vec![self.obligation(of)],
            // Release asks for the certificate and the designated years when the obligation ends.
            "release" => {
                vec![self.obligation(of), self.certificate(of).perhaps(), Self::designated(of).perhaps()]
            }
            stay => {
                let years = stay.strip_prefix("stay-").and_then(|years| years.parse::<u8>().ok());
                vec![self.stays(of, years)]
            }
        }
    }

    fn certificate(&self, of: &Person) -> Called {
        let own = |rule, relax| Element { rule, physician: Some(of.id), relax, ..Element::default() };
        let last = of.pgy + self.instance.years - 1 - of.start;
        // Beyond the horizon it is enough that it can still be reached.
        let beyond = last + i32::from(self.instance.specialties[of.spec].length.max(GROUPS));
        let years = [last, beyond].into_iter().filter_map(|year| u8::try_from(year).ok());
        let later = years.filter(|year| *year > of.deadline);
        let later = later.map(|year| own("deadline", Relaxation::Deadline(of.id, year)));
        let visited = Relaxation::Groups(of.id, of.groups_req & of.init.mask);
        Called::surely(later.chain([own("groups", visited)]))
    }

    fn designated(of: &Person) -> Called {
        let relax = Relaxation::Designated(of.id, of.init.desig.min(of.k_desig));
        Called::surely([Element {
            rule: "shortage_years",
            physician: Some(of.id),
            relax,
            ..Element::default()
        }])
    }

    /// Longer than the horizon, so that nobody is released.
    fn obligation(&self, of: &Person) -> Called {
        let years = u8::try_from(self.instance.years).unwrap_or(u8::MAX);
        let relax = Relaxation::Obligation(of.id, of.oblig.saturating_add(years));
        Called::surely([Element {
            rule: "obligation_length",
            physician: Some(of.id),
            relax,
            ..Element::default()
        }])
    }

    /// Hospitals of the person's where stays last so long.
    fn stays(&self, of: &Person, years: Option<u8>) -> Called {
        let long = self.instance.hospitals.iter().filter(|hospital| {
            Some(hospital.min_stay) == years
                && hospital.pref == of.pref
                && hospital.spec.contains_key(&of.spec)
        });
        Called::surely(long.map(|hospital| Element {
            rule: "min_stay",
            hospital: Some(hospital.id),
            relax: Relaxation::MinStay(hospital.id, 1),
            ..Element::default()
        }))
    }
}
