//! The office as one planning problem.

use kernel::{AreaId, AsOf, MonthSpan, YearMonth};
use problem::{PROBLEM_SCHEMA, PlanPeriod, Problem, Rates, Resolution};

use crate::demo::{
    AS_OF,
    cast::cast,
    day, id,
    people::people,
    places::Places,
    posts::{fiscal_years, needs, patterns, place_limits, posts},
    programmes::programmes,
};

/// Areas from which a household reaches the other's work; made up from the map.
const REACH: &[(&str, &str)] = &[
    ("maebashi", "takasaki-annaka"),
    ("maebashi", "isesaki-area"),
    ("maebashi", "shibukawa-area"),
    ("takasaki-annaka", "fujioka-area"),
    ("takasaki-annaka", "tomioka-area"),
    ("isesaki-area", "kiryu-area"),
    ("isesaki-area", "ota-tatebayashi"),
    ("kiryu-area", "ota-tatebayashi"),
    ("shibukawa-area", "agatsuma"),
    ("shibukawa-area", "numata-area"),
];

/// The whole problem, but for the editions, which the front door adds.
pub fn gunma() -> Problem {
    let places = Places::read();
    let mut tables = places.tables();
    tables.programmes = programmes(&places);
    let mut problem = Problem {
        schema: PROBLEM_SCHEMA.to_owned(),
        title: "群馬県 配置計画（デモ・人物は架空）".to_owned(),
        fictitious: true,
        as_of: AsOf::on(day(AS_OF)),
        horizon: horizon(),
        editions: Default::default(),
        tables,
        people: people(&places),
        posts: posts(&places),
        patterns: patterns(&places),
        needs: needs(&places),
        place_limits: place_limits(&places),
        trainees_per_instructor: Some(3),
        reach: REACH.iter().map(|(one, other)| (id::<AreaId>(one), id::<AreaId>(other))).collect(),
        couples: Vec::new(),
        pins: Vec::new(),
        rates: Rates { worst_share: 2, ..Rates::standard() },
        previous: Vec::new(),
    };
    cast(&places, &mut problem);
    problem
}

/// Two fiscal years in halves by facility, four in whole years by zone.
fn horizon() -> Vec<PlanPeriod> {
    let near = (2027..=2028).flat_map(|year| {
        let april = fiscal_years(year, year).from;
        [0, 6].map(|after| period(april.plus(after), 6, Resolution::Facility))
    });
    let far = (2029..=2032).map(|year| period(fiscal_years(year, year).from, 12, Resolution::Zone));
    near.chain(far).collect()
}

fn period(from: YearMonth, months: i32, resolution: Resolution) -> PlanPeriod {
    PlanPeriod { span: MonthSpan { from, until: from.plus(months) }, resolution }
}
