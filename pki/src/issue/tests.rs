use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{Days, TimeDelta};

use super::*;
use crate::algorithm::{Curve, KeyKind, SignatureSuite};
use crate::certificate::Certificate;
use crate::fixture::{Authority, at, data_groups, label, name, now, released, signing_key};
use crate::name::{AlternativeName, CountryCode, DistinguishedName, StateCode};
use crate::profile::{CertificateKind, CertificateRequest, CertificateRole, DocumentTypes, Period};
use crate::public_key::{EcEncoding, PublicKey};
use crate::serial::SerialNumber;
use crate::signer::{CountingSigner, KeyLabel, Signature, Signer, SignerError, SoftwareKeyStore};

#[test]
fn everything_goes_the_whole_road() {
    let authority = Authority::p256();
    for role in CertificateRole::ALL {
        authority.certificate(role);
    }
    assert_eq!(authority.sod(LdsVersion::V1_7).first(), Some(&0x77));
    assert_eq!(authority.sod(LdsVersion::V1_8).first(), Some(&0x77));
    authority.crl(&Authority::crl_request());
    authority.master_list();
}

#[test]
fn identical_requests_give_identical_bytes_to_sign() {
    let authority = Authority::p256();
    let bytes = |prepared: Prepared| prepared.lint().unwrap().to_be_signed().to_vec();
    let sod = || bytes(authority.prepare_sod(LdsVersion::V1_8));
    assert_eq!(sod(), sod());
    let certificate = || bytes(authority.prepare(CertificateRole::DocumentSigner));
    assert_eq!(certificate(), certificate());
    let crl = || {
        let request = Authority::crl_request();
        bytes(crl(&request, &authority.root, &authority.key("csca")).unwrap())
    };
    assert_eq!(crl(), crl());
}

#[test]
fn the_intent_is_recorded_once_and_tells_what_is_signed() {
    let authority = Authority::p256();
    let seen = Mutex::new(Vec::new());
    let recorder = |intent: &Intent| {
        seen.lock().unwrap().push(intent.clone());
        Ok(())
    };
    let linted = authority.prepare_sod(LdsVersion::V1_8).lint().unwrap();
    let digest = openssl::sha::sha256(linted.to_be_signed());
    let released = linted
        .record(&recorder)
        .unwrap()
        .sign(&authority.store)
        .unwrap()
        .release();
    assert_eq!(released.unwrap().object(), ObjectKind::Sod);
    let expected = Intent {
        object: ObjectKind::Sod,
        key: label("ds"),
        suite: SignatureSuite::EcdsaSha256,
        to_be_signed_sha256: digest,
    };
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[test]
fn nothing_is_signed_when_the_intent_cannot_be_recorded() {
    let authority = Authority::p256();
    let refuse = |_: &Intent| {
        Err(IntentNotRecorded {
            reason: "the journal is full".to_owned(),
        })
    };
    let linted = authority.prepare_sod(LdsVersion::V1_8).lint().unwrap();
    let error = linted.record(&refuse).err().unwrap();
    assert_eq!(
        error.to_string(),
        "the intent was not recorded: the journal is full"
    );
}

#[test]
fn a_key_signs_exactly_once_and_no_more_than_its_limit() {
    let authority = Authority::p256();
    let (first, second) = (
        authority.prepare_sod(LdsVersion::V1_8),
        authority.prepare_sod(LdsVersion::V1_8),
    );
    let signer = CountingSigner::with_limit(authority.store, 1);
    released(first, &signer).unwrap();
    assert_eq!(signer.count(&label("ds")), 1);
    let expected = SignerError::UsageExhausted {
        key: label("ds"),
        limit: 1,
    };
    assert_eq!(released(second, &signer), Err(IssueError::Signer(expected)));
    assert_eq!(signer.count(&label("ds")), 1);
    assert_eq!(signer.count(&label("csca")), 0);
}

/// A device that does something else than it was asked for.
struct Liar<'a> {
    store: &'a SoftwareKeyStore,
    lie: Lie,
}

