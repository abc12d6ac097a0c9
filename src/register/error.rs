/// Why the register gave no answer. That there is no such person is an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// It cannot be reached: enter the person from the papers shown, and compare later.
    #[error(
        "the resident register cannot be reached ({detail}): enter the person from the papers shown"
    )]
    Unreachable {
        /// What is known about it.
        detail: String,
    },
    /// It answered something that cannot be understood.
    #[error("the resident register's answer is not usable: {detail}")]
    Malformed {
        /// What is wrong, without the person's data.
        detail: String,
    },
}
