//! From a photo's own colour profile to sRGB.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Converts to sRGB in place, a block of pixels at a time.
///
/// Phones save in wider colour spaces; without this a face comes out pale. A profile that cannot be read, or that is not
/// for RGB, is ignored: the pixels are then taken for sRGB, as every viewer does.
pub(super) fn convert_to_srgb(picture: &mut RgbImage, profile: &[u8]) {
    let Ok(source) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    if source.color_space != DataColorSpace::Rgb {
        return;
    }
    let target = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = source.create_transform_8bit(Layout::Rgb, &target, Layout::Rgb, options)
    else {
        return;
    };
    for block in picture.chunks_mut(BLOCK_BYTES) {
        let converted = &mut vec![0; block.len()];
        if transform.transform(block, converted).is_ok() {
            block.copy_from_slice(converted);
        }
    }
}

/// Whole pixels, small beside the picture.
const BLOCK_BYTES: usize = 3 << 16;
