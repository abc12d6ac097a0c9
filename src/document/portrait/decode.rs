//! Foreign bytes to upright RGB pixels, within limits.

use std::io::Cursor;

use hayro_jpeg2000::{ColorSpace, DecodeSettings, Image as Jpeg2000Image};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder};
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits, Rgb, RgbImage};

use super::PortraitError;
use super::colour::convert_to_srgb;
use super::contain::contained;
use super::format::PictureFormat;
use super::jpeg_stream::{JpegFault, check_jpeg};
use super::siz::ImageSize;

/// What a picture may cost before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// Bytes of the file.
    pub max_bytes: usize,
    /// Width times height in pixels, JPEG and PNG.
    pub max_pixels: u64,
    /// Width times height in pixels, JPEG 2000, whose decoder needs far more time and memory for a pixel.
    pub max_jpeg2000_pixels: u64,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self {
            max_bytes: 40 << 20,
            max_pixels: 50_000_000,
            max_jpeg2000_pixels: 4_000_000,
        }
    }
}

/// What to do with a picture of which a part is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Refuse it: it would become part of a passport.
    WholePicture,
    /// Show what is there: it comes from a chip that others made.
    WhatIsThere,
}

/// Decodes a picture to upright 8-bit RGB: EXIF orientation applied, transparency laid on white.
///
/// Width, height and number of tiles are read from the header and checked before a pixel is allocated. The decoders are
/// other people's work, so a panic in one of them is contained and reported like any broken picture.
///
/// # Errors
/// Every variant of [`PortraitError`] but those of detection and encoding.
pub(super) fn decode_picture(
    bytes: &[u8],
    limits: &PictureLimits,
    strictness: Strictness,
) -> Result<RgbImage, PortraitError> {
    if bytes.len() > limits.max_bytes {
        return Err(PortraitError::FileTooLarge {
            bytes: bytes.len(),
            limit: limits.max_bytes,
        });
    }
    let format = PictureFormat::detect(bytes)?;
    let decoding = || match format {
        PictureFormat::Jpeg => decode_jpeg(bytes, limits, strictness),
        PictureFormat::Png => decode_png(bytes, limits),
        PictureFormat::Jpeg2000 => decode_jpeg2000(bytes, limits, strictness),
    };
    contained(decoding).unwrap_or_else(|| {
        Err(PortraitError::Broken {
            format: format.name(),
            detail: "the decoder gave up".to_owned(),
        })
    })
}

fn decode_jpeg(
    bytes: &[u8],
    limits: &PictureLimits,
    strictness: Strictness,
) -> Result<RgbImage, PortraitError> {
    let decoder = JpegDecoder::new(Cursor::new(bytes))
        .map_err(|error| broken(PictureFormat::Jpeg, &error))?;
    check_pixels(decoder.dimensions(), limits.max_pixels)?;
    match check_jpeg(bytes) {
        Err(JpegFault::SeparateScans) => {
            let detail = "its colours lie in separate scans".to_owned();
            return Err(PortraitError::Broken {
                format: PictureFormat::Jpeg.name(),
                detail,
            });
        }
        Err(JpegFault::Truncated) if strictness == Strictness::WholePicture => {
            return Err(PortraitError::Truncated {
                format: PictureFormat::Jpeg.name(),
            });
        }
        Ok(()) | Err(JpegFault::Truncated) => {}
    }
    decode_with(decoder, PictureFormat::Jpeg)
}

fn decode_png(bytes: &[u8], limits: &PictureLimits) -> Result<RgbImage, PortraitError> {
    // The limit is on allocations besides the pixels themselves (colour profiles, text chunks).
    let mut header_limits = Limits::default();
    header_limits.max_alloc = Some(64 << 20);
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), header_limits)
        .map_err(|error| broken(PictureFormat::Png, &error))?;
    check_pixels(decoder.dimensions(), limits.max_pixels)?;
    if decoder
        .is_apng()
        .map_err(|error| broken(PictureFormat::Png, &error))?
    {
        return Err(PortraitError::Animated);
    }
    decode_with(decoder, PictureFormat::Png)
}

