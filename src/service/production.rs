//! The making of a book in named steps, each safe against a crash.
//!
//! ```text
//! drawn    number and blank are allocated and the exact request to the signer is written down, in one transaction
//! asked    the signer was asked; it answers the same request with the same document, however often it is asked
//! kept     chip files, document, status and journal are written in one transaction
//! ```
//!
//! Between any two steps the process may die: [`advance`] goes on from what the store holds. What the signer refuses for good
//! is given up: the number is spoiled there, the book here, and the case goes back to people with the reason.

mod draw;
mod give_up;
mod keep;
mod question;
mod stop;
mod view;

use serde_json::Value;

use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::{ApplicationNumber, DocumentNumber, ProductionState};
use crate::signer::SignDocument;
use crate::store::journal::{Effect, Note};
use crate::store::production::{self, ProductionRow};

pub use view::{ProductionView, Queue, WaitingCase, production_queue, view_production};

pub(super) use draw::draw;
pub(super) use give_up::{spoil_blank, spoil_book};
use question::Answer;

/// What became of one try at making a book.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Made {
    /// The document is signed and kept.
    Released {
        /// Its number.
        document: DocumentNumber,
        /// The application.
        application: ApplicationNumber,
    },
    /// The signer did not answer, or cannot sign today: nothing is lost, and the same request is repeated by itself.
    Waits {
        /// The number that was drawn.
        document: DocumentNumber,
        /// The application.
        application: ApplicationNumber,
        /// Why, as a word.
        problem: String,
        /// Why, for people.
        detail: String,
    },
    /// The signer refused for good; number and try are given up.
    GivenUp {
        /// The number that was drawn.
        document: DocumentNumber,
        /// The application.
        application: ApplicationNumber,
        /// Why, as a word.
        problem: String,
        /// Why, for people.
        detail: String,
        /// Whether the application went back to the officers; otherwise another book can be made at once.
        is_returned: bool,
    },
}

/// One question to the signer after the other: two threads that settle the same number would cross each other.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Takes a try from where it stands to its end, or says why it waits.
///
/// # Errors
/// [`ServiceError::NotFound`] for a number that was never drawn, [`ServiceError::Store`], [`ServiceError::Failed`].
pub(super) async fn advance(deps: &Deps, number: &DocumentNumber) -> Result<Made, ServiceError> {
    let _turn = ONE_AT_A_TIME.lock().await;
    let mut transaction = deps.database.read().await?;
    let row = production::find(&mut transaction, number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("the making of document {number}"),
        })?;
    drop(transaction);
    match row.state {
        ProductionState::Prepared => {}
        ProductionState::Released => return Ok(released(&row)),
        ProductionState::Spoiled => return Ok(given_up(&row, false)),
    }
    let request = open_request(deps, &row)?;
    stop::here(deps, "drawn");
    let answer = question::ask(deps, &request).await;
    stop::here(deps, "asked");
    match answer {
        Answer::Released(document) => {
            keep::keep(deps, &row, &document).await?;
            stop::here(deps, "kept");
            Ok(released(&row))
        }
        Answer::Waits(problem) => give_up::wait(deps, row, problem).await,
        Answer::GiveUp { problem, end } => give_up::give_up(deps, row, problem, end).await,
    }
}

/// The context under which a request to the signer is sealed.
fn request_context(number: &DocumentNumber) -> String {
    format!("production.request:{number}")
}

/// The request to the signer exactly as it was written down.
pub(super) fn open_request(deps: &Deps, row: &ProductionRow) -> Result<SignDocument, ServiceError> {
    let plain = deps
        .seal
        .open(&request_context(&row.document_number), &row.request_sealed)?;
    serde_json::from_slice(&plain).map_err(|error| {
        ServiceError::Failed(format!(
            "the request for document {} is not readable: {error}",
            row.document_number
        ))
    })
}

fn released(row: &ProductionRow) -> Made {
    Made::Released {
        document: row.document_number.clone(),
        application: row.application_number.clone(),
    }
}

fn given_up(row: &ProductionRow, is_returned: bool) -> Made {
    Made::GivenUp {
        document: row.document_number.clone(),
        application: row.application_number.clone(),
        problem: row.problem.clone().unwrap_or_default(),
        detail: row.problem_detail.clone().unwrap_or_default(),
        is_returned,
    }
}

/// A note about one of the things that production changes.
fn note(
    deps: &Deps,
    actor: &str,
    subject: (&'static str, String, Option<i64>),
    command: &'static str,
    arguments: Value,
) -> Note {
    let (subject_kind, subject_id, subject_version) = subject;
    Note {
        at: deps.now(),
        actor: actor.to_owned(),
        subject_kind,
        subject_id,
        subject_version,
        command,
        arguments,
        effect: Effect::Done,
    }
}

/// Writes down what happened to one of the things that production changes.
pub(super) async fn append_note(
    deps: &Deps,
    transaction: &mut crate::store::Transaction,
    actor: &str,
    subject: (&'static str, String, Option<i64>),
    command: &'static str,
    arguments: Value,
) -> Result<(), ServiceError> {
    let note = note(deps, actor, subject, command, arguments);
    crate::store::journal::append(transaction, note).await?;
    Ok(())
}
