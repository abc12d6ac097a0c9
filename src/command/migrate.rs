//! `yeogwon migrate`: brings a data directory's database to this program's shape.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{CommandError, Exit, Report, block_on};
use crate::config::{Config, DataDirectory};
use crate::store::{Database, Shape, StoreError};

/// Bring the database to this program's shape; make it where it is absent.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
    /// Show what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What was or would be done.
pub struct Migrated {
    database: PathBuf,
    before: Shape,
    dry_run: bool,
}

/// Looks at the database and takes the steps that are missing.
///
/// # Errors
/// Usage (2) without a configuration, failed (1) when the database cannot be used. A database of a newer program is refused
/// (3) and left alone.
pub fn run(options: &Options) -> Result<Migrated, CommandError> {
    let directory = DataDirectory::new(&options.data);
    Config::read(&directory).map_err(CommandError::usage)?;
    let database = directory.database();
    let before = block_on(async {
        let before = Database::shape_of_sqlite(&database).await?;
        if let Some(error) = stands_against(&before) {
            return Err(CommandError::new(Exit::Refused, error));
        }
        if !options.dry_run && !matches!(before, Shape::Current(_)) {
            Database::open_sqlite(&database).await?.close().await;
        }
        Ok(before)
    })??;
    Ok(Migrated {
        database,
        before,
        dry_run: options.dry_run,
    })
}

/// A shape that this program must not touch.
pub(super) fn stands_against(shape: &Shape) -> Option<StoreError> {
    match shape {
        Shape::Newer(version) => Some(StoreError::Migration(format!(
            "the database has the shape {version}, which this program does not know: it was used by a newer program; run that one"
        ))),
        Shape::Foreign(version) => Some(StoreError::Migration(format!(
            "the shape {version} of the database was made by another program than this one: run the one that made it, or restore a copy"
        ))),
        Shape::Absent | Shape::Older { .. } | Shape::Current(_) => None,
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}

impl Report for Migrated {
    fn text(&self) -> String {
        let path = self.database.display();
        let would = if self.dry_run { "would be " } else { "" };
        match &self.before {
            Shape::Absent => format!("{path} {would}made"),
            Shape::Older { lacking } => {
                let steps: Vec<_> = lacking.iter().map(ToString::to_string).collect();
                format!("{path}: steps {would}taken: {}", steps.join(", "))
            }
            Shape::Current(version) | Shape::Newer(version) | Shape::Foreign(version) => {
                format!("{path} has this program's shape ({version}): nothing to do")
            }
        }
    }

    fn json(&self) -> Value {
        let (state, steps) = match &self.before {
            Shape::Absent => ("absent", Vec::new()),
            Shape::Older { lacking } => ("older", lacking.clone()),
            Shape::Current(_) | Shape::Newer(_) | Shape::Foreign(_) => ("current", Vec::new()),
        };
        json!({ "database": self.database, "was": state, "lacked": steps, "dry_run": self.dry_run })
    }
}
