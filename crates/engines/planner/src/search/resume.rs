//! The next plan after a change: everybody stays where he was where he still can, the others are put in, and what is
//! left of the work goes first to those who moved and to those around them.

use std::collections::BTreeMap;

use linear::Trouble;

use crate::{
    columns::{
        names::{self, Name},
        search::Columns,
    },
    limits::{Go, Limits, Phase, Progress},
    objective,
    search::{Outcome, Run, by_columns, construct, eject, improve},
    seats::{Seat, Seats},
};

/// What was known before the change.
#[derive(Debug)]
pub struct Before<'w> {
    /// Where everybody was, as far as that is one of his careers now.
    pub seats: Vec<Option<Seat>>,
    /// Charges by the names of rows; none where there was no search before.
    pub charges: &'w BTreeMap<(Name, usize), i64>,
    /// What the cheapest career of each costs at them, where that cannot have changed.
    pub prices: Vec<Option<i64>>,
    /// Careers found, as far as they are careers now: whose, and which.
    pub careers: Vec<(usize, Seat)>,
}

/// Fills the seats, beginning with a plan that there was. The first plan that is told of comes with its bound where
/// charges are known.
pub fn resume(
    seats: &mut Seats<'_>,
    before: Before<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Outcome {
    let mut run = Run::new(limits, watch);
    let without_room = seat_again(seats, &mut run, &before.seats);
    let moved: Vec<usize> =
        (0..seats.seats.len()).filter(|person| seats.seats[*person] != before.seats[*person]).collect();
    improve::descend_some(seats, &mut run, &moved);
    let rows = seats.rows();
    let mut columns = Columns::new(seats, rows, limits);
    if !before.charges.is_empty() {
        let charges = names::charges_of(&names::names(seats, &columns.rows), before.charges);
        columns.begin_at(seats, &mut run, charges, before.prices);
    }
    run.tell(seats, Phase::Improve, objective::of(seats).total);
    if before.charges.is_empty() {
        columns.charge(seats, &mut run);
    }
    columns.begin_with(seats, before.careers);
    columns.add_present(seats);
    let improved = improve_from(seats, &mut columns, &mut run, &moved);
    run.after(improved, seats);
    Outcome { without_room, bound: run.bound, columns }
}

/// Around those who moved, then everywhere.
fn improve_from(
    seats: &mut Seats<'_>,
    columns: &mut Columns,
    run: &mut Run<'_>,
    moved: &[usize],
) -> Result<(), Trouble> {
    let mut fails = vec![0; seats.candidates.len()];
    let mut total = objective::of(seats).total;
    columns.look_around(moved);
    while columns.to_look_around() > 0 && run.goes_on(seats) && run.gap(total) > 0 {
        total -= columns.improve(seats, run, &mut fails)?;
        run.tell(seats, Phase::Improve, total);
    }
    improve::descend_all(seats, run);
    if run.goes_on(seats) && run.gap(objective::of(seats).total) > 0 {
        by_columns(seats, columns, run)?;
    }
    Ok(())
}

/// Puts everybody where he was, and those who cannot stay there where they cost least; answers those for whom there is
/// no room.
fn seat_again(seats: &mut Seats<'_>, run: &mut Run<'_>, before: &[Option<Seat>]) -> Vec<usize> {
    for (person, seat) in before.iter().enumerate() {
        if let Some(seat) = seat {
            seats.place(person, seat.clone());
        }
    }
    eject::empty_full_rows(seats);
    let left = construct::construct(seats, run);
    eject::make_room(seats, run, left)
}
