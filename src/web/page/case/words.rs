//! Values of a case in the words of the page.

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;

use crate::law::words::{self as law, Explanation, explain};
use crate::law::{Answer, EDITIONS, Fact};
use crate::service::application::Person;
use crate::web::frame::Frame;
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
        said.push(self::citation(frame, citation));
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

/// A fact of the law by its name.
pub(super) fn fact(frame: &Frame, name: &str) -> String {
    Fact::parse(name).map_or_else(
        || coded(frame, "fact", name),
        |fact| law::fact(fact, frame.language.of_law()),
    )
}

/// The value of a fact: a word of the law, yes or no, a day, a number.
pub(super) fn value(frame: &Frame, value: &Value) -> String {
    match value {
        Value::Bool(true) => frame.t("case-yes"),
        Value::Bool(false) => frame.t("case-no"),
        Value::String(text) => law::value(text, frame.language.of_law()),
        Value::Array(items) => items
            .iter()
            .map(|item| self::value(frame, item))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

/// Where a rule stands, as one cites it in the page's language.
pub(super) fn citation(frame: &Frame, citation: &str) -> String {
    if citation.is_empty() {
        return String::new();
    }
    law::cite(citation, frame.language.of_law())
}

/// What the law says about a case, ready to print.
#[derive(Debug)]
pub(super) struct LawView {
    pub(super) kind: &'static str,
    pub(super) told: Explanation,
    pub(super) edition: String,
}

impl LawView {
    pub(super) fn new(frame: &Frame, answer: &Answer) -> Self {
        Self {
            kind: if answer.is_grant() {
                "success"
            } else {
                "warning"
            },
            told: explain(answer, frame.language.of_law()),
            edition: edition(frame, answer.edition),
        }
    }
}

/// An edition of the law: the number of its Decree and the day from which it is in force.
fn edition(frame: &Frame, name: &str) -> String {
    let known = EDITIONS.iter().find(|edition| edition.name == name);
    match (name.strip_prefix("decree-"), known) {
        (Some(number), Some(edition)) => frame.t2(
            "case-law-decree",
            "number",
            number,
            "date",
            edition.in_force,
        ),
        _ => name.to_owned(),
    }
}
