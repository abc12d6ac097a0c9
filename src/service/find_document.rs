//! One book: found, looked at, shown.

use std::collections::BTreeMap;

use yeogwon_pki::passive_authentication::{Presented, authenticate};
use yeogwon_pki::trust::TrustStore;
use zeroize::Zeroizing;

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::production;
use crate::document::data_page::{ChipShown, DataPage, of_record};
use crate::domain::{ApprovedRecord, DocumentNumber, StaffRole};
use crate::store::Transaction;
use crate::store::document::{self, DocumentRow};
use crate::store::document_file::{self, DocumentFileRow};
use crate::store::hand_over::{self, HandOverRow};
use crate::store::inspection::{self, InspectionRow};
use crate::store::loss::{self, LossRow};
use crate::store::post::{self, PostRow};
use crate::store::production as tries;

/// Everything a page shows of one book.
#[derive(Debug, Clone)]
pub struct DocumentView {
    /// Where it stands.
    pub row: DocumentRow,
    /// Where it is handed over.
    pub post: Option<PostRow>,
    /// The files of its chip and what else is kept of it.
    pub files: Vec<DocumentFileRow>,
    /// Its inspections, the newest first.
    pub inspections: Vec<InspectionRow>,
    /// Who took it home.
    pub hand_over: Option<HandOverRow>,
    /// How often it was lost, the newest first.
    pub losses: Vec<LossRow>,
    /// The certificate that signed it: serial number and digest.
    pub signer: Option<SignerCertificate>,
    /// Whether its chip files may be downloaded: only specimens'.
    pub is_downloadable: bool,
}

/// The document signer's certificate as EF.SOD carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerCertificate {
    /// The serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// The document codes it may sign.
    pub document_types: Vec<String>,
}

/// Who may look at books.
const READERS: &[StaffRole] = &[
    StaffRole::IntakeClerk,
    StaffRole::Examiner,
    StaffRole::Supervisor,
    StaffRole::BureauOperator,
    StaffRole::QualityChecker,
    StaffRole::HandOverClerk,
    StaffRole::Auditor,
];

/// The longest list of a search.
const MOST: i64 = 100;

/// The books whose number or application begins with a text, or whose holder's name contains it.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn find_document(
    deps: &Deps,
    actor: &Actor,
    text: &str,
) -> Result<Vec<DocumentRow>, ServiceError> {
    actor.needs(READERS)?;
    let text = text.trim();
    if text.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut transaction = deps.database.read().await?;
    Ok(document::search(&mut transaction, text, MOST).await?)
}

/// Everything a page shows of one book.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn view_document(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
) -> Result<DocumentView, ServiceError> {
    actor.needs(READERS)?;
    let mut transaction = deps.database.read().await?;
    let row = known(&mut transaction, number).await?;
    let files = document_file::list(&mut transaction, number).await?;
    let chip = chip_files(deps, &mut transaction, &files).await?;
    Ok(DocumentView {
        inspections: inspection::list(&mut transaction, number).await?,
        hand_over: hand_over::find(&mut transaction, number).await?,
        losses: loss::of_document(&mut transaction, number).await?,
        signer: signer_of(deps, &chip),
        is_downloadable: deps.config.installation.specimen,
        post: post::find(&mut transaction, &row.post_id).await?,
        row,
        files,
    })
}

fn signer_of(deps: &Deps, chip: &BTreeMap<String, Vec<u8>>) -> Option<SignerCertificate> {
    let presented = Presented {
        sod: chip.get("EF.SOD")?,
        data_groups: &BTreeMap::new(),
        at: deps.now(),
        issue_date: None,
        signing_time: None,
    };
    let outcome = authenticate(&presented, &TrustStore::new());
    let certificate = outcome.document_signer()?;
    Some(SignerCertificate {
        serial: certificate.serial_text(),
        sha256: certificate.fingerprint(),
        document_types: certificate.document_types().unwrap_or_default().to_vec(),
    })
}

