use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::content::DecisionContent;
use super::ground::{Found, Ground, REFUSAL_GROUNDS, RESTRICTION_GROUNDS};
use super::{Decided, Open, Verdict, conclude, invalid, journalled, open, written};
use crate::domain::{ApplicationEvent, ApplicationNumber};
use crate::law::calendar::{add_years, parse_date};
use crate::law::{Answer, Outcome};
use crate::service::actor::Actor;
use crate::service::application::{ask, asked, open_draft};
use crate::service::deps::Deps;
use crate::service::error::ServiceError;
use crate::store::application::ApplicationRow;
use crate::store::restriction::{self, RestrictionEffect, RestrictionRow};

/// A refusal.
#[derive(Debug, Clone)]
pub struct RefuseApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// A code of [`REFUSAL_GROUNDS`], or [`LAW`] where the law itself refuses what was asked for.
    pub ground: String,
    /// The facts that make the ground, by their names.
    pub facts: BTreeMap<String, String>,
    /// The reason as the person will read it.
    pub note: String,
}

/// A restriction for a time.
#[derive(Debug, Clone)]
pub struct RestrictApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// A code of [`RESTRICTION_GROUNDS`].
    pub ground: String,
    /// The facts that make the ground, by their names.
    pub facts: BTreeMap<String, String>,
    /// For how many years from the event on, 1 to 3.
    pub years: u32,
    /// The reason as the person will read it.
    pub note: String,
}

/// The ground of a refusal that the law's answer to the application itself gives.
pub const LAW: &str = "law";

/// Refuses an application: on a ground of the Act's article 12, which then stands against the person, or because the law
/// does not give what was asked for.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::SamePerson`], [`ServiceError::WrongStatus`], [`ServiceError::Conflict`];
/// [`ServiceError::Invalid`] naming `ground`, a fact or `note`.
pub async fn refuse_application(
    deps: &Deps,
    actor: &Actor,
    command: RefuseApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = refusing(deps, actor, command).await;
    journalled(deps, actor, &number, "refuse_application", outcome).await
}

async fn refusing(
    deps: &Deps,
    actor: &Actor,
    command: RefuseApplication,
) -> Result<Decided, ServiceError> {
    let (mut case, status) = open(
        deps,
        actor,
        &command.number,
        command.version,
        ApplicationEvent::Refuse,
    )
    .await?;
    let note = written(&command.note, "decide-fault-note-needed")?;
    let (facts, answer, citation) = if command.ground == LAW {
        refused_by_law(deps, &case)?
    } else {
        let ground = Ground::find(&command.ground, REFUSAL_GROUNDS)?;
        let found = ground.ask(deps, &command.facts, case.row.status, case.today)?;
        let (starts_on, ends_on) = (case.today, None);
        let row = standing(deps, actor, &case.row, ground, &found)?;
        let row = RestrictionRow {
            effect: RestrictionEffect::Refusal,
            starts_on,
            ends_on,
            ..row
        };
        restriction::insert(&mut case.transaction, &row).await?;
        (found.facts, found.answer, found.citation)
    };
    let verdict = Verdict {
        outcome: "refused",
        status,
        record_sha256: case.row.record_sha256.clone(),
        reasons: vec![command.ground],
        citation: Some(citation),
        content: DecisionContent::new(&facts, &answer, note)?,
    };
    conclude(deps, actor, case, verdict, "refuse_application").await
}

/// The law's own refusal of what was asked for, with the article that decided.
fn refused_by_law(
    deps: &Deps,
    case: &Open,
) -> Result<(Map<String, Value>, Answer, String), ServiceError> {
    let read = open_draft(deps, &case.row)?.read(&asked(&case.row, case.today));
    let mut facts = read.facts;
    let answer = ask(deps, &facts, case.today)
        .map_err(|_| invalid("ground", "decide-fault-ground-facts"))?;
    if !matches!(answer.outcome(), Outcome::Refuse | Outcome::RefuseKind) {
        return Err(invalid("ground", "decide-fault-law-does-not-refuse"));
    }
    facts.insert("issue_date".to_owned(), case.today.to_string().into());
    let citation = answer
        .deciding()
        .map_or_else(String::new, |reason| reason.rule.citation.to_owned());
    Ok((facts, answer, citation))
}

