//! The laws of counting and judging that offices may rely on, tried on generated careers.

use std::collections::BTreeMap;

use kernel::{AsOf, Date, EngagementId, Fraction, Months, Share, YearMonth};
use proptest::prelude::*;
use rules::{
    Career, Concurrent, Counting, Edition, LeaveEffect, PartTime, Rounding, ServiceDuringLeave, Standing,
    Tables, Unit, Verdict,
    counting::{Piece, count},
    judge,
};

use crate::world::{by_id, career_of, edition_of, tables};

/// The first day of everything generated.
fn start() -> Date {
    "2015-04-01".parse().unwrap()
}

fn day(offset: u32) -> Date {
    (0..offset).fold(start(), |day, _| day.next())
}

fn month(offset: i32) -> Date {
    YearMonth::new(2015, 4).unwrap().plus(offset).first_day()
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::CalendarMonths),
        Just(Unit::Thirtieths),
        Just(Unit::Days { days_per_month: Fraction::new(365, 12).unwrap() }),
    ]
}

prop_compose! {
    fn countings()(
        unit in units(),
        rounding in prop_oneof![Just(Rounding::None), Just(Rounding::Down), Just(Rounding::Up)],
        full in prop_oneof![Just(80), Just(100)],
        part_time in prop_oneof![Just(PartTime::ProRata), Just(PartTime::Half), Just(PartTime::None)],
        concurrent in prop_oneof![Just(Concurrent::Sum), Just(Concurrent::Largest)],
        side_posts in any::<bool>(),
    ) -> Counting {
        let stops = LeaveEffect { service: ServiceDuringLeave::Stops, cap: None, stops_loan: false };
        Counting {
            unit, rounding, part_time, concurrent, side_posts,
            full_time_from: Share::percent(full).unwrap(),
            leaves: BTreeMap::from([("childcare".parse().unwrap(), stops)]),
            leave_caps: BTreeMap::new(),
        }
    }
}

/// A posting: first day, length in days, share, side post.
type Drawn = (u32, u32, u8, bool);

fn postings() -> impl Strategy<Value = Vec<Drawn>> {
    let share = prop_oneof![Just(20), Just(50), Just(60), Just(80), Just(100)];
    prop::collection::vec((0..300_u32, 1..200_u32, share, any::<bool>()), 1..5)
}

fn ids() -> Vec<EngagementId> {
    (0..12).map(|number| number.to_string().parse().unwrap()).collect()
}

fn pieces<'a>(ids: &'a [EngagementId], drawn: &[Drawn]) -> Vec<Piece<'a>> {
    drawn
        .iter()
        .zip(ids)
        .map(|((from, length, share, side), id)| Piece {
            engagement: Some(id),
            share: Share::percent(*share).unwrap(),
            side: *side,
            from: day(*from),
            until: day(from + length),
        })
        .collect()
}

