use image::codecs::png::PngEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

use super::specimen_face::{SpecimenPerson, specimen_photo, specimen_pixels};
use super::*;
use crate::domain::Sex;

const WOMAN: SpecimenPerson = SpecimenPerson {
    seed: 4,
    sex: Sex::Female,
    age: 31,
};

/// A specimen photo of 600 x 800 pixels.
fn photo() -> RgbImage {
    imageops::resize(
        &specimen_pixels(&WOMAN).unwrap(),
        600,
        800,
        FilterType::Triangle,
    )
}

/// JPEG bytes after the caller has changed the encoder's settings.
fn jpeg(pixels: &RgbImage, settings: impl Fn(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    settings(&mut encoder);
    let (width, height) = (
        u16::try_from(pixels.width()).unwrap(),
        u16::try_from(pixels.height()).unwrap(),
    );
    encoder
        .encode(pixels.as_raw(), width, height, ColorType::Rgb)
        .unwrap();
    bytes
}

fn png(pixels: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let colour: ExtendedColorType = pixels.color().into();
    PngEncoder::new(&mut bytes)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), colour)
        .unwrap();
    bytes
}

fn outcome(bytes: &[u8]) -> PortraitOutcome {
    Portrait::from_photo(bytes, &PortraitOptions::default()).unwrap()
}

fn error(bytes: &[u8]) -> PortraitError {
    Portrait::from_photo(bytes, &PortraitOptions::default()).unwrap_err()
}

/// Mean absolute difference of two pictures of one size, 0 to 255.
fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let sum: u64 = a
        .as_raw()
        .iter()
        .zip(b.as_raw())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    f64::from(u32::try_from(sum).unwrap()) / f64::from(u32::try_from(a.as_raw().len()).unwrap())
}

#[test]
fn every_specimen_person_becomes_a_portrait_with_a_head_of_the_right_height() {
    // In the drawings crown and chin are known: 300 units of 2.05 pixels apart, the crown at y = 392.5.
    let (head, crown) = (615.0, 392.5);
    for (seed, sex, age) in [
        (1, Sex::Male, 34),
        (2, Sex::Female, 28),
        (3, Sex::Male, 66),
        (4, Sex::Female, 45),
        (5, Sex::Male, 9),
        (6, Sex::Female, 70),
        (7, Sex::Unspecified, 22),
    ] {
        let person = SpecimenPerson { seed, sex, age };
        let made = outcome(&specimen_photo(&person).unwrap());
        assert_eq!(made.warnings, [], "{person:?}");
        assert_eq!(
            made.portrait.pixels().dimensions(),
            (PORTRAIT_WIDTH, PORTRAIT_HEIGHT)
        );
        assert!(
            (14_000..=18_000).contains(&made.portrait.bytes().len()),
            "{person:?}"
        );
        let crop = made.measurements.crop;
        let (head_mm, above_mm) = (
            head / crop.pixels_per_mm(),
            (crown - crop.y) / crop.pixels_per_mm(),
        );
        assert!((29.9..=36.0).contains(&head_mm), "{person:?}: {head_mm}");
        assert!((3.0..=9.0).contains(&above_mm), "{person:?}: {above_mm}");
        let off_centre = (600.0 - (crop.x + crop.width / 2.0)) / crop.pixels_per_mm();
        assert!(off_centre.abs() < 1.5, "{person:?}: {off_centre}");
    }
}

fn decoded(bytes: &[u8]) -> RgbImage {
    decode_picture(bytes, &PictureLimits::default(), Strictness::WholePicture).unwrap()
}

