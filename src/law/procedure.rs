//! The procedures: each one question that the Decree answers, the facts it knows, and the function that answers it.

use super::case::{Case, Draft, Step};
use super::error::FactsError;
use super::fact::Fact;
use super::facts::{Facts, join, shorten};

mod list;

pub use list::PROCEDURES;

/// One question that the law answers.
pub struct Procedure {
    /// Its name.
    pub name: &'static str,
    /// The articles that answer it.
    pub articles: &'static str,
    /// The facts that it knows besides those that every procedure knows.
    pub facts: &'static [Fact],
    run: fn(&Case<'_>, &mut Draft) -> Step<()>,
}

/// Facts that every procedure knows: what was asked for, and when.
pub const COMMON: &[Fact] = &[Fact::Kind, Fact::Use, Fact::Date, Fact::IssueDate];

impl std::fmt::Debug for Procedure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Procedure({})", self.name)
    }
}

impl Procedure {
    /// The procedure with this name.
    ///
    /// # Errors
    /// [`FactsError::UnknownProcedure`] with the names there are.
    pub fn named(name: &str) -> Result<&'static Procedure, FactsError> {
        PROCEDURES
            .iter()
            .find(|procedure| procedure.name == name)
            .ok_or_else(|| FactsError::UnknownProcedure {
                name: shorten(name),
                known: join(PROCEDURES.iter().map(|procedure| procedure.name)),
            })
    }

    /// Does the procedure know this fact?
    #[must_use]
    pub fn knows(&self, fact: Fact) -> bool {
        COMMON.contains(&fact) || self.facts.contains(&fact)
    }

    /// Refuses facts that the procedure would silently ignore.
    pub(super) fn check(&self, facts: &Facts) -> Result<(), FactsError> {
        match facts.names().find(|fact| !self.knows(*fact)) {
            Some(fact) => Err(FactsError::ForeignFact {
                procedure: self.name,
                fact,
                known: join(COMMON.iter().chain(self.facts).map(|fact| fact.as_str())),
            }),
            None => Ok(()),
        }
    }

    /// Runs every rule of the procedure.
    pub(super) fn decide(&self, case: &Case<'_>) -> Draft {
        let mut draft = Draft::echo(case.facts);
        if let Err(stop) = (self.run)(case, &mut draft) {
            draft.stop(stop);
        }
        draft
    }
}
