use thiserror::Error;

/// Why bytes could not be read as the object they should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes end inside an element.
    #[error("the bytes end at offset {offset}, inside an element")]
    Truncated {
        /// Where the missing byte would be, counted from the start of the enclosing element's content.
        offset: usize,
    },
    /// A tag or length is written in a way that no encoding rule allows.
    #[error("the {what} at offset {offset} is not possible in ASN.1")]
    Impossible {
        /// `tag` or `length`.
        what: &'static str,
        /// Where, counted from the start of the enclosing element's content.
        offset: usize,
    },
    /// Elements are nested deeper than any object of this kind.
    #[error("elements are nested more than {limit} deep")]
    TooDeep {
        /// The greatest depth that is read.
        limit: usize,
    },
    /// The object is larger than any object of its kind.
    #[error("{what} has {size} bytes, more than the {limit} that are read")]
    TooLarge {
        /// The object.
        what: &'static str,
        /// Its size in bytes.
        size: usize,
        /// The greatest size in bytes that is read.
        limit: usize,
    },
    /// Another element stands where a certain one is needed.
    #[error("{what} is expected, but the tag is {found}")]
    Unexpected {
        /// The element needed.
        what: &'static str,
        /// The tag found, in hexadecimal, or `none`.
        found: String,
    },
    /// More elements stand in a structure than it has.
    #[error("{what} goes on after its last element")]
    Surplus {
        /// The structure.
        what: &'static str,
    },
    /// A value cannot be decoded.
    #[error("{what} cannot be decoded: {cause}")]
    Value {
        /// The value.
        what: &'static str,
        /// What the decoder says.
        cause: String,
    },
    /// An algorithm or key that is not known.
    #[error("{what} is not supported: {found}")]
    Unsupported {
        /// The kind of thing.
        what: &'static str,
        /// Its identifier.
        found: String,
    },
}

impl ReadError {
    /// A value that its decoder refuses.
    pub(crate) fn value(what: &'static str, cause: impl ToString) -> Self {
        Self::Value {
            what,
            cause: cause.to_string(),
        }
    }

    /// An algorithm or key that is not known.
    pub(crate) fn unsupported(what: &'static str, found: impl ToString) -> Self {
        Self::Unsupported {
            what,
            found: found.to_string(),
        }
    }
}
