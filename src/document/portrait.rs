//! The portrait: an ordinary picture in, a 35 x 45 mm portrait out.
//!
//! Here belongs everything between the bytes of a photo and the bytes of DG2: decoding foreign pictures within limits,
//! finding the face, cropping, measuring, compressing. What the numbers mean for an applicant is decided elsewhere; a
//! portrait is always made if the picture can be read at all. Start at [`Portrait::from_photo`].
//!
//! Nothing of the photo but its pixels survives: no EXIF, no place, no thumbnail.

mod colour;
mod contain;
mod crop;
mod decode;
mod detect;
mod encode;
mod error;
mod format;
mod head;
mod jpeg2000;
mod jpeg_stream;
mod measure;
mod siz;
pub mod specimen_face;
mod warning;

#[cfg(test)]
mod tests;

use image::RgbImage;

pub use contain::is_contained;
pub use crop::{CropBox, PORTRAIT_HEIGHT, PORTRAIT_WIDTH};
pub use decode::PictureLimits;
pub use detect::FaceBox;
pub use encode::PortraitEncoding;
pub use error::PortraitError;
pub use measure::Measurements;
pub use warning::PortraitWarning;

use decode::{Strictness, decode_picture};
use head::Head;

/// How a portrait is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortraitOptions {
    /// How it is compressed.
    pub encoding: PortraitEncoding,
    /// Most bytes it may have; 15 to 20 KB keeps reading a chip short, our own choice.
    pub max_bytes: usize,
    /// What the photo may cost to read.
    pub limits: PictureLimits,
}

impl Default for PortraitOptions {
    fn default() -> Self {
        Self {
            encoding: PortraitEncoding::default(),
            max_bytes: 18_000,
            limits: PictureLimits::default(),
        }
    }
}

/// A portrait of [`PORTRAIT_WIDTH`] x [`PORTRAIT_HEIGHT`] pixels, 35 x 45 mm at 300 dots an inch, sRGB.
///
/// # Invariants
/// The pixels are what the bytes decode to: the data page shows exactly what the chip holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    bytes: Vec<u8>,
    encoding: PortraitEncoding,
    pixels: RgbImage,
}

/// A portrait and what was noticed while it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct PortraitOutcome {
    /// The portrait.
    pub portrait: Portrait,
    /// Numbers for the record.
    pub measurements: Measurements,
    /// What an officer should look at; empty for a good photo.
    pub warnings: Vec<PortraitWarning>,
}

impl Portrait {
    /// Makes the portrait out of an ordinary photo.
    ///
    /// JPEG, PNG and JPEG 2000 are read. The largest face decides the crop; without a face the middle of the picture is
    /// taken and [`PortraitWarning::NoFaceFound`] recorded. The same bytes and options give the same portrait.
    ///
    /// # Errors
    /// [`PortraitError`] when the picture cannot be read or is beyond the limits; a poor picture is no error.
    pub fn from_photo(
        bytes: &[u8],
        options: &PortraitOptions,
    ) -> Result<PortraitOutcome, PortraitError> {
        let photo = decode_picture(bytes, &options.limits, Strictness::WholePicture)?;
        let size = photo.dimensions();
        if size.0 < MIN_PHOTO_SIDE || size.1 < MIN_PHOTO_SIDE {
            return Err(PortraitError::TooFewPixels {
                width: size.0,
                height: size.1,
                limit: MIN_PHOTO_SIDE,
            });
        }
        let faces = detect::find_faces(&photo)?;
        let head = faces.first().map(|face| Head::around(&photo, face));
        let crop = head.map_or_else(
            || CropBox::centred(size),
            |head| CropBox::around(&head, size),
        );
        let portrait = Self::from_pixels(&crop.cut(&photo), options)?;
        let (background_brightness, background_deviation) = measure::background(&portrait.pixels);
        let measurements = Measurements {
            photo: size,
            faces: faces.len(),
            face: faces.first().copied(),
            crop,
            head_height_mm: head.map(|head| head.height() / crop.pixels_per_mm()),
            resolution_dpi: crop.pixels_per_mm() * MM_PER_INCH,
            sharpness: measure::sharpness(&portrait.pixels),
            background_brightness,
            background_deviation,
        };
        let warnings = warning::warnings(&measurements);
        Ok(PortraitOutcome {
            portrait,
            measurements,
            warnings,
        })
    }

    /// Compresses cropped pixels and reads them back.
    fn from_pixels(pixels: &RgbImage, options: &PortraitOptions) -> Result<Self, PortraitError> {
        let bytes = encode::encode(pixels, options.encoding, options.max_bytes)?;
        let pixels = decode_portrait(&bytes)?;
        Ok(Self {
            bytes,
            encoding: options.encoding,
            pixels,
        })
    }

    /// The JPEG or JP2 file for DG2.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How [`bytes`](Self::bytes) are compressed.
    #[must_use]
    pub fn encoding(&self) -> PortraitEncoding {
        self.encoding
    }

    /// The pixels that the bytes decode to.
    #[must_use]
    pub fn pixels(&self) -> &RgbImage {
        &self.pixels
    }
}

/// The photo as a plain upright JPEG: its pixels and nothing else, for whoever looks at the case later.
///
/// No EXIF, no place, no thumbnail, no comment survives; a very large photo is scaled down to 2000 pixels.
///
/// # Errors
/// As [`Portrait::from_photo`].
pub fn plain_photo(bytes: &[u8], limits: &PictureLimits) -> Result<Vec<u8>, PortraitError> {
    let photo = decode_picture(bytes, limits, Strictness::WholePicture)?;
    let (width, height) = photo.dimensions();
    let photo = if width.max(height) > LONGEST_KEPT_SIDE {
        image::DynamicImage::ImageRgb8(photo)
            .resize(
                LONGEST_KEPT_SIDE,
                LONGEST_KEPT_SIDE,
                image::imageops::FilterType::Triangle,
            )
            .into_rgb8()
    } else {
        photo
    };
    encode::encode(&photo, PortraitEncoding::Jpeg, MOST_KEPT_BYTES)
}

/// Decodes the JPEG or JPEG 2000 portrait out of DG2, also of a foreign chip.
///
/// # Errors
/// [`PortraitError`] when the bytes are no picture or a larger one than portraits are (4 MB, 16 megapixels).
pub fn decode_portrait(bytes: &[u8]) -> Result<RgbImage, PortraitError> {
    let limits = PictureLimits {
        max_bytes: 4 << 20,
        max_pixels: 16_000_000,
        ..PictureLimits::default()
    };
    decode_picture(bytes, &limits, Strictness::WhatIsThere)
}

/// Fewer pixels each way than this hold no recognisable face.
const MIN_PHOTO_SIDE: u32 = 100;
const MM_PER_INCH: f64 = 25.4;
/// A kept photo is for looking at; the portrait was cut from the whole one.
const LONGEST_KEPT_SIDE: u32 = 2000;
/// A photo of that size in the best quality.
const MOST_KEPT_BYTES: usize = 4 << 20;
