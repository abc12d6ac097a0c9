//! What an auditor sees: the journal, whether it is whole, and whether approvals, signatures and books are the same in number.
//!
//! Whoever reads is written down too. Nothing personal is in the journal, and nothing personal gets into it by being looked for.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::actor::Actor;
use super::check_journal::{WitnessFault, check_witnesses, verify_journal};
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::manage_stock::{Reconciliation, reconcile};
use crate::domain::StaffRole;
use crate::signer::{MOST_WITNESSED, Request, Response, WitnessSource};
use crate::store::journal::{self, Note, Search};

pub use crate::store::journal::{Effect, Entry, Fault, Head};

/// What is looked for; what is absent does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalQuery {
    /// An officer's identifier, or `system`.
    pub actor: String,
    /// `kind/identifier`, or a kind alone.
    pub subject: String,
    /// The command, as the use case is called.
    pub command: String,
    /// What became of it.
    pub effect: Option<Effect>,
    /// A day in Seoul.
    pub day: Option<NaiveDate>,
    /// Only entries before this place.
    pub before: Option<i64>,
}

/// One page of the journal, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// From where the next page goes on, when there is one.
    pub older: Option<i64>,
}

/// Whether the journal is what was written.
#[derive(Debug, Clone)]
pub struct JournalState {
    /// The end of the chain, or where it is broken.
    pub chain: Result<Head, Fault>,
    /// How many heads the signer had at hand; in words why none could be asked for.
    pub witnesses: Result<usize, String>,
    /// Heads that the signer saw and that are not there.
    pub faults: Vec<WitnessFault>,
}

const AUDITOR: &[StaffRole] = &[StaffRole::Auditor];
/// Entries on a page.
const PAGE: i64 = 50;
/// No identifier is longer.
const LONGEST: usize = 100;

/// A page of the journal. The reading itself is written down, with what was looked for.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] naming a field that can be no identifier.
pub async fn read_journal(
    deps: &Deps,
    actor: &Actor,
    query: &JournalQuery,
) -> Result<JournalPage, ServiceError> {
    let note = note(deps, actor, "read_journal");
    if let Err(error) = actor.needs(AUDITOR) {
        return Err(deps.note_refusal(note, error).await);
    }
    let search = search(query)?;
    let mut transaction = deps.database.write().await?;
    let mut entries = journal::search(&mut transaction, &search, PAGE + 1).await?;
    let more = i64::try_from(entries.len()).unwrap_or(i64::MAX) > PAGE;
    if more {
        entries.pop();
    }
    let note = Note {
        arguments: json!({
            "actor": query.actor, "subject": query.subject, "command": query.command,
            "effect": query.effect, "day": query.day, "before": query.before,
        }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(JournalPage {
        older: entries.last().filter(|_| more).map(|entry| entry.sequence),
        entries,
    })
}

/// A name somebody looks for would stand in the journal for ever: only what can be an identifier is looked for.
fn search(query: &JournalQuery) -> Result<Search, ServiceError> {
    let is_identifier = |text: &str| {
        text.len() <= LONGEST
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'))
    };
    let faults: Vec<FieldFault> = [
        ("actor", &query.actor),
        ("subject", &query.subject),
        ("command", &query.command),
    ]
    .into_iter()
    .filter(|(_, text)| !is_identifier(text))
    .map(|(field, _)| FieldFault {
        field: field.to_owned(),
        message: "audit-fault-identifier".to_owned(),
    })
    .collect();
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let (kind, id) = query
        .subject
        .split_once('/')
        .unwrap_or((query.subject.as_str(), ""));
    let day = query.day.map(midnight_in_seoul);
    Ok(Search {
        actor: query.actor.clone(),
        subject_kind: kind.to_owned(),
        subject_id: id.to_owned(),
        command: query.command.clone(),
        effect: query.effect,
        from: day.unwrap_or(EARLIEST),
        until: day.map_or(LATEST, |day| day + TimeDelta::days(1)),
        before: query.before.unwrap_or(i64::MAX),
    })
}

fn midnight_in_seoul(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::hours(9)
}

/// Before everything and after everything, in years that both databases can hold.
const EARLIEST: DateTime<Utc> = DateTime::UNIX_EPOCH;
const LATEST: DateTime<Utc> = match DateTime::from_timestamp(253_370_764_800, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// Walks the chain and holds it against what the signer has seen of it.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn check_journal(deps: &Deps, actor: &Actor) -> Result<JournalState, ServiceError> {
    read(deps, actor, "check_journal").await?;
    let chain = verify_journal(deps).await?;
    let request = Request::Witnessed {
        source: WitnessSource::Journal,
        last: MOST_WITNESSED,
    };
    let (witnesses, faults) = match deps.signer.ask(request).await {
        Ok(Response::WitnessedHeads { heads, .. }) => {
            (Ok(heads.len()), check_witnesses(deps, &heads).await?)
        }
        Ok(Response::Failed { message }) => (Err(message), Vec::new()),
        Ok(_) => (Err("an answer to another question".to_owned()), Vec::new()),
        Err(error) => (Err(error.to_string()), Vec::new()),
    };
    Ok(JournalState {
        chain,
        witnesses,
        faults,
    })
}

/// Documents, blanks and signatures of the last days, held against each other.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn audit_books(
    deps: &Deps,
    actor: &Actor,
    days: i64,
) -> Result<Reconciliation, ServiceError> {
    read(deps, actor, "audit_books").await?;
    reconcile(deps, days).await
}

/// Only for auditors; that they looked is written down.
async fn read(deps: &Deps, actor: &Actor, command: &'static str) -> Result<(), ServiceError> {
    let note = note(deps, actor, command);
    if let Err(error) = actor.needs(AUDITOR) {
        return Err(deps.note_refusal(note, error).await);
    }
    let mut transaction = deps.database.write().await?;
    journal::append(&mut transaction, note).await?;
    Ok(transaction.commit().await?)
}

fn note(deps: &Deps, actor: &Actor, command: &'static str) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "journal",
        subject_id: "all".to_owned(),
        subject_version: None,
        command,
        arguments: json!({}),
        effect: Effect::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_an_identifier_is_looked_for() {
        for (field, wrong) in [
            ("actor", "홍길동"),
            ("actor", "hong gildong"),
            ("actor", "' OR 1=1"),
        ] {
            let query = JournalQuery {
                actor: wrong.to_owned(),
                ..JournalQuery::default()
            };
            let Err(ServiceError::Invalid(faults)) = search(&query) else {
                panic!("{wrong}");
            };
            assert_eq!(faults.first().unwrap().field, field);
        }
    }

    #[test]
    fn a_day_is_a_day_in_seoul() {
        let query = JournalQuery {
            day: "2026-11-22".parse().ok(),
            subject: "application/20261122-00".to_owned(),
            ..JournalQuery::default()
        };
        let search = search(&query).unwrap();
        assert_eq!(search.from.to_rfc3339(), "2026-11-21T15:00:00+00:00");
        assert_eq!(search.until.to_rfc3339(), "2026-11-22T15:00:00+00:00");
        assert_eq!(search.subject_kind, "application");
        assert_eq!(search.subject_id, "20261122-00");
        assert_eq!(LATEST.to_rfc3339(), "9999-01-01T00:00:00+00:00");
    }
}
