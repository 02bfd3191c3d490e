//! Roots that leave the machine.

use trace::{BadKey, Finding, SignedRoot, Signer, Verifier, verify};

use crate::office::sealed;

#[test]
fn keys_are_kept_and_given_out_as_text() {
    let signer = Signer::new().expect("a key");
    let again = Signer::from_secret(&format!("{}\n", signer.secret())).expect("the same");
    assert_eq!(again.verifier(), signer.verifier());
    assert_eq!(Verifier::from_key(&signer.verifier().key()).expect("the same"), signer.verifier());
    for text in ["", "12", &"g".repeat(64), &"あ".repeat(21), &"0".repeat(66)] {
        assert_eq!(Signer::from_secret(text).err(), Some(BadKey), "{text}");
        assert_eq!(Verifier::from_key(text).err(), Some(BadKey), "{text}");
    }
}

#[test]
fn a_root_that_the_office_has_not_signed_proves_nothing() {
    both::engines(async |place| {
        let signer = Signer::new().expect("a key");
        let (store, roots) = sealed(place, &signer).await;
        let root = roots[1].clone();
        let forged = [
            SignedRoot { number: 3, ..root.clone() },
            SignedRoot { chain: "mie".to_owned(), ..root.clone() },
            SignedRoot { hash: "0".repeat(64), ..root.clone() },
            SignedRoot { signature: "0".repeat(128), ..root.clone() },
            SignedRoot { signature: String::new(), ..root.clone() },
        ];
        for root in forged {
            let seal = root.number;
            let report = verify(&store, &[root], &signer.verifier()).await.expect("it can be verified");
            assert_eq!(report.findings, [Finding::NotSigned { seal }]);
        }
        let other = Signer::new().expect("another key");
        let report = verify(&store, &[root], &other.verifier()).await.expect("it can be verified");
        assert_eq!(report.findings, [Finding::NotSigned { seal: 2 }]);
    });
}

#[test]
fn a_root_is_a_line_of_json() {
    let line = r#"{"chain":"gunma","number":3,"hash":"ab","signature":"cd"}"#;
    let root: SignedRoot = serde_json::from_str(line).expect("a root");
    assert_eq!(serde_json::to_string(&root).expect("a line"), line);
}
