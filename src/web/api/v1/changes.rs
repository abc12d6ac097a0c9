use actix_web::HttpRequest;
use actix_web::web::{self, Data, Json, Query, ServiceConfig};
use serde::Deserialize;

use crate::service::Deps;
use crate::service::api_key::ApiScope;
use crate::service::document_status::{CHANGES_LIMIT, Changes, changes_after};
use crate::web::api::caller::caller;
use crate::web::api::problem::Problem;

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/changes")
            .route(web::get().to(changes))
            .default_service(web::to(super::wrong_method)),
    );
}

/// Where to go on from.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct From {
    /// The `next` of the answer before; 0, or nothing, for everything.
    #[serde(default)]
    after: i64,
    /// At most so many, 1 to 1000.
    limit: Option<i64>,
}

/// Documents that are to be stopped: lost, recovered, returned, cancelled, spoiled.
///
/// For agencies with a key of the scope `changes`. Each document once, as it is now. Go on with `after={next}`; nothing is missed.
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "documents",
    params(From),
    security(("key" = [])),
    responses(
        (status = 200, description = "`changes` (number, status, since), `next`, `more`", body = Object),
        (status = 400, description = "`after` or `limit` is no number", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key that is in force", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key is for something else", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn changes(
    request: HttpRequest,
    deps: Data<Deps>,
) -> Result<Json<Changes>, Problem> {
    caller(&request, &deps, ApiScope::Changes).await?;
    let from = Query::<From>::from_query(request.query_string()).map_err(|_| {
        Problem::malformed("`after` and `limit` are whole numbers, and there is nothing else")
    })?;
    let limit = from.limit.unwrap_or(CHANGES_LIMIT);
    Ok(Json(changes_after(&deps, from.after.max(0), limit).await?))
}
