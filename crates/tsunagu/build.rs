//! Puts the editions at the root of the repository into the program, so that it is one file.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    // Asked when it runs: a build cache may hold this script as another clone compiled it.
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = package.join("../../editions");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut list = String::from("[\n");
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        list.push_str(&format!("    ({name:?}, include_str!({:?})),\n", file.canonicalize()?));
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("editions.rs"), list)
}

/// Edition files below a folder; cases (`*.cases.toml`) are for tests.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            if path.file_name().is_none_or(|name| name != "cases") {
                collect(&path, files)?;
            }
        } else if name.ends_with(".toml") && !name.ends_with(".cases.toml") {
            files.push(path);
        }
    }
    Ok(())
}
