use super::language::Language;
use super::text::{has_text, text};
use crate::service::FieldFault;

/// What is wrong with a form, in words, by field.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Fault>);

/// One fault.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The field's name, which is its `id` on the page too; empty when it is about the whole form.
    pub field: String,
    /// The words.
    pub message: String,
}

impl Faults {
    /// The faults a use case found, in the words of a language.
    pub fn new(language: Language, faults: &[FieldFault]) -> Self {
        Self(
            faults
                .iter()
                .map(|fault| Fault {
                    field: fault.field.clone(),
                    message: if has_text(language, &fault.message) {
                        text(language, &fault.message)
                    } else {
                        fault.message.clone()
                    },
                })
                .collect(),
        )
    }

    /// Adds a fault whose words are ready.
    pub fn push(&mut self, field: &str, message: String) {
        self.0.push(Fault {
            field: field.to_owned(),
            message,
        });
    }

    /// The words at a field; empty when nothing is wrong with it.
    pub fn of(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|fault| fault.field == field)
            .map_or("", |fault| fault.message.as_str())
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every fault, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
