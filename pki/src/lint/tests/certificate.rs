use super::super::{
    CertificateProfile, certificate_lints, signed_certificate, to_be_signed_certificate,
};
use super::tree::Node;
use super::{Vector, check_vectors, vector};
use crate::algorithm::{Curve, KeyKind, SignatureSuite};
use crate::asn1::tlv::{self, tag};
use crate::fixture::Authority;
use crate::oid;
use crate::profile::CertificateRole;
use crate::profile::CertificateRole::{
    Communication, CscaLink, CscaRoot, DeviationListSigner, DocumentSigner, MasterListSigner,
};
use crate::public_key::EcEncoding;

/// A role, and whether its key is RSA.
type Kind = (CertificateRole, bool);

const ROOT: Kind = (CscaRoot, false);
const LINK: Kind = (CscaLink, false);
const SIGNER: Kind = (DocumentSigner, false);
const LIST: Kind = (MasterListSigner, false);
const DEVIATION: Kind = (DeviationListSigner, false);
const COMMUNICATION: Kind = (Communication, false);
const RSA: Kind = (CscaRoot, true);

const SERIAL: [usize; 2] = [0, 1];
const ISSUER: [usize; 2] = [0, 3];
const SUBJECT: [usize; 2] = [0, 5];
const KEY: [usize; 2] = [0, 6];

fn extensions(certificate: &mut Node) -> &mut Node {
    certificate.at(&[0, 7, 0])
}

/// The value of an attribute of a name, by its place.
fn attribute(certificate: &mut Node, name: [usize; 2], place: usize) -> &mut Node {
    certificate.at(&name).at(&[place, 0, 1])
}

