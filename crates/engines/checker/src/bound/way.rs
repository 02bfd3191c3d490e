//! All careers of one person on one path: what can be done in each period, and which states it leads to. Prices are no
//! part of it, so it is made once for all leaves.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, Months, PatternId, WorkplaceId};
use problem::{Part, Path, Person, Pin, Post, Stage as Training, for_months};
use rules::{Activity, TrainingProgramme};

use super::{
    career::{Career, Detail, Effect, Stage, State},
    ground::{Ground, Offer},
    service::Worked,
};
use crate::{
    objective::{decided::is_as_published, moves::place_before, wishes},
    steps::follows,
    world::Main,
};

/// Most states of one period; a person whose rules tell more careers apart is bounded without them.
const MOST_STATES: usize = 20_000;

/// Work that can be done in a period.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub main: Main<'a>,
    /// The pattern, if it is one.
    pub pattern: Option<&'a PatternId>,
    /// The area of its main place.
    pub area: Option<&'a AreaId>,
    /// Position of its place in the way's list.
    pub place: usize,
    /// Posts it takes, in percent of a head.
    pub usage: Vec<(usize, u32)>,
    /// Workplaces of all its parts, each once.
    pub workplaces: Vec<&'a WorkplaceId>,
    /// What it costs by itself.
    pub points: i128,
    open: [bool; 4],
    /// What it means to the rules: position in the period's list.
    pub class: usize,
}

impl Choice<'_> {
    /// Whether somebody at this stage may take it.
    pub fn is_open(&self, stage: Stage) -> bool {
        self.open[stage as usize]
    }
}

/// A state when a period begins, and where it leads.
#[derive(Debug)]
pub(super) struct Node {
    pub stage: Stage,
    pub stays: bool,
    /// Whether the career may go on.
    pub goes_on: bool,
    /// What is still to be paid if it ends here; none: it cannot.
    pub end: Option<i128>,
    /// By class of choice: the next state if the work is begun anew, and if it goes on at the place of the stay.
    pub next: Vec<[Option<u32>; 2]>,
    /// The next state without work.
    pub idle: Option<u32>,
}

/// What a period asks for, before it is known whether the person is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    NotYet,
    Away,
    Free,
}

/// All careers of one person on one path.
#[derive(Debug)]
pub(super) struct Way<'a> {
    /// What the path costs.
    pub points: i128,
    /// By period.
    pub choices: Vec<Vec<Choice<'a>>>,
    /// By period, and at the end of the horizon.
    pub nodes: Vec<Vec<Node>>,
    /// What being unplaced costs in each period; none where no unplaced step is allowed.
    pub unplaced: Vec<Option<i128>>,
    /// The same, whatever pins say.
    pub nowhere: Vec<i128>,
    pub asked: Vec<Asked>,
    /// Places of the choices, then that of the last work before the horizon.
    pub places: Vec<Place<'a>>,
    /// The place of the last work before the horizon, if any.
    pub from: Option<usize>,
}

/// A place of work.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub id: &'a WorkplaceId,
    pub area: Option<&'a AreaId>,
    /// Places at which work would be the same stay.
    pub same: Vec<usize>,
}

impl<'a> Way<'a> {
    /// The careers of a person on a path; none if even without rules there are too many states.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path) -> Option<Self> {
        let details = [Detail::Everything, Detail::Less, Detail::Nothing];
        details.into_iter().find_map(|detail| Self::with_rules(ground, person, path, detail))
    }

    fn begun(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path) -> Building<'a> {
        let asked = (0..ground.periods()).map(|period| asked(ground, person, period)).collect();
        let way = Self {
            points: i128::from(path.price),
            choices: Vec::new(),
            nodes: Vec::new(),
            unplaced: Vec::new(),
            nowhere: Vec::new(),
            asked,
            places: Vec::new(),
            from: None,
        };
        Building { ground, person, path, way, known: BTreeMap::new() }
    }

    fn with_rules(
        ground: &'a Ground<'a>,
        person: &'a Person,
        path: &'a Path,
        detail: Detail,
    ) -> Option<Self> {
        let career = Career::new(ground, person, path, detail);
        let mut building = Self::begun(ground, person, path);
        let classes: Vec<Vec<Effect>> =
            (0..ground.periods()).map(|period| building.choices(&career, period)).collect();
        let mut way = building.finish();
        way.nodes = explore(ground, person, &career, &way, &classes)?;
        Some(way)
    }
}

