//! Contenders are processes of their own, so that each has its own memory and its own threads: this program again, or a
//! script in Python. Each prints what it measured as JSON.

use std::env;
use std::process::Command;

use serde::de::DeserializeOwned;

const CONTENDER: &str = "--contender";

/// This program again.
pub(crate) fn ours() -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.arg(CONTENDER);
    command
}

/// The arguments of a contender, if this process is one.
pub(crate) fn arguments() -> Option<Vec<String>> {
    let mut arguments = env::args();
    arguments.find(|argument| argument == CONTENDER)?;
    Some(arguments.collect())
}

/// A script, by the interpreter that `BENCH_PYTHON` names; none where it names none.
pub(crate) fn python(script: &str) -> Option<Command> {
    let mut command = Command::new(env::var_os("BENCH_PYTHON")?);
    command.arg(format!("{}/../scripts/{script}", env!("CARGO_MANIFEST_DIR")));
    Some(command)
}

/// What a contender measured.
pub(crate) fn measured<T: DeserializeOwned>(mut command: Command) -> T {
    let output = command.output().expect("it can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}{errors}"))
}
