//! `/`: what lies on an officer's own desk.

use actix_web::web::{Data, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::work::WorkLine;
use crate::domain::StaffRole;
use crate::service::Deps;
use crate::service::desk::{DeskPile, Pile, my_desk};
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::render;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/", get().to(show));
}

/// `GET /`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    let piles = my_desk(&deps, &officer.actor).await?;
    let takes_applications = officer.actor.is(StaffRole::IntakeClerk);
    render(&DeskView::new(
        officer.frame(&request, "desk-title"),
        &piles,
        takes_applications,
    ))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/desk/desk.html")]
pub struct DeskView {
    frame: Frame,
    takes_applications: bool,
    tiles: Vec<Tile>,
    piles: Vec<PileView>,
}

#[derive(Debug)]
struct Tile {
    word: &'static str,
    href: String,
    total: i64,
}

#[derive(Debug)]
struct PileView {
    word: &'static str,
    href: String,
    more: i64,
    lines: Vec<WorkLine>,
}

impl DeskView {
    fn new(frame: Frame, piles: &[DeskPile], takes_applications: bool) -> Self {
        let href = |pile: Pile| match pile {
            Pile::Drafts | Pile::Returned => "/work?stage=intake&mine=true".to_owned(),
            other => format!("/work?stage={}", other.stage().as_str()),
        };
        Self {
            takes_applications,
            tiles: piles
                .iter()
                .map(|pile| Tile {
                    word: pile.pile.as_str(),
                    href: href(pile.pile),
                    total: pile.total,
                })
                .collect(),
            piles: piles
                .iter()
                .filter(|pile| !pile.items.is_empty())
                .map(|pile| PileView {
                    word: pile.pile.as_str(),
                    href: href(pile.pile),
                    more: pile.total - i64::try_from(pile.items.len()).unwrap_or(0),
                    lines: pile
                        .items
                        .iter()
                        .map(|item| WorkLine::new(item, frame.language))
                        .collect(),
                })
                .collect(),
            frame,
        }
    }

    /// Empty, without any pile, and full.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "desk-title");
        let pile = |pile, total| DeskPile {
            pile,
            total,
            items: Vec::new(),
        };
        let all = [
            Pile::Returned,
            Pile::Drafts,
            Pile::ToDecide,
            Pile::Referred,
            Pile::ToProduce,
            Pile::ToInspect,
            Pile::ToHandOver,
        ];
        let mut full = Self::new(frame(), &all.map(|word| pile(word, 1)), true);
        full.piles = all
            .into_iter()
            .map(|word| PileView {
                word: word.as_str(),
                href: "/work".to_owned(),
                more: 3,
                lines: WorkLine::samples(language),
            })
            .collect();
        vec![
            Self::new(frame(), &[], false),
            Self::new(frame(), &all.map(|word| pile(word, 0)), true),
            full,
        ]
    }
}
