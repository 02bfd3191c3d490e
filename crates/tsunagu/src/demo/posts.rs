//! Posts, needs and patterns of time of the demonstration; all made up, from the table of departments.

use kernel::{MonthSpan, Months, Share, YearMonth};
use problem::{Need, NeedLevel, NeedPlace, Pattern, PatternPart, PlaceLimit, Post};
use rules::Activity;

use crate::demo::{
    id,
    places::{DepartmentRow, FacilityRow, Places},
    programmes::is_general_core,
};

/// 臨床研修: the department of initial training.
pub const INITIAL: &str = "臨床研修";

/// Fiscal years 2027 to 2032.
pub const HORIZON: (i32, i32) = (2027, 2032);

/// A year's price of one head missing, by level.
const PRICES: [(NeedLevel, i64); 3] =
    [(NeedLevel::Minimum, 12_000), (NeedLevel::Critical, 6_000), (NeedLevel::Wanted, 1_200)];

/// Months from April of one fiscal year to March of another.
pub fn fiscal_years(first: i32, last: i32) -> MonthSpan {
    MonthSpan {
        from: YearMonth::from_index(first * 12 + 3),
        until: YearMonth::from_index((last + 1) * 12 + 3),
    }
}

fn horizon() -> MonthSpan {
    fiscal_years(HORIZON.0, HORIZON.1)
}

/// The post of a department.
pub fn post_id(facility: &str, department: &str) -> String {
    format!("{facility}/{department}")
}

/// Posts of every department, and of initial training at core hospitals.
pub fn posts(places: &Places) -> Vec<Post> {
    let clinical = places.departments.iter().map(|row| Post {
        id: id(&post_id(&row.facility, &row.department)),
        workplace: id(&row.facility),
        department: id(&row.department),
        activity: Activity::Clinical,
        employer: employer(row),
        span: span_of(row),
        most: row.most,
    });
    let core = places.facilities.iter().filter(|facility| facility.core_training == "yes");
    let initial = core.map(|facility| Post {
        id: id(&post_id(&facility.id, INITIAL)),
        workplace: id(&facility.id),
        department: id(INITIAL),
        activity: Activity::InitialTraining,
        employer: None,
        span: horizon(),
        most: initial_places(facility),
    });
    clinical.chain(initial).collect()
}

fn initial_places(facility: &FacilityRow) -> u32 {
    match facility.group.as_str() {
        "university" => 6,
        "group-1" => 4,
        _ => 3,
    }
}

/// Clinics of the mountains are staffed from the regional hospital that employs (在籍出向).
fn employer(row: &DepartmentRow) -> Option<kernel::WorkplaceId> {
    let employer = match row.facility.as_str() {
        "kusatsu-tsumagoi" => "nishiagatsuma",
        "oze" => "tone-chuo",
        "ueno-kanna" => "fujioka-general",
        "nanmoku-shimonita" => "tomioka-general",
        _ => return None,
    };
    Some(id(employer))
}

/// 沼田病院's surgery closes in March 2029; 尾瀬口診療所 opens in April 2028.
fn span_of(row: &DepartmentRow) -> MonthSpan {
    match (row.facility.as_str(), row.department.as_str()) {
        ("numata-national", "外科") => fiscal_years(HORIZON.0, 2028),
        ("oze", _) => fiscal_years(2028, HORIZON.1),
        _ => horizon(),
    }
}

/// Needs by workplace and department, and a step of fairness for every area.
pub fn needs(places: &Places) -> Vec<Need> {
    let mut needs = Vec::new();
    for row in &places.departments {
        let heads = [row.minimum, row.critical, row.wanted];
        for ((level, price), heads) in PRICES.into_iter().zip(heads).filter(|(_, heads)| *heads > 0) {
            needs.push(Need {
                id: id(&format!("{}/{}/{}", row.facility, row.department, level_name(level))),
                level,
                at: NeedPlace::Workplace(id(&row.facility)),
                department: Some(id(&row.department)),
                span: span_of(row),
                heads,
                price,
            });
        }
    }
    needs.extend(places.areas.iter().flat_map(|area| of_area(places, &area.id)));
    needs
}