fn decode_with(
    mut decoder: impl ImageDecoder,
    format: PictureFormat,
) -> Result<RgbImage, PortraitError> {
    // A damaged EXIF block or colour profile is no reason to refuse a good picture: it is then taken as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture =
        DynamicImage::from_decoder(decoder).map_err(|error| broken(format, &error))?;
    picture.apply_orientation(orientation);
    let mut upright = flatten_on_white(picture);
    if let Some(profile) = profile {
        convert_to_srgb(&mut upright, &profile);
    }
    Ok(upright)
}

/// Lays transparent pixels on white, the background the photo rule asks for.
fn flatten_on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|channel| over_white(channel, alpha)))
    })
}

/// One channel of a pixel of the given opacity over white, rounded.
fn over_white(channel: u8, alpha: u8) -> u8 {
    let mixed = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
    u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
}

fn decode_jpeg2000(
    bytes: &[u8],
    limits: &PictureLimits,
    strictness: Strictness,
) -> Result<RgbImage, PortraitError> {
    let broken = |detail: &str| PortraitError::Broken {
        format: PictureFormat::Jpeg2000.name(),
        detail: detail.to_owned(),
    };
    let size = ImageSize::read(bytes).ok_or_else(|| broken("no readable image size"))?;
    check_pixels((size.width, size.height), limits.max_jpeg2000_pixels)?;
    if size.tiles > MAX_TILES || size.components > MAX_COMPONENTS {
        return Err(broken("more tiles or components than a portrait has"));
    }
    let settings = DecodeSettings {
        strict: strictness == Strictness::WholePicture,
        ..DecodeSettings::default()
    };
    let picture =
        Jpeg2000Image::new(bytes, &settings).map_err(|error| broken(&error.to_string()))?;
    check_pixels(
        (picture.width(), picture.height()),
        limits.max_jpeg2000_pixels,
    )?;
    let samples = picture
        .decode()
        .map_err(|error| broken(&error.to_string()))?;
    let colours = match picture.color_space() {
        ColorSpace::Gray => 1,
        ColorSpace::RGB => 3,
        ColorSpace::Icc { num_channels, .. } | ColorSpace::Unknown { num_channels } => {
            *num_channels
        }
        ColorSpace::CMYK => return Err(broken("CMYK colours")),
    };
    let channels = usize::from(colours) + usize::from(picture.has_alpha());
    let pixels = samples.chunks_exact(channels.max(1)).flat_map(|pixel| {
        let alpha = if picture.has_alpha() {
            pixel.last().copied().unwrap_or(255)
        } else {
            255
        };
        let rgb = match (colours, pixel) {
            (3, [red, green, blue, ..]) => [*red, *green, *blue],
            (_, [grey, ..]) => [*grey; 3],
            (_, []) => [255; 3],
        };
        rgb.map(|channel| over_white(channel, alpha))
    });
    RgbImage::from_raw(picture.width(), picture.height(), pixels.collect())
        .ok_or_else(|| broken("fewer samples than pixels"))
}

fn check_pixels((width, height): (u32, u32), limit: u64) -> Result<(), PortraitError> {
    if u64::from(width) * u64::from(height) > limit {
        return Err(PortraitError::TooManyPixels {
            width,
            height,
            limit,
        });
    }
    Ok(())
}

fn broken(format: PictureFormat, error: &ImageError) -> PortraitError {
    let ends_early =
        matches!(error, ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof);
    if ends_early {
        return PortraitError::Truncated {
            format: format.name(),
        };
    }
    PortraitError::Broken {
        format: format.name(),
        detail: error.to_string(),
    }
}

/// Every tile costs the decoder memory whatever its size.
const MAX_TILES: u64 = 1024;
/// Red, green, blue, opacity.
const MAX_COMPONENTS: u16 = 4;
