//! Where the faces are (SeetaFace, through `rustface`).

use std::sync::OnceLock;

use image::RgbImage;
use image::imageops::{self, FilterType};
use rustface::{ImageData, Model};
use serde::Serialize;

use super::PortraitError;
use super::contain::contained;

/// A face in picture coordinates: pixels, origin top left, y down.
///
/// The box is the detector's: a square from about the middle of the forehead to about the chin.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FaceBox {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The detector's confidence; it reports nothing below 2.0, clear frontal faces have 10 and more.
    pub score: f64,
}

impl FaceBox {
    pub(super) fn centre_x(&self) -> f64 {
        self.x + self.width / 2.0
    }

    pub(super) fn centre_y(&self) -> f64 {
        self.y + self.height / 2.0
    }

    fn area(&self) -> f64 {
        self.width * self.height
    }
}

/// Finds the frontal faces of a picture, the largest first.
///
/// The search runs on a copy of at most [`SEARCH_SIDE`] pixels each way, so its time does not grow with the camera.
///
/// # Errors
/// [`PortraitError::ModelUnreadable`] when the embedded model does not load.
pub(super) fn find_faces(picture: &RgbImage) -> Result<Vec<FaceBox>, PortraitError> {
    let (width, height) = picture.dimensions();
    let scale = (f64::from(SEARCH_SIDE) / f64::from(width.max(height))).min(1.0);
    let (small_width, small_height) = (scaled(width, scale), scaled(height, scale));
    // The detector's window is 40 pixels; it must fit.
    if small_width < MIN_SEARCH_SIDE || small_height < MIN_SEARCH_SIDE {
        return Ok(Vec::new());
    }
    // Shrink first: a grey copy of a 50-megapixel photo would be made only to be thrown away.
    let grey = if scale < 1.0 {
        imageops::grayscale(&imageops::resize(
            picture,
            small_width,
            small_height,
            FilterType::Triangle,
        ))
    } else {
        imageops::grayscale(picture)
    };
    let model = model()?.clone();
    let search = || {
        let mut detector = rustface::create_detector_with_model(model);
        detector.set_min_face_size(MIN_SEARCH_SIDE / 2);
        detector.set_score_thresh(MIN_SCORE);
        detector.set_pyramid_scale_factor(0.8);
        detector.set_slide_window_step(4, 4);
        detector.detect(&ImageData::new(grey.as_raw(), small_width, small_height))
    };
    // A detector that fails has found nothing; the portrait is then cropped from the middle with a warning.
    let found = contained(search).unwrap_or_default();
    let mut faces: Vec<FaceBox> = found
        .iter()
        .map(|face| FaceBox {
            x: f64::from(face.bbox().x()) / scale,
            y: f64::from(face.bbox().y()) / scale,
            width: f64::from(face.bbox().width()) / scale,
            height: f64::from(face.bbox().height()) / scale,
            score: face.score(),
        })
        .collect();
    faces.sort_by(|a, b| b.area().total_cmp(&a.area()).then(a.x.total_cmp(&b.x)));
    Ok(faces)
}

/// The model, read once.
fn model() -> Result<&'static Model, PortraitError> {
    static MODEL_ONCE: OnceLock<Option<Model>> = OnceLock::new();
    MODEL_ONCE
        .get_or_init(|| rustface::read_model(MODEL).ok())
        .as_ref()
        .ok_or(PortraitError::ModelUnreadable)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of at most 800"
)]
fn scaled(length: u32, scale: f64) -> u32 {
    (f64::from(length) * scale).round() as u32
}

/// SeetaFace frontal detection model 1.0 (BSD-2-Clause, licence beside the file).
const MODEL: &[u8] = include_bytes!("../../../assets/model/seeta_fd_frontal_v1.0.bin");
/// Longest side of the picture that is searched, in pixels.
const SEARCH_SIDE: u32 = 800;
/// Shortest side in which a search makes sense, in pixels.
const MIN_SEARCH_SIDE: u32 = 48;
/// Detections below this score are noise.
const MIN_SCORE: f64 = 2.0;
