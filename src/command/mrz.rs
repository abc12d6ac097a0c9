//! `yeogwon mrz`: checks or builds a machine readable zone.

mod build;
mod check;

use std::io::Read;

use super::{CommandError, Report};

pub use build::BuildOptions;
pub use check::CheckOptions;

/// Check or build a machine readable zone.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Action {
    /// Read a machine readable zone and say what is wrong with it (exit code 0 valid, 3 not valid, 2 no MRZ)
    Check(CheckOptions),
    /// Print the machine readable zone of a document
    Build(Box<BuildOptions>),
}

/// Runs `yeogwon mrz`; `input` is read when `check` has neither lines nor a file.
///
/// # Errors
/// Usage (2) when the input is no machine readable zone or a value does not fit; failed (1) when a file cannot be
/// read.
pub fn run(options: &Options, input: &mut dyn Read) -> Result<Box<dyn Report>, CommandError> {
    match &options.action {
        Action::Check(options) => check::run(options, input),
        Action::Build(options) => build::run(options),
    }
}

#[cfg(test)]
mod tests;
