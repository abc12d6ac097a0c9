/// Why a data page cannot be printed. No variant shows what the field holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataPageError {
    /// The fonts have no glyph for a character.
    #[error(
        "the {field} contains `{character}` (U+{:04X}), for which the fonts have no glyph; write it another way",
        u32::from(*character)
    )]
    MissingGlyph {
        /// Which field.
        field: &'static str,
        /// The character.
        character: char,
    },
    /// The text does not fit into its field even in the smallest legible size.
    #[error(
        "the {field} has {characters} characters, more than its field on the data page holds; abbreviate it"
    )]
    TooLong {
        /// Which field.
        field: &'static str,
        /// How many characters it has.
        characters: usize,
    },
    /// The MRZ lines are neither 2 x 44 nor 2 x 36 characters.
    #[error(
        "the MRZ lines have {first} and {second} characters, neither 44 (TD3) nor 36 (TD2) each"
    )]
    MrzShape {
        /// Characters of the first line.
        first: usize,
        /// Characters of the second line.
        second: usize,
    },
    /// A character that may not stand in an MRZ.
    #[error(
        "MRZ line {line} has `{character}` at position {position}; only A-Z, 0-9 and < may stand there"
    )]
    MrzCharacter {
        /// Line, from 1.
        line: usize,
        /// Position, from 1.
        position: usize,
        /// The character.
        character: char,
    },
    /// A renderer failed: a fault of this program.
    #[error("the data page cannot be rendered ({detail})")]
    Render {
        /// What the renderer said.
        detail: String,
    },
}

impl DataPageError {
    pub(super) fn render(detail: impl std::fmt::Display) -> Self {
        Self::Render {
            detail: detail.to_string(),
        }
    }
}
