//! Room for those who did not fit: they are put in all the same, and whoever then sits in an over-full row is pushed
//! elsewhere at a price that rises as long as the row is fought for. People whom a pin holds move last, for they have
//! fewest ways to go.

use crate::{
    limits::Phase,
    search::Run,
    seats::Seats,
    staffing::{FullRow, Staffing},
};

/// What a percent of a head too much costs at first, and what is added each time.
const FIRST_PRICE: i64 = 1_000;

/// Most rounds of pushing for each person who did not fit.
const ROUNDS: usize = 300;

/// Most people of a row who are asked to move in one round.
const ASKED: usize = 12;

/// Puts in those who were left; answers those who still find no room.
pub(crate) fn make_room(seats: &mut Seats<'_>, run: &mut Run<'_>, left: Vec<usize>) -> Vec<usize> {
    if left.is_empty() {
        return left;
    }
    seats.staffing.set_overflow_price(Some(FIRST_PRICE));
    for person in &left {
        if let Some((_, seat)) = seats.cheapest(*person) {
            seats.place(*person, seat);
        }
    }
    for round in 0..ROUNDS * left.len() {
        let full = seats.staffing.overfull();
        // Not even when told to stop: whoever has no seat yet would be called impossible.
        if full.is_empty() {
            break;
        }
        let row = full[run.random.below(full.len())];
        seats.staffing.raise(row, FIRST_PRICE);
        push_one_out(seats, run, row);
        if round % 16 == 15 {
            run.tell(seats, Phase::Eject, 0);
        }
    }
    let homeless = empty_full_rows(seats);
    seats.staffing.set_overflow_price(None);
    put_back(seats, homeless)
}

/// Moves the one person of the row whose moving costs least.
fn push_one_out(seats: &mut Seats<'_>, run: &mut Run<'_>, row: FullRow) {
    let mut users = users(seats, row);
    run.random.shuffle(&mut users);
    users.sort_by_key(|person| seats.candidates[*person].pinned);
    users.truncate(ASKED);
    let mut best: Option<(i64, usize, crate::seats::Seat)> = None;
    for person in users {
        let Some(seat) = seats.take_out(person) else { continue };
        let before = seats.price_of(person, &seat);
        if let (Some(before), Some((price, other))) = (before, seats.cheapest(person))
            && other != seat
            && best.as_ref().is_none_or(|(gain, ..)| before - price > *gain)
        {
            best = Some((before - price, person, other));
        }
        seats.place(person, seat);
    }
    if let Some((_, person, seat)) = best {
        seats.take_out(person);
        seats.place(person, seat);
    }
}

/// Whoever takes part of a row.
pub(crate) fn users(seats: &Seats<'_>, row: FullRow) -> Vec<usize> {
    (0..seats.candidates.len())
        .filter(|person| {
            let trainee = seats.seats[*person].as_ref().is_some_and(|seat| seat.taken[row.period].trainee());
            seats
                .offered(*person, row.period)
                .is_some_and(|offered| Staffing::touches(row, offered.usage(), trainee))
        })
        .collect()
}

/// Takes people out of rows that are still over-full, those without a pin first.
pub(super) fn empty_full_rows(seats: &mut Seats<'_>) -> Vec<usize> {
    let mut homeless = Vec::new();
    while let Some(row) = seats.staffing.overfull().first().copied() {
        let users = users(seats, row);
        let Some(person) = users.into_iter().min_by_key(|person| {
            (seats.candidates[*person].pinned, std::cmp::Reverse(seats.candidates[*person].count))
        }) else {
            break;
        };
        seats.take_out(person);
        homeless.push(person);
    }
    homeless
}

/// Puts people back where there is room; answers those for whom there is none.
pub(crate) fn put_back(seats: &mut Seats<'_>, homeless: Vec<usize>) -> Vec<usize> {
    let mut without = Vec::new();
    for person in homeless.into_iter().rev() {
        match seats.cheapest(person) {
            Some((_, seat)) => seats.place(person, seat),
            None => without.push(person),
        }
    }
    without.sort_unstable();
    without
}
