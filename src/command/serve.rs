//! `yeogwon serve`: the pages and the API, with the signing process as a supervised child on a single machine.

mod supervisor;

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub(super) use supervisor::Supervisor;

use super::premises::{self, Lock};
use super::{CommandError, Exit, Report};
use crate::config::{Config, DataDirectory};
use crate::service::settle_productions::settle_productions;
use crate::service::witness_journal::witness_journal;
use crate::service::{Deps, SignerGate};
use crate::signer::SignerClient;
use crate::web::{self, WebOptions};

/// Serve the pages and the API.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "YEOGWON_DATA")]
    data: PathBuf,
    /// Address and port to listen on.
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        env = "YEOGWON_LISTEN"
    )]
    listen: SocketAddr,
    /// Log in JSON, one line an event.
    #[arg(long)]
    log_json: bool,
}

/// The service ended because it was told to.
pub struct Ended;

impl Report for Ended {
    fn text(&self) -> String {
        "the service has ended".to_owned()
    }

    fn json(&self) -> Value {
        json!({ "ended": true })
    }
}

/// How often the journal's end is shown to the signer.
const WITNESS_EVERY: Duration = Duration::from_secs(300);

/// Serves until it is told to end (SIGTERM, SIGINT); what was begun is finished first.
///
/// # Errors
/// Usage (2) without a usable configuration or database; refused (3) by a rule of safety: software keys in earnest, a
/// clock set back, a database of another program; failed (1) when the port or the directory is taken.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Ended, CommandError> {
    log(options.log_json);
    let directory = DataDirectory::new(&options.data);
    let listener = bind(options.listen)?;
    let config = Config::read(&directory).map_err(CommandError::usage)?;
    let lock = Lock::take(&directory)?;
    serve(&directory, &config, lock, listener, clock)
}

/// Everything written by `tracing` goes to standard error.
pub(super) fn log(as_json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("YEOGWON_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,yeogwon=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process changes nothing.
    let _ = if as_json {
        builder.json().try_init()
    } else {
        builder.with_target(false).try_init()
    };
}

/// Takes the port, before anything else begins.
///
/// # Errors
/// Failed (1) when somebody else has it.
pub(super) fn bind(address: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).map_err(|error| {
        let remedy = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there: end it, or choose another port with --listen"
            }
            std::io::ErrorKind::PermissionDenied => {
                "ports below 1024 are for the system: choose another one with --listen"
            }
            _ => "choose an address of this machine with --listen",
        };
        CommandError::failed(anyhow::anyhow!(
            "cannot listen on {address}: {error}: {remedy}"
        ))
    })
}

/// Serves a directory that is already this process's own.
///
/// # Errors
/// As [`run`].
pub(super) fn serve(
    directory: &DataDirectory,
    config: &Config,
    lock: Lock,
    listener: TcpListener,
    clock: fn() -> DateTime<Utc>,
) -> Result<Ended, CommandError> {
    if let Some(why) = premises::software_keys(directory, config) {
        return Err(CommandError::new(Exit::Refused, anyhow::anyhow!(why)));
    }
    let outcome = actix_web::rt::System::new().block_on(async {
        let mut deps = super::open(directory, clock).await?;
        let outcome = work(directory, &mut deps, listener).await;
        deps.database.close().await;
        outcome
    });
    drop(lock);
    outcome.map(|()| Ended)
}

async fn work(
    directory: &DataDirectory,
    deps: &mut Deps,
    listener: TcpListener,
) -> Result<(), CommandError> {
    if let Some(latest) = premises::clock_set_back(deps, directory).await? {
        let why = premises::set_back(latest, deps.now());
        return Err(CommandError::new(Exit::Refused, anyhow::anyhow!(why)));
    }
    let signer = signer(directory).await?;
    if let Some(signer) = &signer {
        deps.signer = SignerGate::new(signer.socket());
    }
    let address = listener.local_addr().map_err(CommandError::failed)?;
    warn_of_open_door(deps, address);
    settle(deps).await;
    let server =
        web::run(listener, deps.clone(), WebOptions::default()).map_err(CommandError::failed)?;
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        told_to_end().await;
        handle.stop(true).await;
    });
    let witness = actix_web::rt::spawn(keep_witnessed(deps.clone()));
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{READY} http://{address}/").and_then(|()| out.flush());
    server.await.map_err(CommandError::failed)?;
    witness.abort();
    show_the_end(deps).await;
    // The signer last: whatever was in production had it to the end.
    drop(signer);
    Ok(())
}

/// What is said, with the address, when pages can be asked for.
const READY: &str = "serving";

/// The signing process: the one that answers already, or a child where its keys lie here.
async fn signer(directory: &DataDirectory) -> Result<Option<Supervisor>, CommandError> {
    if SignerClient::connect(&directory.signer_socket()).is_ok() {
        tracing::info!("a signing process answers already and is used");
        return Ok(None);
    }
    if !directory.signer().join("passphrase").exists() {
        tracing::warn!("no signing process answers: nothing can be produced until one does");
        return Ok(None);
    }
    let directory = directory.clone();
    tokio::task::spawn_blocking(move || Supervisor::start(&directory))
        .await
        .map_err(CommandError::failed)?
        .map(Some)
}

fn warn_of_open_door(deps: &Deps, address: SocketAddr) {
    if deps.config.demo.open_door && !address.ip().is_loopback() {
        tracing::warn!(%address, "the door of this demonstration is open, and others than this machine can reach it");
    }
}

/// Takes to its end what a crash left open. What cannot be settled now waits; people can work on everything else.
async fn settle(deps: &Deps) {
    match settle_productions(deps).await {
        Ok(settled) if settled.made.is_empty() => {}
        Ok(settled) => tracing::info!(
            count = settled.made.len(),
            "productions left open were taken up"
        ),
        Err(error) => tracing::error!(%error, "productions left open could not be settled"),
    }
}

/// Ends when the system or the person at the terminal asks for it.
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("signals cannot be heard: end the process with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("told to end: what was begun is finished");
}

async fn keep_witnessed(deps: Deps) {
    let mut ticks = tokio::time::interval(WITNESS_EVERY);
    loop {
        ticks.tick().await;
        show_the_end(&deps).await;
    }
}

/// Shows the journal's end to the signer. Where that fails it is told and tried again later: work goes on.
async fn show_the_end(deps: &Deps) {
    if let Err(error) = witness_journal(deps).await {
        tracing::error!(%error, "the journal's end could not be witnessed");
    }
}
