//! What is open to all who can work in the same departments and train in the same programmes, listed once for them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use kernel::{DepartmentId, ProgrammeId};
use problem::{Cause, Step};
use rules::Tables;

use crate::{
    choice::Choice,
    compile::{Compiler, Open},
    encodings::Facts,
};

/// What is open to somebody who works full time, is bound by no pin and wants nothing outside the prefecture.
#[derive(Debug)]
pub(crate) struct Menu {
    /// By period: the posts and patterns, and no work at last.
    pub choices: Vec<Arc<[Arc<Choice>]>>,
    /// By period: positions of the choices in groups that no rule tells apart.
    pub groups: Vec<Vec<Group>>,
    /// The tables as far as careers at such posts can see them, and wherever else anybody was or wants to be.
    pub tables: Arc<Tables>,
}

/// Choices that no rule tells apart.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub kind: Kind,
    /// Their positions, in order.
    pub choices: Vec<usize>,
}

/// What is the same to every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Of(u32),
    /// A choice that is like no other, by its position.
    Alone(usize),
    Idle,
}

/// Menus by departments and programmes. Only looked up, never walked.
#[derive(Debug, Default)]
pub(crate) struct Menus {
    known: Mutex<BTreeMap<Of, Arc<Menu>>>,
    /// Where anybody was or wants to be, once asked for.
    own_places: OnceLock<BTreeSet<usize>>,
}

type Of = (BTreeSet<DepartmentId>, Vec<ProgrammeId>);

impl Menus {
    /// The menu of a person who can work in some departments.
    pub fn of(&self, compiler: &Compiler<'_>, facts: &Facts<'_>, fits: &BTreeSet<DepartmentId>) -> Arc<Menu> {
        let programmes = facts.programme_ids.iter().map(|id| (*id).clone()).collect();
        let own_places = self.own_places.get_or_init(|| compiler.own_places().collect());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let menu = || Arc::new(Menu::new(compiler, facts, &compiler.open(fits), own_places));
        Arc::clone(known.entry((fits.clone(), programmes)).or_insert_with(menu))
    }
}

impl Menu {
    fn new(compiler: &Compiler<'_>, facts: &Facts<'_>, open: &Open, own_places: &BTreeSet<usize>) -> Self {
        let ground = compiler.ground;
        let of_period = |(period, open): (usize, &Vec<usize>)| -> Arc<[Arc<Choice>]> {
            let idle = Arc::new(Choice::idle(Step::Unplaced(Cause::Full)));
            open.iter().map(|offer| compiler.plain_choice(period, *offer)).chain([idle]).collect()
        };
        let choices: Vec<_> = open.iter().enumerate().map(of_period).collect();
        let groups =
            choices.iter().enumerate().map(|(period, choices)| groups(facts, period, choices)).collect();
        let mut places: BTreeSet<usize> =
            choices.iter().flat_map(|of| of.iter()).flat_map(|of| &of.parts).map(|part| part.place).collect();
        places.extend(own_places);
        let named = places.iter().map(|place| ground.places[*place]);
        let tables = Arc::new(ground.lookup.at(named, facts.programme_ids.iter().copied()));
        Self { choices, groups, tables }
    }

    /// Whether its tables tell of all programmes that a person's career says.
    pub fn tells(&self, facts: &Facts<'_>) -> bool {
        let mut enrolled = facts.person.career.enrolments.iter().map(|row| &row.programme);
        enrolled.all(|programme| facts.programme_ids.contains(&programme))
    }
}

/// The choices of a period in groups of those that no rule tells apart. Nobody is left unplaced where there are posts.
pub(crate) fn groups(facts: &Facts<'_>, period: usize, choices: &[Arc<Choice>]) -> Vec<Group> {
    let mut groups: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let any_post = choices.iter().any(|choice| choice.is_posted());
    for (number, choice) in choices.iter().enumerate() {
        if any_post && matches!(choice.step, Step::Unplaced(_)) {
            continue;
        }
        let kind = choice.offer.and_then(|offer| facts.kind(period, offer));
        groups.entry(kind.map_or(Kind::Alone(number), Kind::Of)).or_default().push(number);
    }
    groups.into_iter().map(|(kind, choices)| Group { kind, choices }).collect()
}
