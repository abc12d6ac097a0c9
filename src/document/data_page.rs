//! The data page drawn once as SVG and rendered to PNG and PDF.
//!
//! Here belongs how a page looks; what stands on it is handed in ready to print. Start at [`DataPage`]. The fonts are part
//! of the program and no others are used, so a page looks the same everywhere.

mod background;
mod draw;
mod error;
mod field;
mod fields;
mod font;
mod label;
mod layout;
mod record;
mod render;
mod svg;
mod theme;

#[cfg(test)]
mod tests;

use image::RgbImage;

use crate::domain::PassportKind;

pub use error::DataPageError;
pub use record::{ChipShown, ChipUnreadable, of_record};

/// Everything that stands on a data page, ready to print.
///
/// Two MRZ lines of 44 characters make a TD3 page of 125 x 88 mm, two lines of 36 a TD2 page of 105 x 74 mm.
///
/// Source: 9303-4:3.2, 9303-6:3.1
#[derive(Debug, Clone)]
pub struct DataPage {
    /// Decides the colours and the title.
    pub kind: PassportKind,
    /// Issuing State in Korean, for the header: `대한민국`.
    pub state_ko: String,
    /// Issuing State in English, for the header: `REPUBLIC OF KOREA`.
    pub state_en: String,
    /// Type as printed: `PM`.
    pub document_type: String,
    /// Three-letter code of the issuing State: `KOR`.
    pub issuing_state: String,
    /// Document number.
    pub number: String,
    /// Primary identifier in Latin letters.
    pub surname: String,
    /// Secondary identifier in Latin letters; may be empty.
    pub given_names: String,
    /// The name in Hangul; left out when the holder has none.
    pub name_ko: Option<String>,
    /// Nationality in words: `REPUBLIC OF KOREA`.
    pub nationality: String,
    /// Date of birth: `12 AUG 1990`.
    pub date_of_birth: String,
    /// Personal number, where the edition prints one.
    pub personal_number: Option<String>,
    /// `F`, `M` or `X`.
    pub sex: String,
    /// Place of birth, where the holder asked for it.
    pub place_of_birth: Option<String>,
    /// Date of issue.
    pub date_of_issue: String,
    /// Date of expiry.
    pub date_of_expiry: String,
    /// Issuing authority in Korean: `외교통상부`.
    pub authority_ko: String,
    /// Issuing authority in English.
    pub authority_en: String,
    /// The two lines of the machine readable zone.
    pub mrz_lines: [String; 2],
    /// The portrait exactly as on the chip.
    pub portrait: RgbImage,
    /// Whether the page is a specimen: it then says so in large letters.
    pub specimen: bool,
}

impl DataPage {
    /// The page as SVG; one unit is one millimetre.
    ///
    /// # Errors
    /// [`DataPageError`] when a text cannot be printed: no glyph, too long for its field, MRZ lines of a wrong shape.
    pub fn to_svg(&self) -> Result<String, DataPageError> {
        draw::page(self)
    }

    /// The page as PNG at 300 dots an inch: 1476 x 1039 pixels for TD3, 1240 x 874 for TD2.
    ///
    /// # Errors
    /// As [`to_svg`](Self::to_svg), and [`DataPageError::Render`] if a renderer fails.
    pub fn to_png(&self) -> Result<Vec<u8>, DataPageError> {
        render::png(&self.to_svg()?)
    }

    /// The page as a one-page PDF of exactly its size, with text that can be selected and searched.
    ///
    /// # Errors
    /// As [`to_svg`](Self::to_svg), and [`DataPageError::Render`] if a renderer fails.
    pub fn to_pdf(&self) -> Result<Vec<u8>, DataPageError> {
        render::pdf(&self.to_svg()?, theme::Theme::of(self.kind).title_en)
    }
}
