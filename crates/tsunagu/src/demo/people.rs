//! The people: each drawn from the person's own chance, so that one change touches nobody else.

use kernel::{MonthSpan, Period, Share};
use problem::{Instructs, PartTimePeriod, Path, Person, Wish, WishPlace};

use crate::demo::{
    careers::{Life, Stretch},
    cohorts::{Member, members},
    date, id,
    names::Names,
    places::Places,
    posts::fiscal_years,
    programmes::of_specialty,
    random::Random,
    rotation::{Rotation, draw},
};

/// Specialties with how many in a hundred choose them; made up.
const SPECIALTIES: &[(&str, usize)] = &[
    ("内科", 23),
    ("総合診療", 11),
    ("外科", 11),
    ("小児科", 9),
    ("整形外科", 9),
    ("救急科", 7),
    ("産婦人科", 6),
    ("麻酔科", 6),
    ("泌尿器科", 5),
    ("放射線科", 5),
    ("脳神経外科", 5),
    ("精神科", 3),
];

/// Where most people would like to work.
const POPULAR: &[&str] =
    &["takasaki-general", "maebashi-redcross", "gunma-univ", "takasaki-general", "isesaki-city"];

/// The first fiscal year that is planned.
const FIRST_PLANNED: i32 = 2027;

/// Everybody in the roster.
pub fn people(places: &Places) -> Vec<Person> {
    let mut names = Names::default();
    members().iter().map(|member| person(places, member, &mut names)).collect()
}

fn person(places: &Places, member: &Member, names: &mut Names) -> Person {
    let mut chance = Random::of(&member.id);
    let name = names.next(&mut chance);
    let weights: Vec<usize> = SPECIALTIES.iter().map(|row| row.1).collect();
    let specialty = SPECIALTIES[chance.weighted(&weights)].0;
    let rotation = draw(places, specialty, &mut chance);
    // One in thirty repeats a year before graduation.
    let repeated = i32::from(member.entered >= 2011 && chance.percent(3));
    let first_year = member.entered + 6 + repeated;
    let stretches = stretches(member, first_year, name.female, &mut chance);
    let life = Life { member, first_year, rotation, mother: name.female, consented: false, stretches };
    let career = life.career();
    let enrolled = !career.enrolments.is_empty();
    let paths = paths(&life.rotation, specialty, first_year, enrolled, &mut chance);
    let certified = career.milestones.iter().any(|row| row.milestone.as_str() == "board-certificate");
    let part_time = part_time(&life.stretches, first_year, &mut chance);
    let wishes = wishes(places, &life.rotation, specialty, first_year, &mut chance);
    let sex = if name.female { "女" } else { "男" };
    Person {
        name: name.written,
        career,
        paths,
        wishes,
        unlisted: None,
        excluded: Vec::new(),
        windows: Vec::new(),
        outside: None,
        part_time,
        instructs: instructs(specialty, first_year, certified),
        reported: [("性別", sex), ("大学", "群馬大学"), ("区分", "地域枠"), ("フリガナ", name.kana.as_str())]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
    }
}

/// What stretched the career so far. Those of the first cohorts who are still bound were away for long.
fn stretches(member: &Member, first_year: i32, female: bool, chance: &mut Random) -> Vec<(usize, Stretch)> {
    let years_done = FIRST_PLANNED - 1 - first_year;
    match member.entered {
        2009 => vec![(5, Stretch::GraduateSchool), (7, Stretch::Childcare)],
        2010 if member.place.is_multiple_of(2) => vec![(5, Stretch::GraduateSchool)],
        2010 => vec![(4, Stretch::Childcare), (7, Stretch::Childcare)],
        _ if years_done < 4 => Vec::new(),
        _ => {
            let before = 3 + chance.below((years_done - 3).clamp(1, 6) as usize);
            match chance.below(100) {
                0..22 if female => vec![(before, Stretch::Childcare)],
                0..5 => vec![(before, Stretch::Childcare)],
                22..27 => vec![(before, Stretch::Illness)],
                27..33 if before >= 5 => vec![(before, Stretch::GraduateSchool)],
                33..36 if before >= 6 => vec![(before, Stretch::Abroad)],
                _ => Vec::new(),
            }
        }
    }
}

