//! The words of the pages, from `assets/locale/{ko,en}/*.ftl`, built into the program.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};

use super::language::Language;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./assets/locale",
        fallback_language: "ko",
        // Marks around every argument would be copied along with numbers and names.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static KOREAN: LanguageIdentifier = langid!("ko");
static ENGLISH: LanguageIdentifier = langid!("en");

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::Korean => &KOREAN,
        Language::English => &ENGLISH,
    }
}

/// The text of a key. One that is missing shows the key: a test finds it before people do.
pub fn text(language: Language, key: &str) -> String {
    TEXTS
        .try_lookup(identifier(language), key)
        .unwrap_or_else(|| missing(key))
}

/// The text of a key with arguments.
pub fn text_with(
    language: Language,
    key: &str,
    arguments: &[(&'static str, FluentValue)],
) -> String {
    let arguments: HashMap<Cow<'static, str>, FluentValue> = arguments
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
        .collect();
    TEXTS
        .try_lookup_with_args(identifier(language), key, &arguments)
        .unwrap_or_else(|| missing(key))
}

/// Whether there is a text of this key.
pub fn has_text(language: Language, key: &str) -> bool {
    let found = TEXTS.lookup_single_language::<&str>(identifier(language), key, None);
    // A text that wants arguments is there, too; the library's error has no public name to match on.
    found.map_or_else(
        |error| format!("{error:?}").starts_with("FluentError"),
        |_| true,
    )
}

fn missing(key: &str) -> String {
    // The samples of every page are rendered in the tests.
    assert!(!cfg!(test), "there is no text `{key}`");
    tracing::error!(key, "a text is missing");
    key.to_owned()
}
