use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::input::Input;
use super::load;
use crate::service::application::ApplicationView;
use crate::service::withdraw_application::{
    WITHDRAWAL_REASONS, WithdrawApplication, withdraw_application,
};
use crate::service::{Deps, FieldFault, ServiceError, Step};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other_done};

/// `GET /apply/{number}/withdraw`: why it is taken back.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    if !view.steps.contains(&Step::Withdraw) {
        return Err(ServiceError::WrongStatus(view.status).into());
    }
    let frame = officer.frame(&request, "apply-withdraw-title");
    page(frame, StatusCode::OK, &view, &[])
}

/// What was chosen.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    reason: String,
    version: i64,
}

/// `POST /apply/{number}/withdraw`.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: Form<Chosen>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    let chosen = form.into_inner();
    let command = WithdrawApplication {
        number: view.number.clone(),
        version: chosen.version,
        reason: chosen.reason,
    };
    match withdraw_application(&deps, &officer.actor, command).await {
        Ok(_) => {
            let path = format!("/apply/{}/receipt", view.number);
            Ok(see_other_done(&path, "done-apply-withdrawn"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let frame = officer.frame(&request, "apply-withdraw-title");
            page(frame, StatusCode::UNPROCESSABLE_ENTITY, &view, &faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    frame: Frame,
    status: StatusCode,
    view: &ApplicationView,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let faults = Faults::new(frame.language, faults);
    let reasons = WITHDRAWAL_REASONS.map(|word| {
        let key = format!("apply-withdraw-{}", word.replace('_', "-"));
        (word.to_owned(), frame.t(&key))
    });
    let page = WithdrawView {
        number: view.number.to_string(),
        version: view.version,
        reason: Input::choice(&frame, &faults, "reason", "", reasons.to_vec()),
        faults,
        frame,
    };
    render_with(status, &page)
}

#[derive(Debug, Template)]
#[template(path = "page/apply/withdraw.html")]
struct WithdrawView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    reason: Input,
}
