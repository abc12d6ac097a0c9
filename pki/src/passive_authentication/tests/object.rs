//! Objects that are not what they should be, and data groups that do not fit them.

#![allow(clippy::too_many_lines, reason = "tables of cases")]

use std::collections::BTreeMap;

use super::forge::{Key, ObjectShape, SignerShape, Suite, name, oid, sequence, tlv};
use super::world::{self, World};
use crate::report::{Reason, Verdict, WarningKind};

/// Changes data groups.
type Change = fn(&mut BTreeMap<u8, Vec<u8>>);

#[test]
fn data_groups_changed_added_and_left_out_are_told_apart() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    let with = |change: Change| {
        let mut groups = world.groups.clone();
        change(&mut groups);
        world.judge_with(&sod, &groups)
    };
    for (name, outcome, id, reason) in [
        (
            "changed",
            with(|groups| groups.get_mut(&2).unwrap()[9] ^= 1),
            "data_group_2",
            Reason::HashMismatch,
        ),
        (
            "injected",
            with(|groups| drop(groups.insert(15, vec![0x6F, 0]))),
            "data_group_15",
            Reason::DataGroupNotListed,
        ),
        (
            "left out",
            with(|groups| drop(groups.remove(&2))),
            "data_group_2",
            Reason::DataGroupMissing,
        ),
    ] {
        assert_eq!(outcome.verdict, Verdict::Invalid, "{name}");
        assert_eq!(outcome.reason(id), Some(reason), "{name}");
    }
    let unread = with(|groups| drop(groups.remove(&3)));
    assert_eq!(unread.verdict, Verdict::Valid);
    assert!(unread.warned(WarningKind::DataGroupNotRead));
    let padded = with(|groups| groups.get_mut(&1).unwrap().extend([0, 0]));
    assert_eq!(padded.verdict, Verdict::Valid);
    assert!(padded.warned(WarningKind::BytesAfterObject));
}

#[test]
fn lists_of_hashes_that_contradict_themselves_are_refused() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let hashes = world::hashes(&world.groups);
    let twice = [hashes.clone(), vec![hashes[0].clone()]].concat();
    let wild = [hashes.clone(), vec![(17, vec![0; 32])]].concat();
    let info = Some(("0108", "040000"));
    for (name, content, reason) in [
        (
            "twice",
            signer.security_object_of(1, &twice, info),
            Reason::DataGroupListedTwice,
        ),
        (
            "number 17",
            signer.security_object_of(1, &wild, info),
            Reason::DataGroupNumberWrong,
        ),
        (
            "version 2",
            signer.security_object_of(2, &hashes, info),
            Reason::LdsVersionUnsupported,
        ),
    ] {
        let outcome = world.judge(&signer.sod_with(&content, &ObjectShape::default()));
        assert_eq!(outcome.verdict, Verdict::Invalid, "{name}");
        assert!(
            outcome.check.reasons().contains(&reason),
            "{name}: {:?}",
            outcome.check.reasons()
        );
    }
    for (version, info) in [(0, info), (1, None)] {
        let content = signer.security_object_of(version, &hashes, info);
        let outcome = world.judge(&signer.sod_with(&content, &ObjectShape::default()));
        assert_eq!(outcome.verdict, Verdict::Valid);
        assert!(outcome.warned(WarningKind::ListVersionInconsistent));
    }
}

#[test]
fn signed_objects_that_are_not_what_they_should_be_are_refused() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let content = signer.security_object(&world.groups);
    let shape = ObjectShape::default;
    for (name, shape, verdict, reason) in [
        (
            "another content",
            ObjectShape {
                content_type: "2.23.136.1.1.2",
                ..shape()
            },
            Verdict::Malformed,
            Reason::ContentTypeWrong,
        ),
        (
            "another content type attribute",
            ObjectShape {
                content_type_attribute: Some("1.2.3"),
                ..shape()
            },
            Verdict::Invalid,
            Reason::ContentTypeAttributeWrong,
        ),
        (
            "no signed attributes",
            ObjectShape {
                has_signed_attributes: false,
                ..shape()
            },
            Verdict::Invalid,
            Reason::SignedAttributesMissing,
        ),
        (
            "another serial",
            ObjectShape {
                serial: Some(vec![1]),
                ..shape()
            },
            Verdict::Invalid,
            Reason::SignerIdentifierMismatch,
        ),
        (
            "another issuer",
            ObjectShape {
                issuer: Some(name("KR", "Nobody", 0x0C)),
                ..shape()
            },
            Verdict::Invalid,
            Reason::SignerIdentifierMismatch,
        ),
        (
            "another algorithm",
            ObjectShape {
                signature_algorithm: Some(sequence(&[oid("1.2.3")])),
                ..shape()
            },
            Verdict::Invalid,
            Reason::SignatureAlgorithmUnsupported,
        ),
        (
            "an algorithm of another key",
            ObjectShape {
                signature_algorithm: Some(Key::new(Suite::RsaPkcs1).algorithm()),
                ..shape()
            },
            Verdict::Invalid,
            Reason::SignatureWrong,
        ),
    ] {
        let outcome = world.judge(&signer.sod_with(&content, &shape));
        assert_eq!(outcome.verdict, verdict, "{name}");
        assert!(
            outcome.check.reasons().contains(&reason),
            "{name}: {:?}",
            outcome.check.reasons()
        );
    }
    let mut cut = content.clone();
    cut.truncate(20);
    assert_eq!(
        world.judge(&signer.sod_with(&cut, &shape())).verdict,
        Verdict::Malformed
    );
}

