//! The parsers against data groups whose terms keep them out of this repository.

use super::*;

/// A file of the BSI test passport of 2008.
fn bsi2008(name: &str) -> Vec<u8> {
    let folder = std::env::var_os("YEOGWON_FIXTURES").expect(
        "set YEOGWON_FIXTURES to the folder of outside test vectors (it holds chip-image-bsi2008)",
    );
    let path = std::path::Path::new(&folder)
        .join("chip-image-bsi2008")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_chip_image_of_2008_has_its_index_and_mrz() {
    let file = bsi2008("EF_COM.bin");
    let reading = com(&file).unwrap();
    let numbers: Vec<u8> = reading
        .content
        .data_groups
        .iter()
        .map(|n| n.number())
        .collect();
    assert_eq!(numbers, [1, 2, 3, 14]);
    assert_eq!(reading.findings, []);

    let file = bsi2008("Datagroup1.bin");
    let reading = dg1(&file).unwrap();
    assert!(reading.content.mrz.starts_with("P<D<<MUSTERMANN<<ERIKA<<<"));
    assert_eq!(reading.content.mrz.len(), 88);
    assert_eq!(reading.findings, []);
    assert_eq!(reading.original, file);
}

#[test]
fn the_face_of_2008_contradicts_its_own_header() {
    let file = bsi2008("Datagroup2.bin");
    let reading = dg2(&file).unwrap();
    let [face] = &reading.content.faces[..] else {
        panic!("one face");
    };
    assert_eq!(face.header.kind, Some(2));
    assert_eq!(face.header.format_owner, Some(0x0101));
    assert_eq!(face.header.format_type, Some(8));
    let FaceRecord::Iso19794(record) = &face.record else {
        panic!("a record of 19794-5");
    };
    let [face] = &record.faces[..] else {
        panic!("one image");
    };
    assert_eq!((face.image_type, face.data_type), (1, 1));
    assert_eq!((face.width, face.height), (337, 449));
    assert_eq!(face.image.format, Some(ImageFormat::Jpeg2000));
    assert_eq!(face.image.size, Some((413, 531)));
    assert_eq!(face.image.bytes.len(), 0x3AC5 - 14 - 20 - 12);
    assert_eq!(
        oddities(&reading.findings),
        [Oddity::ImageSize {
            stated: (337, 449),
            actual: (413, 531)
        }]
    );
    assert_eq!(
        reading.content.image().map(|image| image.size),
        Some(Some((413, 531)))
    );
}

#[test]
fn the_fingers_of_2008_are_both_index_fingers() {
    let file = bsi2008("Datagroup3.bin");
    let reading = dg3(&file).unwrap();
    let fingers: Vec<_> = reading
        .content
        .fingers
        .iter()
        .map(|finger| {
            let record = finger.record.unwrap();
            assert_eq!(record.view.image.format, Some(ImageFormat::Wsq));
            assert_eq!(
                (record.view.width, record.view.height, record.pixel_depth),
                (620, 620, 8)
            );
            assert_eq!((record.compression, record.scale_units), (2, 1));
            assert_eq!(record.image_resolution, (500, 500));
            (finger.header.subtype, record.view.position)
        })
        .collect();
    assert_eq!(fingers, [(Some(0x09), 2), (Some(0x0A), 7)]);
    assert_eq!(reading.findings, []);
}

#[test]
fn the_iris_of_2008_shows_its_frame() {
    let file = bsi2008("Datagroup4.bin");
    let four = DataGroupNumber::new(4).unwrap();
    let reading = biometric(&file, four).unwrap();
    let headers: Vec<_> = reading
        .content
        .templates
        .iter()
        .map(|t| t.header.format_type)
        .collect();
    assert_eq!(headers, [Some(9), Some(9)]);
}

#[test]
fn the_security_options_of_2008_are_known() {
    let file = bsi2008("Datagroup14.bin");
    let reading = dg14(&file).unwrap();
    let [key, chip, terminal] = &reading.content.infos[..] else {
        panic!("three options");
    };
    assert_eq!(key.protocol.to_string(), "0.4.0.127.0.7.2.2.1.2");
    assert!(matches!(
        key.kind,
        SecurityInfoKind::ChipAuthenticationPublicKey {
            agreement: KeyAgreement::Ecdh,
            key_id: None,
            public_key_info: [0x30, 0x82, 0x01, 0x13, ..],
        }
    ));
    assert_eq!(
        chip.kind,
        SecurityInfoKind::ChipAuthentication {
            agreement: KeyAgreement::Ecdh,
            cipher: AccessCipher::TripleDes,
            version: 1,
            key_id: None,
        }
    );
    assert_eq!(
        terminal.kind,
        SecurityInfoKind::TerminalAuthentication {
            version: 1,
            ef_cvca: None,
        }
    );
    assert_eq!(oddities(&reading.findings), [Oddity::SetNotSorted]);
}

#[test]
fn the_active_authentication_key_of_2008_is_kept_as_it_stands() {
    let file = bsi2008("Datagroup15.bin");
    let reading = dg15(&file).unwrap();
    assert_eq!(reading.content.public_key_info, &file[3..]);
    assert_eq!(reading.findings, []);
}

#[test]
fn no_changed_or_missing_byte_makes_a_parser_panic() {
    let files = [
        bsi2008("EF_COM.bin"),
        bsi2008("Datagroup1.bin"),
        bsi2008("Datagroup2.bin"),
        bsi2008("Datagroup3.bin"),
        bsi2008("Datagroup4.bin"),
        bsi2008("Datagroup14.bin"),
        bsi2008("Datagroup15.bin"),
        vector("EF_DG7.bin"),
        vector("EF_DG11.bin"),
        vector("EF_DG12.bin"),
        dg2_of_39794(&vector("ICAO_39794_5_AP_AllFields.dat")),
    ];
    for file in files {
        // Headers are at the front; behind them are pixels.
        for at in 0..file.len().min(300) {
            let mut changed = file.clone();
            for value in [0x00, 0x01, 0x7F, 0x80, 0x84, 0xFF] {
                changed[at] = value;
                read_as_everything(&changed);
            }
            read_as_everything(&file[..at]);
        }
    }
}
