//! What one person can do in each period, what it costs by itself, and what it means to the rules.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, Months, WorkplaceId};
use problem::{Part, Path, Person, Pin, Post, PublishedPosting, Stage as Training, for_months};
use rules::{Activity, TrainingProgramme};

use super::{
    alike::Kinds,
    career::{Career, Stage},
    ground::{Ground, Offer},
    lists::Lists,
    service::Worked,
    way::{Asked, Choice, Place, Way},
};
use crate::{
    objective::{decided::is_as_published, moves::place_before, wishes},
    steps::follows,
    world::Main,
};

/// What the work of a period can mean to the rules.
#[derive(Debug, Default)]
pub(super) struct Classes {
    pub effects: Lists,
    /// By class: who may take some choice of it.
    pub open: Vec<[bool; 4]>,
    /// What is known to mean what: classes by kind of post.
    posts: Vec<Option<usize>>,
    /// Whether posts are part of each programme in which the person may be, by kind.
    taught: Vec<Vec<Option<bool>>>,
}

/// A way under construction.
pub(super) struct Building<'a> {
    ground: &'a Ground<'a>,
    person: &'a Person,
    path: &'a Path,
    way: Way<'a>,
    known: BTreeMap<&'a WorkplaceId, usize>,
    /// The same for places of posts, by their number.
    places: Vec<Option<usize>>,
    /// Programmes the person may be a trainee of.
    programmes: Vec<&'a TrainingProgramme>,
    /// To each of them, the kinds of all posts.
    kinds: Vec<Kinds<'a>>,
    pins: &'a [&'a Pin],
    published: &'a [&'a PublishedPosting],
}

