//! `yeogwon api-key`: keys for agencies and machines that ask.

use std::path::PathBuf;

use chrono::Utc;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{CommandError, Exit, Report};
use crate::config::DataDirectory;
use crate::service::api_key::{ApiKey, ApiScope, add_api_key, disable_api_key, list_api_keys};
use crate::service::{Deps, ServiceError};

/// Make, list or disable the keys with which agencies ask the API.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
    /// Data directory.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "data",
        env = "YEOGWON_DATA"
    )]
    data: PathBuf,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make a key; it is printed once and not kept
    Add {
        /// Whose it is
        #[arg(long)]
        agency: String,
        /// What it is for: documents, changes, inspections, metrics; can be repeated
        #[arg(long = "scope", required = true, value_parser = scope, value_delimiter = ',')]
        scopes: Vec<ApiScope>,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// List every key, without the key itself
    List,
    /// Refuse a key from now on
    Disable {
        /// Identifier
        id: String,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}

/// What was done.
pub enum Outcome {
    /// A key was made. It is told once.
    Added(ApiKey, Zeroizing<String>),
    /// A key would be made.
    WouldAdd {
        /// For whom.
        agency: String,
        /// What for.
        scopes: Vec<ApiScope>,
    },
    /// The keys there are.
    Listed(Vec<ApiKey>),
    /// A key is refused from now on.
    Disabled(String),
    /// A key would be refused.
    WouldDisable(String),
}

/// Carries the command out.
///
/// # Errors
/// [`CommandError`]: usage for a directory that is none, refused for a key that does not exist.
pub fn run(options: &Options) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    super::block_on(async {
        let deps = super::open(&directory, Utc::now).await?;
        let outcome = carry_out(&deps, &options.action).await;
        deps.database.close().await;
        outcome
    })?
}

async fn carry_out(deps: &Deps, action: &Action) -> Result<Outcome, CommandError> {
    Ok(match action {
        Action::Add {
            agency,
            scopes,
            dry_run: true,
        } => Outcome::WouldAdd {
            agency: agency.clone(),
            scopes: scopes.clone(),
        },
        Action::Add { agency, scopes, .. } => {
            let (made, key) = add_api_key(deps, agency, scopes).await.map_err(told)?;
            Outcome::Added(made, key)
        }
        Action::List => Outcome::Listed(list_api_keys(deps).await.map_err(told)?),
        Action::Disable { id, dry_run: true } => {
            let known = list_api_keys(deps).await.map_err(told)?;
            if !known.iter().any(|key| key.id == *id) {
                return Err(told(ServiceError::NotFound {
                    what: format!("the API key `{id}`"),
                }));
            }
            Outcome::WouldDisable(id.clone())
        }
        Action::Disable { id, .. } => {
            disable_api_key(deps, id).await.map_err(told)?;
            Outcome::Disabled(id.clone())
        }
    })
}

fn told(error: ServiceError) -> CommandError {
    let exit = match &error {
        ServiceError::Invalid(_) => Exit::Usage,
        ServiceError::NotFound { .. } | ServiceError::Refused(_) => Exit::Refused,
        ServiceError::Store(_) => Exit::Undetermined,
        _ => Exit::Failed,
    };
    CommandError::new(exit, error)
}

fn scope(text: &str) -> Result<ApiScope, String> {
    ApiScope::parse(text).ok_or_else(|| {
        let known: Vec<_> = ApiScope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("known scopes: {}", known.join(", "))
    })
}

fn words(scopes: &[ApiScope]) -> String {
    let words: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.join(", ")
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Added(made, key) => format!(
                "Key {} for {}: {}.\n\n  {}\n\nIt is not kept here and cannot be shown again.",
                made.id,
                made.agency,
                words(&made.scopes),
                **key
            ),
            Self::WouldAdd { agency, scopes } => {
                format!("would make a key for {agency}: {}", words(scopes))
            }
            Self::Listed(keys) if keys.is_empty() => "There are no keys.".to_owned(),
            Self::Listed(keys) => keys
                .iter()
                .map(|key| {
                    format!(
                        "{}  {}  {}  {}{}",
                        key.id,
                        key.created_at.format("%Y-%m-%d"),
                        key.agency,
                        words(&key.scopes),
                        if key.disabled { "  (disabled)" } else { "" }
                    )
                })
                .collect::<Vec<_>>()
                .join("\n"),
            Self::Disabled(id) => format!("The key {id} is refused from now on."),
            Self::WouldDisable(id) => format!("would refuse the key {id} from now on"),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Added(made, key) => json!({ "added": made, "key": **key }),
            Self::WouldAdd { agency, scopes } => {
                json!({ "would_add": { "agency": agency, "scopes": scopes } })
            }
            Self::Listed(keys) => json!({ "keys": keys }),
            Self::Disabled(id) => json!({ "disabled": id }),
            Self::WouldDisable(id) => json!({ "would_disable": id }),
        }
    }
}
