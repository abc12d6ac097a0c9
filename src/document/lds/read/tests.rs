//! The parsers against data groups that others made.

mod outside_fixture;

use chrono::NaiveDate;

use super::*;
use crate::document::lds::{AccessCipher, DataGroupNumber, KeyAgreement, ObjectIdentifier, Tag};

fn vector(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors/lds")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn oddities(findings: &[Finding]) -> Vec<Oddity> {
    findings.iter().map(|finding| finding.oddity).collect()
}

#[test]
fn a_signature_image_is_found() {
    let file = vector("EF_DG7.bin");
    let reading = dg7(&file).unwrap();
    let [image] = &reading.content.images[..] else {
        panic!("one image");
    };
    assert_eq!(image.format, Some(ImageFormat::Jpeg2000));
    assert_eq!(image.size, Some((550, 142)));
    assert_eq!(reading.findings, []);
}

#[test]
fn every_field_of_dg11_is_read() {
    let file = vector("EF_DG11.bin");
    let reading = dg11(&file).unwrap();
    let dg11 = reading.content;
    assert_eq!(dg11.full_name.unwrap().primary_identifier(), "Doe John");
    assert_eq!(dg11.other_names, [Names("William".into())]);
    assert_eq!(dg11.personal_number.as_deref(), Some("123"));
    assert_eq!(
        dg11.birth.map(|birth| birth.to_string()).as_deref(),
        Some("1970-01-01")
    );
    assert_eq!(dg11.place_of_birth.as_deref(), Some("TEST<TEST"));
    assert_eq!(dg11.address.as_deref(), Some("TEST<TEST"));
    assert_eq!(dg11.telephone.as_deref(), Some("123"));
    assert_eq!(dg11.profession.as_deref(), Some("TEST"));
    assert_eq!(dg11.title.as_deref(), Some("TEST"));
    assert_eq!(dg11.personal_summary.as_deref(), Some("TEST"));
    assert_eq!(dg11.proof_of_citizenship, Some(&[0][..]));
    assert_eq!(dg11.other_document_numbers.as_deref(), Some("123<123"));
    assert_eq!(dg11.custody.as_deref(), Some("TEST"));
    assert_eq!(
        oddities(&reading.findings),
        [
            Oddity::PresentButUnlisted(Tag(0x5F17)),
            Oddity::DateAsBcd(Tag(0x5F2B)),
        ]
    );
}

#[test]
fn every_field_of_dg12_is_read() {
    let file = vector("EF_DG12.bin");
    let reading = dg12(&file).unwrap();
    let dg12 = reading.content;
    assert_eq!(dg12.issuing_authority.as_deref(), Some("TEST"));
    let issued = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    assert_eq!(dg12.issued, Some(issued));
    assert_eq!(dg12.other_persons, [Names("William".into())]);
    assert_eq!(dg12.endorsements.as_deref(), Some("TEST"));
    assert_eq!(dg12.tax_and_exit.as_deref(), Some("TEST"));
    assert_eq!(
        (dg12.front_image, dg12.rear_image),
        (Some(&[0][..]), Some(&[0][..]))
    );
    assert_eq!(dg12.personalised, issued.and_hms_opt(12, 30, 59));
    assert_eq!(dg12.personalisation_system.as_deref(), Some("123"));
    // The sample has no tag list.
    assert_eq!(
        oddities(&reading.findings),
        [
            Oddity::Missing(Tag(0x5C)),
            Oddity::DateAsBcd(Tag(0x5F26)),
            Oddity::DateAsBcd(Tag(0x5F55)),
        ]
    );
}

/// DG2 around an ISO/IEC 39794-5 block.
fn dg2_of_39794(block: &[u8]) -> Vec<u8> {
    let field = |tag: &[u8], value: &[u8]| {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        [tag, &[0x82], &length, value].concat()
    };
    let header = [0xA1, 0x08, 0x87, 0x02, 0x01, 0x01, 0x88, 0x02, 0x00, 0x2A];
    let template = [&header[..], &field(&[0x7F, 0x2E], block)].concat();
    let group = [&[0x02, 0x01, 0x01][..], &field(&[0x7F, 0x60], &template)].concat();
    field(&[0x75], &field(&[0x7F, 0x61], &group))
}

#[test]
fn face_blocks_of_39794_give_their_image() {
    for (name, format_code) in [
        ("ICAO_39794_5_AP_MandFields.dat", Some(3)),
        ("ICAO_39794_5_AP_AllFields.dat", Some(3)),
    ] {
        let file = dg2_of_39794(&vector(name));
        let reading = dg2(&file).unwrap();
        let FaceRecord::Iso39794(face) = &reading.content.faces[0].record else {
            panic!("a block of 39794-5");
        };
        assert_eq!((face.generation, face.year), (3, 2019), "{name}");
        assert_eq!(face.format_code, format_code, "{name}");
        assert_eq!(face.image.format, Some(ImageFormat::Jpeg2000));
        assert_eq!(face.image.size, Some((413, 531)));
        assert_eq!(face.image.bytes.len(), 0x3A98);
        assert!(
            reading
                .findings
                .iter()
                .all(|finding| { matches!(finding.oddity, Oddity::LengthNotMinimal(_)) })
        );
    }
}

