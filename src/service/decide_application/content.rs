use std::io::Write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::failed;
use crate::domain::{ApplicationNumber, StaffRole};
use crate::law::Answer;
use crate::service::actor::Actor;
use crate::service::application::{Person, named, visible};
use crate::service::deps::Deps;
use crate::service::error::ServiceError;
use crate::store::decision::{self, DecisionRow, seal_context};
use crate::store::journal::{self, Effect, Note};

/// The part of a decision that names the person: the question that the law was asked, its answer, the officer's words.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionContent {
    /// The procedure of the law that was asked.
    pub procedure: String,
    /// The facts it was asked with.
    pub facts: Map<String, Value>,
    /// Its answer, by the contract.
    pub answer: Value,
    /// What the officer wrote; empty where nothing was.
    pub note: String,
}

impl std::fmt::Debug for DecisionContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecisionContent")
            .field("procedure", &self.procedure)
            .finish_non_exhaustive()
    }
}

impl DecisionContent {
    /// A question to the law and its answer, without words.
    ///
    /// # Errors
    /// Cannot happen: an answer has a JSON form.
    pub(super) fn new(
        facts: &Map<String, Value>,
        answer: &Answer,
        note: String,
    ) -> Result<Self, ServiceError> {
        Ok(Self {
            procedure: answer.procedure.to_owned(),
            facts: facts.clone(),
            answer: serde_json::to_value(answer).map_err(failed)?,
            note,
        })
    }

    /// The edition of the Decree that answered.
    pub fn edition(&self) -> &str {
        self.answer
            .get("edition")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// A decision as those who may look at the case see it.
#[derive(Debug, Clone)]
pub struct DecisionView {
    /// Its place in the case.
    pub sequence: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who decided.
    pub officer: Person,
    /// What was decided.
    pub outcome: String,
    /// Structured reasons, as codes.
    pub reasons: Vec<String>,
    /// The provision on which it rests.
    pub citation: Option<String>,
    /// The record that was decided on.
    pub record_sha256: Option<String>,
    /// Facts, answer and words.
    pub content: DecisionContent,
}

/// The decisions in a case, opened, oldest first.
///
/// # Errors
/// [`ServiceError::NotFound`] also for a case that the actor may not know of; [`ServiceError::Store`].
pub async fn view_decisions(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Vec<DecisionView>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    visible(&mut transaction, actor, number).await?;
    let mut views = Vec::new();
    for row in decision::of_application(&mut transaction, number).await? {
        views.push(DecisionView {
            content: open_content(deps, &row)?,
            officer: named(&mut transaction, &row.officer).await?,
            sequence: row.sequence,
            at: row.at,
            outcome: row.outcome,
            reasons: row.reasons,
            citation: row.citation,
            record_sha256: row.record_sha256,
        });
    }
    Ok(views)
}

/// Writes every decision as one line of JSON, as `law replay` reads them. Whoever takes them out stands in the journal.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`], [`ServiceError::Failed`] when `out` cannot be written to.
pub async fn export_decisions(
    deps: &Deps,
    actor: &Actor,
    out: &mut (dyn Write + Send),
) -> Result<u64, ServiceError> {
    const STEP: i64 = 500;
    actor.needs(READERS)?;
    let (mut number, mut sequence, mut lines) = (String::new(), 0, 0_u64);
    loop {
        let mut transaction = deps.database.read().await?;
        let rows = decision::after(&mut transaction, &number, sequence, STEP).await?;
        drop(transaction);
        let Some(last) = rows.last() else { break };
        (number, sequence) = (last.application_number.clone(), last.sequence);
        for row in &rows {
            let content = open_content(deps, row)?;
            let line = json!({
                "id": format!("{}/{}", row.application_number, row.sequence),
                "procedure": content.procedure,
                "facts": content.facts,
                "answer": content.answer,
            });
            writeln!(out, "{line}").map_err(failed)?;
            lines += 1;
        }
    }
    let mut transaction = deps.database.write().await?;
    let note = Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "decision",
        subject_id: "all".to_owned(),
        subject_version: None,
        command: "export_decisions",
        arguments: json!({ "lines": lines }),
        effect: Effect::Done,
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(lines)
}

const READERS: &[StaffRole] = &[
    StaffRole::Auditor,
    StaffRole::Supervisor,
    StaffRole::PostAdministrator,
];

pub(super) fn seal_content(
    deps: &Deps,
    number: &ApplicationNumber,
    sequence: i64,
    content: &DecisionContent,
) -> Result<Vec<u8>, ServiceError> {
    let plain = Zeroizing::new(serde_json::to_vec(content).map_err(failed)?);
    Ok(deps
        .seal
        .seal(&seal_context(number.as_str(), sequence), &plain)?)
}

pub(super) fn open_content(
    deps: &Deps,
    row: &DecisionRow,
) -> Result<DecisionContent, ServiceError> {
    let context = seal_context(&row.application_number, row.sequence);
    let plain = deps.seal.open(&context, &row.content_sealed)?;
    serde_json::from_slice(&plain).map_err(failed)
}