fn asked(ground: &Ground<'_>, person: &Person, period: usize) -> Asked {
    if person.service_start().is_none_or(|start| ground.day(period) < start) {
        return Asked::NotYet;
    }
    if person.away_throughout(ground.problem.horizon[period].span) { Asked::Away } else { Asked::Free }
}

/// The states of each period and where they lead; none if there are too many.
fn explore(
    ground: &Ground<'_>,
    person: &Person,
    career: &Career<'_>,
    way: &Way<'_>,
    classes: &[Vec<Effect>],
) -> Option<Vec<Vec<Node>>> {
    let mut layers: Vec<Vec<Node>> = Vec::new();
    let mut states: Vec<State> = vec![career.start()];
    let classes = classes.iter().map(Vec::as_slice).chain([&[][..]]);
    for (period, classes) in classes.enumerate() {
        let mut known: BTreeMap<State, u32> = BTreeMap::new();
        let mut later: Vec<State> = Vec::new();
        let mut number = |state: State| {
            let next = known.len() as u32;
            *known.entry(state).or_insert_with_key(|state| {
                later.push(state.clone());
                next
            })
        };
        let mut nodes = Vec::with_capacity(states.len());
        for state in &states {
            let last = period == ground.periods();
            let (certain, possible) = if last { (true, true) } else { career.released(state, period) };
            let doomed = career.is_doomed(state, period);
            let mut node = Node {
                stage: career.stage(state, period.min(ground.periods() - 1)),
                stays: career.stays(state),
                goes_on: !certain && !doomed,
                end: if possible && !doomed { career.end(state, period) } else { None },
                next: Vec::new(),
                idle: None,
            };
            if node.goes_on {
                let leave = career.may_leave(state);
                match way.asked[period] {
                    Asked::Free => {
                        node.next = classes
                            .iter()
                            .map(|effect| {
                                let anew = if leave { career.step(state, effect, false) } else { None };
                                let on = if node.stays { career.step(state, effect, true) } else { None };
                                [anew.map(&mut number), on.map(&mut number)]
                            })
                            .collect();
                        node.idle = leave.then(|| number(career.without_stay(state)));
                    }
                    Asked::NotYet | Asked::Away => {
                        let away = person.away_throughout(ground.problem.horizon[period].span);
                        let kept = if away {
                            Some(state.clone())
                        } else {
                            leave.then(|| career.without_stay(state))
                        };
                        node.idle = kept.map(&mut number);
                    }
                }
            }
            nodes.push(node);
        }
        layers.push(nodes);
        if later.len() > MOST_STATES {
            return None;
        }
        states = later;
    }
    Some(layers)
}

/// A way under construction.
struct Building<'a> {
    ground: &'a Ground<'a>,
    person: &'a Person,
    path: &'a Path,
    way: Way<'a>,
    known: BTreeMap<&'a WorkplaceId, usize>,
}

