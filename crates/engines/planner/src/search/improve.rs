//! A better plan: everybody is put in anew until nothing gains, then small related groups are taken out together and
//! put back in another order. A little worse is taken for a while; the best plan is kept.

use crate::{
    limits::Phase,
    objective,
    search::Run,
    seats::{Seat, Seats},
};

/// Smallest and largest group that is taken out together.
const GROUP: (usize, usize) = (2, 10);

/// A group that left the plan worse by at most this share of the objective is kept at first: one part in so many. The
/// share is half of that after a quarter as many rounds as there are people, a third after half as many …
const TOLERANCE: i128 = 2_000;

/// A round that gains no more than this part of the objective gains little.
const LITTLE: i128 = 500;

/// Improves until the work is used up.
pub(super) fn improve(seats: &mut Seats<'_>, run: &mut Run<'_>) {
    let people = seated(seats);
    let mut now = objective::of(seats).total;
    run.tell(seats, Phase::Improve, now);
    descend(seats, run, &people, &mut now);
    let mut best = Best { total: now, seats: seats.seats.clone() };
    let mut rounds: u64 = 0;
    while run.goes_on(seats) && people.len() > 1 {
        // By the rounds gone, not by those left: so a run that was stopped is the beginning of a longer one.
        let young = people.len().div_ceil(4) as i128;
        let tolerance = best.total.abs() / TOLERANCE * young / (young + i128::from(rounds));
        let group = neighbours(seats, run, &people);
        regroup(seats, run, &group, &mut now, best.total + tolerance);
        if now < best.total {
            best = Best { total: now, seats: seats.seats.clone() };
        }
        rounds += 1;
        if rounds.is_multiple_of(16) {
            run.tell(seats, Phase::Improve, best.total);
        }
    }
    if now > best.total {
        restore(seats, &people, best.seats);
    }
    run.tell(seats, Phase::Improve, best.total);
}

/// Everybody who has a seat.
fn seated(seats: &Seats<'_>) -> Vec<usize> {
    (0..seats.seats.len()).filter(|person| seats.seats[*person].is_some()).collect()
}

/// The best plan so far.
struct Best {
    total: i128,
    seats: Vec<Option<Seat>>,
}

fn restore(seats: &mut Seats<'_>, people: &[usize], best: Vec<Option<Seat>>) {
    for person in people {
        seats.take_out(*person);
    }
    for (person, seat) in best.into_iter().enumerate() {
        if let Some(seat) = seat {
            seats.place(person, seat);
        }
    }
}

/// The same for everybody.
pub(super) fn descend_all(seats: &mut Seats<'_>, run: &mut Run<'_>) {
    let people = seated(seats);
    descend_some(seats, run, &people);
}

/// The same until a whole round gains little: for a plan that something else makes better.
pub(super) fn descend_roughly(seats: &mut Seats<'_>, run: &mut Run<'_>) {
    let people = seated(seats);
    let mut now = objective::of(seats).total;
    let little = now.abs() / LITTLE;
    descend_until(seats, run, &people, &mut now, little);
}

/// The same for some people.
pub(super) fn descend_some(seats: &mut Seats<'_>, run: &mut Run<'_>, people: &[usize]) {
    let mut now = objective::of(seats).total;
    descend(seats, run, people, &mut now);
}

/// Re-inserts everybody in turn until a whole round gains nothing.
fn descend(seats: &mut Seats<'_>, run: &mut Run<'_>, people: &[usize], now: &mut i128) {
    descend_until(seats, run, people, now, 0);
}

/// Re-inserts everybody in turn until a whole round gains so little.
fn descend_until(seats: &mut Seats<'_>, run: &mut Run<'_>, people: &[usize], now: &mut i128, little: i128) {
    let mut order = people.to_vec();
    loop {
        let mut gained = 0;
        run.random.shuffle(&mut order);
        for (number, person) in order.iter().enumerate() {
            if !run.goes_on(seats) {
                *now -= gained;
                return;
            }
            gained += i128::from(seats.improve(*person).unwrap_or(0));
            if number % 16 == 15 {
                run.tell(seats, Phase::Improve, *now - gained);
            }
        }
        *now -= gained;
        if gained <= little {
            return;
        }
    }
}

/// Takes a group out and puts it back in a new order; undone if the plan would be worse than `most`.
fn regroup(seats: &mut Seats<'_>, run: &mut Run<'_>, group: &[usize], now: &mut i128, most: i128) {
    let mut total = *now;
    let mut old = Vec::with_capacity(group.len());
    for person in group {
        let Some(seat) = seats.take_out(*person) else { continue };
        total -= i128::from(seats.price_of(*person, &seat).unwrap_or(0));
        old.push((*person, seat));
    }
    let mut order: Vec<usize> = old.iter().map(|(person, _)| *person).collect();
    run.random.shuffle(&mut order);
    for person in &order {
        let Some((price, seat)) = seats.cheapest(*person) else { return undo(seats, old) };
        seats.place(*person, seat);
        total += i128::from(price);
    }
    // Those put in first did not know where the others would go.
    for person in &order[..order.len().saturating_sub(1)] {
        total -= i128::from(seats.improve(*person).unwrap_or(0));
    }
    if total > most { undo(seats, old) } else { *now = total }
}

fn undo(seats: &mut Seats<'_>, old: Vec<(usize, Seat)>) {
    for (person, _) in &old {
        seats.take_out(*person);
    }
    for (person, seat) in old {
        seats.place(person, seat);
    }
}

/// A group around somebody: those of the household, and others who share a post, a need or a workplace with what he
/// does or could do in some period.
fn neighbours(seats: &Seats<'_>, run: &mut Run<'_>, people: &[usize]) -> Vec<usize> {
    let seed = people[run.random.below(people.len())];
    let size = GROUP.0 + run.random.below(GROUP.1 - GROUP.0 + 1);
    let mut group = vec![seed];
    group.extend(seats.candidates[seed].partners.iter().filter(|partner| seats.seats[**partner].is_some()));
    let periods = seats.staffing_periods();
    for _ in 0..6 {
        let period = run.random.below(periods);
        let mut near = related(seats, run, seed, period, people);
        run.random.shuffle(&mut near);
        for person in near.into_iter().take(1 + size / 2) {
            if !group.contains(&person) {
                group.push(person);
            }
        }
        if group.len() >= size {
            break;
        }
    }
    group.dedup();
    group.truncate(size.max(2));
    group
}

/// People who in a period use a row that one of the seed's possible choices would use.
fn related(seats: &Seats<'_>, run: &mut Run<'_>, seed: usize, period: usize, people: &[usize]) -> Vec<usize> {
    let candidate = &seats.candidates[seed];
    let Some(seat) = &seats.seats[seed] else { return Vec::new() };
    let offers = &candidate.offers[seat.way][period];
    let wanted = offers[run.random.below(offers.len())].usage();
    let shares = |person: &usize| {
        *person != seed
            && seats.offered(*person, period).is_some_and(|offered| {
                let room =
                    offered.usage().room.iter().any(|(row, _)| wanted.room.iter().any(|(own, _)| own == row));
                let need = offered
                    .usage()
                    .needs
                    .iter()
                    .any(|(row, _)| wanted.needs.iter().any(|(own, _)| own == row));
                room || need
            })
    };
    people.iter().copied().filter(shares).collect()
}
