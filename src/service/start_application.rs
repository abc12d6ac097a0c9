//! Begins an application: who it is, from the old document, the register or nobody but the clerk; and what is asked for.

use std::sync::Arc;

use chrono::NaiveDate;
use openssl::rand::rand_bytes;
use serde_json::{Value, json};

use super::actor::Actor;
use super::application::{note, seal_draft};
use super::deps::Deps;
use super::draft::Draft;
use super::error::{FieldFault, ServiceError};
use super::identity;
use crate::document::mrz::{self, Mrz, MrzFields};
use crate::domain::{
    ApplicationNumber, ApplicationStatus, PassportKind, PassportUse, ResidentNumber, Sex,
    StaffRole, date_in_seoul,
};
use crate::register::{Prefill, RegisterEntry, RegisterError, Sought};
use crate::store::application::{self, ApplicationRow};
use crate::store::person::{self, PersonRow};
use crate::store::{Transaction, journal};

/// The command.
#[derive(Debug, Clone)]
pub struct StartApplication {
    /// What is asked for.
    pub kind: PassportKind,
    /// The use asked for; without it the law decides.
    pub usage: Option<PassportUse>,
    /// How the person is known.
    pub by: StartBy,
}

/// How the person of a new application is known.
#[derive(Clone)]
pub enum StartBy {
    /// By the machine readable zone of an old document, scanned or pasted.
    Mrz(String),
    /// By resident number, asked of the register.
    ResidentNumber(String),
    /// By name and birth, asked of the register: which of the people found, from 0 on.
    Name(Sought, usize),
    /// Not at all: everything is entered by hand.
    Hand,
}

impl std::fmt::Debug for StartBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl StartBy {
    const fn word(&self) -> &'static str {
        match self {
            Self::Mrz(_) => "mrz",
            Self::ResidentNumber(_) => "resident_number",
            Self::Name(..) => "name",
            Self::Hand => "hand",
        }
    }
}

/// A new application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its number.
    pub number: ApplicationNumber,
    /// What the register said.
    pub register: RegisterSaid,
}

/// What the resident register said about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterSaid {
    /// It was not asked.
    NotAsked,
    /// It knows the person: the draft is filled in.
    Known,
    /// It knows nobody of this number.
    Nobody,
    /// It did not answer: enter the person from the papers shown.
    Unreachable,
}

impl RegisterSaid {
    /// The word in the journal and in keys of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Known => "known",
            Self::Nobody => "nobody",
            Self::Unreachable => "unreachable",
        }
    }
}

/// Somebody whom the register found by name and birth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The place among those found, for [`StartBy::Name`].
    pub place: usize,
    /// The name in Hangul.
    pub name_ko: String,
    /// The resident number, masked.
    pub masked_number: String,
    /// Where the person lives; `None` where it may not be shown.
    pub address: Option<String>,
}

const CLERK: &[StaffRole] = &[StaffRole::IntakeClerk];

/// Begins an application as a draft of the clerk's post.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Invalid`] naming `mrz`, `resident_number` or `name`.
pub async fn start_application(
    deps: &Deps,
    actor: &Actor,
    command: StartApplication,
) -> Result<Started, ServiceError> {
    let said = json!({"kind": command.kind, "use": command.usage, "by": command.by.word()});
    match starting(deps, actor, command).await {
        Ok(started) => Ok(started),
        Err(error) => {
            let note = note(deps, actor, None, "start_application", said);
            Err(deps.note_refusal(note, error).await)
        }
    }
}

