//! Who keeps what was compiled for him: those about whom nothing changed, on a ground that did not change.

use std::{collections::BTreeMap, sync::Arc};

use kernel::PersonId;
use problem::{Person, Problem, Step, Term};

use crate::{
    compile::Compiler,
    ground::Ground,
    offered::{Costs, Offered, Points},
    prices::{Records, of_change},
    seats::{Candidate, Careers},
    warm::Warm,
};

impl Warm {
    /// Everybody who keeps his careers, in the order of the problem that is compiled now; none: to be compiled.
    pub(crate) fn kept(&self, compiler: &Compiler<'_>) -> Vec<Option<Candidate>> {
        let now = compiler.ground.problem;
        let known = &self.known;
        let same_places = known.places.iter().eq(compiler.ground.places.iter().copied());
        if known.candidates.is_empty() || !same_places || !same_ground(&self.problem, now) {
            return vec![None; now.people.len()];
        }
        let before = Records::of(&self.problem);
        let people = self.problem.people.iter().zip(&known.candidates);
        let people: BTreeMap<&PersonId, (&Person, &Candidate)> =
            people.map(|(person, of)| (&person.career.person, (person, of))).collect();
        let places = Places::of(compiler.ground);
        let kept = |(number, person): (usize, &Person)| {
            let id = &person.career.person;
            let (earlier, candidate) = people.get(id)?;
            let (pins, then) = (compiler.records.pins(id), before.pins(id));
            let same_pins = pins.iter().map(|(_, pin)| pin).eq(then.iter().map(|(_, pin)| pin));
            if *earlier != person || !same_pins {
                return None;
            }
            if before.published(id) == compiler.records.published(id) {
                return Some(compiler.with_careers(number, Arc::clone(&candidate.careers)));
            }
            // With too many careers to tell apart, prices decide which are tried.
            let careers = || Arc::new(priced_anew(compiler, person, candidate, &places));
            candidate.tried_all.then(|| compiler.with_careers(number, careers()))
        };
        now.people.iter().enumerate().map(kept).collect()
    }
}

/// Whether a seat of one means the same for the other.
pub(super) fn tells_apart_the_same(one: &Candidate, other: &Candidate) -> bool {
    Arc::ptr_eq(&one.careers, &other.careers)
}

/// Whether two problems differ in people, their household, pins and published postings alone, or in how many are wanted
/// or have room: what people can do, and the numbers by which they know it, is the same.
fn same_ground(one: &Problem, other: &Problem) -> bool {
    let posts = |problem: &Problem| -> Vec<_> {
        problem.posts.iter().map(|post| problem::Post { most: 0, ..post.clone() }).collect()
    };
    let limits = |problem: &Problem| -> Vec<_> {
        problem.place_limits.iter().map(|of| (of.workplace.clone(), of.span)).collect()
    };
    let needs = |problem: &Problem| -> Vec<_> {
        problem.needs.iter().map(|need| problem::Need { heads: 0, price: 0, ..need.clone() }).collect()
    };
    one.as_of == other.as_of
        && one.horizon == other.horizon
        && one.editions == other.editions
        && one.tables == other.tables
        && posts(one) == posts(other)
        && one.patterns == other.patterns
        && needs(one) == needs(other)
        && limits(one) == limits(other)
        && one.trainees_per_instructor == other.trainees_per_instructor
        && one.rates == other.rates
}

/// The main workplace of each step that is offered.
struct Places<'g>(BTreeMap<&'g Step, usize>);

impl<'g> Places<'g> {
    fn of(ground: &'g Ground<'_>) -> Self {
        let offers = ground.offers.iter().flatten();
        let main = |offer: &'g crate::ground::Offer| {
            let post = ground.post(offer.parts.first()?.post);
            Some((&offer.step, ground.place(&post.workplace)))
        };
        Self(offers.filter_map(main).collect())
    }
}

/// The same careers at what changes cost now.
fn priced_anew(compiler: &Compiler<'_>, person: &Person, of: &Careers, places: &Places<'_>) -> Careers {
    let outside = person.outside.as_ref().map(|wish| compiler.ground.place(&wish.workplace));
    let main = |step: &Step| match step {
        Step::Outside => outside,
        _ => places.0.get(step).copied(),
    };
    let price = |period: usize, step: &Step, points: &mut Points| {
        points.retain(|(term, _)| *term != Term::Change);
        points.extend(of_change(compiler.ground, compiler.records, person, period, (step, main(step))));
    };
    let mut careers = of.clone();
    let mut costs = Costs::default();
    for offers in &mut careers.own.offers {
        for (period, offers) in offers.iter_mut().enumerate() {
            for Offered { work, cost } in offers {
                let mut points = cost.terms.clone();
                price(period, &work.step, &mut points);
                *cost = costs.of(points);
            }
        }
    }
    for (period, (step, points)) in careers.unplaced.iter_mut().enumerate() {
        price(period, step, points);
    }
    careers
}
