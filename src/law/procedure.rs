//! The procedures: each one question that the Decree answers, the facts it knows, and the function that answers it.

use super::case::{Case, Draft, Step};
use super::error::FactsError;
use super::fact::Fact;
use super::facts::{Facts, join, shorten};
use super::{article_39, issue};

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

/// Every procedure, in the order of the contract.
pub const PROCEDURES: &[Procedure] = &[
    Procedure {
        name: "issue",
        articles: "5, 6, 6-2, 7, 9, 10, 12, 13, 15, 16, Act 5, Act 6",
        facts: ISSUE,
        run: issue::issue,
    },
    Procedure {
        name: "reissue",
        articles: "6, 18, Act 11",
        facts: REISSUE,
        run: issue::reissue,
    },
    Procedure {
        name: "fee",
        articles: "39, Act 22",
        facts: &[
            Fact::TermYears,
            Fact::Age,
            Fact::Place,
            Fact::RemainingTerm,
            Fact::PhotoAttached,
        ],
        run: article_39::fee,
    },
];

const ISSUE: &[Fact] = &[
    Fact::Birth,
    Fact::Sex,
    Fact::Mil,
    Fact::NotifiedTo,
    Fact::SingleRequested,
    Fact::AntiStateMember,
    Fact::Residence,
    Fact::Consulted,
    Fact::MinisterYears,
    Fact::MinisterMonths,
    Fact::NationalityVow,
    Fact::Permit,
    Fact::PermitFrom,
    Fact::PermitTo,
    Fact::VisaUnavoidable,
    Fact::Serving,
    Fact::ServiceEnd,
    Fact::Artist,
    Fact::CultureMinisterRecommendation,
    Fact::NationalTeam,
    Fact::SeveralTripsThisYear,
    Fact::Purpose,
    Fact::Ground,
    Fact::WantRemaining,
    Fact::PrevExpiry,
    Fact::BlankPages,
    Fact::Emigrant,
    Fact::Path,
    Fact::CountryHasPr,
    Fact::Doc,
    Fact::EmigrationReported,
    Fact::ConsentInfoSharing,
    Fact::ConfirmationForm,
    Fact::Cat,
    Fact::SelfApplicant,
    Fact::OfficialBusiness,
    Fact::Relation,
    Fact::Recommended,
    Fact::TravelStart,
    Fact::Travel,
    Fact::Married,
    Fact::Disabled,
    Fact::Livelihood,
    Fact::Dependent,
    Fact::ThreeYearsNeeded,
    Fact::MinisterDeemsNecessary,
    Fact::Role,
    Fact::DispatchedByGovernment,
    Fact::Accompanies,
    Fact::Body,
    Fact::Accompanying,
    Fact::Accredited,
    Fact::Mission,
    Fact::MissionStart,
    Fact::Consecutive,
    Fact::OfficialOverseasTravel,
    Fact::Person,
    Fact::Departing,
    Fact::Location,
    Fact::Event,
    Fact::UrgentReturn,
    Fact::TimeToWait,
    Fact::UrgentThirdCountry,
    Fact::ResidesAbroad,
    Fact::TemporarilyBack,
    Fact::UrgentDepartureToResidence,
    Fact::Deported,
    Fact::CanGetOwnPassport,
    Fact::MinisterDeemsUrgent,
    Fact::UrgentRecognized,
    Fact::PhotoAttached,
    Fact::Proxy,
    Fact::Medical,
    Fact::Provided,
];

const REISSUE: &[Fact] = &[
    Fact::Birth,
    Fact::Sex,
    Fact::Mil,
    Fact::Ground,
    Fact::WantRemaining,
    Fact::PrevExpiry,
    Fact::NotifiedTo,
    Fact::ReportAccepted,
    Fact::Losses,
    Fact::ForceMajeure,
    Fact::Permit,
    Fact::Verify,
    Fact::PermitFrom,
    Fact::PermitTo,
    Fact::SingleRequested,
    Fact::AntiStateMember,
    Fact::Residence,
    Fact::Consulted,
    Fact::MinisterYears,
    Fact::MinisterMonths,
    Fact::NationalityVow,
    Fact::VisaUnavoidable,
    Fact::Serving,
    Fact::ServiceEnd,
    Fact::Artist,
    Fact::CultureMinisterRecommendation,
    Fact::NationalTeam,
    Fact::SeveralTripsThisYear,
    Fact::Purpose,
    Fact::BlankPages,
    Fact::Emigrant,
    Fact::Path,
    Fact::CountryHasPr,
    Fact::Doc,
    Fact::EmigrationReported,
    Fact::ConsentInfoSharing,
    Fact::ConfirmationForm,
    Fact::Cat,
    Fact::SelfApplicant,
    Fact::OfficialBusiness,
    Fact::Relation,
    Fact::Recommended,
    Fact::TravelStart,
    Fact::Travel,
    Fact::Married,
    Fact::Disabled,
    Fact::Livelihood,
    Fact::Dependent,
    Fact::ThreeYearsNeeded,
    Fact::MinisterDeemsNecessary,
    Fact::Role,
    Fact::DispatchedByGovernment,
    Fact::Accompanies,
    Fact::Body,
    Fact::Accompanying,
    Fact::Accredited,
    Fact::Mission,
    Fact::MissionStart,
    Fact::Consecutive,
    Fact::OfficialOverseasTravel,
    Fact::Person,
    Fact::Departing,
    Fact::Location,
    Fact::Event,
    Fact::UrgentReturn,
    Fact::TimeToWait,
    Fact::UrgentThirdCountry,
    Fact::ResidesAbroad,
    Fact::TemporarilyBack,
    Fact::UrgentDepartureToResidence,
    Fact::Deported,
    Fact::CanGetOwnPassport,
    Fact::MinisterDeemsUrgent,
    Fact::UrgentRecognized,
    Fact::PhotoAttached,
    Fact::Proxy,
    Fact::Medical,
    Fact::Provided,
];
