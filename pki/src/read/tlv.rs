//! A walk over BER elements that keeps the bytes as they came.
//!
//! Tolerant on purpose: indefinite and non-minimal lengths are read and can be asked about with [`departures`], since
//! published documents have them (9303-10 demands DER, real chips differ).

use std::borrow::Cow;

use super::ReadError;

/// Deeper than any signed object of Doc 9303 (a certificate in EF.SOD reaches 14).
pub(crate) const MAX_DEPTH: usize = 32;

/// Identifier octets of the elements that are met, all with tag numbers below 31.
pub(crate) mod tag {
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// Bit 6 of the identifier octet.
    pub(crate) const CONSTRUCTED: u8 = 0x20;
    /// `[n]`, constructed.
    pub(crate) const fn context(number: u8) -> u8 {
        0xA0 | number
    }
    /// `[n]`, primitive.
    pub(crate) const fn context_primitive(number: u8) -> u8 {
        0x80 | number
    }
}

/// How an element's length is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LengthForm {
    Minimal,
    NotMinimal,
    Indefinite,
}

/// One element, borrowed from the bytes it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    /// First identifier octet: class, constructed bit and, below 31, the tag number.
    pub(crate) tag: u8,
    pub(crate) length: LengthForm,
    /// The value, without the end-of-contents octets of the indefinite form.
    pub(crate) content: &'a [u8],
    /// Tag, length and value as received.
    pub(crate) raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// `30 00`, for structures that were left out and have only defaults.
    pub(crate) const EMPTY_SEQUENCE: Self = Self {
        tag: tag::SEQUENCE,
        length: LengthForm::Minimal,
        content: &[],
        raw: &[tag::SEQUENCE, 0],
    };

    pub(crate) fn is_constructed(&self) -> bool {
        self.tag & tag::CONSTRUCTED != 0
    }

    /// The elements inside.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader::new(self.content)
    }

    /// The octets of an OCTET STRING, also of one in pieces.
    pub(crate) fn octets(&self, what: &'static str) -> Result<Cow<'a, [u8]>, ReadError> {
        if self.tag == tag::OCTET_STRING {
            return Ok(Cow::Borrowed(self.content));
        }
        if self.tag != tag::OCTET_STRING | tag::CONSTRUCTED {
            return Err(unexpected(what, Some(self.tag)));
        }
        let mut joined = Vec::new();
        join_octets(self.content, what, 0, &mut joined)?;
        Ok(Cow::Owned(joined))
    }
}

fn join_octets(
    content: &[u8],
    what: &'static str,
    depth: usize,
    joined: &mut Vec<u8>,
) -> Result<(), ReadError> {
    if depth >= MAX_DEPTH {
        return Err(ReadError::TooDeep { limit: MAX_DEPTH });
    }
    let mut reader = Reader::new(content);
    while let Some(piece) = reader.next()? {
        match piece.tag {
            tag::OCTET_STRING => joined.extend_from_slice(piece.content),
            other if other == tag::OCTET_STRING | tag::CONSTRUCTED => {
                join_octets(piece.content, what, depth + 1, joined)?;
            }
            other => return Err(unexpected(what, Some(other))),
        }
    }
    Ok(())
}

/// Takes elements off the front of some bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    all: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(all: &'a [u8]) -> Self {
        Self { all, offset: 0 }
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.all.get(self.offset..).unwrap_or_default()
    }

    /// The next element, or nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, ReadError> {
        if self.rest().is_empty() {
            return Ok(None);
        }
        let element = element_at(self.all, self.offset, 0)?;
        self.offset += element.raw.len();
        Ok(Some(element))
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, wanted: u8) -> Result<Option<Element<'a>>, ReadError> {
        match self.rest().first() {
            Some(&found) if found == wanted => self.next(),
            _ => Ok(None),
        }
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(
        &mut self,
        wanted: u8,
        what: &'static str,
    ) -> Result<Element<'a>, ReadError> {
        match self.next()? {
            Some(element) if element.tag == wanted => Ok(element),
            other => Err(unexpected(what, other.map(|element| element.tag))),
        }
    }

    /// Says that nothing may follow.
    pub(crate) fn finish(&self, what: &'static str) -> Result<(), ReadError> {
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(ReadError::Surplus { what })
        }
    }
}

