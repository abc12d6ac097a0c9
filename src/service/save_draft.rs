//! Keeps what a clerk has entered, right or wrong, and says what is wrong with it.

use serde_json::json;

use super::actor::Actor;
use super::application::{asked, for_change, note, open_draft, seal_draft};
use super::deps::Deps;
use super::draft::Draft;
use super::error::{FieldFault, ServiceError};
use super::identity;
use super::step::Step;
use crate::domain::{ApplicationNumber, PassportKind, PassportUse, date_in_seoul};
use crate::store::{application, journal};

/// The command.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that the clerk saw.
    pub version: i64,
    /// What is asked for.
    pub kind: PassportKind,
    /// The use asked for.
    pub usage: Option<PassportUse>,
    /// Everything entered.
    pub draft: Draft,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The version it has now.
    pub version: i64,
    /// What is wrong or missing with the person and the facts, by field.
    pub faults: Vec<FieldFault>,
}

/// Keeps a draft. Whatever is wrong with it is kept as well, and told.
///
/// # Errors
/// [`ServiceError::Invalid`] only for what no person types (texts without measure); [`ServiceError::Conflict`],
/// [`ServiceError::WrongStatus`], [`ServiceError::Forbidden`], [`ServiceError::NotFound`].
pub async fn save_draft(
    deps: &Deps,
    actor: &Actor,
    command: SaveDraft,
) -> Result<Saved, ServiceError> {
    let subject = (command.number.clone(), command.version);
    match saving(deps, actor, command).await {
        Ok(saved) => Ok(saved),
        Err(error) => {
            let note = note(
                deps,
                actor,
                Some((&subject.0, subject.1)),
                "save_draft",
                json!({}),
            );
            Err(deps.note_refusal(note, error).await)
        }
    }
}

async fn saving(deps: &Deps, actor: &Actor, command: SaveDraft) -> Result<Saved, ServiceError> {
    check_measure(&command.draft)?;
    let now = deps.now();
    let mut transaction = deps.database.write().await?;
    let mut row = for_change(
        &mut transaction,
        actor,
        &command.number,
        command.version,
        Step::Edit,
    )
    .await?;
    let before = open_draft(deps, &row)?;
    let draft = keep_origins(command.draft, &before);
    row.kind = command.kind;
    row.usage = command.usage;
    let person = identity::known(deps, &mut transaction, &draft, row.person_id.as_deref()).await?;
    row.person_id = person.map(|person| person.id);
    row.draft_sealed = seal_draft(deps, &row.number, &draft)?;
    row.name_ko = draft.name_ko();
    row.name_en = draft.name_en();
    row.updated_at = now;
    let version = application::update(&mut transaction, &row).await?;
    let changed = changed_fields(&before, &draft);
    let said =
        json!({"kind": row.kind, "use": row.usage, "fields": changed, "person": row.person_id});
    let note = note(
        deps,
        actor,
        Some((&row.number, version)),
        "save_draft",
        said,
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    let faults = draft.read(&asked(&row, date_in_seoul(now))).faults;
    Ok(Saved { version, faults })
}

/// A field that somebody typed over no longer comes from where it came.
fn keep_origins(mut draft: Draft, before: &Draft) -> Draft {
    draft.origins = before.origins.clone();
    for field in changed_fields(before, &draft) {
        let field = field.strip_prefix("facts.").unwrap_or(&field);
        draft.origins.remove(field);
    }
    draft
}

/// The names of the fields that changed; no values.
fn changed_fields(before: &Draft, after: &Draft) -> Vec<String> {
    let (Ok(serde_json::Value::Object(before)), Ok(serde_json::Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut changed = Vec::new();
    for (name, value) in &after {
        match (name.as_str(), value.as_object(), before.get(name)) {
            ("origins", ..) => {}
            ("facts", Some(facts), Some(old)) => {
                let names = facts
                    .keys()
                    .chain(old.as_object().into_iter().flat_map(serde_json::Map::keys));
                let mut names: Vec<&String> = names
                    .filter(|fact| facts.get(*fact) != old.get(*fact))
                    .collect();
                names.sort_unstable();
                names.dedup();
                changed.extend(names.into_iter().map(|fact| format!("facts.{fact}")));
            }
            (_, _, old) if old != Some(value) => changed.push(name.clone()),
            _ => {}
        }
    }
    changed
}

/// Longer than anything a person types.
const LONGEST_TEXT: usize = 1000;
/// More facts or papers than the law knows.
const MOST_ENTRIES: usize = 150;
/// A fact's or paper's name.
const LONGEST_NAME: usize = 60;

fn check_measure(draft: &Draft) -> Result<(), ServiceError> {
    let texts = [
        ("surname_ko", &draft.surname_ko),
        ("given_names_ko", &draft.given_names_ko),
        ("surname_en", &draft.surname_en),
        ("given_names_en", &draft.given_names_en),
        ("birth", &draft.birth),
        ("sex", &draft.sex),
        ("nationality", &draft.nationality),
        ("resident_number", &draft.resident_number),
        ("place_of_birth", &draft.place_of_birth),
        ("address", &draft.address),
        ("fee_means", &draft.fee_means),
        ("fingerprints", &draft.fingerprints),
        ("old_document", &draft.old_document),
        ("old_expiry", &draft.old_expiry),
        ("duplicate_reason", &draft.duplicate_reason),
    ];
    let mut faults: Vec<FieldFault> = texts
        .into_iter()
        .filter(|(_, text)| text.len() > LONGEST_TEXT)
        .map(|(field, _)| too_long(field))
        .collect();
    let names = draft.facts.keys().chain(&draft.papers);
    if draft.facts.len() > MOST_ENTRIES
        || draft.papers.len() > MOST_ENTRIES
        || names.into_iter().any(|name| name.len() > LONGEST_NAME)
        || draft.facts.values().any(|text| text.len() > LONGEST_TEXT)
    {
        faults.push(too_long("facts"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

fn too_long(field: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        message: "fault-too-long".to_owned(),
    }
}