impl<'a> Building<'a> {
    /// A way with nothing to do yet.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path, way: Way<'a>) -> Self {
        let enrolled = person.career.enrolments.iter().map(|row| &row.programme);
        let programmes = &ground.problem.tables.programmes;
        let ids = enrolled.chain(&path.programme).filter(|id| programmes.contains_key(*id));
        let kinds = ids.clone().map(|id| ground.alike.kinds(Some(id))).collect();
        let programmes = ids.filter_map(|id| programmes.get(id)).collect();
        let id = &person.career.person;
        let pins = ground.pins.get(id).map_or(&[][..], Vec::as_slice);
        let published = ground.published.get(id).map_or(&[][..], Vec::as_slice);
        let (known, places) = Default::default();
        Self { ground, person, path, way, known, places, programmes, kinds, pins, published }
    }

    /// Finds the choices of a period; answers what they mean to the rules.
    pub fn choices(&mut self, career: &Career<'a>, period: usize) -> Classes {
        let mut classes = Classes::default();
        self.way.choices.push(Vec::new());
        if self.way.asked[period] == Asked::Free {
            let mut departments: Vec<&DepartmentId> = vec![&self.path.specialty];
            let of = self.programmes.iter().flat_map(|programme| &programme.components);
            departments.extend(of.flat_map(|component| &component.departments));
            departments.sort_unstable();
            departments.dedup();
            let ground = self.ground;
            for (_, offer) in ground.offers_for(period, &departments) {
                self.offer(career, period, offer, &mut classes);
            }
            self.outside(career, period, &mut classes);
        }
        let free = self.pins(period).all(|pin| pin.soft_price.is_some());
        let unplaced = self.yearly(period, self.ground.problem.rates.unplaced) + self.decided(period, None);
        self.way.unplaced.push(free.then_some(unplaced));
        self.way.nowhere.push(unplaced);
        classes
    }

    fn offer(&mut self, career: &Career<'a>, period: usize, offer: &Offer<'a>, classes: &mut Classes) {
        let problem = self.ground.problem;
        let day = self.ground.day(period);
        let posts = || offer.parts.iter().map(|(post, _)| &problem.posts[*post]);
        let excluded = !self.person.excluded.is_empty();
        if excluded && posts().any(|post| problem.excludes(self.person, &post.workplace)) {
            return;
        }
        let mut open = [true; 4];
        for (number, post) in offer.parts.iter().map(|(number, _)| (*number, &problem.posts[*number])) {
            let initial = post.activity == Activity::InitialTraining;
            let own = !initial && post.department == self.path.specialty;
            let taught = own || !initial && self.is_taught(period, (number, post), classes);
            for (open, may) in open.iter_mut().zip([initial, taught, own, taught]) {
                *open &= may;
            }
        }
        open[Stage::Trainee as usize] &= self.is_instructed(career, period, offer);
        let main = Main { post: offer.parts[0].1.post, workplace: offer.parts[0].1.workplace };
        if open.contains(&true) && self.is_allowed(period, main) {
            let length = problem.horizon[period].span.length();
            let usage = offer
                .parts
                .iter()
                .map(|(post, part)| (*post, part.usage(part.worked_by(self.person, day), length)));
            let planned = &problem.horizon[period];
            let at = (main.workplace, self.ground.workplaces[offer.parts[0].0]);
            let wish = wishes::wish_price_at(problem, self.person, planned, at);
            let windows = wishes::windows_missed(self.person, planned, at.1);
            let points = self.yearly(period, wish) + windows * self.yearly(period, problem.rates.window);
            let usage = usage.collect();
            let pattern = offer.pattern;
            let place = self.place_of(offer.parts[0].0, main.workplace);
            let mut choice = Choice { usage, open, pattern, ..self.choice(period, main, place) };
            choice.points += points;
            for (_, part) in &offer.parts {
                if !choice.workplaces.contains(&part.workplace) {
                    choice.workplaces.push(part.workplace);
                }
            }
            choice.class = self.class(career, period, offer, classes);
            self.add(choice, classes);
        }
    }

    /// Whether a post is part of a training in which the person may be.
    fn is_taught(&self, period: usize, (number, post): (usize, &Post), classes: &mut Classes) -> bool {
        let day = self.ground.day(period);
        classes.taught.resize(self.programmes.len(), Vec::new());
        let of = self.programmes.iter().zip(&self.kinds).zip(&mut classes.taught);
        of.into_iter().any(|((programme, kinds), taught)| {
            let taught = at(taught, kinds.of(number));
            *taught.get_or_insert_with(|| Training::Trainee(programme).has_component_at(post, day))
        })
    }

    /// What an offer means to the rules, worked out once for all posts that they cannot tell apart.
    fn class(&self, career: &Career<'a>, period: usize, offer: &Offer<'a>, classes: &mut Classes) -> usize {
        let parts = || offer.parts.iter().map(|(_, part)| part);
        let kind = match offer.parts.as_slice() {
            [(post, part)] if offer.pattern.is_none() && !career.names(part.workplace) => {
                self.ground.alike.kinds(career.programme()).of(*post)
            }
            _ => return self.class_of(career, period, parts(), Months(0), classes),
        };
        if let Some(class) = *at(&mut classes.posts, kind) {
            debug_assert_eq!(class, self.class_of(career, period, parts(), Months(0), classes), "not alike");
            return class;
        }
        let class = self.class_of(career, period, parts(), Months(0), classes);
        *at(&mut classes.posts, kind) = Some(class);
        class
    }

    /// Whether there are instructors enough where somebody begins who is a trainee when the period begins.
    fn is_instructed(&self, career: &Career<'a>, period: usize, offer: &Offer<'a>) -> bool {
        let day = self.ground.day(period);
        let away = self.person.career.leaves.iter().any(|leave| leave.period.contains(day));
        let begins = |part: &Part<'_>| {
            part.activity == Activity::Clinical && part.span.from.first_day() == day && !away
        };
        offer.parts.iter().filter(|(_, part)| begins(part)).all(|(post, part)| {
            let known = self.ground.workplaces[*post].filter(|place| !place.instructors.is_empty());
            known.is_none_or(|place| place.instructors_on(part.department, day) >= career.instructors())
        })
    }

    fn outside(&mut self, career: &Career<'a>, period: usize, classes: &mut Classes) {
        let span = self.ground.problem.horizon[period].span;
        let Some(wish) = &self.person.outside else { return };
        let main = Main { post: None, workplace: &wish.workplace };
        let wanted = wish.span.is_none_or(|wished| wished.covers(span)) && span.length() <= wish.months;
        if wanted && self.is_allowed(period, main) {
            let parts = self.ground.problem.parts(self.person, &problem::Step::Outside, span);
            let class = self.class_of(career, period, parts.iter(), span.length(), classes);
            let place = self.place(main.workplace);
            let workplaces = parts.iter().map(|part| part.workplace).collect();
            let choice = Choice { open: [true; 4], class, workplaces, ..self.choice(period, main, place) };
            self.add(choice, classes);
        }
    }

    /// A choice with a main place, what it costs where it is decided otherwise, and nothing else yet.
    fn choice(&self, period: usize, main: Main<'a>, place: usize) -> Choice<'a> {
        let (usage, workplaces) = (Vec::new(), Vec::new());
        let points = self.decided(period, Some(main));
        let (pattern, open) = (None, [false; 4]);
        let area = self.way.places[place].area;
        Choice { main, pattern, area, place, usage, workplaces, points, open, class: 0 }
    }

    /// What parts of a period mean together. `outside`: months given outside the prefecture.
    fn class_of<'p>(
        &self,
        career: &Career<'a>,
        period: usize,
        parts: impl Iterator<Item = &'p Part<'a>>,
        outside: Months,
        classes: &mut Classes,
    ) -> usize
    where
        'a: 'p,
    {
        let day = self.ground.day(period);
        let works = parts.map(|part| Worked {
            workplace: part.workplace,
            department: part.department,
            activity: part.activity,
            from: part.span.from.first_day(),
            until: part.span.until.first_day(),
            share: part.worked_by(self.person, day),
            side: part.side,
            began: None,
        });
        let works: Vec<Worked<'a>> = works.collect();
        let effect = career.effect(&works, outside, (day, self.ground.day(period + 1)));
        let class = classes.effects.number(&effect) as usize;
        classes.open.resize(classes.effects.len(), [false; 4]);
        class
    }

    fn add(&mut self, choice: Choice<'a>, classes: &mut Classes) {
        for (open, also) in classes.open[choice.class].iter_mut().zip(choice.open) {
            *open |= also;
        }
        if let Some(choices) = self.way.choices.last_mut() {
            choices.push(choice);
        }
    }

    /// The position of a post's place.
    fn place_of(&mut self, post: usize, id: &'a WorkplaceId) -> usize {
        let number = self.ground.alike.places[post];
        if let Some(place) = *at(&mut self.places, number) {
            return place;
        }
        let place = self.place(id);
        *at(&mut self.places, number) = Some(place);
        place
    }

    fn place(&mut self, id: &'a WorkplaceId) -> usize {
        *self.known.entry(id).or_insert_with(|| {
            let known = self.ground.problem.tables.workplaces.get(id);
            let area = known.and_then(|place| place.area.as_ref());
            self.way.places.push(Place { id, area, area_number: 0, same: Vec::new() });
            self.way.places.len() - 1
        })
    }

    fn yearly(&self, period: usize, price: i64) -> i128 {
        i128::from(for_months(price, self.ground.problem.horizon[period].span.length()))
    }

    fn pins(&self, period: usize) -> impl Iterator<Item = &'a Pin> + use<'a> {
        let span = self.ground.problem.horizon[period].span;
        self.pins.iter().copied().filter(move |pin| pin.span.overlaps(span))
    }

    /// Whether every firm pin holds.
    fn is_allowed(&self, period: usize, main: Main<'_>) -> bool {
        let mut firm = self.pins(period).filter(|pin| pin.soft_price.is_none());
        firm.all(|pin| follows(self.ground.problem, Some(main), &pin.at))
    }

    /// What soft pins and published postings that are not followed cost.
    fn decided(&self, period: usize, main: Option<Main<'_>>) -> i128 {
        let problem = self.ground.problem;
        let missed = self.pins(period).filter(|pin| !follows(problem, main, &pin.at));
        let pins: i128 =
            missed.filter_map(|pin| pin.soft_price).map(|price| self.yearly(period, price)).sum();
        let span = problem.horizon[period].span;
        let changed = self
            .published
            .iter()
            .filter(|row| row.span.overlaps(span) && !is_as_published(problem, main, row));
        let price = |price: Option<i64>| self.yearly(period, price.unwrap_or(problem.rates.change));
        pins + changed.map(|row| price(row.price)).sum::<i128>()
    }

    /// The way with places that are the same stay.
    pub fn finish(mut self) -> Way<'a> {
        let before = place_before(self.ground.problem, self.person);
        self.way.from = before.map(|id| self.place(id));
        let tables = &self.ground.problem.tables;
        let places = &mut self.way.places;
        (0..places.len()).for_each(|place| places[place].same.push(place));
        let mut areas: BTreeMap<Option<&AreaId>, usize> = BTreeMap::new();
        for place in &mut *places {
            let next = areas.len();
            place.area_number = *areas.entry(place.area).or_insert(next);
        }
        self.way.areas = areas.len();
        let places = &mut self.way.places;
        // A zone and what it stands for; most places are neither.
        for zone in 0..places.len() {
            let of = tables.workplaces.get(places[zone].id).map_or(&[][..], |zone| &zone.stands_for);
            for place in of.iter().filter_map(|id| self.known.get(id)).filter(|place| **place != zone) {
                places[zone].same.push(*place);
                places[*place].same.push(zone);
            }
        }
        self.way
    }
}

/// What stands at a position, which is made where there is nothing yet.
fn at<T: Clone>(list: &mut Vec<Option<T>>, position: usize) -> &mut Option<T> {
    if list.len() <= position {
        list.resize(position + 1, None);
    }
    &mut list[position]
}
