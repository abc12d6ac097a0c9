//! `/admin`: the staff of a post; who is added or reset gets a password and a second factor that are shown once.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use crate::domain::StaffRole;
use crate::service::post_staff::{
    AddToPost, Admission, OfficerId, add_to_post, disable_at_post, post_staff, reset_at_post,
};
use crate::service::staff::StaffMember;
use crate::service::{Deps, FieldFault, ServiceError};
use crate::web::error::WebError;
use crate::web::fault::Faults;
use crate::web::form::Form;
use crate::web::frame::{Frame, role_name};
use crate::web::language::Language;
use crate::web::officer::Officer;
use crate::web::render::{render, render_with, see_other_done};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin", get().to(show));
    cfg.route("/admin/staff", post().to(add));
    cfg.route("/admin/staff/{id}/disable", post().to(disable));
    cfg.route("/admin/staff/{id}/reset", post().to(reset));
}

/// `GET /admin`.
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
    id: String,
    name_ko: String,
    name_en: String,
    language: String,
    #[serde(skip)]
    roles: Vec<String>,
}

impl Entered {
    fn command(&self) -> Result<AddToPost, Vec<FieldFault>> {
        let fault = |field: &str, message: &str| FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        };
        let id = OfficerId::parse(self.id.trim());
        let roles: Option<BTreeSet<StaffRole>> = self
            .roles
            .iter()
            .map(|word| {
                StaffRole::ALL
                    .into_iter()
                    .find(|role| role.as_str() == word)
            })
            .collect();
        match (id, roles) {
            (Ok(id), Some(roles)) => Ok(AddToPost {
                id,
                name_ko: self.name_ko.trim().to_owned(),
                name_en: self.name_en.trim().to_owned(),
                roles,
                language: self.language.clone(),
            }),
            (Err(_), _) => Err(vec![fault("id", "admin-fault-id")]),
            (Ok(_), None) => Err(vec![fault("roles", "staff-fault-roles")]),
        }
    }
}

/// `POST /admin/staff`: adds; the answer shows password and second factor once, so it is no redirection.
async fn add(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    form: Form<Entered>,
) -> Result<HttpResponse, WebError> {
    let roles = form.all("roles").map(str::to_owned).collect();
    let entered = Entered {
        roles,
        ..form.into_inner()
    };
    let done = match entered.command() {
        Ok(command) => add_to_post(&deps, &officer.actor, command).await,
        Err(faults) => Err(ServiceError::Invalid(faults)),
    };
    let faults = match done {
        Ok(admission) => return admitted(&request, &officer, entered.id.trim(), &admission),
        Err(ServiceError::Invalid(faults)) => faults,
        Err(ServiceError::Conflict { .. }) => vec![FieldFault {
            field: "id".to_owned(),
            message: "admin-fault-taken".to_owned(),
        }],
        Err(error) => return Err(error.into()),
    };
    let faults = Faults::new(officer.language, &faults);
    page(&request, &officer, &deps, entered, faults).await
}

#[derive(Debug, Deserialize)]
struct Nothing {}

/// `POST /admin/staff/{id}/disable`.
async fn disable(
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    _: Form<Nothing>,
) -> Result<HttpResponse, WebError> {
    disable_at_post(&deps, &officer.actor, &id_of(&path)?).await?;
    Ok(see_other_done("/admin", "done-staff-disabled"))
}

/// `POST /admin/staff/{id}/reset`: shows the new password and second factor once.
async fn reset(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    path: Path<String>,
    _: Form<Nothing>,
) -> Result<HttpResponse, WebError> {
    let admission = reset_at_post(&deps, &officer.actor, &id_of(&path)?).await?;
    admitted(&request, &officer, &path, &admission)
}

fn id_of(text: &str) -> Result<OfficerId, WebError> {
    OfficerId::parse(text).map_err(|_| WebError::NotFound)
}

fn admitted(
    request: &HttpRequest,
    officer: &Officer,
    id: &str,
    admission: &Admission,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "admin-admitted-title");
    let url = admission.second_factor.otpauth_url.as_str();
    render(&AdmittedView::new(frame, id, &admission.password, url)?)
}

async fn page(
    request: &HttpRequest,
    officer: &Officer,
    deps: &Deps,
    entered: Entered,
    faults: Faults,
) -> Result<HttpResponse, WebError> {
    let frame = officer.frame(request, "admin-title");
    let staff = post_staff(deps, &officer.actor).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let own = officer.actor.id.as_str();
    render_with(status, &AdminView::new(frame, staff, own, entered, faults))
}

#[derive(Debug)]
struct Line {
    id: String,
    name: String,
    other_name: String,
    roles: Vec<String>,
    since: String,
    disabled: bool,
    is_own: bool,
}

