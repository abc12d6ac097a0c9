//! `/cases/{number}`: who, what, the photo beside the last ones, what the law says, what can be done next.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::head::{Head, NextStep, next_steps};
use super::words::{LawView, coded, fact, instant, person, value};
use super::{Kept, Numbered, number};
use crate::domain::ResidentNumber;
use crate::service::application::{ApplicationView, portrait as portrait_of, view_application};
use crate::service::decide_application::{Check, inspect_case};
use crate::service::history::earlier_documents;
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::render;

/// `GET`: the case at a glance.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let frame = officer.frame(&request, "case-tab-summary");
    let view = view_application(&deps, &officer.actor, &number).await?;
    let checks = inspect_case(&deps, &officer.actor, &number).await?;
    let earlier = earlier_documents(&deps, &officer.actor, &number).await?;
    let me = officer.actor.id.as_str();
    let rows = particulars(&frame, &view);
    let facts = view
        .facts
        .iter()
        .filter(|(name, _)| !SAID_ABOVE.contains(&name.as_str()))
        .map(|(name, told)| (fact(&frame, name), value(&frame, told)))
        .collect();
    let photos = earlier
        .iter()
        .filter(|document| document.application != number)
        .map(|document| {
            (
                document.application.to_string(),
                document.issue_date.to_string(),
            )
        })
        .take(MOST_PHOTOS)
        .collect();
    render(&SummaryView {
        head: Head::new(&frame, &view, ""),
        rows,
        facts,
        has_photo: view.photo.is_some(),
        photos,
        law: view
            .law
            .as_ref()
            .ok()
            .map(|answer| LawView::new(&frame, answer)),
        checks: checks
            .iter()
            .map(|check| CheckView::new(&frame, check))
            .collect(),
        missing: Faults::new(frame.language, &view.faults),
        steps: next_steps(&frame, &view, me),
        frame,
    })
}

/// Who asks, and how it came here; what is not known is left away.
fn particulars(frame: &Frame, view: &ApplicationView) -> Vec<(String, String)> {
    let draft = &view.draft;
    let row = |key: &str, value: String| (frame.t(key), value);
    [
        row("record-holder-birth", draft.birth.clone()),
        row(
            "record-holder-sex",
            coded(frame, "case-sex", &draft.sex.to_lowercase()),
        ),
        row(
            "record-holder-resident-number",
            masked(&draft.resident_number),
        ),
        row("record-holder-nationality", draft.nationality.clone()),
        row("record-application-date", view.application_date.to_string()),
        row("case-received", instant(view.received_at)),
        row("case-taken-by", person(frame, &view.taken_by)),
        row(
            "record-post",
            frame.language.pick(&view.post_ko, &view.post_en).to_owned(),
        ),
        row("case-attempt", view.attempt.to_string()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

const MOST_PHOTOS: usize = 3;
/// Facts that the page shows among the particulars already.
const SAID_ABOVE: &[&str] = &["birth", "sex", "kind", "date"];

/// `GET …/portrait`: the portrait as it goes on the chip.
pub(super) async fn portrait(
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let bytes = portrait_of(&deps, &officer.actor, &number)
        .await?
        .ok_or(WebError::NotFound)?;
    let media = if bytes.starts_with(&[0xff, 0xd8]) {
        "image/jpeg"
    } else {
        "image/jp2"
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media))
        .body(bytes.to_vec()))
}

fn masked(number: &str) -> String {
    ResidentNumber::parse(number.trim()).map_or_else(|_| String::new(), |number| number.masked())
}

/// One check in words.
#[derive(Debug)]
pub(super) struct CheckView {
    pub(super) name: String,
    pub(super) result: String,
    pub(super) kind: &'static str,
    pub(super) details: Vec<String>,
}

impl CheckView {
    pub(super) fn new(frame: &Frame, check: &Check) -> Self {
        use crate::service::decide_application::CheckResult as R;
        Self {
            name: frame.t(&format!("check-{}", check.id.as_str())),
            result: frame.t(&format!("check-result-{}", check.result.as_str())),
            kind: match check.result {
                R::Clear => "success",
                R::Notice => "info",
                R::Unknown => "warning",
                R::Stands => "danger",
            },
            details: check
                .details
                .iter()
                .map(|(code, value)| {
                    let value = match *code {
                        "register-differs" => coded(frame, "record-holder", value),
                        "release-reason" => coded(frame, "release-reason", value),
                        "photo-warning" => coded(frame, "photo-warning", value),
                        "explained" => coded(frame, "apply-duplicate", value),
                        _ => value.clone(),
                    };
                    frame.t1(&format!("check-detail-{code}"), "value", value)
                })
                .collect(),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "page/case/summary.html")]
struct SummaryView {
    frame: Frame,
    head: Head,
    rows: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    has_photo: bool,
    photos: Vec<(String, String)>,
    law: Option<LawView>,
    checks: Vec<CheckView>,
    missing: Faults,
    steps: Vec<NextStep>,
}
