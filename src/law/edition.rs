//! Editions of the Decree: a name, the day it came into force, its numbers, and what of it is not modelled.

use super::calendar::{Date, parse_date};
use super::error::FactsError;
use super::fact::Fact;
use super::facts::{Facts, join, shorten};
use super::parameter::{DECREE_23181, Numbers};
use super::rule::Rule;

/// One edition of the Decree.
#[derive(Debug)]
pub struct EditionText {
    /// Its name, `decree-` and the number of the Presidential Decree.
    pub name: &'static str,
    /// The day from which it is in force, `YYYY-MM-DD`.
    pub in_force: &'static str,
    /// Its numbers.
    pub numbers: Numbers,
    /// What it says that the engine does not decide, first match first.
    pub gaps: &'static [Gap],
}

/// A provision that an edition has and the engine has not: a question that needs it is answered with its name.
#[derive(Debug)]
pub struct Gap {
    /// Where it stands.
    pub article: &'static str,
    /// What it says.
    pub says: &'static str,
    /// The questions that need it.
    pub concerns: fn(procedure: &str, facts: &Facts) -> bool,
}

/// The editions, oldest first.
pub const EDITIONS: &[EditionText] = &[EditionText {
    name: "decree-23181",
    in_force: "2011-09-30",
    numbers: DECREE_23181,
    gaps: &[],
}];

pub(super) const INCOMPLETE: Rule = Rule::shall(
    "edition_incomplete",
    "Act 1",
    "The edition asked for has a provision here that this program does not decide.",
    "요청한 시행령에는 이 프로그램이 판단하지 아니하는 규정이 있다.",
);

/// Which edition is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// The edition of 30 September 2011, whatever the date: the law in force here.
    #[default]
    Decree23181,
    /// The edition at this place of [`EDITIONS`].
    Named(usize),
    /// The edition in force on the day asked about.
    ByDate,
}

impl Edition {
    /// Reads `decree-<number>` or `by-date`.
    ///
    /// # Errors
    /// [`FactsError::UnknownEdition`] with the names there are.
    pub fn parse(name: &str) -> Result<Edition, FactsError> {
        if name == "by-date" {
            return Ok(Edition::ByDate);
        }
        EDITIONS
            .iter()
            .position(|edition| edition.name == name)
            .map(Edition::Named)
            .ok_or_else(|| FactsError::UnknownEdition {
                name: shorten(name),
                known: join(EDITIONS.iter().map(|edition| edition.name)),
            })
    }

    /// The text that answers a question with these facts; nothing where no edition of that day is known.
    #[must_use]
    pub fn text(self, facts: &Facts) -> Option<&'static EditionText> {
        match self {
            Edition::Decree23181 => EDITIONS.first(),
            Edition::Named(place) => EDITIONS.get(place),
            Edition::ByDate => in_force_on(day_asked(facts)?),
        }
    }
}

/// The day on which a question looks for its edition: the day of issue, else of the application, else of the event.
fn day_asked(facts: &Facts) -> Option<Date> {
    [
        Fact::IssueDate,
        Fact::Date,
        Fact::Applied,
        Fact::Lost,
        Fact::ReportAccepted,
        Fact::Received,
        Fact::Issued,
    ]
    .into_iter()
    .find_map(|fact| facts.date(fact))
}

fn in_force_on(day: Date) -> Option<&'static EditionText> {
    EDITIONS
        .iter()
        .rev()
        .find(|edition| parse_date(edition.in_force).is_some_and(|from| from <= day))
}

/// The day from which losses count, Decree 23181's first. Source: Addenda 23181, art. 1-2
#[must_use]
pub(super) fn start_of_loss_rule() -> Date {
    EDITIONS
        .first()
        .and_then(|edition| parse_date(edition.in_force))
        .unwrap_or(Date::MIN)
}
