//! `/apply`: an application from the first question to the clerk's signature and the receipt.

mod attest;
mod check;
mod facts;
mod input;
mod law;
mod papers;
mod person;
mod photo;
mod start;
mod task;
mod withdraw;

use actix_multipart::form::MultipartFormConfig;
use actix_web::web::{ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};

use crate::domain::ApplicationNumber;
use crate::service::application::{ApplicationView, view_application};
use crate::service::attach_photo::LARGEST_PHOTO;
use crate::service::draft::Draft;
use crate::service::save_draft::{SaveDraft, Saved, save_draft};
use crate::service::{Deps, ServiceError, Step};
use crate::web::error::WebError;
use crate::web::officer::Officer;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/apply/new", get().to(start::show));
    cfg.route("/apply/new", post().to(start::submit));
    cfg.route("/apply/preview", post().to(person::preview));
    cfg.route("/apply/{number}", get().to(task::show));
    cfg.route("/apply/{number}/next", get().to(task::next));
    cfg.route("/apply/{number}/person", get().to(person::show));
    cfg.route("/apply/{number}/person", post().to(person::submit));
    cfg.route("/apply/{number}/facts", get().to(facts::show));
    cfg.route("/apply/{number}/facts", post().to(facts::submit));
    cfg.service(
        resource("/apply/{number}/photo")
            .app_data(
                MultipartFormConfig::default()
                    .total_limit(LARGEST_PHOTO + FORM_FIELDS)
                    .memory_limit(LARGEST_PHOTO + FORM_FIELDS)
                    .error_handler(photo::too_large),
            )
            .route(get().to(photo::show))
            .route(post().to(photo::submit)),
    );
    cfg.route("/apply/{number}/photo.jpg", get().to(photo::picture));
    cfg.route("/apply/{number}/portrait", get().to(photo::portrait));
    cfg.route("/apply/{number}/data-page.png", get().to(check::data_page));
    cfg.route("/apply/{number}/papers", get().to(papers::show));
    cfg.route("/apply/{number}/papers", post().to(papers::submit));
    cfg.route("/apply/{number}/check", get().to(check::show));
    cfg.route("/apply/{number}/attest", get().to(attest::show));
    cfg.route("/apply/{number}/attest", post().to(attest::submit));
    cfg.route("/apply/{number}/receipt", get().to(attest::receipt));
    cfg.route("/apply/{number}/withdraw", get().to(withdraw::show));
    cfg.route("/apply/{number}/withdraw", post().to(withdraw::submit));
}

/// What a form has besides its file.
const FORM_FIELDS: usize = 4096;

/// The case of a path.
async fn load(deps: &Deps, officer: &Officer, number: &str) -> Result<ApplicationView, WebError> {
    let number = ApplicationNumber::parse(number).map_err(|_| WebError::NotFound)?;
    Ok(view_application(deps, &officer.actor, &number).await?)
}

/// The case of a path, for a page that changes it.
async fn load_open(
    deps: &Deps,
    officer: &Officer,
    number: &str,
) -> Result<ApplicationView, WebError> {
    let view = load(deps, officer, number).await?;
    if view.steps.contains(&Step::Edit) {
        Ok(view)
    } else if Step::Edit.is_open_in(view.status) {
        Err(ServiceError::Forbidden {
            needs: Step::Edit.roles(),
        }
        .into())
    } else {
        Err(ServiceError::WrongStatus(view.status).into())
    }
}

/// Keeps a changed draft of a case; kind and use stay.
async fn keep(
    deps: &Deps,
    officer: &Officer,
    view: &ApplicationView,
    version: i64,
    draft: Draft,
) -> Result<Saved, WebError> {
    let command = SaveDraft {
        number: view.number.clone(),
        version,
        kind: view.kind,
        usage: view.usage,
        draft,
    };
    Ok(save_draft(deps, &officer.actor, command).await?)
}

/// The fields of a form, by name.
fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs
        .iter()
        .find(|(field, _)| field == name)
        .map_or("", |(_, value)| value.as_str())
}

/// The version that the page was made for.
fn version(pairs: &[(String, String)]) -> Result<i64, WebError> {
    value(pairs, "version")
        .parse()
        .map_err(|_| WebError::Malformed("the form has no version".to_owned()))
}

/// Whether a page is asked to show what is wrong already.
fn shows_faults(request: &HttpRequest) -> bool {
    request
        .query_string()
        .split('&')
        .any(|pair| pair == "faults=1")
}

/// A picture of a case, which no cache may keep.
fn picture(media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("content-type", media_type))
        .insert_header(("cache-control", "no-store"))
        .body(bytes)
}
