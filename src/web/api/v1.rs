//! `/api/v1`: the first version.

mod changes;
mod documents;
mod inspections;
mod law;
mod openapi;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, ResponseError as _};

use super::problem::Problem;
use actix_web::http::StatusCode;

/// The routes.
pub fn routes(cfg: &mut ServiceConfig) {
    openapi::routes(cfg);
    cfg.service(
        web::scope("/api/v1")
            .configure(law::routes)
            .configure(inspections::routes)
            .configure(documents::routes)
            .configure(changes::routes)
            .default_service(web::to(nothing)),
    );
}

async fn nothing(_: HttpRequest) -> actix_web::HttpResponse {
    Problem::of_status(StatusCode::NOT_FOUND, None).error_response()
}

async fn wrong_method(_: HttpRequest) -> actix_web::HttpResponse {
    Problem::of_status(StatusCode::METHOD_NOT_ALLOWED, None).error_response()
}
