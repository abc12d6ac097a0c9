use super::details::Fields;
use super::tlv::reading;
use super::{Element, Findings, ReadError, Reading};
use crate::document::lds::Tag;

/// DG1: the machine readable zone as one string, lines joined.
///
/// Source: 9303-10:4.7.1
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dg1<'a> {
    /// 90 (TD1), 72 (TD2) or 88 (TD3) characters as on the page; whether they are an MRZ is for
    /// [`crate::document::mrz::inspect`] to say.
    pub mrz: &'a str,
}

const DG1: Tag = Tag(0x61);
const MRZ: Tag = Tag(0x5F1F);

/// Reads DG1.
///
/// # Errors
/// When the file is no TLV of tag 61, or holds no MRZ element of printable ASCII.
pub fn dg1(bytes: &[u8]) -> Result<Reading<'_, Dg1<'_>>, ReadError> {
    reading(bytes, DG1, parse)
}

fn parse<'a>(dg1: Element<'a>, findings: &mut Findings) -> Result<Dg1<'a>, ReadError> {
    let fields = Fields::read(dg1, &[MRZ], findings)?;
    let element = fields.get(MRZ).ok_or(dg1.missing(MRZ))?;
    let mrz = std::str::from_utf8(element.value)
        .ok()
        .filter(|mrz| mrz.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or(ReadError::Malformed {
            offset: element.value_offset(),
            what: "the MRZ of DG1 holds bytes that are no printed characters",
        })?;
    Ok(Dg1 { mrz })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lds::read::{Finding, Oddity};

    #[test]
    fn the_mrz_is_borrowed_from_the_file() {
        let file = [0x61, 0x07, 0x5F, 0x1F, 0x04, b'P', b'P', b'K', b'<'];
        let reading = dg1(&file).unwrap();
        assert_eq!(reading.content.mrz, "PPK<");
        assert_eq!(reading.findings, []);
    }

    #[test]
    fn what_cannot_be_characters_is_an_error_without_its_content() {
        for value in [0x00, 0x20, 0x80, 0xFF] {
            let file = [0x61, 0x04, 0x5F, 0x1F, 0x01, value];
            let error = dg1(&file).unwrap_err();
            assert!(matches!(error, ReadError::Malformed { offset: 5, .. }));
        }
        let missing = ReadError::Missing {
            offset: 0,
            tag: MRZ,
        };
        assert_eq!(dg1(&[0x61, 0x00]), Err(missing));
    }

    #[test]
    fn another_element_beside_it_is_found() {
        let file = [0x61, 0x06, 0x5F, 0x1F, 0x01, b'P', 0x02, 0x00];
        let reading = dg1(&file).unwrap();
        let oddity = Oddity::UnknownElement(Tag(0x02));
        assert_eq!(reading.findings, [Finding { offset: 6, oddity }]);
    }
}
