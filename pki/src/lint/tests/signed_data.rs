use super::super::{SignedDataProfile, detached_signed_data, signed_data, signed_data_lints};
use super::tree::Node;
use super::{Vector, check_vectors, vector};
use crate::fixture::{Authority, now, released};
use crate::issue::{self, LdsVersion};
use crate::oid;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Sod0,
    Sod1,
    Card,
    List,
    Manifest,
}

use Kind::{Card, List, Manifest, Sod0, Sod1};

const MANIFEST: &[u8] = b"{\"sequence\":1}";

impl Kind {
    const fn profile(self) -> SignedDataProfile {
        match self {
            Sod0 | Sod1 => SignedDataProfile::Sod,
            Card => SignedDataProfile::CardSecurity,
            List => SignedDataProfile::MasterList,
            Manifest => SignedDataProfile::Manifest,
        }
    }
}

/// The SignedData of an EF.SOD or of a bare ContentInfo.
fn data(node: &mut Node) -> &mut Node {
    if node.tag == 0x77 {
        node.at(&[0, 1, 0])
    } else {
        node.at(&[1, 0])
    }
}

fn signer(node: &mut Node) -> &mut Node {
    data(node).children.last_mut().unwrap().at(&[0])
}

fn attributes(node: &mut Node) -> &mut Node {
    signer(node).at(&[3])
}

/// The value of an attribute, by its kind.
fn attribute(node: &mut Node, identifier: der::asn1::ObjectIdentifier) -> &mut Node {
    attributes(node)
        .children
        .iter_mut()
        .find(|attribute| attribute.children[0].value == identifier.as_bytes())
        .unwrap()
        .at(&[1, 0])
}

/// Alters the content inside the envelope.
fn content(node: &mut Node, alter: impl FnOnce(&mut Node)) {
    data(node).at(&[2, 1, 0]).inside(alter);
}

