//! Lints of revocation lists.

use chrono::TimeDelta;

use super::certificate::split_signed;
use super::extension::{Extensions, check_authority_key_identifier, is_minimal};
use super::moment::time;
use super::name::NameView;
use super::signed_data::suite;
use super::{Lint, Verdict, lint, require};
use crate::asn1::tlv::{self, Tlv, tag};
use crate::oid;

/// A revocation list taken apart.
pub(super) struct View<'a> {
    version: Option<Tlv<'a>>,
    signature: &'a [u8],
    issuer: NameView<'a>,
    this_update: Tlv<'a>,
    next_update: Option<Tlv<'a>>,
    revoked: Option<Vec<Entry<'a>>>,
    extensions: Extensions<'a>,
    outer: Option<(&'a [u8], &'a [u8])>,
}

struct Entry<'a> {
    serial_number: &'a [u8],
    revoked_at: Tlv<'a>,
    has_extensions: bool,
}

impl<'a> View<'a> {
    pub(super) fn of_signed(der: &'a [u8]) -> Option<Self> {
        let (tbs, algorithm, signature) = split_signed(der)?;
        let mut view = Self::of_to_be_signed(tbs)?;
        view.outer = Some((algorithm, signature));
        Some(view)
    }

    pub(super) fn of_to_be_signed(tbs: &'a [u8]) -> Option<Self> {
        let mut fields = tlv::single(tbs, tag::SEQUENCE)?.reader();
        let version = fields.optional(tag::INTEGER);
        let signature = fields.expect(tag::SEQUENCE)?.raw;
        let issuer = NameView::read(&mut fields)?;
        let this_update = fields.next()?;
        let next_update = fields
            .optional(tag::UTC_TIME)
            .or_else(|| fields.optional(tag::GENERALIZED_TIME));
        let revoked = match fields.optional(tag::SEQUENCE) {
            Some(list) => Some(read_entries(&list)?),
            None => None,
        };
        let extensions = match fields.optional(0xa0) {
            Some(explicit) => Extensions::read(&explicit)?,
            None => Extensions::none(),
        };
        fields.end()?;
        Some(Self {
            version,
            signature,
            issuer,
            this_update,
            next_update,
            revoked,
            extensions,
            outer: None,
        })
    }

    fn entries(&self) -> &[Entry<'a>] {
        self.revoked.as_deref().unwrap_or_default()
    }
}

fn read_entries<'a>(list: &Tlv<'a>) -> Option<Vec<Entry<'a>>> {
    let read = |entry: &Tlv<'a>| {
        let mut fields = entry.reader();
        let serial_number = fields.expect(tag::INTEGER)?.value;
        let revoked_at = fields.next()?;
        let has_extensions = fields.optional(tag::SEQUENCE).is_some();
        fields.end()?;
        (entry.tag == tag::SEQUENCE).then_some(Entry {
            serial_number,
            revoked_at,
            has_extensions,
        })
    };
    list.reader().all()?.iter().map(read).collect()
}

