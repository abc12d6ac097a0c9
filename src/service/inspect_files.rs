//! Inspecting a document that somebody hands in as files: judged with what this authority itself publishes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::deps::Deps;
use super::error::ServiceError;
use crate::inspection::{Inspection, Presented, inspect, load_trust};

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
