//! What a file is, told by its first bytes.

use super::PortraitError;

/// The kinds of picture that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFormat {
    Jpeg,
    Png,
    /// A JP2 file or a bare JPEG 2000 codestream.
    Jpeg2000,
}

impl PictureFormat {
    /// Its name for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Jpeg2000 => "JPEG 2000",
        }
    }

    /// Tells the format, or names the format that we do not read.
    pub(super) fn detect(bytes: &[u8]) -> Result<Self, PortraitError> {
        if bytes.is_empty() {
            return Err(PortraitError::Empty);
        }
        if let Some((_, format)) = SUPPORTED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Ok(*format);
        }
        if let Some((_, _, format)) = UNSUPPORTED
            .iter()
            .find(|(at, magic, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        {
            return Err(PortraitError::UnsupportedFormat { format });
        }
        if SUPPORTED.iter().any(|(magic, _)| magic.starts_with(bytes)) {
            return Err(PortraitError::Truncated {
                format: "picture, JPEG or PNG,",
            });
        }
        Err(PortraitError::NotAPicture)
    }
}

/// First bytes of what we read.
const SUPPORTED: &[(&[u8], PictureFormat)] = &[
    (&[0xFF, 0xD8, 0xFF], PictureFormat::Jpeg),
    (b"\x89PNG\r\n\x1a\n", PictureFormat::Png),
    (b"\x00\x00\x00\x0CjP  \r\n\x87\n", PictureFormat::Jpeg2000),
    (&[0xFF, 0x4F, 0xFF, 0x51], PictureFormat::Jpeg2000),
];

/// Offset and bytes of what people bring but we do not read; the more exact magic stands first.
const UNSUPPORTED: &[(usize, &[u8], &str)] = &[
    (4, b"ftypheic", "a HEIC picture (as iPhones take them)"),
    (4, b"ftypheix", "a HEIC picture (as iPhones take them)"),
    (4, b"ftypheim", "a HEIC picture (as iPhones take them)"),
    (4, b"ftypheis", "a HEIC picture (as iPhones take them)"),
    (4, b"ftyphevc", "a HEIC image sequence"),
    (4, b"ftypmif1", "a HEIF picture"),
    (4, b"ftypmsf1", "a HEIF image sequence"),
    (4, b"ftypavif", "an AVIF picture"),
    (4, b"ftypavis", "an AVIF image sequence"),
    (4, b"ftyp", "a video or another ISO media file"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"II*\0", "a TIFF or camera raw picture"),
    (0, b"MM\0*", "a TIFF or camera raw picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"8BPS", "a Photoshop picture"),
    (0, b"\xFF\x0A", "a JPEG XL picture"),
    (0, b"\x00\x00\x00\x0CJXL ", "a JPEG XL picture"),
    (0, b"%PDF", "a PDF document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"PK\x03\x04", "a ZIP archive or office document"),
];
