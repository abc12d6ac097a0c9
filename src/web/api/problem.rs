use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::service::ServiceError;
use crate::web::WebError;

/// The media type.
pub(in crate::web) const PROBLEM: &str = "application/problem+json";

/// Why an answer is not the one that was asked for, for programs and their authors.
///
/// Source: rfc9457:3
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Which kind of problem: `urn:yeogwon:problem:` and a word.
    #[serde(rename = "type")]
    kind: String,
    /// The same for people.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What it was this time, and what to do.
    detail: String,
    /// Seconds after which to try again.
    #[serde(skip)]
    retry_after: Option<u64>,
    /// Further members, by the kind.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    more: Map<String, Value>,
}

impl Problem {
    pub(in crate::web) fn new(
        status: StatusCode,
        word: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("urn:yeogwon:problem:{word}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            retry_after: None,
            more: Map::new(),
        }
    }

    /// With a further member.
    pub(in crate::web) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "the request cannot be read",
            detail,
        )
    }

    /// The answer to an error that arose outside the API's own handlers.
    pub(in crate::web) fn of_status(status: StatusCode, error: Option<&WebError>) -> Self {
        let (word, title) = match status {
            StatusCode::NOT_FOUND => ("not-found", "there is no such thing"),
            StatusCode::METHOD_NOT_ALLOWED => ("method", "the method is not allowed here"),
            StatusCode::TOO_MANY_REQUESTS => ("too-many-requests", "too many requests"),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "the request is too large"),
            StatusCode::FORBIDDEN => ("forbidden", "this is not allowed"),
            status if status.is_server_error() => ("failed", "something is broken here"),
            _ => ("malformed", "the request cannot be read"),
        };
        let mut problem = Self::new(status, word, title, title);
        if let Some(WebError::TooMany { seconds }) = error {
            problem.retry_after = Some(*seconds);
            problem.detail = format!("try again after {seconds} s");
        }
        problem
    }
}

/// The detail of what is broken goes to the log, not to the one who asked.
impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let error = WebError::Service(error);
        let status = error.status_code();
        let WebError::Service(error) = error else {
            return Self::of_status(status, None);
        };
        match &error {
            ServiceError::NotFound { .. } => Self::of_status(status, None),
            ServiceError::Store(_) | ServiceError::Failed(_) | ServiceError::Signer(_) => {
                tracing::error!(detail = error.to_string(), "incident");
                Self::of_status(status, None)
            }
            _ => Self::new(status, "refused", "this cannot be done", error.to_string()),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response
            .insert_header((CONTENT_TYPE, PROBLEM))
            .insert_header((CACHE_CONTROL, "no-store"));
        if self.status == StatusCode::UNAUTHORIZED.as_u16() {
            response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"yeogwon\""));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        response.body(serde_json::to_vec(self).unwrap_or_default())
    }
}
