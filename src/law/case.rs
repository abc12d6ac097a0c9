//! One question while it is being decided: its facts under one edition, and the answer as it grows.

use serde_json::{Map, Value as Json};

use super::calendar::{Date, has_reached, reach_age, term_end};
use super::fact::Fact;
use super::facts::{Facts, Value};
use super::outcome::Outcome;
use super::parameter::Numbers;
use super::rule::{Reason, Rule};
use super::switches::{AgeForTerm, Switches};
use super::word::Word;
use crate::domain::{PassportKind, PassportUse};

/// The facts of one question, read under one edition and one setting of the open readings.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// What is asserted.
    pub facts: &'a Facts,
    /// The numbers of the edition.
    pub numbers: &'a Numbers,
    /// The open readings.
    pub switches: Switches,
}

impl Case<'_> {
    /// The day of the application.
    pub fn applied(&self, rule: &'static Rule) -> Step<Date> {
        self.need_date(Fact::Date, rule)
    }

    /// The day of issue; the day of the application where no other is given.
    pub fn issued(&self, rule: &'static Rule) -> Step<Date> {
        match self.facts.date(Fact::IssueDate) {
            Some(day) => Ok(day),
            None => self.applied(rule),
        }
    }

    /// C11: the day on which the age for the term is taken.
    pub fn age_day(&self, rule: &'static Rule) -> Step<Date> {
        match self.switches.age_for_term {
            AgeForTerm::Issue => self.issued(rule),
            AgeForTerm::Application => self.applied(rule),
        }
    }

    /// Has somebody born on `birth` reached `age` on the day that counts for the term?
    pub fn is_aged(&self, birth: Date, age: u32, rule: &'static Rule) -> Step<bool> {
        let on = self.age_day(rule)?;
        Ok(has_reached(birth, age, on, self.switches.leap_birthday))
    }

    /// The day on which somebody born on `birth` reaches `age`.
    pub fn reach_age(&self, birth: Date, age: u32) -> Date {
        reach_age(birth, age, self.switches.leap_birthday)
    }

    /// The last day of a term of `months` from the day of issue.
    pub fn term(&self, months: u32, rule: &'static Rule) -> Step<Date> {
        Ok(term_end(self.issued(rule)?, months, self.switches.term_end))
    }

    /// A date that a rule cannot do without.
    pub fn need_date(&self, fact: Fact, rule: &'static Rule) -> Step<Date> {
        self.facts
            .date(fact)
            .ok_or_else(|| Stop::missing(fact, rule))
    }

    /// A word that a rule cannot do without.
    pub fn need_word(&self, fact: Fact, rule: &'static Rule) -> Step<Word> {
        self.facts
            .word(fact)
            .ok_or_else(|| Stop::missing(fact, rule))
    }

    /// A flag that a rule cannot do without.
    pub fn need_flag(&self, fact: Fact, rule: &'static Rule) -> Step<bool> {
        self.facts
            .flag(fact)
            .ok_or_else(|| Stop::missing(fact, rule))
    }

    /// A number that a rule cannot do without.
    pub fn need_integer(&self, fact: Fact, rule: &'static Rule) -> Step<i64> {
        self.facts
            .integer(fact)
            .ok_or_else(|| Stop::missing(fact, rule))
    }
}

/// What a step of the law yields: a value, or the end of the road.
pub(super) type Step<T> = Result<T, Stop>;

/// Why the road ends before its end: an outcome with its deciding reason.
#[derive(Debug)]
pub(super) struct Stop {
    pub outcome: Outcome,
    pub reason: Reason,
    pub detail: Map<String, Json>,
    pub helps: Vec<Help>,
    /// The last day of what is answered, such as a hold.
    pub until: Option<Date>,
}

impl Stop {
    /// An outcome that `rule` decides from `facts`.
    pub fn new(
        outcome: Outcome,
        rule: &'static Rule,
        effect: impl Into<String>,
        facts: &[Fact],
    ) -> Self {
        Self {
            outcome,
            reason: Reason {
                rule,
                effect: effect.into(),
                facts: facts.to_vec(),
            },
            detail: Map::new(),
            helps: Vec::new(),
            until: None,
        }
    }

    /// The person is not among those whom the article names.
    pub fn refuse_kind(rule: &'static Rule, effect: &str, facts: &[Fact]) -> Self {
        Self::new(Outcome::RefuseKind, rule, effect, facts)
    }

    /// A fact that the rule needs is not asserted.
    pub fn missing(fact: Fact, rule: &'static Rule) -> Self {
        Self::missing_paper(fact.as_str(), rule, &[fact])
    }

    /// A paper that the rule needs is not shown.
    pub fn missing_paper(paper: &'static str, rule: &'static Rule, facts: &[Fact]) -> Self {
        Self::new(Outcome::Incomplete, rule, format!("needs {paper}"), facts).with("missing", paper)
    }

