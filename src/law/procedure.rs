//! The procedures: each one question that the Decree answers, the facts it knows, and the function that answers it.

use super::case::{Case, Draft, Step};
use super::error::FactsError;
use super::fact::Fact;
use super::facts::{Facts, join, shorten};
use super::{
    act_12, addenda, article_02, article_03, article_03_2, article_04, article_09_2, article_18,
    article_20, article_21, article_22, article_23, article_26, article_27, article_28, article_37,
    article_38, article_39, article_41, committee, issue, papers, photo,
};

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
        articles: "6, Act 11",
        facts: REISSUE,
        run: issue::reissue,
    },
    Procedure {
        name: "recover",
        articles: "20, Act 13",
        facts: &[
            Fact::ReportAccepted,
            Fact::Recovered,
            Fact::RecoveryReported,
            Fact::ReissueApplied,
            Fact::WantsToUse,
        ],
        run: article_20::recover,
    },
    Procedure {
        name: "share_loss",
        articles: "20",
        facts: &[
            Fact::Trigger,
            Fact::Recipient,
            Fact::Reciprocity,
            Fact::ExtraField,
        ],
        run: article_20::share_loss,
    },
    Procedure {
        name: "loss_report",
        articles: "20",
        facts: &[Fact::ReissueApplied],
        run: article_20::loss_report,
    },
    Procedure {
        name: "check_ground",
        articles: "21",
        facts: &[Fact::Ground, Fact::Outside, Fact::Chip, Fact::DataPage],
        run: article_21::check_ground,
    },
    Procedure {
        name: "documents",
        articles: "5, 8, 14, 17, 18",
        facts: &[
            Fact::Procedure,
            Fact::Ground,
            Fact::Electronic,
            Fact::UrgentSingleNonelectronic,
            Fact::SingleGround,
            Fact::PhotoAttached,
        ],
        run: papers::documents,
    },
    Procedure {
        name: "reissue_content",
        articles: "18",
        facts: &[Fact::ExtraordinaryCircumstance, Fact::RequestedChange],
        run: article_18::content,
    },
    Procedure {
        name: "format",
        articles: "2, 6-2",
        facts: &[Fact::Electronic, Fact::PhotoAttached, Fact::Any],
        run: article_02::format,
    },
    Procedure {
        name: "electronic",
        articles: "3",
        facts: &[
            Fact::RequestedByApplicant,
            Fact::UrgentRecognized,
            Fact::SingleGround,
        ],
        run: article_03::electronic,
    },
    Procedure {
        name: "photo",
        articles: "5",
        facts: &[
            Fact::WidthCm,
            Fact::HeightCm,
            Fact::Color,
            Fact::Hat,
            Fact::Pose,
            Fact::FaceCm,
            Fact::Taken,
            Fact::Applied,
        ],
        run: photo::photo,
    },
    Procedure {
        name: "photo_copies",
        articles: "3, 5, 8, 11, 17",
        facts: &[Fact::Electronic, Fact::UrgentRecognized, Fact::SingleGround],
        run: photo::copies,
    },
    Procedure {
        name: "fingerprint",
        articles: "3",
        facts: &[
            Fact::Applied,
            Fact::Birth,
            Fact::Proxy,
            Fact::Medical,
            Fact::Provided,
        ],
        run: article_03::fingerprint,
    },
    Procedure {
        name: "fingerprint_compare",
        articles: "4",
        facts: &[Fact::Purpose],
        run: article_04::compare,
    },
    Procedure {
        name: "name_change",
        articles: "3-2",
        facts: &[
            Fact::WithReissueApplication,
            Fact::CriminalUse,
            Fact::Ground,
            Fact::Reason,
            Fact::LeavingTogether,
            Fact::PassportUsed,
        ],
        run: article_03_2::name_change,
    },
    Procedure {
        name: "name_note",
        articles: "3-2",
        facts: &[Fact::NameChanged, Fact::MinisterFindsNeeded],
        run: article_03_2::name_note,
    },
    Procedure {
        name: "status_loss",
        articles: "9, 12",
        facts: &[
            Fact::Lost,
            Fact::Location,
            Fact::PrintedExpiry,
            Fact::Holder,
            Fact::Event,
        ],
        run: article_09_2::status_loss,
    },
    Procedure {
        name: "use_event",
        articles: "Act 13, Act 14",
        facts: &[Fact::Event],
        run: article_09_2::use_event,
    },
    Procedure {
        name: "term",
        articles: "Act 14",
        facts: &[Fact::RequestedTo],
        run: article_09_2::term,
    },
    Procedure {
        name: "change_entries",
        articles: "18, 22, Act 15",
        facts: &[
            Fact::Change,
            Fact::Pages,
            Fact::EarlierAdditions,
            Fact::Application,
            Fact::Proof,
            Fact::Passport,
        ],
        run: article_22::change_entries,
    },
    Procedure {
        name: "agency_request",
        articles: "23",
        facts: &[
            Fact::Form,
            Fact::Reason,
            Fact::Period,
            Fact::WithinOfficialDuties,
        ],
        run: article_23::request,
    },
    Procedure {
        name: "agency_result",
        articles: "24",
        facts: &[Fact::Decision],
        run: article_23::result,
    },
    Procedure {
        name: "agency_rerequest",
        articles: "25",
        facts: &[Fact::Form, Fact::PeriodEnd, Fact::Received],
        run: article_23::rerequest,
    },
    Procedure {
        name: "agency_duty",
        articles: "25",
        facts: &[Fact::CauseExtinguished, Fact::PeriodRunning],
        run: article_23::duty,
    },
    Procedure {
        name: "lift",
        articles: "26",
        facts: &[
            Fact::Ground,
            Fact::Origin,
            Fact::Consulted,
            Fact::MinisterDeemsNecessary,
            Fact::NeededDays,
        ],
        run: article_26::lift,
    },
    Procedure {
        name: "examine_request",
        articles: "24",
        facts: &[Fact::DataNeeded],
        run: article_23::examine,
    },
    Procedure {
        name: "refusal_check",
        articles: "12, Act 12, Act 13",
        facts: &[
            Fact::Indicted,
            Fact::MaxPenaltyMonths,
            Fact::ProsecutionSuspended,
            Fact::FledAbroad,
            Fact::Convicted,
            Fact::Sentence,
            Fact::Executed,
            Fact::ExecutedOn,
            Fact::NationalDignityHarmAbroad,
            Fact::EventDate,
            Fact::RiskOfTerrorIfDeparting,
            Fact::SecurityConcern,
            Fact::SecurityObservation,
            Fact::Warned,
            Fact::Restricted,
            Fact::HumanitarianReason,
            Fact::UncollectedSinceIssue,
        ],
        run: act_12::check,
    },
    Procedure {
        name: "serve_return_decision",
        articles: "27",
        facts: &[
            Fact::Attempts,
            Fact::AddressKnown,
            Fact::Returned,
            Fact::Method,
        ],
        run: article_27::serve,
    },
    Procedure {
        name: "danger_check",
        articles: "28",
        facts: &[
            Fact::Place,
            Fact::Event,
            Fact::Scale,
            Fact::State,
            Fact::PublicSecurity,
            Fact::HealthCare,
        ],
        run: article_28::danger,
    },
    Procedure {
        name: "use_permit",
        articles: "29",
        facts: &[
            Fact::Reason,
            Fact::Country,
            Fact::Recommendation,
            Fact::MinisterDeemsNecessary,
            Fact::HeldAtRestriction,
        ],
        run: article_28::permit,
    },
    Procedure {
        name: "announce_restriction",
        articles: "30",
        facts: &[Fact::Medium],
        run: article_28::announce,
    },
    Procedure {
        name: "announce_lifting",
        articles: "30",
        facts: &[Fact::Medium],
        run: article_28::announce,
    },
    Procedure {
        name: "vote",
        articles: "35",
        facts: &[
            Fact::Incumbent,
            Fact::Present,
            Fact::Favour,
            Fact::QuorumRule,
        ],
        run: committee::vote,
    },
    Procedure {
        name: "set_quorum",
        articles: "35",
        facts: &[Fact::Rule, Fact::By],
        run: committee::set_quorum,
    },
    Procedure {
        name: "written_deliberation",
        articles: "35",
        facts: &[Fact::NoTimeToConvene, Fact::ChairDeemsSpeciallyNecessary],
        run: committee::written_deliberation,
    },
    Procedure {
        name: "subcommittee_size",
        articles: "33",
        facts: &[Fact::Members],
        run: committee::subcommittee_size,
    },
    Procedure {
        name: "member_term",
        articles: "32",
        facts: &[Fact::Type],
        run: committee::member_term,
    },
    Procedure {
        name: "route",
        articles: "33, Act 18",
        facts: &[Fact::Matter],
        run: committee::route,
    },
    Procedure {
        name: "act_for_chair",
        articles: "34",
        facts: &[Fact::Chair],
        run: committee::act_for_chair,
    },
    Procedure {
        name: "allowance",
        articles: "36",
        facts: &[Fact::Attendee, Fact::DirectlyRelatedToDuties],
        run: committee::allowance,
    },
    Procedure {
        name: "subcommittee_chair",
        articles: "33",
        facts: &[],
        run: committee::subcommittee_chair,
    },
    Procedure {
        name: "delegate",
        articles: "37",
        facts: &[
            Fact::To,
            Fact::Task,
            Fact::DirectCollectionRequest,
            Fact::NamesPerson,
            Fact::NamesPassport,
            Fact::NamesPeriod,
            Fact::Finding,
            Fact::ReportToMinister,
        ],
        run: article_37::delegate,
    },
    Procedure {
        name: "pay",
        articles: "38",
        facts: &[
            Fact::Place,
            Fact::Means,
            Fact::MissionCountry,
            Fact::Currency,
        ],
        run: article_38::pay,
    },
    Procedure {
        name: "exempt",
        articles: "38",
        facts: &[Fact::Person],
        run: article_38::exempt,
    },
    Procedure {
        name: "refund",
        articles: "38",
        facts: &[Fact::Reason],
        run: article_38::refund,
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
    Procedure {
        name: "cert_fields",
        articles: "41",
        facts: &[],
        run: article_41::fields,
    },
    Procedure {
        name: "cert_issue",
        articles: "41",
        facts: &[Fact::SigningKey],
        run: article_41::issue,
    },
    Procedure {
        name: "cert_purge",
        articles: "44",
        facts: &[Fact::Issued, Fact::Purge],
        run: article_41::purge,
    },
    Procedure {
        name: "provide_verification_material",
        articles: "42",
        facts: &[Fact::To],
        run: article_41::provide,
    },
    Procedure {
        name: "cert_validity",
        articles: "41",
        facts: &[Fact::SetBy, Fact::BasedOn],
        run: article_41::validity,
    },
    Procedure {
        name: "export_signing_secret",
        articles: "42, 44",
        facts: &[Fact::To],
        run: article_41::export_secret,
    },
    Procedure {
        name: "extend",
        articles: "Addenda of 29 Jun 2008, article 2",
        facts: &[Fact::Issued, Fact::Expiry, Fact::Applied],
        run: addenda::extend,
    },
    Procedure {
        name: "child_in_parent_passport",
        articles: "Addenda of 29 Jun 2008, article 3",
        facts: &[Fact::ListedBy, Fact::ChildBirth, Fact::ParentPassportValid],
        run: addenda::child,
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
