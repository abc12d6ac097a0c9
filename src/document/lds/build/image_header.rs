use std::io::Cursor;

use hayro_jpeg2000::{ColorSpace, DecodeSettings, Image};
use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder};

use super::BuildError;

/// What a decoder says about an image from its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub coding: Coding,
    pub width: u32,
    pub height: u32,
    pub is_grey: bool,
}

/// The coding of a face image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Jpeg,
    Jpeg2000,
}

/// The first bytes of a JP2 file; a bare codestream is not written.
const JP2_SIGNATURE: &[u8] = b"\0\0\0\x0CjP  \r\n\x87\n";
const JPEG_START: &[u8] = &[0xFF, 0xD8, 0xFF];
const JPEG_END: &[u8] = &[0xFF, 0xD9];

/// Reads the header with the decoder of the format.
pub(super) fn header(bytes: &[u8]) -> Result<Header, BuildError> {
    if bytes.starts_with(JPEG_START) {
        jpeg(bytes)
    } else if bytes.starts_with(JP2_SIGNATURE) {
        jpeg_2000(bytes)
    } else {
        Err(BuildError::NotAnImage)
    }
}

fn jpeg(bytes: &[u8]) -> Result<Header, BuildError> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| BuildError::NotAnImage)?;
    let (width, height) = decoder.dimensions();
    if !bytes.ends_with(JPEG_END) {
        return Err(BuildError::ImageCutOff);
    }
    Ok(Header {
        coding: Coding::Jpeg,
        width,
        height,
        is_grey: decoder.color_type() == ColorType::L8,
    })
}

fn jpeg_2000(bytes: &[u8]) -> Result<Header, BuildError> {
    let image =
        Image::new(bytes, &DecodeSettings::default()).map_err(|_| BuildError::NotAnImage)?;
    Ok(Header {
        coding: Coding::Jpeg2000,
        width: image.width(),
        height: image.height(),
        is_grey: matches!(image.color_space(), ColorSpace::Gray),
    })
}
