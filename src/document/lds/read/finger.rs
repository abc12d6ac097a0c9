use super::biometric::{self, BiometricBlock};
use super::cursor::Cursor;
use super::face_19794::expect_count;
use super::tlv::reading;
use super::{BiometricHeader, Element, Findings, FoundImage, Oddity, ReadError, Reading};
use crate::document::lds::DataGroupNumber;

/// DG3: the fingers. No template at all means that the holder has none to give.
///
/// Source: 9303-10:4.7.3
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dg3<'a> {
    /// One finger for each template.
    pub fingers: Vec<Finger<'a>>,
    /// The random bytes that make an empty DG3 differ from book to book.
    pub discretionary: Option<&'a [u8]>,
}

/// One template of DG3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finger<'a> {
    /// The header of the template; its subtype says which finger.
    pub header: BiometricHeader<'a>,
    /// The record of ISO/IEC 19794-4:2005; `None` for a block of ISO/IEC 39794-4, which is not read here.
    pub record: Option<FingerRecord<'a>>,
}

/// A finger image record of ISO/IEC 19794-4:2005 with its first view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerRecord<'a> {
    /// The maker's code of the scanner.
    pub device: u16,
    /// Image acquisition level, 31 for 500 pixels an inch.
    pub acquisition_level: u16,
    /// 1 pixels an inch, 2 pixels a centimetre.
    pub scale_units: u8,
    /// Resolution of the scan, horizontal and vertical.
    pub scan_resolution: (u16, u16),
    /// Resolution of the image, horizontal and vertical.
    pub image_resolution: (u16, u16),
    /// Bits for each pixel.
    pub pixel_depth: u8,
    /// 0 raw, 1 packed, 2 WSQ, 3 JPEG, 4 JPEG 2000, 5 PNG.
    pub compression: u8,
    /// The first finger.
    pub view: FingerView<'a>,
}

/// One view of one finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerView<'a> {
    /// 1 to 5 right thumb to little finger, 6 to 10 left, 0 unknown.
    pub position: u8,
    /// Quality, 0 to 100; 254 and 255 undefined.
    pub quality: u8,
    /// Impression type.
    pub impression: u8,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// The image.
    pub image: FoundImage<'a>,
}

/// Bytes of a finger header.
const FINGER_HEADER: usize = 14;

/// Reads DG3.
///
/// # Errors
/// When the file is no TLV of tag 63 with a group of templates, or a finger record is cut off or of another kind.
pub fn dg3(bytes: &[u8]) -> Result<Reading<'_, Dg3<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG3.tag(), parse)
}

fn parse<'a>(dg3: Element<'a>, findings: &mut Findings) -> Result<Dg3<'a>, ReadError> {
    let group = biometric::parse(dg3, findings)?;
    let mut fingers = Vec::new();
    for template in group.templates {
        let record = match template.block {
            BiometricBlock::Iso19794(block) => Some(record(block, findings)?),
            BiometricBlock::Iso39794(_) => None,
        };
        let header = template.header;
        fingers.push(Finger { header, record });
    }
    Ok(Dg3 {
        fingers,
        discretionary: group.discretionary,
    })
}

fn record<'a>(block: Element<'a>, findings: &mut Findings) -> Result<FingerRecord<'a>, ReadError> {
    let start = block.value_offset();
    let mut cursor = Cursor::new(block.value, start);
    if cursor.take(4)? != b"FIR\0" {
        return Err(ReadError::Malformed {
            offset: start,
            what: "a finger record that does not begin with FIR",
        });
    }
    let value = cursor.number(4)?;
    if value != u64::from(u32::from_be_bytes(*b"010\0")) {
        let field = "version of the finger record";
        findings.add(start, Oddity::UndefinedValue { field, value });
    }
    // Six bytes, unlike the four of a face record.
    let stated = cursor.number(6)?;
    expect_count(
        "bytes of the finger record",
        start,
        stated,
        block.value.len(),
        findings,
    );
    let device = cursor.u16()?;
    let acquisition_level = cursor.u16()?;
    let fingers = u64::from(cursor.u8()?);
    expect_count("fingers in a record", start, fingers, 1, findings);
    let scale_units = cursor.u8()?;
    let scan_resolution = (cursor.u16()?, cursor.u16()?);
    let image_resolution = (cursor.u16()?, cursor.u16()?);
    let pixel_depth = cursor.u8()?;
    let compression = cursor.u8()?;
    cursor.take(2)?;
    Ok(FingerRecord {
        device,
        acquisition_level,
        scale_units,
        scan_resolution,
        image_resolution,
        pixel_depth,
        compression,
        view: view(&mut cursor, findings)?,
    })
}

fn view<'a>(cursor: &mut Cursor<'a>, findings: &mut Findings) -> Result<FingerView<'a>, ReadError> {
    let start = cursor.offset();
    let available = cursor.rest().len();
    let length = cursor.u32()?;
    let position = cursor.u8()?;
    // Number of views and number of this view.
    cursor.take(2)?;
    let quality = cursor.u8()?;
    let impression = cursor.u8()?;
    let (width, height) = (cursor.u16()?, cursor.u16()?);
    cursor.take(1)?;
    let stated = u64::from(length);
    expect_count(
        "bytes of the finger block",
        start,
        stated,
        available,
        findings,
    );
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(available);
    let image = cursor.take(length.saturating_sub(FINGER_HEADER))?;
    Ok(FingerView {
        position,
        quality,
        impression,
        width,
        height,
        image: FoundImage::new(image),
    })
}
