//! The answer of the engine, as every part of the program and every outside caller sees it.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::calendar::Date;
use super::fact::Fact;
use super::outcome::Outcome;
use super::rule::Reason;
use crate::domain::{PassportKind, PassportUse};

/// The answer to one question. Serialised, it is the contract.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The procedure that was asked.
    pub procedure: &'static str,
    /// The edition of the Decree that answered.
    pub edition: &'static str,
    /// What the law says.
    pub outcome: Outcome,
    /// Does the outcome rest on a "may", so that an officer decides?
    pub discretion: bool,
    /// The kind of document: what was asked for, or what is granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PassportKind>,
    /// One journey or many: what was asked for, or what is granted.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<PassportUse>,
    /// The first day of validity: the day of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day of validity, or of what is answered (grace, hold, effect).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// What else the procedure has to say, by name.
    pub detail: Map<String, Json>,
    /// Why, the deciding reason first.
    pub reasons: Vec<Reason>,
    /// What would change the answer.
    pub unless: Vec<Unless>,
}

impl Answer {
    /// What the law says.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Is this a grant?
    #[must_use]
    pub fn is_grant(&self) -> bool {
        self.outcome == Outcome::Grant
    }

    /// Must the document carry a chip? Only a granted document has an answer.
    #[must_use]
    pub fn electronic(&self) -> Option<bool> {
        self.detail.get("electronic").and_then(Json::as_bool)
    }

    /// The reason that decided: the first one.
    #[must_use]
    pub fn deciding(&self) -> Option<&Reason> {
        self.reasons.first()
    }
}

/// One thing that would change an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unless {
    /// The fact to change, or `none`.
    pub fact: &'static str,
    /// The value it would need: one of its vocabulary, or `after:DATE`, `before:DATE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_need: Option<String>,
    /// The outcome then.
    pub then: Outcome,
    /// The rule that would decide then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<&'static str>,
}

impl Unless {
    /// Nothing that a person can change helps: the outcome stays.
    #[must_use]
    pub(super) fn nothing(outcome: Outcome) -> Self {
        Self {
            fact: "none",
            would_need: None,
            then: outcome,
            citation: None,
        }
    }

    /// The fact with this name, unless it is `none`.
    #[must_use]
    pub fn fact(&self) -> Option<Fact> {
        Fact::parse(self.fact)
    }
}