#[derive(Clone, Copy, Debug)]
enum Lie {
    FlipsABit,
    SignsOtherBytes,
    SignsWithAnotherKey,
    ReturnsNothing,
    AppendsAByte,
    ShowsAnotherKey,
}

impl Signer for Liar<'_> {
    fn public_key(&self, key: &KeyLabel) -> Result<PublicKey, SignerError> {
        match self.lie {
            Lie::ShowsAnotherKey => self.store.public_key(&label("comm")),
            _ => self.store.public_key(key),
        }
    }

    fn sign(
        &self,
        key: &KeyLabel,
        suite: SignatureSuite,
        message: &[u8],
    ) -> Result<Signature, SignerError> {
        let honest = self.store.sign(key, suite, message)?;
        let mut bytes = honest.as_bytes().to_vec();
        match self.lie {
            Lie::FlipsABit => *bytes.last_mut().unwrap() ^= 1,
            Lie::SignsOtherBytes => return self.store.sign(key, suite, &message[1..]),
            Lie::SignsWithAnotherKey => return self.store.sign(&label("comm"), suite, message),
            Lie::ReturnsNothing => bytes.clear(),
            Lie::AppendsAByte => bytes.push(0),
            Lie::ShowsAnotherKey => {}
        }
        Ok(Signature::from_bytes(bytes))
    }
}

#[test]
fn no_lie_of_a_device_gets_out() {
    let lies = [
        Lie::FlipsABit,
        Lie::SignsOtherBytes,
        Lie::SignsWithAnotherKey,
        Lie::ReturnsNothing,
        Lie::AppendsAByte,
        Lie::ShowsAnotherKey,
    ];
    for (kind, suite) in [
        (KeyKind::Ec(Curve::P256), SignatureSuite::EcdsaSha256),
        (KeyKind::Rsa3072, SignatureSuite::RsaPssSha256),
    ] {
        let authority = Authority::new(kind, suite, EcEncoding::Explicit);
        authority.public_key("comm");
        for lie in lies {
            let signer = Liar {
                store: &authority.store,
                lie,
            };
            let request = Authority::crl_request();
            let prepared = [
                authority.prepare(CertificateRole::DocumentSigner),
                crl(&request, &authority.root, &authority.key("csca")).unwrap(),
                authority.prepare_sod(LdsVersion::V1_8),
                authority.prepare_master_list(),
            ];
            for prepared in prepared {
                let error = released(prepared, &signer).unwrap_err();
                let is_caught = match lie {
                    Lie::ShowsAnotherKey => matches!(error, IssueError::ForeignKey { .. }),
                    _ => matches!(
                        error,
                        IssueError::Reread {
                            cause: RereadError::SignatureInvalid | RereadError::Unreadable,
                            ..
                        }
                    ),
                };
                assert!(is_caught, "{kind} {lie:?}: {error}");
            }
        }
    }
}

#[test]
fn a_key_that_is_not_there_is_named() {
    let authority = Authority::p256();
    let key = signing_key("gone", authority.suite);
    let prepared = crl(&Authority::crl_request(), &authority.root, &key).unwrap();
    let error = released(prepared, &authority.store).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no key `gone`: generate it, or check the label"
    );
}

//---- Bounds of certificates ----

