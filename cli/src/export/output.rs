//! Where an export goes, line by line.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

/// Lines of JSON, counted.
pub(crate) struct Output<W: Write> {
    sink: BufWriter<W>,
    n_lines: u64,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(sink: W) -> Self {
        Self { sink: BufWriter::with_capacity(1 << 16, sink), n_lines: 0 }
    }

    /// One more line.
    pub(crate) fn write(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.sink, line)?;
        self.n_lines += 1;
        self.sink.write_all(b"\n")
    }

    /// How many there are.
    pub(crate) fn n_lines(&self) -> u64 {
        self.n_lines
    }

    /// Hand on what is held back.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
