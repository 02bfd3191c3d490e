//! What a plan says of itself is compared with what is.

use problem::{Cause, ConflictElement, Crowded, Impossible, Plan, Residual, Step, Term};

use crate::cast::{a, at, honest, office, plan, with};

fn codes(plan: &Plan) -> Vec<&'static str> {
    checker::check(&office(), plan).findings.iter().map(|finding| finding.code).collect()
}

fn right() -> Plan {
    honest(&office(), plan())
}

#[test]
fn a_right_plan_is_accepted() {
    let report = checker::check(&office(), &right());
    assert!(report.accepts() && report.feasible);
    assert_eq!(report.claimed_total, report.objective.total);
}

#[test]
fn a_plan_for_another_problem_is_refused() {
    let mut other = office();
    other.posts[0].most = 9;
    assert_eq!(codes(&honest(&other, plan())), ["plan-other-problem"]);
}

#[test]
fn a_document_of_another_kind_is_refused() {
    let plan = Plan { schema: "tsunagu-plan/9".to_owned(), ..right() };
    assert_eq!(codes(&plan), ["plan-schema"]);
}

#[test]
fn everybody_has_an_entry_in_the_order_of_the_problem() {
    let mut fewer = right();
    fewer.people.pop();
    assert_eq!(codes(&fewer), ["plan-people"]);
    let mut swapped = right();
    swapped.people.swap(0, 1);
    assert_eq!(codes(&swapped), ["plan-people"]);
}

#[test]
fn every_period_has_a_step_and_the_path_exists() {
    let mut short = right();
    short.people[0].steps.pop();
    assert_eq!(codes(&short), ["plan-steps"]);
    let mut astray = right();
    astray.people[0].path = 1;
    assert_eq!(codes(&astray), ["plan-path"]);
}

#[test]
fn posts_and_patterns_are_those_of_the_problem() {
    let unknown = |step| codes(&honest(&office(), with("akagi", 0, step)));
    assert_eq!(unknown(at("nowhere")), ["plan-unknown-post"]);
    assert_eq!(unknown(Step::Pattern(a("nowhere"))), ["plan-unknown-post"]);
}

#[test]
fn only_people_of_the_problem_are_impossible() {
    let mut plan = right();
    plan.impossible = vec![Impossible { person: a("nobody"), conflict: Vec::new() }];
    assert_eq!(codes(&plan), ["plan-unknown-person"]);
}

#[test]
fn a_term_claimed_too_low_is_found() {
    let mut plan = right();
    plan.objective.add(Term::MoveArea, -1);
    let report = checker::check(&office(), &plan);
    assert!(report.feasible, "it can be carried out");
    assert!(!report.accepts(), "but it says what is not so");
    assert_eq!(codes(&plan), ["objective-term", "objective-total"]);
}

#[test]
fn terms_that_do_not_sum_up_are_found() {
    let mut plan = right();
    plan.objective.total += 1;
    assert_eq!(codes(&plan), ["objective-total"]);
}

#[test]
fn a_breach_that_is_none_is_found() {
    let mut plan = right();
    plan.residual = vec![Residual {
        person: a("akagi"),
        commitment: a("loan"),
        rule: a("stay"),
        sentence: Default::default(),
    }];
    assert_eq!(codes(&plan), ["residual-untrue"]);
}

#[test]
fn a_conflict_speaks_of_this_problem_and_of_room_that_is_too_small() {
    let period = office().horizon[0].span.from;
    let most = office().posts[0].most;
    let post = |enough| ConflictElement::Post { post: office().posts[0].id.clone(), period, enough };
    let told = |element: ConflictElement| {
        let mut plan = with("akagi", 0, Step::Unplaced(Cause::Full));
        plan.crowded = vec![Crowded { people: vec![a("akagi")], conflict: vec![element] }];
        codes(&honest(&office(), plan))
            .into_iter()
            .filter(|code| code.starts_with("conflict"))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(post(most + 1)), [""; 0]);
    for strange in [
        post(most),
        ConflictElement::Pin(99),
        ConflictElement::Leave { person: a("akagi"), number: 99 },
        ConflictElement::Exclusion { person: a("nobody"), number: 0 },
        ConflictElement::Workplace { workplace: a("nowhere"), period, enough: 9 },
    ] {
        assert_eq!(told(strange), ["conflict-unknown"]);
    }
}

#[test]
fn people_who_are_all_placed_are_not_too_many() {
    let mut plan = right();
    plan.crowded = vec![Crowded { people: vec![a("akagi")], conflict: Vec::new() }];
    assert_eq!(codes(&plan), ["conflict-untrue"]);
    plan.crowded[0].people = vec![a("nobody")];
    assert_eq!(codes(&plan), ["plan-unknown-person"]);
}
