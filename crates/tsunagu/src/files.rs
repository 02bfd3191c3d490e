//! Files in and out. Reading has a limit; writing is all or nothing: every output is first written beside its place and
//! then renamed into it, so that a failure leaves what was there before.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    trouble::{Code, Trouble},
    words,
};

/// The largest file read, in bytes. A roster of 3,000 people has about 2 MB; a problem document of them about 40 MB.
pub const LARGEST: u64 = 128 * 1024 * 1024;

/// An output: where, and what.
#[derive(Clone, Debug)]
pub struct Output {
    /// Where it goes.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A whole file.
pub fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Trouble::new(Code::FileNotFound, words::file_not_found(path)),
        _ => Trouble::new(Code::CannotRead, words::cannot_read(path, &error)),
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Trouble::new(Code::NotAFile, words::not_a_file(path)));
    }
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::new(Code::TooLarge, words::too_large(path, LARGEST)));
    }
    Ok(bytes)
}

/// A whole text file in UTF-8, with or without a byte order mark.
pub fn read_text(path: &Path) -> Result<String, Trouble> {
    let bytes = read(path)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Trouble::new(Code::BrokenDocument, words::not_utf8(path, error.utf8_error().valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Refuses, before any work is done, outputs that could not be written or would replace an input or one another.
pub fn prepare(inputs: &[&Path], outputs: &[&Path]) -> Result<(), Trouble> {
    let inputs: Vec<PathBuf> = inputs.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in outputs {
        let place = place_of(path)?;
        if inputs.contains(&place) || seen.contains(&place) {
            return Err(Trouble::new(Code::SameFile, words::same_file(path)));
        }
        try_beside(path)?;
        seen.push(place);
    }
    Ok(())
}

/// Writes all outputs, or none.
pub fn write_all(outputs: &[Output]) -> Result<(), Trouble> {
    let mut staged: Vec<Staged> = Vec::new();
    for output in outputs {
        staged.push(Staged::write(output)?);
    }
    for mut file in staged {
        file.commit()?;
    }
    Ok(())
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(path).map_err(|error| cannot_write(path, &error))
}

/// A file written beside its place; removed again unless committed.
struct Staged {
    beside: PathBuf,
    path: PathBuf,
    committed: bool,
}

impl Staged {
    fn write(output: &Output) -> Result<Self, Trouble> {
        place_of(&output.path)?;
        let staged = Self { beside: beside(&output.path), path: output.path.clone(), committed: false };
        let written = File::create(&staged.beside).and_then(|mut file| {
            file.write_all(&output.bytes)?;
            file.sync_all()
        });
        written.map_err(|error| cannot_write(&output.path, &error))?;
        Ok(staged)
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        fs::rename(&self.beside, &self.path).map_err(|error| cannot_write(&self.path, &error))?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.committed {
            // Nothing more can be done about a left-over that cannot be removed either.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// The canonical place of an output, which need not exist yet; its folder must.
fn place_of(path: &Path) -> Result<PathBuf, Trouble> {
    if path.is_dir() {
        return Err(Trouble::new(Code::NotAFile, words::not_a_file(path)));
    }
    let Some(name) = path.file_name() else {
        return Err(Trouble::new(Code::NotAFile, words::not_a_file(path)));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().map_err(|error| cannot_write(path, &error))?;
    let place = folder.join(name);
    Ok(place.canonicalize().unwrap_or(place))
}

fn try_beside(path: &Path) -> Result<(), Trouble> {
    let beside = beside(path);
    File::create(&beside).and_then(|_| fs::remove_file(&beside)).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> Trouble {
    Trouble::new(Code::CannotWrite, words::cannot_write(path, error))
}
