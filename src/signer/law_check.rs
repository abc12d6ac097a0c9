use chrono::NaiveDate;
use serde_json::Value;

use super::refusal::Refusal;
use crate::domain::ApprovedRecord;
use crate::law::{self, Answer, Edition, Facts, FactsError};

/// What the law says about a record on the day of issue.
#[derive(Debug, Clone)]
pub struct LawToday {
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The whole answer, by the contract.
    pub answer: Value,
}

/// Asks the law whether the facts of an application give a document that is issued on `issue_date`.
///
/// # Errors
/// [`FactsError`] when the question cannot be asked: an unknown edition or fact, or facts that contradict each other.
pub fn ask_for_issue(
    facts: &serde_json::Map<String, Value>,
    edition: &str,
    issue_date: NaiveDate,
) -> Result<Answer, FactsError> {
    let mut facts = facts.clone();
    facts.insert(
        "issue_date".to_owned(),
        Value::String(issue_date.to_string()),
    );
    law::ask(
        "issue",
        &Facts::from_json(&facts)?,
        Edition::parse(edition)?,
    )
}

/// The rules on which an answer rests, sorted, each once: what an approval is held to.
pub fn rules_of(answer: &Answer) -> Vec<String> {
    let mut rules: Vec<String> = answer
        .reasons
        .iter()
        .map(|reason| reason.rule.id.to_owned())
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// Asks the law again on the day of issue and holds its answer against what the officers approved.
///
/// # Errors
/// [`Refusal::RecordMalformed`] when the facts speak of another person than the record, [`Refusal::LawNotAskable`],
/// [`Refusal::LawChanged`] when the law gives something else today.
pub(super) fn ask_again(
    record: &ApprovedRecord,
    issue_date: NaiveDate,
) -> Result<LawToday, Refusal> {
    check_facts(record)?;
    let answer = ask_for_issue(&record.facts, &record.edition, issue_date).map_err(|error| {
        Refusal::LawNotAskable {
            detail: error.to_string(),
        }
    })?;
    let changed = |detail: String| Refusal::LawChanged { detail };
    if !answer.is_grant() {
        return Err(changed(format!(
            "the outcome is {} instead of grant",
            answer.outcome().as_str()
        )));
    }
    if answer.kind != Some(record.kind) {
        return Err(changed("it gives another kind".into()));
    }
    if answer.usage != Some(record.usage) {
        return Err(changed("it gives another use".into()));
    }
    if answer.discretion != record.discretion {
        return Err(changed("it leaves more or less to the officer".into()));
    }
    let rules = rules_of(&answer);
    if rules != record.rules {
        let difference: Vec<_> = rules
            .iter()
            .filter(|rule| !record.rules.contains(rule))
            .map(String::as_str)
            .collect();
        return Err(changed(match difference.as_slice() {
            [] => "a rule that carried the approval no longer applies".to_owned(),
            now => format!("it now rests on {}", now.join(", ")),
        }));
    }
    let valid_until = answer
        .valid_until
        .ok_or_else(|| changed("it names no last day of validity".into()))?;
    if valid_until < issue_date {
        return Err(changed(format!(
            "the document would have expired on {valid_until}, before it is issued"
        )));
    }
    let answer = serde_json::to_value(&answer).map_err(|error| Refusal::LawNotAskable {
        detail: error.to_string(),
    })?;
    Ok(LawToday {
        valid_until,
        answer,
    })
}

/// The law is asked about the facts; the document is made for the holder. They must be one person and one request.
fn check_facts(record: &ApprovedRecord) -> Result<(), Refusal> {
    let holder = &record.holder;
    for (key, expected) in [
        ("kind", word(&record.kind)),
        ("birth", Some(holder.birth.to_string())),
        ("sex", word(&holder.sex)),
        ("date", Some(record.application_date.to_string())),
    ] {
        let given = record.facts.get(key).and_then(Value::as_str);
        // A person whose sex is not stated has no such fact.
        let absent_is_right = key == "sex" && holder.sex == crate::domain::Sex::Unspecified;
        if given != expected.as_deref() && !(absent_is_right && given.is_none()) {
            return Err(Refusal::RecordMalformed {
                detail: format!("its fact `{key}` and its particulars contradict each other"),
            });
        }
    }
    let person = record
        .facts
        .get("person")
        .map(|word| word.as_str().unwrap_or_default());
    if !holder.nationality_fits(record.kind, person) {
        return Err(Refusal::RecordMalformed {
            detail: "its fact `person` and the holder's nationality contradict each other".into(),
        });
    }
    if holder.check(record.application_date).is_err() {
        return Err(Refusal::RecordMalformed {
            detail: "the holder's particulars are not what an application may hold".into(),
        });
    }
    if record.facts.contains_key("issue_date") {
        return Err(Refusal::RecordMalformed {
            detail: "it fixes a date of issue, which is the day of production".into(),
        });
    }
    Ok(())
}

/// The word that the contract writes for a value.
fn word<T: serde::Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(str::to_owned)
}
