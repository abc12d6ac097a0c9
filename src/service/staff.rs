//! Who works here: adding, resetting, disabling, listing; and the open door of a demonstration.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use zeroize::Zeroizing;

use super::actor::Actor;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::secret::{self, STEP_SECONDS};
use crate::domain::StaffRole;
use crate::signer::OfficerId;
use crate::store::journal::{self, Effect, Note};
use crate::store::staff::{self, StaffRow};
use crate::store::{post, session};

/// A new member of staff.
pub struct AddStaff {
    /// The officer's identifier, the same as in the signer's register of officers.
    pub id: OfficerId,
    /// The name in Hangul, family name first.
    pub name_ko: String,
    /// The name in Latin letters, family name first.
    pub name_en: String,
    /// The post, which exists.
    pub post: String,
    /// What the officer may do; at least one role.
    pub roles: BTreeSet<StaffRole>,
    /// The first password.
    pub password: Zeroizing<String>,
    /// The language the officer works in: `ko` or `en`.
    pub language: String,
}

/// What a new or reset account is told once, and never again.
pub struct SecondFactor {
    /// `otpauth://totp/…`, for an authenticator.
    pub otpauth_url: Zeroizing<String>,
}

/// A member of staff as others may see them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StaffMember {
    /// The officer's identifier.
    pub id: String,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The post's identifier.
    pub post: String,
    /// What the officer may do.
    pub roles: BTreeSet<StaffRole>,
    /// Whether the officer can no longer sign in.
    pub disabled: bool,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

const ADMINISTRATOR: &[StaffRole] = &[StaffRole::PostAdministrator];

