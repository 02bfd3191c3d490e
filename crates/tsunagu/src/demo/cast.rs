//! The people with a story: what makes the office look like a real prefecture's year.
//!
//! Each is chosen by rule, not by name (the first who fits), so that the stories stay true when the tables change.

use kernel::{CommitmentId, Date, Months, Period, Yen};
use problem::{
    Couple, Exclusion, OutsideWish, Person, Pin, PinPlace, Problem, WantedWindow, Wish, WishPlace,
};
use rules::{Activity, Commitment, Consent, Instrument, Known, Leave, Loan, Notice, Parameters, Waiver};

use crate::demo::{
    careers::Life,
    cohorts::Member,
    date, id,
    places::{FORMERLY_SHORT, Places},
    posts::{INITIAL, fiscal_years, post_id},
    random::Random,
    rotation::{NAMED, draw},
};

/// Adds the stories to the office.
pub fn cast(places: &Places, problem: &mut Problem) {
    town_loans(problem);
    breaches(problem);
    leaves_ahead(problem);
    couples(problem);
    colliding_wishes(problem);
    exclusions(problem);
    windows(problem);
    outside(problem);
    going_on(places, problem);
    second_year(problem);
    asked_for(places, problem);
    notices(problem);
    waiver(problem);
    impossible(places, problem);
}

fn specialty(person: &Person) -> &str {
    person.paths[0].specialty.as_str()
}

fn is_specialist(person: &Person) -> bool {
    person.career.milestones.iter().any(|row| row.milestone.as_str() == "board-certificate")
}

fn is_trainee(person: &Person) -> bool {
    !person.career.enrolments.is_empty() && !is_specialist(person)
}

/// Where the person works on the as-of date.
fn place_now(person: &Person) -> Option<&str> {
    person.career.engagements.last().map(|row| row.workplace.as_str())
}

fn is_female(person: &Person) -> bool {
    person.reported.get("性別").is_some_and(|sex| sex == "女")
}

/// People of whom a story may be told: bound for at least the next two years, and without one yet.
fn free_for_a_story(person: &Person) -> bool {
    person.career.entered.is_some_and(|year| (2014..=2019).contains(&year.year()))
        && person.career.leaves.is_empty()
        && person.excluded.is_empty()
        && person.windows.is_empty()
        && person.outside.is_none()
}

fn add_leave(person: &mut Person, kind: &str, from: Date, until: Date) {
    person.career.leaves.push(Leave {
        kind: id(kind),
        period: Period { from, until: Some(until) },
        known: Known::default(),
    });
}

/// Leaves that are known already: childcare, illness, graduate school, study abroad.
fn leaves_ahead(problem: &mut Problem) {
    let people = || problem.people.iter().enumerate().filter(|(_, person)| free_for_a_story(person));
    let mothers: Vec<usize> = people()
        .filter(|(_, person)| is_female(person) && is_specialist(person))
        .map(|(at, _)| at)
        .take(4)
        .collect();
    let specialists: Vec<usize> = people()
        .filter(|(_, person)| {
            !is_female(person)
                && is_specialist(person)
                && person.career.entered.is_some_and(|year| year.year() >= 2014)
        })
        .map(|(at, _)| at)
        .take(4)
        .collect();
    for (at, until) in
        mothers.into_iter().zip([date(2027, 10, 1), date(2027, 10, 1), date(2028, 4, 1), date(2028, 4, 1)])
    {
        let born = until.plus_months(-12);
        add_leave(&mut problem.people[at], "maternity", born.plus_months(1), born.plus_months(4));
        add_leave(&mut problem.people[at], "childcare", born.plus_months(4), until);
    }
    for (at, story) in specialists.into_iter().zip(0..) {
        let person = &mut problem.people[at];
        match story {
            0 => add_leave(person, "graduate-school", date(2027, 4, 1), date(2029, 4, 1)),
            1 => add_leave(person, "study-abroad", date(2028, 4, 1), date(2029, 4, 1)),
            2 => add_leave(person, "illness", date(2026, 9, 15), date(2027, 10, 1)),
            _ => add_leave(person, "childcare", date(2027, 4, 1), date(2027, 10, 1)),
        }
    }
}

