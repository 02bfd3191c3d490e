//! People: what they did before as facts, what is settled as pins, what they wish as wishes.

use kernel::{Months, Period, PersonId};
use problem::{OutsideWish, Path, Pin, PinPlace, PublishedPosting, WantedWindow, Wish, WishPlace};
use rules::{
    Activity, Career, Commitment, Engagement, EngagementStatus, Enrolment, Instrument, Known, Leave,
    Milestone, training::INITIAL_TRAINING,
};

use super::{
    Calendar,
    certificates::{AWAY, commitment, edition, programme},
    format::{Instance, Person, Seat},
    id,
    places::{Credit, Kind, department, hospital, outside},
};

pub(super) fn id_of(number: usize) -> PersonId {
    id(format!("p{number}"))
}

pub(super) fn people(instance: &Instance) -> Vec<problem::Person> {
    instance.physicians.iter().map(|person| translate(instance.calendar(), person)).collect()
}

fn translate(calendar: Calendar, of: &Person) -> problem::Person {
    let wish = |(number, price): (&usize, &i64)| Wish {
        place: WishPlace::Workplace(hospital(*number)),
        rank: 1,
        span: None,
        price: Some(*price),
    };
    let window = postgraduate_years(calendar, of, of.desig_pgy);
    problem::Person {
        name: format!("医師{}", of.id),
        career: career(calendar, of),
        paths: vec![Path { specialty: department(of.spec, of.pref), programme: None, price: 0 }],
        wishes: of.prefer.iter().map(wish).collect(),
        unlisted: Some(of.pref_default),
        excluded: Vec::new(),
        windows: vec![WantedWindow { class: Kind::Designated.class(), span: window }],
        outside: years_outside(calendar, of),
        part_time: Vec::new(),
        instructs: Vec::new(),
        reported: Default::default(),
    }
}

/// Postgraduate years, both ends included, as months; where there are none, a year before the horizon.
fn postgraduate_years(calendar: Calendar, of: &Person, (first, last): (i32, i32)) -> kernel::MonthSpan {
    if last < first { calendar.year(-1) } else { calendar.years(of.year_of(first), of.year_of(last)) }
}

fn years_outside(calendar: Calendar, of: &Person) -> Option<OutsideWish> {
    let left = of.out_max.saturating_sub(of.init.out);
    (left > 0).then(|| OutsideWish {
        workplace: outside(),
        department: department(of.spec, of.pref),
        activity: Activity::Clinical,
        months: Months(12 * i32::from(left)),
        span: Some(postgraduate_years(calendar, of, of.out_pgy)),
    })
}

fn career(calendar: Calendar, of: &Person) -> Career {
    let known = Known::default();
    let past = calendar.past();
    Career {
        graduated: Some(calendar.april(of.year_of(1))),
        commitments: vec![Commitment {
            id: commitment(),
            instrument: Instrument::LoanContract,
            edition: edition(of),
            course: None,
            party: id(format!("prefecture-{}", of.pref)),
            from: past,
            ended: None,
            consent: None,
            known,
        }],
        engagements: before(calendar, of),
        leaves: leaves(calendar, of),
        enrolments: vec![Enrolment { programme: programme(of), period: Period::since(past), known }],
        milestones: vec![Milestone { milestone: id(INITIAL_TRAINING.to_owned()), on: past, known }],
        ..Career::new(id_of(of.id))
    }
}

/// The counts of what was done, each at a place of its own, and the stay under way.
fn before(calendar: Calendar, of: &Person) -> Vec<Engagement> {
    let init = &of.init;
    let counts =
        [(Credit::Service, init.inpref), (Credit::Training, init.prog), (Credit::Designated, init.desig)];
    let counts = counts.into_iter().chain(init.groups().map(|group| (Credit::Group(group), 1)));
    let work = |name: String, workplace, from, until| Engagement {
        id: id(name),
        workplace,
        employer: None,
        department: department(of.spec, of.pref),
        activity: Activity::Clinical,
        period: Period { from: calendar.april(from), until: Some(calendar.april(until)) },
        share: kernel::Share::FULL,
        side: false,
        status: EngagementStatus::Served,
        known: Known::default(),
    };
    let first = -super::PAST;
    let credits = counts.filter(|(_, years)| *years > 0).map(|(credit, years)| {
        let workplace = credit.workplace();
        work(workplace.to_string(), workplace, first, first + i32::from(years))
    });
    // The last year was somewhere: who comes from outside moves when coming back.
    let here = match init.hosp {
        Seat::Hospital(number) => work("here".to_owned(), hospital(number), -i32::from(init.stay), 0),
        Seat::Outside => work("here".to_owned(), outside(), -1, 0),
    };
    credits.chain([here]).collect()
}

/// Years away; and the time until a later start, in which a stay goes on.
fn leaves(calendar: Calendar, of: &Person) -> Vec<Leave> {
    let away = |from: i32, until: i32| Leave {
        kind: id(AWAY.to_owned()),
        period: Period { from: calendar.april(from), until: Some(calendar.april(until)) },
        known: Known::default(),
    };
    let later = (of.start > 0).then(|| away(0, of.start));
    let within = of.leaves.range(of.start..calendar.years).map(|year| away(*year, year + 1));
    later.into_iter().chain(within).collect()
}

pub(super) fn pins(instance: &Instance) -> Vec<Pin> {
    let people = instance.physicians.iter();
    people
        .flat_map(|person| {
            person.fixed.iter().map(|(year, seat)| Pin {
                person: id_of(person.id),
                span: instance.calendar().year(*year),
                at: match seat {
                    Seat::Hospital(number) => PinPlace::Workplace(hospital(*number)),
                    Seat::Outside => PinPlace::Outside,
                },
                soft_price: None,
                why: "fixed".to_owned(),
            })
        })
        .collect()
}

/// What the plan before said, where changes from it have a price.
pub(super) fn published(instance: &Instance) -> Vec<PublishedPosting> {
    let people = instance.physicians.iter().filter(|_| instance.weights.change > 0);
    people
        .flat_map(|person| {
            person.previous.iter().map(|(year, seat)| PublishedPosting {
                person: id_of(person.id),
                span: instance.calendar().year(*year),
                workplace: match seat {
                    Seat::Hospital(number) => Some(hospital(*number)),
                    Seat::Outside => None,
                },
                price: None,
            })
        })
        .collect()
}
