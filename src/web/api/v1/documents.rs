use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Json, Path, ServiceConfig};

use crate::domain::DocumentNumber;
use crate::service::Deps;
use crate::service::api_key::ApiScope;
use crate::service::document_status::{PublicStatus, document_status};
use crate::web::api::caller::caller;
use crate::web::api::problem::Problem;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/documents/{number}/status")
            .route(web::get().to(status))
            .default_service(web::to(super::wrong_method)),
    );
}

/// The status of one document.
///
/// For agencies with a key of the scope `documents`. No name, no person. A number that is none, one that was never given out and
/// one whose document is not handed over yet have the same answer: 404.
#[utoipa::path(
    get, path = "/api/v1/documents/{number}/status", tag = "documents",
    params(("number" = String, Path, description = "The document's number")),
    security(("key" = [])),
    responses(
        (status = 200, description = "`number`, `status` (active, lost, recovered, returned, cancelled, spoiled), `since`",
         body = Object, example = json!({ "number": "M123A4567", "status": "lost", "since": "2026-11-20T01:02:03Z" })),
        (status = 401, description = "No key that is in force", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key is for something else", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such document outside", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn status(
    request: HttpRequest,
    deps: Data<Deps>,
    number: Path<String>,
) -> Result<Json<PublicStatus>, Problem> {
    caller(&request, &deps, ApiScope::Documents).await?;
    let found = match DocumentNumber::parse(&number) {
        Ok(number) => document_status(&deps, number.as_str()).await?,
        Err(_) => None,
    };
    found.map(Json).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "there is no such document",
            "no document with this number was handed over by this authority",
        )
    })
}
