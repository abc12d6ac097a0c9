//! Preparing a CSCA master list.

use chrono::{DateTime, Utc};
use der::Tag;

use super::bound::Bound;
use super::certificate::csca_facts;
use super::cms::{self, ContentKind, MasterListSigner};
use super::error::IssueError;
use super::road::Prepared;
use crate::asn1::{Concatenation, Wrapped, encode, sequence, sort_set_of, wrapped};
use crate::certificate::Certificate;

/// Everything about a master list that its signer does not settle.
#[derive(Clone, Debug)]
pub struct MasterListRequest<'a> {
    /// The CSCA certificates, root and link, that the issuer trusts, in any order.
    pub certificates: &'a [Certificate],
    /// The moment of signing.
    pub signing_time: DateTime<Utc>,
}

/// `CscaMasterList ::= SEQUENCE { version INTEGER { v0(0) }, certList SET OF Certificate }`
///
/// Source: 9303-12:9
#[derive(der::EncodeValue)]
struct CscaMasterList<'a> {
    version: u8,
    cert_list: Wrapped<Concatenation<'a>>,
}

sequence!(CscaMasterList<'a>);

/// Prepares a master list.
///
/// Source: 9303-12:9
///
/// # Errors
/// [`IssueError::Bound`] when the list is empty, holds a certificate twice or one that is no CSCA's, or the signer may not sign now.
pub fn master_list(
    signer: &MasterListSigner,
    request: &MasterListRequest<'_>,
) -> Result<Prepared, IssueError> {
    signer.check_use(request.signing_time)?;
    let mut certificates = Vec::with_capacity(request.certificates.len());
    for certificate in request.certificates {
        csca_facts(certificate)?;
        certificates.push(certificate.as_der().to_vec());
    }
    if certificates.is_empty() {
        return Err(Bound::EmptyMasterList.into());
    }
    sort_set_of(&mut certificates);
    let count = certificates.len();
    certificates.dedup();
    if certificates.len() < count {
        return Err(Bound::ListedTwice.into());
    }
    let list = CscaMasterList {
        version: 0,
        cert_list: wrapped(Tag::Set, Concatenation(&certificates)),
    };
    cms::prepare(
        ContentKind::MasterList,
        encode("a master list", &list)?,
        signer.shared(),
        request.signing_time,
    )
}
