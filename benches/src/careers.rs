//! Careers of thirty years for people who are made up: the commitments of the demonstration office, and behind them
//! initial training, a training programme, postings of one to three years at its posts, leaves, side posts, notices.
//!
//! Each record was known from its first day on, so that it can be asked how things stood in any year. Nothing is drawn
//! by chance: the same number gives the same career.

use kernel::{AsOf, Date, DepartmentId, Period, Share, WorkplaceId};
use problem::{Person, Post, Problem};
use rules::{
    Activity, Career, Engagement, EngagementStatus, Enrolment, Known, Leave, Milestone, Notice, SiteRole,
};
use sheets::{
    Roster,
    rows::career::{EngagementRow, LeaveRow, NoticeRow},
};

/// How long everybody's facts run, in years.
pub const YEARS: i32 = 30;

/// A career and the day on which it began.
pub struct LongCareer {
    /// Its facts.
    pub career: Career,
    begun: Date,
}

impl LongCareer {
    /// The end of so many years, as known that day.
    pub fn after(&self, years: i32) -> AsOf {
        AsOf::on(self.begun.plus_months(12 * years))
    }

    /// How many records with a date it holds.
    pub fn facts(&self) -> usize {
        let of = &self.career;
        let bound = of.commitments.len() + of.loans.len() + of.waivers.len();
        let done = of.engagements.len() + of.enrolments.len() + of.milestones.len();
        bound + done + of.leaves.len() + of.notices.len()
    }
}

/// A career for each person of a problem.
pub fn of_people(problem: &Problem) -> Vec<LongCareer> {
    (0..problem.people.len()).map(|number| Writer::of(problem, number).write()).collect()
}

/// The roster with these careers in place of those recorded in it.
pub fn in_roster(roster: &Roster, careers: &[LongCareer]) -> Roster {
    let mut long = roster.clone();
    (long.engagements, long.leaves, long.notices) = Default::default();
    for career in careers.iter().map(|long| &long.career) {
        let person = career.person.to_string();
        long.engagements.extend(career.engagements.iter().map(|of| engagement_row(&person, of)));
        long.leaves.extend(career.leaves.iter().map(|of| LeaveRow {
            person: person.clone(),
            kind: of.kind.to_string(),
            from: Some(of.period.from),
            through: of.period.last_day(),
            ..LeaveRow::default()
        }));
        long.notices.extend(career.notices.iter().map(|of| NoticeRow {
            person: person.clone(),
            given: Some(of.given),
            effective: Some(of.effective),
            ..NoticeRow::default()
        }));
    }
    long
}

fn engagement_row(person: &str, of: &Engagement) -> EngagementRow {
    EngagementRow {
        person: person.to_owned(),
        id: of.id.to_string(),
        workplace: of.workplace.to_string(),
        department: of.department.to_string(),
        activity: Some(of.activity),
        from: Some(of.period.from),
        through: of.period.last_day(),
        share: Some(of.share),
        side: of.side,
        status: Some(of.status),
        ..EngagementRow::default()
    }
}

/// One career being written.
struct Writer<'p> {
    problem: &'p Problem,
    person: &'p Person,
    number: usize,
    begun: Date,
    career: Career,
    /// The first month, counted from the beginning, of which nothing is written yet.
    month: i32,
}

impl<'p> Writer<'p> {
    fn of(problem: &'p Problem, number: usize) -> Self {
        let person = &problem.people[number];
        let career = Career {
            engagements: Vec::new(),
            leaves: Vec::new(),
            enrolments: Vec::new(),
            milestones: Vec::new(),
            notices: Vec::new(),
            ..person.career.clone()
        };
        let begun = person.service_start().expect("everybody in the office graduates");
        Self { problem, person, number, begun, career, month: 0 }
    }

    fn write(mut self) -> LongCareer {
        self.initial_training();
        self.specialty_training();
        self.postings();
        self.leaves();
        LongCareer { career: self.career, begun: self.begun }
    }

    fn initial_training(&mut self) {
        let posts = self.posts(|post| post.activity == Activity::InitialTraining);
        let post = posts[self.number % posts.len()];
        self.posting(&post.workplace, &post.department, post.activity, 24);
        self.milestone("initial-training", 24);
    }

    /// A year at the core site of the programme, the rest at its other sites.
    fn specialty_training(&mut self) {
        let enrolled = self.person.career.enrolments.last().map(|enrolment| &enrolment.programme);
        let Some(programme) = enrolled.or(self.person.paths[0].programme.as_ref()) else { return };
        let Some(of) = self.problem.tables.programmes.get(programme) else { return };
        let (core, others): (Vec<_>, Vec<_>) = of
            .sites
            .iter()
            .filter(|site| self.is_facility(&site.workplace))
            .partition(|site| site.role == SiteRole::Core);
        let from = self.day(self.month);
        let until = self.day(self.month + of.months.0);
        self.career.enrolments.push(Enrolment {
            programme: programme.clone(),
            period: Period { from, until: Some(until) },
            known: since(from),
        });
        let end = self.month + of.months.0;
        let mut sites = core.into_iter().chain(others.into_iter().cycle().skip(self.number % 7));
        while self.month < end {
            let Some(site) = sites.next() else { return };
            let months = (end - self.month).min(12);
            self.posting(&site.workplace, &of.specialty, Activity::Clinical, months);
        }
        self.milestone("board-certificate", end + 6);
    }

