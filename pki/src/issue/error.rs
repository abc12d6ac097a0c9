//! Where the road ends before its end.

use super::{Bound, IntentNotRecorded, ObjectKind};
use crate::asn1::EncodeError;
use crate::lint::Finding;
use crate::signer::{KeyLabel, SignerError};

/// Something was not issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The request is outside a bound of Doc 9303.
    #[error(transparent)]
    Bound(#[from] Bound),
    /// The request cannot be written as DER.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The bytes break the profile; nothing was signed, or nothing came out.
    #[error("the {object} breaks its profile: {}", list(findings))]
    Lint {
        /// What was to be issued.
        object: ObjectKind,
        /// Every requirement that is not met.
        findings: Vec<Finding>,
    },
    /// The intent could not be recorded; nothing was signed.
    #[error(transparent)]
    Intent(#[from] IntentNotRecorded),
    /// The key under the label is another one than the certificate of the issuer holds; nothing was signed.
    #[error("the key `{key}` is not the one in the certificate of the issuer")]
    ForeignKey {
        /// The label of the key.
        key: KeyLabel,
    },
    /// The key device did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// Our own output does not read back as what was to be signed; nothing came out.
    #[error("the {object} does not stand up to being read again: {cause}")]
    Reread {
        /// What was signed.
        object: ObjectKind,
        /// What was found.
        cause: RereadError,
    },
}

/// What is wrong with our own output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RereadError {
    /// The independent parser does not read it to its end.
    #[error("an independent parser does not read it")]
    Unreadable,
    /// The bytes that are signed are not those that were linted.
    #[error("its signed bytes are not those that were linted")]
    ToBeSignedDiffers,
    /// The content is not the one that was prepared, or its digest is not the signed one.
    #[error("its content is not the one that was prepared")]
    ContentDiffers,
    /// The issuer's name or key identifier is not that of the issuer.
    #[error("it does not name its issuer")]
    IssuerDiffers,
    /// The signature does not verify with the key of the issuer.
    #[error("its signature does not verify with the key of the issuer")]
    SignatureInvalid,
}

fn list(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    lines.join("; ")
}
