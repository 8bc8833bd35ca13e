//! Where lists go: a file that is there whole or not at all, or standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::Failure;

/// Where lists go.
pub(super) struct Output {
    path: PathBuf,
    sink: Sink,
}

enum Sink {
    Standard(io::StdoutLock<'static>),
    /// Beside the file, which it replaces when all is done.
    File(BufWriter<NamedTempFile<File>>),
}

impl Output {
    /// Begin with the file that is to be written; `-` is standard output.
    ///
    /// Refuses: a folder, a place where nothing can be written.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        let path = path.to_owned();
        if path == Path::new("-") {
            return Ok(Self { path, sink: Sink::Standard(io::stdout().lock()) });
        }
        if path.is_dir() {
            return Err(format!("{} is a folder, not a file", path.display()).into());
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = readable().tempfile_in(folder).map_err(|error| unwritable(&path, &error))?;
        Ok(Self { sink: Sink::File(BufWriter::with_capacity(1 << 16, file)), path })
    }

    /// Add some lines.
    pub(super) fn write(&mut self, lines: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.sink {
            Sink::Standard(output) => output.write_all(lines),
            Sink::File(file) => file.write_all(lines),
        };
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// All is written: put the file into its place.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let finished = match self.sink {
            Sink::Standard(mut output) => output.flush(),
            Sink::File(file) => {
                file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| {
                    file.as_file().sync_all()?;
                    file.persist(&self.path).map(drop).map_err(|failed| failed.error)
                })
            }
        };
        finished.map_err(|error| unwritable(&self.path, &error))
    }
}

/// A temporary file that others may read when it is in its place, as far as the umask lets them.
fn readable() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot write to {}: {error}", path.display()).into()
}
