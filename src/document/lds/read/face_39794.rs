use super::{Element, Findings, FoundImage, ImageFormat, Oddity, ReadError};
use crate::document::lds::Tag;

/// The part of a face block of ISO/IEC 39794-5 that inspection needs.
///
/// Everything else in the block (landmarks, quality, capture device, …) is left unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face39794<'a> {
    /// Generation of the standard, 3.
    pub generation: u64,
    /// Year of the standard, 2019.
    pub year: u64,
    /// The code of the image format: 2 JPEG, 3 and 4 JPEG 2000.
    pub format_code: Option<u64>,
    /// The image of the first representation.
    pub image: FoundImage<'a>,
    /// The whole block, for a reader that wants more.
    pub block: &'a [u8],
}

const FRAME: Tag = Tag(0xA1);
const FACE: Tag = Tag(0x65);
const SEQUENCE: Tag = Tag(0x30);
const FIRST: Tag = Tag(0x80);
const SECOND: Tag = Tag(0x81);
const FIRST_GROUP: Tag = Tag(0xA0);
const SECOND_GROUP: Tag = Tag(0xA1);

pub(super) fn read<'a>(
    block: Element<'a>,
    findings: &mut Findings,
) -> Result<Face39794<'a>, ReadError> {
    let face = descend(block, &[FRAME, FACE], findings)?;
    let version = descend(face, &[FIRST_GROUP], findings)?;
    // Representations, the first of them, its image, base form, two dimensions.
    let image = descend(
        face,
        &[
            SECOND_GROUP,
            SEQUENCE,
            SECOND_GROUP,
            FIRST_GROUP,
            FIRST_GROUP,
        ],
        findings,
    )?;
    let data = descend(image, &[FIRST], findings)?;
    let face = Face39794 {
        generation: number(descend(version, &[FIRST], findings)?)?,
        year: number(descend(version, &[SECOND], findings)?)?,
        format_code: format_code(image, findings)?,
        image: FoundImage::new(data.value),
        block: block.value,
    };
    let is_stated_format = matches!(
        (face.format_code, face.image.format),
        (None, _) | (Some(2), Some(ImageFormat::Jpeg)) | (Some(3 | 4), Some(ImageFormat::Jpeg2000))
    );
    if !is_stated_format {
        findings.add(data.offset, Oddity::ImageFormat);
    }
    Ok(face)
}

/// The image format, a code in the base branch or the fall-back of the extension branch.
fn format_code(image: Element<'_>, findings: &mut Findings) -> Result<Option<u64>, ReadError> {
    let Some(kinds) = child(image, SECOND_GROUP, findings)? else {
        return Ok(None);
    };
    let Some(format) = child(kinds, FIRST_GROUP, findings)? else {
        return Ok(None);
    };
    if let Some(code) = child(format, FIRST, findings)? {
        return number(code).map(Some);
    }
    let Some(extension) = child(format, SECOND_GROUP, findings)? else {
        return Ok(None);
    };
    child(extension, FIRST, findings)?.map(number).transpose()
}

/// The element at the end of a path of tags, the first match on each level.
fn descend<'a>(
    from: Element<'a>,
    path: &[Tag],
    findings: &mut Findings,
) -> Result<Element<'a>, ReadError> {
    path.iter().try_fold(from, |at, tag| {
        child(at, *tag, findings)?.ok_or(at.missing(*tag))
    })
}

fn child<'a>(
    of: Element<'a>,
    tag: Tag,
    findings: &mut Findings,
) -> Result<Option<Element<'a>>, ReadError> {
    let children = of.children(findings)?;
    Ok(children.into_iter().find(|child| child.tag == tag))
}

fn number(element: Element<'_>) -> Result<u64, ReadError> {
    if (1..=8).contains(&element.value.len()) {
        Ok(super::details::number(element.value))
    } else {
        Err(ReadError::Malformed {
            offset: element.offset,
            what: "a number of no or too many bytes in a face block",
        })
    }
}
