//! People who do not exist, drawn for tests and for the demo country.
//!
//! Nobody's photo may lie in a repository, so the photos here are drawings: a head of ordinary proportions with light
//! from the upper left, shaded softly enough that the face detector takes it for a face. The same person and picture
//! size always give the same bytes.

mod dice;
mod draw;
mod look;

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder};
use resvg::{tiny_skia, usvg};

pub use look::SpecimenPerson;

/// Why no picture of an invented person came out; it would be a fault of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the specimen photo cannot be drawn ({detail})")]
pub struct SpecimenFaceError {
    /// What the renderer said.
    pub detail: String,
}

/// Draws an ordinary portrait photo of an invented person: 1200 x 1600 pixels, JPEG.
///
/// The person stands before a plain light wall, head and shoulders, with room all round: cropping has work to do.
///
/// # Errors
/// [`SpecimenFaceError`] when the renderer fails.
pub fn specimen_photo(person: &SpecimenPerson) -> Result<Vec<u8>, SpecimenFaceError> {
    let pixels = specimen_pixels(person)?;
    let mut jpeg = Vec::new();
    let size = |length: u32| u16::try_from(length).map_err(|_| fault("picture too large"));
    Encoder::new(&mut jpeg, PHOTO_QUALITY)
        .encode(
            pixels.as_raw(),
            size(pixels.width())?,
            size(pixels.height())?,
            ColorType::Rgb,
        )
        .map_err(|error| fault(&error.to_string()))?;
    Ok(jpeg)
}

/// Draws the same photo as [`specimen_photo`], uncompressed.
///
/// # Errors
/// [`SpecimenFaceError`] when the renderer fails.
pub fn specimen_pixels(person: &SpecimenPerson) -> Result<RgbImage, SpecimenFaceError> {
    let svg = draw::photo(person);
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default())
        .map_err(|error| fault(&error.to_string()))?;
    let mut canvas = tiny_skia::Pixmap::new(draw::PHOTO_WIDTH, draw::PHOTO_HEIGHT)
        .ok_or_else(|| fault("no memory"))?;
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut canvas.as_mut(),
    );
    // The wall is opaque, so premultiplied and plain colours are the same.
    let rgb = canvas
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    RgbImage::from_raw(draw::PHOTO_WIDTH, draw::PHOTO_HEIGHT, rgb)
        .ok_or_else(|| fault("size mismatch"))
}

fn fault(detail: &str) -> SpecimenFaceError {
    SpecimenFaceError {
        detail: detail.to_owned(),
    }
}

/// As cameras save.
const PHOTO_QUALITY: u8 = 90;
