//! `yeogwon signer`: the signing process, and what an operator asks of one that runs.

mod collect;
mod serve;
mod spoil;
mod status;

use std::path::PathBuf;

use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::signer::{Request, Response, SignerClient};

pub(super) use serve::READY;

/// The signing process: holds the document-signer keys and signs only what two officers approved.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Option<Action>,
    /// Data directory.
    #[arg(
        long,
        value_name = "DIR",
        default_value = "data",
        env = "YEOGWON_DATA",
        global = true
    )]
    data: PathBuf,
    /// Socket of the signer; without it `signer.sock` in the data directory.
    #[arg(long, value_name = "FILE", global = true)]
    socket: Option<PathBuf>,
    /// File with the passphrase of the key store, such as /dev/fd/3; without it `signer/passphrase` in the data directory.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// End when standard input is closed: for a program that starts the signer as its child.
    #[arg(long, hide = true)]
    with_parent: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show whether the signer is ready, its keys, its officers and what a crash left open
    Status,
    /// Fetch once more what was released for a request whose answer was lost (exit code 3 when nothing was)
    Collect(collect::Options),
    /// Give up a number and its blank whose signing was begun and never finished (exit code 3 when there is none)
    Spoil(spoil::Options),
}

impl Options {
    fn socket(&self) -> PathBuf {
        self.socket
            .clone()
            .unwrap_or_else(|| DataDirectory::new(&self.data).signer_socket())
    }
}

/// Serves the socket until the process is ended, or asks the signer that does.
///
/// # Errors
/// [`CommandError`]: failed (1) when the directory, the keys or the socket cannot be used, usage (2) for files that are
/// not what they should be, refused (3) when the signer refuses, undetermined (4) when it does not answer.
pub fn run(options: &Options) -> Result<Box<dyn Report>, CommandError> {
    let socket = options.socket();
    match &options.action {
        None => Ok(Box::new(serve::run(options)?)),
        Some(Action::Status) => Ok(Box::new(status::run(&socket)?)),
        Some(Action::Collect(options)) => Ok(Box::new(collect::run(options, &socket)?)),
        Some(Action::Spoil(options)) => Ok(Box::new(spoil::run(options, &socket)?)),
    }
}

/// Asks the signer one thing. Its refusal ends with 3, its failure with 1; when it does not answer, with 4.
fn ask(socket: &std::path::Path, request: &Request) -> Result<Response, CommandError> {
    let unreachable = |error| CommandError::new(Exit::Undetermined, error);
    let mut client = SignerClient::connect(socket).map_err(unreachable)?;
    match client.ask(request).map_err(unreachable)? {
        Response::Refused { message, .. } => Err(CommandError::new(
            Exit::Refused,
            anyhow::anyhow!("refused: {message}"),
        )),
        Response::Failed { message } => Err(CommandError::failed(anyhow::anyhow!(message))),
        answer => Ok(answer),
    }
}

/// An answer to another question than was asked.
fn misunderstood() -> CommandError {
    CommandError::failed(anyhow::anyhow!(
        "the signer answered another question than it was asked: it is of another version, restart it"
    ))
}
