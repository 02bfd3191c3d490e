//! The past of each person: a rotation laid on the calendar, with the leaves that stretch it, cut at the as-of date.

use kernel::{Date, FiscalYear, Period, Yen};
use rules::{
    Activity, Career, Commitment, Consent, Engagement, EngagementStatus, Enrolment, Instrument, Known, Leave,
    Loan, Milestone,
};

use crate::demo::{
    AS_OF,
    cohorts::Member,
    date, day, id,
    posts::INITIAL,
    rotation::{Rotation, Year},
};

/// Something that stretches a career.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// 産休・育休: a year within a posting that is a year longer for it.
    Childcare,
    /// 病気休職 of a year within a posting that is a year longer for it.
    Illness,
    /// 大学院 for two years.
    GraduateSchool,
    /// 留学 for a year.
    Abroad,
}

/// A fiscal year of a life.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    year: Option<Year>,
    leave: Option<Stretch>,
}

/// Everything that decides a person's past.
#[derive(Clone, Debug)]
pub struct Life<'a> {
    /// Who.
    pub member: &'a Member,
    /// The fiscal year that begins after graduation.
    pub first_year: i32,
    /// Ten years as drawn.
    pub rotation: Rotation,
    /// Whether leave for a birth begins with maternity leave.
    pub mother: bool,
    /// Whether a member of the first cohorts consented to the later edition.
    pub consented: bool,
    /// Before which year of the rotation what happened.
    pub stretches: Vec<(usize, Stretch)>,
}

impl Life<'_> {
    fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (position, year) in self.rotation.years.iter().enumerate() {
            for (_, stretch) in self.stretches.iter().filter(|(before, _)| *before == position) {
                let away = |leave| Slot { year: None, leave };
                match stretch {
                    Stretch::Childcare | Stretch::Illness => {
                        slots.push(Slot { year: Some(year.clone()), leave: Some(*stretch) });
                    }
                    Stretch::GraduateSchool => slots.extend([away(Some(*stretch)), away(None)]),
                    Stretch::Abroad => slots.push(away(Some(*stretch))),
                }
            }
            slots.push(Slot { year: Some(year.clone()), leave: None });
        }
        slots
    }

    /// The career as it is known on the as-of date.
    pub fn career(&self) -> Career {
        let mut career = Career::new(id(&self.member.id));
        career.entered = Some(FiscalYear::new(self.member.entered));
        career.graduated = Some(date(self.first_year, 3, 25));
        career.licensed = Some(date(self.first_year, 4, 1));
        self.bind(&mut career);
        self.work(&mut career);
        career
    }

    fn bind(&self, career: &mut Career) {
        let from = date(self.member.entered, 4, 1);
        let loan = format!("{}-loan", self.member.id);
        let edition = self.edition();
        career.commitments.push(Commitment {
            id: id(&loan),
            instrument: Instrument::LoanContract,
            edition: id(edition),
            course: None,
            party: id("群馬県"),
            from,
            ended: None,
            consent: Some(Consent {
                on: from, text: "緊急医師確保修学資金貸与契約（架空）".to_owned()
            }),
            known: Known::default(),
        });
        let low = edition == PRESENT && !self.member.place.is_multiple_of(3);
        career.loans.push(Loan {
            commitment: id(&loan),
            period: Period { from, until: Some(date(self.member.entered + 6, 4, 1)) },
            monthly: Yen(if low { 100_000 } else { 150_000 }),
            known: Known::default(),
        });
    }

    /// The edition that binds. The edition of 2013 says nothing of leaves, so those who took one have consented to the
    /// later one.
    fn edition(&self) -> &'static str {
        match self.member.entered {
            ..=LAST_OF_2013 if self.stretches.is_empty() && !self.consented => "gunma-2013",
            FIRST_OF_PRESENT.. => PRESENT,
            _ => "gunma-demo",
        }
    }

    fn work(&self, career: &mut Career) {
        let as_of = day(AS_OF);
        let this_year = as_of.fiscal_year().year();
        let slots = self.slots();
        for (fiscal_year, slot) in (self.first_year..=this_year).zip(&slots) {
            if let Some(year) = &slot.year {
                work_of_year(career, fiscal_year, year);
            }
            if let Some(stretch) = slot.leave {
                career.leaves.extend(self.leaves(stretch, fiscal_year));
            }
        }
        self.achieve(career, &slots, as_of);
    }

    /// Certificates and enrolment, which follow from the years done.
    fn achieve(&self, career: &mut Career, slots: &[Slot], as_of: Date) {
        let last_of = |wanted: &dyn Fn(&Year) -> bool| {
            let last = slots.iter().rposition(|slot| slot.year.as_ref().is_some_and(wanted));
            last.map(|slot| date(self.first_year + slot as i32 + 1, 4, 1))
        };
        let first_training =
            slots.iter().position(|slot| slot.year.as_ref().is_some_and(|year| year.training));
        let milestone = |name: &str, on: Date| Milestone { milestone: id(name), on, known: Known::default() };
        if let Some(end) = last_of(&|year| year.departments[0].0 == INITIAL).filter(|end| *end <= as_of) {
            career.milestones.push(milestone("initial-training", end.previous()));
        }
        let Some(start) = first_training.map(|slot| date(self.first_year + slot as i32, 4, 1)) else {
            return;
        };
        let Some(end) = last_of(&|year| year.training).filter(|_| start <= as_of) else { return };
        let until = (end <= as_of).then_some(end);
        career.enrolments.push(Enrolment {
            programme: id(self.rotation.programme),
            period: Period { from: start, until },
            known: Known::default(),
        });
        let certified = end.plus_months(6);
        if certified <= as_of {
            career.milestones.push(milestone("board-certificate", certified));
        }
    }

    fn leaves(&self, stretch: Stretch, year: i32) -> Vec<Leave> {
        let leave = |kind: &str, from: Date, until: Date| Leave {
            kind: id(kind),
            period: Period { from, until: Some(until) },
            known: Known::default(),
        };
        match stretch {
            Stretch::Childcare if self.mother => vec![
                leave("maternity", date(year, 6, 25), date(year, 10, 1)),
                leave("childcare", date(year, 10, 1), date(year + 1, 10, 1)),
            ],
            Stretch::Childcare => vec![leave("childcare", date(year, 6, 1), date(year + 1, 6, 1))],
            Stretch::Illness => vec![leave("illness", date(year, 9, 1), date(year + 1, 9, 1))],
            Stretch::GraduateSchool => vec![leave("graduate-school", date(year, 4, 1), date(year + 2, 4, 1))],
            Stretch::Abroad => vec![leave("study-abroad", date(year, 4, 1), date(year + 1, 4, 1))],
        }
    }
}

