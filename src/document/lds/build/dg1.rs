use super::tlv::element;
use crate::document::lds::{DataGroupNumber, Tag};
use crate::document::mrz::Mrz;

const MRZ: Tag = Tag(0x5F1F);

/// Writes DG1: the machine readable zone as printed, its lines joined.
///
/// Source: 9303-10:4.7.1
#[must_use]
pub fn dg1(mrz: &Mrz) -> Vec<u8> {
    let value = element(MRZ, mrz.joined().as_bytes());
    element(DataGroupNumber::DG1.tag(), &value)
}
