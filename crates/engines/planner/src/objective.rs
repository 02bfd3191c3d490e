//! The objective of a plan, term by term, summed from the seats as they are.

use problem::{Objective, Step, Term, for_months};

use crate::seats::{Seat, Seats};

/// All terms.
pub fn of(seats: &Seats<'_>) -> Objective {
    let mut sum = Objective::default();
    for (term, points) in seats.staffing.shortages(seats.ground()) {
        sum.add(term, points);
    }
    for person in 0..seats.candidates.len() {
        match &seats.seats[person] {
            Some(seat) => of_person(seats, person, seat, &mut sum),
            None => of_the_impossible(seats, person, &mut sum),
        }
    }
    sum
}

/// What people cost who have no seat.
pub fn of_nobody(seats: &Seats<'_>) -> i128 {
    let mut sum = Objective::default();
    let without = (0..seats.candidates.len()).filter(|person| seats.seats[*person].is_none());
    without.for_each(|person| of_the_impossible(seats, person, &mut sum));
    sum.total
}

fn of_person(seats: &Seats<'_>, person: usize, seat: &Seat, sum: &mut Objective) {
    let candidate = &seats.candidates[person];
    let way = &candidate.ways[seat.way];
    sum.add(Term::Specialty, i128::from(way.price));
    for period in 0..seat.taken.len() {
        let Some(offered) = candidate.does(seat, period) else { continue };
        for (term, points) in &offered.cost.terms {
            sum.add(*term, i128::from(*points));
        }
        let apart = seats.apart_in(person, period, offered.area());
        sum.add(Term::CoupleApart, i128::from(apart));
    }
    moves(seats, person, seat, sum);
    sum.add(Term::OutsideUnmet, outside_unmet(seats, person, Some(seat)));
}

fn moves(seats: &Seats<'_>, person: usize, seat: &Seat, sum: &mut Objective) {
    let way = &seats.candidates[person].ways[seat.way];
    let mut at = way.start();
    for (period, taken) in seat.taken.iter().enumerate() {
        let Some(choice) = taken.choice() else { return };
        let Some((next, _)) = way.follow(period, at, choice) else { return };
        let (workplace, area) = way.moved(period, at, choice);
        sum.add(Term::MoveWorkplace, i128::from(workplace));
        sum.add(Term::MoveArea, i128::from(area));
        at = next;
    }
}

fn outside_unmet(seats: &Seats<'_>, person: usize, seat: Option<&Seat>) -> i128 {
    let ground = seats.ground();
    let Some(wish) = &ground.problem.people[person].outside else { return 0 };
    let given: i32 = seat.map_or(0, |seat| {
        let candidate = &seats.candidates[person];
        let outside = |period: &usize| {
            candidate.does(seat, *period).is_some_and(|offered| *offered.step() == Step::Outside)
        };
        let outside = (0..seat.taken.len()).filter(outside);
        outside.map(|period| ground.periods[period].months.0).sum()
    });
    let unmet = kernel::Months((wish.months.0 - given).max(0));
    i128::from(for_months(ground.problem.rates.outside_unmet, unmet))
}

/// Somebody whose own rules cannot be met: unplaced wherever facts do not decide, on the first path.
fn of_the_impossible(seats: &Seats<'_>, person: usize, sum: &mut Objective) {
    let candidate = &seats.candidates[person];
    let path = seats.ground().problem.people[person].paths.first();
    sum.add(Term::Specialty, i128::from(path.map_or(0, |path| path.price)));
    for (term, points) in candidate.unplaced.iter().flat_map(|(_, points)| points) {
        sum.add(*term, i128::from(*points));
    }
    sum.add(Term::OutsideUnmet, outside_unmet(seats, person, None));
}
