//! 希望のかない方: in each period, how many of those posted are at a place of their first wish, of a later one, of none.

use kernel::Bilingual;
use problem::{PlanPeriod, Problem, Wish, WishPlace};

use super::{
    reading::{Reading, Row},
    seats::{Part, Seat},
};

/// What a posted person got of the wishes that hold in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Granted {
    /// The wish of this rank.
    Rank(u8),
    /// A place in no wish.
    Unlisted,
    /// The person has no wish for that time.
    NoWish,
}

/// Labels, and people by period.
pub(crate) fn granted(reading: &Reading<'_>) -> Vec<(Bilingual, Vec<u32>)> {
    let count = |is: fn(Granted) -> bool| {
        let of = |period| reading.rows.iter().filter_map(move |row| got(reading, row, period));
        let periods = 0..reading.periods().len();
        periods.map(|period| of(period).filter(|granted| is(*granted)).count() as u32).collect()
    };
    vec![
        (Bilingual::new("第1希望", "first wish"), count(|got| got == Granted::Rank(1))),
        (Bilingual::new("第2希望", "second wish"), count(|got| got == Granted::Rank(2))),
        (
            Bilingual::new("第3希望以下", "third wish or later"),
            count(|got| matches!(got, Granted::Rank(rank) if rank > 2)),
        ),
        (Bilingual::new("希望外", "in no wish"), count(|got| got == Granted::Unlisted)),
        (Bilingual::new("希望の届けなし", "no wish given"), count(|got| got == Granted::NoWish)),
    ]
}

fn got(reading: &Reading<'_>, row: &Row<'_>, period: usize) -> Option<Granted> {
    let Seat::Posted(parts, _) = &row.seats[period] else { return None };
    let (problem, planned) = (reading.view.problem, reading.periods()[period]);
    let holding: Vec<&Wish> = row.person.wishes.iter().filter(|wish| holds(wish, planned)).collect();
    if holding.is_empty() {
        return Some(Granted::NoWish);
    }
    let main = parts.first()?;
    let matching = holding.iter().filter(|wish| matches(problem, wish, main, planned));
    Some(matching.map(|wish| wish.rank).min().map_or(Granted::Unlisted, Granted::Rank))
}

/// Whether a wish holds in a period: at any time, or in the whole of it.
fn holds(wish: &Wish, period: PlanPeriod) -> bool {
    wish.span.is_none_or(|span| span.covers(period.span))
}

fn matches(problem: &Problem, wish: &Wish, part: &Part<'_>, period: PlanPeriod) -> bool {
    match &wish.place {
        WishPlace::Workplace(place) => problem.tables.may_be_same_stay(place, &part.post.workplace),
        WishPlace::Area(area) => part.area() == Some(area),
        WishPlace::Class(class) => part.workplace.is(class, period.span.from.first_day()),
    }
}
