//! Preparing the signature of a manifest.

use chrono::{DateTime, Utc};

use super::cms::{self, CommunicationSigner, ContentKind};
use super::error::IssueError;
use super::road::Prepared;

/// Prepares the detached signature over `manifest`, the list of what an authority publishes: the bytes stay outside, and whoever
/// verifies has them beside it.
///
/// Signed by a communication signer: neither a CSCA nor a document signer signs anything but what Doc 9303 gives it to sign.
///
/// Source: rfc5652:5.2, 9303-12:7.1.1.3
///
/// # Errors
/// [`IssueError::Bound`] when the signer may not sign now.
pub fn manifest(
    signer: &CommunicationSigner,
    manifest: &[u8],
    signing_time: DateTime<Utc>,
) -> Result<Prepared, IssueError> {
    signer.check_use(signing_time)?;
    cms::prepare(
        ContentKind::Manifest,
        manifest.to_vec(),
        signer.shared(),
        signing_time,
    )
}
