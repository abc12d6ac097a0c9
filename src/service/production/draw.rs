use serde_json::json;
use zeroize::Zeroizing;

use super::{note, request_context};
use crate::domain::{
    ApplicationEvent, ApplicationNumber, ApprovedRecord, BlankState, DocumentNumber, NumberForm,
    ProductionState, date_in_seoul,
};
use crate::service::{Actor, Deps, ServiceError};
use crate::signer::{Approval, Base64, Blank, SignDocument};
use crate::store::application::{self, ApplicationRow};
use crate::store::blank::{self, BlankRow};
use crate::store::production::{self, ProductionRow};
use crate::store::{Transaction, approval, document, journal};

/// So many random numbers may be taken already before something is wrong.
const MOST_TRIES: u32 = 16;

/// The step *drawn*: a number, a blank, and the exact request, in one transaction.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Conflict`] for an older version, [`ServiceError::WrongStatus`],
/// [`ServiceError::Refused`] when a book is being made already or the shelf is empty.
pub async fn draw(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
    version: i64,
) -> Result<DocumentNumber, ServiceError> {
    let mut transaction = deps.database.write().await?;
    let mut row = approved(&mut transaction, number, version).await?;
    let (record_bytes, record) = record_of(deps, &row)?;
    let approvals = approvals_of(&mut transaction, &row).await?;
    let photo = portrait_of(deps, &mut transaction, &row).await?;
    let mut drawn = take_blank(&mut transaction, actor, record.kind.booklet()).await?;
    drawn.state = BlankState::Drawn;
    drawn.changed_at = deps.now();
    let blank_version = blank::update(&mut transaction, &drawn).await?;
    let document = free_number(deps, &mut transaction, &record).await?;
    let request = SignDocument {
        record: Base64(record_bytes.to_vec()),
        approvals,
        photo: Base64(photo.to_vec()),
        number: document.clone(),
        blank: Blank {
            serial: drawn.serial.clone(),
            kind: drawn.kind,
        },
        chip: None,
    };
    let plain = Zeroizing::new(serde_json::to_vec(&request).map_err(failed)?);
    let prepared = ProductionRow {
        document_number: document.clone(),
        application_number: number.clone(),
        blank_serial: drawn.serial.clone(),
        state: ProductionState::Prepared,
        request_sealed: deps.seal.seal(&request_context(&document), &plain)?,
        operator: actor.id.to_string(),
        prepared_at: deps.now(),
        settled_at: None,
        problem: None,
        problem_detail: None,
    };
    production::insert(&mut transaction, &prepared).await?;
    // Whoever has the case open now and would withdraw it must see first that its book is being made.
    row.updated_at = deps.now();
    let version = application::update(&mut transaction, &row).await?;
    let arguments = json!({ "step": "drawn", "document": document, "blank": drawn.serial });
    for (kind, id, version) in [
        ("application", number.to_string(), version),
        ("blank", drawn.serial.clone(), blank_version),
    ] {
        let subject = (kind, id, Some(version));
        let note = note(
            deps,
            actor.id.as_str(),
            subject,
            "personalise_passport",
            arguments.clone(),
        );
        journal::append(&mut transaction, note).await?;
    }
    transaction.commit().await?;
    Ok(document)
}

/// The application, if a book can be made for it now.
async fn approved(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
    version: i64,
) -> Result<ApplicationRow, ServiceError> {
    let row = application::find(transaction, number)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("application {number}"),
        })?;
    row.status.after(ApplicationEvent::Personalise)?;
    let tries = production::of_application(transaction, number).await?;
    if tries
        .iter()
        .any(|each| each.state == ProductionState::Prepared)
    {
        return Err(ServiceError::Refused("production-refusal-under-way".into()));
    }
    if row.person_id.is_none() {
        return Err(ServiceError::Refused("production-refusal-no-person".into()));
    }
    if row.version == version {
        Ok(row)
    } else {
        Err(ServiceError::Conflict {
            what: format!("application {number}"),
        })
    }
}

/// The canonical bytes that were approved.
fn record_of(
    deps: &Deps,
    row: &ApplicationRow,
) -> Result<(Zeroizing<Vec<u8>>, ApprovedRecord), ServiceError> {
    let sealed = row
        .record_sealed
        .as_ref()
        .ok_or_else(|| ServiceError::Refused("production-refusal-no-record".into()))?;
    let context = crate::service::record::record_context(&row.number);
    let bytes = deps.seal.open(&context, sealed)?;
    let record = serde_json::from_slice(&bytes).map_err(failed)?;
    Ok((bytes, record))
}

/// Both officers' signatures, exactly as they were given. Whether they hold is for the signer to say.
async fn approvals_of(
    transaction: &mut Transaction,
    row: &ApplicationRow,
) -> Result<Vec<Approval>, ServiceError> {
    let digest = row.record_sha256.as_deref().unwrap_or_default();
    let approvals: Vec<Approval> = approval::of_record(transaction, &row.number, digest)
        .await?
        .iter()
        .map(|each| serde_json::from_str(&each.approval).map_err(failed))
        .collect::<Result<_, _>>()?;
    if approvals.len() == 2 {
        Ok(approvals)
    } else {
        Err(ServiceError::Refused("production-refusal-approvals".into()))
    }
}

async fn portrait_of(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ApplicationRow,
) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let missing = || ServiceError::Refused("production-refusal-no-portrait".into());
    let id = row.portrait_object.as_deref().ok_or_else(missing)?;
    deps.objects.get(transaction, id).await?.ok_or_else(missing)
}

/// The next book of a kind where the operator works.
async fn take_blank(
    transaction: &mut Transaction,
    actor: &Actor,
    kind: crate::domain::PassportKind,
) -> Result<BlankRow, ServiceError> {
    blank::next_in_stock(transaction, &actor.post, kind)
        .await?
        .ok_or_else(|| {
            ServiceError::Refused(format!(
                "production-refusal-stock|kind={}|post={}",
                kind.as_str(),
                actor.post
            ))
        })
}

/// A number that no document and no try here has.
async fn free_number(
    deps: &Deps,
    transaction: &mut Transaction,
    record: &ApprovedRecord,
) -> Result<DocumentNumber, ServiceError> {
    let form = NumberForm::on(date_in_seoul(deps.now()));
    for _ in 0..MOST_TRIES {
        let mut random = [0; 8];
        openssl::rand::rand_bytes(&mut random).map_err(failed)?;
        let number = DocumentNumber::from_random(record.kind, record.usage, form, random);
        if production::find(transaction, &number).await?.is_none()
            && document::find(transaction, &number).await?.is_none()
        {
            return Ok(number);
        }
    }
    Err(ServiceError::Failed(
        "no free document number was found: are the random numbers random?".into(),
    ))
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
