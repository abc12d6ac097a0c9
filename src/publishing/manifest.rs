use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};

use super::{Files, MANIFEST, MANIFEST_SIGNATURE, Publication};
use crate::domain::hex;

/// What is published at one time, file by file.
///
/// A border that has the files of one manifest has what belongs together; one that sees the sequence number go back, or the
/// expiry pass, is being shown something old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The issuing State, three letters.
    pub state: String,
    /// Whether all of it is a specimen's.
    pub specimen: bool,
    /// Grows with every publication.
    pub sequence: u64,
    /// The moment of publication, to the second.
    pub issued_at: DateTime<Utc>,
    /// After this moment another one must be there.
    pub expires_at: DateTime<Utc>,
    /// Every file but the manifest and its signature, by its name below the folder.
    pub files: BTreeMap<String, PublishedFile>,
}

/// One published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFile {
    /// SHA-256 over the file, lower-case hexadecimal.
    pub sha256: String,
    /// Its length.
    pub size_bytes: u64,
}

/// Where files are not what their manifest says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// A file of the manifest is not there.
    #[error("{name} is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// A file is another one.
    #[error("{name} is not the file that the manifest names")]
    Changed {
        /// Its name.
        name: String,
    },
    /// A file is there that the manifest does not name.
    #[error("{name} is not in the manifest")]
    Unnamed {
        /// Its name.
        name: String,
    },
}

impl Manifest {
    pub(super) fn over(publication: &Publication<'_>, files: &Files) -> Self {
        Self {
            state: publication.state.to_owned(),
            specimen: publication.specimen,
            sequence: publication.sequence,
            issued_at: publication.issued_at,
            expires_at: publication.expires_at,
            files: files
                .iter()
                .map(|(name, bytes)| (name.clone(), PublishedFile::of(bytes)))
                .collect(),
        }
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        Ok(json)
    }

    /// Reads a manifest. Its signature is another matter.
    ///
    /// # Errors
    /// When the bytes are no manifest.
    pub fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }

    /// Compares files with the manifest: each that is missing, changed or not named.
    #[must_use]
    pub fn faults(&self, files: &Files) -> Vec<ManifestFault> {
        let named = self
            .files
            .iter()
            .filter_map(|(name, wanted)| match files.get(name) {
                None => Some(ManifestFault::Missing { name: name.clone() }),
                Some(bytes) if PublishedFile::of(bytes) != *wanted => {
                    Some(ManifestFault::Changed { name: name.clone() })
                }
                Some(_) => None,
            });
        let unnamed = files
            .keys()
            .filter(|name| *name != MANIFEST && *name != MANIFEST_SIGNATURE)
            .filter(|name| !self.files.contains_key(*name))
            .map(|name| ManifestFault::Unnamed { name: name.clone() });
        named.chain(unnamed).collect()
    }
}

impl PublishedFile {
    fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: hex(&sha256(bytes)),
            size_bytes: bytes.len() as u64,
        }
    }
}
