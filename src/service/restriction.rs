//! Who may not be issued a passport: entering what an agency asks for, and lifting it on the law's grounds.

use chrono::NaiveDate;
use serde_json::json;

use super::actor::Actor;
use super::application::visible;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use crate::domain::{ApplicationNumber, StaffRole, date_in_seoul};
use crate::law::{self, Edition, Fact, Facts, Outcome, Word};
use crate::store::journal::{self, Effect, Note};
use crate::store::person;
use crate::store::restriction::{self, RestrictionEffect, RestrictionRow};

/// A restriction with the person's name.
#[derive(Debug, Clone)]
pub struct RestrictionView {
    /// The row.
    pub row: RestrictionRow,
    /// The person's name in Hangul.
    pub name_ko: String,
    /// The person's name in Latin letters.
    pub name_en: String,
    /// Whether it stands today.
    pub is_in_force: bool,
}

/// A restriction that an agency asked for.
#[derive(Debug, Clone)]
pub struct EnterRestriction {
    /// A case of the person, by which the person is found.
    pub number: ApplicationNumber,
    /// A code of [`super::decide_application::REFUSAL_GROUNDS`] or `RESTRICTION_GROUNDS`.
    pub ground: String,
    /// The agency that asked.
    pub agency: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; needed for a restriction.
    pub ends_on: Option<NaiveDate>,
}

/// Lifting one before its end.
#[derive(Debug, Clone)]
pub struct LiftRestriction {
    /// Which.
    pub id: String,
    /// The version that was looked at.
    pub version: i64,
    /// The ground, a word of the law's procedure `lift`.
    pub ground: String,
    /// Whether the agency that asked for it was consulted.
    pub consulted: bool,
    /// Whether the Minister finds an urgent need; for relatives abroad.
    pub minister_deems_necessary: bool,
}

const READERS: &[StaffRole] = &[
    StaffRole::Supervisor,
    StaffRole::Examiner,
    StaffRole::Auditor,
];
const SUPERVISOR: &[StaffRole] = &[StaffRole::Supervisor];
const MOST: i64 = 200;

/// The restrictions, the newest first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn list_restrictions(
    deps: &Deps,
    actor: &Actor,
) -> Result<Vec<RestrictionView>, ServiceError> {
    actor.needs(READERS)?;
    let today = date_in_seoul(deps.now());
    let mut transaction = deps.database.read().await?;
    let mut views = Vec::new();
    for row in restriction::all(&mut transaction, MOST).await? {
        let found = person::find(&mut transaction, &row.person_id).await?;
        let (name_ko, name_en) = found.map_or_else(Default::default, |person| {
            (
                format!("{}{}", person.surname_ko, person.given_names_ko),
                format!("{}, {}", person.surname_en, person.given_names_en),
            )
        });
        views.push(RestrictionView {
            is_in_force: row.is_in_force(today),
            row,
            name_ko,
            name_en,
        });
    }
    Ok(views)
}

