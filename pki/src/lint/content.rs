//! Lints of what is inside signed data: the LDS security object, security infos, a master list.

use super::signed_data::{Envelope, View, digest, small_number};
use super::{SignedDataProfile, Verdict, require};
use crate::asn1::tlv::{self, Tlv, tag};
use crate::oid;

//---- The certificates that are carried ----

pub(super) fn signer_certificate_is_carried(view: &View<'_>) -> Verdict {
    let Some(envelope) = &view.envelope else {
        return Ok(());
    };
    require(
        signer_certificate(envelope).is_some(),
        "no certificate is carried that the signer identifier names",
    )
}

pub(super) fn document_signer_is_named_by_issuer(view: &View<'_>) -> Verdict {
    match (&view.envelope, view.profile) {
        (Some(envelope), SignedDataProfile::Sod | SignedDataProfile::CardSecurity) => require(
            envelope.sid.tag == tag::SEQUENCE,
            "the signer is not named by issuer and serial number",
        ),
        _ => Ok(()),
    }
}

pub(super) fn one_certificate(view: &View<'_>) -> Verdict {
    match (&view.envelope, view.profile) {
        (None, _) | (_, SignedDataProfile::MasterList) => Ok(()),
        (
            Some(envelope),
            SignedDataProfile::Sod | SignedDataProfile::CardSecurity | SignedDataProfile::Manifest,
        ) => require(
            envelope.certificates.len() == 1,
            "not exactly one certificate is carried",
        ),
    }
}

//---- The LDS security object ----

/// An LDS security object taken apart.
pub(super) struct SecurityObject<'a> {
    version: Option<u8>,
    hash_algorithm: &'a [u8],
    hashes: Vec<(Option<u8>, &'a [u8])>,
    version_info: Option<Tlv<'a>>,
}

impl<'a> SecurityObject<'a> {
    pub(super) fn read(content: &'a [u8]) -> Option<Self> {
        let mut fields = tlv::single(content, tag::SEQUENCE)?.reader();
        let version = small_number(&fields.expect(tag::INTEGER)?);
        let hash_algorithm = fields.expect(tag::SEQUENCE)?.raw;
        let hashes = fields.expect(tag::SEQUENCE)?.reader().all()?;
        let version_info = fields.optional(tag::SEQUENCE);
        fields.end()?;
        let read_hash = |hash: &Tlv<'a>| {
            let mut fields = hash.reader();
            let number = small_number(&fields.next()?);
            let value = fields.expect(tag::OCTET_STRING)?.value;
            fields.end()?;
            (hash.tag == tag::SEQUENCE).then_some((number, value))
        };
        Some(Self {
            version,
            hash_algorithm,
            hashes: hashes.iter().map(read_hash).collect::<Option<_>>()?,
            version_info,
        })
    }
}

/// Checks the LDS security object of an EF.SOD; other contents pass.
fn check_object(view: &View<'_>, check: impl FnOnce(&SecurityObject<'_>) -> Verdict) -> Verdict {
    if view.profile != SignedDataProfile::Sod {
        return Ok(());
    }
    let object = view.security_object.as_ref();
    check(object.ok_or("the content is not an LDSSecurityObject in DER")?)
}

pub(super) fn lds_version(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        let expected = u8::from(object.version_info.is_some());
        require(
            object.version == Some(expected),
            "the version is not 1 with version information and 0 without",
        )
    })
}

/// `0108` and six digits, as PrintableStrings.
pub(super) fn lds_version_info(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        let Some(info) = &object.version_info else {
            return Ok(());
        };
        let parts = info.reader().all().unwrap_or_default();
        let is_right = match parts.as_slice() {
            [lds, unicode] => {
                [lds, unicode].iter().all(|part| {
                    part.tag == tag::PRINTABLE_STRING && part.value.iter().all(u8::is_ascii_digit)
                }) && lds.value == b"0108"
                    && unicode.value.len() == 6
            }
            _ => false,
        };
        require(is_right, "the version information is not that of LDS 1.8")
    })
}

pub(super) fn hash_algorithm(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        require(
            digest(object.hash_algorithm).is_some(),
            "the hash algorithm is unknown or has parameters",
        )
    })
}

pub(super) fn hash_lengths(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        let is_right = digest(object.hash_algorithm).is_none_or(|digest| {
            object
                .hashes
                .iter()
                .all(|(_, hash)| hash.len() == digest.length())
        });
        require(is_right, "a hash does not have the length of its algorithm")
    })
}

pub(super) fn data_group_count(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        require(
            (2..=16).contains(&object.hashes.len()),
            "there are not 2 to 16 data groups",
        )
    })
}

