//! Machines that ask: making, listing and disabling their keys, and knowing one that is presented.

use chrono::{DateTime, Utc};
use openssl::sha::sha256;
use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use crate::domain::hex;
use crate::store::api_key::{self, ApiKeyRow};
use crate::store::journal::{self, Effect, Note};

/// What a key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiScope {
    /// Asking for the status of a document.
    Documents,
    /// Reading the feed of changes.
    Changes,
    /// Having documents inspected.
    Inspections,
    /// Reading the service's figures.
    Metrics,
}

impl ApiScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [
        Self::Documents,
        Self::Changes,
        Self::Inspections,
        Self::Metrics,
    ];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Changes => "changes",
            Self::Inspections => "inspections",
            Self::Metrics => "metrics",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// A key as others may see it: without the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiKey {
    /// Its identifier.
    pub id: String,
    /// Whose it is.
    pub agency: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether it is refused.
    pub disabled: bool,
}

/// Makes a key for an agency. The key is given out once; only its digest is kept.
///
/// # Errors
/// [`ServiceError::Invalid`] without an agency or a scope.
pub async fn add_api_key(
    deps: &Deps,
    agency: &str,
    scopes: &[ApiScope],
) -> Result<(ApiKey, Zeroizing<String>), ServiceError> {
    let agency = agency.trim();
    let mut faults = Vec::new();
    let mut fault = |field: &str, message: &str| {
        faults.push(FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    if agency.is_empty() || agency.chars().count() > 100 || agency.chars().any(char::is_control) {
        fault("agency", "1 to 100 characters are needed");
    }
    if scopes.is_empty() {
        fault("scope", "at least one is needed");
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let broken = |error: openssl::error::ErrorStack| ServiceError::Failed(error.to_string());
    let (mut id, mut secret) = ([0_u8; 4], Zeroizing::new([0_u8; 32]));
    openssl::rand::rand_bytes(&mut id).map_err(broken)?;
    openssl::rand::rand_bytes(secret.as_mut_slice()).map_err(broken)?;
    let id = hex(&id);
    let secret = Zeroizing::new(hex(secret.as_slice()));
    let key = Zeroizing::new(format!("yeogwon_{id}_{}", *secret));
    let mut scopes = scopes.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    let made = ApiKey {
        id,
        agency: agency.to_owned(),
        scopes,
        created_at: deps.now(),
        disabled: false,
    };
    let mut transaction = deps.database.write().await?;
    api_key::insert(&mut transaction, &made.row(), &digest(&key)).await?;
    journal::append(&mut transaction, note(&made, "add_api_key")).await?;
    transaction.commit().await?;
    Ok((made, key))
}

/// Every key, by its identifier.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn list_api_keys(deps: &Deps) -> Result<Vec<ApiKey>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let rows = api_key::list(&mut transaction).await?;
    Ok(rows.into_iter().map(ApiKey::of).collect())
}

/// Refuses a key from now on.
///
/// # Errors
/// [`ServiceError::NotFound`].
pub async fn disable_api_key(deps: &Deps, id: &str) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    let rows = api_key::list(&mut transaction).await?;
    let Some(row) = rows.into_iter().find(|row| row.id == id) else {
        return Err(ServiceError::NotFound {
            what: format!("the API key `{id}`"),
        });
    };
    api_key::disable(&mut transaction, id).await?;
    journal::append(
        &mut transaction,
        Note {
            at: deps.now(),
            ..note(&ApiKey::of(row), "disable_api_key")
        },
    )
    .await?;
    Ok(transaction.commit().await?)
}

/// The key that was presented, if it is one of ours and not disabled.
///
/// The digest is looked up, so the time it takes tells nothing of the key itself.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn known_api_key(deps: &Deps, presented: &str) -> Result<Option<ApiKey>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = api_key::by_digest(&mut transaction, &digest(presented)).await?;
    Ok(row.map(ApiKey::of).filter(|key| !key.disabled))
}

/// A key has 256 random bits: nothing is gained by a slow digest.
fn digest(key: &str) -> String {
    hex(&sha256(key.as_bytes()))
}

fn note(key: &ApiKey, command: &'static str) -> Note {
    Note {
        at: key.created_at,
        actor: "system".to_owned(),
        subject_kind: "api_key",
        subject_id: key.id.clone(),
        subject_version: None,
        command,
        arguments: json!({ "agency": key.agency, "scopes": key.scopes }),
        effect: Effect::Done,
    }
}

impl ApiKey {
    fn of(row: ApiKeyRow) -> Self {
        Self {
            scopes: row.scope.split(' ').filter_map(ApiScope::parse).collect(),
            id: row.id,
            agency: row.agency,
            created_at: row.created_at,
            disabled: row.disabled,
        }
    }

    fn row(&self) -> ApiKeyRow {
        let scopes: Vec<_> = self.scopes.iter().map(|scope| scope.as_str()).collect();
        ApiKeyRow {
            id: self.id.clone(),
            agency: self.agency.clone(),
            scope: scopes.join(" "),
            created_at: self.created_at,
            disabled: self.disabled,
        }
    }
}
