//! 組合せ: all of several requirements, at least so many of them, or one under a condition.
//!
//! Why: 「四年以上を医師少数区域等で勤務、又は特定診療科」. Of alternatives the best counts, of demands the worst, and of
//! two that stand alike the one with more to spare is the better; a requirement that does not concern the person is left
//! out. One that cannot be judged makes the whole unjudgeable only where it could change the result.
//!
//! Met: 0 months in shortage areas, but a specialist of a named specialty. Broken: neither, and neither within reach.

use std::cmp::Reverse;

use kernel::Bilingual;

use crate::{
    asked::Asked,
    edition::{Condition, Requirement},
    kinds::check,
    outcome::{Missing, Outcome},
    verdict::Standing,
};

/// From good to bad. Standings that say nothing have no place in it.
fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Met => 0,
        Standing::Waived => 1,
        Standing::OnTrack => 2,
        Standing::AtRisk => 3,
        Standing::Broken => 4,
        Standing::NotApplicable | Standing::CannotBeJudged => 5,
    }
}

/// Whether the first standing is worse than the second.
pub(crate) fn worse(first: Standing, second: Standing) -> bool {
    rank(first) > rank(second)
}

/// すべて.
pub(super) fn all_of(asked: &Asked<'_>, of: &[Requirement]) -> Outcome {
    let parts: Vec<Outcome> = of.iter().map(|part| check(&asked.of_part(), part)).collect();
    let applicable = parts.iter().filter(|part| part.standing != Standing::NotApplicable).count();
    nth_best(parts, applicable)
}

/// いくつか以上.
pub(super) fn at_least(asked: &Asked<'_>, count: usize, of: &[Requirement]) -> Outcome {
    nth_best(of.iter().map(|part| check(&asked.of_part(), part)).collect(), count)
}

/// 条件つき.
pub(super) fn if_then(asked: &Asked<'_>, when: &Condition, then: &Requirement) -> Result<Outcome, Missing> {
    match asked.bound.holds(when, asked.now.on) {
        Some(true) => Ok(check(asked, then)),
        Some(false) => Ok(Outcome::not_applicable()),
        None => Err(Missing::enrolment()),
    }
}

/// Worst of several that must all hold.
pub(super) fn worst_of(parts: Vec<Outcome>) -> Outcome {
    let applicable = parts.iter().filter(|part| part.standing != Standing::NotApplicable).count();
    nth_best(parts, applicable)
}

/// The n-th best of the parts that concern the person.
fn nth_best(parts: Vec<Outcome>, count: usize) -> Outcome {
    let overdue = overdue(&parts, count);
    Outcome { overdue, ..nth_best_standing(parts, count) }
}

/// How it stands, unless an unknown part could change which that is.
fn nth_best_standing(parts: Vec<Outcome>, count: usize) -> Outcome {
    let parts: Vec<Outcome> =
        parts.into_iter().filter(|part| part.standing != Standing::NotApplicable).collect();
    let unknown = parts.iter().filter(|part| part.standing == Standing::CannotBeJudged).count();
    let mut known: Vec<&Outcome> =
        parts.iter().filter(|part| part.standing != Standing::CannotBeJudged).collect();
    known.sort_by_key(|part| (rank(part.standing), Reverse(part.slack.map_or(i32::MAX, |slack| slack.0))));
    if parts.is_empty() || count == 0 {
        return Outcome::not_applicable();
    }
    // Every unknown part may turn out to be the best of all, or the worst.
    let if_bad = known.get(count - 1).map_or(Standing::Broken, |part| part.standing);
    let if_good = if count <= unknown { Standing::Met } else { best_with(&known, count - unknown) };
    if if_bad != if_good {
        let missing = parts.iter().flat_map(|part| part.missing.clone()).collect();
        return Outcome::unknown(missing);
    }
    match known.get(count - 1).or(known.last()) {
        Some(deciding) => joined(deciding, &parts),
        None => Outcome::unknown(parts.iter().flat_map(|part| part.missing.clone()).collect()),
    }
}

fn best_with(known: &[&Outcome], place: usize) -> Standing {
    known.get(place - 1).map_or(Standing::Broken, |part| part.standing)
}

/// Whether fewer parts than needed are left without those that are overdue.
fn overdue(parts: &[Outcome], count: usize) -> bool {
    let lost =
        |part: &&Outcome| part.overdue || matches!(part.standing, Standing::Broken | Standing::NotApplicable);
    let left = parts.iter().filter(|part| !lost(part)).count();
    parts.iter().any(|part| part.overdue) && left < count
}

/// The deciding part's sums, and every part's sentence.
fn joined(deciding: &Outcome, parts: &[Outcome]) -> Outcome {
    let mut whole = deciding.clone();
    if parts.len() > 1 {
        let mark = |number: usize| format!("（{}）", number + 1);
        let ja: String =
            parts.iter().enumerate().map(|(n, part)| format!("{}{}", mark(n), part.sentence.ja)).collect();
        let en: Vec<String> =
            parts.iter().enumerate().map(|(n, part)| format!("({}) {}", n + 1, part.sentence.en)).collect();
        whole.sentence = Bilingual::new(ja, en.join(" "));
    }
    for part in parts {
        whole.facts.extend(part.facts.iter().copied());
    }
    whole
}
