//! The repository as these tests see it: its crates and its text files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::Table;

/// A text file, with its path from the root.
pub struct Text {
    pub path: String,
    pub text: String,
}

/// A member of the workspace.
pub struct Crate {
    pub name: String,
    /// From the root: `crates/engines/kernel`.
    pub path: String,
    pub manifest: Table,
}

/// Asked when the test runs: a build cache may hold it as another clone compiled it.
pub fn root() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..").canonicalize().unwrap()
}

pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file of text that belongs to the repository: not what is built, run or fetched.
pub fn texts() -> Vec<Text> {
    let mut texts = Vec::new();
    walk(&root(), &mut texts);
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

/// The files of Rust.
pub fn sources() -> Vec<Text> {
    texts().into_iter().filter(|file| file.path.ends_with(".rs")).collect()
}

/// The members, in the order of the workspace.
pub fn crates() -> Vec<Crate> {
    let workspace: Table = read("Cargo.toml").parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    members.iter().map(|member| member.as_str().unwrap()).map(member).collect()
}

fn member(path: &str) -> Crate {
    let manifest: Table = read(&format!("{path}/Cargo.toml")).parse().unwrap();
    Crate { name: manifest["package"]["name"].as_str().unwrap().to_owned(), path: path.to_owned(), manifest }
}

const NOT_OURS: [&str; 6] =
    ["target", "var", "node_modules", "__pycache__", "Cargo.lock", "proptest-regressions"];

fn walk(folder: &Path, texts: &mut Vec<Text>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && name != ".ci";
        if hidden || NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, texts);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            texts.push(Text { path, text });
        }
    }
}