pub(super) fn data_group_numbers(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        let numbers: Vec<_> = object.hashes.iter().map(|(number, _)| *number).collect();
        let are_right = numbers
            .iter()
            .all(|number| number.is_some_and(|number| (1..=16).contains(&number)))
            && numbers.is_sorted_by(|left, right| left < right);
        require(
            are_right,
            "the data groups are not numbered 1 to 16, each once, ascending",
        )
    })
}

pub(super) fn data_groups_1_and_2(view: &View<'_>) -> Verdict {
    check_object(view, |object| {
        let has = |wanted| {
            object
                .hashes
                .iter()
                .any(|(number, _)| *number == Some(wanted))
        };
        require(has(1) && has(2), "data group 1 or 2 has no hash")
    })
}

//---- Security infos ----

pub(super) fn security_infos(view: &View<'_>) -> Verdict {
    if view.profile != SignedDataProfile::CardSecurity {
        return Ok(());
    }
    let infos = tlv::single(view.content, tag::SET)
        .and_then(|set| set.reader().all())
        .unwrap_or_default();
    let are_right = infos
        .iter()
        .all(|info| info.tag == tag::SEQUENCE && info.reader().peek() == Some(tag::OID));
    require(
        are_right && !infos.is_empty(),
        "the content is not a SET OF SecurityInfo in DER",
    )
}

//---- The master list ----

/// Checks the version and the certificates of a master list; other contents pass.
fn check_list(view: &View<'_>, check: impl FnOnce(&Tlv<'_>, &[Tlv<'_>]) -> Verdict) -> Verdict {
    if view.profile != SignedDataProfile::MasterList {
        return Ok(());
    }
    let read = || {
        let mut fields = tlv::single(view.content, tag::SEQUENCE)?.reader();
        let version = fields.expect(tag::INTEGER)?;
        let certificates = fields.expect(tag::SET)?.reader().all()?;
        fields.end()?;
        Some((version, certificates))
    };
    let (version, certificates) = read().ok_or("the content is not a CscaMasterList in DER")?;
    check(&version, &certificates)
}

pub(super) fn list_version(view: &View<'_>) -> Verdict {
    check_list(view, |version, _| {
        require(version.value == [0], "the version of the list is not 0")
    })
}

pub(super) fn list_is_not_empty(view: &View<'_>) -> Verdict {
    check_list(view, |_, certificates| {
        require(!certificates.is_empty(), "the list has no certificate")
    })
}

pub(super) fn list_is_in_der_order(view: &View<'_>) -> Verdict {
    check_list(view, |_, certificates| {
        require(
            certificates.is_sorted_by(|left, right| left.raw < right.raw),
            "the certificates are not a set in DER order, or one occurs twice",
        )
    })
}

pub(super) fn list_has_csca_certificates_only(view: &View<'_>) -> Verdict {
    check_list(view, |_, certificates| {
        require(
            certificates.iter().all(is_csca),
            "the list has something else than CSCA certificates",
        )
    })
}

pub(super) fn list_signer_is_named_by_key(view: &View<'_>) -> Verdict {
    match (&view.envelope, view.profile) {
        (Some(envelope), SignedDataProfile::MasterList) => require(
            envelope.sid.tag == 0x80,
            "the signer is not named by its key identifier",
        ),
        _ => Ok(()),
    }
}

/// The signer has the purpose of its own and is no CSCA.
pub(super) fn list_signer_has_the_purpose(view: &View<'_>) -> Verdict {
    let (Some(envelope), SignedDataProfile::MasterList) = (&view.envelope, view.profile) else {
        return Ok(());
    };
    let has_purpose = signer_certificate(envelope).is_none_or(|certificate| {
        let purposes = certificate.extension(oid::EXTENDED_KEY_USAGE.as_bytes());
        let purpose = oid::MASTER_LIST_SIGNING_KEY.as_bytes();
        purposes.is_some_and(|value| value.ends_with(purpose)) && !certificate.is_authority()
    });
    require(
        has_purpose,
        "the signer's certificate is not that of a master list signer",
    )
}

pub(super) fn list_carries_the_csca_of_its_signer(view: &View<'_>) -> Verdict {
    let (Some(envelope), SignedDataProfile::MasterList) = (&view.envelope, view.profile) else {
        return Ok(());
    };
    let Some(signer) = signer_certificate(envelope) else {
        return Ok(());
    };
    let is_carried = envelope.carried.iter().any(|certificate| {
        certificate.is_authority()
            && certificate.subject == signer.issuer
            && certificate.key_identifier() == signer.authority_key_identifier()
    });
    require(
        is_carried,
        "the CSCA certificate of the signer is not carried",
    )
}

//---- The manifest ----

/// Checks the envelope of a manifest's signature; others pass.
fn check_manifest(view: &View<'_>, check: impl FnOnce(&Envelope<'_>) -> Verdict) -> Verdict {
    match (&view.envelope, view.profile) {
        (Some(envelope), SignedDataProfile::Manifest) => check(envelope),
        _ => Ok(()),
    }
}

