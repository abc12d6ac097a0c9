//! Trust stores from published files and from files made by hand.

use chrono::{DateTime, Utc};

use super::*;
use crate::passive_authentication::tests::forge::{
    Csca, DocumentSigner, ObjectShape, SignerShape, Suite, master_list_signer, tlv,
};
use crate::report::{Reason, WarningKind};

const DUTCH_LIST: &[u8] = include_bytes!("../../tests/vectors/masterlists/NL_ML_2026-07-22.ml");
const DUTCH_ROOT: &[u8] = include_bytes!("../../tests/vectors/masterlists/NL_ROOT_CA.cer");

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_dutch_master_list_stands_under_its_root_and_every_certificate_is_accounted_for() {
    let mut trust = TrustStore::new();
    assert_eq!(trust.add_certificates(DUTCH_ROOT).unwrap().anchors, 1);
    let added = trust
        .add_master_list(DUTCH_LIST, at("2026-11-22T00:00:00Z"))
        .unwrap();
    // The root is among the 411 and known already.
    assert_eq!(added.anchors, 410);
    assert_eq!(added.warnings, []);
    let korean = trust
        .anchors()
        .filter(|anchor| anchor.certificate().country() == Some("KR"));
    assert_eq!(korean.count(), 4);
    // A second time it brings nothing new.
    let again = trust
        .add_master_list(DUTCH_LIST, at("2026-11-22T00:00:00Z"))
        .unwrap();
    assert_eq!(again.anchors, 0);
}

#[test]
fn the_dutch_master_list_adds_nothing_without_its_root_or_out_of_time_or_changed() {
    let now = at("2026-11-22T00:00:00Z");
    let mut trust = TrustStore::new();
    let refused = trust.add_master_list(DUTCH_LIST, now);
    assert!(
        matches!(refused, Err(MasterListError::SignerNotAnchored { .. })),
        "{refused:?}"
    );
    trust.add_certificates(DUTCH_ROOT).unwrap();
    let refused = trust.add_master_list(DUTCH_LIST, at("2060-01-01T00:00:00Z"));
    assert!(
        matches!(refused, Err(MasterListError::SignerNotValid { .. })),
        "{refused:?}"
    );
    let mut changed = DUTCH_LIST.to_vec();
    changed[300_000] ^= 1;
    let reason = Reason::MessageDigestMismatch;
    assert_eq!(
        trust.add_master_list(&changed, now),
        Err(MasterListError::Signature { reason })
    );
    assert_eq!(trust.anchors().count(), 1);
}

#[test]
fn the_korean_csca_certificates_are_anchors() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/csca-kr");
    let mut trust = TrustStore::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = std::fs::read(entry.unwrap().path()).unwrap();
        let added = trust.add_certificates(&file).unwrap();
        assert_eq!(added.warnings, []);
        files += 1;
    }
    assert_eq!(files, 9);
    for anchor in trust.anchors() {
        assert_eq!(anchor.certificate().country(), Some("KR"));
        assert!(
            anchor.key_name().starts_with("RSA"),
            "{}",
            anchor.key_name()
        );
    }
    let newest = trust
        .anchors()
        .find(|anchor| anchor.certificate().serial_text() == "01A4")
        .unwrap();
    assert_eq!(newest.certificate().state(), Some("KOR"));
    assert_eq!(
        newest.certificate().subject().to_string(),
        "C=KR, O=Government, OU=MOFA, CN=CSCA-KOREA-2025"
    );
}

#[test]
fn a_csca_whose_own_signature_is_wrong_is_no_anchor() {
    let csca = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea");
    let mut changed = csca.certificate.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let mut trust = TrustStore::new();
    let added = trust.add_certificates(&changed).unwrap();
    assert_eq!(added.anchors, 0);
    assert_eq!(added.warnings[0].id, WarningKind::CertificateNotAnAnchor);
}

#[test]
fn pem_files_may_hold_several_certificates() {
    let one = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea");
    let other = Csca::new(Suite::P256Explicit, "JP", "JPN", "CSCA of Japan");
    let pem = |der: &[u8]| {
        openssl::x509::X509::from_der(der)
            .unwrap()
            .to_pem()
            .unwrap()
    };
    let file = [pem(&one.certificate), pem(&other.certificate)].concat();
    let mut trust = TrustStore::new();
    assert_eq!(trust.add_certificates(&file).unwrap().anchors, 2);
    assert_eq!(
        trust.add_certificates(&file).unwrap().anchors,
        0,
        "the same again"
    );
    for (name, wrong) in [
        ("empty", &b""[..]),
        ("text", b"nothing here"),
        (
            "a list",
            &one.revocation_list(1, "2026-11-01T00:00:00Z", None, &[]),
        ),
        (
            "broken PEM",
            b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n",
        ),
        (
            "followed by bytes",
            &[one.certificate.clone(), vec![0]].concat(),
        ),
    ] {
        assert!(trust.add_certificates(wrong).is_err(), "{name}");
        if name != "a list" {
            assert!(trust.add_revocation_list(wrong).is_err(), "{name}");
        }
    }
}

