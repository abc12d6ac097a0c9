//! What this program costs beside the cryptography that nobody can do without.
//!
//! What belongs here: a small authority and one document, made new for each run, and the time of what is done with
//! them, measured beside the bare operations of the cryptographic library in the same rounds. What does not: any
//! judgement; a slow machine is no error. Start with [`measure`].

mod authority;
mod document;
mod figures;
mod operations;
mod raw;
mod stopwatch;

use std::fmt::Display;

use chrono::{DateTime, Timelike, Utc};

pub use figures::{Figure, Figures, Target, Yardstick};

/// The bytes of all data groups together: what one document's hashes cover.
pub const DATA_GROUP_BYTES: usize = 16 * 1024;

/// The bench could not be set up, or what it measures failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bench cannot {step}: {cause}")]
pub struct BenchError {
    step: &'static str,
    cause: String,
}

/// Says at which step of the bench something failed.
fn failed<E: Display>(step: &'static str) -> impl Fn(E) -> BenchError {
    move |cause| BenchError {
        step,
        cause: cause.to_string(),
    }
}

/// Measures everything, in one thread. In each of the `rounds` every operation has its turn, so that a disturbance of the
/// machine meets all of them alike.
///
/// # Errors
/// [`BenchError`] when the authority or the document cannot be made, or an operation fails.
pub fn measure(rounds: u32, now: DateTime<Utc>) -> Result<Figures, BenchError> {
    let now = now.with_nanosecond(0).unwrap_or(now);
    let raw = raw::Raw::new()?;
    let authority = authority::Authority::found(now)?;
    let document = document::Document::make(&authority, now)?;
    let trust = authority.trust()?;
    let mut operations = operations::all(&raw, &authority, &document, &trust)?;
    let times = stopwatch::interleaved(rounds, &mut operations)?;
    Ok(Figures::of(&operations, &times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_measures_every_operation() {
        let figures = measure(2, "2026-03-01T09:00:00Z".parse().unwrap()).unwrap();
        let targets: Vec<_> = figures
            .operations
            .iter()
            .filter_map(|figure| figure.target)
            .map(|target| target.yardstick.to_string())
            .collect();
        assert_eq!(
            targets,
            ["sign + hash", "sign + verify + 2 hash", "verify + hash"]
        );
        for figure in &figures.operations {
            assert!(figure.best_ns > 0.0, "{}", figure.id);
            assert!(figure.median_ns >= figure.best_ns, "{}", figure.id);
        }
    }
}
