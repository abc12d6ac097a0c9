use super::{Findings, Oddity, ReadError, Reading};
use crate::document::lds::Tag;

/// One tag-length-value element, borrowed from its file.
///
/// Source: 9303-10:4, 9303-10:3.6.6
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// The tag.
    pub tag: Tag,
    /// Where the tag begins, counted from the start of the file.
    pub offset: usize,
    /// Tag, length and value as they stand in the file.
    pub original: &'a [u8],
    /// The value alone.
    pub value: &'a [u8],
}

impl<'a> Element<'a> {
    /// Where the value begins, counted from the start of the file.
    #[must_use]
    pub const fn value_offset(&self) -> usize {
        self.offset + self.original.len() - self.value.len()
    }

    /// The elements inside the value, one after the other.
    #[must_use]
    pub const fn elements(&self) -> Elements<'a> {
        Elements {
            rest: self.value,
            offset: self.value_offset(),
        }
    }

    /// All elements inside the value.
    pub(super) fn children(&self, findings: &mut Findings) -> Result<Vec<Self>, ReadError> {
        let mut children = Vec::new();
        let mut elements = self.elements();
        while let Some(child) = elements.read(findings)? {
            if children.len() == MOST_ELEMENTS {
                return Err(ReadError::TooMany {
                    offset: child.offset,
                    limit: MOST_ELEMENTS,
                });
            }
            children.push(child);
        }
        Ok(children)
    }

    /// This element, if it has the tag.
    pub(super) fn expect(self, expected: Tag) -> Result<Self, ReadError> {
        if self.tag == expected {
            Ok(self)
        } else {
            Err(ReadError::WrongTag {
                offset: self.offset,
                expected,
                found: self.tag,
            })
        }
    }

    /// The error for an element that is needed inside this one.
    pub(super) const fn missing(&self, tag: Tag) -> ReadError {
        ReadError::Missing {
            offset: self.offset,
            tag,
        }
    }
}

/// The greatest number of elements read on one level; the fullest data group has a few dozen.
const MOST_ELEMENTS: usize = 512;

/// The elements of a byte string, read one at a time.
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Elements<'a> {
    /// The elements of a whole file.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
        }
    }

    /// The next element; `None` at the end.
    ///
    /// After an error the reader stands where it stood.
    pub(super) fn read(
        &mut self,
        findings: &mut Findings,
    ) -> Result<Option<Element<'a>>, ReadError> {
        let start = self.rest;
        let offset = self.offset;
        if start.is_empty() {
            return Ok(None);
        }
        let (tag, rest) = tag(start, offset)?;
        let (length, minimal, rest) = length(rest, offset, tag)?;
        let available = rest.len();
        let value = usize::try_from(length)
            .ok()
            .and_then(|length| rest.get(..length))
            .ok_or(ReadError::LengthExceeds {
                offset,
                tag,
                length,
                available,
            })?;
        let whole = start.len() - available + value.len();
        let (original, after) = start
            .split_at_checked(whole)
            .ok_or(ReadError::CutOff { offset })?;
        if !minimal {
            findings.add(offset, Oddity::LengthNotMinimal(tag));
        }
        self.rest = after;
        self.offset += whole;
        Ok(Some(Element {
            tag,
            offset,
            original,
            value,
        }))
    }
}

fn tag(bytes: &[u8], offset: usize) -> Result<(Tag, &[u8]), ReadError> {
    let cut_off = ReadError::CutOff { offset };
    let (first, mut rest) = bytes.split_first().ok_or(cut_off.clone())?;
    let mut tag = u32::from(*first);
    if first & 0x1F != 0x1F {
        return Ok((Tag(tag), rest));
    }
    for _ in 0..2 {
        let (next, after) = rest.split_first().ok_or(cut_off.clone())?;
        tag = (tag << 8) | u32::from(*next);
        rest = after;
        if next & 0x80 == 0 {
            return Ok((Tag(tag), rest));
        }
    }
    Err(ReadError::TagTooLong { offset })
}

/// The length, whether it is in its shortest form, and the bytes behind it.
fn length(bytes: &[u8], offset: usize, tag: Tag) -> Result<(u64, bool, &[u8]), ReadError> {
    let cut_off = ReadError::CutOff { offset };
    let (first, rest) = bytes.split_first().ok_or(cut_off.clone())?;
    if *first < 0x80 {
        return Ok((u64::from(*first), true, rest));
    }
    let count = usize::from(first & 0x7F);
    if !(1..=4).contains(&count) {
        return Err(ReadError::LengthForm { offset, tag });
    }
    let (digits, rest) = rest.split_at_checked(count).ok_or(cut_off)?;
    let length = digits
        .iter()
        .fold(0, |length, digit| (length << 8) | u64::from(*digit));
    let minimal = digits.first() != Some(&0) && length >= 0x80;
    Ok((length, minimal, rest))
}

/// The outermost element of a file.
///
/// Bytes behind it are a finding, because some chips pad their files; they are not part of `original`.
///
/// # Errors
/// When the file does not begin with a whole element of this tag.
pub fn file(bytes: &[u8], expected: Tag) -> Result<Reading<'_, Element<'_>>, ReadError> {
    let mut findings = Findings::default();
    let content = outer(bytes, expected, &mut findings)?;
    Ok(Reading {
        content,
        original: content.original,
        findings: findings.into_list(),
    })
}

