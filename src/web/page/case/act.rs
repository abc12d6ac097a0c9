//! `/cases/{number}/decision/{act}`: sending back, referring, refusing, restricting, releasing; each with structured reasons.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::head::Head;
use super::words::{citation, coded};
use super::{Kept, number, overtaken};
use crate::domain::ApplicationNumber;
use crate::service::application::view_application;
use crate::service::decide_application::{
    Decided, Ground, REFUSAL_GROUNDS, RESTRICTION_GROUNDS, ReferApplication, ReferredTo,
    RefuseApplication, ReleaseApplication, RestrictApplication, ReturnApplication, ReturnTask,
    refer_application, refuse_application, release_application, restrict_application,
    return_application,
};
use crate::service::{Actor, Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other_done};

/// What can be done besides approving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Return,
    Refer,
    Refuse,
    Restrict,
    Release,
}

impl Act {
    fn parse(text: &str) -> Result<Self, WebError> {
        [
            Self::Return,
            Self::Refer,
            Self::Refuse,
            Self::Restrict,
            Self::Release,
        ]
        .into_iter()
        .find(|act| act.as_str() == text)
        .ok_or(WebError::NotFound)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Refer => "refer",
            Self::Refuse => "refuse",
            Self::Restrict => "restrict",
            Self::Release => "release",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Return => "done-returned",
            Self::Refer => "done-referred",
            Self::Refuse => "done-refused",
            Self::Restrict => "done-restricted",
            Self::Release => "done-released",
        }
    }
}

/// What a form sends; which fields there are depends on the act.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entered {
    version: i64,
    note: String,
    ground: String,
    to: String,
    years: String,
    max_penalty_months: String,
    sentence: String,
    executed_on: String,
    event_date: String,
}

impl Entered {
    fn facts(&self) -> BTreeMap<String, String> {
        [
            ("max_penalty_months", &self.max_penalty_months),
            ("sentence", &self.sentence),
            ("executed_on", &self.executed_on),
            ("event_date", &self.event_date),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
    }
}

/// `GET`: the form.
pub(super) async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (number_text, act) = path.into_inner();
    let (number, act) = (number(&number_text)?, Act::parse(&act)?);
    let entered = Entered::default();
    let page = Page {
        act,
        entered,
        tasks: Vec::new(),
        faults: Faults::default(),
    };
    page.render(&request, &officer, &deps, &number).await
}

/// `POST`: the decision.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Kept,
    path: Path<(String, String)>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let (number_text, act) = path.into_inner();
    let (number, act) = (number(&number_text)?, Act::parse(&act)?);
    let tasks: Vec<String> = form.all("tasks").map(str::to_owned).collect();
    let entered = form.into_inner();
    match carry_out(&deps, &officer.actor, act, &number, &entered, &tasks).await {
        Ok(_) => Ok(see_other_done(&format!("/cases/{number}"), act.done())),
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &plain(faults));
            let page = Page {
                act,
                entered,
                tasks,
                faults,
            };
            page.render(&request, &officer, &deps, &number).await
        }
        Err(error) => {
            let (seen, note) = (entered.version, entered.note);
            overtaken(&request, &officer, &deps, &number, seen, &note, error).await
        }
    }
}

/// The fields of facts stand under their own names in these forms.
fn plain(faults: Vec<FieldFault>) -> Vec<FieldFault> {
    faults
        .into_iter()
        .map(|fault| FieldFault {
            field: fault.field.replace("facts.", ""),
            ..fault
        })
        .collect()
}