/// The specialty chosen; or, for most students and some first-year trainees, two or three still in question.
fn paths(
    rotation: &Rotation,
    specialty: &str,
    first_year: i32,
    enrolled: bool,
    chance: &mut Random,
) -> Vec<Path> {
    let chosen =
        Path { specialty: id(specialty), programme: (!enrolled).then(|| id(rotation.programme)), price: 0 };
    let open = if first_year > FIRST_PLANNED - 1 { 75 } else { 45 };
    let decided = first_year < FIRST_PLANNED - 1 || !chance.percent(open);
    let mut paths = vec![chosen];
    if decided {
        return paths;
    }
    let more = 1 + chance.below(2);
    let weights: Vec<usize> = SPECIALTIES.iter().map(|row| row.1).collect();
    while paths.len() <= more {
        let other = SPECIALTIES[chance.weighted(&weights)].0;
        if paths.iter().all(|path| path.specialty.as_str() != other) {
            let programme = of_specialty(other).first().map(|row| id(row.0));
            paths.push(Path { specialty: id(other), programme, price: 120 * paths.len() as i64 });
        }
    }
    paths
}

/// Six in ten who returned from childcare leave in the last three years work less than full time.
fn part_time(stretches: &[(usize, Stretch)], first_year: i32, chance: &mut Random) -> Vec<PartTimePeriod> {
    let recent = stretches.iter().any(|(before, stretch)| {
        *stretch == Stretch::Childcare && first_year + *before as i32 >= FIRST_PLANNED - 4
    });
    if !recent || !chance.percent(60) {
        return Vec::new();
    }
    let share = Share::percent(if chance.percent(50) { 60 } else { 80 }).unwrap_or_default();
    let until = date(FIRST_PLANNED + 1 + chance.below(2) as i32, 4, 1);
    vec![PartTimePeriod { period: Period { from: date(FIRST_PLANNED, 4, 1), until: Some(until) }, share }]
}

/// Ranked wishes of two in three: a popular place, where the rotation would lead anyway, and a home area.
fn wishes(
    places: &Places,
    rotation: &Rotation,
    specialty: &str,
    first_year: i32,
    chance: &mut Random,
) -> Vec<Wish> {
    if first_year > FIRST_PLANNED + 3 || !chance.percent(66) {
        return Vec::new();
    }
    let mut wanted: Vec<WishPlace> = Vec::new();
    let first = POPULAR[chance.below(POPULAR.len())];
    if places.department(first, specialty).is_some() {
        wanted.push(WishPlace::Workplace(id(first)));
    }
    let next = (FIRST_PLANNED - first_year).clamp(2, 9) as usize;
    if let Some(year) = rotation.years.get(next) {
        wanted.push(WishPlace::Workplace(id(&year.facility)));
    }
    if let Some(area) = chance.pick(&places.areas) {
        wanted.push(WishPlace::Area(id(&area.id)));
    }
    wanted.dedup();
    let soon: Option<MonthSpan> = chance.percent(15).then(|| fiscal_years(FIRST_PLANNED, FIRST_PLANNED + 1));
    let ranked = wanted.into_iter().zip(1..);
    ranked.map(|(place, rank)| Wish { place, rank, span: soon, price: None }).collect()
}

/// Specialists of eight years and more instruct.
fn instructs(specialty: &str, first_year: i32, certified: bool) -> Vec<Instructs> {
    if !certified || first_year > FIRST_PLANNED - 9 {
        return Vec::new();
    }
    vec![Instructs { department: id(specialty), period: Period::since(date(FIRST_PLANNED - 1, 4, 1)) }]
}
