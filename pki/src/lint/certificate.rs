//! Lints of certificates.

mod body;
mod constraint;
mod identity;
mod key;
mod presence;

use super::extension::Extensions;
use super::name::NameView;
use super::{CertificateProfile, Lint, Verdict, lint};
use crate::asn1::tlv::{self, Reader, Tlv, tag};

/// A certificate taken apart.
pub(super) struct View<'a> {
    profile: CertificateProfile,
    /// The content of the explicit version field.
    version: Option<&'a [u8]>,
    serial_number: &'a [u8],
    signature: &'a [u8],
    issuer: NameView<'a>,
    not_before: Tlv<'a>,
    not_after: Tlv<'a>,
    subject: NameView<'a>,
    key: &'a [u8],
    has_unique_identifier: bool,
    extensions: Extensions<'a>,
    outer: Option<Outer<'a>>,
}

/// What stands outside the to-be-signed bytes.
struct Outer<'a> {
    algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> View<'a> {
    pub(super) fn of_signed(der: &'a [u8], profile: &CertificateProfile) -> Option<Self> {
        let (tbs, algorithm, signature) = split_signed(der)?;
        let mut view = Self::of_to_be_signed(tbs, profile)?;
        view.outer = Some(Outer {
            algorithm,
            signature,
        });
        Some(view)
    }

    pub(super) fn of_to_be_signed(tbs: &'a [u8], profile: &CertificateProfile) -> Option<Self> {
        let mut fields = tlv::single(tbs, tag::SEQUENCE)?.reader();
        let version = fields.optional(0xa0).map(|version| version.value);
        let serial_number = fields.expect(tag::INTEGER)?.value;
        let signature = fields.expect(tag::SEQUENCE)?.raw;
        let issuer = NameView::read(&mut fields)?;
        let mut validity: Reader<'a> = fields.expect(tag::SEQUENCE)?.reader();
        let (not_before, not_after) = (validity.next()?, validity.next()?);
        validity.end()?;
        let subject = NameView::read(&mut fields)?;
        let key = fields.expect(tag::SEQUENCE)?.raw;
        let unique_identifiers = [0x81, 0xa1, 0x82, 0xa2].map(|tag| fields.optional(tag));
        let extensions = match fields.optional(0xa3) {
            Some(explicit) => Extensions::read(&explicit)?,
            None => Extensions::none(),
        };
        fields.end()?;
        Some(Self {
            profile: *profile,
            version,
            serial_number,
            signature,
            issuer,
            not_before,
            not_after,
            subject,
            key,
            has_unique_identifier: unique_identifiers.iter().any(Option::is_some),
            extensions,
            outer: None,
        })
    }
}

/// The to-be-signed bytes, the algorithm and the content of the bit string of a certificate or revocation list.
pub(super) fn split_signed(der: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let mut fields = tlv::single(der, tag::SEQUENCE)?.reader();
    let tbs = fields.expect(tag::SEQUENCE)?;
    let algorithm = fields.expect(tag::SEQUENCE)?;
    let signature = fields.expect(tag::BIT_STRING)?;
    fields.end()?;
    Some((tbs.raw, algorithm.raw, signature.value))
}

pub(super) use body::suite;

