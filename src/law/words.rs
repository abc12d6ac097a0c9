//! An answer in words, for somebody who is neither a lawyer nor a programmer, in Korean and in English.
//!
//! Here: [`explain`], which pages, letters and `law ask --words` share, and the texts of every outcome, effect, fact and
//! word; those of rules stand with the rules. Not here: page layout and the service's own texts. Korean sentences are
//! polite (합쇼체); the rules keep the statute's own plain style, as they are quoted from it.
//!
//! Pure: the same answer is told in the same words for ever.
//!
//! ```
//! use yeogwon::law::{self, Edition, Facts};
//! use yeogwon::law::words::{Language, explain};
//!
//! let facts = Facts::from_pairs([("kind", "ordinary"), ("date", "2011-10-05"), ("birth", "1980-02-01"), ("sex", "F")])?;
//! let told = explain(&law::ask("issue", &facts, Edition::default())?, Language::Ko);
//! assert_eq!(told.headline, "여권 발급: 발급 대상에 해당하므로 발급할 수 있습니다.");
//! assert_eq!(told.reasons[0].citation, "시행령 제6조제1항");
//! # Ok::<(), law::FactsError>(())
//! ```

mod citation;
mod effect;
mod fact;
mod outcome;
mod procedure;
mod value;

use serde::Serialize;
use serde_json::Value as Json;

use super::answer::{Answer, Unless};
use super::fact::Fact;
use super::outcome::Outcome;
use super::period::Period;
use super::word::Word;

pub use citation::cite;

/// A language in which an answer can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// 한국어.
    Ko,
}

/// One text in both languages.
#[derive(Debug)]
struct Text {
    name: &'static str,
    english: &'static str,
    korean: &'static str,
}

impl Text {
    fn of(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::Ko => self.korean,
        }
    }
}

/// Declares a table of texts: name, English, Korean.
macro_rules! texts {
    ($(#[$doc:meta])* $table:ident $($name:literal $english:literal $korean:literal)*) => {
        $(#[$doc])*
        pub(super) const $table: &[super::Text] = &[$(super::Text { name: $name, english: $english, korean: $korean },)*];
    };
}
use texts;

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What was asked and what the law says to it, in one sentence.
    pub headline: String,
    /// The kind of document and how often it serves, where the answer is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// From when until when, where the answer says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// Does an officer decide, because the text says "may"?
    pub discretion: bool,
    /// What else the answer says, as title and text: papers, fee, pages.
    pub details: Vec<Detail>,
    /// Why, the deciding reason first.
    pub reasons: Vec<Said>,
    /// What would change the answer, one sentence for each way.
    pub unless: Vec<String>,
}

/// One reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What the rule says.
    pub text: String,
    /// What it did here.
    pub effect: String,
    /// Where it stands, as one cites it in this language.
    pub citation: String,
}

/// One more thing that an answer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What it is.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Tells an answer in words.
#[must_use]
pub fn explain(answer: &Answer, language: Language) -> Explanation {
    let said = |reason: &super::rule::Reason| Said {
        text: match language {
            Language::En => reason.rule.en.to_owned(),
            Language::Ko => reason.rule.ko.to_owned(),
        },
        effect: effect::in_words(&reason.effect, language),
        citation: cite(reason.rule.citation, language),
    };
    Explanation {
        headline: format!(
            "{}: {}",
            procedure(answer.procedure, language),
            outcome_of(answer.procedure, answer.outcome, language)
        ),
        document: document(answer, language),
        term: term(answer, language),
        discretion: answer.discretion,
        details: details(answer, language),
        reasons: answer.reasons.iter().map(said).collect(),
        unless: answer
            .unless
            .iter()
            .map(|unless| change(answer.procedure, unless, language))
            .collect(),
    }
}

/// The title of a procedure; its name where there is no such procedure.
#[must_use]
pub fn procedure(name: &str, language: Language) -> String {
    find(procedure::PROCEDURES, name)
        .map_or_else(|| name.to_owned(), |text| text.of(language).to_owned())
}

/// An outcome as a sentence.
#[must_use]
pub fn outcome(outcome: Outcome, language: Language) -> String {
    find(outcome::OUTCOMES, outcome.as_str()).map_or_else(
        || outcome.as_str().to_owned(),
        |text| text.of(language).to_owned(),
    )
}

/// A fact as a phrase.
#[must_use]
pub fn fact(fact: Fact, language: Language) -> String {
    find(fact::FACTS, fact.as_str()).map_or_else(
        || fact.as_str().to_owned(),
        |text| text.of(language).to_owned(),
    )
}

/// A word of the vocabulary as a phrase.
#[must_use]
pub fn word(word: Word, language: Language) -> String {
    find(value::VALUES, word.as_str())
        .map_or_else(|| word.as_str().to_owned(), |text| phrase(text, language))
}

/// A value of a fact in words; numbers and dates as they are.
#[must_use]
pub fn value(value: &str, language: Language) -> String {
    spelt_value(value, language)
}

/// What a rule did, in words.
#[must_use]
pub fn effect(effect: &str, language: Language) -> String {
    effect::in_words(effect, language)
}

/// Every sentence that an effect may say, with `{}` where a value stands.
pub fn effects() -> impl Iterator<Item = &'static str> {
    effect::EFFECTS.iter().map(|text| text.name)
}

