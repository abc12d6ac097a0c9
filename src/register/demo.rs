//! The demo country's register: some hundreds of people who do not exist, the same ones for the same seed.
//!
//! Names are put together from syllables, addresses from invented streets, and numbers of the older build name a province
//! that no number ever named. Nothing is drawn until a photo is asked for.

mod dice;
mod names;
mod person;
mod places;
mod population;
mod situation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, NaiveDate, Utc};

use dice::Dice;
use person::{Household, Invented};
use population::{Population, age, is_minor};
pub use situation::Situation;

use super::entry::{HouseholdMember, RegisterEntry, RegistrationClass, Relation, Source, Sourced};
use super::{RegisterError, ResidentRegister, Sought};
use crate::document::portrait::specimen_face::{SpecimenPerson, specimen_photo};
use crate::domain::{ResidentNumber, Sex, date_in_seoul};

/// How many families live in the demo country.
const FAMILIES: u32 = 130;
/// From this age on people have a resident card, and with it a photo in the register.
///
/// Source: Resident Registration Act, art. 24(1)
const CARD_AGE_YEARS: i32 = 17;

/// A register of invented people.
pub struct DemoRegister {
    people: Vec<Invented>,
    households: Vec<Household>,
    by_number: BTreeMap<ResidentNumber, usize>,
    clock: fn() -> DateTime<Utc>,
    interrupted: AtomicBool,
}

/// Somebody of the demo country, as the demo chooses whom to send to the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The present number.
    pub number: ResidentNumber,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// How the person is registered.
    pub class: RegistrationClass,
    /// What is out of the ordinary.
    pub situation: Option<Situation>,
}

impl DemoRegister {
    /// The people of a seed. Those in a special situation have the age for it on the day the country was founded.
    pub fn new(seed: u64, founded_on: NaiveDate, clock: fn() -> DateTime<Utc>) -> Self {
        let mut dice = Dice::new(seed);
        let mut population = Population::new();
        population.settle(&mut dice, FAMILIES);
        situation::cast(&mut population, &mut dice, founded_on);
        let Population {
            people, households, ..
        } = population;
        let mut by_number = BTreeMap::new();
        for (place, person) in people.iter().enumerate() {
            for former in &person.former_numbers {
                by_number.insert(former.number.clone(), place);
            }
            by_number.insert(person.number.clone(), place);
        }
        Self {
            people,
            households,
            by_number,
            clock,
            interrupted: AtomicBool::new(false),
        }
    }

    /// Everybody, in an order that never changes.
    pub fn people(&self) -> impl Iterator<Item = DemoPerson> {
        self.people.iter().map(|person| DemoPerson {
            number: person.number.clone(),
            birth: person.birth,
            sex: person.sex,
            class: self.class(person),
            situation: person.situation,
        })
    }

    /// Cuts the line, or mends it: what the counter does without its register can be tried.
    pub fn interrupt(&self, interrupted: bool) {
        self.interrupted.store(interrupted, Ordering::SeqCst);
    }

    fn reach(&self) -> Result<(), RegisterError> {
        if self.interrupted.load(Ordering::SeqCst) {
            return Err(RegisterError::Unreachable {
                detail: "the line is cut".to_owned(),
            });
        }
        Ok(())
    }

    fn person(&self, number: &ResidentNumber) -> Option<&Invented> {
        self.people.get(*self.by_number.get(number)?)
    }

    fn class(&self, person: &Invented) -> RegistrationClass {
        let home = self.households.get(person.household);
        home.map_or(RegistrationClass::UnknownDomicile, |home| home.class)
    }