/// The staff of a post.
#[derive(Debug, Template)]
#[template(path = "page/admin/admin.html")]
pub struct AdminView {
    frame: Frame,
    lines: Vec<Line>,
    roles: Vec<(&'static str, String, bool)>,
    languages: Vec<(&'static str, String)>,
    entered: Entered,
    faults: Faults,
}

impl AdminView {
    fn new(
        frame: Frame,
        staff: Vec<StaffMember>,
        own: &str,
        entered: Entered,
        faults: Faults,
    ) -> Self {
        let language = frame.language;
        let line = |member: StaffMember| Line {
            name: language.pick(&member.name_ko, &member.name_en).to_owned(),
            other_name: language.pick(&member.name_en, &member.name_ko).to_owned(),
            roles: member
                .roles
                .iter()
                .map(|role| role_name(language, *role))
                .collect(),
            since: member.created_at.format("%Y-%m-%d").to_string(),
            disabled: member.disabled,
            is_own: member.id == own,
            id: member.id,
        };
        Self {
            lines: staff.into_iter().map(line).collect(),
            roles: StaffRole::ALL
                .into_iter()
                .map(|role| {
                    let is_chosen = entered.roles.iter().any(|word| word == role.as_str());
                    (role.as_str(), role_name(language, role), is_chosen)
                })
                .collect(),
            languages: vec![
                ("ko", frame.t("admin-language-ko")),
                ("en", frame.t("admin-language-en")),
            ],
            entered,
            faults,
            frame,
        }
    }

    /// Nobody, and people of every role, one of them with a name that would be markup.
    pub fn samples(language: Language) -> Vec<Self> {
        let member = |id: &str, disabled| StaffMember {
            id: id.to_owned(),
            name_ko: "<b>홍길동</b>".to_owned(),
            name_en: "HONG GILDONG".to_owned(),
            post: "osaka".to_owned(),
            roles: StaffRole::ALL.into(),
            disabled,
            created_at: chrono::DateTime::UNIX_EPOCH,
        };
        let staff = vec![member("hong.gildong", false), member("kim.left", true)];
        let frame = || Frame::sample(language, "admin-title");
        let entered = Entered {
            id: "\"><script>".to_owned(),
            roles: vec!["examiner".to_owned()],
            ..Entered::default()
        };
        let fault = FieldFault {
            field: "id".to_owned(),
            message: "admin-fault-id".to_owned(),
        };
        vec![
            Self::new(
                frame(),
                Vec::new(),
                "",
                Entered::default(),
                Faults::default(),
            ),
            Self::new(
                frame(),
                staff,
                "hong.gildong",
                entered,
                Faults::new(language, &[fault]),
            ),
        ]
    }
}

/// Password and second factor, shown once.
#[derive(Template)]
#[template(path = "page/admin/admitted.html")]
pub struct AdmittedView {
    frame: Frame,
    id: String,
    password: String,
    secret: String,
    picture: String,
}

impl AdmittedView {
    fn new(frame: Frame, id: &str, password: &str, url: &str) -> Result<Self, WebError> {
        let secret = url
            .split_once("secret=")
            .and_then(|(_, rest)| rest.split('&').next())
            .unwrap_or_default();
        Ok(Self {
            id: id.to_owned(),
            password: password.to_owned(),
            secret: secret.to_owned(),
            picture: picture(url)?,
            frame,
        })
    }

    /// One.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = Frame::sample(language, "admin-admitted-title");
        let url = "otpauth://totp/Yeogwon:kim?secret=JBSWY3DPEHPK3PXP&issuer=Yeogwon";
        Self::new(frame, "kim", "0a1b2-c3d4e-f5a6b-7c8d9", url)
            .into_iter()
            .collect()
    }
}

/// A QR code as an `<svg>` for the page itself.
fn picture(url: &str) -> Result<String, WebError> {
    let code = QrCode::new(url.as_bytes()).map_err(|error| WebError::Failed(error.to_string()))?;
    let document = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build();
    document
        .split_once("?>")
        .map(|(_, svg)| svg.to_owned())
        .ok_or_else(|| WebError::Failed("the QR code cannot be drawn".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_without_declaration_style_or_script() {
        let picture = picture("otpauth://totp/a?secret=B").unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
        assert!(!picture.contains("style") && !picture.contains("script"));
    }

    #[test]
    fn forged_roles_are_no_roles() {
        let mut entered = Entered {
            id: "kim.new".to_owned(),
            roles: vec!["examiner".to_owned(), "root".to_owned()],
            ..Entered::default()
        };
        assert!(entered.command().is_err());
        entered.roles.pop();
        assert!(entered.command().is_ok());
        entered.id = "Kim New".to_owned();
        assert!(entered.command().is_err());
    }
}
