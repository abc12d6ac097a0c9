use super::super::{crl_lints, signed_crl, to_be_signed_crl};
use super::tree::Node;
use super::{Vector, check_vectors, vector};
use crate::asn1::tlv::{self, tag};
use crate::fixture::{Authority, at};
use crate::issue::RevokedCertificate;
use crate::oid;
use crate::serial::SerialNumber;

const REVOKED: [usize; 2] = [0, 5];

fn extensions(list: &mut Node) -> &mut Node {
    list.at(&[0, 6, 0])
}

const VECTORS: &[Vector<()>] = &[
    vector("version_is_2", "version 1", (), |c| {
        c.at(&[0]).children.remove(0);
    }),
    vector("signature_algorithm_is_known", "SHA-1", (), |c| {
        c.at(&[0, 1, 0]).value = b"\x2a\x86\x48\xce\x3d\x04\x01".to_vec();
    }),
    vector(
        "signature_algorithms_are_identical",
        "other outer algorithm",
        (),
        |c| {
            c.at(&[1, 0]).value = oid::ECDSA_WITH_SHA512.as_bytes().to_vec();
        },
    ),
    vector("signature_has_whole_octets", "one unused bit", (), |c| {
        c.at(&[2]).value[0] = 1
    }),
    vector("issuer_country", "lower case", (), |c| {
        c.at(&[0, 2, 0, 0, 1]).value = b"kr".to_vec()
    }),
    vector("issuer_common_name", "no common name", (), |c| {
        c.at(&[0, 2]).children.pop();
    }),
    vector("issuer_strings", "TeletexString", (), |c| {
        c.at(&[0, 2, 1, 0, 1]).tag = 0x14
    }),
    vector("this_update_has_its_form", "no seconds", (), |c| {
        c.at(&[0, 3]).value = b"2603010900Z".to_vec()
    }),
    vector("next_update_is_there", "missing", (), |c| {
        c.at(&[0]).children.remove(4);
    }),
    vector(
        "next_update_has_its_form",
        "GeneralizedTime in 2026",
        (),
        |c| {
            *c.at(&[0, 4]) = Node::primitive(0x18, b"20260530090000Z");
        },
    ),
    vector("next_update_is_within_90_days", "91 days", (), |c| {
        c.at(&[0, 4]).value = b"260531090000Z".to_vec()
    }),
    vector(
        "next_update_is_within_90_days",
        "before this update",
        (),
        |c| {
            c.at(&[0, 4]).value = b"260228090000Z".to_vec();
        },
    ),
    vector(
        "revoked_certificates_is_not_empty",
        "empty sequence",
        (),
        |c| c.at(&REVOKED).children.clear(),
    ),
    vector(
        "revoked_serial_numbers_are_positive",
        "serial number 0",
        (),
        |c| c.at(&REVOKED).at(&[0, 0]).value = vec![0],
    ),
    vector("revoked_serial_numbers_are_positive", "negative", (), |c| {
        c.at(&REVOKED).at(&[0, 0]).value = vec![0x80]
    }),
    vector("revoked_certificates_are_unique", "twice", (), |c| {
        let twice = c.at(&REVOKED).children[0].clone();
        c.at(&REVOKED).children.push(twice);
    }),
    vector("revocation_dates_have_their_form", "local time", (), |c| {
        c.at(&REVOKED).at(&[0, 1]).value = b"260228235959+0900".to_vec();
    }),
    vector(
        "revocations_are_not_in_the_future",
        "a second late",
        (),
        |c| {
            c.at(&REVOKED).at(&[0, 1]).value = b"260301090001Z".to_vec();
        },
    ),
    vector("entries_have_no_extensions", "reason code", (), |c| {
        c.at(&REVOKED)
            .at(&[0])
            .children
            .push(Node::constructed(0x30, Vec::new()));
    }),
    vector("extensions_are_unique", "number twice", (), |c| {
        let twice = extensions(c).extension(oid::CRL_NUMBER).clone();
        extensions(c).children.push(twice);
    }),
    vector("defaults_are_not_encoded", "critical FALSE", (), |c| {
        let extension = extensions(c).extension(oid::CRL_NUMBER);
        extension.children.insert(1, Node::primitive(0x01, &[0]));
    }),
    vector(
        "forbidden_extensions",
        "issuing distribution point",
        (),
        |c| {
            extensions(c).add_extension(oid::ISSUING_DISTRIBUTION_POINT, &[0x30, 0]);
        },
    ),
    vector("forbidden_extensions", "delta list", (), |c| {
        extensions(c).add_extension(oid::DELTA_CRL_INDICATOR, &[2, 1, 1]);
    }),
    vector(
        "critical_extensions_are_known",
        "critical number",
        (),
        |c| extensions(c).turn_criticality(oid::CRL_NUMBER),
    ),
    vector("authority_key_identifier", "missing", (), |c| {
        extensions(c).remove_extension(oid::AUTHORITY_KEY_IDENTIFIER);
    }),
    vector(
        "authority_key_identifier_content",
        "no keyIdentifier",
        (),
        |c| {
            extensions(c).set_extension(oid::AUTHORITY_KEY_IDENTIFIER, &[0x30, 0]);
        },
    ),
    vector("crl_number", "missing", (), |c| {
        extensions(c).remove_extension(oid::CRL_NUMBER)
    }),
    vector("crl_number_content", "negative", (), |c| {
        extensions(c).set_extension(oid::CRL_NUMBER, &[2, 1, 0x80])
    }),
    vector("crl_number_content", "21 octets", (), |c| {
        extensions(c).set_extension(oid::CRL_NUMBER, &[&[2, 21][..], &[1; 21]].concat());
    }),
];

fn list() -> Vec<u8> {
    let mut request = Authority::crl_request();
    request.revoked = [1, 0x80]
        .map(|number| RevokedCertificate {
            serial_number: SerialNumber::from_number(number).unwrap(),
            revoked_at: at("2026-02-28T23:59:59Z"),
        })
        .to_vec();
    Authority::p256().crl(&request)
}

#[test]
fn every_lint_passes_on_a_good_list_and_finds_its_defect() {
    let good = list();
    check_vectors(
        VECTORS,
        &crl_lints(),
        |()| good.clone(),
        |(), der| signed_crl(der),
    );
}

#[test]
fn an_empty_list_passes_and_a_broken_one_has_no_structure() {
    let der = Authority::p256().crl(&Authority::crl_request());
    assert_eq!(signed_crl(&der), []);
    let tbs = tlv::single(&der, tag::SEQUENCE)
        .unwrap()
        .reader()
        .next()
        .unwrap();
    assert_eq!(to_be_signed_crl(tbs.raw), []);
    assert_eq!(
        tbs.reader().all().unwrap().len(),
        6,
        "revokedCertificates is absent"
    );
    assert_eq!(signed_crl(&der[..der.len() - 1])[0].lint, "structure");
}
