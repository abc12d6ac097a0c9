use serde::{Deserialize, Serialize};

/// What sort of travel document is asked for, in the words of the rules engine's contract.
///
/// A residence passport is an ordinary passport with a note (Decree, art. 6-2); a single-use passport is an
/// ordinary passport with [`PassportUse::Single`].
///
/// Source: Act, art. 4; Decree, art. 6-2, 16
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassportKind {
    /// 일반여권.
    Ordinary,
    /// 거주여권.
    Residence,
    /// 관용여권.
    Official,
    /// 외교관여권.
    Diplomatic,
    /// 여행증명서.
    TravelCertificate,
}

impl PassportKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Ordinary,
        Self::Residence,
        Self::Official,
        Self::Diplomatic,
        Self::TravelCertificate,
    ];

    /// The word in contracts and columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Residence => "residence",
            Self::Official => "official",
            Self::Diplomatic => "diplomatic",
            Self::TravelCertificate => "travel_certificate",
        }
    }

    /// The kind of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind whose cover the book has: a residence passport comes in the ordinary book.
    ///
    /// Source: decree:2(3), decree:6-2(1)
    #[must_use]
    pub const fn booklet(self) -> Self {
        match self {
            Self::Residence => Self::Ordinary,
            other => other,
        }
    }
}

/// How often a passport may be used.
///
/// Source: Act, art. 4
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassportUse {
    /// 단수여권: one journey.
    Single,
    /// 복수여권: any number of journeys until it expires.
    Multiple,
}

impl PassportUse {
    /// The word in contracts and columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
        }
    }

    /// The use of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Single, Self::Multiple]
            .into_iter()
            .find(|usage| usage.as_str() == text)
    }
}
