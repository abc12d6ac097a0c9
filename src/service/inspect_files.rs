//! Inspecting a document that somebody hands in as files: judged with what this authority itself publishes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::find_document::files_of;
use crate::domain::DocumentNumber;
use crate::inspection::{Inspection, Presented, inspect};
use crate::trust_files::load_trust;

/// A document as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectFiles {
    /// The elementary files by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The printed machine readable zone.
    pub mrz: Option<String>,
    /// The time of inspection; now if absent.
    pub at: Option<DateTime<Utc>>,
}

/// Inspects. Whatever the verdict, it is an answer; nothing is kept.
///
/// # Errors
/// [`ServiceError::Failed`] when the published certificates and lists cannot be read.
pub async fn inspect_files(
    deps: &Deps,
    document: InspectFiles,
) -> Result<Inspection, ServiceError> {
    let public = deps.directory.public();
    let at = document.at.unwrap_or_else(|| deps.now());
    let work = move || {
        let loaded = load_trust(&[public], &[], at)
            .map_err(|error| ServiceError::Failed(error.to_string()))?;
        let presented = Presented {
            files: &document.files,
            mrz: document.mrz.as_deref(),
            at,
        };
        let mut inspection = inspect(&presented, &loaded.store);
        inspection.warnings.extend(loaded.warnings);
        Ok(inspection)
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ServiceError::Failed(error.to_string()))?
}

/// Inspects a document that was made here by the files of its chip as they are kept, with the zone printed on it if it is
/// given. Nothing is kept: what counts for a hand-over is the quality check's own inspection.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`]; as [`inspect_files`].
pub async fn inspect_issued(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
    mrz: Option<String>,
) -> Result<Inspection, ServiceError> {
    let document = InspectFiles {
        files: files_of(deps, actor, number).await?,
        mrz,
        at: None,
    };
    inspect_files(deps, document).await
}

/// A certificate that inspections rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCertificate {
    /// Whose, as written in it.
    pub subject: String,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// The first and the last moment of its validity.
    pub validity: (DateTime<Utc>, DateTime<Utc>),
}

/// A revocation list that inspections rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationListAge {
    /// Whose.
    pub issuer: String,
    /// When it was made.
    pub this_update: DateTime<Utc>,
    /// When the next one is due.
    pub next_update: Option<DateTime<Utc>>,
    /// How many certificates are on it.
    pub entries: usize,
}

/// What inspections rest on, and how old it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAge {
    /// The moment it is looked at.
    pub at: DateTime<Utc>,
    /// CSCA certificates.
    pub certificates: Vec<TrustedCertificate>,
    /// Revocation lists.
    pub lists: Vec<RevocationListAge>,
}

/// What this authority publishes for borders, by age.
///
/// # Errors
/// [`ServiceError::Failed`] when it cannot be read.
pub async fn trust_age(deps: &Deps) -> Result<TrustAge, ServiceError> {
    let public = deps.directory.public();
    let at = deps.now();
    let work = move || {
        let loaded = load_trust(&[public], &[], at)
            .map_err(|error| ServiceError::Failed(error.to_string()))?;
        let certificates = loaded.store.anchors().map(|anchor| {
            let certificate = anchor.certificate();
            TrustedCertificate {
                subject: certificate.subject().to_string(),
                serial: certificate.serial_text(),
                sha256: certificate.fingerprint(),
                validity: (certificate.not_before(), certificate.not_after()),
            }
        });
        let lists = loaded
            .store
            .revocation_lists()
            .map(|list| RevocationListAge {
                issuer: list.issuer().to_string(),
                this_update: list.this_update(),
                next_update: list.next_update(),
                entries: list.len(),
            });
        Ok(TrustAge {
            at,
            certificates: certificates.collect(),
            lists: lists.collect(),
        })
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ServiceError::Failed(error.to_string()))?
}