/// Households of two who are both bound.
fn couples(problem: &mut Problem) {
    let women = free(problem, |person| is_female(person) && person.career.engagements.len() >= 3);
    let men = free(problem, |person| !is_female(person) && person.career.engagements.len() >= 3);
    let pairs = women.into_iter().rev().zip(men.into_iter().rev()).take(6);
    for (one, other) in pairs.collect::<Vec<_>>() {
        let person = |at: usize| problem.people[at].career.person.clone();
        problem.couples.push(Couple { people: (person(one), person(other)) });
    }
}

fn free(problem: &Problem, fits: impl Fn(&Person) -> bool) -> Vec<usize> {
    let people = problem.people.iter().enumerate();
    people.filter(|(_, person)| free_for_a_story(person) && fits(person)).map(|(at, _)| at).collect()
}

/// Everybody in paediatrics wants the same two posts in Takasaki first; nobody but one in ten wants the mountains.
fn colliding_wishes(problem: &mut Problem) {
    let first = WishPlace::Workplace(id("takasaki-general"));
    let in_paediatrics = problem.people.iter_mut().filter(|person| {
        specialty(person) == "小児科" && person.paths.len() == 1 && person.career.engagements.len() >= 2
    });
    for person in in_paediatrics {
        person.wishes.retain(|wish| wish.place != first);
        for wish in &mut person.wishes {
            wish.rank += 1;
        }
        person.wishes.insert(0, Wish { place: first.clone(), rank: 1, span: None, price: None });
        for (wish, rank) in person.wishes.iter_mut().zip(1..) {
            wish.rank = rank;
        }
    }
}

/// 除外: a family's own hospital, treatment that is only near, an open dispute.
fn exclusions(problem: &mut Problem) {
    let whys = [
        ("fujioka-general", "親族が幹部職員"),
        ("ota-memorial", "通院治療のため遠方不可"),
        ("kiryu-kosei", "過去の労務問題（両者合意）"),
        ("tone-chuo", "通院治療のため遠方不可"),
        ("tomioka-general", "親族が幹部職員"),
        ("nishiagatsuma", "通院治療のため遠方不可"),
    ];
    let people = free(problem, is_specialist);
    for (at, (place, why)) in people.into_iter().rev().step_by(3).zip(whys) {
        problem.people[at].excluded.push(Exclusion { workplace: id(place), why: why.to_owned() });
    }
}

/// 医師少数区域 now rather than later, or later rather than now.
fn windows(problem: &mut Problem) {
    let people = free(problem, |person| person.career.engagements.len() >= 3);
    for (number, at) in people.into_iter().step_by(7).take(10).enumerate() {
        let span = if number % 2 == 0 { fiscal_years(2027, 2028) } else { fiscal_years(2029, 2032) };
        problem.people[at].windows.push(WantedWindow { class: id("shortage-area"), span });
    }
}

/// 県外研修: a year at a hospital outside the prefecture.
fn outside(problem: &mut Problem) {
    let people = free(problem, |person| {
        is_specialist(person) && person.career.entered.is_some_and(|year| year.year() >= 2015)
    });
    for at in people.into_iter().take(4) {
        let department = id(specialty(&problem.people[at]));
        problem.people[at].outside = Some(OutsideWish {
            workplace: id("outside-cancer"),
            department,
            activity: Activity::Clinical,
            months: Months(12),
            span: Some(fiscal_years(2028, 2029)),
        });
    }
}

/// What went wrong in the past and cannot be mended: initial training elsewhere, a stay cut short. And a certificate
/// that nobody recorded, which can.
fn breaches(problem: &mut Problem) {
    let elsewhere: Vec<usize> = free(problem, is_specialist).into_iter().skip(1).step_by(5).take(2).collect();
    for at in &elsewhere {
        problem.people[*at].career.engagements[0].workplace = id("haramachi-redcross");
    }
    let movable = |person: &Person| is_specialist(person) && moved_twice(person);
    let short: Vec<usize> =
        free(problem, movable).into_iter().filter(|at| !elsewhere.contains(at)).step_by(4).take(2).collect();
    for at in short {
        cut_short(&mut problem.people[at]);
    }
    let without = problem
        .people
        .iter()
        .position(|person| person.career.entered.is_some_and(|year| year.year() == 2010));
    if let Some(at) = without {
        let career = &mut problem.people[at].career;
        career.milestones.retain(|row| row.milestone.as_str() != "board-certificate");
    }
}

