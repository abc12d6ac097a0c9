use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::{
    ApplicationNumber, ApplicationStatus, DocumentNumber, DocumentStatus, PhysicalCheck,
    PhysicalFault, ProductionState, SpoilReason, StaffRole,
};
use crate::service::inspect_passport::{InspectPassport, PhysicalAnswer, inspect_passport};
use crate::service::personalise_passport::{
    PersonalisePassport, personalise_passport, produce_batch,
};
use crate::service::production::{Made, ProductionView, view_production};
use crate::service::reopen_application::{ReopenApplication, reopen_application};
use crate::service::{Deps, FieldFault, ServiceError, Step};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::case::tabs;
use crate::web::render::{render, render_with, see_other_done};
use crate::web::words::{choices, faults_of, word_of};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/cases/{number}/production", get().to(show))
        .route("/cases/{number}/production", post().to(make))
        .route("/cases/{number}/inspection", post().to(inspect))
        .route("/cases/{number}/reopening", post().to(reopen))
        .route("/work/produce-all", post().to(make_all));
}

pub(super) fn number_of(text: &str) -> Result<ApplicationNumber, WebError> {
    ApplicationNumber::parse(text).map_err(|_| WebError::NotFound)
}

/// `GET /cases/{no}/production`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let found = view_production(&deps, &officer.actor, &number_of(&path)?).await?;
    let frame = officer.frame(&request, "production-title");
    render(&MakeView::new(frame, &officer, &found, Faults::default()))
}

#[derive(Debug, Deserialize)]
struct Versioned {
    version: i64,
}

/// `POST /cases/{no}/production`: make the book.
async fn make(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Versioned>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let command = PersonalisePassport {
        number: number.clone(),
        version: form.version,
    };
    let here = format!("/cases/{number}/production");
    match personalise_passport(&deps, &officer.actor, command).await {
        Ok(Made::Released { .. }) => Ok(see_other_done(&here, "done-book-made")),
        Ok(Made::Waits { .. }) => Ok(see_other_done(&here, "done-book-waits")),
        Ok(Made::GivenUp { .. }) => Ok(see_other_done(&here, "done-book-given-up")),
        Err(error) => again(&request, &officer, &deps, &number, error).await,
    }
}

/// The page once more, with what stands against the form.
async fn again(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: &ApplicationNumber,
    error: ServiceError,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "production-title");
    let faults = faults_of(&frame, error)?;
    let found = view_production(deps, &officer.actor, number).await?;
    render_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &MakeView::new(frame, officer, &found, faults),
    )
}

#[derive(Debug, Deserialize)]
struct Nothing {}

