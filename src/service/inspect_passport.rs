//! A finished book is looked at as a border would, by a reader that shares no code with the maker, and with eyes.

use std::collections::BTreeMap;

use openssl::sha::sha256;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::production;
use super::report_loss::note_status;
use crate::document::mrz;
use crate::domain::{
    ApplicationEvent, DocumentNumber, DocumentStatus, PhysicalCheck, PhysicalFault, SpoilReason,
    StaffRole, hex,
};
use crate::inspection::{Inspection, Presented, inspect};
use crate::store::document::DocumentRow;
use crate::store::document_file::DocumentFileRow;
use crate::store::inspection::InspectionRow;
use crate::store::{Transaction, application, document, document_file, inspection};
use crate::trust_files::load_trust;

/// One answer of somebody who looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhysicalAnswer {
    /// What was looked at.
    pub check: PhysicalCheck,
    /// What is wrong; `None` when nothing is.
    pub fault: Option<PhysicalFault>,
}

/// One look at a finished book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectPassport {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// The machine readable zone as a scanner or a person read it off the page; `None` takes what is on record.
    pub mrz_read: Option<String>,
    /// One answer to each of [`PhysicalCheck::ALL`].
    pub physical: Vec<PhysicalAnswer>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspected {
    /// The reader's report.
    pub inspection: Inspection,
    /// Whether reader and eyes let the book on.
    pub is_green: bool,
    /// Whether the book was spoiled. One that could not be judged is neither green nor spoiled.
    pub is_spoiled: bool,
}

/// Inspects a book. Green lets it on; what a border would reject, or eyes do, is spoiled and its case goes back.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`]; [`ServiceError::Invalid`] for a zone
/// that was misread (field `mrz`) or a missing answer; [`ServiceError::Refused`] for a book that has left the house.
pub async fn inspect_passport(
    deps: &Deps,
    actor: &Actor,
    command: InspectPassport,
) -> Result<Inspected, ServiceError> {
    actor.needs(&[StaffRole::QualityChecker])?;
    check_answers(&command)?;
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
    let files = document_file::list(&mut transaction, &book.number).await?;
    let chip = super::find_document::chip_files(deps, &mut transaction, &files).await?;
    let zone = command.mrz_read.clone().unwrap_or_else(|| book.mrz.clone());
    let inspection = judge(deps, chip, zone).await?;
    let verdict = verdict_word(&inspection)?;
    let is_sound = command.physical.iter().all(|answer| answer.fault.is_none());
    let is_green = is_sound && verdict == "valid";
    let is_spoiled = !is_sound || verdict == "invalid" || verdict == "malformed";
    let document_version =
        conclude(deps, &mut transaction, actor, &book, is_green, is_spoiled).await?;
    let row = InspectionRow {
        sequence: next_sequence(&mut transaction, &book.number).await?,
        at: deps.now(),
        officer: actor.id.to_string(),
        verdict: verdict.clone(),
        report: serde_json::to_string(&inspection).map_err(failed)?,
        physical: serde_json::to_string(&command.physical).map_err(failed)?,
        is_green,
        files_sha256: files_sha256(&files),
        document_version,
    };
    inspection::insert(&mut transaction, &book.number, &row).await?;
    let arguments = json!({
        "verdict": verdict, "green": is_green, "spoiled": is_spoiled, "physical": command.physical,
        "zone": if command.mrz_read.is_some() { "read" } else { "record" },
    });
    let subject = (&book.number, document_version);
    note_status(
        deps,
        &mut transaction,
        actor,
        subject,
        "inspect_passport",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(Inspected {
        inspection,
        is_green,
        is_spoiled,
    })
}

/// Every question is answered once, and a zone that was read has the right check digits: a slip of the reader's hand is no
/// fault of the book.
fn check_answers(command: &InspectPassport) -> Result<(), ServiceError> {
    let mut faults = Vec::new();
    let mut tell = |field: &str, message: &str| {
        faults.push(FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    for check in PhysicalCheck::ALL {
        let given = command.physical.iter().filter(|each| each.check == *check);
        if given.count() != 1 {
            tell(check.as_str(), "production-fault-answer-missing");
        }
    }
    if let Some(zone) = &command.mrz_read {
        let plain: String = zone.split_whitespace().collect();
        let is_good = mrz::inspect(&plain).is_ok_and(|read| read.is_valid());
        if !is_good {
            tell("mrz", "production-fault-mrz");
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

/// Judges the files with nothing but what borders have.
async fn judge(
    deps: &Deps,
    chip: BTreeMap<String, Vec<u8>>,
    zone: String,
) -> Result<Inspection, ServiceError> {
    let (public, at) = (deps.directory.public(), deps.now());
    tokio::task::spawn_blocking(move || {
        let trust = load_trust(&[public], &[], at).map_err(failed)?;
        let presented = Presented {
            files: &chip,
            mrz: Some(&zone),
            at,
        };
        let mut inspection = inspect(&presented, &trust.store);
        inspection.warnings.extend(trust.warnings);
        Ok(inspection)
    })
    .await
    .map_err(failed)?
}

/// What the look means for document and case; the document's version afterwards.
async fn conclude(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &Actor,
    book: &DocumentRow,
    is_green: bool,
    is_spoiled: bool,
) -> Result<i64, ServiceError> {
    if is_spoiled {
        production::spoil_book(
            deps,
            transaction,
            actor.id.as_str(),
            book,
            SpoilReason::NotGreen,
        )
        .await?;
        return Ok(book.version + 1);
    }
    if !is_green || book.status == DocumentStatus::Checked {
        // Looked at again: the report is newer, the book stands where it stood.
        return Ok(document::set_status(transaction, book, book.status, book.status_since).await?);
    }
    let mut case = application::find(transaction, &book.application_number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("application {}", book.application_number),
        })?;
    case.status = case.status.after(ApplicationEvent::Check)?;
    case.updated_at = deps.now();
    let version = application::update(transaction, &case).await?;
    let subject = ("application", case.number.to_string(), Some(version));
    production::append_note(
        deps,
        transaction,
        actor.id.as_str(),
        subject,
        "inspect_passport",
        json!({ "document": book.number, "status": "checked" }),
    )
    .await?;
    Ok(document::set_status(transaction, book, DocumentStatus::Checked, deps.now()).await?)
}

/// Whether the newest report is green and speaks of the book as it is now: its row and every file of its chip.
pub(super) async fn is_green_now(
    transaction: &mut Transaction,
    book: &DocumentRow,
) -> Result<bool, ServiceError> {
    let newest = inspection::list(transaction, &book.number).await?;
    let files = document_file::list(transaction, &book.number).await?;
    Ok(newest.first().is_some_and(|report| {
        report.is_green
            && report.document_version == book.version
            && report.files_sha256 == files_sha256(&files)
    }))
}

async fn next_sequence(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<i64, ServiceError> {
    let newest = inspection::list(transaction, number).await?;
    Ok(newest.first().map_or(0, |row| row.sequence) + 1)
}

/// The digest over the names and digests of the chip's files.
fn files_sha256(files: &[DocumentFileRow]) -> String {
    let lines: String = files
        .iter()
        .filter(|file| file.name.starts_with("EF."))
        .map(|file| format!("{} {}\n", file.name, file.sha256))
        .collect();
    hex(&sha256(lines.as_bytes()))
}

/// The verdict as the contract spells it.
fn verdict_word(inspection: &Inspection) -> Result<String, ServiceError> {
    serde_json::to_value(inspection.verdict)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .ok_or_else(|| failed("a verdict has no word"))
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
