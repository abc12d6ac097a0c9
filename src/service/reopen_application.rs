//! A book is spoiled before it reached its holder: the case goes back, and both officers sign a new record.

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::production;
use super::step::Step;
use crate::domain::{DocumentNumber, DocumentStatus, SpoilReason};
use crate::store::document;

/// A finished book that cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenApplication {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// Why.
    pub reason: SpoilReason,
}

/// Spoils a book that was made and not handed over, and sends its case back.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`]; [`ServiceError::Refused`] for a book
/// that has left the house.
pub async fn reopen_application(
    deps: &Deps,
    actor: &Actor,
    command: ReopenApplication,
) -> Result<(), ServiceError> {
    actor.needs(Step::Reopen.roles())?;
    let mut transaction = deps.database.write().await?;
    let book =
        super::find_document::of_version(&mut transaction, &command.document, command.version)
            .await?;
    if !matches!(
        book.status,
        DocumentStatus::Personalised | DocumentStatus::Checked
    ) {
        return Err(ServiceError::Refused(
            "document-refusal-left-the-house".into(),
        ));
    }
    production::spoil_book(
        deps,
        &mut transaction,
        actor.id.as_str(),
        &book,
        command.reason,
    )
    .await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes every book that nobody came for out of the drawer: for a supervisor's command, one at a time.
///
/// # Errors
/// As [`reopen_application`].
pub async fn cancel_uncollected(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
    version: i64,
) -> Result<(), ServiceError> {
    actor.needs(&[crate::domain::StaffRole::Supervisor])?;
    let mut transaction = deps.database.write().await?;
    let book = super::find_document::of_version(&mut transaction, number, version).await?;
    if book.status != DocumentStatus::Checked
        || book.status_since > super::hand_over_passport::uncollected_before(deps.now())
    {
        return Err(ServiceError::Refused(
            "document-refusal-not-uncollected".into(),
        ));
    }
    let since = deps.now();
    let version =
        document::set_status(&mut transaction, &book, DocumentStatus::Cancelled, since).await?;
    super::report_loss::note_status(
        deps,
        &mut transaction,
        actor,
        (&book.number, version),
        "cancel_uncollected",
        serde_json::json!({ "status": "cancelled", "reason": "uncollected" }),
    )
    .await?;
    transaction.commit().await?;
    Ok(())
}
