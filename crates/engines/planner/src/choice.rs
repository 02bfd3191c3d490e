//! What one person can do in a planning period, and where it leaves him: the stays under way and the last place of
//! work.

use kernel::{Date, EngagementId, Share};
use problem::{Person, Step, usage};
use rules::{Activity, Career, Engagement, EngagementStatus, Known, Leave, all_on_leave};

use crate::ground::Ground;

/// A step that a person can take in a period.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What the plan would say.
    pub step: Step,
    /// The work it means, the main part first; empty without work.
    pub parts: Vec<Part>,
    /// The position of its offer among those of the period.
    pub offer: Option<usize>,
    /// Its stays at one workplace each, in order of time: of all work, and of main posts alone.
    pub stays: [Vec<StayWithin>; 2],
}

/// Which work makes up a stay: an index into pairs of stays, links and places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All work, side posts too.
    All = 0,
    /// Main posts alone.
    Main = 1,
}

/// One stretch of work of a choice.
#[derive(Clone, Debug)]
pub struct Part {
    /// The engagement it would be.
    pub engagement: Engagement,
    /// Its workplace.
    pub place: usize,
    /// Its post; none outside the prefecture.
    pub post: Option<usize>,
    /// Percent of a full-time head that it takes of its post.
    pub usage: u32,
}

/// A stay as far as it lies within the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayWithin {
    /// Where it begins.
    pub first_place: usize,
    /// Where it is at its end: a zone may follow a facility that it stands for.
    pub last_place: usize,
    /// Its first day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
    /// Its parts.
    pub parts: Vec<usize>,
    /// Whether it can continue a stay from before the period: nothing but leave lies between.
    pub opens: bool,
    /// Whether it can go on after the period.
    pub lives_on: bool,
}

impl Choice {
    /// A step without work.
    pub fn idle(step: Step) -> Self {
        Self { step, parts: Vec::new(), offer: None, stays: [Vec::new(), Vec::new()] }
    }

    /// A step with work in a period.
    pub fn work(ground: &Ground<'_>, leaves: &[Leave], period: usize, step: Step, parts: Vec<Part>) -> Self {
        let all = stays_within(ground, leaves, period, &parts, |_| true);
        let main = stays_within(ground, leaves, period, &parts, |part| !part.engagement.side);
        Self { step, parts, offer: None, stays: [all, main] }
    }

    /// The same work, but only before a day.
    pub fn before(&self, ground: &Ground<'_>, career: &Career, period: usize, day: Date) -> Self {
        let cut = |part: &Part| {
            let period = part.engagement.period.before(day)?;
            Some(Part { engagement: Engagement { period, ..part.engagement.clone() }, ..part.clone() })
        };
        let parts = self.parts.iter().filter_map(cut).collect();
        Self::work(ground, &career.leaves, period, self.step.clone(), parts)
    }

    /// The main workplace.
    pub fn main(&self) -> Option<usize> {
        self.parts.first().map(|part| part.place)
    }

    /// The place of a choice that is one stretch of work from the first day that is no leave.
    pub fn only_place(&self) -> Option<usize> {
        let [part] = self.parts.as_slice() else { return None };
        self.stays.iter().flatten().all(|stay| stay.opens).then_some(part.place)
    }

    /// Whether all parts lie inside the prefecture's posts.
    pub fn is_posted(&self) -> bool {
        matches!(self.step, Step::Post(_) | Step::Pattern(_))
    }
}

/// The parts of an offer for somebody who works at a share.
pub fn parts_of(ground: &Ground<'_>, own: Share, period: usize, offer: usize) -> Vec<Part> {
    let of = &ground.periods[period];
    let parts = ground.offers[period][offer].parts.iter().enumerate().map(|(number, part)| {
        let post = ground.post(part.post);
        let share = part.share.min(own);
        let engagement = Engagement {
            id: engagement_id(period, number),
            workplace: post.workplace.clone(),
            employer: post.employer.clone(),
            department: post.department.clone(),
            activity: post.activity,
            period: part.span.period(),
            share,
            side: part.side,
            status: EngagementStatus::Served,
            known: Known::default(),
        };
        let place = ground.place(&post.workplace);
        Part { engagement, place, post: Some(part.post), usage: usage(share, part.span, of.months) }
    });
    parts.collect()
}

