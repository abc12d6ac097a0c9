//! What a case still lacks besides the person: photo, papers, fee, fingerprints; all from the law's answer.

use serde_json::Value;

use super::application::Duplicates;
use super::draft::{DUPLICATE_REASONS, Draft};
use super::error::FieldFault;
use crate::law::{self, Answer, Edition, Fact, Facts, Outcome, Word};
use crate::store::application::ApplicationRow;

/// Papers that need no tick: the photo is seen by being there, and whether an ordinance names other papers is not known here.
const NOT_TICKED: [&str; 3] = ["photo:1", "photo:2", "other_ministry_documents"];

/// What is missing besides the person's particulars: photo, papers, fee, fingerprints, and the reason for a second document.
pub(super) fn missing_besides_person(
    row: &ApplicationRow,
    draft: &Draft,
    law: Result<&Answer, &FieldFault>,
    duplicates: &Duplicates,
    post_kind: &str,
) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let mut tell = |field: &str, message: &str| {
        faults.push(FieldFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    match law {
        Ok(answer) => {
            for paper in papers_to_see(answer) {
                if !draft.papers.contains(&paper) {
                    tell(&format!("papers.{paper}"), "fault-paper-missing");
                }
            }
            if fee_won(answer).is_some_and(|won| won > 0) && !is_means(&draft.fee_means, post_kind)
            {
                tell("fee_means", "fault-fee-missing");
            }
            if needs_fingerprints(answer) && draft.fingerprints != "taken" {
                tell("fingerprints", "fault-fingerprints-missing");
            }
        }
        Err(fault) => tell(&fault.field, &fault.message),
    }
    if row.portrait_object.is_none() {
        tell("photo", "fault-photo-missing");
    }
    if !duplicates.is_empty() && !DUPLICATE_REASONS.contains(&draft.duplicate_reason.as_str()) {
        tell("duplicate_reason", "fault-duplicate");
    }
    faults
}

/// The papers that the law's answer lists and a clerk ticks.
pub fn papers_to_see(answer: &Answer) -> Vec<String> {
    papers(answer)
        .into_iter()
        .filter(|paper| !NOT_TICKED.contains(&paper.as_str()))
        .collect()
}

/// All the papers that the law's answer lists.
pub fn papers(answer: &Answer) -> Vec<String> {
    let list = answer.detail.get("documents").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|paper| paper.as_str().map(str::to_owned))
        .collect()
}

/// The fee that the law's answer names, in won.
pub fn fee_won(answer: &Answer) -> Option<u64> {
    answer.detail.get("fee")?.get("KRW")?.as_u64()
}

/// Whether the law's answer wants fingerprints.
pub fn needs_fingerprints(answer: &Answer) -> bool {
    answer.detail.get("fingerprints").and_then(Value::as_str) == Some("required")
}

/// The means of payment that the law takes at a post of this kind.
pub fn means_here(post_kind: &str) -> Vec<Word> {
    let place = if post_kind == "mission" {
        "mission"
    } else {
        "korea"
    };
    let is_taken = |word: &Word| {
        let facts = Facts::from_pairs([("place", place), ("means", word.as_str())]);
        facts
            .and_then(|facts| law::ask("pay", &facts, Edition::default()))
            .is_ok_and(|answer| answer.outcome() == Outcome::Accept)
    };
    let mut means = Fact::Means.words().to_vec();
    means.retain(is_taken);
    means
}

fn is_means(word: &str, post_kind: &str) -> bool {
    Word::parse(word).is_some_and(|word| means_here(post_kind).contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_money_is_taken_abroad_and_cheques_nowhere() {
        let at = |kind| {
            means_here(kind)
                .iter()
                .map(|word| word.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            at("local_government"),
            ["cash", "cash_voucher", "credit_card"]
        );
        let abroad = at("mission");
        assert!(abroad.contains(&"usd_cash") && abroad.contains(&"local_currency_cash"));
        assert!(!abroad.contains(&"cheque"));
    }
}