const VECTORS: &[Vector<Kind>] = &[
    vector("version_is_3", "version 2", SIGNER, |c| {
        c.at(&[0, 0, 0]).value = vec![1]
    }),
    vector("version_is_3", "no version", SIGNER, |c| {
        let version = c.at(&[0]).children.remove(0);
        assert_eq!(version.tag, 0xa0);
    }),
    vector(
        "serial_number_is_positive",
        "serial number 0",
        SIGNER,
        |c| c.at(&SERIAL).value = vec![0],
    ),
    vector(
        "serial_number_is_positive",
        "negative serial number",
        SIGNER,
        |c| c.at(&SERIAL).value = vec![0x80],
    ),
    vector(
        "serial_number_is_minimal",
        "leading zero octet",
        SIGNER,
        |c| c.at(&SERIAL).value = vec![0, 1],
    ),
    vector(
        "serial_number_has_at_most_20_octets",
        "21 octets",
        SIGNER,
        |c| c.at(&SERIAL).value = vec![1; 21],
    ),
    vector(
        "signature_algorithm_is_known",
        "ECDSA with NULL",
        SIGNER,
        |c| {
            c.at(&[0, 2]).children.push(Node::primitive(0x05, &[]));
        },
    ),
    vector(
        "signature_algorithm_is_known",
        "PKCS#1 without NULL",
        SIGNER,
        |c| {
            c.at(&[0, 2]).children = vec![Node::oid(oid::SHA256_WITH_RSA)];
        },
    ),
    vector(
        "signature_algorithms_are_identical",
        "other outer algorithm",
        SIGNER,
        |c| {
            c.at(&[1, 0]).value = oid::ECDSA_WITH_SHA384.as_bytes().to_vec();
        },
    ),
    vector(
        "signature_has_whole_octets",
        "one unused bit",
        SIGNER,
        |c| c.at(&[2]).value[0] = 1,
    ),
    vector("signature_has_whole_octets", "no signature", SIGNER, |c| {
        c.at(&[2]).value.truncate(1)
    }),
    vector(
        "not_before_has_its_form",
        "GeneralizedTime in 2026",
        SIGNER,
        |c| {
            *c.at(&[0, 4, 0]) = Node::primitive(0x18, b"20260301000000Z");
        },
    ),
    vector("not_before_has_its_form", "no seconds", SIGNER, |c| {
        c.at(&[0, 4, 0]).value = b"2603010000Z".to_vec();
    }),
    vector(
        "not_after_has_its_form",
        "fraction of a second",
        SIGNER,
        |c| {
            *c.at(&[0, 4, 1]) = Node::primitive(0x18, b"20510301000000.5Z");
        },
    ),
    vector("not_after_has_its_form", "zone instead of Z", SIGNER, |c| {
        c.at(&[0, 4, 1]).value = b"360603000000+0900".to_vec();
    }),
    vector(
        "validity_is_positive",
        "ends before it begins",
        SIGNER,
        |c| c.at(&[0, 4]).children.swap(0, 1),
    ),
    vector("no_unique_identifiers", "subjectUniqueID", SIGNER, |c| {
        c.at(&[0])
            .children
            .insert(7, Node::primitive(0x82, &[0, 1]));
    }),
    vector("issuer_country", "lower case", SIGNER, |c| {
        attribute(c, ISSUER, 0).value = b"kr".to_vec()
    }),
    vector("issuer_country", "UTF8String", SIGNER, |c| {
        attribute(c, ISSUER, 0).tag = 0x0c
    }),
    vector("issuer_common_name", "no common name", SIGNER, |c| {
        c.at(&ISSUER).children.pop();
    }),
    vector("issuer_strings", "TeletexString", SIGNER, |c| {
        attribute(c, ISSUER, 1).tag = 0x14
    }),
    vector("subject_country", "three letters", SIGNER, |c| {
        attribute(c, SUBJECT, 0).value = b"KOR".to_vec()
    }),
    vector("subject_country", "no country", SIGNER, |c| {
        c.at(&SUBJECT).children.remove(0);
    }),
    vector("subject_common_name", "two common names", SIGNER, |c| {
        let twice = c.at(&SUBJECT).children.last().unwrap().clone();
        c.at(&SUBJECT).children.push(twice);
    }),
    vector("subject_strings", "BMPString", SIGNER, |c| {
        attribute(c, SUBJECT, 3).tag = 0x1e
    }),
    vector(
        "subject_strings",
        "underscore in a PrintableString",
        SIGNER,
        |c| {
            *attribute(c, SUBJECT, 3) = Node::primitive(0x13, b"a_b");
        },
    ),
    vector("subject_strings", "65 characters", SIGNER, |c| {
        attribute(c, SUBJECT, 3).value = vec![b'x'; 65]
    }),
    vector(
        "subject_strings",
        "serialNumber as UTF8String",
        SIGNER,
        |c| {
            c.at(&SUBJECT).at(&[3, 0, 0]).value = oid::NAME_SERIAL_NUMBER.as_bytes().to_vec();
        },
    ),
    vector("countries_are_the_same", "JP under KR", SIGNER, |c| {
        attribute(c, SUBJECT, 0).value = b"JP".to_vec()
    }),
    vector("root_is_self_issued", "another issuer", ROOT, |c| {
        attribute(c, ISSUER, 3).value = b"X".to_vec()
    }),
    vector(
        "subject_alt_name_content",
        "no directory name",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::SUBJECT_ALT_NAME, |names| {
                names.children.pop();
            });
        },
    ),
    vector(
        "subject_alt_name_content",
        "lower-case locality",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::SUBJECT_ALT_NAME, |names| {
                names.at(&[1, 0, 0, 0, 1]).value = b"kor".to_vec();
            });
        },
    ),
    vector(
        "subject_alt_name_content",
        "a name of another kind",
        SIGNER,
        |c| {
            extensions(c)
                .inside_extension(oid::SUBJECT_ALT_NAME, |names| names.at(&[0]).tag = 0x87);
        },
    ),
    vector(
        "issuer_alt_name_content",
        "an attribute that is not permitted",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::ISSUER_ALT_NAME, |names| {
                let extra = [
                    Node::oid(oid::ORGANIZATION_NAME),
                    Node::primitive(0x0c, b"KOR"),
                ];
                let pair = Node::constructed(0x30, extra.to_vec());
                names
                    .at(&[1, 0])
                    .children
                    .push(Node::constructed(0x31, vec![pair]));
            });
        },
    ),
    vector(
        "issuer_alt_name_content",
        "stateOrProvince of two letters",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::ISSUER_ALT_NAME, |names| {
                let extra = [
                    Node::oid(oid::STATE_OR_PROVINCE_NAME),
                    Node::primitive(0x0c, b"HK"),
                ];
                let pair = Node::constructed(0x30, extra.to_vec());
                names
                    .at(&[1, 0])
                    .children
                    .push(Node::constructed(0x31, vec![pair]));
            });
        },
    ),
    vector("root_alt_names_are_identical", "other address", ROOT, |c| {
        extensions(c).inside_extension(oid::ISSUER_ALT_NAME, |names| {
            names.at(&[0]).value.push(b'x')
        });
    }),
    vector("key_is_known", "another curve: one bit of b", SIGNER, |c| {
        c.at(&KEY).at(&[0, 1, 2, 1]).value[5] ^= 1
    }),
    vector("key_is_known", "another base point", SIGNER, |c| {
        c.at(&KEY).at(&[0, 1, 3]).value[5] ^= 1
    }),
    vector("key_is_known", "another order", SIGNER, |c| {
        c.at(&KEY).at(&[0, 1, 4]).value[9] ^= 1
    }),
    vector(
        "key_is_known",
        "an algorithm that is not issued",
        SIGNER,
        |c| {
            c.at(&KEY).at(&[0, 0]).value = oid::RSASSA_PSS.as_bytes().to_vec();
        },
    ),
    vector("key_is_known", "RSA of 2048 bits", RSA, |c| {
        c.at(&KEY).at(&[1]).value = [&[0][..], &rsa_key(256)].concat();
    }),
    vector("curve_has_its_encoding", "named curve", SIGNER, |c| {
        *c.at(&KEY).at(&[0, 1]) = Node::oid(oid::SECP256R1);
    }),
    vector(
        "explicit_parameters_have_the_cofactor",
        "no cofactor",
        SIGNER,
        |c| {
            c.at(&KEY).at(&[0, 1]).children.pop();
        },
    ),
    vector(
        "explicit_parameters_have_the_cofactor",
        "cofactor 2",
        SIGNER,
        |c| c.at(&KEY).at(&[0, 1, 5]).value = vec![2],
    ),
    vector("point_is_uncompressed", "compressed point", SIGNER, |c| {
        let bits = &mut c.at(&KEY).at(&[1]).value;
        bits.truncate(34);
        bits[1] = 2;
    }),
    vector(
        "point_is_uncompressed",
        "point beside the curve",
        SIGNER,
        |c| c.at(&KEY).at(&[1]).value[40] ^= 1,
    ),
    vector(
        "rsa_parameters_are_null",
        "parameters that are no NULL",
        RSA,
        |c| {
            *c.at(&KEY).at(&[0, 1]) = Node::primitive(0x04, &[]);
        },
    ),
    vector("rsa_exponent_is_sound", "exponent 3", RSA, |c| {
        let bits = &mut c.at(&KEY).at(&[1]).value;
        let mut key = Node::parse(&bits[1..]);
        key.at(&[1]).value = vec![3];
        *bits = [&[0][..], &key.encode()].concat();
    }),
    vector("root_suite_fits_its_key", "SHA-384 with P-256", ROOT, |c| {
        c.at(&[0, 2, 0]).value = oid::ECDSA_WITH_SHA384.as_bytes().to_vec();
    }),
    vector(
        "subject_key_identifier_content",
        "another digest",
        SIGNER,
        |c| {
            extensions(c).set_extension(
                oid::SUBJECT_KEY_IDENTIFIER,
                &[&[4, 20][..], &[7; 20]].concat(),
            );
        },
    ),
    vector(
        "authority_key_identifier_content",
        "no keyIdentifier",
        SIGNER,
        |c| {
            extensions(c).set_extension(oid::AUTHORITY_KEY_IDENTIFIER, &[0x30, 0]);
        },
    ),
    vector(
        "authority_key_identifier_content",
        "serial number without issuer",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::AUTHORITY_KEY_IDENTIFIER, |value| {
                value.children.push(Node::primitive(0x82, &[1]));
            });
        },
    ),
    vector(
        "root_key_identifiers_are_equal",
        "another authority",
        ROOT,
        |c| {
            extensions(c).inside_extension(oid::AUTHORITY_KEY_IDENTIFIER, |value| {
                value.at(&[0]).value[0] ^= 1
            });
        },
    ),
    vector(
        "link_key_identifiers_differ",
        "links to itself",
        LINK,
        |c| {
            let subject = extensions(c)
                .extension(oid::SUBJECT_KEY_IDENTIFIER)
                .children[1]
                .value
                .split_off(2);
            extensions(c).set_extension(
                oid::SUBJECT_KEY_IDENTIFIER,
                &[&[4, 20][..], &subject].concat(),
            );
            extensions(c).inside_extension(oid::AUTHORITY_KEY_IDENTIFIER, |value| {
                value.at(&[0]).value = subject
            });
        },
    ),
    vector("extensions_are_there", "no extensions", SIGNER, |c| {
        c.at(&[0]).children.pop();
    }),
    vector("extensions_are_unique", "keyUsage twice", SIGNER, |c| {
        let twice = extensions(c).extension(oid::KEY_USAGE).clone();
        extensions(c).children.push(twice);
    }),
    vector("defaults_are_not_encoded", "critical FALSE", SIGNER, |c| {
        let extension = extensions(c).extension(oid::SUBJECT_ALT_NAME);
        extension.children.insert(1, Node::primitive(0x01, &[0]));
    }),
    vector("defaults_are_not_encoded", "TRUE as 01", SIGNER, |c| {
        extensions(c).extension(oid::KEY_USAGE).at(&[1]).value = vec![1];
    }),
    vector("forbidden_extensions", "nameConstraints", SIGNER, |c| {
        extensions(c).add_extension(oid::NAME_CONSTRAINTS, &[0x30, 0])
    }),
    vector("forbidden_extensions", "Netscape type", SIGNER, |c| {
        extensions(c).add_extension(oid::NETSCAPE_CERT_TYPE, &[3, 2, 0, 4]);
    }),
    vector(
        "critical_extensions_are_known",
        "critical subjectAltName",
        SIGNER,
        |c| {
            extensions(c).turn_criticality(oid::SUBJECT_ALT_NAME);
        },
    ),
    vector(
        "authority_key_identifier",
        "missing in a signer",
        SIGNER,
        |c| {
            extensions(c).remove_extension(oid::AUTHORITY_KEY_IDENTIFIER);
        },
    ),
    vector("subject_key_identifier", "missing in a root", ROOT, |c| {
        extensions(c).remove_extension(oid::SUBJECT_KEY_IDENTIFIER);
    }),
    vector("key_usage", "not critical", SIGNER, |c| {
        extensions(c).turn_criticality(oid::KEY_USAGE)
    }),
    vector("key_usage", "missing", LIST, |c| {
        extensions(c).remove_extension(oid::KEY_USAGE)
    }),
    vector(
        "private_key_usage_period",
        "missing in a signer",
        SIGNER,
        |c| {
            extensions(c).remove_extension(oid::PRIVATE_KEY_USAGE_PERIOD);
        },
    ),
    vector("subject_alt_name", "missing", COMMUNICATION, |c| {
        extensions(c).remove_extension(oid::SUBJECT_ALT_NAME)
    }),
    vector("issuer_alt_name", "missing", LINK, |c| {
        extensions(c).remove_extension(oid::ISSUER_ALT_NAME)
    }),
    vector("basic_constraints", "in a signer", SIGNER, |c| {
        extensions(c).add_extension(oid::BASIC_CONSTRAINTS, &[0x30, 0])
    }),
    vector("basic_constraints", "not critical in a root", ROOT, |c| {
        extensions(c).turn_criticality(oid::BASIC_CONSTRAINTS)
    }),
    vector("extended_key_usage", "in a document signer", SIGNER, |c| {
        extensions(c).add_extension(oid::EXTENDED_KEY_USAGE, &[0x30, 0]);
    }),
    vector(
        "extended_key_usage",
        "not critical in a list signer",
        LIST,
        |c| {
            extensions(c).turn_criticality(oid::EXTENDED_KEY_USAGE);
        },
    ),
    vector("crl_distribution_points", "missing", SIGNER, |c| {
        extensions(c).remove_extension(oid::CRL_DISTRIBUTION_POINTS);
    }),
    vector("name_change", "in a signer", SIGNER, |c| {
        extensions(c).add_extension(oid::NAME_CHANGE, &[5, 0])
    }),
    vector("document_type_list", "missing in a signer", SIGNER, |c| {
        extensions(c).remove_extension(oid::DOCUMENT_TYPE_LIST);
    }),
    vector("document_type_list", "in a root", ROOT, |c| {
        extensions(c).add_extension(
            oid::DOCUMENT_TYPE_LIST,
            b"\x30\x08\x02\x01\x00\x31\x03\x13\x01P",
        );
    }),
    vector(
        "key_usage_content",
        "CSCA that signs documents",
        ROOT,
        |c| extensions(c).set_extension(oid::KEY_USAGE, &[3, 2, 1, 0x86]),
    ),
    vector("key_usage_content", "unused bits not stated", ROOT, |c| {
        extensions(c).set_extension(oid::KEY_USAGE, &[3, 2, 0, 6])
    }),
    vector(
        "key_usage_content",
        "communication that signs certificates",
        COMMUNICATION,
        |c| {
            extensions(c).set_extension(oid::KEY_USAGE, &[3, 2, 2, 4]);
        },
    ),
    vector(
        "private_key_usage_period_content",
        "universal tags",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::PRIVATE_KEY_USAGE_PERIOD, |value| {
                value.at(&[0]).tag = 0x18
            });
        },
    ),
    vector(
        "private_key_usage_period_content",
        "no bound",
        SIGNER,
        |c| {
            extensions(c).set_extension(oid::PRIVATE_KEY_USAGE_PERIOD, &[0x30, 0]);
        },
    ),
    vector(
        "private_key_usage_is_within_validity",
        "a day too early",
        SIGNER,
        |c| {
            extensions(c).inside_extension(oid::PRIVATE_KEY_USAGE_PERIOD, |value| {
                value.at(&[0]).value = b"20260228000000Z".to_vec();
            });
        },
    ),
    vector("basic_constraints_content", "path length 1", LINK, |c| {
        extensions(c).set_extension(oid::BASIC_CONSTRAINTS, b"\x30\x06\x01\x01\xff\x02\x01\x01");
    }),
    vector("basic_constraints_content", "no path length", ROOT, |c| {
        extensions(c).set_extension(oid::BASIC_CONSTRAINTS, b"\x30\x03\x01\x01\xff");
    }),
    vector(
        "extended_key_usage_content",
        "deviation list signer as master list signer",
        LIST,
        |c| {
            extensions(c).inside_extension(oid::EXTENDED_KEY_USAGE, |value| {
                value.at(&[0]).value = oid::DEVIATION_LIST_SIGNING_KEY.as_bytes().to_vec();
            });
        },
    ),
    vector(
        "extended_key_usage_content",
        "two purposes",
        DEVIATION,
        |c| {
            extensions(c).inside_extension(oid::EXTENDED_KEY_USAGE, |value| {
                value.children.push(Node::oid(oid::MASTER_LIST_SIGNING_KEY));
            });
        },
    ),
    vector("crl_distribution_points_content", "ftp", SIGNER, |c| {
        extensions(c).inside_extension(oid::CRL_DISTRIBUTION_POINTS, |value| {
            value.at(&[0, 0, 0, 0]).value = b"ftp://example.kr/KOR.crl".to_vec();
        });
    }),
    vector("crl_distribution_points_content", "reasons", SIGNER, |c| {
        extensions(c).inside_extension(oid::CRL_DISTRIBUTION_POINTS, |value| {
            value
                .at(&[0])
                .children
                .push(Node::primitive(0x81, &[6, 0x40]));
        });
    }),
    vector("name_change_content", "not NULL", LINK, |c| {
        extensions(c).add_extension(oid::NAME_CHANGE, &[0x30, 0])
    }),
    vector(
        "name_change_tells_the_truth",
        "names differ without it",
        LINK,
        |c| {
            attribute(c, SUBJECT, 3).value = b"CSCA-NEW".to_vec();
        },
    ),
    vector(
        "name_change_tells_the_truth",
        "names are equal with it",
        LINK,
        |c| {
            extensions(c).add_extension(oid::NAME_CHANGE, &[5, 0]);
        },
    ),
    vector("document_type_list_content", "filler", SIGNER, |c| {
        extensions(c).set_extension(
            oid::DOCUMENT_TYPE_LIST,
            b"\x30\x09\x02\x01\x00\x31\x04\x13\x02P<",
        );
    }),
    vector("document_type_list_content", "version 1", SIGNER, |c| {
        extensions(c).inside_extension(oid::DOCUMENT_TYPE_LIST, |value| {
            value.at(&[0]).value = vec![1]
        });
    }),
    vector("document_type_list_content", "not in order", SIGNER, |c| {
        let unsorted = b"\x30\x0d\x02\x01\x00\x31\x08\x13\x02PP\x13\x02PD";
        extensions(c).set_extension(oid::DOCUMENT_TYPE_LIST, unsorted);
    }),
];

