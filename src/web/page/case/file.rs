//! The other tabs of a case: documents, people, history; `production` has the one in which the book is made.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::head::Head;
use super::words::{coded, instant, person};
use super::{Kept, Line, Numbered, number};
use crate::service::application::{ApplicationView, view_application};
use crate::service::history::{earlier_documents, history as of_case};
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::render;

/// `GET …/documents`: every document of the person.
pub(super) async fn documents(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let frame = officer.frame(&request, "case-tab-documents");
    let view = view_application(&deps, &officer.actor, &number).await?;
    let documents = earlier_documents(&deps, &officer.actor, &number)
        .await?
        .into_iter()
        .map(|document| DocumentLine {
            kind: coded(&frame, "kind", document.kind),
            here: document.application == number,
            number: document.number,
            status: document.status,
            issued: document.issue_date.to_string(),
            until: document.valid_until.to_string(),
        })
        .collect();
    render(&DocumentsView {
        head: Head::new(&frame, &view, "documents"),
        documents,
        frame,
    })
}

#[derive(Debug)]
struct DocumentLine {
    number: String,
    kind: String,
    status: &'static str,
    issued: String,
    until: String,
    here: bool,
}

#[derive(Debug, Template)]
#[template(path = "page/case/documents.html")]
pub(in crate::web::page) struct DocumentsView {
    frame: Frame,
    head: Head,
    documents: Vec<DocumentLine>,
}

/// `GET …/people`: the applicant, and the officers who had the case.
pub(super) async fn people(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let frame = officer.frame(&request, "case-tab-people");
    let view = view_application(&deps, &officer.actor, &number).await?;
    let mut rows = vec![
        (
            frame.t("case-person"),
            view.person
                .clone()
                .unwrap_or_else(|| frame.t("case-person-unknown")),
        ),
        (frame.t("case-name-ko"), view.name_ko.clone()),
        (frame.t("case-name-en"), view.name_en.clone()),
        (frame.t("case-taken-by"), person(&frame, &view.taken_by)),
    ];
    if let Some(decided_by) = &view.decided_by {
        rows.push((frame.t("case-decided-by"), person(&frame, decided_by)));
    }
    rows.extend(view.approvals.iter().map(|approval| {
        (
            coded(&frame, "case-signed", &approval.role),
            format!(
                "{} · {}",
                signed_by(&frame, &view, &approval.officer),
                instant(approval.signed_at)
            ),
        )
    }));
    render(&PeopleView {
        head: Head::new(&frame, &view, "people"),
        others: view.duplicates.applications.clone(),
        rows,
        frame,
    })
}

/// The name of who signed, where the case knows it; the identifier otherwise.
fn signed_by(frame: &Frame, view: &ApplicationView, officer: &str) -> String {
    std::iter::once(&view.taken_by)
        .chain(&view.decided_by)
        .find(|known| known.id == officer)
        .map_or_else(|| officer.to_owned(), |known| person(frame, known))
}

#[derive(Debug, Template)]
#[template(path = "page/case/people.html")]
pub(in crate::web::page) struct PeopleView {
    frame: Frame,
    head: Head,
    rows: Vec<(String, String)>,
    others: Vec<String>,
}

/// `GET …/history`: what happened, from the journal.
pub(super) async fn history(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Numbered,
) -> Result<HttpResponse, WebError> {
    let number = number(&path)?;
    let frame = officer.frame(&request, "case-tab-history");
    let view = view_application(&deps, &officer.actor, &number).await?;
    let lines = of_case(&deps, &officer.actor, &number)
        .await?
        .iter()
        .rev()
        .map(|entry| Line::new(&frame, entry))
        .collect();
    render(&HistoryView {
        head: Head::new(&frame, &view, "history"),
        lines,
        frame,
    })
}

#[derive(Debug, Template)]
#[template(path = "page/case/history.html")]
pub(in crate::web::page) struct HistoryView {
    frame: Frame,
    head: Head,
    lines: Vec<Line>,
}

impl DocumentsView {
    /// Without and with documents.
    pub(in crate::web::page) fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "case-tab-documents");
        let line = DocumentLine {
            number: "M123A4567".to_owned(),
            kind: frame().kind("ordinary"),
            status: "lost",
            issued: "2026-11-22".to_owned(),
            until: "2036-11-22".to_owned(),
            here: true,
        };
        [Vec::new(), vec![line]]
            .into_iter()
            .map(|documents| Self {
                head: Head::sample(&frame(), "documents"),
                frame: frame(),
                documents,
            })
            .collect()
    }
}

impl PeopleView {
    /// Somebody with another application under way.
    pub(in crate::web::page) fn samples(language: Language) -> Vec<Self> {
        let frame = Frame::sample(language, "case-tab-people");
        vec![Self {
            head: Head::sample(&frame, "people"),
            rows: vec![(frame.t("case-name-en"), "<b>BOLD</b>".to_owned())],
            others: vec!["20261122-1122334455".to_owned()],
            frame,
        }]
    }
}

impl HistoryView {
    /// One thing done, one refused.
    pub(in crate::web::page) fn samples(language: Language) -> Vec<Self> {
        let frame = Frame::sample(language, "case-tab-history");
        vec![Self {
            head: Head::sample(&frame, "history"),
            lines: [false, true]
                .map(|refused| Line::sample(&frame, refused))
                .into(),
            frame,
        }]
    }
}
