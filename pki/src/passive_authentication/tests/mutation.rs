//! Changed bytes: in EF.SOD every one of them, elsewhere at random. Nothing may pass in silence, nothing may panic.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::forge::{ObjectShape, SignerShape, Suite, tlv};
use super::world::World;
use crate::report::{Verdict, WarningKind};

/// For each byte of EF.SOD: inverted, with one bit changed, and as a neighbour.
fn every_byte_matters(suite: Suite) {
    let world = World::new(suite);
    let signer = world.csca.signer(&SignerShape {
        suite,
        ..SignerShape::default()
    });
    let sod = signer.sod(&world.groups);
    assert_eq!(world.judge(&sod).warnings, []);
    let mut silent = Vec::new();
    for position in 0..sod.len() {
        for mask in [0xFF, 0x01, 0x20] {
            let mut changed = sod.clone();
            changed[position] ^= mask;
            let outcome = world.judge(&changed);
            if outcome.verdict == Verdict::Valid && outcome.warnings.is_empty() {
                silent.push((position, mask));
            }
        }
    }
    assert_eq!(
        silent,
        [],
        "{suite:?}: positions and changes that go unnoticed"
    );
}

#[test]
fn no_byte_of_an_ecdsa_sod_changes_in_silence() {
    every_byte_matters(Suite::P256);
}

#[test]
fn no_byte_of_an_explicit_curve_sod_changes_in_silence() {
    every_byte_matters(Suite::P256Explicit);
}

#[test]
fn no_byte_of_an_rsa_sod_changes_in_silence() {
    every_byte_matters(Suite::RsaPkcs1);
}

#[test]
fn no_byte_of_an_rsa_pss_sod_changes_in_silence() {
    every_byte_matters(Suite::RsaPss);
}

#[test]
fn a_changed_byte_in_what_is_signed_is_never_valid() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let content = signer.security_object(&world.groups);
    let sod = signer.sod_with(&content, &ObjectShape::default());
    let place = |part: &[u8]| {
        sod.windows(part.len())
            .position(|window| window == part)
            .unwrap()
    };
    let (_, inside, _) = super::forge::split(&signer.certificate);
    let (signed_certificate, _, _) = super::forge::split(inside);
    let attributes = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03";
    for (name, start, length) in [
        ("security object", place(&content), content.len()),
        (
            "certificate",
            place(signed_certificate),
            signed_certificate.len(),
        ),
        ("signed attributes", place(attributes) - 2, 100),
    ] {
        for position in start..start + length {
            for value in [0x00, 0x30, 0x7F, 0xFF] {
                let mut changed = sod.clone();
                changed[position] = value;
                let is_same = sod[position] == value;
                assert!(
                    is_same || world.judge(&changed).verdict != Verdict::Valid,
                    "{name}, {position}"
                );
            }
        }
    }
}

#[test]
fn a_sod_cut_short_or_filled_up_is_noticed() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    for length in 0..sod.len() {
        assert_eq!(
            world.judge(&sod[..length]).verdict,
            Verdict::Malformed,
            "{length}"
        );
    }
    let padded = [sod, vec![0; 7]].concat();
    let outcome = world.judge(&padded);
    assert_eq!(outcome.verdict, Verdict::Valid);
    assert!(outcome.warned(WarningKind::BytesAfterObject));
}

/// Makes every constructed element outside the certificate and the signed attributes indefinite, and cuts the
/// content into pieces, as the New Zealand documents of 2013 have it.
fn indefinite(sod: &[u8], content: &[u8]) -> Vec<u8> {
    use super::forge::split;
    let open = |tag: u8, parts: &[Vec<u8>]| [vec![tag, 0x80], parts.concat(), vec![0, 0]].concat();
    let (_, info, _) = split(sod);
    let (_, info, _) = split(info);
    let (kind, _, explicit) = split(info);
    let (_, signed, _) = split(explicit);
    let (_, signed, _) = split(signed);
    let (version, _, rest) = split(signed);
    let (digests, _, rest) = split(rest);
    let (_, old_content, rest) = split(rest);
    let (content_type, _, _) = split(old_content);
    let (_, certificates, signers) = split(rest);
    let (first, second) = content.split_at(content.len() / 2);
    let pieces = open(0x24, &[tlv(4, first), tlv(4, second)]);
    let new_content = open(0x30, &[content_type.to_vec(), open(0xA0, &[pieces])]);
    let certificates = open(0xA0, &[certificates.to_vec()]);
    let signed = open(
        0x30,
        &[
            version.to_vec(),
            digests.to_vec(),
            new_content,
            certificates,
            signers.to_vec(),
        ],
    );
    tlv(0x77, &open(0x30, &[kind.to_vec(), open(0xA0, &[signed])]))
}

#[test]
fn indefinite_lengths_and_content_in_pieces_are_read_and_reported() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let content = signer.security_object(&world.groups);
    let sod = indefinite(
        &signer.sod_with(&content, &ObjectShape::default()),
        &content,
    );
    let outcome = world.judge(&sod);
    assert_eq!(outcome.verdict, Verdict::Valid, "{:#?}", outcome.check);
    assert!(outcome.warned(WarningKind::IndefiniteLength));
    assert!(outcome.warned(WarningKind::ConstructedString));
}

#[test]
fn lengths_that_are_not_minimal_are_reported() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    let (_, content, _) = super::forge::split(&sod);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let long = [&[0x77, 0x84], &length[..], content].concat();
    let outcome = world.judge(&long);
    assert_eq!(outcome.verdict, Verdict::Valid);
    assert!(outcome.warned(WarningKind::LengthNotMinimal));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_malformed(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let trust = crate::trust::TrustStore::new();
        let none = BTreeMap::new();
        let presented = crate::passive_authentication::Presented {
            sod: &bytes,
            data_groups: &none,
            at: super::world::AT.parse().unwrap(),
            issue_date: None,
            signing_time: None,
        };
        let outcome = crate::passive_authentication::authenticate(&presented, &trust);
        prop_assert_eq!(outcome.verdict, Verdict::Malformed);
        let _ = crate::trust::TrustStore::new().add_certificates(&bytes);
        let _ = crate::trust::TrustStore::new().add_revocation_list(&bytes);
        let _ = crate::trust::TrustStore::new().add_master_list(&bytes, presented.at);
    }
}

#[test]
fn random_changes_of_many_bytes_are_survived() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    let changes = proptest::collection::vec((0..sod.len(), any::<u8>(), any::<bool>()), 1..12);
    let config = ProptestConfig {
        cases: 1500,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let survived = runner.run(&changes, |changes| {
        let mut changed = sod.clone();
        for (position, value, cuts) in changes {
            if cuts && position < changed.len() {
                changed.remove(position);
            } else if let Some(byte) = changed.get_mut(position) {
                *byte = value;
            }
        }
        let outcome = world.judge(&changed);
        let silent = outcome.verdict == Verdict::Valid && outcome.warnings.is_empty();
        prop_assert!(!silent || changed == sod);
        Ok(())
    });
    survived.unwrap();
}