pub(super) fn manifest_is_outside(view: &View<'_>) -> Verdict {
    check_manifest(view, |envelope| {
        require(!envelope.has_content, "the content is inside")
    })
}

/// Plain data signed by a signer that is named by issuer and serial number: version 1 throughout.
pub(super) fn manifest_versions_are_1(view: &View<'_>) -> Verdict {
    check_manifest(view, |envelope| {
        require(
            envelope.version == [1] && envelope.signer_version == [1],
            "the versions of the signed data and of its signer are not 1",
        )
    })
}

/// The signer's certificate is for signing messages and nothing else; a CSCA, document or list signer's is not.
pub(super) fn manifest_signer_has_the_purpose(view: &View<'_>) -> Verdict {
    check_manifest(view, |envelope| {
        let has_purpose = signer_certificate(envelope).is_none_or(|certificate| {
            let purposes = certificate.extension(oid::EXTENDED_KEY_USAGE.as_bytes());
            let purpose = oid::EMAIL_PROTECTION.as_bytes();
            purposes.is_some_and(|value| value.ends_with(purpose)) && !certificate.is_authority()
        });
        require(
            has_purpose,
            "the signer's certificate is not one for signing messages",
        )
    })
}

//---- What is needed of a carried certificate ----

pub(super) struct Carried<'a> {
    serial_number: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    extensions: Vec<Tlv<'a>>,
}

impl<'a> Carried<'a> {
    pub(super) fn read(certificate: &Tlv<'a>) -> Option<Self> {
        let mut fields = certificate.reader().expect(tag::SEQUENCE)?.reader();
        fields.expect(0xa0)?;
        let serial_number = fields.expect(tag::INTEGER)?.value;
        fields.expect(tag::SEQUENCE)?;
        let issuer = fields.expect(tag::SEQUENCE)?.raw;
        fields.expect(tag::SEQUENCE)?;
        let subject = fields.expect(tag::SEQUENCE)?.raw;
        fields.expect(tag::SEQUENCE)?;
        let extensions = fields.expect(0xa3)?.reader().expect(tag::SEQUENCE)?;
        (certificate.tag == tag::SEQUENCE).then_some(Self {
            serial_number,
            issuer,
            subject,
            extensions: extensions.reader().all()?,
        })
    }

    fn extension(&self, identifier: &[u8]) -> Option<&'a [u8]> {
        self.extensions.iter().find_map(|extension| {
            let mut fields = extension.reader();
            let found = fields.expect(tag::OID)?.value;
            fields.optional(tag::BOOLEAN);
            let value = fields.expect(tag::OCTET_STRING)?.value;
            (found == identifier).then_some(value)
        })
    }

    fn key_identifier(&self) -> Option<&'a [u8]> {
        let value = self.extension(oid::SUBJECT_KEY_IDENTIFIER.as_bytes())?;
        Some(tlv::single(value, tag::OCTET_STRING)?.value)
    }

    fn authority_key_identifier(&self) -> Option<&'a [u8]> {
        let value = self.extension(oid::AUTHORITY_KEY_IDENTIFIER.as_bytes())?;
        let identifier = tlv::single(value, tag::SEQUENCE)?.reader().expect(0x80)?;
        Some(identifier.value)
    }

    fn is_authority(&self) -> bool {
        self.extension(oid::BASIC_CONSTRAINTS.as_bytes())
            .is_some_and(|value| {
                value.starts_with(&[0x30]) && value.get(2..5) == Some(&[1, 1, 0xff])
            })
    }
}

fn is_csca(certificate: &Tlv<'_>) -> bool {
    Carried::read(certificate).is_some_and(|certificate| certificate.is_authority())
}

/// The carried certificate that the signer identifier names.
fn signer_certificate<'a, 'b>(envelope: &'b Envelope<'a>) -> Option<&'b Carried<'a>> {
    let sid = &envelope.sid;
    let mut carried = envelope.carried.iter();
    if sid.tag == tag::SEQUENCE {
        let mut fields = sid.reader();
        let issuer = fields.expect(tag::SEQUENCE)?.raw;
        let serial_number = fields.expect(tag::INTEGER)?.value;
        return carried.find(|certificate| {
            certificate.issuer == issuer && certificate.serial_number == serial_number
        });
    }
    carried.find(|certificate| certificate.key_identifier() == Some(sid.value))
}
