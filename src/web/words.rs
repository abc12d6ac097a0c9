//! Words for closed lists and for refusals that carry values.

use super::fault::Faults;
use super::frame::Frame;
use super::text::has_text;
use crate::law::{Outcome, words as law};
use crate::service::ServiceError;

/// A choice of a form: its value and its words, from the keys `{prefix}-{word}`.
pub fn choices(
    frame: &Frame,
    prefix: &str,
    words: impl IntoIterator<Item = &'static str>,
) -> Vec<(String, String)> {
    words
        .into_iter()
        .map(|word| (word.to_owned(), word_of(frame, prefix, word)))
        .collect()
}

/// The words of one word of a closed list.
pub fn word_of(frame: &Frame, prefix: &str, word: &str) -> String {
    frame.t(&format!("{prefix}-{}", word.replace('_', "-")))
}

/// A refusal of the service: `key|name=value|…`, the values put into the text.
pub fn refusal(frame: &Frame, refused: &str) -> String {
    let mut parts = refused.split('|');
    let key = parts.next().unwrap_or_default();
    if let Some(outcome) = key.strip_prefix("law-").and_then(outcome) {
        return law::outcome(outcome, frame.language.of_law());
    }
    // The signer answers in words of its own.
    if !has_text(frame.language, key) {
        return key.to_owned();
    }
    let values: Vec<(&'static str, String)> = parts
        .filter_map(|part| part.split_once('='))
        .filter_map(|(name, value)| match name {
            "kind" => Some(("kind", frame.kind(value))),
            "status" => Some(("status", frame.status(value))),
            "post" => Some(("post", value.to_owned())),
            "serial" => Some(("serial", value.to_owned())),
            _ => None,
        })
        .collect();
    match values.as_slice() {
        [] => frame.t(key),
        [(name, value)] => frame.t1(key, name, value),
        [(name, value), (other, second), ..] => frame.t2(key, name, value, other, second),
    }
}

fn outcome(word: &str) -> Option<Outcome> {
    let spelt = word.replace('-', "_");
    Outcome::ALL
        .iter()
        .find(|outcome| outcome.as_str() == spelt)
        .copied()
}

/// A check of an inspection: its name in the report, in words.
pub fn inspected(frame: &Frame, check: &str) -> String {
    match check.strip_prefix("data_group_") {
        Some(number) => frame.t1("border-check-data-group-n", "number", number),
        None => known(frame, "border-check", check),
    }
}

/// Why a check of an inspection did not simply succeed, in words.
pub fn inspection_reason(frame: &Frame, reason: &str) -> String {
    known(frame, "border-reason", reason)
}

/// A word of a list that another part of the program may lengthen: the word itself until it has a text.
fn known(frame: &Frame, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}-{}", word.replace('_', "-"));
    if has_text(frame.language, &key) {
        frame.t(&key)
    } else {
        word.replace('_', " ")
    }
}

/// What a use case says against a form, as faults; anything else stays an error.
///
/// # Errors
/// The error itself where it is not about the form.
pub fn faults_of(frame: &Frame, error: ServiceError) -> Result<Faults, ServiceError> {
    match error {
        ServiceError::Invalid(faults) => Ok(Faults::new(frame.language, &faults)),
        ServiceError::Refused(words) => {
            let mut faults = Faults::default();
            faults.push("", refusal(frame, &words));
            Ok(faults)
        }
        ServiceError::SamePerson { .. } => {
            let mut faults = Faults::default();
            faults.push("", frame.t("error-same-person-text"));
            Ok(faults)
        }
        other => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use yeogwon_pki::report::Reason;

    use super::*;
    use crate::web::language::Language;

    #[test]
    fn what_the_law_answers_to_a_command_is_told_in_a_sentence() {
        let frame = Frame::sample(Language::Korean, "work-title");
        for outcome in Outcome::ALL {
            let key = format!("law-{}", outcome.as_str().replace('_', "-"));
            assert!(!refusal(&frame, &key).contains("law-"), "{key}");
        }
    }

    #[test]
    fn every_reason_of_an_inspection_has_words() {
        for language in Language::ALL {
            for reason in Reason::ALL {
                let key = format!("border-reason-{}", reason.name().replace('_', "-"));
                assert!(has_text(language, &key), "{key}");
            }
        }
    }

    #[test]
    fn a_data_group_is_named_by_its_number() {
        let frame = Frame::sample(Language::English, "work-title");
        assert_eq!(inspected(&frame, "data_group_14"), "Data group 14");
        assert_eq!(inspected(&frame, "no_such_check"), "no such check");
    }
}
