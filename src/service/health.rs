//! Whether the service can do its work now.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use yeogwon_pki::read::RevocationList;

use super::deps::Deps;
use crate::publishing::{MANIFEST, Manifest};
use crate::signer::{Request, Response, SignerStatus, Status};
use crate::store::journal;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthCheck {
    /// What.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was seen, and what to do. No personal data.
    pub detail: String,
}

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether all of it is as it should be.
    pub ready: bool,
    /// Each.
    pub checks: Vec<HealthCheck>,
}

/// A signer that does not answer within this time is not there.
const PATIENCE: Duration = Duration::from_secs(5);
/// Clocks of two machines may differ by so much.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Looks at the database, the signing process, the revocation list and the clock.
pub async fn health(deps: &Deps) -> Health {
    let now = deps.now();
    let (database, written) = database(deps).await;
    let published = published(deps).await;
    let checks = vec![
        database,
        check("signer", signer(deps, now).await),
        check("revocation_list", fresh(&published, now)),
        check("clock", clock(&published, written, now)),
    ];
    Health {
        ready: checks.iter().all(|check| check.ok),
        checks,
    }
}

fn check(name: &'static str, outcome: Result<String, String>) -> HealthCheck {
    let ok = outcome.is_ok();
    let (Ok(detail) | Err(detail)) = outcome;
    HealthCheck { name, ok, detail }
}

/// The database, and when something was last written down.
async fn database(deps: &Deps) -> (HealthCheck, Option<DateTime<Utc>>) {
    let look = async {
        let mut transaction = deps.database.read().await?;
        let head = journal::head(&mut transaction).await?;
        let last = journal::entries_after(&mut transaction, head.sequence - 1, 1).await?;
        Ok::<_, crate::store::StoreError>((head, last.first().map(|(entry, _)| entry.at)))
    };
    match look.await {
        Ok((head, at)) => {
            let detail = format!("answers; the journal has {} entries", head.sequence);
            (check("database", Ok(detail)), at)
        }
        Err(error) => {
            // The words of the database may name its address; they go to the log.
            tracing::error!(detail = error.to_string(), "the database does not answer");
            let detail = "does not answer; see the log".to_owned();
            (check("database", Err(detail)), None)
        }
    }
}

/// The state of the signing process.
///
/// # Errors
/// In words, when it does not answer.
pub async fn signer_status(deps: &Deps) -> Result<Status, String> {
    let asked = tokio::time::timeout(PATIENCE, deps.signer.ask(Request::Status)).await;
    match asked {
        Ok(Ok(Response::Status(status))) => Ok(status),
        Ok(Ok(_)) => Err("answers another question than it was asked".to_owned()),
        Ok(Err(error)) => {
            // It names a path on this machine.
            tracing::warn!(detail = error.to_string(), "the signer does not answer");
            Err("does not answer: start it with `yeogwon signer`".to_owned())
        }
        Err(_) => Err(format!("does not answer within {} s", PATIENCE.as_secs())),
    }
}

/// Every document code that any signer ever had has one that can sign now.
async fn signer(deps: &Deps, now: DateTime<Utc>) -> Result<String, String> {
    let status = signer_status(deps).await?;
    let can_sign = |signer: &&SignerStatus| {
        signer.usage_from <= now
            && now < signer.usage_until
            && signer.signatures < signer.signature_limit
    };
    let codes = |signers: Vec<&SignerStatus>| -> std::collections::BTreeSet<String> {
        signers
            .into_iter()
            .flat_map(|signer| signer.document_codes.clone())
            .collect()
    };
    let all = codes(status.document_signers.iter().collect());
    let able = codes(status.document_signers.iter().filter(can_sign).collect());
    let lacking: Vec<_> = all.difference(&able).cloned().collect();
    if able.is_empty() {
        Err("no document signer can sign: activate one".to_owned())
    } else if lacking.is_empty() {
        let able: Vec<_> = able.into_iter().collect();
        Ok(format!("can sign {}", able.join(", ")))
    } else {
        Err(format!(
            "no document signer can sign {}: activate one",
            lacking.join(", ")
        ))
    }
}

/// What lies in the public folder about times.
pub struct Published {
    /// When the revocation list was made and when the next is due.
    pub crl: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// The manifest.
    pub manifest: Option<Manifest>,
}

/// Reads the public folder's revocation list and manifest; what cannot be read is absent.
pub async fn published(deps: &Deps) -> Published {
    let public = deps.directory.public();
    let crl = format!("{}.crl", deps.config.installation.state);
    let read = move || {
        let crl = std::fs::read(public.join(crl))
            .ok()
            .and_then(|der| RevocationList::from_der(&der).ok())
            .map(|crl| (crl.this_update(), crl.next_update()));
        let manifest = std::fs::read(public.join(MANIFEST))
            .ok()
            .and_then(|json| Manifest::from_json(&json).ok());
        Published { crl, manifest }
    };
    tokio::task::spawn_blocking(read)
        .await
        .unwrap_or(Published {
            crl: None,
            manifest: None,
        })
}

fn fresh(published: &Published, now: DateTime<Utc>) -> Result<String, String> {
    match published.crl {
        None => Err("is not there: publish one".to_owned()),
        Some((_, None)) => Err("does not say when the next one is due".to_owned()),
        Some((_, Some(next))) if next <= now => Err(format!(
            "was due to be replaced by {next}: publish a new one"
        )),
        Some((_, Some(next))) => Ok(format!("is good until {next}")),
    }
}

/// A clock that stands before what has already happened is wrong; nothing is signed by it.
fn clock(
    published: &Published,
    written: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<String, String> {
    let happened = [
        written,
        published.crl.map(|(this_update, _)| this_update),
        published
            .manifest
            .as_ref()
            .map(|manifest| manifest.issued_at),
    ];
    match happened.into_iter().flatten().max() {
        Some(latest) if latest > now + CLOCK_TOLERANCE => Err(format!(
            "shows {now}, but something was dated {latest} already: set the clock"
        )),
        _ => Ok(format!("shows {now}")),
    }
}
