use actix_web::web::{Data, Query, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::StaffRole;
use crate::service::Deps;
use crate::service::find_document::find_document;
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::render;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/documents", get().to(show));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /documents?q=`: by number, application or name.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    asked: Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let text: String = asked.q.trim().chars().take(100).collect();
    let found = find_document(&deps, &officer.actor, &text).await?;
    let frame = officer.frame(&request, "document-find-title");
    let lines = found
        .iter()
        .map(|row| Line {
            number: row.number.to_string(),
            name: frame.language.pick(&row.name_ko, &row.name_en).to_owned(),
            kind: row.kind.as_str(),
            status: row.status.as_str(),
            issued: row.issue_date.to_string(),
            until: row.valid_until.to_string(),
        })
        .collect();
    render(&FindView {
        may_see_uncollected: officer.actor.is(StaffRole::Supervisor),
        frame,
        text,
        lines,
    })
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/document/find.html")]
pub struct FindView {
    frame: Frame,
    text: String,
    lines: Vec<Line>,
    may_see_uncollected: bool,
}

#[derive(Debug)]
struct Line {
    number: String,
    name: String,
    kind: &'static str,
    status: &'static str,
    issued: String,
    until: String,
}

impl FindView {
    /// The page before a search, without a hit, and with one.
    pub fn samples(language: Language) -> Vec<Self> {
        let view = |text: &str, lines| Self {
            frame: Frame::sample(language, "document-find-title"),
            text: text.to_owned(),
            lines,
            may_see_uncollected: true,
        };
        let line = Line {
            number: "M123A4567".to_owned(),
            name: "<b>BOLD</b>".to_owned(),
            kind: "travel_certificate",
            status: "lost",
            issued: "2026-11-22".to_owned(),
            until: "2036-11-22".to_owned(),
        };
        vec![
            view("", Vec::new()),
            view("<b>", Vec::new()),
            view("M1", vec![line]),
        ]
    }
}
