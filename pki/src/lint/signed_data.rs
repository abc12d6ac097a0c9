//! Lints of signed data: what EF.SOD, EF.CardSecurity and master lists have in common.

use der::asn1::ObjectIdentifier;

use super::content::{self, Carried, SecurityObject};
use super::extension::is_minimal;
use super::moment::time;
use super::{Lint, SignedDataProfile, Verdict, lint, require};
use crate::algorithm::Digest;
use crate::asn1::tlv::{self, Reader, Tlv, tag};
use crate::oid;

pub(super) use super::certificate::suite;

/// Signed data taken apart.
pub(super) struct View<'a> {
    pub(super) profile: SignedDataProfile,
    pub(super) content: &'a [u8],
    attributes: Vec<Attribute<'a>>,
    /// The encodings of the attributes in the order in which they stand.
    attribute_encodings: Vec<&'a [u8]>,
    /// The content of an EF.SOD, if it is one.
    pub(super) security_object: Option<SecurityObject<'a>>,
    pub(super) envelope: Option<Envelope<'a>>,
}

/// What goes around content and signed attributes.
pub(super) struct Envelope<'a> {
    pub(super) version: &'a [u8],
    digest_algorithms: Vec<Tlv<'a>>,
    content_type: &'a [u8],
    pub(super) has_content: bool,
    pub(super) certificates: Vec<Tlv<'a>>,
    /// Those of the certificates that can be taken apart.
    pub(super) carried: Vec<Carried<'a>>,
    has_crls: bool,
    signer_count: usize,
    pub(super) signer_version: &'a [u8],
    pub(super) sid: Tlv<'a>,
    digest_algorithm: &'a [u8],
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
    has_unsigned_attributes: bool,
}

struct Attribute<'a> {
    identifier: &'a [u8],
    values: Vec<Tlv<'a>>,
}

impl<'a> View<'a> {
    pub(super) fn of_to_be_signed(
        profile: SignedDataProfile,
        content: &'a [u8],
        signed_attributes: &'a [u8],
    ) -> Option<Self> {
        let attributes = tlv::single(signed_attributes, tag::SET)?;
        Self::new(profile, content, &attributes)
    }

    /// `outside` is the content of signed data that does not hold it itself.
    pub(super) fn of_signed(
        profile: SignedDataProfile,
        der: &'a [u8],
        outside: Option<&'a [u8]>,
    ) -> Option<Self> {
        let content_info = match profile {
            SignedDataProfile::Sod => tlv::single(der, 0x77)?.value,
            SignedDataProfile::CardSecurity
            | SignedDataProfile::MasterList
            | SignedDataProfile::Manifest => der,
        };
        let mut info = tlv::single(content_info, tag::SEQUENCE)?.reader();
        let content_type = info.expect(tag::OID)?;
        let mut explicit = info.expect(0xa0)?.reader();
        info.end()?;
        let mut fields = explicit.expect(tag::SEQUENCE)?.reader();
        explicit.end()?;
        if content_type.value != oid::SIGNED_DATA.as_bytes() {
            return None;
        }
        let version = fields.expect(tag::INTEGER)?.value;
        let digest_algorithms = fields.expect(tag::SET)?.reader().all()?;
        let (content_type, inside) = read_content(&mut fields)?;
        let content = inside.or(outside)?;
        let certificates = match fields.optional(0xa0) {
            Some(set) => set.reader().all()?,
            None => Vec::new(),
        };
        let has_crls = fields.optional(0xa1).is_some();
        let signers = fields.expect(tag::SET)?.reader().all()?;
        fields.end()?;
        let mut signer = signers
            .first()
            .filter(|signer| signer.tag == tag::SEQUENCE)?
            .reader();
        let signer_version = signer.expect(tag::INTEGER)?.value;
        let sid = signer.next()?;
        let digest_algorithm = signer.expect(tag::SEQUENCE)?.raw;
        let attributes = signer.expect(0xa0)?;
        let signature_algorithm = signer.expect(tag::SEQUENCE)?.raw;
        let signature = signer.expect(tag::OCTET_STRING)?.value;
        let has_unsigned_attributes = signer.optional(0xa1).is_some();
        signer.end()?;
        let mut view = Self::new(profile, content, &attributes)?;
        view.envelope = Some(Envelope {
            version,
            digest_algorithms,
            content_type,
            has_content: inside.is_some(),
            carried: certificates.iter().filter_map(Carried::read).collect(),
            certificates,
            has_crls,
            signer_count: signers.len(),
            signer_version,
            sid,
            digest_algorithm,
            signature_algorithm,
            signature,
            has_unsigned_attributes,
        });
        Some(view)
    }

