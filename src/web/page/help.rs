//! The help.

use actix_web::web::{ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::officer::Officer;
use crate::web::render::render;

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/help", get().to(show));
}

async fn show(request: HttpRequest, officer: Officer) -> Result<HttpResponse, WebError> {
    render(&View {
        frame: officer.frame(&request, "nav-help"),
    })
}

#[derive(Debug, Template)]
#[template(path = "page/help/help.html")]
struct View {
    frame: Frame,
}
