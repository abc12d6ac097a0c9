//! The result tree of an inspection: what was checked, how it ended, and why.
//!
//! What belongs here: [`Check`], [`Warning`], [`Verdict`] and their closed vocabularies [`Reason`] and [`WarningKind`],
//! in the shape that people script against. What does not: how any check is made. Start with [`Check`].

mod check;
mod reason;
mod warning;

pub use check::{Check, CheckResult, Verdict};
pub use reason::Reason;
pub use warning::{Warning, WarningKind};

#[cfg(test)]
mod tests;
