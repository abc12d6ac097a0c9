//! `/healthz`, `/readyz`, `/metrics`: for those who watch the service.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::WebError;
use super::api::bearer;
use super::metrics::Metrics;
use super::server::client_address;
use crate::service::Deps;
use crate::service::api_key::{ApiScope, known_api_key};
use crate::service::figures::figures;
use crate::service::health::health;

/// The routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/healthz").route(web::get().to(alive)))
        .service(web::resource("/readyz").route(web::get().to(ready)))
        .service(web::resource("/metrics").route(web::get().to(metrics)));
}

/// It answers; whether it can do its work is another question.
async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(json!({ "alive": true }))
}

/// Each thing that is needed, and 503 when one is not as it should be.
async fn ready(deps: Data<Deps>) -> HttpResponse {
    let health = health(&deps).await;
    let mut response = if health.ready {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    response
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(health)
}

/// Figures in the text format of Prometheus, for this machine itself or a key of the scope `metrics`; for others there is no such
/// page.
async fn metrics(
    request: HttpRequest,
    deps: Data<Deps>,
    metrics: Option<Data<Metrics>>,
) -> Result<HttpResponse, WebError> {
    let may_see = is_from_here(&request)
        || match bearer(&request) {
            Some(key) => known_api_key(&deps, key)
                .await?
                .is_some_and(|key| key.scopes.contains(&ApiScope::Metrics)),
            None => false,
        };
    let (true, Some(metrics)) = (may_see, metrics) else {
        return Err(WebError::NotFound);
    };
    let figures = figures(&deps).await?;
    let text = metrics
        .text(&figures)
        .map_err(|error| WebError::Failed(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}

/// From a program on this machine, and not through a proxy on it.
fn is_from_here(request: &HttpRequest) -> bool {
    let is_forwarded = ["forwarded", "x-forwarded-for", "x-real-ip"]
        .iter()
        .any(|header| request.headers().contains_key(*header));
    !is_forwarded && client_address(request).is_some_and(|address| address.is_loopback())
}
