//! The CMS envelope of EF.SOD and master lists.
//!
//! Source: rfc5652:5.1, 9303-10:4.6.2.2

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use rasn::types::{GeneralizedTime, UtcTime};

use super::algorithm::AlgorithmIdentifier;
use super::tlv::{Element, LengthForm, Reader, only, tag, unexpected};
use super::{ReadError, oid};

/// More signers than any object has.
const MAX_SIGNERS: usize = 8;

/// A SignedData as received.
///
/// ```text
/// SignedData ::= SEQUENCE { version, digestAlgorithms SET, encapContentInfo,
///     certificates [0] IMPLICIT SET OPTIONAL, crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }
/// ```
#[derive(Debug)]
pub(crate) struct SignedData<'a> {
    pub(crate) version: &'a [u8],
    pub(crate) digest_algorithms: Vec<AlgorithmIdentifier<'a>>,
    pub(crate) content_type: &'a [u8],
    /// The octets inside the OCTET STRING, which the digest covers.
    pub(crate) content: Cow<'a, [u8]>,
    pub(crate) certificates: Vec<&'a [u8]>,
    /// Members of the certificate set that are not X.509 certificates.
    pub(crate) other_certificates: usize,
    pub(crate) has_revocation_lists: bool,
    pub(crate) signers: Vec<SignerInfo<'a>>,
}

/// ```text
/// SignerInfo ::= SEQUENCE { version, sid, digestAlgorithm, signedAttrs [0] IMPLICIT SET OPTIONAL,
///     signatureAlgorithm, signature OCTET STRING, unsignedAttrs [1] IMPLICIT SET OPTIONAL }
/// ```
#[derive(Debug)]
pub(crate) struct SignerInfo<'a> {
    pub(crate) version: &'a [u8],
    pub(crate) identifier: SignerIdentifier<'a>,
    pub(crate) digest_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) attributes: Option<SignedAttributes<'a>>,
    pub(crate) signature_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signature: Cow<'a, [u8]>,
    pub(crate) has_unsigned_attributes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignerIdentifier<'a> {
    /// The encoded name, and the content octets of the serial number.
    IssuerAndSerial {
        issuer: &'a [u8],
        serial: &'a [u8],
    },
    KeyIdentifier(&'a [u8]),
}

/// The signed attributes, and the bytes that the signature covers.
#[derive(Debug)]
pub(crate) struct SignedAttributes<'a> {
    /// As received, but with the tag of SET OF instead of `[0]`.
    pub(crate) signed_bytes: Vec<u8>,
    /// Whether the attributes stand in DER order.
    pub(crate) is_sorted: bool,
    attributes: Vec<Attribute<'a>>,
}

#[derive(Debug)]
struct Attribute<'a> {
    kind: &'a [u8],
    values: Vec<Element<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo that holds a SignedData.
    pub(crate) fn of(content_info: &Element<'a>) -> Result<Self, ReadError> {
        let what = "the signed object";
        let mut outer = content_info.reader();
        let kind = outer.expect(tag::OID, what)?.content;
        if kind != oid::SIGNED_DATA {
            return Err(ReadError::unsupported("the CMS content", oid::dotted(kind)));
        }
        let explicit = outer.expect(tag::context(0), what)?;
        outer.finish(what)?;
        let signed = only(explicit.content, tag::SEQUENCE, what)?;

        let mut reader = signed.reader();
        let version = reader.expect(tag::INTEGER, "the version")?.content;
        let digest_algorithms =
            digest_algorithms(&reader.expect(tag::SET, "the digest algorithms")?)?;
        let (content_type, content) = content(&reader.expect(tag::SEQUENCE, "the content")?)?;
        let certificates = reader.optional(tag::context(0))?;
        let (certificates, other_certificates) =
            certificates.map_or(Ok((Vec::new(), 0)), |set| certificate_set(&set))?;
        let has_revocation_lists = reader.optional(tag::context(1))?.is_some();
        let signers = signers(&reader.expect(tag::SET, "the signers")?)?;
        reader.finish(what)?;
        Ok(Self {
            version,
            digest_algorithms,
            content_type,
            content,
            certificates,
            other_certificates,
            has_revocation_lists,
            signers,
        })
    }
}

impl<'a> SignedAttributes<'a> {
    fn of(element: &Element<'a>) -> Result<Self, ReadError> {
        let what = "the signed attributes";
        let mut attributes = Vec::new();
        let mut encodings: Vec<&[u8]> = Vec::new();
        let mut reader = element.reader();
        while let Some(attribute) = reader.next()? {
            if attribute.tag != tag::SEQUENCE {
                return Err(unexpected(what, Some(attribute.tag)));
            }
            encodings.push(attribute.raw);
            let mut parts = attribute.reader();
            let kind = parts.expect(tag::OID, what)?.content;
            let mut set = parts.expect(tag::SET, what)?.reader();
            parts.finish(what)?;
            let mut values = Vec::new();
            while let Some(value) = set.next()? {
                values.push(value);
            }
            attributes.push(Attribute { kind, values });
        }
        Ok(Self {
            signed_bytes: as_set(element),
            is_sorted: encodings.is_sorted(),
            attributes,
        })
    }

