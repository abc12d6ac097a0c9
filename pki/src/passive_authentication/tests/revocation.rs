//! What revocation lists say, and which of them count.

#![allow(clippy::too_many_lines, reason = "tables of cases")]

use super::forge::{Csca, SignerShape, Suite, extension, sequence};
use super::world::{AT, World};
use crate::report::{Reason, Verdict};
use crate::trust::TrustStore;

/// Name, lists, verdict, reason of the revocation check.
type Case = (&'static str, Vec<Vec<u8>>, Verdict, Option<Reason>);

#[test]
fn revocation_lists_answer_by_country_and_standing() {
    let world = World::new(Suite::P256);
    let signer = world.csca.signer(&SignerShape::default());
    let sod = signer.sod(&world.groups);
    let other = Csca::new(Suite::P256, "JP", "JPN", "CSCA of Japan");
    let forger = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea");
    let serial: &[u8] = &[0x12, 0x34];
    let (this, next) = ("2026-11-01T00:00:00Z", Some("2027-01-20T00:00:00Z"));
    let clean = world.csca.revocation_list(7, this, next, &[]);
    let revoked = world.csca.revocation_list(8, this, next, &[serial]);
    let late = Some("2026-11-10T00:00:00Z");
    let partial = [extension("2.5.29.28", true, &sequence(&[]))];
    let cases: [Case; 9] = [
        ("clean", vec![clean.clone()], Verdict::Valid, None),
        (
            "none",
            vec![],
            Verdict::Valid,
            Some(Reason::NoRevocationList),
        ),
        (
            "revoked",
            vec![revoked.clone()],
            Verdict::Invalid,
            Some(Reason::DocumentSignerRevoked),
        ),
        (
            "the newer counts",
            vec![revoked, clean.clone()],
            Verdict::Invalid,
            Some(Reason::DocumentSignerRevoked),
        ),
        (
            "stale",
            vec![world.csca.revocation_list(7, this, late, &[])],
            Verdict::Valid,
            Some(Reason::RevocationListStale),
        ),
        (
            "stale and revoked",
            vec![world.csca.revocation_list(7, this, late, &[serial])],
            Verdict::Invalid,
            Some(Reason::DocumentSignerRevoked),
        ),
        (
            "forged",
            vec![forger.revocation_list(9, this, next, &[serial])],
            Verdict::Valid,
            Some(Reason::RevocationListNotTrusted),
        ),
        (
            "other country",
            vec![other.revocation_list(9, this, next, &[serial])],
            Verdict::Valid,
            Some(Reason::NoRevocationList),
        ),
        (
            "partial",
            vec![
                world
                    .csca
                    .revocation_list_with(9, this, next, &[], &partial),
            ],
            Verdict::Valid,
            Some(Reason::RevocationListNotTrusted),
        ),
    ];
    for (name, lists, verdict, reason) in cases {
        let mut trust = TrustStore::new();
        trust.add_certificates(&world.csca.certificate).unwrap();
        trust.add_certificates(&other.certificate).unwrap();
        for list in &lists {
            trust.add_revocation_list(list).unwrap();
        }
        let outcome = world.judge_trusting(&sod, &trust);
        assert_eq!(outcome.verdict, verdict, "{name}");
        assert_eq!(outcome.reason("revocation"), reason, "{name}");
        let is_sure = matches!(reason, None | Some(Reason::DocumentSignerRevoked));
        assert_eq!(
            outcome.warnings.is_empty(),
            is_sure,
            "{name}: {:?}",
            outcome.warnings
        );
    }
}

#[test]
fn a_newer_csca_key_signs_the_list_for_older_signers() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    let new = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea, renamed");
    let mut trust = TrustStore::new();
    trust.add_certificates(&world.csca.certificate).unwrap();
    trust.add_certificates(&world.csca.link_to(&new)).unwrap();
    let list = new.revocation_list(
        1,
        "2026-11-01T00:00:00Z",
        Some("2027-01-20T00:00:00Z"),
        &[&[0x12, 0x34]],
    );
    trust.add_revocation_list(&list).unwrap();
    let outcome = world.judge_trusting(&sod, &trust);
    assert_eq!(
        outcome.reason("revocation"),
        Some(Reason::DocumentSignerRevoked)
    );
}

#[test]
fn two_cscas_of_one_country_do_not_revoke_for_each_other() {
    let world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    let region = Csca::of_territory(Suite::P256, "KR", "KOR", Some("XYZ"), "CSCA of a region");
    let mut trust = TrustStore::new();
    trust.add_certificates(&world.csca.certificate).unwrap();
    trust.add_certificates(&region.certificate).unwrap();
    let list = region.revocation_list(
        1,
        "2026-11-01T00:00:00Z",
        Some("2027-01-20T00:00:00Z"),
        &[&[0x12, 0x34]],
    );
    trust.add_revocation_list(&list).unwrap();
    let outcome = world.judge_trusting(&sod, &trust);
    assert_eq!(outcome.reason("revocation"), Some(Reason::NoRevocationList));
}

#[test]
fn a_remembered_signer_is_still_judged_by_the_time_and_by_new_lists() {
    let mut world = World::new(Suite::P256);
    let sod = world
        .csca
        .signer(&SignerShape::default())
        .sod(&world.groups);
    assert_eq!(world.judge(&sod).verdict, Verdict::Valid);
    let later = world.judge_at(&sod, "2040-01-01T00:00:00Z");
    assert_eq!(
        later.reason("validity"),
        Some(Reason::DocumentSignerExpired)
    );
    let list = world.csca.revocation_list(
        99,
        "2026-11-02T00:00:00Z",
        Some("2027-01-20T00:00:00Z"),
        &[&[0x12, 0x34]],
    );
    world.trust.add_revocation_list(&list).unwrap();
    assert_eq!(
        world.judge(&sod).reason("revocation"),
        Some(Reason::DocumentSignerRevoked)
    );
    assert!(AT < "2026-11-23");
}