    /// Postings of one to three years to the end of the thirty, every third with a day a week elsewhere.
    fn postings(&mut self) {
        let specialty = &self.person.paths[0].specialty;
        let posts = self.posts(|post| post.department == *specialty && post.activity == Activity::Clinical);
        let end = 12 * YEARS;
        for turn in 0.. {
            let months = (12 * (1 + (self.number as i32 + turn) % 3)).min(end - self.month);
            if months <= 0 || posts.is_empty() {
                return;
            }
            let number = self.number;
            let at = |turn: i32| &posts[(number * 13 + turn as usize * 5) % posts.len()].workplace;
            let begun = self.month;
            self.posting(at(turn), specialty, Activity::Clinical, months);
            if turn % 3 == 2 && at(turn) != at(turn + 1) {
                self.side_post(at(turn + 1), begun);
            }
        }
    }

    /// A birth for every third person, an illness for every fifth, a year abroad for every seventh.
    fn leaves(&mut self) {
        let leaves = [
            (self.number.is_multiple_of(3), "maternity", 80, 4),
            (self.number.is_multiple_of(3), "childcare", 84, 12),
            (self.number.is_multiple_of(5), "illness", 161, 6),
            (self.number.is_multiple_of(7), "study-abroad", 108, 12),
        ];
        for (_, kind, month, months) in leaves.into_iter().filter(|(taken, ..)| *taken) {
            let from = self.day(month);
            self.career.leaves.push(Leave {
                kind: kind.parse().expect("a word is an id"),
                period: Period { from, until: Some(self.day(month + months)) },
                known: since(from),
            });
        }
    }

    /// A posting from the first month of which nothing is written; told two months before, where it is a change.
    fn posting(
        &mut self,
        workplace: &WorkplaceId,
        department: &DepartmentId,
        activity: Activity,
        months: i32,
    ) {
        let from = self.day(self.month);
        self.month += months;
        let last = self.career.engagements.last();
        if last.is_some_and(|last| last.workplace != *workplace) {
            let given = from.plus_months(-2);
            self.career.notices.push(Notice { given, effective: from, known: since(given) });
        }
        let period = Period { from, until: Some(self.day(self.month)) };
        self.engagement(workplace, department, activity, period, Share::FULL);
    }

    /// A day a week elsewhere beside the posting that was written last.
    fn side_post(&mut self, workplace: &WorkplaceId, month: i32) {
        let day_a_week = Share::percent(20).expect("20 % is a share");
        let rest = Share::percent(80).expect("80 % is a share");
        let Some(main) = self.career.engagements.last_mut() else { return };
        main.share = rest;
        let (department, activity) = (main.department.clone(), main.activity);
        let period = Period { from: self.day(month), until: Some(self.day(self.month)) };
        self.engagement(workplace, &department, activity, period, day_a_week);
    }

    fn engagement(
        &mut self,
        workplace: &WorkplaceId,
        department: &DepartmentId,
        activity: Activity,
        period: Period,
        share: Share,
    ) {
        let id = format!("{}-e{:02}", self.career.person, self.career.engagements.len() + 1);
        self.career.engagements.push(Engagement {
            id: id.parse().expect("an id with a number is an id"),
            workplace: workplace.clone(),
            employer: None,
            department: department.clone(),
            activity,
            period,
            share,
            side: share.as_percent() < 50,
            status: EngagementStatus::Verified,
            known: since(period.from),
        });
    }

    fn milestone(&mut self, milestone: &str, month: i32) {
        let on = self.day(month);
        let milestone = milestone.parse().expect("a word is an id");
        self.career.milestones.push(Milestone { milestone, on, known: since(on) });
    }

    /// Posts of facilities in the prefecture; no zones.
    fn posts(&self, fits: impl Fn(&Post) -> bool) -> Vec<&'p Post> {
        let posts = self.problem.posts.iter();
        posts.filter(|post| fits(post) && self.is_facility(&post.workplace)).collect()
    }

    fn is_facility(&self, workplace: &WorkplaceId) -> bool {
        let place = self.problem.tables.workplaces.get(workplace);
        place.is_some_and(|place| place.stands_for.is_empty() && place.in_prefecture())
    }

    fn day(&self, month: i32) -> Date {
        self.begun.plus_months(month)
    }
}

/// Recorded on the day.
fn since(day: Date) -> Known {
    Known { from: Some(day), until: None }
}

#[cfg(test)]
mod tests {
    use rules::Engagement;

    use crate::gunma;

    use super::{YEARS, of_people};

    #[test]
    fn main_postings_fill_the_thirty_years_without_gap_or_overlap() {
        for long in of_people(&gunma::problem().unwrap()) {
            let main: Vec<&Engagement> = long.career.engagements.iter().filter(|of| !of.side).collect();
            assert_eq!(main[0].period.from, long.after(0).valid_on);
            assert_eq!(main.last().unwrap().period.until, Some(long.after(YEARS).valid_on));
            for pair in main.windows(2) {
                assert_eq!(pair[0].period.until, Some(pair[1].period.from), "{}", pair[1].id);
            }
        }
    }

    #[test]
    fn the_same_people_have_the_same_careers() {
        let problem = gunma::problem().unwrap();
        let both = [of_people(&problem), of_people(&problem)];
        assert!(both[0].iter().zip(&both[1]).all(|(one, other)| one.career == other.career));
    }
}
