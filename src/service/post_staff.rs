//! A post's administrator at work: the staff of the post, added, reset and shut out one by one.
//!
//! The command line acts for everybody ([`super::staff`]); at a page an administrator acts for the own post, and never on
//! the own account.

use zeroize::Zeroizing;

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::secret;
use super::staff::{
    AddStaff, SecondFactor, StaffMember, add_staff, disable_staff, list_staff, refused_staff,
    reset_staff,
};
use crate::domain::StaffRole;
pub use crate::signer::OfficerId;
use crate::store::staff;

/// A new member of staff, as the administrator's form has it.
pub struct AddToPost {
    /// The identifier.
    pub id: OfficerId,
    /// The name in Hangul, family name first.
    pub name_ko: String,
    /// The name in Latin letters, family name first.
    pub name_en: String,
    /// What the officer may do.
    pub roles: std::collections::BTreeSet<StaffRole>,
    /// `ko` or `en`.
    pub language: String,
}

/// What is shown once and never again.
pub struct Admission {
    /// The first password.
    pub password: Zeroizing<String>,
    /// The second factor.
    pub second_factor: SecondFactor,
}

const ADMINISTRATOR: &[StaffRole] = &[StaffRole::PostAdministrator];

/// Everybody at the actor's post.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn post_staff(deps: &Deps, actor: &Actor) -> Result<Vec<StaffMember>, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut all = list_staff(deps).await?;
    all.retain(|member| member.post == actor.post);
    Ok(all)
}

/// Adds a member of staff to the actor's post, with a password made here.
///
/// # Errors
/// As [`add_staff`].
pub async fn add_to_post(
    deps: &Deps,
    actor: &Actor,
    command: AddToPost,
) -> Result<Admission, ServiceError> {
    let password = first_password()?;
    let command = AddStaff {
        id: command.id,
        name_ko: command.name_ko,
        name_en: command.name_en,
        post: actor.post.clone(),
        roles: command.roles,
        password: password.clone(),
        language: command.language,
    };
    Ok(Admission {
        second_factor: add_staff(deps, actor, command).await?,
        password,
    })
}

/// Gives a colleague of the actor's post a new password and a new second factor, and lets them in again.
///
/// # Errors
/// As [`reset_staff`]; [`ServiceError::SamePerson`] for the own account.
pub async fn reset_at_post(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
) -> Result<Admission, ServiceError> {
    colleague(deps, actor, id, "reset_staff").await?;
    let password = first_password()?;
    Ok(Admission {
        second_factor: reset_staff(deps, actor, id, password.clone()).await?,
        password,
    })
}

/// Keeps a colleague of the actor's post from signing in.
///
/// # Errors
/// As [`disable_staff`]; [`ServiceError::SamePerson`] for the own account.
pub async fn disable_at_post(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
) -> Result<(), ServiceError> {
    colleague(deps, actor, id, "disable_staff").await?;
    disable_staff(deps, actor, id).await
}

/// Goes on only for somebody else of the same post; whoever is of another post is not told of.
async fn colleague(
    deps: &Deps,
    actor: &Actor,
    id: &OfficerId,
    command: &'static str,
) -> Result<(), ServiceError> {
    let look = async {
        actor.needs(ADMINISTRATOR)?;
        if actor.id == *id {
            return Err(ServiceError::SamePerson {
                did: "administer this account",
                wants: command,
            });
        }
        let mut transaction = deps.database.read().await?;
        staff::find(&mut transaction, id.as_str())
            .await?
            .filter(|row| row.post_id == actor.post)
            .map(|_| ())
            .ok_or_else(|| ServiceError::NotFound {
                what: format!("officer {id}"),
            })
    };
    match look.await {
        Ok(()) => Ok(()),
        Err(error) => Err(refused_staff(deps, actor, command, id, error).await),
    }
}

/// A password that nobody chose: 20 letters in groups that can be read aloud.
fn first_password() -> Result<Zeroizing<String>, ServiceError> {
    let digits = secret::random_hex::<10>()?;
    let mut password = Zeroizing::new(String::with_capacity(24));
    for (place, letter) in digits.chars().enumerate() {
        if place > 0 && place % 5 == 0 {
            password.push('-');
        }
        password.push(letter);
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_passwords_are_strong_and_differ() {
        let (first, second) = (first_password().unwrap(), first_password().unwrap());
        assert_ne!(*first, *second);
        assert_eq!(first.len(), 23);
        assert!(secret::check_strength(&first, &["kim.minjun"]).is_ok());
    }
}
