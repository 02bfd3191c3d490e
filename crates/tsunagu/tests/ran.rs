//! Runs the program and keeps what it said.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How a run ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `tsunagu` in a folder, in Japanese unless the arguments say otherwise.
pub fn tsunagu(folder: &Path, args: &[&str]) -> Ran {
    with_variables(folder, args, &[])
}

/// The same with environment variables.
pub fn with_variables(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tsunagu"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "TSUNAGU_LANG"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).current_dir(folder).args(args);
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An empty folder of the test's own.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// The names in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..").canonicalize().unwrap()
}
