//! 一人ひとりの道: everything a person can do, compiled into one exact graph for each path (specialty).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use kernel::{CommitmentId, DepartmentId, RuleId, Share};
use problem::{Cause, Person, Step, Term};

use crate::{
    choice::{self, Choice, Footing, Of, parts_of},
    encodings::{Ask, Facts, Rulebook, StatesOf},
    explore::{self, Choices, Rules},
    graph::{DEAD, Graph, MOST_NODES},
    ground::Ground,
    menu::Menus,
    offered::{Costs, Offered, Work},
    places::Landing,
    plan::JOINT,
    prices::{OfPeriod, Records, follows, of_choice},
    samples::Samples,
    seats::{Candidate, Careers, Paths},
    staffing::Staffing,
    terrain::{Key, Laid, Terrain, Terrains},
    way::{MOST_CHOICES, Scope, Way},
};

/// Most states of a layer.
pub const ROOM: usize = 60_000;
const _: () = assert!(ROOM < MOST_NODES, "nodes are told in two bytes");

/// What is left out when it is asked what forbids every career of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rules.
    pub rules: BTreeSet<(CommitmentId, RuleId)>,
    /// Firm pins, by position in the problem.
    pub pins: BTreeSet<usize>,
    /// Exclusions, by position in the person's list.
    pub exclusions: BTreeSet<usize>,
    /// Leaves, by position in the person's list.
    pub leaves: BTreeSet<usize>,
}

/// The compiler: what all people share.
pub struct Compiler<'a> {
    /// The ground.
    pub ground: &'a Ground<'a>,
    /// Pins and published postings by person.
    pub records: &'a Records<'a>,
    /// Rows of staffing.
    pub staffing: &'a Staffing,
    /// Most states of a layer that are kept.
    pub room: usize,
    /// Of what the rules are asked.
    pub ask: Ask,
    partners: Vec<Vec<usize>>,
    /// What each period's offers are to most people, once asked for.
    plain: Vec<Vec<OnceLock<Plain>>>,
    /// By period: how many offers there are before.
    first: Vec<usize>,
    terrains: Terrains,
    /// What is open to people of some departments; looked up only.
    open: Mutex<BTreeMap<BTreeSet<DepartmentId>, Arc<Open>>>,
    pub(crate) menus: Menus,
}

/// By period: positions of offers.
pub(crate) type Open = Vec<Vec<usize>>;

/// An offer to somebody who works full time throughout the period: the same for all of them.
#[derive(Debug)]
struct Plain {
    choice: Arc<Choice>,
    /// What it is if the person instructs nobody.
    work: Arc<Work>,
}

/// A person's way with its choices, and how many states it took.
#[derive(Debug)]
pub struct Compiled {
    /// The way; its graph starts nowhere where the rules allow no career.
    pub way: Way,
    /// The choices of each period.
    pub choices: Vec<Vec<Arc<Choice>>>,
    /// States of each encoding.
    pub states: Vec<StatesOf>,
    /// Joint states before equal futures were made one.
    pub joint: usize,
    /// With all choices, not only with the posts liked best.
    pub whole: bool,
}

impl<'a> Compiler<'a> {
    /// A compiler for a problem.
    pub fn new(ground: &'a Ground<'a>, records: &'a Records<'a>, staffing: &'a Staffing) -> Self {
        let people = &ground.problem.people;
        let number = |id: &kernel::PersonId| people.iter().position(|person| person.career.person == *id);
        let mut partners = vec![Vec::new(); people.len()];
        for couple in &ground.problem.couples {
            if let (Some(one), Some(other)) = (number(&couple.people.0), number(&couple.people.1))
                && one != other
            {
                partners[one].push(other);
                partners[other].push(one);
            }
        }
        let plain = ground.offers.iter().map(|offers| offers.iter().map(|_| OnceLock::new()).collect());
        let plain = plain.collect();
        let first = ground.offers.iter().scan(0, |sum, offers| {
            *sum += offers.len();
            Some(*sum - offers.len())
        });
        let first = first.collect();
        let (terrains, open, menus) = Default::default();
        Self {
            ground,
            records,
            staffing,
            room: ROOM,
            ask: Ask::default(),
            partners,
            plain,
            first,
            terrains,
            open,
            menus,
        }
    }

    /// The same with at most so many states in a layer.
    pub(crate) fn within(self, states: usize) -> Self {
        Self { room: states.min(ROOM), ..self }
    }

