//! From a picture and a face to 35 x 45 mm.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use serde::Serialize;

use super::head::Head;

/// Width of the portrait on paper, in millimetres (decree photo rule: 3.5 x 4.5 cm).
pub(super) const WIDTH_MM: f64 = 35.0;
/// Height of the portrait on paper, in millimetres.
pub(super) const HEIGHT_MM: f64 = 45.0;
/// Width of the portrait in pixels: 35 mm at 300 dots an inch.
pub const PORTRAIT_WIDTH: u32 = 413;
/// Height of the portrait in pixels: 45 mm at 300 dots an inch.
pub const PORTRAIT_HEIGHT: u32 = 531;

/// The part of the picture that becomes the portrait, in picture pixels; it may reach over the edges.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CropBox {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl CropBox {
    /// The box around a head.
    ///
    /// The head becomes 33.25 mm high with the crown 4.5 mm below the upper edge, or up to 3 mm lower where the hair needs
    /// it. Where the picture is too tight for that, the head may grow to 35 mm and the box move a little before it reaches
    /// over an edge.
    pub(super) fn around(head: &Head, picture: (u32, u32)) -> Self {
        let (picture_width, picture_height) = (f64::from(picture.0), f64::from(picture.1));
        let largest_fitting = (picture_height / HEIGHT_MM).min(picture_width / WIDTH_MM);
        let wanted = head.height() / HEAD_MM;
        let tightest = head.height() / MAX_HEAD_MM;
        // Picture pixels for one millimetre of portrait.
        let per_mm = wanted.min(largest_fitting.max(tightest));
        let (width, height) = (WIDTH_MM * per_mm, HEIGHT_MM * per_mm);
        let x = head.centre_x - width / 2.0;
        let hair_mm = (head.crown_y - head.top_y) / per_mm;
        let above_crown_mm =
            (hair_mm + ABOVE_HAIR_MM).clamp(CROWN_FROM_TOP_MM, CROWN_FROM_TOP_MM + 3.0);
        let y = head.crown_y - above_crown_mm * per_mm;
        let (sideways, up_down) = (
            MAX_SHIFT_SIDEWAYS_MM * per_mm,
            MAX_SHIFT_UPRIGHT_MM * per_mm,
        );
        Self {
            x: pull_inside(x, width, picture_width, sideways),
            y: pull_inside(y, height, picture_height, up_down),
            width,
            height,
        }
    }

    /// The largest box of the right shape in the middle of the picture.
    pub(super) fn centred(picture: (u32, u32)) -> Self {
        let (picture_width, picture_height) = (f64::from(picture.0), f64::from(picture.1));
        let per_mm = (picture_height / HEIGHT_MM).min(picture_width / WIDTH_MM);
        let (width, height) = (WIDTH_MM * per_mm, HEIGHT_MM * per_mm);
        Self {
            x: (picture_width - width) / 2.0,
            y: (picture_height - height) / 2.0,
            width,
            height,
        }
    }

    /// Picture pixels for one millimetre of portrait.
    pub(super) fn pixels_per_mm(&self) -> f64 {
        self.height / HEIGHT_MM
    }

    /// How far the box reaches over the worst edge of the picture, in millimetres of portrait; 0 when it lies inside.
    pub(super) fn overhang_mm(&self, picture: (u32, u32)) -> f64 {
        let right = self.x + self.width - f64::from(picture.0);
        let bottom = self.y + self.height - f64::from(picture.1);
        [-self.x, -self.y, right, bottom]
            .into_iter()
            .fold(0.0, f64::max)
            / self.pixels_per_mm()
    }

    /// Cuts the box out and scales it to the portrait's pixels.
    ///
    /// What lies outside the picture repeats the nearest pixel inside it. Only the part inside is resampled, so memory
    /// does not grow with the overhang.
    pub(super) fn cut(&self, picture: &RgbImage) -> RgbImage {
        let across = Span::new(self.x, self.width, picture.width(), PORTRAIT_WIDTH);
        let down = Span::new(self.y, self.height, picture.height(), PORTRAIT_HEIGHT);
        let inside =
            imageops::crop_imm(picture, across.from, down.from, across.length, down.length);
        let scaled = imageops::resize(
            &*inside,
            across.target_length,
            down.target_length,
            FilterType::Lanczos3,
        );
        RgbImage::from_fn(PORTRAIT_WIDTH, PORTRAIT_HEIGHT, |x, y| {
            let nearest = (across.nearest(x), down.nearest(y));
            scaled
                .get_pixel_checked(nearest.0, nearest.1)
                .copied()
                .unwrap_or(Rgb([255; 3]))
        })
    }
}

/// One axis of a cut: the pixels taken from the picture and where they land in the portrait.
struct Span {
    from: u32,
    length: u32,
    target_from: u32,
    target_length: u32,
}

impl Span {
    fn new(start: f64, extent: f64, picture: u32, target: u32) -> Self {
        let limit = f64::from(picture);
        let from = whole(start.clamp(0.0, limit - 1.0));
        let until = whole((start + extent).clamp(f64::from(from) + 1.0, limit));
        let scale = f64::from(target) / extent;
        let on_target = |at: f64| ((at - start) * scale).clamp(0.0, f64::from(target));
        let target_from = whole(on_target(if start < 0.0 { 0.0 } else { start })).min(target - 1);
        let target_until = whole(on_target(if start + extent > limit {
            limit
        } else {
            start + extent
        }));
        let target_length = target_until.max(target_from + 1) - target_from;
        Self {
            from,
            length: until - from,
            target_from,
            target_length,
        }
    }

    /// The pixel of the scaled part that shows at a place of the portrait.
    fn nearest(&self, at: u32) -> u32 {
        at.saturating_sub(self.target_from)
            .min(self.target_length - 1)
    }
}

/// Moves a span into the picture by at most `allowed`.
fn pull_inside(start: f64, extent: f64, picture: f64, allowed: f64) -> f64 {
    let inside = if extent > picture {
        (picture - extent) / 2.0
    } else {
        start.clamp(0.0, picture - extent)
    };
    inside.clamp(start - allowed, start + allowed)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a u32 range by the callers"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}

/// Crown to chin on the portrait, in millimetres: in the middle of what meets both 70-80 % of 45 mm
/// (9303-4:4.1.1.1, 31.5 to 36 mm) and the decree's 25 to 35 mm.
const HEAD_MM: f64 = 33.25;
/// Largest head that meets both rules, in millimetres.
const MAX_HEAD_MM: f64 = 35.0;
/// Room above the crown, in millimetres: the hair needs some of it.
const CROWN_FROM_TOP_MM: f64 = 4.5;
/// Room above the hair, in millimetres.
const ABOVE_HAIR_MM: f64 = 1.5;
/// How far off the middle the head may stand, in millimetres.
const MAX_SHIFT_SIDEWAYS_MM: f64 = 1.5;
/// How far up or down the head may move, in millimetres.
const MAX_SHIFT_UPRIGHT_MM: f64 = 2.0;