fn bound(error: IssueError) -> Bound {
    match error {
        IssueError::Bound(bound) => bound,
        other => panic!("not a bound: {other}"),
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "one table of named cases")]
fn requests_outside_a_bound_are_refused_with_it() {
    type Alter = fn(&mut CertificateRequest);
    let authority = Authority::p256();
    let day = Days::new(1);
    let needed = at("2036-06-03T00:00:00Z");
    let root = authority.root.validity();
    let table: [(&str, CertificateRole, Alter, Bound); 15] = [
        (
            "empty validity",
            CertificateRole::DocumentSigner,
            |r| r.validity.until = r.validity.from,
            Bound::EmptyPeriod { period: "validity" },
        ),
        (
            "empty usage",
            CertificateRole::DocumentSigner,
            |r| r.private_key_usage = Some(Period::new(now(), now())),
            Bound::EmptyPeriod {
                period: "private-key usage period",
            },
        ),
        (
            "usage before validity",
            CertificateRole::DocumentSigner,
            |r| r.private_key_usage = Some(Period::new(at("2026-02-28T00:00:00Z"), now())),
            Bound::UsageOutsideValidity,
        ),
        (
            "no usage",
            CertificateRole::DocumentSigner,
            |r| r.private_key_usage = None,
            Bound::NoUsagePeriod,
        ),
        (
            "one second too short",
            CertificateRole::DocumentSigner,
            |r| r.validity.until -= TimeDelta::seconds(1),
            Bound::TooShort { needed },
        ),
        (
            "documents of 21 years",
            CertificateRole::DocumentSigner,
            |r| {
                r.kind = CertificateKind::DocumentSigner {
                    documents: DocumentTypes::parse(["PP"]).unwrap(),
                    longest_document_months: 252,
                }
            },
            Bound::DocumentValidity { months: 252 },
        ),
        (
            "documents of no time",
            CertificateRole::DocumentSigner,
            |r| {
                r.kind = CertificateKind::DocumentSigner {
                    documents: DocumentTypes::parse(["PP"]).unwrap(),
                    longest_document_months: 0,
                }
            },
            Bound::DocumentValidity { months: 0 },
        ),
        (
            "outlives its issuer",
            CertificateRole::MasterListSigner,
            |r| r.validity.until = at("2041-06-03T00:00:01Z"),
            Bound::OutlivesIssuer {
                issuer_until: root.until,
            },
        ),
        (
            "precedes its issuer",
            CertificateRole::MasterListSigner,
            |r| r.validity.from = at("2026-02-28T23:59:59Z"),
            Bound::PrecedesIssuer {
                issuer_from: root.from,
            },
        ),
        (
            "root under another",
            CertificateRole::MasterListSigner,
            |r| {
                r.kind = CertificateKind::CscaRoot;
                r.private_key_usage = Some(r.validity);
            },
            Bound::WrongIssuer,
        ),
        (
            "another country",
            CertificateRole::MasterListSigner,
            |r| r.subject = DistinguishedName::new(CountryCode::parse("JP").unwrap(), "X").unwrap(),
            Bound::CountryDiffers,
        ),
        (
            "no distribution point",
            CertificateRole::MasterListSigner,
            |r| r.crl_distribution_points.clear(),
            Bound::NoDistributionPoint,
        ),
        (
            "distribution by ftp",
            CertificateRole::MasterListSigner,
            |r| r.crl_distribution_points = vec!["ftp://x".to_owned()],
            Bound::DistributionPoint {
                uri: "ftp://x".to_owned(),
            },
        ),
        (
            "no usage in a root",
            CertificateRole::CscaLink,
            |r| r.private_key_usage = None,
            Bound::NoUsagePeriod,
        ),
        (
            "documents beyond the calendar",
            CertificateRole::DocumentSigner,
            |r| {
                r.validity.until = at("2026-03-01T00:00:01Z");
                r.private_key_usage = Some(r.validity);
            },
            Bound::TooShort {
                needed: at("2036-03-03T00:00:01Z"),
            },
        ),
    ];
    for (defect, role, alter, expected) in table {
        let mut request = authority.request(role);
        alter(&mut request);
        let issuer = Issuer::Csca(&authority.root);
        let result = certificate(&request, issuer, &authority.key("csca"), now());
        assert_eq!(bound(result.err().unwrap()), expected, "{defect}");
    }
    let request = authority.request(CertificateRole::DocumentSigner);
    let late = at("2031-03-01T00:00:00Z").checked_add_days(day).unwrap();
    let result = certificate(
        &request,
        Issuer::Csca(&authority.root),
        &authority.key("csca"),
        late,
    );
    assert!(matches!(bound(result.err().unwrap()), Bound::OutsideUsage { at, .. } if at == late));
    let result = certificate(&request, Issuer::Itself, &authority.key("csca"), now());
    assert_eq!(bound(result.err().unwrap()), Bound::WrongIssuer);
}