#[test]
fn every_ordinary_kind_of_picture_gives_the_same_pixels() {
    let photo = photo();
    let wide = DynamicImage::ImageRgb8(photo.clone());
    let mut cmyk = Vec::new();
    let inks: Vec<u8> = photo
        .pixels()
        .flat_map(|p| [255 - p.0[0], 255 - p.0[1], 255 - p.0[2], 0])
        .collect();
    Encoder::new(&mut cmyk, 92)
        .encode(&inks, 600, 800, ColorType::Cmyk)
        .unwrap();
    let whole_scans = |e: &mut Encoder<&mut Vec<u8>>| {
        e.set_sampling_factor(SamplingFactor::F_1_1);
        e.set_optimized_huffman_tables(true);
    };
    for (name, bytes, most) in [
        ("baseline", jpeg(&photo, |_| {}), 1.5),
        (
            "subsampled",
            jpeg(&photo, |e| e.set_sampling_factor(SamplingFactor::F_2_2)),
            1.5,
        ),
        (
            "progressive",
            jpeg(&photo, |e| e.set_progressive(true)),
            1.5,
        ),
        (
            "restart markers",
            jpeg(&photo, |e| e.set_restart_interval(7)),
            1.5,
        ),
        ("separate scans", jpeg(&photo, whole_scans), 1.5),
        ("CMYK", cmyk, 2.5),
        ("PNG", png(&wide), 0.0),
        ("16-bit PNG", png(&wide.to_rgb16().into()), 0.0),
        ("PNG with opaque alpha", png(&wide.to_rgba8().into()), 0.0),
        ("JPEG 2000", jpeg2000::encode(&photo, 200_000).unwrap(), 1.5),
    ] {
        let apart = difference(&decoded(&bytes), &photo);
        assert!(apart <= most, "{name}: {apart}");
    }
    let grey = decoded(&png(&wide.to_luma8().into()));
    assert!(
        grey.pixels()
            .all(|Rgb([red, green, blue])| red == green && green == blue)
    );
    assert!(difference(&grey, &photo) < 25.0);
}

#[test]
fn a_baseline_picture_with_its_subsampled_colours_in_separate_scans_is_refused_not_misread() {
    let bytes = jpeg(&photo(), |e| {
        e.set_sampling_factor(SamplingFactor::F_2_2);
        e.set_optimized_huffman_tables(true);
    });
    assert!(matches!(
        error(&bytes),
        PortraitError::Broken { format: "JPEG", .. }
    ));
}

#[test]
fn all_eight_exif_orientations_are_honoured() {
    let upright = photo();
    let (turn90, turn180, turn270) = (
        imageops::rotate90(&upright),
        imageops::rotate180(&upright),
        imageops::rotate270(&upright),
    );
    // How a camera held in each way stores the picture: the inverse of what the orientation asks the reader to do.
    for (orientation, stored) in [
        (1, upright.clone()),
        (2, imageops::flip_horizontal(&upright)),
        (3, turn180),
        (4, imageops::flip_vertical(&upright)),
        (5, imageops::flip_horizontal(&turn90)),
        (6, turn270.clone()),
        (7, imageops::flip_horizontal(&turn270)),
        (8, turn90),
    ] {
        let bytes = jpeg(&stored, |e| {
            e.add_exif_metadata(&exif(orientation)).unwrap()
        });
        let apart = difference(&decoded(&bytes), &upright);
        assert!(apart < 1.5, "{orientation}: {apart}");
    }
}

#[test]
fn a_colour_profile_is_converted_to_srgb() {
    let red = RgbImage::from_pixel(160, 160, Rgb([200, 60, 60]));
    let with = |profile: &[u8]| {
        *decoded(&jpeg(&red, |e| e.add_icc_profile(profile).unwrap())).get_pixel(80, 80)
    };
    let wide = with(&moxcms::ColorProfile::new_display_p3().encode().unwrap());
    // Display P3 (200, 60, 60) is about sRGB (217, 46, 53).
    assert!(
        wide.0[0].abs_diff(217) < 4 && wide.0[1].abs_diff(46) < 6 && wide.0[2].abs_diff(53) < 6,
        "{wide:?}"
    );
    for harmless in [
        &moxcms::ColorProfile::new_srgb().encode().unwrap()[..],
        b"no profile at all",
    ] {
        let same = with(harmless);
        assert!(
            same.0[0].abs_diff(200) < 4 && same.0[1].abs_diff(60) < 4,
            "{same:?}"
        );
    }
}

