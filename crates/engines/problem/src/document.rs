//! Problems, plans and certificates as JSON documents: reading with limits and clear findings, writing, hashing, published schemas.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use kernel::{Bilingual, EditionId};
use rules::Edition;
use schemars::{Schema, schema_for};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{CERTIFICATE_SCHEMA, Certificate, Finding, PLAN_SCHEMA, PROBLEM_SCHEMA, Plan, Problem};

/// The largest document read, in bytes.
pub const LARGEST: usize = 256 * 1024 * 1024;

impl Problem {
    /// Reads a problem; every finding of [`Problem::validate`] that is an error refuses it.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        let problem: Problem = read(bytes, PROBLEM_SCHEMA)?;
        let findings = problem.validate();
        if findings.is_empty() { Ok(problem) } else { Err(findings) }
    }

    /// The document: keys in the order of the schema, so that the same problem gives the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        write(self)
    }

    /// SHA-256 of the document, in hexadecimal: which problem a plan answers.
    pub fn hash(&self) -> String {
        let mut hashed = Hashed(Sha256::new());
        write_to(&mut hashed, self);
        kernel::hex(&hashed.0.finalize())
    }

    /// The editions, decoded; every finding of every edition if one cannot be.
    pub fn editions(&self) -> Result<BTreeMap<EditionId, Edition>, Vec<Finding>> {
        let mut editions = BTreeMap::new();
        let mut findings = Vec::new();
        for (id, document) in &self.editions {
            match Edition::from_document(document.clone()) {
                Ok(edition) => {
                    editions.insert(id.clone(), edition);
                }
                Err(wrong) => findings.extend(wrong.into_iter().map(|finding| Finding {
                    code: "edition",
                    at: format!("editions.{id}.{}", finding.at),
                    message: finding.message,
                })),
            }
        }
        if findings.is_empty() { Ok(editions) } else { Err(findings) }
    }
}

impl Plan {
    /// Reads a plan.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        read(bytes, PLAN_SCHEMA)
    }

    /// The document: the same plan gives the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        write(self)
    }
}

impl Certificate {
    /// Reads a certificate.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        read(bytes, CERTIFICATE_SCHEMA)
    }

    /// The document: the same certificate gives the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        write(self)
    }
}

/// JSON Schema of the problem document.
pub fn problem_schema() -> Schema {
    schema_for!(Problem)
}

/// JSON Schema of the plan document.
pub fn plan_schema() -> Schema {
    schema_for!(Plan)
}

/// JSON Schema of the certificate document.
pub fn certificate_schema() -> Schema {
    schema_for!(Certificate)
}

fn read<T: DeserializeOwned>(bytes: &[u8], schema: &str) -> Result<T, Vec<Finding>> {
    if bytes.len() > LARGEST {
        let mib = bytes.len() / (1024 * 1024);
        let most = LARGEST / (1024 * 1024);
        return Err(vec![Finding {
            code: "document-too-large",
            at: String::new(),
            message: Bilingual::new(
                format!("文書が大きすぎます（{mib} MiB）。読めるのは {most} MiB までです。"),
                format!("The document is too large ({mib} MiB). At most {most} MiB are read."),
            ),
        }]);
    }
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|fault| vec![broken(&fault)])?;
    let named = value.get("schema").and_then(serde_json::Value::as_str).unwrap_or("");
    if named != schema {
        return Err(vec![Finding {
            code: "document-schema",
            at: "schema".to_owned(),
            message: Bilingual::new(
                format!("文書の種類が違います。「{named}」と読みましたが、「{schema}」が必要です。"),
                format!("This is another kind of document: it says `{named}`, and `{schema}` is needed."),
            ),
        }]);
    }
    drop(value);
    serde_json::from_slice(bytes).map_err(|fault| vec![broken(&fault)])
}

fn broken(fault: &serde_json::Error) -> Finding {
    let (line, column) = (fault.line(), fault.column());
    let said = fault.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let ja = in_japanese(said);
    Finding {
        code: "document-json",
        at: format!("{line}:{column}"),
        message: Bilingual::new(
            format!("{line} 行目の {column} 文字目：{ja}"),
            format!("Line {line}, column {column}: {said}."),
        ),
    }
}

/// What the JSON reader says, in Japanese; names and values stand as they are.
fn in_japanese(said: &str) -> String {
    let quoted = |from: usize| said.split('`').nth(from).unwrap_or("").to_owned();
    let expected = said.split_once(", expected ").map_or("", |(_, expected)| expected);
    let instead = |wrong: &str| {
        let read = said.split_once(": ").map_or(said, |(_, rest)| rest);
        let read = read.split_once(", expected ").map_or(read, |(read, _)| read);
        format!("{wrong}（読んだもの：{read}、必要なもの：{expected}）。")
    };
    match said {
        _ if said.starts_with("unknown field") => {
            format!("「{}」という項目はありません。使える項目：{expected}。", quoted(1))
        }
        _ if said.starts_with("unknown variant") => {
            format!("「{}」は使えない言葉です。使える言葉：{expected}。", quoted(1))
        }
        _ if said.starts_with("missing field") => format!("項目「{}」がありません。", quoted(1)),
        _ if said.starts_with("duplicate field") => format!("項目「{}」が二度あります。", quoted(1)),
        _ if said.starts_with("invalid type") => instead("値の種類が違います"),
        _ if said.starts_with("invalid value") => instead("値が範囲の外です"),
        _ if said.starts_with("invalid length") => instead("一覧の長さが違います"),
        _ if said.starts_with("EOF") => "文書が途中で終わっています。".to_owned(),
        _ if said.starts_with("recursion limit") => "入れ子が深すぎます。".to_owned(),
        _ if said.starts_with("trailing") => "文書の終わりの後に余分な文字があります。".to_owned(),
        _ => format!("JSON として読めません（{said}）。"),
    }
}

fn write<T: Serialize>(document: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_to(&mut bytes, document);
    bytes
}

fn write_to<T: Serialize>(mut to: impl Write, document: &T) {
    let written = serde_json::to_writer_pretty(&mut to, document);
    written.expect("documents have text keys and no floats, and what they are written to takes all");
    to.write_all(b"\n").expect("what documents are written to takes all");
}

/// A document that is hashed as it is written, so that its bytes are never all there at once.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
