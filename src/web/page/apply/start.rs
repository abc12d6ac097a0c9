use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::input::Input;
use crate::domain::{PassportKind, PassportUse, StaffRole};
use crate::register::Sought;
use crate::service::draft::read_date;
use crate::service::start_application::{
    Found, RegisterSaid, StartApplication, StartBy, search_people, start_application,
};
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other_done};

/// `GET /apply/new`: who it is, and what is asked for.
pub(super) async fn show(request: HttpRequest, officer: Officer) -> Result<HttpResponse, WebError> {
    officer.actor.needs(&[StaffRole::IntakeClerk])?;
    let frame = officer.frame(&request, "apply-start-title");
    page(frame, StatusCode::OK, &Entered::default(), &[], None)
}

/// What was entered. Nothing of it ever stands in an address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entered {
    /// `hand`, when nothing is to be looked up.
    by: String,
    mrz: String,
    resident_number: String,
    surname_ko: String,
    given_names_ko: String,
    birth: String,
    /// Which of the people found.
    place: String,
    kind: String,
    #[serde(rename = "use")]
    usage: String,
}

/// `POST /apply/new`: begins, or shows the people of a name.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let entered = form.into_inner();
    let frame = officer.frame(&request, "apply-start-title");
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let command = match command(&entered) {
        Ok(Wanted::Start(command)) => command,
        Ok(Wanted::Search(sought)) => {
            return match search_people(&deps, &officer.actor, sought).await {
                Ok(found) => page(frame, StatusCode::OK, &entered, &[], Some(found)),
                Err(ServiceError::Refused(key)) => page(
                    frame,
                    unprocessable,
                    &entered,
                    &[fault("surname_ko", &key)],
                    None,
                ),
                Err(error) => Err(error.into()),
            };
        }
        Err(faults) => return page(frame, unprocessable, &entered, &faults, None),
    };
    match start_application(&deps, &officer.actor, command).await {
        Ok(started) => {
            let done = match started.register {
                RegisterSaid::Known => "done-apply-register-known",
                RegisterSaid::Nobody => "done-apply-register-nobody",
                RegisterSaid::Unreachable => "done-apply-register-unreachable",
                RegisterSaid::NotAsked => "done-apply-started",
            };
            let path = match started.register {
                RegisterSaid::Known => format!("/apply/{}", started.number),
                _ => format!("/apply/{}/person", started.number),
            };
            Ok(see_other_done(&path, done))
        }
        Err(ServiceError::Invalid(faults)) => page(frame, unprocessable, &entered, &faults, None),
        Err(error) => Err(error.into()),
    }
}

enum Wanted {
    Start(StartApplication),
    Search(Sought),
}

fn command(entered: &Entered) -> Result<Wanted, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let kind = PassportKind::parse(&entered.kind);
    if kind.is_none() {
        faults.push(fault("kind", "fault-choose"));
    }
    let by = match way(entered) {
        "mrz" => Some(StartBy::Mrz(entered.mrz.clone())),
        "resident_number" => Some(StartBy::ResidentNumber(entered.resident_number.clone())),
        "hand" => Some(StartBy::Hand),
        "name" => match sought(entered, &mut faults) {
            Some(sought) => match entered.place.parse() {
                Ok(place) => Some(StartBy::Name(sought, place)),
                Err(_) if faults.is_empty() => return Ok(Wanted::Search(sought)),
                Err(_) => None,
            },
            None => None,
        },
        _ => {
            faults.push(fault("mrz", "fault-start-empty"));
            None
        }
    };
    match (kind, by) {
        (Some(kind), Some(by)) if faults.is_empty() => Ok(Wanted::Start(StartApplication {
            kind,
            usage: PassportUse::parse(&entered.usage),
            by,
        })),
        _ => Err(faults),
    }
}

/// One field that is filled in is enough to tell the way.
fn way(entered: &Entered) -> &str {
    let filled = |text: &str| !text.trim().is_empty();
    match entered.by.as_str() {
        "hand" => "hand",
        _ if filled(&entered.mrz) => "mrz",
        _ if filled(&entered.resident_number) => "resident_number",
        _ if filled(&entered.surname_ko) || filled(&entered.given_names_ko) => "name",
        _ => "",
    }
}

fn sought(entered: &Entered, faults: &mut Vec<FieldFault>) -> Option<Sought> {
    let birth = read_date(entered.birth.trim());
    for (field, missing, message) in [
        (
            "surname_ko",
            entered.surname_ko.trim().is_empty(),
            "fault-empty",
        ),
        (
            "given_names_ko",
            entered.given_names_ko.trim().is_empty(),
            "fault-empty",
        ),
        ("birth", birth.is_none(), "fault-date"),
    ] {
        if missing {
            faults.push(fault(field, message));
        }
    }
    Some(Sought {
        surname_ko: entered.surname_ko.trim().to_owned(),
        given_names_ko: entered.given_names_ko.trim().to_owned(),
        birth: birth?,
    })
}

fn fault(field: &str, message: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

fn page(
    frame: Frame,
    status: StatusCode,
    entered: &Entered,
    faults: &[FieldFault],
    found: Option<Vec<Found>>,
) -> Result<HttpResponse, WebError> {
    let faults = Faults::new(frame.language, faults);
    let chosen = if entered.kind.is_empty() {
        "ordinary"
    } else {
        &entered.kind
    };
    let text = |name: &str, value: &str| Input::text(&frame, &faults, name, value);
    let view = StartView {
        kinds: choices(
            &frame,
            "apply-kind-",
            &PassportKind::ALL.map(PassportKind::as_str),
            chosen,
        ),
        uses: choices(
            &frame,
            "apply-use-",
            &["", "multiple", "single"],
            &entered.usage,
        ),
        mrz: entered.mrz.clone(),
        mrz_error: faults.of("mrz").to_owned(),
        resident_number: text("resident_number", "").wide("medium"),
        name: vec![
            text("surname_ko", &entered.surname_ko).in_language("ko"),
            text("given_names_ko", &entered.given_names_ko).in_language("ko"),
            text("birth", &entered.birth).wide("short"),
        ],
        found,
        faults,
        frame,
    };
    render_with(status, &view)
}

/// Choices with their words; the chosen one is marked.
fn choices(
    frame: &Frame,
    prefix: &str,
    words: &[&str],
    chosen: &str,
) -> Vec<(String, String, bool)> {
    words
        .iter()
        .map(|word| {
            let key = if word.is_empty() {
                "by-law".to_owned()
            } else {
                word.replace('_', "-")
            };
            (
                (*word).to_owned(),
                frame.t(&format!("{prefix}{key}")),
                *word == chosen,
            )
        })
        .collect()
}

#[derive(Template)]
#[template(path = "page/apply/start.html")]
struct StartView {
    frame: Frame,
    faults: Faults,
    kinds: Vec<(String, String, bool)>,
    uses: Vec<(String, String, bool)>,
    mrz: String,
    mrz_error: String,
    resident_number: Input,
    name: Vec<Input>,
    found: Option<Vec<Found>>,
}