/// A TIFF block with an orientation and a maker note that must not survive.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x0F, 0, 2, 0, 0, 0, 8, 0, 0, 0, 38]); // Make, 8 characters at offset 38
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"SECRETS\0");
    tiff
}

#[test]
fn nothing_but_pixels_survives() {
    let bytes = jpeg(&photo(), |e| e.add_exif_metadata(&exif(1)).unwrap());
    assert!(contains(&bytes, b"SECRETS"));
    for encoding in [PortraitEncoding::Jpeg, PortraitEncoding::Jpeg2000] {
        let options = PortraitOptions {
            encoding,
            ..PortraitOptions::default()
        };
        let portrait = Portrait::from_photo(&bytes, &options).unwrap().portrait;
        for trace in [&b"SECRETS"[..], b"Exif", b"OpenJPEG"] {
            assert!(
                !contains(portrait.bytes(), trace),
                "{encoding:?}: {}",
                String::from_utf8_lossy(trace)
            );
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_same_photo_gives_the_same_bytes_and_the_pixels_are_those_of_the_bytes() {
    let bytes = png(&photo().into());
    for encoding in [PortraitEncoding::Jpeg, PortraitEncoding::Jpeg2000] {
        let options = PortraitOptions {
            encoding,
            ..PortraitOptions::default()
        };
        let first = Portrait::from_photo(&bytes, &options).unwrap();
        let second = Portrait::from_photo(&bytes, &options).unwrap();
        assert_eq!(first, second, "{encoding:?}");
        assert_eq!(first.portrait.encoding(), encoding);
        assert_eq!(
            &decode_portrait(first.portrait.bytes()).unwrap(),
            first.portrait.pixels()
        );
        assert!(first.portrait.bytes().len() <= options.max_bytes);
    }
}

#[test]
fn jpeg_2000_uses_its_bytes_well() {
    let pixels = CropBox::centred((600, 800)).cut(&photo());
    let bytes = jpeg2000::encode(&pixels, 18_000).unwrap();
    assert!((16_000..=18_000).contains(&bytes.len()), "{}", bytes.len());
    assert!(bytes.starts_with(b"\x00\x00\x00\x0CjP  \r\n\x87\n") && bytes.ends_with(&[0xFF, 0xD9]));
    assert!(difference(&decode_portrait(&bytes).unwrap(), &pixels) < 1.5);
    assert!(matches!(
        jpeg2000::encode(&pixels, 200),
        Err(PortraitError::CannotEncode { .. })
    ));
}

#[test]
fn transparency_becomes_white() {
    let clear = RgbaImage::from_pixel(120, 160, Rgba([200, 0, 0, 0]));
    let made = outcome(&png(&clear.into()));
    assert!(
        made.portrait
            .pixels()
            .pixels()
            .all(|pixel| pixel.0.iter().all(|channel| *channel > 250))
    );
}

#[test]
fn doubtful_photos_are_made_with_a_warning() {
    let photo = photo();
    let mut two = RgbImage::from_pixel(1200, 800, Rgb([238, 239, 241]));
    imageops::replace(&mut two, &photo, 0, 0);
    imageops::replace(&mut two, &photo, 600, 0);
    let tight = imageops::crop_imm(&photo, 200, 245, 200, 260).to_image();
    let wall = RgbImage::from_pixel(700, 600, Rgb([230, 232, 235]));
    for (name, picture, expected) in [
        ("an empty wall", wall, vec![PortraitWarning::NoFaceFound]),
        (
            "two people",
            two,
            vec![PortraitWarning::SeveralFaces { count: 2 }],
        ),
        (
            "small",
            imageops::resize(&photo, 240, 320, FilterType::Triangle),
            vec![PortraitWarning::LowResolution { dpi: 0.0 }],
        ),
        (
            "tight",
            tight,
            vec![
                PortraitWarning::FaceNearEdge { missing_mm: 0.0 },
                PortraitWarning::LowResolution { dpi: 0.0 },
            ],
        ),
    ] {
        let made = outcome(&png(&picture.into()));
        let kinds = |warnings: &[PortraitWarning]| {
            warnings
                .iter()
                .map(std::mem::discriminant)
                .collect::<Vec<_>>()
        };
        let plain: Vec<_> = made
            .warnings
            .iter()
            .copied()
            .filter(|w| name != "two people" || !matches!(w, PortraitWarning::LowResolution { .. }))
            .collect();
        assert_eq!(
            kinds(&plain),
            kinds(&expected),
            "{name}: {:?} {:?}",
            made.warnings,
            made.measurements
        );
        assert_eq!(
            made.portrait.pixels().dimensions(),
            (PORTRAIT_WIDTH, PORTRAIT_HEIGHT),
            "{name}"
        );
    }
}

#[test]
fn sharpness_falls_when_a_photo_is_blurred() {
    let photo = photo();
    let sharp = outcome(&png(&photo.clone().into())).measurements;
    let blurred = outcome(&png(&imageops::blur(&photo, 2.5).into())).measurements;
    assert!(
        blurred.sharpness < sharp.sharpness / 3.0,
        "{} {}",
        blurred.sharpness,
        sharp.sharpness
    );
    assert!(sharp.background_brightness > 200.0 && sharp.background_deviation < 10.0);
}

#[test]
fn what_is_not_a_photo_is_refused_by_name() {
    let unsupported = |format| PortraitError::UnsupportedFormat { format };
    for (bytes, expected) in [
        (&b""[..], PortraitError::Empty),
        (b"hello, this is a letter", PortraitError::NotAPicture),
        (b"GIF89a\x01\x00\x01\x00", unsupported("a GIF picture")),
        (
            b"RIFF\x24\x00\x00\x00WEBPVP8 ",
            unsupported("a WebP picture"),
        ),
        (
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
            unsupported("a HEIC picture (as iPhones take them)"),
        ),
        (
            b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00",
            unsupported("an AVIF picture"),
        ),
        (
            b"II*\x00\x08\x00\x00\x00",
            unsupported("a TIFF or camera raw picture"),
        ),
        (b"BM\x46\x00\x00\x00", unsupported("a BMP picture")),
        (b"%PDF-1.7", unsupported("a PDF document")),
    ] {
        assert_eq!(error(bytes), expected);
        assert!(bytes.is_empty() || !expected.to_string().is_empty());
    }
    assert!(
        unsupported("a GIF picture")
            .to_string()
            .contains("convert it to JPEG or PNG")
    );
}

#[test]
fn a_hundred_megapixels_are_refused_by_the_header_alone() {
    let mut jpeg = jpeg(&RgbImage::new(16, 16), |_| {});
    let frame = jpeg
        .windows(2)
        .position(|marker| marker == [0xFF, 0xC0])
        .unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]); // 10000 x 10000
    let expected = PortraitError::TooManyPixels {
        width: 10_000,
        height: 10_000,
        limit: 50_000_000,
    };
    assert_eq!(error(&jpeg), expected);
    assert_eq!(
        expected.to_string(),
        "the photo is 10000 x 10000 pixels (100.0 megapixels), the limit is 50 megapixels; scale it down"
    );
    let mut png = png(&RgbImage::new(16, 16).into());
    png[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(error(&png), expected);
    let mut jp2 = jpeg2000::encode(&RgbImage::new(128, 128), 20_000).unwrap();
    let size = jp2
        .windows(4)
        .position(|marker| marker == [0xFF, 0x4F, 0xFF, 0x51])
        .unwrap()
        + 8;
    jp2[size..size + 8].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    assert!(matches!(
        error(&jp2),
        PortraitError::TooManyPixels {
            limit: 4_000_000,
            ..
        }
    ));
    // One pixel for each tile: small in pixels, ruinous in tiles.
    jp2[size..size + 8].copy_from_slice(&[0, 0, 0x07, 0xD0, 0, 0, 0x07, 0xD0]);
    jp2[size + 16..size + 24].copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1]);
    assert!(matches!(error(&jp2), PortraitError::Broken { .. }));
}

