//! What a choice costs one person whoever else is where: wishes, windows, soft pins, changes, being unplaced.
//!
//! Moves, needs and couples are priced elsewhere, for they depend on the period before or on others.

use std::collections::BTreeMap;

use kernel::{AreaId, ClassId, Date, PersonId, WorkplaceId};
use problem::{Person, Pin, PinPlace, PublishedPosting, Step, Term, Wish, WishPlace, for_months};
use rules::Workplace;

use crate::{choice::Choice, ground::Ground};

/// The pins and published postings of each person.
#[derive(Debug, Default)]
pub struct Records<'a> {
    pins: BTreeMap<&'a PersonId, Vec<(usize, &'a Pin)>>,
    published: BTreeMap<&'a PersonId, Vec<&'a PublishedPosting>>,
}

impl<'a> Records<'a> {
    /// Sorts them by person.
    pub fn of(problem: &'a problem::Problem) -> Self {
        let mut records = Self::default();
        for (number, pin) in problem.pins.iter().enumerate() {
            records.pins.entry(&pin.person).or_default().push((number, pin));
        }
        for posting in &problem.previous {
            records.published.entry(&posting.person).or_default().push(posting);
        }
        records
    }

    /// A person's pins, with their positions in the problem.
    pub fn pins(&self, person: &PersonId) -> &[(usize, &'a Pin)] {
        self.pins.get(person).map_or(&[], Vec::as_slice)
    }

    /// A person's published postings.
    pub fn published(&self, person: &PersonId) -> &[&'a PublishedPosting] {
        self.published.get(person).map_or(&[], Vec::as_slice)
    }
}

/// The points of a choice in a period, by term.
pub fn of_choice(
    ground: &Ground<'_>,
    records: &Records<'_>,
    person: &Person,
    period: usize,
    choice: &Choice,
) -> Vec<(Term, i64)> {
    OfPeriod::new(ground, records, person, period).terms(choice)
}

/// What choices of a person in a period cost: what is the same for all of them is looked up once.
pub struct OfPeriod<'g, 'a> {
    ground: &'g Ground<'a>,
    records: &'g Records<'a>,
    person: &'g Person,
    period: usize,
    /// Wishes of this period, each with what it costs; where there is none and nothing is said of what is not listed, no
    /// place costs anything.
    wishes: Vec<(&'g Wish, i64)>,
    unlisted: Option<i64>,
    /// Classes of places that are wanted at other times.
    windows: Vec<&'g ClassId>,
    /// Soft pins, each with what it costs not to follow it.
    pins: Vec<(&'a PinPlace, i64)>,
}

impl<'g, 'a> OfPeriod<'g, 'a> {
    /// All that is asked in a period.
    pub fn new(ground: &'g Ground<'a>, records: &'g Records<'a>, person: &'g Person, period: usize) -> Self {
        let rates = &ground.problem.rates;
        let of = &ground.periods[period];
        let now = person.wishes.iter().filter(|wish| wish.span.is_none_or(|span| span.covers(of.span)));
        let price = |wish: &Wish| {
            let rank = usize::from(wish.rank.max(1)) - 1;
            let of_rank = rates.wish_ranks.get(rank).or(rates.wish_ranks.last());
            wish.price.unwrap_or(of_rank.copied().unwrap_or(0))
        };
        let wishes: Vec<_> = now.map(|wish| (wish, for_months(price(wish), of.months))).collect();
        let unlisted = person.unlisted.or((!wishes.is_empty()).then_some(rates.wish_unlisted));
        let windows = person.windows.iter().filter(|window| !window.span.covers(of.span));
        let soft = records.pins(&person.career.person).iter().filter_map(|(_, pin)| {
            let price = pin.soft_price.filter(|_| pin.span.overlaps(of.span))?;
            Some((&pin.at, for_months(price, of.months)))
        });
        Self {
            ground,
            records,
            person,
            period,
            wishes,
            unlisted: unlisted.map(|price| for_months(price, of.months)),
            windows: windows.map(|window| &window.class).collect(),
            pins: soft.collect(),
        }
    }

    /// The points of a choice, by term.
    pub fn terms(&self, choice: &Choice) -> Vec<(Term, i64)> {
        let mut terms = Vec::new();
        self.each(choice, &mut |term, points| terms.push((term, points)));
        terms
    }

    /// All points of a choice.
    pub fn points(&self, choice: &Choice) -> i64 {
        let mut sum = 0;
        self.each(choice, &mut |_, points| sum += points);
        sum
    }

    fn each(&self, choice: &Choice, tell: &mut dyn FnMut(Term, i64)) {
        let Self { ground, records, person, period, .. } = *self;
        let rates = &ground.problem.rates;
        let months = ground.periods[period].months;
        if matches!(choice.step, Step::NotYet | Step::Leave | Step::Released) {
            return;
        }
        if matches!(choice.step, Step::Unplaced(_)) {
            tell(Term::Unplaced, for_months(rates.unplaced, months));
        }
        if choice.is_posted() {
            let at = choice.main().map(|main| At::new(ground, main));
            if let Some(points) = self.wish(at.as_ref()) {
                tell(Term::Wish, points);
            }
            let place = at.and_then(|at| at.known);
            for class in &self.windows {
                if place.is_some_and(|place| place.is(class, ground.periods[period].first)) {
                    tell(Term::Window, for_months(rates.window, months));
                }
            }
        }
        for (at, points) in &self.pins {
            if !follows(ground, choice, at) {
                tell(Term::SoftPin, *points);
            }
        }
        let changes = of_change(ground, records, person, period, (&choice.step, choice.main()));
        changes.for_each(|(term, points)| tell(term, points));
    }

    fn wish(&self, at: Option<&At<'_>>) -> Option<i64> {
        let day = self.ground.periods[self.period].first;
        let unlisted = self.unlisted?;
        let named = |wish: &Wish| at.is_some_and(|at| at.is_named(wish, day));
        let granted = self.wishes.iter().filter(|(wish, _)| named(wish)).map(|(_, points)| *points).min();
        Some(granted.unwrap_or(unlisted))
    }
}

/// What a step costs that is not what was published: it and its main workplace.
pub fn of_change(
    ground: &Ground<'_>,
    records: &Records<'_>,
    person: &Person,
    period: usize,
    now: (&Step, Option<usize>),
) -> impl Iterator<Item = (Term, i64)> {
    let of = &ground.periods[period];
    let published = records.published(&person.career.person).iter();
    let changed = published.filter(move |posting| {
        let counts = !matches!(now.0, Step::NotYet | Step::Leave | Step::Released);
        counts && posting.span.overlaps(of.span) && !keeps(ground, now, posting)
    });
    let price = |posting: &&PublishedPosting| posting.price.unwrap_or(ground.problem.rates.change);
    changed.map(move |posting| (Term::Change, for_months(price(posting), of.months)))
}

/// Whether a wish names a place in a period, whenever it is wanted.
pub fn names(ground: &Ground<'_>, wish: &Wish, period: usize, main: usize) -> bool {
    At::new(ground, main).is_named(wish, ground.periods[period].first)
}

/// A place, looked up once for all wishes.
struct At<'g> {
    id: &'g WorkplaceId,
    area: Option<&'g AreaId>,
    known: Option<&'g Workplace>,
}

impl<'g> At<'g> {
    fn new(ground: &'g Ground<'_>, main: usize) -> Self {
        let id = ground.places[main];
        let area = ground.area(main).map(|number| ground.areas[number]);
        Self { id, area, known: ground.workplace(main) }
    }

