//! A book in effect is lost, found, given back or taken back. What is written here is what a border is told from the next
//! moment on.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::actor::Actor;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::production::append_note;
use crate::domain::{
    ApplicationStatus, CancelReason, DocumentNumber, DocumentStatus, IssuingState,
    LossCircumstances, LossReporter, StaffRole, date_in_seoul,
};
use crate::law::{self, Edition, Facts, Outcome};
use crate::store::document::{self, DocumentRow};
use crate::store::loss::{self, LossRow};
use crate::store::{Transaction, application, person};

/// Who may change where a book stands.
const ROLES: &[StaffRole] = &[
    StaffRole::IntakeClerk,
    StaffRole::Examiner,
    StaffRole::Supervisor,
    StaffRole::HandOverClerk,
];
/// Room for a place in words.
const LONGEST_PLACE: usize = 120;

/// A loss as it is reported at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLoss {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// The day of the loss.
    pub lost_on: NaiveDate,
    /// The country, a three-letter code.
    pub country: String,
    /// The place in words, without names of people.
    pub place: String,
    /// How.
    pub circumstances: LossCircumstances,
    /// Who reports it.
    pub reporter: LossReporter,
}

/// Takes a report of loss: from the next moment on a border is told so.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`], [`ServiceError::Invalid`];
/// [`ServiceError::Refused`] for a book that is not in effect.
pub async fn report_loss(
    deps: &Deps,
    actor: &Actor,
    command: ReportLoss,
) -> Result<(), ServiceError> {
    actor.needs(ROLES)?;
    let mut transaction = deps.database.write().await?;
    let book =
        super::find_document::of_version(&mut transaction, &command.document, command.version)
            .await?;
    in_effect(&book)?;
    check(&command, &book, date_in_seoul(deps.now()))?;
    let now = deps.now();
    let earlier = loss::of_document(&mut transaction, &book.number).await?;
    let row = LossRow {
        document_number: book.number.clone(),
        sequence: earlier.first().map_or(0, |row| row.sequence) + 1,
        reported_at: now,
        officer: actor.id.to_string(),
        lost_on: command.lost_on,
        country: command.country,
        place: command.place.trim().to_owned(),
        circumstances: command.circumstances,
        reporter: command.reporter,
        is_force_majeure: command.circumstances.is_force_majeure(),
        recovered_at: None,
        is_restored: false,
    };
    loss::insert(&mut transaction, &row).await?;
    let version = document::set_status(&mut transaction, &book, DocumentStatus::Lost, now).await?;
    let arguments = json!({
        "status": "lost", "lost_on": row.lost_on, "country": row.country,
        "circumstances": row.circumstances, "reporter": row.reporter,
    });
    note_status(
        deps,
        &mut transaction,
        actor,
        (&book.number, version),
        "report_loss",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(())
}

fn check(command: &ReportLoss, book: &DocumentRow, today: NaiveDate) -> Result<(), ServiceError> {
    let mut faults = Vec::new();
    let mut tell = |field: &str, message: &str| {
        faults.push(FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    if command.lost_on > today {
        tell("lost_on", "lost-fault-date-ahead");
    }
    if command.lost_on < book.issue_date {
        tell("lost_on", "lost-fault-date-before-issue");
    }
    if IssuingState::parse(&command.country).is_err() {
        tell("country", "lost-fault-country");
    }
    let place = command.place.trim();
    if place.is_empty() || place.chars().count() > LONGEST_PLACE {
        tell("place", "lost-fault-place");
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

/// A lost book that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoverDocument {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// The day it was found.
    pub recovered_on: NaiveDate,
    /// Whether the holder wants to use it again.
    pub wants_to_use: bool,
}

/// Takes word that a lost book was found. The law says whether it comes back into effect.
///
/// # Errors
/// As [`report_loss`].
pub async fn recover_document(
    deps: &Deps,
    actor: &Actor,
    command: RecoverDocument,
) -> Result<DocumentStatus, ServiceError> {
    actor.needs(ROLES)?;
    let mut transaction = deps.database.write().await?;
    let book =
        super::find_document::of_version(&mut transaction, &command.document, command.version)
            .await?;
    let losses = loss::of_document(&mut transaction, &book.number).await?;
    let Some(open) = losses
        .first()
        .filter(|_| book.status == DocumentStatus::Lost)
    else {
        return Err(ServiceError::Refused("document-refusal-not-lost".into()));
    };
    if command.recovered_on < open.lost_on || command.recovered_on > date_in_seoul(deps.now()) {
        return Err(ServiceError::Invalid(vec![FieldFault {
            field: "recovered_on".to_owned(),
            message: "lost-fault-recovered-on".to_owned(),
        }]));
    }
    let applied = reissue_applied(&mut transaction, &book, open).await?;
    let is_restored = is_restored(deps, &command, open, applied)?;
    let status = if is_restored {
        DocumentStatus::Active
    } else {
        DocumentStatus::Recovered
    };
    let now = deps.now();
    loss::set_recovered(&mut transaction, open, now, is_restored).await?;
    let version = document::set_status(&mut transaction, &book, status, now).await?;
    let arguments = json!({ "status": status, "recovered_on": command.recovered_on });
    note_status(
        deps,
        &mut transaction,
        actor,
        (&book.number, version),
        "recover_document",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(status)
}

/// When the person applied for another book after the loss.
async fn reissue_applied(
    transaction: &mut Transaction,
    book: &DocumentRow,
    open: &LossRow,
) -> Result<Option<NaiveDate>, ServiceError> {
    let lost_on = date_in_seoul(open.reported_at);
    let mut first: Option<NaiveDate> = None;
    let mut numbers = person::open_applications(transaction, &book.person_id).await?;
    let newer = document::of_person(transaction, &book.person_id).await?;
    numbers.extend(newer.iter().map(|each| each.application_number.to_string()));
    for number in numbers {
        let Ok(number) = crate::domain::ApplicationNumber::parse(&number) else {
            continue;
        };
        let Some(case) = application::find(transaction, &number).await? else {
            continue;
        };
        let counts = case.number != book.application_number
            && case.status != ApplicationStatus::Draft
            && case.kind.booklet() == book.kind.booklet()
            && case.application_date >= lost_on;
        if counts {
            first = Some(first.map_or(case.application_date, |date| {
                date.min(case.application_date)
            }));
        }
    }
    Ok(first)
}

/// Source: decree:20(2)
fn is_restored(
    deps: &Deps,
    command: &RecoverDocument,
    open: &LossRow,
    applied: Option<NaiveDate>,
) -> Result<bool, ServiceError> {
    let failed = |error: law::FactsError| ServiceError::Failed(error.to_string());
    let applied = applied.map_or("no".to_owned(), |date| date.to_string());
    let facts: Map<String, Value> = [
        ("report_accepted", json!(date_in_seoul(open.reported_at))),
        ("recovered", json!(command.recovered_on)),
        ("recovery_reported", json!(true)),
        ("reissue_applied", json!(applied)),
        ("wants_to_use", json!(command.wants_to_use)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let edition = Edition::parse(&deps.config.law.edition)
        .map_err(|error| ServiceError::Failed(error.to_string()))?;
    let answer = law::ask(
        "recover",
        &Facts::from_json(&facts).map_err(failed)?,
        edition,
    )
    .map_err(failed)?;
    Ok(command.wants_to_use && answer.outcome() == Outcome::RestoreValid)
}

/// A book that goes out of effect at the authority's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelDocument {
    /// The document.
    pub document: DocumentNumber,
    /// Its version, as it was shown.
    pub version: i64,
    /// Why.
    pub reason: CancelReason,
}

/// Takes a book out of effect: *returned* when it is in the authority's hands, *cancelled* otherwise.
///
/// # Errors
/// As [`report_loss`]; reasons that belong to other use cases are [`ServiceError::Invalid`].
pub async fn cancel_document(
    deps: &Deps,
    actor: &Actor,
    command: CancelDocument,
) -> Result<DocumentStatus, ServiceError> {
    actor.needs(ROLES)?;
    let status = match command.reason {
        CancelReason::GivenBack | CancelReason::ReturnOrder => DocumentStatus::Returned,
        CancelReason::StatusEnded | CancelReason::HolderDied => DocumentStatus::Cancelled,
        CancelReason::Replaced | CancelReason::Uncollected => {
            return Err(ServiceError::Invalid(vec![FieldFault {
                field: "reason".to_owned(),
                message: "document-fault-reason".to_owned(),
            }]));
        }
    };
    let mut transaction = deps.database.write().await?;
    let book =
        super::find_document::of_version(&mut transaction, &command.document, command.version)
            .await?;
    in_effect(&book)?;
    let version = document::set_status(&mut transaction, &book, status, deps.now()).await?;
    let arguments = json!({ "status": status, "reason": command.reason });
    note_status(
        deps,
        &mut transaction,
        actor,
        (&book.number, version),
        "cancel_document",
        arguments,
    )
    .await?;
    transaction.commit().await?;
    Ok(status)
}

fn in_effect(book: &DocumentRow) -> Result<(), ServiceError> {
    if book.status.is_in_effect() {
        Ok(())
    } else {
        Err(ServiceError::Refused(format!(
            "document-refusal-not-in-effect|status={}",
            book.status.as_str()
        )))
    }
}

/// Writes down what happened to a document.
pub(super) async fn note_status(
    deps: &Deps,
    transaction: &mut Transaction,
    actor: &Actor,
    (number, version): (&DocumentNumber, i64),
    command: &'static str,
    arguments: Value,
) -> Result<(), ServiceError> {
    let subject = ("document", number.to_string(), Some(version));
    append_note(
        deps,
        transaction,
        actor.id.as_str(),
        subject,
        command,
        arguments,
    )
    .await
}

/// The latest reports of loss, the newest first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn latest_losses(deps: &Deps, actor: &Actor) -> Result<Vec<LossRow>, ServiceError> {
    actor.needs(&[
        StaffRole::IntakeClerk,
        StaffRole::Examiner,
        StaffRole::Supervisor,
        StaffRole::HandOverClerk,
        StaffRole::Auditor,
    ])?;
    let mut transaction = deps.database.read().await?;
    Ok(loss::latest(&mut transaction, 200).await?)
}

/// A person's losses as the law counts them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LossHistory {
    /// Every loss that counts, by the day it happened: not restored, not by force majeure.
    pub losses: Vec<NaiveDate>,
    /// The losses by force majeure, which no rule counts.
    pub force_majeure: Vec<NaiveDate>,
    /// When the last report was accepted.
    pub last_accepted: Option<NaiveDate>,
}

impl LossHistory {
    /// How many losses count in the years up to a day, the day so many years back included.
    ///
    /// Source: decree:6(2)
    pub fn within_years(&self, years: u32, up_to: NaiveDate) -> usize {
        let from = up_to
            .checked_sub_months(chrono::Months::new(12 * years))
            .unwrap_or(NaiveDate::MIN);
        self.losses
            .iter()
            .filter(|day| (from..=up_to).contains(day))
            .count()
    }

    /// The facts that procedure `reissue` asks for. Like [`LossHistory::within_years`] they rest on this register alone.
    pub fn to_facts(&self) -> Map<String, Value> {
        let all: Vec<NaiveDate> = {
            let mut all = self.losses.clone();
            all.extend(&self.force_majeure);
            all.sort_unstable();
            all
        };
        let mut facts = Map::new();
        if !all.is_empty() {
            facts.insert("losses".to_owned(), json!(all));
        }
        if !self.force_majeure.is_empty() {
            facts.insert("force_majeure".to_owned(), json!(self.force_majeure));
        }
        if let Some(accepted) = self.last_accepted {
            facts.insert("report_accepted".to_owned(), json!(accepted));
        }
        facts
    }
}

/// A person's losses as the law counts them.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn loss_history(deps: &Deps, person_id: &str) -> Result<LossHistory, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let mut history = LossHistory::default();
    for row in loss::of_person(&mut transaction, person_id).await? {
        if row.is_restored {
            continue;
        }
        history.last_accepted = history
            .last_accepted
            .max(Some(date_in_seoul(row.reported_at)));
        if row.is_force_majeure {
            history.force_majeure.push(row.lost_on);
        } else {
            history.losses.push(row.lost_on);
        }
    }
    Ok(history)
}
