//! What a crash or a silent signer left open is taken to its end.

use super::deps::Deps;
use super::error::ServiceError;
use super::production::{self, Made};
use super::witness_journal::witness_journal;

/// What was settled.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Settled {
    /// What became of each try that was open.
    pub made: Vec<Made>,
}

/// Repeats the identical request for every try that has not ended. Done at the start of the service and by its worker.
///
/// # Errors
/// [`ServiceError::Store`], [`ServiceError::Failed`]; the rest stays open and is tried again.
pub async fn settle_productions(deps: &Deps) -> Result<Settled, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let open = crate::store::production::open(&mut transaction).await?;
    drop(transaction);
    let mut settled = Settled::default();
    for row in open {
        let made = production::advance(deps, &row.document_number).await?;
        let is_end =
            matches!(&made, Made::Waits { problem, .. } if problem == "signer_unreachable");
        settled.made.push(made);
        if is_end {
            // Nobody is there: the others would wait for the same.
            break;
        }
    }
    let is_news = settled
        .made
        .iter()
        .any(|made| !matches!(made, Made::Waits { .. }));
    if is_news {
        let _ = witness_journal(deps).await;
    }
    Ok(settled)
}
