//! Preparing EF.CardSecurity.

use chrono::{DateTime, Utc};

use super::bound::Bound;
use super::cms::{self, ContentKind, DocumentSigner};
use super::error::IssueError;
use super::road::Prepared;
use crate::asn1::tlv::{self, tag};

/// Prepares EF.CardSecurity: `security_infos` is the complete SET OF SecurityInfo, signed by a document signer.
///
/// Source: 9303-10:3.11.4
///
/// # Errors
/// [`IssueError::Bound`] when the bytes are no such set or the signer may not sign now.
pub fn card_security(
    signer: &DocumentSigner,
    security_infos: &[u8],
    signing_time: DateTime<Utc>,
) -> Result<Prepared, IssueError> {
    signer.check_use(signing_time)?;
    let infos = tlv::single(security_infos, tag::SET)
        .and_then(|set| set.reader().all())
        .ok_or(Bound::NoSecurityInfos)?;
    let are_security_infos = infos
        .iter()
        .all(|info| info.tag == tag::SEQUENCE && info.reader().peek() == Some(tag::OID));
    if infos.is_empty() || !are_security_infos {
        return Err(Bound::NoSecurityInfos.into());
    }
    cms::prepare(
        ContentKind::CardSecurity,
        security_infos.to_vec(),
        signer.shared(),
        signing_time,
    )
}
