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
    EnrolmentProgress, KeyChange, OwnKey, PendingKey, approve_enrolment, own_keys, pending_keys,
    prepare_enrolment, refuse_enrolment, request_enrolment,
};
use crate::service::portable_key::PortableKey;
use crate::service::{ApprovalRole, EnrolmentStatement};
use crate::service::{Deps, FieldFault, ServiceError};
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
    cfg.route("/admin/keys/{sha256}/shut-out", get().to(shut_out));
    cfg.route("/admin/keys/{sha256}/shut-out", post().to(sign_shut_out));
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
    let lines = |keys: Vec<PendingKey>| keys.into_iter().map(|key| PendingLine::new(&frame, key));
    let waiting = pending_keys(&deps, &officer.actor, KeyChange::Enrol).await?;
    let enrolled = pending_keys(&deps, &officer.actor, KeyChange::ShutOut).await?;
    let view = PendingView {
        keys: lines(waiting).collect(),
        enrolled: lines(enrolled).collect(),
        frame,
    };
    render(&view)
}

#[derive(Debug)]
struct PendingLine {
    name: String,
    officer: String,
    since: String,
    sha256: String,
    roles: String,
    signed_by: String,
    void_of: String,
}

impl PendingLine {
    fn new(frame: &Frame, key: PendingKey) -> Self {
        let roles: Vec<String> = key
            .roles
            .iter()
            .map(|role| frame.t(role_words(*role)))
            .collect();
        Self {
            name: frame
                .language
                .pick(&key.officer.name_ko, &key.officer.name_en)
                .to_owned(),
            officer: key.officer.id,
            since: key.requested_at.format("%Y-%m-%d").to_string(),
            roles: roles.join(", "),
            signed_by: key.signed_by.join(", "),
            void_of: key.void_of.join(", "),
            sha256: key.sha256,
        }
    }
}

const fn role_words(role: ApprovalRole) -> &'static str {
    match role {
        ApprovalRole::Intake => "key-signs-intake",
        ApprovalRole::Approval => "key-signs-approval",
        ApprovalRole::Enrolment => "key-signs-enrolment",
    }
}

#[derive(Debug, Template)]
#[template(path = "page/officer/pending.html")]
struct PendingView {
    frame: Frame,
    keys: Vec<PendingLine>,
    enrolled: Vec<PendingLine>,
}

/// `GET /admin/keys/{sha256}`: what the administrator signs.
async fn enrol(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let of = (KeyChange::Enrol, path.as_str());
    enrolment(&request, &officer, &deps, of, Faults::default()).await
}

/// `GET /admin/keys/{sha256}/shut-out`: what the administrator signs.
async fn shut_out(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let of = (KeyChange::ShutOut, path.as_str());
    enrolment(&request, &officer, &deps, of, Faults::default()).await
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
    signed(&request, &officer, &deps, (KeyChange::Enrol, &path), &form).await
}

/// `POST /admin/keys/{sha256}/shut-out`: the administrator's word.
async fn sign_shut_out(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Signed>,
) -> Result<HttpResponse, WebError> {
    signed(
        &request,
        &officer,
        &deps,
        (KeyChange::ShutOut, &path),
        &form,
    )
    .await
}

async fn signed(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    of: (KeyChange, &str),
    form: &Signed,
) -> Result<HttpResponse, WebError> {
    let (change, sha256) = of;
    let statement = BASE64
        .decode(&form.statement)
        .map_err(|error| WebError::Malformed(error.to_string()))?;
    let done = approve_enrolment(
        deps,
        &officer.actor,
        change,
        sha256,
        &statement,
        &form.signature,
    );
    match (done.await, change) {
        (Ok(EnrolmentProgress::Enrolled), KeyChange::Enrol) => {
            Ok(see_other_done("/admin/keys", "done-key-enrolled"))
        }
        (Ok(EnrolmentProgress::Enrolled), KeyChange::ShutOut) => {
            Ok(see_other_done("/admin/keys", "done-key-shut-out"))
        }
        (Ok(EnrolmentProgress::WaitsForAnother), _) => {
            Ok(see_other_done("/admin/keys", "done-key-signed"))
        }
        (Err(ServiceError::Invalid(faults)), _) => {
            // The bytes have no field that could be looked at: the words alone are shown above.
            let faults: Vec<FieldFault> = faults
                .into_iter()
                .map(|fault| FieldFault {
                    field: String::new(),
                    ..fault
                })
                .collect();
            let faults = Faults::new(officer.language, &faults);
            enrolment(request, officer, deps, of, faults).await
        }
        (Err(error), _) => Err(error.into()),
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
    (change, sha256): (KeyChange, &str),
    faults: Faults,
) -> Result<HttpResponse, WebError> {
    let (title, path) = match change {
        KeyChange::Enrol => ("key-enrol-title", format!("/admin/keys/{sha256}")),
        KeyChange::ShutOut => (
            "key-shut-out-title",
            format!("/admin/keys/{sha256}/shut-out"),
        ),
    };
    let frame = officer.frame(request, title);
    let ready = prepare_enrolment(deps, &officer.actor, change, sha256).await?;
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
        refuse: match change {
            KeyChange::Enrol => format!("/admin/keys/{sha256}/refuse"),
            KeyChange::ShutOut => String::new(),
        },
        officer: ready.entry.id.to_string(),
        path,
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
    officer: String,
    path: String,
    refuse: String,
    signing: Signing,
    faults: Faults,
}
