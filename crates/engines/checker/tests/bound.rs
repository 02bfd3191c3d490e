//! Certificates: a bound never passes what an accepted plan costs, and a certificate with one number changed is refused.

use checker::bound;
use problem::{
    Apart, CERTIFICATE_SCHEMA, Cause, Certificate, Couple, DecidedPlace, Decision, Need, NeedLevel,
    NeedPlace, Node, Pin, PinPlace, PlaceLimit, Plan, Problem, Row, RowDual, Step,
};
use rules::Instructors;

use crate::cast::{Dice, a, at, days, honest, office, person, plan, span};

/// An office in which everything that people share is scarce or has a price.
fn scarce() -> Problem {
    let mut office = office();
    let need = |id: &str, level, at, department: Option<&str>, heads, price| Need {
        id: a(id),
        level,
        at,
        department: department.map(a),
        span: span("2027-04", "2029-10"),
        heads,
        price,
    };
    let area = |id: &str| NeedPlace::Area(a(id));
    let general = Some("総合診療科");
    office.needs = vec![
        need("closing", NeedLevel::Critical, area("agatsuma"), None, 1, 4_000),
        need("hills", NeedLevel::Wanted, area("agatsuma"), general, 3, 700),
        need("plain", NeedLevel::Wanted, area("maebashi"), general, 2, 500),
        need("plain-too", NeedLevel::Wanted, area("maebashi"), Some("臨床研修"), 2, 100),
        need("clinic", NeedLevel::Minimum, NeedPlace::Workplace(a("kawabe")), general, 1, 900),
    ];
    office.rates.worst_share = 5;
    office.place_limits =
        vec![PlaceLimit { workplace: a("chuo"), span: span("2027-04", "2029-10"), most: 4 }];
    office.couples = vec![Couple { people: (a("haruna"), a("akagi")) }];
    office.pins = vec![pinned(Some(150))];
    office.trainees_per_instructor = Some(1);
    let period = days("2010-04-01", "2050-04-01");
    for place in ["chuo", "yamazato"] {
        let row = Instructors { department: a("総合診療科"), period, count: 1 };
        office.tables.workplaces.get_mut(&a::<kernel::WorkplaceId>(place)).unwrap().instructors = vec![row];
    }
    let instructs = problem::Instructs { department: a("総合診療科"), period };
    person(&mut office, "akagi").instructs = vec![instructs];
    office
}

/// Duals of rows of every kind, drawn at random within what is allowed.
fn duals(problem: &Problem, dice: &mut Dice) -> Vec<RowDual> {
    let mut duals = Vec::new();
    for period in &problem.horizon {
        let month = period.span.from;
        let a_year = i64::from(period.span.length().0);
        let mut add = |row: Row, dual: i64| duals.push(RowDual { row, dual });
        for post in &problem.posts {
            add(Row::Post { post: post.id.clone(), period: month }, -dice.roll(400));
        }
        add(Row::Place { workplace: a("chuo"), period: month }, -dice.roll(300));
        for place in ["chuo", "yamazato"] {
            let (workplace, department) = (a(place), a("総合診療科"));
            add(Row::Instructors { workplace, department, period: month }, -dice.roll(300));
        }
        for area in ["maebashi", "agatsuma"] {
            add(Row::WorstShare { area: a(area), period: month }, dice.roll(40 * a_year / 12));
        }
        for need in &problem.needs {
            add(Row::Need { need: need.id.clone(), period: month }, dice.roll(need.price * a_year / 12));
        }
        for (person, partner) in [("akagi", "haruna"), ("haruna", "akagi")] {
            for area in [None, Some("maebashi"), Some("agatsuma")] {
                let (person, partner, area) = (a(person), a(partner), area.map(a));
                let dual = dice.roll(8_000) - 4_000;
                add(Row::Household { person, partner, area, period: month }, dual);
            }
        }
    }
    duals.retain(|_| dice.roll(4) > 0);
    duals
}

fn certificate(problem: &Problem, tree: Node) -> Certificate {
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: problem.hash(),
        scale: 100,
        divisor: 1,
        bound: -1_000_000_000,
        tree,
    }
}

