use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::session_cookie;
use crate::service::Deps;
use crate::service::session::sign_out;
use crate::web::error::WebError;
use crate::web::form::Form;
use crate::web::officer::Officer;
use crate::web::render::see_other_done;

#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// `POST /sign-out`: the session ends here and in the browser.
pub(super) async fn submit(
    request: HttpRequest,
    officer: Officer,
    deps: Data<Deps>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, WebError> {
    sign_out(&deps, &officer.session).await?;
    let mut response = see_other_done("/sign-in", "done-signed-out");
    let mut cookie = session_cookie(&request, String::new());
    cookie.make_removal();
    // A cookie without a value always is a header line.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}
