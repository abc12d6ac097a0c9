//! `yeogwon demo`: a whole service with invented people, ready to be tried.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::premises::{self, Lock};
use super::serve::{self, Supervisor};
use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::demo::{Account, Accounts, DemoError, Extent, found, prepare};
use crate::service::{Deps, SignerGate};
use crate::specimen::{FoundError, config_or_default};
use crate::store::Database;

/// Found a demo country with invented people, staff and documents, and serve it.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Data directory of the demo country; made where it is absent.
    #[arg(
        long,
        value_name = "DIR",
        default_value = "demo-data",
        env = "YEOGWON_DATA"
    )]
    data: PathBuf,
    /// Address and port to listen on.
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        env = "YEOGWON_LISTEN"
    )]
    listen: SocketAddr,
    /// Found the country and end.
    #[arg(long)]
    no_serve: bool,
    /// Only a case at each stage, for a quick look; a later run without it adds the rest.
    #[arg(long)]
    few: bool,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Which people are invented: another number, other people. Counts at the first founding only.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u32,
}

/// The country is there.
pub struct Founded {
    directory: PathBuf,
    address: SocketAddr,
    accounts: Accounts,
    took: Duration,
}

/// What came of it.
pub enum Outcome {
    /// The country is there.
    Founded(Box<Founded>),
    /// Nothing was done; in words, what would be.
    Would(String),
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Founded(founded) => founded.text(),
            Self::Would(words) => words.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Founded(founded) => founded.json(),
            Self::Would(words) => json!({ "dry_run": true, "would": words }),
        }
    }
}

/// Founds what is not there yet, prints the accounts, and serves until it is told to end.
///
/// # Errors
/// Usage (2) for a directory of something else; refused (3), failed (1) as `serve`.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Outcome, CommandError> {
    if options.dry_run {
        return plan(options);
    }
    found_and_serve(options, clock).map(|founded| Outcome::Founded(Box::new(founded)))
}

/// What would be done, or what stands against it. Writes nothing.
fn plan(options: &Options) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    let config = config_or_default(&directory).map_err(DemoError::from)?;
    let path = directory.path().display();
    let is_founded = config.demo.people.is_some();
    if !is_founded && directory.database().exists() {
        return Err(DemoError::NotDemo {
            path: directory.path().to_owned(),
        }
        .into());
    }
    let first = if is_founded {
        format!("would take up the demo country in {path} and add what is missing")
    } else {
        format!("would found a SPECIMEN demo country in {path}")
    };
    Ok(Outcome::Would(if options.no_serve {
        first
    } else {
        format!("{first}, and serve it at http://{}/", options.listen)
    }))
}

fn found_and_serve(
    options: &Options,
    clock: fn() -> DateTime<Utc>,
) -> Result<Founded, CommandError> {
    let begin = Instant::now();
    serve::log(false);
    // Before a minute of work, not after it.
    let listener = if options.no_serve {
        None
    } else {
        Some(serve::bind(options.listen)?)
    };
    let tell = |text: &str| {
        let seconds = begin.elapsed().as_secs_f64();
        let _ = writeln!(std::io::stderr(), "[{seconds:5.1} s] {text}");
    };
    let directory = DataDirectory::new(&options.data);
    let (mut prepared, lock) =
        prepare(&directory, options.seed, clock(), || Lock::take(&directory))?;
    tell("specimen country, accounts and officers' keys are there");
    if let Some(why) = premises::software_keys(&directory, &prepared.config) {
        return Err(CommandError::new(Exit::Refused, anyhow::anyhow!(why)));
    }
    let signer = Supervisor::start(&directory)?;
    tell("the signing process works");
    super::block_on(furnish(
        &directory,
        &mut prepared.accounts,
        signer.socket(),
        options,
        &tell,
        clock,
    ))??;
    drop(signer);
    let address = match &listener {
        Some(listener) => listener.local_addr().map_err(CommandError::failed)?,
        None => options.listen,
    };
    let founded = Founded {
        directory: options.data.clone(),
        address,
        accounts: prepared.accounts,
        took: begin.elapsed(),
    };
    tell("the demo country is there");
    if let Some(listener) = listener {
        let mut out = std::io::stdout();
        let _ = writeln!(out, "{}", founded.text()).and_then(|()| out.flush());
        serve::serve(&directory, &prepared.config, lock, listener, clock)?;
    }
    Ok(founded)
}

async fn furnish(
    directory: &DataDirectory,
    accounts: &mut Accounts,
    signer: &Path,
    options: &Options,
    tell: &(dyn Fn(&str) + Sync),
    clock: fn() -> DateTime<Utc>,
) -> Result<(), CommandError> {
    let shape = Database::shape_of_sqlite(&directory.database()).await?;
    if let Some(error) = super::migrate::stands_against(&shape) {
        return Err(CommandError::new(Exit::Refused, error));
    }
    let mut deps = Deps::open(directory, clock)
        .await
        .map_err(super::staff::service_error)?;
    deps.signer = SignerGate::new(signer);
    if let Some(latest) = premises::clock_set_back(&deps, directory).await? {
        let why = premises::set_back(latest, deps.now());
        return Err(CommandError::new(Exit::Refused, anyhow::anyhow!(why)));
    }
    // What the last run was cut off from is taken to its end first.
    crate::service::settle_productions::settle_productions(&deps)
        .await
        .map_err(super::staff::service_error)?;
    let extent = if options.few {
        Extent::Few
    } else {
        Extent::Whole
    };
    let outcome = found(&deps, accounts, extent, tell).await;
    deps.database.close().await;
    outcome.map_err(CommandError::from)
}

impl From<DemoError> for CommandError {
    fn from(error: DemoError) -> Self {
        match &error {
            DemoError::NotDemo { .. }
            | DemoError::Specimen(
                FoundError::Foreign { .. } | FoundError::NotSpecimen { .. } | FoundError::Config(_),
            ) => Self::usage(error),
            _ => Self::failed(error),
        }
    }
}

impl Report for Founded {
    fn text(&self) -> String {
        let mut lines = vec![
            format!(
                "SPECIMEN demo country in {}, after {:.1} s",
                self.directory.display(),
                self.took.as_secs_f64()
            ),
            format!("  pages     http://{}/", self.address),
            format!("  password  {}  (every account)", self.accounts.password),
            format!(
                "  {:<18} {:<13} {:<34} signing passphrase",
                "account", "post", "role"
            ),
        ];
        lines.extend(self.accounts.accounts.iter().map(line));
        lines.push("  second factors: the sign-in page shows the current code; the secrets are in officers/accounts.json".to_owned());
        lines.join("\n")
    }

    fn json(&self) -> Value {
        let account = |account: &Account| {
            json!({
                "id": account.id, "name_ko": account.name_ko, "name_en": account.name_en, "post": account.post,
                "roles": account.roles, "otpauth_url": account.otpauth_url,
                "signing_passphrase": account.signing_passphrase,
            })
        };
        json!({
            "directory": self.directory,
            "address": format!("http://{}/", self.address),
            "password": self.accounts.password,
            "accounts": self.accounts.accounts.iter().map(account).collect::<Vec<_>>(),
            "seconds": self.took.as_secs_f64(),
            "specimen": true,
        })
    }
}

fn line(account: &Account) -> String {
    let roles: Vec<_> = account.roles.iter().map(|role| role.as_str()).collect();
    format!(
        "  {:<18} {:<13} {:<34} {}",
        account.id,
        account.post,
        roles.join(" "),
        account.signing_passphrase.as_deref().unwrap_or("-")
    )
}
