use chrono::{Datelike, NaiveDateTime, Timelike};

use super::BuildError;
use super::image_header::{Coding, header};
use super::tlv::{element, file};
use crate::document::lds::{DataGroupNumber, Tag};
use crate::domain::Sex;

/// The portrait for DG2.
#[derive(Debug, Clone, Copy)]
pub struct FaceImage<'a> {
    /// A JPEG or JP2 file.
    pub bytes: &'a [u8],
    /// Width in pixels; must be the image's own.
    pub width: u16,
    /// Height in pixels; must be the image's own.
    pub height: u16,
    /// The holder's sex.
    pub sex: Sex,
    /// When the picture was taken, if known, in the time of the place.
    pub captured: Option<NaiveDateTime>,
}

const GROUP_TEMPLATE: Tag = Tag(0x7F61);
const TEMPLATE: Tag = Tag(0x7F60);
const HEADER: Tag = Tag(0xA1);
const COUNT: Tag = Tag(0x02);
const BLOCK: Tag = Tag(0x5F2E);

/// Writes DG2 with one face record of ISO/IEC 19794-5:2005.
///
/// # Errors
/// When the bytes are no JPEG or JP2 file, are of another size than stated, or make the file too long.
///
/// Source: 9303-10:4.7.2
pub fn dg2(face: &FaceImage<'_>) -> Result<Vec<u8>, BuildError> {
    let template = [
        element(HEADER, &biometric_header(face)?),
        element(BLOCK, &face_record(face)?),
    ];
    let group = [element(COUNT, &[1]), element(TEMPLATE, &template.concat())];
    let group = element(GROUP_TEMPLATE, &group.concat());
    file(DataGroupNumber::DG2, &group)
}

/// Kind "face", no subtype, creation time if known, format 0008 of ISO/IEC JTC 1/SC 37.
fn biometric_header(face: &FaceImage<'_>) -> Result<Vec<u8>, BuildError> {
    let mut fields = vec![element(Tag(0x81), &[0x02]), element(Tag(0x82), &[0x00])];
    if let Some(captured) = face.captured {
        fields.push(element(Tag(0x83), &decimal_time(captured)?));
    }
    fields.push(element(Tag(0x87), &[0x01, 0x01]));
    fields.push(element(Tag(0x88), &[0x00, 0x08]));
    Ok(fields.concat())
}

/// A time in binary coded decimal, YYYYMMDDhhmmss.
fn decimal_time(time: NaiveDateTime) -> Result<Vec<u8>, BuildError> {
    let year = u32::try_from(time.year())
        .ok()
        .filter(|year| (1..=9999).contains(year))
        .ok_or(BuildError::Year { field: "captured" })?;
    let parts = [
        year / 100,
        year % 100,
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    ];
    // INVARIANT: every part is below 100.
    let decimal = |part: u32| u8::try_from(part / 10 * 16 + part % 10).unwrap_or_default();
    Ok(parts.map(decimal).to_vec())
}

/// Bytes of the record's header.
const RECORD_HEADER: usize = 14;
/// Bytes of the facial and image information.
const BLOCK_HEADER: usize = 20 + 12;

/// The record: its header, the facial information, the image information and the image.
///
/// What nobody has measured (eye and hair colour, features, expression, pose, quality) is left unspecified.
fn face_record(face: &FaceImage<'_>) -> Result<Vec<u8>, BuildError> {
    let image = header(face.bytes)?;
    let (stated, actual) = ((face.width, face.height), (image.width, image.height));
    if (u32::from(stated.0), u32::from(stated.1)) != actual {
        return Err(BuildError::ImageSize { stated, actual });
    }
    let block_length = length(BLOCK_HEADER + face.bytes.len())?;
    let record_length = length(RECORD_HEADER + BLOCK_HEADER + face.bytes.len())?;
    let gender = match face.sex {
        Sex::Unspecified => 0,
        Sex::Male => 1,
        Sex::Female => 2,
    };
    let data_type = match image.coding {
        Coding::Jpeg => 0,
        Coding::Jpeg2000 => 1,
    };
    let (rgb, grey) = (1, 3);
    let colour_space = if image.is_grey { grey } else { rgb };

    let mut record = Vec::new();
    record.extend_from_slice(b"FAC\x00010\x00");
    record.extend(record_length);
    record.extend([0x00, 0x01]); // one face
    record.extend(block_length);
    record.extend([0x00, 0x00]); // no feature points
    record.extend([gender, 0, 0]); // eyes, hair
    record.extend([0; 3]); // features
    record.extend([0; 2]); // expression
    record.extend([0; 6]); // pose and its uncertainty
    record.extend([0x01, data_type]); // full frontal
    record.extend(face.width.to_be_bytes());
    record.extend(face.height.to_be_bytes());
    record.extend([colour_space, 0x01]); // a photo from an unknown source
    record.extend([0; 4]); // device, quality
    record.extend_from_slice(face.bytes);
    Ok(record)
}

fn length(bytes: usize) -> Result<[u8; 4], BuildError> {
    let length = u32::try_from(bytes).map_err(|_| BuildError::FileTooLong {
        file: DataGroupNumber::DG2,
        limit: super::tlv::LARGEST_FILE,
        actual: bytes,
    })?;
    Ok(length.to_be_bytes())
}
