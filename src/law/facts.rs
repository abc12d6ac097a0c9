//! What a question asserts: facts with typed values, read from JSON or from text.
//!
//! Here: reading, the union of shapes a value may have, and typed access. Not here: which procedure knows which fact
//! ([`super::procedure`]) and which facts exclude each other ([`super::contradiction`]).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::calendar::{Date, parse_date};
use super::country;
use super::decimal::Decimal;
use super::error::FactsError;
use super::fact::{Fact, Shape};
use super::period::Period;
use super::word::Word;

/// The value of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One of the fact's words.
    Word(Word),
    /// `yes` or `no`.
    Flag(bool),
    /// A civil date in Seoul.
    Date(Date),
    /// A whole number.
    Integer(i64),
    /// An exact decimal number.
    Decimal(Decimal),
    /// A length of time in calendar units.
    Period(Period),
    /// Civil dates, in the order given.
    Dates(Vec<Date>),
    /// A country in two letters, or a currency in three.
    Code(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Word(word) => out.write_str(word.as_str()),
            Value::Flag(flag) => out.write_str(if *flag { "yes" } else { "no" }),
            Value::Date(date) => write!(out, "{date}"),
            Value::Integer(number) => write!(out, "{number}"),
            Value::Code(code) => out.write_str(code),
            Value::Decimal(number) => write!(out, "{number}"),
            Value::Period(period) => write!(out, "{period}"),
            Value::Dates(dates) => {
                let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
                out.write_str(&dates.join("|"))
            }
        }
    }
}

/// A set of asserted facts. A fact that is absent is *not asserted*: neither yes nor no.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    values: BTreeMap<Fact, Value>,
}

impl Facts {
    /// Reads the `facts` object of a question: natural JSON types, or the text of the command line.
    ///
    /// # Errors
    /// [`FactsError`] naming the first unknown fact or value, with what is known.
    pub fn from_json(object: &Map<String, Json>) -> Result<Facts, FactsError> {
        let mut facts = Facts::default();
        for (name, value) in object {
            facts.read_json(name, value)?;
        }
        Ok(facts)
    }

    /// Reads `key=value` pairs as a command line gives them.
    ///
    /// # Errors
    /// [`FactsError`] naming the first unknown or repeated fact or unknown value, with what is known.
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Facts, FactsError> {
        let mut facts = Facts::default();
        for (name, text) in pairs {
            let fact = known(name)?;
            facts.insert(fact, read_text(fact, text)?)?;
        }
        Ok(facts)
    }

