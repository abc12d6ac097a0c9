use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use yeogwon_pki::algorithm::SignatureSuite;
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::issue::{
    self, DocumentSigner, IntentNotRecorded, LdsVersion, Linted, SigningKey, SodRequest,
};
use yeogwon_pki::signer::{KeyLabel, Passphrase, Signer, SoftwareKeyStore};

use super::derive::Derived;
use super::failure::Failure;
use super::protocol::{Base64, SignerStatus};
use super::refusal::Refusal;
use crate::domain::hex;

/// A document signer as it stands in `signers.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentSignerEntry {
    /// The label of its key in the key store.
    pub label: String,
    /// The suite it signs with, by the name of `yeogwon_pki`.
    pub suite: String,
    /// Its certificate in DER.
    pub certificate: Base64,
}

/// Why the document signers cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file holds something else than it should.
    #[error("{path} is not usable: {detail}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The key store does not open, or a key in it.
    #[error("the key store {path} does not open: {detail}")]
    Keys {
        /// The directory of the key store.
        path: PathBuf,
        /// What is wrong and what to do.
        detail: String,
    },
    /// A certificate and the key under its label do not belong together.
    #[error(
        "the key `{label}` in {path} is not the one its certificate speaks of: restore both from one copy"
    )]
    ForeignKey {
        /// The directory of the key store.
        path: PathBuf,
        /// The label.
        label: String,
    },
}

/// The document signers of this installation and their keys.
pub(super) struct DocumentSigners {
    keys: SoftwareKeyStore,
    signers: BTreeMap<KeyLabel, DocumentSigner>,
    signature_limit: u64,
}

impl DocumentSigners {
    /// Unlocks the key store and checks that every certificate has its key.
    pub(super) fn open(
        directory: &Path,
        passphrase_file: &Path,
        signature_limit: u64,
    ) -> Result<Self, SetUpError> {
        let path = directory.join("signers.json");
        let json = read_guarded(&path)?;
        let malformed = |detail: String| SetUpError::Malformed {
            path: path.clone(),
            detail,
        };
        let entries: Vec<DocumentSignerEntry> =
            serde_json::from_slice(&json).map_err(|e| malformed(e.to_string()))?;
        let keys = open_key_store(&directory.join("keys"), passphrase_file)?;
        let mut signers = BTreeMap::new();
        for entry in entries {
            let label = KeyLabel::parse(&entry.label).map_err(|e| malformed(e.to_string()))?;
            let suite = SignatureSuite::parse(&entry.suite)
                .ok_or_else(|| malformed(format!("`{}` is no signature suite", entry.suite)))?;
            let certificate = Certificate::from_der(&entry.certificate.0)
                .map_err(|e| malformed(e.to_string()))?;
            let stored = keys.public_key(&label).map_err(|e| SetUpError::Keys {
                path: directory.join("keys"),
                detail: e.to_string(),
            })?;
            if stored != *certificate.public_key() {
                return Err(SetUpError::ForeignKey {
                    path: directory.join("keys"),
                    label: entry.label,
                });
            }
            let key = SigningKey {
                label: label.clone(),
                suite,
            };
            let signer =
                DocumentSigner::new(certificate, key).map_err(|e| malformed(e.to_string()))?;
            signers.insert(label, signer);
        }
        Ok(Self {
            keys,
            signers,
            signature_limit,
        })
    }

    /// What is known about each signer; `used` counts the signatures of a label.
    pub(super) fn status(&self, used: impl Fn(&str) -> u64) -> Vec<SignerStatus> {
        let mut found = Vec::new();
        for (label, signer) in &self.signers {
            let certificate = signer.certificate();
            let usage = certificate
                .private_key_usage()
                .unwrap_or(certificate.validity());
            found.push(SignerStatus {
                label: label.to_string(),
                certificate_sha256: hex(&openssl::sha::sha256(certificate.as_der())),
                document_codes: certificate.document_types().unwrap_or_default().to_vec(),
                usage_from: usage.from,
                usage_until: usage.until,
                signatures: used(label.as_str()),
                signature_limit: self.signature_limit,
            });
        }
        found
    }

    /// The signer for a document: of its pool, inside its usage period, outliving the document, below its limit.
    ///
    /// Several may serve; the one whose usage ends first is used up first. `wanted` is the label of an open
    /// intent, which must be settled with the key it names.
    pub(super) fn choose(
        &self,
        derived: &Derived,
        at: DateTime<Utc>,
        wanted: Option<&str>,
        used: impl Fn(&str) -> u64,
    ) -> Result<KeyLabel, Refusal> {
        let mut objections = Vec::new();
        let mut fit: Vec<(DateTime<Utc>, &KeyLabel)> = Vec::new();
        for (label, signer) in &self.signers {
            if wanted.is_some_and(|wanted| wanted != label.as_str()) {
                continue;
            }
            // An open intent has been charged already.
            let charged = used(label.as_str()).saturating_sub(u64::from(wanted.is_some()));
            match self.objection(signer, derived, at, charged) {
                None => fit.push((
                    signer
                        .certificate()
                        .private_key_usage()
                        .map_or(at, |p| p.until),
                    label,
                )),
                Some(objection) => objections.push(format!("`{label}` {objection}")),
            }
        }
        fit.sort();
        fit.first()
            .map(|(_, label)| (*label).clone())
            .ok_or_else(|| Refusal::NoDocumentSigner {
                document_code: derived.document_code.clone(),
                date: derived.issue_date,
                detail: if objections.is_empty() {
                    "there is none".to_owned()
                } else {
                    objections.join(", ")
                },
            })
    }