#[test]
fn an_empty_finger_group_is_a_statement_and_not_an_error() {
    let file = [
        0x63, 0x0A, 0x7F, 0x61, 0x03, 0x02, 0x01, 0x00, 0x53, 0x02, 0xAB, 0xCD,
    ];
    let reading = dg3(&file).unwrap();
    assert_eq!(reading.content.fingers, []);
    assert_eq!(reading.content.discretionary, Some(&[0xAB, 0xCD][..]));
    assert_eq!(reading.findings, []);
}

#[test]
fn persons_to_notify_are_read() {
    let person = [
        &[0x5F, 0x50, 8][..],
        b"20261122",
        &[0x5F, 0x51, 9],
        b"SMITH<<JO",
        &[0x5F, 0x52, 2],
        b"01",
        &[0x5F, 0x53, 1],
        b"X",
    ]
    .concat();
    let length = u8::try_from(person.len()).unwrap();
    let head = [0x70, length + 5, 0x02, 0x01, 0x01, 0xA1, length];
    let file = [&head[..], &person].concat();
    let reading = dg16(&file).unwrap();
    let [person] = &reading.content.persons[..] else {
        panic!("one person");
    };
    assert_eq!(person.recorded, NaiveDate::from_ymd_opt(2026, 11, 22));
    assert_eq!(person.name.as_ref().unwrap().primary_identifier(), "SMITH");
    assert_eq!(person.telephone.as_deref(), Some("01"));
    assert_eq!(person.address.as_deref(), Some("X"));
    assert_eq!(reading.findings, []);
}

#[test]
fn card_access_of_the_worked_example_is_read() {
    let pace = [
        0x30, 0x12, 0x06, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02, 0x02,
        0x01, 0x02, 0x02, 0x01, 0x0D,
    ];
    let file = [&[0x31, 0x14][..], &pace].concat();
    let reading = card_access(&file).unwrap();
    let [info] = &reading.content.infos[..] else {
        panic!("one option");
    };
    assert_eq!(info.original, pace);
    assert_eq!(info.protocol.to_string(), "0.4.0.127.0.7.2.2.4.2.2");
    assert_eq!(
        info.kind,
        SecurityInfoKind::Pace {
            mapping: crate::document::lds::PaceMapping::EcdhGeneric,
            cipher: AccessCipher::Aes128,
            version: 2,
            parameter_id: Some(13),
        }
    );

    let other = [&[0x6E, 0x16, 0x31, 0x14][..], &pace].concat();
    let same = dg14(&other).unwrap().content;
    assert_eq!(reading.content.missing_in(&same), []);
    let empty = dg14(&[0x6E, 0x02, 0x31, 0x00]).unwrap().content;
    assert_eq!(reading.content.missing_in(&empty), [*info]);
    // One bit of the parameters is enough to differ.
    let mut changed = other.clone();
    *changed.last_mut().unwrap() = 0x0C;
    let changed = dg14(&changed).unwrap().content;
    assert_eq!(reading.content.missing_in(&changed), [*info]);
}

#[test]
fn odd_security_options_are_found_and_kept() {
    // PACE with a negative version, then an unknown protocol that should have come first.
    let file = [
        0x31, 0x19, 0x30, 0x0F, 0x06, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02,
        0x02, 0x02, 0x01, 0xFF, 0x30, 0x06, 0x06, 0x01, 0x2A, 0x02, 0x01, 0x01,
    ];
    let reading = card_access(&file).unwrap();
    let kinds: Vec<_> = reading.content.infos.iter().map(|info| info.kind).collect();
    assert_eq!(kinds, [SecurityInfoKind::Other, SecurityInfoKind::Other]);
    assert_eq!(reading.content.infos[1].protocol, ObjectIdentifier(&[0x2A]));
    assert!(oddities(&reading.findings).contains(&Oddity::SetNotSorted));
    assert!(matches!(
        oddities(&reading.findings)[1],
        Oddity::SecurityInfo(_)
    ));
}

/// Every parser over the same bytes; what they say does not matter here.
fn read_as_everything(bytes: &[u8]) {
    let _ = (com(bytes), dg1(bytes), dg2(bytes), dg3(bytes), dg5(bytes));
    let _ = (
        dg7(bytes),
        dg11(bytes),
        dg12(bytes),
        dg14(bytes),
        dg15(bytes),
    );
    let _ = (dg16(bytes), card_access(bytes));
}
