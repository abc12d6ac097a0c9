//! `/pki/`: what borders fetch, from the folder on the disk, byte for byte.
//!
//! No session, no cookie, no compression: the strong entity tag is the SHA-256 that the manifest names, whatever lies between.
//!
//! Source: rfc9110:8.8, 13, 14; media types rfc2585:4 (certificates, revocation lists), rfc7193:2 (master lists),
//! rfc8551:3.2.1 (signatures)

mod name;
mod range;
mod read;

use std::time::SystemTime;

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW,
    CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, EntityTag, HeaderMap, HttpDate, IF_MATCH,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, LAST_MODIFIED, LOCATION,
};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use openssl::sha::sha256;

use super::WebError;
use crate::domain::hex;
use crate::service::Deps;
use name::PublicName;
use range::{Ranged, ranged};

/// The routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/pki").to(to_folder))
        .service(web::resource("/pki/{name:.*}").to(serve));
}

async fn to_folder() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/pki/"))
        .finish()
}

/// `GET /pki/{name}`: one file; the page for people where no name is given.
async fn serve(request: HttpRequest, deps: Data<Deps>) -> Result<HttpResponse, WebError> {
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return Ok(preflight()),
        _ => {
            return Ok(HttpResponse::MethodNotAllowed()
                .insert_header((ALLOW, METHODS))
                .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
                .body("only GET and HEAD"));
        }
    }
    let name = PublicName::parse(request.match_info().query("name")).ok_or(WebError::NotFound)?;
    let folder = deps.directory.public();
    let wanted = name.clone();
    let file = web::block(move || read::read(&folder, &wanted))
        .await
        .map_err(|error| WebError::Failed(error.to_string()))?
        .map_err(|error| WebError::Failed(format!("a published file: {error}")))?
        .ok_or(WebError::NotFound)?;
    Ok(answer(request.headers(), &name, file))
}

/// A file as it lies there.
struct PublicFile {
    bytes: Vec<u8>,
    modified: SystemTime,
}

fn answer(asked: &HeaderMap, name: &PublicName, file: PublicFile) -> HttpResponse {
    let tag = EntityTag::new_strong(hex(&sha256(&file.bytes)));
    // Whole seconds, as the header can say them: otherwise nothing would ever be unmodified.
    let modified = whole_second(file.modified);
    let mut response = match precondition(asked, &tag, modified) {
        Precondition::Failed => HttpResponse::PreconditionFailed(),
        Precondition::NotModified => HttpResponse::NotModified(),
        Precondition::Holds => return content(asked, name, file.bytes, &tag, modified),
    };
    describe(&mut response, name, &tag, modified);
    response.finish()
}

fn content(
    asked: &HeaderMap,
    name: &PublicName,
    bytes: Vec<u8>,
    tag: &EntityTag,
    modified: SystemTime,
) -> HttpResponse {
    let length = bytes.len();
    let (mut response, bytes) = match ranged(asked, length, tag, modified) {
        Ranged::Whole => (HttpResponse::Ok(), bytes),
        Ranged::Part { first, last } => {
            let part = bytes.get(first..=last).unwrap_or_default().to_vec();
            let mut response = HttpResponse::PartialContent();
            response.insert_header((CONTENT_RANGE, format!("bytes {first}-{last}/{length}")));
            (response, part)
        }
        Ranged::Unsatisfiable => {
            let mut response = HttpResponse::RangeNotSatisfiable();
            response.insert_header((CONTENT_RANGE, format!("bytes */{length}")));
            (response, Vec::new())
        }
    };
    describe(&mut response, name, tag, modified);
    response
        .insert_header((CONTENT_TYPE, name.media_type()))
        .body(bytes)
}

fn describe(
    response: &mut HttpResponseBuilder,
    name: &PublicName,
    tag: &EntityTag,
    modified: SystemTime,
) {
    response
        .insert_header((ETAG, tag.to_string()))
        .insert_header((LAST_MODIFIED, HttpDate::from(modified).to_string()))
        .insert_header((CACHE_CONTROL, name.cache_control()))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((
            ACCESS_CONTROL_EXPOSE_HEADERS,
            "ETag, Last-Modified, Content-Range, Accept-Ranges",
        ))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        // The page has neither style nor script.
        .insert_header((
            "content-security-policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ));
}

fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ALLOW, METHODS))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
        .insert_header((
            ACCESS_CONTROL_ALLOW_HEADERS,
            "If-None-Match, If-Modified-Since, If-Range, Range",
        ))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

#[derive(Debug, PartialEq, Eq)]
enum Precondition {
    Holds,
    NotModified,
    Failed,
}

/// In the order of the standard: a header that is there decides, and the weaker one after it is not looked at.
///
/// Source: rfc9110:13.2.2
fn precondition(asked: &HeaderMap, tag: &EntityTag, modified: SystemTime) -> Precondition {
    if asked.contains_key(IF_MATCH) {
        if !names_tag(asked, IF_MATCH.as_str(), tag, EntityTag::strong_eq) {
            return Precondition::Failed;
        }
    } else if date(asked, IF_UNMODIFIED_SINCE.as_str()).is_some_and(|since| modified > since) {
        return Precondition::Failed;
    }
    if asked.contains_key(IF_NONE_MATCH) {
        if names_tag(asked, IF_NONE_MATCH.as_str(), tag, EntityTag::weak_eq) {
            return Precondition::NotModified;
        }
    } else if date(asked, IF_MODIFIED_SINCE.as_str()).is_some_and(|since| modified <= since) {
        return Precondition::NotModified;
    }
    Precondition::Holds
}

/// Whether a list of tags has this one; `*` stands for any. A list that cannot be read has none.
fn names_tag(
    asked: &HeaderMap,
    header: &str,
    tag: &EntityTag,
    same: fn(&EntityTag, &EntityTag) -> bool,
) -> bool {
    // Our tags hold no comma, so a tag that does is not ours, whole or cut.
    asked
        .get_all(header)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|given| {
            given == "*"
                || given
                    .parse::<EntityTag>()
                    .is_ok_and(|given| same(&given, tag))
        })
}

fn date(asked: &HeaderMap, header: &str) -> Option<SystemTime> {
    let date: HttpDate = asked.get(header)?.to_str().ok()?.parse().ok()?;
    Some(date.into())
}

fn whole_second(at: SystemTime) -> SystemTime {
    at.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(SystemTime::UNIX_EPOCH, |since| {
            SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(since.as_secs())
        })
}

const METHODS: &str = "GET, HEAD, OPTIONS";

#[cfg(test)]
mod tests;
