//! Ages and limits that somebody must look at before they stop the work.

use chrono::{DateTime, TimeDelta, Utc};

use super::deps::Deps;
use super::error::ServiceError;
use super::hand_over_passport::uncollected;
use crate::signer::{Request, Response};
use crate::trust_files::load_trust;

/// A document signer is renewed so long before its usage period ends.
const RENEW_BEFORE: TimeDelta = TimeDelta::days(14);
/// A revocation list is issued anew so long before it is due.
const LIST_DUE_BEFORE: TimeDelta = TimeDelta::days(7);
/// A key is renewed when so many of every hundred signatures are made.
const USED_PERCENT: u64 = 90;

/// Something that will stop the work.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// Nothing can be made.
    #[error("the signer does not answer: nothing can be made until it does")]
    SignerSilent,
    /// A document signer's usage period ends.
    #[error("document signer {label} can be used until {until}: renew it")]
    SignerEnds {
        /// Its label.
        label: String,
        /// The end.
        until: DateTime<Utc>,
    },
    /// A document signer has few signatures left.
    #[error("document signer {label} has made {made} of {limit} signatures: renew it")]
    SignerUsed {
        /// Its label.
        label: String,
        /// Made.
        made: u64,
        /// Allowed.
        limit: u64,
    },
    /// Borders have no list to check signers with.
    #[error("no revocation list is published: borders cannot check any signer")]
    NoRevocationList,
    /// The published list is due.
    #[error("the revocation list is due on {due}: publish a new one")]
    RevocationListDue {
        /// When.
        due: DateTime<Utc>,
    },
    /// Books that nobody came for in six months.
    #[error("{count} books were not collected in six months")]
    Uncollected {
        /// How many.
        count: usize,
    },
}

/// Everything that somebody must look at now.
///
/// # Errors
/// [`ServiceError::Store`], [`ServiceError::Failed`] when the public folder cannot be read.
pub async fn watch(deps: &Deps) -> Result<Vec<Warning>, ServiceError> {
    let now = deps.now();
    let mut warnings = signers(deps, now).await;
    warnings.extend(revocation_lists(deps, now).await?);
    let count = uncollected(deps).await?.len();
    if count > 0 {
        warnings.push(Warning::Uncollected { count });
    }
    Ok(warnings)
}

async fn signers(deps: &Deps, now: DateTime<Utc>) -> Vec<Warning> {
    let Ok(Response::Status(status)) = deps.signer.ask(Request::Status).await else {
        return vec![Warning::SignerSilent];
    };
    let mut warnings = Vec::new();
    for signer in status.document_signers {
        // Those whose time is over or has not come are no news.
        if signer.usage_from > now || signer.usage_until < now {
            continue;
        }
        if signer.usage_until - now < RENEW_BEFORE {
            warnings.push(Warning::SignerEnds {
                label: signer.label.clone(),
                until: signer.usage_until,
            });
        }
        if signer.signatures >= signer.signature_limit.saturating_mul(USED_PERCENT) / 100 {
            warnings.push(Warning::SignerUsed {
                label: signer.label,
                made: signer.signatures,
                limit: signer.signature_limit,
            });
        }
    }
    warnings
}

async fn revocation_lists(deps: &Deps, now: DateTime<Utc>) -> Result<Vec<Warning>, ServiceError> {
    let public = deps.directory.public();
    let failed = |error: String| ServiceError::Failed(error);
    let trust = tokio::task::spawn_blocking(move || load_trust(&[public], &[], now))
        .await
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    // The newest list counts.
    let due = trust
        .store
        .revocation_lists()
        .filter_map(|list| list.next_update())
        .max();
    Ok(match due {
        None => vec![Warning::NoRevocationList],
        Some(due) if due - now < LIST_DUE_BEFORE => vec![Warning::RevocationListDue { due }],
        Some(_) => Vec::new(),
    })
}
