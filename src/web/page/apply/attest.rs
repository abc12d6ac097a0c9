use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

use super::law::LawPanel;
use super::{load, load_open};
use crate::domain::ApplicationStatus;
use crate::service::ApprovalStatement;
use crate::service::application::ApplicationView;
use crate::service::check::fee_won;
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
use crate::web::signing::{Signing, SigningOf};

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
    let of = SigningOf {
        statement: &attestation.to_sign.statement_canonical,
        record: &attestation.to_sign.record_canonical,
        schema: ApprovalStatement::SCHEMA,
        digest_field: "record_sha256",
        role: "intake",
        application: attestation.record.application_number.as_str(),
    };
    let signing = Signing::new(&frame, deps, &officer.actor, of).await?;
    let page = AttestView {
        number: view.number.to_string(),
        name: format!("{} {}", view.name_ko, view.name_en),
        birth: attestation.record.holder.birth.to_string(),
        kind: frame.t(&kind_key(&attestation)),
        usage: frame.t(&format!("apply-use-{}", attestation.record.usage.as_str())),
        law: LawPanel::of(&frame, view),
        version: attestation.version,
        signing,
        faults: Faults::new(frame.language, faults),
        frame,
    };
    render_with(status, &page)
}

fn kind_key(attestation: &Attestation) -> String {
    let kind = attestation.record.kind.as_str().replace('_', "-");
    format!("apply-kind-{kind}")
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
    signing: Signing,
    version: i64,
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
        post: frame.language.pick(&view.post_ko, &view.post_en).to_owned(),
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
