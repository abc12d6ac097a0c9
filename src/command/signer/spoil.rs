//! `yeogwon signer spoil`.

use std::path::Path;

use serde_json::{Value, json};

use super::{ask, misunderstood};
use crate::command::{CommandError, Exit, Report, confirm};
use crate::domain::DocumentNumber;
use crate::signer::{Request, Response};

/// What to give up, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The document number.
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why; it goes into the signer's log, so no personal data.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Only say whether it could be given up.
    #[arg(long)]
    dry_run: bool,
}

/// A number that was given up, or could be.
pub(super) struct Spoiled {
    number: DocumentNumber,
    is_done: bool,
}

/// Gives a number up.
pub(super) fn run(options: &Options, socket: &Path) -> Result<Spoiled, CommandError> {
    let number = DocumentNumber::parse(&options.number).map_err(CommandError::usage)?;
    let reason = options.reason.trim();
    if reason.is_empty() {
        return Err(CommandError::usage(anyhow::anyhow!(
            "--reason is empty: say why the number is given up"
        )));
    }
    let Response::Status(status) = ask(socket, &Request::Status)? else {
        return Err(misunderstood());
    };
    if options.dry_run {
        return if status.open.contains(&number) {
            Ok(Spoiled {
                number,
                is_done: false,
            })
        } else {
            Err(CommandError::new(
                Exit::Refused,
                anyhow::anyhow!("refused: no signing is open under document {number}"),
            ))
        };
    }
    // What is not open is the signer's to refuse, and to write down: nobody need be asked first.
    if status.open.contains(&number) {
        confirm::confirm(
            &format!(
                "document {number} and its blank are given up for good: nothing will be signed under them"
            ),
            options.yes,
        )?;
    }
    let request = Request::SpoilNumber {
        number,
        reason: reason.to_owned(),
    };
    match ask(socket, &request)? {
        Response::Spoiled { number } => Ok(Spoiled {
            number,
            is_done: true,
        }),
        _ => Err(misunderstood()),
    }
}

impl Report for Spoiled {
    fn text(&self) -> String {
        if self.is_done {
            format!(
                "document {} is given up: put its blank aside as spoiled and take a new number",
                self.number
            )
        } else {
            format!(
                "document {} is open and could be given up; nothing was changed",
                self.number
            )
        }
    }

    fn json(&self) -> Value {
        json!({ "number": self.number, "spoiled": self.is_done })
    }
}
