use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use image::RgbImage;
use yeogwon_pki::report::Verdict;
use yeogwon_pki::trust::TrustStore;
use zeroize::Zeroizing;

use super::page::data_page;
use super::portrait::PhotoReport;
use super::produce::Produced;
use super::proposal::Proposal;
use crate::document::data_page::DataPageError;
use crate::document::lds::read;
use crate::document::portrait::decode_portrait;
use crate::inspection::{self, Inspection, Presented};
use crate::signer::{Base64, Released};

/// A finished document: signed, inspected, drawn.
pub struct Document {
    proposal: Proposal,
    released: Released,
    photo: PhotoReport,
    inspection: Inspection,
    files: Vec<(String, Zeroizing<Vec<u8>>)>,
}

/// Why a signed document does not leave the house.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// The border would not accept it.
    #[error(
        "document {number} was signed, but a border would not accept it; it is not handed out, keep this report:\n{report}"
    )]
    NotValid {
        /// The document.
        number: String,
        /// The inspection in words.
        report: String,
    },
    /// A file of the chip cannot be read back.
    #[error("document {number} was signed, but {what} cannot be read back: {detail}")]
    Unreadable {
        /// The document.
        number: String,
        /// Which file.
        what: &'static str,
        /// Why.
        detail: String,
    },
    /// The data page cannot be drawn.
    #[error("the data page cannot be drawn: {0}")]
    DataPage(#[from] DataPageError),
    /// A report has no text form.
    #[error("a report cannot be written: {0}")]
    Report(#[from] serde_json::Error),
}

/// Inspects a document with what borders know, draws its data page from the chip's own files, and writes the reports.
///
/// # Errors
/// [`FinishError`]; above all when the border would not accept the document.
pub fn finish(
    produced: Produced,
    trust: &TrustStore,
    specimen: bool,
    at: DateTime<Utc>,
) -> Result<Document, FinishError> {
    let Produced {
        proposal,
        released,
        photo,
        chip_keys,
    } = produced;
    let chip = elementary_files(&released);
    let inspection = inspection::inspect(
        &Presented {
            files: &chip,
            mrz: None,
            at,
        },
        trust,
    );
    if inspection.verdict != Verdict::Valid {
        return Err(FinishError::NotValid {
            number: released.number.to_string(),
            report: inspection.text(),
        });
    }
    let (portrait, mrz_lines) = read_back(&chip).map_err(|unreadable| FinishError::Unreadable {
        number: released.number.to_string(),
        what: unreadable.0,
        detail: unreadable.1,
    })?;
    let page = data_page(
        &proposal.record,
        &released.number,
        released.issue_date,
        released.valid_until,
        (portrait, mrz_lines),
        specimen,
    );
    let mut files: Vec<(String, Zeroizing<Vec<u8>>)> = vec![
        ("data-page.png".to_owned(), Zeroizing::new(page.to_png()?)),
        ("data-page.pdf".to_owned(), Zeroizing::new(page.to_pdf()?)),
        (
            "decision.json".to_owned(),
            Zeroizing::new(serde_json::to_vec_pretty(&released.decision)?),
        ),
        (
            "inspection.json".to_owned(),
            Zeroizing::new(serde_json::to_vec_pretty(&inspection)?),
        ),
    ];
    files.extend(
        chip.into_iter()
            .map(|(name, bytes)| (name, Zeroizing::new(bytes))),
    );
    files.extend(chip_keys.map(|pem| (CHIP_KEYS.to_owned(), pem)));
    Ok(Document {
        proposal,
        released,
        photo,
        inspection,
        files,
    })
}

/// The elementary files of a document, ready to be written or inspected.
fn elementary_files(released: &Released) -> BTreeMap<String, Vec<u8>> {
    released
        .files
        .iter()
        .map(|(name, Base64(bytes))| (name.clone(), bytes.clone()))
        .collect()
}

/// Which file cannot be read back, and why.
struct Unreadable(&'static str, String);

/// The portrait and the lines of the machine readable zone as the chip holds them.
fn read_back(chip: &BTreeMap<String, Vec<u8>>) -> Result<(RgbImage, [String; 2]), Unreadable> {
    let file = |name: &'static str| chip.get(name).map(Vec::as_slice).unwrap_or_default();
    let in_dg1 = |detail: String| Unreadable("EF.DG1", detail);
    let in_dg2 = |detail: String| Unreadable("EF.DG2", detail);
    let zone = read::dg1(file("EF.DG1")).map_err(|e| in_dg1(e.to_string()))?;
    let lines =
        two_lines(zone.content.mrz).ok_or_else(|| in_dg1("it does not hold two lines".into()))?;
    let face = read::dg2(file("EF.DG2")).map_err(|e| in_dg2(e.to_string()))?;
    let image = face
        .content
        .image()
        .ok_or_else(|| in_dg2("it holds no picture".into()))?;
    let portrait = decode_portrait(image.bytes).map_err(|e| in_dg2(e.to_string()))?;
    Ok((portrait, lines))
}
/// The private keys of the chip, for a simulator to take in.
const CHIP_KEYS: &str = "chip-keys.pem";

/// The two lines of a TD3 or TD2 zone as DG1 holds them, run together.
fn two_lines(mrz: &str) -> Option<[String; 2]> {
    let (first, second) = mrz.split_at_checked(mrz.len() / 2)?;
    matches!(mrz.len(), 88 | 72).then(|| [first.to_owned(), second.to_owned()])
}

impl Document {
    /// What the officers approved.
    pub fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// What the signing process gave out.
    pub fn released(&self) -> &Released {
        &self.released
    }

    /// How the photo became the portrait.
    pub fn photo(&self) -> &PhotoReport {
        &self.photo
    }

    /// The inspection before hand-over.
    pub fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    /// Every file of the document on disk, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}
