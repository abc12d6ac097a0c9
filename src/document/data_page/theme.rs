//! Colours and titles by kind of document.

use crate::domain::PassportKind;

/// How a kind of document looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Theme {
    pub(super) title_ko: &'static str,
    pub(super) title_en: &'static str,
    /// Labels and header.
    pub(super) ink: &'static str,
    /// Fine lines of the background.
    pub(super) line: &'static str,
    /// A second colour of fine lines, neighbouring the first.
    pub(super) accent: &'static str,
    /// The paper where it is lightest.
    pub(super) paper: &'static str,
    /// The paper where it is darkest.
    pub(super) shade: &'static str,
}

impl Theme {
    /// Green, yellowish brown, indigo and light blue are the cover colours of the decree.
    ///
    /// Source: decree:2(3)
    pub(super) fn of(kind: PassportKind) -> Self {
        let green = Self {
            title_ko: "여권",
            title_en: "PASSPORT",
            ink: "#1d5138",
            line: "#3d8460",
            accent: "#7aa23f",
            paper: "#f6faf5",
            shade: "#dcebdd",
        };
        match kind {
            PassportKind::Ordinary => green,
            PassportKind::Residence => Self {
                title_ko: "거주여권",
                title_en: "RESIDENCE PASSPORT",
                ..green
            },
            PassportKind::Official => Self {
                title_ko: "관용여권",
                title_en: "OFFICIAL PASSPORT",
                ink: "#5f4312",
                line: "#a87b2b",
                accent: "#b85f3a",
                paper: "#fcf9f1",
                shade: "#f0e2c2",
            },
            PassportKind::Diplomatic => Self {
                title_ko: "외교관여권",
                title_en: "DIPLOMATIC PASSPORT",
                ink: "#262f74",
                line: "#4a56a8",
                accent: "#7d4f9f",
                paper: "#f7f7fc",
                shade: "#dadef2",
            },
            PassportKind::TravelCertificate => Self {
                title_ko: "여행증명서",
                title_en: "TRAVEL CERTIFICATE",
                ink: "#17567c",
                line: "#3f93c2",
                accent: "#39a39a",
                paper: "#f5fafd",
                shade: "#d5eaf6",
            },
        }
    }
}
