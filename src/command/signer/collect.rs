//! `yeogwon signer collect`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{ask, misunderstood};
use crate::command::{CommandError, Report};
use crate::signer::{Released, Request, Response, SignDocument};
use crate::specimen::{OutputDirectory, OutputError};

/// Which request, and where its document goes.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The request as it was sent, in JSON (`record`, `approvals`, `photo`, `number`, `blank`, `chip`).
    #[arg(long, value_name = "FILE")]
    request: PathBuf,
    /// Directory for the elementary files; must not exist or be empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only say whether there is something to fetch.
    #[arg(long)]
    dry_run: bool,
}

/// What was fetched, or could be.
pub(super) struct Collected {
    released: Box<Released>,
    out: Option<PathBuf>,
}

/// Fetches what was released.
pub(super) fn run(options: &Options, socket: &Path) -> Result<Collected, CommandError> {
    let request = read_request(&options.request)?;
    let output = if options.dry_run {
        None
    } else {
        Some(OutputDirectory::prepare(&options.out).map_err(output_error)?)
    };
    let Response::Released(released) = ask(socket, &Request::CollectDocument(Box::new(request)))?
    else {
        return Err(misunderstood());
    };
    if let Some(output) = output {
        for (name, bytes) in &released.files {
            output.write(name, &bytes.0).map_err(output_error)?;
        }
        output.finish().map_err(output_error)?;
    }
    Ok(Collected {
        released,
        out: (!options.dry_run).then(|| options.out.clone()),
    })
}

/// A saved request: the document's part alone, or the whole message as it went over the socket.
fn read_request(path: &Path) -> Result<SignDocument, CommandError> {
    let wrong = |detail: String| {
        CommandError::usage(anyhow::anyhow!(
            "{} is no saved request: {detail}",
            path.display()
        ))
    };
    let json = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let mut value: Value = serde_json::from_slice(&json).map_err(|e| wrong(e.to_string()))?;
    if let Some(members) = value.as_object_mut() {
        members.remove("request");
    }
    serde_json::from_value(value).map_err(|e| wrong(e.to_string()))
}

fn output_error(error: OutputError) -> CommandError {
    match error {
        OutputError::Exists { .. } => CommandError::usage(error),
        OutputError::Io { .. } => CommandError::failed(error),
    }
}

impl Report for Collected {
    fn text(&self) -> String {
        let Released {
            number,
            issue_date,
            valid_until,
            files,
            ..
        } = &*self.released;
        let place = match &self.out {
            Some(out) => format!("{} files in {}", files.len(), out.display()),
            None => "nothing was written".to_owned(),
        };
        format!(
            "document {number}, issued {issue_date}, valid until {valid_until}: {place}; no key was used"
        )
    }

    fn json(&self) -> Value {
        json!({
            "number": self.released.number,
            "issue_date": self.released.issue_date,
            "valid_until": self.released.valid_until,
            "files": self.released.files.keys().collect::<Vec<_>>(),
            "out": self.out,
        })
    }
}
