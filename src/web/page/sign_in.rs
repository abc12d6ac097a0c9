//! `/sign-in`, `/sign-out`, `/language`: coming, going, and in which language.

mod language;
mod session_ended;
mod sign_out;

use std::collections::BTreeSet;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::StaffRole;
use crate::service::Deps;
use crate::service::sign_in::{SignIn, SignInError, sign_in};
use crate::service::staff::{StaffMember, demo_code, is_open_door, list_staff};
use crate::web::error::WebError;
use crate::web::form::OpenForm;
use crate::web::frame::{Frame, role_name};
use crate::web::language::Language;
use crate::web::render::{render_with, see_other};
use crate::web::server::{WebState, client_address};
use crate::web::text::text_with;
use crate::web::visit::Visit;

pub(in crate::web) use session_ended::session_ended;
pub use session_ended::{ResendView, SessionEndedView};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/sign-in", get().to(show));
    cfg.route("/sign-in", post().to(submit));
    cfg.route("/sign-out", post().to(sign_out::submit));
    cfg.route("/language", post().to(language::submit));
}

/// `GET /sign-in?next=…`: the form; in a demonstration also the accounts, and with `account=` one of them filled in.
async fn show(
    request: HttpRequest,
    deps: Data<Deps>,
    query: Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let next = safe_path(query.next.as_deref());
    if Visit::of(&request).session.is_some() {
        return Ok(see_other(&next));
    }
    let mut view = SignInView::new(Frame::new(&request, "sign-in-title"), next);
    view.id = query.account.clone().unwrap_or_default();
    view.open_the_door(&deps).await?;
    render_with(StatusCode::OK, &view)
}

#[derive(Debug, Deserialize)]
struct Asked {
    next: Option<String>,
    account: Option<String>,
}

/// `POST /sign-in`: in, and on to where one was going; or the form again, without saying what was wrong.
async fn submit(
    request: HttpRequest,
    deps: Data<Deps>,
    form: OpenForm<Entered>,
) -> Result<HttpResponse, WebError> {
    let (entered, pairs) = form.into_parts();
    let kept = session_ended::Kept::of(&pairs);
    let next = safe_path(entered.next.as_deref());
    let command = SignIn {
        id: entered.id.clone(),
        password: Zeroizing::new(entered.password),
        code: entered.code,
        source: client_address(&request)
            .map(|address| address.to_string())
            .unwrap_or_default(),
    };
    let error = match sign_in(&deps, command).await {
        Ok(new) => {
            let cookie = session_cookie(&request, new.token.as_str().to_owned());
            return session_ended::go_on(&request, &deps, &new.token, kept, &next)
                .await
                .map(|mut response| {
                    // A cookie that is no header line cannot be: it is hexadecimal.
                    let _ = response.add_cookie(&cookie);
                    response
                });
        }
        Err(error) => error,
    };
    let (status, fault, seconds) = match error {
        SignInError::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, "sign-in-wrong", 0),
        SignInError::Slow { seconds } => (StatusCode::TOO_MANY_REQUESTS, "sign-in-slow", seconds),
        SignInError::Service(error) => return Err(error.into()),
    };
    let mut view = SignInView::new(Frame::new(&request, "sign-in-title"), next);
    view.fault = Some(view.frame.count(fault, seconds));
    view.id = entered.id;
    view.kept = kept;
    view.open_the_door(&deps).await?;
    render_with(status, &view)
}

#[derive(Debug, Deserialize)]
struct Entered {
    #[serde(default)]
    id: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    next: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "page/sign_in/sign_in.html")]
pub struct SignInView {
    frame: Frame,
    next: String,
    id: String,
    fault: Option<String>,
    kept: Option<session_ended::Kept>,
    door: Option<Door>,
}

/// The open door of a demonstration.
#[derive(Debug)]
struct Door {
    groups: Vec<DoorGroup>,
    password: Option<String>,
    code: Option<String>,
    chosen: bool,
}

#[derive(Debug)]
struct DoorGroup {
    role: String,
    accounts: Vec<DoorAccount>,
}

#[derive(Debug)]
struct DoorAccount {
    id: String,
    name: String,
    chosen: bool,
}

impl SignInView {
    const fn new(frame: Frame, next: String) -> Self {
        Self {
            frame,
            next,
            id: String::new(),
            fault: None,
            kept: None,
            door: None,
        }
    }

