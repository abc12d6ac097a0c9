use super::input::law_language;
use crate::law::words::{Explanation, explain};
use crate::service::application::ApplicationView;
use crate::web::frame::Frame;

/// What the law says to a case, ready to print.
#[derive(Debug, Clone)]
pub(super) struct LawPanel {
    /// `success`, `warning` or `danger`.
    pub colour: &'static str,
    /// The answer in words; nothing where the facts contradict each other.
    pub told: Option<Explanation>,
    /// What contradicts what.
    pub contradiction: String,
}

impl LawPanel {
    /// The answer to a case.
    pub(super) fn of(frame: &Frame, view: &ApplicationView) -> Self {
        match &view.law {
            Ok(answer) => Self {
                colour: match answer.outcome().as_str() {
                    "grant" => "success",
                    "incomplete" | "refer" => "warning",
                    _ => "danger",
                },
                told: Some(explain(answer, law_language(frame.language))),
                contradiction: String::new(),
            },
            Err(fault) => Self {
                colour: "danger",
                told: None,
                contradiction: fault.message.clone(),
            },
        }
    }
}