/// Restricts issue to a person for one to three years from the event.
///
/// # Errors
/// As [`refuse_application`]; also naming `years`.
pub async fn restrict_application(
    deps: &Deps,
    actor: &Actor,
    command: RestrictApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = restricting(deps, actor, command).await;
    journalled(deps, actor, &number, "restrict_application", outcome).await
}

async fn restricting(
    deps: &Deps,
    actor: &Actor,
    command: RestrictApplication,
) -> Result<Decided, ServiceError> {
    let (mut case, status) = open(
        deps,
        actor,
        &command.number,
        command.version,
        ApplicationEvent::Restrict,
    )
    .await?;
    let note = written(&command.note, "decide-fault-note-needed")?;
    let ground = Ground::find(&command.ground, RESTRICTION_GROUNDS)?;
    let found = ground.ask(deps, &command.facts, case.row.status, case.today)?;
    let (starts_on, ends_on) = period(&found, ground, command.years, case.today)?;
    let row = RestrictionRow {
        effect: RestrictionEffect::Restriction,
        starts_on,
        ends_on: Some(ends_on),
        ..standing(deps, actor, &case.row, ground, &found)?
    };
    restriction::insert(&mut case.transaction, &row).await?;
    let verdict = Verdict {
        outcome: "restricted",
        status,
        record_sha256: case.row.record_sha256.clone(),
        reasons: vec![command.ground, format!("years_{}", command.years)],
        citation: Some(found.citation),
        content: DecisionContent::new(&found.facts, &found.answer, note)?,
    };
    conclude(deps, actor, case, verdict, "restrict_application").await
}

/// From the event on, one to three years, as the law's own answer bounds it; over already is none.
fn period(
    found: &Found,
    ground: &Ground,
    years: u32,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), ServiceError> {
    let bounds = found
        .answer
        .detail
        .get("window_years")
        .and_then(Value::as_str)
        .and_then(|text| text.split_once(".."))
        .and_then(|(least, most)| Some(least.parse::<u32>().ok()?..=most.parse::<u32>().ok()?))
        .ok_or_else(|| ServiceError::Failed("the law names no period".to_owned()))?;
    if !bounds.contains(&years) {
        return Err(invalid("years", "decide-fault-years"));
    }
    let since = ground
        .asked
        .iter()
        .find_map(|fact| parse_date(found.facts.get(fact.as_str())?.as_str()?))
        .ok_or_else(|| ServiceError::Failed("the ground names no day".to_owned()))?;
    let last = add_years(since, years);
    if since > today {
        return Err(invalid("ground", "decide-fault-ground-ahead"));
    }
    if last < today {
        return Err(invalid("years", "decide-fault-years-over"));
    }
    Ok((since, last))
}

/// The row that stands against the person from now on.
fn standing(
    deps: &Deps,
    actor: &Actor,
    row: &ApplicationRow,
    ground: &Ground,
    found: &Found,
) -> Result<RestrictionRow, ServiceError> {
    let person_id = row
        .person_id
        .clone()
        .ok_or_else(|| invalid("ground", "decide-fault-person-unknown"))?;
    let now = deps.now();
    Ok(RestrictionRow {
        id: restriction::new_id()?,
        person_id,
        effect: RestrictionEffect::Refusal,
        ground: ground.code.to_owned(),
        citation: found.citation.clone(),
        starts_on: crate::domain::date_in_seoul(now),
        ends_on: None,
        agency: String::new(),
        application_number: Some(row.number.as_str().to_owned()),
        entered_by: actor.id.as_str().to_owned(),
        entered_at: now,
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
        version: 1,
    })
}
