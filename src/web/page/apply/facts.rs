use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::input::{Input, law_language};
use super::law::LawPanel;
use super::person::Anything;
use super::task::{Task, next_path};
use super::{keep, load, load_open, shows_faults, version};
use crate::law::{Fact, Procedure, words};
use crate::service::application::ApplicationView;
use crate::service::draft::is_asked_elsewhere;
use crate::service::{Deps, FieldFault};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other};

/// What more is to be asked, besides what the law needs.
#[derive(Debug, Default, Deserialize)]
pub(super) struct More {
    add: Option<String>,
}

/// `GET /apply/{number}/facts`: what the law needs to know, and what it says so far.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    more: Query<More>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let faults = if shows_faults(&request) {
        Task::Facts.faults(&view)
    } else {
        Vec::new()
    };
    let more = more.add.as_deref().and_then(Fact::parse);
    let frame = officer.frame(&request, "apply-task-facts");
    page(frame, StatusCode::OK, &view, &faults, more)
}

/// `POST /apply/{number}/facts`: kept; on when the law grants, otherwise the next question.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: Form<Anything>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let mut draft = view.draft.clone();
    for (name, text) in form.pairs() {
        let Some(name) = name.strip_prefix("facts.") else {
            continue;
        };
        if text.trim().is_empty() {
            draft.facts.remove(name);
        } else {
            draft.facts.insert(name.to_owned(), text.clone());
        }
    }
    keep(&deps, &officer, &view, version(form.pairs())?, draft).await?;
    let view = load(&deps, &officer, &number).await?;
    let faults = Task::Facts.faults(&view);
    if !faults.is_empty() {
        let frame = officer.frame(&request, "apply-task-facts");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(frame, status, &view, &faults, None);
    }
    Ok(see_other(&next_path(&view)))
}

/// The facts that are asked: those that are told already, those that the law needs, those that would change its answer, and
/// one that the clerk wants to tell.
fn asked(view: &ApplicationView, more: Option<Fact>) -> Vec<Fact> {
    let told = view.draft.facts.keys().filter_map(|name| Fact::parse(name));
    let mut asked: Vec<Fact> = told.collect();
    if let Ok(answer) = &view.law
        && !answer.is_grant()
    {
        asked.extend(
            answer
                .deciding()
                .into_iter()
                .flat_map(|reason| reason.facts.clone()),
        );
        asked.extend(answer.unless.iter().filter_map(crate::law::Unless::fact));
    }
    asked.extend(more);
    let mut seen = Vec::new();
    for fact in asked {
        if is_told_here(fact) && !seen.contains(&fact) {
            seen.push(fact);
        }
    }
    seen
}

fn is_told_here(fact: Fact) -> bool {
    let known = Procedure::named("issue").is_ok_and(|procedure| procedure.knows(fact));
    known && !is_asked_elsewhere(fact)
}

fn page(
    frame: Frame,
    status: StatusCode,
    view: &ApplicationView,
    faults: &[FieldFault],
    more: Option<Fact>,
) -> Result<HttpResponse, WebError> {
    let faults = Faults::new(frame.language, faults);
    let asked = asked(view, more);
    let language = law_language(frame.language);
    let inputs = asked.iter().map(|fact| {
        let name = fact.as_str();
        let value = view.draft.facts.get(name).map_or("", String::as_str);
        Input::fact(&frame, &faults, *fact, value).from(&frame, view.draft.origins.get(name))
    });
    let others = Fact::ALL
        .iter()
        .filter(|fact| is_told_here(**fact) && !asked.contains(fact));
    let page = FactsView {
        number: view.number.to_string(),
        version: view.version,
        inputs: inputs.collect(),
        others: others
            .map(|fact| (fact.as_str(), words::fact(*fact, language)))
            .collect(),
        law: LawPanel::of(&frame, view),
        faults,
        frame,
    };
    render_with(status, &page)
}

#[derive(Debug, Template)]
#[template(path = "page/apply/facts.html")]
struct FactsView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    inputs: Vec<Input>,
    others: Vec<(&'static str, String)>,
    law: LawPanel,
}