/// What an area asks for in all, by which the worst-off area is found, and half of it as a step of fairness.
fn of_area(places: &Places, area: &str) -> [Need; 2] {
    let inside = |facility: &str| {
        places
            .facility(facility)
            .and_then(|facility| places.area_of(facility))
            .is_some_and(|row| row.id == area)
    };
    let wanted: u32 =
        places.departments.iter().filter(|row| inside(&row.facility)).map(|row| row.wanted).sum();
    [(NeedLevel::Wanted, wanted, 60), (NeedLevel::Fairness, wanted.div_ceil(2), 600)].map(
        |(level, heads, price)| Need {
            id: id(&format!("{area}/{}", level_name(level))),
            level,
            at: NeedPlace::Area(id(area)),
            department: None,
            span: horizon(),
            heads,
            price,
        },
    )
}

fn level_name(level: NeedLevel) -> &'static str {
    match level {
        NeedLevel::Minimum => "minimum",
        NeedLevel::Critical => "critical",
        NeedLevel::Wanted => "wanted",
        NeedLevel::Fairness => "fairness",
    }
}

/// Most people at a clinic in all.
pub fn place_limits(places: &Places) -> Vec<PlaceLimit> {
    let clinics = places.facilities.iter().filter(|facility| facility.kind == "fictitious-clinic");
    clinics.map(|clinic| PlaceLimit { workplace: id(&clinic.id), span: horizon(), most: 2 }).collect()
}

/// Half a year, or in far years a whole one, split between children and emergencies at the cores of general practice; and
/// weeks shared between a hospital and a clinic. A pattern is offered where it fills the period.
pub fn patterns(places: &Places) -> Vec<Pattern> {
    let both = || places.facilities.iter().filter(|facility| is_general_core(&facility.id));
    let split = [3, 6].into_iter().flat_map(|months| both().map(move |facility| halves(facility, months)));
    let shared = SHARED.iter().map(|(pattern, name, hospital, clinic)| Pattern {
        id: id(pattern),
        name: (*name).to_owned(),
        parts: vec![part(hospital, "総合診療", 0, None, 60), part(clinic, "総合診療", 0, None, 40)],
    });
    split.chain(shared).collect()
}

fn halves(facility: &FacilityRow, months: i32) -> Pattern {
    Pattern {
        id: id(&format!("{}/小児{months}・救急{months}", facility.id)),
        name: format!("{} 小児科{months}か月＋救急科{months}か月", facility.name),
        parts: vec![
            part(&facility.id, "小児科", 0, Some(months), 100),
            part(&facility.id, "救急科", months, Some(months), 100),
        ],
    }
}

/// Weeks shared between a hospital and a clinic: id, name, hospital, clinic.
const SHARED: &[(&str, &str, &str, &str)] = &[
    (
        "haramachi3-kusatsu2",
        "週3日 原町赤十字病院・週2日 草津嬬恋診療所（架空）",
        "haramachi-redcross",
        "kusatsu-tsumagoi",
    ),
    ("fujioka3-ueno2", "週3日 藤岡総合病院・週2日 上野神流診療所（架空）", "fujioka-general", "ueno-kanna"),
    (
        "tomioka3-nanmoku2",
        "週3日 富岡総合病院・週2日 南牧下仁田診療所（架空）",
        "tomioka-general",
        "nanmoku-shimonita",
    ),
];

fn part(facility: &str, department: &str, after: i32, months: Option<i32>, percent: u8) -> PatternPart {
    PatternPart {
        post: id(&post_id(facility, department)),
        after: Months(after),
        months: months.map(Months),
        share: Share::percent(percent).unwrap_or_default(),
        side: false,
    }
}