#[test]
fn fields_that_no_signature_covers_are_watched() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let content = signer.security_object(&world.groups);
    let shape = ObjectShape::default;
    let digest = |parameters: Vec<u8>| sequence(&[oid("2.16.840.1.101.3.4.2.1"), parameters]);
    let attribute = tlv(0xA1, &sequence(&[oid("1.2.3"), tlv(0x31, &[5, 0])]));
    for (name, shape, kind) in [
        (
            "version",
            ObjectShape {
                signed_data_version: 1,
                ..shape()
            },
            WarningKind::SignedDataVersion,
        ),
        (
            "signer version",
            ObjectShape {
                signer_version: 3,
                ..shape()
            },
            WarningKind::SignerInfoVersion,
        ),
        (
            "unsigned attribute",
            ObjectShape {
                unsigned_attributes: Some(attribute),
                ..shape()
            },
            WarningKind::UnsignedAttributes,
        ),
        (
            "revocation lists",
            ObjectShape {
                revocation_lists: Some(tlv(0xA1, &world.list())),
                ..shape()
            },
            WarningKind::EmbeddedRevocationLists,
        ),
        (
            "another certificate",
            ObjectShape {
                more_certificates: vec![world.csca.certificate.clone()],
                ..shape()
            },
            WarningKind::UnusedCertificates,
        ),
        (
            "no digests announced",
            ObjectShape {
                announced_digests: Some(Vec::new()),
                ..shape()
            },
            WarningKind::DigestAlgorithmsInconsistent,
        ),
        (
            "two digests announced",
            ObjectShape {
                announced_digests: Some(vec![
                    digest(Vec::new()),
                    sequence(&[oid("1.3.14.3.2.26")]),
                ]),
                ..shape()
            },
            WarningKind::DigestAlgorithmsInconsistent,
        ),
        (
            "digest with parameters",
            ObjectShape {
                announced_digests: Some(vec![digest(vec![2, 1, 1])]),
                ..shape()
            },
            WarningKind::DigestParametersUnexpected,
        ),
        (
            "signature with parameters",
            ObjectShape {
                signature_algorithm: Some(sequence(&[oid("1.2.840.10045.4.3.2"), vec![5, 0]])),
                ..shape()
            },
            WarningKind::SignatureParametersUnexpected,
        ),
        (
            "bare key algorithm",
            ObjectShape {
                signature_algorithm: Some(sequence(&[oid("1.2.840.10045.2.1")])),
                ..shape()
            },
            WarningKind::SignatureAlgorithmGeneric,
        ),
        (
            "issuer spelled differently",
            ObjectShape {
                issuer: Some(name("kr", "CSCA OF KOREA", 0x13)),
                ..shape()
            },
            WarningKind::SignerNameDiffers,
        ),
        (
            "unsorted attributes",
            ObjectShape {
                is_sorted: false,
                ..shape()
            },
            WarningKind::AttributesNotSorted,
        ),
        (
            "signed tomorrow",
            ObjectShape {
                signing_time: Some("2026-11-23T00:00:00Z"),
                ..shape()
            },
            WarningKind::SigningTimeInFuture,
        ),
    ] {
        let outcome = world.judge(&signer.sod_with(&content, &shape));
        assert_eq!(
            outcome.verdict,
            Verdict::Valid,
            "{name}: {:#?}",
            outcome.check
        );
        assert!(outcome.warned(kind), "{name}: {:?}", outcome.warnings);
        assert_eq!(outcome.warnings.len(), 1, "{name}: {:?}", outcome.warnings);
    }
}

#[test]
fn digests_announced_with_null_are_as_good_as_without() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let digest = sequence(&[oid("2.16.840.1.101.3.4.2.1"), vec![5, 0]]);
    let shape = ObjectShape {
        announced_digests: Some(vec![digest]),
        ..ObjectShape::default()
    };
    let outcome = world.judge(&signer.sod_with(&signer.security_object(&world.groups), &shape));
    assert_eq!(
        (outcome.verdict, outcome.warnings.len()),
        (Verdict::Valid, 0)
    );
}
