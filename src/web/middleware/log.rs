//! One line a request: how it ended and how long it took. No address of a page (it may name a case), no query, no form.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _};

use crate::domain::hex;
use crate::web::metrics::Metrics;

/// A request's own number.
#[derive(Debug, Clone)]
pub(in crate::web) struct RequestId(pub(in crate::web) String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(in crate::web) async fn log(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let mut bytes = [0; 8];
    // Without a random source there is no number, and still an answer.
    let id = openssl::rand::rand_bytes(&mut bytes)
        .map(|()| hex(&bytes))
        .unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "none".to_owned());
    if let Some(metrics) = response.request().app_data::<Data<Metrics>>() {
        let status = response.status().as_u16();
        metrics.count(method.as_str(), &route, status, began.elapsed());
    }
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        request = id,
        method = method.as_str(),
        route,
        status = response.status().as_u16(),
        milliseconds,
        "answered"
    );
    Ok(response)
}
