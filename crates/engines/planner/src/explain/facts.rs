//! What explanations name: people, places, what somebody does, and what forbids something.

use kernel::{
    Bilingual, CommitmentId, Date, DepartmentId, MonthSpan, PersonId, RuleId, WorkplaceId, YearMonth,
};
use problem::{ConflictElement, NeedPlace, Person, PinPlace, Step};
use serde::Serialize;

use crate::explain::{Class, Explainer};

/// Somebody, with the name as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Who {
    /// The id.
    pub id: PersonId,
    /// The name.
    pub name: String,
}

/// A workplace, with its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The id.
    pub id: WorkplaceId,
    /// The name.
    pub name: String,
}

/// What somebody does in a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    /// At a post, or at several with this as the main one.
    At {
        /// Where.
        place: Place,
        /// 診療科; none where any would do.
        department: Option<DepartmentId>,
    },
    /// At the wanted place outside the prefecture.
    Outside,
    /// On leave. Its kind is nobody's business here.
    Leave,
    /// Before the licence.
    NotYet,
    /// Nowhere.
    Unplaced,
    /// 義務終了.
    Released,
}

/// What forbids something: a rule or fact that could be otherwise, or one that stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A rule of a commitment.
    Rule {
        /// The commitment.
        commitment: CommitmentId,
        /// The rule.
        rule: RuleId,
        /// The rule in words.
        sentence: Bilingual,
        /// What it asks for, in two or three words.
        words: Bilingual,
    },
    /// A firm pin of the person's own.
    Pin {
        /// Its position in the problem's list.
        number: usize,
        /// When.
        span: MonthSpan,
        /// Where.
        at: Doing,
    },
    /// A place that the person cannot be sent to.
    Exclusion {
        /// Its position in the person's list.
        number: usize,
        /// The place.
        place: Place,
    },
    /// A leave.
    Leave {
        /// Its position in the person's list.
        number: usize,
        /// First day.
        from: Date,
        /// Last day, if known.
        last: Option<Date>,
    },
    /// No room beside those who are held there.
    Full {
        /// Where.
        place: Place,
    },
    /// A firm pin of somebody else, who takes the room.
    Colleague {
        /// Its position in the problem's list.
        number: usize,
        /// Whose.
        person: Who,
    },
    /// Places or instructors that are too few for all who would take them.
    TooFew {
        /// Where.
        place: Place,
        /// When.
        span: MonthSpan,
        /// Instructors; otherwise places.
        instructors: bool,
        /// So many would be enough.
        enough: u32,
    },
    /// A rule or fact of somebody else.
    Others {
        /// Whose.
        person: Who,
    },
    /// The person is not in service yet.
    NotYet {
        /// From when; none: not within sight.
        from: Option<Date>,
    },
    /// However the person serves, every obligation is served before.
    Released,
    /// The workplace offers no post then that the person could take.
    NoPost,
    /// The person has not asked for time outside the prefecture then.
    NotWished,
    /// Nothing is known to forbid it, but there are too many careers to try them all.
    TooManyCareers,
}

impl Reason {
    /// Who may read it.
    pub fn class(&self) -> Class {
        match self {
            Self::Rule { .. } => Class::Rule,
            Self::Pin { .. } | Self::Exclusion { .. } | Self::Leave { .. } => Class::Own,
            Self::NotYet { .. } | Self::Released | Self::NotWished | Self::TooManyCareers => Class::Own,
            Self::Colleague { .. } | Self::Others { .. } => Class::Colleague,
            Self::Full { .. } | Self::TooFew { .. } | Self::NoPost => Class::Place,
        }
    }
}