/// Enters what an agency asked for.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Invalid`] naming the field.
pub async fn enter_restriction(
    deps: &Deps,
    actor: &Actor,
    command: EnterRestriction,
) -> Result<String, ServiceError> {
    let note = note(deps, actor, "enter_restriction", "new");
    match entering(deps, actor, command, note.clone()).await {
        Ok(id) => Ok(id),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn entering(
    deps: &Deps,
    actor: &Actor,
    command: EnterRestriction,
    note: Note,
) -> Result<String, ServiceError> {
    use super::decide_application::{Ground, REFUSAL_GROUNDS, RESTRICTION_GROUNDS};
    actor.needs(SUPERVISOR)?;
    let (effect, ground) = Ground::find(&command.ground, RESTRICTION_GROUNDS)
        .map(|ground| (RestrictionEffect::Restriction, ground))
        .or_else(|_| {
            Ground::find(&command.ground, REFUSAL_GROUNDS)
                .map(|ground| (RestrictionEffect::Refusal, ground))
        })?;
    let agency = command.agency.trim();
    if agency.is_empty() || agency.chars().count() > 200 {
        return Err(invalid("agency", "fault-empty"));
    }
    check_period(effect, command.starts_on, command.ends_on)?;
    let mut transaction = deps.database.write().await?;
    let case = visible(&mut transaction, actor, &command.number).await?;
    let person_id = case
        .person_id
        .ok_or_else(|| invalid("number", "decide-fault-person-unknown"))?;
    let row = RestrictionRow {
        id: restriction::new_id()?,
        person_id,
        effect,
        ground: ground.code.to_owned(),
        citation: ground.citation().to_owned(),
        starts_on: command.starts_on,
        ends_on: command.ends_on,
        agency: agency.to_owned(),
        application_number: None,
        entered_by: actor.id.as_str().to_owned(),
        entered_at: deps.now(),
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
        version: 1,
    };
    restriction::insert(&mut transaction, &row).await?;
    let note = Note {
        subject_id: row.id.clone(),
        subject_version: Some(1),
        arguments: json!({ "person": row.person_id, "ground": row.ground, "citation": row.citation }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(row.id)
}

/// A restriction lasts one to three years (Act 12(3)); a refusal as long as its ground.
fn check_period(
    effect: RestrictionEffect,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
) -> Result<(), ServiceError> {
    let fits = match (effect, ends_on) {
        (RestrictionEffect::Restriction, Some(last)) => {
            law::calendar::add_years(starts_on, 1) <= last
                && last <= law::calendar::add_years(starts_on, 3)
        }
        (RestrictionEffect::Restriction, None) => false,
        (RestrictionEffect::Refusal, last) => last.is_none_or(|last| starts_on <= last),
    };
    if fits {
        Ok(())
    } else {
        Err(invalid("ends_on", "decide-fault-years"))
    }
}

/// Lifts a restriction on a ground that the law finds.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`]; [`ServiceError::Invalid`] naming
/// `ground` or `consulted`.
pub async fn lift_restriction(
    deps: &Deps,
    actor: &Actor,
    command: LiftRestriction,
) -> Result<(), ServiceError> {
    let note = note(deps, actor, "lift_restriction", &command.id);
    match lifting(deps, actor, command, note.clone()).await {
        Ok(()) => Ok(()),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn lifting(
    deps: &Deps,
    actor: &Actor,
    command: LiftRestriction,
    note: Note,
) -> Result<(), ServiceError> {
    actor.needs(SUPERVISOR)?;
    let mut transaction = deps.database.write().await?;
    let row = restriction::find(&mut transaction, &command.id)
        .await?
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("restriction {}", command.id),
        })?;
    if row.version != command.version {
        return Err(ServiceError::Conflict {
            what: format!("restriction {}", command.id),
        });
    }
    let citation = may_lift(deps, &row, &command)?;
    restriction::lift(
        &mut transaction,
        &row,
        deps.now(),
        actor.id.as_str(),
        &command.ground,
    )
    .await?;
    let note = Note {
        subject_version: Some(row.version + 1),
        arguments: json!({ "ground": command.ground, "citation": citation }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

/// Asks the law; where the law leaves it open it is the supervisor's to lift.
fn may_lift(
    deps: &Deps,
    row: &RestrictionRow,
    command: &LiftRestriction,
) -> Result<String, ServiceError> {
    let today = date_in_seoul(deps.now()).to_string();
    let flag = |yes: bool| if yes { "yes" } else { "no" };
    let origin = if row.agency.is_empty() {
        None
    } else {
        Some((Fact::Origin.as_str(), Word::Agency.as_str()))
    };
    let pairs = [
        (Fact::Date.as_str(), today.as_str()),
        (Fact::Ground.as_str(), command.ground.as_str()),
        (Fact::Consulted.as_str(), flag(command.consulted)),
        (
            Fact::MinisterDeemsNecessary.as_str(),
            flag(command.minister_deems_necessary),
        ),
    ];
    let facts = Facts::from_pairs(pairs.into_iter().chain(origin))
        .map_err(|_| invalid("ground", "decide-fault-ground"))?;
    let edition = Edition::parse(&deps.config.law.edition).map_err(failed)?;
    let answer =
        law::ask("lift", &facts, edition).map_err(|_| invalid("ground", "decide-fault-ground"))?;
    match answer.outcome() {
        Outcome::MayLift => Ok(answer
            .deciding()
            .map_or_else(String::new, |reason| reason.rule.citation.to_owned())),
        Outcome::ConsultFirst => Err(invalid("consulted", "restriction-fault-consult")),
        _ => Err(invalid("ground", "restriction-fault-ground")),
    }
}

fn note(deps: &Deps, actor: &Actor, command: &'static str, subject: &str) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "restriction",
        subject_id: subject.to_owned(),
        subject_version: None,
        command,
        arguments: json!({}),
        effect: Effect::Done,
    }
}

fn invalid(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }])
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
