use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::make::number_of;
use crate::domain::{
    ApplicationNumber, DocumentNumber, Identification, OldBook, Recipient, StaffRole,
};
use crate::service::Deps;
use crate::service::hand_over_passport::{HandOverPassport, hand_over_passport, view_hand_over};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::page::case::tabs;
use crate::web::render::{render_with, see_other_done};
use crate::web::words::{choices, faults_of};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/cases/{number}/hand-over", get().to(show))
        .route("/cases/{number}/hand-over", post().to(submit));
}

/// `GET /cases/{no}/hand-over`.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(&request, "production-hand-over-title");
    let entered = Entered::default();
    page(
        frame,
        &officer,
        &deps,
        &number_of(&path)?,
        Faults::default(),
        entered,
    )
    .await
}

#[derive(Debug, Default, Deserialize)]
struct Entered {
    #[serde(default)]
    document: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    recipient: String,
    #[serde(default)]
    identified_by: String,
    #[serde(default)]
    old_book: String,
}

/// `POST /cases/{no}/hand-over`.
async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&path)?;
    let frame = officer.frame(&request, "production-hand-over-title");
    let entered = form.into_inner();
    let mut faults = Faults::default();
    let recipient = Recipient::parse(&entered.recipient);
    let identified_by = Identification::parse(&entered.identified_by);
    for (field, is_there) in [
        ("recipient", recipient.is_some()),
        ("identified_by", identified_by.is_some()),
    ] {
        if !is_there {
            faults.push(field, frame.t("production-fault-choose"));
        }
    }
    let (Some(recipient), Some(identified_by)) = (recipient, identified_by) else {
        return page(frame, &officer, &deps, &number, faults, entered).await;
    };
    let command = HandOverPassport {
        document: DocumentNumber::parse(&entered.document).map_err(|_| WebError::NotFound)?,
        version: entered.version,
        recipient,
        identified_by,
        old_book: OldBook::parse(&entered.old_book),
    };
    match hand_over_passport(&deps, &officer.actor, command).await {
        Ok(()) => Ok(see_other_done(
            &format!("/cases/{number}/hand-over"),
            "done-handed-over",
        )),
        Err(error) => {
            let faults = faults_of(&frame, error)?;
            page(frame, &officer, &deps, &number, faults, entered).await
        }
    }
}

async fn page(
    frame: Frame,
    officer: &Officer,
    deps: &Deps,
    number: &ApplicationNumber,
    faults: Faults,
    entered: Entered,
) -> Result<HttpResponse, WebError> {
    let found = view_hand_over(deps, &officer.actor, number).await?;
    let mut view = HandOverView::empty(frame, number.to_string(), faults, entered);
    if let Some(found) = found {
        view.document = found.book.number.to_string();
        view.version = found.book.version;
        let (ko, en) = (&found.book.name_ko, &found.book.name_en);
        view.name = view.frame.language.pick(ko, en).to_owned();
        view.status = found.book.status.as_str();
        view.is_green = found.is_green;
        view.old = found
            .old
            .iter()
            .map(|each| each.number.to_string())
            .collect();
        view.is_done = found.done.is_some();
        view.can = officer.actor.is(StaffRole::HandOverClerk) && found.is_green && !view.is_done;
    }
    let status = if view.faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render_with(status, &view)
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/production/hand_over.html")]
pub struct HandOverView {
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    faults: Faults,
    entered: Entered,
    number: String,
    document: String,
    version: i64,
    name: String,
    status: &'static str,
    is_green: bool,
    is_done: bool,
    can: bool,
    old: Vec<String>,
    recipients: Vec<(String, String)>,
    identifications: Vec<(String, String)>,
    old_books: Vec<(String, String)>,
}

impl HandOverView {
    fn empty(frame: Frame, number: String, faults: Faults, entered: Entered) -> Self {
        let with_none = |list: Vec<(String, String)>| {
            let mut all = vec![(String::new(), frame.t("production-answer-choose"))];
            all.extend(list);
            all
        };
        let recipients = with_none(choices(
            &frame,
            "production-recipient",
            Recipient::ALL.iter().map(|each| each.as_str()),
        ));
        let identifications = with_none(choices(
            &frame,
            "production-identification",
            Identification::ALL.iter().map(|each| each.as_str()),
        ));
        let old_books = with_none(choices(
            &frame,
            "production-old-book",
            OldBook::ALL.iter().map(|each| each.as_str()),
        ));
        Self {
            tabs: tabs(&frame, &number, "production"),
            frame,
            faults,
            entered,
            number,
            document: String::new(),
            version: 0,
            name: String::new(),
            status: "approved",
            is_green: false,
            is_done: false,
            can: false,
            old: Vec::new(),
            recipients,
            identifications,
            old_books,
        }
    }

    /// The page without a book, ready, and done.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "production-hand-over-title");
        let number = || "20261122-AABBCCDDEE".to_owned();
        let none = Self::empty(frame(), number(), Faults::default(), Entered::default());
        let mut ready = Self::empty(frame(), number(), Faults::default(), Entered::default());
        ready.document = "M123A4567".to_owned();
        ready.name = "<b>BOLD</b>".to_owned();
        ready.status = "checked";
        ready.is_green = true;
        ready.can = true;
        ready.old = vec!["M00000001".to_owned()];
        ready
            .faults
            .push("old_book", frame().t("production-fault-old-book"));
        let mut done = Self::empty(frame(), number(), Faults::default(), Entered::default());
        done.document = "M123A4567".to_owned();
        done.status = "active";
        done.is_done = true;
        vec![none, ready, done]
    }
}
