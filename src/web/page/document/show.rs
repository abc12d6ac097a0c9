use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::{
    CancelReason, DocumentNumber, DocumentStatus, LossCircumstances, LossReporter, StaffRole,
};
use crate::service::find_document::{PageFormat, chip_file, data_page, view_document};
use crate::service::report_loss::{
    CancelDocument, RecoverDocument, ReportLoss, cancel_document, recover_document, report_loss,
};
use crate::service::{Deps, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::production::shown;
use crate::web::render::{render_with, see_other_done};
use crate::web::words::{choices, faults_of, inspected, inspection_reason, word_of};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/documents/{number}", get().to(show))
        .route("/documents/{number}/data-page.png", get().to(picture))
        .route("/documents/{number}/data-page.pdf", get().to(print))
        .route("/documents/{number}/files/{name}", get().to(file))
        .route("/documents/{number}/loss", post().to(lose))
        .route("/documents/{number}/recovery", post().to(recover))
        .route("/documents/{number}/cancellation", post().to(cancel));
}

fn number_of(text: &str) -> Result<DocumentNumber, WebError> {
    DocumentNumber::parse(text).map_err(|_| WebError::NotFound)
}

/// `GET /documents/{no}`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    page(&request, &officer, &deps, &number_of(&path)?, None).await
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: &DocumentNumber,
    error: Option<ServiceError>,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "document-title");
    let faults = match error {
        Some(error) => faults_of(&frame, error)?,
        None => Faults::default(),
    };
    let found = view_document(deps, &officer.actor, number).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render_with(status, &DocumentView::new(frame, officer, &found, faults))
}

fn bytes(media_type: &'static str, body: &[u8]) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(body.to_vec())
}

async fn picture(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let page = data_page(&deps, &officer.actor, &number_of(&path)?, PageFormat::Png).await?;
    Ok(bytes("image/png", &page))
}

async fn print(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let page = data_page(&deps, &officer.actor, &number_of(&path)?, PageFormat::Pdf).await?;
    Ok(bytes("application/pdf", &page))
}

async fn file(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (number, name) = path.into_inner();
    let content = chip_file(&deps, &officer.actor, &number_of(&number)?, &name).await?;
    Ok(bytes("application/octet-stream", &content))
}

#[derive(Debug, Deserialize)]
struct Lost {
    version: i64,
    #[serde(default)]
    lost_on: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    circumstances: String,
    #[serde(default)]
    reporter: String,
}

/// `POST /documents/{no}/loss`.
async fn lose(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Lost>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let outcome = match (
        date(&form.lost_on),
        LossCircumstances::parse(&form.circumstances),
        LossReporter::parse(&form.reporter),
    ) {
        (Some(lost_on), Some(circumstances), Some(reporter)) => {
            let command = ReportLoss {
                document: number.clone(),
                version: form.version,
                lost_on,
                country: form.country.trim().to_uppercase(),
                place: form.place.clone(),
                circumstances,
                reporter,
            };
            report_loss(&deps, &officer.actor, command).await
        }
        _ => Err(ServiceError::Refused("lost-fault-incomplete".to_owned())),
    };
    after(
        &request,
        &officer,
        &deps,
        &number,
        outcome,
        "done-loss-reported",
    )
    .await
}

#[derive(Debug, Deserialize)]
struct Recovered {
    version: i64,
    #[serde(default)]
    recovered_on: String,
    #[serde(default)]
    wants_to_use: String,
}

/// `POST /documents/{no}/recovery`.
async fn recover(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Recovered>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let outcome = match date(&form.recovered_on) {
        Some(recovered_on) => {
            let command = RecoverDocument {
                document: number.clone(),
                version: form.version,
                recovered_on,
                wants_to_use: form.wants_to_use == "true",
            };
            recover_document(&deps, &officer.actor, command)
                .await
                .map(|_| ())
        }
        None => Err(ServiceError::Refused("lost-fault-incomplete".to_owned())),
    };
    after(
        &request,
        &officer,
        &deps,
        &number,
        outcome,
        "done-recovered",
    )
    .await
}

#[derive(Debug, Deserialize)]
struct Cancelled {
    version: i64,
    #[serde(default)]
    reason: String,
}

