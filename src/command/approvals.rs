//! `yeogwon approvals`: what waits for an officer's signature, and signing it with a key file instead of a browser.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::staff::service_error;
use super::{CommandError, Exit, Report, block_on};
use crate::config::DataDirectory;
use crate::domain::{ApplicationNumber, ApplicationStatus};
use crate::service::application::view_application;
use crate::service::decide_application::{
    ApproveApplication, approve_application, prepare_approval,
};
use crate::service::officer_key::{
    EnrolmentProgress, KeyChange, approve_enrolment, prepare_enrolment,
};
use crate::service::portable_key::{OfficerSigningKey, PortableKey, PortableKeyError};
use crate::service::submit_application::{
    SubmitApplication, prepare_attestation, submit_application,
};
use crate::service::waiting::{Waiting, WaitsFor, officer_of_key, waiting_signatures};
use crate::service::{Actor, Deps};

/// List what waits for a signature, or sign it with a key file.
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
    /// List attestations, approvals and enrolments that wait
    List,
    /// Sign one: a clerk attests, an examiner approves, an administrator enrols
    Approve(Approve),
}

#[derive(Debug, clap::Args)]
struct Approve {
    /// Number of the application, or digest of the key to enrol
    subject: String,
    /// File with your own wrapped key, from the page "My signing key"
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File whose first line is the passphrase; without it the passphrase is asked for
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Written reason, where the law leaves the decision to you
    #[arg(long, default_value = "")]
    note: String,
    /// Sign without asking
    #[arg(long)]
    yes: bool,
    /// Show what would be signed and sign nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

/// What was done.
#[derive(Debug)]
pub enum Outcome {
    /// What waits.
    List(Vec<Waiting>),
    /// What would be signed.
    Shown(Value),
    /// It was not signed: the answer was no.
    Declined,
    /// It was signed.
    Signed {
        /// The application or the key.
        subject: String,
        /// Where it stands now.
        now: String,
    },
}

/// Runs `yeogwon approvals`.
///
/// # Errors
/// Usage (2) for an unusable key file or number, refused (3) by a rule, unreachable (4) without the signer, failed (1)
/// otherwise.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    block_on(async {
        let deps = super::open(&directory, clock).await?;
        let outcome = match &options.action {
            Action::List => list(&deps).await,
            Action::Approve(approve) => sign(&deps, approve).await,
        };
        deps.database.close().await;
        outcome
    })?
}

async fn list(deps: &Deps) -> Result<Outcome, CommandError> {
    let operator = Actor::operator().map_err(service_error)?;
    waiting_signatures(deps, &operator)
        .await
        .map(Outcome::List)
        .map_err(service_error)
}

/// What is put before the officer, and how it is carried out once signed.
struct Prepared {
    statement: Vec<u8>,
    record: Value,
    step: Step,
}

enum Step {
    Attest {
        number: ApplicationNumber,
        version: i64,
    },
    Approve {
        number: ApplicationNumber,
        version: i64,
    },
    Enrol {
        sha256: String,
    },
}

async fn sign(deps: &Deps, options: &Approve) -> Result<Outcome, CommandError> {
    let file = read_key(&options.key)?;
    let actor = officer_of_key(deps, &file.officer)
        .await
        .map_err(service_error)?;
    let prepared = prepare(deps, &actor, &options.subject).await?;
    let shown = json!({
        "officer": actor.id.as_str(),
        "statement": serde_json::from_slice::<Value>(&prepared.statement).unwrap_or_default(),
        "record": prepared.record,
    });
    if options.dry_run {
        return Ok(Outcome::Shown(shown));
    }
    if !options.yes && !confirmed(&shown)? {
        return Ok(Outcome::Declined);
    }
    let key = unlock(&file, options.passphrase_file.as_deref())?;
    let signature = key
        .sign(&prepared.statement)
        .map_err(CommandError::failed)?;
    carry_out(deps, &actor, prepared, signature, &options.note).await
}

fn read_key(path: &Path) -> Result<PortableKey, CommandError> {
    let bytes = std::fs::read(path)
        .with_context(|| format!("`{}` cannot be read", path.display()))
        .map_err(CommandError::usage)?;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("`{}` is no key file", path.display()))
        .map_err(CommandError::usage)
}