/// `POST /work/produce-all`: make every book that waits.
async fn make_all(
    officer: Officer,
    deps: Data<Deps>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, WebError> {
    let batch = produce_batch(&deps, &officer.actor).await?;
    let is_whole = batch.refused.is_empty() && batch.released() == batch.made.len();
    let done = if is_whole {
        "done-batch-made"
    } else {
        "done-batch-incomplete"
    };
    Ok(see_other_done("/work?stage=production", done))
}

#[derive(Debug, Deserialize)]
struct Looked {
    document: String,
    version: i64,
    #[serde(default)]
    mrz: String,
}

/// `POST /cases/{no}/inspection`: the book was looked at.
async fn inspect(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Looked>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let physical = PhysicalCheck::ALL
        .iter()
        .filter_map(|check| {
            let said = form.all(check.as_str()).next()?;
            let fault = match said {
                "good" => None,
                word => Some(PhysicalFault::parse(word)?),
            };
            Some(PhysicalAnswer {
                check: *check,
                fault,
            })
        })
        .collect();
    let mrz = form.mrz.trim();
    let command = InspectPassport {
        document: DocumentNumber::parse(&form.document).map_err(|_| WebError::NotFound)?,
        version: form.version,
        mrz_read: (!mrz.is_empty()).then(|| mrz.to_owned()),
        physical,
    };
    let here = format!("/cases/{number}/production");
    match inspect_passport(&deps, &officer.actor, command).await {
        Ok(inspected) if inspected.is_green => Ok(see_other_done(&here, "done-inspected-green")),
        Ok(inspected) if inspected.is_spoiled => {
            Ok(see_other_done(&here, "done-inspected-spoiled"))
        }
        Ok(_) => Ok(see_other_done(&here, "done-inspected-undetermined")),
        Err(error) => again(&request, &officer, &deps, &number, error).await,
    }
}

#[derive(Debug, Deserialize)]
struct Spoiled {
    document: String,
    version: i64,
    #[serde(default)]
    reason: String,
}

/// `POST /cases/{no}/reopening`: a finished book is spoiled, and its case goes back.
async fn reopen(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Spoiled>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let done = match SpoilReason::parse(&form.reason) {
        Some(reason) => {
            let command = ReopenApplication {
                document: DocumentNumber::parse(&form.document).map_err(|_| WebError::NotFound)?,
                version: form.version,
                reason,
            };
            reopen_application(&deps, &officer.actor, command).await
        }
        None => Err(ServiceError::Invalid(vec![FieldFault {
            field: "reason".to_owned(),
            message: "production-fault-choose".to_owned(),
        }])),
    };
    match done {
        Ok(()) => Ok(see_other_done(&format!("/cases/{number}"), "done-reopened")),
        Err(error) => again(&request, &officer, &deps, &number, error).await,
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/production/make.html")]
pub struct MakeView {
    frame: Frame,
    faults: Faults,
    tabs: Vec<(String, String, bool)>,
    number: String,
    version: i64,
    name: String,
    status: &'static str,
    booklet: &'static str,
    in_stock: i64,
    can_make: bool,
    tries: Vec<Try>,
    document: Option<Book>,
    checks: Vec<Look>,
    inspections: Vec<(String, String, String, bool)>,
}

/// What is looked at in a book: its name in the form, its words, and the answers to choose from.
type Look = (String, String, Vec<(String, String)>);

#[derive(Debug)]
struct Try {
    number: String,
    blank: String,
    at: String,
    state: String,
    tone: &'static str,
    problem: String,
    detail: String,
}

#[derive(Debug)]
struct Book {
    number: String,
    version: i64,
    status: &'static str,
    can_inspect: bool,
    can_hand_over: bool,
    can_reopen: bool,
    /// Why a finished book is spoiled.
    reasons: Vec<(String, String)>,
}

/// An instant as a page shows it: in Seoul, to the minute.
pub fn shown(at: chrono::DateTime<chrono::Utc>) -> String {
    let seoul = chrono::FixedOffset::east_opt(9 * 60 * 60);
    seoul.map_or_else(
        || at.format("%Y-%m-%d %H:%M").to_string(),
        |zone| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
    )
}

impl MakeView {
    fn new(frame: Frame, officer: &Officer, found: &ProductionView, faults: Faults) -> Self {
        let is = |role| officer.actor.is(role);
        let document = found.document().map(|row| Book {
            number: row.number.to_string(),
            version: row.version,
            status: row.status.as_str(),
            can_inspect: is(StaffRole::QualityChecker)
                && matches!(
                    row.status,
                    DocumentStatus::Personalised | DocumentStatus::Checked
                ),
            can_hand_over: is(StaffRole::HandOverClerk) && row.status == DocumentStatus::Checked,
            can_reopen: Step::Reopen.roles().iter().any(|role| is(*role))
                && matches!(
                    row.status,
                    DocumentStatus::Personalised | DocumentStatus::Checked
                ),
            reasons: reasons(&frame),
        });
        Self {
            tabs: tabs(&frame, found.number.as_str(), "production"),
            number: found.number.to_string(),
            version: found.version,
            name: frame
                .language
                .pick(&found.name_ko, &found.name_en)
                .to_owned(),
            status: found.status.as_str(),
            booklet: found.booklet.as_str(),
            in_stock: found.in_stock,
            can_make: is(StaffRole::BureauOperator)
                && found.status == ApplicationStatus::Approved
                && found.open().is_none(),
            tries: found
                .tries
                .iter()
                .map(|row| Try::new(&frame, row))
                .collect(),
            document,
            checks: checks(&frame),
            inspections: found
                .inspections
                .iter()
                .map(|row| {
                    let verdict = word_of(&frame, "production-verdict", &row.verdict);
                    (shown(row.at), row.officer.clone(), verdict, row.is_green)
                })
                .collect(),
            faults,
            frame,
        }
    }

    /// The page with something in every part.
    #[allow(clippy::too_many_lines, reason = "a table of samples")]
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "production-title");
        let mut empty = Self {
            frame: frame(),
            faults: Faults::default(),
            tabs: tabs(&frame(), "20261122-AABBCCDDEE", "production"),
            number: "20261122-AABBCCDDEE".to_owned(),
            version: 3,
            name: "<b>BOLD</b>".to_owned(),
            status: "approved",
            booklet: "ordinary",
            in_stock: 12,
            can_make: true,
            tries: Vec::new(),
            document: None,
            checks: checks(&frame()),
            inspections: Vec::new(),
        };
        empty
            .faults
            .push("", frame().t("production-refusal-under-way"));
        let tone = [
            ("prepared", "warning"),
            ("spoiled", "danger"),
            ("released", "success"),
        ];
        let full = Self {
            frame: frame(),
            faults: Faults::default(),
            tabs: tabs(&frame(), "20261122-AABBCCDDEE", "production"),
            number: "20261122-AABBCCDDEE".to_owned(),
            version: 3,
            name: "홍길동".to_owned(),
            status: "personalised",
            booklet: "ordinary",
            in_stock: 0,
            can_make: false,
            tries: tone
                .into_iter()
                .map(|(state, tone)| Try::sample(&frame(), state, tone))
                .collect(),
            document: Some(Book {
                number: "M123A4567".to_owned(),
                version: 1,
                status: "personalised",
                can_inspect: true,
                can_hand_over: true,
                can_reopen: true,
                reasons: reasons(&frame()),
            }),
            checks: checks(&frame()),
            inspections: vec![(
                "2026-11-22 10:00".to_owned(),
                "lee".to_owned(),
                frame().t("production-verdict-valid"),
                true,
            )],
        };
        vec![empty, full]
    }
}

impl Try {
    fn sample(frame: &Frame, state: &str, tone: &'static str) -> Self {
        Self {
            number: "M123A4567".to_owned(),
            blank: "ORDINARY-00001".to_owned(),
            at: "2026-11-22 10:00".to_owned(),
            state: word_of(frame, "production-state", state),
            tone,
            problem: frame.t("production-problem-approval-expired"),
            detail: "the approval of officer `kim` expired".to_owned(),
        }
    }

    fn new(frame: &Frame, row: &crate::service::production::ProductionRow) -> Self {
        let tone = match row.state {
            ProductionState::Prepared => "warning",
            ProductionState::Released => "success",
            ProductionState::Spoiled => "danger",
        };
        Self {
            number: row.document_number.to_string(),
            blank: row.blank_serial.clone(),
            at: shown(row.prepared_at),
            state: word_of(frame, "production-state", row.state.as_str()),
            tone,
            problem: row
                .problem
                .as_deref()
                .map(|word| problem(frame, word))
                .unwrap_or_default(),
            detail: row.problem_detail.clone().unwrap_or_default(),
        }
    }
}

/// What stands against a book and what to do; causes that have no words of their own share one text.
fn problem(frame: &Frame, word: &str) -> String {
    match word {
        "signer_unreachable" | "signer_failed" | "approval_expired" | "law_changed"
        | "no_document_signer" | "clock_set_back" | "intent_too_old" | "officer_disabled"
        | "unknown_officer" | "blank_used" | "number_used" => {
            word_of(frame, "production-problem", word)
        }
        _ => frame.t("production-problem-other"),
    }
}

/// Why an officer spoils a finished book.
fn reasons(frame: &Frame) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), frame.t("production-answer-choose"))];
    all.extend(choices(
        frame,
        "stock-reason",
        [
            SpoilReason::Defective,
            SpoilReason::ChipDead,
            SpoilReason::Missing,
        ]
        .map(SpoilReason::as_str),
    ));
    all
}

/// What is looked at: name, words, answers.
fn checks(frame: &Frame) -> Vec<Look> {
    PhysicalCheck::ALL
        .iter()
        .map(|check| {
            let mut answers = vec![
                (String::new(), frame.t("production-answer-choose")),
                ("good".to_owned(), frame.t("production-answer-good")),
            ];
            answers.extend(choices(
                frame,
                "production-physical",
                PhysicalFault::ALL.iter().map(|fault| fault.as_str()),
            ));
            (
                check.as_str().to_owned(),
                word_of(frame, "production-check", check.as_str()),
                answers,
            )
        })
        .collect()
}