fn branch(on: (&str, &str, &str), then: Node, otherwise: Node) -> Node {
    let (person, period, place) = on;
    let on = Decision::Place {
        person: a(person),
        period: a(period),
        at: DecidedPlace::Workplace(a(place)),
        path: None,
    };
    Node::Branch { on, then: Box::new(then), otherwise: Box::new(otherwise) }
}

/// Plans that the checker accepts, found by chance.
fn accepted(problem: &Problem, dice: &mut Dice) -> Vec<Plan> {
    let choices = [
        at("chuo-general"),
        at("yamazato-general"),
        at("kawabe-general"),
        at("chuo-initial"),
        Step::Pattern(a("shared-week")),
        Step::Unplaced(Cause::Dearer),
    ];
    let mut plans = vec![honest(problem, plan())];
    for _ in 0..400 {
        let mut plan = plans[dice.roll(plans.len() as i64) as usize].clone();
        for _ in 0..=dice.roll(3) {
            let (who, when) = (dice.roll(4) as usize, dice.roll(3) as usize);
            plan.people[who].steps[when] = choices[dice.roll(choices.len() as i64) as usize].clone();
        }
        let plan = honest(problem, plan);
        if checker::check(problem, &plan).accepts() {
            plans.push(plan);
        }
    }
    plans
}

#[test]
fn no_bound_passes_an_accepted_plan() {
    let problem = scarce();
    let mut dice = Dice(7);
    let plans = accepted(&problem, &mut dice);
    assert!(plans.len() > 50, "{} plans", plans.len());
    let least = plans.iter().map(|plan| plan.objective.total).min().unwrap();
    let mut best = i128::MIN;
    for _ in 0..300 {
        let mut leaf = || Node::leaf(duals(&problem, &mut dice));
        let tree = branch(
            ("akagi", "2028-04", "kawabe"),
            leaf(),
            branch(("haruna", "2027-04", "chuo"), leaf(), leaf()),
        );
        let proven = bound(&problem, &certificate(&problem, tree)).unwrap();
        assert!(proven.certified <= least, "{} is proven, and a plan costs {least}", proven.certified);
        best = best.max(proven.certified);
    }
    assert!(best > -200_000, "no duals gave a bound that says anything: {best}");
}

/// The worst share in an area's prefecture is no more than so much.
fn share(area: &str, period: &str, permille: u32) -> Decision {
    Decision::WorstShare { area: a(area), period: a(period), permille }
}

#[test]
fn no_bound_by_worst_shares_passes_an_accepted_plan() {
    let parts = scarce();
    let mut heads = scarce();
    heads.patterns.clear();
    heads.people.iter_mut().for_each(|person| person.part_time.clear());
    let mut best = [i128::MIN; 2];
    for (problem, best) in [parts, heads].iter().zip(&mut best) {
        let mut dice = Dice(31);
        let plans = accepted(problem, &mut dice);
        let least = plans.iter().map(|plan| plan.objective.total).min().unwrap();
        for _ in 0..300 {
            let [first, second, third] = [0; 3].map(|_| dice.roll(1001) as u32);
            let mut leaf = || Node::leaf(duals(problem, &mut dice));
            let (one, two, three, four) = (leaf(), leaf(), leaf(), leaf());
            let apart = tree(share("agatsuma", "2028-04", second), two, three);
            let all = tree(
                share("maebashi", "2027-04", first),
                one,
                tree(share("maebashi", "2027-04", third), apart, four),
            );
            let proven = bound(problem, &certificate(problem, all)).unwrap();
            assert!(proven.certified <= least, "{} is proven, and a plan costs {least}", proven.certified);
            *best = proven.certified.max(*best);
        }
    }
    assert!(best.iter().all(|best| *best > -200_000), "no duals gave a bound that says anything: {best:?}");
}