    /// A person's careers on all paths; no way where the rules allow none.
    pub fn candidate(&self, number: usize, states: &mut Vec<StatesOf>) -> Candidate {
        let person = &self.ground.problem.people[number];
        let mut careers = self.empty(number);
        for path in 0..person.paths.len() {
            let compiled = self.compile(person, path, &LeftOut::default());
            if compiled.as_ref().is_none_or(|compiled| !compiled.whole) {
                careers.tried_all = false;
            }
            let Some(compiled) = compiled else { continue };
            states.extend(compiled.states.iter().cloned());
            states.push(StatesOf { rule: JOINT.to_owned(), states: compiled.joint });
            states.push(StatesOf { rule: "merged".to_owned(), states: compiled.way.graph.nodes() });
            if compiled.way.graph.start == DEAD {
                continue;
            }
            careers.count = careers.count.saturating_add(compiled.way.careers(Scope::Posted));
            self.add(&mut careers.own, person, compiled);
        }
        if !careers.tried_all {
            careers.loose = self.loose(person);
        }
        self.with_careers(number, Arc::new(careers))
    }

    /// Careers among which are all that the rules allow, where these tell too many apart; none where even that is too much.
    fn loose(&self, person: &Person) -> Option<Paths> {
        let mut loose = Paths::default();
        for path in 0..person.paths.len() {
            let compiled =
                self.compile_with(person, path, &LeftOut::default(), (usize::MAX, Rules::ThatFit))?;
            if compiled.way.graph.start != DEAD {
                self.add(&mut loose, person, compiled);
            }
        }
        Some(loose)
    }

    /// A person with careers that are known.
    pub fn with_careers(&self, person: usize, careers: Arc<Careers>) -> Candidate {
        Candidate { person, partners: self.partners[person].clone(), careers }
    }

    pub(crate) fn empty(&self, number: usize) -> Careers {
        let person = &self.ground.problem.people[number];
        let pins = self.records.pins(&person.career.person);
        Careers {
            own: Paths::default(),
            unplaced: self.unplaced(person),
            instructs: self.instructs(person),
            loose: None,
            count: 0,
            tried_all: true,
            pinned: pins.iter().any(|(_, pin)| pin.soft_price.is_none()),
        }
    }

    /// Rows of teaching that a person could give time to, by period.
    pub(crate) fn instructs(&self, person: &Person) -> Vec<Vec<usize>> {
        let teaches = |period: usize| {
            if person.instructs.is_empty() {
                return Vec::new();
            }
            let day = self.ground.periods[period].first;
            self.staffing.teachable(period, &|department| instructs(person, department, day))
        };
        (0..self.ground.periods.len()).map(teaches).collect()
    }

    /// What each period costs a person who is placed nowhere.
    fn unplaced(&self, person: &Person) -> Vec<(Step, Vec<(Term, i64)>)> {
        (0..self.ground.periods.len())
            .map(|period| {
                let step =
                    facts_decide(self.ground, person, period).unwrap_or(Step::Unplaced(Cause::Impossible));
                let choice = Choice::idle(step.clone());
                (step, of_choice(self.ground, self.records, person, period, &choice))
            })
            .collect()
    }

    pub(crate) fn add(&self, paths: &mut Paths, person: &Person, compiled: Compiled) {
        paths.offers.push(self.offers(person, &compiled));
        paths.ways.push(compiled.way);
    }

    /// What each choice is, and what it costs by itself.
    pub fn offers(&self, person: &Person, compiled: &Compiled) -> Vec<Vec<Offered>> {
        let mut costs = Costs::default();
        let of_period = |(period, choices): (usize, &Vec<Arc<Choice>>)| {
            let prices = OfPeriod::new(self.ground, self.records, person, period);
            let of = |choice| Offered {
                work: self.work(person, period, choice),
                cost: costs.of(prices.terms(choice)),
            };
            choices.iter().map(of).collect()
        };
        compiled.choices.iter().enumerate().map(of_period).collect()
    }

    pub(crate) fn work(&self, person: &Person, period: usize, choice: &Arc<Choice>) -> Arc<Work> {
        let plain = choice.offer.and_then(|offer| self.plain[period][offer].get());
        match plain.filter(|plain| person.instructs.is_empty() && Arc::ptr_eq(&plain.choice, choice)) {
            Some(plain) => Arc::clone(&plain.work),
            None => {
                let day = self.ground.periods[period].first;
                let teaches = |department: &DepartmentId| instructs(person, department, day);
                Arc::new(self.work_of(period, choice, &teaches, None))
            }
        }
    }

