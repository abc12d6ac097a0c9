use super::details::{COUNT, check_count, number};
use super::tlv::reading;
use super::{Element, Findings, Oddity, ReadError, Reading};
use crate::document::lds::{DataGroupNumber, Tag};

/// The frame that DG2, DG3 and DG4 have in common: a group of biometric templates.
///
/// Source: 9303-10:4.7.2
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Biometric<'a> {
    /// The templates in the order of the file.
    pub templates: Vec<BiometricTemplate<'a>>,
    /// The bytes of tag 53, which make the hash of an empty DG3 or DG4 differ from book to book.
    pub discretionary: Option<&'a [u8]>,
}

/// One template: a header and a block of biometric data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BiometricTemplate<'a> {
    /// The header.
    pub header: BiometricHeader<'a>,
    /// The data.
    pub block: BiometricBlock<'a>,
}

/// The header of a template (tag A1); `None` where a field is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BiometricHeader<'a> {
    /// Header version (80), `0101`.
    pub version: Option<u64>,
    /// Kind (81): 2 face, 8 finger, 16 iris.
    pub kind: Option<u64>,
    /// Subtype (82), which finger or eye.
    pub subtype: Option<u64>,
    /// Creation date and time (83), seven bytes of binary coded decimal.
    pub created: Option<&'a [u8]>,
    /// Validity (85), eight bytes of binary coded decimal.
    pub validity: Option<&'a [u8]>,
    /// Creator (86).
    pub creator: Option<u64>,
    /// Format owner (87), `0101` for ISO/IEC JTC 1/SC 37.
    pub format_owner: Option<u64>,
    /// Format type (88).
    pub format_type: Option<u64>,
}

/// The data of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BiometricBlock<'a> {
    /// Of the ISO/IEC 19794:2005 family (tag 5F2E).
    Iso19794(Element<'a>),
    /// Of the ISO/IEC 39794 family (tag 7F2E).
    Iso39794(Element<'a>),
}

const GROUP_TEMPLATE: Tag = Tag(0x7F61);
const TEMPLATE: Tag = Tag(0x7F60);
const HEADER: Tag = Tag(0xA1);
const BLOCK_19794: Tag = Tag(0x5F2E);
const BLOCK_39794: Tag = Tag(0x7F2E);
const DISCRETIONARY: Tag = Tag(0x53);

/// Reads the frame of DG2, DG3 or DG4 and leaves the blocks unread.
///
/// # Errors
/// When the file is no TLV of the data group's tag, or a template has no data.
pub fn biometric(
    bytes: &[u8],
    data_group: DataGroupNumber,
) -> Result<Reading<'_, Biometric<'_>>, ReadError> {
    reading(bytes, data_group.tag(), parse)
}

pub(super) fn parse<'a>(
    outer: Element<'a>,
    findings: &mut Findings,
) -> Result<Biometric<'a>, ReadError> {
    let mut group = None;
    let mut discretionary = None;
    for element in outer.children(findings)? {
        match element.tag {
            GROUP_TEMPLATE if group.is_none() => group = Some(element),
            GROUP_TEMPLATE => findings.add(element.offset, Oddity::Repeated(element.tag)),
            DISCRETIONARY => discretionary = Some(element.value),
            _ => findings.add(element.offset, Oddity::UnknownElement(element.tag)),
        }
    }
    let group = group.ok_or(outer.missing(GROUP_TEMPLATE))?;
    let mut stated = None;
    let mut templates = Vec::new();
    for element in group.children(findings)? {
        match element.tag {
            COUNT => stated = Some(number(element.value)),
            TEMPLATE => templates.push(template(element, findings)?),
            DISCRETIONARY => discretionary = Some(element.value),
            _ => findings.add(element.offset, Oddity::UnknownElement(element.tag)),
        }
    }
    check_count(
        "biometric templates",
        group,
        stated,
        templates.len(),
        findings,
    );
    Ok(Biometric {
        templates,
        discretionary,
    })
}

fn template<'a>(
    template: Element<'a>,
    findings: &mut Findings,
) -> Result<BiometricTemplate<'a>, ReadError> {
    let mut found_header = None;
    let mut block = None;
    for element in template.children(findings)? {
        match element.tag {
            HEADER => found_header = Some(header(element, findings)?),
            BLOCK_19794 => block = Some(BiometricBlock::Iso19794(element)),
            BLOCK_39794 => block = Some(BiometricBlock::Iso39794(element)),
            _ => findings.add(element.offset, Oddity::UnknownElement(element.tag)),
        }
    }
    if found_header.is_none() {
        findings.add(template.offset, Oddity::Missing(HEADER));
    }
    Ok(BiometricTemplate {
        header: found_header.unwrap_or_default(),
        block: block.ok_or(template.missing(BLOCK_19794))?,
    })
}

fn header<'a>(
    header: Element<'a>,
    findings: &mut Findings,
) -> Result<BiometricHeader<'a>, ReadError> {
    let mut fields = BiometricHeader::default();
    for element in header.children(findings)? {
        let value = Some(number(element.value));
        match element.tag {
            Tag(0x80) => fields.version = value,
            Tag(0x81) => fields.kind = value,
            Tag(0x82) => fields.subtype = value,
            Tag(0x83) => fields.created = Some(element.value),
            Tag(0x85) => fields.validity = Some(element.value),
            Tag(0x86) => fields.creator = value,
            Tag(0x87) => fields.format_owner = value,
            Tag(0x88) => fields.format_type = value,
            _ => findings.add(element.offset, Oddity::UnknownElement(element.tag)),
        }
    }
    for (tag, field) in [(0x87, fields.format_owner), (0x88, fields.format_type)] {
        if field.is_none() {
            findings.add(header.offset, Oddity::Missing(Tag(tag)));
        }
    }
    Ok(fields)
}
