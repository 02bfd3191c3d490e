//! Why and why not: held against trying every plan of a small town.

use checker::check;
use kernel::{Bilingual, Fraction};
use planner::{
    Go, Limits,
    explain::{Answer, Audience, Doing, Fact, Found, Next, Place, Reason, Who, Why, WhyNot, explaining},
    plan,
};
use problem::{
    Cause, Couple, Exclusion, Need, NeedLevel, NeedPlace, Pin, PinPlace, Plan, Problem, ShareStep, Step, Term,
};

use crate::town::{Dice, a, bind, counting, edition, rule, span, town};

/// Two people who want the same few posts, and the needs of two areas.
fn pair(seed: u64) -> Problem {
    let mut dice = Dice(seed);
    let mut problem = town(&mut dice);
    let rules = rule("owed", "months-owed", "owed = 108\nat = { in-prefecture = true }")
        + &rule(
            "class",
            "months-in-class",
            "at = { class = \"shortage\" }\nleast = 6\nwithin = \"obligation\"",
        )
        + &rule("stay", "minimum-stay", "least = 12\nat = {}");
    let wished = rule(
        "wished",
        "distinct-blocks",
        "scheme = \"block\"\nblocks = 2\nleast = 6\nwithin = \"obligation\"",
    );
    let edition = edition(&counting(&mut dice), &(rules + &wished.replace("must", "effort")));
    bind(&mut dice, &mut problem, &edition);
    let mut another = town(&mut dice);
    bind(&mut dice, &mut another, &edition);
    let mut person = another.people.remove(0);
    person.career.person = a("betsu");
    problem.people.push(person);
    problem.people[0].name = "甲野一郎".to_owned();
    problem.people[1].name = "乙山二子".to_owned();
    let need = |id: &str, level, place: &str, heads, price| Need {
        id: a(id),
        level,
        at: NeedPlace::Area(a(place)),
        department: None,
        span: span("2020-04", "2040-04"),
        heads,
        price,
    };
    problem.needs = vec![
        need("hills", NeedLevel::Critical, "hills", 1, 1_000),
        need("plain", NeedLevel::Wanted, "plain", 1, 700),
        need("hills-more", NeedLevel::Wanted, "hills", 2, 300),
    ];
    problem.rates.worst_share = 1;
    problem.rates.share_steps = vec![ShareStep { permille: 250, price: 50 }];
    problem.couples = vec![Couple { people: (a("hito"), a("betsu")) }];
    problem
}

fn solve(problem: &Problem) -> Plan {
    plan(problem, &Limits { work: 150, seed: 7, ..Limits::default() }, &mut |_| Go::On).unwrap()
}

