//! What would change an answer: every change that a rule proposes is tried before it is told, so none is a promise
//! that asking again would break.

use super::answer::Unless;
use super::calendar::{Date, add_days, subtract_days, subtract_years};
use super::case::{Case, Draft, Help, Need};
use super::fact::{Fact, Shape};
use super::facts::{Facts, Value};
use super::outcome::Outcome;
use super::period::Period;
use super::procedure::Procedure;
use super::word::Word;

/// Outcomes that a person would want to change.
fn is_wanting(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Refuse
            | Outcome::RefuseKind
            | Outcome::Incomplete
            | Outcome::InvalidTerm
            | Outcome::RemainingUnavailable
            | Outcome::Refer
            | Outcome::HoldMay
            | Outcome::Deny
            | Outcome::DenyField
            | Outcome::Reject
            | Outcome::Rejected
            | Outcome::ReturnDefective
            | Outcome::TooEarly
            | Outcome::ConsultFirst
            | Outcome::NotQualifying
            | Outcome::NotAllowed
            | Outcome::Invalid
            | Outcome::InvalidMethod
            | Outcome::NoQuorum
            | Outcome::NotListed
            | Outcome::NotCovered
            | Outcome::NotExempt
            | Outcome::NoRefund
            | Outcome::MayRefuse
            | Outcome::MayRestrict
            | Outcome::StaysVoid
            | Outcome::ReportRequired
            | Outcome::BreachReportDuty
            | Outcome::SeparatePassportNeeded
    )
}

/// The changes of one fact that give another outcome; for an outcome nobody can change, one entry that says so.
pub(super) fn unless(procedure: &'static Procedure, case: &Case<'_>, draft: &Draft) -> Vec<Unless> {
    if !is_wanting(draft.outcome) {
        return Vec::new();
    }
    let told = tried(procedure, case, draft.outcome, &draft.helps);
    if !told.is_empty() {
        return told;
    }
    let found = tried(procedure, case, draft.outcome, &guesses(case, draft));
    match found.into_iter().next() {
        Some(first) => vec![first],
        None => vec![Unless::nothing(draft.outcome)],
    }
}

fn tried(
    procedure: &'static Procedure,
    case: &Case<'_>,
    outcome: Outcome,
    helps: &[Help],
) -> Vec<Unless> {
    helps
        .iter()
        .filter(|help| procedure.knows(help.fact))
        .filter_map(|help| {
            let changed = with(case.facts, help);
            super::contradiction::check(&changed).ok()?;
            let then = procedure.decide(&Case {
                facts: &changed,
                ..*case
            });
            (then.outcome != outcome).then(|| Unless {
                fact: help.fact.as_str(),
                would_need: Some(spell(&help.need)),
                then: then.outcome,
                citation: then.reasons.first().map(|reason| reason.rule.citation),
            })
        })
        .collect()
}

/// Changes to try where the deciding rule proposed none: another kind, then another value of a
/// fact it looked at.
fn guesses(case: &Case<'_>, draft: &Draft) -> Vec<Help> {
    let looked_at = draft
        .reasons
        .first()
        .map_or(&[] as &[Fact], |reason| &reason.facts);
    let ordinary = Help {
        fact: Fact::Kind,
        need: Need::Is(Value::Word(Word::Ordinary)),
    };
    let another_kind = (draft.outcome == Outcome::RefuseKind).then_some(ordinary);
    let others = looked_at.iter().flat_map(|fact| others(case, *fact));
    another_kind.into_iter().chain(others).collect()
}

/// Other values of a fact, the plain ones first.
fn others(case: &Case<'_>, fact: Fact) -> Vec<Help> {
    let day = case
        .facts
        .date(Fact::IssueDate)
        .or(case.facts.date(Fact::Date))
        .or(case.facts.date(Fact::Applied));
    let words = fact.words().iter().map(|word| Need::Is(Value::Word(*word)));
    let shaped = fact.shapes().iter().flat_map(|shape| match (shape, day) {
        (Shape::Flag, _) => vec![Need::Is(Value::Flag(true)), Need::Is(Value::Flag(false))],
        (Shape::Integer, _) => vec![Need::Is(Value::Integer(0))],
        (Shape::Period, _) => vec![Need::Is(Value::Period(Period::of_months(12)))],
        (Shape::Date, Some(day)) if fact == Fact::Birth => {
            vec![Need::Before(subtract_years(day, 40))]
        }
        (Shape::Date, Some(day)) => vec![Need::After(day), Need::Before(day)],
        (Shape::Date, None) => default_day()
            .map(|day| Need::Is(Value::Date(day)))
            .into_iter()
            .collect(),
        (Shape::Dates, _) => vec![Need::Is(Value::Dates(Vec::new()))],
        (Shape::Decimal | Shape::Country | Shape::Currency, _) => Vec::new(),
    });
    words
        .chain(shaped)
        .map(|need| Help { fact, need })
        .collect()
}

fn default_day() -> Option<Date> {
    super::edition::EDITIONS
        .first()
        .and_then(|edition| super::calendar::parse_date(edition.in_force))
}

/// The facts with one changed, as somebody who follows the advice would state them.
fn with(facts: &Facts, help: &Help) -> Facts {
    let mut changed = facts.clone();
    let value = match &help.need {
        Need::Is(value) => value.clone(),
        Need::After(day) => Value::Date(add_days(*day, 1)),
        Need::Before(day) => Value::Date(subtract_days(*day, 1)),
    };
    changed.set(help.fact, value);
    changed
}

fn spell(need: &Need) -> String {
    match need {
        Need::Is(value) => value.to_string(),
        Need::After(day) => format!("after:{day}"),
        Need::Before(day) => format!("before:{day}"),
    }
}
