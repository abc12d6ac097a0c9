//! Preparing EF.SOD, the document security object.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use der::Tag;

use super::bound::Bound;
use super::cms::{self, ContentKind, DocumentSigner};
use super::error::IssueError;
use super::road::Prepared;
use crate::algorithm::Digest;
use crate::asn1::tlv;
use crate::asn1::{Concatenation, EncodeError, Raw, Wrapped, encode, sequence, wrapped};

/// The version of the logical data structure.
///
/// Source: 9303-10:4.6.2.3
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LdsVersion {
    /// LDS 1.7: an LDS security object of version 0, without version information.
    V1_7,
    /// LDS 1.8: version 1, with version information.
    V1_8,
}

/// Everything about an EF.SOD that its signer does not settle.
#[derive(Clone, Debug)]
pub struct SodRequest<'a> {
    /// The version of the logical data structure.
    pub lds_version: LdsVersion,
    /// The data groups of the document: number to complete file, tag and length included.
    pub data_groups: &'a BTreeMap<u8, Vec<u8>>,
    /// The moment of signing.
    pub signing_time: DateTime<Utc>,
}

/// Prepares the EF.SOD of a document.
///
/// Source: 9303-10:4.6.2
///
/// # Errors
/// [`IssueError::Bound`] names the first bound that the request is outside of.
pub fn sod(signer: &DocumentSigner, request: &SodRequest<'_>) -> Result<Prepared, IssueError> {
    signer.check_use(request.signing_time)?;
    check_data_groups(request.data_groups)?;
    let digest = signer.key().suite.digest();
    let content = lds_security_object(request, digest)?;
    cms::prepare(
        ContentKind::Sod,
        content,
        signer.shared(),
        request.signing_time,
    )
}

/// ```text
/// LDSSecurityObject ::= SEQUENCE { version INTEGER { v0(0), v1(1) }, hashAlgorithm AlgorithmIdentifier,
///     dataGroupHashValues SEQUENCE SIZE (2..16) OF DataGroupHash, ldsVersionInfo LDSVersionInfo OPTIONAL }
/// ```
/// Source: 9303-10:4.6.2.3
#[derive(der::EncodeValue)]
struct LdsSecurityObject<'a> {
    version: u8,
    hash_algorithm: Raw<'a>,
    data_group_hash_values: Wrapped<Concatenation<'a>>,
    lds_version_info: Option<LdsVersionInfo<'a>>,
}

/// `DataGroupHash ::= SEQUENCE { dataGroupNumber INTEGER, dataGroupHashValue OCTET STRING }`
#[derive(der::EncodeValue)]
struct DataGroupHash<'a> {
    data_group_number: u8,
    data_group_hash_value: Wrapped<Raw<'a>>,
}

/// `LDSVersionInfo ::= SEQUENCE { ldsVersion PrintableString, unicodeVersion PrintableString }`
#[derive(der::EncodeValue)]
struct LdsVersionInfo<'a> {
    lds_version: Wrapped<Raw<'a>>,
    unicode_version: Wrapped<Raw<'a>>,
}

sequence!(LdsSecurityObject<'a>, DataGroupHash<'a>, LdsVersionInfo<'a>);

fn lds_security_object(request: &SodRequest<'_>, digest: Digest) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "an LDS security object";
    let mut hashes = Vec::with_capacity(request.data_groups.len());
    for (number, file) in request.data_groups {
        let hash = digest.hash(file);
        let entry = DataGroupHash {
            data_group_number: *number,
            data_group_hash_value: wrapped(Tag::OctetString, Raw(hash.as_bytes())),
        };
        hashes.push(encode(WHAT, &entry)?);
    }
    let (version, lds_version_info) = match request.lds_version {
        LdsVersion::V1_7 => (0, None),
        LdsVersion::V1_8 => {
            let text = |digits| wrapped(Tag::PrintableString, Raw(digits));
            let info = LdsVersionInfo {
                lds_version: text(b"0108"),
                unicode_version: text(b"040000"),
            };
            (1, Some(info))
        }
    };
    let object = LdsSecurityObject {
        version,
        hash_algorithm: Raw(digest.algorithm_identifier()),
        data_group_hash_values: wrapped(Tag::Sequence, Concatenation(&hashes)),
        lds_version_info,
    };
    encode(WHAT, &object)
}

fn check_data_groups(data_groups: &BTreeMap<u8, Vec<u8>>) -> Result<(), Bound> {
    for number in [1, 2] {
        if !data_groups.contains_key(&number) {
            return Err(Bound::DataGroupMissing { number });
        }
    }
    for (&number, file) in data_groups {
        let tag = data_group_tag(number).ok_or(Bound::DataGroupNumber { number })?;
        if tlv::single(file, tag).is_none() {
            return Err(Bound::DataGroupTag { number, tag });
        }
    }
    Ok(())
}

/// The tag of the file of a data group.
///
/// Source: 9303-10:4.7 table 38
const fn data_group_tag(number: u8) -> Option<u8> {
    Some(match number {
        1 => 0x61,
        2 => 0x75,
        3 => 0x63,
        4 => 0x76,
        5 => 0x65,
        6 => 0x66,
        7 => 0x67,
        8 => 0x68,
        9 => 0x69,
        10 => 0x6a,
        11 => 0x6b,
        12 => 0x6c,
        13 => 0x6d,
        14 => 0x6e,
        15 => 0x6f,
        16 => 0x70,
        _ => return None,
    })
}
