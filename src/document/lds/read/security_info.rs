use super::tlv::reading;
use super::{Element, Findings, Oddity, ReadError, Reading};
use crate::document::lds::{
    AccessCipher, DataGroupNumber, KeyAgreement, OBJECT_IDENTIFIERS, ObjectIdentifier, PaceMapping,
    Tag,
};

/// The security options of a chip, from DG14 or EF.CardAccess.
///
/// Source: 9303-11:9.2
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityInfos<'a> {
    /// The options in the order of the file.
    pub infos: Vec<SecurityInfo<'a>>,
}

/// One security option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityInfo<'a> {
    /// The SEQUENCE as it stands in the file.
    pub original: &'a [u8],
    /// The protocol.
    pub protocol: ObjectIdentifier<'a>,
    /// What it says, as far as it is known here.
    pub kind: SecurityInfoKind<'a>,
}

/// The content of a security option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityInfoKind<'a> {
    /// PACE is supported.
    Pace {
        /// The mapping.
        mapping: PaceMapping,
        /// The cipher.
        cipher: AccessCipher,
        /// The version, 2.
        version: u64,
        /// The number of the domain parameters.
        parameter_id: Option<u64>,
    },
    /// Explicit domain parameters for PACE.
    PaceDomainParameters {
        /// The mapping.
        mapping: PaceMapping,
        /// The `AlgorithmIdentifier` (DER).
        algorithm: &'a [u8],
        /// The number by which a [`Self::Pace`] refers to them.
        parameter_id: Option<u64>,
    },
    /// Chip authentication is supported.
    ChipAuthentication {
        /// The kind of key.
        agreement: KeyAgreement,
        /// The cipher.
        cipher: AccessCipher,
        /// The version, 1.
        version: u64,
        /// Which key, when there are several.
        key_id: Option<u64>,
    },
    /// A public key for chip authentication.
    ChipAuthenticationPublicKey {
        /// The kind of key.
        agreement: KeyAgreement,
        /// The `SubjectPublicKeyInfo` (DER).
        public_key_info: &'a [u8],
        /// Its number, when there are several.
        key_id: Option<u64>,
    },
    /// Active authentication with this signature.
    ActiveAuthentication {
        /// The version, 1.
        version: u64,
        /// The signature algorithm.
        signature_algorithm: ObjectIdentifier<'a>,
    },
    /// Terminal authentication is supported.
    TerminalAuthentication {
        /// The version, 1.
        version: u64,
        /// File and short file identifier of EF.CVCA (DER of the SEQUENCE), where it is not the usual one.
        ef_cvca: Option<&'a [u8]>,
    },
    /// Another protocol, or one of the above that does not follow the standard.
    Other,
}

impl<'a> SecurityInfos<'a> {
    /// The options here that `other` does not repeat byte for byte.
    ///
    /// EF.CardAccess is not signed; it may be believed when DG14, which is, holds the same options.
    ///
    /// Source: 9303-11:9.2.11
    #[must_use]
    pub fn missing_in(&self, other: &SecurityInfos<'_>) -> Vec<SecurityInfo<'a>> {
        let is_missing =
            |info: &&SecurityInfo<'_>| !other.infos.iter().any(|it| it.original == info.original);
        self.infos.iter().filter(is_missing).copied().collect()
    }
}

const SET: Tag = Tag(0x31);
const SEQUENCE: Tag = Tag(0x30);
const OBJECT_IDENTIFIER: Tag = Tag(0x06);
const INTEGER: Tag = Tag(0x02);

/// Reads DG14.
///
/// # Errors
/// When the file is no TLV of tag 6E with a SET of SEQUENCEs in it.
pub fn dg14(bytes: &[u8]) -> Result<Reading<'_, SecurityInfos<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG14.tag(), |dg14, findings| {
        let children = dg14.children(findings)?;
        for surplus in children.iter().skip(1) {
            findings.add(surplus.offset, Oddity::UnknownElement(surplus.tag));
        }
        let set = children.first().copied().ok_or(dg14.missing(SET))?;
        parse(set.expect(SET)?, findings)
    })
}

/// Reads EF.CardAccess, which has no template around its SET.
///
/// # Errors
/// When the file is no SET of SEQUENCEs.
pub fn card_access(bytes: &[u8]) -> Result<Reading<'_, SecurityInfos<'_>>, ReadError> {
    reading(bytes, SET, parse)
}

fn parse<'a>(set: Element<'a>, findings: &mut Findings) -> Result<SecurityInfos<'a>, ReadError> {
    let elements = set.children(findings)?;
    if !elements.is_sorted_by_key(|element| element.original) {
        findings.add(set.offset, Oddity::SetNotSorted);
    }
    let mut infos = Vec::new();
    for element in elements {
        infos.push(info(element.expect(SEQUENCE)?, findings)?);
    }
    Ok(SecurityInfos { infos })
}

