use super::tlv::reading;
use super::{Element, Findings, Oddity, ReadError, Reading};
use crate::document::lds::Tag;

/// DG15: the public key of active authentication.
///
/// Source: 9303-10:4.7.15, 9303-11:6.1.5
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dg15<'a> {
    /// The `SubjectPublicKeyInfo` (DER), not looked into here.
    pub public_key_info: &'a [u8],
}

const DG15: Tag = Tag(0x6F);
const SEQUENCE: Tag = Tag(0x30);

/// Reads DG15.
///
/// # Errors
/// When the file is no TLV of tag 6F with a SEQUENCE in it.
pub fn dg15(bytes: &[u8]) -> Result<Reading<'_, Dg15<'_>>, ReadError> {
    reading(bytes, DG15, parse)
}

fn parse<'a>(dg15: Element<'a>, findings: &mut Findings) -> Result<Dg15<'a>, ReadError> {
    let children = dg15.children(findings)?;
    let mut children = children.into_iter();
    let key = children.next().ok_or(dg15.missing(SEQUENCE))?;
    for surplus in children {
        findings.add(surplus.offset, Oddity::UnknownElement(surplus.tag));
    }
    Ok(Dg15 {
        public_key_info: key.expect(SEQUENCE)?.original,
    })
}
