//! The programs of the benchmark: the generator, our command, the peers, the evaluator.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command, Output},
};

use serde::{Deserialize, de::DeserializeOwned};

use super::{Size, answer::Answer};
use crate::{
    Trouble, gunma,
    moments::{self, Moment},
};

/// Where the benchmark lies.
const PPP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ppp");

/// A folder for instances and plans, which goes when it is done with.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    pub fn new() -> Result<Self, Trouble> {
        let path = env::temp_dir().join(format!("tsunagu-benches-{}-ppp", process::id()));
        fs::create_dir_all(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        Ok(Self(path))
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An instance as a file.
pub fn generated(folder: &Folder, size: Size, seed: u64) -> Result<PathBuf, Trouble> {
    let size = size.name();
    let path = folder.file(&format!("{size}-{seed}.json"));
    let mut generator = python("generate.py");
    generator.args(["--size", &size, "--seed", &seed.to_string(), "--out"]).arg(&path);
    let said = output(&mut generator)?;
    if said.status.success() { Ok(path) } else { Err(failed("generate.py", &said)) }
}

/// How many people are in an instance.
pub fn physicians(instance: &Path) -> Result<usize, Trouble> {
    #[derive(Deserialize)]
    struct Instance {
        physicians: Vec<serde::de::IgnoredAny>,
    }
    parsed::<Instance>(&gunma::read(instance)?).map(|instance| instance.physicians.len())
}

/// Our answer to an instance or a case, and how it came about. The plan is held against the evaluator, which knows
/// instances only.
pub fn ours(
    folder: &Folder,
    input: &Path,
    instance: &Path,
    seconds: u64,
) -> Result<(Answer, Vec<Moment>), Trouble> {
    let plan = folder.file("ours.json");
    let said = output(
        Command::new(tsunagu()?)
            .args(["--lang", "en", "bench", "ppp"])
            .arg(input)
            .arg("--out")
            .arg(&plan)
            .args(["--seconds", &seconds.to_string()]),
    )?;
    if said.stdout.is_empty() {
        return Err(failed("tsunagu bench ppp", &said));
    }
    let answer: Answer = parsed(&said.stdout)?;
    if !holds(&answer, instance, &plan)? {
        return Err(format!("{}: the evaluator refuses our plan", input.display()));
    }
    Ok((answer, moments::read(&String::from_utf8_lossy(&said.stderr))))
}

/// A peer's answer; otherwise why there is none.
pub fn peer(
    folder: &Folder,
    instance: &Path,
    solver: &str,
    seconds: u64,
) -> Result<Result<Answer, &'static str>, Trouble> {
    let plan = folder.file(&format!("{solver}.json"));
    let mut peer = python("peers.py");
    peer.arg(solver).arg(instance).args(["--seconds", &seconds.to_string(), "--out"]).arg(&plan);
    let said = output(&mut peer)?;
    if !said.status.success() {
        let missing = String::from_utf8_lossy(&said.stderr).contains("ModuleNotFoundError");
        return Ok(Err(if missing { "not run: not installed here" } else { "ended without an answer" }));
    }
    let answer: Answer = parsed(&said.stdout)?;
    let holds = holds(&answer, instance, &plan)?;
    Ok(if holds { Ok(answer) } else { Err("the evaluator refuses its plan") })
}

/// Nobody's word is taken for a plan: whether the evaluator finds it feasible, at the price that was claimed.
fn holds(answer: &Answer, instance: &Path, plan: &Path) -> Result<bool, Trouble> {
    #[derive(Deserialize)]
    struct Report {
        feasible: bool,
        objective: i128,
    }
    let Some(claimed) = answer.objective else { return Ok(true) };
    let said = output(python("evaluate.py").arg(instance).arg(plan))?;
    let report: Report = parsed(&said.stdout)?;
    Ok(report.feasible && report.objective == claimed)
}

fn python(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg("-B").arg(Path::new(PPP).join(script));
    command
}

/// Our command, built beside this program.
fn tsunagu() -> Result<PathBuf, Trouble> {
    let path = env::current_exe().map_err(|fault| fault.to_string())?.with_file_name("tsunagu");
    if path.exists() { Ok(path) } else { Err("build it first: cargo build --release -p tsunagu".to_owned()) }
}

fn output(command: &mut Command) -> Result<Output, Trouble> {
    command.output().map_err(|fault| format!("{}: {fault}", command.get_program().display()))
}

/// An answer; a solver may greet before it.
fn parsed<T: DeserializeOwned>(said: &[u8]) -> Result<T, Trouble> {
    let lines = said.split_inclusive(|byte| *byte == b'\n');
    let greeting: usize = lines.take_while(|line| !line.starts_with(b"{")).map(<[u8]>::len).sum();
    let answer = &said[greeting..];
    serde_json::from_slice(answer).map_err(|fault| format!("an answer cannot be read: {fault}"))
}

fn failed(what: &str, said: &Output) -> Trouble {
    format!("{what}: {}", String::from_utf8_lossy(&said.stderr))
}