fn info<'a>(sequence: Element<'a>, findings: &mut Findings) -> Result<SecurityInfo<'a>, ReadError> {
    let parts = sequence.children(findings)?;
    let mut parts = parts.into_iter();
    let protocol = parts
        .next()
        .ok_or(sequence.missing(OBJECT_IDENTIFIER))?
        .expect(OBJECT_IDENTIFIER)?;
    let required = parts.next();
    let optional = parts.next();
    let kind = required
        .map_or(Err("no required data"), |required| {
            kind(protocol.value, required, optional)
        })
        .unwrap_or_else(|what| {
            findings.add(sequence.offset, Oddity::SecurityInfo(what));
            SecurityInfoKind::Other
        });
    if let Some(surplus) = parts.next() {
        findings.add(surplus.offset, Oddity::UnknownElement(surplus.tag));
    }
    Ok(SecurityInfo {
        original: sequence.original,
        protocol: ObjectIdentifier(protocol.value),
        kind,
    })
}

fn kind<'a>(
    protocol: &[u8],
    required: Element<'a>,
    optional: Option<Element<'a>>,
) -> Result<SecurityInfoKind<'a>, &'static str> {
    let known = OBJECT_IDENTIFIERS;
    if let Some(arcs) = protocol.strip_prefix(known.pace) {
        pace(arcs, required, optional)
    } else if let Some(arcs) = protocol.strip_prefix(known.chip_authentication) {
        let [agreement, cipher] = *arcs else {
            return Err("chip authentication without key agreement and cipher");
        };
        Ok(SecurityInfoKind::ChipAuthentication {
            agreement: KeyAgreement::from_arc(agreement).ok_or("unknown key agreement")?,
            cipher: AccessCipher::from_arc(cipher).ok_or("unknown cipher")?,
            version: integer(required)?,
            key_id: optional.map(integer).transpose()?,
        })
    } else if let Some(arcs) = protocol.strip_prefix(known.public_key) {
        let [agreement] = *arcs else {
            return Err("public key without key agreement");
        };
        Ok(SecurityInfoKind::ChipAuthenticationPublicKey {
            agreement: KeyAgreement::from_arc(agreement).ok_or("unknown key agreement")?,
            public_key_info: sequence(required)?,
            key_id: optional.map(integer).transpose()?,
        })
    } else if protocol == known.active_authentication {
        let algorithm = optional.ok_or("active authentication without signature algorithm")?;
        let algorithm = algorithm
            .expect(OBJECT_IDENTIFIER)
            .map_err(|_| "signature algorithm is no object identifier")?;
        Ok(SecurityInfoKind::ActiveAuthentication {
            version: integer(required)?,
            signature_algorithm: ObjectIdentifier(algorithm.value),
        })
    } else if protocol == known.terminal_authentication {
        Ok(SecurityInfoKind::TerminalAuthentication {
            version: integer(required)?,
            ef_cvca: optional.map(sequence).transpose()?,
        })
    } else {
        Ok(SecurityInfoKind::Other)
    }
}

fn pace<'a>(
    arcs: &[u8],
    required: Element<'a>,
    optional: Option<Element<'a>>,
) -> Result<SecurityInfoKind<'a>, &'static str> {
    let parameter_id = optional.map(integer).transpose()?;
    let mapping = |arc| PaceMapping::from_arc(arc).ok_or("unknown mapping of PACE");
    match *arcs {
        [arc, cipher] => Ok(SecurityInfoKind::Pace {
            mapping: mapping(arc)?,
            cipher: AccessCipher::from_arc(cipher).ok_or("unknown cipher")?,
            version: integer(required)?,
            parameter_id,
        }),
        [arc] => Ok(SecurityInfoKind::PaceDomainParameters {
            mapping: mapping(arc)?,
            algorithm: sequence(required)?,
            parameter_id,
        }),
        _ => Err("PACE without mapping"),
    }
}

/// A non-negative INTEGER of at most eight bytes.
fn integer(element: Element<'_>) -> Result<u64, &'static str> {
    let is_negative = element.value.first().is_some_and(|first| first & 0x80 != 0);
    if element.tag != INTEGER || is_negative || !(1..=8).contains(&element.value.len()) {
        return Err("a version or number that is no small non-negative INTEGER");
    }
    Ok(super::details::number(element.value))
}

fn sequence(element: Element<'_>) -> Result<&[u8], &'static str> {
    let element = element
        .expect(SEQUENCE)
        .map_err(|_| "a SEQUENCE is needed")?;
    Ok(element.original)
}
