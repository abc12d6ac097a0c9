use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;

use super::problem::Problem;
use crate::service::Deps;
use crate::service::api_key::{ApiKey, ApiScope, known_api_key};

/// The key that a request shows.
pub(in crate::web) fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    let key = key.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !key.is_empty() && key.len() <= 200).then_some(key)
}

/// The holder of a key with a scope; whoever has none learns nothing else.
pub(super) async fn caller(
    request: &HttpRequest,
    deps: &Deps,
    scope: ApiScope,
) -> Result<ApiKey, Problem> {
    let unknown = || {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "key",
            "a key is needed",
            "show a key that is in force as `Authorization: Bearer KEY`",
        )
    };
    let presented = bearer(request).ok_or_else(unknown)?;
    let key = known_api_key(deps, presented).await?.ok_or_else(unknown)?;
    if key.scopes.contains(&scope) {
        Ok(key)
    } else {
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "scope",
            "the key is not for this",
            format!("a key with the scope `{}` is needed", scope.as_str()),
        ))
    }
}
