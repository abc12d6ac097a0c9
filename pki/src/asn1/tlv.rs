//! A strict reader of tag, length and value over borrowed bytes.
//!
//! It serves lint and re-read, so it knows nothing of how anything was built: it accepts DER lengths only and never allocates.

/// One tag-length-value, borrowed from the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    /// The identifier octet. Tag numbers above 30 do not occur in our objects and are refused.
    pub tag: u8,
    /// The content octets.
    pub value: &'a [u8],
    /// The complete encoding: identifier, length and content.
    pub raw: &'a [u8],
}

/// Common identifier octets.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
}

/// Reads TLVs one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The identifier octet of the next TLV.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next TLV; `None` when nothing is left or the bytes are not DER.
    pub(crate) fn next(&mut self) -> Option<Tlv<'a>> {
        let (&tag, after_tag) = self.rest.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, after_length) = length(after_tag)?;
        let (value, rest) = after_length.split_at_checked(length)?;
        let raw = self.rest.get(..self.rest.len() - rest.len())?;
        self.rest = rest;
        Some(Tlv { tag, value, raw })
    }

    /// The next TLV if it has this tag; `None` otherwise.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<Tlv<'a>> {
        self.optional(tag)
    }

    /// The next TLV if it has this tag; otherwise nothing is consumed.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Tlv<'a>> {
        if self.peek() == Some(tag) {
            self.next()
        } else {
            None
        }
    }

    /// `Some` when everything has been read.
    pub(crate) const fn end(&self) -> Option<()> {
        if self.rest.is_empty() { Some(()) } else { None }
    }

    /// Everything that is left, as a list; `None` when a byte of it is not DER.
    pub(crate) fn all(mut self) -> Option<Vec<Tlv<'a>>> {
        let mut list = Vec::new();
        while !self.is_empty() {
            list.push(self.next()?);
        }
        Some(list)
    }
}

impl<'a> Tlv<'a> {
    pub(crate) const fn reader(&self) -> Reader<'a> {
        Reader::new(self.value)
    }
}

/// The single TLV that `bytes` consist of, if it has this tag.
pub(crate) fn single(bytes: &[u8], tag: u8) -> Option<Tlv<'_>> {
    let mut reader = Reader::new(bytes);
    let tlv = reader.expect(tag)?;
    reader.end()?;
    Some(tlv)
}

/// A DER length: definite and in the fewest octets.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return None;
    }
    let (octets, rest) = rest.split_at_checked(count)?;
    let value = octets
        .iter()
        .fold(0_usize, |sum, octet| (sum << 8) | usize::from(*octet));
    let is_minimal = octets.first() != Some(&0) && value >= 0x80;
    is_minimal.then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_der_lengths_are_accepted() {
        let table: [(&str, &[u8], bool); 9] = [
            ("short", &[0x04, 0x01, 0xaa], true),
            ("empty", &[0x04, 0x00], true),
            ("nothing", &[], false),
            ("no length", &[0x04], false),
            ("value cut", &[0x04, 0x02, 0xaa], false),
            ("indefinite", &[0x30, 0x80, 0x00, 0x00], false),
            (
                "long form for a short length",
                &[0x04, 0x81, 0x01, 0xaa],
                false,
            ),
            ("huge length", &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff], false),
            ("high tag number", &[0x1f, 0x21, 0x00], false),
        ];
        for (name, bytes, accepted) in table {
            assert_eq!(Reader::new(bytes).next().is_some(), accepted, "{name}");
        }
        assert!(single(&[0x04, 0x00, 0x00], 0x04).is_none(), "trailing byte");
    }

    proptest::proptest! {
        #[test]
        fn no_input_panics(bytes: Vec<u8>) {
            let _ = Reader::new(&bytes).all();
        }

        #[test]
        fn raw_covers_what_was_read(value: Vec<u8>) {
            let bytes = super::super::encode("test", &super::super::wrapped(der::Tag::OctetString, super::super::Raw(&value))).unwrap();
            let tlv = single(&bytes, tag::OCTET_STRING).unwrap();
            proptest::prop_assert_eq!(tlv.value, &value[..]);
            proptest::prop_assert_eq!(tlv.raw, &bytes[..]);
        }
    }
}
