//! Pins and couples: whose and where must exist, and two firm pins of one person must be able to hold together.

use std::collections::BTreeMap;

use kernel::PersonId;

use super::{Findings, POST, person, price, span, workplace};
use crate::{Pin, PinPlace, Problem};

pub(super) fn check(problem: &Problem, findings: &mut Findings) {
    let posts = problem.posts_by_id();
    for (number, pin) in problem.pins.iter().enumerate() {
        let at = format!("pins[{number}]");
        person(problem, findings, format!("{at}.person"), &pin.person);
        span(findings, &at, pin.span);
        price(findings, format!("{at}.soft_price"), pin.soft_price.unwrap_or(0));
        match &pin.at {
            PinPlace::Post(id) if !posts.contains_key(id) => findings.unknown(format!("{at}.at"), POST, id),
            PinPlace::Workplace(id) => workplace(problem, findings, format!("{at}.at"), id),
            PinPlace::Post(_) | PinPlace::Outside => {}
        }
    }
    contradictions(problem, findings);
    couples(problem, findings);
}

fn contradictions(problem: &Problem, findings: &mut Findings) {
    let mut firm: BTreeMap<&PersonId, Vec<(usize, &Pin)>> = BTreeMap::new();
    for (number, pin) in problem.pins.iter().enumerate().filter(|(_, pin)| pin.soft_price.is_none()) {
        firm.entry(&pin.person).or_default().push((number, pin));
    }
    for pins in firm.values() {
        for (place, (number, later)) in pins.iter().enumerate() {
            for (earlier_number, earlier) in &pins[..place] {
                if earlier.span.overlaps(later.span) && !compatible(problem, earlier, later) {
                    let person = &later.person;
                    findings.add(
                        "pins-contradict",
                        format!("pins[{number}]"),
                        format!(
                            "{person} はこの期間、pins[{earlier_number}] で別の場所に固定されています。どちらかを除くか、soft_price を付けてください。"
                        ),
                        format!(
                            "{person} is held at another place in the same period by pins[{earlier_number}]. Leave one out, or give it a soft_price."
                        ),
                    );
                }
            }
        }
    }
}

fn compatible(problem: &Problem, one: &Pin, other: &Pin) -> bool {
    let workplace = |at: &PinPlace| match at {
        PinPlace::Post(id) => {
            problem.posts.iter().find(|post| post.id == *id).map(|post| post.workplace.clone())
        }
        PinPlace::Workplace(id) => Some(id.clone()),
        PinPlace::Outside => None,
    };
    match (&one.at, &other.at) {
        (PinPlace::Post(one), PinPlace::Post(other)) => one == other,
        (PinPlace::Outside, PinPlace::Outside) => true,
        (PinPlace::Outside, _) | (_, PinPlace::Outside) => false,
        (one, other) => match (workplace(one), workplace(other)) {
            (Some(one), Some(other)) => shared(problem, &one, &other),
            _ => true,
        },
    }
}

/// Whether somebody can be at both: one place, a zone that stands for the other, or two facilities of one zone.
fn shared(problem: &Problem, one: &kernel::WorkplaceId, other: &kernel::WorkplaceId) -> bool {
    let zones = problem.tables.workplaces.values();
    let mut zones = zones.map(|zone| &zone.stands_for);
    problem.tables.may_be_same_stay(one, other)
        || zones.any(|facilities| facilities.contains(one) && facilities.contains(other))
}

fn couples(problem: &Problem, findings: &mut Findings) {
    for (number, couple) in problem.couples.iter().enumerate() {
        let at = format!("couples[{number}]");
        let (one, other) = &couple.people;
        for id in [one, other] {
            person(problem, findings, at.clone(), id);
        }
        if one == other {
            findings.add(
                "couple-alone",
                at,
                format!("「{one}」が自分自身と世帯になっています。相手を書いてください。"),
                format!("`{one}` is coupled with the same person. Name the other one."),
            );
        }
    }
}