/// CRC-32 as PNG uses it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            }
        })
    })
}

#[test]
fn limits_on_bytes_and_pixels_are_named() {
    let limits = PictureLimits {
        max_bytes: 1000,
        ..PictureLimits::default()
    };
    let options = PortraitOptions {
        limits,
        ..PortraitOptions::default()
    };
    let bytes = vec![0xFF; 1001];
    let refused = Portrait::from_photo(&bytes, &options).unwrap_err();
    assert_eq!(
        refused,
        PortraitError::FileTooLarge {
            bytes: 1001,
            limit: 1000
        }
    );
    let tiny = png(&RgbImage::new(99, 400).into());
    assert_eq!(
        error(&tiny),
        PortraitError::TooFewPixels {
            width: 99,
            height: 400,
            limit: 100
        }
    );
}

#[test]
fn a_photo_cut_off_anywhere_is_refused() {
    let small = imageops::resize(&photo(), 150, 200, FilterType::Triangle);
    for (name, bytes) in [
        ("JPEG", jpeg(&small, |_| {})),
        ("progressive", jpeg(&small, |e| e.set_progressive(true))),
        ("PNG", png(&small.clone().into())),
        ("JPEG 2000", jpeg2000::encode(&small, 20_000).unwrap()),
    ] {
        for share in [1, 2, 10, 40, 90, 99] {
            let cut = bytes.len() * share / 100;
            assert!(
                Portrait::from_photo(&bytes[..cut], &PortraitOptions::default()).is_err(),
                "{name} at {share} %"
            );
        }
        let almost = &bytes[..bytes.len() - 2];
        assert!(
            name == "PNG" || Portrait::from_photo(almost, &PortraitOptions::default()).is_err(),
            "{name}"
        );
    }
    let cut = jpeg(&small, |_| {});
    assert_eq!(
        error(&cut[..cut.len() / 2]),
        PortraitError::Truncated { format: "JPEG" }
    );
    let cut = png(&small.into());
    assert_eq!(
        error(&cut[..cut.len() / 2]),
        PortraitError::Truncated { format: "PNG" }
    );
}

