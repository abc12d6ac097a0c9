use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::law::LawPanel;
use super::{load, load_open};
use crate::law::Outcome;
use crate::service::application::ApplicationView;
use crate::service::{Deps, FieldFault, Step};
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render, see_other};

/// One part of an application that is entered on a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Person,
    Facts,
    Photo,
    Papers,
}

impl Task {
    const ALL: [Self; 4] = [Self::Person, Self::Facts, Self::Photo, Self::Papers];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Facts => "facts",
            Self::Photo => "photo",
            Self::Papers => "papers",
        }
    }

    /// The task on whose page a field stands.
    pub(super) fn of_field(field: &str) -> Self {
        match field {
            "photo" => Self::Photo,
            "fee_means" | "fingerprints" | "duplicate_reason" => Self::Papers,
            _ if field.starts_with("papers.") => Self::Papers,
            _ if field.starts_with("facts.") => Self::Facts,
            _ => Self::Person,
        }
    }

    /// What is wrong on its page.
    pub(super) fn faults(self, view: &ApplicationView) -> Vec<FieldFault> {
        view.faults
            .iter()
            .filter(|fault| Self::of_field(&fault.field) == self)
            .cloned()
            .collect()
    }

    pub(super) fn is_done(self, view: &ApplicationView) -> bool {
        let granted = || view.law.as_ref().is_ok_and(crate::law::Answer::is_grant);
        let asked = self != Self::Facts || granted();
        // What papers there must be is known once the law grants.
        let listed = self != Self::Papers || granted();
        asked && listed && self.faults(view).is_empty()
    }
}

/// Where to go on: the first page with something open, or the page where everything is checked.
pub(super) fn next_path(view: &ApplicationView) -> String {
    let open = Task::ALL.into_iter().find(|task| !task.is_done(view));
    let page = open.map_or("check", Task::word);
    format!("/apply/{}/{page}", view.number)
}

/// `GET /apply/{number}/next`: on to the first page with something open.
pub(super) async fn next(
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load_open(&deps, &officer, &number).await?;
    Ok(see_other(&next_path(&view)))
}

/// `GET /apply/{number}`: what is done and what is open.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = load(&deps, &officer, &number).await?;
    if !Step::Edit.is_open_in(view.status) {
        return Ok(see_other(&format!("/apply/{}/receipt", view.number)));
    }
    let frame = officer.frame(&request, "apply-tasks-title");
    render(&TasksView::new(frame, &view))
}

#[derive(Debug, Template)]
#[template(path = "page/apply/tasks.html")]
struct TasksView {
    frame: Frame,
    number: String,
    status: &'static str,
    name: String,
    kind: String,
    tasks: Vec<TaskRow>,
    ready: bool,
    may_edit: bool,
    may_withdraw: bool,
    law: LawPanel,
    returned: bool,
}

#[derive(Debug)]
struct TaskRow {
    href: String,
    label: String,
    hint: String,
    tag: &'static str,
    state: String,
}

impl TasksView {
    fn new(frame: Frame, view: &ApplicationView) -> Self {
        let tasks = Task::ALL.into_iter().map(|task| row(&frame, view, task));
        let ready = Task::ALL.into_iter().all(|task| task.is_done(view));
        Self {
            number: view.number.to_string(),
            status: view.status.as_str(),
            name: format!("{} {}", view.name_ko, view.name_en)
                .trim()
                .to_owned(),
            kind: frame.t(&format!(
                "apply-kind-{}",
                view.kind.as_str().replace('_', "-")
            )),
            tasks: tasks.collect(),
            ready,
            may_edit: view.steps.contains(&Step::Edit),
            may_withdraw: view.steps.contains(&Step::Withdraw),
            law: LawPanel::of(&frame, view),
            returned: view.status == crate::domain::ApplicationStatus::Returned,
            frame,
        }
    }
}

fn row(frame: &Frame, view: &ApplicationView, task: Task) -> TaskRow {
    let warned = task == Task::Photo
        && view
            .photo
            .as_ref()
            .is_some_and(|photo| !photo.warnings.is_empty());
    let refused = task == Task::Facts
        && view
            .law
            .as_ref()
            .is_ok_and(|answer| !matches!(answer.outcome(), Outcome::Grant | Outcome::Incomplete));
    let (tag, state) = match (task.is_done(view), warned, refused) {
        (_, _, true) => ("danger", "apply-state-law"),
        (true, true, _) => ("warning", "apply-state-warning"),
        (true, ..) => ("success", "apply-state-done"),
        (false, ..) => ("info", "apply-state-open"),
    };
    TaskRow {
        href: format!("/apply/{}/{}", view.number, task.word()),
        label: frame.t(&format!("apply-task-{}", task.word())),
        hint: frame.t(&format!("apply-task-{}-hint", task.word())),
        tag,
        state: frame.t(state),
    }
}
