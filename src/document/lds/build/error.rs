use crate::document::lds::{AccessCipher, DataGroupNumber, PaceMapping};

/// Why a data group cannot be written.
///
/// No variant holds content of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A file longer than can be read with short offsets.
    #[error("{file} would have {actual} bytes where {limit} are allowed: make the image smaller")]
    FileTooLong {
        /// The file.
        file: DataGroupNumber,
        /// The greatest number of bytes.
        limit: usize,
        /// The number of bytes there would be.
        actual: usize,
    },
    /// A list of data groups without one that every chip has.
    #[error("the list of data groups lacks {0}, which every chip has")]
    MandatoryMissing(DataGroupNumber),
    /// A data group twice in a list.
    #[error("the list of data groups names {0} twice")]
    Repeated(DataGroupNumber),
    /// A data group without any field.
    #[error("{0} would be empty: leave the file out instead")]
    Empty(DataGroupNumber),
    /// A text that is too long.
    #[error("the field `{field}` has {actual} bytes where {limit} are allowed")]
    TextTooLong {
        /// The field.
        field: &'static str,
        /// The greatest number of bytes.
        limit: usize,
        /// The number of bytes there are.
        actual: usize,
    },
    /// A text that is empty, or holds a control character or a separator.
    #[error("the field `{field}` is empty or holds a control character or `<`")]
    Text {
        /// The field.
        field: &'static str,
    },
    /// A year that has no four digits.
    #[error("the field `{field}` has a year outside 0001 to 9999")]
    Year {
        /// The field.
        field: &'static str,
    },
    /// Bytes that are no image of a known format.
    #[error("the image is neither JPEG nor JPEG 2000, or its header cannot be read")]
    NotAnImage,
    /// An image that ends before its end marker.
    #[error("the JPEG image does not end with its end marker: it is cut off")]
    ImageCutOff,
    /// An image of another size than stated.
    #[error(
        "the image is stated as {}x{} pixels but has {}x{}", .stated.0, .stated.1, .actual.0, .actual.1
    )]
    ImageSize {
        /// Width and height as stated, pixels.
        stated: (u16, u16),
        /// Width and height in the image, pixels.
        actual: (u32, u32),
    },
    /// A key that is not one SEQUENCE.
    #[error("the public key is not one DER SEQUENCE")]
    NotAKey,
    /// A chip without any option.
    #[error("a chip needs at least one security option for DG14")]
    NoSecurityOption,
    /// The same option twice.
    #[error("a security option is given twice")]
    RepeatedOption,
    /// A mapping and a cipher or group that do not go together.
    #[error("PACE with {mapping:?} cannot use {cipher:?} and {parameters}")]
    Pace {
        /// The mapping.
        mapping: PaceMapping,
        /// The cipher.
        cipher: AccessCipher,
        /// The group.
        parameters: &'static str,
    },
}