    /// Adds a line of detail.
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a change of a fact that may help.
    pub fn unless(mut self, fact: Fact, need: Need) -> Self {
        self.helps.push(Help { fact, need });
        self
    }

    /// Adds a flag that may help.
    pub fn unless_flag(self, fact: Fact, flag: bool) -> Self {
        self.unless(fact, Need::Is(Value::Flag(flag)))
    }

    /// Adds a word that may help.
    pub fn unless_word(self, fact: Fact, word: Word) -> Self {
        self.unless(fact, Need::Is(Value::Word(word)))
    }
}

/// A change of one fact that may change the answer; it is tried before it is told.
#[derive(Debug, Clone)]
pub(super) struct Help {
    pub fact: Fact,
    pub need: Need,
}

/// What a fact would need to be.
#[derive(Debug, Clone)]
pub(super) enum Need {
    Is(Value),
    After(Date),
    Before(Date),
}

/// The answer as it grows along the road.
#[derive(Debug)]
pub(super) struct Draft {
    pub outcome: Outcome,
    pub discretion: bool,
    pub kind: Option<PassportKind>,
    pub usage: Option<PassportUse>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub detail: Map<String, Json>,
    pub reasons: Vec<Reason>,
    pub helps: Vec<Help>,
}

impl Draft {
    /// An answer that so far only echoes what was asked for.
    pub fn echo(facts: &Facts) -> Self {
        Self {
            outcome: Outcome::Grant,
            discretion: false,
            kind: facts.word(Fact::Kind).and_then(kind_of),
            usage: facts.word(Fact::Use).and_then(use_of),
            valid_from: None,
            valid_until: None,
            detail: Map::new(),
            reasons: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Notes what a rule did.
    pub fn note(&mut self, rule: &'static Rule, effect: impl Into<String>, facts: &[Fact]) {
        self.reasons.push(Reason {
            rule,
            effect: effect.into(),
            facts: facts.to_vec(),
        });
    }

    /// Notes a rule on which the grant rests beside the deciding one.
    pub fn rest_on(&mut self, rule: &'static Rule, effect: impl Into<String>, facts: &[Fact]) {
        self.discretion |= rule.may;
        self.note(rule, effect, facts);
    }

    /// Notes what a rule did, before everything noted so far: the deciding reason stands first.
    pub fn decide(&mut self, rule: &'static Rule, effect: impl Into<String>, facts: &[Fact]) {
        self.discretion |= rule.may;
        let reason = Reason {
            rule,
            effect: effect.into(),
            facts: facts.to_vec(),
        };
        self.reasons.insert(0, reason);
    }

    /// Sets the outcome with the rule that decides it.
    pub fn answer(
        &mut self,
        outcome: Outcome,
        rule: &'static Rule,
        effect: impl Into<String>,
        facts: &[Fact],
    ) {
        self.outcome = outcome;
        self.decide(rule, effect, facts);
    }

    /// Adds a word that may change the answer.
    pub fn unless_word(&mut self, fact: Fact, word: Word) {
        let need = Need::Is(Value::Word(word));
        self.helps.push(Help { fact, need });
    }

    /// Adds a flag that may change the answer.
    pub fn unless_flag(&mut self, fact: Fact, flag: bool) {
        let need = Need::Is(Value::Flag(flag));
        self.helps.push(Help { fact, need });
    }

    /// Adds a line of detail.
    pub fn set(&mut self, name: &str, value: impl Into<Json>) {
        self.detail.insert(name.to_owned(), value.into());
    }

    /// Ends the road where a rule stopped it: its reason decides, what was found before stays.
    pub fn stop(&mut self, stop: Stop) {
        self.outcome = stop.outcome;
        self.valid_from = None;
        self.valid_until = stop.until;
        self.discretion = stop.reason.rule.may;
        self.reasons.insert(0, stop.reason);
        self.detail.extend(stop.detail);
        self.helps.extend(stop.helps);
    }
}

/// The kind that a word names.
pub(super) fn kind_of(word: Word) -> Option<PassportKind> {
    match word {
        Word::Ordinary => Some(PassportKind::Ordinary),
        Word::Residence => Some(PassportKind::Residence),
        Word::Official => Some(PassportKind::Official),
        Word::Diplomatic => Some(PassportKind::Diplomatic),
        Word::TravelCertificate => Some(PassportKind::TravelCertificate),
        _ => None,
    }
}

/// The use that a word names.
pub(super) fn use_of(word: Word) -> Option<PassportUse> {
    match word {
        Word::Single => Some(PassportUse::Single),
        Word::Multiple => Some(PassportUse::Multiple),
        _ => None,
    }
}
