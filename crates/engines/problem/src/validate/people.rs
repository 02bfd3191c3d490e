//! People: what their records, wishes and choices name must exist, and contradict nothing.

use rules::{Career, Known};

use super::{Findings, area, class, price, programme, workplace};
use crate::{Person, Problem, WishPlace};

pub(super) fn check(problem: &Problem, findings: &mut Findings) {
    for (number, person) in problem.people.iter().enumerate() {
        let at = format!("people[{number}]");
        paths(problem, findings, &at, person);
        career(problem, findings, &format!("{at}.career"), &person.career);
        known(problem, findings, &format!("{at}.career"), person);
        wishes(problem, findings, &at, person);
        for row in &person.excluded {
            workplace(problem, findings, format!("{at}.excluded"), &row.workplace);
        }
        for window in &person.windows {
            class(problem, findings, format!("{at}.windows"), &window.class);
        }
        if let Some(outside) = &person.outside {
            workplace(problem, findings, format!("{at}.outside"), &outside.workplace);
        }
    }
}

fn paths(problem: &Problem, findings: &mut Findings, at: &str, person: &Person) {
    let at = format!("{at}.paths");
    if person.paths.is_empty() {
        findings.add(
            "paths-empty",
            at.clone(),
            format!("{} の基本領域がありません。決まっていなければ候補を書いてください。", person.name),
            format!("{} has no specialty. Give the candidates if it is still open.", person.name),
        );
    }
    for path in &person.paths {
        price(findings, at.clone(), path.price);
        if let Some(id) = &path.programme {
            programme(problem, findings, at.clone(), id);
        }
    }
}

fn career(problem: &Problem, findings: &mut Findings, at: &str, career: &Career) {
    for commitment in &career.commitments {
        if !problem.editions.contains_key(&commitment.edition) {
            findings.unknown(format!("{at}.commitments"), ("版", "edition"), &commitment.edition);
        }
    }
    for row in &career.enrolments {
        programme(problem, findings, format!("{at}.enrolments"), &row.programme);
    }
    for work in &career.engagements {
        workplace(problem, findings, format!("{at}.engagements"), &work.workplace);
    }
}

/// A problem holds what is known on one date; a record that was superseded before it, or recorded after it, would
/// be read as a fact.
fn known(problem: &Problem, findings: &mut Findings, at: &str, person: &Person) {
    let day = problem.as_of.known_on;
    let career = &person.career;
    let lists: [(&str, Vec<Known>); 4] = [
        ("engagements", career.engagements.iter().map(|row| row.known).collect()),
        ("leaves", career.leaves.iter().map(|row| row.known).collect()),
        ("enrolments", career.enrolments.iter().map(|row| row.known).collect()),
        ("milestones", career.milestones.iter().map(|row| row.known).collect()),
    ];
    for (list, rows) in lists {
        for (number, _) in rows.iter().enumerate().filter(|(_, known)| !known.on(day)) {
            findings.add(
                "record-not-known",
                format!("{at}.{list}[{number}]"),
                format!(
                    "{} のこの記録は、把握日 {day} には有効ではありません。除いてください。",
                    person.name
                ),
                format!("This record of {} is not among those known on {day}. Leave it out.", person.name),
            );
        }
    }
}

fn wishes(problem: &Problem, findings: &mut Findings, at: &str, person: &Person) {
    let at = format!("{at}.wishes");
    for wish in &person.wishes {
        match &wish.place {
            WishPlace::Workplace(id) => workplace(problem, findings, at.clone(), id),
            WishPlace::Area(id) => area(problem, findings, at.clone(), id),
            WishPlace::Class(id) => class(problem, findings, at.clone(), id),
        }
        price(findings, at.clone(), wish.price.unwrap_or(0));
    }
    price(findings, at, person.unlisted.unwrap_or(0));
}