#[test]
fn where_all_work_whole_heads_a_share_lets_an_area_lack_no_part_of_one() {
    let mut problem = scarce();
    problem.patterns.clear();
    problem.people.iter_mut().for_each(|person| person.part_time.clear());
    problem.people.truncate(1);
    (problem.couples, problem.pins) = Default::default();
    // Three heads are wanted in the hills and four on the plain; at these duals all that is missing is on the plain.
    let duals = |dual| {
        let row = |area: &str| Row::WorstShare { area: a(area), period: a("2027-04") };
        vec![RowDual { row: row("maebashi"), dual }]
    };
    let proven = |decided: Option<u32>| {
        let leaf = || Node::leaf(duals(10));
        let tree = match decided {
            Some(permille) => tree(share("agatsuma", "2027-04", permille), leaf(), Node::leaf(duals(0))),
            None => leaf(),
        };
        let certificate = Certificate { scale: 1, ..certificate(&problem, tree) };
        bound(&problem, &certificate).unwrap().certified
    };
    // No worst share below a quarter lets the plain lack anything: both branches are what one leaf is.
    assert_eq!(proven(Some(249)), proven(Some(0)));
    assert!(proven(Some(250)) <= proven(Some(249)), "a quarter lets it lack a head");
}

/// Duals in the place of others, of rows that fall to one of two parts: areas fall as a whole.
fn of_part(problem: &Problem, dice: &mut Dice, part: usize) -> Vec<RowDual> {
    let falls_to = |row: &Row| match row {
        Row::Post { post, .. } => post.as_str().len() % 2,
        Row::Place { .. } | Row::Household { .. } => 0,
        Row::Instructors { workplace, .. } => workplace.as_str().len() % 2,
        Row::Need { need, .. } if need.as_str().starts_with("plain") => 1,
        Row::Need { need, .. } => usize::from(need.as_str() == "clinic"),
        Row::Step { area, .. } => usize::from(area.as_str() == "maebashi"),
        Row::WorstShare { .. } => 0,
    };
    let mut duals = duals(problem, dice);
    duals.retain(|of| falls_to(&of.row) == part && !matches!(of.row, Row::WorstShare { .. }));
    duals
}

/// A decision on a person in a period.
fn decision(person: &str, at: DecidedPlace) -> Decision {
    Decision::Place { person: a(person), period: a("2028-04"), at, path: None }
}

fn tree(on: Decision, then: Node, otherwise: Node) -> Node {
    Node::Branch { on, then: Box::new(then), otherwise: Box::new(otherwise) }
}

#[test]
fn no_bound_of_people_apart_passes_an_accepted_plan() {
    let problem = scarce();
    let mut dice = Dice(23);
    let plans = accepted(&problem, &mut dice);
    let least = plans.iter().map(|plan| plan.objective.total).min().unwrap();
    let places = [
        DecidedPlace::Post(a("kawabe-general")),
        DecidedPlace::Workplace(a("chuo")),
        DecidedPlace::Pattern(a("shared-week")),
        DecidedPlace::Nowhere,
        DecidedPlace::Outside,
    ];
    let mut best = [i128::MIN; 2];
    for _ in 0..300 {
        let base = duals(&problem, &mut dice);
        let apart = [(0, ["akagi", "haruna"].as_slice()), (1, &["myogi"])].map(|(part, people)| {
            let mut leaf = || Node::leaf(of_part(&problem, &mut dice, part));
            let (one, two, three) = (leaf(), leaf(), leaf());
            let mut on = |person| decision(person, places[dice.roll(5) as usize].clone());
            let below = tree(on(people[people.len() - 1]), two, three);
            Apart { people: people.iter().map(|id| a(id)).collect(), tree: tree(on(people[0]), one, below) }
        });
        let alone = Node::leaf(base.clone());
        let together = Node::Leaf { duals: base, apart: apart.to_vec() };
        for (tree, best) in [alone, together].into_iter().zip(&mut best) {
            let proven = bound(&problem, &certificate(&problem, tree)).unwrap();
            assert!(proven.certified <= least, "{} is proven, and a plan costs {least}", proven.certified);
            *best = proven.certified.max(*best);
        }
    }
    assert!(best.iter().all(|best| *best > -200_000), "no duals gave a bound that says anything: {best:?}");
}

