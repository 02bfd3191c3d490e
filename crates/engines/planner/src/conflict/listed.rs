//! Those whom a plan leaves out, with what leaves them out: asked in the bare problem once the search is done.

use problem::{ConflictElement, Crowded, Impossible};

use crate::{
    compile::Compiler,
    conflict::{
        bare::bare,
        joint::{Joint, Together},
    },
    ground::Ground,
    prices::Records,
    seats::Seats,
    staffing::Staffing,
};

/// Most people of whom it is asked why they are not placed throughout.
const ASKED: usize = 12;

/// What the plan says of those whom it leaves out.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// People who have no seat.
    pub impossible: Vec<Impossible>,
    /// People of whom somebody is unplaced in some period, whatever the plan.
    pub crowded: Vec<Crowded>,
}

/// What leaves people out. Those without a seat for whom there is one after all are put in. `states`: as many as the seats'
/// careers were compiled within.
pub fn conflicts(seats: &mut Seats<'_>, without_room: Vec<usize>, states: usize) -> Conflicts {
    let left_out = left_out(seats);
    if without_room.is_empty() && left_out.is_empty() {
        return Conflicts::default();
    }
    let bare = bare(seats.ground().problem);
    let ground = Ground::new(&bare, seats.ground().editions.clone());
    let (records, staffing) = (Records::of(&bare), Staffing::new(&ground));
    let compiler = Compiler::new(&ground, &records, &staffing).within(states);
    let mut joint = Joint::new(&compiler);
    let id = |person: usize| bare.people[person].career.person.clone();
    let mut conflicts = Conflicts::default();
    for person in without_room {
        let conflict = match joint.ask(seats, person, false) {
            Together::Seated(found) => {
                for (person, seat) in found {
                    seats.take_out(person);
                    seats.place(person, seat);
                }
                continue;
            }
            Together::Never { conflict, .. } => conflict,
            Together::Unknown => vec![ConflictElement::TooManyCareers],
        };
        conflicts.impossible.push(Impossible { person: id(person), conflict });
    }
    for person in left_out {
        let known = conflicts.crowded.iter().any(|crowded| crowded.people.contains(&id(person)));
        if !known
            && let Together::Never { people, conflict } = joint.ask(seats, person, true)
            && !conflict.is_empty()
        {
            conflicts.crowded.push(Crowded { people: people.into_iter().map(id).collect(), conflict });
        }
    }
    conflicts
}

/// People whose careers leave periods empty in which they could be posted, the first few.
fn left_out(seats: &Seats<'_>) -> Vec<usize> {
    let people = seats.seats.iter().enumerate().filter_map(|(person, seat)| Some((person, seat.as_ref()?)));
    let left_out = people.filter(|(person, seat)| seats.candidates[*person].is_left_out(seat));
    left_out.map(|(person, _)| person).take(ASKED).collect()
}
