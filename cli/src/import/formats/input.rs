//! Files as lines of bytes: found, opened, unpacked, counted.
//!
//! What a line means, even its character encoding, is left to [`super::table`].

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

use super::OpenError;

/// Longest line that is read, in bytes; those of published data sets stay below 3,000.
///
/// Without a bound, a file that is no text at all would be loaded whole.
const MAX_LINE: usize = 64 * 1024;

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How far the files of one import have been read.
#[derive(Default)]
pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// Bytes taken from disk so far.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes on disk of all files opened.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Open one more file, plain or gzipped.
    pub(crate) fn open(&mut self, path: &Path) -> Result<Lines, OpenError> {
        let refuse = |error: io::Error| OpenError::new(path, error);
        let file = File::open(path).map_err(refuse)?;
        self.total += file.metadata().map_err(refuse)?.len();
        self.take(path, file)
    }

    /// Read what is no file as if it were one of this path.
    pub(crate) fn take(
        &mut self,
        path: &Path,
        source: impl Read + Send + 'static,
    ) -> Result<Lines, OpenError> {
        let counted = Counted { source, read: Arc::clone(&self.read) };
        let mut bytes = BufReader::with_capacity(BUFFER, counted);
        let start = bytes.fill_buf().map_err(|error| OpenError::new(path, error))?;
        if start.starts_with(b"PK\x03\x04") {
            return Err(OpenError::new(path, "this is a zip archive, unpack it first"));
        }
        let input: Box<dyn BufRead + Send> = if start.starts_with(b"\x1f\x8b") {
            Box::new(BufReader::new(MultiGzDecoder::new(bytes)))
        } else {
            Box::new(bytes)
        };
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Lines { file, number: 0, input, buffer: Vec::new(), most: MAX_LINE, broken_off: false })
    }
}

/// A file that tells how much of it was read.
struct Counted<R> {
    source: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.source.read(buffer)?;
        self.read.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}

/// What [`Lines::advance`] came to.
pub(crate) enum Step {
    /// A line that is not blank; [`Lines::bytes`] has it.
    Line,
    /// A line longer than any real one, skipped.
    Overlong,
    /// The file cannot be read further.
    Broken(io::Error),
    /// The end of the file, or of what can be read of it.
    End,
}

/// The lines of one file that are not blank.
pub(crate) struct Lines {
    file: String,
    number: u64,
    input: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    /// Longest line that is read, in bytes.
    most: usize,
    broken_off: bool,
}

impl Lines {
    /// The same lines, of which longer ones are read.
    pub(crate) fn of_at_most(self, bytes: usize) -> Self {
        Self { most: bytes, ..self }
    }

    /// Name of the file, without its folder.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Number of the current line, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The current line without its ending, and without a byte order mark.
    pub(crate) fn bytes(&self) -> &[u8] {
        let line = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match self.number {
            1 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line),
            _ => line,
        }
    }

    /// Whether an error kept the rest of the file from being read.
    pub(crate) fn broken_off(&self) -> bool {
        self.broken_off
    }

    /// Go to the next line that is not blank.
    pub(crate) fn advance(&mut self) -> Step {
        while !self.broken_off {
            self.number += 1;
            match self.fill() {
                Ok(0) => break,
                Ok(n_bytes) if n_bytes > self.most => return Step::Overlong,
                Ok(_) if self.bytes().trim_ascii().is_empty() => {}
                Ok(_) => return Step::Line,
                Err(error) => {
                    self.broken_off = true;
                    return Step::Broken(error);
                }
            }
        }
        Step::End
    }

    /// Put one line into the buffer, at most one byte more than is allowed; the rest is skipped.
    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.clear();
        let mut bounded = self.input.by_ref().take(self.most as u64 + 1);
        let n_bytes = bounded.read_until(b'\n', &mut self.buffer)?;
        if n_bytes > self.most && !self.buffer.ends_with(b"\n") {
            self.input.skip_until(b'\n')?;
        }
        Ok(n_bytes)
    }
}

/// Where the files of a data set are looked for: a folder, or one file named directly.
pub(crate) struct Folder<'a> {
    path: &'a Path,
}

impl<'a> Folder<'a> {
    /// What the user named.
    pub(crate) fn of(path: &'a Path) -> Self {
        Self { path }
    }

    /// Whether one file was named and not a folder.
    pub(crate) fn is_file(&self) -> bool {
        !self.path.is_dir()
    }

    /// The file of that name in the folder, as it is or gzipped.
    ///
    /// If a file was named, it is found when it goes by this name.
    pub(crate) fn find(&self, name: &str) -> Option<PathBuf> {
        let names = [name.to_owned(), format!("{name}.gz")];
        if self.is_file() {
            let named = self.path.file_name()?.to_str()?;
            return names.iter().any(|name| name == named).then(|| self.path.to_owned());
        }
        names.iter().map(|name| self.path.join(name)).find(|path| path.exists())
    }

    /// The file of that name in the folder; or the file that was named, whatever its name.
    pub(crate) fn only(&self, name: &str) -> Result<PathBuf, OpenError> {
        if self.is_file() {
            return Ok(self.path.to_owned());
        }
        self.find(name)
            .ok_or_else(|| OpenError::new(self.path, format!("the folder has no {name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::folder, *};

    fn lines(bytes: &[u8]) -> Vec<(u64, String)> {
        let folder = folder(&[("file", bytes)]);
        let mut lines =
            Progress::default().open(&folder.path().join("file")).expect("a readable file");
        let mut seen = Vec::new();
        loop {
            match lines.advance() {
                Step::Line => {
                    seen.push((lines.number(), String::from_utf8_lossy(lines.bytes()).into_owned()))
                }
                Step::Overlong => seen.push((lines.number(), "overlong".to_owned())),
                Step::Broken(error) => seen.push((lines.number(), error.to_string())),
                Step::End => return seen,
            }
        }
    }

    #[test]
    fn lines_keep_their_numbers_whatever_ends_them() {
        let seen = lines(b"\xef\xbb\xbfone\r\n\r\n  \ntwo\nthree");

        assert_eq!(seen, [(1, "one".into()), (4, "two".into()), (5, "three".into())]);
    }

    #[test]
    fn an_overlong_line_is_skipped_without_being_kept() {
        let mut bytes = vec![b'x'; 5 * MAX_LINE];
        bytes.extend_from_slice(b"\nshort\n");

        assert_eq!(lines(&bytes), [(1, "overlong".into()), (2, "short".into())]);
    }

    #[test]
    fn a_line_of_exactly_the_longest_length_is_read() {
        let mut bytes = vec![b'x'; MAX_LINE - 1];
        bytes.extend_from_slice(b"\nnext");

        assert_eq!(lines(&bytes).len(), 2);
        assert_ne!(lines(&bytes)[0].1, "overlong");
    }
}
