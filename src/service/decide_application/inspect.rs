//! What is looked at before every decision, each with its result.

use std::sync::Arc;

use chrono::NaiveDate;

use super::hold::{ReleaseReason, release_reasons, released_by};
use crate::domain::{ApplicationNumber, ResidentNumber, date_in_seoul};
use crate::register::{RegisterEntry, RegisterError};
use crate::service::actor::Actor;
use crate::service::application::{Duplicates, PhotoReport, duplicates, open_draft, visible};
use crate::service::deps::Deps;
use crate::service::draft::{DUPLICATE_REASONS, Draft};
use crate::service::error::ServiceError;
use crate::store::application::ApplicationRow;
use crate::store::restriction::{self, RestrictionRow};
use crate::store::{Transaction, decision, loss};

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckId {
    /// Restrictions and refusals in force (Act 12).
    Restriction,
    /// Losses reported.
    Loss,
    /// Other applications and documents of the same person.
    Duplicate,
    /// What the resident register says.
    Register,
    /// What was measured in the photo.
    Photo,
    /// Whether a third person must look at it, and has.
    Release,
}

impl CheckId {
    /// The code in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Restriction => "restriction",
            Self::Loss => "loss",
            Self::Duplicate => "duplicate",
            Self::Register => "register",
            Self::Photo => "photo",
            Self::Release => "release",
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckResult {
    /// Nothing.
    Clear,
    /// Something that the examiner looks at.
    Notice,
    /// It could not be looked at.
    Unknown,
    /// As long as this stands there is no approval.
    Stands,
}

impl CheckResult {
    /// The code in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Notice => "notice",
            Self::Unknown => "unknown",
            Self::Stands => "stands",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub id: CheckId,
    /// What was found.
    pub result: CheckResult,
    /// Particulars: a code that has words, and its value.
    pub details: Vec<(&'static str, String)>,
}

/// What happened before that bears on a decision.
pub(super) struct RelevantPast {
    /// The days of the losses that count.
    pub(super) losses: Vec<NaiveDate>,
    /// Everything that ever stood against the person.
    pub(super) restrictions: Vec<RestrictionRow>,
}

/// The result of all checks.
pub(super) struct Inspected {
    pub(super) checks: Vec<Check>,
    pub(super) release: Vec<ReleaseReason>,
    pub(super) is_restricted: bool,
    /// The supervisor who released it, where one was needed.
    pub(super) released_by: Option<String>,
}

/// Runs every check on a case, for a page that shows them.
///
/// # Errors
/// [`ServiceError::NotFound`] also for a case that the actor may not know of; [`ServiceError::Store`].
pub async fn inspect_case(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Vec<Check>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    drop(transaction);
    // The register is an outside party: it is asked while no transaction is open.
    let register = ask_register(deps, &open_draft(deps, &row)?).await;
    let mut transaction = deps.database.read().await?;
    let mut inspected = inspect(deps, &mut transaction, &row, date_in_seoul(deps.now())).await?;
    inspected.checks.push(register);
    Ok(inspected.checks)
}

/// Runs the checks that our own store answers, inside a transaction.
pub(super) async fn inspect(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ApplicationRow,
    today: NaiveDate,
) -> Result<Inspected, ServiceError> {
    let past = match &row.person_id {
        Some(person) => RelevantPast {
            losses: loss::of_person(transaction, person)
                .await?
                .into_iter()
                .filter(|loss| !loss.is_force_majeure)
                .map(|loss| loss.lost_on)
                .collect(),
            restrictions: restriction::of_person(transaction, person).await?,
        },
        None => RelevantPast {
            losses: Vec::new(),
            restrictions: Vec::new(),
        },
    };
    let decisions = decision::of_application(transaction, &row.number).await?;
    let others = duplicates(transaction, row, today).await?;
    let release = release_reasons(&past, today);
    let released = row
        .record_sha256
        .as_deref()
        .and_then(|digest| released_by(&decisions, digest, &release));
    let is_restricted = past.restrictions.iter().any(|row| row.is_in_force(today));
    Ok(Inspected {
        checks: vec![
            restrictions(&past.restrictions, today),
            losses(&past.losses),
            duplicate(&others, &open_draft(deps, row)?),
            photo(row),
            third_person(&release, released),
        ],
        released_by: released.map(str::to_owned),
        release,
        is_restricted,
    })
}

fn restrictions(rows: &[RestrictionRow], today: NaiveDate) -> Check {
    let in_force: Vec<&RestrictionRow> = rows.iter().filter(|row| row.is_in_force(today)).collect();
    let mut details: Vec<(&'static str, String)> = in_force
        .iter()
        .map(|row| match row.ends_on {
            Some(last) => ("restricted-until", format!("{} · {last}", row.citation)),
            None => ("restricted", row.citation.clone()),
        })
        .collect();
    let past = rows.len() - in_force.len();
    if past > 0 {
        details.push(("restricted-before", past.to_string()));
    }
    Check {
        id: CheckId::Restriction,
        result: if !in_force.is_empty() {
            CheckResult::Stands
        } else if past > 0 {
            CheckResult::Notice
        } else {
            CheckResult::Clear
        },
        details,
    }
}

fn losses(days: &[NaiveDate]) -> Check {
    Check {
        id: CheckId::Loss,
        result: if days.is_empty() {
            CheckResult::Clear
        } else {
            CheckResult::Notice
        },
        details: days
            .iter()
            .map(|day| ("lost-on", day.to_string()))
            .collect(),
    }
}

fn duplicate(others: &Duplicates, draft: &Draft) -> Check {
    let mut details: Vec<(&'static str, String)> = others
        .applications
        .iter()
        .map(|number| ("other-application", number.clone()))
        .collect();
    details.extend(
        others
            .documents
            .iter()
            .map(|document| ("other-document", document.number.clone())),
    );
    let is_explained = DUPLICATE_REASONS.contains(&draft.duplicate_reason.as_str());
    let result = match (others.is_empty(), is_explained) {
        (true, _) => CheckResult::Clear,
        (false, true) => CheckResult::Notice,
        (false, false) => CheckResult::Stands,
    };
    if !others.is_empty() && is_explained {
        details.push(("explained", draft.duplicate_reason.clone()));
    }
    Check {
        id: CheckId::Duplicate,
        result,
        details,
    }
}

fn photo(row: &ApplicationRow) -> Check {
    let report = row
        .photo_report
        .as_deref()
        .and_then(|report| serde_json::from_str::<PhotoReport>(report).ok());
    let (result, details) = match report {
        Some(report) if report.warnings.is_empty() => (CheckResult::Clear, Vec::new()),
        Some(report) => (
            CheckResult::Notice,
            report
                .warnings
                .into_iter()
                .map(|warning| ("photo-warning", warning.kind))
                .collect(),
        ),
        None => (CheckResult::Unknown, Vec::new()),
    };
    Check {
        id: CheckId::Photo,
        result,
        details,
    }
}

fn third_person(reasons: &[ReleaseReason], released_by: Option<&str>) -> Check {
    let mut details: Vec<(&'static str, String)> = reasons
        .iter()
        .map(|reason| ("release-reason", reason.as_str().to_owned()))
        .collect();
    let result = match (reasons.is_empty(), released_by) {
        (true, _) => CheckResult::Clear,
        (false, Some(officer)) => {
            details.push(("released-by", officer.to_owned()));
            CheckResult::Notice
        }
        (false, None) => CheckResult::Stands,
    };
    Check {
        id: CheckId::Release,
        result,
        details,
    }
}

/// Asks the register about the person of a draft and compares.
async fn ask_register(deps: &Deps, draft: &Draft) -> Check {
    let check = |result, details| Check {
        id: CheckId::Register,
        result,
        details,
    };
    let Ok(number) = ResidentNumber::parse(draft.resident_number.trim()) else {
        return check(
            CheckResult::Unknown,
            vec![("register-no-number", String::new())],
        );
    };
    let register = Arc::clone(&deps.register);
    let asked = tokio::task::spawn_blocking(move || register.find(&number)).await;
    match asked {
        Ok(Ok(Some(entry))) => {
            let differing = differing(draft, &entry);
            let result = if differing.is_empty() {
                CheckResult::Clear
            } else {
                CheckResult::Notice
            };
            check(
                result,
                differing
                    .into_iter()
                    .map(|field| ("register-differs", field.to_owned()))
                    .collect(),
            )
        }
        Ok(Ok(None)) => check(
            CheckResult::Notice,
            vec![("register-nobody", String::new())],
        ),
        Ok(Err(RegisterError::Unreachable { .. })) | Err(_) => check(
            CheckResult::Unknown,
            vec![("register-unreachable", String::new())],
        ),
        Ok(Err(_)) => check(
            CheckResult::Unknown,
            vec![("register-unreachable", String::new())],
        ),
    }
}

fn differing(draft: &Draft, entry: &RegisterEntry) -> Vec<&'static str> {
    let sex = match entry.sex.value {
        crate::domain::Sex::Female => "F",
        crate::domain::Sex::Male => "M",
        crate::domain::Sex::Unspecified => "X",
    };
    let nationality = match draft.nationality.trim() {
        "" => "KOR".to_owned(),
        code => code.to_uppercase(),
    };
    [
        (
            "surname_ko",
            draft.surname_ko.trim() == entry.surname_ko.value,
        ),
        (
            "given_names_ko",
            draft.given_names_ko.trim() == entry.given_names_ko.value,
        ),
        (
            "birth",
            crate::service::draft::read_date(draft.birth.trim()) == Some(entry.birth.value),
        ),
        ("sex", draft.sex.trim() == sex),
        ("nationality", nationality == entry.nationality.value),
    ]
    .into_iter()
    .filter_map(|(field, same)| (!same).then_some(field))
    .collect()
}
