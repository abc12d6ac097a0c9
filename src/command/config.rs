//! `yeogwon config`: the settings of a data directory, checked, and an example of all there are.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{CommandError, Report};
use crate::config::{Config, DataDirectory, example};

/// Check a configuration, or show one with every setting.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Read config.toml of a data directory and name everything wrong with it (exit code 2)
    Check {
        /// Data directory
        #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
        data: PathBuf,
    },
    /// Print a config.toml with every setting, its default and what it means
    Example,
}

/// What was asked for.
pub enum Outcome {
    /// The configuration is usable.
    Usable {
        /// The file.
        file: PathBuf,
        /// What it says, defaults filled in.
        config: Box<Config>,
    },
    /// The example.
    Example(String),
}

/// Runs `yeogwon config`.
///
/// # Errors
/// Usage (2) with every fault of the file.
pub fn run(options: &Options) -> Result<Outcome, CommandError> {
    match &options.action {
        Action::Check { data } => {
            let directory = DataDirectory::new(data);
            let config = Box::new(Config::read(&directory).map_err(CommandError::usage)?);
            Ok(Outcome::Usable {
                file: directory.config_file(),
                config,
            })
        }
        Action::Example => example()
            .map(Outcome::Example)
            .map_err(CommandError::failed),
    }
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Usable { file, .. } => format!("{} is usable", file.display()),
            Self::Example(text) => text.trim_end().to_owned(),
        }
    }

    fn json(&self) -> Value {
        match self {
            // The demo's password is for nobody's log.
            Self::Usable { file, config } => json!({
                "file": file, "usable": true,
                "installation": config.installation, "law": config.law, "signer": config.signer, "web": config.web,
            }),
            Self::Example(text) => json!({ "example": text }),
        }
    }
}
