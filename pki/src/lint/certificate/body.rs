//! The fields of a certificate outside its names, key and extensions.

use super::super::extension::is_minimal;
use super::super::moment::time;
use super::super::{Verdict, require};
use super::View;
use crate::algorithm::SignatureSuite;

pub(super) fn version_is_3(view: &View<'_>) -> Verdict {
    require(
        view.version == Some(&[0x02, 0x01, 0x02]),
        "the version is not v3",
    )
}

pub(super) fn serial_number_is_positive(view: &View<'_>) -> Verdict {
    let is_positive = view
        .serial_number
        .first()
        .is_some_and(|first| *first < 0x80)
        && view.serial_number.iter().any(|octet| *octet != 0);
    require(is_positive, "the serial number is not positive")
}

pub(super) fn serial_number_is_minimal(view: &View<'_>) -> Verdict {
    require(
        is_minimal(view.serial_number),
        "the serial number has superfluous octets",
    )
}

pub(super) fn serial_number_has_at_most_20_octets(view: &View<'_>) -> Verdict {
    require(
        view.serial_number.len() <= 20,
        "the serial number has more than 20 octets",
    )
}

pub(super) fn signature_algorithm_is_known(view: &View<'_>) -> Verdict {
    require(
        suite(view.signature).is_some(),
        "the signature algorithm with its parameters is none of the profile",
    )
}

pub(super) fn signature_algorithms_are_identical(view: &View<'_>) -> Verdict {
    let are_identical = view
        .outer
        .as_ref()
        .is_none_or(|outer| outer.algorithm == view.signature);
    require(
        are_identical,
        "signatureAlgorithm differs from the signature field",
    )
}

pub(super) fn signature_has_whole_octets(view: &View<'_>) -> Verdict {
    let is_whole = view
        .outer
        .as_ref()
        .is_none_or(|outer| matches!(outer.signature, [0, rest @ ..] if !rest.is_empty()));
    require(is_whole, "the signature value is not a string of octets")
}

pub(super) fn not_before_has_its_form(view: &View<'_>) -> Verdict {
    time(&view.not_before).map(|_| ())
}

pub(super) fn not_after_has_its_form(view: &View<'_>) -> Verdict {
    time(&view.not_after).map(|_| ())
}

pub(super) fn validity_is_positive(view: &View<'_>) -> Verdict {
    match (time(&view.not_before), time(&view.not_after)) {
        (Ok(from), Ok(until)) => require(from < until, "the validity ends before it begins"),
        _ => Ok(()),
    }
}

pub(super) fn no_unique_identifiers(view: &View<'_>) -> Verdict {
    require(
        !view.has_unique_identifier,
        "there is an issuerUniqueID or subjectUniqueID",
    )
}

/// The suite whose AlgorithmIdentifier these bytes are.
pub(in super::super) fn suite(algorithm: &[u8]) -> Option<SignatureSuite> {
    SignatureSuite::ALL.into_iter().find(|suite| {
        // 30, length, 06, length, identifier, parameters: compared without encoding anything
        let identifier = suite.oid();
        let content_length = 2 + identifier.as_bytes().len() + suite.parameters().len();
        let prefix = [
            0x30,
            u8::try_from(content_length).unwrap_or(u8::MAX),
            0x06,
            u8::try_from(identifier.as_bytes().len()).unwrap_or(u8::MAX),
        ];
        algorithm
            .strip_prefix(&prefix)
            .and_then(|rest| rest.strip_prefix(identifier.as_bytes()))
            .is_some_and(|rest| rest == suite.parameters())
    })
}