/// Reads one element that fills the bytes.
pub(crate) fn only<'a>(
    bytes: &'a [u8],
    wanted: u8,
    what: &'static str,
) -> Result<Element<'a>, ReadError> {
    let mut reader = Reader::new(bytes);
    let element = reader.expect(wanted, what)?;
    reader.finish(what)?;
    Ok(element)
}

pub(crate) fn unexpected(what: &'static str, found: Option<u8>) -> ReadError {
    let found = found.map_or_else(|| "none".to_owned(), |tag| format!("{tag:02X}"));
    ReadError::Unexpected { what, found }
}

/// The element that begins at `start`.
fn element_at(all: &[u8], start: usize, depth: usize) -> Result<Element<'_>, ReadError> {
    if depth >= MAX_DEPTH {
        return Err(ReadError::TooDeep { limit: MAX_DEPTH });
    }
    let (tag, after_tag) = tag_at(all, start)?;
    let first = byte_at(all, after_tag)?;
    if first == 0x80 {
        return indefinite_at(all, start, tag, after_tag + 1, depth);
    }
    let (length, form, content_start) = length_at(all, after_tag, first)?;
    let end = content_start
        .checked_add(length)
        .filter(|&end| end <= all.len())
        .ok_or(ReadError::Truncated { offset: all.len() })?;
    Ok(Element {
        tag,
        length: form,
        content: all.get(content_start..end).unwrap_or_default(),
        raw: all.get(start..end).unwrap_or_default(),
    })
}

/// The first identifier octet and where the length begins.
fn tag_at(all: &[u8], start: usize) -> Result<(u8, usize), ReadError> {
    let tag = byte_at(all, start)?;
    if tag & 0x1F != 0x1F {
        return Ok((tag, start + 1));
    }
    // High tag numbers: up to three further octets, more than any tag of Doc 9303.
    for offset in start + 1..start + 4 {
        if byte_at(all, offset)? & 0x80 == 0 {
            return Ok((tag, offset + 1));
        }
    }
    Err(ReadError::Impossible {
        what: "tag",
        offset: start,
    })
}

/// A definite length, how it is written, and where the value begins.
fn length_at(
    all: &[u8],
    offset: usize,
    first: u8,
) -> Result<(usize, LengthForm, usize), ReadError> {
    if first < 0x80 {
        return Ok((usize::from(first), LengthForm::Minimal, offset + 1));
    }
    let count = usize::from(first & 0x7F);
    if count > 4 {
        return Err(ReadError::Impossible {
            what: "length",
            offset,
        });
    }
    let mut length = 0_usize;
    for index in 1..=count {
        length = length << 8 | usize::from(byte_at(all, offset + index)?);
    }
    let fewest = match length {
        0..0x80 => 0,
        0x80..0x100 => 1,
        0x100..0x1_0000 => 2,
        0x1_0000..0x100_0000 => 3,
        _ => 4,
    };
    let form = if count == fewest {
        LengthForm::Minimal
    } else {
        LengthForm::NotMinimal
    };
    Ok((length, form, offset + 1 + count))
}

/// An element of indefinite length: its elements up to the end-of-contents octets.
fn indefinite_at(
    all: &[u8],
    start: usize,
    tag: u8,
    content_start: usize,
    depth: usize,
) -> Result<Element<'_>, ReadError> {
    if tag & tag::CONSTRUCTED == 0 {
        return Err(ReadError::Impossible {
            what: "length",
            offset: start,
        });
    }
    let mut offset = content_start;
    while all.get(offset..offset + 2) != Some([0, 0].as_slice()) {
        offset += element_at(all, offset, depth + 1)?.raw.len();
    }
    Ok(Element {
        tag,
        length: LengthForm::Indefinite,
        content: all.get(content_start..offset).unwrap_or_default(),
        raw: all.get(start..offset + 2).unwrap_or_default(),
    })
}

