//! The journal, held against itself and against what the signer has seen of it.

use serde::Serialize;

use super::deps::Deps;
use super::error::ServiceError;
pub use crate::signer::WitnessedHead;
use crate::store::journal::{self, Head};

/// A head that the signer saw and that the journal does not have: the journal was cut or rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessFault {
    /// What the signer saw.
    pub seen: WitnessedHead,
    /// The digest at that place now; absent where the journal ends before it.
    pub now: Option<String>,
}

/// Holds heads that the signer saw against the journal as it is now; every one that is not there.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn check_witnesses(
    deps: &Deps,
    seen: &[WitnessedHead],
) -> Result<Vec<WitnessFault>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let mut faults = Vec::new();
    for head in seen {
        let place = i64::try_from(head.sequence).unwrap_or(i64::MAX);
        let now = journal::digest_at(&mut transaction, place).await?;
        if now.as_ref() != Some(&head.digest) {
            faults.push(WitnessFault {
                seen: head.clone(),
                now,
            });
        }
    }
    Ok(faults)
}

/// Walks the journal's whole chain.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn verify_journal(deps: &Deps) -> Result<Result<Head, journal::Fault>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    Ok(journal::verify(&mut transaction).await?)
}