    /// The facts as a JSON object, in text spelling for all but flags, numbers and lists.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Json> {
        let spell = |value: &Value| match value {
            Value::Flag(flag) => Json::from(*flag),
            Value::Integer(number) => Json::from(*number),
            Value::Dates(dates) => dates.iter().map(Date::to_string).collect(),
            other => Json::from(other.to_string()),
        };
        self.values
            .iter()
            .map(|(fact, value)| (fact.as_str().to_owned(), spell(value)))
            .collect()
    }

    /// Asserts `fact` with a typed value, replacing what was asserted before.
    pub fn set(&mut self, fact: Fact, value: Value) {
        self.values.insert(fact, value);
    }

    /// Takes an assertion back.
    pub fn unset(&mut self, fact: Fact) {
        self.values.remove(&fact);
    }

    /// The facts that are asserted, in the order of names.
    pub fn names(&self) -> impl Iterator<Item = Fact> + '_ {
        self.values.keys().copied()
    }

    /// The value of a fact, whatever its shape.
    #[must_use]
    pub fn value(&self, fact: Fact) -> Option<&Value> {
        self.values.get(&fact)
    }

    /// Is anything asserted about this?
    #[must_use]
    pub fn has(&self, fact: Fact) -> bool {
        self.values.contains_key(&fact)
    }

    /// The date asserted.
    #[must_use]
    pub fn date(&self, fact: Fact) -> Option<Date> {
        match self.values.get(&fact) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// The flag asserted.
    #[must_use]
    pub fn flag(&self, fact: Fact) -> Option<bool> {
        match self.values.get(&fact) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// Is the flag asserted as `yes`?
    #[must_use]
    pub fn says(&self, fact: Fact) -> bool {
        self.flag(fact) == Some(true)
    }

    /// Is the flag asserted as `no`?
    #[must_use]
    pub fn denies(&self, fact: Fact) -> bool {
        self.flag(fact) == Some(false)
    }

    /// The word asserted.
    #[must_use]
    pub fn word(&self, fact: Fact) -> Option<Word> {
        match self.values.get(&fact) {
            Some(Value::Word(word)) => Some(*word),
            _ => None,
        }
    }

    /// Is this very word asserted?
    #[must_use]
    pub fn is(&self, fact: Fact, word: Word) -> bool {
        self.word(fact) == Some(word)
    }

    /// The whole number asserted.
    #[must_use]
    pub fn integer(&self, fact: Fact) -> Option<i64> {
        match self.values.get(&fact) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The decimal number asserted.
    #[must_use]
    pub fn decimal(&self, fact: Fact) -> Option<Decimal> {
        match self.values.get(&fact) {
            Some(Value::Decimal(number)) => Some(*number),
            _ => None,
        }
    }

    /// The length of time asserted.
    #[must_use]
    pub fn period(&self, fact: Fact) -> Option<Period> {
        match self.values.get(&fact) {
            Some(Value::Period(period)) => Some(*period),
            _ => None,
        }
    }

    /// The country or currency asserted, by its code.
    #[must_use]
    pub fn code(&self, fact: Fact) -> Option<&'static str> {
        match self.values.get(&fact) {
            Some(Value::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// The list of dates asserted; empty when none is.
    #[must_use]
    pub fn dates(&self, fact: Fact) -> &[Date] {
        match self.values.get(&fact) {
            Some(Value::Dates(dates)) => dates,
            _ => &[],
        }
    }

    fn insert(&mut self, fact: Fact, value: Value) -> Result<(), FactsError> {
        match self.values.insert(fact, value) {
            Some(_) => Err(FactsError::Repeated { fact }),
            None => Ok(()),
        }
    }

    fn read_json(&mut self, name: &str, value: &Json) -> Result<(), FactsError> {
        let fact = known(name)?;
        let value = match value {
            Json::String(text) => read_text(fact, text),
            Json::Bool(flag) => read_text(fact, if *flag { "yes" } else { "no" }),
            Json::Number(number) => read_text(fact, &number.to_string()),
            Json::Array(items) => read_list(fact, items),
            Json::Null | Json::Object(_) => Err(unknown_value(fact, &value.to_string())),
        }?;
        self.insert(fact, value)
    }
}

/// A JSON object read pair by pair, so that a fact written twice is noticed.
impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Facts;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let mut facts = Facts::default();
                while let Some((name, value)) = map.next_entry::<String, Json>()? {
                    facts
                        .read_json(&name, &value)
                        .map_err(serde::de::Error::custom)?;
                }
                Ok(facts)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

fn known(name: &str) -> Result<Fact, FactsError> {
    Fact::parse(name).ok_or_else(|| FactsError::UnknownFact {
        name: shorten(name),
        known: join(Fact::ALL.iter().map(|fact| fact.as_str())),
    })
}

/// Reads one value in the spelling of the command line, trying the fact's words first.
fn read_text(fact: Fact, text: &str) -> Result<Value, FactsError> {
    let word = Word::parse(text).filter(|word| fact.words().contains(word));
    if let Some(word) = word {
        return Ok(Value::Word(word));
    }
    fact.shapes()
        .iter()
        .find_map(|shape| read_shape(*shape, text))
        .ok_or_else(|| unknown_value(fact, text))
}

fn read_shape(shape: Shape, text: &str) -> Option<Value> {
    match shape {
        Shape::Date => parse_date(text).map(Value::Date),
        Shape::Flag => match text {
            "yes" | "true" => Some(Value::Flag(true)),
            "no" | "false" => Some(Value::Flag(false)),
            _ => None,
        },
        Shape::Integer => read_integer(text).map(Value::Integer),
        Shape::Decimal => Decimal::parse(text).map(Value::Decimal),
        Shape::Period => Period::parse(text).map(Value::Period),
        Shape::Dates => read_dates(text).map(Value::Dates),
        Shape::Country => country::country(text).map(Value::Code),
        Shape::Currency => country::currency(text).map(Value::Code),
    }
}

/// A count: not negative, at most nine digits.
fn read_integer(text: &str) -> Option<i64> {
    let plain =
        !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn read_dates(text: &str) -> Option<Vec<Date>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('|').map(parse_date).collect()
}

fn read_list(fact: Fact, items: &[Json]) -> Result<Value, FactsError> {
    let dates: Option<Vec<Date>> = items
        .iter()
        .map(|item| item.as_str().and_then(parse_date))
        .collect();
    dates
        .filter(|_| fact.shapes().contains(&Shape::Dates))
        .map(Value::Dates)
        .ok_or_else(|| unknown_value(fact, "a list"))
}

/// The error for a value outside the vocabulary. A date or a number of a person is not repeated in it.
fn unknown_value(fact: Fact, text: &str) -> FactsError {
    let spelt = (!fact.words().is_empty()).then(|| shorten(text));
    let shapes = fact.shapes().iter().map(|shape| match shape {
        Shape::Date => "a date YYYY-MM-DD from 1850 to 2350",
        Shape::Flag => "yes, no",
        Shape::Integer => "a whole number",
        Shape::Decimal => "a decimal number",
        Shape::Period => "a duration such as P1Y6M",
        Shape::Dates => "a list of dates YYYY-MM-DD",
        Shape::Country => "a country of ISO 3166-1 in two or three capital letters",
        Shape::Currency => "a currency of ISO 4217 in three capital letters",
    });
    FactsError::UnknownValue {
        fact,
        value: spelt,
        known: join(fact.words().iter().map(|word| word.as_str()).chain(shapes)),
    }
}

/// A foreign text cut to a length that is safe to print.
pub(super) fn shorten(text: &str) -> String {
    text.chars()
        .take(60)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// Names in a row, for messages.
pub(super) fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
