//! `yeogwon reconcile`: documents, blanks and signatures are the same in number, or it is said where not.

use std::path::PathBuf;

use chrono::Utc;
use serde_json::{Value, json};

use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::service::Deps;
use crate::service::reconcile::{Reconciliation, reconcile};

/// Hold documents, blank books and signatures against each other.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many days to show, back from today.
    #[arg(long, value_name = "DAYS", default_value_t = 31, value_parser = clap::value_parser!(i64).range(1..=3660))]
    days: i64,
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
}

/// Reads the store, asks the signer for its counts, compares.
///
/// # Errors
/// [`CommandError`] when the directory cannot be used.
pub fn run(options: &Options) -> Result<Reconciliation, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CommandError::failed)?;
    runtime.block_on(async {
        let directory = DataDirectory::new(&options.data);
        let deps = Deps::open(&directory, Utc::now)
            .await
            .map_err(CommandError::failed)?;
        let outcome = reconcile(&deps, options.days)
            .await
            .map_err(CommandError::failed);
        deps.database.close().await;
        outcome
    })
}

impl Report for Reconciliation {
    fn text(&self) -> String {
        let signatures = self.signatures.map_or_else(
            || "the signer does not answer".to_owned(),
            |count| count.to_string(),
        );
        let mut lines = vec![format!(
            "documents {}, blanks made into one {}, signatures charged {signatures}, books in the making {}",
            self.documents, self.blanks, self.open
        )];
        lines.extend(self.days.iter().map(|day| {
            format!(
                "  {}  documents {}  releases {}",
                day.date, day.documents, day.releases
            )
        }));
        if self.findings.is_empty() {
            lines.push("everything fits together".to_owned());
        } else {
            lines.extend(self.findings.iter().map(|finding| format!("! {finding}")));
        }
        lines.join("\n")
    }

    fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_else(|_| json!({}))
    }

    fn exit(&self) -> Exit {
        if !self.findings.is_empty() {
            Exit::Refused
        } else if self.signatures.is_none() {
            Exit::Undetermined
        } else {
            Exit::Done
        }
    }
}