#[test]
fn a_suite_must_fit_the_key_and_a_link_another_key() {
    let authority = Authority::p256();
    let request = authority.request(CertificateRole::DocumentSigner);
    for suite in SignatureSuite::ALL {
        let key = signing_key("csca", suite);
        let result = certificate(&request, Issuer::Csca(&authority.root), &key, now());
        assert_eq!(
            result.is_ok(),
            suite == SignatureSuite::EcdsaSha256,
            "{suite}"
        );
    }
    let mut request = authority.request(CertificateRole::CscaLink);
    request.subject_key = authority.root.public_key().clone();
    let result = certificate(
        &request,
        Issuer::Csca(&authority.root),
        &authority.key("csca"),
        now(),
    );
    assert_eq!(bound(result.err().unwrap()), Bound::LinkToItself);
}

#[test]
fn a_signer_is_no_csca() {
    let authority = Authority::p256();
    let signer = authority.document_signer();
    let request = authority.request(CertificateRole::Communication);
    let issuer = Issuer::Csca(signer.certificate());
    let result = certificate(&request, issuer, &authority.key("ds"), now());
    assert_eq!(bound(result.err().unwrap()), Bound::NotACsca);
    let result = crl(
        &Authority::crl_request(),
        signer.certificate(),
        &authority.key("ds"),
    );
    assert_eq!(bound(result.err().unwrap()), Bound::NotACsca);
}

#[test]
fn a_link_with_a_new_name_says_so() {
    let authority = Authority::p256();
    let mut request = authority.request(CertificateRole::CscaLink);
    request.subject = name("CSCA-KOREA-2026");
    request.alternative_name = AlternativeName::new(StateCode::parse("KOR").unwrap());
    let prepared = certificate(
        &request,
        Issuer::Csca(&authority.root),
        &authority.key("csca"),
        now(),
    )
    .unwrap();
    let link = Certificate::from_der(&released(prepared, &authority.store).unwrap()).unwrap();
    assert!(!link.is_self_issued());
    assert_eq!(link.issuer(), authority.root.subject());
    assert_ne!(
        link.subject_alternative_name(),
        authority.root.subject_alternative_name()
    );
    // the new root under its new name issues from then on
    let mut request = authority.request(CertificateRole::DocumentSigner);
    request.serial_number = SerialNumber::from_number(77).unwrap();
    let prepared = certificate(
        &request,
        Issuer::Csca(&link),
        &authority.key("csca-new"),
        now(),
    )
    .unwrap();
    let signer = Certificate::from_der(&released(prepared, &authority.store).unwrap()).unwrap();
    assert_eq!(signer.issuer(), link.subject());
    assert_eq!(
        signer.authority_key_identifier(),
        link.subject_key_identifier()
    );
}

#[test]
fn what_was_asked_for_is_in_the_certificate() {
    let authority = Authority::p256();
    let request = authority.request(CertificateRole::DocumentSigner);
    let certificate = authority.certificate(CertificateRole::DocumentSigner);
    assert_eq!(certificate.serial_number(), [0, 0x80]);
    assert_eq!(certificate.subject(), request.subject.to_der().unwrap());
    assert_eq!(*certificate.public_key(), request.subject_key);
    assert_eq!(certificate.validity(), request.validity);
    assert_eq!(certificate.private_key_usage(), request.private_key_usage);
    assert_eq!(certificate.document_types(), Some(&["PP".to_owned()][..]));
    assert_eq!(certificate.country(), Some("KR"));
    assert!(!certificate.is_authority() && authority.root.is_authority());
}