/// A function of this table.
pub(super) type Check = fn(&View<'_>) -> Verdict;

/// Every requirement on a revocation list.
#[rustfmt::skip]
pub(super) const TABLE: &[Lint<Check>] = &[
    lint("version_is_2", "9303-12:7.1.4", version_is_2),
    lint("signature_algorithm_is_known", "9303-12:4.1.6", signature_algorithm_is_known),
    lint("signature_algorithms_are_identical", "9303-12:7.1.4", signature_algorithms_are_identical),
    lint("signature_has_whole_octets", "rfc5280:5.1.1.3", signature_has_whole_octets),
    lint("issuer_country", "9303-12:7.1.1.1", |view| view.issuer.check_country()),
    lint("issuer_common_name", "9303-12:7.1.1.1", |view| view.issuer.check_common_name()),
    lint("issuer_strings", "9303-12:7.1.1.1", |view| view.issuer.check_strings()),
    lint("this_update_has_its_form", "9303-12:7.1.4", this_update_has_its_form),
    lint("next_update_is_there", "9303-12:7.1.4", next_update_is_there),
    lint("next_update_has_its_form", "9303-12:7.1.4", next_update_has_its_form),
    lint("next_update_is_within_90_days", "9303-12:4.1.5", next_update_is_within_90_days),
    lint("revoked_certificates_is_not_empty", "9303-12:7.1.4", revoked_certificates_is_not_empty),
    lint("revoked_serial_numbers_are_positive", "9303-12:7.1.1", revoked_serial_numbers_are_positive),
    lint("revoked_certificates_are_unique", "rfc5280:5.1.2.6", revoked_certificates_are_unique),
    lint("revocation_dates_have_their_form", "9303-12:7.1.4", revocation_dates_have_their_form),
    lint("revocations_are_not_in_the_future", "rfc5280:5.1.2.6", revocations_are_not_in_the_future),
    lint("entries_have_no_extensions", "9303-12:7.1.4", entries_have_no_extensions),
    lint("extensions_are_unique", "rfc5280:5.2", |view| view.extensions.check_unique()),
    lint("defaults_are_not_encoded", "9303-12:7.1.4", |view| view.extensions.check_defaults()),
    lint("forbidden_extensions", "9303-12:7.1.4", forbidden_extensions),
    lint("critical_extensions_are_known", "9303-12:7.1.4", |view| view.extensions.check_known_critical(&[])),
    lint("authority_key_identifier", "9303-12:7.1.4", authority_key_identifier),
    lint("authority_key_identifier_content", "9303-12:7.1.4", authority_key_identifier_content),
    lint("crl_number", "9303-12:7.1.4", crl_number),
    lint("crl_number_content", "9303-12:7.1.4", crl_number_content),
];

fn version_is_2(view: &View<'_>) -> Verdict {
    require(
        view.version.is_some_and(|version| version.value == [1]),
        "the version is not v2",
    )
}

fn signature_algorithm_is_known(view: &View<'_>) -> Verdict {
    require(
        suite(view.signature).is_some(),
        "the signature algorithm with its parameters is none of the profile",
    )
}

fn signature_algorithms_are_identical(view: &View<'_>) -> Verdict {
    require(
        view.outer
            .is_none_or(|(algorithm, _)| algorithm == view.signature),
        "signatureAlgorithm differs from the signature field",
    )
}

fn signature_has_whole_octets(view: &View<'_>) -> Verdict {
    let is_whole = view
        .outer
        .is_none_or(|(_, signature)| matches!(signature, [0, rest @ ..] if !rest.is_empty()));
    require(is_whole, "the signature value is not a string of octets")
}

fn this_update_has_its_form(view: &View<'_>) -> Verdict {
    time(&view.this_update).map(|_| ())
}

fn next_update_is_there(view: &View<'_>) -> Verdict {
    require(view.next_update.is_some(), "nextUpdate is missing")
}

fn next_update_has_its_form(view: &View<'_>) -> Verdict {
    view.next_update
        .as_ref()
        .map_or(Ok(()), |next| time(next).map(|_| ()))
}

fn next_update_is_within_90_days(view: &View<'_>) -> Verdict {
    let next = view.next_update.as_ref().map(time);
    let (Ok(this), Some(Ok(next))) = (time(&view.this_update), next) else {
        return Ok(());
    };
    let ahead = next - this;
    require(
        ahead > TimeDelta::zero() && ahead <= TimeDelta::days(90),
        "nextUpdate is not within 90 days after thisUpdate",
    )
}

fn revoked_certificates_is_not_empty(view: &View<'_>) -> Verdict {
    require(
        view.revoked
            .as_ref()
            .is_none_or(|entries| !entries.is_empty()),
        "revokedCertificates is there and empty",
    )
}

fn revoked_serial_numbers_are_positive(view: &View<'_>) -> Verdict {
    let is_right = |entry: &Entry<'_>| {
        let octets = entry.serial_number;
        is_minimal(octets)
            && octets.len() <= 20
            && octets.first().is_some_and(|first| *first < 0x80)
            && octets != [0]
    };
    require(
        view.entries().iter().all(is_right),
        "a revoked serial number is not positive, not minimal or too long",
    )
}

fn revoked_certificates_are_unique(view: &View<'_>) -> Verdict {
    let mut seen = std::collections::BTreeSet::new();
    require(
        view.entries()
            .iter()
            .all(|entry| seen.insert(entry.serial_number)),
        "a serial number is revoked twice",
    )
}

fn revocation_dates_have_their_form(view: &View<'_>) -> Verdict {
    view.entries()
        .iter()
        .try_for_each(|entry| time(&entry.revoked_at).map(|_| ()))
}

fn revocations_are_not_in_the_future(view: &View<'_>) -> Verdict {
    let Ok(this_update) = time(&view.this_update) else {
        return Ok(());
    };
    let is_past = |entry: &Entry<'_>| time(&entry.revoked_at).is_ok_and(|at| at <= this_update);
    require(
        view.entries().iter().all(is_past),
        "a revocation is dated after the list",
    )
}

fn entries_have_no_extensions(view: &View<'_>) -> Verdict {
    require(
        !view.entries().iter().any(|entry| entry.has_extensions),
        "a revoked certificate has extensions",
    )
}

fn forbidden_extensions(view: &View<'_>) -> Verdict {
    view.extensions.check_absent(&[
        oid::DELTA_CRL_INDICATOR,
        oid::ISSUING_DISTRIBUTION_POINT,
        oid::FRESHEST_CRL,
    ])
}

fn authority_key_identifier(view: &View<'_>) -> Verdict {
    require(
        view.extensions.contains(oid::AUTHORITY_KEY_IDENTIFIER),
        "it is missing",
    )
}

fn authority_key_identifier_content(view: &View<'_>) -> Verdict {
    match view.extensions.value(oid::AUTHORITY_KEY_IDENTIFIER) {
        Some(value) => check_authority_key_identifier(value),
        None => Ok(()),
    }
}

fn crl_number(view: &View<'_>) -> Verdict {
    require(view.extensions.contains(oid::CRL_NUMBER), "it is missing")
}

fn crl_number_content(view: &View<'_>) -> Verdict {
    let Some(value) = view.extensions.value(oid::CRL_NUMBER) else {
        return Ok(());
    };
    let number = tlv::single(value, tag::INTEGER).ok_or("it is not an INTEGER in DER")?;
    let is_right = is_minimal(number.value)
        && number.value.len() <= 20
        && number.value.first().is_some_and(|first| *first < 0x80);
    require(is_right, "it is negative, not minimal or too long")
}
