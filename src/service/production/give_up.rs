use serde_json::json;

use super::question::{End, Problem};
use super::{Made, given_up, note};
use crate::domain::{
    ApplicationEvent, ApplicationNumber, BlankState, DocumentStatus, ProductionState, SpoilReason,
};
use crate::service::{Deps, ServiceError};
use crate::signer::{Refusal, Request, Response};
use crate::store::document::DocumentRow;
use crate::store::production::{self, ProductionRow};
use crate::store::{Transaction, application, blank, document, journal};

/// Writes down why a try waits, when that is news.
pub(super) async fn wait(
    deps: &Deps,
    mut row: ProductionRow,
    problem: Problem,
) -> Result<Made, ServiceError> {
    let made = Made::Waits {
        document: row.document_number.clone(),
        application: row.application_number.clone(),
        problem: problem.word.clone(),
        detail: problem.detail.clone(),
    };
    if row.problem.as_deref() == Some(problem.word.as_str()) {
        return Ok(made);
    }
    let mut transaction = deps.database.write().await?;
    let arguments =
        json!({ "step": "waits", "document": row.document_number, "problem": problem.word });
    row.problem = Some(problem.word);
    row.problem_detail = Some(problem.detail);
    production::update(&mut transaction, &row).await?;
    let subject = ("application", row.application_number.to_string(), None);
    let note = note(
        deps,
        &row.operator,
        subject,
        "personalise_passport",
        arguments,
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(made)
}

/// Gives a try up: first at the signer, where the number is spoiled if its signing was begun, then here.
pub(super) async fn give_up(
    deps: &Deps,
    mut row: ProductionRow,
    problem: Problem,
    end: End,
) -> Result<Made, ServiceError> {
    let was_begun = match spoil_number(deps, &row, &problem).await {
        Ok(was_begun) => was_begun,
        Err(waiting) => return wait(deps, row, waiting).await,
    };
    // A book that the signer never heard of is as blank as before and goes back to the shelf.
    let is_blank_spoiled = was_begun
        || matches!(
            problem.word.as_str(),
            "number_used" | "blank_used" | "other_intent_open"
        );
    let mut transaction = deps.database.write().await?;
    row.state = ProductionState::Spoiled;
    row.settled_at = Some(deps.now());
    row.problem = Some(problem.word.clone());
    row.problem_detail = Some(problem.detail);
    production::update(&mut transaction, &row).await?;
    let actor = row.operator.clone();
    if is_blank_spoiled {
        spoil_blank(
            deps,
            &mut transaction,
            &actor,
            &row.blank_serial,
            SpoilReason::SigningGivenUp,
        )
        .await?;
    } else {
        put_back(deps, &mut transaction, &actor, &row.blank_serial).await?;
    }
    let is_returned = end == End::Returned
        && reopen(
            deps,
            &mut transaction,
            &actor,
            &row.application_number,
            &problem.word,
        )
        .await?;
    let arguments = json!({
        "step": "given_up", "document": row.document_number, "blank": row.blank_serial,
        "problem": problem.word, "returned": is_returned, "blank_spoiled": is_blank_spoiled,
    });
    let subject = ("application", row.application_number.to_string(), None);
    let note = note(deps, &actor, subject, "personalise_passport", arguments);
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(given_up(&row, is_returned))
}

/// Spoils the number at the signer; whether its signing had been begun.
async fn spoil_number(
    deps: &Deps,
    row: &ProductionRow,
    problem: &Problem,
) -> Result<bool, Problem> {
    let request = Request::SpoilNumber {
        number: row.document_number.clone(),
        reason: problem.word.clone(),
    };
    let waiting = |word: &str, detail: String| Problem {
        word: word.to_owned(),
        detail,
    };
    match deps.signer.ask(request).await {
        Ok(Response::Spoiled { .. }) => Ok(true),
        Ok(Response::Refused {
            refusal: Refusal::NothingUnderNumber { .. },
            ..
        }) => Ok(false),
        Ok(Response::Refused { refusal, message }) => Err(waiting(&refusal.tag(), message)),
        Ok(Response::Failed { message }) => Err(waiting("signer_failed", message)),
        Ok(_) => Err(waiting(
            "signer_failed",
            "the signer answered another question than it was asked".into(),
        )),
        Err(error) => Err(waiting("signer_unreachable", error.to_string())),
    }
}

/// Takes a blank out of account for good.
pub async fn spoil_blank(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &str,
    serial: &str,
    reason: SpoilReason,
) -> Result<(), ServiceError> {
    let mut row =
        blank::find(transaction, serial)
            .await?
            .ok_or_else(|| ServiceError::NotFound {
                what: format!("blank {serial}"),
            })?;
    if matches!(row.state, BlankState::Spoiled | BlankState::Destroyed) {
        return Ok(());
    }
    row.state = BlankState::Spoiled;
    row.spoiled_by = Some(actor.to_owned());
    row.spoil_reason = Some(reason);
    row.changed_at = deps.now();
    let version = blank::update(transaction, &row).await?;
    let subject = ("blank", serial.to_owned(), Some(version));
    let arguments = json!({ "reason": reason.as_str() });
    let note = note(deps, actor, subject, "spoil_blank", arguments);
    journal::append(transaction, note).await?;
    Ok(())
}

async fn put_back(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &str,
    serial: &str,
) -> Result<(), ServiceError> {
    let Some(mut row) = blank::find(transaction, serial).await? else {
        return Ok(());
    };
    if row.state != BlankState::Drawn {
        return Ok(());
    }
    row.state = BlankState::InStock;
    row.changed_at = deps.now();
    let version = blank::update(transaction, &row).await?;
    let subject = ("blank", serial.to_owned(), Some(version));
    let note = note(deps, actor, subject, "put_blank_back", json!({}));
    journal::append(transaction, note).await?;
    Ok(())
}

/// Sends an application back to the clerk: a new attempt, a new record, both officers sign again. `false` where it stands
/// beyond that, as after a withdrawal.
async fn reopen(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &str,
    number: &ApplicationNumber,
    reason: &str,
) -> Result<bool, ServiceError> {
    let Some(mut row) = application::find(transaction, number).await? else {
        return Ok(false);
    };
    let Ok(status) = row.status.after(ApplicationEvent::Reopen) else {
        return Ok(false);
    };
    row.status = status;
    row.attempt += 1;
    row.record_sealed = None;
    row.record_sha256 = None;
    row.document_number = None;
    row.updated_at = deps.now();
    let version = application::update(transaction, &row).await?;
    let subject = ("application", number.to_string(), Some(version));
    let arguments = json!({ "reason": reason, "attempt": row.attempt });
    let note = note(deps, actor, subject, "reopen_application", arguments);
    journal::append(transaction, note).await?;
    Ok(true)
}

/// Spoils a finished book that never left the house: document, blank and application together.
pub async fn spoil_book(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &str,
    book: &DocumentRow,
    reason: SpoilReason,
) -> Result<(), ServiceError> {
    let version =
        document::set_status(transaction, book, DocumentStatus::Spoiled, deps.now()).await?;
    let subject = ("document", book.number.to_string(), Some(version));
    let arguments = json!({ "status": "spoiled", "reason": reason.as_str() });
    let note = note(deps, actor, subject, "spoil_book", arguments);
    journal::append(transaction, note).await?;
    spoil_blank(deps, transaction, actor, &book.blank_serial, reason).await?;
    reopen(
        deps,
        transaction,
        actor,
        &book.application_number,
        reason.as_str(),
    )
    .await?;
    Ok(())
}
