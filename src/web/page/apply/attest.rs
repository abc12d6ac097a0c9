use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::json;

use super::law::LawPanel;
use super::{load, load_open};
use crate::domain::ApplicationStatus;
use crate::service::application::ApplicationView;
use crate::service::check::fee_won;
use crate::service::record::ToSign;
use crate::service::submit_application::{
    Attestation, SubmitApplication, prepare_attestation, submit_application,
};
use crate::service::{Deps, FieldFault, ServiceError, Step};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render, render_with, see_other, see_other_done};

/// What a page hands to `js/approval.js`, for `component/sign.html`: the bytes to sign and the officer's keys. The form that
/// comes back has the fields `statement` (base64), `signature` (hexadecimal) and `version`.
#[derive(Debug, Clone)]
pub struct SignBlock {
    /// Who signs.
    pub officer: String,
    /// The canonical statement, base64.
    pub statement: String,
    /// The canonical record, base64.
    pub record: String,
    /// Its digest.
    pub record_sha256: String,
    /// The officer's enrolled keys: `[{"sha256", "public_key", "wrapped_key"}]`.
    pub keys: String,
    /// How many there are.
    pub key_count: usize,
    /// The version of the application.
    pub version: i64,
}

impl SignBlock {
    /// What an officer is asked to sign. `keys` gives each enrolled key's digest, its public half and, if it is kept here, its
    /// wrapped private half.
    pub fn new<'a>(
        to_sign: &ToSign,
        version: i64,
        keys: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>,
    ) -> Self {
        let keys: Vec<_> = keys
            .map(|(sha256, public_key, wrapped_key)| {
                json!({"sha256": sha256, "public_key": public_key, "wrapped_key": wrapped_key})
            })
            .collect();
        Self {
            officer: to_sign.statement.officer.to_string(),
            statement: BASE64.encode(&to_sign.statement_canonical),
            record: BASE64.encode(&to_sign.record_canonical),
            record_sha256: to_sign.record_sha256.clone(),
            key_count: keys.len(),
            keys: json!(keys).to_string(),
            version,
        }
    }
}

/// `GET /apply/{number}/attest`: what the clerk signs, in words and as bytes.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let frame = officer.frame(&request, "apply-attest-title");
    page(frame, StatusCode::OK, &officer, &deps, &view, &[]).await
}

/// What comes back from the browser.
#[derive(Debug, Deserialize)]
pub(super) struct Signed {
    #[serde(default)]
    statement: String,
    #[serde(default)]
    signature: String,
    version: i64,
}

/// `POST /apply/{number}/attest`: checked, kept, and on to the receipt.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: Form<Signed>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let signed = form.into_inner();
    let command = SubmitApplication {
        number: view.number.clone(),
        version: signed.version,
        statement: BASE64.decode(&signed.statement).unwrap_or_default(),
        signature: signed.signature,
    };
    match submit_application(&deps, &officer.actor, command).await {
        Ok(_) => {
            let path = format!("/apply/{}/receipt", view.number);
            Ok(see_other_done(&path, "done-apply-attested"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let frame = officer.frame(&request, "apply-attest-title");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(frame, status, &officer, &deps, &view, &faults).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    frame: Frame,
    status: StatusCode,
    officer: &Officer,
    deps: &Deps,
    view: &ApplicationView,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let attestation = match prepare_attestation(deps, &officer.actor, &view.number).await {
        Ok(attestation) => attestation,
        // Something is missing or the law stands against it: the page where everything is checked says what.
        Err(ServiceError::Invalid(_) | ServiceError::Refused(_)) => {
            return Ok(see_other(&format!("/apply/{}/check", view.number)));
        }
        Err(error) => return Err(error.into()),
    };
    let page = AttestView {
        number: view.number.to_string(),
        name: format!("{} {}", view.name_ko, view.name_en),
        birth: attestation.record.holder.birth.to_string(),
        kind: frame.t(&kind_key(&attestation)),
        usage: frame.t(&format!("apply-use-{}", attestation.record.usage.as_str())),
        law: LawPanel::of(&frame, view),
        sign: sign_block(&attestation),
        action: format!("/apply/{}/attest", view.number),
        faults: Faults::new(frame.language, faults),
        frame,
    };
    render_with(status, &page)
}

fn kind_key(attestation: &Attestation) -> String {
    let kind = attestation.record.kind.as_str().replace('_', "-");
    format!("apply-kind-{kind}")
}

fn sign_block(attestation: &Attestation) -> SignBlock {
    let keys = attestation.keys.iter().map(|key| {
        (
            key.public_key_sha256.as_str(),
            key.public_key.as_str(),
            key.wrapped_key.as_deref(),
        )
    });
    SignBlock::new(&attestation.to_sign, attestation.version, keys)
}

#[derive(Debug, Template)]
#[template(path = "page/apply/attest.html")]
struct AttestView {
    frame: Frame,
    faults: Faults,
    number: String,
    name: String,
    birth: String,
    kind: String,
    usage: String,
    law: LawPanel,
    sign: SignBlock,
    action: String,
}

/// `GET /apply/{number}/receipt`: what the applicant takes along, to be printed.
pub(super) async fn receipt(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    if Step::Edit.is_open_in(view.status) {
        return Ok(see_other(&format!("/apply/{}", view.number)));
    }
    let frame = officer.frame(&request, "apply-receipt-title");
    let fee = view.law.as_ref().ok().and_then(fee_won);
    render(&ReceiptView {
        number: view.number.to_string(),
        status: view.status.as_str(),
        name_ko: view.name_ko,
        name_en: view.name_en,
        kind: frame.t(&format!(
            "apply-kind-{}",
            view.kind.as_str().replace('_', "-")
        )),
        date: view.application_date.to_string(),
        fee: fee.map(|won| format!("{won} KRW")),
        post: frame
            .officer
            .as_ref()
            .map(|officer| officer.post.clone())
            .unwrap_or_default(),
        clerk: frame
            .language
            .pick(&view.taken_by.name_ko, &view.taken_by.name_en)
            .to_owned(),
        withdrawn: view.status == ApplicationStatus::Withdrawn,
        frame,
    })
}

#[derive(Debug, Template)]
#[template(path = "page/apply/receipt.html")]
struct ReceiptView {
    frame: Frame,
    number: String,
    status: &'static str,
    name_ko: String,
    name_en: String,
    kind: String,
    date: String,
    fee: Option<String>,
    post: String,
    clerk: String,
    withdrawn: bool,
}