impl<'a> Building<'a> {
    /// Finds the choices of a period; answers what they mean to the rules.
    fn choices(&mut self, career: &Career<'a>, period: usize) -> Vec<Effect> {
        let mut classes: BTreeMap<Effect, usize> = BTreeMap::new();
        let mut choices = Vec::new();
        if self.way.asked[period] == Asked::Free {
            let programmes = self.programmes();
            let mut departments: Vec<&DepartmentId> = vec![&self.path.specialty];
            let of = programmes.iter().flat_map(|programme| &programme.components);
            departments.extend(of.flat_map(|component| &component.departments));
            departments.sort_unstable();
            departments.dedup();
            let ground = self.ground;
            for (_, offer) in ground.offers_for(period, &departments) {
                self.offer(career, period, offer, &programmes, &mut classes, &mut choices);
            }
            self.outside(career, period, &mut classes, &mut choices);
        }
        self.way.choices.push(choices);
        let free = self.pins(period).all(|pin| pin.soft_price.is_some());
        let unplaced = self.yearly(period, self.ground.problem.rates.unplaced) + self.decided(period, None);
        self.way.unplaced.push(free.then_some(unplaced));
        self.way.nowhere.push(unplaced);
        let mut of: Vec<(usize, Effect)> =
            classes.into_iter().map(|(effect, number)| (number, effect)).collect();
        of.sort_unstable();
        of.into_iter().map(|(_, effect)| effect).collect()
    }

