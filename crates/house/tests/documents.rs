//! What documents promise: their length, their twins, their links, the tests they name.

use crate::{
    expect_none,
    repository::{Text, crates, read, root, sources, texts},
};

fn pages() -> Vec<Text> {
    texts().into_iter().filter(|file| file.path.ends_with(".md")).collect()
}

#[test]
fn documents_are_short_enough_to_be_read() {
    let longest = |path: &str| match path {
        "README.md" | "README.ja.md" => 80,
        "ARCHITECTURE.md" => 250,
        _ if path.starts_with("docs/decisions/") || path.starts_with("docs/dev/") => 40,
        _ => usize::MAX,
    };
    let long = pages().into_iter().filter(|page| page.text.lines().count() > longest(&page.path));
    expect_none(
        long.map(|page| {
            format!("{}: {} lines, at most {}", page.path, page.text.lines().count(), longest(&page.path))
        })
        .collect(),
        "say less, or move a part to a document of its own and link it.",
    );
}

#[test]
fn what_a_newcomer_looks_for_is_there() {
    let files = [
        "README.md",
        "README.ja.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "deny.toml",
        "Makefile",
        ".ci/run",
        "docs/glossary.md",
    ];
    let missing = files.iter().filter(|file| !root().join(file).exists());
    expect_none(missing.map(|file| (*file).to_owned()).collect(), "write it.");
}

#[test]
fn links_lead_somewhere() {
    let mut findings = Vec::new();
    for page in pages() {
        let folder = root().join(&page.path).parent().unwrap().to_owned();
        for link in links(&page.text) {
            let target = link.split('#').next().unwrap();
            let elsewhere = link.contains("://") || link.starts_with("mailto:") || target.is_empty();
            if !elsewhere && !folder.join(target).exists() {
                findings.push(format!("{}: {link}", page.path));
            }
        }
    }
    expect_none(findings, "correct the link; it is read from the folder of its page.");
}

/// The targets of `[words](target)`.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// A file or folder named in backticks from the root, such as `crates/tsunagu/src/commands.rs`.
#[test]
fn files_that_documents_name_exist() {
    let ours = ["crates/", "docs/", "data/", "editions/", "scripts/", "benches/"];
    let mut findings = Vec::new();
    for page in pages().into_iter().filter(|page| page.path != "CHANGELOG.md") {
        for named in page.text.split('`').skip(1).step_by(2) {
            let path =
                ours.iter().any(|folder| named.starts_with(folder)) && !named.contains([' ', '*', '<', '…']);
            if path && !root().join(named).exists() {
                findings.push(format!("{}: {named}", page.path));
            }
        }
    }
    expect_none(findings, "name the file as it is called now.");
}

/// An invariant ends in `— test_name` in backticks with its crate: `kernel::time::the_ends_of_the_calendar_hold`.
#[test]
fn every_invariant_names_a_test_that_exists() {
    let text = read("docs/invariants.md");
    assert!(text.contains("\n- "), "docs/invariants.md lists invariants");
    let mut findings = Vec::new();
    // Each item begins with "- " and may run over several lines.
    for item in text.split("\n- ").skip(1) {
        let first = item.lines().next().unwrap();
        let Some((_, proofs)) = item.rsplit_once('—') else {
            findings.push(format!("no test is named: {first}"));
            continue;
        };
        let proofs: Vec<&str> = proofs.split('`').skip(1).step_by(2).collect();
        if proofs.is_empty() {
            findings.push(format!("no test is named: {first}"));
        }
        findings.extend(
            proofs
                .into_iter()
                .filter(|proof| !test_exists(proof))
                .map(|proof| format!("no such test: {proof}")),
        );
    }
    expect_none(findings, "end the item with — and the test in backticks: `crate::file::test_name`.");
}

/// Whether `crate::file::name` is a function in tests/file.rs or src/…/file.rs of the crate; `clippy::…` and `rust::…`
/// are lints that the workspace denies.
fn test_exists(proof: &str) -> bool {
    let parts: Vec<&str> = proof.split("::").collect();
    let [krate, .., file, name] = parts[..] else {
        return matches!(parts[..], ["clippy" | "rust", lint] if read("Cargo.toml").contains(&format!("\n{lint} = ")));
    };
    let Some(krate) = crates().into_iter().find(|member| member.name == krate) else { return false };
    let function = format!("fn {name}(");
    sources().iter().any(|source| {
        source.path.starts_with(&format!("{}/", krate.path))
            && source.path.ends_with(&format!("/{file}.rs"))
            && source.text.contains(&function)
    })
}

/// The command's own errors are compared in `tsunagu`; here are those of the engines, which have no files.
#[test]
fn errors_md_lists_the_findings_of_sheets_and_rules() {
    let sheets = read("crates/engines/sheets/src/finding.rs");
    let (_, sheets) = sheets.split_once("\ncodes! {").expect("sheets lists its codes in a block codes!");
    let sheets = sheets.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    same_codes("## ブックの指摘", sheets);

    let rules = read("crates/engines/rules/src/document/finding.rs");
    let (_, rules) = rules.split_once("enum FindingCode {").expect("rules lists its codes in FindingCode");
    let variants = rules.split('}').next().unwrap().lines().map(str::trim);
    let rules = variants.filter_map(|line| line.strip_suffix(',')).map(kebab).collect();
    same_codes("## 版の指摘", rules);
}

fn same_codes(heading: &str, in_code: Vec<String>) {
    let page = read("docs/errors.md");
    let (_, part) = page.split_once(heading).unwrap_or_else(|| panic!("docs/errors.md has a part {heading}"));
    let rows = part.split("\n## ").next().unwrap().lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: Vec<String> = rows.filter_map(|row| row.split('`').next()).map(str::to_owned).collect();
    let unlisted =
        in_code.iter().filter(|code| !listed.contains(code)).map(|code| format!("not listed: {code}"));
    let stale =
        listed.iter().filter(|code| !in_code.contains(code)).map(|code| format!("no such code: {code}"));
    expect_none(
        unlisted.chain(stale).collect(),
        &format!("list each code once in docs/errors.md, part {heading}."),
    );
}

/// NoAddress → no-address.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}

#[test]
fn the_changelog_has_its_four_headings_only() {
    let changelog = read("CHANGELOG.md");
    let wrong = changelog.lines().filter(|line| {
        line.strip_prefix("### ")
            .is_some_and(|heading| !["New", "Changed", "Fixed", "Rules"].contains(&heading))
    });
    expect_none(wrong.map(str::to_owned).collect(), "a change is New, Changed, Fixed or (an edition) Rules.");
}

#[test]
fn decisions_are_numbered_without_gap_and_say_the_same_four_things() {
    let mut findings = Vec::new();
    let decisions: Vec<Text> =
        pages().into_iter().filter(|page| page.path.starts_with("docs/decisions/")).collect();
    for (number, page) in decisions.iter().enumerate() {
        if !page.path.starts_with(&format!("docs/decisions/{:04}-", number + 1)) {
            findings.push(format!("{}: expected number {:04}", page.path, number + 1));
        }
        for heading in ["Status", "Context", "Decision", "Consequences"] {
            if !page.text.contains(&format!("\n## {heading}")) {
                findings.push(format!("{}: no part ## {heading}", page.path));
            }
        }
    }
    expect_none(findings, "number decisions from 0001; each has Status, Context, Decision, Consequences.");
}