    fn new(
        profile: SignedDataProfile,
        content: &'a [u8],
        signed_attributes: &Tlv<'a>,
    ) -> Option<Self> {
        let encodings = signed_attributes.reader().all()?;
        let read = |encoding: &Tlv<'a>| {
            let mut fields = encoding.reader();
            let identifier = fields.expect(tag::OID)?.value;
            let values = fields.expect(tag::SET)?.reader().all()?;
            fields.end()?;
            (encoding.tag == tag::SEQUENCE).then_some(Attribute { identifier, values })
        };
        Some(Self {
            profile,
            content,
            attributes: encodings.iter().map(read).collect::<Option<_>>()?,
            attribute_encodings: encodings.iter().map(|encoding| encoding.raw).collect(),
            security_object: match profile {
                SignedDataProfile::Sod => SecurityObject::read(content),
                SignedDataProfile::CardSecurity
                | SignedDataProfile::MasterList
                | SignedDataProfile::Manifest => None,
            },
            envelope: None,
        })
    }

    /// The only value of an attribute that occurs once.
    fn attribute(&self, wanted: ObjectIdentifier) -> Option<&Tlv<'a>> {
        let mut found = self
            .attributes
            .iter()
            .filter(|attribute| attribute.identifier == wanted.as_bytes());
        match (found.next()?.values.as_slice(), found.next()) {
            ([value], None) => Some(value),
            _ => None,
        }
    }

    const fn content_type(&self) -> ObjectIdentifier {
        match self.profile {
            SignedDataProfile::Sod => oid::LDS_SECURITY_OBJECT,
            SignedDataProfile::CardSecurity => oid::SECURITY_OBJECT,
            SignedDataProfile::MasterList => oid::CSCA_MASTER_LIST,
            SignedDataProfile::Manifest => oid::DATA,
        }
    }

    fn check_envelope(&self, check: impl FnOnce(&Envelope<'a>) -> Verdict) -> Verdict {
        self.envelope.as_ref().map_or(Ok(()), check)
    }
}

/// The type and the octets, if they are inside, of the encapsulated content.
fn read_content<'a>(fields: &mut Reader<'a>) -> Option<(&'a [u8], Option<&'a [u8]>)> {
    let mut encapsulated = fields.expect(tag::SEQUENCE)?.reader();
    let content_type = encapsulated.expect(tag::OID)?.value;
    let explicit = encapsulated.optional(0xa0);
    encapsulated.end()?;
    let Some(explicit) = explicit else {
        return Some((content_type, None));
    };
    let mut explicit = explicit.reader();
    let content = explicit.expect(tag::OCTET_STRING)?.value;
    explicit.end()?;
    Some((content_type, Some(content)))
}

