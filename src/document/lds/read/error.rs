use crate::document::lds::Tag;

/// Why a file cannot be read at all.
///
/// Offsets count from the first byte of the file. No variant holds content of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file ends inside a tag or a length.
    #[error("the file ends inside a tag or length at byte {offset}")]
    CutOff {
        /// Where the element begins.
        offset: usize,
    },
    /// An element claims more bytes than there are.
    #[error(
        "the element {tag} at byte {offset} claims {length} bytes of value where {available} are left"
    )]
    LengthExceeds {
        /// Where the element begins.
        offset: usize,
        /// Its tag.
        tag: Tag,
        /// The claimed length of the value in bytes.
        length: u64,
        /// The bytes that are left.
        available: usize,
    },
    /// A tag of more than three bytes.
    #[error("the tag at byte {offset} is longer than three bytes")]
    TagTooLong {
        /// Where the tag begins.
        offset: usize,
    },
    /// A length of unknown form: indefinite, or of more than four bytes.
    #[error("the element {tag} at byte {offset} has an indefinite or oversized length field")]
    LengthForm {
        /// Where the element begins.
        offset: usize,
        /// Its tag.
        tag: Tag,
    },
    /// Another element stands where a certain one is needed.
    #[error("the element at byte {offset} has the tag {found} where {expected} is needed")]
    WrongTag {
        /// Where the element begins.
        offset: usize,
        /// The tag that is needed.
        expected: Tag,
        /// The tag that is there.
        found: Tag,
    },
    /// An element without which the rest means nothing is absent.
    #[error("the element {tag} is missing in the element at byte {offset}")]
    Missing {
        /// Where the enclosing element begins.
        offset: usize,
        /// The tag that is absent.
        tag: Tag,
    },
    /// More elements on one level than any data group has.
    #[error("more than {limit} elements on one level at byte {offset}")]
    TooMany {
        /// Where the surplus begins.
        offset: usize,
        /// The greatest number read.
        limit: usize,
    },
    /// A value that does not follow its own format.
    #[error("{what} at byte {offset}")]
    Malformed {
        /// Where the value begins.
        offset: usize,
        /// What is wrong with it.
        what: &'static str,
    },
}
