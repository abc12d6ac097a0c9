//! Words for closed lists and for refusals that carry values.

use super::fault::Faults;
use super::frame::Frame;
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
