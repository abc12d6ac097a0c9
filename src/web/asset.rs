//! Style sheets, scripts and fonts, built into the program and served under addresses that change with their content.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use actix_web::web::{Path, ServiceConfig, get};
use openssl::sha::Sha256;
use rust_embed::RustEmbed;

use super::error::WebError;
use crate::domain::hex;

#[derive(RustEmbed)]
#[folder = "assets/public/"]
struct Embedded;

/// One digest over every file: a style sheet and a module can name their neighbours relatively, and all change together.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut paths: Vec<_> = Embedded::iter().collect();
    paths.sort();
    let mut hasher = Sha256::new();
    for path in paths {
        if let Some(file) = Embedded::get(&path) {
            hasher.update(path.as_bytes());
            hasher.update(&file.metadata.sha256_hash());
        }
    }
    hex(&hasher.finish()).chars().take(16).collect()
});

/// The address of a file below `assets/public`.
pub fn asset_url(path: &str) -> String {
    format!("/assets/{}/{path}", *DIGEST)
}

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/assets/{hash}/{path:.*}", get().to(show));
    cfg.route("/favicon.ico", get().to(favicon));
}

/// `GET /assets/{hash}/{path}`: a file; whatever the digest says, what is served is what is built in.
async fn show(path: Path<(String, String)>) -> Result<HttpResponse, WebError> {
    let (hash, path) = path.into_inner();
    let file = Embedded::get(&path).ok_or(WebError::NotFound)?;
    let caching = if hash == *DIGEST {
        "public, max-age=31536000, immutable"
    } else {
        // Named by a page of another version of the program: looked at again each time.
        "public, no-cache"
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type(&path)))
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((ETAG, format!("\"{}\"", hex(&file.metadata.sha256_hash()))))
        .body(file.data.into_owned()))
}

/// `GET /favicon.ico`: browsers ask for it whatever the page says.
async fn favicon() -> Result<HttpResponse, WebError> {
    let file = Embedded::get("image/icon.svg").ok_or(WebError::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/svg+xml"))
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body(file.data.into_owned()))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
