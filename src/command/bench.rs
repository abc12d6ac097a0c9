//! `yeogwon bench`: what the program costs beside its cryptography.

use chrono::{DateTime, Utc};
use clap::Args;
use serde_json::{Value, json};

use super::{CommandError, Report};
use crate::bench::{self, DATA_GROUP_BYTES, Figure, Figures};

/// Measure signing and inspecting beside the bare cryptography, in one thread.
#[derive(Debug, Args)]
pub struct Options {
    /// How often each operation has its turn of about a millisecond.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rounds: u32,
}

/// Runs the command. The exit code says that everything was measured; whether it is fast enough is for people to judge.
///
/// # Errors
/// When the bench cannot be set up or an operation fails: exit code 1.
pub fn run(options: &Options, now: DateTime<Utc>) -> Result<Measured, CommandError> {
    bench::measure(options.rounds, now)
        .map(Measured)
        .map_err(CommandError::failed)
}

/// The figures, to be printed.
pub struct Measured(Figures);

impl Report for Measured {
    fn text(&self) -> String {
        let mut lines = vec![
            format!(
                "{}; {DATA_GROUP_BYTES} bytes of data groups; best and median of {} rounds, one thread",
                openssl::version::version(),
                self.0.rounds
            ),
            String::new(),
            format!(
                "{:<42}{:>12}{:>12}{:>12}{:>8}{:>8}  target",
                "operation", "best", "median", "per second", "ratio", "median"
            ),
        ];
        lines.extend(self.0.operations.iter().map(line));
        if cfg!(debug_assertions) {
            lines.push(String::new());
            lines.push("This program was built without optimisation: build with --release.".into());
        }
        lines.join("\n")
    }

    fn json(&self) -> Value {
        let operations: Vec<Value> = self.0.operations.iter().map(figure_json).collect();
        json!({
            "library": openssl::version::version(),
            "optimised": !cfg!(debug_assertions),
            "data_group_bytes": DATA_GROUP_BYTES,
            "rounds": self.0.rounds,
            "operations": operations,
        })
    }
}

fn line(figure: &Figure) -> String {
    let microseconds = |nanoseconds: f64| format!("{:.2} µs", nanoseconds / 1000.0);
    let times = format!(
        "{:<42}{:>12}{:>12}{:>12.0}",
        figure.name,
        microseconds(figure.best_ns),
        microseconds(figure.median_ns),
        figure.per_second(),
    );
    match (figure.target, figure.ratio, figure.ratio_median) {
        (Some(target), Some(ratio), Some(median)) => format!(
            "{times}{ratio:>8.3}{median:>8.3}  {:.2} of {}",
            target.share, target.yardstick
        ),
        _ => times,
    }
}

fn figure_json(figure: &Figure) -> Value {
    let mut value = json!({
        "id": figure.id,
        "name": figure.name,
        "best_ns": figure.best_ns,
        "median_ns": figure.median_ns,
        "per_second": figure.per_second(),
    });
    if let (Some(fields), Some(target)) = (value.as_object_mut(), figure.target) {
        fields.insert("ratio".into(), json!(figure.ratio));
        fields.insert("ratio_median".into(), json!(figure.ratio_median));
        fields.insert("target".into(), json!(target.share));
        fields.insert("yardstick".into(), json!(target.yardstick.to_string()));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_json_have_the_same_operations_and_targets() {
        let now = "2026-03-01T09:00:00Z".parse().unwrap();
        let measured = run(&Options { rounds: 1 }, now).unwrap();
        let (text, json) = (measured.text(), measured.json());
        let operations = json["operations"].as_array().unwrap();
        let with_target = operations
            .iter()
            .filter(|operation| operation["target"] == json!(0.85));
        assert_eq!(with_target.count(), 3);
        for operation in operations {
            assert!(text.contains(operation["name"].as_str().unwrap()));
        }
        assert!(text.contains("0.85 of sign + verify + 2 hash"));
        assert_eq!(measured.exit().code(), 0);
    }
}
