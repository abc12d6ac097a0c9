use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::WebError;
use super::frame::Frame;
use super::language::Language;
use super::visit::Visit;
use crate::service::Actor;
use crate::service::session::Session;

/// A signed-in member of staff; a handler that takes one is closed to everybody else.
#[derive(Debug, Clone)]
pub struct Officer {
    /// Who acts, for the service.
    pub actor: Actor,
    /// The language of the page.
    pub language: Language,
    /// The session, for signing out.
    pub session: Session,
}

impl Officer {
    /// The frame of a page for this officer.
    pub fn frame(&self, request: &HttpRequest, title: &str) -> Frame {
        Frame::new(request, title)
    }
}

impl FromRequest for Officer {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = Visit::of(request);
        ready(match (&visit.session, &visit.broken) {
            (Some(session), _) => Ok(Self {
                actor: session.actor.clone(),
                language: visit.language,
                session: session.clone(),
            }),
            (None, Some(broken)) => Err(WebError::Failed(broken.clone()).into()),
            (None, None) => Err(WebError::SignedOut.into()),
        })
    }
}
