use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::input::{Input, law_language};
use super::person::Anything;
use super::task::{Task, next_path};
use super::{keep, load, load_open, shows_faults, value, version};
use crate::law::{Word, words};
use crate::service::application::{ApplicationView, Duplicates};
use crate::service::check::{fee_won, means_here, needs_fingerprints, papers_to_see};
use crate::service::draft::DUPLICATE_REASONS;
use crate::service::{Deps, FieldFault};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other};

/// `GET /apply/{number}/papers`: papers, fingerprints, fee; all as the law's answer wants them.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let faults = if shows_faults(&request) {
        Task::Papers.faults(&view)
    } else {
        Vec::new()
    };
    let frame = officer.frame(&request, "apply-task-papers");
    page(frame, StatusCode::OK, &view, &faults)
}

/// `POST /apply/{number}/papers`.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
    form: Form<Anything>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    let mut draft = view.draft.clone();
    let pairs = form.pairs();
    let papers = pairs
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("papers."));
    draft.papers = papers.map(str::to_owned).collect();
    value(pairs, "fee_means").clone_into(&mut draft.fee_means);
    value(pairs, "fingerprints").clone_into(&mut draft.fingerprints);
    value(pairs, "duplicate_reason").clone_into(&mut draft.duplicate_reason);
    keep(&deps, &officer, &view, version(pairs)?, draft).await?;
    let view = load(&deps, &officer, &number).await?;
    let faults = Task::Papers.faults(&view);
    if faults.is_empty() {
        return Ok(see_other(&next_path(&view)));
    }
    let frame = officer.frame(&request, "apply-task-papers");
    page(frame, StatusCode::UNPROCESSABLE_ENTITY, &view, &faults)
}

fn page(
    frame: Frame,
    status: StatusCode,
    view: &ApplicationView,
    faults: &[FieldFault],
) -> Result<HttpResponse, WebError> {
    let faults = Faults::new(frame.language, faults);
    let draft = &view.draft;
    let answer = view.law.as_ref().ok().filter(|answer| answer.is_grant());
    let papers = answer.map(papers_to_see).unwrap_or_default();
    let papers = papers
        .into_iter()
        .map(|paper| Paper {
            words: frame.t(&format!("apply-paper-{}", paper.replace('_', "-"))),
            error: faults.of(&format!("papers.{paper}")).to_owned(),
            checked: draft.papers.contains(&paper),
            name: format!("papers.{paper}"),
        })
        .collect();
    let language = law_language(frame.language);
    let means = means_here(&view.post_kind);
    let means = means
        .iter()
        .map(|word: &Word| (word.as_str().to_owned(), words::word(*word, language)));
    let fingers = ["taken", "exempt_medical", "exempt_proxy"].map(|word| {
        let key = format!("apply-fingerprints-{}", word.replace('_', "-"));
        (word.to_owned(), frame.t(&key))
    });
    let reasons = DUPLICATE_REASONS.map(|word| {
        let key = format!("apply-duplicate-{}", word.replace('_', "-"));
        (word.to_owned(), frame.t(&key))
    });
    let choice = |name, value: &str, choices| Input::choice(&frame, &faults, name, value, choices);
    let page = PapersView {
        number: view.number.to_string(),
        version: view.version,
        is_granted: answer.is_some(),
        papers,
        fee: answer.and_then(fee_won).unwrap_or_default(),
        fee_means: choice("fee_means", &draft.fee_means, means.collect()),
        fingerprints: choice("fingerprints", &draft.fingerprints, fingers.to_vec()),
        needs_fingerprints: answer.is_some_and(needs_fingerprints)
            || !draft.fingerprints.is_empty(),
        duplicate_reason: choice(
            "duplicate_reason",
            &draft.duplicate_reason,
            reasons.to_vec(),
        ),
        duplicates: view.duplicates.clone(),
        faults,
        frame,
    };
    render_with(status, &page)
}

#[derive(Debug)]
struct Paper {
    name: String,
    words: String,
    error: String,
    checked: bool,
}

#[derive(Debug, Template)]
#[template(path = "page/apply/papers.html")]
struct PapersView {
    frame: Frame,
    faults: Faults,
    number: String,
    version: i64,
    is_granted: bool,
    papers: Vec<Paper>,
    fee: u64,
    fee_means: Input,
    fingerprints: Input,
    needs_fingerprints: bool,
    duplicate_reason: Input,
    duplicates: Duplicates,
}
