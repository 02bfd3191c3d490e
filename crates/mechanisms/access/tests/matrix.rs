//! Who may do what, written out: `policy/matrix.md` is what the policy says, and was looked at by people.

use access::{Action, Class, Grant, Policy, Role, Way};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../policy/matrix.md");

/// `TSUNAGU_WRITE=1 cargo test -p access` writes it anew; what changed is then there to be looked at.
#[test]
fn the_matrix_is_what_the_policy_says() {
    let written = matrix();
    if std::env::var_os("TSUNAGU_WRITE").is_some() {
        std::fs::write(FILE, &written).expect("the matrix can be written");
    }
    let known = std::fs::read_to_string(FILE).unwrap_or_default();
    let first = written.lines().zip(known.lines()).find(|(written, known)| written != known);
    assert!(written == known, "TSUNAGU_WRITE=1 writes it anew; look at what changed, from {first:?} on");
}

fn matrix() -> String {
    let policy = Policy::own().expect("the product's own policy");
    let mut text = String::from(
        "# Who may do what だれが何をできるか\n\n\
         Read off the policy (`policy/*.cedar`) by a test that fails where this page says something else. A word in a cell says\n\
         how whoever acts must be related to the record; ● always; nothing: never.\n",
    );
    let classes: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
    for role in Role::ALL {
        let label = role.label();
        text += &format!(
            "\n## {} {}\n\n| | {} |\n|---|{}\n",
            label.ja,
            label.en,
            classes.join(" | "),
            "---|".repeat(6)
        );
        for action in Action::ALL {
            let cells = Class::ALL.map(|class| cell(&policy.grant(role, action, class)));
            if cells.iter().any(|cell| !cell.is_empty()) {
                text += &format!("| {} | {} |\n", action.name(), cells.join(" | "));
            }
        }
    }
    text
}

fn cell(grant: &Grant) -> String {
    let way = |way: &Way| {
        let all = way.all.iter().map(|relation| relation.name().to_owned());
        let none = way.none.iter().map(|relation| format!("not {}", relation.name()));
        let words: Vec<String> = all.chain(none).collect();
        if words.is_empty() { "●".to_owned() } else { words.join(", ") }
    };
    grant.0.iter().map(way).collect::<Vec<String>>().join("; or ")
}
