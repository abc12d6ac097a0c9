//! Editions of the Decree: a name, the day it came into force, its numbers, its readings.
//!
//! Decree 23181 of 2011 is complete and the default. Later editions carry what is a plain value here; what else they
//! say stands in [`super::gap`], and a question that needs it is answered with its name.

use super::calendar::{Date, parse_date};
use super::error::FactsError;
use super::fact::Fact;
use super::facts::{Facts, join, shorten};
use super::gap::{GAPS, Gap};
use super::parameter::{
    DECREE_23181, DECREE_23847, DECREE_25106, DECREE_26043, DECREE_30182, DECREE_31262,
    DECREE_31865, DECREE_35398, DECREE_35759, Numbers,
};
use super::rule::Rule;
use super::switches::Switches;

/// One edition of the Decree.
#[derive(Debug)]
pub struct EditionText {
    /// Its name, `decree-` and the number of the Presidential Decree.
    pub name: &'static str,
    /// The day from which it is in force, `YYYY-MM-DD`.
    pub in_force: &'static str,
    /// Its numbers.
    pub numbers: Numbers,
}

const fn text(name: &'static str, in_force: &'static str, numbers: Numbers) -> EditionText {
    EditionText {
        name,
        in_force,
        numbers,
    }
}

/// The editions, oldest first.
pub const EDITIONS: &[EditionText] = &[
    text("decree-23181", "2011-09-30", DECREE_23181),
    text("decree-23847", "2012-06-08", DECREE_23847),
    text("decree-24089", "2012-09-07", DECREE_23847),
    text("decree-24459", "2013-03-23", DECREE_23847),
    text("decree-24852", "2013-12-12", DECREE_23847),
    text("decree-25106", "2014-04-01", DECREE_25106),
    text("decree-26043", "2015-01-12", DECREE_26043),
    text("decree-27166", "2016-05-13", DECREE_26043),
    text("decree-27620", "2016-11-30", DECREE_26043),
    text("decree-28146", "2017-06-27", DECREE_26043),
    text("decree-28473", "2017-12-21", DECREE_26043),
    text("decree-28782", "2018-04-03", DECREE_26043),
    text("decree-29187", "2018-09-28", DECREE_26043),
    text("decree-30182", "2019-11-05", DECREE_30182),
    text("decree-30498", "2020-03-03", DECREE_30182),
    text("decree-31262", "2020-12-21", DECREE_31262),
    text("decree-31865", "2021-07-06", DECREE_31865),
    text("decree-32655", "2022-05-31", DECREE_31865),
    text("decree-32790", "2022-07-12", DECREE_31865),
    text("decree-33376", "2023-06-05", DECREE_31865),
    text("decree-33772", "2023-09-29", DECREE_31865),
    text("decree-34166", "2024-02-09", DECREE_31865),
    text("decree-35398", "2025-03-25", DECREE_35398),
    text("decree-35759", "2025-10-09", DECREE_35759),
    text("decree-36078", "2026-03-01", DECREE_35759),
];

impl EditionText {
    /// The first provision of this edition that the question needs and the engine has not.
    #[must_use]
    pub fn gap(&self, procedure: &str, facts: &Facts) -> Option<&'static Gap> {
        GAPS.iter()
            .find(|gap| gap.from <= self.in_force && gap.concerns(procedure, facts))
    }

    /// How the edition's open places are read: the English text for 2011, the Korean for what came after.
    #[must_use]
    pub fn readings(&self) -> Switches {
        if self.in_force == FIRST_DAY {
            return Switches::default();
        }
        let recommendation = if self.in_force >= RECOMMENDATION_FOR_ATHLETES {
            super::switches::Recommendation::Everyone
        } else {
            super::switches::Recommendation::ArtistsOnly
        };
        Switches {
            recommendation,
            ..Switches::korean()
        }
    }
}

/// The first day of Decree 23181.
const FIRST_DAY: &str = "2011-09-30";
/// From Decree 26043 athletes need the recommendation like artists. Source: decree:13
const RECOMMENDATION_FOR_ATHLETES: &str = "2015-01-12";

pub(super) const UNKNOWN_DAY: Rule = Rule::shall(
    "no_edition_of_that_day",
    "Addenda",
    "No edition of the Decree is known here for that day; the first is of 30 September 2011.",
    "그 날에 시행 중이던 시행령은 이 프로그램에 수록되어 있지 아니하다.",
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
            Edition::ByDate => match day_asked(facts) {
                Some(day) => in_force_on(day),
                None => EDITIONS.first(),
            },
        }
    }
}

/// The day on which a question looks for its edition: of issue, else of the application, else of the event asked about.
fn day_asked(facts: &Facts) -> Option<Date> {
    [
        Fact::IssueDate,
        Fact::Date,
        Fact::Applied,
        Fact::Lost,
        Fact::Recovered,
        Fact::Received,
        Fact::Purge,
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
    parse_date(FIRST_DAY).unwrap_or(Date::MIN)
}
