//! `/cases/{number}`: one case, and deciding it.

mod act;
mod decision;
mod file;
mod head;
mod summary;
mod words;

pub(in crate::web::page) use file::{DocumentsView, HistoryView, PeopleView};
pub(in crate::web::page) use head::tabs;

use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::ApplicationNumber;
use crate::service::history::{Happened, changes_since};
use crate::service::{Deps, ServiceError};
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::render_with;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/cases/{number}", get().to(summary::show));
    cfg.route("/cases/{number}/portrait", get().to(summary::portrait));
    cfg.route("/cases/{number}/decision", get().to(decision::show));
    cfg.route("/cases/{number}/decision", post().to(decision::submit));
    cfg.route("/cases/{number}/decision/{act}", get().to(act::show));
    cfg.route("/cases/{number}/decision/{act}", post().to(act::submit));
    cfg.route("/cases/{number}/documents", get().to(file::documents));
    cfg.route("/cases/{number}/people", get().to(file::people));
    cfg.route("/cases/{number}/history", get().to(file::history));
}

/// The number in a path; what is none is no page.
fn number(path: &str) -> Result<ApplicationNumber, WebError> {
    ApplicationNumber::parse(path).map_err(|_| WebError::NotFound)
}

/// Somebody else was faster: who changed what, and what was written here, so that nothing is lost.
async fn overtaken(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: &ApplicationNumber,
    seen: i64,
    note: &str,
    error: ServiceError,
) -> Result<HttpResponse, WebError> {
    if !matches!(
        error,
        ServiceError::Conflict { .. } | ServiceError::WrongStatus(_)
    ) {
        return Err(error.into());
    }
    let frame = officer.frame(request, "case-conflict-title");
    let changes = changes_since(deps, &officer.actor, number, seen)
        .await?
        .iter()
        .map(|entry| Line::new(&frame, entry))
        .collect();
    let view = ConflictView {
        number: number.to_string(),
        note: note.to_owned(),
        changes,
        frame,
    };
    render_with(actix_web::http::StatusCode::CONFLICT, &view)
}

/// One thing that happened, in words.
#[derive(Debug)]
struct Line {
    at: String,
    who: String,
    what: String,
    detail: String,
    refused: bool,
}

impl Line {
    fn sample(frame: &Frame, refused: bool) -> Self {
        Self {
            at: "2026-11-22 10:00".to_owned(),
            who: "<b>BOLD</b>".to_owned(),
            what: frame.t("journal-approve-application"),
            detail: frame.t("decide-reason-photo"),
            refused,
        }
    }

    fn new(frame: &Frame, entry: &Happened) -> Self {
        Self {
            at: words::instant(entry.at),
            who: words::person(frame, &entry.actor),
            what: words::coded(frame, "journal", &entry.command),
            detail: words::arguments(frame, &entry.arguments),
            refused: entry.effect != crate::service::history::DONE,
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "page/case/conflict.html")]
pub(in crate::web::page) struct ConflictView {
    frame: Frame,
    number: String,
    note: String,
    changes: Vec<Line>,
}

impl ConflictView {
    /// Somebody else was faster while something was being written.
    pub(in crate::web::page) fn samples(language: Language) -> Vec<Self> {
        let frame = Frame::sample(language, "case-conflict-title");
        vec![Self {
            number: "20261122-AABBCCDDEE".to_owned(),
            note: "<script>alert(1)</script>".to_owned(),
            changes: vec![Line::sample(&frame, false)],
            frame,
        }]
    }
}

type Numbered = Path<String>;
type Kept = Data<Deps>;