fn find(texts: &'static [Text], name: &str) -> Option<&'static Text> {
    texts.iter().find(|text| text.name == name)
}

/// A phrase; where the English is left out, the spelling itself with blanks.
fn phrase(text: &Text, language: Language) -> String {
    match (language, text.english) {
        (Language::En, "") => text.name.replace('_', " "),
        _ => text.of(language).to_owned(),
    }
}

/// A sentence in the words of its procedure, or else in general ones.
fn outcome_of(procedure: &str, said: Outcome, language: Language) -> String {
    let own = format!("{procedure}/{}", said.as_str());
    match find(outcome::OF_PROCEDURES, &own) {
        Some(text) => text.of(language).to_owned(),
        None => outcome(said, language),
    }
}

fn document(answer: &Answer, language: Language) -> Option<String> {
    let spell = |value: Option<Json>| Some(spelt_value(value?.as_str()?, language));
    let kind = spell(serde_json::to_value(answer.kind?).ok())?;
    Some(
        match answer
            .usage
            .and_then(|usage| spell(serde_json::to_value(usage).ok()))
        {
            Some(usage) => format!("{kind} ({usage})"),
            None => kind,
        },
    )
}

fn term(answer: &Answer, language: Language) -> Option<String> {
    let until = answer.valid_until?;
    Some(match (language, answer.valid_from) {
        (Language::En, Some(from)) => format!("valid from {from} until {until}"),
        (Language::En, None) => format!("until {until}"),
        (Language::Ko, Some(from)) => format!("유효기간: {from}부터 {until}까지"),
        (Language::Ko, None) => format!("{until}까지"),
    })
}

fn details(answer: &Answer, language: Language) -> Vec<Detail> {
    answer
        .detail
        .iter()
        .map(|(name, value)| Detail {
            title: find(value::DETAILS, name)
                .map_or_else(|| name.clone(), |text| text.of(language).to_owned()),
            text: detail_text(value, language),
        })
        .collect()
}

fn detail_text(value: &Json, language: Language) -> String {
    match value {
        Json::String(text) => spelt(text, language),
        Json::Array(items) => items
            .iter()
            .map(|item| detail_text(item, language))
            .collect::<Vec<_>>()
            .join(", "),
        Json::Object(amounts) => amounts
            .iter()
            .map(|(currency, amount)| format!("{currency} {amount}"))
            .collect::<Vec<_>>()
            .join(", "),
        other => spelt(&other.to_string(), language),
    }
}

/// What would change the answer, as a sentence.
fn change(procedure: &str, unless: &Unless, language: Language) -> String {
    let (Some(changed), Some(need)) = (unless.fact(), &unless.would_need) else {
        return match language {
            Language::En => "Nothing that the applicant can change would help.".to_owned(),
            Language::Ko => "신청인이 바꿀 수 있는 사항이 없습니다.".to_owned(),
        };
    };
    let (fact, need) = (fact(changed, language), needed(need, language));
    let then = outcome_of(procedure, unless.then, language);
    let place = unless
        .citation
        .map(|citation| format!(" [{}]", cite(citation, language)))
        .unwrap_or_default();
    match language {
        Language::En => format!("If “{fact}” were “{need}”: {then}{place}"),
        Language::Ko => format!("‘{fact}’ 항목이 ‘{need}’인 경우: {then}{place}"),
    }
}

/// The value that a fact would need, in words.
fn needed(need: &str, language: Language) -> String {
    match (need.split_once(':'), language) {
        (Some(("after", day)), Language::En) => format!("a day after {day}"),
        (Some(("after", day)), Language::Ko) => format!("{day} 다음 날 이후"),
        (Some(("before", day)), Language::En) => format!("a day before {day}"),
        (Some(("before", day)), Language::Ko) => format!("{day} 전날 이전"),
        _ => spelt_value(need, language),
    }
}

/// A value of a fact in words; numbers and dates as they are.
fn spelt_value(value: &str, language: Language) -> String {
    if let Some(text) = find(value::VALUES, value) {
        return phrase(text, language);
    }
    spelt(value, language)
}

/// Anything that stands in an answer in words, if there are any for it.
fn spelt(value: &str, language: Language) -> String {
    if value.is_empty() {
        return match language {
            Language::En => "none".to_owned(),
            Language::Ko => "없음".to_owned(),
        };
    }
    if let Some(period) = Period::parse(value) {
        return length(period, language);
    }
    if let Some(text) = [value::NAMES, fact::FACTS, value::VALUES]
        .into_iter()
        .find_map(|texts| find(texts, value))
    {
        return phrase(text, language);
    }
    effect::in_words(value, language)
}

/// A length of time in words.
fn length(period: Period, language: Language) -> String {
    let (years, months, days) = (period.months() / 12, period.months() % 12, period.days());
    let units = match language {
        Language::En => ["year", "month", "day"],
        Language::Ko => ["년", "개월", "일"],
    };
    let said: Vec<String> = [years, months, days]
        .into_iter()
        .zip(units)
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| match language {
            Language::En if count == 1 => format!("1 {unit}"),
            Language::En => format!("{count} {unit}s"),
            Language::Ko => format!("{count}{unit}"),
        })
        .collect();
    said.join(" ")
}

#[cfg(test)]
mod tests;