/// Every way through the horizon that has to do with nothing but `keep`, and that a person could go by his own rules.
fn careers<'p>(
    problem: &'p Problem,
    number: usize,
    keep: impl Fn(&[Step]) -> bool + 'p,
) -> impl Iterator<Item = Vec<Step>> + 'p {
    let mut alone = problem.clone();
    alone.people = vec![problem.people[number].clone()];
    alone.pins.retain(|pin| pin.person == alone.people[0].career.person);
    alone.couples.clear();
    let mut plan = plan(&alone, &Limits { work: 1, seed: 7, ..Limits::default() }, &mut |_| Go::On).unwrap();
    plan.impossible.clear();
    let mut steps: Vec<Step> = alone.posts.iter().map(|post| Step::Post(post.id.clone())).collect();
    steps.extend(alone.patterns.iter().map(|pattern| Step::Pattern(pattern.id.clone())));
    steps.extend([Step::NotYet, Step::Outside, Step::Leave, Step::Released, Step::Unplaced(Cause::Full)]);
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    for _ in &alone.horizon {
        let longer = |begun: &Vec<Step>| {
            steps
                .iter()
                .map(|step| [begun.as_slice(), std::slice::from_ref(step)].concat())
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.into_iter().filter(move |steps| {
        plan.people[0].steps.clone_from(steps);
        keep(steps) && check(&alone, &plan).feasible
    })
}

/// Every plan that the checker finds carried out by the rules, with what it costs.
fn all_plans(problem: &Problem, template: &Plan, careers: &[Vec<Vec<Step>>]) -> Vec<([Vec<Step>; 2], i128)> {
    let mut all = Vec::new();
    for (one, other) in careers[0].iter().flat_map(|one| careers[1].iter().map(move |other| (one, other))) {
        let mut plan = template.clone();
        plan.people[0].steps.clone_from(one);
        plan.people[1].steps.clone_from(other);
        let report = check(problem, &plan);
        if report.feasible {
            all.push(([one.clone(), other.clone()], report.objective.total));
        }
    }
    all
}

fn is_at(problem: &Problem, person: usize, period: usize, step: &Step, at: &PinPlace) -> bool {
    let parts = problem.parts(&problem.people[person], step, problem.horizon[period].span);
    let Some(main) = parts.first() else { return false };
    match at {
        PinPlace::Outside => *step == Step::Outside,
        PinPlace::Workplace(place) => {
            main.workplace == place || problem.tables.workplaces[main.workplace].stands_for.contains(place)
        }
        PinPlace::Post(post) => main.post == Some(post),
    }
}

fn places() -> Vec<PinPlace> {
    let mut places: Vec<PinPlace> =
        ["ko", "otsu", "hei", "tei"].map(|place| PinPlace::Workplace(a(place))).into();
    places.push(PinPlace::Outside);
    places
}

/// All that a physician could read of an answer: its prose and its data.
fn said_to_physician<T: serde::Serialize>(answer: &T, prose: impl Fn(&T) -> Bilingual) -> String {
    let prose = prose(answer);
    format!("{} {} {}", prose.ja, prose.en, serde_json::to_string(answer).unwrap())
}

#[test]
fn the_true_cost_lies_in_the_interval() {
    let (mut costs, mut forbidden, mut exact) = (0, 0, 0);
    for seed in 0..16 {
        let problem = pair(seed);
        let planned = solve(&problem);
        let careers: Vec<Vec<_>> =
            (0..2).map(|person| careers(&problem, person, |_| true).collect()).collect();
        if !planned.impossible.is_empty() || costs > 30 || careers[0].len() * careers[1].len() > 12_000 {
            continue;
        }
        let all = all_plans(&problem, &planned, &careers);
        explaining(&problem, &planned, |explainer| {
            for id in problem.people.iter().map(|person| &person.career.person) {
                let number = problem.people.iter().position(|person| person.career.person == *id).unwrap();
                let person = explainer.person(id)?;
                for (period, at) in (0..3).flat_map(|period| places().into_iter().map(move |at| (period, at)))
                {
                    let there = all
                        .iter()
                        .filter(|(steps, _)| is_at(&problem, number, period, &steps[number][period], &at));
                    let truth = there.map(|(_, total)| total - planned.objective.total).min();
                    let told = format!("seed {seed}: {id} at {at:?} in {period}, truly {truth:?}");
                    let other = &problem.people[1 - number];
                    for said in [
                        said_to_physician(
                            &explainer.why(person, period)?.seen_by(Audience::Physician),
                            |why| why.render(Audience::Physician),
                        ),
                        said_to_physician(
                            &explainer.why_not(person, &at, period)?.seen_by(Audience::Physician),
                            |why| why.render(Audience::Physician),
                        ),
                    ] {
                        let named = said.contains(&other.name) || said.contains(other.career.person.as_str());
                        assert!(!named, "{told}: {said}");
                    }
                    match explainer.why_not(person, &at, period)?.answer {
                        Answer::Already => assert!(truth.is_some_and(|truth| truth <= 0), "{told}"),
                        Answer::Forbidden { reasons } => {
                            forbidden += 1;
                            assert!(truth.is_none() && !reasons.is_empty(), "{told}: {reasons:?}");
                        }
                        Answer::Cost { least, most } => {
                            costs += 1;
                            assert!(truth.is_none_or(|truth| least <= truth), "{told}: {least}");
                            if let Some(found) = most {
                                exact += usize::from(found.cost == least);
                                assert!(truth.is_some_and(|truth| truth <= found.cost), "{told}: {found:?}");
                                assert_eq!(found.by_term.values().sum::<i128>(), found.cost, "{told}");
                            }
                        }
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    }
    eprintln!("{costs} costs, {exact} exact, {forbidden} forbidden");
    assert!(costs > 20 && forbidden > 10, "{costs} costs, {forbidden} forbidden");
}

/// The problem with nothing to forbid the first person anything but these reasons.
fn with_only(problem: &Problem, reasons: &[&Reason]) -> Problem {
    let mut only = problem.clone();
    let number = |of: &dyn Fn(&Reason) -> Option<usize>, place: usize| {
        reasons.iter().any(|reason| of(reason) == Some(place))
    };
    let person = &mut only.people[0];
    let mut place = 0..;
    person.excluded.retain(|_| {
        number(
            &|reason| match reason {
                Reason::Exclusion { number, .. } => Some(*number),
                _ => None,
            },
            place.next().unwrap(),
        )
    });
    let mut place = 0..;
    person.career.leaves.retain(|_| {
        number(
            &|reason| match reason {
                Reason::Leave { number, .. } => Some(*number),
                _ => None,
            },
            place.next().unwrap(),
        )
    });
    let mut place = 0..;
    only.pins.retain(|_| {
        number(
            &|reason| match reason {
                Reason::Pin { number, .. } => Some(*number),
                _ => None,
            },
            place.next().unwrap(),
        )
    });
    for edition in only.editions.values_mut() {
        for rule in edition["rule"].as_array_mut().unwrap() {
            let kept = reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Rule { rule: id, .. } if rule["id"] == id.as_str()));
            if !kept {
                rule["force"] = "effort".into();
            }
        }
    }
    only
}

#[test]
fn what_forbids_is_true_and_none_of_it_can_be_left_out() {
    let mut tried = 0;
    for seed in 0..12 {
        let mut problem = pair(seed);
        problem.people[0].excluded.push(Exclusion { workplace: a("otsu"), why: String::new() });
        problem.pins.push(Pin {
            person: a("hito"),
            span: span("2028-04", "2028-10"),
            at: PinPlace::Workplace(a("hei")),
            soft_price: None,
            why: String::new(),
        });
        let planned = solve(&problem);
        if !planned.impossible.is_empty() {
            continue;
        }
        let mut seen = Vec::new();
        explaining(&problem, &planned, |explainer| {
            let person = explainer.person(&a("hito"))?;
            for (period, at) in (0..3).flat_map(|period| places().into_iter().map(move |at| (period, at))) {
                let Answer::Forbidden { reasons } = explainer.why_not(person, &at, period)?.answer else {
                    continue;
                };
                let cured = |reason: &Reason| {
                    matches!(
                        reason,
                        Reason::Rule { .. }
                            | Reason::Pin { .. }
                            | Reason::Exclusion { .. }
                            | Reason::Leave { .. }
                    )
                };
                if !reasons.iter().all(cured) || seen.contains(&reasons) || tried >= 10 {
                    continue;
                }
                tried += 1;
                let goes = |reasons: &[&Reason]| {
                    let only = with_only(&problem, reasons);
                    careers(&only, 0, |steps| is_at(&only, 0, period, &steps[period], &at)).next().is_some()
                };
                let all: Vec<&Reason> = reasons.iter().collect();
                assert!(!goes(&all), "seed {seed}: {at:?} in {period} is not forbidden by {reasons:?}");
                for left_out in &all {
                    let fewer: Vec<&Reason> =
                        all.iter().copied().filter(|reason| reason != left_out).collect();
                    assert!(
                        goes(&fewer),
                        "seed {seed}: {at:?} in {period} is forbidden without {left_out:?} of {reasons:?}"
                    );
                }
                seen.push(reasons);
            }
            Ok(())
        })
        .unwrap();
    }
    assert!(tried > 5, "{tried}");
}

#[test]
fn a_colleague_who_is_pinned_to_the_only_place_is_named_to_the_coordinator_alone() {
    let mut told = 0;
    for seed in 0..12 {
        let mut problem = pair(seed);
        problem.pins.push(Pin {
            person: a("betsu"),
            span: span("2027-04", "2027-10"),
            at: PinPlace::Workplace(a("tei")),
            soft_price: None,
            why: String::new(),
        });
        let planned = solve(&problem);
        let there = is_at(&problem, 1, 0, &planned.people[1].steps[0], &PinPlace::Workplace(a("tei")));
        if !planned.impossible.is_empty() || !there {
            continue;
        }
        let why_not = explaining(&problem, &planned, |explainer| {
            let person = explainer.person(&a("hito"))?;
            explainer.why_not(person, &PinPlace::Workplace(a("tei")), 0)
        });
        let why_not = why_not.unwrap();
        if let Answer::Forbidden { reasons } = &why_not.answer
            && reasons.iter().any(|reason| matches!(reason, Reason::Full { .. }))
        {
            told += 1;
            assert!(why_not.render(Audience::Coordinator).ja.contains("乙山二子さんの固定された配置"));
            assert!(!why_not.render(Audience::Physician).ja.contains("乙山二子"));
        }
    }
    assert!(told > 1, "{told}");
}

fn place(id: &str, name: &str) -> Place {
    Place { id: a(id), name: name.to_owned() }
}

#[test]
fn a_posting_is_explained_in_prose() {
    let why = Why {
        person: Who { id: a("H25-01"), name: "前橋花子".to_owned() },
        span: span("2028-04", "2029-04"),
        doing: Doing::At { place: place("numata", "沼田病院"), department: Some(a("内科")) },
        serves: vec![
            Fact::Need {
                need: a("n1"),
                level: NeedLevel::Critical,
                at: Bilingual::new("沼田病院", "Numata Hospital"),
                department: Some(a("内科")),
                wanted: 200,
                without: 50,
                with: 150,
                spared: 6_000,
            },
            Fact::Wish { rank: Some(2), points: 60 },
            Fact::Counts {
                commitment: a("loan"),
                rule: a("owed"),
                sentence: Bilingual::new("九年間勤務する。", "Serve nine years."),
                words: Bilingual::new("義務年限", "months owed"),
                months: Fraction::whole(12),
                done: Some(Fraction::whole(96)),
                needed: Some(Fraction::whole(108)),
            },
            Fact::Stays,
            Fact::Published { place: Some(place("numata", "沼田病院")) },
        ],
        next: Next::Other {
            doing: Doing::Outside,
            cost: 5_940,
            by_term: [(Term::UnmetCritical, 6_000), (Term::Wish, -60)].into(),
        },
    };
    let brief = why.brief().unwrap();
    let (ja, en): (Vec<_>, Vec<_>) = brief.serves.into_iter().map(|of| (of.ja, of.en)).unzip();
    assert_eq!(
        ja,
        [
            "この勤務先の内科 危機 1.5／2人（いなければ0.5人、+6,000点）",
            "本人の第2希望",
            "前の勤務が続く（異動なし）",
            "公表どおり",
            "算入12か月（義務年限）"
        ]
    );
    assert_eq!(
        en,
        [
            "here 内科, critical: 1.5 of 2 (without: 0.5, +6,000 points)",
            "wish of rank 2",
            "the stay goes on (no move)",
            "as published",
            "counts 12 months (months owed)"
        ]
    );
    assert_eq!((brief.next.ja.as_str(), brief.cost), ("県外での勤務", Some(5_940)));
    assert_eq!(brief.terms.ja, "危機の不足 +6,000、本人の希望 −60");
    let prose = why.render(Audience::Physician);
    assert_eq!(
        prose.ja,
        "前橋花子さんは、令和10年度は沼田病院（内科）です。沼田病院の内科は危機2人に対し、この配置を含めて1.5人、なければ\
         0.5人となり、不足が6,000点増えます。本人の第2希望です。前の勤務先での勤務が続きます。公表済みの配置を守っています。算入される規則は「九年間勤務する。」\
         （12か月、計画の終わりで96か月、必要は108か月）です。ほかの人を動かさない次善は県外での勤務で、5,940点悪くなります\
         （危機の不足 +6,000、本人の希望 −60）。"
    );
    assert_eq!(
        prose.en,
        "In fiscal 2028, 前橋花子 is at 沼田病院 (内科). Numata Hospital 内科 needs 2 (critical) and has 1.5 so; without, \
         0.5, at 6,000 points more. It is a wish of rank 2. The stay before goes on, without a move. It keeps what was published. It counts toward “Serve nine \
         years.” (12 months, 96 at the end of the plan, 108 needed). The next best, nobody else moving, is to be outside the \
         prefecture, which costs 5,940 points more (Unmet critical need +6,000, Wishes −60)."
    );
}

#[test]
fn a_cost_is_told_by_name_to_the_coordinator_and_by_number_to_the_physician() {
    let why_not = WhyNot {
        person: Who { id: a("H25-01"), name: "前橋花子".to_owned() },
        span: span("2027-04", "2027-10"),
        doing: Doing::Outside,
        at: Doing::At { place: place("numata", "沼田病院"), department: None },
        answer: Answer::Cost {
            least: 40,
            most: Some(Found {
                cost: 1_100,
                by_term: [(Term::UnmetWanted, 1_100)].into(),
                others: 1,
                moved: vec![Who { id: a("H25-02"), name: "高崎次郎".to_owned() }],
            }),
        },
    };
    let (coordinator, physician) =
        (why_not.render(Audience::Coordinator), why_not.render(Audience::Physician));
    assert_eq!(
        physician.ja,
        "前橋花子さんは、案では令和9年4月から令和9年9月までは県外での勤務です。沼田病院とする最もよい案は、今の案より少なくとも\
         40点、多くとも1,100点悪くなります。見つかった案の差は、希望の不足 +1,100です。ほかに1人の配置が変わります。"
    );
    assert_eq!(
        physician.en,
        "In 2027-04 to 2027-09, the plan has 前橋花子 outside the prefecture. The best plan that has this person at 沼田病院 \
         costs at least 40 and at most 1,100 points more. The plan found differs by Unmet wanted need +1,100. One other person moves."
    );
    assert!(coordinator.ja.ends_with("ほかに1人（高崎次郎）の配置が変わります。"), "{}", coordinator.ja);
    assert!(coordinator.en.ends_with("One other person (高崎次郎) moves."), "{}", coordinator.en);
}

#[test]
fn what_forbids_is_told_with_its_rules_and_facts() {
    let why_not = WhyNot {
        person: Who { id: a("H25-01"), name: "前橋花子".to_owned() },
        span: span("2028-04", "2029-04"),
        doing: Doing::Leave,
        at: Doing::Outside,
        answer: Answer::Forbidden {
            reasons: vec![
                Reason::Rule {
                    commitment: a("loan"),
                    rule: a("owed"),
                    sentence: Bilingual::new("九年間勤務する。", "Serve nine years."),
                    words: Bilingual::new("義務年限", "months owed"),
                },
                Reason::Leave { number: 0, from: a("2027-04-01"), last: Some(a("2028-03-31")) },
            ],
        },
    };
    let prose = why_not.render(Audience::Physician);
    assert_eq!(
        prose.ja,
        "前橋花子さんを令和10年度に県外での勤務とする案はありません。規則「九年間勤務する。」（owed）、休業（令和9年4月1日～令和10年3月31日）が\
         重なるためで、どれか一つが変われば道が開きます。"
    );
    assert_eq!(
        prose.en,
        "No plan has 前橋花子 outside the prefecture in fiscal 2028. These together forbid it, and a change of any one \
         opens a way: the rule “Serve nine years.” (owed); the leave (2027-04-01 to 2028-03-31)."
    );
}
