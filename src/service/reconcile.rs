//! The three-way seal: documents, blank books and the signer's releases are the same in number, day by day; where they are not,
//! the odd one is named.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::{ApplicationNumber, ApplicationStatus, date_in_seoul};
use crate::signer::{Request, Response};
use crate::store::application::{self, ApplicationRow};
use crate::store::{blank, document, production};

/// One day's three-way seal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DayReconciled {
    /// The day in Seoul.
    pub date: NaiveDate,
    /// Documents in the store with this date of issue.
    pub documents: i64,
    /// Tries at a book that ended in a release, by the request's own day of settling.
    pub releases: i64,
}

/// Whether approvals, signatures and books are the same in number, and what stands out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reconciliation {
    /// Days with documents.
    pub days: Vec<DayReconciled>,
    /// Documents in the store.
    pub documents: i64,
    /// Blanks that were made into documents: used, or spoiled or destroyed with a document in them.
    pub blanks: i64,
    /// Signatures that the signer has charged to its keys; `None` when it does not answer.
    pub signatures: Option<u64>,
    /// Tries that have not ended.
    pub open: usize,
    /// What does not fit together.
    pub findings: Vec<Misfit>,
}

/// One thing that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// As many documents as releases, every day.
    #[error("{date}: {documents} documents, but {releases} releases")]
    Day {
        /// The day in Seoul.
        date: NaiveDate,
        /// Documents of that day.
        documents: i64,
        /// Releases of that day.
        releases: i64,
    },
    /// As many documents as blanks made into one.
    #[error("{documents} documents, but {blanks} blanks were made into one")]
    Blanks {
        /// Documents.
        documents: i64,
        /// Blanks.
        blanks: i64,
    },
    /// A drawn blank belongs to a book that is being made.
    #[error("{drawn} blanks are drawn, but {open} books are being made")]
    Drawn {
        /// Blanks.
        drawn: i64,
        /// Books.
        open: usize,
    },
    /// No document without a signature.
    #[error("{documents} documents, but the signer made only {signatures} signatures")]
    Signatures {
        /// Documents.
        documents: i64,
        /// Signatures.
        signatures: u64,
    },
    /// An application with a document is further than approved.
    #[error("application {number} has a document and is still approved")]
    Approved {
        /// Its number.
        number: ApplicationNumber,
    },
}

impl serde::Serialize for Misfit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Holds documents, blanks and releases of the last days against each other.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn reconcile(deps: &Deps, days: i64) -> Result<Reconciliation, ServiceError> {
    let from = date_in_seoul(deps.now() - TimeDelta::days(days));
    let mut transaction = deps.database.read().await?;
    let made = document::made_per_day(&mut transaction, from).await?;
    let released = production::released_since(&mut transaction, midnight(from)).await?;
    let mut per_day: BTreeMap<NaiveDate, DayReconciled> = BTreeMap::new();
    let day = |date| DayReconciled {
        date,
        documents: 0,
        releases: 0,
    };
    for (date, count) in made {
        per_day.entry(date).or_insert_with(|| day(date)).documents = count;
    }
    for issued in released.into_iter().filter(|issued| *issued >= from) {
        per_day
            .entry(issued)
            .or_insert_with(|| day(issued))
            .releases += 1;
    }
    let totals = blank::totals(&mut transaction).await?;
    let open = production::open(&mut transaction).await?.len();
    let approved =
        application::in_status(&mut transaction, ApplicationStatus::Approved, 10_000).await?;
    drop(transaction);
    let signatures = match deps.signer.ask(Request::Status).await {
        Ok(Response::Status(status)) => Some(
            status
                .document_signers
                .iter()
                .map(|key| key.signatures)
                .sum(),
        ),
        _ => None,
    };
    let mut seal = Reconciliation {
        days: per_day.into_values().collect(),
        documents: totals.documents,
        blanks: totals.blanks_with_document,
        signatures,
        open,
        findings: Vec::new(),
    };
    seal.findings = misfits(&seal, totals.drawn, approved);
    Ok(seal)
}

/// What does not fit together.
fn misfits(seal: &Reconciliation, drawn: i64, approved: Vec<ApplicationRow>) -> Vec<Misfit> {
    let mut findings = Vec::new();
    for day in seal.days.iter().filter(|day| day.documents != day.releases) {
        findings.push(Misfit::Day {
            date: day.date,
            documents: day.documents,
            releases: day.releases,
        });
    }
    if seal.documents != seal.blanks {
        findings.push(Misfit::Blanks {
            documents: seal.documents,
            blanks: seal.blanks,
        });
    }
    if drawn != i64::try_from(seal.open).unwrap_or(i64::MAX) {
        findings.push(Misfit::Drawn {
            drawn,
            open: seal.open,
        });
    }
    if let Some(signatures) = seal.signatures
        && i64::try_from(signatures).unwrap_or(i64::MAX) < seal.documents
    {
        findings.push(Misfit::Signatures {
            documents: seal.documents,
            signatures,
        });
    }
    for case in approved
        .into_iter()
        .filter(|case| case.document_number.is_some())
    {
        findings.push(Misfit::Approved {
            number: case.number,
        });
    }
    findings
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    // A day earlier than needed costs nothing: what is counted is counted by date of issue.
    date.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::days(1)
}