//---- Bounds of the other objects ----

#[test]
fn a_sod_needs_its_data_groups_and_a_signer_in_use() {
    let authority = Authority::p256();
    let signer = authority.document_signer();
    let attempt = |data_groups: &BTreeMap<u8, Vec<u8>>, signing_time| {
        let request = SodRequest {
            lds_version: LdsVersion::V1_8,
            data_groups,
            signing_time,
        };
        sod(&signer, &request).err().map(bound)
    };
    assert_eq!(attempt(&data_groups(), now()), None);
    for number in [1, 2] {
        let mut without = data_groups();
        without.remove(&number);
        assert_eq!(
            attempt(&without, now()),
            Some(Bound::DataGroupMissing { number })
        );
    }
    for number in [0, 17] {
        let mut with = data_groups();
        with.insert(number, vec![0x61, 0]);
        assert_eq!(
            attempt(&with, now()),
            Some(Bound::DataGroupNumber { number })
        );
    }
    for (defect, file) in [
        ("other tag", vec![0x61, 0]),
        ("cut", vec![0x6b, 5, 0]),
        ("longer", vec![0x6b, 0, 0]),
        ("empty", vec![]),
    ] {
        let mut with = data_groups();
        with.insert(11, file);
        let expected = Bound::DataGroupTag {
            number: 11,
            tag: 0x6b,
        };
        assert_eq!(attempt(&with, now()), Some(expected), "{defect}");
    }
    for late in [at("2026-02-28T23:59:59Z"), at("2026-06-01T00:00:01Z")] {
        assert!(matches!(
            attempt(&data_groups(), late),
            Some(Bound::OutsideUsage { .. })
        ));
    }
}

#[test]
fn only_the_right_certificate_makes_a_signer() {
    let authority = Authority::p256();
    let list_signer = authority.certificate(CertificateRole::MasterListSigner);
    for certificate in [authority.root.clone(), list_signer.clone()] {
        let result = DocumentSigner::new(certificate, authority.key("ds"));
        let expected = Bound::WrongSignerCertificate {
            role: "document signer",
        };
        assert_eq!(result.err().map(bound), Some(expected));
    }
    let document_signer = authority.document_signer().certificate().clone();
    let result = MasterListSigner::new(
        document_signer.clone(),
        &authority.root,
        authority.key("ml"),
    );
    let expected = Bound::WrongSignerCertificate {
        role: "master list signer",
    };
    assert_eq!(result.err().map(bound), Some(expected));
    for certificate in [
        authority.root.clone(),
        list_signer.clone(),
        document_signer.clone(),
    ] {
        let result = CommunicationSigner::new(certificate, authority.key("comm"));
        let expected = Bound::WrongSignerCertificate {
            role: "communication signer",
        };
        assert_eq!(result.err().map(bound), Some(expected));
    }
    let other = Authority::p256().root;
    let result = MasterListSigner::new(list_signer, &other, authority.key("ml"));
    assert_eq!(result.err().map(bound), Some(Bound::ForeignCsca));
    let key = signing_key("ds", SignatureSuite::EcdsaSha384);
    let result = DocumentSigner::new(document_signer, key);
    assert!(matches!(
        result.err().map(bound),
        Some(Bound::SuiteDoesNotFit { .. })
    ));
}

#[test]
fn a_master_list_holds_csca_certificates_once() {
    let authority = Authority::p256();
    let certificate = authority.certificate(CertificateRole::MasterListSigner);
    let signer =
        MasterListSigner::new(certificate.clone(), &authority.root, authority.key("ml")).unwrap();
    let attempt = |certificates: &[Certificate]| {
        let request = MasterListRequest {
            certificates,
            signing_time: now(),
        };
        master_list(&signer, &request).err().map(bound)
    };
    let root = authority.root.clone();
    assert_eq!(attempt(std::slice::from_ref(&root)), None);
    assert_eq!(attempt(&[]), Some(Bound::EmptyMasterList));
    assert_eq!(
        attempt(&[root.clone(), root.clone()]),
        Some(Bound::ListedTwice)
    );
    assert_eq!(attempt(&[root, certificate]), Some(Bound::NotACsca));
}

