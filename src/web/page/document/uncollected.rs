use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::{DocumentNumber, StaffRole};
use crate::service::Deps;
use crate::service::hand_over_passport::uncollected;
use crate::service::reopen_application::cancel_uncollected;
use crate::web::error::WebError;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::production::shown;
use crate::web::render::{render, see_other_done};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/documents/uncollected", get().to(show))
        .route("/documents/{number}/uncollected", post().to(cancel));
}

/// `GET /documents/uncollected`: the books that nobody came for in six months.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    officer.actor.needs(&[StaffRole::Supervisor])?;
    let found = uncollected(&deps).await?;
    let frame = officer.frame(&request, "uncollected-title");
    let lines = found
        .iter()
        .map(|row| Line {
            number: row.number.to_string(),
            version: row.version,
            name: frame.language.pick(&row.name_ko, &row.name_en).to_owned(),
            kind: row.kind.as_str(),
            since: shown(row.status_since),
        })
        .collect();
    render(&UncollectedView { frame, lines })
}

#[derive(Debug, Deserialize)]
struct Versioned {
    version: i64,
}

/// `POST /documents/{no}/uncollected`: one of them loses its effect.
async fn cancel(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Versioned>,
) -> Result<HttpResponse, WebError> {
    let number = DocumentNumber::parse(&path).map_err(|_| WebError::NotFound)?;
    cancel_uncollected(&deps, &officer.actor, &number, form.version).await?;
    Ok(see_other_done(
        "/documents/uncollected",
        "done-document-cancelled",
    ))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/document/uncollected.html")]
pub struct UncollectedView {
    frame: Frame,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    number: String,
    version: i64,
    name: String,
    kind: &'static str,
    since: String,
}

impl UncollectedView {
    /// The page without and with books.
    pub fn samples(language: Language) -> Vec<Self> {
        let line = || Line {
            number: "M123A4567".to_owned(),
            version: 4,
            name: "<b>BOLD</b>".to_owned(),
            kind: "travel_certificate",
            since: "2026-05-01 10:00".to_owned(),
        };
        [Vec::new(), vec![line()]]
            .into_iter()
            .map(|lines| Self {
                frame: Frame::sample(language, "uncollected-title"),
                lines,
            })
            .collect()
    }
}
