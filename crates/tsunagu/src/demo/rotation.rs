//! A whole career of ten years for each person, as a good coordinator would have drawn it at graduation: initial
//! training, specialist training at the programme's sites, then service that reaches every block, group and shortage
//! area it must. What lies before the as-of date becomes the person's past; so everybody's rules can still be met,
//! except where `cast.rs` says otherwise.

use std::collections::BTreeMap;

use crate::demo::{
    places::Places,
    posts::INITIAL,
    programmes::{GENERAL_PRACTICE, is_site, of_specialty},
    random::Random,
};

/// A year of a career: where, and which departments for how many months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The facility.
    pub facility: String,
    /// Departments in order with their months.
    pub departments: Vec<(String, i32)>,
    /// Whether it is a year of specialist training.
    pub training: bool,
}

/// Ten years, and the programme in which three of them are trained.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// Its years, from graduation.
    pub years: Vec<Year>,
    /// The programme.
    pub programme: &'static str,
}

/// Years owed in shortage areas before the obligation ends, or in one of the named specialties.
const SHORTAGE_YEARS: usize = 4;

/// 特定診療科 of the edition `gunma-demo`: service in them counts like service in a shortage area.
pub const NAMED: &[&str] = &["小児科", "産婦人科", "総合診療", "救急科", "外科"];

/// A rotation for a specialty. Draws until one meets every rule.
pub fn draw(places: &Places, specialty: &str, chance: &mut Random) -> Rotation {
    let programmes = of_specialty(specialty);
    loop {
        let (programme, core) = programmes[chance.below(programmes.len())];
        let years = attempt(places, specialty, core, chance);
        if years.as_ref().is_some_and(|years| meets_all(places, specialty, years)) {
            return Rotation { years: years.unwrap_or_default(), programme };
        }
    }
}

fn attempt(places: &Places, specialty: &str, core: &str, chance: &mut Random) -> Option<Vec<Year>> {
    let hospitals: Vec<&str> = places
        .facilities
        .iter()
        .filter(|row| row.core_training == "yes")
        .map(|row| row.id.as_str())
        .collect();
    let first = *chance.pick(&hospitals)?;
    let mut years = vec![year(first, INITIAL, false), year(first, INITIAL, false)];
    years.extend(training(places, specialty, core, chance)?);
    let lengths = [[2, 2, 1], [2, 1, 2], [1, 2, 2]];
    for length in chance.pick(&lengths)? {
        let place = weighted_place(places, specialty, &|_| true, chance)?;
        years.extend(std::iter::repeat_n(year(&place, specialty, false), *length));
    }
    Some(years)
}

fn training(places: &Places, specialty: &str, core: &str, chance: &mut Random) -> Option<Vec<Year>> {
    let site = |department: &str, chance: &mut Random| {
        let taught = |facility: &str| {
            is_site(places, specialty, core, facility)
                && places.department(facility, department).is_some_and(|row| row.instructors > 0)
        };
        weighted_place(places, department, &taught, chance)
    };
    if specialty == GENERAL_PRACTICE {
        let medicine = site("内科", chance)?;
        let split = [("小児科", 3), ("救急科", 3), (GENERAL_PRACTICE, 6)];
        let at_core = Year {
            facility: core.to_owned(),
            departments: split
                .iter()
                .map(|(department, months)| ((*department).to_owned(), *months))
                .collect(),
            training: true,
        };
        let last = site(GENERAL_PRACTICE, chance)?;
        return Some(vec![at_core, year(&medicine, "内科", true), year(&last, GENERAL_PRACTICE, true)]);
    }
    let (second, third) = (site(specialty, chance)?, site(specialty, chance)?);
    Some(vec![year(core, specialty, true), year(&second, specialty, true), year(&third, specialty, true)])
}

fn year(facility: &str, department: &str, training: bool) -> Year {
    Year { facility: facility.to_owned(), departments: vec![(department.to_owned(), 12)], training }
}

/// One of the places with the department that fit, larger ones more often.
fn weighted_place(
    places: &Places,
    department: &str,
    fits: &dyn Fn(&str) -> bool,
    chance: &mut Random,
) -> Option<String> {
    let open = |facility: &str| facility != "oze" && fits(facility);
    let rows: Vec<_> =
        places.departments.iter().filter(|row| row.department == department && open(&row.facility)).collect();
    let weights: Vec<usize> = rows.iter().map(|row| row.most as usize).collect();
    rows.get(chance.weighted(&weights)).map(|row| row.facility.clone())
}

/// Three groups and three of four blocks with twelve months each, four years in shortage areas, stays of a year.
fn meets_all(places: &Places, specialty: &str, years: &[Year]) -> bool {
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    for year in years {
        let Some(facility) = places.facility(&year.facility) else { return false };
        for class in places.classes_of(facility) {
            *by_class.entry(class).or_default() += 1;
        }
    }
    let reached = |class: &str| by_class.get(class).is_some_and(|years| *years >= 1);
    let blocks = ["chumo", "seimo", "hokumo", "tomo"].iter().filter(|block| reached(block)).count();
    let shortage = by_class.get("shortage-area").copied().unwrap_or_default();
    let owed = if NAMED.contains(&specialty) { SHORTAGE_YEARS / 2 } else { SHORTAGE_YEARS };
    ["group-1", "group-2", "group-3"].iter().all(|group| reached(group)) && blocks >= 3 && shortage >= owed
}