    fn entry(&self, person: &Invented) -> RegisterEntry {
        let now = (self.clock)();
        let today = date_in_seoul(now);
        let foreign = self.class(person) == RegistrationClass::Foreigner;
        let registry = if foreign {
            Source::ForeignerRegister
        } else {
            Source::FamilyRegister
        };
        let home = self.households.get(person.household);
        // Nobody is registered at a home before having a number.
        let moved_in = home.map_or(person.birth, |home| home.since);
        let moved_in = moved_in.max(person.allocated_on);
        let address = home.map(|home| home.address.clone()).unwrap_or_default();
        let residing = Source::ResidentRegister;
        let from_birth = |source| (source, person.allocated_on);
        RegisterEntry {
            number: person.number.clone(),
            allocated_on: person.allocated_on,
            former_numbers: person.former_numbers.clone(),
            answered_at: now,
            class: sourced(
                self.class(person),
                (if foreign { registry } else { residing }, moved_in),
            ),
            surname_ko: sourced(person.surname_ko.clone(), from_birth(registry)),
            given_names_ko: sourced(person.given_names_ko.clone(), from_birth(registry)),
            latin_name: person
                .latin
                .clone()
                .map(|name| sourced(name, from_birth(registry))),
            birth: sourced(person.birth, from_birth(registry)),
            sex: sourced(person.sex, from_birth(registry)),
            nationality: sourced(person.nationality.to_owned(), from_birth(registry)),
            other_nationalities: owned(&person.other_nationalities),
            address: sourced(
                address,
                (if foreign { registry } else { residing }, moved_in),
            ),
            place_of_birth: (!person.place_of_birth.is_empty())
                .then(|| sourced(person.place_of_birth.clone(), from_birth(registry))),
            relation: person.relation,
            household: self.housemates(person),
            legal_representatives: if is_minor(person.birth, today) {
                self.parents(person)
            } else {
                Vec::new()
            },
            military: person
                .career
                .and_then(|career| career.on(person.birth, today))
                .map(|record| sourced(record, (Source::MilitaryManpower, today))),
            hidden_from: person.hidden_from.clone(),
        }
    }

    fn housemates(&self, person: &Invented) -> Vec<HouseholdMember> {
        self.people
            .iter()
            .filter(|other| other.household == person.household && other.number != person.number)
            .map(|other| member(other, other.relation))
            .collect()
    }

    /// The parents who may act: not one from whom the child is protected.
    fn parents(&self, child: &Invented) -> Vec<HouseholdMember> {
        let parents = child
            .parents
            .iter()
            .filter_map(|place| self.people.get(*place));
        parents
            .filter(|parent| !child.hidden_from.contains(&parent.number))
            .map(|parent| member(parent, Relation::Parent))
            .collect()
    }
}

fn sourced<T>(value: T, (source, since): (Source, NaiveDate)) -> Sourced<T> {
    Sourced {
        value,
        source,
        since,
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn member(person: &Invented, relation: Relation) -> HouseholdMember {
    HouseholdMember {
        number: person.number.clone(),
        surname_ko: person.surname_ko.clone(),
        given_names_ko: person.given_names_ko.clone(),
        relation,
    }
}

impl ResidentRegister for DemoRegister {
    fn find(&self, number: &ResidentNumber) -> Result<Option<RegisterEntry>, RegisterError> {
        self.reach()?;
        Ok(self.person(number).map(|person| self.entry(person)))
    }

    fn search(&self, sought: &Sought) -> Result<Vec<RegisterEntry>, RegisterError> {
        self.reach()?;
        let fits = |person: &&Invented| {
            person.birth == sought.birth
                && person.surname_ko == sought.surname_ko
                && person.given_names_ko == sought.given_names_ko
        };
        let found = self.people.iter().filter(fits);
        Ok(found.map(|person| self.entry(person)).collect())
    }

    fn photo(&self, number: &ResidentNumber) -> Result<Option<Vec<u8>>, RegisterError> {
        self.reach()?;
        let Some(person) = self.person(number) else {
            return Ok(None);
        };
        let years = age(person.birth, date_in_seoul((self.clock)()));
        if years < CARD_AGE_YEARS {
            return Ok(None);
        }
        draw(person, years).map(Some)
    }
}

impl DemoRegister {
    /// A new photo of somebody, as a photographer would take it today: of children too, who have no card.
    ///
    /// # Errors
    /// [`RegisterError::Malformed`] when it cannot be drawn.
    pub fn photograph(&self, number: &ResidentNumber) -> Result<Option<Vec<u8>>, RegisterError> {
        let today = date_in_seoul((self.clock)());
        self.person(number)
            .map(|person| draw(person, age(person.birth, today)))
            .transpose()
    }
}

fn draw(person: &Invented, years: i32) -> Result<Vec<u8>, RegisterError> {
    // The same face for the same number, whatever the number before was.
    let seed = person.number.expose().parse().unwrap_or_default();
    specimen_photo(&SpecimenPerson {
        seed,
        sex: person.sex,
        age: u8::try_from(years).unwrap_or_default(),
    })
    .map_err(|error| RegisterError::Malformed {
        detail: error.to_string(),
    })
}

impl fmt::Debug for DemoRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DemoRegister")
            .field("people", &self.people.len())
            .finish_non_exhaustive()
    }
}
