//! 機械判読の行: one row for each person and period (for each part of it, where a pattern shares the time), one datum a
//! cell, western dates, codes beside names, no marks. The workbook's data sheet and the CSV are both these rows.

use std::collections::BTreeSet;

use kernel::{Date, Lang, Months};
use problem::{Cause, Resolution};
use rules::Activity;

use super::{
    labels::pick,
    reading::{Reading, Row},
    seats::{Part, Seat},
};

/// A datum of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Datum {
    /// Nothing.
    Empty,
    /// Text or a code.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Day(Date),
}

/// One row, in the order of [`headings`].
pub(crate) type DataRow = Vec<Datum>;

/// The headings of the columns; the names of what is only reported come last.
pub(crate) fn headings(reading: &Reading<'_>) -> Vec<String> {
    let fixed = HEADINGS.iter().map(|(ja, en)| pick(reading.lang, *ja, *en).to_owned());
    fixed.chain(reported(reading)).collect()
}

const HEADINGS: [(&str, &str); 26] = [
    ("医師コード", "person"),
    ("氏名", "name"),
    ("入学年度", "entered"),
    ("専門", "specialty"),
    ("期間番号", "period"),
    ("開始日", "first_day"),
    ("終了日", "last_day"),
    ("月数", "months"),
    ("計画単位", "resolution"),
    ("状態", "state"),
    ("区分番号", "part"),
    ("勤務の型", "pattern"),
    ("ポスト", "post"),
    ("医療機関コード", "workplace"),
    ("医療機関名", "workplace_name"),
    ("圏域コード", "area"),
    ("圏域名", "area_name"),
    ("診療科", "department"),
    ("業務", "activity"),
    ("勤務割合", "share_percent"),
    ("勤務月数", "months_there"),
    ("兼務", "side"),
    ("充足換算", "heads_percent"),
    ("決定済", "decided"),
    ("未配置の理由", "cause"),
    ("専門未定だった", "specialty_was_open"),
];

fn reported(reading: &Reading<'_>) -> BTreeSet<String> {
    reading.rows.iter().flat_map(|row| row.person.reported.keys().cloned()).collect()
}

/// All rows, person after person, period after period.
pub(crate) fn data_rows(reading: &Reading<'_>) -> Vec<DataRow> {
    let reported = reported(reading);
    let mut rows = Vec::new();
    for row in &reading.rows {
        for (period, seat) in row.seats.iter().enumerate() {
            let parts = seat.parts();
            if parts.is_empty() {
                rows.push(data_row(reading, row, period, None, &reported));
            }
            for (number, part) in parts.iter().enumerate() {
                rows.push(data_row(reading, row, period, Some((number, part)), &reported));
            }
        }
    }
    rows
}

