//! Certificates as documents: written and read alike, of bounded depth, refused in words.

use problem::{
    Apart, CERTIFICATE_SCHEMA, Certificate, DEEPEST_TREE, DecidedPlace, Decision, Node, Row, RowDual,
    certificate_schema,
};

use crate::office::{a, office};

fn leaf() -> Node {
    let duals = [
        (Row::Post { post: a("yamazato-general"), period: a("2027-04") }, -1_200),
        (Row::Need { need: a("n1"), period: a("2027-04") }, 3_000),
        (
            Row::Household {
                person: a("akagi"),
                partner: a("haruna"),
                area: Some(a("agatsuma")),
                period: a("2027-04"),
            },
            -50,
        ),
    ];
    Node::leaf(duals.map(|(row, dual)| RowDual { row, dual }).to_vec())
}

fn deep(levels: usize) -> Certificate {
    let decision = Decision::Place {
        person: a("akagi"),
        period: a("2027-04"),
        at: DecidedPlace::Workplace(a("yamazato")),
        path: None,
    };
    let tree = (0..levels).fold(leaf(), |below, _| Node::Branch {
        on: decision.clone(),
        then: Box::new(Node::NoCareer { person: a("akagi") }),
        otherwise: Box::new(below),
    });
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: office().hash(),
        scale: 100,
        divisor: 5,
        bound: 60,
        tree,
    }
}

#[test]
fn a_certificate_is_read_as_it_was_written() {
    for levels in [0, 1, DEEPEST_TREE] {
        let certificate = deep(levels);
        assert_eq!(Certificate::from_json(&certificate.to_json()), Ok(certificate), "{levels} levels");
    }
}

#[test]
fn the_deepest_tree_of_people_apart_can_be_read() {
    let mut certificate = deep(DEEPEST_TREE);
    let people = vec![a("akagi")];
    certificate.tree =
        Node::Leaf { duals: Vec::new(), apart: vec![Apart { people, tree: certificate.tree }] };
    assert_eq!(Certificate::from_json(&certificate.to_json()), Ok(certificate));
}

#[test]
fn a_tree_too_deep_to_be_read_is_refused_and_does_not_overflow() {
    let findings = Certificate::from_json(&deep(1_000).to_json()).unwrap_err();
    assert_eq!(findings[0].code, "document-json");
}

#[test]
fn a_branch_without_its_other_side_is_no_document() {
    let text = String::from_utf8(deep(1).to_json()).unwrap();
    let finding = &Certificate::from_json(text.replace("otherwise", "unless").as_bytes()).unwrap_err()[0];
    assert!(finding.message.ja.contains("「unless」という項目はありません。"), "{:?}", finding.message);
}

#[test]
fn the_schema_names_every_field() {
    let schema = serde_json::to_value(certificate_schema()).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&deep(1).to_json()).unwrap();
    for key in written.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}");
    }
}