#[test]
fn a_manifest_is_signed_only_while_its_signer_is_valid() {
    let authority = Authority::p256();
    let certificate = authority.certificate(CertificateRole::Communication);
    let signer = CommunicationSigner::new(certificate, authority.key("comm")).unwrap();
    assert!(manifest(&signer, b"{}", now()).is_ok());
    let late = at("2027-03-01T00:00:01Z");
    assert!(matches!(
        manifest(&signer, b"{}", late).err().map(bound),
        Some(Bound::OutsideUsage { .. })
    ));
}

#[test]
fn a_revocation_list_is_bounded_in_time_and_names_each_certificate_once() {
    let authority = Authority::p256();
    let revoked = |number, revoked_at| RevokedCertificate {
        serial_number: SerialNumber::from_number(number).unwrap(),
        revoked_at,
    };
    let attempt = |alter: &dyn Fn(&mut CrlRequest)| {
        let mut request = Authority::crl_request();
        alter(&mut request);
        crl(&request, &authority.root, &authority.key("csca"))
            .err()
            .map(bound)
    };
    let this_update = now();
    assert_eq!(attempt(&|_| {}), None);
    assert_eq!(
        attempt(&|r| r.next_update = this_update + TimeDelta::days(90) + TimeDelta::seconds(1)),
        Some(Bound::NextUpdate { days: 90 })
    );
    assert_eq!(
        attempt(&|r| r.next_update = this_update),
        Some(Bound::NextUpdate { days: 0 })
    );
    assert_eq!(
        attempt(&|r| r.revoked = vec![revoked(7, this_update), revoked(7, this_update)]),
        Some(Bound::RevokedTwice {
            serial: "07".to_owned()
        })
    );
    assert_eq!(
        attempt(&|r| r.revoked = vec![revoked(7, this_update + TimeDelta::seconds(1))]),
        Some(Bound::RevokedLater {
            serial: "07".to_owned()
        })
    );
    let late = at("2031-03-01T00:00:01Z");
    assert!(matches!(
        attempt(&|r| {
            r.this_update = late;
            r.next_update = late + TimeDelta::days(1);
        }),
        Some(Bound::OutsideUsage { .. })
    ));
}

#[test]
fn card_security_takes_a_set_of_security_infos() {
    let authority = Authority::p256();
    let signer = authority.document_signer();
    for (defect, infos) in [
        ("nothing", &b""[..]),
        ("empty set", b"\x31\x00"),
        ("a sequence", b"\x30\x05\x30\x03\x06\x01\x2a"),
        ("no object identifier", b"\x31\x05\x30\x03\x02\x01\x2a"),
    ] {
        let result = card_security(&signer, infos, now());
        assert_eq!(
            result.err().map(bound),
            Some(Bound::NoSecurityInfos),
            "{defect}"
        );
    }
    let prepared = card_security(&signer, b"\x31\x05\x30\x03\x06\x01\x2a", now()).unwrap();
    assert_eq!(
        released(prepared, &authority.store).unwrap().first(),
        Some(&0x30)
    );
}

#[test]
fn the_hashes_of_the_lds_security_object_are_those_of_the_files() {
    for kind in [
        KeyKind::Ec(Curve::P384),
        KeyKind::Ec(Curve::BrainpoolP512r1),
    ] {
        let authority = Authority::new(kind, kind.default_suite(), EcEncoding::Explicit);
        let sod = authority.sod(LdsVersion::V1_8);
        let digest = kind.default_suite().digest();
        for file in data_groups().values() {
            let hash = digest.hash(file);
            let is_there = sod
                .windows(digest.length())
                .any(|window| window == hash.as_bytes());
            assert!(is_there, "{kind}");
        }
    }
}
