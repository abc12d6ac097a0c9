//! The page that says why there is no other.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::service::ServiceError;
use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::render::render_with;
use crate::web::text::text;
use crate::web::words::refusal;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "page/error/error.html")]
pub struct ErrorView {
    frame: Frame,
    text: String,
    /// What a rule said, in its own words.
    reasons: Vec<String>,
    /// The number under which the log tells more.
    incident: Option<String>,
    status: u16,
}

/// The page of an error; where there is none of ours the status says what happened.
pub(in crate::web) fn page(
    frame: Frame,
    status: StatusCode,
    error: Option<&WebError>,
    request_id: &str,
) -> Result<HttpResponse, WebError> {
    render_with(status, &view(frame, status, error, request_id))
}

fn view(
    mut frame: Frame,
    status: StatusCode,
    error: Option<&WebError>,
    request_id: &str,
) -> ErrorView {
    let words = error.map_or_else(|| words_of(status), WebError::words);
    frame.title = frame.t(&format!("{words}-title"));
    ErrorView {
        text: frame.t(&format!("{words}-text")),
        reasons: error
            .map(|error| reasons(error, &frame))
            .unwrap_or_default(),
        incident: status.is_server_error().then(|| request_id.to_owned()),
        status: status.as_u16(),
        frame,
    }
}

fn words_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::FORBIDDEN => "error-forbidden",
        StatusCode::CONFLICT => "error-conflict",
        status if status.is_server_error() => "error-failed",
        _ => "error-malformed",
    }
}

fn reasons(error: &WebError, frame: &Frame) -> Vec<String> {
    match error {
        WebError::Service(ServiceError::Invalid(faults)) => faults
            .iter()
            .map(|fault| text(frame.language, &fault.message))
            .collect(),
        WebError::Service(ServiceError::Refused(words)) => vec![refusal(frame, words)],
        _ => Vec::new(),
    }
}

impl ErrorView {
    /// Every kind of error.
    pub fn samples(language: Language) -> Vec<Self> {
        let error = |status, error: WebError| {
            let frame = Frame::sample(language, "error-failed-title");
            view(frame, status, Some(&error), "0123456789abcdef")
        };
        vec![
            error(StatusCode::NOT_FOUND, WebError::NotFound),
            error(StatusCode::FORBIDDEN, WebError::Forgery),
            error(
                StatusCode::UNPROCESSABLE_ENTITY,
                WebError::Service(ServiceError::Refused(
                    "stock-refusal-known|serial=<b>".to_owned(),
                )),
            ),
            error(
                StatusCode::INTERNAL_SERVER_ERROR,
                WebError::Failed("a secret detail".to_owned()),
            ),
            view(
                Frame::sample(language, "error-failed-title"),
                StatusCode::METHOD_NOT_ALLOWED,
                None,
                "",
            ),
        ]
    }
}
