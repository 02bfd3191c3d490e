//! The first plan: people are put in one by one, each as cheaply as can be; first those held by pins, then those with
//! the fewest careers to choose from.

use crate::{limits::Phase, search::Run, seats::Seats};

/// Puts in everybody who has no seat yet; answers those for whom there was no room.
pub(super) fn construct(seats: &mut Seats<'_>, run: &mut Run<'_>) -> Vec<usize> {
    let seatless = |person: &usize| seats.seats[*person].is_none();
    let mut order: Vec<usize> = (0..seats.candidates.len()).filter(seatless).collect();
    order.sort_by_key(|person| {
        let candidate = &seats.candidates[*person];
        (!candidate.pinned, candidate.count, *person)
    });
    let mut left = Vec::new();
    for (number, person) in order.into_iter().enumerate() {
        if seats.candidates[person].ways.is_empty() {
            continue;
        }
        match seats.cheapest(person) {
            Some((_, seat)) => seats.place(person, seat),
            None => left.push(person),
        }
        if number % 16 == 15 {
            run.tell(seats, Phase::Construct, 0);
        }
    }
    left
}
