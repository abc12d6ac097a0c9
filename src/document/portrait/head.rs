//! Where crown and chin are, judged from the detector's box and, before a plain wall, from the outline of the head.

use image::RgbImage;

use super::detect::FaceBox;

/// The head in picture pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Head {
    pub(super) centre_x: f64,
    /// Top of the skull.
    pub(super) crown_y: f64,
    pub(super) chin_y: f64,
    /// Top of the hair; the crown where the outline of the head is unknown.
    pub(super) top_y: f64,
}

impl Head {
    /// Judges the head around a detected face.
    ///
    /// The middle of the detector's box sits at the same place of a face whatever the hair; its size shrinks when a
    /// fringe hides the forehead. So the outline counts if the wall is plain enough to see it, and the box if not.
    pub(super) fn around(picture: &RgbImage, face: &FaceBox) -> Self {
        let from_box = Self::of_box(face);
        outline_top(picture, face)
            .map(|outline| Self::of_outline(face, &outline))
            .filter(|head| PLAUSIBLE.contains(&(head.height() / from_box.height())))
            .unwrap_or(from_box)
    }

    /// Extends the box by fixed shares of its height.
    fn of_box(face: &FaceBox) -> Self {
        let height = HEAD_IN_BOXES * face.height;
        let crown_y = face.centre_y() - CENTRE_IN_HEAD * height;
        Self {
            centre_x: face.centre_x(),
            crown_y,
            chin_y: crown_y + height,
            top_y: crown_y,
        }
    }

    /// Takes the height from the distance between the top of the outline and the middle of the box.
    fn of_outline(face: &FaceBox, outline: &OutlineTop) -> Self {
        let hair = if outline.is_skin { 0.0 } else { HAIR_IN_HEAD };
        let height = (face.centre_y() - outline.y) / (CENTRE_IN_HEAD + hair);
        let crown_y = outline.y + hair * height;
        Self {
            centre_x: face.centre_x(),
            crown_y,
            chin_y: crown_y + height,
            top_y: outline.y,
        }
    }

    /// Crown to chin in pixels.
    pub(super) fn height(&self) -> f64 {
        self.chin_y - self.crown_y
    }
}

/// The highest row in which the head stands out from the wall.
struct OutlineTop {
    y: f64,
    /// Whether it is as bright and coloured as the face: a bald head.
    is_skin: bool,
}

/// Looks upwards from the box for the first row of plain wall.
fn outline_top(picture: &RgbImage, face: &FaceBox) -> Option<OutlineTop> {
    let wall = wall_colour(picture, face)?;
    let columns = (
        face.centre_x() - 0.2 * face.width,
        face.centre_x() + 0.2 * face.width,
    );
    let step = (face.height / ROWS).max(1.0);
    let rows = (1..)
        .map(|row| face.y - f64::from(row) * step)
        .take_while(|y| *y >= face.y - face.height);
    for y in rows {
        let samples = grid(picture, columns, (y, y), 24, 1);
        if samples.len() < 24 {
            return None; // the head touches the upper edge of the picture
        }
        let differing = samples
            .iter()
            .filter(|sample| distance(**sample, wall) > STANDS_OUT)
            .count();
        if differing * 4 < samples.len() {
            let skin = median(&grid(
                picture,
                columns,
                (face.centre_y(), face.y + 0.7 * face.height),
                12,
                12,
            ))?;
            let below = (y + 2.0 * step, y + 6.0 * step);
            let crown = median(&grid(picture, columns, below, 12, 4))?;
            return Some(OutlineTop {
                y: y + step,
                is_skin: distance(skin, crown) < STANDS_OUT,
            });
        }
    }
    None
}

/// The colour of the wall beside the head, if it is plain.
fn wall_colour(picture: &RgbImage, face: &FaceBox) -> Option<[f64; 3]> {
    let rows = (face.y - 0.5 * face.height, face.y);
    let (near, far) = (0.95 * face.width, 1.25 * face.width);
    let mut samples = grid(
        picture,
        (face.centre_x() - far, face.centre_x() - near),
        rows,
        8,
        12,
    );
    samples.extend(grid(
        picture,
        (face.centre_x() + near, face.centre_x() + far),
        rows,
        8,
        12,
    ));
    if samples.len() < 32 {
        return None;
    }
    let wall = median(&samples)?;
    let plain = samples
        .iter()
        .filter(|sample| distance(**sample, wall) < STANDS_OUT)
        .count();
    (plain * 10 >= samples.len() * 9).then_some(wall)
}

/// Colours at an even grid of places; places outside the picture are left out.
fn grid(picture: &RgbImage, x: (f64, f64), y: (f64, f64), across: u32, down: u32) -> Vec<[f64; 3]> {
    let place = |range: (f64, f64), index: u32, count: u32| {
        range.0 + (range.1 - range.0) * (f64::from(index) + 0.5) / f64::from(count)
    };
    (0..down)
        .flat_map(|row| (0..across).map(move |column| (column, row)))
        .filter_map(|(column, row)| {
            let pixel = (
                pixel_at(place(x, column, across))?,
                pixel_at(place(y, row, down))?,
            );
            Some(
                picture
                    .get_pixel_checked(pixel.0, pixel.1)?
                    .0
                    .map(f64::from),
            )
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a pixel coordinate"
)]
fn pixel_at(place: f64) -> Option<u32> {
    (0.0..f64::from(u32::MAX))
        .contains(&place)
        .then_some(place as u32)
}

fn median(samples: &[[f64; 3]]) -> Option<[f64; 3]> {
    let channel = |pick: fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = samples.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some([
        channel(|[red, _, _]| *red)?,
        channel(|[_, green, _]| *green)?,
        channel(|[_, _, blue]| *blue)?,
    ])
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b) * (a - b))
        .sum::<f64>()
        .sqrt()
}

/// Crown to chin in heights of the detector's box; measured on frontal faces of a public group photograph: 1.30 to 1.42.
const HEAD_IN_BOXES: f64 = 1.35;
/// Where the middle of the box lies between crown (0) and chin (1).
const CENTRE_IN_HEAD: f64 = 0.607;
/// How much hair stands above the skull, as a share of crown to chin.
const HAIR_IN_HEAD: f64 = 0.07;
/// How far outline and box may disagree before the outline is held for something else (a hat, a door frame).
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.75..=1.35;
/// Colour distance (0 to 441) from which something is not the wall.
const STANDS_OUT: f64 = 30.0;
/// Rows looked at for one height of the box.
const ROWS: f64 = 200.0;
