//! `/work`: the work list of a post, its filters in the address.

use actix_web::web::{Data, Query, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::{ApplicationStatus, PassportKind, StaffRole, date_in_seoul};
use crate::service::Deps;
use crate::service::desk::{Stage, WorkItem, WorkList, WorkQuery, work_list};
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::sign_in::encode;
use crate::web::render::render;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/work", get().to(show));
}

/// `GET /work?stage=&q=&mine=&page=`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    asked: Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let query = asked.query();
    let list = work_list(&deps, &officer.actor, &query).await?;
    let mut view = WorkView::new(officer.frame(&request, "work-title"), query, list);
    view.may_produce_all &= officer.actor.is(StaffRole::BureauOperator);
    render(&view)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    stage: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    mine: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn query(&self) -> WorkQuery {
        WorkQuery {
            stage: Stage::parse(&self.stage).unwrap_or(Stage::All),
            text: self.q.trim().chars().take(100).collect(),
            mine: self.mine == "true",
            page: self.page.parse().unwrap_or(1),
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/work/work.html")]
pub struct WorkView {
    frame: Frame,
    stages: Vec<(String, String, bool)>,
    stage: &'static str,
    text: String,
    mine: bool,
    total: i64,
    lines: Vec<WorkLine>,
    page: i64,
    last_page: i64,
    previous: String,
    next: String,
    /// Whether every approved application of the list can be made into a book from here.
    may_produce_all: bool,
}

/// One application, ready to print.
#[derive(Debug, Clone)]
pub struct WorkLine {
    /// The application's number.
    pub number: String,
    /// Where it is worked on.
    pub href: String,
    /// The holder's name in the reader's language.
    pub name: String,
    /// The other name.
    pub other_name: String,
    /// The word of the kind.
    pub kind: &'static str,
    /// The word of the status.
    pub status: &'static str,
    /// The date in Seoul on which it was received.
    pub received: String,
    /// How many days ago that was.
    pub waiting_days: i64,
}

impl WorkLine {
    /// A line in the words of a language.
    pub fn new(item: &WorkItem, language: Language) -> Self {
        let at_counter = matches!(
            item.status,
            ApplicationStatus::Draft | ApplicationStatus::Returned
        );
        let area = if at_counter { "apply" } else { "cases" };
        Self {
            href: format!("/{area}/{}", encode(&item.number)),
            number: item.number.clone(),
            name: language.pick(&item.name_ko, &item.name_en).to_owned(),
            other_name: language.pick(&item.name_en, &item.name_ko).to_owned(),
            kind: item.kind.as_str(),
            status: item.status.as_str(),
            received: date_in_seoul(item.received_at).to_string(),
            waiting_days: item.waiting_days,
        }
    }

    /// A line for samples: a long name, a name that would be markup.
    pub(super) fn samples(language: Language) -> Vec<Self> {
        let item = |name_en: &str, status| WorkItem {
            number: "2026-osaka-000123".to_owned(),
            status,
            kind: PassportKind::TravelCertificate,
            name_ko: "제갈 하늘별님구름햇살".to_owned(),
            name_en: name_en.to_owned(),
            received_at: chrono::DateTime::UNIX_EPOCH,
            waiting_days: 12,
            taken_by: "kim".to_owned(),
        };
        let long = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE";
        ApplicationStatus::ALL
            .into_iter()
            .map(|status| Self::new(&item(long, status), language))
            .chain([Self::new(
                &item("<b>BOLD</b> & \"CO\"", ApplicationStatus::Draft),
                language,
            )])
            .collect()
    }
}

impl WorkView {
    fn new(frame: Frame, query: WorkQuery, list: WorkList) -> Self {
        let address = |stage: Stage, page: i64| {
            let mut address = format!("/work?stage={}", stage.as_str());
            if !query.text.is_empty() {
                address.push_str(&format!("&q={}", encode(&query.text)));
            }
            if query.mine {
                address.push_str("&mine=true");
            }
            if page > 1 {
                address.push_str(&format!("&page={page}"));
            }
            address
        };
        let page = query.page.clamp(1, list.last_page);
        let turn = |to: i64| {
            if (1..=list.last_page).contains(&to) {
                address(query.stage, to)
            } else {
                String::new()
            }
        };
        Self {
            stages: Stage::ALL
                .into_iter()
                .map(|stage| {
                    let words = frame.t(&format!("work-stage-{}", stage.as_str()));
                    (address(stage, 1), words, stage == query.stage)
                })
                .collect(),
            stage: query.stage.as_str(),
            lines: list
                .items
                .iter()
                .map(|item| WorkLine::new(item, frame.language))
                .collect(),
            total: list.total,
            page,
            last_page: list.last_page,
            previous: turn(page - 1),
            next: turn(page + 1),
            may_produce_all: query.stage == Stage::Production
                && list
                    .items
                    .iter()
                    .any(|item| item.status == ApplicationStatus::Approved),
            text: query.text,
            mine: query.mine,
            frame,
        }
    }

    /// Empty, and full of everything.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "work-title");
        let query = |text: &str| WorkQuery {
            stage: Stage::Review,
            text: text.to_owned(),
            mine: true,
            page: 2,
        };
        let list = |last_page| WorkList {
            items: Vec::new(),
            total: 26,
            last_page,
        };
        let mut full = Self::new(frame(), query("\"><script>alert(1)</script>"), list(3));
        full.lines = WorkLine::samples(language);
        full.may_produce_all = true;
        vec![Self::new(frame(), query(""), list(1)), full]
    }
}
