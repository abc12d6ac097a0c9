//! `/restrictions`: who may not be issued a passport; entering what agencies ask for, and lifting it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::domain::{ApplicationNumber, StaffRole};
use crate::service::decide_application::{REFUSAL_GROUNDS, RESTRICTION_GROUNDS};
use crate::service::draft::read_date;
use crate::service::restriction::{
    EnterRestriction, LiftRestriction, RestrictionView, enter_restriction, lift_restriction,
    list_restrictions,
};
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::{render_with, see_other_done};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/restrictions", get().to(show));
    cfg.route("/restrictions", post().to(submit));
    cfg.route("/restrictions/{id}/lift", post().to(lift));
}

/// `GET`: the list.
async fn show(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
) -> Result<HttpResponse, WebError> {
    page(
        &request,
        &officer,
        &deps,
        Entered::default(),
        Faults::default(),
    )
    .await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Entered {
    number: String,
    ground: String,
    agency: String,
    starts_on: String,
    ends_on: String,
}

impl Entered {
    fn command(&self) -> Result<EnterRestriction, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, message: &str| {
            faults.push(FieldFault {
                field: field.to_owned(),
                message: message.to_owned(),
            });
        };
        let number = ApplicationNumber::parse(self.number.trim()).ok();
        if number.is_none() {
            fault("number", "restriction-fault-number");
        }
        let starts_on = read_date(self.starts_on.trim());
        if starts_on.is_none() {
            fault("starts_on", "restriction-fault-date");
        }
        let ends_on = read_date(self.ends_on.trim());
        if ends_on.is_none() && !self.ends_on.trim().is_empty() {
            fault("ends_on", "restriction-fault-date");
        }
        match (number, starts_on, faults.is_empty()) {
            (Some(number), Some(starts_on), true) => Ok(EnterRestriction {
                number,
                ground: self.ground.clone(),
                agency: self.agency.clone(),
                starts_on,
                ends_on,
            }),
            _ => Err(faults),
        }
    }
}

/// `POST`: an agency's request.
async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let entered = form.into_inner();
    let done = match entered.command() {
        Ok(command) => enter_restriction(&deps, &officer.actor, command).await,
        Err(faults) => Err(ServiceError::Invalid(faults)),
    };
    match done {
        Ok(_) => Ok(see_other_done("/restrictions", "done-restriction-entered")),
        Err(ServiceError::Invalid(faults)) => {
            let faults = Faults::new(officer.language, &faults);
            page(&request, &officer, &deps, entered, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
struct Lifted {
    version: i64,
    ground: String,
    consulted: Option<String>,
    minister: Option<String>,
}

/// `POST …/{id}/lift`.
async fn lift(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    form: Form<Lifted>,
) -> Result<HttpResponse, WebError> {
    let command = LiftRestriction {
        id: path.into_inner(),
        version: form.version,
        ground: form.ground.clone(),
        consulted: form.consulted.is_some(),
        minister_deems_necessary: form.minister.is_some(),
    };
    match lift_restriction(&deps, &officer.actor, command).await {
        Ok(()) => Ok(see_other_done("/restrictions", "done-restriction-lifted")),
        Err(ServiceError::Invalid(faults)) => {
            // The form stands in the list, once for each row: the words alone are shown above.
            let faults: Vec<FieldFault> = faults
                .into_iter()
                .map(|fault| FieldFault {
                    field: String::new(),
                    ..fault
                })
                .collect();
            let faults = Faults::new(officer.language, &faults);
            page(&request, &officer, &deps, Entered::default(), faults).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Grounds of the Decree's article 26, as words of the law.
const TO_LIFT: [&str; 8] = [
    "agency_requests_cancellation",
    "marry_foreigner_and_live_together",
    "emigration_certificate",
    "permanent_residence_obtained",
    "long_stay_visa_obtained",
    "death_of_parent_abroad",
    "death_of_spouse_abroad",
    "serious_illness_of_parent_abroad",
];

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    entered: Entered,
    faults: Faults,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "restriction-title");
    let supervisor = officer.actor.is(StaffRole::Supervisor);
    let rows = list_restrictions(deps, &officer.actor)
        .await?
        .into_iter()
        .map(|view| Row::new(&frame, view, supervisor))
        .collect();
    let word = |prefix: &str, code: &'static str| {
        (
            code,
            frame.t(&format!("{prefix}-{}", code.replace('_', "-"))),
        )
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = RestrictionsView {
        rows,
        grounds: RESTRICTION_GROUNDS
            .iter()
            .chain(REFUSAL_GROUNDS)
            .map(|ground| word("decide-reason", ground.code))
            .collect(),
        grounds_to_lift: TO_LIFT.map(|code| word("restriction-lift", code)).into(),
        may_enter: supervisor,
        entered,
        faults,
        frame,
    };
    render_with(status, &view)
}

#[derive(Debug)]
struct Row {
    id: String,
    version: i64,
    name: String,
    ground: String,
    citation: String,
    period: String,
    agency: String,
    state: String,
    kind: &'static str,
    may_lift: bool,
}

impl Row {
    fn new(frame: &Frame, view: RestrictionView, supervisor: bool) -> Self {
        let row = view.row;
        let (state, kind) = match (view.is_in_force, row.lifted_at.is_some()) {
            (true, _) => ("restriction-in-force", "danger"),
            (false, true) => ("restriction-lifted", "success"),
            (false, false) => ("restriction-over", "info"),
        };
        Self {
            name: frame.language.pick(&view.name_ko, &view.name_en).to_owned(),
            ground: frame.t(&format!("decide-reason-{}", row.ground.replace('_', "-"))),
            period: format!(
                "{} ~ {}",
                row.starts_on,
                row.ends_on
                    .map_or_else(String::new, |last| last.to_string())
            ),
            agency: if row.agency.is_empty() {
                frame.t("restriction-agency-own")
            } else {
                row.agency
            },
            state: frame.t(state),
            kind,
            may_lift: supervisor && row.lifted_at.is_none(),
            citation: crate::law::words::cite(&row.citation, frame.language.of_law()),
            id: row.id,
            version: row.version,
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "page/restriction/list.html")]
pub(super) struct RestrictionsView {
    frame: Frame,
    rows: Vec<Row>,
    grounds: Vec<(&'static str, String)>,
    grounds_to_lift: Vec<(&'static str, String)>,
    may_enter: bool,
    entered: Entered,
    faults: Faults,
}

impl RestrictionsView {
    /// Nobody restricted, for a reader; one in force and one lifted, for a supervisor.
    pub(super) fn samples(language: Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "restriction-title");
        let row = |may_lift: bool| Row {
            id: "r1".to_owned(),
            version: 1,
            name: "<b>BOLD</b>".to_owned(),
            ground: frame().t("decide-reason-indicted"),
            citation: crate::law::words::cite("Act 12(1)1", language.of_law()),
            period: "2026-11-22 ~ ".to_owned(),
            agency: frame().t("restriction-agency-own"),
            state: frame().t("restriction-in-force"),
            kind: "danger",
            may_lift,
        };
        let view = |rows, may_enter| Self {
            rows,
            grounds: vec![("indicted", frame().t("decide-reason-indicted"))],
            grounds_to_lift: vec![(
                "agency_requests_cancellation",
                frame().t("restriction-lift-agency-requests-cancellation"),
            )],
            may_enter,
            entered: Entered::default(),
            faults: Faults::default(),
            frame: frame(),
        };
        vec![
            view(Vec::new(), false),
            view(vec![row(true), row(false)], true),
        ]
    }
}
