//! Signing in: something the officer knows, something the officer has, and a session.

use chrono::TimeDelta;
use openssl::sha::sha256;
use serde_json::json;
use zeroize::Zeroizing;

use super::deps::Deps;
use super::error::ServiceError;
use super::secret;
use super::staff::{ISSUER, totp_context};
use crate::domain::hex;
use crate::store::journal::{self, Effect, Note};
use crate::store::session::{self, SessionRow};
use crate::store::staff::{self, StaffRow};

/// What somebody typed to get in.
pub struct SignIn {
    /// The account.
    pub id: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The six digits.
    pub code: String,
    /// Where the try comes from: the address of the machine.
    pub source: String,
}

/// A session that has just begun.
pub struct NewSession {
    /// The token for the browser, and for it alone.
    pub token: Zeroizing<String>,
    /// Whose it is.
    pub staff_id: String,
}

/// Why somebody did not get in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Account, password or code is wrong; which one is not told.
    #[error("account, password or code is wrong")]
    Wrong,
    /// Too many failures from there for this account.
    #[error("too many failed tries: wait {seconds} seconds")]
    Slow {
        /// How long to wait.
        seconds: i64,
    },
    /// Something is broken.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<crate::store::StoreError> for SignInError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// Lets an officer in, or says no without saying why.
///
/// An unknown account takes as long as a known one. Each code works once.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(deps: &Deps, command: SignIn) -> Result<NewSession, SignInError> {
    let account = command.id.trim().to_lowercase();
    let seconds = deps
        .throttle
        .wait_seconds(&command.source, &account, deps.now());
    if seconds > 0 {
        return Err(SignInError::Slow { seconds });
    }
    let row = {
        let mut transaction = deps.database.read().await?;
        staff::find(&mut transaction, &account).await?
    };
    let Some(row) = proven(deps, row, &command).await? else {
        return failed(deps, &account, &command.source).await;
    };
    let (row, step) = row;
    match begin(deps, &row, step).await? {
        Some(new) => {
            deps.throttle.succeeded(&command.source, &account);
            Ok(new)
        }
        // The code was used in the meantime.
        None => failed(deps, &account, &command.source).await,
    }
}

/// The account and the time step of the code, when everything is right.
async fn proven(
    deps: &Deps,
    row: Option<StaffRow>,
    command: &SignIn,
) -> Result<Option<(StaffRow, i64)>, ServiceError> {
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let password = command.password.clone();
    let is_password =
        tokio::task::spawn_blocking(move || secret::is_password(&password, hash.as_deref()))
            .await
            .map_err(|error| ServiceError::Failed(error.to_string()))?;
    let Some(row) = row else {
        return Ok(None);
    };
    let opened = deps
        .seal
        .open(&totp_context(&row.id), &row.totp_secret_sealed)?;
    let now = u64::try_from(deps.now().timestamp()).unwrap_or_default();
    let code: String = command.code.split_whitespace().collect();
    let step = secret::totp(&opened, &row.id, ISSUER)?
        .check(&code, now)
        .and_then(|step| i64::try_from(step).ok());
    Ok(step
        .filter(|step| is_password && !row.disabled && *step > row.totp_last_step)
        .map(|step| (row, step)))
}

async fn begin(deps: &Deps, row: &StaffRow, step: i64) -> Result<Option<NewSession>, ServiceError> {
    let now = deps.now();
    let web = &deps.config.web;
    let token = secret::random_hex::<32>()?;
    let session = SessionRow {
        token_sha256: digest(&token),
        staff_id: row.id.clone(),
        csrf_token: secret::random_hex::<32>()?.as_str().to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now + TimeDelta::hours(i64::from(web.session_hours)),
    };
    let mut transaction = deps.database.write().await?;
    if !staff::use_totp_step(&mut transaction, &row.id, step).await? {
        return Ok(None);
    }
    let idle_since = now - TimeDelta::minutes(i64::from(web.idle_minutes));
    session::delete_ended(&mut transaction, now, idle_since).await?;
    session::insert(&mut transaction, &session).await?;
    journal::append(&mut transaction, note(deps, &row.id, Effect::Done)).await?;
    transaction.commit().await?;
    Ok(Some(NewSession {
        token,
        staff_id: row.id.clone(),
    }))
}

/// Counts and writes down a failure. A text that is no account of ours is not kept: it may be a password in the wrong field.
async fn failed(deps: &Deps, account: &str, source: &str) -> Result<NewSession, SignInError> {
    deps.throttle.failed(source, account, deps.now());
    let mut transaction = deps.database.write().await?;
    let known = staff::find(&mut transaction, account).await?.is_some();
    let subject = if known { account } else { "unknown" };
    journal::append(&mut transaction, note(deps, subject, Effect::Refused)).await?;
    transaction.commit().await?;
    Err(SignInError::Wrong)
}

fn note(deps: &Deps, id: &str, effect: Effect) -> Note {
    Note {
        at: deps.now(),
        actor: if effect == Effect::Done { id } else { "system" }.to_owned(),
        subject_kind: "staff",
        subject_id: id.to_owned(),
        subject_version: None,
        command: "sign_in",
        arguments: json!({}),
        effect,
    }
}

/// The digest under which a session is kept.
pub(super) fn digest(token: &str) -> String {
    hex(&sha256(token.as_bytes()))
}
