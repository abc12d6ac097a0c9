//! The journal's end, shown to the signer: what the signer wrote down can no longer be cut off or rewritten unnoticed.

use serde::Serialize;
use serde_json::json;

use super::deps::Deps;
use super::error::ServiceError;
use crate::signer::{Request, Response, WitnessSource, WitnessedHead};
use crate::store::journal::{self, Effect, Head, Note};

/// What became of showing the journal's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Witnessed {
    /// The signer wrote it down, and its own log's end is in the journal now.
    Done(Head),
    /// Nothing has happened since the last time.
    NothingNew,
}

/// A head that the signer saw and that the journal does not have: the journal was cut or rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessFault {
    /// What the signer saw.
    pub seen: WitnessedHead,
    /// The digest at that place now; absent where the journal ends before it.
    pub now: Option<String>,
}

/// One head at a time: shown out of order, an older one would look like a journal that was cut.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Shows the journal's end to the signer and writes the end of the signer's log into the journal.
///
/// The transaction stays open while the signer answers, so that no other process shows an older head after a newer one: that
/// would be an alarm.
///
/// # Errors
/// [`ServiceError::Signer`] when the signer does not answer, or holds a later or another head of this journal.
pub async fn witness_journal(deps: &Deps) -> Result<Witnessed, ServiceError> {
    let _turn = ONE_AT_A_TIME.lock().await;
    let mut transaction = deps.database.write().await?;
    journal::lock(&mut transaction).await?;
    let head = journal::head(&mut transaction).await?;
    let last = journal::entries_after(&mut transaction, head.sequence - 1, 1).await?;
    if last.iter().all(|(entry, _)| entry.command == COMMAND) {
        return Ok(Witnessed::NothingNew);
    }
    let request = Request::Witness {
        source: WitnessSource::Journal,
        sequence: u64::try_from(head.sequence).unwrap_or_default(),
        digest: head.digest.clone(),
    };
    let log = match deps.signer.ask(request).await {
        Ok(Response::Witnessed { log }) => log,
        Ok(Response::Refused { message, .. } | Response::Failed { message }) => {
            return Err(ServiceError::Signer(message));
        }
        Ok(_) => {
            return Err(ServiceError::Signer(
                "it answered another question".to_owned(),
            ));
        }
        Err(error) => return Err(ServiceError::Signer(error.to_string())),
    };
    let note = Note {
        at: deps.now(),
        actor: "system".to_owned(),
        subject_kind: "journal",
        subject_id: head.sequence.to_string(),
        subject_version: None,
        command: COMMAND,
        arguments: json!({ "digest": head.digest, "signer_log": log }),
        effect: Effect::Done,
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(Witnessed::Done(head))
}

const COMMAND: &str = "witness_journal";

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
