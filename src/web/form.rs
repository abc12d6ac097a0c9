use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, Query};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::future::{FutureExt as _, LocalBoxFuture};
use openssl::memcmp;
use serde::de::DeserializeOwned;

use super::error::WebError;
use super::visit::Visit;

/// What was entered in a form of ours, by a person who is signed in: the session's token is checked first.
///
/// Every form holds `<input type="hidden" name="csrf" value="{{ frame.csrf }}">`.
#[derive(Debug)]
pub struct Form<T> {
    value: T,
    pairs: Vec<(String, String)>,
}

impl<T> Form<T> {
    /// The form itself.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Every value of a field that may occur more than once, such as a group of boxes to tick.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every field as it was sent, in its order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

impl<T> Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::of(request);
        let body = body(request, payload);
        async move {
            let (value, pairs) = parsed(&body.await?)?;
            let session = visit.session.as_ref().ok_or(WebError::SignedOut)?;
            let token = pairs.iter().find(|(name, _)| name == CSRF_FIELD);
            if token.is_some_and(|(_, token)| is_token(token, &session.csrf)) {
                Ok(Self { value, pairs })
            } else {
                Err(WebError::Forgery.into())
            }
        }
        .boxed_local()
    }
}

/// What was entered in a form before anybody is signed in. It has no token; where it comes from is checked for every request.
#[derive(Debug)]
pub struct OpenForm<T> {
    value: T,
    pairs: Vec<(String, String)>,
}

impl<T> OpenForm<T> {
    /// The form itself, and every field as it was sent.
    pub fn into_parts(self) -> (T, Vec<(String, String)>) {
        (self.value, self.pairs)
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for OpenForm<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body(request, payload);
        async move {
            let (value, pairs) = parsed(&body.await?)?;
            Ok(Self { value, pairs })
        }
        .boxed_local()
    }
}

/// The field with the session's token.
pub(super) const CSRF_FIELD: &str = "csrf";

/// Whether two tokens are the same, without telling by the time it takes how far they are.
pub(super) fn is_token(given: &str, wanted: &str) -> bool {
    given.len() == wanted.len()
        && !wanted.is_empty()
        && memcmp::eq(given.as_bytes(), wanted.as_bytes())
}

fn body(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, WebError>> + 'static {
    let is_form = request.content_type().eq_ignore_ascii_case(URL_ENCODED);
    let bytes = Bytes::from_request(request, payload);
    async move {
        if !is_form {
            return Err(WebError::Malformed("the body is no form".to_owned()));
        }
        bytes.await.map_err(|error| too_large(&error))
    }
}

pub(super) const URL_ENCODED: &str = "application/x-www-form-urlencoded";

fn too_large(error: &actix_web::Error) -> WebError {
    if error.as_response_error().status_code() == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
        WebError::TooLarge
    } else {
        WebError::Malformed(error.to_string())
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Vec<(String, String)>), WebError> {
    let malformed = |detail: String| WebError::Malformed(detail);
    let text = std::str::from_utf8(body).map_err(|error| malformed(error.to_string()))?;
    let pairs = pairs(text).ok_or_else(|| malformed("the body is no form".to_owned()))?;
    let value = Query::<T>::from_query(text)
        .map_err(|error| malformed(error.to_string()))?
        .into_inner();
    Ok((value, pairs))
}

/// The fields of an encoded form, in their order.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    Some(
        Query::<Vec<(String, String)>>::from_query(text)
            .ok()?
            .into_inner(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_whole() {
        assert!(is_token("abc", "abc"));
        for (given, wanted) in [("", ""), ("ab", "abc"), ("abd", "abc"), ("abcd", "abc")] {
            assert!(!is_token(given, wanted), "{given} {wanted}");
        }
    }
}
