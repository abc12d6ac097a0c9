use super::cursor::Cursor;
use super::{Element, Findings, FoundImage, ImageFormat, Oddity, ReadError};

/// A face record of ISO/IEC 19794-5:2005.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceRecord19794<'a> {
    /// The faces; a passport has one.
    pub faces: Vec<Face19794<'a>>,
}

/// One face of a record. Codes are those of the standard; zero is "not specified".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face19794<'a> {
    /// 1 male, 2 female, 255 unknown.
    pub gender: u8,
    /// Eye colour.
    pub eye_colour: u8,
    /// Hair colour.
    pub hair_colour: u8,
    /// Features, one bit each (glasses, moustache, …).
    pub features: u32,
    /// Expression.
    pub expression: u16,
    /// Yaw, pitch and roll of the head.
    pub pose: [u8; 3],
    /// The uncertainty of the pose.
    pub pose_uncertainty: [u8; 3],
    /// The feature points.
    pub points: Vec<FeaturePoint>,
    /// 0 basic, 1 full frontal, 2 token frontal.
    pub image_type: u8,
    /// 0 JPEG, 1 JPEG 2000.
    pub data_type: u8,
    /// Width in pixels as the record states.
    pub width: u16,
    /// Height in pixels as the record states.
    pub height: u16,
    /// Colour space: 1 RGB, 2 YUV 4:2:2, 3 grey.
    pub colour_space: u8,
    /// Source: 1 still photo, 2 digital camera, 3 scanner, 4 to 6 video.
    pub source: u8,
    /// The maker's code of the device.
    pub device: u16,
    /// Quality.
    pub quality: u16,
    /// The image.
    pub image: FoundImage<'a>,
}

/// A point on the face, such as the centre of an eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeaturePoint {
    /// Kind of point.
    pub kind: u8,
    /// Major and minor code, a nibble each.
    pub code: u8,
    /// Pixels from the left.
    pub x: u16,
    /// Pixels from the top.
    pub y: u16,
}

/// Bytes of the facial information and of the image information.
const FIXED_LENGTH: usize = 20 + 12;
const POINT_LENGTH: usize = 8;

pub(super) fn read<'a>(
    block: Element<'a>,
    findings: &mut Findings,
) -> Result<FaceRecord19794<'a>, ReadError> {
    let start = block.value_offset();
    let mut cursor = Cursor::new(block.value, start);
    if cursor.take(4)? != b"FAC\0" {
        return Err(ReadError::Malformed {
            offset: start,
            what: "a face record that does not begin with FAC",
        });
    }
    let version = cursor.number(4)?;
    if version != u64::from(u32::from_be_bytes(*b"010\0")) {
        let field = "version of the face record";
        let value = version;
        findings.add(start, Oddity::UndefinedValue { field, value });
    }
    let stated = u64::from(cursor.u32()?);
    expect_count(
        "bytes of the face record",
        start,
        stated,
        block.value.len(),
        findings,
    );
    let count = cursor.u16()?;
    let mut faces = Vec::new();
    while faces.len() < usize::from(count) && !cursor.rest().is_empty() {
        faces.push(face(&mut cursor, findings)?);
    }
    expect_count(
        "face images",
        start,
        u64::from(count),
        faces.len(),
        findings,
    );
    let surplus = cursor.rest().len();
    if surplus > 0 {
        findings.add(cursor.offset(), Oddity::TrailingBytes(surplus));
    }
    Ok(FaceRecord19794 { faces })
}

fn face<'a>(cursor: &mut Cursor<'a>, findings: &mut Findings) -> Result<Face19794<'a>, ReadError> {
    let start = cursor.offset();
    let available = cursor.rest().len();
    let stated = cursor.u32()?;
    let point_count = cursor.u16()?;
    let mut face = Face19794 {
        gender: cursor.u8()?,
        eye_colour: cursor.u8()?,
        hair_colour: cursor.u8()?,
        features: u32::try_from(cursor.number(3)?).unwrap_or_default(),
        expression: cursor.u16()?,
        pose: [cursor.u8()?, cursor.u8()?, cursor.u8()?],
        pose_uncertainty: [cursor.u8()?, cursor.u8()?, cursor.u8()?],
        points: points(cursor, point_count)?,
        image_type: cursor.u8()?,
        data_type: cursor.u8()?,
        width: cursor.u16()?,
        height: cursor.u16()?,
        colour_space: cursor.u8()?,
        source: cursor.u8()?,
        device: cursor.u16()?,
        quality: cursor.u16()?,
        image: FoundImage::new(&[]),
    };
    let length = usize::try_from(stated).unwrap_or(usize::MAX);
    if length > available {
        expect_count(
            "bytes of the face block",
            start,
            u64::from(stated),
            available,
            findings,
        );
    }
    let header_length = FIXED_LENGTH + usize::from(point_count) * POINT_LENGTH;
    let image_length =
        length
            .min(available)
            .checked_sub(header_length)
            .ok_or(ReadError::Malformed {
                offset: start,
                what: "a face block whose length leaves no room for its header",
            })?;
    let image_offset = cursor.offset();
    face.image = FoundImage::new(cursor.take(image_length)?);
    check(&face, image_offset, findings);
    Ok(face)
}

/// Whether the record's words about the image are those of the image itself.
fn check(face: &Face19794<'_>, offset: usize, findings: &mut Findings) {
    let is_stated_format = matches!(
        (face.data_type, face.image.format),
        (0, Some(ImageFormat::Jpeg))
            | (
                1,
                Some(ImageFormat::Jpeg2000 | ImageFormat::Jpeg2000Codestream)
            )
    );
    if !is_stated_format {
        findings.add(offset, Oddity::ImageFormat);
    }
    let stated = (u32::from(face.width), u32::from(face.height));
    if let Some(actual) = face.image.size.filter(|actual| *actual != stated) {
        findings.add(offset, Oddity::ImageSize { stated, actual });
    }
}

fn points(cursor: &mut Cursor<'_>, count: u16) -> Result<Vec<FeaturePoint>, ReadError> {
    let bytes = cursor.take(usize::from(count) * POINT_LENGTH)?;
    let mut cursor = Cursor::new(bytes, cursor.offset() - bytes.len());
    let mut points = Vec::new();
    while !cursor.rest().is_empty() {
        points.push(FeaturePoint {
            kind: cursor.u8()?,
            code: cursor.u8()?,
            x: cursor.u16()?,
            y: cursor.u16()?,
        });
        cursor.take(2)?;
    }
    Ok(points)
}

pub(super) fn expect_count(
    what: &'static str,
    offset: usize,
    stated: u64,
    actual: usize,
    findings: &mut Findings,
) {
    let actual = u64::try_from(actual).unwrap_or(u64::MAX);
    if stated != actual {
        let oddity = Oddity::CountDiffers {
            what,
            stated,
            actual,
        };
        findings.add(offset, oddity);
    }
}
