use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::input::Input;
use super::task::{Task, next_path};
use super::{load, load_open, shows_faults, value, version};
use crate::domain::{PassportKind, PassportUse, ResidentNumber, StaffRole};
use crate::service::application::ApplicationView;
use crate::service::draft::Draft;
use crate::service::preview::{Preview, preview as preview_of};
use crate::service::save_draft::{SaveDraft, save_draft};
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other};

/// A form whose fields are read by name.
#[derive(Debug, Deserialize)]
pub(super) struct Anything {}

/// `GET /apply/{number}/person`: who it is and what is asked for.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let faults = if shows_faults(&request) {
        Task::Person.faults(&view)
    } else {
        Vec::new()
    };
    let frame = officer.frame(&request, "apply-task-person");
    page(frame, StatusCode::OK, &deps, &view, &faults)
}

/// `POST /apply/{number}/person`: kept as typed, and on; or the page again with everything that is wrong.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: Form<Anything>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let mut draft = view.draft.clone();
    fill(&mut draft, form.pairs());
    let command = SaveDraft {
        number: view.number.clone(),
        version: version(form.pairs())?,
        kind: PassportKind::parse(value(form.pairs(), "kind")).unwrap_or(view.kind),
        usage: PassportUse::parse(value(form.pairs(), "use")),
        draft,
    };
    match save_draft(&deps, &officer.actor, command).await {
        Ok(_) => {}
        Err(ServiceError::Conflict { .. }) => {
            return overtaken(&request, &officer, &deps, &number, form.pairs()).await;
        }
        Err(error) => return Err(error.into()),
    }
    let view = load(&deps, &officer, &number).await?;
    let faults = Task::Person.faults(&view);
    if faults.is_empty() {
        return Ok(see_other(&next_path(&view)));
    }
    let frame = officer.frame(&request, "apply-task-person");
    page(
        frame,
        StatusCode::UNPROCESSABLE_ENTITY,
        &deps,
        &view,
        &faults,
    )
}

/// Somebody else was faster: what was typed here stands over what is kept, to be looked at and saved again. The resident number
/// is not shown whole, so the one that is kept stays.
async fn overtaken(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    number: &str,
    pairs: &[(String, String)],
) -> Result<HttpResponse, WebError> {
    let mut view = load_open(deps, officer, number).await?;
    let kept = view.draft.resident_number.clone();
    fill(&mut view.draft, pairs);
    view.draft.resident_number = kept;
    view.kind = PassportKind::parse(value(pairs, "kind")).unwrap_or(view.kind);
    view.usage = PassportUse::parse(value(pairs, "use"));
    let fault = FieldFault {
        field: String::new(),
        message: "apply-fault-conflict".to_owned(),
    };
    let frame = officer.frame(request, "apply-task-person");
    page(frame, StatusCode::CONFLICT, deps, &view, &[fault])
}

/// `POST /apply/preview`: what a form that is being filled in would give, JSON. Nothing is kept.
pub(super) async fn preview(
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Anything>,
) -> Result<HttpResponse, WebError> {
    officer.actor.needs(&[StaffRole::IntakeClerk])?;
    let mut draft = Draft::default();
    fill(&mut draft, form.pairs());
    let kind = PassportKind::parse(value(form.pairs(), "kind")).unwrap_or(PassportKind::Ordinary);
    Ok(HttpResponse::Ok().json(preview_of(&deps, kind, &draft)))
}

/// Takes over the fields of the form. An empty resident number leaves the one that is known: it is not shown whole.
fn fill(draft: &mut Draft, pairs: &[(String, String)]) {
    for (name, text) in pairs {
        let field = match name.as_str() {
            "surname_ko" => &mut draft.surname_ko,
            "given_names_ko" => &mut draft.given_names_ko,
            "surname_en" => &mut draft.surname_en,
            "given_names_en" => &mut draft.given_names_en,
            "birth" => &mut draft.birth,
            "sex" => &mut draft.sex,
            "nationality" => &mut draft.nationality,
            "place_of_birth" => &mut draft.place_of_birth,
            "address" => &mut draft.address,
            "resident_number" if !text.trim().is_empty() => &mut draft.resident_number,
            _ => continue,
        };
        field.clone_from(text);
    }
    if value(pairs, "resident_number_none") == "true" {
        draft.resident_number.clear();
    }
}

fn page(
    frame: Frame,
    status: StatusCode,
    deps: &Deps,
    view: &ApplicationView,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let faults = Faults::new(frame.language, faults);
    let draft = &view.draft;
    let text = |name: &'static str, value: &str| {
        Input::text(&frame, &faults, name, value).from(&frame, draft.origins.get(name))
    };
    let pick = |name: &'static str, value: &str, words: &[(&str, &str)]| {
        let choices = words
            .iter()
            .map(|(word, key)| ((*word).to_owned(), frame.t(key)))
            .collect();
        Input::choice(&frame, &faults, name, value, choices)
    };
    let usage = view.usage.map_or("", PassportUse::as_str);
    let asked = vec![
        pick("kind", view.kind.as_str(), &KINDS),
        pick("use", usage, &USES),
    ];
    let names = vec![
        text("surname_ko", &draft.surname_ko)
            .in_language("ko")
            .focused(),
        text("given_names_ko", &draft.given_names_ko).in_language("ko"),
        text("surname_en", &draft.surname_en).in_language("en"),
        text("given_names_en", &draft.given_names_en).in_language("en"),
    ];
    let particulars = vec![
        text("birth", &draft.birth).wide("short"),
        pick("sex", &draft.sex, &SEXES).from(&frame, draft.origins.get("sex")),
        text("nationality", &draft.nationality).wide("short"),
        text("place_of_birth", &draft.place_of_birth),
        text("address", &draft.address),
    ];
    let preview = preview_of(deps, view.kind, draft);
    let page = PersonView {
        number: view.number.to_string(),
        version: view.version,
        resident_number: text("resident_number", "").wide("medium"),
        masked: masked(&draft.resident_number),
        has_page: !preview.mrz.is_empty(),
        asked,
        names,
        particulars,
        preview,
        faults,
        frame,
    };
    render_with(status, &page)
}

/// A resident number as it may be shown; one that cannot be read is all hidden.
pub(super) fn masked(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    ResidentNumber::parse(text.trim())
        .map_or_else(|_| "******-*******".to_owned(), |number| number.masked())
}

pub(super) const KINDS: [(&str, &str); 5] = [
    ("ordinary", "apply-kind-ordinary"),
    ("residence", "apply-kind-residence"),
    ("official", "apply-kind-official"),
    ("diplomatic", "apply-kind-diplomatic"),
    ("travel_certificate", "apply-kind-travel-certificate"),
];
const USES: [(&str, &str); 3] = [
    ("", "apply-use-by-law"),
    ("multiple", "apply-use-multiple"),
    ("single", "apply-use-single"),
];
const SEXES: [(&str, &str); 3] = [
    ("F", "apply-sex-f"),
    ("M", "apply-sex-m"),
    ("X", "apply-sex-x"),
];

#[derive(Debug, Template)]
#[template(path = "page/apply/person.html")]
struct PersonView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    asked: Vec<Input>,
    names: Vec<Input>,
    particulars: Vec<Input>,
    resident_number: Input,
    masked: String,
    preview: Preview,
    has_page: bool,
}
