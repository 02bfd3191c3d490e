//! What forbids every career of a person: an irreducible set of rules, pins, exclusions and leaves, found by leaving
//! out one after the other and keeping those without which a career exists.

use kernel::Bilingual;
use problem::{ConflictElement, Person};

use crate::{
    compile::{Compiled, Compiler, LeftOut},
    encodings::Facts,
    graph::DEAD,
};

/// One thing that may be part of a conflict.
type Element = ConflictElement;

/// The conflict of a person; `room` says whether a compiled way can be gone, for the rules may allow what others leave
/// no room for. Empty if nothing that could be left out forbids it.
pub fn conflict(
    compiler: &Compiler<'_>,
    person: &Person,
    room: &mut dyn FnMut(&Compiled) -> bool,
) -> Vec<ConflictElement> {
    let elements = elements(compiler, person);
    let mut left_out = LeftOut::default();
    let mut goes = |left_out: &LeftOut| {
        (0..person.paths.len()).any(|path| {
            let compiled = compiler.compile(person, path, left_out);
            // What was too much to try may well be a career: then the element stays in the conflict.
            compiled.is_none_or(|compiled| compiled.way.graph.start != DEAD && room(&compiled))
        })
    };
    let mut everything = LeftOut::default();
    elements.iter().for_each(|element| leave_out(&mut everything, element));
    if !goes(&everything) {
        return Vec::new();
    }
    // Deletion filter: what can be left out while the rest still forbids everything stays left out.
    let mut conflict = Vec::new();
    for element in elements {
        let mut fewer = left_out.clone();
        leave_out(&mut fewer, &element);
        if goes(&fewer) {
            conflict.push(element);
        } else {
            left_out = fewer;
        }
    }
    conflict.sort();
    conflict
}

/// Pins, exclusions and leaves first, so that the set that remains names rules and only the facts it needs.
fn elements(compiler: &Compiler<'_>, person: &Person) -> Vec<Element> {
    let ground = compiler.ground;
    let mut elements: Vec<Element> = (0..person.excluded.len()).map(Element::Exclusion).collect();
    elements.extend((0..person.career.leaves.len()).map(Element::Leave));
    let pins = compiler.records.pins(&person.career.person).iter();
    let firm = pins.filter(|(_, pin)| pin.soft_price.is_none());
    elements.extend(firm.map(|(number, _)| Element::Pin(*number)));
    let facts = Facts::new(ground, person, 0);
    for (bound, _) in facts.enforced() {
        elements.push(Element::Rule {
            commitment: bound.commitment.id.clone(),
            rule: bound.rule.id.clone(),
            sentence: Bilingual::new(bound.rule.sentence.ja.clone(), bound.rule.sentence.en.clone()),
        });
    }
    elements
}

fn leave_out(left_out: &mut LeftOut, element: &Element) {
    match element {
        Element::Rule { commitment, rule, .. } => {
            left_out.rules.insert((commitment.clone(), rule.clone()));
        }
        Element::Pin(number) => {
            left_out.pins.insert(*number);
        }
        Element::Exclusion(number) => {
            left_out.exclusions.insert(*number);
        }
        Element::Leave(number) => {
            left_out.leaves.insert(*number);
        }
        Element::TooManyCareers => {}
    }
}
