//! What the clerk has entered, kept as typed, and what it means to the law.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::error::FieldFault;
use crate::domain::{Application, Holder, HolderError, PassportKind, PassportUse, Sex};
use crate::law::{Fact, Facts, FactsError, Procedure};
use crate::signer::check_names;

/// What the clerk has entered, as it was typed: right or wrong, whole or not. It is kept sealed.
///
/// Every field is a text, so that nothing that was typed is ever lost; [`Draft::read`] says what it means.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The surname in Hangul.
    pub surname_ko: String,
    /// The given names in Hangul.
    pub given_names_ko: String,
    /// The surname in Latin letters.
    pub surname_en: String,
    /// The given names in Latin letters.
    pub given_names_en: String,
    /// Date of birth.
    pub birth: String,
    /// `F`, `M` or `X`.
    pub sex: String,
    /// Nationality; empty means `KOR`.
    pub nationality: String,
    /// The resident number.
    pub resident_number: String,
    /// Place of birth.
    pub place_of_birth: String,
    /// Permanent address.
    pub address: String,
    /// Facts for the law, by their names.
    pub facts: BTreeMap<String, String>,
    /// The papers that were seen, by their names in the law's answer.
    pub papers: BTreeSet<String>,
    /// How the fee was paid, a word of the fact `means`; empty while it is not.
    pub fee_means: String,
    /// `taken`, `exempt_medical` or `exempt_proxy`; empty while nothing was done.
    pub fingerprints: String,
    /// The number of the old document that was read.
    pub old_document: String,
    /// Its last day.
    pub old_expiry: String,
    /// Why this goes on although the person has another application or a book in effect; a word of [`DUPLICATE_REASONS`].
    pub duplicate_reason: String,
    /// Where fields come from that nobody typed: field -> `resident_register`, `family_register`, `mrz`, `person` …
    pub origins: BTreeMap<String, String>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

/// Why somebody may have two documents or two applications at a time.
pub const DUPLICATE_REASONS: [&str; 5] = [
    "renewal",
    "old_book_lost",
    "old_book_damaged",
    "second_kind",
    "earlier_application_given_up",
];

/// What can be said about fingerprints.
pub const FINGERPRINTS: [&str; 3] = ["taken", "exempt_medical", "exempt_proxy"];

/// What was asked for, apart from who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The kind.
    pub kind: PassportKind,
    /// The use; without it the law decides.
    pub usage: Option<PassportUse>,
    /// The application date.
    pub date: NaiveDate,
    /// Today in Seoul.
    pub today: NaiveDate,
    /// The post.
    pub post: String,
}

/// What a draft means.
#[derive(Clone)]
pub struct DraftReading {
    /// The facts that are usable so far, with the copied ones: what the law can be asked with.
    pub facts: Map<String, Value>,
    /// The application, when nothing is wrong and nothing is missing.
    pub application: Option<Application>,
    /// Everything that is wrong or missing, by field, in the order of the form.
    pub faults: Vec<FieldFault>,
}

impl std::fmt::Debug for DraftReading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftReading")
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// Facts that other fields state, or that are not the applicant's to state.
const COPIED: [Fact; 9] = [
    Fact::Kind,
    Fact::Use,
    Fact::Birth,
    Fact::Sex,
    Fact::Date,
    Fact::IssueDate,
    Fact::Provided,
    Fact::Medical,
    Fact::Proxy,
];

/// Whether a fact is stated by a field of its own, or by nobody here.
pub fn is_asked_elsewhere(fact: Fact) -> bool {
    COPIED.contains(&fact)
}

impl Draft {
    /// Says what was entered, and everything that is wrong with it at once.
    pub fn read(&self, asked: &Asked) -> DraftReading {
        let mut faults = Vec::new();
        let birth = self.read_birth(&mut faults);
        let sex = self.read_sex(&mut faults);
        let holder = self.holder(birth.unwrap_or(asked.date), sex.unwrap_or(Sex::Unspecified));
        if let Err(errors) = holder.check(asked.date) {
            let told = errors.iter().filter(|error| match error {
                HolderError::ResidentNumberContradicts { field } => {
                    (*field == "birth" && birth.is_some()) || (*field == "sex" && sex.is_some())
                }
                _ => true,
            });
            faults.extend(told.map(holder_fault));
        }
        if faults.is_empty()
            && let Err(told) = check_names(&holder)
        {
            // The message begins with the field: `holder.surname_en: …`.
            let field = ["given_names_en", "nationality"]
                .into_iter()
                .find(|field| told.starts_with(&format!("holder.{field}")));
            faults.push(fault(field.unwrap_or("surname_en"), "fault-mrz-name"));
        }
        let facts = self.facts_so_far(asked, birth, sex, &mut faults);
        let application = if faults.is_empty() {
            parse(asked, &holder, &facts, &mut faults)
        } else {
            None
        };
        DraftReading {
            facts: application
                .as_ref()
                .map_or(facts, |application| application.facts.clone()),
            application,
            faults,
        }
    }

