//! Tests about tests: one binary per crate, and no file forgotten.

use std::fs;

use crate::{
    expect_none,
    repository::{crates, read, root},
};

#[test]
fn each_crate_has_one_test_binary_that_lists_all_its_files() {
    let mut findings = Vec::new();
    for krate in crates() {
        let folder = root().join(&krate.path).join("tests");
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".rs"));
        names.sort();
        if names.is_empty() {
            continue;
        }
        let package = &krate.manifest["package"];
        if package.get("autotests").and_then(|on| on.as_bool()) != Some(false) {
            findings.push(format!(
                "{}/Cargo.toml: autotests = false, and [[test]] with name = \"main\"",
                krate.path
            ));
        }
        if !names.contains(&"main.rs".to_owned()) {
            findings.push(format!("{}/tests/main.rs is missing", krate.path));
            continue;
        }
        let main = read(&format!("{}/tests/main.rs", krate.path));
        for name in names.iter().filter(|name| *name != "main.rs") {
            let module = format!("mod {};", name.trim_end_matches(".rs"));
            if !main.lines().any(|line| line.trim().trim_start_matches("pub ") == module) {
                findings.push(format!("{}/tests/main.rs: {module}", krate.path));
            }
        }
    }
    expect_none(
        findings,
        "each crate has one test binary, tests/main.rs, with a `mod` line for every file beside it.",
    );
}

#[test]
fn every_engine_has_tests() {
    let engines = crates().into_iter().filter(|krate| krate.path.starts_with("crates/engines/"));
    let untested = engines.filter(|krate| !root().join(&krate.path).join("tests/main.rs").exists());
    expect_none(untested.map(|krate| krate.path).collect(), "write tests/main.rs and a file per subject.");
}