impl Explainer<'_> {
    pub(super) fn who(&self, person: usize) -> Who {
        let of = &self.ground().problem.people[person];
        Who { id: of.career.person.clone(), name: of.name.clone() }
    }

    pub(super) fn place(&self, id: &WorkplaceId) -> Place {
        let known = self.ground().problem.tables.workplaces.get(id);
        Place { id: id.clone(), name: known.map_or_else(|| id.to_string(), |place| place.name.clone()) }
    }

    pub(super) fn doing(&self, person: usize, period: usize, step: &Step) -> Doing {
        let problem = self.ground().problem;
        let parts = problem.parts(&problem.people[person], step, self.span(period));
        match (step, parts.first()) {
            (Step::Outside, _) => Doing::Outside,
            (_, Some(main)) => {
                Doing::At { place: self.place(main.workplace), department: Some(main.department.clone()) }
            }
            (Step::Leave, None) => Doing::Leave,
            (Step::NotYet, None) => Doing::NotYet,
            (Step::Released, None) => Doing::Released,
            (Step::Unplaced(_) | Step::Post(_) | Step::Pattern(_), None) => Doing::Unplaced,
        }
    }

    /// Whether a step is where a pin would hold the person.
    pub(super) fn is_at(&self, person: usize, period: usize, step: &Step, at: &PinPlace) -> bool {
        let problem = self.ground().problem;
        let parts = problem.parts(&problem.people[person], step, self.span(period));
        let Some(main) = parts.first() else { return false };
        match at {
            PinPlace::Outside => *step == Step::Outside,
            PinPlace::Post(post) => main.post == Some(post),
            PinPlace::Workplace(workplace) => {
                let zone = problem.tables.workplaces.get(main.workplace);
                main.workplace == workplace || zone.is_some_and(|zone| zone.stands_for.contains(workplace))
            }
        }
    }

    /// Where a need is, by name.
    pub(super) fn needed_at(&self, at: &NeedPlace) -> Bilingual {
        match at {
            NeedPlace::Workplace(workplace) => both(self.place(workplace).name),
            NeedPlace::Area(area) => {
                let known = self.ground().problem.tables.areas.get(area);
                known.map_or_else(|| both(area.to_string()), |area| area.name.clone())
            }
        }
    }

    /// What a pin has somebody do.
    pub(super) fn pinned_at(&self, at: &PinPlace) -> Doing {
        let at_place = |id: &WorkplaceId, department| Doing::At { place: self.place(id), department };
        match at {
            PinPlace::Outside => Doing::Outside,
            PinPlace::Workplace(workplace) => at_place(workplace, None),
            PinPlace::Post(id) => match self.ground().problem.posts.iter().find(|post| post.id == *id) {
                Some(post) => at_place(&post.workplace, Some(post.department.clone())),
                None => Doing::Unplaced,
            },
        }
    }

    /// An element of a person's conflict, by name.
    pub(super) fn reason(&self, person: usize, element: ConflictElement) -> Option<Reason> {
        let problem = self.ground().problem;
        let of = &problem.people[person];
        if let Some(other) = element.person(problem).filter(|other| **other != of.career.person) {
            let number = problem.people.iter().position(|known| known.career.person == *other)?;
            let person = self.who(number);
            return Some(match element {
                ConflictElement::Pin(number) => Reason::Colleague { number, person },
                _ => Reason::Others { person },
            });
        }
        Some(match element {
            ConflictElement::Rule { commitment, rule, sentence, .. } => {
                let words = self.few_words(of, &commitment, &rule);
                Reason::Rule { commitment, rule, sentence, words }
            }
            ConflictElement::Pin(number) => {
                let pin = problem.pins.get(number)?;
                Reason::Pin { number, span: pin.span, at: self.pinned_at(&pin.at) }
            }
            ConflictElement::Exclusion { number, .. } => {
                Reason::Exclusion { number, place: self.place(&of.excluded.get(number)?.workplace) }
            }
            ConflictElement::Leave { number, .. } => {
                let period = of.career.leaves.get(number)?.period;
                Reason::Leave { number, from: period.from, last: period.last_day() }
            }
            ConflictElement::Post { post, period, enough } => {
                let post = problem.posts.iter().find(|of| of.id == post)?;
                self.too_few(&post.workplace, period, false, enough)?
            }
            ConflictElement::Workplace { workplace, period, enough } => {
                self.too_few(&workplace, period, false, enough)?
            }
            ConflictElement::Instructors { workplace, period, enough, .. } => {
                self.too_few(&workplace, period, true, enough)?
            }
            ConflictElement::TooManyCareers => Reason::TooManyCareers,
        })
    }

    /// What a rule asks for, in two or three words.
    fn few_words(&self, of: &Person, commitment: &CommitmentId, rule: &RuleId) -> Bilingual {
        let bound = of.career.commitments.iter().find(|known| known.id == *commitment);
        let edition = bound.and_then(|bound| self.ground().editions.get(&bound.edition));
        let rule = edition.and_then(|edition| edition.rules.iter().find(|known| known.id == *rule));
        rule.map_or_else(Bilingual::default, |rule| rule.requirement.in_few_words())
    }

    fn too_few(&self, at: &WorkplaceId, month: YearMonth, instructors: bool, enough: u32) -> Option<Reason> {
        let mut spans = self.ground().problem.horizon.iter().map(|period| period.span);
        let span = spans.find(|span| span.from == month)?;
        Some(Reason::TooFew { place: self.place(at), span, instructors, enough })
    }
}

fn both(name: String) -> Bilingual {
    Bilingual::new(name.clone(), name)
}