    /// The name in Hangul as a list shows it.
    pub fn name_ko(&self) -> String {
        format!("{}{}", self.surname_ko.trim(), self.given_names_ko.trim())
    }

    /// The name in Latin letters as a list shows it: family name first.
    pub fn name_en(&self) -> String {
        let surname = self.surname_en.trim();
        let given = self.given_names_en.trim();
        let comma = if surname.is_empty() || given.is_empty() {
            ""
        } else {
            ", "
        };
        format!("{surname}{comma}{given}").to_uppercase()
    }

    fn read_birth(&self, faults: &mut Vec<FieldFault>) -> Option<NaiveDate> {
        let text = self.birth.trim();
        let birth = read_date(text);
        if birth.is_none() {
            let message = if text.is_empty() {
                "fault-empty"
            } else {
                "fault-date"
            };
            faults.push(fault("birth", message));
        }
        birth
    }

    fn read_sex(&self, faults: &mut Vec<FieldFault>) -> Option<Sex> {
        let sex = match self.sex.trim() {
            "F" => Some(Sex::Female),
            "M" => Some(Sex::Male),
            "X" => Some(Sex::Unspecified),
            _ => None,
        };
        if sex.is_none() {
            faults.push(fault("sex", "fault-choose"));
        }
        sex
    }

    fn holder(&self, birth: NaiveDate, sex: Sex) -> Holder {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Holder {
            surname_ko: self.surname_ko.trim().to_owned(),
            given_names_ko: self.given_names_ko.trim().to_owned(),
            surname_en: self.surname_en.trim().to_uppercase(),
            given_names_en: self.given_names_en.trim().to_uppercase(),
            birth,
            sex,
            nationality: some(&self.nationality)
                .map_or_else(|| "KOR".to_owned(), |code| code.to_uppercase()),
            resident_number: some(&self.resident_number),
            place_of_birth: some(&self.place_of_birth),
            address: some(&self.address),
        }
    }

    /// The facts that can be read, each on its own; what cannot is a fault of `facts.<name>`.
    fn facts_so_far(
        &self,
        asked: &Asked,
        birth: Option<NaiveDate>,
        sex: Option<Sex>,
        faults: &mut Vec<FieldFault>,
    ) -> Map<String, Value> {
        let mut facts = Map::new();
        for (name, text) in &self.facts {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            match read_fact(name, text) {
                Ok(value) => facts.extend([(name.clone(), value)]),
                Err(message) => faults.push(FieldFault {
                    field: format!("facts.{name}"),
                    message: message.to_owned(),
                }),
            }
        }
        let mut put = |fact: Fact, value: Value| facts.insert(fact.as_str().to_owned(), value);
        put(Fact::Kind, asked.kind.as_str().into());
        put(Fact::Date, asked.date.to_string().into());
        if let Some(usage) = asked.usage {
            put(Fact::Use, usage.as_str().into());
        }
        if let Some(birth) = birth {
            put(Fact::Birth, birth.to_string().into());
        }
        match sex {
            Some(Sex::Female) => put(Fact::Sex, "F".into()),
            Some(Sex::Male) => put(Fact::Sex, "M".into()),
            Some(Sex::Unspecified) | None => None,
        };
        match self.fingerprints.as_str() {
            "taken" => put(Fact::Provided, true.into()),
            "exempt_medical" => put(Fact::Medical, true.into()),
            "exempt_proxy" => put(Fact::Proxy, "lawful".into()),
            _ => None,
        };
        facts
    }
}

