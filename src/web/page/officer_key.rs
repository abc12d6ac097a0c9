//! `/me/key`: one's own signing key. `/admin/keys`: keys that wait for two administrators.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

use crate::service::officer_key::{
    EnrolmentProgress, OwnKey, approve_enrolment, own_keys, pending_keys, prepare_enrolment,
    refuse_enrolment, request_enrolment,
};
use crate::service::portable_key::PortableKey;
use crate::service::{Deps, ServiceError};
use crate::signer::EnrolmentStatement;
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render, render_with, see_other_done};
use crate::web::signing::{Signing, SigningOf};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/me/key", get().to(show));
    cfg.route("/me/key", post().to(submit));
    cfg.route("/me/key/{sha256}", get().to(download));
    cfg.route("/admin/keys", get().to(pending));
    cfg.route("/admin/keys/{sha256}", get().to(enrol));
    cfg.route("/admin/keys/{sha256}", post().to(sign));
    cfg.route("/admin/keys/{sha256}/refuse", post().to(refuse));
}

/// `GET /me/key`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    page(&request, &officer, &deps, Faults::default()).await
}

#[derive(Debug, Deserialize)]
struct Made {
    public_key: String,
    #[serde(default)]
    wrapped_key: String,
}

/// `POST /me/key`: a key made in the browser waits for two administrators.
async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Made>,
) -> Result<HttpResponse, WebError> {
    let wrapped = Some(form.wrapped_key.as_str());
    match request_enrolment(&deps, &officer.actor, &form.public_key, wrapped).await {
        Ok(_) => Ok(see_other_done("/me/key", "done-key-requested")),
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &faults);
            page(&request, &officer, &deps, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    faults: Faults,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "key-title");
    let keys = own_keys(deps, &officer.actor).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let sort = |name: &'static str| {
        (
            name,
            frame.t(&format!("key-sort-{name}")),
            frame.t(&format!("key-sort-{name}-hint")),
        )
    };
    let view = KeyView {
        officer: officer.actor.id.as_str().to_owned(),
        keys: keys.iter().map(|key| KeyLine::new(&frame, key)).collect(),
        sorts: vec![sort("portable"), sort("local")],
        faults,
        frame,
    };
    render_with(status, &view)
}

/// `GET /me/key/{sha256}`: one's own wrapped key as a file, for the command line.
async fn download(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let keys = own_keys(&deps, &officer.actor).await?;
    let key = keys
        .into_iter()
        .find(|key| key.sha256 == *path)
        .ok_or(WebError::NotFound)?;
    let wrapped_key = key
        .wrapped_key
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or(WebError::NotFound)?;
    let file = PortableKey {
        schema: PortableKey::SCHEMA.to_owned(),
        officer: officer.actor.id.as_str().to_owned(),
        public_key: key.public_key,
        wrapped_key,
    };
    let text =
        serde_json::to_string_pretty(&file).map_err(|error| WebError::Failed(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((
            CONTENT_DISPOSITION,
            "attachment; filename=\"officer-key.json\"",
        ))
        .body(text))
}

#[derive(Debug)]
struct KeyLine {
    sha256: String,
    since: String,
    sort: String,
    state: String,
    kind: &'static str,
    is_portable: bool,
}

impl KeyLine {
    fn new(frame: &Frame, key: &OwnKey) -> Self {
        let is_portable = key.wrapped_key.is_some();
        Self {
            sha256: key.sha256.clone(),
            since: key.created_at.format("%Y-%m-%d").to_string(),
            sort: frame.t(if is_portable {
                "key-sort-portable"
            } else {
                "key-sort-local"
            }),
            state: frame.t(&format!("key-state-{}", key.state.as_str())),
            kind: if key.state == OwnKey::ENROLLED {
                "success"
            } else {
                "info"
            },
            is_portable,
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "page/officer/key.html")]
struct KeyView {
    frame: Frame,
    officer: String,
    keys: Vec<KeyLine>,
    sorts: Vec<(&'static str, String, String)>,
    faults: Faults,
}

/// `GET /admin/keys`.
async fn pending(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(&request, "key-pending-title");
    let keys = pending_keys(&deps, &officer.actor)
        .await?
        .into_iter()
        .map(|key| PendingLine {
            name: frame
                .language
                .pick(&key.officer.name_ko, &key.officer.name_en)
                .to_owned(),
            officer: key.officer.id,
            since: key.requested_at.format("%Y-%m-%d").to_string(),
            signed_by: key.signed_by.join(", "),
            sha256: key.sha256,
        })
        .collect();
    render(&PendingView { frame, keys })
}

#[derive(Debug)]
struct PendingLine {
    name: String,
    officer: String,
    since: String,
    sha256: String,
    signed_by: String,
}

#[derive(Debug, Template)]
#[template(path = "page/officer/pending.html")]
struct PendingView {
    frame: Frame,
    keys: Vec<PendingLine>,
}

/// `GET /admin/keys/{sha256}`: what the administrator signs.
async fn enrol(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    enrolment(&request, &officer, &deps, &path, Faults::default()).await
}

#[derive(Debug, Deserialize)]
struct Signed {
    statement: String,
    signature: String,
}

/// `POST /admin/keys/{sha256}`: the administrator's word.
async fn sign(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Signed>,
) -> Result<HttpResponse, WebError> {
    let statement = BASE64
        .decode(&form.statement)
        .map_err(|error| WebError::Malformed(error.to_string()))?;
    match approve_enrolment(&deps, &officer.actor, &path, &statement, &form.signature).await {
        Ok(EnrolmentProgress::Enrolled) => Ok(see_other_done("/admin/keys", "done-key-enrolled")),
        Ok(EnrolmentProgress::WaitsForAnother) => {
            Ok(see_other_done("/admin/keys", "done-key-signed"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &faults);
            enrolment(&request, &officer, &deps, &path, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
struct Nothing {}

/// `POST /admin/keys/{sha256}/refuse`.
async fn refuse(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    _: Form<Nothing>,
) -> Result<HttpResponse, WebError> {
    refuse_enrolment(&deps, &officer.actor, &path).await?;
    Ok(see_other_done("/admin/keys", "done-key-refused"))
}

async fn enrolment(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    sha256: &str,
    faults: Faults,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "key-enrol-title");
    let ready = prepare_enrolment(deps, &officer.actor, sha256).await?;
    let of = SigningOf {
        statement: &ready.statement_canonical,
        record: &ready.change_canonical,
        schema: EnrolmentStatement::SCHEMA,
        digest_field: "change_sha256",
        role: "",
        application: "",
    };
    let signing = Signing::new(&frame, deps, &officer.actor, of).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = EnrolView {
        sha256: sha256.to_owned(),
        signing,
        faults,
        frame,
    };
    render_with(status, &view)
}

#[derive(Debug, Template)]
#[template(path = "page/officer/enrol.html")]
struct EnrolView {
    frame: Frame,
    sha256: String,
    signing: Signing,
    faults: Faults,
}