/// One file of a specimen's chip.
///
/// # Errors
/// [`ServiceError::NotFound`] also in an installation that makes real documents.
pub async fn chip_file(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
    name: &str,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    actor.needs(READERS)?;
    let missing = || ServiceError::NotFound {
        what: format!("file `{name}` of document {number}"),
    };
    if !deps.config.installation.specimen {
        return Err(missing());
    }
    let mut transaction = deps.database.read().await?;
    let files = document_file::list(&mut transaction, number).await?;
    let file = files
        .iter()
        .find(|file| file.name == name)
        .ok_or_else(missing)?;
    deps.objects
        .get(&mut transaction, &file.object_id)
        .await?
        .ok_or_else(missing)
}

/// How a data page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFormat {
    /// A picture at 300 dots an inch.
    Png,
    /// A page of its own size.
    Pdf,
}

impl PageFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Png => "data-page.png",
            Self::Pdf => "data-page.pdf",
        }
    }
}

/// The data page, drawn from the chip's own files when it is first asked for, and kept.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Failed`] when it cannot be drawn.
pub async fn data_page(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
    format: PageFormat,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    actor.needs(READERS)?;
    let mut transaction = deps.database.read().await?;
    let row = known(&mut transaction, number).await?;
    let files = document_file::list(&mut transaction, number).await?;
    if let Some(kept) = files.iter().find(|file| file.name == format.name())
        && let Some(bytes) = deps.objects.get(&mut transaction, &kept.object_id).await?
    {
        return Ok(bytes);
    }
    let page = page_of(deps, &mut transaction, &row, &files).await?;
    drop(transaction);
    let drawn = tokio::task::spawn_blocking(move || match format {
        PageFormat::Png => page.to_png(),
        PageFormat::Pdf => page.to_pdf(),
    })
    .await
    .map_err(failed)?
    .map_err(failed)?;
    let mut transaction = deps.database.write().await?;
    let object = deps
        .objects
        .put(&mut transaction, "data_page", &drawn, deps.now())
        .await?;
    document_file::insert(&mut transaction, number, format.name(), &object).await?;
    transaction.commit().await?;
    Ok(Zeroizing::new(drawn))
}

async fn page_of(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &DocumentRow,
    files: &[DocumentFileRow],
) -> Result<DataPage, ServiceError> {
    let made = tries::find(transaction, &row.number)
        .await?
        .ok_or_else(|| {
            failed(format!(
                "nothing is known of how document {} was made",
                row.number
            ))
        })?;
    let request = production::open_request(deps, &made)?;
    let record: ApprovedRecord = serde_json::from_slice(&request.record.0).map_err(failed)?;
    let chip = chip_files(deps, transaction, files).await?;
    let shown = ChipShown::read(&chip).map_err(failed)?;
    Ok(of_record(
        &record,
        &row.number,
        row.issue_date,
        row.valid_until,
        shown,
        deps.config.installation.specimen,
    ))
}

/// The elementary files of a document's chip, by name.
pub(super) async fn files_of(
    deps: &Deps,
    actor: &Actor,
    number: &DocumentNumber,
) -> Result<BTreeMap<String, Vec<u8>>, ServiceError> {
    actor.needs(READERS)?;
    let mut transaction = deps.database.read().await?;
    known(&mut transaction, number).await?;
    let files = document_file::list(&mut transaction, number).await?;
    chip_files(deps, &mut transaction, &files).await
}

/// The elementary files of a chip, by name.
pub(super) async fn chip_files(
    deps: &Deps,
    transaction: &mut Transaction,
    files: &[DocumentFileRow],
) -> Result<BTreeMap<String, Vec<u8>>, ServiceError> {
    let mut chip = BTreeMap::new();
    for file in files.iter().filter(|file| file.name.starts_with("EF.")) {
        let bytes = deps
            .objects
            .get(transaction, &file.object_id)
            .await?
            .ok_or_else(|| failed(format!("the file {} was erased", file.name)))?;
        chip.insert(file.name.clone(), bytes.to_vec());
    }
    Ok(chip)
}

/// The document of a number.
pub(super) async fn known(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<DocumentRow, ServiceError> {
    document::find(transaction, number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("document {number}"),
        })
}

/// The document of a number, as it was shown.
pub(super) async fn of_version(
    transaction: &mut Transaction,
    number: &DocumentNumber,
    version: i64,
) -> Result<DocumentRow, ServiceError> {
    let row = known(transaction, number).await?;
    if row.version == version {
        Ok(row)
    } else {
        Err(ServiceError::Conflict {
            what: format!("document {number}"),
        })
    }
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
