//! `/cases/{number}/decision`: what the law proposes, what was looked at, and the examiner's signature.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

use super::head::Head;
use super::summary::CheckView;
use super::words::{LawView, citation, coded, instant, person};
use super::{Kept, Numbered, number, overtaken};
use crate::domain::{ApplicationNumber, StaffRole};
use crate::service::ApprovalStatement;
use crate::service::application::view_application;
use crate::service::decide_application::{
    ApproveApplication, DecisionView, ToApprove, approve_application, inspect_case,
    prepare_approval, view_decisions,
};
use crate::service::{ServiceError, Step};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other_done};
use crate::web::signing::{Signing, SigningOf};
use crate::web::words::refusal;

/// `GET`: the proposal, and what this officer may do about it.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    page(&request, &officer, &deps, &number, Faults::default(), "").await
}

/// What the approval form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    version: i64,
    statement: String,
    signature: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    humanitarian: Option<String>,
}

/// `POST`: the approval, by the examiner's signature.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let statement = BASE64
        .decode(&form.statement)
        .map_err(|error| WebError::Malformed(error.to_string()))?;
    let command = ApproveApplication {
        number: number.clone(),
        version: form.version,
        statement,
        signature: form.signature.clone(),
        is_humanitarian: form.humanitarian.is_some(),
        note: form.note.clone(),
    };
    match approve_application(&deps, &officer.actor, command).await {
        Ok(_) => Ok(see_other_done(&format!("/cases/{number}"), "done-approved")),
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &faults);
            page(&request, &officer, &deps, &number, faults, &form.note).await
        }
        Err(error) => {
            overtaken(
                &request,
                &officer,
                &deps,
                &number,
                form.version,
                &form.note,
                error,
            )
            .await
        }
    }
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Kept,
    number: &ApplicationNumber,
    faults: Faults,
    note: &str,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "case-tab-decision");
    let view = view_application(deps, &officer.actor, number).await?;
    let decisions = view_decisions(deps, &officer.actor, number).await?;
    let checks = inspect_case(deps, &officer.actor, number).await?;
    let open = Step::Decide.is_open_in(view.status);
    let examiner = officer.actor.is(StaffRole::Examiner);
    let mut approve = None;
    let mut against = Faults::default();
    let mut why_not = String::new();
    if open && examiner {
        match prepare_approval(deps, &officer.actor, number).await {
            Ok(ready) => {
                against = Faults::new(officer.language, &ready.faults);
                approve = Some(Approve::new(&frame, deps, officer, ready).await?);
            }
            Err(ServiceError::Invalid(found)) => against = Faults::new(officer.language, &found),
            Err(ServiceError::SamePerson { .. }) => why_not = frame.t("case-why-own"),
            Err(ServiceError::Refused(key)) => why_not = refusal(&frame, &key),
            Err(error) => return Err(error.into()),
        }
    } else if open {
        why_not = frame.t1("case-why-role", "roles", frame.role(&StaffRole::Examiner));
    }
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = DecisionPage {
        head: Head::new(&frame, &view, "decision"),
        law: view
            .law
            .as_ref()
            .ok()
            .map(|answer| LawView::new(&frame, answer)),
        checks: checks
            .iter()
            .map(|check| CheckView::new(&frame, check))
            .collect(),
        decisions: decisions
            .iter()
            .map(|decision| DecisionLine::new(&frame, decision))
            .collect(),
        may_act: open && examiner && why_not.is_empty(),
        may_release: open && officer.actor.is(StaffRole::Supervisor),
        approve,
        against,
        why_not,
        note: note.to_owned(),
        faults,
        frame,
    };
    render_with(status, &page)
}

/// The approval form.
#[derive(Debug)]
struct Approve {
    version: i64,
    needs_reason: bool,
    humanitarian: bool,
    signing: Signing,
}

impl Approve {
    async fn new(
        frame: &Frame,
        deps: &Kept,
        officer: &Officer,
        ready: ToApprove,
    ) -> Result<Self, WebError> {
        use crate::service::decide_application::{CheckId, CheckResult};
        let restricted = ready
            .checks
            .iter()
            .any(|check| check.id == CheckId::Restriction && check.result == CheckResult::Stands);
        let signing = Signing::new(
            frame,
            deps,
            &officer.actor,
            SigningOf {
                statement: &ready.to_sign.statement_canonical,
                record: &ready.to_sign.record_canonical,
                schema: ApprovalStatement::SCHEMA,
                digest_field: "record_sha256",
                role: "approval",
                application: ready.record.application_number.as_str(),
            },
        )
        .await?;
        Ok(Self {
            version: ready.version,
            needs_reason: ready.needs_reason,
            humanitarian: restricted,
            signing,
        })
    }
}

/// An earlier decision.
#[derive(Debug)]
struct DecisionLine {
    at: String,
    who: String,
    outcome: String,
    reasons: String,
    citation: String,
    note: String,
}

impl DecisionLine {
    fn new(frame: &Frame, decision: &DecisionView) -> Self {
        Self {
            at: instant(decision.at),
            who: person(frame, &decision.officer),
            outcome: coded(frame, "decision", &decision.outcome),
            reasons: decision
                .reasons
                .iter()
                .map(|reason| coded(frame, "decide-reason", reason))
                .collect::<Vec<_>>()
                .join(", "),
            citation: citation(frame, decision.citation.as_deref().unwrap_or_default()),
            note: decision.content.note.clone(),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "page/case/decision.html")]
struct DecisionPage {
    frame: Frame,
    head: Head,
    law: Option<LawView>,
    checks: Vec<CheckView>,
    decisions: Vec<DecisionLine>,
    approve: Option<Approve>,
    against: Faults,
    may_act: bool,
    may_release: bool,
    why_not: String,
    note: String,
    faults: Faults,
}
