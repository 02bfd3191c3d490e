//! docs/errors.md and the code list the same errors.

use std::collections::BTreeMap;

use tsunagu::trouble::Code;

use crate::ran::root;

#[test]
fn the_list_of_errors_is_the_list_in_the_code() {
    let page = std::fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let (_, part) = page.split_once("## コマンドのエラー").expect("the part on the command's errors");
    let part = part.split("\n## ").next().unwrap();
    let documented: BTreeMap<String, String> = part
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let code = cells.next()?.trim_end_matches('`').to_owned();
            Some((code, cells.next()?.to_owned()))
        })
        .collect();
    let in_code: BTreeMap<String, String> = Code::ALL
        .iter()
        .map(|code| {
            let kind = serde_json::to_value(code.kind()).unwrap();
            (code.text().to_owned(), kind.as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(documented, in_code, "docs/errors.md and crates/tsunagu/src/trouble.rs differ");
}