/// An `RSAPublicKey` with a modulus of so many bytes.
fn rsa_key(bytes: usize) -> Vec<u8> {
    let modulus = [&[0][..], &vec![0xc1; bytes]].concat();
    let numbers = [&modulus[..], &[1, 0, 1]].map(|number| Node::primitive(0x02, number));
    Node::constructed(0x30, numbers.to_vec()).encode()
}

fn profile(role: CertificateRole) -> CertificateProfile {
    CertificateProfile {
        role,
        ec_encoding: EcEncoding::Explicit,
    }
}

#[test]
fn every_lint_passes_on_a_good_certificate_and_finds_its_defect() {
    let authority = Authority::p256();
    let rsa = Authority::new(
        KeyKind::Rsa3072,
        SignatureSuite::RsaPssSha256,
        EcEncoding::Explicit,
    );
    let good = |(role, is_rsa): Kind| {
        let authority = if is_rsa { &rsa } else { &authority };
        authority.certificate(role).as_der().to_vec()
    };
    let judge = |(role, _): Kind, der: &[u8]| signed_certificate(der, &profile(role));
    check_vectors(VECTORS, &certificate_lints(), good, judge);
}

#[test]
fn what_is_not_a_certificate_has_no_structure() {
    let root = Authority::p256().root;
    let der = root.as_der();
    for bytes in [
        &[][..],
        &[0x30],
        &der[1..],
        &der[..der.len() - 1],
        &[0x30, 0x80, 0, 0],
    ] {
        let findings = signed_certificate(bytes, &profile(CscaRoot));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].lint, "structure");
    }
    let tbs = tlv::single(der, tag::SEQUENCE)
        .unwrap()
        .reader()
        .next()
        .unwrap();
    assert_eq!(to_be_signed_certificate(tbs.raw, &profile(CscaRoot)), []);
    assert_eq!(
        to_be_signed_certificate(der, &profile(CscaRoot))[0].lint,
        "structure"
    );
}

#[test]
fn a_named_curve_passes_only_where_the_profile_asks_for_it() {
    let kind = KeyKind::Ec(Curve::BrainpoolP384r1);
    let authority = Authority::new(kind, kind.default_suite(), EcEncoding::Named);
    let named = CertificateProfile {
        role: CscaRoot,
        ec_encoding: EcEncoding::Named,
    };
    assert_eq!(signed_certificate(authority.root.as_der(), &named), []);
    let findings = signed_certificate(authority.root.as_der(), &profile(CscaRoot));
    let lints: Vec<_> = findings.iter().map(|finding| finding.lint).collect();
    assert_eq!(lints, ["curve_has_its_encoding"]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_lint_panic(place in 0_usize..1200, byte: u8) {
        thread_local! {
            static ROOT: Vec<u8> = Authority::p256().root.as_der().to_vec();
        }
        let mut der = ROOT.with(Clone::clone);
        let place = place % der.len();
        der[place] = byte;
        for role in CertificateRole::ALL {
            let _ = signed_certificate(&der, &profile(role));
        }
    }
}
