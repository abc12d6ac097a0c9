use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use yeogwon_pki::report::Verdict;
use yeogwon_pki::trust::TrustStore;
use zeroize::Zeroizing;

use super::portrait::PhotoReport;
use super::produce::Produced;
use crate::document::data_page::{ChipShown, ChipUnreadable, DataPageError, of_record};
use crate::inspection::{self, Inspection, Presented};
use crate::proposal::Proposal;
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
    #[error("document {number} was signed, but {source}")]
    Unreadable {
        /// The document.
        number: String,
        /// Which file, and why.
        source: ChipUnreadable,
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
    let shown = ChipShown::read(&chip).map_err(|source| FinishError::Unreadable {
        number: released.number.to_string(),
        source,
    })?;
    let page = of_record(
        &proposal.record,
        &released.number,
        released.issue_date,
        released.valid_until,
        shown,
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

/// The private keys of the chip, for a simulator to take in.
const CHIP_KEYS: &str = "chip-keys.pem";

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
