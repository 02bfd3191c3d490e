//! 固定・前回計画: what is already decided, agreed or published.

use kernel::{MonthSpan, PersonId, WorkplaceId};
use problem::{Person, Pin, PinPlace, PlanPeriod, Post, Problem, PublishedPosting, Resolution};
use rules::{Engagement, EngagementStatus};

use super::{Build, contradiction};
use crate::{
    finding::{Code, Message},
    rows::demand::PinRow,
    table::SheetKey::{Engagements, Pins, Previous},
};

impl Build<'_> {
    /// The pins of the sheet, and those that agreed engagements make.
    pub fn pins(&mut self, frame: &Problem, posts: &[Post], people: &[Person]) -> Vec<Pin> {
        let mut pins: Vec<Pin> = Vec::new();
        for row in &self.roster.pins {
            let Some(pin) = self.pin(row, frame, posts) else { continue };
            let clash = pins.iter().any(|other| {
                let firm = pin.soft_price.is_none() && other.soft_price.is_none();
                firm && other.person == pin.person && other.at != pin.at && other.span.overlaps(pin.span)
            });
            if clash {
                let message = contradiction(
                    "同じ人が同じ時期に別の場所に固定されています。",
                    "The same person is pinned elsewhere at the same time.",
                );
                self.error((Pins, row.row, "person"), &row.person, message);
            }
            pins.push(pin);
        }
        let agreed = self.agreed(frame, posts, people, &pins);
        pins.extend(agreed);
        pins
    }

    fn pin(&mut self, row: &PinRow, frame: &Problem, posts: &[Post]) -> Option<Pin> {
        let at = |column| (Pins, row.row, column);
        let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
        let (from, through) = (row.from?, row.through?);
        let span = self.span(at("through"), Some(from), Some(through))?;
        if !frame.horizon.iter().any(|period| period.span.overlaps(span)) {
            let message = Message::new(
                Code::OutOfTime,
                "計画期間の外です。計画期間の中の月を入力するか、行を消してください。",
                "This lies outside the plan; enter months within it or remove the row.",
            );
            self.error(at("from"), &span.from.to_string(), message);
        }
        let named = usize::from(!row.post.is_empty())
            + usize::from(!row.workplace.is_empty())
            + usize::from(row.outside);
        if named != 1 {
            let message = contradiction(
                "ポスト・医療機関・県外のどれか一つだけを入力してください。",
                "Enter exactly one of post, facility and outside.",
            );
            self.error(at("post"), &row.post, message);
            return None;
        }
        let place = if row.outside {
            PinPlace::Outside
        } else if row.workplace.is_empty() {
            PinPlace::Post(self.post_named(at("post"), &row.post, posts)?)
        } else {
            PinPlace::Workplace(self.refer(|names| &names.facilities, at("workplace"), &row.workplace)?)
        };
        Some(Pin { person: person?, span, at: place, soft_price: row.soft_price, why: row.why.clone() })
    }

    /// Engagements that go on, or are agreed to begin, hold their person in the periods they wholly cover.
    fn agreed(&mut self, frame: &Problem, posts: &[Post], people: &[Person], pins: &[Pin]) -> Vec<Pin> {
        let mut agreed: Vec<Pin> = Vec::new();
        for person in people {
            for work in person.career.engagements.iter().filter(|work| holds(work)) {
                self.note_partly(work, frame);
                let covered = frame.horizon.iter().filter(|period| covers(work, period));
                let open: Vec<&PlanPeriod> = covered
                    .filter(|period| !held(pins, person, period) && !held(&agreed, person, period))
                    .collect();
                let places: Vec<Option<PinPlace>> =
                    open.iter().map(|period| place(work, posts, person, period.span)).collect();
                if places.iter().any(Option::is_none) {
                    self.note_work(work, no_post());
                }
                let why = if work.status == EngagementStatus::Confirmed {
                    "内定の勤務"
                } else {
                    "継続中の勤務"
                };
                for (period, at) in open.into_iter().zip(places) {
                    let Some(at) = at else { continue };
                    agreed.push(Pin {
                        person: person.career.person.clone(),
                        span: period.span,
                        at,
                        soft_price: None,
                        why: why.to_owned(),
                    });
                }
            }
        }
        agreed
    }

    /// An agreed engagement that begins or ends within a planning period cannot be held for a part of it.
    fn note_partly(&mut self, work: &Engagement, frame: &Problem) {
        let partly = frame.horizon.iter().any(|period| {
            period.resolution == Resolution::Facility
                && work.period.overlaps(period.span.period())
                && !covers(work, period)
        });
        if partly {
            let message = Message::new(
                Code::OutOfTime,
                "計画期間の途中で始まるか終わるため、その期間は固定しません。固定するなら「固定」シートに入力してください。",
                "It begins or ends within a planning period, which is not held. To hold it, enter a row in Pins.",
            );
            self.note_work(work, message);
        }
    }

    fn note_work(&mut self, work: &Engagement, message: Message) {
        let numbered = |row: &&crate::rows::career::EngagementRow| {
            row.id == work.id.as_str() || format!("勤務歴:{}", row.row) == work.id.as_str()
        };
        if let Some(row) = self.roster.engagements.iter().find(numbered) {
            let read = row.through.map_or_else(String::new, |last| last.to_string());
            self.note((Engagements, row.row, "through"), &read, message);
        }
    }

    /// What was published before; people who no longer take part are passed over with a note.
    pub fn previous(&mut self) -> Vec<PublishedPosting> {
        let mut previous = Vec::new();
        for row in &self.roster.previous {
            let at = |column| (Previous, row.row, column);
            let (Some(from), Some(through)) = (row.from, row.through) else { continue };
            let span = self.span(at("through"), Some(from), Some(through));
            let person = match self.names.people.find(&row.person) {
                Ok(id) => PersonId::try_from(id).ok(),
                Err(message) => {
                    self.note(at("person"), &row.person, message);
                    None
                }
            };
            let workplace: Option<WorkplaceId> =
                self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
            if let (Some(person), Some(span)) = (person, span)
                && (workplace.is_some() || row.workplace.is_empty())
            {
                previous.push(PublishedPosting { person, span, workplace, price: row.price });
            }
        }
        previous
    }
}

/// A main engagement that is agreed and has an end.
fn holds(work: &Engagement) -> bool {
    !work.side && work.status != EngagementStatus::Planned && work.period.until.is_some()
}

fn covers(work: &Engagement, period: &PlanPeriod) -> bool {
    let days = period.span.period();
    work.period.intersect(days) == Some(days)
}

fn held(pins: &[Pin], person: &Person, period: &PlanPeriod) -> bool {
    pins.iter().any(|pin| pin.person == person.career.person && pin.span.overlaps(period.span))
}

/// Where an agreed engagement holds its person; none if the plan has no such place to offer.
fn place(work: &Engagement, posts: &[Post], person: &Person, span: MonthSpan) -> Option<PinPlace> {
    if person.outside.as_ref().is_some_and(|wish| wish.workplace == work.workplace) {
        return Some(PinPlace::Outside);
    }
    let offered = posts.iter().any(|post| {
        post.workplace == work.workplace && post.department == work.department && post.span.covers(span)
    });
    offered.then(|| PinPlace::Workplace(work.workplace.clone()))
}

fn no_post() -> Message {
    Message::new(
        Code::UnknownReference,
        "計画期間まで続く勤務ですが、「ポスト」に同じ医療機関・診療科の枠がないため固定できません。",
        "This goes on into the plan, but Posts has no post of this facility and department, so it cannot be held.",
    )
}
