//! What can be wrong with a question. A refusal is never an error: these are questions that cannot be answered.

use super::fact::Fact;

/// A question that the engine cannot answer because it is not a question about what it knows, or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactsError {
    /// There is no such procedure.
    #[error("there is no procedure `{name}`; known procedures: {known}")]
    UnknownProcedure {
        /// The name that was given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// There is no such fact in any procedure.
    #[error("there is no fact `{name}`; known facts: {known}")]
    UnknownFact {
        /// The name that was given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The procedure does not know this fact, so an answer would silently ignore it.
    #[error("the procedure `{procedure}` does not know the fact `{}`; it knows: {known}", fact.as_str())]
    ForeignFact {
        /// The procedure asked.
        procedure: &'static str,
        /// The fact that it does not know.
        fact: Fact,
        /// The facts it knows.
        known: String,
    },
    /// The fact cannot say this.
    #[error("the fact `{}` cannot be {}; allowed: {known}", fact.as_str(), value.as_deref().map_or_else(|| "that".to_owned(), |value| format!("`{value}`")))]
    UnknownValue {
        /// The fact.
        fact: Fact,
        /// What was given, unless it may be personal.
        value: Option<String>,
        /// What is allowed.
        known: String,
    },
    /// The fact is asserted twice.
    #[error("the fact `{}` is given twice; give it once", fact.as_str())]
    Repeated {
        /// The fact.
        fact: Fact,
    },
    /// Two facts cannot both be true.
    #[error("the facts `{}` and `{}` contradict each other: {why}", first.as_str(), second.as_str())]
    Contradiction {
        /// One of them.
        first: Fact,
        /// The other.
        second: Fact,
        /// What is allowed.
        why: &'static str,
    },
    /// There is no such edition.
    #[error("there is no edition `{name}`; known editions: by-date, {known}")]
    UnknownEdition {
        /// The name that was given.
        name: String,
        /// The names there are.
        known: String,
    },
}