const VECTORS: &[Vector<Kind>] = &[
    vector("version_is_3", "version 1", Sod1, |c| {
        data(c).at(&[0]).value = vec![1]
    }),
    vector(
        "digest_algorithms_name_the_digest",
        "another digest",
        Sod1,
        |c| {
            data(c).at(&[1, 0, 0]).value = oid::SHA384.as_bytes().to_vec();
        },
    ),
    vector(
        "digest_algorithms_name_the_digest",
        "no digest",
        Sod1,
        |c| data(c).at(&[1]).children.clear(),
    ),
    vector("digest_algorithm_has_no_parameters", "NULL", Sod1, |c| {
        signer(c).at(&[2]).children.push(Node::primitive(0x05, &[]));
    }),
    vector("content_type", "id-data", Sod1, |c| {
        data(c).at(&[2, 0]).value = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01".to_vec();
    }),
    vector(
        "content_type",
        "LDS security object as master list",
        List,
        |c| {
            data(c).at(&[2, 0]).value = oid::LDS_SECURITY_OBJECT.as_bytes().to_vec();
        },
    ),
    vector("certificates_are_in_der_order", "other order", List, |c| {
        data(c).at(&[3]).children.reverse()
    }),
    vector("no_revocation_lists", "an empty crls", Sod1, |c| {
        data(c)
            .children
            .insert(4, Node::constructed(0xa1, Vec::new()));
    }),
    vector("one_signer", "two signers", Sod1, |c| {
        let twice = signer(c).clone();
        data(c).children.last_mut().unwrap().children.push(twice);
    }),
    vector(
        "signer_version_fits_its_identifier",
        "3 with issuer and serial number",
        Sod1,
        |c| {
            signer(c).at(&[0]).value = vec![3];
        },
    ),
    vector(
        "signer_version_fits_its_identifier",
        "1 with key identifier",
        List,
        |c| signer(c).at(&[0]).value = vec![1],
    ),
    vector(
        "signature_algorithm_is_known",
        "ECDSA with NULL",
        Sod1,
        |c| {
            signer(c).at(&[4]).children.push(Node::primitive(0x05, &[]));
        },
    ),
    vector(
        "signature_algorithm_has_the_digest",
        "SHA-512 over SHA-256",
        Sod1,
        |c| {
            signer(c).at(&[4, 0]).value = oid::ECDSA_WITH_SHA512.as_bytes().to_vec();
        },
    ),
    vector("signature_is_there", "empty", Sod1, |c| {
        signer(c).at(&[5]).value.clear()
    }),
    vector("no_unsigned_attributes", "an empty set", Sod1, |c| {
        signer(c).children.push(Node::constructed(0xa1, Vec::new()));
    }),
    vector(
        "signed_attributes_are_in_der_order",
        "other order",
        Sod1,
        |c| attributes(c).children.reverse(),
    ),
    vector(
        "signed_attributes_are_unique",
        "content type twice",
        Sod1,
        |c| {
            let twice = attributes(c).children[0].clone();
            attributes(c).children.insert(0, twice);
        },
    ),
    vector("signed_attributes_are_unique", "two values", Sod1, |c| {
        let twice = attributes(c).at(&[0, 1, 0]).clone();
        attributes(c).at(&[0, 1]).children.push(twice);
    }),
    vector("content_type_attribute", "another type", Sod1, |c| {
        attribute(c, oid::CONTENT_TYPE).value = oid::CSCA_MASTER_LIST.as_bytes().to_vec();
    }),
    vector("message_digest_attribute", "one bit", Sod1, |c| {
        attribute(c, oid::MESSAGE_DIGEST).value[31] ^= 1
    }),
    vector(
        "message_digest_attribute",
        "one bit of the content",
        Sod1,
        |c| {
            content(c, |object| object.at(&[2, 0, 1]).value[0] ^= 1);
        },
    ),
    vector("signing_time_attribute", "missing", List, |c| {
        attributes(c)
            .children
            .retain(|a| a.children[0].value != oid::SIGNING_TIME.as_bytes());
    }),
    vector(
        "signing_time_attribute",
        "GeneralizedTime in 2026",
        Sod1,
        |c| {
            *attribute(c, oid::SIGNING_TIME) = Node::primitive(0x18, b"20260301090000Z");
        },
    ),
    vector(
        "signer_certificate_is_carried",
        "another serial number",
        Sod1,
        |c| {
            signer(c).at(&[1, 1]).value = vec![0x55];
        },
    ),
    vector(
        "signer_certificate_is_carried",
        "no certificates",
        Sod1,
        |c| {
            data(c).children.remove(3);
        },
    ),
    vector(
        "document_signer_is_named_by_issuer",
        "key identifier",
        Sod1,
        |c| {
            *signer(c).at(&[1]) = Node::primitive(0x80, &[1; 20]);
        },
    ),
    vector("one_certificate", "the same certificate twice", Card, |c| {
        let twice = data(c).at(&[3, 0]).clone();
        data(c).at(&[3]).children.push(twice);
    }),
    vector("lds_version", "version 1 without information", Sod0, |c| {
        content(c, |object| object.at(&[0]).value = vec![1])
    }),
    vector("lds_version", "version 0 with information", Sod1, |c| {
        content(c, |object| object.at(&[0]).value = vec![0])
    }),
    vector("lds_version_info", "LDS 1.7", Sod1, |c| {
        content(c, |object| object.at(&[3, 0]).value = b"0107".to_vec())
    }),
    vector("lds_version_info", "UTF8String", Sod1, |c| {
        content(c, |object| object.at(&[3, 1]).tag = 0x0c)
    }),
    vector("hash_algorithm", "NULL parameters", Sod1, |c| {
        content(c, |object| {
            object.at(&[1]).children.push(Node::primitive(0x05, &[]))
        });
    }),
    vector("hash_lengths", "a hash of 20 bytes", Sod1, |c| {
        content(c, |object| object.at(&[2, 1, 1]).value.truncate(20))
    }),
    vector("data_group_count", "one data group", Sod1, |c| {
        content(c, |object| object.at(&[2]).children.truncate(1))
    }),
    vector("data_group_numbers", "17", Sod1, |c| {
        content(c, |object| object.at(&[2, 2, 0]).value = vec![17])
    }),
    vector("data_group_numbers", "twice", Sod1, |c| {
        content(c, |object| object.at(&[2, 2, 0]).value = vec![2])
    }),
    vector("data_group_numbers", "descending", Sod1, |c| {
        content(c, |object| object.at(&[2]).children.reverse())
    }),
    vector("data_groups_1_and_2", "no data group 1", Sod1, |c| {
        content(c, |object| {
            object.at(&[2]).children.remove(0);
        });
    }),
    vector("security_infos", "empty set", Card, |c| {
        content(c, |infos| infos.children.clear())
    }),
    vector("list_version", "version 1", List, |c| {
        content(c, |list| list.at(&[0]).value = vec![1])
    }),
    vector("list_is_not_empty", "empty set", List, |c| {
        content(c, |list| list.at(&[1]).children.clear())
    }),
    vector("list_is_in_der_order", "other order", List, |c| {
        content(c, |list| list.at(&[1]).children.reverse())
    }),
    vector("list_is_in_der_order", "a certificate twice", List, |c| {
        content(c, |list| {
            let twice = list.at(&[1, 0]).clone();
            list.at(&[1]).children.insert(0, twice);
        });
    }),
    vector(
        "list_has_csca_certificates_only",
        "the signer's certificate",
        List,
        |c| {
            let certificates = data(c).at(&[3]).children.clone();
            content(c, |list| list.at(&[1]).children.extend(certificates));
        },
    ),
    vector(
        "list_signer_is_named_by_key",
        "issuer and serial number",
        List,
        |c| {
            *signer(c).at(&[1]) = Node::constructed(0x30, Vec::new());
        },
    ),
    vector(
        "list_signer_has_the_purpose",
        "signed by the CSCA itself",
        List,
        |c| {
            let list = data(c).at(&[3]).children.clone();
            let identifier = |certificate: &Node| {
                let extensions = certificate.clone().at(&[0, 7, 0]).clone();
                let mut extensions = extensions;
                let is_authority = extensions.children.iter().any(|extension| {
                    extension.children[0].value == oid::BASIC_CONSTRAINTS.as_bytes()
                });
                let value = extensions.extension(oid::SUBJECT_KEY_IDENTIFIER).children[1].value
                    [2..]
                    .to_vec();
                is_authority.then_some(value)
            };
            signer(c).at(&[1]).value = list.iter().find_map(identifier).unwrap();
        },
    ),
    vector(
        "list_carries_the_csca_of_its_signer",
        "left out",
        List,
        |c| {
            let is_authority = |certificate: &Node| {
                let mut certificate = certificate.clone();
                let extensions = &certificate.at(&[0, 7, 0]).children;
                let wanted = oid::BASIC_CONSTRAINTS.as_bytes();
                extensions
                    .iter()
                    .any(|extension| extension.children[0].value == wanted)
            };
            data(c)
                .at(&[3])
                .children
                .retain(|certificate| !is_authority(certificate));
        },
    ),
    vector("manifest_is_outside", "inside", Manifest, |c| {
        let inside = Node::constructed(0xa0, vec![Node::primitive(0x04, MANIFEST)]);
        data(c).at(&[2]).children.push(inside);
    }),
    vector("manifest_versions_are_1", "version 3", Manifest, |c| {
        data(c).at(&[0]).value = vec![3]
    }),
    vector(
        "manifest_signer_has_the_purpose",
        "for TLS servers",
        Manifest,
        |c| {
            // Where the purposes are written, the last byte of the only one tells them apart.
            let extensions = data(c).at(&[3, 0, 0, 7, 0]);
            let purposes = extensions
                .children
                .iter_mut()
                .find(|e| e.children[0].value == oid::EXTENDED_KEY_USAGE.as_bytes())
                .unwrap();
            let value = purposes.children.last_mut().unwrap();
            value.inside(|purposes| *purposes.at(&[0]).value.last_mut().unwrap() = 1);
        },
    ),
];

