//! The search: puts people in at marginal cost, makes room by pushing others elsewhere, and improves the plan until its
//! work is used up. It knows choices and prices only; what a rule means lies wholly in the graphs.

mod construct;
pub(crate) mod eject;
mod improve;
pub(crate) mod resume;

use problem::Step;

use linear::Trouble;

use crate::{
    columns::search::Columns,
    ground::Ground,
    limits::{Go, Limits, Phase, Progress},
    objective,
    offered::Offered,
    random::Random,
    seats::{Seat, Seats},
};

/// What the search found, beside the seats.
#[derive(Debug)]
pub struct Outcome {
    /// People for whom there was no room that their own rules allow.
    pub without_room: Vec<usize>,
    /// No plan costs less; none where nothing is proven.
    pub bound: Option<i128>,
    /// Charges and careers.
    pub columns: Columns,
}

/// Fills the seats, beginning with those of a plan that there is: of everybody, or of nobody.
pub fn search(
    seats: &mut Seats<'_>,
    begin: &[Option<Seat>],
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Outcome {
    let mut run = Run::new(limits, watch);
    for (person, seat) in begin.iter().enumerate() {
        if let Some(seat) = seat {
            seats.place(person, seat.clone());
        }
    }
    let mut left = construct::construct(seats, &mut run);
    left.extend(take_out_left_out(seats));
    let without_room = eject::make_room(seats, &mut run, left);
    run.tell(seats, Phase::Improve, objective::of(seats).total);
    improve::descend_roughly(seats, &mut run);
    let rows = seats.rows();
    let mut columns = Columns::new(seats, rows, limits);
    columns.charge(seats, &mut run);
    let searched = by_columns(seats, &mut columns, &mut run);
    run.after(searched, seats);
    Outcome { without_room, bound: run.bound, columns }
}

/// Takes out those who found no post in a period, so that room is made for them too.
fn take_out_left_out(seats: &mut Seats<'_>) -> Vec<usize> {
    let seated = |person: &usize| {
        let seat = seats.seats[*person].as_ref();
        seat.is_some_and(|seat| seats.candidates[*person].is_left_out(seat))
    };
    let left: Vec<usize> = (0..seats.candidates.len()).filter(seated).collect();
    left.iter().for_each(|person| {
        seats.take_out(*person);
    });
    left
}

/// A plan gets better slowly where a round gains less than this part of the gap; and of all work one part in so many may
/// then go to the bound.
const SLOWLY: i128 = 8;
const FOR_BOUND: u64 = 4;

/// By columns at charges that are known, until the work is used up or the plan meets its bound.
fn by_columns(seats: &mut Seats<'_>, columns: &mut Columns, run: &mut Run<'_>) -> Result<(), Trouble> {
    columns.mix(seats, run)?;
    improve::descend_roughly(seats, run);
    columns.add_present(seats);
    let mut fails = vec![0; seats.candidates.len()];
    let mut total = objective::of(seats).total;
    let (began, mut raised, mut for_bound) = (seats.work, total, 0);
    let mut raise = |seats: &mut Seats<'_>, columns: &mut Columns, run: &mut Run<'_>, total| {
        let before = seats.work;
        columns.raise(seats, run, total);
        for_bound += seats.work - before;
        for_bound * FOR_BOUND
    };
    if run.goes_on(seats) && run.gap(total) > 0 {
        columns.decide_shares(seats, run, total);
    }
    let mut due = began;
    let mut in_vain = 0;
    while run.goes_on(seats) && run.gap(total) > 0 && in_vain < columns.patience() {
        let gained = columns.improve(seats, run, &mut fails)?;
        total -= gained;
        in_vain = if gained > 0 { 0 } else { in_vain + 1 };
        run.tell(seats, Phase::Improve, total);
        // One by one everybody is soon looked at where people are few; where they are many, that takes longest.
        if gained > 0 && !columns.is_large() {
            improve::descend_all(seats, run);
            total = objective::of(seats).total;
        }
        // A smaller gap leaves fewer careers to write down; and where the plan hardly gets better, the bound may.
        let slowly = gained * SLOWLY < run.gap(total) && seats.work >= due;
        if run.goes_on(seats) && columns.may_rise() && (slowly || run.gap(total) * 4 < run.gap(raised) * 3) {
            due = began + raise(seats, columns, run, total);
            raised = total;
        }
    }
    while run.goes_on(seats) && run.gap(total) > 0 && columns.may_rise() {
        columns.raise(seats, run, total);
    }
    if run.goes_on(seats) && run.gap(total) > 0 {
        columns.finish(seats, run, total)?;
    }
    Ok(())
}

/// One run of the search.
pub(crate) struct Run<'r> {
    pub limits: Limits,
    /// The search's own generator.
    pub random: Random,
    /// The best lower bound of the objective.
    pub bound: Option<i128>,
    /// How many careers the leaves of a tree over everybody ask for.
    pub to_check: usize,
    watch: &'r mut dyn FnMut(&Progress) -> Go,
    stopped: bool,
}

impl<'r> Run<'r> {
    /// A run at its beginning.
    pub fn new(limits: &Limits, watch: &'r mut dyn FnMut(&Progress) -> Go) -> Self {
        Self {
            limits: limits.clone(),
            random: Random::new(limits.seed),
            bound: None,
            to_check: 0,
            watch,
            stopped: false,
        }
    }

    /// A bound that was proven; the best one counts.
    pub fn proves(&mut self, bound: Option<i128>) {
        self.bound = self.bound.max(bound);
    }

    /// How much more than what is proven a plan costs.
    pub fn gap(&self, total: i128) -> i128 {
        self.bound.map_or(i128::MAX / 8, |bound| total - bound)
    }

    /// What is left to do where columns came to no end of their own.
    fn after(&mut self, columns: Result<(), Trouble>, seats: &mut Seats<'_>) {
        if columns.is_err() {
            improve::improve(seats, self);
        }
    }

    /// Nobody waits any more.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    pub fn goes_on(&self, seats: &Seats<'_>) -> bool {
        !self.stopped && seats.work < self.limits.work
    }

    pub fn tell(&mut self, seats: &Seats<'_>, phase: Phase, objective: i128) {
        let progress = Progress {
            phase,
            work: seats.work,
            limit: self.limits.work,
            objective,
            bound: self.bound,
            unplaced: seats.unplaced(),
            people: seats.seats.iter().flatten().count(),
            to_check: self.to_check,
        };
        if (self.watch)(&progress) != Go::On {
            self.stopped = true;
        }
    }
}

impl Seats<'_> {
    /// How many people are unplaced in some period.
    pub fn unplaced(&self) -> usize {
        let idle = |(person, seat): (usize, &crate::seats::Seat)| {
            let does = (0..seat.taken.len()).filter_map(|period| self.candidates[person].does(seat, period));
            does.map(Offered::step).any(|step| matches!(step, Step::Unplaced(_)))
        };
        let seated =
            self.seats.iter().enumerate().filter_map(|(person, seat)| Some((person, seat.as_ref()?)));
        seated.filter(|seated| idle(*seated)).count()
    }

    /// The ground.
    pub fn ground(&self) -> &Ground<'_> {
        self.ground
    }
}