/// As [`file`], with findings of the caller.
pub(super) fn outer<'a>(
    bytes: &'a [u8],
    expected: Tag,
    findings: &mut Findings,
) -> Result<Element<'a>, ReadError> {
    let mut elements = Elements::new(bytes);
    let outer = elements
        .read(findings)?
        .ok_or(ReadError::CutOff { offset: 0 })?
        .expect(expected)?;
    if !elements.rest.is_empty() {
        findings.add(elements.offset, Oddity::TrailingBytes(elements.rest.len()));
    }
    Ok(outer)
}

/// Reads a file with one outer element: the frame that every parser of a data group has.
pub(super) fn reading<'a, T>(
    bytes: &'a [u8],
    expected: Tag,
    parse: impl FnOnce(Element<'a>, &mut Findings) -> Result<T, ReadError>,
) -> Result<Reading<'a, T>, ReadError> {
    let mut findings = Findings::default();
    let outer = outer(bytes, expected, &mut findings)?;
    let content = parse(outer, &mut findings)?;
    Ok(Reading {
        content,
        original: outer.original,
        findings: findings.into_list(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn first(bytes: &[u8]) -> Result<(u32, usize, Vec<Oddity>), ReadError> {
        let mut findings = Findings::default();
        let element = Elements::new(bytes).read(&mut findings)?.unwrap();
        let oddities = findings.into_list().iter().map(|f| f.oddity).collect();
        Ok((element.tag.0, element.value.len(), oddities))
    }

    #[test]
    fn tags_and_lengths_of_every_form_are_read() {
        let long = |head: &[u8], length: usize| [head, &vec![0; length]].concat();
        let not_minimal = |tag| vec![Oddity::LengthNotMinimal(Tag(tag))];
        let cases = [
            (vec![0x61, 0x00], 0x61, 0, vec![]),
            (vec![0x5F, 0x1F, 0x01, 0xAA], 0x5F1F, 1, vec![]),
            (vec![0x7F, 0x81, 0x01, 0x00], 0x7F_8101, 0, vec![]),
            (long(&[0x61, 0x81, 0x80], 128), 0x61, 128, vec![]),
            (long(&[0x61, 0x82, 0x01, 0x00], 256), 0x61, 256, vec![]),
            (long(&[0x61, 0x81, 0x7F], 127), 0x61, 127, not_minimal(0x61)),
            (
                long(&[0x61, 0x82, 0x00, 0x80], 128),
                0x61,
                128,
                not_minimal(0x61),
            ),
            (vec![0x61, 0x84, 0, 0, 0, 1, 9], 0x61, 1, not_minimal(0x61)),
        ];
        for (bytes, tag, length, oddities) in cases {
            assert_eq!(first(&bytes), Ok((tag, length, oddities)), "{bytes:02X?}");
        }
    }

    #[test]
    fn what_is_no_element_is_an_error() {
        let tag = Tag(0x61);
        let exceeds = |length, available| ReadError::LengthExceeds {
            offset: 0,
            tag,
            length,
            available,
        };
        let cases: [(&[u8], ReadError); 8] = [
            (&[0x61], ReadError::CutOff { offset: 0 }),
            (&[0x5F], ReadError::CutOff { offset: 0 }),
            (&[0x61, 0x82, 0x01], ReadError::CutOff { offset: 0 }),
            (
                &[0x5F, 0x81, 0x81, 0x01],
                ReadError::TagTooLong { offset: 0 },
            ),
            (
                &[0x61, 0x80, 0, 0],
                ReadError::LengthForm { offset: 0, tag },
            ),
            (
                &[0x61, 0x85, 0, 0, 0, 0, 1, 1],
                ReadError::LengthForm { offset: 0, tag },
            ),
            (&[0x61, 0x02, 0x00], exceeds(2, 1)),
            (
                &[0x61, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
                exceeds(0xFFFF_FFFF, 0),
            ),
        ];
        for (bytes, error) in cases {
            assert_eq!(first(bytes), Err(error), "{bytes:02X?}");
        }
    }

    #[test]
    fn padding_behind_a_file_is_found_and_left_out_of_the_original() {
        let reading = file(&[0x61, 0x01, 0xAA, 0x00, 0x00], Tag(0x61)).unwrap();
        assert_eq!(reading.original, [0x61, 0x01, 0xAA]);
        let oddity = Oddity::TrailingBytes(2);
        assert_eq!(
            reading.findings,
            [super::super::Finding { offset: 3, oddity }]
        );
        assert_eq!(
            file(&[0x61, 0x00], Tag(0x75)),
            Err(ReadError::WrongTag {
                offset: 0,
                expected: Tag(0x75),
                found: Tag(0x61)
            })
        );
        assert_eq!(file(&[], Tag(0x75)), Err(ReadError::CutOff { offset: 0 }));
    }

    #[test]
    fn a_flood_of_elements_is_refused() {
        let bytes = [&[0x61, 0x82, 0x10, 0x00][..], &[0x00; 0x1000]].concat();
        let mut findings = Findings::default();
        let outer = outer(&bytes, Tag(0x61), &mut findings).unwrap();
        assert!(matches!(
            outer.children(&mut findings),
            Err(ReadError::TooMany { limit: 512, .. })
        ));
    }

    proptest! {
        #[test]
        fn elements_cover_their_input_without_gap(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut findings = Findings::default();
            let mut elements = Elements::new(&bytes);
            let mut joined = Vec::new();
            while let Ok(Some(element)) = elements.read(&mut findings) {
                prop_assert_eq!(element.offset, joined.len());
                prop_assert!(element.original.ends_with(element.value));
                joined.extend_from_slice(element.original);
            }
            joined.extend_from_slice(elements.rest);
            prop_assert_eq!(joined, bytes);
        }
    }
}