#[test]
fn people_apart_whose_tree_proves_more_raise_the_bound() {
    let problem = scarce();
    let plain = bound(&problem, &certificate(&problem, Node::leaf(Vec::new()))).unwrap();
    let price = |dual| {
        let row = Row::Need { need: a("clinic"), period: a("2028-04") };
        Node::leaf(vec![RowDual { row, dual }])
    };
    let apart = Apart { people: vec![a("akagi"), a("haruna"), a("myogi")], tree: price(900) };
    let leaf = Node::Leaf { duals: Vec::new(), apart: vec![apart] };
    let alone = bound(&problem, &certificate(&problem, price(900))).unwrap();
    let raised = bound(&problem, &certificate(&problem, leaf)).unwrap();
    assert!(raised.certified <= alone.certified.max(plain.certified));
    assert_eq!(raised.leaves, 2);
}

#[test]
fn parts_that_share_people_or_rows_are_refused() {
    let post = |dual| {
        let row = Row::Post { post: a("chuo-general"), period: a("2027-04") };
        Node::leaf(vec![RowDual { row, dual }])
    };
    let step = |permille| {
        let row = Row::Step { area: a("agatsuma"), period: a("2027-04"), permille };
        Node::leaf(vec![RowDual { row, dual: 1 }])
    };
    let line = || {
        let row = Row::Need { need: a("hills"), period: a("2027-04") };
        Node::leaf(vec![RowDual { row, dual: 1 }])
    };
    let part = |person: &str, tree: Node| Apart { people: vec![a(person)], tree };
    let with = |parts: Vec<Apart>| {
        let mut problem = scarce();
        problem.rates.share_steps = vec![problem::ShareStep { permille: 250, price: 300 }];
        let tree = Node::Leaf { duals: Vec::new(), apart: parts };
        bound(&problem, &certificate(&problem, tree)).map(|_| ()).map_err(|findings| findings[0].code)
    };
    assert_eq!(with(vec![part("akagi", post(-1)), part("haruna", line())]), Ok(()));
    assert_eq!(
        with(vec![part("akagi", post(-1)), part("haruna", post(-2))]),
        Err("certificate-row-of-two-parts")
    );
    assert_eq!(
        with(vec![part("akagi", step(250)), part("haruna", line())]),
        Err("certificate-row-of-two-parts")
    );
    let decided = || tree(share("agatsuma", "2027-04", 500), line(), line());
    assert_eq!(with(vec![part("akagi", decided()), part("haruna", post(-1))]), Ok(()));
    assert_eq!(
        with(vec![
            part("akagi", decided()),
            part("haruna", tree(share("maebashi", "2027-04", 1), post(-1), post(-2)))
        ]),
        Err("certificate-row-of-two-parts")
    );
    assert_eq!(
        with(vec![part("akagi", tree(share("nowhere", "2027-04", 1), line(), line()))]),
        Err("certificate-unknown-name")
    );
    assert_eq!(with(vec![part("akagi", step(300))]), Err("certificate-unknown-row"));
    assert_eq!(with(vec![part("akagi", post(-1)), part("akagi", line())]), Err("certificate-unknown-name"));
    let others = tree(decision("haruna", DecidedPlace::Nowhere), post(-1), post(-2));
    assert_eq!(with(vec![part("akagi", others)]), Err("certificate-unknown-name"));
    let nested = Node::Leaf { duals: Vec::new(), apart: vec![part("akagi", post(-1))] };
    assert_eq!(with(vec![part("akagi", nested)]), Err("certificate-part-in-part"));
}

#[test]
fn where_nobody_is_in_anybodys_way_the_bound_is_the_objective() {
    let mut problem = office();
    problem.posts[0].most = 4;
    problem.pins = vec![pinned(None)];
    let mut plan = plan();
    plan.people[0].steps = vec![at("chuo-general"), at("kawabe-general"), at("kawabe-general")];
    let plan = honest(&problem, plan);
    assert!(checker::check(&problem, &plan).accepts());
    let proven = bound(&problem, &certificate(&problem, Node::leaf(Vec::new()))).unwrap();
    assert_eq!(proven.certified, plan.objective.total);
    assert_eq!(proven.leaves, 1);
}