/// Whether the third posting lies between two others at other places.
fn moved_twice(person: &Person) -> bool {
    let engagements = &person.career.engagements;
    engagements.len() >= 4 && (1..3).all(|at| engagements[at].workplace != engagements[at + 1].workplace)
}

/// The third posting ends after four months, which is too short a stay.
fn cut_short(person: &mut Person) {
    let engagements = &mut person.career.engagements;
    let left = engagements[2].period.from.plus_months(4);
    engagements[2].period.until = Some(left);
    engagements[3].period.from = left;
}

/// 内定: those who stay where they are until the autumn of 2027.
fn going_on(places: &Places, problem: &mut Problem) {
    let can_stay = |person: &Person| {
        is_specialist(person)
            && place_now(person).is_some_and(|place| places.department(place, specialty(person)).is_some())
    };
    let mut span = fiscal_years(2027, 2027);
    span.until = span.from.plus(6);
    for at in free(problem, can_stay).into_iter().step_by(2).take(8) {
        let person = &problem.people[at];
        let Some(place) = place_now(person) else { continue };
        problem.pins.push(Pin {
            person: person.career.person.clone(),
            span,
            at: PinPlace::Post(id(&post_id(place, specialty(person)))),
            soft_price: None,
            why: "院内の引継ぎのため上期は継続（病院・本人とも合意）".to_owned(),
        });
    }
}

/// 臨床研修: whoever is in the first year of it stays for the second at the hospital of the match.
fn second_year(problem: &mut Problem) {
    let year = fiscal_years(2027, 2027);
    let last_april = year.from.plus(-12).first_day();
    let begun = problem.people.iter().filter_map(|person| {
        let now = person.career.engagements.last()?;
        let first = now.activity == Activity::InitialTraining && now.period.from == last_april;
        first.then_some((person, now))
    });
    let pins: Vec<Pin> = begun
        .map(|(person, now)| Pin {
            person: person.career.person.clone(),
            span: year,
            at: PinPlace::Post(id(&post_id(now.workplace.as_str(), INITIAL))),
            soft_price: None,
            why: "臨床研修2年目（マッチングで決まった病院で続ける）".to_owned(),
        })
        .collect();
    problem.pins.extend(pins);
}

/// 医局の希望: soft pins of university departments.
fn asked_for(places: &Places, problem: &mut Problem) {
    let people = free(problem, is_trainee);
    let asked: Vec<Pin> = people
        .into_iter()
        .step_by(4)
        .take(6)
        .map(|at| &problem.people[at])
        .filter(|person| places.department("gunma-univ", specialty(person)).is_some())
        .map(|person| Pin {
            person: person.career.person.clone(),
            span: fiscal_years(2028, 2028),
            at: PinPlace::Workplace(id("gunma-univ")),
            soft_price: Some(400),
            why: "医局の希望".to_owned(),
        })
        .collect();
    problem.pins.extend(asked);
}

/// 町の修学資金: a second lender, for some who have worked or may work where the town designates.
fn town_loans(problem: &mut Problem) {
    let there = |person: &Person| {
        person.career.engagements.iter().any(|row| matches!(row.workplace.as_str(), "tone-chuo" | "oku-tone"))
    };
    for at in free(problem, there).into_iter().take(6) {
        let career = &mut problem.people[at].career;
        let Some(entered) = career.entered else { continue };
        let from = date(entered.year() + 4, 4, 1);
        let commitment: CommitmentId = id(&format!("{}-town", career.person));
        career.commitments.push(Commitment {
            id: commitment.clone(),
            instrument: Instrument::LoanContract,
            edition: id("minakami-demo"),
            course: None,
            party: id("みなかみ町"),
            from,
            ended: None,
            consent: Some(Consent {
                on: from, text: "みなかみ町医師修学資金貸与契約（架空）".to_owned()
            }),
            known: Known::default(),
        });
        career.loans.push(Loan {
            commitment,
            period: Period { from, until: Some(date(entered.year() + 6, 4, 1)) },
            monthly: Yen(50_000),
            known: Known::default(),
        });
    }
}

