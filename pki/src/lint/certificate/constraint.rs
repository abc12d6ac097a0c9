//! What the extensions say about the use of the key.

use chrono::{DateTime, Utc};

use super::super::moment::{generalized, time};
use super::super::{Verdict, require};
use super::View;
use crate::asn1::tlv::{self, Tlv, tag};
use crate::name::checked_uri;
use crate::oid;
use crate::profile::CertificateRole;

/// CSCA: keyCertSign and cRLSign; signers: digitalSignature; communication: digitalSignature, keyEncipherment or keyAgreement.
pub(super) fn key_usage_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::KEY_USAGE) else {
        return Ok(());
    };
    let is_right = match view.profile.role {
        CertificateRole::CscaRoot | CertificateRole::CscaLink => value == b"\x03\x02\x01\x06",
        CertificateRole::DocumentSigner
        | CertificateRole::MasterListSigner
        | CertificateRole::DeviationListSigner => value == b"\x03\x02\x07\x80",
        CertificateRole::Communication => match value {
            [0x03, 0x02, unused, bits] => {
                *bits != 0 && bits & !0xa8 == 0 && bits.trailing_zeros() == u32::from(*unused)
            }
            _ => false,
        },
    };
    require(is_right, "it allows something else than the role does")
}

pub(super) fn private_key_usage_period_content(view: &View<'_>) -> Verdict {
    match view.extensions.value(oid::PRIVATE_KEY_USAGE_PERIOD) {
        Some(value) => usage(value).map(|_| ()),
        None => Ok(()),
    }
}

pub(super) fn private_key_usage_is_within_validity(view: &View<'_>) -> Verdict {
    let Some(Ok((from, until))) = view
        .extensions
        .value(oid::PRIVATE_KEY_USAGE_PERIOD)
        .map(usage)
    else {
        return Ok(());
    };
    let (Ok(valid_from), Ok(valid_until)) = (time(&view.not_before), time(&view.not_after)) else {
        return Ok(());
    };
    let is_within = from.is_none_or(|from| (valid_from..=valid_until).contains(&from))
        && until.is_none_or(|until| (valid_from..=valid_until).contains(&until));
    require(is_within, "the key may be used outside the validity")
}

/// `cA TRUE, pathLenConstraint 0`, also in link certificates.
pub(super) fn basic_constraints_content(view: &View<'_>) -> Verdict {
    let is_right = view
        .extensions
        .value(oid::BASIC_CONSTRAINTS)
        .is_none_or(|value| value == b"\x30\x06\x01\x01\xff\x02\x01\x00");
    require(is_right, "it is not cA TRUE with a path length of 0")
}

pub(super) fn extended_key_usage_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::EXTENDED_KEY_USAGE) else {
        return Ok(());
    };
    let purposes = tlv::single(value, tag::SEQUENCE)
        .and_then(|purposes| purposes.reader().all())
        .filter(|purposes| purposes.iter().all(|purpose| purpose.tag == tag::OID))
        .ok_or("it is not a SEQUENCE OF KeyPurposeId in DER")?;
    let only = |wanted: der::asn1::ObjectIdentifier| matches!(purposes.as_slice(), [purpose] if purpose.value == wanted.as_bytes());
    let is_right = match view.profile.role {
        CertificateRole::MasterListSigner => only(oid::MASTER_LIST_SIGNING_KEY),
        CertificateRole::DeviationListSigner => only(oid::DEVIATION_LIST_SIGNING_KEY),
        CertificateRole::Communication => {
            let is_reserved = |purpose: &Tlv<'_>| {
                [
                    oid::MASTER_LIST_SIGNING_KEY,
                    oid::DEVIATION_LIST_SIGNING_KEY,
                ]
                .iter()
                .any(|reserved| purpose.value == reserved.as_bytes())
            };
            !purposes.is_empty() && !purposes.iter().any(is_reserved)
        }
        CertificateRole::CscaRoot | CertificateRole::CscaLink | CertificateRole::DocumentSigner => {
            true
        }
    };
    require(is_right, "it has another purpose than the role")
}