    /// Programmes the person may be a trainee of.
    fn programmes(&self) -> Vec<&'a TrainingProgramme> {
        let enrolled = self.person.career.enrolments.iter().map(|row| &row.programme);
        let ids = enrolled.chain(&self.path.programme);
        ids.filter_map(|id| self.ground.problem.tables.programmes.get(id)).collect()
    }

    fn offer(
        &mut self,
        career: &Career<'a>,
        period: usize,
        offer: &Offer<'a>,
        programmes: &[&'a TrainingProgramme],
        classes: &mut BTreeMap<Effect, usize>,
        choices: &mut Vec<Choice<'a>>,
    ) {
        let problem = self.ground.problem;
        let day = self.ground.day(period);
        let posts = || offer.parts.iter().map(|(post, _)| &problem.posts[*post]);
        if posts().any(|post| problem.excludes(self.person, &post.workplace)) {
            return;
        }
        let initial = |post: &Post| post.activity == Activity::InitialTraining;
        let own = |post: &Post| !initial(post) && post.department == self.path.specialty;
        let taught = |post: &Post| {
            let mut of = programmes.iter();
            !initial(post) && of.any(|programme| Training::Trainee(programme).has_component_at(post, day))
        };
        let mut open = [
            posts().all(initial),
            posts().all(|post| own(post) || taught(post)),
            posts().all(own),
            posts().all(|post| own(post) || taught(post)),
        ];
        open[Stage::Trainee as usize] &= self.is_instructed(career, period, offer);
        let main = Main { post: offer.parts[0].1.post, workplace: offer.parts[0].1.workplace };
        if open.contains(&true) && self.is_allowed(period, main) {
            let length = problem.horizon[period].span.length();
            let usage = offer
                .parts
                .iter()
                .map(|(post, part)| (*post, part.usage(part.worked_by(self.person, day), length)));
            let wish = wishes::wish_price(problem, self.person, &problem.horizon[period], main.workplace);
            let windows =
                wishes::out_of_window(problem, self.person, &problem.horizon[period], main.workplace);
            let points = self.yearly(period, wish) + windows * self.yearly(period, problem.rates.window);
            let usage = usage.collect();
            let pattern = offer.pattern;
            let mut choice = Choice { usage, open, pattern, ..self.choice(period, main) };
            choice.points += points;
            self.add(
                career,
                period,
                offer.parts.iter().map(|(_, part)| part),
                (Months(0), choice),
                classes,
                choices,
            );
        }
    }

    /// Whether there are instructors enough where somebody begins who is a trainee when the period begins.
    fn is_instructed(&self, career: &Career<'a>, period: usize, offer: &Offer<'a>) -> bool {
        let (tables, day) = (&self.ground.problem.tables, self.ground.day(period));
        let away = self.person.career.leaves.iter().any(|leave| leave.period.contains(day));
        let of_first_day =
            offer.parts.iter().map(|(_, part)| part).filter(|part| {
                part.activity == Activity::Clinical && part.span.from.first_day() == day && !away
            });
        of_first_day.into_iter().all(|part| {
            let known = tables.workplaces.get(part.workplace).filter(|place| !place.instructors.is_empty());
            known.is_none_or(|place| place.instructors_on(part.department, day) >= career.instructors())
        })
    }

    fn outside(
        &mut self,
        career: &Career<'a>,
        period: usize,
        classes: &mut BTreeMap<Effect, usize>,
        choices: &mut Vec<Choice<'a>>,
    ) {
        let span = self.ground.problem.horizon[period].span;
        let Some(wish) = &self.person.outside else { return };
        let main = Main { post: None, workplace: &wish.workplace };
        let wanted = wish.span.is_none_or(|wished| wished.covers(span)) && span.length() <= wish.months;
        if wanted && self.is_allowed(period, main) {
            let parts = self.ground.problem.parts(self.person, &problem::Step::Outside, span);
            let choice = Choice { open: [true; 4], ..self.choice(period, main) };
            self.add(career, period, parts.iter(), (span.length(), choice), classes, choices);
        }
    }

    /// A choice with a main place, what it costs where it is decided otherwise, and nothing else yet.
    fn choice(&mut self, period: usize, main: Main<'a>) -> Choice<'a> {
        let place = self.place(main.workplace);
        let (usage, workplaces) = (Vec::new(), Vec::new());
        let points = self.decided(period, Some(main));
        let (pattern, open) = (None, [false; 4]);
        let area = self.way.places[place].area;
        Choice { main, pattern, area, place, usage, workplaces, points, open, class: 0 }
    }

    fn add<'p>(
        &mut self,
        career: &Career<'a>,
        period: usize,
        parts: impl Iterator<Item = &'p Part<'a>>,
        (outside, mut choice): (Months, Choice<'a>),
        classes: &mut BTreeMap<Effect, usize>,
        choices: &mut Vec<Choice<'a>>,
    ) where
        'a: 'p,
    {
        let day = self.ground.day(period);
        let mut works = Vec::new();
        for part in parts {
            works.push(Worked {
                workplace: part.workplace,
                department: part.department,
                activity: part.activity,
                from: part.span.from.first_day(),
                until: part.span.until.first_day(),
                share: part.worked_by(self.person, day),
                side: part.side,
            });
            if !choice.workplaces.contains(&part.workplace) {
                choice.workplaces.push(part.workplace);
            }
        }
        let effect = career.effect(&works, outside, (day, self.ground.day(period + 1)));
        let next = classes.len();
        choice.class = *classes.entry(effect).or_insert(next);
        choices.push(choice);
    }

    fn place(&mut self, id: &'a WorkplaceId) -> usize {
        let places = &mut self.way.places;
        let area = self.ground.problem.tables.workplaces.get(id).and_then(|place| place.area.as_ref());
        *self.known.entry(id).or_insert_with(|| {
            places.push(Place { id, area, same: Vec::new() });
            places.len() - 1
        })
    }

    fn yearly(&self, period: usize, price: i64) -> i128 {
        i128::from(for_months(price, self.ground.problem.horizon[period].span.length()))
    }

    fn pins(&self, period: usize) -> impl Iterator<Item = &'a Pin> + use<'a> {
        let span = self.ground.problem.horizon[period].span;
        let pins = self.ground.pins.get(&self.person.career.person).into_iter().flatten().copied();
        pins.filter(move |pin| pin.span.overlaps(span))
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
        let published = self.ground.published.get(&self.person.career.person).into_iter().flatten();
        let changed = published.filter(|row| row.span.overlaps(span) && !is_as_published(problem, main, row));
        let price = |price: Option<i64>| self.yearly(period, price.unwrap_or(problem.rates.change));
        pins + changed.map(|row| price(row.price)).sum::<i128>()
    }

    fn finish(mut self) -> Way<'a> {
        let before = place_before(self.ground.problem, self.person);
        self.way.from = before.map(|id| self.place(id));
        let tables = &self.ground.problem.tables;
        let places = &mut self.way.places;
        (0..places.len()).for_each(|place| places[place].same.push(place));
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
