//! Who somebody is among the people we know, and writing a person down.

use openssl::rand::rand_bytes;
use zeroize::Zeroizing;

use super::deps::Deps;
use super::draft::{Draft, read_date};
use super::error::ServiceError;
use super::start_application::sex_word;
use crate::domain::{Holder, ResidentNumber, hex};
use crate::store::Transaction;
use crate::store::person::{self, PersonRow, RESIDENT_NUMBER_HASH};

/// The person whom a draft speaks of, if we know one: by resident number; where none was entered, by who was found at the
/// beginning, and else by name, birth and sex when exactly one person has them all.
pub(super) async fn known(
    deps: &Deps,
    transaction: &mut Transaction,
    draft: &Draft,
    so_far: Option<&str>,
) -> Result<Option<PersonRow>, ServiceError> {
    let so_far = match so_far {
        Some(id) => person::find(transaction, id).await?,
        None => None,
    };
    if let Ok(number) = ResidentNumber::parse(draft.resident_number.trim()) {
        let hash = keyed_hash(deps, &number)?;
        let found = person::find_by_resident_number(transaction, &hash).await?;
        // Somebody we knew without a number may turn out to have this one.
        return Ok(found.or(so_far.filter(|person| {
            person.resident_number_hash.is_none()
                && person.birth == number.birth()
                && person.sex == sex_word(number.sex())
        })));
    }
    if so_far.is_some() {
        return Ok(so_far);
    }
    let Some(birth) = read_date(draft.birth.trim()) else {
        return Ok(None);
    };
    let (surname, given) = (draft.surname_ko.trim(), draft.given_names_ko.trim());
    let mut found = if surname.is_empty() {
        let (surname, given) = (
            draft.surname_en.trim().to_uppercase(),
            draft.given_names_en.trim().to_uppercase(),
        );
        person::search_latin(transaction, &surname, &given, birth).await?
    } else {
        person::search(transaction, surname, given, birth).await?
    };
    found.retain(|person| person.sex == draft.sex.trim());
    Ok(match found.len() {
        1 => found.pop(),
        _ => None,
    })
}

/// Writes the holder of an application down as a person: the one already known, brought up to date, or a new one. Gives the
/// identifier.
pub(super) async fn keep(
    deps: &Deps,
    transaction: &mut Transaction,
    holder: &Holder,
    known: Option<PersonRow>,
) -> Result<String, ServiceError> {
    let number = holder
        .resident_number
        .as_deref()
        .and_then(|text| ResidentNumber::parse(text).ok());
    let is_new = known.is_none();
    let mut row = match known {
        Some(row) => row,
        None => empty(deps)?,
    };
    let before = row.clone();
    row.surname_ko.clone_from(&holder.surname_ko);
    row.given_names_ko.clone_from(&holder.given_names_ko);
    row.surname_en.clone_from(&holder.surname_en);
    row.given_names_en.clone_from(&holder.given_names_en);
    row.birth = holder.birth;
    sex_word(holder.sex).clone_into(&mut row.sex);
    row.nationality.clone_from(&holder.nationality);
    if let Some(number) = number {
        let hash = keyed_hash(deps, &number)?;
        if row.resident_number_hash.as_ref() != Some(&hash) {
            row.resident_number_hash = Some(hash);
            row.resident_number_sealed = Some(deps.seal.seal(
                &person::resident_number_context(&row.id),
                number.expose().as_bytes(),
            )?);
        }
    }
    if is_new {
        person::insert(transaction, &row).await?;
    } else if row != before {
        person::update(transaction, &row).await?;
    }
    Ok(row.id)
}

fn empty(deps: &Deps) -> Result<PersonRow, ServiceError> {
    let mut id = [0; 8];
    rand_bytes(&mut id).map_err(|error| ServiceError::Failed(error.to_string()))?;
    Ok(PersonRow {
        id: format!("p-{}", hex(&id)),
        surname_ko: String::new(),
        given_names_ko: String::new(),
        surname_en: String::new(),
        given_names_en: String::new(),
        birth: chrono::NaiveDate::default(),
        sex: String::new(),
        nationality: String::new(),
        resident_number_hash: None,
        resident_number_sealed: None,
        created_at: deps.now(),
        version: 1,
    })
}

fn keyed_hash(deps: &Deps, number: &ResidentNumber) -> Result<String, ServiceError> {
    let digits: Zeroizing<String> = number.expose();
    Ok(deps
        .seal
        .keyed_hash(RESIDENT_NUMBER_HASH, digits.as_bytes())?)
}
