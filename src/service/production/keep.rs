use std::collections::BTreeMap;

use openssl::sha::sha256;
use serde_json::json;
use yeogwon_pki::passive_authentication::{Presented, authenticate};
use yeogwon_pki::trust::TrustStore;

use super::{note, open_request};
use crate::document::lds::read;
use crate::domain::{
    ApplicationEvent, ApprovedRecord, BlankState, DocumentStatus, ProductionState, SpoilReason, hex,
};
use crate::service::{Deps, ServiceError};
use crate::signer::{Base64, Released};
use crate::store::application::ApplicationRow;
use crate::store::document::DocumentRow;
use crate::store::production::{self, ProductionRow};
use crate::store::{Transaction, application, blank, document, document_file, journal};

/// The step *kept*: everything that the signer gave out becomes true here in one transaction. Kept twice is kept once.
///
/// # Errors
/// [`ServiceError`]; then the same request gives the same document again.
pub(super) async fn keep(
    deps: &Deps,
    prepared: &ProductionRow,
    released: &Released,
) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    let number = &prepared.document_number;
    let mut row = production::find(&mut transaction, number)
        .await?
        .unwrap_or_else(|| prepared.clone());
    if row.state == ProductionState::Released {
        return Ok(());
    }
    let mut case = application::find(&mut transaction, &row.application_number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("application {}", row.application_number),
        })?;
    let book = book_of(deps, &row, &case, released)?;
    document::insert(&mut transaction, &book).await?;
    put_files(deps, &mut transaction, released).await?;
    use_blank(deps, &mut transaction, &row).await?;
    row.state = ProductionState::Released;
    row.settled_at = Some(deps.now());
    row.problem = None;
    row.problem_detail = None;
    production::update(&mut transaction, &row).await?;
    let sod = released
        .files
        .get("EF.SOD")
        .map(|Base64(bytes)| hex(&sha256(bytes)));
    let arguments = json!({
        "step": "kept", "document": number, "blank": row.blank_serial, "sod_sha256": sod,
        "issued": released.issue_date, "status": book.status.as_str(),
    });
    advance(deps, &mut transaction, &row, &mut case).await?;
    for (kind, id, version) in [
        ("application", case.number.to_string(), case.version),
        ("document", number.to_string(), 1),
    ] {
        let subject = (kind, id, Some(version));
        let note = note(
            deps,
            &row.operator,
            subject,
            "personalise_passport",
            arguments.clone(),
        );
        journal::append(&mut transaction, note).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The application goes on, unless somebody took it back while its book was being made.
async fn advance(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ProductionRow,
    case: &mut ApplicationRow,
) -> Result<(), ServiceError> {
    if let Ok(status) = case.status.after(ApplicationEvent::Personalise) {
        case.status = status;
        case.document_number = Some(row.document_number.to_string());
        case.updated_at = deps.now();
        case.version = application::update(transaction, case).await?;
    } else {
        // Somebody took the application back while its book was being made: the book exists, and nobody gets it.
        super::spoil_blank(
            deps,
            transaction,
            &row.operator,
            &row.blank_serial,
            SpoilReason::SigningGivenUp,
        )
        .await?;
    }
    Ok(())
}

/// The document's row: what it says about itself is read from its own chip.
fn book_of(
    deps: &Deps,
    row: &ProductionRow,
    case: &ApplicationRow,
    released: &Released,
) -> Result<DocumentRow, ServiceError> {
    let request = open_request(deps, row)?;
    let record: ApprovedRecord = serde_json::from_slice(&request.record.0).map_err(failed)?;
    let file = |name: &str| {
        released
            .files
            .get(name)
            .map(|Base64(bytes)| bytes.as_slice())
            .ok_or_else(|| failed(format!("the signer gave no {name} for {}", released.number)))
    };
    let zone = read::dg1(file("EF.DG1")?).map_err(failed)?;
    let mrz = zone.content.mrz;
    let (first, second) = mrz.split_at_checked(mrz.len() / 2).unwrap_or((mrz, ""));
    let status = match case.status.after(ApplicationEvent::Personalise) {
        Ok(_) => DocumentStatus::Personalised,
        Err(_) => DocumentStatus::Spoiled,
    };
    Ok(DocumentRow {
        number: released.number.clone(),
        application_number: case.number.clone(),
        person_id: case.person_id.clone().unwrap_or_default(),
        post_id: case.post_id.clone(),
        kind: record.kind,
        usage: record.usage,
        blank_serial: row.blank_serial.clone(),
        status,
        status_since: deps.now(),
        issue_date: released.issue_date,
        valid_until: released.valid_until,
        name_ko: case.name_ko.clone(),
        name_en: case.name_en.clone(),
        mrz: format!("{first}\n{second}"),
        signer_certificate_sha256: signer_of(file("EF.SOD")?, deps),
        produced_by: row.operator.clone(),
        version: 1,
    })
}

/// The digest of the document signer's certificate that EF.SOD carries.
fn signer_of(sod: &[u8], deps: &Deps) -> Option<String> {
    let presented = Presented {
        sod,
        data_groups: &BTreeMap::new(),
        at: deps.now(),
        issue_date: None,
        signing_time: None,
    };
    authenticate(&presented, &TrustStore::new())
        .document_signer()
        .map(|certificate| certificate.fingerprint())
}

async fn put_files(
    deps: &Deps,
    transaction: &mut Transaction,
    released: &Released,
) -> Result<(), ServiceError> {
    for (name, Base64(bytes)) in &released.files {
        let object = deps
            .objects
            .put(transaction, "chip_file", bytes, deps.now())
            .await?;
        document_file::insert(transaction, &released.number, name, &object).await?;
    }
    let decision = serde_json::to_vec_pretty(&released.decision).map_err(failed)?;
    let object = deps
        .objects
        .put(transaction, "decision", &decision, deps.now())
        .await?;
    Ok(document_file::insert(transaction, &released.number, "decision.json", &object).await?)
}

async fn use_blank(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ProductionRow,
) -> Result<(), ServiceError> {
    let mut drawn = blank::find(transaction, &row.blank_serial)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("blank {}", row.blank_serial),
        })?;
    drawn.state = BlankState::Used;
    drawn.changed_at = deps.now();
    let version = blank::update(transaction, &drawn).await?;
    let subject = ("blank", drawn.serial.clone(), Some(version));
    let arguments = json!({ "document": row.document_number });
    let note = note(deps, &row.operator, subject, "use_blank", arguments);
    journal::append(transaction, note).await?;
    Ok(())
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
