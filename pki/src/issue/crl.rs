//! Preparing certificate revocation lists.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use der::Tag;

use super::bound::Bound;
use super::certificate::{check_suite, check_use, csca_facts};
use super::error::IssueError;
use super::intent::ObjectKind;
use super::road::{self, Plan, Prepared, SigningKey};
use crate::asn1::time::time;
use crate::asn1::{Concatenation, EncodeError, Raw, Wrapped, encode, sequence, wrapped};
use crate::certificate::Certificate;
use crate::oid;
use crate::profile::{Extension, authority_key_identifier, extension, extension_list};
use crate::serial::SerialNumber;

/// The number of a revocation list. It grows with each list of the CSCA.
///
/// Source: 9303-12:7.1.4, rfc5280:5.2.3
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrlNumber(pub u64);

/// A revoked certificate. Doc 9303 allows no reason and no other extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedCertificate {
    /// The serial number of the certificate.
    pub serial_number: SerialNumber,
    /// When it was revoked.
    pub revoked_at: DateTime<Utc>,
}

/// Everything about a revocation list that its issuer does not settle.
#[derive(Clone, Debug)]
pub struct CrlRequest {
    /// The number of the list.
    pub number: CrlNumber,
    /// When the list is made.
    pub this_update: DateTime<Utc>,
    /// When the next list is made at the latest: within 90 days.
    pub next_update: DateTime<Utc>,
    /// Every certificate revoked so far under any key of this CSCA that has not expired.
    pub revoked: Vec<RevokedCertificate>,
}

/// What the re-read of a list needs.
pub(super) struct Body {
    pub(super) issuer_name: Vec<u8>,
}

/// ```text
/// TBSCertList ::= SEQUENCE { version INTEGER { v2(1) }, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
///     nextUpdate Time, revokedCertificates SEQUENCE OF SEQUENCE { userCertificate, revocationDate } OPTIONAL,
///     crlExtensions [0] EXPLICIT Extensions }
/// ```
/// Source: rfc5280:5.1, 9303-12:7.1.4
#[derive(der::EncodeValue)]
struct TbsCertList<'a> {
    version: u8,
    signature: Raw<'a>,
    issuer: Raw<'a>,
    this_update: Raw<'a>,
    next_update: Raw<'a>,
    /// Empty when nothing is revoked: an empty SEQUENCE is not allowed.
    revoked_certificates: Raw<'a>,
    crl_extensions: Wrapped<Wrapped<Concatenation<'a>>>,
}

#[derive(der::EncodeValue)]
struct RevokedEntry<'a> {
    user_certificate: Wrapped<Raw<'a>>,
    revocation_date: Raw<'a>,
}

sequence!(TbsCertList<'a>, RevokedEntry<'a>);

/// Prepares the revocation list of a CSCA. `csca` is the newest certificate of the CSCA, also for certificates issued under
/// older keys.
///
/// Source: 9303-12:4.1.5, 9303-12:7.1.4
///
/// # Errors
/// [`IssueError::Bound`] names the first bound that the request is outside of.
pub fn crl(
    request: &CrlRequest,
    csca: &Certificate,
    key: &SigningKey,
) -> Result<Prepared, IssueError> {
    let facts = csca_facts(csca)?;
    check_use(csca.private_key_usage(), request.this_update)?;
    check_suite(key.suite, csca.public_key())?;
    check_next_update(request)?;
    let signature = key.suite.algorithm_identifier()?;
    let revoked = revoked_certificates(request)?;
    let extensions = [
        extension(
            oid::AUTHORITY_KEY_IDENTIFIER,
            Extension::NotCritical,
            &authority_key_identifier(facts.key_identifier)?,
        )?,
        extension(
            oid::CRL_NUMBER,
            Extension::NotCritical,
            &encode("a cRLNumber", &request.number.0)?,
        )?,
    ];
    let to_be_signed = encode(
        "a revocation list",
        &TbsCertList {
            version: 1,
            signature: Raw(&signature),
            issuer: Raw(facts.name),
            this_update: Raw(&time(request.this_update)?),
            next_update: Raw(&time(request.next_update)?),
            revoked_certificates: Raw(&revoked),
            crl_extensions: extension_list(0, &extensions),
        },
    )?;
    let body = Body {
        issuer_name: facts.name.to_vec(),
    };
    Ok(Prepared::new(Plan {
        object: ObjectKind::Crl,
        key: key.clone(),
        issuer_key: csca.public_key().clone(),
        to_be_signed,
        body: road::Body::Crl(body),
    }))
}

fn check_next_update(request: &CrlRequest) -> Result<(), Bound> {
    let ahead = request.next_update - request.this_update;
    if ahead > chrono::TimeDelta::zero() && ahead <= chrono::TimeDelta::days(90) {
        return Ok(());
    }
    Err(Bound::NextUpdate {
        days: ahead.num_days(),
    })
}

/// The entries in the order of their serial numbers, so that the same set gives the same bytes.
fn revoked_certificates(request: &CrlRequest) -> Result<Vec<u8>, IssueError> {
    const WHAT: &str = "a list of revoked certificates";
    let mut sorted: Vec<&RevokedCertificate> = request.revoked.iter().collect();
    sorted.sort_by_key(|entry| {
        let octets = entry.serial_number.as_octets();
        (octets.len(), octets)
    });
    let mut seen = BTreeSet::new();
    let mut entries = Vec::with_capacity(sorted.len());
    for entry in sorted {
        let serial = || entry.serial_number.to_string();
        if !seen.insert(&entry.serial_number) {
            return Err(Bound::RevokedTwice { serial: serial() }.into());
        }
        if entry.revoked_at > request.this_update {
            return Err(Bound::RevokedLater { serial: serial() }.into());
        }
        entries.push(revoked_entry(entry)?);
    }
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    Ok(encode(
        WHAT,
        &wrapped(Tag::Sequence, Concatenation(&entries)),
    )?)
}

fn revoked_entry(entry: &RevokedCertificate) -> Result<Vec<u8>, EncodeError> {
    let fields = RevokedEntry {
        user_certificate: wrapped(Tag::Integer, Raw(entry.serial_number.as_octets())),
        revocation_date: Raw(&time(entry.revoked_at)?),
    };
    encode("a revoked certificate", &fields)
}