    /// What stands against using a signer.
    fn objection(
        &self,
        signer: &DocumentSigner,
        derived: &Derived,
        at: DateTime<Utc>,
        used: u64,
    ) -> Option<String> {
        let certificate = signer.certificate();
        let types = certificate.document_types().unwrap_or_default();
        let code = &derived.document_code;
        if !types.iter().any(|listed| {
            listed == code || (listed.len() == 1 && code.starts_with(listed.as_str()))
        }) {
            return Some(format!("signs {} only", types.join(", ")));
        }
        let usage = certificate.private_key_usage()?;
        // The border compares the printed date of issue, a civil date in Seoul that runs ahead of UTC.
        if !usage.contains(at) || !within(derived.issue_date, usage.from, usage.until) {
            return Some(format!(
                "may be used from {} to {}",
                usage.from, usage.until
            ));
        }
        // Two days more than the document: its last day ends later in the west.
        let needed = derived.valid_until.checked_add_days(Days::new(2))?;
        if certificate.validity().until.date_naive() < needed {
            return Some(format!(
                "expires on {}, before the document",
                certificate.validity().until
            ));
        }
        (used >= self.signature_limit)
            .then(|| format!("has made its {} signatures", self.signature_limit))
    }

    /// Prepares EF.SOD over the derived data groups and judges the exact bytes that will be signed.
    pub(super) fn prepare(
        &self,
        label: &KeyLabel,
        derived: &Derived,
        at: DateTime<Utc>,
    ) -> Result<Linted, Failure> {
        let signer = self
            .signers
            .get(label)
            .ok_or_else(|| Failure::Broken(format!("the key `{label}` is gone")))?;
        let request = SodRequest {
            lds_version: LdsVersion::V1_8,
            data_groups: &derived.data_groups,
            signing_time: at,
        };
        issue::sod(signer, &request)
            .and_then(issue::Prepared::lint)
            .map_err(|error| Failure::Broken(error.to_string()))
    }

    /// Records the intent, signs, reads back and verifies. `record` is called once, before the key is used.
    pub(super) fn sign(
        &self,
        linted: Linted,
        record: impl FnMut() -> Result<(), Failure>,
    ) -> Result<Vec<u8>, Failure> {
        let record = RefCell::new(record);
        let failed = RefCell::new(None);
        let recorder = |_: &issue::Intent| {
            (record.borrow_mut())().map_err(|failure| {
                let reason = failure.to_string();
                *failed.borrow_mut() = Some(failure);
                IntentNotRecorded { reason }
            })
        };
        let outcome = linted
            .record(&recorder)
            .and_then(|intended| intended.sign(&self.keys))
            .and_then(issue::Signed::release);
        match (outcome, failed.into_inner()) {
            (_, Some(failure)) => Err(failure),
            (Ok(released), None) => Ok(released.into_der()),
            (Err(error), None) => Err(Failure::Broken(error.to_string())),
        }
    }
}

fn within(date: NaiveDate, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
    from.date_naive() <= date && date <= until.date_naive()
}

fn read(path: &Path) -> Result<Vec<u8>, SetUpError> {
    std::fs::read(path).map_err(|source| SetUpError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

/// Reads a file on which the signer's judgement rests, such as the register of officers: nobody but its owner may be
/// able to change it.
///
/// # Errors
/// [`SetUpError`] when it cannot be read, or others can write it.
pub(super) fn read_guarded(path: &Path) -> Result<Vec<u8>, SetUpError> {
    guard(path, 0o022, "others can change it: chmod go-w")?;
    read(path)
}

fn guard(path: &Path, forbidden: u32, detail: &str) -> Result<(), SetUpError> {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path).map_err(|source| SetUpError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    // A pipe such as /dev/fd/3 belongs to whoever handed it over.
    if found.is_file() && found.permissions().mode() & forbidden != 0 {
        return Err(SetUpError::Malformed {
            path: path.to_owned(),
            detail: detail.to_owned(),
        });
    }
    Ok(())
}

/// Opens an encrypted key store with the passphrase in a file (which may be `/dev/fd/N`).
///
/// # Errors
/// [`SetUpError`] when the file or the store cannot be read, a key in it is damaged, or the passphrase is wrong.
pub fn open_key_store(
    directory: &Path,
    passphrase_file: &Path,
) -> Result<SoftwareKeyStore, SetUpError> {
    guard(
        passphrase_file,
        0o077,
        "others can read the passphrase: chmod 600, and change it",
    )?;
    let passphrase =
        Passphrase::new(read(passphrase_file)?).map_err(|error| SetUpError::Malformed {
            path: passphrase_file.to_owned(),
            detail: error.to_string(),
        })?;
    SoftwareKeyStore::open(directory, passphrase).map_err(|error| SetUpError::Keys {
        path: directory.to_owned(),
        detail: error.to_string(),
    })
}
