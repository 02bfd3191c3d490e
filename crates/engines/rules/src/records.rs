//! What is done and what is planned: a person's engagements as they stand on a day.

use kernel::{Date, Period};

use crate::{
    bound::Work,
    counting::Piece,
    facts::{Career, Engagement, EngagementStatus},
};

/// Open-ended work that is planned is followed for so many months, longer than any window.
const FOLLOWED: i32 = 600;

/// An engagement, or the part of it that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
}

impl<'a> Record<'a> {
    /// What kind of work it is.
    pub fn work(&self) -> Work<'a> {
        let Engagement { workplace, department, activity, .. } = self.engagement;
        Work { workplace, department, activity: *activity }
    }

    /// A part of it as something to be counted.
    pub fn piece(&self, from: Date, until: Date) -> Piece<'a> {
        let Engagement { id, share, side, .. } = self.engagement;
        Piece { engagement: Some(id), share: *share, side: *side, from, until }
    }
}

/// A career as it stands at the beginning of a day.
#[derive(Clone, Debug)]
pub(crate) struct Now<'a> {
    /// The day.
    pub on: Date,
    /// What took place before it.
    pub done: Vec<Record<'a>>,
    /// The same, with all that is planned or agreed from that day on.
    pub planned: Vec<Record<'a>>,
}

impl<'a> Now<'a> {
    /// What is done before a day, and what is planned from it on.
    pub fn of(career: &'a Career, on: Date) -> Self {
        let far = on.plus_months(FOLLOWED);
        let (mut done, mut planned) = (Vec::new(), Vec::new());
        for engagement in &career.engagements {
            let period = engagement.period;
            let is_plan = engagement.status == EngagementStatus::Planned;
            if !is_plan && let Some(part) = period.before(on) {
                done.push(closed(engagement, part, on));
            }
            let whole = if is_plan { period.since_day(on) } else { Some(period) };
            if let Some(part) = whole.filter(|part| !part.is_empty()) {
                planned.push(closed(engagement, part, far));
            }
        }
        done.sort_by_key(order);
        planned.sort_by_key(order);
        Self { on, done, planned }
    }

    /// Whether what is planned is what is done, and no more.
    pub fn plans_nothing(&self) -> bool {
        let same = |(done, planned): (&Record<'_>, &Record<'_>)| {
            std::ptr::eq(done.engagement, planned.engagement)
                && (done.from, done.until) == (planned.from, planned.until)
        };
        self.done.len() == self.planned.len() && self.done.iter().zip(&self.planned).all(same)
    }
}

fn closed<'a>(engagement: &'a Engagement, part: Period, end: Date) -> Record<'a> {
    let until = part.until.unwrap_or(end.max(part.from.next()));
    Record { engagement, from: part.from, until }
}

fn order<'a>(record: &Record<'a>) -> (Date, Date, &'a str) {
    (record.from, record.until, record.engagement.id.as_str())
}