/// 赤城 is held, or asked for, at the clinic in the second year.
fn pinned(soft_price: Option<i64>) -> Pin {
    Pin {
        person: a("akagi"),
        span: span("2028-04", "2029-04"),
        at: PinPlace::Workplace(a("kawabe")),
        soft_price,
        why: String::new(),
    }
}

/// A certificate of the scarce office that claims all it proves.
fn right() -> (Problem, Certificate) {
    let problem = scarce();
    let mut dice = Dice(11);
    let mut leaf = || Node::leaf(duals(&problem, &mut dice));
    let tree = branch(("akagi", "2028-04", "kawabe"), leaf(), leaf());
    let mut right = certificate(&problem, tree);
    right.bound = bound(&problem, &right).unwrap().certified;
    (problem, right)
}

/// The code of the only kind of finding on a certificate with something changed.
fn refused(change: impl Fn(&mut Certificate)) -> &'static str {
    let (problem, mut changed) = right();
    change(&mut changed);
    let findings = bound(&problem, &changed).unwrap_err();
    assert!(findings.iter().all(|finding| finding.code == findings[0].code), "{findings:#?}");
    assert!(findings.iter().all(|finding| !finding.message.ja.is_empty() && !finding.message.en.is_empty()));
    findings[0].code
}

/// Puts a dual into the first leaf.
fn put(certificate: &mut Certificate, row: Row, dual: i64) {
    let Node::Branch { then, .. } = &mut certificate.tree else { panic!("a branch") };
    let Node::Leaf { duals, .. } = then.as_mut() else { panic!("a leaf") };
    duals.retain(|of| of.row != row);
    duals.push(RowDual { row, dual });
}

#[test]
fn a_right_certificate_holds_and_may_claim_less() {
    let (problem, mut right) = right();
    let certified = right.bound;
    assert_eq!(bound(&problem, &right).unwrap().certified, certified);
    right.bound -= 1;
    assert_eq!(bound(&problem, &right).unwrap().certified, certified);
}

#[test]
fn a_bound_claimed_too_high_is_refused() {
    assert_eq!(refused(|of| of.bound += 1), "certificate-bound");
}

#[test]
fn a_certificate_of_another_problem_or_kind_is_refused() {
    assert_eq!(refused(|of| of.problem.replace_range(0..1, "x")), "certificate-other-problem");
    assert_eq!(refused(|of| of.schema.push('0')), "certificate-schema");
    assert_eq!(refused(|of| of.scale = 0), "certificate-scale");
    assert_eq!(refused(|of| of.scale = i64::MAX), "certificate-scale");
    assert_eq!(refused(|of| of.divisor = 0), "certificate-divisor");
    assert_eq!(refused(|of| of.divisor = 7), "certificate-divisor");
}

#[test]
fn duals_of_the_wrong_sign_or_beyond_the_price_are_refused() {
    let post = || Row::Post { post: a("chuo-general"), period: a("2027-04") };
    let place = || Row::Place { workplace: a("chuo"), period: a("2027-04") };
    let need = || Row::Need { need: a("closing"), period: a("2027-04") };
    let share = || Row::WorstShare { area: a("agatsuma"), period: a("2027-04") };
    let household =
        || Row::Household { person: a("akagi"), partner: a("haruna"), area: None, period: a("2027-04") };
    let instructors =
        || Row::Instructors { workplace: a("chuo"), department: a("総合診療科"), period: a("2027-04") };
    for (row, dual) in [
        (post(), 1),
        (place(), 1),
        (instructors(), 1),
        (need(), -1),
        (need(), 4_001),
        (share(), -1),
        (household(), 48_001),
        (household(), -48_001),
        (post(), i64::MIN),
        (need(), i64::MAX),
    ] {
        assert_eq!(refused(|of| put(of, row.clone(), dual)), "certificate-dual", "{row:?} {dual}");
    }
}