#[test]
fn every_lint_passes_on_good_signed_data_and_finds_its_defect() {
    let authority = Authority::p256();
    // SecurityInfo { id-PACE, version 2 }
    let infos = b"\x31\x12\x30\x10\x06\x0b\x04\x00\x7f\x00\x07\x02\x02\x04\x02\x02\x01\x02\x01\x02";
    let infos = Node {
        tag: 0x31,
        value: infos[2..].to_vec(),
        children: Vec::new(),
    }
    .encode();
    let good = |kind| match kind {
        Sod0 => authority.sod(LdsVersion::V1_7),
        Sod1 => authority.sod(LdsVersion::V1_8),
        Card => {
            let signer = authority.document_signer();
            let prepared = issue::card_security(&signer, &infos, now()).unwrap();
            released(prepared, &authority.store).unwrap()
        }
        List => authority.master_list(),
        Manifest => authority.manifest(&authority.communication_signer(), MANIFEST),
    };
    let judge = |kind: Kind, der: &[u8]| match kind {
        Manifest => detached_signed_data(kind.profile(), der, MANIFEST),
        _ => signed_data(kind.profile(), der),
    };
    check_vectors(VECTORS, &signed_data_lints(), good, judge);
}

#[test]
fn a_missing_wrapper_or_a_cut_end_has_no_structure() {
    let sod = Authority::p256().sod(LdsVersion::V1_8);
    assert_eq!(signed_data(SignedDataProfile::Sod, &sod), []);
    let inner = Node::parse(&sod).at(&[0]).encode();
    for bytes in [&inner[..], &sod[..sod.len() - 1], &[]] {
        assert_eq!(
            signed_data(SignedDataProfile::Sod, bytes)[0].lint,
            "structure"
        );
    }
}
