//! The Enforcement Decree as pure functions: facts in, decision with reasons out.
//!
//! Here: every rule of the Decree, one file per article in the Decree's order, each paragraph a small function with its
//! citation; the readings that the text leaves open ([`Switches`]); the numbers of each edition ([`Edition`]). Not here:
//! clocks, files, databases, screens; whoever asks brings the date. Start at [`ask`], then read one article, such as the
//! term of an ordinary passport, beside the Decree's text.
//!
//! A refusal is an answer, never an error: [`FactsError`] is for questions that contradict themselves or speak of what
//! the engine does not know.
//!
//! ```
//! use yeogwon::law::{self, Edition, Facts};
//!
//! let facts = Facts::from_pairs([
//!     ("kind", "ordinary"), ("date", "2011-10-05"), ("birth", "1980-02-01"), ("sex", "F"),
//! ])?;
//! let answer = law::ask("issue", &facts, Edition::default())?;
//! assert!(answer.is_grant());
//! assert_eq!(answer.valid_until.map(|day| day.to_string()).as_deref(), Some("2021-10-05"));
//! # Ok::<(), law::FactsError>(())
//! ```

mod act;
mod act_12;
mod addenda;
mod answer;
mod article_02;
mod article_03;
mod article_03_2;
mod article_04;
mod article_06;
mod article_06_2;
mod article_07;
mod article_09;
mod article_09_2;
mod article_10;
mod article_12;
mod article_13;
mod article_15;
mod article_16;
mod article_18;
mod article_20;
mod article_21;
mod article_22;
mod article_23;
mod article_26;
mod article_27;
mod article_28;
mod article_37;
mod article_38;
mod article_39;
mod article_41;
pub mod calendar;
mod case;
mod committee;
mod contradiction;
mod country;
pub mod coverage;
mod decimal;
mod edition;
mod error;
mod fact;
mod facts;
mod family;
mod gap;
mod issue;
mod military;
mod outcome;
mod papers;
mod parameter;
mod period;
mod photo;
mod procedure;
mod register;
pub mod romanise;
mod rule;
mod switches;
mod term;
mod unless;
mod word;
pub mod words;

pub use answer::{Answer, Unless};
pub use calendar::Date;
pub use decimal::Decimal;
pub use edition::{EDITIONS, Edition, EditionText};
pub use error::FactsError;
pub use fact::{Fact, Shape};
pub use facts::{Facts, Value};
pub use gap::Gap;
pub use outcome::Outcome;
pub use parameter::Numbers;
pub use period::Period;
pub use procedure::{COMMON, PROCEDURES, Procedure};
pub use register::{REGISTER, rules};
pub use rule::{Reason, Rule};
pub use switches::{Readings, SwitchError, Switches};
pub use word::Word;

use case::{Case, Draft};

/// The name under which a question is answered for which no edition is known.
const NO_EDITION: &str = "none";

/// Answers one question under an edition, with the edition's own readings.
///
/// Pure: the same question has the same answer for ever.
///
/// # Errors
/// [`FactsError`] when the procedure or a fact is not known, or facts contradict each other.
pub fn ask(procedure: &str, facts: &Facts, edition: Edition) -> Result<Answer, FactsError> {
    ask_with(procedure, facts, edition, &Readings::default())
}

/// Answers one question under an edition, with some of its open readings chosen.
///
/// # Errors
/// As [`ask`].
pub fn ask_with(
    procedure: &str,
    facts: &Facts,
    edition: Edition,
    readings: &Readings,
) -> Result<Answer, FactsError> {
    let procedure = Procedure::named(procedure)?;
    procedure.check(facts)?;
    contradiction::check(facts)?;
    let Some(text) = edition.text(facts) else {
        let draft = incomplete_edition(facts, &edition::UNKNOWN_DAY);
        return Ok(finish(procedure, NO_EDITION, draft, Vec::new()));
    };
    if let Some(gap) = text.gap(procedure.name, facts) {
        let draft = incomplete_edition(facts, &gap.rule);
        return Ok(finish(procedure, text.name, draft, Vec::new()));
    }
    let case = Case {
        facts,
        numbers: &text.numbers,
        switches: readings.over(text.readings()),
    };
    let draft = procedure.decide(&case);
    let unless = unless::unless(procedure, &case, &draft);
    Ok(finish(procedure, text.name, draft, unless))
}

/// An edition that would need a provision the engine has not: its name, never a date with a wrong citation.
fn incomplete_edition(facts: &Facts, rule: &'static Rule) -> Draft {
    let mut draft = Draft::echo(facts);
    draft.outcome = Outcome::EditionIncomplete;
    draft.set("article", rule.citation);
    draft.note(rule, "not modelled in this edition", &[]);
    draft
}

fn finish(
    procedure: &Procedure,
    edition: &'static str,
    draft: Draft,
    unless: Vec<Unless>,
) -> Answer {
    Answer {
        procedure: procedure.name,
        edition,
        outcome: draft.outcome,
        discretion: draft.discretion && draft.outcome.is_open(),
        kind: draft.kind,
        usage: draft.usage,
        valid_from: draft.valid_from,
        valid_until: draft.valid_until,
        detail: draft.detail,
        reasons: draft.reasons,
        unless,
    }
}
