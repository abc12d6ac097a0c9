use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{failed, invalid};
use crate::domain::ApplicationStatus;
use crate::law::{self, Answer, Edition, Fact, Facts, Outcome};
use crate::service::deps::Deps;
use crate::service::error::ServiceError;

/// A ground of the Act's article 12, and the facts that make it one. The law itself says whether they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The ground's own name, in forms and in what is kept.
    pub code: &'static str,
    /// The rule of the law, as it stands in its answers.
    pub rule: &'static str,
    /// Facts that follow from the ground.
    pub given: &'static [(Fact, &'static str)],
    /// Facts that the officer states.
    pub asked: &'static [Fact],
    /// Whether the Minister of Justice is consulted and the Committee deliberates first: the case must have been referred.
    pub after_referral: bool,
}

/// Grounds on which issue may be refused.
///
/// Source: Act 12(1)
pub const REFUSAL_GROUNDS: &[Ground] = &[
    Ground {
        code: "indicted",
        rule: "indicted_or_fled",
        given: &[(Fact::Indicted, "yes")],
        asked: &[Fact::MaxPenaltyMonths],
        after_referral: false,
    },
    Ground {
        code: "fled_abroad",
        rule: "indicted_or_fled",
        given: &[
            (Fact::FledAbroad, "yes"),
            (Fact::ProsecutionSuspended, "yes"),
        ],
        asked: &[Fact::MaxPenaltyMonths],
        after_referral: false,
    },
    Ground {
        code: "convicted_of_passport_crime",
        rule: "convicted_of_passport_crime",
        given: &[
            (Fact::Convicted, "passport_act_24_26"),
            (Fact::Executed, "no"),
        ],
        asked: &[],
        after_referral: false,
    },
    Ground {
        code: "convicted_of_other_crime",
        rule: "convicted_of_other_crime",
        given: &[(Fact::Convicted, "other_crime"), (Fact::Executed, "no")],
        asked: &[Fact::Sentence],
        after_referral: false,
    },
    Ground {
        code: "security_terror_risk",
        rule: "security_terror_risk",
        given: &[
            (Fact::RiskOfTerrorIfDeparting, "high"),
            (Fact::SecurityConcern, "serious"),
        ],
        asked: &[],
        after_referral: true,
    },
    Ground {
        code: "security_observation",
        rule: "security_observation",
        given: &[
            (Fact::SecurityObservation, "yes"),
            (Fact::Warned, "yes"),
            (Fact::SecurityConcern, "serious"),
        ],
        asked: &[],
        after_referral: true,
    },
];

/// Grounds on which issue may be restricted for one to three years.
///
/// Source: Act 12(3)
pub const RESTRICTION_GROUNDS: &[Ground] = &[
    Ground {
        code: "restriction_after_passport_crime",
        rule: "restriction_after_passport_crime",
        given: &[
            (Fact::Convicted, "passport_act_24_26"),
            (Fact::Executed, "yes"),
        ],
        asked: &[Fact::ExecutedOn],
        after_referral: false,
    },
    Ground {
        code: "restriction_for_dignity",
        rule: "restriction_for_dignity",
        given: &[(Fact::NationalDignityHarmAbroad, "notified")],
        asked: &[Fact::EventDate],
        after_referral: false,
    },
];

/// What the law said to a ground.
pub(super) struct Found {
    pub(super) facts: Map<String, Value>,
    pub(super) answer: Answer,
    pub(super) citation: String,
}

impl Ground {
    /// The ground of a code, among these.
    pub fn find(code: &str, among: &'static [Self]) -> Result<&'static Self, ServiceError> {
        among
            .iter()
            .find(|ground| ground.code == code)
            .ok_or_else(|| invalid("ground", "decide-fault-ground"))
    }

    /// Where the ground stands in the law.
    pub fn citation(&self) -> &'static str {
        law::rules()
            .find(|rule| rule.id == self.rule)
            .map_or("Act 12", |rule| rule.citation)
    }

    /// Asks the law whether the facts make this ground; on its word alone it is one.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] naming the fact that is missing, unusable, or does not make the ground.
    pub(super) fn ask(
        &self,
        deps: &Deps,
        stated: &BTreeMap<String, String>,
        status: ApplicationStatus,
        today: NaiveDate,
    ) -> Result<Found, ServiceError> {
        if self.after_referral && status != ApplicationStatus::Referred {
            return Err(invalid("ground", "decide-fault-refer-first"));
        }
        let facts = self.facts(stated, today)?;
        let edition = Edition::parse(&deps.config.law.edition).map_err(failed)?;
        let answer = law::ask("refusal_check", &facts, edition)
            .map_err(|_| invalid("ground", "decide-fault-ground-facts"))?;
        let carries = match answer.outcome() {
            Outcome::MayRefuse | Outcome::MayRestrict => answer.deciding(),
            Outcome::Refer if self.after_referral => answer
                .reasons
                .iter()
                .find(|reason| reason.rule.id == self.rule),
            _ => None,
        };
        let Some(reason) = carries.filter(|reason| reason.rule.id == self.rule) else {
            return Err(invalid("ground", "decide-fault-no-ground"));
        };
        let citation = reason.rule.citation.to_owned();
        Ok(Found {
            facts: facts.to_json(),
            answer,
            citation,
        })
    }

    fn facts(
        &self,
        stated: &BTreeMap<String, String>,
        today: NaiveDate,
    ) -> Result<Facts, ServiceError> {
        let today = today.to_string();
        let mut pairs = vec![(Fact::Date.as_str(), today.as_str())];
        pairs.extend(
            self.given
                .iter()
                .map(|(fact, value)| (fact.as_str(), *value)),
        );
        let mut faults = Vec::new();
        for fact in self.asked {
            let value = stated.get(fact.as_str()).map_or("", |value| value.trim());
            if value.is_empty() {
                faults.push(super::fault(
                    &format!("facts.{}", fact.as_str()),
                    "fault-empty",
                ));
            } else if Facts::from_pairs([(fact.as_str(), value)]).is_err() {
                faults.push(super::fault(
                    &format!("facts.{}", fact.as_str()),
                    "fault-fact-value",
                ));
            }
            pairs.push((fact.as_str(), value));
        }
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        Facts::from_pairs(pairs).map_err(|_| invalid("ground", "decide-fault-ground-facts"))
    }
}
