//! The problem with numbers instead of names: periods, places, areas, posts and what is offered when.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    AreaId, Date, DepartmentId, EditionId, MonthSpan, Months, PostId, PrefectureId, Share, WorkplaceId,
};
use problem::{PlanPeriod, Post, Problem, Step};
use rules::{Activity, Edition, Workplace};

use crate::{alike::Kinds, encodings::KnownTicks, lookup::Lookup};

/// The problem, ready to be searched.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The document.
    pub problem: &'a Problem,
    /// The editions it carries.
    pub editions: BTreeMap<EditionId, Edition>,
    /// Planning periods.
    pub periods: Vec<PeriodOf>,
    /// Every workplace that is named anywhere.
    pub places: Vec<&'a WorkplaceId>,
    place_numbers: BTreeMap<&'a WorkplaceId, usize>,
    /// By place: what is known of it.
    known: Vec<Option<&'a Workplace>>,
    /// Areas by number.
    pub areas: Vec<&'a AreaId>,
    area_of: Vec<Option<usize>>,
    /// By place: zones that stand for it, or places that it stands for.
    kin: Vec<Vec<usize>>,
    /// What is offered in each period.
    pub offers: Vec<Vec<Offer>>,
    /// By period: offers by the department of their main part; those of initial training, open to all, under none.
    offers_in: Vec<BTreeMap<Option<&'a DepartmentId>, Vec<usize>>>,
    /// Kinds of posts: work at posts of one kind means the same to every rule.
    pub kinds: Kinds<'a>,
    /// What service is worth that no leave touches.
    pub ticks: KnownTicks,
    /// The tables, to be cut to what a person can see.
    pub lookup: Lookup<'a>,
}

/// A planning period.
#[derive(Clone, Copy, Debug)]
pub struct PeriodOf {
    /// Its months.
    pub span: MonthSpan,
    /// Its first day.
    pub first: Date,
    /// The first day after it.
    pub after: Date,
    /// How many months.
    pub months: Months,
}

/// A post or pattern that can be taken in a period.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The step it is.
    pub step: Step,
    /// Its parts, the main one first.
    pub parts: Vec<OfferPart>,
}

/// A part of an offer.
#[derive(Clone, Copy, Debug)]
pub struct OfferPart {
    /// Position of the post in the problem.
    pub post: usize,
    /// Its months.
    pub span: MonthSpan,
    /// Share of full time.
    pub share: Share,
    /// A side post.
    pub side: bool,
}

impl<'a> Ground<'a> {
    /// Numbers everything.
    pub fn new(problem: &'a Problem, editions: BTreeMap<EditionId, Edition>) -> Self {
        let periods: Vec<PeriodOf> = problem.horizon.iter().map(period_of).collect();
        let places: Vec<&WorkplaceId> = named_places(problem).into_iter().collect();
        let place_numbers: BTreeMap<_, _> =
            places.iter().enumerate().map(|(number, place)| (*place, number)).collect();
        let areas: Vec<&AreaId> = named_areas(problem).into_iter().collect();
        let known = places.iter().map(|place| problem.tables.workplaces.get(*place)).collect();
        let area_of = places.iter().map(|place| {
            let area = problem.tables.workplaces.get(*place)?.area.as_ref()?;
            areas.binary_search(&area).ok()
        });
        let area_of = area_of.collect();
        let kin = kin_of(problem, &place_numbers);
        let offers: Vec<_> = problem.horizon.iter().map(|period| offers_in(problem, period)).collect();
        let offers_in = offers.iter().map(|offers| by_department(problem, offers)).collect();
        let kinds = Kinds::of(problem, &editions);
        Self {
            problem,
            editions,
            periods,
            places,
            place_numbers,
            known,
            areas,
            area_of,
            kin,
            offers,
            offers_in,
            kinds,
            ticks: KnownTicks::default(),
            lookup: Lookup::of(problem),
        }
    }

    /// The number of a workplace.
    pub fn place(&self, workplace: &WorkplaceId) -> usize {
        self.place_numbers.get(workplace).copied().expect("every workplace a problem names has a number")
    }

    /// The number of a workplace that may be named nowhere else.
    pub fn known_place(&self, workplace: &WorkplaceId) -> Option<usize> {
        self.place_numbers.get(workplace).copied()
    }

    /// The number of its area; none outside the prefecture.
    pub fn area(&self, place: usize) -> Option<usize> {
        self.area_of[place]
    }

