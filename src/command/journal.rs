//! `yeogwon journal`: the journal, checked and shown.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{CommandError, Exit, Report, block_on, signer_log};
use crate::config::DataDirectory;
use crate::service::Deps;
use crate::service::check_journal::{WitnessFault, check_witnesses, verify_journal};
use crate::store::journal::{self, Entry, Fault, Head};

/// Check the journal's chain and its witnesses, or show entries.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
    /// Data directory.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "data",
        env = "YEOGWON_DATA"
    )]
    data: PathBuf,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Walk the whole chain and hold it against what the signer has seen (exit code 3 when it is not whole)
    Verify,
    /// Show entries, oldest first
    Show {
        /// Entries after this place
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// At most so many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
        limit: i64,
        /// Only about this thing, such as `application/20261122-00FFA1B2C3`
        #[arg(long, value_name = "KIND/ID")]
        about: Option<String>,
    },
}

/// What was found.
pub enum Outcome {
    /// The chain and its witnesses.
    Verified {
        /// Its end, or where it is broken.
        chain: Result<Head, Fault>,
        /// How many witnessed heads were looked at; none when the signer's log cannot be read here.
        witnesses: Result<usize, String>,
        /// Heads that the signer saw and that are not there.
        faults: Vec<WitnessFault>,
    },
    /// Entries.
    Shown(Vec<Entry>),
}

/// Runs `yeogwon journal`.
///
/// # Errors
/// Failed (1) when the database cannot be read; usage (2) for an unusable `--about`.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    block_on(async {
        let deps = super::open(&directory, clock).await?;
        let outcome = match &options.action {
            Action::Verify => verify(&deps, &directory).await,
            Action::Show {
                after,
                limit,
                about,
            } => show(&deps, *after, *limit, about.as_deref()).await,
        };
        deps.database.close().await;
        outcome
    })?
}

async fn verify(deps: &Deps, directory: &DataDirectory) -> Result<Outcome, CommandError> {
    let chain = verify_journal(deps).await.map_err(CommandError::failed)?;
    let (witnesses, faults) = match signer_log::read(directory) {
        Ok(entries) => {
            let seen = signer_log::witnessed(&entries);
            let faults = check_witnesses(deps, &seen)
                .await
                .map_err(CommandError::failed)?;
            (Ok(seen.len()), faults)
        }
        Err(error @ signer_log::SignerLogError::Broken { .. }) => {
            return Err(CommandError::new(Exit::Refused, error));
        }
        Err(error) => (Err(error.to_string()), Vec::new()),
    };
    Ok(Outcome::Verified {
        chain,
        witnesses,
        faults,
    })
}

async fn show(
    deps: &Deps,
    after: i64,
    limit: i64,
    about: Option<&str>,
) -> Result<Outcome, CommandError> {
    let mut transaction = deps.database.read().await?;
    let entries = match about.map(|about| about.split_once('/')) {
        None => journal::entries_after(&mut transaction, after, limit)
            .await?
            .into_iter()
            .map(|(entry, _)| entry)
            .collect(),
        Some(Some((kind, id))) => journal::entries_about(&mut transaction, kind, id)
            .await?
            .into_iter()
            .filter(|entry| entry.sequence > after)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .collect(),
        Some(None) => {
            return Err(CommandError::usage(anyhow::anyhow!(
                "--about is KIND/ID, such as application/20261122-00FFA1B2C3"
            )));
        }
    };
    Ok(Outcome::Shown(entries))
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Verified {
                chain,
                witnesses,
                faults,
            } => {
                let mut lines = vec![match chain {
                    Ok(head) => format!("whole: {} entries, end {}", head.sequence, head.digest),
                    Err(fault) => format!(
                        "NOT WHOLE: {fault}: keep the database as evidence and compare it with a copy"
                    ),
                }];
                match witnesses {
                    Ok(count) => lines.push(format!("witnessed by the signer: {count} heads")),
                    Err(why) => lines.push(format!(
                        "not held against witnesses: {why}: run this where the signer is"
                    )),
                }
                lines.extend(faults.iter().map(|fault| match &fault.now {
                    None => format!(
                        "CUT: the signer saw entry {} on {}: the journal ends before it",
                        fault.seen.sequence, fault.seen.at
                    ),
                    Some(_) => format!(
                        "REWRITTEN: entry {} is not what the signer saw on {}",
                        fault.seen.sequence, fault.seen.at
                    ),
                }));
                lines.join("\n")
            }
            Self::Shown(entries) => entries.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Verified {
                chain,
                witnesses,
                faults,
            } => json!({
                "whole": chain.is_ok() && faults.is_empty(),
                "head": chain.as_ref().ok(),
                "fault": chain.as_ref().err(),
                "witnesses": witnesses.as_ref().ok(),
                "witness_faults": faults,
            }),
            Self::Shown(entries) => json!({ "entries": entries }),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Verified { chain, faults, .. } if chain.is_err() || !faults.is_empty() => {
                Exit::Refused
            }
            _ => Exit::Done,
        }
    }
}

fn line(entry: &Entry) -> String {
    let effect = match entry.effect {
        journal::Effect::Done => "",
        journal::Effect::Refused => "  REFUSED",
        journal::Effect::Failed => "  FAILED",
    };
    let arguments = match &entry.arguments {
        Value::Object(map) if map.is_empty() => String::new(),
        other => format!("  {other}"),
    };
    format!(
        "{:>6}  {}  {:<16} {} {}/{}{effect}{arguments}",
        entry.sequence,
        entry.at.format("%Y-%m-%dT%H:%M:%SZ"),
        entry.actor,
        entry.command,
        entry.subject_kind,
        entry.subject_id,
    )
}
