use actix_web::web::{Data, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::service::Deps;
use crate::service::report_loss::latest_losses;
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::production::shown;
use crate::web::render::render;
use crate::web::words::word_of;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/lost", get().to(show));
}

/// `GET /lost`: the latest reports, and the way to a new one.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    let losses = latest_losses(&deps, &officer.actor).await?;
    let frame = officer.frame(&request, "lost-title");
    let lines = losses
        .iter()
        .map(|row| Line {
            number: row.document_number.to_string(),
            lost_on: row.lost_on.to_string(),
            place: format!("{} ({})", row.place, row.country),
            how: word_of(&frame, "lost-circumstances", row.circumstances.as_str()),
            reported: shown(row.reported_at),
            is_found: row.recovered_at.is_some(),
        })
        .collect();
    render(&LostView { frame, lines })
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/lost/lost.html")]
pub struct LostView {
    frame: Frame,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    number: String,
    lost_on: String,
    place: String,
    how: String,
    reported: String,
    is_found: bool,
}

impl LostView {
    /// The page without and with reports.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "lost-title");
        let line = |is_found| Line {
            number: "M123A4567".to_owned(),
            lost_on: "2026-11-20".to_owned(),
            place: "<b>Shinjuku</b> (JPN)".to_owned(),
            how: frame().t("lost-circumstances-theft"),
            reported: "2026-11-22 10:00".to_owned(),
            is_found,
        };
        [Vec::new(), vec![line(true), line(false)]]
            .into_iter()
            .map(|lines| Self {
                frame: frame(),
                lines,
            })
            .collect()
    }
}