    fn shown_password(&self) -> &str {
        self.door
            .as_ref()
            .and_then(|door| door.password.as_deref())
            .unwrap_or_default()
    }

    fn shown_code(&self) -> &str {
        self.door
            .as_ref()
            .and_then(|door| door.code.as_deref())
            .unwrap_or_default()
    }

    /// Whether an account was chosen: the form comes first then, and before that the accounts.
    fn is_chosen(&self) -> bool {
        self.door.as_ref().is_some_and(|door| door.chosen)
    }

    fn next_query(&self) -> String {
        encode(&self.next)
    }

    async fn open_the_door(&mut self, deps: &Deps) -> Result<(), WebError> {
        if !is_open_door(deps) {
            return Ok(());
        }
        let staff = list_staff(deps).await?;
        let chosen = staff.iter().any(|member| member.id == self.id);
        self.door = Some(Door {
            groups: door_groups(&staff, &self.id, self.frame.language),
            password: chosen.then(|| deps.config.demo.password.clone()).flatten(),
            code: demo_code(deps, &self.id).await?,
            chosen,
        });
        Ok(())
    }
}

impl SignInView {
    /// Plain, after a failure, and with the door open.
    pub fn samples(language: Language) -> Vec<Self> {
        let new = || Self::new(Frame::sample(language, "sign-in-title"), "/work".to_owned());
        let fault = Some(text_with(language, "sign-in-slow", &[("count", 1.into())]));
        let door = |code: Option<&str>| Door {
            groups: StaffRole::ALL
                .into_iter()
                .map(|role| DoorGroup {
                    role: role_name(language, role),
                    accounts: vec![DoorAccount {
                        id: "a\"><b>".to_owned(),
                        name: "<b>BOLD</b>".to_owned(),
                        chosen: code.is_some(),
                    }],
                })
                .collect(),
            password: Some("<b>".to_owned()),
            code: code.map(ToOwned::to_owned),
            chosen: true,
        };
        vec![
            new(),
            Self {
                fault,
                id: "\"><script>alert(1)</script>".to_owned(),
                ..new()
            },
            Self {
                door: Some(door(Some("123456"))),
                ..new()
            },
            Self {
                door: Some(door(None)),
                ..new()
            },
        ]
    }
}

/// Everybody who can sign in, under the first of their roles.
fn door_groups(staff: &[StaffMember], chosen: &str, language: Language) -> Vec<DoorGroup> {
    let mut seen = BTreeSet::new();
    StaffRole::ALL
        .into_iter()
        .map(|role| DoorGroup {
            role: role_name(language, role),
            accounts: staff
                .iter()
                .filter(|member| !member.disabled && member.roles.contains(&role))
                .filter(|member| seen.insert(member.id.clone()))
                .map(|member| DoorAccount {
                    id: member.id.clone(),
                    name: language.pick(&member.name_ko, &member.name_en).to_owned(),
                    chosen: member.id == chosen,
                })
                .collect(),
        })
        .filter(|group| !group.accounts.is_empty())
        .collect()
}

/// Sends somebody to sign in, and back to `here` afterwards.
pub(in crate::web) fn redirect(here: &str) -> HttpResponse {
    see_other(&format!("/sign-in?next={}", encode(here)))
}

/// A path of ours to go on to, or the desk: an address that leads elsewhere is not followed.
fn safe_path(path: Option<&str>) -> String {
    path.filter(|path| is_own_path(path) && !path.starts_with("/sign-"))
        .unwrap_or("/")
        .to_owned()
}

fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path
            .chars()
            .any(|c| c == '\\' || c.is_control() || c.is_whitespace())
}

/// Escapes a text for a query.
pub(in crate::web) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

const COOKIE: &str = "session";
const COOKIE_TLS: &str = "__Host-session";

fn cookie_name(request: &HttpRequest) -> &'static str {
    let is_tls = request
        .app_data::<Data<WebState>>()
        .is_some_and(|state| state.is_tls);
    if is_tls { COOKIE_TLS } else { COOKIE }
}

/// The token in a request's cookie.
pub(in crate::web) fn session_token(request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(cookie_name(request))?;
    (cookie.value().len() == 64).then(|| cookie.value().to_owned())
}

fn session_cookie(request: &HttpRequest, value: String) -> Cookie<'static> {
    let name = cookie_name(request);
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(name == COOKIE_TLS)
        .same_site(SameSite::Strict)
        .finish()
}