struct ListWorld {
    csca: Csca,
    other: Csca,
    trust: TrustStore,
}

impl ListWorld {
    fn new() -> Self {
        let csca = Csca::new(Suite::P256, "KR", "KOR", "CSCA of Korea");
        let other = Csca::new(Suite::RsaPss, "JP", "JPN", "CSCA of Japan");
        let mut trust = TrustStore::new();
        trust.add_certificates(&csca.certificate).unwrap();
        Self { csca, other, trust }
    }

    fn add(
        &mut self,
        signer: &DocumentSigner,
        shape: &ObjectShape,
    ) -> Result<Added, MasterListError> {
        let list = signer.master_list(
            &[
                self.csca.certificate.clone(),
                self.other.certificate.clone(),
            ],
            shape,
        );
        self.trust
            .add_master_list(&list, at("2026-11-22T00:00:00Z"))
    }
}

#[test]
fn a_master_list_adds_anchors_only_by_a_signer_made_for_it() {
    let shape = ObjectShape::default;
    let signer = master_list_signer;
    let refused = |signer: SignerShape, shape: ObjectShape| {
        let mut world = ListWorld::new();
        let signer = world.csca.signer(&signer);
        let error = world.add(&signer, &shape).unwrap_err();
        assert_eq!(world.trust.anchors().count(), 1, "{error}");
        error
    };
    let mut world = ListWorld::new();
    let good = world.csca.signer(&signer());
    assert_eq!(world.add(&good, &shape()).unwrap().anchors, 1);

    use MasterListError as E;
    let no_purpose = SignerShape {
        more: Vec::new(),
        ..signer()
    };
    assert!(matches!(
        refused(no_purpose, shape()),
        E::SignerPurpose { .. }
    ));
    let authority = SignerShape {
        key_usage: Some([1, 6]),
        ..signer()
    };
    assert!(matches!(
        refused(authority, shape()),
        E::SignerPurpose { .. }
    ));
    let expired = SignerShape {
        valid: ("2026-10-01T00:00:00Z", "2026-11-21T00:00:00Z"),
        ..signer()
    };
    assert!(matches!(
        refused(expired, shape()),
        E::SignerNotValid { .. }
    ));
    let early = ObjectShape {
        signing_time: Some("2026-09-01T00:00:00Z"),
        ..shape()
    };
    assert!(matches!(refused(signer(), early), E::SignerNotValid { .. }));
    let timeless = ObjectShape {
        signing_time: None,
        ..shape()
    };
    assert_eq!(refused(signer(), timeless), E::NoSigningTime);
    let bare = ObjectShape {
        embeds_certificate: false,
        ..shape()
    };
    assert_eq!(refused(signer(), bare), E::SignerMissing);
    let another = ObjectShape {
        content_type_attribute: Some("1.2.3"),
        ..shape()
    };
    let reason = Reason::ContentTypeAttributeWrong;
    assert_eq!(refused(signer(), another), E::Signature { reason });
}

#[test]
fn a_master_list_of_a_stranger_or_of_a_revoked_signer_adds_nothing() {
    let mut world = ListWorld::new();
    let stranger = world.other.signer(&master_list_signer());
    let error = world.add(&stranger, &ObjectShape::default()).unwrap_err();
    assert!(matches!(error, MasterListError::SignerNotAnchored { .. }) && !error.is_unreadable());

    let revoked = world.csca.signer(&master_list_signer());
    let list = world.csca.revocation_list(
        1,
        "2026-11-01T00:00:00Z",
        Some("2027-01-01T00:00:00Z"),
        &[&[0x77]],
    );
    world.trust.add_revocation_list(&list).unwrap();
    let error = world.add(&revoked, &ObjectShape::default()).unwrap_err();
    assert!(matches!(error, MasterListError::SignerRevoked { .. }));
}

#[test]
fn certificates_of_a_master_list_that_cannot_be_used_are_named_and_skipped() {
    let world = ListWorld::new();
    let signer = world.csca.signer(&master_list_signer());
    let no_authority = world.csca.signer(&SignerShape::default()).certificate;
    let broken = tlv(0x30, &[5, 0]);
    let list = signer.master_list(
        &[no_authority, broken, world.other.certificate.clone()],
        &ObjectShape::default(),
    );
    let mut trust = world.trust;
    let added = trust
        .add_master_list(&list, at("2026-11-22T00:00:00Z"))
        .unwrap();
    assert_eq!(
        (added.anchors, added.warnings.len()),
        (1, 2),
        "{:?}",
        added.warnings
    );
    let unreadable = trust
        .add_master_list(b"\x30\x00", at("2026-11-22T00:00:00Z"))
        .unwrap_err();
    assert!(unreadable.is_unreadable());
}
