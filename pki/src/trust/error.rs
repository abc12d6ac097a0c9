use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::read::ReadError;

/// Why a master list adds nothing to the trust store.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MasterListError {
    /// The bytes are not a master list.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] ReadError),
    /// The signed content is of another type.
    #[error("its content has the type {found}, not that of a CSCA master list")]
    AnotherContent {
        /// The content type, dotted.
        found: String,
    },
    /// There is not exactly one signer.
    #[error("it has {found} signers instead of one")]
    Signers {
        /// How many there are.
        found: usize,
    },
    /// The signer's certificate is not in the list.
    #[error("its signer's certificate is not in it")]
    SignerMissing,
    /// The signer was not certified by a CSCA that is trusted already.
    #[error(
        "its signer ({signer}) was not certified by a CSCA that is trusted already; give that CSCA certificate too"
    )]
    SignerNotAnchored {
        /// The signer's name.
        signer: String,
    },
    /// The signer's certificate is for another purpose.
    #[error("its signer ({signer}) may not sign master lists")]
    SignerPurpose {
        /// The signer's name.
        signer: String,
    },
    /// The signer was revoked.
    #[error("its signer ({signer}) was revoked")]
    SignerRevoked {
        /// The signer's name.
        signer: String,
    },
    /// The signing time is not stated.
    #[error("it does not say when it was signed")]
    NoSigningTime,
    /// The signer's certificate was not valid when it had to be.
    #[error("its signer's certificate is valid from {not_before} to {not_after}, but not at {at}")]
    SignerNotValid {
        /// The signing time or the time of inspection.
        at: DateTime<Utc>,
        /// First moment of validity.
        not_before: DateTime<Utc>,
        /// Last moment of validity.
        not_after: DateTime<Utc>,
    },
    /// The signature does not fit the content.
    #[error("its signature is wrong ({reason})")]
    Signature {
        /// What about it is wrong.
        reason: crate::report::Reason,
    },
}

impl MasterListError {
    /// Whether the file itself is at fault, rather than its standing.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::AnotherContent { .. })
    }
}