#[test]
fn rows_that_the_problem_does_not_have_are_refused() {
    for row in [
        Row::Post { post: a("nowhere"), period: a("2027-04") },
        Row::Post { post: a("chuo-general"), period: a("2027-05") },
        Row::Place { workplace: a("kawabe"), period: a("2027-04") },
        Row::Instructors { workplace: a("kawabe"), department: a("総合診療科"), period: a("2027-04") },
        Row::Need { need: a("nowhere"), period: a("2027-04") },
        Row::WorstShare { area: a("nowhere"), period: a("2027-04") },
        Row::Household { person: a("akagi"), partner: a("myogi"), area: None, period: a("2027-04") },
    ] {
        assert_eq!(refused(|of| put(of, row.clone(), 0)), "certificate-unknown-row", "{row:?}");
    }
    let twice = |of: &mut Certificate| {
        let row = Row::Post { post: a("chuo-general"), period: a("2027-04") };
        put(of, row.clone(), -1);
        let Node::Branch { then, .. } = &mut of.tree else { panic!("a branch") };
        let Node::Leaf { duals, .. } = then.as_mut() else { panic!("a leaf") };
        duals.push(RowDual { row, dual: -1 });
    };
    assert_eq!(refused(twice), "certificate-row-twice");
}

#[test]
fn a_branch_that_is_dropped_or_about_nobody_is_refused() {
    let dropped = |of: &mut Certificate| {
        let Node::Branch { otherwise, .. } = &mut of.tree else { panic!("a branch") };
        **otherwise = Node::NoCareer { person: a("akagi") };
    };
    assert_eq!(refused(dropped), "certificate-has-career");
    let of_whom = |person: &str, place: &str, period: &str| {
        refused(|of| {
            let Node::Branch { on, .. } = &mut of.tree else { panic!("a branch") };
            let at = DecidedPlace::Workplace(a(place));
            *on = Decision::Place { person: a(person), period: a(period), at, path: None };
        })
    };
    assert_eq!(of_whom("nobody", "kawabe", "2028-04"), "certificate-unknown-name");
    assert_eq!(of_whom("akagi", "nowhere", "2028-04"), "certificate-unknown-name");
    assert_eq!(of_whom("akagi", "kawabe", "2028-05"), "certificate-unknown-name");
}

#[test]
fn a_leaf_without_a_career_is_proven_by_its_decisions() {
    let problem = office();
    let never = Node::NoCareer { person: a("akagi") };
    let leaf = || Node::leaf(Vec::new());
    // Nobody is at two places at once, and no specialist in initial training.
    let tree = branch(
        ("akagi", "2027-04", "kawabe"),
        branch(("akagi", "2027-04", "yamazato"), never.clone(), leaf()),
        branch(("akagi", "2027-04", "toto"), never, leaf()),
    );
    let proven = bound(&problem, &certificate(&problem, tree)).unwrap();
    let whole = bound(&problem, &certificate(&problem, leaf())).unwrap();
    assert!(proven.certified >= whole.certified);
}

#[test]
fn a_tree_that_is_too_deep_is_refused() {
    let deep = |of: &mut Certificate| {
        for _ in 0..100 {
            let rest = std::mem::replace(&mut of.tree, Node::leaf(Vec::new()));
            of.tree = branch(("akagi", "2028-04", "kawabe"), Node::leaf(Vec::new()), rest);
        }
    };
    assert_eq!(refused(deep), "certificate-too-deep");
}

#[test]
fn a_bound_is_rounded_up_to_what_divides_all_prices() {
    let mut problem = office();
    problem.pins = vec![pinned(Some(120))];
    // All prices are multiples of 60, and those of half a year of 30; room that is worth a point comes between.
    let duals =
        vec![RowDual { row: Row::Post { post: a("kawabe-general"), period: a("2028-04") }, dual: -1 }];
    let mut certificate = certificate(&problem, Node::leaf(duals));
    let plain = bound(&problem, &certificate).unwrap().certified;
    certificate.divisor = 30;
    let rounded = bound(&problem, &certificate).unwrap().certified;
    assert_eq!(rounded % 30, 0);
    assert!((0..30).contains(&(rounded - plain)), "{plain} became {rounded}");
    assert_eq!([60, 30, 20, 7].map(|wished| checker::divisor(&problem, wished)), [30, 30, 10, 1]);
    certificate.divisor = 60;
    let findings = bound(&problem, &certificate).unwrap_err();
    assert_eq!(findings[0].code, "certificate-divisor");
}
