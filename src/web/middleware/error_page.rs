//! Puts a page with words in the place of an error, and keeps what was entered when a session ended in mid-form.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest as _, HttpMessage as _, HttpResponse, ResponseError as _};

use crate::web::api::{PROBLEM, Problem};
use crate::web::error::WebError;
use crate::web::form::{URL_ENCODED, pairs};
use crate::web::frame::Frame;
use crate::web::page::{error as page, sign_in};
use crate::web::visit::Visit;

/// What is known of a request when its answer comes back.
struct Asked {
    frame: Frame,
    request_id: String,
    method: Method,
    wants_page: bool,
    is_api: bool,
    entered: Option<Vec<(String, String)>>,
}

pub(in crate::web) async fn error_page(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let visit = Visit::of(request.request());
    let is_form = request.method() == Method::POST
        && request.content_type().eq_ignore_ascii_case(URL_ENCODED);
    // A handler eats the body; without a session it is all that is left of somebody's work.
    let entered = if is_form && visit.session.is_none() {
        keep_body(&mut request).await
    } else {
        None
    };
    let asked = Asked {
        frame: Frame::new(request.request(), "error-failed-title"),
        request_id: visit.request_id.clone(),
        method: request.method().clone(),
        wants_page: wants_page(&request),
        is_api: request.path().starts_with("/api/"),
        entered,
    };
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(if is_bare_error(&response) {
        asked.answer(response)
    } else {
        response
    })
}

/// Whether an answer is an error without a page of its own.
fn is_bare_error(response: &ServiceResponse<BoxBody>) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && (response.response().error().is_some() || !response.headers().contains_key(CONTENT_TYPE))
        && response
            .headers()
            .get(CONTENT_TYPE)
            .is_none_or(|kind| kind != PROBLEM)
}

impl Asked {
    fn answer(self, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let status = response.status();
        let error = response.response().error();
        let known = error.and_then(|error| error.as_error::<WebError>());
        if status.is_server_error() {
            let detail = error.map(ToString::to_string).unwrap_or_default();
            tracing::error!(request = self.request_id, detail, "incident");
        }
        if self.is_api {
            let problem = Problem::of_status(status, known).error_response();
            let (request, _) = response.into_parts();
            return ServiceResponse::new(request, problem);
        }
        if !self.wants_page {
            return response;
        }
        let retry_after = response.headers().get(RETRY_AFTER).cloned();
        let page = if matches!(known, Some(WebError::SignedOut)) {
            self.signed_out()
        } else {
            page::page(self.frame, status, known, &self.request_id)
        };
        let Ok(mut page) = page else {
            return response;
        };
        if let Some(value) = retry_after {
            page.headers_mut().insert(RETRY_AFTER, value);
        }
        let (request, _) = response.into_parts();
        ServiceResponse::new(request, page)
    }

    /// Who only looked is sent to sign in and comes back; who sent a form keeps what was entered.
    fn signed_out(self) -> Result<HttpResponse, WebError> {
        if self.method == Method::GET || self.method == Method::HEAD {
            return Ok(sign_in::redirect(&self.frame.here));
        }
        sign_in::session_ended(self.frame, self.entered.unwrap_or_default())
    }
}

async fn keep_body(request: &mut ServiceRequest) -> Option<Vec<(String, String)>> {
    let mut payload = request.take_payload();
    let bytes = Bytes::from_request(request.request(), &mut payload)
        .await
        .unwrap_or_default();
    request.set_payload(Payload::from(bytes.clone()));
    pairs(std::str::from_utf8(&bytes).ok()?)
}

fn wants_page(request: &ServiceRequest) -> bool {
    request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"))
}