#[test]
fn an_animated_png_is_refused() {
    let still = png(&RgbImage::new(120, 120).into());
    let mut control = b"acTL\0\0\0\x02\0\0\0\0".to_vec();
    let sum = crc(&control);
    control.splice(0..0, 8_u32.to_be_bytes());
    control.extend(sum.to_be_bytes());
    let mut animated = still[..33].to_vec();
    animated.extend(control);
    animated.extend(&still[33..]);
    assert_eq!(error(&animated), PortraitError::Animated);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Damaged pictures of every format give a portrait or an error, and never a panic that escapes.
    #[test]
    fn damaged_pictures_never_panic(format in 0..4_usize, flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let picture = RgbImage::from_fn(104, 104, |x, y| Rgb([(x * 2) as u8, (y * 2) as u8, (x ^ y) as u8]));
        let mut bytes = match format {
            0 => jpeg(&picture, |_| {}),
            1 => jpeg(&picture, |e| e.set_progressive(true)),
            2 => png(&picture.into()),
            _ => jpeg2000::encode(&picture, 20_000).unwrap(),
        };
        for (place, value) in flips {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        let _ = decode_portrait(&bytes);
        let limits = PictureLimits { max_pixels: 1 << 20, max_jpeg2000_pixels: 1 << 20, ..PictureLimits::default() };
        let _ = Portrait::from_photo(&bytes, &PortraitOptions { limits, ..PortraitOptions::default() });
    }

    /// So do bytes that are only dressed up as a picture.
    #[test]
    fn noise_never_panics(format in 0..5_usize, noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let magics: [&[u8]; 5] =
            [b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x0CjP  \r\n\x87\n", b"\xFF\x4F\xFF\x51", b""];
        let bytes = [magics[format], &noise].concat();
        prop_assert!(Portrait::from_photo(&bytes, &PortraitOptions::default()).is_err());
        prop_assert!(decode_portrait(&bytes).is_err());
    }
}