async fn prepare(deps: &Deps, actor: &Actor, subject: &str) -> Result<Prepared, CommandError> {
    if is_digest(subject) {
        let ready = prepare_enrolment(deps, actor, KeyChange::Enrol, subject)
            .await
            .map_err(service_error)?;
        return Ok(Prepared {
            statement: ready.statement_canonical,
            record: json(&ready.change_canonical),
            step: Step::Enrol {
                sha256: subject.to_owned(),
            },
        });
    }
    let number = ApplicationNumber::parse(subject).map_err(CommandError::usage)?;
    let view = view_application(deps, actor, &number)
        .await
        .map_err(service_error)?;
    if matches!(
        view.status,
        ApplicationStatus::Draft | ApplicationStatus::Returned
    ) {
        let ready = prepare_attestation(deps, actor, &number)
            .await
            .map_err(service_error)?;
        return Ok(Prepared {
            statement: ready.to_sign.statement_canonical,
            record: json(&ready.to_sign.record_canonical),
            step: Step::Attest {
                number,
                version: ready.version,
            },
        });
    }
    let ready = prepare_approval(deps, actor, &number)
        .await
        .map_err(service_error)?;
    Ok(Prepared {
        statement: ready.to_sign.statement_canonical,
        record: json(&ready.to_sign.record_canonical),
        step: Step::Approve {
            number,
            version: ready.version,
        },
    })
}

fn json(canonical: &[u8]) -> Value {
    serde_json::from_slice(canonical).unwrap_or_default()
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

async fn carry_out(
    deps: &Deps,
    actor: &Actor,
    prepared: Prepared,
    signature: String,
    note: &str,
) -> Result<Outcome, CommandError> {
    let statement = prepared.statement;
    let (subject, now) = match prepared.step {
        Step::Attest { number, version } => {
            let subject = number.to_string();
            let command = SubmitApplication {
                number,
                version,
                statement,
                signature,
            };
            submit_application(deps, actor, command)
                .await
                .map_err(service_error)?;
            (subject, ApplicationStatus::Submitted.as_str().to_owned())
        }
        Step::Approve { number, version } => {
            let subject = number.to_string();
            let command = ApproveApplication {
                number,
                version,
                statement,
                signature,
                is_humanitarian: false,
                note: note.to_owned(),
            };
            let decided = approve_application(deps, actor, command)
                .await
                .map_err(service_error)?;
            (subject, decided.status.as_str().to_owned())
        }
        Step::Enrol { sha256 } => {
            let progress = approve_enrolment(
                deps,
                actor,
                KeyChange::Enrol,
                &sha256,
                &statement,
                &signature,
            )
            .await
            .map_err(service_error)?;
            let now = match progress {
                EnrolmentProgress::Enrolled => "enrolled",
                EnrolmentProgress::WaitsForAnother => "waits for another administrator",
            };
            (sha256, now.to_owned())
        }
    };
    Ok(Outcome::Signed { subject, now })
}

/// Shows what will be signed and asks. Where nobody can answer nothing is signed.
fn confirmed(shown: &Value) -> Result<bool, CommandError> {
    let mut err = std::io::stderr().lock();
    let mut ask = || -> std::io::Result<String> {
        writeln!(err, "{}\n", words(shown))?;
        write!(err, "sign this? [y/N] ")?;
        err.flush()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        Ok(answer)
    };
    if !std::io::stdin().is_terminal() {
        return Err(CommandError::usage(anyhow::anyhow!(
            "nobody is there to be asked: look with --dry-run, then sign with --yes"
        )));
    }
    let answer = ask().map_err(|error| CommandError::failed(anyhow::Error::new(error)))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn unlock(file: &PortableKey, from: Option<&Path>) -> Result<OfficerSigningKey, CommandError> {
    let passphrase = match from {
        Some(path) => {
            let text = Zeroizing::new(
                std::fs::read_to_string(path)
                    .with_context(|| format!("`{}` cannot be read", path.display()))
                    .map_err(CommandError::usage)?,
            );
            Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
        }
        None => asked_for()?,
    };
    file.open(&passphrase).map_err(|error| match error {
        PortableKeyError::Passphrase => CommandError::new(Exit::Refused, error),
        other => CommandError::usage(other),
    })
}

/// Asks for the passphrase on the terminal, without showing it.
fn asked_for() -> Result<Zeroizing<String>, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Err(CommandError::usage(anyhow::anyhow!(
            "nobody is there to be asked for the passphrase: use --passphrase-file"
        )));
    }
    let echo = |mode: &str| {
        // Where the terminal cannot be told the passphrase is shown, and that is all.
        let _ = std::process::Command::new("stty").arg(mode).status();
    };
    let mut line = Zeroizing::new(String::new());
    eprint!("signing passphrase: ");
    echo("-echo");
    let read = std::io::stdin().lock().read_line(&mut line);
    echo("echo");
    eprintln!();
    read.map_err(|error| CommandError::failed(anyhow::Error::new(error)))?;
    Ok(Zeroizing::new(
        line.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

/// A JSON value as lines of path and value, for people.
fn words(value: &Value) -> String {
    let mut lines = Vec::new();
    collect(value, "", &mut lines);
    let width = lines.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    lines
        .into_iter()
        .map(|(path, value)| format!("{path:width$}  {value}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn collect(value: &Value, path: &str, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                collect(member, &path, lines);
            }
        }
        Value::String(text) => lines.push((path.to_owned(), text.clone())),
        other => lines.push((path.to_owned(), other.to_string())),
    }
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::List(waiting) if waiting.is_empty() => "nothing waits for a signature".to_owned(),
            Self::List(waiting) => waiting.iter().map(row).collect::<Vec<_>>().join("\n"),
            Self::Shown(shown) => format!("{}\n\nnothing was signed (--dry-run)", words(shown)),
            Self::Declined => "nothing was signed".to_owned(),
            Self::Signed { subject, now } => format!("signed: {subject} is now {now}"),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::List(waiting) => json!({ "waiting": waiting }),
            Self::Shown(shown) => json!({ "would_sign": shown }),
            Self::Declined => json!({ "signed": false }),
            Self::Signed { subject, now } => {
                json!({ "signed": true, "subject": subject, "now": now })
            }
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Declined => Exit::Refused,
            Self::List(_) | Self::Shown(_) | Self::Signed { .. } => Exit::Done,
        }
    }
}