/// `POST /documents/{no}/cancellation`.
async fn cancel(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Cancelled>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let outcome = match CancelReason::parse(&form.reason) {
        Some(reason) => {
            let command = CancelDocument {
                document: number.clone(),
                version: form.version,
                reason,
            };
            cancel_document(&deps, &officer.actor, command)
                .await
                .map(|_| ())
        }
        None => Err(ServiceError::Refused("document-fault-reason".to_owned())),
    };
    after(
        &request,
        &officer,
        &deps,
        &number,
        outcome,
        "done-document-cancelled",
    )
    .await
}

async fn after(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: &DocumentNumber,
    outcome: Result<(), ServiceError>,
    done: &str,
) -> Result<HttpResponse, WebError> {
    match outcome {
        Ok(()) => Ok(see_other_done(&format!("/documents/{number}"), done)),
        Err(error) => page(request, officer, deps, number, Some(error)).await,
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/document/document.html")]
pub struct DocumentView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    name: String,
    kind: &'static str,
    status: &'static str,
    rows: Vec<(String, String)>,
    mrz: String,
    has_page: bool,
    is_downloadable: bool,
    files: Vec<(String, i64, String)>,
    signer: Vec<(String, String)>,
    /// The newest inspection's tree, depth first.
    checks: Vec<Checked>,
    history: Vec<(String, String)>,
    can_lose: bool,
    can_recover: bool,
    circumstances: Vec<(String, String)>,
    reporters: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
}

/// One check of an inspection, ready to print.
#[derive(Debug)]
struct Checked {
    /// How deep it stands in the tree.
    depth: usize,
    tone: &'static str,
    result: String,
    name: String,
    reason: String,
    /// The values compared, as the report has them.
    detail: String,
}

impl Checked {
    fn new(frame: &Frame, depth: usize, check: &Value) -> Self {
        let text = |name: &str| check.get(name).and_then(Value::as_str).unwrap_or_default();
        let result = text("result");
        Self {
            depth: depth.min(DEEPEST),
            tone: match result {
                "successful" => "success",
                "failed" => "danger",
                "undetermined" => "warning",
                _ => "",
            },
            result: word_of(frame, "border-result", result),
            name: inspected(frame, text("id")),
            reason: match text("reason") {
                "" => String::new(),
                reason => inspection_reason(frame, reason),
            },
            detail: text("detail").to_owned(),
        }
    }
}

/// The style sheet indents so far.
const DEEPEST: usize = 3;

impl DocumentView {
    fn new(
        frame: Frame,
        officer: &Officer,
        found: &crate::service::find_document::DocumentView,
        faults: Faults,
    ) -> Self {
        let row = &found.row;
        let may = [
            StaffRole::IntakeClerk,
            StaffRole::Examiner,
            StaffRole::Supervisor,
            StaffRole::HandOverClerk,
        ]
        .iter()
        .any(|role| officer.actor.is(*role));
        let mut view = Self::empty(frame, faults);
        let frame = &view.frame;
        view.number = row.number.to_string();
        view.version = row.version;
        view.name = frame.language.pick(&row.name_ko, &row.name_en).to_owned();
        view.kind = row.kind.as_str();
        view.status = row.status.as_str();
        view.rows = rows(frame, found);
        view.mrz.clone_from(&row.mrz);
        view.has_page = true;
        view.is_downloadable = found.is_downloadable;
        view.files = found
            .files
            .iter()
            .filter(|file| file.name.starts_with("EF."))
            .map(|file| (file.name.clone(), file.size_bytes, file.sha256.clone()))
            .collect();
        view.signer = found
            .signer
            .iter()
            .flat_map(|signer| {
                [
                    (frame.t("document-signer-serial"), signer.serial.clone()),
                    (frame.t("document-signer-sha256"), signer.sha256.clone()),
                    (
                        frame.t("document-signer-types"),
                        signer.document_types.join(", "),
                    ),
                ]
            })
            .collect();
        view.checks = found
            .inspections
            .first()
            .and_then(|newest| serde_json::from_str(&newest.report).ok())
            .map(|report: Value| tree(frame, &report))
            .unwrap_or_default();
        view.history = history(frame, found);
        view.can_lose = may && row.status == DocumentStatus::Active;
        view.can_recover = may && row.status == DocumentStatus::Lost;
        view
    }

    fn empty(frame: Frame, faults: Faults) -> Self {
        let circumstances = choices(
            &frame,
            "lost-circumstances",
            LossCircumstances::ALL.iter().map(|each| each.as_str()),
        );
        let reporters = choices(
            &frame,
            "lost-reporter",
            LossReporter::ALL.iter().map(|each| each.as_str()),
        );
        let reasons = choices(
            &frame,
            "document-reason",
            [
                CancelReason::GivenBack,
                CancelReason::ReturnOrder,
                CancelReason::StatusEnded,
                CancelReason::HolderDied,
            ]
            .map(CancelReason::as_str),
        );
        Self {
            frame,
            faults,
            number: "M123A4567".to_owned(),
            version: 1,
            name: String::new(),
            kind: "ordinary",
            status: "active",
            rows: Vec::new(),
            mrz: String::new(),
            has_page: false,
            is_downloadable: false,
            files: Vec::new(),
            signer: Vec::new(),
            checks: Vec::new(),
            history: Vec::new(),
            can_lose: false,
            can_recover: false,
            circumstances,
            reporters,
            reasons,
        }
    }

    /// The page of a book in effect and of a lost one.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "document-title");
        let mut active = Self::empty(frame(), Faults::default());
        active.name = "<b>BOLD</b>".to_owned();
        active.rows = vec![(frame().t("document-issued"), "2026-11-22".to_owned())];
        active.mrz = "P<KORHONG<<GILDONG<<<<<<<<<<<<<<<<<<<<<<<<<<\nM123A45678KOR9003150M3611220<<<<<<<<<<<<<<00".to_owned();
        active.has_page = true;
        active.is_downloadable = true;
        active.files = vec![("EF.DG1".to_owned(), 93, "0".repeat(64))];
        active.signer = vec![(frame().t("document-signer-serial"), "01AB".to_owned())];
        active.checks = tree(
            &frame(),
            &serde_json::json!({ "checks": [{
                "id": "passive_authentication", "result": "failed", "checks": [
                    { "id": "data_group_1", "result": "failed", "reason": "hash_mismatch", "detail": "<b>" },
                    { "id": "revocation", "result": "undetermined", "reason": "no_revocation_list" },
                ],
            }] }),
        );
        active.history = vec![(
            "2026-11-22 10:00".to_owned(),
            frame().t("document-handed-over"),
        )];
        active.can_lose = true;
        let mut lost = Self::empty(frame(), Faults::default());
        lost.status = "lost";
        lost.can_recover = true;
        lost.faults.push("", frame().t("lost-fault-incomplete"));
        vec![active, lost]
    }
}