/// A function of this table.
pub(super) type Check = fn(&View<'_>) -> Verdict;

/// Every requirement on signed data; those of one kind of content hold for that kind only.
#[rustfmt::skip]
pub(super) const TABLE: &[Lint<Check>] = &[
    lint("version_is_3", "9303-10:4.6.2.2", version_is_3),
    lint("digest_algorithms_name_the_digest", "9303-10:4.6.2.2", digest_algorithms_name_the_digest),
    lint("digest_algorithm_has_no_parameters", "9303-10:4.6.2.2", digest_algorithm_has_no_parameters),
    lint("content_type", "9303-10:4.6.2.2", content_type),
    lint("certificates_are_in_der_order", "rfc5652:10.2.3", certificates_are_in_der_order),
    lint("no_revocation_lists", "9303-10:4.6.2.2", no_revocation_lists),
    lint("one_signer", "9303-10:4.6.2.2", one_signer),
    lint("signer_version_fits_its_identifier", "rfc5652:5.3", signer_version_fits_its_identifier),
    lint("signature_algorithm_is_known", "9303-12:4.1.6", signature_algorithm_is_known),
    lint("signature_algorithm_has_the_digest", "rfc5652:5.4", signature_algorithm_has_the_digest),
    lint("signature_is_there", "9303-10:4.6.2.2", signature_is_there),
    lint("no_unsigned_attributes", "9303-10:4.6.2.2", no_unsigned_attributes),
    lint("signed_attributes_are_in_der_order", "rfc5652:5.4", signed_attributes_are_in_der_order),
    lint("signed_attributes_are_unique", "rfc5652:5.3", signed_attributes_are_unique),
    lint("content_type_attribute", "rfc5652:11.1", content_type_attribute),
    lint("message_digest_attribute", "rfc5652:11.2", message_digest_attribute),
    lint("signing_time_attribute", "9303-12:9.1", signing_time_attribute),
    lint("signer_certificate_is_carried", "9303-10:4.6.2.2", content::signer_certificate_is_carried),
    lint("document_signer_is_named_by_issuer", "9303-10:4.6.2.2", content::document_signer_is_named_by_issuer),
    lint("one_certificate", "9303-10:4.6.2.2", content::one_certificate),
    lint("lds_version", "9303-10:4.6.2.3", content::lds_version),
    lint("lds_version_info", "9303-10:4.6.2.3", content::lds_version_info),
    lint("hash_algorithm", "9303-10:4.6.2.3", content::hash_algorithm),
    lint("hash_lengths", "9303-10:4.6.2.3", content::hash_lengths),
    lint("data_group_count", "9303-10:4.6.2.3", content::data_group_count),
    lint("data_group_numbers", "9303-10:4.6.2.3", content::data_group_numbers),
    lint("data_groups_1_and_2", "9303-10:4.7", content::data_groups_1_and_2),
    lint("security_infos", "9303-10:3.11.4", content::security_infos),
    lint("list_version", "9303-12:9.2", content::list_version),
    lint("list_is_not_empty", "9303-12:9.2", content::list_is_not_empty),
    lint("list_is_in_der_order", "9303-12:9.2", content::list_is_in_der_order),
    lint("list_has_csca_certificates_only", "9303-12:9.2", content::list_has_csca_certificates_only),
    lint("list_signer_is_named_by_key", "9303-12:9.1", content::list_signer_is_named_by_key),
    lint("list_signer_has_the_purpose", "9303-12:7.1.1.3", content::list_signer_has_the_purpose),
    lint("list_carries_the_csca_of_its_signer", "9303-12:9.1", content::list_carries_the_csca_of_its_signer),
    lint("manifest_is_outside", "rfc5652:5.2", content::manifest_is_outside),
    lint("manifest_versions_are_1", "rfc5652:5.1", content::manifest_versions_are_1),
    lint("manifest_signer_has_the_purpose", "9303-12:7.1.1.3", content::manifest_signer_has_the_purpose),
];

fn version_is_3(view: &View<'_>) -> Verdict {
    if view.profile == SignedDataProfile::Manifest {
        return Ok(());
    }
    view.check_envelope(|envelope| require(envelope.version == [3], "the version is not 3"))
}

fn digest_algorithms_name_the_digest(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        let is_right = matches!(
            envelope.digest_algorithms.as_slice(),
            [only] if only.raw == envelope.digest_algorithm
        );
        require(
            is_right,
            "digestAlgorithms is not the digest of the signer alone",
        )
    })
}

fn digest_algorithm_has_no_parameters(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            digest(envelope.digest_algorithm).is_some(),
            "the digest algorithm is unknown or has parameters",
        )
    })
}

fn content_type(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            envelope.content_type == view.content_type().as_bytes(),
            "eContentType is not the one of this object",
        )
    })
}

