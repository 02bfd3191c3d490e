//! What forbids careers: irreducible sets of rules, pins, exclusions, leaves and room, found by leaving out one after
//! the other and keeping those without which it would go. `joint` asks of several people at once, `question` answers
//! exactly, `bare` is the problem without prices that it is asked in.

mod bare;
mod joint;
mod listed;
mod question;

use kernel::Bilingual;
use problem::{ConflictElement, Person};

use crate::{
    compile::{Compiled, Compiler, LeftOut},
    encodings::Facts,
    graph::DEAD,
};

pub use listed::conflicts;

/// The conflict of a person; `goes` says whether a compiled way will do, for the rules may allow what is not asked for.
/// Empty if nothing that could be left out forbids it.
pub fn conflict(
    compiler: &Compiler<'_>,
    person: &Person,
    goes: &mut dyn FnMut(&Compiled) -> bool,
) -> Vec<ConflictElement> {
    let elements = elements(compiler, person);
    let mut left_out = LeftOut::default();
    let mut goes = |left_out: &LeftOut| {
        (0..person.paths.len()).any(|path| {
            let compiled = compiler.compile(person, path, left_out);
            // What was too much to try may well be a career: then the element stays in the conflict.
            compiled.is_none_or(|compiled| compiled.way.graph.start != DEAD && goes(&compiled))
        })
    };
    if !goes(&LeftOut::all(&elements)) {
        return Vec::new();
    }
    // Deletion filter: what can be left out while the rest still forbids everything stays left out.
    let mut conflict = Vec::new();
    for element in elements {
        let fewer = left_out.with(&element);
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
fn elements(compiler: &Compiler<'_>, person: &Person) -> Vec<ConflictElement> {
    let id = &person.career.person;
    let exclusions = 0..person.excluded.len();
    let leaves = 0..person.career.leaves.len();
    let pins = compiler.records.pins(id).iter().filter(|(_, pin)| pin.soft_price.is_none());
    let facts = Facts::new(compiler.ground, person, 0);
    let rules = facts.enforced().into_iter().map(|(bound, _)| ConflictElement::Rule {
        person: id.clone(),
        commitment: bound.commitment.id.clone(),
        rule: bound.rule.id.clone(),
        sentence: Bilingual::new(bound.rule.sentence.ja.clone(), bound.rule.sentence.en.clone()),
    });
    exclusions
        .map(|number| ConflictElement::Exclusion { person: id.clone(), number })
        .chain(leaves.map(|number| ConflictElement::Leave { person: id.clone(), number }))
        .chain(pins.map(|(number, _)| ConflictElement::Pin(*number)))
        .chain(rules)
        .collect()
}

impl LeftOut {
    /// All of these elements of one person.
    fn all(elements: &[ConflictElement]) -> Self {
        elements.iter().fold(Self::default(), |left_out, element| left_out.with(element))
    }

    /// One more element of the same person. Room is no person's.
    fn with(&self, element: &ConflictElement) -> Self {
        let mut more = self.clone();
        match element {
            ConflictElement::Rule { commitment, rule, .. } => {
                more.rules.insert((commitment.clone(), rule.clone()));
            }
            ConflictElement::Pin(number) => {
                more.pins.insert(*number);
            }
            ConflictElement::Exclusion { number, .. } => {
                more.exclusions.insert(*number);
            }
            ConflictElement::Leave { number, .. } => {
                more.leaves.insert(*number);
            }
            ConflictElement::Post { .. }
            | ConflictElement::Workplace { .. }
            | ConflictElement::Instructors { .. }
            | ConflictElement::TooManyCareers => {}
        }
        more
    }
}