    /// What is known of a place, if anything is.
    pub fn workplace(&self, place: usize) -> Option<&'a Workplace> {
        self.known[place]
    }

    /// The prefecture of each area, by number; areas without one are of the same.
    pub fn prefectures(&self) -> Vec<usize> {
        let of = |area: &&AreaId| self.problem.tables.areas.get(*area)?.prefecture.as_ref();
        let of: Vec<Option<&PrefectureId>> = self.areas.iter().map(of).collect();
        let mut known = of.clone();
        known.sort_unstable();
        known.dedup();
        of.iter().map(|of| known.binary_search(of).unwrap_or(0)).collect()
    }

    /// A post of the problem.
    pub fn post(&self, number: usize) -> &'a Post {
        &self.problem.posts[number]
    }

    /// Offers of a period whose main part lies in one of these departments, or is initial training; in their order.
    pub fn offers_for(&self, period: usize, departments: &BTreeSet<DepartmentId>) -> Vec<usize> {
        let keys = departments.iter().map(Some).chain([None]);
        let mut offers: Vec<usize> =
            keys.filter_map(|key| self.offers_in[period].get(&key)).flatten().copied().collect();
        offers.sort_unstable();
        offers
    }

    /// Whether two places may be one stay.
    pub fn same_stay(&self, earlier: usize, later: usize) -> bool {
        earlier == later || self.kin[earlier].contains(&later)
    }

    /// All places that may be one stay with a place, itself first.
    pub fn same_stay_as(&self, place: usize) -> impl Iterator<Item = usize> {
        std::iter::once(place).chain(self.kin[place].iter().copied())
    }

    /// The day of a boundary: the start of a period, or the end of the horizon.
    pub fn boundary(&self, at: usize) -> Date {
        match self.periods.get(at) {
            Some(period) => period.first,
            None => self.end(),
        }
    }

    /// First day of the horizon.
    pub fn start(&self) -> Date {
        self.boundary(0)
    }

    /// First day after the horizon.
    pub fn end(&self) -> Date {
        self.periods.last().map_or(self.problem.as_of.valid_on, |period| period.after)
    }

    /// Instructors of a department at a place on a day; none where the place has no rows of instructors at all.
    pub fn instructors(&self, place: usize, department: &DepartmentId, day: Date) -> Option<u32> {
        let workplace = self.known[place]?;
        (!workplace.instructors.is_empty()).then(|| workplace.instructors_on(department, day))
    }
}

fn period_of(period: &PlanPeriod) -> PeriodOf {
    PeriodOf {
        span: period.span,
        first: period.span.from.first_day(),
        after: period.span.until.first_day(),
        months: period.span.length(),
    }
}

fn named_places(problem: &Problem) -> BTreeSet<&WorkplaceId> {
    let mut places: BTreeSet<&WorkplaceId> = problem.tables.workplaces.keys().collect();
    places.extend(problem.tables.workplaces.values().flat_map(|workplace| &workplace.stands_for));
    places.extend(problem.posts.iter().map(|post| &post.workplace));
    places.extend(problem.previous.iter().filter_map(|posting| posting.workplace.as_ref()));
    for person in &problem.people {
        places.extend(person.career.engagements.iter().map(|engagement| &engagement.workplace));
        places.extend(person.outside.iter().map(|wish| &wish.workplace));
    }
    places
}

/// Zones and the places that they stand for, each with the other.
fn kin_of(problem: &Problem, numbers: &BTreeMap<&WorkplaceId, usize>) -> Vec<Vec<usize>> {
    let mut kin = vec![Vec::new(); numbers.len()];
    for (id, zone) in &problem.tables.workplaces {
        for place in &zone.stands_for {
            if let (Some(zone), Some(place)) = (numbers.get(id), numbers.get(place)) {
                kin[*zone].push(*place);
                kin[*place].push(*zone);
            }
        }
    }
    kin
}

fn named_areas(problem: &Problem) -> BTreeSet<&AreaId> {
    let mut areas: BTreeSet<&AreaId> = problem.tables.areas.keys().collect();
    areas.extend(problem.tables.workplaces.values().filter_map(|workplace| workplace.area.as_ref()));
    areas
}

fn by_department<'a>(
    problem: &'a Problem,
    offers: &[Offer],
) -> BTreeMap<Option<&'a DepartmentId>, Vec<usize>> {
    let mut by_department: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, offer) in offers.iter().enumerate() {
        let main = offer.parts.first().map(|part| &problem.posts[part.post]);
        let clinical = main.filter(|post| post.activity != Activity::InitialTraining);
        by_department.entry(clinical.map(|post| &post.department)).or_default().push(number);
    }
    by_department
}

fn offers_in(problem: &Problem, period: &PlanPeriod) -> Vec<Offer> {
    let offered = |post: &usize| problem.offers(&problem.posts[*post], period);
    let mut offers: Vec<Offer> = (0..problem.posts.len())
        .filter(offered)
        .map(|post| {
            let part = OfferPart { post, span: period.span, share: Share::FULL, side: false };
            Offer { step: Step::Post(problem.posts[post].id.clone()), parts: vec![part] }
        })
        .collect();
    let numbers: BTreeMap<&PostId, usize> =
        problem.posts.iter().enumerate().map(|(number, post)| (&post.id, number)).collect();
    for pattern in &problem.patterns {
        let parts = problem.pattern_parts(pattern, period.span).into_iter().map(|part| {
            let post = numbers.get(part.post?).copied().filter(offered)?;
            Some(OfferPart { post, span: part.span, share: part.share, side: part.side })
        });
        if let Some(parts) = parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty()) {
            offers.push(Offer { step: Step::Pattern(pattern.id.clone()), parts });
        }
    }
    offers
}
