use serde::{Deserialize, Serialize};

use super::expiry;
use super::files::Files;

/// What document it is, with no more about the holder than is needed to tell one document from the next.
///
/// Every field is absent when data group 1 cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// The kind that the document code stands for.
    pub kind: Option<DocumentKind>,
    /// The issuing State as in the MRZ, without fillers.
    pub issuing_state: Option<String>,
    /// The last four characters of the document number.
    pub number_last4: Option<String>,
    /// The date of expiry, `YYYY-MM-DD`.
    pub expires: Option<String>,
}

/// The kinds of document that Doc 9303 has codes for.
///
/// Source: 9303-4:4.4, 9303-8
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// `PP`, an ordinary passport.
    Ordinary,
    /// `PO`, an official or service passport.
    Official,
    /// `PD`, a diplomatic passport.
    Diplomatic,
    /// `PE`, an emergency passport.
    Emergency,
    /// `PU`, a single-sheet travel certificate.
    TravelCertificate,
    /// `PT`, a passport for aliens.
    Alien,
    /// `PS`, a travel document for stateless persons.
    Stateless,
    /// `PR`, a travel document for refugees.
    Refugee,
    /// `PL`, a laissez-passer.
    LaissezPasser,
    /// `PM`, a military passport.
    Military,
    /// `P` with an older or unknown second letter.
    Passport,
    /// An identity card, residence permit or other travel card.
    Card,
    /// A visa.
    Visa,
    /// Anything else.
    Other,
}

impl DocumentKind {
    fn of_code(code: &str) -> Self {
        match code {
            "PP" => Self::Ordinary,
            "PO" => Self::Official,
            "PD" => Self::Diplomatic,
            "PE" => Self::Emergency,
            "PU" => Self::TravelCertificate,
            "PT" => Self::Alien,
            "PS" => Self::Stateless,
            "PR" => Self::Refugee,
            "PL" => Self::LaissezPasser,
            "PM" => Self::Military,
            _ => match code.bytes().next() {
                Some(b'P') => Self::Passport,
                Some(b'A' | b'C' | b'I') => Self::Card,
                Some(b'V') => Self::Visa,
                _ => Self::Other,
            },
        }
    }

    /// The kind in words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary passport",
            Self::Official => "official passport",
            Self::Diplomatic => "diplomatic passport",
            Self::Emergency => "emergency passport",
            Self::TravelCertificate => "travel certificate",
            Self::Alien => "alien's passport",
            Self::Stateless => "stateless person's travel document",
            Self::Refugee => "refugee's travel document",
            Self::LaissezPasser => "laissez-passer",
            Self::Military => "military passport",
            Self::Passport => "passport",
            Self::Card => "travel card",
            Self::Visa => "visa",
            Self::Other => "document",
        }
    }
}

impl DocumentSummary {
    pub(super) fn of(files: &Files<'_>) -> Self {
        let Some(mrz) = files.mrz() else {
            return Self::default();
        };
        let number: Vec<char> = mrz.raw.number.chars().collect();
        let last4 = number.iter().skip(number.len().saturating_sub(4));
        Self {
            kind: Some(DocumentKind::of_code(&mrz.raw.code)),
            issuing_state: Some(mrz.raw.issuer.clone()),
            number_last4: Some(last4.collect()),
            expires: expiry::date(files).map(|date| date.to_string()),
        }
    }
}