fn certificates_are_in_der_order(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            envelope
                .certificates
                .is_sorted_by(|left, right| left.raw < right.raw),
            "the certificates are not a set in DER order, or one occurs twice",
        )
    })
}

fn no_revocation_lists(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| require(!envelope.has_crls, "crls is there"))
}

fn one_signer(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            envelope.signer_count == 1,
            "there is not exactly one signer",
        )
    })
}

fn signer_version_fits_its_identifier(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        let expected = match envelope.sid.tag {
            tag::SEQUENCE => 1,
            0x80 => 3,
            other => return Err(format!("the signer identifier has tag {other:02X}")),
        };
        require(
            envelope.signer_version == [expected],
            "the version of the signer does not fit its identifier",
        )
    })
}

fn signature_algorithm_is_known(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            suite(envelope.signature_algorithm).is_some(),
            "the signature algorithm with its parameters is none of the profile",
        )
    })
}

fn signature_algorithm_has_the_digest(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        let pair = suite(envelope.signature_algorithm).zip(digest(envelope.digest_algorithm));
        require(
            pair.is_none_or(|(suite, digest)| suite.digest() == digest),
            "the signature algorithm has another digest than the signer",
        )
    })
}

fn signature_is_there(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(!envelope.signature.is_empty(), "the signature is empty")
    })
}

fn no_unsigned_attributes(view: &View<'_>) -> Verdict {
    view.check_envelope(|envelope| {
        require(
            !envelope.has_unsigned_attributes,
            "there are unsigned attributes",
        )
    })
}

fn signed_attributes_are_in_der_order(view: &View<'_>) -> Verdict {
    require(
        view.attribute_encodings.is_sorted(),
        "the signed attributes are not in DER order",
    )
}

fn signed_attributes_are_unique(view: &View<'_>) -> Verdict {
    let is_unique = |(index, attribute): (usize, &Attribute<'_>)| {
        let mut later = view.attributes.iter().skip(index + 1);
        attribute.values.len() == 1 && later.all(|other| other.identifier != attribute.identifier)
    };
    require(
        view.attributes.iter().enumerate().all(is_unique),
        "a signed attribute occurs twice or has not exactly one value",
    )
}

fn content_type_attribute(view: &View<'_>) -> Verdict {
    let is_right = view.attribute(oid::CONTENT_TYPE).is_some_and(|value| {
        value.tag == tag::OID && value.value == view.content_type().as_bytes()
    });
    require(is_right, "the content-type attribute is not eContentType")
}

/// Before the signature there is no digest algorithm to go by; the length tells it.
fn message_digest_attribute(view: &View<'_>) -> Verdict {
    let value = view
        .attribute(oid::MESSAGE_DIGEST)
        .filter(|value| value.tag == tag::OCTET_STRING)
        .ok_or("the message-digest attribute is missing")?;
    let digest = match &view.envelope {
        Some(envelope) => digest(envelope.digest_algorithm),
        None => Digest::ALL
            .into_iter()
            .find(|digest| digest.length() == value.value.len()),
    };
    let is_right = digest.is_some_and(|digest| digest.hash(view.content).as_bytes() == value.value);
    require(
        is_right,
        "the message-digest attribute is not the digest of the content",
    )
}

fn signing_time_attribute(view: &View<'_>) -> Verdict {
    let value = view
        .attribute(oid::SIGNING_TIME)
        .ok_or("the signing-time attribute is missing")?;
    time(value).map(|_| ())
}

/// The digest whose AlgorithmIdentifier, without parameters, these bytes are.
pub(super) fn digest(algorithm: &[u8]) -> Option<Digest> {
    Digest::ALL
        .into_iter()
        .find(|digest| digest.algorithm_identifier() == algorithm)
}

/// The content octets of an INTEGER from 0 to 255.
pub(super) fn small_number(tlv: &Tlv<'_>) -> Option<u8> {
    if tlv.tag != tag::INTEGER || !is_minimal(tlv.value) {
        return None;
    }
    match tlv.value {
        [number] if *number < 0x80 => Some(*number),
        [0, number] => Some(*number),
        _ => None,
    }
}
