//! Who is signed in, and until when.

use chrono::TimeDelta;
use serde_json::json;

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::sign_in::digest;
use crate::signer::OfficerId;
use crate::store::journal::{self, Effect, Note};
use crate::store::post::{self, PostRow};
use crate::store::session::{self, SessionRow};
use crate::store::staff::{self, StaffRow};

/// A session that holds.
#[derive(Clone)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// The officer's name in Hangul.
    pub name_ko: String,
    /// The officer's name in Latin letters.
    pub name_en: String,
    /// The post's name in Korean.
    pub post_ko: String,
    /// The post's name in English.
    pub post_en: String,
    /// The language the officer works in: `ko` or `en`.
    pub language: String,
    /// What every form of the session has to carry.
    pub csrf: String,
    token_sha256: String,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("actor", &self.actor.id)
            .finish_non_exhaustive()
    }
}

/// How long a use of a session may go unwritten, in seconds: a page is not to cost a write each time.
const TOUCH_SECONDS: i64 = 60;

/// The session of a token; `None` when there is none, when it ended, or when the account may no longer sign in.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn session_of(deps: &Deps, token: &str) -> Result<Option<Session>, ServiceError> {
    let token_sha256 = digest(token);
    let mut transaction = deps.database.read().await?;
    let Some(row) = session::find(&mut transaction, &token_sha256).await? else {
        return Ok(None);
    };
    let now = deps.now();
    let idle = TimeDelta::minutes(i64::from(deps.config.web.idle_minutes));
    if now >= row.expires_at || now - row.seen_at >= idle {
        return Ok(None);
    }
    let Some(officer) = staff::find(&mut transaction, &row.staff_id).await? else {
        return Ok(None);
    };
    let post = post::find(&mut transaction, &officer.post_id).await?;
    drop(transaction);
    if officer.disabled {
        return Ok(None);
    }
    if now - row.seen_at >= TimeDelta::seconds(TOUCH_SECONDS) {
        let mut transaction = deps.database.write().await?;
        session::touch(&mut transaction, &token_sha256, now).await?;
        transaction.commit().await?;
    }
    made(row, officer, post).map(Some)
}

fn made(
    row: SessionRow,
    officer: StaffRow,
    post: Option<PostRow>,
) -> Result<Session, ServiceError> {
    let (post_ko, post_en) = post
        .map(|post| (post.name_ko, post.name_en))
        .unwrap_or_default();
    Ok(Session {
        actor: Actor {
            id: OfficerId::parse(&officer.id)
                .map_err(|error| ServiceError::Failed(error.to_string()))?,
            post: officer.post_id,
            roles: officer.roles,
        },
        name_ko: officer.name_ko,
        name_en: officer.name_en,
        post_ko,
        post_en,
        language: officer.language,
        csrf: row.csrf_token,
        token_sha256: row.token_sha256,
    })
}

/// Ends a session.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn sign_out(deps: &Deps, session: &Session) -> Result<(), ServiceError> {
    let id = session.actor.id.as_str();
    let mut transaction = deps.database.write().await?;
    session::delete(&mut transaction, &session.token_sha256).await?;
    let note = Note {
        at: deps.now(),
        actor: id.to_owned(),
        subject_kind: "staff",
        subject_id: id.to_owned(),
        subject_version: None,
        command: "sign_out",
        arguments: json!({}),
        effect: Effect::Done,
    };
    journal::append(&mut transaction, note).await?;
    Ok(transaction.commit().await?)
}

/// Keeps the language that an officer chose.
///
/// # Errors
/// [`ServiceError::Store`], [`ServiceError::Failed`] for another language than `ko` and `en`.
pub async fn choose_language(
    deps: &Deps,
    actor: &Actor,
    language: &'static str,
) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    if let Some(row) = staff::find(&mut transaction, actor.id.as_str()).await? {
        let row = StaffRow {
            language: language.to_owned(),
            ..row
        };
        staff::update(&mut transaction, &row).await?;
    }
    Ok(transaction.commit().await?)
}
