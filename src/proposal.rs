//! The law's answer to an application, turned into the record that two officers sign.

use chrono::NaiveDate;

use crate::config::Config;
use crate::domain::{Application, ApplicationNumber, ApprovedRecord, hex};
use crate::law::{Answer, FactsError};
use crate::signer::{ask_for_issue, rules_of};

/// What the law proposes for an application, ready to be approved.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What the officers will sign.
    pub record: ApprovedRecord,
    /// The portrait as it will go on the chip.
    pub photo: Vec<u8>,
    /// The law's answer, were the document issued today.
    pub answer: Answer,
}

/// Why there is nothing to approve.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// The law cannot be asked with these facts.
    #[error("the application's facts are not usable: {0}")]
    Facts(#[from] FactsError),
    /// The law does not grant the document. An answer, not a fault.
    #[error("the law does not grant this document: {}", .0.outcome().as_str())]
    NotGranted(Box<Answer>),
    /// A grant that leaves open what is granted.
    #[error("the law's answer names no {0}: this is a fault of the rules engine")]
    Incomplete(&'static str),
}

impl Proposal {
    /// Asks the law and puts together what the officers will sign. `issue_date` is today in Seoul.
    ///
    /// # Errors
    /// [`ProposalError`].
    pub fn make(
        application: &Application,
        number: ApplicationNumber,
        photo: &[u8],
        config: &Config,
        issue_date: NaiveDate,
    ) -> Result<Self, ProposalError> {
        let edition = application.edition.as_ref().unwrap_or(&config.law.edition);
        let answer = ask_for_issue(&application.facts, edition, issue_date)?;
        if !answer.is_grant() {
            return Err(ProposalError::NotGranted(Box::new(answer)));
        }
        let record = ApprovedRecord {
            schema: ApprovedRecord::SCHEMA.to_owned(),
            application_number: number,
            application_date: application.date,
            kind: answer.kind.ok_or(ProposalError::Incomplete("kind"))?,
            usage: answer.usage.ok_or(ProposalError::Incomplete("use"))?,
            edition: edition.clone(),
            facts: application.facts.clone(),
            rules: rules_of(&answer),
            discretion: answer.discretion,
            holder: application.holder.clone(),
            photo_sha256: hex(&openssl::sha::sha256(photo)),
            post: application.post.clone(),
        };
        Ok(Self {
            record,
            photo: photo.to_vec(),
            answer,
        })
    }
}
