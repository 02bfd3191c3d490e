//! Branches: whatever is decided of a career, the two branches together are all careers, each holds only its own, and the
//! cheaper of their cheapest is the cheapest of all.

use planner::{
    columns::{
        decided::Decided,
        pricing::{Priced, cheapest_of_branch},
        rows::{PARTS, Row},
    },
    compile::Compiler,
    ground::Ground,
    prices::Records,
    seats::{Candidate, Seats},
    staffing::Staffing,
};
use problem::Problem;

use crate::town::{Dice, bind, counting, edition, rule, town};

/// Charges tried for each town.
const CHARGES: usize = 3;

/// Every decision on every choice of a town's one person, at charges drawn at random; answers how many there were.
fn hold(problem: &Problem, dice: &mut Dice) -> usize {
    let ground = Ground::new(problem, problem.editions().unwrap());
    let (records, staffing) = (Records::of(problem), Staffing::new(&ground));
    let candidates = [Compiler::new(&ground, &records, &staffing).candidate(0, &mut Vec::new())];
    let rows = Seats::new(&ground, &candidates, staffing.clone()).rows();
    let mut decisions = 0;
    for _ in 0..CHARGES {
        let mut charges: Vec<i64> = rows
            .rows
            .iter()
            .map(|row| match row {
                Row::Need { .. } => -(dice.roll(9) as i64),
                _ => dice.roll(9) as i64,
            })
            .map(|charge| charge * PARTS / 10)
            .collect();
        rows.clip(&mut charges);
        let priced = |decided: &[Decided]| -> Option<Priced> {
            cheapest_of_branch(&candidates, &rows, (&charges, &rows.of_works(&charges, &[])), &[0], decided)
                .pop()
                .flatten()
        };
        let all = priced(&[]).map(|priced| priced.price);
        for yes in decisions_on(&candidates[0]) {
            let no = Decided { so: false, ..yes };
            let halves = [priced(&[yes]), priced(&[no])];
            for (half, decided) in halves.iter().zip([yes, no]) {
                assert!(half.iter().all(|half| !decided.rules_out(&half.seat)), "{decided:?}: {half:?}");
            }
            assert!(priced(&[yes, no]).is_none_or(|both| both.seat.taken[yes.period].choice().is_none()));
            assert_eq!(halves.iter().flatten().map(|half| half.price).min(), all, "{yes:?}");
            decisions += 1;
        }
    }
    decisions
}

fn decisions_on(candidate: &Candidate) -> Vec<Decided> {
    let mut all = Vec::new();
    for (way, offers) in candidate.offers.iter().enumerate() {
        for (period, choices) in offers.iter().enumerate() {
            all.extend((0..choices.len()).map(|choice| Decided {
                person: 0,
                period,
                does: (way, choice),
                so: true,
            }));
        }
    }
    all
}

#[test]
fn two_branches_are_all_careers() {
    let mut decisions = 0;
    for seed in 0..24 {
        let mut dice = Dice(seed ^ 0x2545_F491_4F6C_DD1D);
        dice.roll(2);
        let mut problem = town(&mut dice);
        let owed = rule("owed", "months-owed", "owed = 60\nat = { in-prefecture = true }");
        let edition = edition(&counting(&mut dice), &owed);
        bind(&mut dice, &mut problem, &edition);
        decisions += hold(&problem, &mut dice);
    }
    assert!(decisions > 1_000, "{decisions}");
}
