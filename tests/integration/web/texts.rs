//! Every text in both languages, and every text that is asked for is there.

use std::collections::{BTreeMap, BTreeSet};

use yeogwon::web::{Language, has_text};

use super::assets::files;
use crate::world::source;

/// Key to its arguments, of one language.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for path in files(&source().join("assets/locale").join(language), "ftl") {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let (name, _) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
                key = name.trim().to_owned();
                let twice = found.insert(key.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{language}: {key} is there twice");
            }
            let arguments = found.entry(key.clone()).or_default();
            for (at, _) in line.match_indices("{ $").chain(line.match_indices("{$")) {
                let name: String = line[at + 1..]
                    .trim_start_matches([' ', '$'])
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                    .collect();
                arguments.insert(name);
            }
        }
    }
    found.remove("");
    found
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (korean, english) = (keys("ko"), keys("en"));
    let mut wrong = Vec::new();
    for key in korean.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
        let (ko, en) = (korean.get(key), english.get(key));
        if ko != en {
            wrong.push(format!("{key}: ko {ko:?}, en {en:?}"));
        }
        for language in Language::ALL {
            if !has_text(language, key) {
                wrong.push(format!("{key}: {} cannot be read", language.code()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands before a key that is written out in a template or in the code.
const CALLS: &[&str] = &[
    ".t(\"",
    ".t1(\"",
    ".t2(\"",
    ".count(\"",
    ".frame(&request, \"",
    "Frame::new(&request, \"",
    "Frame::new(request, \"",
    "Frame::sample(language, \"",
    "text(language, \"",
];

#[test]
fn every_text_that_is_asked_for_exists() {
    let known = keys("ko");
    let mut missing = Vec::new();
    let sources = files(&source().join("templates"), "html")
        .into_iter()
        .chain(files(&source().join("src/web"), "rs"));
    for path in sources {
        let text = std::fs::read_to_string(&path).unwrap();
        for call in CALLS {
            for (at, _) in text.match_indices(call) {
                let rest = &text[at + call.len()..];
                let key = &rest[..rest.find('"').unwrap()];
                // A key that is put together (`status-{…}`) is proven by the samples of its page.
                if !key.contains('{') && !known.contains_key(key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
