use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use askama::Template;

use super::error::WebError;

/// A page.
///
/// # Errors
/// [`WebError::Failed`] when the template cannot be rendered.
pub fn render<T: Template>(view: &T) -> Result<HttpResponse, WebError> {
    render_with(StatusCode::OK, view)
}

/// A page with another status: 422 for a form with faults.
///
/// # Errors
/// [`WebError::Failed`] when the template cannot be rendered.
pub fn render_with<T: Template>(status: StatusCode, view: &T) -> Result<HttpResponse, WebError> {
    Ok(HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(html(view)?))
}

/// The text of a page.
///
/// # Errors
/// [`WebError::Failed`] when the template cannot be rendered.
pub fn html<T: Template>(view: &T) -> Result<String, WebError> {
    view.render()
        .map_err(|error| WebError::Failed(format!("the template: {error}")))
}

/// The answer to a form that was carried out: go and look there.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}

/// As [`see_other`], and the page there says what was done: a key of the locale files that begins with `done-`.
pub fn see_other_done(path: &str, done: &str) -> HttpResponse {
    let mark = if path.contains('?') { '&' } else { '?' };
    see_other(&format!("{path}{mark}done={done}"))
}
