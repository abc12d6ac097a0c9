//! A book reaches its holder: green report, identity, the old book out of effect, all in one transaction.

use chrono::{DateTime, Months, Utc};
use serde_json::json;

use super::actor::Actor;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::inspect_passport::is_green_now;
use super::production::append_note;
use super::report_loss::note_status;
use crate::domain::{
    ApplicationEvent, ApplicationStatus, DocumentNumber, DocumentStatus, Identification, OldBook,
    Recipient, StaffRole,
};
use crate::store::document::{self, DocumentRow};
use crate::store::hand_over::{self, HandOverRow};
use crate::store::{Transaction, application};

/// One hand-over at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverPassport {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// Who takes it.
    pub recipient: Recipient,
    /// By what they were identified.
    pub identified_by: Identification,
    /// What became of the old book; needed where one of the same kind is in effect.
    pub old_book: Option<OldBook>,
}

/// Hands a book over. The old one of the same kind goes out of effect in the same transaction.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`], [`ServiceError::WrongStatus`];
/// [`ServiceError::Refused`] without a green report newer than every change, and at another post;
/// [`ServiceError::Invalid`] for a recipient who was not identified well enough, or an old book left out.
pub async fn hand_over_passport(
    deps: &Deps,
    actor: &Actor,
    command: HandOverPassport,
) -> Result<(), ServiceError> {
    actor.needs(&[StaffRole::HandOverClerk])?;
    let mut transaction = deps.database.write().await?;
    let book =
        super::find_document::of_version(&mut transaction, &command.document, command.version)
            .await?;
    let old = old_books(&mut transaction, &book).await?;
    check(&mut transaction, actor, &book, &command, &old).await?;
    let now = deps.now();
    for each in &old {
        let version =
            document::set_status(&mut transaction, each, DocumentStatus::Cancelled, now).await?;
        let arguments = json!({
            "status": "cancelled", "reason": "replaced", "by": book.number,
            "marked": command.old_book.map(OldBook::as_str),
        });
        let subject = (&each.number, version);
        note_status(
            deps,
            &mut transaction,
            actor,
            subject,
            "cancel_document",
            arguments,
        )
        .await?;
    }
    let version =
        document::set_status(&mut transaction, &book, DocumentStatus::Active, now).await?;
    let row = HandOverRow {
        at: now,
        officer: actor.id.to_string(),
        identified_by: command.identified_by,
        recipient: command.recipient,
        old_document: old.first().map(|each| each.number.clone()),
        old_marked: command.old_book.filter(|_| !old.is_empty()),
    };
    hand_over::insert(&mut transaction, &book.number, &row).await?;
    deliver(deps, &mut transaction, actor, &book).await?;
    let arguments = json!({
        "status": "active", "recipient": command.recipient, "identified_by": command.identified_by,
        "old": old.iter().map(|each| each.number.to_string()).collect::<Vec<_>>(),
    });
    let subject = (&book.number, version);
    note_status(
        deps,
        &mut transaction,
        actor,
        subject,
        "hand_over_passport",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(())
}

async fn check(
    transaction: &mut Transaction,
    actor: &Actor,
    book: &DocumentRow,
    command: &HandOverPassport,
    old: &[DocumentRow],
) -> Result<(), ServiceError> {
    if book.status != DocumentStatus::Checked || !is_green_now(transaction, book).await? {
        return Err(ServiceError::Refused("production-refusal-not-green".into()));
    }
    if actor.post != book.post_id {
        return Err(ServiceError::Refused(format!(
            "production-refusal-other-post|post={}",
            book.post_id
        )));
    }
    let mut faults = Vec::new();
    let mut tell = |field: &str, message: &str| {
        faults.push(FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    if !command.identified_by.suffices_for(command.recipient) {
        tell("identified_by", "production-fault-identification");
    }
    if !old.is_empty() && command.old_book.is_none() {
        tell("old_book", "production-fault-old-book");
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

/// The person's other books of the same kind that are in effect.
async fn old_books(
    transaction: &mut Transaction,
    book: &DocumentRow,
) -> Result<Vec<DocumentRow>, ServiceError> {
    let mut all = document::of_person(transaction, &book.person_id).await?;
    all.retain(|each| {
        each.number != book.number
            && each.status.is_in_effect()
            && each.kind.booklet() == book.kind.booklet()
    });
    Ok(all)
}

async fn deliver(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &Actor,
    book: &DocumentRow,
) -> Result<(), ServiceError> {
    let mut case = application::find(transaction, &book.application_number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("application {}", book.application_number),
        })?;
    case.status = case.status.after(ApplicationEvent::Deliver)?;
    case.updated_at = deps.now();
    let version = application::update(transaction, &case).await?;
    let subject = ("application", case.number.to_string(), Some(version));
    let arguments = json!({ "document": book.number });
    append_note(
        deps,
        transaction,
        actor.id.as_str(),
        subject,
        "hand_over_passport",
        arguments,
    )
    .await
}

/// Everything the hand-over page shows.
#[derive(Debug, Clone)]
pub struct HandOverView {
    /// The document.
    pub book: DocumentRow,
    /// Where the case stands.
    pub status: ApplicationStatus,
    /// Whether the newest report is green and speaks of the book as it is now.
    pub is_green: bool,
    /// The books that go out of effect with it.
    pub old: Vec<DocumentRow>,
    /// The hand-over, once it has happened.
    pub done: Option<HandOverRow>,
}

/// Everything the hand-over page shows of a case; `None` when no book is made for it.
///
/// # Errors
/// [`ServiceError::NotFound`], also for a case that the actor may not know of.
pub async fn view_hand_over(
    deps: &Deps,
    actor: &Actor,
    number: &crate::domain::ApplicationNumber,
) -> Result<Option<HandOverView>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let case = super::application::visible(&mut transaction, actor, number).await?;
    let Some(book) = document::of_application(&mut transaction, number)
        .await?
        .into_iter()
        .find(|each| each.status != DocumentStatus::Spoiled)
    else {
        return Ok(None);
    };
    let done = hand_over::find(&mut transaction, &book.number).await?;
    let old = match done {
        Some(_) => Vec::new(),
        None => old_books(&mut transaction, &book).await?,
    };
    Ok(Some(HandOverView {
        status: case.status,
        is_green: is_green_now(&mut transaction, &book).await?,
        old,
        done,
        book,
    }))
}

/// A book that waits in the drawer for so long is uncollected.
///
/// Source: Act, art. 13(1)4
const UNCOLLECTED: Months = Months::new(6);

/// The moment before which a book must have been ready to count as uncollected now.
pub(super) fn uncollected_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(UNCOLLECTED).unwrap_or(now)
}

/// The books that nobody came for in six months, oldest first.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn uncollected(deps: &Deps) -> Result<Vec<DocumentRow>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let before = uncollected_before(deps.now());
    Ok(document::in_status(&mut transaction, DocumentStatus::Checked, before, 500).await?)
}
