use std::fmt;

/// A BER-TLV tag of one to three bytes, as the big-endian number of its bytes (`0x61`, `0x5F1F`, `0x7F61`).
///
/// Source: 9303-10:4
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub u32);

impl Tag {
    /// The bytes of the tag, as they stand in a file.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        let bytes = self.0.to_be_bytes();
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
        bytes.iter().skip(first).copied().collect()
    }

    /// Whether the value of an element with this tag is itself made of elements.
    #[must_use]
    pub fn is_constructed(self) -> bool {
        self.bytes().first().is_some_and(|first| first & 0x20 != 0)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.bytes() {
            write!(f, "{byte:02X}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_shown_as_its_bytes() {
        for (tag, shown, constructed) in [
            (0x61, "61", true),
            (0x5F1F, "5F1F", false),
            (0x7F61, "7F61", true),
            (0x5C, "5C", false),
            (0, "00", false),
        ] {
            assert_eq!(Tag(tag).to_string(), shown);
            assert_eq!(Tag(tag).is_constructed(), constructed, "{shown}");
        }
    }
}
