use super::details::{COUNT, check_count, number};
use super::tlv::reading;
use super::{Element, Findings, FoundImage, Oddity, ReadError, Reading};
use crate::document::lds::{DataGroupNumber, Tag};

/// DG5 or DG7: the portrait or the signature as displayed, one or more images.
///
/// Source: 9303-10:4.7.5, 9303-10:4.7.7
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displayed<'a> {
    /// The images in the order of the file.
    pub images: Vec<FoundImage<'a>>,
}

const PORTRAIT: Tag = Tag(0x5F40);
const SIGNATURE: Tag = Tag(0x5F43);

/// Reads DG5, the displayed portrait.
///
/// # Errors
/// When the file is no TLV of tag 65 with whole elements in it.
pub fn dg5(bytes: &[u8]) -> Result<Reading<'_, Displayed<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG5.tag(), |outer, findings| {
        parse(outer, PORTRAIT, findings)
    })
}

/// Reads DG7, the displayed signature.
///
/// # Errors
/// When the file is no TLV of tag 67 with whole elements in it.
pub fn dg7(bytes: &[u8]) -> Result<Reading<'_, Displayed<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG7.tag(), |outer, findings| {
        parse(outer, SIGNATURE, findings)
    })
}

fn parse<'a>(
    outer: Element<'a>,
    image: Tag,
    findings: &mut Findings,
) -> Result<Displayed<'a>, ReadError> {
    let mut stated = None;
    let mut images = Vec::new();
    for element in outer.children(findings)? {
        if element.tag == COUNT {
            stated = Some(number(element.value));
        } else if element.tag == image {
            let found = FoundImage::new(element.value);
            if found.format.is_none() {
                findings.add(element.offset, Oddity::ImageFormat);
            }
            images.push(found);
        } else {
            findings.add(element.offset, Oddity::UnknownElement(element.tag));
        }
    }
    check_count("images", outer, stated, images.len(), findings);
    Ok(Displayed { images })
}
