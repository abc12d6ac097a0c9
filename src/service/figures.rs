//! Figures for those who watch the service: counts, ages, limits. No personal data.

use chrono::{DateTime, Utc};

use super::deps::Deps;
use super::error::ServiceError;
use super::health::{published, signer_status};
pub use crate::signer::SignerStatus;
use crate::store::{figures, journal};

/// What there is to see at one moment.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The moment.
    pub at: DateTime<Utc>,
    /// Applications by status.
    pub applications: Vec<(String, i64)>,
    /// Blank books in stock by kind.
    pub stock: Vec<(String, i64)>,
    /// The journal's last entry.
    pub journal_sequence: i64,
    /// The document signers; none when the signing process does not answer.
    pub signers: Option<Vec<SignerStatus>>,
    /// When the revocation list was made and when the next is due.
    pub crl: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// The number of the last publication.
    pub publication: Option<u64>,
}

/// Takes the figures.
///
/// # Errors
/// [`ServiceError::Store`]; a signing process that does not answer is a figure, not an error.
pub async fn figures(deps: &Deps) -> Result<Figures, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let applications = figures::applications(&mut transaction).await?;
    let stock = figures::stock(&mut transaction).await?;
    let journal_sequence = journal::head(&mut transaction).await?.sequence;
    drop(transaction);
    let published = published(deps).await;
    Ok(Figures {
        at: deps.now(),
        applications,
        stock,
        journal_sequence,
        signers: signer_status(deps)
            .await
            .ok()
            .map(|status| status.document_signers),
        crl: published.crl,
        publication: published.manifest.map(|manifest| manifest.sequence),
    })
}
