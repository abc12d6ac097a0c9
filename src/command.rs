//! The command line: one file per subcommand, and the shape that all of them share.
//!
//! A command file holds `Options` (what clap reads) and `run(options, …)`, which gives a [`Report`] or a
//! [`CommandError`]. Nothing in `run` prints or ends the process: `main` does, with [`conclude`], so every
//! command has the same text, the same `--json` and the same exit codes.

pub mod api_key;
pub mod approvals;
pub mod bench;
mod child_signer;
pub mod config;
pub mod confirm;
pub mod demo;
pub mod doctor;
pub mod journal;
pub mod law;
pub mod migrate;
pub mod mrz;
mod premises;
pub mod produce;
pub mod reconcile;
pub mod serve;
pub mod signer;
mod signer_log;
pub mod specimen;
pub mod staff;
pub mod verify;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::config::{Config, DataDirectory};
use crate::service::Deps;
use crate::store::{Database, Shape};

/// How a command ended, as the exit code of the process.
///
/// A refusal by rule is an answer and has its own code, so that a script can tell "no" from "broken".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, answered or valid.
    Done = 0,
    /// The command could not do its work.
    Failed = 1,
    /// Wrong usage or malformed input.
    Usage = 2,
    /// Refused by a rule, or not valid.
    Refused = 3,
    /// Undetermined, or something needed was not reachable.
    Undetermined = 4,
}

impl Exit {
    /// The number given to the operating system, 0 to 4.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// What a command has to say when it did its work.
pub trait Report {
    /// The report for people, without a final line break.
    fn text(&self) -> String;

    /// The report for programs: one JSON value, the same facts as the text.
    fn json(&self) -> Value;

    /// The exit code that goes with the report.
    fn exit(&self) -> Exit {
        Exit::Done
    }
}

/// Why a command has no report: a chain of causes, and the exit code that goes with it.
#[derive(Debug)]
pub struct CommandError {
    exit: Exit,
    cause: anyhow::Error,
}

impl CommandError {
    /// The input or the arguments are wrong: exit code 2.
    pub fn usage(cause: impl Into<anyhow::Error>) -> Self {
        Self::new(Exit::Usage, cause)
    }

    /// The work could not be done: exit code 1.
    pub fn failed(cause: impl Into<anyhow::Error>) -> Self {
        Self::new(Exit::Failed, cause)
    }

    /// Any other pairing of exit code and cause.
    pub fn new(exit: Exit, cause: impl Into<anyhow::Error>) -> Self {
        let cause = cause.into();
        Self { exit, cause }
    }

    /// The exit code that goes with this error.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Some errors repeat their cause in their own words; it is said once.
        let mut said = String::new();
        for cause in self.cause.chain().map(ToString::to_string) {
            if said.is_empty() {
                said = cause;
            } else if !said.contains(&cause) {
                said = format!("{said}: {cause}");
            }
        }
        f.write_str(&said)
    }
}

impl std::error::Error for CommandError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.source()
    }
}

/// An error without a stated code is a failure (1).
impl From<anyhow::Error> for CommandError {
    fn from(cause: anyhow::Error) -> Self {
        Self::failed(cause)
    }
}

/// Runs a command's asynchronous part to its end.
fn block_on<F: Future>(future: F) -> Result<F::Output, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(CommandError::failed)?;
    Ok(runtime.block_on(future))
}

/// Opens a data directory for a command: the database must be there and have this program's shape, for a console command
/// neither makes nor changes one by the way.
async fn open(
    directory: &DataDirectory,
    clock: fn() -> DateTime<Utc>,
) -> Result<Deps, CommandError> {
    Config::read(directory).map_err(CommandError::usage)?;
    let path = directory.database();
    let shape = Database::shape_of_sqlite(&path).await?;
    if let Some(error) = migrate::stands_against(&shape) {
        return Err(CommandError::new(Exit::Refused, error));
    }
    match shape {
        Shape::Absent => Err(CommandError::usage(anyhow::anyhow!(
            "{} does not exist: `yeogwon migrate` makes it in a new directory; if there was one, restore it from a copy",
            path.display()
        ))),
        Shape::Older { .. } => Err(CommandError::new(
            Exit::Refused,
            anyhow::anyhow!(
                "{} was made by an older program: make a copy, then run `yeogwon migrate`",
                path.display()
            ),
        )),
        _ => Deps::open(directory, clock)
            .await
            .map_err(staff::service_error),
    }
}

