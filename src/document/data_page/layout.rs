//! Where things stand on a page. All lengths are millimetres from the upper left corner.

use super::DataPageError;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The measures of one page format.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The holder's portrait (zone V).
    pub(super) portrait: Area,
    /// The pale second portrait.
    pub(super) ghost: Area,
    /// Baseline of the title (zone I).
    pub(super) title_y: f64,
    /// Left edges of the three columns of fields (zones II and III).
    pub(super) columns: [f64; 3],
    /// Right edge of the fields.
    pub(super) right: f64,
    /// Baseline of the first row of labels.
    pub(super) first_row: f64,
    /// From row to row.
    pub(super) row: f64,
    pub(super) label_size: f64,
    pub(super) value_size: f64,
    /// Characters of an MRZ line.
    pub(super) mrz_characters: usize,
    /// Left edge of the first MRZ character.
    pub(super) mrz_x: f64,
}

impl Layout {
    /// The format that goes with the MRZ lines.
    pub(super) fn for_mrz(lines: &[String; 2]) -> Result<&'static Self, DataPageError> {
        let [first, second] = lines.each_ref().map(|line| line.chars().count());
        [&TD3, &TD2]
            .into_iter()
            .find(|layout| first == layout.mrz_characters && second == layout.mrz_characters)
            .ok_or(DataPageError::MrzShape { first, second })
    }

    /// Upper edge of the machine readable zone.
    pub(super) fn mrz_top(&self) -> f64 {
        self.height - MRZ_HEIGHT
    }

    /// The centre line of an MRZ line, counted from 0.
    pub(super) fn mrz_centre(&self, line: usize) -> f64 {
        self.height - if line == 0 { 15.75 } else { 9.40 }
    }

    /// Baseline of the labels of a row.
    pub(super) fn row_y(&self, row: u32) -> f64 {
        self.first_row + f64::from(row) * self.row
    }
}

/// Height of the machine readable zone.
///
/// Source: 9303-4:3.2 (figure 3), 9303-6:3.1
pub(super) const MRZ_HEIGHT: f64 = 23.2;
/// From MRZ character to character: ten an inch.
///
/// Source: 9303-3:4.4
pub(super) const MRZ_PITCH: f64 = 2.54;

/// The page of a passport book.
const TD3: Layout = Layout {
    width: 125.0,
    height: 88.0,
    portrait: Area {
        x: 4.0,
        y: 17.0,
        width: 35.0,
        height: 45.0,
    },
    ghost: Area {
        x: 107.0,
        y: 18.4,
        width: 14.0,
        height: 18.0,
    },
    title_y: 9.2,
    columns: [43.5, 58.5, 83.0],
    right: 121.0,
    first_row: 18.4,
    row: 6.6,
    label_size: 1.72,
    value_size: 2.95,
    mrz_characters: 44,
    mrz_x: 6.0,
};

/// The page of a single-sheet document.
const TD2: Layout = Layout {
    width: 105.0,
    height: 74.0,
    portrait: Area {
        x: 4.0,
        y: 12.2,
        width: 28.0,
        height: 36.0,
    },
    ghost: Area {
        x: 90.4,
        y: 13.2,
        width: 10.6,
        height: 13.6,
    },
    title_y: 6.4,
    columns: [35.5, 48.0, 69.0],
    right: 101.0,
    first_row: 13.4,
    row: 5.35,
    label_size: 1.5,
    value_size: 2.45,
    mrz_characters: 36,
    mrz_x: 4.0,
};
