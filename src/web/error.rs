use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};

use crate::service::ServiceError;

/// Why there is no page. The words for people are made where the language is known; the detail goes to the log alone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// What a use case answered.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Nobody is signed in, or no longer.
    #[error("nobody is signed in")]
    SignedOut,
    /// The form did not come from a page of this session.
    #[error("the form carries no token of this session, or comes from elsewhere")]
    Forgery,
    /// There is no such page.
    #[error("there is no such page")]
    NotFound,
    /// The request is not what the page sends.
    #[error("the request cannot be read: {0}")]
    Malformed(String),
    /// More was sent than is taken.
    #[error("the request is too large")]
    TooLarge,
    /// Too many requests from one place.
    #[error("too many requests")]
    TooMany {
        /// After how many seconds to try again.
        seconds: u64,
    },
    /// Something is broken here.
    #[error("{0}")]
    Failed(String),
}

impl WebError {
    /// The beginning of the keys of the words for this error: `{words}-title`, `{words}-text`.
    pub(super) const fn words(&self) -> &'static str {
        match self {
            Self::Service(error) => match error {
                ServiceError::NotFound { .. } => "error-not-found",
                ServiceError::Forbidden { .. } => "error-forbidden",
                ServiceError::SamePerson { .. } => "error-same-person",
                ServiceError::Conflict { .. } => "error-conflict",
                ServiceError::WrongStatus(_) => "error-wrong-status",
                ServiceError::Invalid(_) => "error-invalid",
                ServiceError::Refused(_) => "error-refused",
                ServiceError::Signer(_) => "error-signer",
                ServiceError::Store(_) | ServiceError::Failed(_) => "error-failed",
            },
            Self::SignedOut => "error-signed-out",
            Self::Forgery => "error-forgery",
            Self::NotFound => "error-not-found",
            Self::Malformed(_) => "error-malformed",
            Self::TooLarge => "error-too-large",
            Self::TooMany { .. } => "error-too-many",
            Self::Failed(_) => "error-failed",
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Service(error) => match error {
                ServiceError::NotFound { .. } => StatusCode::NOT_FOUND,
                ServiceError::Forbidden { .. } | ServiceError::SamePerson { .. } => {
                    StatusCode::FORBIDDEN
                }
                ServiceError::Conflict { .. } | ServiceError::WrongStatus(_) => {
                    StatusCode::CONFLICT
                }
                ServiceError::Invalid(_) | ServiceError::Refused(_) => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                ServiceError::Signer(_) => StatusCode::SERVICE_UNAVAILABLE,
                ServiceError::Store(_) | ServiceError::Failed(_) => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            },
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forgery => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The bare answer; `middleware::error_page` puts the page in its place.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"));
        if let Self::TooMany { seconds } = self {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        response.body(self.status_code().canonical_reason().unwrap_or_default())
    }
}
