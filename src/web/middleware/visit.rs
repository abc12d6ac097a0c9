//! Finds out who asks and in which language, before any page is asked.

use std::rc::Rc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _};

use super::log::RequestId;
use crate::service::Deps;
use crate::service::session::session_of;
use crate::web::language::Language;
use crate::web::page::sign_in::session_token;
use crate::web::visit::Visit;

/// Where nobody is asked who they are: what is there is for everybody, and carries no cookie.
const OPEN_TO_ALL: &[&str] = &["/pki/", "/assets/", "/healthz", "/readyz", "/metrics"];

pub(in crate::web) async fn visit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_open = OPEN_TO_ALL
        .iter()
        .any(|prefix| request.path().starts_with(prefix));
    let token = (!is_open)
        .then(|| session_token(request.request()))
        .flatten();
    let (session, broken) = match (token, request.app_data::<Data<Deps>>()) {
        (Some(token), Some(deps)) => match session_of(deps, &token).await {
            Ok(session) => (session, None),
            Err(error) => (None, Some(error.to_string())),
        },
        _ => (None, None),
    };
    let language = Language::of(
        request.request(),
        session.as_ref().map(|session| session.language.as_str()),
    );
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let visit = Rc::new(Visit {
        session,
        broken,
        language,
        request_id,
    });
    request.extensions_mut().insert(visit);
    next.call(request).await
}