/// The wanted work outside the prefecture as a choice.
pub fn outside(ground: &Ground<'_>, person: &Person, period: usize) -> Option<Choice> {
    let wish = person.outside.as_ref()?;
    let of = &ground.periods[period];
    if wish.span.is_some_and(|span| !span.covers(of.span)) {
        return None;
    }
    let engagement = Engagement {
        id: engagement_id(period, 0),
        workplace: wish.workplace.clone(),
        employer: None,
        department: wish.department.clone(),
        activity: wish.activity,
        period: of.span.period(),
        share: Share::FULL.min(person.share_on(of.first)),
        side: false,
        status: EngagementStatus::Served,
        known: Known::default(),
    };
    let place = ground.place(&wish.workplace);
    let part = Part { engagement, place, post: None, usage: 0 };
    Some(Choice::work(ground, &person.career.leaves, period, Step::Outside, vec![part]))
}

fn engagement_id(period: usize, part: usize) -> EngagementId {
    format!("plan:{period}:{part}").parse().expect("two numbers are an id")
}

fn stays_within(
    ground: &Ground<'_>,
    leaves: &[Leave],
    period: usize,
    parts: &[Part],
    keep: impl Fn(&Part) -> bool,
) -> Vec<StayWithin> {
    let of = &ground.periods[period];
    let mut order: Vec<usize> = (0..parts.len()).filter(|part| keep(&parts[*part])).collect();
    order.sort_by_key(|part| {
        let work = &parts[*part].engagement;
        (work.period.from, work.period.until, work.id.as_str())
    });
    let mut stays: Vec<StayWithin> = Vec::new();
    for number in order {
        let part = &parts[number];
        let from = part.engagement.period.from;
        let until = part.engagement.period.until.unwrap_or(of.after);
        let goes_on = stays.iter_mut().rev().find(|stay| {
            let joined = from <= stay.until || all_on_leave(leaves, stay.until, from);
            joined && ground.same_stay(stay.last_place, part.place)
        });
        match goes_on {
            Some(stay) => {
                stay.until = stay.until.max(until);
                stay.last_place = part.place;
                stay.parts.push(number);
            }
            None => stays.push(StayWithin {
                first_place: part.place,
                last_place: part.place,
                from,
                until,
                parts: vec![number],
                opens: all_on_leave(leaves, of.first, from),
                lives_on: false,
            }),
        }
    }
    for stay in &mut stays {
        stay.lives_on = all_on_leave(leaves, stay.until, of.after);
    }
    stays
}

/// Where a person stands between two periods: what the next period's stays and moves depend on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Footing {
    /// The last main place of work.
    pub main: Option<usize>,
    /// Places of the stays that may go on, in the order in which they began.
    pub live: [Vec<usize>; 2],
}

/// For each stay of a choice, the stay under way that it continues: of all work, and of main posts alone.
pub type Link = [Vec<Option<usize>>; 2];

impl Footing {
    /// The footing that a choice leaves.
    pub fn after(choice: &Choice) -> Self {
        let live = |stays: &Vec<StayWithin>| {
            stays.iter().filter(|stay| stay.lives_on).map(|stay| stay.last_place).collect()
        };
        Self { main: choice.main(), live: choice.stays.each_ref().map(live) }
    }

    /// Whether a choice continues any stay.
    pub fn is_near(&self, ground: &Ground<'_>, choice: &Choice) -> bool {
        let opening = choice.stays.iter().flatten().filter(|stay| stay.opens);
        let mut places = opening.map(|stay| stay.first_place);
        places.any(|place| self.live.iter().flatten().any(|live| ground.same_stay(*live, place)))
    }

    /// Which stays a choice continues.
    pub fn link(&self, ground: &Ground<'_>, choice: &Choice) -> Link {
        [Of::All, Of::Main].map(|of| {
            let live = &self.live[of as usize];
            let continued = |stay: &StayWithin| {
                let same = |place: &usize| stay.opens && ground.same_stay(*place, stay.first_place);
                live.iter().rposition(same)
            };
            choice.stays[of as usize].iter().map(continued).collect()
        })
    }
}

/// Whether a choice begins specialty training: clinical work at a post.
pub fn begins_training(choice: &Choice) -> bool {
    choice.parts.iter().any(|part| part.post.is_some() && part.engagement.activity == Activity::Clinical)
}
