use super::tlv::reading;
use super::{Element, Findings, Oddity, ReadError, Reading};
use crate::document::lds::{DataGroupNumber, Tag};

/// EF.COM: the index of the data groups on the chip.
///
/// It is not signed; the list in EF.SOD is the one to trust.
///
/// Source: 9303-10:4.6.1
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Com {
    /// The version of the logical data structure, `1.7` or `1.8`.
    pub lds_version: Option<Version>,
    /// The version of Unicode, `4.0.0`.
    pub unicode_version: Option<Version>,
    /// The data groups in the order of the list.
    pub data_groups: Vec<DataGroupNumber>,
}

/// A version as pairs of digits: `0108` is 1.8, `040000` is 4.0.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// First pair of digits, 0 to 99.
    pub major: u8,
    /// Second pair of digits, 0 to 99.
    pub minor: u8,
    /// Third pair of digits, 0 to 99, in a version of six digits.
    pub release: Option<u8>,
}

const COM: Tag = Tag(0x60);
const LDS_VERSION: Tag = Tag(0x5F01);
const UNICODE_VERSION: Tag = Tag(0x5F36);
const TAG_LIST: Tag = Tag(0x5C);

/// Reads EF.COM.
///
/// # Errors
/// When the file is no TLV of tag 60 or has no list of data groups.
pub fn com(bytes: &[u8]) -> Result<Reading<'_, Com>, ReadError> {
    reading(bytes, COM, parse)
}

fn parse(com: Element<'_>, findings: &mut Findings) -> Result<Com, ReadError> {
    let fields =
        super::details::Fields::read(com, &[LDS_VERSION, UNICODE_VERSION, TAG_LIST], findings)?;
    let list = fields.get(TAG_LIST).ok_or(com.missing(TAG_LIST))?;
    let lds_version = version(&fields, com, LDS_VERSION, 4, findings);
    let unicode_version = version(&fields, com, UNICODE_VERSION, 6, findings);
    Ok(Com {
        lds_version,
        unicode_version,
        data_groups: data_groups(list, findings),
    })
}

fn data_groups(list: Element<'_>, findings: &mut Findings) -> Vec<DataGroupNumber> {
    let mut data_groups = Vec::new();
    for (offset, byte) in (list.value_offset()..).zip(list.value) {
        let tag = Tag(u32::from(*byte));
        match DataGroupNumber::from_tag(tag) {
            Ok(number) if data_groups.contains(&number) => {
                findings.add(offset, Oddity::Repeated(tag));
            }
            Ok(number) => data_groups.push(number),
            Err(_) => findings.add(offset, Oddity::UnknownElement(tag)),
        }
    }
    data_groups
}

fn version(
    fields: &super::details::Fields<'_>,
    com: Element<'_>,
    tag: Tag,
    digits: usize,
    findings: &mut Findings,
) -> Option<Version> {
    let Some(element) = fields.get(tag) else {
        findings.add(com.offset, Oddity::Missing(tag));
        return None;
    };
    let mut pairs = element.value.chunks(2).map(pair);
    let version = match (pairs.next(), pairs.next(), pairs.next()) {
        (Some(Some(major)), Some(Some(minor)), None) => Some(Version {
            major,
            minor,
            release: None,
        }),
        (Some(Some(major)), Some(Some(minor)), Some(Some(release))) => Some(Version {
            major,
            minor,
            release: Some(release),
        }),
        _ => None,
    };
    let version = version.filter(|_| element.value.len() == digits);
    if version.is_none() {
        findings.add(element.offset, Oddity::NotAVersion(tag));
    }
    version
}

fn pair(digits: &[u8]) -> Option<u8> {
    match digits {
        [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => Some((tens - b'0') * 10 + (units - b'0')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(major: u8, minor: u8, release: Option<u8>) -> Option<Version> {
        Some(Version {
            major,
            minor,
            release,
        })
    }

    fn bytes(lds: &[u8], unicode: &[u8], list: &[u8]) -> Vec<u8> {
        let field =
            |tag: &[u8], value: &[u8]| [tag, &[u8::try_from(value.len()).unwrap()], value].concat();
        let fields = [
            field(&[0x5F, 0x01], lds),
            field(&[0x5F, 0x36], unicode),
            field(&[0x5C], list),
        ]
        .concat();
        field(&[0x60], &fields)
    }

    #[test]
    fn the_example_of_the_standard_is_read() {
        let file = bytes(b"0107", b"040000", &[0x61, 0x75, 0x76, 0x6C]);
        assert_eq!(file.len(), 24);
        let reading = com(&file).unwrap();
        assert_eq!(reading.content.lds_version, version(1, 7, None));
        assert_eq!(reading.content.unicode_version, version(4, 0, Some(0)));
        let numbers: Vec<u8> = reading
            .content
            .data_groups
            .iter()
            .map(|n| n.number())
            .collect();
        assert_eq!(numbers, [1, 2, 4, 12]);
        assert_eq!(reading.findings, []);
        assert_eq!(reading.original, file);
    }

    #[test]
    fn odd_versions_and_lists_are_found_and_do_not_stop_the_reader() {
        let file = bytes(b"01.8", b"0400", &[0x61, 0x61, 0x77]);
        let reading = com(&file).unwrap();
        assert_eq!(reading.content.lds_version, None);
        assert_eq!(reading.content.unicode_version, None);
        assert_eq!(reading.content.data_groups, [DataGroupNumber::DG1]);
        let oddities: Vec<Oddity> = reading.findings.iter().map(|f| f.oddity).collect();
        assert_eq!(
            oddities,
            [
                Oddity::NotAVersion(LDS_VERSION),
                Oddity::NotAVersion(UNICODE_VERSION),
                Oddity::Repeated(Tag(0x61)),
                Oddity::UnknownElement(Tag(0x77)),
            ]
        );
    }

    #[test]
    fn without_a_list_it_is_no_index() {
        let missing = ReadError::Missing {
            offset: 0,
            tag: TAG_LIST,
        };
        assert_eq!(com(&[0x60, 0x00]), Err(missing));
    }
}
