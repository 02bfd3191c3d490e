//! Who may know whom: the floors of the house, and the arrows within a floor that ARCHITECTURE.md lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    expect_none,
    repository::{Crate, crates, read, sources},
};

/// An arrow from a crate to one it depends on, for its code or its tests.
type Arrow = (String, String);

fn arrows(crates: &[Crate]) -> BTreeSet<Arrow> {
    let names: BTreeSet<&str> = crates.iter().map(|krate| krate.name.as_str()).collect();
    let mut arrows = BTreeSet::new();
    for krate in crates {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(dependencies) = krate.manifest.get(section).and_then(|section| section.as_table())
            else {
                continue;
            };
            for known in dependencies.keys().filter(|name| names.contains(name.as_str())) {
                arrows.insert((krate.name.clone(), known.clone()));
            }
        }
    }
    arrows
}

/// Engines at the bottom, then mechanisms, rooms, and the front door on top of all.
fn floor(path: &str) -> u8 {
    match path.split('/').nth(1) {
        Some("engines") => 0,
        Some("mechanisms") => 1,
        Some("rooms") => 2,
        _ => 3,
    }
}

/// The lines `checker → kernel problem rules` of the block ```arrows in ARCHITECTURE.md.
fn listed() -> BTreeSet<Arrow> {
    let text = read("ARCHITECTURE.md");
    let (_, block) = text.split_once("```arrows\n").expect("ARCHITECTURE.md holds a block ```arrows");
    let (block, _) = block.split_once("```").expect("the block ```arrows ends");
    let mut listed = BTreeSet::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let (from, to) =
            line.split_once('→').unwrap_or_else(|| panic!("no → in the line `{line}` of ```arrows"));
        listed.extend(to.split_whitespace().map(|to| (from.trim().to_owned(), to.to_owned())));
    }
    listed
}

#[test]
fn no_arrow_points_up() {
    let crates = crates();
    let floors: BTreeMap<&str, u8> =
        crates.iter().map(|krate| (krate.name.as_str(), floor(&krate.path))).collect();
    let up = arrows(&crates).into_iter().filter(|(from, to)| floors[to.as_str()] > floors[from.as_str()]);
    expect_none(
        up.map(|(from, to)| format!("{from} → {to} points to a higher floor")).collect(),
        "move what both need down a floor; a lower floor never knows a higher one.",
    );
}

#[test]
fn arrows_within_a_floor_are_those_of_architecture_md() {
    let crates = crates();
    let floors: BTreeMap<&str, u8> =
        crates.iter().map(|krate| (krate.name.as_str(), floor(&krate.path))).collect();
    let all = arrows(&crates);
    let sideways: BTreeSet<Arrow> =
        all.into_iter().filter(|(from, to)| floors[to.as_str()] == floors[from.as_str()]).collect();
    let listed = listed();
    let mut findings = Vec::new();
    for (from, to) in sideways.difference(&listed) {
        findings.push(format!("{from} → {to} is in crates' Cargo.toml but not in ARCHITECTURE.md"));
    }
    for (from, to) in listed.difference(&sideways) {
        findings.push(format!("{from} → {to} is in ARCHITECTURE.md but in no Cargo.toml"));
    }
    expect_none(
        findings,
        "drop the dependency, or argue for it and list it in the block ```arrows of ARCHITECTURE.md.",
    );
}

#[test]
fn the_checker_shares_no_code_with_the_planner() {
    let all = arrows(&crates());
    let shared: Vec<&str> =
        all.iter().filter(|(from, _)| from == "checker").map(|(_, to)| to.as_str()).collect();
    assert_eq!(shared, ["kernel", "problem", "rules"], "the checker may know kernel, problem and rules only");
}

#[test]
fn engines_touch_no_file_network_process_or_clock() {
    let mut findings = Vec::new();
    for source in sources() {
        let engine = source.path.starts_with("crates/engines/") && source.path.contains("/src/");
        if !engine || source.path.ends_with("/src/main.rs") {
            continue;
        }
        for outside in ["fs", "net", "process", "env", "time::SystemTime", "time::Instant"] {
            let path = format!("std::{outside}");
            for (number, line) in source.text.lines().enumerate().filter(|(_, line)| line.contains(&path)) {
                findings.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    expect_none(
        findings,
        "an engine takes bytes and values and gives them back; let the front door read and write.",
    );
}