fn away(drawn: Option<(u32, u32)>) -> Vec<rules::Leave> {
    drawn
        .into_iter()
        .map(|(from, length)| rules::Leave {
            kind: "childcare".parse().unwrap(),
            period: kernel::Period { from: day(from), until: Some(day(from + length)) },
            known: rules::Known::default(),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_facts_changes_nothing(
        counting in countings(), drawn in postings(), leave in prop::option::of((0..300_u32, 1..90_u32)),
    ) {
        let (ids, leaves) = (ids(), away(leave));
        let mut pieces = pieces(&ids, &drawn);
        let forward = count(&counting, &leaves, &pieces).unwrap();
        pieces.reverse();
        let backward = count(&counting, &leaves, &pieces).unwrap();
        prop_assert_eq!(forward.ticks(), backward.ticks());
        prop_assert!(forward.by_month().eq(backward.by_month()));
    }

    #[test]
    fn splitting_a_posting_changes_nothing(
        counting in countings(), drawn in postings(), cut in 0..500_u32,
        leave in prop::option::of((0..300_u32, 1..90_u32)),
    ) {
        let (ids, leaves) = (ids(), away(leave));
        let whole = pieces(&ids, &drawn);
        let mut split = Vec::new();
        for piece in &whole {
            if piece.from < day(cut) && day(cut) < piece.until {
                split.push(Piece { until: day(cut), ..*piece });
                split.push(Piece { from: day(cut), ..*piece });
            } else {
                split.push(*piece);
            }
        }
        prop_assert_eq!(
            count(&counting, &leaves, &whole).unwrap().ticks(),
            count(&counting, &leaves, &split).unwrap().ticks()
        );
    }

    #[test]
    fn more_service_never_lowers_credit(
        counting in countings(), drawn in postings(), more in postings(),
        leave in prop::option::of((0..300_u32, 1..90_u32)),
    ) {
        let (ids, leaves) = (ids(), away(leave));
        let less = count(&counting, &leaves, &pieces(&ids, &drawn)).unwrap();
        let all: Vec<Drawn> = drawn.iter().chain(&more).copied().collect();
        let more = count(&counting, &leaves, &pieces(&ids, &all)).unwrap();
        prop_assert!(less.ticks() <= more.ticks(), "{} > {}", less.ticks(), more.ticks());
    }

    #[test]
    fn the_postings_parts_sum_up_to_the_total(
        counting in countings(), drawn in postings(), leave in prop::option::of((0..300_u32, 1..90_u32)),
    ) {
        let (ids, leaves) = (ids(), away(leave));
        let exact = Counting { rounding: Rounding::None, ..counting };
        let tally = count(&exact, &leaves, &pieces(&ids, &drawn)).unwrap();
        let per = tally.per_month();
        let rows: i64 = tally.rows().iter().map(|row| row.months.times_down(per)).sum();
        prop_assert_eq!(rows, tally.ticks());
    }

    #[test]
    fn no_month_gives_more_than_full_time_does(drawn in postings(), counting in countings()) {
        let ids = ids();
        let tally = count(&counting, &[], &pieces(&ids, &drawn)).unwrap();
        let days = |month: YearMonth| i64::from(month.days());
        for (month, ticks) in tally.by_month() {
            let most = match counting.unit {
                Unit::Days { days_per_month } => days(month) * 100 * days_per_month.denominator(),
                _ => tally.per_month(),
            };
            prop_assert!(ticks <= most);
        }
    }
}

/// Places a generated month may be spent at; none is a month without work.
const PLACES: [Option<&str>; 6] =
    [None, Some("中央病院"), Some("北病院"), Some("東病院"), Some("西病院"), Some("大学病院")];

const EDITION: &str = r#"
title = "反復"
case = []
[edition.counting]
unit = "calendar-months"
rounding = "none"
full-time-from = 100
part-time = "pro-rata"
concurrent = "sum"
side-posts = false
leave.childcare = "stops"

[[edition.rule]]
id = "owed"
kind = "months-owed"
owed = 6
at = { class = "特定病院" }
window = { months = 12, after = "graduation", extended-by-leave = true }

[[edition.rule]]
id = "shortage"
kind = "months-in-class"
at = { class = "医師少数区域" }
least = 4
within = { months = 12, after = "graduation" }

[[edition.rule]]
id = "groups"
kind = "stay-in-each-group"
groups = ["大病院群", "小病院群"]
least = 3
within = { months = 12, after = "graduation" }

[[edition.rule]]
id = "blocks"
kind = "distinct-blocks"
scheme = "block"
blocks = 2
least = 4
within = { months = 12, after = "graduation" }

[[edition.rule]]
id = "release"
kind = "release"
requires = ["shortage", "groups", "blocks"]
"#;

fn edition() -> Edition {
    edition_of(EDITION)
}

/// A career that spends each month at a place.
fn career(months: &[usize], leave: Option<(i32, i32)>) -> Career {
    let mut text = String::new();
    for (number, place) in months.iter().enumerate() {
        if let Some(place) = PLACES[*place] {
            let (from, through) = (month(number as i32), month(number as i32 + 1).previous());
            text += &format!("[[posting]]\nat = '{place}'\nfrom = '{from}'\nthrough = '{through}'\n");
        }
    }
    if let Some((from, length)) = leave {
        let (from, through) = (month(from), month(from + length).previous());
        text += &format!("[[leave]]\nkind = 'childcare'\nfrom = '{from}'\nthrough = '{through}'\n");
    }
    career_of(&text)
}

fn verdicts(career: &Career, edition: &Edition, tables: &Tables, on: Date) -> BTreeMap<String, Verdict> {
    judge(career, &by_id(edition), tables, AsOf::on(on))
        .into_iter()
        .map(|verdict| (verdict.rule.to_string(), verdict))
        .collect()
}

/// Whether some continuation of at most so many months meets the rule at the end.
fn some_continuation_meets(
    rule: &str,
    so_far: &mut Vec<usize>,
    end: usize,
    leave: Option<(i32, i32)>,
    edition: &Edition,
    tables: &Tables,
) -> bool {
    if so_far.len() >= end {
        let met = verdicts(&career(so_far, leave), edition, tables, month(end as i32));
        return met[rule].standing == Standing::Met;
    }
    // A month without work helps none of these rules.
    for place in 1..PLACES.len() {
        so_far.push(place);
        let met = some_continuation_meets(rule, so_far, end, leave, edition, tables);
        so_far.pop();
        if met {
            return true;
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn broken_means_that_no_continuation_meets_it(
        months in prop::collection::vec(0..PLACES.len(), 9..12),
        leave in prop::option::of((0..11_i32, 1..3_i32)),
    ) {
        let (edition, tables) = (edition(), tables());
        let today = month(months.len() as i32);
        let found = verdicts(&career(&months, leave), &edition, &tables, today);
        for (rule, verdict) in &found {
            let by = verdict.by.unwrap();
            let end = (by.year_month().index() - start().year_month().index()) as usize;
            let reachable = some_continuation_meets(rule, &mut months.clone(), end, leave, &edition, &tables);
            let said = verdict.standing != Standing::Broken;
            // Rules that a release requires may be within reach each and not together.
            let said = said && (rule != "release" || reachable);
            prop_assert_eq!(said, reachable, "{}: {:?}", rule, verdict);
        }
    }

    #[test]
    fn an_unknown_table_never_gives_a_verdict(months in prop::collection::vec(0..PLACES.len(), 1..14)) {
        let (edition, mut tables) = (edition(), tables());
        tables.classes.clear();
        let found = verdicts(&career(&months, None), &edition, &tables, month(months.len() as i32));
        for verdict in found.values() {
            prop_assert_eq!(verdict.standing, Standing::CannotBeJudged, "{:?}", verdict);
            prop_assert!(!verdict.missing.is_empty());
        }
    }

    #[test]
    fn an_edition_of_the_same_facts_in_another_order_judges_alike(
        months in prop::collection::vec(0..PLACES.len(), 1..14),
    ) {
        let (edition, tables) = (edition(), tables());
        let mut career = career(&months, None);
        let on = month(months.len() as i32);
        let forward = verdicts(&career, &edition, &tables, on);
        career.engagements.reverse();
        prop_assert_eq!(forward, verdicts(&career, &edition, &tables, on));
    }

    #[test]
    fn a_superseded_record_does_not_count(months in prop::collection::vec(1..PLACES.len(), 1..14)) {
        let (edition, tables) = (edition(), tables());
        let on = month(months.len() as i32);
        let mut career = career(&months, None);
        let correct = verdicts(&career, &edition, &tables, on);
        let mut wrong = career.engagements[0].clone();
        wrong.id = "wrong".parse().unwrap();
        wrong.workplace = "北病院".parse().unwrap();
        wrong.period = kernel::Period { from: start(), until: Some(on) };
        wrong.known.until = Some(on);
        career.engagements.push(wrong);
        prop_assert_eq!(correct, verdicts(&career, &edition, &tables, on));
    }
}

#[test]
fn the_half_of_a_long_month_is_half_a_month() {
    let ids = ids();
    let drawn = [(0, 30, 50, false), (30, 31, 50, false)];
    let counting = Counting {
        unit: Unit::Thirtieths,
        rounding: Rounding::None,
        full_time_from: Share::FULL,
        part_time: PartTime::ProRata,
        concurrent: Concurrent::Sum,
        side_posts: false,
        leaves: BTreeMap::new(),
        leave_caps: BTreeMap::new(),
    };
    let tally = count(&counting, &[], &pieces(&ids, &drawn)).unwrap();
    assert_eq!(tally.months(), Fraction::whole(1));
    assert_eq!(tally.reached_in(Months(1)), YearMonth::new(2015, 5));
}
