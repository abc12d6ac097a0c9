use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::{day, hex, time};
use crate::document::lds::build::{BuildError, FaceImage, dg2};
use crate::document::lds::read::{self, FaceRecord, ImageFormat};
use crate::domain::Sex;

fn jpeg(width: u16, height: u16, colour: ExtendedColorType) -> Vec<u8> {
    let channels = if colour == ExtendedColorType::L8 {
        1
    } else {
        3
    };
    let pixels = vec![0x80; usize::from(width) * usize::from(height) * channels];
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes)
        .encode(&pixels, width.into(), height.into(), colour)
        .unwrap();
    bytes
}

/// The JPEG 2000 file in a sample of DG7, 550 by 142 pixels.
fn jp2() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/lds/EF_DG7.bin");
    let file = std::fs::read(path).unwrap();
    read::dg7(&file).unwrap().content.images[0].bytes.to_vec()
}

fn face(bytes: &[u8], width: u16, height: u16) -> FaceImage<'_> {
    FaceImage {
        bytes,
        width,
        height,
        sex: Sex::Female,
        captured: None,
    }
}

#[test]
fn a_portrait_is_read_back_from_dg2() {
    let colour = jpeg(35, 45, ExtendedColorType::Rgb8);
    let grey = jpeg(35, 45, ExtendedColorType::L8);
    let jp2 = jp2();
    for (bytes, size, format, data_type, colour_space) in [
        (&colour, (35, 45), ImageFormat::Jpeg, 0, 1),
        (&grey, (35, 45), ImageFormat::Jpeg, 0, 3),
        (&jp2, (550, 142), ImageFormat::Jpeg2000, 1, 1),
    ] {
        let built = dg2(&face(bytes, size.0, size.1)).unwrap();
        let read = read::dg2(&built).unwrap();
        assert_eq!(read.findings, []);
        let FaceRecord::Iso19794(record) = &read.content.faces[0].record else {
            panic!("a record of 19794-5");
        };
        let face = &record.faces[0];
        assert_eq!((face.gender, face.image_type, face.source), (2, 1, 1));
        assert_eq!(
            (face.data_type, face.colour_space),
            (data_type, colour_space)
        );
        assert_eq!((face.width, face.height), size);
        assert_eq!(face.image.format, Some(format));
        assert_eq!(face.image.bytes, bytes);
        assert_eq!(face.points, []);
    }
}

#[test]
fn the_record_has_the_bytes_of_real_ones() {
    let image = jpeg(35, 45, ExtendedColorType::Rgb8);
    let built = dg2(&face(&image, 35, 45)).unwrap();
    let block = built.len() - image.len() - 32 - 14;
    // The frame of the test passport of 2008, other lengths apart.
    let template = hex("A10E 810102 820100 87020101 88020008 5F2E");
    assert!(
        built
            .windows(template.len())
            .any(|window| window == template)
    );
    let length = u32::try_from(image.len()).unwrap();
    let expected = [
        hex("46414300 30313000"),
        (length + 46).to_be_bytes().to_vec(),
        hex("0001"),
        (length + 32).to_be_bytes().to_vec(),
        hex("0000 02 00 00 000000 0000 000000 000000"),
        hex("01 00 0023 002D 01 01 0000 0000"),
        image.clone(),
    ]
    .concat();
    assert_eq!(built[block..], expected);
}

#[test]
fn sex_and_time_of_capture_are_recorded() {
    let image = jpeg(35, 45, ExtendedColorType::Rgb8);
    for (sex, gender) in [(Sex::Unspecified, 0), (Sex::Male, 1), (Sex::Female, 2)] {
        let captured = Some(time("2026-11-22T09:08:07"));
        let face = FaceImage {
            sex,
            captured,
            ..face(&image, 35, 45)
        };
        let built = dg2(&face).unwrap();
        let read = read::dg2(&built).unwrap();
        let face = &read.content.faces[0];
        assert_eq!(face.header.created, Some(&hex("20261122090807")[..]));
        let FaceRecord::Iso19794(record) = &face.record else {
            panic!("a record of 19794-5");
        };
        assert_eq!(record.faces[0].gender, gender);
    }
    let captured = day("-0001-01-01").and_hms_opt(0, 0, 0);
    let face = FaceImage {
        captured,
        ..face(&image, 35, 45)
    };
    assert_eq!(dg2(&face), Err(BuildError::Year { field: "captured" }));
}

#[test]
fn what_is_no_portrait_is_refused() {
    let image = jpeg(35, 45, ExtendedColorType::Rgb8);
    let cut_off = &image[..image.len() - 1];
    let png = hex("89504E47 0D0A1A0A");
    let codestream = hex("FF4FFF51 0029");
    let large = jpeg(350, 450, ExtendedColorType::Rgb8);
    let noise = [
        &image[..image.len() - 2],
        &vec![0x55; 40_000],
        &[0xFF, 0xD9],
    ]
    .concat();
    let size = |stated, actual| BuildError::ImageSize { stated, actual };
    for (bytes, stated, error) in [
        (&image[..], (35, 44), size((35, 44), (35, 45))),
        (&image, (45, 35), size((45, 35), (35, 45))),
        (&large, (35, 45), size((35, 45), (350, 450))),
        (cut_off, (35, 45), BuildError::ImageCutOff),
        (&image[..20], (35, 45), BuildError::NotAnImage),
        (&jp2()[..60], (550, 142), BuildError::NotAnImage),
        (&png, (35, 45), BuildError::NotAnImage),
        (&codestream, (35, 45), BuildError::NotAnImage),
        (&[], (35, 45), BuildError::NotAnImage),
    ] {
        assert_eq!(dg2(&face(bytes, stated.0, stated.1)), Err(error));
    }
    let error = dg2(&face(&noise, 35, 45)).unwrap_err();
    assert!(
        matches!(error, BuildError::FileTooLong { limit: 32_767, .. }),
        "{error}"
    );
}
