//! Numbers about a portrait. They are recorded, nothing is refused because of them.

use image::RgbImage;
use serde::Serialize;

use super::crop::CropBox;
use super::detect::FaceBox;

/// What was measured while a photo became a portrait.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measurements {
    /// Width and height of the upright photo, in pixels.
    pub photo: (u32, u32),
    /// How many faces were found.
    pub faces: usize,
    /// The face that was taken, in photo pixels.
    pub face: Option<FaceBox>,
    /// The part of the photo that became the portrait, in photo pixels.
    pub crop: CropBox,
    /// Crown to chin on the 45 mm portrait, in millimetres, estimated to about 5 %.
    pub head_height_mm: Option<f64>,
    /// Photo pixels for one inch of the printed portrait: 300 or more means nothing was blown up.
    pub resolution_dpi: f64,
    /// Variance of the Laplacian of the brightness in the middle of the portrait. Blurred pictures are low; the value
    /// is comparable only between portraits of the same pixel size.
    pub sharpness: f64,
    /// Mean brightness of the two upper corners, 0 to 255: the background.
    pub background_brightness: f64,
    /// Standard deviation of the brightness of the two upper corners: near 0 for the plain background the rule asks for.
    pub background_deviation: f64,
}

/// Variance of the Laplacian over the central half of the portrait.
pub(super) fn sharpness(portrait: &RgbImage) -> f64 {
    let (width, height) = portrait.dimensions();
    let at = |x: u32, y: u32| {
        portrait
            .get_pixel_checked(x, y)
            .map_or(0.0, |pixel| brightness(pixel.0))
    };
    let columns = width / 4..width * 3 / 4;
    let laplacians = (height / 4..height * 3 / 4)
        .flat_map(|y| columns.clone().map(move |x| (x, y)))
        .map(|(x, y)| {
            at(x.saturating_sub(1), y) + at(x + 1, y) + at(x, y.saturating_sub(1)) + at(x, y + 1)
                - 4.0 * at(x, y)
        });
    let (_, deviation) = mean_and_deviation(laplacians);
    deviation * deviation
}

/// Mean and standard deviation of the brightness of the two upper corners, each a seventh of the width.
pub(super) fn background(portrait: &RgbImage) -> (f64, f64) {
    let (width, height) = portrait.dimensions();
    let corner = width / 7;
    let samples = portrait
        .enumerate_pixels()
        .filter(|(x, y, _)| *y < height / 7 && (*x < corner || *x >= width - corner))
        .map(|(_, _, pixel)| brightness(pixel.0));
    mean_and_deviation(samples)
}

fn mean_and_deviation(samples: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for sample in samples {
        count += 1.0;
        sum += sample;
        squares += sample * sample;
    }
    if count == 0.0 {
        return (0.0, 0.0);
    }
    let mean = sum / count;
    (mean, f64::max(squares / count - mean * mean, 0.0).sqrt())
}

/// Rec. 601 luma.
fn brightness([red, green, blue]: [u8; 3]) -> f64 {
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}