async fn carry_out(
    deps: &Deps,
    actor: &Actor,
    act: Act,
    number: &ApplicationNumber,
    entered: &Entered,
    tasks: &[String],
) -> Result<Decided, ServiceError> {
    let (number, version, note) = (number.clone(), entered.version, entered.note.clone());
    match act {
        Act::Return => {
            let command = ReturnApplication {
                number,
                version,
                tasks: named(tasks),
                note,
            };
            return_application(deps, actor, command).await
        }
        Act::Refer => {
            let to = ReferredTo::parse(&entered.to).ok_or_else(|| {
                ServiceError::Invalid(vec![FieldFault {
                    field: "to".to_owned(),
                    message: "decide-fault-to".to_owned(),
                }])
            })?;
            let command = ReferApplication {
                number,
                version,
                to,
                note,
            };
            refer_application(deps, actor, command).await
        }
        Act::Refuse => {
            let command = RefuseApplication {
                number,
                version,
                ground: entered.ground.clone(),
                facts: entered.facts(),
                note,
            };
            refuse_application(deps, actor, command).await
        }
        Act::Restrict => {
            let command = RestrictApplication {
                number,
                version,
                ground: entered.ground.clone(),
                facts: entered.facts(),
                years: entered.years.trim().parse().unwrap_or_default(),
                note,
            };
            restrict_application(deps, actor, command).await
        }
        Act::Release => {
            let command = ReleaseApplication {
                number,
                version,
                note,
            };
            release_application(deps, actor, command).await
        }
    }
}

fn named(tasks: &[String]) -> std::collections::BTreeSet<ReturnTask> {
    tasks
        .iter()
        .filter_map(|task| ReturnTask::parse(task))
        .collect()
}

/// What a page shows again of what was entered.
struct Page {
    act: Act,
    entered: Entered,
    tasks: Vec<String>,
    faults: Faults,
}

impl Page {
    async fn render(
        self,
        request: &HttpRequest,
        officer: &Officer,
        deps: &Deps,
        number: &ApplicationNumber,
    ) -> Result<HttpResponse, WebError> {
        let frame = officer.frame(request, &format!("decide-{}-title", self.act.as_str()));
        let view = view_application(deps, &officer.actor, number).await?;
        let version = if self.entered.version == 0 {
            view.version
        } else {
            self.entered.version
        };
        let status = if self.faults.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let page = ActView {
            head: Head::new(&frame, &view, "decision"),
            act: self.act.as_str(),
            version,
            choices: choices(&frame, self.act),
            tasks: self.tasks,
            entered: self.entered,
            faults: self.faults,
            sentences: ["", "imprisonment", "imprisonment_without_labour", "fine"]
                .into_iter()
                .map(|word| {
                    (
                        word,
                        if word.is_empty() {
                            String::new()
                        } else {
                            coded(&frame, "fact-value", word)
                        },
                    )
                })
                .collect(),
            years: ["1", "2", "3"]
                .into_iter()
                .map(|years| (years, frame.count("decide-years", years)))
                .collect(),
            frame,
        };
        render_with(status, &page)
    }
}

/// The structured reasons of an act: code, words, where it stands in the law.
fn choices(frame: &Frame, act: Act) -> Vec<(String, String, String)> {
    let grounds = |grounds: &[Ground]| -> Vec<(String, String, String)> {
        grounds
            .iter()
            .map(|ground| {
                (
                    ground.code.to_owned(),
                    coded(frame, "decide-reason", ground.code),
                    citation(frame, ground.citation()),
                )
            })
            .collect()
    };
    let words = |code: &'static str| {
        (
            code.to_owned(),
            coded(frame, "decide-reason", code),
            String::new(),
        )
    };
    match act {
        Act::Return => ReturnTask::ALL.map(|task| words(task.as_str())).into(),
        Act::Refer => ReferredTo::ALL.map(|to| words(to.as_str())).into(),
        Act::Refuse => {
            let mut all = vec![words("law")];
            all.extend(grounds(REFUSAL_GROUNDS));
            all
        }
        Act::Restrict => grounds(RESTRICTION_GROUNDS),
        Act::Release => Vec::new(),
    }
}

#[derive(Debug, Template)]
#[template(path = "page/case/act.html")]
struct ActView {
    frame: Frame,
    head: Head,
    act: &'static str,
    version: i64,
    choices: Vec<(String, String, String)>,
    tasks: Vec<String>,
    entered: Entered,
    sentences: Vec<(&'static str, String)>,
    years: Vec<(&'static str, String)>,
    faults: Faults,
}
