//! `/help`: the handbook, for everybody, searchable without script.

mod handbook;

use actix_web::web::{Path, Query, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::render::render;

use handbook::{Found, chapter, contents, search};

/// The routes of this area.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/help", get().to(index));
    cfg.route("/help/{path:.*}", get().to(show));
}

/// `GET /help?q=`: the first page of the handbook, or what a search found.
async fn index(request: HttpRequest, asked: Query<Asked>) -> Result<HttpResponse, WebError> {
    let frame = Frame::new(&request, "help-title");
    let text: String = asked.q.trim().chars().take(100).collect();
    if text.is_empty() {
        return page(frame, "index");
    }
    let found = search(frame.language, &text);
    render(&SearchView {
        contents: entries(&frame, ""),
        frame,
        text,
        found,
    })
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /help/{chapter}`.
async fn show(request: HttpRequest, path: Path<String>) -> Result<HttpResponse, WebError> {
    page(Frame::new(&request, "help-title"), &path)
}

fn page(mut frame: Frame, name: &str) -> Result<HttpResponse, WebError> {
    let chapter = chapter(frame.language, name).ok_or(WebError::NotFound)?;
    frame.title.clone_from(&chapter.title);
    render(&HelpView {
        contents: entries(&frame, name),
        html: chapter.html,
        language: chapter.language,
        frame,
    })
}

/// A chapter.
#[derive(Debug, Template)]
#[template(path = "page/help/help.html")]
pub struct HelpView {
    frame: Frame,
    contents: Vec<ContentsEntry>,
    /// Made from our own text, without any markup of others.
    html: String,
    language: Language,
}

/// What a search found.
#[derive(Debug, Template)]
#[template(path = "page/help/search.html")]
pub struct SearchView {
    frame: Frame,
    contents: Vec<ContentsEntry>,
    text: String,
    found: Vec<Found>,
}

#[derive(Debug)]
struct ContentsEntry {
    href: String,
    title: String,
    language: Language,
    current: bool,
}

fn entries(frame: &Frame, current: &str) -> Vec<ContentsEntry> {
    contents(frame.language)
        .into_iter()
        .map(|chapter| ContentsEntry {
            current: chapter.name == current,
            href: handbook::href(&chapter.name),
            title: chapter.title,
            language: chapter.language,
        })
        .collect()
}

impl HelpView {
    /// The first page.
    pub fn samples(language: Language) -> Vec<Self> {
        let frame = Frame::sample(language, "help-title");
        chapter(language, "index")
            .into_iter()
            .map(|chapter| Self {
                contents: entries(&frame, "index"),
                html: chapter.html,
                language: chapter.language,
                frame: frame.clone(),
            })
            .collect()
    }
}

impl SearchView {
    /// Nothing found, and something.
    pub fn samples(language: Language) -> Vec<Self> {
        let sample = |text: &str| {
            let frame = Frame::sample(language, "help-title");
            Self {
                contents: entries(&frame, ""),
                found: search(language, text),
                text: text.to_owned(),
                frame,
            }
        };
        vec![sample("<script>alert(1)</script>"), sample("signer")]
    }
}
