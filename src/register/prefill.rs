use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use super::entry::{
    LatinName, MilitaryRecord, MilitaryStanding, RegisterEntry, RegistrationClass, Source, Sourced,
};
use crate::domain::{CheckDigit, Holder};
use crate::law::romanise;

/// What an application takes over from the register, for the clerk to check with the person.
pub struct Prefill {
    /// The person.
    pub holder: Holder,
    /// Facts of the procedure `issue`: residence, military service.
    pub facts: Map<String, Value>,
    /// Where each field comes from, by its name in [`Holder`] or among the facts.
    pub origins: BTreeMap<&'static str, Origin>,
    /// Whether the number's check digit contradicts what the register says about its age: look at the number again.
    pub has_wrong_check_digit: bool,
}

/// Where and when a field was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Who recorded it.
    pub source: Source,
    /// Since when it stands there.
    pub since: NaiveDate,
    /// When it was asked for.
    pub answered_at: DateTime<Utc>,
}

impl fmt::Debug for Prefill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefill").finish_non_exhaustive()
    }
}

impl RegisterEntry {
    /// The entry as the beginning of an application.
    ///
    /// A name in Latin letters that no register has is spelt from the Hangul one; it is the applicant's to choose.
    pub fn prefill(&self) -> Prefill {
        let latin = self.latin_or_romanised();
        let mut origins = Origins(BTreeMap::new(), self.answered_at);
        origins.mark(&["surname_ko"], &self.surname_ko);
        origins.mark(&["given_names_ko"], &self.given_names_ko);
        origins.mark(&["surname_en", "given_names_en"], &latin);
        origins.mark(&["birth", "resident_number"], &self.birth);
        origins.mark(&["sex"], &self.sex);
        origins.mark(&["nationality"], &self.nationality);
        origins.mark(&["address"], &self.address);
        origins.mark(&["residence"], &self.class);
        if let Some(place) = &self.place_of_birth {
            origins.mark(&["place_of_birth"], place);
        }
        let mut facts = Map::new();
        let abroad = self.class.value == RegistrationClass::ResidingAbroad;
        facts.insert(
            "residence".to_owned(),
            json!(if abroad { "abroad" } else { "korea" }),
        );
        if let Some(military) = &self.military {
            tell_military(&military.value, &mut facts);
            origins.mark(
                &["mil", "serving", "service_end", "permit_from", "permit_to"],
                military,
            );
        }
        origins
            .0
            .retain(|name, _| !is_fact(name) || facts.contains_key(*name));
        Prefill {
            holder: self.holder(latin.value),
            facts,
            origins: origins.0,
            has_wrong_check_digit: self.number.check_digit(Some(self.allocated_on))
                == CheckDigit::Wrong,
        }
    }

    fn holder(&self, latin: LatinName) -> Holder {
        let whole = self.number.expose();
        let (front, back) = whole.split_at_checked(6).unwrap_or((whole.as_str(), ""));
        Holder {
            surname_ko: self.surname_ko.value.clone(),
            given_names_ko: self.given_names_ko.value.clone(),
            surname_en: latin.surname,
            given_names_en: latin.given_names,
            birth: self.birth.value,
            sex: self.sex.value,
            nationality: self.nationality.value.clone(),
            resident_number: Some(format!("{front}-{back}")),
            place_of_birth: self
                .place_of_birth
                .as_ref()
                .map(|place| place.value.clone()),
            address: Some(self.address.value.clone()),
        }
    }

    fn latin_or_romanised(&self) -> Sourced<LatinName> {
        if let Some(latin) = &self.latin_name {
            return latin.clone();
        }
        let surname = romanise::surname(&self.surname_ko.value).map_or_else(
            |_| String::new(),
            |spelt| match spelt.customary.first() {
                Some(customary) => (*customary).to_owned(),
                None => spelt.revised,
            },
        );
        let given_names = romanise::given_names(&self.given_names_ko.value)
            .map_or_else(|_| String::new(), |spelt| spelt.revised);
        Sourced {
            value: LatinName {
                surname,
                given_names,
            },
            source: Source::Romanisation,
            since: self.given_names_ko.since,
        }
    }
}

fn is_fact(name: &str) -> bool {
    matches!(
        name,
        "residence" | "mil" | "serving" | "service_end" | "permit_from" | "permit_to"
    )
}

fn tell_military(record: &MilitaryRecord, facts: &mut Map<String, Value>) {
    let mut tell = |name: &str, value: Value| facts.insert(name.to_owned(), value);
    tell("mil", json!(record.standing.as_str()));
    if matches!(
        record.standing,
        MilitaryStanding::ActiveDuty | MilitaryStanding::Supplementary
    ) {
        tell("serving", json!(record.service_end.is_some()));
    }
    if let Some(end) = record.service_end {
        tell("service_end", json!(end));
    }
    if let Some((from, to)) = record.permit {
        tell("permit_from", json!(from));
        tell("permit_to", json!(to));
    }
}

struct Origins(BTreeMap<&'static str, Origin>, DateTime<Utc>);

impl Origins {
    fn mark<T>(&mut self, names: &[&'static str], field: &Sourced<T>) {
        for name in names {
            self.0.insert(
                name,
                Origin {
                    source: field.source,
                    since: field.since,
                    answered_at: self.1,
                },
            );
        }
    }
}