/// A fact's text as a value of its vocabulary, or the key of what is wrong with it.
fn read_fact(name: &str, text: &str) -> Result<Value, &'static str> {
    let fact = Fact::parse(name).ok_or("fault-fact-unknown")?;
    let known = Procedure::named("issue").is_ok_and(|procedure| procedure.knows(fact));
    if !known || COPIED.contains(&fact) {
        return Err("fault-fact-unknown");
    }
    // A date may be typed without its hyphens here, as everywhere.
    let text = match read_date(text) {
        Some(date) if fact.shapes().contains(&crate::law::Shape::Date) => date.to_string(),
        _ => text.to_owned(),
    };
    let facts = Facts::from_pairs([(name, text.as_str())]).map_err(|_| "fault-fact-value")?;
    facts.to_json().remove(name).ok_or("fault-fact-value")
}

/// Holds everything together as the contract of application files does.
fn parse(
    asked: &Asked,
    holder: &Holder,
    facts: &Map<String, Value>,
    faults: &mut Vec<FieldFault>,
) -> Option<Application> {
    let mut file = json!({
        "kind": asked.kind,
        "facts": facts,
        "holder": holder,
        "post": asked.post,
        "date": asked.date.to_string(),
    });
    if let (Some(usage), Some(file)) = (asked.usage, file.as_object_mut()) {
        file.insert("use".to_owned(), json!(usage));
    }
    match Application::parse(file.to_string().as_bytes(), asked.today) {
        Ok(application) => Some(application),
        Err(crate::domain::ApplicationError::Holder(errors)) => {
            faults.extend(errors.iter().map(holder_fault));
            None
        }
        Err(error) => {
            faults.push(FieldFault {
                field: "form".to_owned(),
                message: error.to_string(),
            });
            None
        }
    }
}

/// `YYYY-MM-DD`, or the eight digits alone, or with dots.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '-' | '.' | '/' | ' '))
        .collect();
    let plain = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let separated = text.len() == 8 || text.len() >= 10;
    (plain && separated)
        .then(|| NaiveDate::parse_from_str(&digits, "%Y%m%d").ok())
        .flatten()
}

/// Which field of the form a contradiction between facts belongs to.
pub(super) fn facts_fault(error: &FactsError) -> FieldFault {
    let field = match error {
        FactsError::Contradiction { first, .. } => field_of(*first),
        FactsError::UnknownValue { fact, .. }
        | FactsError::ForeignFact { fact, .. }
        | FactsError::Repeated { fact } => field_of(*fact),
        _ => "form".to_owned(),
    };
    FieldFault {
        field,
        message: error.to_string(),
    }
}

/// The form's field for a fact: the person's own fields state some of them.
pub fn field_of(fact: Fact) -> String {
    match fact {
        Fact::Birth => "birth".to_owned(),
        Fact::Sex => "sex".to_owned(),
        Fact::Kind => "kind".to_owned(),
        Fact::Use => "use".to_owned(),
        Fact::Date | Fact::IssueDate => "form".to_owned(),
        Fact::Provided | Fact::Medical | Fact::Proxy => "fingerprints".to_owned(),
        other => format!("facts.{}", other.as_str()),
    }
}

fn fault(field: &str, message: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

fn holder_fault(error: &HolderError) -> FieldFault {
    match error {
        HolderError::EmptyName { field } => fault(field, "fault-empty"),
        HolderError::NameCharacter { field, .. } if field.ends_with("_ko") => {
            fault(field, "fault-hangul")
        }
        HolderError::NameCharacter { field, .. } => fault(field, "fault-character"),
        HolderError::TooLong { field, .. } => fault(field, "fault-too-long"),
        HolderError::SpaceAround { field } => fault(field, "fault-character"),
        HolderError::BornAfterApplication { .. } => fault("birth", "fault-birth-ahead"),
        HolderError::TooOld { .. } => fault("birth", "fault-birth-too-old"),
        HolderError::NationalityContradicts { .. } => {
            fault("nationality", "fault-nationality-contradicts")
        }
        HolderError::Nationality { .. } => fault("nationality", "fault-nationality"),
        HolderError::ResidentNumberShape => fault("resident_number", "fault-resident-number"),
        HolderError::ResidentNumberContradicts { .. } => {
            fault("resident_number", "fault-resident-number-contradicts")
        }
    }
}

#[cfg(test)]
mod tests;