/// What is known of a book besides its holder.
fn rows(
    frame: &Frame,
    found: &crate::service::find_document::DocumentView,
) -> Vec<(String, String)> {
    let row = &found.row;
    vec![
        (frame.t("document-since"), shown(row.status_since)),
        (
            frame.t("document-application"),
            row.application_number.to_string(),
        ),
        (frame.t("document-issued"), row.issue_date.to_string()),
        (frame.t("document-until"), row.valid_until.to_string()),
        (
            frame.t("document-post"),
            found.post.as_ref().map_or_else(
                || row.post_id.clone(),
                |post| frame.language.pick(&post.name_ko, &post.name_en).to_owned(),
            ),
        ),
        (frame.t("document-blank"), row.blank_serial.clone()),
    ]
}

fn history(
    frame: &Frame,
    found: &crate::service::find_document::DocumentView,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for each in &found.inspections {
        let verdict = word_of(frame, "production-verdict", &each.verdict);
        all.push((each.at, frame.t1("document-inspected", "verdict", verdict)));
    }
    if let Some(each) = &found.hand_over {
        all.push((each.at, frame.t("document-handed-over")));
    }
    for each in &found.losses {
        let how = word_of(frame, "lost-circumstances", each.circumstances.as_str());
        all.push((
            each.reported_at,
            frame.t1("document-reported-lost", "how", how),
        ));
        if let Some(at) = each.recovered_at {
            all.push((at, frame.t("document-recovered")));
        }
    }
    all.sort();
    all.into_iter()
        .map(|(at, words)| (shown(at), words))
        .collect()
}

/// A report's checks, depth first.
fn tree(frame: &Frame, report: &Value) -> Vec<Checked> {
    fn walk(frame: &Frame, checks: &Value, depth: usize, lines: &mut Vec<Checked>) {
        for check in checks.as_array().into_iter().flatten() {
            lines.push(Checked::new(frame, depth, check));
            let parts = check.get("checks").unwrap_or(&Value::Null);
            walk(frame, parts, depth + 1, lines);
        }
    }
    let mut lines = Vec::new();
    let checks = report.get("checks").unwrap_or(&Value::Null);
    walk(frame, checks, 0, &mut lines);
    lines
}
