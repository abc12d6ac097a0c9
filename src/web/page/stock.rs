//! `/stock`: blank books received, moved, counted, spoiled and destroyed.

use actix_web::http::StatusCode;
use actix_web::web::{Data, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::{PassportKind, SpoilReason, StaffRole};
use crate::service::manage_stock::{
    CountBlanks, MoveBlanks, ReceiveBlanks, count_blanks, destroy_blank, move_blanks,
    receive_blanks, spoil_one, view_stock,
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
use crate::web::words::{choices, faults_of};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/stock", get().to(show))
        .route("/stock", post().to(change));
}

/// `GET /stock`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    page(&request, &officer, &deps, None).await
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    error: Option<ServiceError>,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "stock-title");
    let faults = match error {
        Some(error) => faults_of(&frame, error)?,
        None => Faults::default(),
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let found = view_stock(deps, &officer.actor).await?;
    let mut view = StockView::empty(frame, faults);
    view.can = officer.actor.is(StaffRole::StockKeeper);
    fill(&mut view, &found, &officer.actor.post);
    render_with(status, &view)
}

/// Puts the shelves of a post into the view.
fn fill(view: &mut StockView, found: &crate::service::manage_stock::StockView, own_post: &str) {
    let language = view.frame.language;
    let name_of = |id: &str| {
        let post = found.posts.iter().find(|post| post.id == id);
        post.map_or_else(
            || id.to_owned(),
            |post| language.pick(&post.name_ko, &post.name_en).to_owned(),
        )
    };
    view.lines = found
        .stock
        .iter()
        .map(|of| Line {
            post: name_of(&of.post),
            kind: of.kind.as_str(),
            numbers: [of.in_stock, of.drawn, of.used, of.spoiled, of.destroyed],
            is_low: of.is_low(),
        })
        .collect();
    view.spoiled = found
        .spoiled
        .iter()
        .map(|row| {
            let asked = row.destruction_asked_by.clone().unwrap_or_default();
            (row.serial.clone(), asked)
        })
        .collect();
    view.counts = found
        .counts
        .iter()
        .map(|row| {
            let at = shown(row.at);
            (
                at,
                row.kind.as_str(),
                row.expected,
                row.counted,
                row.officer.clone(),
            )
        })
        .collect();
    view.posts = found
        .posts
        .iter()
        .filter(|post| post.id != own_post)
        .map(|post| (post.id.clone(), name_of(&post.id)))
        .collect();
}

#[derive(Debug, Deserialize)]
struct Entered {
    step: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    first: String,
    #[serde(default)]
    last: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    counted: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    serial: String,
    #[serde(default)]
    reason: String,
}

/// `POST /stock`: one step, named by the form.
async fn change(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    match carry_out(&officer, &deps, form.into_inner()).await {
        Ok(done) => Ok(see_other_done("/stock", done)),
        Err(error) => page(&request, &officer, &deps, Some(error)).await,
    }
}

async fn carry_out(
    officer: &Officer,
    deps: &Deps,
    entered: Entered,
) -> Result<&'static str, ServiceError> {
    let actor = &officer.actor;
    let incomplete = || ServiceError::Refused("stock-fault-incomplete".to_owned());
    let kind = PassportKind::parse(&entered.kind);
    let (first, last) = (
        entered.first.trim().to_owned(),
        entered.last.trim().to_owned(),
    );
    let serial = entered.serial.trim();
    match entered.step.as_str() {
        "receive" => {
            let kind = kind.ok_or_else(incomplete)?;
            receive_blanks(deps, actor, ReceiveBlanks { kind, first, last }).await?;
            Ok("done-stock-received")
        }
        "move" => {
            let to = entered.to;
            move_blanks(deps, actor, MoveBlanks { first, last, to }).await?;
            Ok("done-stock-moved")
        }
        "count" => {
            let command = CountBlanks {
                kind: kind.ok_or_else(incomplete)?,
                counted: entered.counted.trim().parse().map_err(|_| incomplete())?,
                note: Some(entered.note),
            };
            count_blanks(deps, actor, command).await?;
            Ok("done-stock-counted")
        }
        "spoil" => {
            let reason = SpoilReason::parse(&entered.reason).ok_or_else(incomplete)?;
            spoil_one(deps, actor, serial, reason).await?;
            Ok("done-stock-spoiled")
        }
        "destroy" => {
            destroy_blank(deps, actor, serial).await?;
            Ok("done-stock-destroyed")
        }
        _ => Err(incomplete()),
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/stock/stock.html")]
pub struct StockView {
    frame: Frame,
    faults: Faults,
    can: bool,
    lines: Vec<Line>,
    spoiled: Vec<(String, String)>,
    counts: Vec<(String, &'static str, i64, i64, String)>,
    posts: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
}

#[derive(Debug)]
struct Line {
    post: String,
    kind: &'static str,
    /// On the shelf, drawn, used, spoiled, destroyed.
    numbers: [i64; 5],
    is_low: bool,
}

impl StockView {
    fn empty(frame: Frame, faults: Faults) -> Self {
        let kinds = PassportKind::ALL
            .into_iter()
            .filter(|kind| kind.booklet() == *kind)
            .map(|kind| (kind.as_str().to_owned(), frame.kind(kind.as_str())))
            .collect();
        let reasons = choices(
            &frame,
            "stock-reason",
            [
                SpoilReason::Defective,
                SpoilReason::ChipDead,
                SpoilReason::Missing,
            ]
            .map(SpoilReason::as_str),
        );
        Self {
            frame,
            faults,
            can: false,
            lines: Vec::new(),
            spoiled: Vec::new(),
            counts: Vec::new(),
            posts: Vec::new(),
            kinds,
            reasons,
        }
    }

    /// The page of a reader and of a keeper.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "stock-title");
        let empty = Self::empty(frame(), Faults::default());
        let mut full = Self::empty(frame(), Faults::default());
        full.can = true;
        full.faults.push("first", frame().t("stock-fault-serial"));
        full.lines = vec![Line {
            post: "<b>Tokyo</b>".to_owned(),
            kind: "ordinary",
            numbers: [3, 1, 100, 2, 1],
            is_low: true,
        }];
        full.spoiled = vec![
            ("ORDINARY-00001".to_owned(), String::new()),
            ("ORDINARY-00002".to_owned(), "kim".to_owned()),
        ];
        full.counts = vec![(
            "2026-11-22 10:00".to_owned(),
            "ordinary",
            4,
            3,
            "lee".to_owned(),
        )];
        full.posts = vec![("osaka".to_owned(), "Osaka".to_owned())];
        vec![empty, full]
    }
}
