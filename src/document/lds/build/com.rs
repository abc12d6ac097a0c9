use super::BuildError;
use super::tlv::element;
use crate::document::lds::{DataGroupNumber, Tag};

/// The version of the logical data structure that a chip has.
///
/// Source: 9303-10:4.6.1, 9303-10:4.6.2
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LdsVersion {
    /// 1.7, with version 0 of the security object.
    V1_7,
    /// 1.8, with version 1 of the security object, which signs the version too.
    V1_8,
}

const COM: Tag = Tag(0x60);
const LDS_VERSION: Tag = Tag(0x5F01);
const UNICODE_VERSION: Tag = Tag(0x5F36);
const TAG_LIST: Tag = Tag(0x5C);

/// Writes EF.COM with the data groups in order of number.
///
/// # Errors
/// When DG1 or DG2 is not among them, or one is there twice.
///
/// Source: 9303-10:4.6.1
pub fn com(version: LdsVersion, data_groups: &[DataGroupNumber]) -> Result<Vec<u8>, BuildError> {
    for mandatory in [DataGroupNumber::DG1, DataGroupNumber::DG2] {
        if !data_groups.contains(&mandatory) {
            return Err(BuildError::MandatoryMissing(mandatory));
        }
    }
    let mut sorted = data_groups.to_vec();
    sorted.sort_unstable();
    for pair in sorted.windows(2) {
        if let [first, second] = pair
            && first == second
        {
            return Err(BuildError::Repeated(*first));
        }
    }
    let tags: Vec<u8> = sorted.iter().map(|number| number.tag_byte()).collect();
    let version = match version {
        LdsVersion::V1_7 => b"0107",
        LdsVersion::V1_8 => b"0108",
    };
    let fields = [
        element(LDS_VERSION, version),
        element(UNICODE_VERSION, b"040000"),
        element(TAG_LIST, &tags),
    ];
    Ok(element(COM, &fields.concat()))
}
