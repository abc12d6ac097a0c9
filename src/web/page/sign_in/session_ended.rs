use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::is_own_path;
use crate::service::Deps;
use crate::service::session::session_of;
use crate::web::error::WebError;
use crate::web::form::CSRF_FIELD;
use crate::web::frame::Frame;
use crate::web::render::{render_with, see_other};

/// A form that was sent when the session had ended: where it goes, and what was entered. It travels with the sign-in and is kept
/// in the browser alone.
#[derive(Debug, Clone)]
pub struct Kept {
    pub(super) action: String,
    fields: Vec<(String, String)>,
}

/// What stands before the name of a kept field, so that it is none of the sign-in's own.
const PREFIX: &str = "kept.";
const ACTION: &str = "kept-action";

/// Fields that are not kept: a secret is typed again.
const SECRET: &[&str] = &["password", "passphrase", "code", CSRF_FIELD];

impl Kept {
    fn new(action: &str, fields: Vec<(String, String)>) -> Option<Self> {
        is_own_path(action).then(|| Self {
            action: action.to_owned(),
            fields: fields
                .into_iter()
                .filter(|(name, _)| !SECRET.contains(&name.as_str()))
                .collect(),
        })
    }

    /// What a sign-in carries along.
    pub(super) fn of(pairs: &[(String, String)]) -> Option<Self> {
        let (_, action) = pairs.iter().find(|(name, _)| name == ACTION)?;
        let fields = pairs
            .iter()
            .filter_map(|(name, value)| {
                Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone()))
            })
            .collect();
        Self::new(action, fields)
    }

    /// The kept fields under the names they travel by.
    pub(super) fn travelling(&self) -> impl Iterator<Item = (String, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (format!("{PREFIX}{name}"), value.as_str()))
    }
}

/// The page that says the session ended, with the sign-in and what was entered.
#[derive(Debug, Template)]
#[template(path = "page/sign_in/session_ended.html")]
pub struct SessionEndedView {
    frame: Frame,
    kept: Option<Kept>,
}

/// The answer to a form that came after the session had ended.
pub(in crate::web) fn session_ended(
    mut frame: Frame,
    entered: Vec<(String, String)>,
) -> Result<HttpResponse, WebError> {
    frame.title = frame.t("session-ended-title");
    let kept = Kept::new(&frame.here, entered);
    render_with(StatusCode::UNAUTHORIZED, &SessionEndedView { frame, kept })
}

/// The page after the sign-in, with everything as it was entered and one button to send it.
#[derive(Debug, Template)]
#[template(path = "page/sign_in/resend.html")]
pub struct ResendView {
    frame: Frame,
    kept: Kept,
}

/// Where a sign-in leads: on, or to the form that was kept.
pub(super) async fn go_on(
    request: &HttpRequest,
    deps: &Deps,
    token: &str,
    kept: Option<Kept>,
    next: &str,
) -> Result<HttpResponse, WebError> {
    let Some(kept) = kept else {
        return Ok(see_other(next));
    };
    let mut frame = Frame::new(request, "resend-title");
    if let Some(session) = session_of(deps, token).await? {
        frame.csrf = session.csrf;
    }
    render_with(StatusCode::OK, &ResendView { frame, kept })
}

impl SessionEndedView {
    /// With and without something kept.
    pub fn samples(language: crate::web::Language) -> Vec<Self> {
        let frame = || Frame::sample(language, "session-ended-title");
        let field = ("note".to_owned(), "<b>\"오사카\"</b>".to_owned());
        vec![
            Self {
                frame: frame(),
                kept: Kept::new("/cases/1/decision", vec![field]),
            },
            Self {
                frame: frame(),
                kept: None,
            },
        ]
    }
}

impl ResendView {
    /// With a field that would be markup.
    pub fn samples(language: crate::web::Language) -> Vec<Self> {
        let field = ("note".to_owned(), "<b>\"오사카\"</b>".to_owned());
        Kept::new("/cases/1/decision", vec![field])
            .into_iter()
            .map(|kept| Self {
                frame: Frame::sample(language, "resend-title"),
                kept,
            })
            .collect()
    }
}