    fn work_of(
        &self,
        period: usize,
        choice: &Choice,
        teaches: &dyn Fn(&DepartmentId) -> bool,
        number: Option<u32>,
    ) -> Work {
        Work {
            step: choice.step.clone(),
            usage: self.staffing.usage(self.ground, period, &choice.parts, teaches),
            area: choice.main().filter(|_| choice.is_posted()).and_then(|main| self.ground.area(main)),
            number,
        }
    }

    /// Compiles one path. Where the rules tell more careers apart than can be kept, with fewer choices: without
    /// patterns, and with the posts liked best. None if even that is too much, or leaves no career: for then it is not
    /// known whether the choices left out would.
    pub fn compile(&self, person: &Person, path: usize, left_out: &LeftOut) -> Option<Compiled> {
        [usize::MAX, 24, 8, 3].into_iter().find_map(|posts| {
            let compiled = self.compile_with(person, path, left_out, (posts, Rules::All))?;
            (posts == usize::MAX || compiled.way.graph.start != DEAD).then_some(compiled)
        })
    }

    /// With at most so many posts in a period; patterns only where there is no such limit.
    fn compile_with(
        &self,
        person: &Person,
        path: usize,
        left_out: &LeftOut,
        (most, rules): (usize, Rules),
    ) -> Option<Compiled> {
        let without;
        let person = if left_out.leaves.is_empty() {
            person
        } else {
            without = without_leaves(person, &left_out.leaves);
            &without
        };
        let ground = self.ground;
        let facts = Facts::new(ground, person, path);
        let counting = person.training_counting(&ground.editions);
        let fits = self.departments(&facts);
        let open = self.open(&fits);
        let choices = |period| self.choices(&facts, &open, period, left_out, most);
        let choices: Vec<Vec<Arc<Choice>>> = (0..ground.periods.len()).map(choices).collect();
        let laid = self.lay(&facts, &fits, &choices);
        let places = &laid.terrain.places;
        let sizes = choices.iter().map(Vec::len).chain([places.leaves.len(), places.footings.len()]);
        if sizes.max() > Some(MOST_CHOICES) {
            return None;
        }
        let here = facts.live[Of::All as usize].iter().map(|stay| stay.place).collect();
        let samples = Samples::of(&facts, &choices, &here);
        let tried = samples.landings(&laid.landings);
        facts.looks_at(samples.choices.iter().flatten());
        let rulebook = Rulebook::new(&facts, &counting, &left_out.rules, self.ask);
        let can = Choices {
            of: &samples.choices,
            landings: &tried,
            places: &laid.terrain.places,
            start: laid.start,
        };
        let (all, joint) = explore::compile(&rulebook, can, (rules, self.room)).ok()?;
        let states = rulebook.states();
        let with_class = |((classes, of), landings): ((&Vec<u32>, &Vec<usize>), Vec<Landing>)| {
            of.iter().map(|sample| classes[*sample]).zip(landings).collect()
        };
        let choices_of = all.classes.iter().zip(&samples.of).zip(laid.landings).map(with_class).collect();
        let price = person.paths[path].price;
        let way = Way::new(path, price, Graph::from(all), (laid.terrain, laid.start), choices_of);
        drop(rulebook);
        Some(Compiled { way, choices, states, joint, whole: most == usize::MAX })
    }

    /// The choices in the terrain of all who can work in these departments, or in one of their own.
    pub(crate) fn lay(
        &self,
        facts: &Facts<'_>,
        fits: &BTreeSet<DepartmentId>,
        choices: &[Vec<Arc<Choice>>],
    ) -> Laid {
        let start = facts.footing();
        let keeps = |period: usize| facts.away(period);
        let plain = |period: usize, choice: &Arc<Choice>| {
            let known = choice.offer.and_then(|offer| self.plain[period][offer].get());
            known.is_some_and(|known| Arc::ptr_eq(&known.choice, choice))
        };
        let outside = choices.iter().flatten().find(|choice| choice.step == Step::Outside);
        let mut key = Key {
            departments: fits.clone(),
            outside: outside.map(|choice| Footing::after(choice)),
            start: None,
        };
        let shared = |key: &Key| self.terrains.get(key, || self.terrain(key, outside));
        let mut terrain = shared(&key);
        if terrain.places.footing(&start).is_none() {
            key.start = Some(start.clone());
            terrain = shared(&key);
        }
        terrain.lay(&start, choices, &plain, &keeps).unwrap_or_else(|| {
            let of_choices = choices.iter().flatten().map(Arc::as_ref);
            let own = Terrain::of(self.ground, std::iter::once(start.clone()), of_choices);
            let own = Arc::new(own).lay(&start, choices, &|_, _| false, &keeps);
            own.expect("a terrain holds what it was made of")
        })
    }

