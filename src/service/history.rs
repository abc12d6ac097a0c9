//! What happened in a case, from the journal, for those who may look at the case.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::actor::Actor;
use super::application::{Person, named, visible};
use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::ApplicationNumber;
use crate::store::document;
use crate::store::journal::{self, Effect};

/// The effect of what was carried out.
pub const DONE: Effect = Effect::Done;

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Happened {
    /// Its place in the journal.
    pub sequence: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Person,
    /// The command, as the use case is called.
    pub command: String,
    /// Its arguments.
    pub arguments: Value,
    /// What became of it.
    pub effect: Effect,
    /// The case's version after it, where it changed.
    pub version: Option<i64>,
}

/// Everything that happened in a case, the oldest first.
///
/// # Errors
/// [`ServiceError::NotFound`] also for a case that the actor may not know of; [`ServiceError::Store`].
pub async fn history(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Vec<Happened>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    visible(&mut transaction, actor, number).await?;
    let mut all = Vec::new();
    for entry in journal::entries_about(&mut transaction, "application", number.as_str()).await? {
        all.push(Happened {
            actor: named(&mut transaction, &entry.actor).await?,
            sequence: entry.sequence,
            at: entry.at,
            command: entry.command,
            arguments: entry.arguments,
            effect: entry.effect,
            version: entry.subject_version,
        });
    }
    Ok(all)
}

/// What others did to a case since somebody looked at one version of it.
///
/// # Errors
/// As [`history`].
pub async fn changes_since(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
    version: i64,
) -> Result<Vec<Happened>, ServiceError> {
    let mut all = history(deps, actor, number).await?;
    all.retain(|entry| {
        entry.effect == Effect::Done && entry.version.is_some_and(|at| at > version)
    });
    Ok(all)
}

/// A document of the person of a case, with the application whose portrait it carries.
#[derive(Debug, Clone)]
pub struct EarlierDocument {
    /// Its number.
    pub number: String,
    /// The application it answers.
    pub application: ApplicationNumber,
    /// Its kind, in the contract's word.
    pub kind: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// Date of issue.
    pub issue_date: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
}

/// The documents of the person of a case, the newest first; those of the case itself included.
///
/// # Errors
/// As [`history`].
pub async fn earlier_documents(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Vec<EarlierDocument>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    let Some(person) = row.person_id else {
        return Ok(Vec::new());
    };
    let mut documents: Vec<EarlierDocument> = document::of_person(&mut transaction, &person)
        .await?
        .into_iter()
        .map(|row| EarlierDocument {
            number: row.number.as_str().to_owned(),
            application: row.application_number,
            kind: row.kind.as_str(),
            status: row.status.as_str(),
            issue_date: row.issue_date,
            valid_until: row.valid_until,
        })
        .collect();
    documents.sort_by(|one, other| other.issue_date.cmp(&one.issue_date));
    Ok(documents)
}