/// 内示: most changes are announced in December, some too late.
fn notices(problem: &mut Problem) {
    let effective = date(2026, 4, 1);
    let moved = problem
        .people
        .iter_mut()
        .filter(|person| person.career.engagements.last().is_some_and(|row| row.period.from == effective));
    for (number, person) in moved.enumerate().take(40) {
        let given = if number % 9 == 4 { date(2026, 2, 16) } else { date(2025, 12, 19) };
        person.career.notices.push(Notice { given, effective, known: Known::default() });
    }
}

/// 個別特例: two blocks instead of three, for one who cares for a parent.
fn waiver(problem: &mut Problem) {
    let Some(at) = free(problem, is_specialist).into_iter().nth(9) else { return };
    let career = &mut problem.people[at].career;
    let Some(commitment) = career.commitments.first().map(|row| row.id.clone()) else { return };
    career.waivers.push(Waiver {
        commitment,
        rule: id("three-of-four-blocks"),
        replaces: Parameters([("blocks".to_owned(), 2.into())].into_iter().collect()),
        ground: "親の介護のため転居できない".to_owned(),
        decided_by: "群馬県地域医療支援センター運営委員会（架空）".to_owned(),
        decided_on: date(2025, 10, 20),
        period: Period::since(date(2025, 11, 1)),
        known: Known::default(),
    });
}

/// The one person whose rules cannot all be met: the last two years of the obligation must both be spent in a shortage
/// area, and a firm pin holds one of them elsewhere.
fn impossible(places: &Places, problem: &mut Problem) {
    let last_two_years = |person: &Person| {
        person.career.entered.is_some_and(|year| year.year() == 2013)
            && person.career.leaves.is_empty()
            && person.paths.len() == 1
            && !NAMED.contains(&specialty(person))
            && places.department("takasaki-general", specialty(person)).is_some()
    };
    let Some(at) = problem.people.iter().position(last_two_years) else { return };
    let person = &mut problem.people[at];
    leave_shortage_for_last(places, person);
    problem.pins.retain(|pin| pin.person != person.career.person);
    let post = PinPlace::Post(id(&post_id("takasaki-general", specialty(person))));
    problem.pins.push(Pin {
        person: person.career.person.clone(),
        span: fiscal_years(2027, 2027),
        at: post,
        soft_price: None,
        why: "診療科の体制維持のため（医局決定）".to_owned(),
    });
}

/// Gives the person a past in which two years in shortage areas are missing, and two years are left.
fn leave_shortage_for_last(places: &Places, person: &mut Person) {
    let Some(entered) = person.career.entered else { return };
    let member = Member { id: person.career.person.to_string(), entered: entered.year(), place: 0 };
    let mut chance = Random::of("impossible");
    let rotation = loop {
        let rotation = draw(places, specialty(person), &mut chance);
        let shortage: Vec<bool> =
            rotation.years.iter().map(|year| is_short(places, &year.facility)).collect();
        let before = shortage[..8].iter().filter(|short| **short).count();
        if before == 2 && !shortage[7] && shortage[8] && shortage[9] {
            break rotation;
        }
    };
    let life = Life {
        member: &member,
        first_year: member.entered + 6,
        rotation,
        mother: false,
        consented: true,
        stretches: Vec::new(),
    };
    person.career = life.career();
}

/// Whether a facility is, or once was, in a shortage area.
fn is_short(places: &Places, facility: &str) -> bool {
    let is = places.facility(facility).is_some_and(|row| places.classes_of(row).contains(&"shortage-area"));
    is || FORMERLY_SHORT.contains(&facility)
}
