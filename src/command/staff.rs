//! `yeogwon staff`: who works here, from the machine's own console.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{CommandError, Exit, Report, block_on};
use crate::config::DataDirectory;
use crate::domain::StaffRole;
use crate::service::staff::{
    AddStaff, StaffMember, add_staff, disable_staff, is_post, list_staff, reset_staff,
};
use crate::service::{Actor, Deps, FieldFault, ServiceError};
use crate::signer::OfficerId;
use crate::store::StoreError;
use crate::web::{Language, has_text, text};

/// Add, list, disable or reset members of staff.
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
    /// Add a member of staff; prints the password, unless one is given, and the second factor, once
    Add {
        /// Identifier: 2 to 40 characters of a-z, 0-9, `.` and `-`
        id: String,
        /// Name in Hangul, family name first
        #[arg(long)]
        name_ko: String,
        /// Name in Latin letters, family name first
        #[arg(long)]
        name_en: String,
        /// Identifier of the post
        #[arg(long)]
        post: String,
        /// Role, such as `intake_clerk`; can be repeated
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<StaffRole>,
        /// Language of the pages
        #[arg(long, default_value = "ko", value_parser = ["ko", "en"])]
        language: String,
        /// Read the first password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// List everybody
    List,
    /// Keep a member of staff from signing in, and end their sessions
    Disable {
        /// Identifier
        id: String,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Give a member of staff a new password and second factor; prints both, once
    Reset {
        /// Identifier
        id: String,
        /// Read the new password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}

/// What was done.
pub enum Outcome {
    /// An account has new secrets. They are told once.
    Secrets {
        /// Whose.
        id: String,
        /// The password, where this command made it.
        password: Option<Zeroizing<String>>,
        /// The second factor.
        otpauth_url: Zeroizing<String>,
    },
    /// Everybody.
    List(Vec<StaffMember>),
    /// An account is shut.
    Disabled(String),
    /// Nothing was done; in words, what would be.
    Would(String),
}

/// Runs `yeogwon staff`.
///
/// # Errors
/// Usage (2) for unusable values, refused (3) by a rule, failed (1) otherwise.
pub fn run(options: &Options, clock: fn() -> DateTime<Utc>) -> Result<Outcome, CommandError> {
    let directory = DataDirectory::new(&options.data);
    block_on(async {
        let deps = super::open(&directory, clock).await?;
        let actor = Actor::operator().map_err(service_error)?;
        let outcome = match plan(&deps, &options.action).await {
            Some(plan) => plan,
            None => act(&deps, &actor, &options.action).await,
        };
        deps.database.close().await;
        outcome
    })?
}

/// With `--dry-run`: what would be done, or what stands against it. Nothing is written down.
async fn plan(deps: &Deps, action: &Action) -> Option<Result<Outcome, CommandError>> {
    let (id, is_new) = match action {
        Action::Add {
            id, dry_run: true, ..
        } => (id, true),
        Action::Disable { id, dry_run: true }
        | Action::Reset {
            id, dry_run: true, ..
        } => (id, false),
        _ => return None,
    };
    Some(planned(deps, action, id, is_new).await)
}

async fn planned(
    deps: &Deps,
    action: &Action,
    id: &str,
    is_new: bool,
) -> Result<Outcome, CommandError> {
    let id = officer(id)?;
    let refused = |words: String| Err(CommandError::new(Exit::Refused, anyhow::anyhow!(words)));
    let staff = list_staff(deps).await.map_err(service_error)?;
    let member = staff.iter().find(|member| member.id == id.as_str());
    match (member, action) {
        (Some(_), _) if is_new => refused(format!("officer {id} is there already")),
        (None, _) if !is_new => Err(CommandError::usage(anyhow::anyhow!(
            "officer {id} does not exist"
        ))),
        (_, Action::Add { post, roles, .. }) => {
            if !is_post(deps, post).await.map_err(service_error)? {
                return Err(CommandError::usage(anyhow::anyhow!(
                    "post: {}",
                    text(Language::English, "staff-fault-post")
                )));
            }
            let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
            Ok(Outcome::Would(format!(
                "would add officer {id} at {post}: {}",
                roles.join(" ")
            )))
        }
        (_, Action::Disable { .. }) => Ok(Outcome::Would(format!(
            "would keep officer {id} from signing in and end the officer's sessions"
        ))),
        _ => Ok(Outcome::Would(format!(
            "would give officer {id} a new password and second factor and end the officer's sessions"
        ))),
    }
}

async fn act(deps: &Deps, actor: &Actor, action: &Action) -> Result<Outcome, CommandError> {
    match action {
        Action::List => Ok(Outcome::List(
            list_staff(deps).await.map_err(service_error)?,
        )),
        Action::Disable { id, .. } => {
            disable_staff(deps, actor, &officer(id)?)
                .await
                .map_err(service_error)?;
            Ok(Outcome::Disabled(id.clone()))
        }
        Action::Reset {
            id, password_stdin, ..
        } => {
            let (password, shown) = password(*password_stdin)?;
            let factor = reset_staff(deps, actor, &officer(id)?, password)
                .await
                .map_err(service_error)?;
            Ok(Outcome::Secrets {
                id: id.clone(),
                password: shown,
                otpauth_url: factor.otpauth_url,
            })
        }
        Action::Add {
            id,
            name_ko,
            name_en,
            post,
            roles,
            language,
            password_stdin,
            ..
        } => {
            let (password, shown) = password(*password_stdin)?;
            let command = AddStaff {
                id: officer(id)?,
                name_ko: name_ko.clone(),
                name_en: name_en.clone(),
                post: post.clone(),
                roles: roles.iter().copied().collect::<BTreeSet<_>>(),
                password,
                language: language.clone(),
            };
            let factor = add_staff(deps, actor, command)
                .await
                .map_err(service_error)?;
            Ok(Outcome::Secrets {
                id: id.clone(),
                password: shown,
                otpauth_url: factor.otpauth_url,
            })
        }
    }
}

fn role(text: &str) -> Result<StaffRole, String> {
    StaffRole::parse(text).ok_or_else(|| {
        let known: Vec<_> = StaffRole::ALL.iter().map(|role| role.as_str()).collect();
        format!("no such role; known are {}", known.join(", "))
    })
}

fn officer(id: &str) -> Result<OfficerId, CommandError> {
    OfficerId::parse(id).map_err(CommandError::usage)
}

/// The password to be set, and the same to be shown where it was made here.
fn password(
    from_input: bool,
) -> Result<(Zeroizing<String>, Option<Zeroizing<String>>), CommandError> {
    if from_input {
        let mut text = Zeroizing::new(String::new());
        std::io::stdin()
            .take(1024)
            .read_to_string(&mut text)
            .map_err(CommandError::usage)?;
        return Ok((Zeroizing::new(text.trim_end().to_owned()), None));
    }
    let made = crate::demo::passphrase(4).map_err(CommandError::failed)?;
    Ok((made.clone(), Some(made)))
}

/// A use case's "no" as an exit code.
pub(super) fn service_error(error: ServiceError) -> CommandError {
    let exit = match &error {
        ServiceError::Store(StoreError::KeyMissing { .. }) => Exit::Refused,
        ServiceError::Invalid(_) | ServiceError::NotFound { .. } => Exit::Usage,
        ServiceError::Store(_) | ServiceError::Failed(_) => Exit::Failed,
        ServiceError::Signer(_) => Exit::Undetermined,
        _ => Exit::Refused,
    };
    CommandError::new(exit, in_words(error))
}

/// The faults of a form name their words by a key; here they are told as a page tells them.
fn in_words(error: ServiceError) -> ServiceError {
    let ServiceError::Invalid(faults) = error else {
        return error;
    };
    let told = |fault: FieldFault| FieldFault {
        message: if has_text(Language::English, &fault.message) {
            text(Language::English, &fault.message)
        } else {
            fault.message
        },
        ..fault
    };
    ServiceError::Invalid(faults.into_iter().map(told).collect())
}

impl Report for Outcome {
    fn text(&self) -> String {
        match self {
            Self::Secrets {
                id,
                password,
                otpauth_url,
            } => {
                let mut lines = vec![format!("officer {id}; this is shown once:")];
                lines.extend(
                    password
                        .iter()
                        .map(|password| format!("  password       {}", password.as_str())),
                );
                lines.push(format!("  second factor  {}", otpauth_url.as_str()));
                lines.join("\n")
            }
            Self::List(staff) if staff.is_empty() => "nobody works here yet".to_owned(),
            Self::List(staff) => staff.iter().map(row).collect::<Vec<_>>().join("\n"),
            Self::Would(words) => words.clone(),
            Self::Disabled(id) => {
                format!(
                    "officer {id} can no longer sign in; the officer's key stays in the signer's register until two administrators shut it out"
                )
            }
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Secrets {
                id,
                password,
                otpauth_url,
            } => json!({
                "id": id,
                "password": password.as_ref().map(|password| password.as_str()),
                "otpauth_url": otpauth_url.as_str(),
            }),
            Self::List(staff) => json!({ "staff": staff }),
            Self::Disabled(id) => json!({ "disabled": id }),
            Self::Would(words) => json!({ "dry_run": true, "would": words }),
        }
    }
}

fn row(member: &StaffMember) -> String {
    let roles: Vec<_> = member.roles.iter().map(|role| role.as_str()).collect();
    format!(
        "{:<18} {:<14} {}  {}  {}{}",
        member.id,
        member.post,
        member.name_ko,
        member.name_en,
        roles.join(" "),
        if member.disabled { "  DISABLED" } else { "" }
    )
}