    /// The terrain of all plain offers in some departments.
    fn terrain(&self, key: &Key, outside: Option<&Arc<Choice>>) -> Terrain {
        let open = self.open(&key.departments);
        let of_period = |(period, open): (usize, &Vec<usize>)| {
            open.iter().map(|offer| (*offer, Arc::clone(&self.plain(period, *offer).choice))).collect()
        };
        let plain: Vec<Vec<(usize, Arc<Choice>)>> = open.iter().enumerate().map(of_period).collect();
        let choices = plain.iter().flatten().map(|(_, choice)| choice).chain(outside);
        Terrain::of(self.ground, key.start.iter().cloned(), choices.map(Arc::as_ref)).with_plain(&plain)
    }

    /// What a person can do in a period, rules apart.
    pub(crate) fn choices(
        &self,
        facts: &Facts<'_>,
        open: &Open,
        period: usize,
        left_out: &LeftOut,
        most: usize,
    ) -> Vec<Arc<Choice>> {
        let ground = self.ground;
        if let Some(step) = facts_decide(ground, facts.person, period) {
            return vec![Arc::new(Choice::idle(step))];
        }
        let mut choices = self.posts(facts, open, period, left_out);
        choices.extend(choice::outside(ground, facts.person, period).map(Arc::new));
        choices.push(Arc::new(Choice::idle(Step::Unplaced(Cause::Full))));
        let pins = self.records.pins(&facts.person.career.person).iter().filter(|(number, pin)| {
            pin.soft_price.is_none()
                && !left_out.pins.contains(number)
                && pin.span.overlaps(ground.periods[period].span)
        });
        for (_, pin) in pins {
            choices.retain(|choice| follows(ground, choice, &pin.at));
        }
        if most < usize::MAX {
            self.thin_out(facts, period, &mut choices, most);
        }
        choices
    }

    /// Keeps the posts that the person likes best, and everything that is no post.
    fn thin_out(&self, facts: &Facts<'_>, period: usize, choices: &mut Vec<Arc<Choice>>, most: usize) {
        choices.retain(|choice| choice.parts.len() < 2);
        let prices = OfPeriod::new(self.ground, self.records, facts.person, period);
        let points = |choice: &Arc<Choice>| prices.points(choice);
        let (mut posts, others): (Vec<_>, Vec<_>) = choices.drain(..).partition(|choice| choice.is_posted());
        posts.sort_by_key(points);
        posts.truncate(most);
        choices.extend(posts);
        choices.extend(others);
    }

    fn posts(&self, facts: &Facts<'_>, open: &Open, period: usize, left_out: &LeftOut) -> Vec<Arc<Choice>> {
        let (ground, person) = (self.ground, facts.person);
        let excluded = |place: usize| self.excludes(person, place, left_out);
        let of = &ground.periods[period];
        let works_full_time = self.works_full_time(facts, period);
        let mut choices = Vec::new();
        for number in open[period].iter().copied() {
            let offer = &ground.offers[period][number];
            let mut places = offer.parts.iter().map(|part| ground.place(&ground.post(part.post).workplace));
            if !person.excluded.is_empty() && places.any(excluded) {
                continue;
            }
            choices.push(if works_full_time {
                self.plain_choice(period, number)
            } else {
                let parts = parts_of(ground, person.share_on(of.first), period, number);
                let choice = Choice::work(ground, &facts.career.leaves, period, offer.step.clone(), parts);
                Arc::new(Choice { offer: Some(number), ..choice })
            });
        }
        choices
    }

    fn works_full_time(&self, facts: &Facts<'_>, period: usize) -> bool {
        let of = &self.ground.periods[period];
        let away = facts.career.leaves.iter().any(|leave| leave.period.overlaps(of.span.period()));
        facts.person.share_on(of.first) == Share::FULL && !away
    }

