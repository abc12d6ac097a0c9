//! `yeogwon doctor`: looks at everything an installation needs; each line says what to do next. It changes nothing.

mod checks;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::{CommandError, Exit, Report, block_on};
use crate::config::{Config, DataDirectory};

/// Look at everything this installation needs, and say what to do next.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As it should be.
    Good,
    /// It works and will not for long, or could not be looked at.
    Warning,
    /// Somebody must act.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What was looked at.
    pub check: &'static str,
    /// How it is.
    pub condition: Condition,
    /// What was found.
    pub found: String,
    /// What to do next; nothing where it is as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Line {
    fn good(check: &'static str, found: impl Into<String>) -> Self {
        Self {
            check,
            condition: Condition::Good,
            found: found.into(),
            next: None,
        }
    }

    fn warning(check: &'static str, found: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            check,
            condition: Condition::Warning,
            found: found.into(),
            next: Some(next.into()),
        }
    }

    fn bad(check: &'static str, found: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            condition: Condition::Bad,
            ..Self::warning(check, found, next)
        }
    }
}

/// Everything that was looked at.
pub struct Findings(Vec<Line>);

/// Looks at everything. What cannot be looked at is a line too, so that one fault does not hide the others.
///
/// # Errors
/// Usage (2) when there is no usable configuration.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Findings, CommandError> {
    let directory = DataDirectory::new(&options.data);
    let config = Config::read(&directory).map_err(CommandError::usage)?;
    let now = clock();
    let mut lines = vec![
        checks::installation(&directory, &config),
        checks::permissions(&directory),
        checks::space(&directory),
    ];
    lines.extend(block_on(checks::store(&directory, clock))?);
    lines.extend(checks::signer(&directory, now));
    lines.push(checks::officers(&directory));
    lines.push(checks::authority(&directory, now));
    lines.push(checks::revocation_list(&directory, now));
    Ok(Findings(lines))
}

impl Report for Findings {
    fn text(&self) -> String {
        let mut text: Vec<String> = Vec::new();
        for line in &self.0 {
            let sign = match line.condition {
                Condition::Good => "good   ",
                Condition::Warning => "WARNING",
                Condition::Bad => "BAD    ",
            };
            text.push(format!("{sign} {:<14} {}", line.check, line.found));
            text.extend(line.next.iter().map(|next| format!("{:23}-> {next}", "")));
        }
        text.join("\n")
    }

    fn json(&self) -> Value {
        json!({ "condition": self.worst(), "checks": self.0 })
    }

    fn exit(&self) -> Exit {
        match self.worst() {
            Condition::Bad => Exit::Failed,
            Condition::Good | Condition::Warning => Exit::Done,
        }
    }
}

impl Findings {
    fn worst(&self) -> Condition {
        let conditions = self.0.iter().map(|line| line.condition);
        conditions.max().unwrap_or(Condition::Good)
    }
}
