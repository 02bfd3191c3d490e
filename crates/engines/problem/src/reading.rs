//! A plan read as facts: the career a person would have if the plan were carried out.
//!
//! Rules are judged on such careers, so planner and checker mean the same by a plan.

use std::collections::BTreeMap;

use kernel::{Date, EngagementId, MonthSpan, Months, Period, PostId, Share, WorkplaceId};
use rules::{Activity, Career, Engagement, EngagementStatus, Enrolment, Known, all_on_leave};

use crate::{Pattern, Person, PersonPlan, PlanPeriod, Post, Problem, Resolution, Step};

/// One stretch of work within a planning period: what a step means in months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Where.
    pub workplace: &'a WorkplaceId,
    /// 診療科.
    pub department: &'a kernel::DepartmentId,
    /// What is done.
    pub activity: Activity,
    /// Who employs; none: the workplace.
    pub employer: Option<&'a WorkplaceId>,
    /// The post taken; none outside the prefecture.
    pub post: Option<&'a PostId>,
    /// Its months.
    pub span: MonthSpan,
    /// Share of full time, before the person's own part-time share.
    pub share: Share,
    /// A side post.
    pub side: bool,
}

impl<'a> Part<'a> {
    /// A post throughout some months, at full time.
    pub fn whole(post: &'a Post, span: MonthSpan) -> Self {
        Self {
            workplace: &post.workplace,
            department: &post.department,
            activity: post.activity,
            employer: post.employer.as_ref(),
            post: Some(&post.id),
            span,
            share: Share::FULL,
            side: false,
        }
    }
}

/// Percent of a full-time head that so much work within a period of so many months takes of its post, rounded up.
pub fn usage(share: Share, span: MonthSpan, period: Months) -> u32 {
    let taken = u64::from(share.as_percent()) * u64::from(span.length().0.unsigned_abs());
    taken.div_ceil(u64::from(period.0.unsigned_abs().max(1))) as u32
}

impl Part<'_> {
    /// Percent of a full-time head that the part takes of its post over a period of so many months, rounded up.
    pub fn usage(&self, share: Share, period: Months) -> u32 {
        usage(share, self.span, period)
    }

    /// The share worked: the part's own, or the person's if that is less.
    pub fn worked_by(&self, person: &Person, on: Date) -> Share {
        self.share.min(person.share_on(on))
    }
}

impl Problem {
    /// First day of the planning horizon; none of an empty one.
    pub fn horizon_start(&self) -> Option<Date> {
        self.horizon.first().map(|period| period.span.from.first_day())
    }

    /// First day after the planning horizon.
    pub fn horizon_end(&self) -> Option<Date> {
        self.horizon.last().map(|period| period.span.until.first_day())
    }

    /// Posts by id.
    pub fn posts_by_id(&self) -> BTreeMap<&PostId, &Post> {
        self.posts.iter().map(|post| (&post.id, post)).collect()
    }

    /// Whether a post can be given in a planning period: it exists throughout, and is a zone's where the period is
    /// planned by zone.
    pub fn offers(&self, post: &Post, period: &PlanPeriod) -> bool {
        let is_zone =
            self.tables.workplaces.get(&post.workplace).is_some_and(|place| !place.stands_for.is_empty());
        post.span.covers(period.span) && is_zone == (period.resolution == Resolution::Zone)
    }

    /// Whether a person must not be sent to a workplace: excluded, or a zone of nothing but excluded ones.
    pub fn excludes(&self, person: &Person, workplace: &WorkplaceId) -> bool {
        let excluded = |place: &WorkplaceId| person.excluded.iter().any(|row| row.workplace == *place);
        let stands_for = self.tables.workplaces.get(workplace).map(|place| place.stands_for.as_slice());
        match stands_for {
            Some(facilities) if !facilities.is_empty() => facilities.iter().all(excluded),
            _ => excluded(workplace),
        }
    }

    /// What a step means in a planning period, main part first. Empty for steps without work, and for posts or
    /// patterns that do not exist.
    pub fn parts<'a>(&'a self, person: &'a Person, step: &Step, span: MonthSpan) -> Vec<Part<'a>> {
        self.parts_of(person, step, span, |id| self.posts.iter().find(|post| post.id == *id))
    }

