//! Whatever is answered can be told in both languages.

use std::collections::BTreeSet;

use proptest::prelude::*;
use yeogwon::law::words::{self, Explanation, Language, explain};
use yeogwon::law::{self, Answer, Edition};

use super::property::{question, read};

fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter))
}

/// Everything of an explanation that must be in words.
fn sentences(told: &Explanation) -> Vec<&str> {
    let reasons = told
        .reasons
        .iter()
        .flat_map(|said| [said.text.as_str(), &said.effect, &said.citation]);
    let details = told.details.iter().map(|detail| detail.title.as_str());
    let unless = told.unless.iter().map(String::as_str);
    [told.headline.as_str()]
        .into_iter()
        .chain(reasons)
        .chain(details)
        .chain(unless)
        .collect()
}

/// What of an answer has no words.
fn untold(answer: &Answer) -> Vec<String> {
    let korean = explain(answer, Language::Ko);
    let english = explain(answer, Language::En);
    let strange = sentences(&korean)
        .into_iter()
        .filter(|text| !has_hangul(text) || text.contains('_'));
    let raw = sentences(&english)
        .into_iter()
        .filter(|text| has_hangul(text) || text.contains('_'));
    strange.chain(raw).map(str::to_owned).collect()
}

#[test]
fn every_case_is_told_in_both_languages_and_every_sentence_is_met_by_one() {
    let mut met = BTreeSet::new();
    let mut strange = BTreeSet::new();
    for (_, case) in super::cases() {
        let Ok(answer) = super::answered(&case) else {
            continue;
        };
        strange.extend(untold(&answer));
        met.extend(
            answer
                .reasons
                .iter()
                .map(|reason| words::effect(&reason.effect, Language::Ko)),
        );
        met.extend(
            explain(&answer, Language::Ko)
                .details
                .into_iter()
                .map(|detail| detail.text),
        );
    }
    assert!(strange.is_empty(), "no words for {strange:#?}");
    let unmet: Vec<&str> = words::effects()
        .filter(|pattern| !pattern.contains("{}"))
        .filter(|pattern| !met.contains(&words::effect(pattern, Language::Ko)))
        .collect();
    assert!(unmet.is_empty(), "no case says {unmet:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_answer_is_told_in_both_languages((procedure, pairs) in question(), place in 0usize..law::EDITIONS.len()) {
        let edition = Edition::parse(law::EDITIONS[place].name).expect("a known edition");
        if let Ok(answer) = law::ask(procedure.name, &read(&pairs), edition) {
            let strange = untold(&answer);
            prop_assert!(strange.is_empty(), "no words for {strange:#?}");
        }
    }
}