    /// Whether all that is open to a person in a period, and nothing else, is what the menu says.
    pub(crate) fn is_plain(&self, facts: &Facts<'_>, period: usize) -> bool {
        let (person, span) = (facts.person, self.ground.periods[period].span);
        let mut pins = self.records.pins(&person.career.person).iter();
        facts_decide(self.ground, person, period).is_none()
            && self.works_full_time(facts, period)
            && (person.excluded.is_empty() && person.outside.is_none())
            && !pins.any(|(_, pin)| pin.soft_price.is_none() && pin.span.overlaps(span))
    }

    /// Places where anybody was before, or wants to be outside the prefecture.
    pub(crate) fn own_places(&self) -> impl Iterator<Item = usize> {
        let people = self.ground.problem.people.iter();
        let places = people.flat_map(|person| {
            let before = person.career.engagements.iter().map(|work| &work.workplace);
            before.chain(person.outside.iter().map(|wish| &wish.workplace))
        });
        places.map(|place| self.ground.place(place))
    }

    /// What is offered in each period to whoever could be employed by some departments.
    pub(crate) fn open(&self, fits: &BTreeSet<DepartmentId>) -> Arc<Open> {
        let mut known = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = known.get(fits) {
            return Arc::clone(open);
        }
        let of_period = |period: usize| {
            let offers = self.ground.offers_for(period, fits).into_iter();
            offers.filter(|offer| self.is_open(period, *offer, fits)).collect()
        };
        let open: Arc<Open> = Arc::new((0..self.ground.periods.len()).map(of_period).collect());
        known.insert(fits.clone(), Arc::clone(&open));
        open
    }

    /// Whether all parts of an offer are initial training or in departments that could employ somebody.
    fn is_open(&self, period: usize, offer: usize, fits: &BTreeSet<DepartmentId>) -> bool {
        self.ground.offers[period][offer].parts.iter().all(|part| {
            let post = self.ground.post(part.post);
            post.activity == rules::Activity::InitialTraining || fits.contains(&post.department)
        })
    }

    pub(crate) fn plain_choice(&self, period: usize, offer: usize) -> Arc<Choice> {
        Arc::clone(&self.plain(period, offer).choice)
    }

    /// What an offer is to somebody who works full time throughout the period.
    fn plain(&self, period: usize, offer: usize) -> &Plain {
        self.plain[period][offer].get_or_init(|| {
            let parts = parts_of(self.ground, Share::FULL, period, offer);
            let step = self.ground.offers[period][offer].step.clone();
            let choice = Choice::work(self.ground, &[], period, step, parts);
            let choice = Arc::new(Choice { offer: Some(offer), ..choice });
            let number = (self.first[period] + offer) as u32;
            let work = Arc::new(self.work_of(period, &choice, &|_| false, Some(number)));
            Plain { choice, work }
        })
    }

    /// Departments that could ever employ the person on the path.
    pub(crate) fn departments(&self, facts: &Facts<'_>) -> BTreeSet<DepartmentId> {
        let mut departments: BTreeSet<DepartmentId> =
            facts.path().map(|path| path.specialty.clone()).into_iter().collect();
        let components = facts.programmes.iter().flat_map(|programme| &programme.components);
        departments.extend(components.flat_map(|of| of.departments.clone()));
        departments
    }

    fn excludes(&self, person: &Person, place: usize, left_out: &LeftOut) -> bool {
        let workplace = self.ground.places[place];
        if left_out.exclusions.is_empty() {
            return self.ground.problem.excludes(person, workplace);
        }
        let mut fewer = person.clone();
        let mut number = 0;
        fewer.excluded.retain(|_| {
            number += 1;
            !left_out.exclusions.contains(&(number - 1))
        });
        self.ground.problem.excludes(&fewer, workplace)
    }
}

/// The step that facts alone decide, whatever was done before: not yet in service, or away throughout.
fn facts_decide(ground: &Ground<'_>, person: &Person, period: usize) -> Option<Step> {
    let of = &ground.periods[period];
    if person.service_start().is_none_or(|service| of.first < service) {
        return Some(Step::NotYet);
    }
    person.away_throughout(of.span).then_some(Step::Leave)
}

fn instructs(person: &Person, department: &DepartmentId, day: kernel::Date) -> bool {
    person.instructs.iter().any(|row| row.department == *department && row.period.contains(day))
}

fn without_leaves(person: &Person, leaves: &BTreeSet<usize>) -> Person {
    let mut person = person.clone();
    let mut number = 0;
    person.career.leaves.retain(|_| {
        number += 1;
        !leaves.contains(&(number - 1))
    });
    person
}
