use std::rc::Rc;

use actix_web::{HttpMessage as _, HttpRequest};

use super::language::Language;
use crate::service::session::Session;

/// What is known about a request before its page is asked: who, in which language, under which number.
#[derive(Debug)]
pub(super) struct Visit {
    /// Who is signed in.
    pub(super) session: Option<Session>,
    /// Why it is not known who is signed in: the store did not answer.
    pub(super) broken: Option<String>,
    /// The language of the answer.
    pub(super) language: Language,
    /// The request's own number, in the log and on the page of an incident.
    pub(super) request_id: String,
}

impl Visit {
    /// The visit of a request; one that passed no middleware (in a test) is a stranger's.
    pub(super) fn of(request: &HttpRequest) -> Rc<Self> {
        if let Some(visit) = request.extensions().get::<Rc<Self>>() {
            return Rc::clone(visit);
        }
        Rc::new(Self {
            session: None,
            broken: None,
            language: Language::of(request, None),
            request_id: String::new(),
        })
    }
}