    /// The same where so many steps are looked at that posts are known by id.
    pub fn parts_of<'a>(
        &'a self,
        person: &'a Person,
        step: &Step,
        span: MonthSpan,
        post: impl Fn(&PostId) -> Option<&'a Post>,
    ) -> Vec<Part<'a>> {
        match step {
            Step::Post(id) => post(id).map(|post| Part::whole(post, span)).into_iter().collect(),
            Step::Pattern(id) => {
                let pattern = self.patterns.iter().find(|pattern| pattern.id == *id);
                pattern.map(|pattern| self.pattern_parts(pattern, span)).unwrap_or_default()
            }
            Step::Outside => person.outside.iter().map(|wish| outside(wish, span)).collect(),
            Step::NotYet | Step::Leave | Step::Unplaced(_) | Step::Released => Vec::new(),
        }
    }

    /// The parts of a pattern in a planning period, main part first; empty if it names a post that does not exist, or
    /// if it does not fill the period: a half-year's pattern is none for a year.
    pub fn pattern_parts<'a>(&'a self, pattern: &'a Pattern, span: MonthSpan) -> Vec<Part<'a>> {
        let parts = pattern.parts.iter().map(|part| {
            let post = self.posts.iter().find(|post| post.id == part.post)?;
            let from = span.from.plus(part.after.0);
            let until = part.months.map_or(span.until, |months| from.plus(months.0).min(span.until));
            Some(Part {
                span: MonthSpan { from, until },
                share: part.share,
                side: part.side,
                ..Part::whole(post, span)
            })
        });
        parts.collect::<Option<Vec<_>>>().filter(|parts| fill(parts, span)).unwrap_or_default()
    }
}

impl Person {
    /// The day from which the person can be placed: 1 April on or after graduation, else the first of the month of the
    /// licence; none: not within sight.
    pub fn service_start(&self) -> Option<Date> {
        self.career
            .graduated
            .map(Date::april_on_or_after)
            .or(self.career.licensed.map(|day| day.year_month().first_day()))
    }

    /// Whether known leaves cover every month of the span wholly.
    pub fn away_throughout(&self, span: MonthSpan) -> bool {
        all_on_leave(&self.career.leaves, span.from.first_day(), span.until.first_day())
    }

    /// Share of full time the person works on a day.
    pub fn share_on(&self, day: Date) -> Share {
        let shares = self.part_time.iter().filter(|row| row.period.contains(day)).map(|row| row.share);
        shares.min().unwrap_or(Share::FULL)
    }
}

/// The career of a person if the plan were carried out: what lies before the horizon, then a served posting for each
/// part of each step, and enrolment in the path's programme from the first such clinical posting.
pub fn suppose(problem: &Problem, person: &Person, plan: &PersonPlan) -> Career {
    supposed(problem, person, plan.path, &plan.steps)
}

/// [`suppose`] for some first steps only, as a plan under construction has them.
pub fn supposed(problem: &Problem, person: &Person, path: usize, steps: &[Step]) -> Career {
    let steps = steps.iter().zip(&problem.horizon);
    let parts: Vec<_> = steps.map(|(step, period)| problem.parts(person, step, period.span)).collect();
    supposed_of(problem, person, path, &parts)
}

/// [`supposed`] from what the steps mean.
pub fn supposed_of(problem: &Problem, person: &Person, path: usize, steps: &[Vec<Part<'_>>]) -> Career {
    let mut career = person.career.clone();
    let Some(start) = problem.horizon_start() else { return career };
    career.engagements = career.engagements.into_iter().filter_map(|work| cut(work, start)).collect();
    let mut training_from = None;
    for (number, (parts, period)) in steps.iter().zip(&problem.horizon).enumerate() {
        for (place, part) in parts.iter().enumerate() {
            let work = engagement(person, part, number, place, period.span.from.first_day());
            if part.activity == Activity::Clinical && part.post.is_some() {
                training_from = training_from.or(Some(period.span.from.first_day()));
            }
            career.engagements.push(work);
        }
    }
    let programme = person.paths.get(path).and_then(|path| path.programme.clone());
    if let (Some(programme), Some(from)) = (programme, training_from) {
        let enrolled = career.enrolments.iter().any(|row| row.programme == programme);
        if !enrolled {
            let period = Period::since(from);
            career.enrolments.push(Enrolment { programme, period, known: Known::default() });
        }
    }
    career
}

fn cut(work: Engagement, start: Date) -> Option<Engagement> {
    let period = work.period.before(start)?;
    Some(Engagement { period, ..work })
}

fn engagement(person: &Person, part: &Part<'_>, period: usize, place: usize, on: Date) -> Engagement {
    let id: EngagementId = format!("plan:{period}:{place}").parse().expect("two numbers are an id");
    Engagement {
        id,
        workplace: part.workplace.clone(),
        employer: part.employer.cloned(),
        department: part.department.clone(),
        activity: part.activity,
        period: part.span.period(),
        share: part.worked_by(person, on),
        side: part.side,
        status: EngagementStatus::Served,
        known: Known::default(),
    }
}

/// Whether every part lies within the span and the last of them ends with it.
fn fill(parts: &[Part<'_>], span: MonthSpan) -> bool {
    parts.iter().all(|part| part.span.from < part.span.until)
        && parts.iter().map(|part| part.span.until).max() == Some(span.until)
}

fn outside(wish: &crate::OutsideWish, span: MonthSpan) -> Part<'_> {
    Part {
        workplace: &wish.workplace,
        department: &wish.department,
        activity: wish.activity,
        employer: None,
        post: None,
        span,
        share: Share::FULL,
        side: false,
    }
}
