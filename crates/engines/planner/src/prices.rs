//! What a choice costs one person whoever else is where: wishes, windows, soft pins, changes, being unplaced.
//!
//! Moves, needs and couples are priced elsewhere, for they depend on the period before or on others.

use std::collections::BTreeMap;

use kernel::{AreaId, Date, PersonId, WorkplaceId};
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
    let rates = &ground.problem.rates;
    let months = ground.periods[period].months;
    if matches!(choice.step, Step::NotYet | Step::Leave | Step::Released) {
        return Vec::new();
    }
    let mut points = Vec::new();
    if matches!(choice.step, Step::Unplaced(_)) {
        points.push((Term::Unplaced, for_months(rates.unplaced, months)));
    }
    if choice.is_posted() {
        let at = choice.main().map(|main| At::new(ground, main));
        points.extend(wish(ground, person, period, at.as_ref()).map(|points| (Term::Wish, points)));
        let place = at.and_then(|at| at.known);
        for window in &person.windows {
            let wanted = window.span.covers(ground.periods[period].span);
            if !wanted && place.is_some_and(|place| place.is(&window.class, ground.periods[period].first)) {
                points.push((Term::Window, for_months(rates.window, months)));
            }
        }
    }
    for (_, pin) in records.pins(&person.career.person) {
        if let Some(price) = pin.soft_price
            && pin.span.overlaps(ground.periods[period].span)
            && !follows(ground, choice, &pin.at)
        {
            points.push((Term::SoftPin, for_months(price, months)));
        }
    }
    points.extend(of_change(ground, records, person, period, (&choice.step, choice.main())));
    points
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

fn wish(ground: &Ground<'_>, person: &Person, period: usize, at: Option<&At<'_>>) -> Option<i64> {
    let of = &ground.periods[period];
    let rates = &ground.problem.rates;
    let now = |wish: &&Wish| wish.span.is_none_or(|span| span.covers(of.span));
    let applicable: Vec<&Wish> = person.wishes.iter().filter(now).collect();
    if applicable.is_empty() && person.unlisted.is_none() {
        return None;
    }
    let price = |wish: &&Wish| {
        let rank = usize::from(wish.rank.max(1)) - 1;
        let of_rank = rates.wish_ranks.get(rank).or(rates.wish_ranks.last());
        wish.price.unwrap_or(of_rank.copied().unwrap_or(0))
    };
    let named = |wish: &Wish| at.is_some_and(|at| at.is_named(wish, ground.periods[period].first));
    let granted = applicable.iter().filter(|wish| named(wish)).map(price).min();
    let a_year = granted.or(person.unlisted).unwrap_or(rates.wish_unlisted);
    Some(for_months(a_year, of.months))
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
        Self { id, area, known: ground.problem.tables.workplaces.get(id) }
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
