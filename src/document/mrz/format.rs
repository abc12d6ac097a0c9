use std::fmt;

/// The shape of a machine readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Three lines of 30: a card (9303-5).
    Td1,
    /// Two lines of 36: a larger card or a single sheet (9303-6).
    Td2,
    /// Two lines of 44: a passport book (9303-4).
    Td3,
    /// Two lines of 44: a visa (9303-7).
    MrvA,
    /// Two lines of 36: a small visa (9303-7).
    MrvB,
}

impl Format {
    /// The number of lines, 2 or 3.
    #[must_use]
    pub const fn lines(self) -> usize {
        match self {
            Self::Td1 => 3,
            Self::Td2 | Self::Td3 | Self::MrvA | Self::MrvB => 2,
        }
    }

    /// The number of characters in a line.
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 | Self::MrvB => 36,
            Self::Td3 | Self::MrvA => 44,
        }
    }

    /// The number of characters in the name field.
    #[must_use]
    pub const fn name_width(self) -> usize {
        match self {
            Self::Td1 => 30,
            Self::Td2 | Self::MrvB => 31,
            Self::Td3 | Self::MrvA => 39,
        }
    }

    /// The number of characters in the optional data, in the order of the lines.
    #[must_use]
    pub const fn optional_widths(self) -> (usize, usize) {
        match self {
            Self::Td1 => (15, 11),
            Self::Td2 => (7, 0),
            Self::Td3 => (14, 0),
            Self::MrvA => (16, 0),
            Self::MrvB => (8, 0),
        }
    }

    /// Whether a document number of more than nine characters may run on into the optional data.
    #[must_use]
    pub const fn has_long_numbers(self) -> bool {
        matches!(self, Self::Td1 | Self::Td2)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Td1 => "TD1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
            Self::MrvA => "MRV-A",
            Self::MrvB => "MRV-B",
        })
    }
}
