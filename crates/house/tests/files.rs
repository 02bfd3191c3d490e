//! How files look: heads, sizes, and what is never left behind.

use crate::{
    expect_none,
    repository::{crates, read, root, sources, texts},
};

/// Lines that a file may have unless its head says why it is longer.
const LONGEST: usize = 600;

#[test]
fn every_module_has_a_head() {
    let headless = sources().into_iter().filter(|file| !file.text.starts_with("//! "));
    expect_none(
        headless.map(|file| file.path).collect(),
        "begin the file with `//! ` and one sentence in the field's terms: what it is for.",
    );
}

#[test]
fn no_file_is_too_long_to_read_in_one_go() {
    let mut findings = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count();
        let head: String = file.text.lines().take_while(|line| line.starts_with("//!")).collect();
        if lines > LONGEST && !head.contains("long because") {
            findings.push(format!("{}: {lines} lines", file.path));
        }
    }
    expect_none(findings, "split it by noun or deed, or let its head say that it is `long because` …");
}

#[test]
fn nothing_unfinished_is_left_behind() {
    let marks = [
        concat!("to", "do!("),
        concat!("unimplem", "ented!("),
        concat!("db", "g!("),
        concat!("#[ign", "ore"),
        concat!("// TO", "DO"),
        concat!("// FIX", "ME"),
        concat!("// X", "XX"),
    ];
    let mut findings = Vec::new();
    for file in sources() {
        for (number, line) in file.text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| line.contains(**mark)) {
                findings.push(format!("{}:{}: {mark}", file.path, number + 1));
            }
        }
    }
    expect_none(findings, "finish it, take it out, or open an issue and name it in the text.");
}

#[test]
fn every_allowed_warning_has_a_reason() {
    let mut findings = Vec::new();
    for file in sources() {
        for opening in [
            concat!("#[al", "low("),
            concat!("#![al", "low("),
            concat!("#[exp", "ect("),
            concat!("#![exp", "ect("),
        ] {
            for (before, attribute) in file.text.match_indices(opening).map(|(at, _)| file.text.split_at(at))
            {
                let attribute = attribute.split(']').next().unwrap();
                if !attribute.contains("reason = ") {
                    findings.push(format!("{}:{}: {attribute}]", file.path, before.lines().count() + 1));
                }
            }
        }
    }
    expect_none(
        findings,
        "mend what the warning is about, or add `reason = \"…\"` and allow it where it occurs only.",
    );
}

#[test]
fn every_file_of_a_crate_is_part_of_it() {
    let sources = sources();
    let mut findings = Vec::new();
    for file in &sources {
        let Some((folder, name)) = file.path.rsplit_once('/') else { continue };
        if !file.path.contains("/src/")
            || matches!(name, "main.rs" | "lib.rs")
            || folder.ends_with("/src/bin")
        {
            continue;
        }
        // src/kinds/stay.rs belongs to src/kinds.rs; src/kinds.rs to src/lib.rs or src/main.rs.
        let parents = [format!("{folder}.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs")];
        let module = format!("mod {};", name.trim_end_matches(".rs"));
        let named = sources.iter().filter(|parent| parents.contains(&parent.path)).any(|parent| {
            parent
                .text
                .lines()
                .any(|line| line.trim_start_matches("pub(crate) ").trim_start_matches("pub ") == module)
        });
        if !named {
            findings.push(format!("{}: no `{module}` in the module above", file.path));
        }
    }
    expect_none(findings, "add the `mod` line, or take the file out: the compiler does not see it.");
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let mut findings = Vec::new();
    for file in texts() {
        for (number, line) in file.text.lines().enumerate() {
            for path in paths.iter().filter(|path| line.contains(**path)) {
                findings.push(format!("{}:{}: {path}", file.path, number + 1));
            }
        }
    }
    expect_none(findings, "write the path from the root of the repository, or take it from an argument.");
}

#[test]
fn no_file_is_named_after_nothing() {
    let empty = ["misc", "stuff", "old", "final", "part2", "helpers", "utils", "util", "common", "manager"];
    let stem = |path: &str| path.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    let named = sources().into_iter().filter(|file| empty.contains(&stem(&file.path).as_str()));
    expect_none(named.map(|file| file.path).collect(), "name the file after the noun or deed in it.");
}

#[test]
fn no_conflict_marks_are_left() {
    let marks = [concat!("<<<", "<<<< "), concat!(">>>", ">>>> ")];
    let marked = texts()
        .into_iter()
        .filter(|file| file.text.lines().any(|line| marks.iter().any(|mark| line.starts_with(mark))));
    expect_none(marked.map(|file| file.path).collect(), "resolve the conflict.");
}

#[test]
fn every_member_says_what_it_is_for() {
    let workspace = read("Cargo.toml");
    let silent = crates().into_iter().filter(|krate| {
        let line =
            workspace.lines().find(|line| line.trim_start().starts_with(&format!("\"{}\"", krate.path)));
        !line.is_some_and(|line| line.contains("# "))
    });
    expect_none(
        silent.map(|krate| krate.path).collect(),
        "add a comment to its line in the list of members in Cargo.toml.",
    );
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    let mut findings = Vec::new();
    for krate in crates() {
        let inherits = |table: &str, key: &str| {
            krate.manifest.get(table).and_then(|table| table.get(key)).is_some_and(|value| {
                value.as_bool() == Some(true)
                    || value.get("workspace").and_then(|on| on.as_bool()) == Some(true)
            })
        };
        if !inherits("lints", "workspace") {
            findings.push(format!("{}: [lints] workspace = true", krate.path));
        }
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            if !inherits("package", key) {
                findings.push(format!("{}: {key}.workspace = true", krate.path));
            }
        }
    }
    expect_none(findings, "add the line to the crate's Cargo.toml.");
}

#[test]
fn every_crate_folder_is_a_member() {
    let members: Vec<String> = crates().into_iter().map(|krate| krate.path).collect();
    let manifests =
        texts().into_iter().filter_map(|file| file.path.strip_suffix("/Cargo.toml").map(str::to_owned));
    let strays: Vec<String> =
        manifests.filter(|path| path.starts_with("crates/") && !members.contains(path)).collect();
    expect_none(strays, "add it to the members in Cargo.toml, with a comment.");
    assert!(root().join("Cargo.lock").exists(), "Cargo.lock belongs in the repository: builds are --locked");
}
