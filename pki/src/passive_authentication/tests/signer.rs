//! Document signers, good, odd and not entitled, each with its own reason.

#![allow(clippy::too_many_lines, reason = "tables of cases")]

use super::forge::{Csca, Key, ObjectShape, SignerShape, Suite, name, oid, sequence, tlv};
use super::world::{self, Outcome, World};
use crate::passive_authentication::IssueDate;
use crate::report::{CheckResult, Reason, Verdict, WarningKind};
use crate::trust::TrustStore;

#[test]
fn a_good_document_of_each_kind_of_key_is_valid_without_a_warning() {
    for (csca, signer) in [
        (Suite::P256, Suite::P256),
        (Suite::P256Explicit, Suite::P256Explicit),
        (Suite::Brainpool384Explicit, Suite::P256),
        (Suite::P256, Suite::Brainpool384Explicit),
        (Suite::RsaPss, Suite::RsaPkcs1),
        (Suite::RsaPkcs1, Suite::RsaPss),
    ] {
        let world = World::new(csca);
        let signer = world.csca.signer(&SignerShape {
            suite: signer,
            ..SignerShape::default()
        });
        let outcome = world.judge(&signer.sod(&world.groups));
        assert_eq!(
            outcome.verdict,
            Verdict::Valid,
            "{csca:?}: {:#?}",
            outcome.check
        );
        assert_eq!(outcome.warnings, [], "{csca:?}");
        assert_eq!(outcome.check.reasons(), [], "{csca:?}");
        assert_eq!(outcome.lds_version.as_deref(), Some("0108"));
    }
}

/// Judges a document of a signer of this shape.
fn judged(shape: SignerShape) -> Outcome {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&shape);
    world.judge(&signer.sod(&world.groups))
}

#[test]
fn a_signer_that_is_not_entitled_is_found_out_each_with_its_reason() {
    let shape = SignerShape::default;
    let purpose = |kind: &str| sequence(&[oid(kind)]);
    for (name, shape, id, reason) in [
        (
            "expired",
            SignerShape {
                valid: ("2026-10-01T00:00:00Z", "2026-11-21T00:00:00Z"),
                ..shape()
            },
            "validity",
            Reason::DocumentSignerExpired,
        ),
        (
            "not yet",
            SignerShape {
                valid: ("2026-12-01T00:00:00Z", "2037-01-01T00:00:00Z"),
                ..shape()
            },
            "validity",
            Reason::DocumentSignerNotYetValid,
        ),
        (
            "expired at signing",
            SignerShape {
                valid: ("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"),
                ..shape()
            },
            "signing_time",
            Reason::DocumentSignerExpiredAtSigning,
        ),
        (
            "not yet at signing",
            SignerShape {
                valid: ("2026-11-21T00:00:00Z", "2037-01-01T00:00:00Z"),
                ..shape()
            },
            "signing_time",
            Reason::DocumentSignerNotYetValidAtSigning,
        ),
        (
            "key retired",
            SignerShape {
                usage: Some(("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")),
                ..shape()
            },
            "usage_period",
            Reason::SigningTimeOutsideUsagePeriod,
        ),
        (
            "certificate signing key",
            SignerShape {
                key_usage: Some([1, 0x06]),
                ..shape()
            },
            "key_usage",
            Reason::KeyUsageWrong,
        ),
        (
            "authority",
            SignerShape {
                more: vec![("2.5.29.19", true, sequence(&[tlv(1, &[0xFF])]))],
                ..shape()
            },
            "key_usage",
            Reason::KeyUsageWrong,
        ),
        (
            "master list signer",
            SignerShape {
                document_types: None,
                more: vec![("2.5.29.37", true, purpose("2.23.136.1.1.3"))],
                ..shape()
            },
            "key_usage",
            Reason::ExtendedKeyUsageWrong,
        ),
        (
            "purpose, not critical, no list",
            SignerShape {
                document_types: None,
                more: vec![("2.5.29.37", false, purpose("1.2.3"))],
                ..shape()
            },
            "key_usage",
            Reason::ExtendedKeyUsageWrong,
        ),
        (
            "unknown critical",
            SignerShape {
                more: vec![("1.2.3.4", true, vec![5, 0])],
                ..shape()
            },
            "critical_extensions",
            Reason::UnknownCriticalExtension,
        ),
        (
            "broken critical",
            SignerShape {
                key_usage: None,
                more: vec![("2.5.29.15", true, vec![5, 0])],
                ..shape()
            },
            "critical_extensions",
            Reason::UnknownCriticalExtension,
        ),
        (
            "other country",
            SignerShape {
                country: Some("JP"),
                ..shape()
            },
            "csca",
            Reason::CountryMismatch,
        ),
        (
            "two algorithms",
            SignerShape {
                outer_algorithm: Some(Key::new(Suite::RsaPkcs1).algorithm()),
                ..shape()
            },
            "csca",
            Reason::CertificateAlgorithmMismatch,
        ),
        (
            "other issuer name",
            SignerShape {
                issuer: Some(name("KR", "Somebody", 0x0C)),
                ..shape()
            },
            "csca",
            Reason::IssuerNameMismatch,
        ),
    ] {
        let outcome = judged(shape);
        assert_eq!(
            outcome.verdict,
            Verdict::Invalid,
            "{name}: {:#?}",
            outcome.check
        );
        let check = outcome.check.find(id).unwrap();
        assert_eq!(
            (check.result, check.reason),
            (CheckResult::Failed, Some(reason)),
            "{name}"
        );
    }
}

