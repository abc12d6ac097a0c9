//! What is written down before a key is used.

use std::fmt;

use crate::algorithm::SignatureSuite;
use crate::profile::CertificateRole;
use crate::signer::KeyLabel;

/// The kind of a signed object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A certificate.
    Certificate(CertificateRole),
    /// A certificate revocation list.
    Crl,
    /// EF.SOD of a document.
    Sod,
    /// EF.CardSecurity of a document.
    CardSecurity,
    /// A CSCA master list.
    MasterList,
    /// The signature over the manifest of what is published.
    Manifest,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Certificate(CertificateRole::CscaRoot) => "CSCA certificate",
            Self::Certificate(CertificateRole::CscaLink) => "CSCA link certificate",
            Self::Certificate(CertificateRole::DocumentSigner) => "document signer certificate",
            Self::Certificate(CertificateRole::MasterListSigner) => {
                "master list signer certificate"
            }
            Self::Certificate(CertificateRole::DeviationListSigner) => {
                "deviation list signer certificate"
            }
            Self::Certificate(CertificateRole::Communication) => "communication certificate",
            Self::Crl => "certificate revocation list",
            Self::Sod => "EF.SOD",
            Self::CardSecurity => "EF.CardSecurity",
            Self::MasterList => "CSCA master list",
            Self::Manifest => "signature of the manifest",
        })
    }
}

/// A signature about to be made. The digest identifies it: signing the identical request again gives the identical digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// What is to be signed.
    pub object: ObjectKind,
    /// The key that will sign.
    pub key: KeyLabel,
    /// The suite it will sign with.
    pub suite: SignatureSuite,
    /// SHA-256 over the exact to-be-signed bytes.
    pub to_be_signed_sha256: [u8; 32],
}

/// The intent could not be written down; nothing may be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the intent was not recorded: {reason}")]
pub struct IntentNotRecorded {
    /// Why, in words for an operator.
    pub reason: String,
}

/// Writes down, durably, that something is about to be signed.
pub trait IntentRecorder {
    /// Returns only after the intent would survive a crash.
    ///
    /// # Errors
    /// [`IntentNotRecorded`] stops the road: nothing is signed.
    fn record(&self, intent: &Intent) -> Result<(), IntentNotRecorded>;
}

impl<F: Fn(&Intent) -> Result<(), IntentNotRecorded>> IntentRecorder for F {
    fn record(&self, intent: &Intent) -> Result<(), IntentNotRecorded> {
        self(intent)
    }
}
