use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, ServiceConfig};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{changes, documents, inspections, law};
use crate::web::api::problem::Problem;

/// The description of the API, made from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yeogwon",
        description = "A passport authority: ask the law, have documents inspected, ask for the status of a document. \
                       Public keys are at `/pki/`.",
        license(name = "Apache-2.0 OR MIT")
    ),
    paths(law::ask, inspections::inspect, documents::status, changes::changes),
    components(schemas(Problem, law::Question, inspections::Submitted)),
    modifiers(&Keys)
)]
pub(super) struct Description;

struct Keys;

impl Modify for Keys {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key from `yeogwon api-key add`"))
            .build();
        if let Some(components) = description.components.as_mut() {
            components.add_security_scheme("key", SecurityScheme::Http(scheme));
        }
    }
}

const DESCRIPTION: &str = "/api/v1/openapi.json";

pub(super) fn routes(cfg: &mut ServiceConfig) {
    // The viewer's own check of the description would be a request to somebody else's server.
    let config = Config::new([DESCRIPTION]).validator_url("none");
    cfg.service(web::resource("/api/docs").to(to_viewer))
        .service(
            SwaggerUi::new("/api/docs/{_:.*}")
                .url(DESCRIPTION, Description::openapi())
                .config(config),
        );
}

async fn to_viewer() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/api/docs/"))
        .finish()
}
