//! The fonts of the program: which glyphs they have, how wide text is.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb;
use ttf_parser::Face;

/// The three faces that pages are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typeface {
    /// Labels.
    Regular,
    /// Values and headings.
    SemiBold,
    /// The machine readable zone.
    OcrB,
}

impl Typeface {
    /// The SVG attributes that select it.
    pub(super) fn attributes(self) -> &'static str {
        match self {
            Self::Regular => r#"font-family="Pretendard GOV" font-weight="400""#,
            Self::SemiBold => r#"font-family="Pretendard GOV" font-weight="600""#,
            Self::OcrB => r#"font-family="OCR B""#,
        }
    }

    /// The first character that it has no glyph for.
    pub(super) fn first_missing(self, text: &str) -> Option<char> {
        let Some(face) = self.face() else {
            return text.chars().next();
        };
        text.chars().find(|character| {
            face.glyph_index(*character)
                .is_none_or(|glyph| glyph.0 == 0)
        })
    }

    /// How wide a text is when set in a size, in the unit of the size; kerning, which only narrows it, is left out.
    pub(super) fn width(self, text: &str, size: f64) -> f64 {
        let Some(face) = self.face() else { return 0.0 };
        let units = text
            .chars()
            .filter_map(|character| face.glyph_hor_advance(face.glyph_index(character)?))
            .map(f64::from)
            .sum::<f64>();
        units * size / f64::from(face.units_per_em())
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../assets/font/PretendardGOV-Regular.otf"),
            Self::SemiBold => include_bytes!("../../../assets/font/PretendardGOV-SemiBold.otf"),
            Self::OcrB => include_bytes!("../../../assets/font/OCRB.otf"),
        }
    }

    /// The face, parsed once.
    fn face(self) -> Option<&'static Face<'static>> {
        static FACES: [OnceLock<Option<Face<'static>>>; 3] = [const { OnceLock::new() }; 3];
        let [regular, semi_bold, ocr_b] = &FACES;
        let place = match self {
            Self::Regular => regular,
            Self::SemiBold => semi_bold,
            Self::OcrB => ocr_b,
        };
        place
            .get_or_init(|| Face::parse(self.bytes(), 0).ok())
            .as_ref()
    }
}

/// The fonts for the renderers, loaded once; system fonts are never looked at.
pub(super) fn database() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let database = DATABASE.get_or_init(|| {
        let mut database = fontdb::Database::new();
        for typeface in [Typeface::Regular, Typeface::SemiBold, Typeface::OcrB] {
            database.load_font_source(fontdb::Source::Binary(Arc::new(typeface.bytes())));
        }
        Arc::new(database)
    });
    Arc::clone(database)
}