/// URIs of http, https or ldap; no reasons, no cRLIssuer.
pub(super) fn crl_distribution_points_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::CRL_DISTRIBUTION_POINTS) else {
        return Ok(());
    };
    let points = tlv::single(value, tag::SEQUENCE)
        .and_then(|points| points.reader().all())
        .ok_or("it is not a SEQUENCE OF DistributionPoint in DER")?;
    require(!points.is_empty(), "it has no distribution point")?;
    for point in points {
        let uris = full_name(&point).ok_or("a distribution point is more than a fullName")?;
        for uri in uris {
            let is_right = uri.tag == 0x86
                && std::str::from_utf8(uri.value).is_ok_and(|uri| checked_uri(uri).is_ok());
            require(
                is_right,
                "a distribution point is no http, https or ldap URI",
            )?;
        }
    }
    Ok(())
}

pub(super) fn name_change_content(view: &View<'_>) -> Verdict {
    let is_null = view
        .extensions
        .value(oid::NAME_CHANGE)
        .is_none_or(|value| value == [tag::NULL, 0]);
    require(is_null, "it is not NULL")
}

/// A link between different names carries nameChange, and a link between equal names does not.
pub(super) fn name_change_tells_the_truth(view: &View<'_>) -> Verdict {
    let changes = view.issuer.raw != view.subject.raw;
    require(
        view.profile.role != CertificateRole::CscaLink
            || changes == view.extensions.contains(oid::NAME_CHANGE),
        "nameChange and the names of the link certificate disagree",
    )
}

/// Version 0 and a DER set of codes of one or two upper-case letters.
pub(super) fn document_type_list_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::DOCUMENT_TYPE_LIST) else {
        return Ok(());
    };
    let read = || {
        let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
        let version = fields.expect(tag::INTEGER)?;
        let codes = fields.expect(tag::SET)?.reader().all()?;
        fields.end()?;
        Some((version, codes))
    };
    let (version, codes) = read().ok_or("it is not a DocumentTypeList in DER")?;
    require(version.value == [0], "its version is not 0")?;
    require(!codes.is_empty(), "it has no document code")?;
    let are_codes = codes.iter().all(|code| {
        code.tag == tag::PRINTABLE_STRING
            && (1..=2).contains(&code.value.len())
            && code.value.iter().all(u8::is_ascii_uppercase)
    });
    require(are_codes, "a code is not one or two upper-case letters")?;
    require(
        codes.is_sorted_by(|left, right| left.raw < right.raw),
        "the codes are not in DER order, or one occurs twice",
    )
}

type Bounds = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The bounds of a privateKeyUsagePeriod: one at least, in order.
fn usage(value: &[u8]) -> Result<Bounds, String> {
    let read = || {
        let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
        let bounds = (fields.optional(0x80), fields.optional(0x81));
        fields.end()?;
        Some(bounds)
    };
    let (from, until) = read().ok_or("it is not a PrivateKeyUsagePeriod in DER")?;
    let from = from.map(|from| generalized(from.value)).transpose()?;
    let until = until.map(|until| generalized(until.value)).transpose()?;
    match (from, until) {
        (None, None) => Err("it has no bound".to_owned()),
        (Some(from), Some(until)) if from >= until => Err("it ends before it begins".to_owned()),
        bounds => Ok(bounds),
    }
}

/// The names of a distribution point that is nothing but a full name.
fn full_name<'a>(point: &Tlv<'a>) -> Option<Vec<Tlv<'a>>> {
    let mut fields = point.reader();
    let name = fields.expect(0xa0)?;
    fields.end()?;
    let mut name = name.reader();
    let names = name.expect(0xa0)?;
    name.end()?;
    let names = names.reader().all()?;
    (point.tag == tag::SEQUENCE && !names.is_empty()).then_some(names)
}