fn data_row(
    reading: &Reading<'_>,
    row: &Row<'_>,
    period: usize,
    part: Option<(usize, &Part<'_>)>,
    reported: &BTreeSet<String>,
) -> DataRow {
    let seat = &row.seats[period];
    let planned = reading.periods()[period];
    let span = planned.span;
    let mut data = vec![
        text(row.person.career.person.as_str()),
        text(&row.person.name),
        row.person.career.entered.map_or(Datum::Empty, |year| Datum::Number(year.year().into())),
        text(row.specialty),
        Datum::Number(number(period + 1)),
        Datum::Day(span.from.first_day()),
        span.period().last_day().map_or(Datum::Empty, Datum::Day),
        months(span.length()),
        text(match planned.resolution {
            Resolution::Facility => "facility",
            Resolution::Zone => "zone",
        }),
        text(state(seat)),
        Datum::Number(part.map_or(1, |(place, _)| number(place + 1))),
        match seat {
            Seat::Posted(_, Some(pattern)) => text(pattern.id.as_str()),
            _ => Datum::Empty,
        },
    ];
    data.extend(place(reading, seat, part.map(|(_, part)| part)));
    data.push(Datum::Number(row.remarks[period].decided.into()));
    data.push(match seat {
        Seat::Unplaced(cause) => text(cause_code(*cause)),
        _ => Datum::Empty,
    });
    data.push(Datum::Number(row.was_open.into()));
    data.extend(
        reported.iter().map(|key| row.person.reported.get(key).map_or(Datum::Empty, |value| text(value))),
    );
    data
}

/// From the post to the heads: eleven data.
fn place(reading: &Reading<'_>, seat: &Seat<'_>, part: Option<&Part<'_>>) -> Vec<Datum> {
    let tables = &reading.view.problem.tables;
    let Some(part) = part else {
        let Seat::Outside(wish) = seat else { return vec![Datum::Empty; 11] };
        let name = reading.place_name(&wish.workplace);
        let mut data =
            vec![Datum::Empty, text(wish.workplace.as_str()), text(&name), Datum::Empty, Datum::Empty];
        data.extend([text(wish.department.as_str()), text(activity_code(wish.activity))]);
        data.resize(11, Datum::Empty);
        return data;
    };
    let area = part.area();
    vec![
        text(part.post.id.as_str()),
        text(part.post.workplace.as_str()),
        text(&part.workplace.name),
        area.map_or(Datum::Empty, |area| text(area.as_str())),
        area.and_then(|area| tables.areas.get(area))
            .map_or(Datum::Empty, |area| text(area.name.get(reading.lang))),
        text(part.post.department.as_str()),
        text(activity_code(part.post.activity)),
        Datum::Number(part.share.into()),
        months(part.months),
        Datum::Number(part.side.into()),
        Datum::Number(part.usage.into()),
    ]
}

fn text(text: &str) -> Datum {
    if text.is_empty() { Datum::Empty } else { Datum::Text(text.to_owned()) }
}

fn months(months: Months) -> Datum {
    Datum::Number(months.0.into())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The state's code: the same in the plan document.
pub(crate) fn state(seat: &Seat<'_>) -> &'static str {
    match seat {
        Seat::NotYet => "not-yet",
        Seat::Posted(_, None) => "post",
        Seat::Posted(_, Some(_)) => "pattern",
        Seat::Outside(_) => "outside",
        Seat::Leave => "leave",
        Seat::Unplaced(_) => "unplaced",
        Seat::Released => "released",
    }
}

fn cause_code(cause: Cause) -> &'static str {
    match cause {
        Cause::NoPost => "no-post",
        Cause::Full => "full",
        Cause::Dearer => "dearer",
        Cause::Impossible => "impossible",
    }
}

fn activity_code(activity: Activity) -> &'static str {
    match activity {
        Activity::InitialTraining => "initial-training",
        Activity::Clinical => "clinical",
        Activity::Research => "research",
        Activity::Abroad => "abroad",
    }
}

/// What each column means, for the legend.
pub(crate) fn explain(lang: Lang) -> [&'static str; 4] {
    pick(
        lang,
        [
            "1行は1人・1期間です。時間を複数のポストで分ける型では、区分番号ごとに1行です。1セルに1つの値、日付は西暦、空欄は該当なしです。",
            "状態: post＝ポストに配置、pattern＝複数ポスト、outside＝県外、leave＝休業、not-yet＝在学中、unplaced＝未配置、released＝義務終了。",
            "兼務・決定済・専門未定だった: 1＝はい、0＝いいえ。勤務割合は常勤を100とする百分率、充足換算はその期間に埋める人数の百分率です。",
            "開始日・終了日はいずれもその日を含みます。計画単位: facility＝医療機関単位、zone＝圏域・病院群単位。",
        ],
        [
            "One row a person and period; where a pattern shares the time, one row a part. One datum a cell, western dates, empty where nothing applies.",
            "state: post, pattern (several posts), outside (the prefecture), leave, not-yet (student), unplaced, released (obligation served).",
            "side, decided, specialty_was_open: 1 yes, 0 no. share_percent is of full time; heads_percent is what it fills of one head in the period.",
            "first_day and last_day are both included. resolution: facility, or zone (area and hospital group).",
        ],
    )
}
