use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::input::law_language;
use super::law::LawPanel;
use super::person::masked;
use super::task::Task;
use super::{load, load_open, picture};
use crate::law::{Fact, words};
use crate::service::Deps;
use crate::service::application::ApplicationView;
use crate::service::check::{fee_won, papers_to_see};
use crate::service::preview;
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::render;

/// `GET /apply/{number}/check`: everything on one page, with what the law says and what the document will look like.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    render(&CheckView::new(
        officer.frame(&request, "apply-check-title"),
        &view,
    ))
}

/// `GET /apply/{number}/data-page.png`: the data page as it would be printed today, a specimen.
pub(super) async fn data_page(
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    let page = preview::data_page(&deps, &officer.actor, &view.number).await?;
    Ok(picture("image/png", page.ok_or(WebError::NotFound)?))
}

#[derive(Debug, Template)]
#[template(path = "page/apply/check.html")]
struct CheckView {
    frame: Frame,
    faults: Faults,
    number: String,
    sections: Vec<Section>,
    law: LawPanel,
    has_page: bool,
    version: i64,
    ready: bool,
}

/// What was entered on one page.
#[derive(Debug)]
struct Section {
    title: String,
    href: String,
    rows: Vec<(String, String)>,
}

impl CheckView {
    fn new(frame: Frame, view: &ApplicationView) -> Self {
        let faults: Vec<_> = view.faults.clone();
        let rows = [
            (Task::Person, person(&frame, view)),
            (Task::Facts, facts(&frame, view)),
            (Task::Photo, photo(&frame, view)),
            (Task::Papers, papers(&frame, view)),
        ];
        let sections = rows.into_iter().map(|(task, rows)| Section {
            title: frame.t(&format!("apply-task-{}", task.word())),
            href: format!("/apply/{}/{}?faults=1", view.number, task.word()),
            rows,
        });
        Self {
            number: view.number.to_string(),
            sections: sections.collect(),
            law: LawPanel::of(&frame, view),
            has_page: view.application.is_some(),
            version: view.version,
            ready: faults.is_empty() && view.law.as_ref().is_ok_and(crate::law::Answer::is_grant),
            faults: linked(Faults::new(frame.language, &faults), view),
            frame,
        }
    }
}

/// On this page a fault leads to the page where it can be mended.
fn linked(faults: Faults, view: &ApplicationView) -> Faults {
    let mut all = Faults::default();
    for fault in &faults {
        let section = format!("section-{}", Task::of_field(&fault.field).word());
        all.push(&section, fault.message.clone());
    }
    let _ = view;
    all
}

fn person(frame: &Frame, view: &ApplicationView) -> Vec<(String, String)> {
    let draft = &view.draft;
    let label = |name: &str| frame.t(&format!("apply-field-{name}"));
    let kind = frame.t(&format!(
        "apply-kind-{}",
        view.kind.as_str().replace('_', "-")
    ));
    let usage = view.usage.map_or("by-law", |usage| usage.as_str());
    let sex = match draft.sex.as_str() {
        "F" | "M" | "X" => frame.t(&format!("apply-sex-{}", draft.sex.to_lowercase())),
        _ => String::new(),
    };
    vec![
        (
            label("kind"),
            format!("{kind} · {}", frame.t(&format!("apply-use-{usage}"))),
        ),
        (frame.t("apply-name-ko"), view.name_ko.clone()),
        (frame.t("apply-name-en"), view.name_en.clone()),
        (label("birth"), draft.birth.clone()),
        (label("sex"), sex),
        (label("nationality"), draft.nationality.clone()),
        (label("resident-number"), masked(&draft.resident_number)),
        (label("place-of-birth"), draft.place_of_birth.clone()),
        (label("address"), draft.address.clone()),
    ]
}

fn facts(frame: &Frame, view: &ApplicationView) -> Vec<(String, String)> {
    let language = law_language(frame.language);
    let told = |(name, text): (&String, &String)| {
        let fact = Fact::parse(name)?;
        let said = crate::law::Word::parse(text)
            .filter(|word| fact.words().contains(word))
            .map_or_else(
                || match text.as_str() {
                    "yes" => frame.t("apply-yes"),
                    "no" => frame.t("apply-no"),
                    other => other.to_owned(),
                },
                |word| words::word(word, language),
            );
        Some((words::fact(fact, language), said))
    };
    view.draft.facts.iter().filter_map(told).collect()
}

fn photo(frame: &Frame, view: &ApplicationView) -> Vec<(String, String)> {
    let Some(report) = &view.photo else {
        return Vec::new();
    };
    let warnings = report.warnings.iter().map(|warning| {
        let key = format!("apply-photo-warning-{}", warning.kind.replace('_', "-"));
        let value = warning.value.unwrap_or_default();
        frame.t1(&key, "value", format!("{value:.0}"))
    });
    let warnings: Vec<String> = warnings.collect();
    let said = if warnings.is_empty() {
        frame.t("apply-photo-good")
    } else {
        warnings.join(" ")
    };
    vec![(frame.t("apply-photo-result"), said)]
}

fn papers(frame: &Frame, view: &ApplicationView) -> Vec<(String, String)> {
    let Ok(answer) = &view.law else {
        return Vec::new();
    };
    let draft = &view.draft;
    let mut rows: Vec<(String, String)> = papers_to_see(answer)
        .into_iter()
        .map(|paper| {
            let seen = if draft.papers.contains(&paper) {
                "apply-paper-seen"
            } else {
                "apply-paper-open"
            };
            (
                frame.t(&format!("apply-paper-{}", paper.replace('_', "-"))),
                frame.t(seen),
            )
        })
        .collect();
    if let Some(won) = fee_won(answer) {
        let means = crate::law::Word::parse(&draft.fee_means)
            .map(|word| words::word(word, law_language(frame.language)))
            .unwrap_or_default();
        let won = frame.t1("apply-won", "value", won);
        rows.push((frame.t("apply-fee"), format!("{won} · {means}")));
    }
    if !draft.fingerprints.is_empty() {
        let key = format!(
            "apply-fingerprints-{}",
            draft.fingerprints.replace('_', "-")
        );
        rows.push((frame.t("apply-field-fingerprints"), frame.t(&key)));
    }
    if !draft.duplicate_reason.is_empty() {
        let key = format!(
            "apply-duplicate-{}",
            draft.duplicate_reason.replace('_', "-")
        );
        rows.push((frame.t("apply-field-duplicate-reason"), frame.t(&key)));
    }
    rows
}