/// Prints the outcome of a command and gives the exit code.
///
/// A report goes to `out`, as text or as JSON. An error goes to `err` as text; with `json` it goes to `out` as
/// `{"error": …}` too, so that a program reading JSON always finds a value.
///
/// A reader that went away (`| head`) is no failure: the work is done, and there is nobody left to tell.
///
/// # Errors
/// When `out` or `err` cannot be written to for another reason.
pub fn conclude<R: Report + ?Sized>(
    outcome: Result<Box<R>, CommandError>,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    match outcome {
        Ok(report) => {
            unless_gone(if json {
                writeln!(out, "{:#}", report.json())
            } else {
                writeln!(out, "{}", report.text())
            })?;
            Ok(report.exit())
        }
        Err(error) => {
            if json {
                unless_gone(writeln!(out, "{:#}", json!({ "error": error.to_string() })))?;
            }
            unless_gone(writeln!(err, "error: {error}"))?;
            Ok(error.exit())
        }
    }
}

fn unless_gone(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    struct No;

    impl Report for No {
        fn text(&self) -> String {
            "no".to_owned()
        }
        fn json(&self) -> Value {
            json!({ "answer": "no" })
        }
        fn exit(&self) -> Exit {
            Exit::Refused
        }
    }

    fn concluded(outcome: Result<Box<No>, CommandError>, json: bool) -> (Exit, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = conclude(outcome, json, &mut out, &mut err).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (exit, text(out), text(err))
    }

    #[test]
    fn a_report_is_printed_as_text_or_json_with_its_own_code() {
        let (exit, out, err) = concluded(Ok(Box::new(No)), false);
        assert_eq!((exit.code(), out.as_str(), err.as_str()), (3, "no\n", ""));
        let (exit, out, err) = concluded(Ok(Box::new(No)), true);
        assert_eq!(exit, Exit::Refused);
        assert_eq!(
            serde_json::from_str::<Value>(&out).unwrap(),
            json!({ "answer": "no" })
        );
        assert_eq!(err, "");
    }

    #[test]
    fn an_error_shows_its_whole_chain_and_keeps_standard_output_parsable() {
        let error = || {
            let cause = io::Error::new(io::ErrorKind::NotFound, "not there");
            let chain: anyhow::Result<()> = Err(cause).context("cannot read `a`");
            CommandError::usage(chain.unwrap_err())
        };
        let (exit, out, err) = concluded(Err(error()), false);
        assert_eq!((exit.code(), out.as_str()), (2, ""));
        assert_eq!(err, "error: cannot read `a`: not there\n");
        let (_, out, _) = concluded(Err(error()), true);
        assert_eq!(
            serde_json::from_str::<Value>(&out).unwrap(),
            json!({ "error": "cannot read `a`: not there" })
        );
    }

    #[test]
    fn a_reader_that_went_away_changes_no_exit_code_and_a_full_disk_is_told() {
        struct Broken(io::ErrorKind);
        impl Write for Broken {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let end = |kind| conclude(Ok(Box::new(No)), false, &mut Broken(kind), &mut Vec::new());
        assert_eq!(end(io::ErrorKind::BrokenPipe).unwrap(), Exit::Refused);
        assert!(end(io::ErrorKind::StorageFull).is_err());
    }

    #[test]
    fn a_cause_that_its_error_already_told_is_not_told_again() {
        let cause = io::Error::new(io::ErrorKind::NotFound, "not there");
        let error: anyhow::Result<()> = Err(cause).context("`a` cannot be read: not there: look");
        assert_eq!(
            CommandError::failed(error.unwrap_err()).to_string(),
            "`a` cannot be read: not there: look"
        );
    }

    #[test]
    fn an_error_without_a_code_is_a_failure() {
        let error = CommandError::from(anyhow::anyhow!("broken"));
        assert_eq!(error.exit(), Exit::Failed);
        assert_eq!(error.exit().code(), 1);
    }
}
