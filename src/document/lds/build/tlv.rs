use super::BuildError;
use crate::document::lds::{DataGroupNumber, Tag};

/// An element with its length in the shortest form.
pub(super) fn element(tag: Tag, value: &[u8]) -> Vec<u8> {
    let mut element = tag.bytes();
    let length = value.len().to_be_bytes();
    let leading = length.iter().take_while(|byte| **byte == 0).count();
    let digits: Vec<u8> = length.iter().skip(leading).copied().collect();
    match digits[..] {
        [] => element.push(0),
        [short @ 0..=0x7F] => element.push(short),
        _ => {
            // INVARIANT: a length has at most eight bytes.
            element.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
            element.extend(digits);
        }
    }
    element.extend_from_slice(value);
    element
}

/// A whole file, refused when it is longer than a reader reaches with short offsets.
///
/// Source: 9303-10:3.6.6
pub(super) fn file(number: DataGroupNumber, value: &[u8]) -> Result<Vec<u8>, BuildError> {
    let file = element(number.tag(), value);
    if file.len() > LARGEST_FILE {
        return Err(BuildError::FileTooLong {
            file: number,
            limit: LARGEST_FILE,
            actual: file.len(),
        });
    }
    Ok(file)
}

/// The greatest number of bytes of a file, the last one that an even READ BINARY reaches.
pub(super) const LARGEST_FILE: usize = 32_767;

/// Whether the bytes are one element with this one-byte tag and a DER length, and nothing else.
pub(super) fn is_one_element(tag: u8, bytes: &[u8]) -> bool {
    // The header of an element this long has two to five bytes: try each as the border of the value.
    (2..=5).any(|header| {
        let value = bytes.get(header..);
        value.is_some_and(|value| element(Tag(u32::from(tag)), value) == bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_in_their_shortest_form() {
        for (length, head) in [
            (0, &[0x61, 0x00][..]),
            (0x7F, &[0x61, 0x7F]),
            (0x80, &[0x61, 0x81, 0x80]),
            (0xFF, &[0x61, 0x81, 0xFF]),
            (0x100, &[0x61, 0x82, 0x01, 0x00]),
            (0x1_0000, &[0x61, 0x83, 0x01, 0x00, 0x00]),
        ] {
            let written = element(Tag(0x61), &vec![0xAA; length]);
            assert!(written.starts_with(head));
            assert_eq!(written.len(), head.len() + length);
        }
        assert_eq!(element(Tag(0x5F1F), &[1]), [0x5F, 0x1F, 0x01, 0x01]);
    }

    #[test]
    fn a_file_has_a_greatest_length() {
        // Four bytes of tag and length.
        let fits = vec![0; LARGEST_FILE - 4];
        assert_eq!(
            file(DataGroupNumber::DG2, &fits).map(|file| file.len()),
            Ok(LARGEST_FILE)
        );
        let longer = vec![0; LARGEST_FILE - 3];
        assert!(matches!(
            file(DataGroupNumber::DG2, &longer),
            Err(BuildError::FileTooLong { actual: 32_768, .. })
        ));
    }

    #[test]
    fn one_element_is_told_from_anything_else() {
        let long = element(Tag(0x30), &[0; 300]);
        for (bytes, is_one) in [
            (&[0x30, 0x01, 0xAA][..], true),
            (&[0x30, 0x00], true),
            (&long, true),
            (&[0x31, 0x01, 0xAA], false),
            (&[0x30, 0x02, 0xAA], false),
            (&[0x30, 0x01, 0xAA, 0x00], false),
            (&[0x30, 0x81, 0x01, 0xAA], false),
            (&[0x30], false),
            (&[], false),
        ] {
            assert_eq!(is_one_element(0x30, bytes), is_one, "{bytes:02X?}");
        }
    }
}
