//! What our own issuing side releases, before the reader that has never seen its code.

use std::collections::BTreeMap;

use crate::algorithm::{Curve, KeyKind, SignatureSuite};
use crate::fixture::{Authority, data_groups, now};
use crate::issue::LdsVersion;
use crate::passive_authentication::{PassiveAuthentication, Presented, authenticate};
use crate::profile::CertificateRole;
use crate::public_key::EcEncoding;
use crate::report::Verdict;
use crate::trust::TrustStore;

const SUITES: [(KeyKind, SignatureSuite, EcEncoding); 6] = [
    (
        KeyKind::Ec(Curve::P256),
        SignatureSuite::EcdsaSha256,
        EcEncoding::Named,
    ),
    (
        KeyKind::Ec(Curve::P384),
        SignatureSuite::EcdsaSha384,
        EcEncoding::Explicit,
    ),
    (
        KeyKind::Ec(Curve::P521),
        SignatureSuite::EcdsaSha512,
        EcEncoding::Explicit,
    ),
    (
        KeyKind::Ec(Curve::BrainpoolP512r1),
        SignatureSuite::EcdsaSha512,
        EcEncoding::Explicit,
    ),
    (
        KeyKind::Rsa3072,
        SignatureSuite::RsaPkcs1Sha256,
        EcEncoding::Explicit,
    ),
    (
        KeyKind::Rsa3072,
        SignatureSuite::RsaPssSha384,
        EcEncoding::Explicit,
    ),
];

fn trust(authority: &Authority) -> TrustStore {
    let mut trust = TrustStore::new();
    let added = trust.add_certificates(authority.root.as_der()).unwrap();
    assert_eq!(added.anchors, 1);
    trust
        .add_revocation_list(&authority.crl(&Authority::crl_request()))
        .unwrap();
    trust
}

fn judge(sod: &[u8], trust: &TrustStore) -> PassiveAuthentication {
    let groups = data_groups();
    let data_groups: BTreeMap<u8, &[u8]> = groups
        .iter()
        .map(|(n, bytes)| (*n, bytes.as_slice()))
        .collect();
    let presented = Presented {
        sod,
        data_groups: &data_groups,
        at: now(),
        issue_date: None,
        signing_time: None,
    };
    authenticate(&presented, trust)
}

#[test]
fn every_released_sod_is_valid_without_a_warning() {
    for (kind, suite, encoding) in SUITES {
        let authority = Authority::new(kind, suite, encoding);
        let trust = trust(&authority);
        for version in [LdsVersion::V1_7, LdsVersion::V1_8] {
            let outcome = judge(&authority.sod(version), &trust);
            assert_eq!(
                outcome.verdict,
                Verdict::Valid,
                "{suite} {version:?}: {:#?}",
                outcome.check
            );
            assert_eq!(outcome.warnings, [], "{suite} {version:?}");
        }
    }
}

#[test]
fn a_released_master_list_brings_its_link_certificate() {
    let authority = Authority::p256();
    let mut trust = trust(&authority);
    let added = trust
        .add_master_list(&authority.master_list(), now())
        .unwrap();
    assert_eq!((added.anchors, added.warnings), (1, Vec::new()));
}

#[test]
fn no_byte_of_a_released_sod_changes_in_silence() {
    let authority = Authority::p256();
    let trust = trust(&authority);
    let sod = authority.sod(LdsVersion::V1_8);
    for position in 0..sod.len() {
        for mask in [0x01, 0x20, 0x80, 0xFF] {
            let mut changed = sod.clone();
            changed[position] ^= mask;
            let outcome = judge(&changed, &trust);
            let is_silent = outcome.verdict == Verdict::Valid && outcome.warnings.is_empty();
            assert!(!is_silent, "byte {position}, {mask:02X}");
        }
    }
}

#[test]
fn a_released_document_signer_certificate_is_no_anchor() {
    let authority = Authority::p256();
    let mut trust = TrustStore::new();
    let signer = authority.certificate(CertificateRole::DocumentSigner);
    let added = trust.add_certificates(signer.as_der()).unwrap();
    assert_eq!((added.anchors, added.others), (0, 1));
}