/// People of a name and a day of birth, from the register. Both are needed: nobody leafs through it.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Refused`] when the register cannot be reached.
pub async fn search_people(
    deps: &Deps,
    actor: &Actor,
    sought: Sought,
) -> Result<Vec<Found>, ServiceError> {
    actor.needs(CLERK)?;
    let entries = search(deps, sought).await?;
    let found: Vec<Found> = entries
        .iter()
        .enumerate()
        .map(|(place, entry)| Found {
            place,
            name_ko: format!("{}{}", entry.surname_ko.value, entry.given_names_ko.value),
            masked_number: entry.number.masked(),
            address: (!entry.is_protected()).then(|| entry.address.value.clone()),
        })
        .collect();
    // Who asked the register is known for ever; for whom is not written down.
    let mut transaction = deps.database.write().await?;
    let note = note(
        deps,
        actor,
        None,
        "search_people",
        json!({"found": found.len()}),
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(found)
}

async fn starting(
    deps: &Deps,
    actor: &Actor,
    command: StartApplication,
) -> Result<Started, ServiceError> {
    actor.needs(CLERK)?;
    let now = deps.now();
    let today = date_in_seoul(now);
    let by = command.by.word();
    let mut beginning = begin(deps, command.by, today).await?;
    let number = new_number(today)?;
    let mut transaction = deps.database.write().await?;
    let draft = &mut beginning.draft;
    if beginning.person.is_none() {
        beginning.person = identity::known(deps, &mut transaction, draft, None)
            .await?
            .map(|person| person.id);
    }
    let row = ApplicationRow {
        post_id: actor.post.clone(),
        person_id: beginning.person,
        status: ApplicationStatus::Draft,
        kind: command.kind,
        usage: command.usage,
        draft_sealed: seal_draft(deps, &number, draft)?,
        name_ko: draft.name_ko(),
        name_en: draft.name_en(),
        application_date: today,
        received_at: now,
        taken_by: actor.id.as_str().to_owned(),
        decided_by: None,
        photo_object: None,
        portrait_object: None,
        photo_report: None,
        attempt: 1,
        record_sealed: None,
        record_sha256: None,
        document_number: None,
        updated_at: now,
        version: 1,
        number,
    };
    application::insert(&mut transaction, &row).await?;
    let said = json!({
        "kind": row.kind, "use": row.usage, "by": by, "register": beginning.register.as_str(),
        "person": row.person_id, "post": row.post_id,
    });
    let note = note(
        deps,
        actor,
        Some((&row.number, 1)),
        "start_application",
        said,
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(Started {
        number: row.number,
        register: beginning.register,
    })
}

fn new_number(today: NaiveDate) -> Result<ApplicationNumber, ServiceError> {
    let mut random = [0; 5];
    rand_bytes(&mut random).map_err(|error| ServiceError::Failed(error.to_string()))?;
    Ok(ApplicationNumber::from_random(today, random))
}

/// What is known at the beginning.
struct Beginning {
    draft: Draft,
    person: Option<String>,
    register: RegisterSaid,
}

async fn begin(deps: &Deps, by: StartBy, today: NaiveDate) -> Result<Beginning, ServiceError> {
    let mut draft = Draft {
        nationality: "KOR".to_owned(),
        ..Draft::default()
    };
    let mut person = None;
    let mut register = RegisterSaid::NotAsked;
    match by {
        StartBy::Hand => {}
        StartBy::ResidentNumber(text) => {
            let number = ResidentNumber::parse(text.trim())
                .map_err(|_| invalid("resident_number", "fault-resident-number"))?;
            register = ask_register(deps, number, &mut draft).await?;
        }
        StartBy::Name(sought, place) => {
            let entry = search(deps, sought).await?.into_iter().nth(place);
            let entry = entry.ok_or_else(|| invalid("name", "fault-nobody-found"))?;
            take_over(&mut draft, &entry.prefill());
            register = RegisterSaid::Known;
        }
        StartBy::Mrz(text) => {
            let zone = read_zone(&text)?;
            let known = holder_of(deps, &zone).await?;
            if let Some(row) = &known {
                let number = resident_number(deps, row)?;
                if let Some(number) = number {
                    register = ask_register(deps, number, &mut draft).await?;
                }
                take_over_person(&mut draft, row);
            }
            take_over_zone(&mut draft, &zone, today);
            person = known.map(|row| row.id);
        }
    }
    Ok(Beginning {
        draft,
        person,
        register,
    })
}

/// Asks the register about a number and takes over what it knows. That it cannot be asked stops nobody.
async fn ask_register(
    deps: &Deps,
    number: ResidentNumber,
    draft: &mut Draft,
) -> Result<RegisterSaid, ServiceError> {
    draft.resident_number = hyphenated(&number);
    draft.birth = number.birth().to_string();
    draft.sex = sex_word(number.sex()).to_owned();
    let register = Arc::clone(&deps.register);
    let answer = tokio::task::spawn_blocking(move || register.find(&number))
        .await
        .map_err(|error| ServiceError::Failed(error.to_string()))?;
    match answer {
        Ok(Some(entry)) => {
            take_over(draft, &entry.prefill());
            Ok(RegisterSaid::Known)
        }
        Ok(None) => Ok(RegisterSaid::Nobody),
        Err(_) => Ok(RegisterSaid::Unreachable),
    }
}

async fn search(deps: &Deps, sought: Sought) -> Result<Vec<RegisterEntry>, ServiceError> {
    let register = Arc::clone(&deps.register);
    tokio::task::spawn_blocking(move || register.search(&sought))
        .await
        .map_err(|error| ServiceError::Failed(error.to_string()))?
        .map_err(|error| match error {
            RegisterError::Unreachable { .. } => {
                ServiceError::Refused("apply-register-unreachable".to_owned())
            }
            other => ServiceError::Failed(other.to_string()),
        })
}

fn hyphenated(number: &ResidentNumber) -> String {
    let whole = number.expose();
    let (front, back) = whole.split_at_checked(6).unwrap_or((whole.as_str(), ""));
    format!("{front}-{back}")
}

fn take_over(draft: &mut Draft, prefill: &Prefill) {
    let holder = &prefill.holder;
    draft.surname_ko.clone_from(&holder.surname_ko);
    draft.given_names_ko.clone_from(&holder.given_names_ko);
    draft.surname_en.clone_from(&holder.surname_en);
    draft.given_names_en.clone_from(&holder.given_names_en);
    draft.birth = holder.birth.to_string();
    sex_word(holder.sex).clone_into(&mut draft.sex);
    draft.nationality.clone_from(&holder.nationality);
    draft.resident_number = holder.resident_number.clone().unwrap_or_default();
    draft.place_of_birth = holder.place_of_birth.clone().unwrap_or_default();
    draft.address = holder.address.clone().unwrap_or_default();
    for (name, value) in &prefill.facts {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            other => other.to_string(),
        };
        draft.facts.insert(name.clone(), text);
    }
    let origins = prefill.origins.iter();
    draft.origins.extend(
        origins.map(|(field, origin)| ((*field).to_owned(), origin.source.as_str().to_owned())),
    );
}

/// The names as they stood in the last document: they are the holder's, whatever a table would spell.
fn take_over_person(draft: &mut Draft, row: &PersonRow) {
    let mut take = |field: &'static str, into: &mut String, from: &str, always: bool| {
        if !from.is_empty() && (always || into.is_empty()) {
            from.clone_into(into);
            draft.origins.insert(field.to_owned(), "person".to_owned());
        }
    };
    take("surname_ko", &mut draft.surname_ko, &row.surname_ko, false);
    take(
        "given_names_ko",
        &mut draft.given_names_ko,
        &row.given_names_ko,
        false,
    );
    take("surname_en", &mut draft.surname_en, &row.surname_en, true);
    take(
        "given_names_en",
        &mut draft.given_names_en,
        &row.given_names_en,
        true,
    );
    take("birth", &mut draft.birth, &row.birth.to_string(), false);
    take("sex", &mut draft.sex, &row.sex, false);
    take(
        "nationality",
        &mut draft.nationality,
        &row.nationality,
        true,
    );
}

