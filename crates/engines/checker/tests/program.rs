//! `tsunagu-checker` on the command line: its exit codes and what it says.

use std::{fs, path::PathBuf, process::Command};

use crate::cast::{at, honest, office, plan, with};

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("checker-{}-{name}", std::process::id()));
    fs::write(&path, bytes).unwrap();
    path
}

/// Exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tsunagu-checker")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn zero_for_a_plan_that_keeps_everything_one_for_another_two_for_none() {
    let problem = file("problem.json", &office().to_json());
    let right = file("right.json", &honest(&office(), plan()).to_json());
    let wrong = honest(&office(), with("akagi", 0, at("chuo-internal")));
    let wrong = file("wrong.json", &wrong.to_json());
    let broken = file("broken.json", b"{ \"schema\": ");
    let [problem, right, wrong, broken] =
        [&problem, &right, &wrong, &broken].map(|path| path.to_str().unwrap());

    let (code, said, _) = run(&[problem, right]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("すべての規則と定員を守っています。目的関数 120"), "{said}");

    let (code, said, _) = run(&[problem, wrong, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(said.contains("department akagi [1]: 赤城 (2027-04 to 2028-03): 内科 at 中央病院"), "{said}");

    let (code, said, _) = run(&["--format", "json", problem, wrong]);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &report["findings"][0]["code"]), (1, &"department".into()));

    let (code, _, said) = run(&[problem, broken]);
    assert_eq!(code, 2);
    assert!(said.contains("broken.json: 1 行目の 12 文字目：文書が途中で終わっています。"), "{said}");
    assert_eq!(run(&[problem, "nowhere.json"]).0, 2);
    assert_eq!(run(&[problem]).0, 2);
    assert_eq!(run(&[problem, right, "--lang", "fr"]).0, 2);
}

#[test]
fn a_certificate_is_told_with_its_gap_or_refused() {
    let certificate = |bound| problem::Certificate {
        schema: problem::CERTIFICATE_SCHEMA.to_owned(),
        problem: office().hash(),
        scale: 1,
        divisor: 1,
        bound,
        tree: problem::Node::leaf(Vec::new()),
    };
    let problem = file("certified-problem.json", &office().to_json());
    let plan = file("certified-plan.json", &honest(&office(), plan()).to_json());
    let holds = file("holds.json", &certificate(0).to_json());
    let claims = file("claims.json", &certificate(1).to_json());
    let [problem, plan, holds, claims] =
        [&problem, &plan, &holds, &claims].map(|path| path.to_str().unwrap());

    let (code, said, _) = run(&[problem, plan, "--certificate", holds]);
    assert_eq!(code, 0, "{said}");
    assert!(said.ends_with("証明された下界 0、差 120（100.00%）\n"), "{said}");

    let (code, said, _) = run(&[problem, plan, "--certificate", holds, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    let proven = &report["certified"]["proven"];
    assert_eq!((code, &proven["gap"], &proven["bound"]["leaves"]), (0, &120.into(), &1.into()));

    let (code, said, _) = run(&[problem, plan, "--certificate", claims, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(said.contains("certificate-bound: A bound of 1 is claimed, and 0 is proven."), "{said}");

    assert_eq!(run(&[problem, plan, "--certificate", plan]).0, 2);
    assert_eq!(run(&[problem, plan, "--certificate"]).0, 2);
}
