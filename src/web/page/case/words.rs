//! Values of a case in the words of the page.

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;

use crate::law::{Answer, Reason, Unless};
use crate::service::application::Person;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::text::has_text;

/// The words of a code: the key `{prefix}-{code}` with hyphens; the code itself where it has none.
pub(super) fn coded(frame: &Frame, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{}", code.replace(['_', '.'], "-"));
    if has_text(frame.language, &key) {
        frame.t(&key)
    } else {
        code.to_owned()
    }
}

/// An instant as people in Seoul read it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    const HOURS: i32 = 9 * 3600;
    FixedOffset::east_opt(HOURS).map_or_else(
        || at.format("%Y-%m-%d %H:%M").to_string(),
        |seoul| {
            at.with_timezone(&seoul)
                .format("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}

pub(super) fn person(frame: &Frame, person: &Person) -> String {
    frame
        .language
        .pick(&person.name_ko, &person.name_en)
        .to_owned()
}

/// The arguments of a journal entry that say something to a reader.
pub(super) fn arguments(frame: &Frame, arguments: &Value) -> String {
    let mut said = Vec::new();
    if let Some(outcome) = arguments.get("outcome").and_then(Value::as_str) {
        said.push(coded(frame, "decision", outcome));
    }
    for reason in arguments
        .get("reasons")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        said.push(coded(frame, "decide-reason", reason));
    }
    if let Some(citation) = arguments.get("citation").and_then(Value::as_str) {
        said.push(citation.to_owned());
    }
    if let Some(why) = arguments.get("why").and_then(Value::as_str) {
        said.extend(
            why.split(' ')
                .filter(|key| has_text(frame.language, key))
                .map(|key| frame.t(key)),
        );
    }
    said.join(" · ")
}

/// The value of a fact: a word of the law, yes or no, a day, a number.
pub(super) fn value(frame: &Frame, value: &Value) -> String {
    match value {
        Value::Bool(true) => frame.t("case-yes"),
        Value::Bool(false) => frame.t("case-no"),
        Value::String(text) => coded(frame, "fact-value", text),
        Value::Array(items) => items
            .iter()
            .map(|item| self::value(frame, item))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

/// What the law says about a case, ready to print.
#[derive(Debug)]
pub(super) struct LawView {
    pub(super) outcome: String,
    pub(super) kind: &'static str,
    pub(super) grants: String,
    pub(super) discretion: bool,
    pub(super) edition: String,
    pub(super) reasons: Vec<ReasonView>,
    pub(super) unless: Vec<String>,
}

#[derive(Debug)]
pub(super) struct ReasonView {
    pub(super) citation: String,
    pub(super) words: String,
    pub(super) effect: String,
}

impl LawView {
    pub(super) fn new(frame: &Frame, answer: &Answer) -> Self {
        let grants = match (answer.kind, answer.usage, answer.valid_until) {
            (Some(kind), Some(usage), Some(until)) => format!(
                "{} · {} · ~ {until}",
                coded(frame, "kind", kind.as_str()),
                coded(frame, "case-use", usage.as_str())
            ),
            (Some(kind), ..) => coded(frame, "kind", kind.as_str()),
            _ => String::new(),
        };
        Self {
            outcome: coded(frame, "law", answer.outcome().as_str()),
            kind: if answer.is_grant() {
                "success"
            } else {
                "warning"
            },
            grants,
            discretion: answer.discretion,
            edition: answer.edition.to_owned(),
            reasons: answer
                .reasons
                .iter()
                .map(|told| reason(frame.language, told))
                .collect(),
            unless: answer
                .unless
                .iter()
                .map(|change| unless(frame, change))
                .collect(),
        }
    }
}

fn reason(language: Language, told: &Reason) -> ReasonView {
    ReasonView {
        citation: told.rule.citation.to_owned(),
        words: language.pick(told.rule.ko, told.rule.en).to_owned(),
        effect: told.effect.clone(),
    }
}

fn unless(frame: &Frame, change: &Unless) -> String {
    let then = coded(frame, "law", change.then.as_str());
    let Some(need) = &change.would_need else {
        return frame.t("case-unless-nothing");
    };
    let fact = coded(frame, "fact", change.fact);
    let need = value(frame, &Value::String(need.clone()));
    let by = change.citation.unwrap_or_default();
    format!(
        "{} {by}",
        frame.t2(
            "case-unless",
            "change",
            format!("{fact} = {need}"),
            "then",
            then
        )
    )
}
