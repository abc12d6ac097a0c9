//! Pixels to the bytes of DG2.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};
use serde::{Deserialize, Serialize};

use super::{PortraitError, jpeg2000};

/// How the portrait is compressed in DG2.
///
/// Source: 9303-10:4.7.2 (JPEG or JPEG 2000)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortraitEncoding {
    /// Baseline JPEG.
    #[default]
    Jpeg,
    /// JPEG 2000 in a JP2 file.
    Jpeg2000,
}

/// Compresses as well as `max_bytes` allows.
pub(super) fn encode(
    pixels: &RgbImage,
    encoding: PortraitEncoding,
    max_bytes: usize,
) -> Result<Vec<u8>, PortraitError> {
    match encoding {
        PortraitEncoding::Jpeg => encode_jpeg(pixels, max_bytes),
        PortraitEncoding::Jpeg2000 => jpeg2000::encode(pixels, max_bytes),
    }
}

/// The best JPEG quality that stays within `max_bytes`, found by bisection.
fn encode_jpeg(pixels: &RgbImage, max_bytes: usize) -> Result<Vec<u8>, PortraitError> {
    let (mut low, mut high) = (MIN_QUALITY, MAX_QUALITY);
    let mut best = None;
    while low <= high {
        let quality = low.midpoint(high);
        let bytes = jpeg_of_quality(pixels, quality, max_bytes)?;
        if bytes.len() <= max_bytes {
            best = Some(bytes);
            low = quality + 1;
        } else {
            high = quality - 1;
        }
    }
    best.ok_or_else(|| cannot_encode(max_bytes, "too much detail"))
}

fn jpeg_of_quality(
    pixels: &RgbImage,
    quality: u8,
    max_bytes: usize,
) -> Result<Vec<u8>, PortraitError> {
    let size = u16::try_from(pixels.width())
        .ok()
        .zip(u16::try_from(pixels.height()).ok());
    let (width, height) = size.ok_or_else(|| cannot_encode(max_bytes, "too large"))?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // Optimised tables would save a tenth, but the encoder then writes the colours as separate scans, which not every
    // reader puts together again; one interleaved scan is what readers of passports know.
    encoder.set_optimized_huffman_tables(false);
    encoder.set_density(PixelDensity {
        density: (300, 300),
        unit: PixelDensityUnit::Inches,
    });
    encoder
        .encode(pixels.as_raw(), width, height, ColorType::Rgb)
        .map_err(|error| cannot_encode(max_bytes, &error.to_string()))?;
    Ok(bytes)
}

fn cannot_encode(limit: usize, detail: &str) -> PortraitError {
    PortraitError::CannotEncode {
        format: "JPEG",
        limit,
        detail: detail.to_owned(),
    }
}

/// Below this a face shows blocks.
const MIN_QUALITY: u8 = 30;
/// Above this a file only grows.
const MAX_QUALITY: u8 = 95;