fn byte_at(all: &[u8], offset: usize) -> Result<u8, ReadError> {
    // built only when it is needed: an error that may own text has to be dropped again
    all.get(offset)
        .copied()
        .ok_or(ReadError::Truncated { offset })
}

/// Where an object departs from DER in its lengths and strings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Departures {
    pub(crate) indefinite: bool,
    pub(crate) not_minimal: bool,
    pub(crate) constructed_string: bool,
}

/// Walks all constructed elements and notes departures from DER.
pub(crate) fn departures(element: &Element<'_>) -> Result<Departures, ReadError> {
    let mut found = Departures::default();
    note(element, 0, &mut found)?;
    Ok(found)
}

fn note(element: &Element<'_>, depth: usize, found: &mut Departures) -> Result<(), ReadError> {
    if depth >= MAX_DEPTH {
        return Err(ReadError::TooDeep { limit: MAX_DEPTH });
    }
    found.indefinite |= element.length == LengthForm::Indefinite;
    found.not_minimal |= element.length == LengthForm::NotMinimal;
    if !element.is_constructed() {
        return Ok(());
    }
    // Universal constructed elements other than SEQUENCE, SET and EXTERNAL are strings in pieces.
    found.constructed_string |=
        element.tag < 0x40 && !matches!(element.tag, tag::SEQUENCE | tag::SET | 0x28);
    let mut reader = element.reader();
    while let Some(inner) = reader.next()? {
        note(&inner, depth + 1, found)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_of_all_forms_are_read_and_told_apart() {
        for (name, bytes, content, form) in [
            ("short", &b"\x04\x02ab"[..], &b"ab"[..], LengthForm::Minimal),
            (
                "long, not minimal",
                b"\x04\x81\x02ab",
                b"ab",
                LengthForm::NotMinimal,
            ),
            (
                "indefinite",
                b"\x24\x80\x04\x01a\x00\x00",
                b"\x04\x01a",
                LengthForm::Indefinite,
            ),
            (
                "nested",
                b"\x30\x80\x30\x80\x00\x00\x00\x00",
                b"\x30\x80\x00\x00",
                LengthForm::Indefinite,
            ),
            ("high tag", b"\x7F\x61\x01a", b"a", LengthForm::Minimal),
        ] {
            let element = Reader::new(bytes).next().unwrap().unwrap();
            assert_eq!(
                (element.content, element.length, element.raw),
                (content, form, bytes),
                "{name}"
            );
        }
    }

    #[test]
    fn impossible_bytes_are_refused() {
        for (name, bytes) in [
            ("no length", &b"\x04"[..]),
            ("content missing", b"\x04\x05ab"),
            (
                "length of the length too long",
                b"\x04\x85\x00\x00\x00\x00\x01a",
            ),
            ("huge length", b"\x04\x84\xFF\xFF\xFF\xFFa"),
            ("indefinite primitive", b"\x04\x80\x00\x00"),
            ("indefinite without end", b"\x30\x80\x04\x01a"),
            ("endless tag", b"\x7F\x81\x81\x81\x01\x00"),
        ] {
            assert!(Reader::new(bytes).next().is_err(), "{name}");
        }
        let deep = [0x30, 0x80].repeat(100_000);
        assert_eq!(
            Reader::new(&deep).next(),
            Err(ReadError::TooDeep { limit: MAX_DEPTH })
        );
    }

    #[test]
    fn strings_in_pieces_are_joined() {
        let bytes = b"\x24\x80\x04\x02ab\x24\x03\x04\x01c\x00\x00";
        let element = Reader::new(bytes).next().unwrap().unwrap();
        assert_eq!(element.octets("content").unwrap(), &b"abc"[..]);
        let noted = departures(&element).unwrap();
        assert!(noted.indefinite && noted.constructed_string && !noted.not_minimal);
        let wrong = only(b"\x24\x03\x02\x01c", 0x24, "content").unwrap();
        assert!(wrong.octets("content").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut reader = Reader::new(&bytes);
            while let Ok(Some(element)) = reader.next() {
                prop_assert!(!element.raw.is_empty());
                let _ = departures(&element);
                let _ = element.octets("content");
            }
        }
    }
}