/// What the zone says, where nobody said it better: a name in it may be cut short or without its hyphen.
fn take_over_zone(draft: &mut Draft, zone: &MrzFields, today: NaiveDate) {
    let mut take = |field: &'static str, into: &mut String, from: String| {
        if into.is_empty() && !from.is_empty() {
            *into = from;
            draft.origins.insert(field.to_owned(), "mrz".to_owned());
        }
    };
    take(
        "surname_en",
        &mut draft.surname_en,
        zone.name.primary().join(" "),
    );
    take(
        "given_names_en",
        &mut draft.given_names_en,
        zone.name.secondary().join(" "),
    );
    let birth = zone.birth.as_birth(today).and_then(|birth| birth.full());
    take(
        "birth",
        &mut draft.birth,
        birth.map(|day| day.to_string()).unwrap_or_default(),
    );
    take("sex", &mut draft.sex, sex_word(zone.sex).to_owned());
    draft.nationality = zone.nationality.code().to_owned();
    draft.old_document = zone.number.as_str().to_owned();
    draft.old_expiry = zone
        .expiry
        .as_expiry()
        .map(|day| day.to_string())
        .unwrap_or_default();
}

fn read_zone(text: &str) -> Result<MrzFields, ServiceError> {
    if text.len() > LONGEST_ZONE {
        return Err(invalid("mrz", "fault-mrz-shape"));
    }
    // Scanners and people write small letters, and blanks where lines end.
    let text = text.to_uppercase();
    match Mrz::parse(&text) {
        Ok(zone) => Ok(zone.fields().clone()),
        Err(mrz::MrzParseError::Shape(_)) => Err(invalid("mrz", "fault-mrz-shape")),
        Err(mrz::MrzParseError::CheckDigits(_)) => Err(invalid("mrz", "fault-mrz-check-digit")),
        Err(mrz::MrzParseError::Fields(_)) => Err(invalid("mrz", "fault-mrz-field")),
    }
}

/// The holder of a document of ours; a foreign document says nothing about whom we know.
async fn holder_of(deps: &Deps, zone: &MrzFields) -> Result<Option<PersonRow>, ServiceError> {
    if zone.issuer.code() != deps.config.installation.state {
        return Ok(None);
    }
    let mut transaction: Transaction = deps.database.read().await?;
    Ok(person::find_by_document(&mut transaction, zone.number.as_str()).await?)
}

fn resident_number(deps: &Deps, row: &PersonRow) -> Result<Option<ResidentNumber>, ServiceError> {
    let Some(sealed) = &row.resident_number_sealed else {
        return Ok(None);
    };
    let plain = deps
        .seal
        .open(&person::resident_number_context(&row.id), sealed)?;
    let text = std::str::from_utf8(&plain).unwrap_or_default();
    Ok(ResidentNumber::parse(text).ok())
}

/// The word of a sex in forms.
pub(super) const fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unspecified => "X",
    }
}

fn invalid(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }])
}

/// Three lines of thirty, with room for how people paste.
const LONGEST_ZONE: usize = 400;
