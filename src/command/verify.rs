//! `yeogwon verify`: judge a document on disk as a border would.

mod files;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::Value;
use yeogwon_pki::report::Verdict;

use super::{CommandError, Exit, Report};
use crate::inspection::{Inspection, Presented, inspect};
use crate::trust_files::load_trust;

/// Judge a document: signature, hashes, signer, revocation, and whether its parts agree.
#[derive(Debug, Args)]
pub struct Options {
    /// Folder with the files of the document, `EF.SOD`, `EF.DG1` and so on; other files in it are left alone.
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// Trusted CSCA and link certificates (.cer .der .crt .pem), master lists (.ml) and revocation lists (.crl): a
    /// file, or a folder that is searched through. May be given more than once.
    #[arg(long, value_name = "FILE|DIR")]
    pub trust: Vec<PathBuf>,
    /// A certificate revocation list. May be given more than once.
    #[arg(long, value_name = "FILE")]
    pub crl: Vec<PathBuf>,
    /// Time of inspection, such as 2026-11-22T05:00:00Z; now if absent.
    #[arg(long, value_name = "RFC3339", value_parser = parse_instant)]
    pub at: Option<DateTime<Utc>>,
}

/// The judgement, and how much trust it rests on.
#[derive(Debug)]
pub struct Verified {
    /// The inspection with the warnings about trust files.
    pub inspection: Inspection,
    /// How many CSCA keys were trusted.
    pub anchors: usize,
    /// How many revocation lists were at hand.
    pub revocation_lists: usize,
    json: Value,
}

/// Reads the files, loads the trust, inspects. `now` is the time of inspection unless the options give one.
///
/// # Errors
/// When the folder or a trust file is missing, cannot be read, or is not what its name says: usage, exit code 2.
pub fn run(options: &Options, now: DateTime<Utc>) -> Result<Box<Verified>, CommandError> {
    let at = options.at.unwrap_or(now);
    let files = files::read(&options.directory).map_err(CommandError::usage)?;
    let loaded = load_trust(&options.trust, &options.crl, at).map_err(CommandError::usage)?;
    let presented = Presented {
        files: &files,
        mrz: None,
        at,
    };
    let mut inspection = inspect(&presented, &loaded.store);
    inspection.warnings.extend(loaded.warnings);
    Ok(Box::new(Verified {
        json: serde_json::to_value(&inspection).map_err(CommandError::failed)?,
        anchors: loaded.store.anchors().count(),
        revocation_lists: loaded.store.revocation_lists().count(),
        inspection,
    }))
}

impl Report for Verified {
    fn text(&self) -> String {
        let rests_on = match (self.anchors, self.revocation_lists) {
            (0, _) => {
                "No CSCA certificate is trusted: give those you trust with --trust.".to_owned()
            }
            (anchors, lists) => format!(
                "Judged by {anchors} trusted CSCA certificate{} and {lists} revocation list{}.",
                plural(anchors),
                plural(lists)
            ),
        };
        format!("{}\n\n{rests_on}", self.inspection.text())
    }

    fn json(&self) -> Value {
        self.json.clone()
    }

    fn exit(&self) -> Exit {
        match self.inspection.verdict {
            Verdict::Valid => Exit::Done,
            Verdict::Malformed => Exit::Usage,
            Verdict::Invalid => Exit::Refused,
            Verdict::Undetermined => Exit::Undetermined,
        }
    }
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|cause| format!("{cause}; write it like 2026-11-22T05:00:00Z"))
}

#[cfg(test)]
mod tests;
