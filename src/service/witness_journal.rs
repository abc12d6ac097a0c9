//! The end of our journal is shown to the signer, which writes it down; the end of the signer's log is written into ours. From
//! then on neither can be shortened or rewritten without the other telling.

use serde_json::json;

use super::deps::Deps;
use super::error::ServiceError;
use crate::signer::{LogHead, Request, Response, WitnessSource};
use crate::store::journal::{self, Effect, Head, Note};

/// The command under which a witnessed head stands in the journal.
pub const COMMAND: &str = "witness_journal";

/// One head at a time: shown out of order, an older one would look like a journal that was cut.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Lets the signer witness the journal's end; `None` when nothing was written since the last time.
///
/// The transaction stays open while the signer answers, so that no other process shows an older head after a newer one.
///
/// # Errors
/// [`ServiceError::Signer`] when the signer does not answer, or says that the journal is not what it was: then somebody
/// shortened or rewrote it, and `yeogwon journal verify` tells more.
pub async fn witness_journal(deps: &Deps) -> Result<Option<LogHead>, ServiceError> {
    let _turn = ONE_AT_A_TIME.lock().await;
    let mut transaction = deps.database.write().await?;
    journal::lock(&mut transaction).await?;
    let head = journal::head(&mut transaction).await?;
    if head.sequence == 0 || is_witness(&mut transaction, &head).await? {
        return Ok(None);
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
                "it answered another question than it was asked".into(),
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
    Ok(Some(log))
}

/// Whether the last entry only tells that the one before it was witnessed.
async fn is_witness(
    transaction: &mut crate::store::Transaction,
    head: &Head,
) -> Result<bool, ServiceError> {
    let last = journal::entries_after(transaction, head.sequence - 1, 1).await?;
    Ok(last.iter().any(|(entry, _)| entry.command == COMMAND))
}
