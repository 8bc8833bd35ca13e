//! Where an export goes, line by line.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

/// Lines of JSON, counted.
pub(super) struct Output<W: Write> {
    sink: BufWriter<W>,
    n_lines: u64,
}

impl<W: Write> Output<W> {
    pub(super) fn new(sink: W) -> Self {
        Self { sink: BufWriter::with_capacity(1 << 16, sink), n_lines: 0 }
    }

    /// One more line.
    pub(super) fn write(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.sink, line)?;
        self.n_lines += 1;
        self.sink.write_all(b"\n")
    }

    /// How many there are.
    pub(super) fn n_lines(&self) -> u64 {
        self.n_lines
    }

    /// Hand on what is held back.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