#[test]
fn oddities_of_old_certificates_are_reported_and_not_fatal() {
    let shape = SignerShape::default;
    let lower = name("kr", "CSCA of Korea", 0x13);
    let cases = [
        (
            "lower case and PrintableString",
            SignerShape {
                issuer: Some(lower),
                ..shape()
            },
            WarningKind::NameSpelledDifferently,
        ),
        (
            "no key identifier",
            SignerShape {
                has_authority_key_identifier: false,
                ..shape()
            },
            WarningKind::AuthorityKeyIdentifierUnhelpful,
        ),
        (
            "wrong key identifier",
            SignerShape {
                authority_key_identifier: Some(vec![1; 20]),
                ..shape()
            },
            WarningKind::AuthorityKeyIdentifierUnhelpful,
        ),
        (
            "no key usage",
            SignerShape {
                key_usage: None,
                ..shape()
            },
            WarningKind::CertificateOutOfProfile,
        ),
        (
            "basic constraints",
            SignerShape {
                more: vec![("2.5.29.19", true, sequence(&[]))],
                ..shape()
            },
            WarningKind::CertificateOutOfProfile,
        ),
        (
            "purpose beside a list",
            SignerShape {
                more: vec![("2.5.29.37", false, sequence(&[oid("1.2.3")]))],
                ..shape()
            },
            WarningKind::CertificateOutOfProfile,
        ),
        (
            "unreadable",
            SignerShape {
                usage: None,
                more: vec![("2.5.29.16", false, vec![5, 0])],
                ..shape()
            },
            WarningKind::CertificateOutOfProfile,
        ),
    ];
    for (name, shape, kind) in cases {
        let outcome = judged(shape);
        assert_eq!(
            outcome.verdict,
            Verdict::Valid,
            "{name}: {:#?}",
            outcome.check
        );
        assert!(outcome.warned(kind), "{name}: {:?}", outcome.warnings);
    }
}