/// Adds a member of staff and makes the secret of the second factor.
///
/// # Errors
/// [`ServiceError::Invalid`] for a weak password, no role, no such post, no such language; [`ServiceError::Conflict`] when the
/// identifier is taken; [`ServiceError::Forbidden`].
pub async fn add_staff(
    deps: &Deps,
    actor: &Actor,
    command: AddStaff,
) -> Result<SecondFactor, ServiceError> {
    let note = note(deps, actor, "add_staff", command.id.as_str());
    match adding(deps, actor, command, note.clone()).await {
        Ok(done) => Ok(done),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn adding(
    deps: &Deps,
    actor: &Actor,
    command: AddStaff,
    note: Note,
) -> Result<SecondFactor, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    check(&command)?;
    let password_hash = hashed(command.password.clone()).await?;
    let secret = secret::new_totp_secret()?;
    let row = StaffRow {
        id: command.id.as_str().to_owned(),
        name_ko: command.name_ko,
        name_en: command.name_en,
        post_id: command.post,
        roles: command.roles,
        password_hash,
        totp_secret_sealed: deps
            .seal
            .seal(&totp_context(command.id.as_str()), &secret)?,
        totp_last_step: 0,
        language: command.language,
        disabled: false,
        created_at: deps.now(),
        version: 1,
    };
    let mut transaction = deps.database.write().await?;
    if post::find(&mut transaction, &row.post_id).await?.is_none() {
        return Err(fault("post", "staff-fault-post"));
    }
    staff::insert(&mut transaction, &row).await?;
    let roles: Vec<&str> = row.roles.iter().map(|role| role.as_str()).collect();
    let note = Note {
        subject_version: Some(1),
        arguments: json!({ "post": row.post_id, "roles": roles }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    second_factor(deps, &row.id, &secret)
}

fn check(command: &AddStaff) -> Result<(), ServiceError> {
    if command.name_ko.trim().is_empty() {
        return Err(fault("name_ko", "staff-fault-name"));
    }
    if command.name_en.trim().is_empty() {
        return Err(fault("name_en", "staff-fault-name"));
    }
    if command.roles.is_empty() {
        return Err(fault("roles", "staff-fault-roles"));
    }
    if !matches!(command.language.as_str(), "ko" | "en") {
        return Err(fault("language", "staff-fault-language"));
    }
    secret::check_strength(
        &command.password,
        &[command.id.as_str(), &command.name_ko, &command.name_en],
    )
}

/// Gives an account a new password and a new second factor and ends its sessions.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Invalid`] for a weak password, [`ServiceError::Forbidden`].
pub async fn reset_staff(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
    password: Zeroizing<String>,
) -> Result<SecondFactor, ServiceError> {
    let note = note(deps, actor, "reset_staff", id.as_str());
    match resetting(deps, actor, id, password, note.clone()).await {
        Ok(done) => Ok(done),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn resetting(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
    password: Zeroizing<String>,
    note: Note,
) -> Result<SecondFactor, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    secret::check_strength(&password, &[id.as_str()])?;
    let password_hash = hashed(password).await?;
    let secret = secret::new_totp_secret()?;
    let mut transaction = deps.database.write().await?;
    let row = staff::find(&mut transaction, id.as_str())
        .await?
        .ok_or_else(|| unknown(id))?;
    let row = StaffRow {
        password_hash,
        totp_secret_sealed: deps.seal.seal(&totp_context(id.as_str()), &secret)?,
        totp_last_step: 0,
        disabled: false,
        ..row
    };
    let version = staff::update(&mut transaction, &row).await?;
    session::delete_all_of(&mut transaction, id.as_str()).await?;
    let note = Note {
        subject_version: Some(version),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    second_factor(deps, id.as_str(), &secret)
}

/// Keeps an account from signing in and ends its sessions. Nothing is erased: what the officer did stays theirs.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`].
pub async fn disable_staff(deps: &Deps, actor: &Actor, id: &OfficerId) -> Result<(), ServiceError> {
    let note = note(deps, actor, "disable_staff", id.as_str());
    match disabling(deps, actor, id, note.clone()).await {
        Ok(()) => Ok(()),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn disabling(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
    note: Note,
) -> Result<(), ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut transaction = deps.database.write().await?;
    let row = staff::find(&mut transaction, id.as_str())
        .await?
        .ok_or_else(|| unknown(id))?;
    let row = StaffRow {
        disabled: true,
        ..row
    };
    let version = staff::update(&mut transaction, &row).await?;
    session::delete_all_of(&mut transaction, id.as_str()).await?;
    let note = Note {
        subject_version: Some(version),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    Ok(transaction.commit().await?)
}

/// Writes down what was refused before it came to an account.
pub(super) async fn refused_staff(
    deps: &Deps,
    actor: &Actor,
    command: &'static str,
    id: &OfficerId,
    error: ServiceError,
) -> ServiceError {
    let note = note(deps, actor, command, id.as_str());
    deps.note_refusal(note, error).await
}

/// Everybody who works here.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn list_staff(deps: &Deps) -> Result<Vec<StaffMember>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let rows = staff::list(&mut transaction).await?;
    Ok(rows.into_iter().map(StaffMember::from).collect())
}

/// Whether there is such a post.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn is_post(deps: &Deps, id: &str) -> Result<bool, ServiceError> {
    let mut transaction = deps.database.read().await?;
    Ok(post::find(&mut transaction, id).await?.is_some())
}

/// The current code of a demo account whose door is open: the first one that was not used yet.
///
/// `None` when this is no demonstration, when there is no such account, or when the next code is not due yet.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn demo_code(deps: &Deps, id: &str) -> Result<Option<String>, ServiceError> {
    if !is_open_door(deps) {
        return Ok(None);
    }
    let mut transaction = deps.database.read().await?;
    let Some(row) = staff::find(&mut transaction, id).await? else {
        return Ok(None);
    };
    let secret = deps.seal.open(&totp_context(id), &row.totp_secret_sealed)?;
    let totp = secret::totp(&secret, id, ISSUER)?;
    let step = deps.now().timestamp() / STEP_SECONDS;
    let unused = (step..=step + 1).find(|step| *step > row.totp_last_step);
    Ok(unused
        .and_then(|step| u64::try_from(step * STEP_SECONDS).ok())
        .map(|time| totp.generate(time).to_string()))
}

/// Whether this is a demonstration whose sign-in page lets people in.
pub fn is_open_door(deps: &Deps) -> bool {
    deps.config.installation.specimen && deps.config.demo.open_door
}

/// The name that authenticators show.
pub(super) const ISSUER: &str = "Yeogwon";

/// What the sealed secret of a second factor is bound to.
pub(super) fn totp_context(id: &str) -> String {
    format!("staff.totp_secret:{id}")
}

fn second_factor(deps: &Deps, id: &str, secret: &[u8]) -> Result<SecondFactor, ServiceError> {
    let issuer = if deps.config.installation.specimen {
        "Yeogwon SPECIMEN"
    } else {
        ISSUER
    };
    let url = secret::totp(secret, id, issuer)?
        .to_url()
        .map_err(|error| ServiceError::Failed(format!("the second factor: {error:?}")))?;
    Ok(SecondFactor {
        otpauth_url: Zeroizing::new(url),
    })
}

async fn hashed(password: Zeroizing<String>) -> Result<String, ServiceError> {
    tokio::task::spawn_blocking(move || secret::hash_password(&password))
        .await
        .map_err(|error| ServiceError::Failed(error.to_string()))?
}

fn note(deps: &Deps, actor: &Actor, command: &'static str, id: &str) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "staff",
        subject_id: id.to_owned(),
        subject_version: None,
        command,
        arguments: json!({}),
        effect: Effect::Done,
    }
}

fn fault(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }])
}

fn unknown(id: &OfficerId) -> ServiceError {
    ServiceError::NotFound {
        what: format!("officer {id}"),
    }
}

impl From<StaffRow> for StaffMember {
    fn from(row: StaffRow) -> Self {
        Self {
            id: row.id,
            name_ko: row.name_ko,
            name_en: row.name_en,
            post: row.post_id,
            roles: row.roles,
            disabled: row.disabled,
            created_at: row.created_at,
        }
    }
}
