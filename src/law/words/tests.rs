//! Everything that an answer can say has words in both languages, and no words stand there for nothing.

use std::collections::BTreeSet;

use super::*;
use crate::law::{self, COMMON, Edition, Facts, PROCEDURES};

fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter))
}

/// Every name has a text, every text a name, no name two; Korean is Korean and English is not.
fn is_complete(texts: &'static [Text], names: impl Iterator<Item = String>) {
    let names: BTreeSet<String> = names.collect();
    let told: BTreeSet<String> = texts.iter().map(|text| text.name.to_owned()).collect();
    assert_eq!(names, told);
    assert_eq!(texts.len(), told.len(), "a text stands there twice");
    are_in_both_languages(texts);
}

fn are_in_both_languages(texts: &'static [Text]) {
    for text in texts {
        assert!(has_hangul(text.korean), "{} has no Korean", text.name);
        assert!(!has_hangul(text.english), "{} has no English", text.name);
        assert!(
            !phrase(text, Language::En).contains('_'),
            "{} is not put into words",
            text.name
        );
    }
}

#[test]
fn every_outcome_is_a_polite_sentence_in_both_languages() {
    is_complete(
        outcome::OUTCOMES,
        Outcome::ALL
            .iter()
            .map(|outcome| outcome.as_str().to_owned()),
    );
    are_in_both_languages(outcome::OF_PROCEDURES);
    for text in outcome::OUTCOMES.iter().chain(outcome::OF_PROCEDURES) {
        assert!(text.korean.ends_with("니다."), "{}", text.korean);
        assert!(text.english.ends_with('.'), "{}", text.english);
    }
}

#[test]
fn every_fact_every_word_and_every_procedure_has_text_in_both_languages() {
    is_complete(
        fact::FACTS,
        Fact::ALL.iter().map(|fact| fact.as_str().to_owned()),
    );
    is_complete(
        value::VALUES,
        Word::ALL.iter().map(|word| word.as_str().to_owned()),
    );
    is_complete(
        procedure::PROCEDURES,
        PROCEDURES.iter().map(|procedure| procedure.name.to_owned()),
    );
}

#[test]
fn every_effect_and_every_name_has_text_in_both_languages() {
    are_in_both_languages(effect::EFFECTS);
    are_in_both_languages(value::NAMES);
    are_in_both_languages(value::DETAILS);
    for text in effect::EFFECTS {
        let sentence = text.korean.ends_with("니다.") || text.korean.starts_with("필요한 사항");
        assert!(sentence, "{}", text.korean);
    }
}

#[test]
fn a_refusal_tells_in_korean_why_and_what_would_change_it() {
    let facts = [
        ("kind", "ordinary"),
        ("date", "2012-03-15"),
        ("birth", "1985-01-01"),
        ("sex", "M"),
        ("mil", "first_militia"),
    ];
    let facts = Facts::from_pairs(facts).expect("facts of the vocabulary");
    let answer = law::ask("issue", &facts, Edition::default()).expect("a question");
    let told = explain(&answer, Language::Ko);
    assert_eq!(
        told.headline,
        "여권 발급: 결정에 필요한 사항이 빠져 있어 보완이 필요합니다."
    );
    assert_eq!(told.document.as_deref(), Some("일반여권"));
    assert_eq!(told.reasons[0].effect, "필요한 사항: 국외여행허가서");
    assert_eq!(told.reasons[0].citation, "시행령 제5조제3호");
    assert_eq!(
        told.unless[0],
        "‘병역사항’ 항목이 ‘복무를 마침’인 경우: 발급 대상에 해당하므로 발급할 수 있습니다. [시행령 제6조제1항]"
    );
    let told = explain(&answer, Language::En);
    assert_eq!(
        told.headline,
        "Issue of a passport: Something that is needed for a decision is still missing."
    );
    assert_eq!(
        told.unless[0],
        "If “military service” were “completed”: The document can be issued. [Decree 6(1)]"
    );
}

#[test]
fn a_grant_tells_its_papers_fee_and_term() {
    let facts = [
        ("kind", "ordinary"),
        ("date", "2011-10-05"),
        ("birth", "1980-02-01"),
        ("sex", "F"),
    ];
    let facts = Facts::from_pairs(facts).expect("facts of the vocabulary");
    let told = explain(
        &law::ask("issue", &facts, Edition::default()).expect("a question"),
        Language::Ko,
    );
    assert_eq!(
        told.term.as_deref(),
        Some("유효기간: 2011-10-05부터 2021-10-05까지")
    );
    assert_eq!(told.document.as_deref(), Some("일반여권 (복수여권)"));
    let detail = |title: &str| {
        told.details
            .iter()
            .find(|detail| detail.title == title)
            .map(|detail| detail.text.as_str())
    };
    assert_eq!(detail("수수료"), Some("KRW 55000"));
    assert_eq!(detail("표지"), Some("녹색"));
    assert_eq!(
        detail("구비서류"),
        Some("신청서, 여권용 사진 1장, 그 밖에 외교통상부령으로 정하는 서류")
    );
}

#[test]
fn lengths_of_time_are_spelt_out() {
    for (period, korean, english) in [
        ("P1Y", "1년", "1 year"),
        ("P18M", "1년 6개월", "1 year 6 months"),
        ("P90D", "90일", "90 days"),
    ] {
        assert_eq!(spelt(period, Language::Ko), korean);
        assert_eq!(spelt(period, Language::En), english);
    }
    assert_eq!(
        needed("after:2012-03-15", Language::Ko),
        "2012-03-15 다음 날 이후"
    );
    assert_eq!(needed("no", Language::Ko), "아니요");
    assert_eq!(needed("", Language::En), "none");
}

#[test]
fn the_facts_that_everybody_asks_are_among_those_told() {
    for common in COMMON {
        assert!(!fact(*common, Language::Ko).contains('_'));
    }
}