fn row(waiting: &Waiting) -> String {
    let what = match waiting.waits_for {
        WaitsFor::Attestation => "attestation",
        WaitsFor::Approval => "approval",
        WaitsFor::Enrolment => "enrolment",
    };
    format!(
        "{what:<12} {}  {:<10} {:<18} since {}",
        waiting.subject,
        waiting.status,
        waiting.officer,
        waiting.since.format("%Y-%m-%d %H:%M")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_shown_as_lines_of_path_and_value() {
        let text = words(&json!({"holder": {"surname_ko": "홍"}, "rules": ["a"]}));
        assert_eq!(text, "holder.surname_ko  홍\nrules              [\"a\"]");
    }

    #[test]
    fn a_digest_is_no_application_number() {
        assert!(is_digest(&"ab".repeat(32)));
        assert!(!is_digest("20261122-AABBCCDDEE") && !is_digest(&"AB".repeat(32)));
    }

    #[test]
    fn the_wrong_passphrase_is_a_refusal_and_a_broken_file_is_misuse() {
        let folder = tempfile::tempdir().unwrap();
        let file = PortableKey::generate("lee", "right").unwrap();
        let path = folder.path().join("pass");
        std::fs::write(&path, "wrong\n").unwrap();
        assert_eq!(
            unlock(&file, Some(&path)).err().unwrap().exit(),
            Exit::Refused
        );
        std::fs::write(&path, "right\r\n").unwrap();
        assert!(unlock(&file, Some(&path)).is_ok());
        assert_eq!(read_key(&path).err().unwrap().exit(), Exit::Usage);
    }

    #[test]
    fn every_outcome_has_its_words_and_its_code() {
        assert_eq!(Outcome::Declined.exit(), Exit::Refused);
        assert_eq!(
            Outcome::List(Vec::new()).text(),
            "nothing waits for a signature"
        );
        let signed = Outcome::Signed {
            subject: "20261122-AABBCCDDEE".to_owned(),
            now: "approved".to_owned(),
        };
        assert_eq!(signed.text(), "signed: 20261122-AABBCCDDEE is now approved");
        assert_eq!(signed.exit(), Exit::Done);
    }
}