/// The last cohort of which some are still bound by the edition of 2013.
const LAST_OF_2013: i32 = 2013;
/// The first cohort under the present edition.
const FIRST_OF_PRESENT: i32 = 2024;
/// The present edition.
const PRESENT: &str = "gunma-now";

fn work_of_year(career: &mut Career, fiscal_year: i32, year: &Year) {
    let mut from = date(fiscal_year, 4, 1);
    for (department, months) in &year.departments {
        let until = from.plus_months(*months);
        record(career, year, department, Period { from, until: Some(until) });
        from = until;
    }
}

/// Adds a posting, or lengthens the one before where it goes on.
fn record(career: &mut Career, year: &Year, department: &str, period: Period) {
    let status = if period.until.is_some_and(|until| until <= day(AS_OF)) {
        EngagementStatus::Verified
    } else {
        EngagementStatus::Served
    };
    if let Some(last) = career.engagements.last_mut() {
        let same = last.workplace.as_str() == year.facility && last.department.as_str() == department;
        if same && last.period.until == Some(period.from) {
            last.period.until = period.until;
            last.status = status;
            return;
        }
    }
    let number = career.engagements.len() + 1;
    career.engagements.push(Engagement {
        id: id(&format!("{}-e{number:02}", career.person)),
        workplace: id(&year.facility),
        employer: None,
        department: id(department),
        activity: if department == INITIAL { Activity::InitialTraining } else { Activity::Clinical },
        period,
        share: kernel::Share::FULL,
        side: false,
        status,
        known: Known::default(),
    });
}