    /// The value of an attribute that stands exactly once and has exactly one value.
    pub(crate) fn single(&self, kind: &[u8]) -> Option<&Element<'a>> {
        let mut found = self
            .attributes
            .iter()
            .filter(|attribute| attribute.kind == kind);
        match (found.next(), found.next()) {
            (Some(attribute), None) => match attribute.values.as_slice() {
                [value] => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// The signing time, if it is stated once and can be read.
    ///
    /// Source: rfc5652:11.3
    pub(crate) fn signing_time(&self) -> Option<DateTime<Utc>> {
        let value = self.single(oid::SIGNING_TIME)?;
        match value.tag {
            tag::UTC_TIME => super::decode::<UtcTime>(value.raw, "the signing time").ok(),
            tag::GENERALIZED_TIME => {
                super::decode::<GeneralizedTime>(value.raw, "the signing time")
                    .ok()
                    .map(|time| time.to_utc())
            }
            _ => None,
        }
    }
}

/// The bytes that the signature covers: the attributes under the tag of SET OF.
///
/// Kept as received; only an indefinite length is made definite, because the signer computed over DER.
///
/// Source: rfc5652:5.4
fn as_set(element: &Element<'_>) -> Vec<u8> {
    if element.length != LengthForm::Indefinite {
        let mut bytes = element.raw.to_vec();
        if let Some(first) = bytes.first_mut() {
            *first = tag::SET;
        }
        return bytes;
    }
    let length = element.content.len();
    let octets = length.to_be_bytes();
    let significant = super::curve::trimmed(&octets);
    let mut bytes = vec![tag::SET];
    if length >= 0x80 {
        // INVARIANT: at most eight octets hold a usize, so the count fits in seven bits.
        bytes.push(0x80 | u8::try_from(significant.len()).unwrap_or(0));
        bytes.extend_from_slice(significant);
    } else {
        bytes.push(u8::try_from(length).unwrap_or(0));
    }
    bytes.extend_from_slice(element.content);
    bytes
}

fn digest_algorithms<'a>(set: &Element<'a>) -> Result<Vec<AlgorithmIdentifier<'a>>, ReadError> {
    let mut reader = set.reader();
    let mut found = Vec::new();
    while let Some(element) = reader.next()? {
        found.push(AlgorithmIdentifier::of(&element)?);
    }
    Ok(found)
}

/// ```text
/// EncapsulatedContentInfo ::= SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL }
/// ```
fn content<'a>(element: &Element<'a>) -> Result<(&'a [u8], Cow<'a, [u8]>), ReadError> {
    let what = "the content";
    let mut reader = element.reader();
    let kind = reader.expect(tag::OID, what)?.content;
    let explicit = reader.expect(tag::context(0), what)?;
    reader.finish(what)?;
    let mut inside = explicit.reader();
    let octets = inside
        .next()?
        .ok_or_else(|| unexpected(what, None))?
        .octets(what)?;
    inside.finish(what)?;
    Ok((kind, octets))
}

fn certificate_set<'a>(set: &Element<'a>) -> Result<(Vec<&'a [u8]>, usize), ReadError> {
    let mut reader = set.reader();
    let (mut certificates, mut others) = (Vec::new(), 0);
    while let Some(member) = reader.next()? {
        if member.tag == tag::SEQUENCE {
            certificates.push(member.raw);
        } else {
            others += 1;
        }
    }
    Ok((certificates, others))
}

fn signers<'a>(set: &Element<'a>) -> Result<Vec<SignerInfo<'a>>, ReadError> {
    let mut reader = set.reader();
    let mut found = Vec::new();
    while let Some(element) = reader.next()? {
        if found.len() == MAX_SIGNERS {
            let (what, size, limit) = ("the set of signers", MAX_SIGNERS + 1, MAX_SIGNERS);
            return Err(ReadError::TooLarge { what, size, limit });
        }
        if element.tag != tag::SEQUENCE {
            return Err(unexpected("the signer information", Some(element.tag)));
        }
        found.push(signer(&mut element.reader())?);
    }
    Ok(found)
}

fn signer<'a>(reader: &mut Reader<'a>) -> Result<SignerInfo<'a>, ReadError> {
    let what = "the signer information";
    let version = reader.expect(tag::INTEGER, what)?.content;
    let identifier = identifier(reader)?;
    let digest_algorithm = AlgorithmIdentifier::of(&reader.expect(tag::SEQUENCE, what)?)?;
    let attributes = reader
        .optional(tag::context(0))?
        .map(|element| SignedAttributes::of(&element))
        .transpose()?;
    let signature_algorithm = AlgorithmIdentifier::of(&reader.expect(tag::SEQUENCE, what)?)?;
    let signature = reader
        .next()?
        .ok_or_else(|| unexpected("the signature", None))?
        .octets("the signature")?;
    let has_unsigned_attributes = reader.optional(tag::context(1))?.is_some();
    reader.finish(what)?;
    Ok(SignerInfo {
        version,
        identifier,
        digest_algorithm,
        attributes,
        signature_algorithm,
        signature,
        has_unsigned_attributes,
    })
}

fn identifier<'a>(reader: &mut Reader<'a>) -> Result<SignerIdentifier<'a>, ReadError> {
    let what = "the signer identifier";
    let element = reader.next()?.ok_or_else(|| unexpected(what, None))?;
    if element.tag == tag::context_primitive(0) {
        return Ok(SignerIdentifier::KeyIdentifier(element.content));
    }
    if element.tag != tag::SEQUENCE {
        return Err(unexpected(what, Some(element.tag)));
    }
    let mut parts = element.reader();
    let issuer = parts.expect(tag::SEQUENCE, what)?.raw;
    let serial = parts.expect(tag::INTEGER, what)?.content;
    parts.finish(what)?;
    Ok(SignerIdentifier::IssuerAndSerial { issuer, serial })
}
