use std::collections::BTreeMap;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rust_embed::RustEmbed;

use crate::web::language::Language;

#[derive(RustEmbed)]
#[folder = "assets/handbook/"]
struct Files;

/// One page of the handbook in one language.
#[derive(Debug, Clone)]
pub(super) struct Chapter {
    /// Its path below `/help/`, without the ending.
    pub(super) name: String,
    /// Its first heading.
    pub(super) title: String,
    /// As markup.
    pub(super) html: String,
    /// The language it is written in.
    pub(super) language: Language,
    /// As plain text, for the search.
    text: String,
}

/// A page in which a search found something: the words around it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) language: Language,
    pub(super) before: String,
    pub(super) hit: String,
    pub(super) after: String,
}

/// Every page by its name; `signing.ko.md` is the Korean text of `signing.md`.
static CHAPTERS: LazyLock<BTreeMap<(String, &'static str), Chapter>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|path| {
            let file = Files::get(&path)?;
            let source = String::from_utf8(file.data.into_owned()).ok()?;
            let name = path.strip_suffix(".md")?;
            let (name, language) = name
                .strip_suffix(".ko")
                .map_or((name, Language::English), |name| (name, Language::Korean));
            let chapter = read(name, language, &source);
            Some(((name.to_owned(), language.code()), chapter))
        })
        .collect()
});

/// A page in the reader's language, or in the one there is.
pub(super) fn chapter(language: Language, name: &str) -> Option<Chapter> {
    [language, language.other()]
        .into_iter()
        .find_map(|language| CHAPTERS.get(&(name.to_owned(), language.code())))
        .cloned()
}

/// Every page, the first one first.
pub(super) fn contents(language: Language) -> Vec<Chapter> {
    let mut names: Vec<&str> = CHAPTERS.keys().map(|(name, _)| name.as_str()).collect();
    names.dedup();
    names.sort_by_key(|name| {
        (
            *name != "index",
            *name != "first-steps",
            name.contains('/'),
            *name,
        )
    });
    names
        .into_iter()
        .filter_map(|name| chapter(language, name))
        .collect()
}

/// The pages that hold a text, whatever its case.
pub(super) fn search(language: Language, wanted: &str) -> Vec<Found> {
    contents(language)
        .into_iter()
        .filter_map(|chapter| {
            let (before, hit, after) = around(&chapter.text, wanted)?;
            Some(Found {
                href: href(&chapter.name),
                title: chapter.title,
                language: chapter.language,
                before,
                hit,
                after,
            })
        })
        .collect()
}

/// The address of a page.
pub(super) fn href(name: &str) -> String {
    if name == "index" {
        "/help".to_owned()
    } else {
        format!("/help/{name}")
    }
}

/// The first place of a text, with some words before and after it.
fn around(text: &str, wanted: &str) -> Option<(String, String, String)> {
    const WIDTH: usize = 80;
    // Letter by letter, so that a letter whose small form has another length moves nothing.
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    let letters: Vec<char> = text.chars().collect();
    let wanted: Vec<char> = wanted.chars().map(small).collect();
    let at = letters.windows(wanted.len().max(1)).position(|window| {
        window
            .iter()
            .zip(&wanted)
            .all(|(letter, wanted)| small(*letter) == *wanted)
    })?;
    let slice = |from: usize, to: usize| -> String {
        letters
            .iter()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    };
    let end = at + wanted.len();
    let start = at.saturating_sub(WIDTH);
    let mark = |cut: bool| if cut { "…" } else { "" };
    Some((
        format!("{}{}", mark(start > 0), slice(start, at)),
        slice(at, end),
        format!(
            "{}{}",
            slice(end, end + WIDTH),
            mark(end + WIDTH < letters.len())
        ),
    ))
}

fn read(name: &str, language: Language, source: &str) -> Chapter {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut title = String::new();
    let mut text = String::new();
    let mut in_title = false;
    let events: Vec<Event> = Parser::new_ext(source, options)
        .map(|event| {
            match &event {
                Event::Start(Tag::Heading { .. }) => in_title = title.is_empty(),
                Event::End(TagEnd::Heading(_)) => in_title = false,
                Event::Text(words) | Event::Code(words) => {
                    if in_title {
                        title.push_str(words);
                    }
                    text.push_str(words);
                }
                _ => {}
            }
            if matches!(event, Event::End(_) | Event::SoftBreak) && !text.ends_with(' ') {
                text.push(' ');
            }
            safe(event, folder)
        })
        .collect();
    let mut markup = String::new();
    html::push_html(&mut markup, events.into_iter());
    Chapter {
        name: name.to_owned(),
        title,
        html: markup,
        language,
        text,
    }
}

/// Markup in the text is shown as it is written; links between pages lead to their addresses here.
fn safe<'a>(event: Event<'a>, folder: &str) -> Event<'a> {
    match event {
        Event::Html(words) | Event::InlineHtml(words) => Event::Text(words),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: CowStr::from(link(&dest_url, folder)),
            title,
            id,
        }),
        other => other,
    }
}

fn link(target: &str, folder: &str) -> String {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let Some(page) = path.strip_suffix(".md").filter(|page| !page.contains(':')) else {
        return target.to_owned();
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in page.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let address = href(&parts.join("/"));
    if anchor.is_empty() {
        address
    } else {
        format!("{address}#{anchor}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_pages_here() {
        for (target, folder, wanted) in [
            ("signing.md", "", "/help/signing"),
            ("index.md", "", "/help"),
            ("../signing.md#a", "decisions", "/help/signing#a"),
            ("0002-x.md", "decisions", "/help/decisions/0002-x"),
            ("decisions/0001-x.md", "", "/help/decisions/0001-x"),
            ("https://example.org/a.md", "", "https://example.org/a.md"),
            ("/work", "", "/work"),
        ] {
            assert_eq!(link(target, folder), wanted);
        }
    }

    #[test]
    fn every_link_of_the_handbook_leads_somewhere() {
        let mut dead = Vec::new();
        for chapter in CHAPTERS.values() {
            for (at, _) in chapter.html.match_indices("href=\"/help/") {
                let rest = &chapter.html[at + 12..];
                let end = rest.find(['"', '#']).unwrap();
                if super::chapter(Language::English, &rest[..end]).is_none() {
                    dead.push(format!("{}: {}", chapter.name, &rest[..end]));
                }
            }
            assert!(!chapter.title.is_empty(), "{} has no title", chapter.name);
        }
        assert!(dead.is_empty(), "{}", dead.join("\n"));
    }

    #[test]
    fn markup_in_a_text_is_shown_and_not_obeyed() {
        let chapter = read("x", Language::English, "# T\n\n<script>a</script> `<b>`\n");
        assert!(!chapter.html.contains("<script>"), "{}", chapter.html);
        assert_eq!(chapter.title, "T");
    }

    #[test]
    fn a_search_finds_whatever_the_case_and_shows_what_stands_around() {
        assert_eq!(
            around("Two officers sign", "OFFICERS").unwrap(),
            ("Two ".into(), "officers".into(), " sign".into())
        );
        assert!(around("여권을 신청합니다", "신청").is_some());
        assert_eq!(around("short", "much longer than that"), None);
        assert!(!search(Language::English, "signer").is_empty());
    }
}
