use serde::Serialize;

use super::Measurements;

/// Something about a photo that an officer should look at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum PortraitWarning {
    /// No face was found: the middle of the picture was taken.
    #[error("no face was found; the middle of the picture was taken")]
    NoFaceFound,
    /// More than one face was found: the largest was taken.
    #[error("{count} faces were found; the largest was taken")]
    SeveralFaces {
        /// How many.
        count: usize,
    },
    /// The face is so near to the edge that the portrait had to be filled up with edge pixels.
    #[error(
        "the face is too near to the edge of the photo; {missing_mm:.1} mm of the portrait were filled up"
    )]
    FaceNearEdge {
        /// Millimetres of portrait missing at the worst edge.
        missing_mm: f64,
    },
    /// The photo has fewer pixels than the portrait.
    #[error("the photo gives only {dpi:.0} dots an inch for the portrait, fewer than 300")]
    LowResolution {
        /// Photo pixels for an inch of portrait.
        dpi: f64,
    },
}

/// The warnings that follow from the numbers.
pub(super) fn warnings(measured: &Measurements) -> Vec<PortraitWarning> {
    let count = measured.faces;
    let missing_mm = measured.crop.overhang_mm(measured.photo);
    let dpi = measured.resolution_dpi;
    let candidates = [
        (count == 0, PortraitWarning::NoFaceFound),
        (count > 1, PortraitWarning::SeveralFaces { count }),
        (
            missing_mm > NOTABLE_MM,
            PortraitWarning::FaceNearEdge { missing_mm },
        ),
        (dpi < FULL_DPI, PortraitWarning::LowResolution { dpi }),
    ];
    candidates
        .into_iter()
        .filter_map(|(holds, warning)| holds.then_some(warning))
        .collect()
}

/// Less than this at an edge is rounding.
const NOTABLE_MM: f64 = 0.1;
/// The resolution of the portrait.
const FULL_DPI: f64 = 299.5;
