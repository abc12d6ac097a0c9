use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::safe_path;
use crate::service::Deps;
use crate::service::session::choose_language;
use crate::web::error::WebError;
use crate::web::form::OpenForm;
use crate::web::language::Language;
use crate::web::render::see_other;
use crate::web::server::WebState;
use crate::web::visit::Visit;

#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    language: String,
    #[serde(default)]
    back: String,
}

/// `POST /language`: the language from now on, for an officer kept with the account, for others in a cookie.
pub(super) async fn submit(
    request: HttpRequest,
    deps: Data<Deps>,
    state: Data<WebState>,
    form: OpenForm<Chosen>,
) -> Result<HttpResponse, WebError> {
    let (chosen, _) = form.into_parts();
    let language = Language::parse(&chosen.language)
        .ok_or_else(|| WebError::Malformed("no such language".to_owned()))?;
    if let Some(session) = &Visit::of(&request).session {
        choose_language(&deps, &session.actor, language.code()).await?;
    }
    let next = match chosen.back.as_str() {
        // Signing in is no place to go on to, but it is one to stay at.
        path if path == "/sign-in" || path.starts_with("/sign-in?") => path.to_owned(),
        path => safe_path(Some(path)),
    };
    let mut response = see_other(&without_language(&next));
    // A cookie of two letters always is a header line.
    let _ = response.add_cookie(&language.cookie(state.is_tls));
    Ok(response)
}

/// The address without `lang=`, which would win over the choice.
fn without_language(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("lang=") && !pair.starts_with("done="))
        .collect();
    if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_no_longer_names_a_language() {
        for (address, wanted) in [
            ("/work", "/work"),
            ("/work?lang=en", "/work"),
            ("/work?a=1&lang=en&b=2", "/work?a=1&b=2"),
            ("/?done=done-x", "/"),
        ] {
            assert_eq!(without_language(address), wanted);
        }
    }
}
