//! An answer told in words to somebody who is neither a lawyer nor a programmer; the words are [`crate::law::words`]'s.

use std::fmt::Write;

use super::Language;
use crate::law::Answer;
use crate::law::words::{self, explain};

impl From<Language> for words::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Ko => Self::Ko,
        }
    }
}

/// The whole answer: what, until when, why, what would change it, and what else it says.
pub(in crate::command) fn tell(answer: &Answer, language: Language) -> String {
    let told = explain(answer, language.into());
    let (why, change, also, discretion) = match language {
        Language::En => (
            "Why",
            "What would change this",
            "Besides",
            "The officer may decide otherwise.",
        ),
        Language::Ko => (
            "이유",
            "결과가 달라지려면",
            "그 밖의 사항",
            "담당 공무원의 재량에 따라 달리 결정할 수 있습니다.",
        ),
    };
    let mut text = told.headline;
    if told.discretion {
        let _ = write!(text, " {discretion}");
    }
    for line in told.document.iter().chain(&told.term) {
        let _ = write!(text, "\n{line}");
    }
    let _ = write!(text, "\n\n{why}:");
    for said in &told.reasons {
        let _ = write!(
            text,
            "\n- {} [{}] → {}",
            said.text, said.citation, said.effect
        );
    }
    if !told.unless.is_empty() {
        let _ = write!(text, "\n\n{change}:");
    }
    for way in &told.unless {
        let _ = write!(text, "\n- {way}");
    }
    if !told.details.is_empty() {
        let _ = write!(text, "\n\n{also}:");
    }
    for detail in &told.details {
        let _ = write!(text, "\n- {}: {}", detail.title, detail.text);
    }
    text
}
