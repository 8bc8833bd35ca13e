//! Where a command writes: a file that is replaced when all is done, gzipped by its name, or standard output.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use crate::Failure;

/// A file, or standard output.
pub(crate) struct Destination {
    path: PathBuf,
    /// Where it is written until it is whole; none for standard output.
    file: Option<NamedTempFile>,
}

impl Destination {
    /// Make sure that it can be written; `-` is standard output.
    pub(crate) fn open(path: PathBuf) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self { path, file: None });
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if path.is_dir() {
            return Err(format!("{} is a folder, not a file", path.display()).into());
        }
        let file = NamedTempFile::new_in(folder).map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, file: Some(file) })
    }

    /// Write it, and put it in its place if that succeeds.
    pub(crate) async fn fill<T>(
        self,
        write: impl AsyncFnOnce(&mut dyn Write) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Self { path, file } = self;
        let Some(file) = file else { return write(&mut io::stdout().lock()).await };
        let written = if path.extension().is_some_and(|extension| extension == "gz") {
            let mut packed = GzEncoder::new(file.as_file(), Compression::default());
            let written = write(&mut packed).await?;
            packed.finish().map_err(|error| unwritable(&path, &error))?;
            written
        } else {
            write(&mut file.as_file()).await?
        };
        file.as_file().sync_all().map_err(|error| unwritable(&path, &error))?;
        file.persist(&path).map_err(|failed| unwritable(&path, &failed.error))?;
        Ok(written)
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot write to {}: {error}", path.display()).into()
}