#[test]
fn the_date_of_issue_is_held_against_the_usage_period() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let shape = ObjectShape {
        signing_time: None,
        ..ObjectShape::default()
    };
    let sod = signer.sod_with(&signer.security_object(&world.groups), &shape);
    let seoul = chrono::FixedOffset::east_opt(9 * 3600);
    for (day, offset, expected, warned) in [
        (Some("2026-11-20"), None, Ok(CheckResult::Successful), false),
        (
            Some("2026-09-30"),
            seoul,
            Err(Reason::IssueDateOutsideUsagePeriod),
            false,
        ),
        (Some("2026-09-30"), None, Ok(CheckResult::Successful), true),
        (
            Some("2027-01-03"),
            seoul,
            Err(Reason::IssueDateOutsideUsagePeriod),
            false,
        ),
        (None, None, Ok(CheckResult::Undetermined), false),
    ] {
        let issue_date = day.map(|day| IssueDate {
            date: day.parse().unwrap(),
            offset,
        });
        let outcome = world.judge_issued(&sod, issue_date);
        let check = outcome.check.find("usage_period").unwrap();
        let found = match check.reason.filter(|_| check.result == CheckResult::Failed) {
            Some(reason) => Err(reason),
            None => Ok(check.result),
        };
        assert_eq!(found, expected, "{day:?}");
        assert_eq!(
            outcome.warned(WarningKind::IssueDateAtEdge),
            warned,
            "{day:?}"
        );
        let verdict = if expected.is_err() {
            Verdict::Invalid
        } else {
            Verdict::Valid
        };
        assert_eq!(outcome.verdict, verdict, "{day:?}");
    }
}

#[test]
fn an_unknown_csca_leaves_an_intact_document_undetermined() {
    let world = World::new(Suite::P256);
    let other = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea");
    let signer = other.signer(&SignerShape::default());
    let outcome = world.judge(&signer.sod(&world.groups));
    assert_eq!(outcome.verdict, Verdict::Undetermined);
    assert_eq!(outcome.reason("csca"), Some(Reason::NoTrustAnchor));
    for id in ["signature", "data_groups"] {
        assert_eq!(
            outcome.check.find(id).unwrap().result,
            CheckResult::Successful
        );
    }
    // A signer that names the trusted key without having its signature is a forgery, not a stranger.
    let claimed = SignerShape {
        authority_key_identifier: Some(world.csca.key.identifier()),
        ..SignerShape::default()
    };
    let outcome = world.judge(&other.signer(&claimed).sod(&world.groups));
    assert_eq!(outcome.verdict, Verdict::Invalid);
    assert_eq!(
        outcome.reason("csca"),
        Some(Reason::CertificateSignatureWrong)
    );
}

#[test]
fn a_document_signer_given_as_trust_is_no_anchor_but_can_be_looked_up() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let content = signer.security_object_of(0, &world::hashes(&world.groups), None);
    let shape = ObjectShape {
        embeds_certificate: false,
        ..ObjectShape::default()
    };
    let sod = signer.sod_with(&content, &shape);
    let missing = world.judge(&sod);
    assert_eq!(missing.verdict, Verdict::Undetermined);
    assert_eq!(
        missing.reason("signer_identifier"),
        Some(Reason::SignerCertificateMissing)
    );

    let mut trust = TrustStore::new();
    let added = trust.add_certificates(&signer.certificate).unwrap();
    assert_eq!((added.anchors, added.others), (0, 1));
    let outcome = world.judge_trusting(&sod, &trust);
    assert_eq!(outcome.verdict, Verdict::Undetermined);
    assert_eq!(outcome.reason("csca"), Some(Reason::NoTrustAnchor));
    trust.add_certificates(&world.csca.certificate).unwrap();
    trust.add_revocation_list(&world.list()).unwrap();
    assert_eq!(world.judge_trusting(&sod, &trust).verdict, Verdict::Valid);
}

#[test]
fn a_link_certificate_is_an_anchor_for_the_new_key() {
    let world = World::new(Suite::P256);
    let new = Csca::new(Suite::RsaPss, "KR", "KOR", "CSCA of Korea");
    let signer = new.signer(&SignerShape::default());
    let sod = signer.sod(&world.groups);
    assert_eq!(world.judge(&sod).verdict, Verdict::Undetermined);
    let mut trust = TrustStore::new();
    trust.add_certificates(&world.csca.link_to(&new)).unwrap();
    trust
        .add_revocation_list(&new.revocation_list(
            2,
            "2026-11-01T00:00:00Z",
            Some("2027-01-20T00:00:00Z"),
            &[],
        ))
        .unwrap();
    let outcome = world.judge_trusting(&sod, &trust);
    assert_eq!(outcome.verdict, Verdict::Valid, "{:#?}", outcome.check);
}