/// A function of this table.
pub(super) type Check = fn(&View<'_>) -> Verdict;

/// Every requirement on a certificate.
#[rustfmt::skip]
pub(super) const TABLE: &[Lint<Check>] = &[
    lint("version_is_3", "9303-12:7.1.1", body::version_is_3),
    lint("serial_number_is_positive", "9303-12:7.1.1", body::serial_number_is_positive),
    lint("serial_number_is_minimal", "9303-12:7.1.1", body::serial_number_is_minimal),
    lint("serial_number_has_at_most_20_octets", "9303-12:7.1.1", body::serial_number_has_at_most_20_octets),
    lint("signature_algorithm_is_known", "9303-12:4.1.6", body::signature_algorithm_is_known),
    lint("signature_algorithms_are_identical", "9303-12:7.1.1", body::signature_algorithms_are_identical),
    lint("signature_has_whole_octets", "rfc5280:4.1.1.3", body::signature_has_whole_octets),
    lint("not_before_has_its_form", "9303-12:7.1.1", body::not_before_has_its_form),
    lint("not_after_has_its_form", "9303-12:7.1.1", body::not_after_has_its_form),
    lint("validity_is_positive", "rfc5280:4.1.2.5", body::validity_is_positive),
    lint("no_unique_identifiers", "9303-12:7.1.1", body::no_unique_identifiers),
    lint("issuer_country", "9303-12:7.1.1.1", identity::issuer_country),
    lint("issuer_common_name", "9303-12:7.1.1.1", identity::issuer_common_name),
    lint("issuer_strings", "9303-12:7.1.1.1", identity::issuer_strings),
    lint("subject_country", "9303-12:7.1.1.1", identity::subject_country),
    lint("subject_common_name", "9303-12:7.1.1.1", identity::subject_common_name),
    lint("subject_strings", "9303-12:7.1.1.1", identity::subject_strings),
    lint("countries_are_the_same", "9303-12:7.1.1.1", identity::countries_are_the_same),
    lint("root_is_self_issued", "9303-12:7.1.1", identity::root_is_self_issued),
    lint("subject_alt_name_content", "9303-12:7.1.1.2", identity::subject_alt_name_content),
    lint("issuer_alt_name_content", "9303-12:7.1.1.2", identity::issuer_alt_name_content),
    lint("root_alt_names_are_identical", "9303-12:7.1.1.2", identity::root_alt_names_are_identical),
    lint("key_is_known", "9303-12:4.1.6", key::key_is_known),
    lint("curve_has_its_encoding", "9303-12:4.1.6.3", key::curve_has_its_encoding),
    lint("explicit_parameters_have_the_cofactor", "9303-12:4.1.6.3", key::explicit_parameters_have_the_cofactor),
    lint("point_is_uncompressed", "9303-12:4.1.6.3", key::point_is_uncompressed),
    lint("rsa_parameters_are_null", "rfc3279:2.3.1", key::rsa_parameters_are_null),
    lint("rsa_exponent_is_sound", "rfc8017:3.1", key::rsa_exponent_is_sound),
    lint("root_suite_fits_its_key", "9303-12:4.1.6", key::root_suite_fits_its_key),
    lint("subject_key_identifier_content", "rfc5280:4.2.1.2", key::subject_key_identifier_content),
    lint("authority_key_identifier_content", "9303-12:7.1.1", key::authority_key_identifier_content),
    lint("root_key_identifiers_are_equal", "rfc5280:4.2.1.1", key::root_key_identifiers_are_equal),
    lint("link_key_identifiers_differ", "9303-12:4.1.4.3", key::link_key_identifiers_differ),
    lint("extensions_are_there", "9303-12:7.1.1", presence::extensions_are_there),
    lint("extensions_are_unique", "rfc5280:4.2", presence::extensions_are_unique),
    lint("defaults_are_not_encoded", "9303-12:7.1.1", presence::defaults_are_not_encoded),
    lint("forbidden_extensions", "9303-12:7.1.1", presence::forbidden_extensions),
    lint("critical_extensions_are_known", "9303-12:7.1.1", presence::critical_extensions_are_known),
    lint("authority_key_identifier", "9303-12:7.1.1", presence::authority_key_identifier),
    lint("subject_key_identifier", "9303-12:7.1.1", presence::subject_key_identifier),
    lint("key_usage", "9303-12:7.1.1", presence::key_usage),
    lint("private_key_usage_period", "9303-12:7.1.1", presence::private_key_usage_period),
    lint("subject_alt_name", "9303-12:7.1.1", presence::subject_alt_name),
    lint("issuer_alt_name", "9303-12:7.1.1", presence::issuer_alt_name),
    lint("basic_constraints", "9303-12:7.1.1", presence::basic_constraints),
    lint("extended_key_usage", "9303-12:7.1.1", presence::extended_key_usage),
    lint("crl_distribution_points", "9303-12:7.1.1", presence::crl_distribution_points),
    lint("name_change", "9303-12:7.1.1.5", presence::name_change),
    lint("document_type_list", "9303-12:7.1.1.6", presence::document_type_list),
    lint("key_usage_content", "9303-12:7.1.1", constraint::key_usage_content),
    lint("private_key_usage_period_content", "9303-12:7.1.1", constraint::private_key_usage_period_content),
    lint("private_key_usage_is_within_validity", "9303-12:4.1", constraint::private_key_usage_is_within_validity),
    lint("basic_constraints_content", "9303-12:7.1.1", constraint::basic_constraints_content),
    lint("extended_key_usage_content", "9303-12:7.1.1.3", constraint::extended_key_usage_content),
    lint("crl_distribution_points_content", "9303-12:7.1.1.4", constraint::crl_distribution_points_content),
    lint("name_change_content", "9303-12:7.1.1.5", constraint::name_change_content),
    lint("name_change_tells_the_truth", "9303-12:7.1.1.5", constraint::name_change_tells_the_truth),
    lint("document_type_list_content", "9303-12:7.1.1.6", constraint::document_type_list_content),
];
