//! Laws: the order of lists leaves verdict and sum as they are; the same plan gives the same report.

use problem::{Cause, Couple, Need, NeedLevel, NeedPlace, Plan, Problem, Step, Wish, WishPlace};
use proptest::prelude::*;

use crate::cast::{a, at, honest, office, person, plan, span};

/// An office in which much has a price.
fn priced() -> Problem {
    let mut office = office();
    let need = |id: &str, level, area: &str, heads, price| Need {
        id: a(id),
        level,
        at: NeedPlace::Area(a(area)),
        department: None,
        span: span("2027-04", "2029-10"),
        heads,
        price,
    };
    office.needs = vec![
        need("n1", NeedLevel::Critical, "agatsuma", 1, 4000),
        need("n2", NeedLevel::Wanted, "agatsuma", 3, 700),
        need("n3", NeedLevel::Wanted, "maebashi", 4, 500),
    ];
    office.rates.worst_share = 5;
    office.couples = vec![Couple { people: (a("akagi"), a("haruna")) }];
    let wish =
        |place: &str, rank| Wish { place: WishPlace::Workplace(a(place)), rank, span: None, price: None };
    person(&mut office, "haruna").wishes = vec![wish("kawabe", 2), wish("chuo", 3)];
    office
}

fn any_step() -> impl Strategy<Value = Step> {
    prop::sample::select(vec![
        at("chuo-general"),
        at("yamazato-general"),
        at("kawabe-general"),
        at("chuo-internal"),
        at("chuo-initial"),
        Step::Pattern(a("shared-week")),
        Step::Unplaced(Cause::Dearer),
        Step::NotYet,
        Step::Leave,
        Step::Released,
        Step::Outside,
    ])
}

fn any_plan() -> impl Strategy<Value = Plan> {
    prop::collection::vec(any_step(), 12).prop_map(|steps| {
        let mut plan = plan();
        for (number, step) in steps.into_iter().enumerate() {
            plan.people[number / 3].steps[number % 3] = step;
        }
        plan
    })
}

proptest! {
    #[test]
    fn the_order_of_people_posts_and_needs_changes_nothing(
        plan in any_plan(),
        people in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
        posts in Just(vec![0_usize, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let office = priced();
        let mut shuffled = office.clone();
        shuffled.people = people.iter().map(|place| office.people[*place].clone()).collect();
        shuffled.posts = posts.iter().map(|place| office.posts[*place].clone()).collect();
        shuffled.needs.reverse();
        let mut same = plan.clone();
        same.people = people.iter().map(|place| plan.people[*place].clone()).collect();
        let mut before = checker::check(&office, &honest(&office, plan));
        let mut after = checker::check(&shuffled, &honest(&shuffled, same));
        before.findings.sort();
        after.findings.sort();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn any_plan_gets_a_report_and_its_sum_is_that_of_its_terms(plan in any_plan()) {
        let office = priced();
        let report = checker::check(&office, &honest(&office, plan));
        prop_assert_eq!(report.objective.total, report.objective.terms.values().sum::<i128>());
        prop_assert_eq!(report.feasible, report.accepts());
    }
}