    fn is_named(&self, wish: &Wish, day: Date) -> bool {
        match &wish.place {
            WishPlace::Workplace(workplace) => {
                self.id == workplace || self.known.is_some_and(|zone| zone.stands_for.contains(workplace))
            }
            WishPlace::Area(area) => self.area == Some(area),
            WishPlace::Class(class) => self.known.is_some_and(|place| place.is(class, day)),
        }
    }
}

/// Whether a choice is at a pin's place.
pub fn follows(ground: &Ground<'_>, choice: &Choice, at: &PinPlace) -> bool {
    match at {
        PinPlace::Outside => choice.step == Step::Outside,
        PinPlace::Post(post) => {
            let main = choice.parts.first().and_then(|part| part.post);
            main.is_some_and(|main| ground.post(main).id == *post)
        }
        PinPlace::Workplace(workplace) => choice.main().is_some_and(|main| {
            let main = ground.places[main];
            let zone = ground.problem.tables.workplaces.get(main);
            main == workplace || zone.is_some_and(|zone| zone.stands_for.contains(workplace))
        }),
    }
}

fn keeps(ground: &Ground<'_>, (step, main): (&Step, Option<usize>), posting: &PublishedPosting) -> bool {
    match (&posting.workplace, main) {
        (None, _) => *step == Step::Outside,
        (Some(old), Some(main)) => ground.problem.tables.may_be_same_stay(old, ground.places[main]),
        (Some(_), None) => false,
    }
}
