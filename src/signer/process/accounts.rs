//! What the signing process answers and writes down without using a key: its state, its officers, other journals' ends.

use chrono::{DateTime, Utc};

use super::SigningProcess;
use crate::signer::enrolment::{EnrolmentApproval, OfficerChange, RegisterVersion};
use crate::signer::failure::Failure;
use crate::signer::intent_log::{Event, LogHead};
use crate::signer::officer::OfficerRegister;
use crate::signer::protocol::{Response, Status};
use crate::signer::witness::WitnessSource;

impl SigningProcess {
    pub(super) fn status(&self, now: DateTime<Utc>) -> Result<Status, Failure> {
        let (officers, register) = self.register()?;
        let ledger = self.records.ledger();
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            specimen: self.config.installation.specimen,
            officers: officers.len(),
            document_signers: self.signers.status(|label| ledger.signatures(label)),
            open: ledger.open_numbers(),
            register: register.clone(),
            log: self.head()?,
            alarms: ledger.alarms(),
            at: now,
        })
    }

    /// The register that counts. There always is one: without one the process does not start.
    pub(super) fn register(&self) -> Result<(&OfficerRegister, &RegisterVersion), Failure> {
        let lost = || Failure::Broken("there is no register of officers".to_owned());
        self.records.officers().current().ok_or_else(lost)
    }

    /// The end of the log. There always is one: the start was written down.
    fn head(&self) -> Result<LogHead, Failure> {
        let lost = || Failure::Broken("the log is empty".to_owned());
        self.records.head().ok_or_else(lost)
    }

    pub(super) fn officers(&self) -> Result<Response, Failure> {
        let (officers, register) = self.register()?;
        Ok(Response::Officers {
            register: register.clone(),
            officers: officers.entries(),
        })
    }

    /// Changes the register of officers: first in the log, then in its file. A crash between the two is settled at the
    /// next start.
    pub(super) fn change_officer(
        &mut self,
        change: OfficerChange,
        approvals: Vec<EnrolmentApproval>,
        now: DateTime<Utc>,
    ) -> Result<Response, Failure> {
        self.records.check_clock(now)?;
        let history = self.records.officers();
        let changed = history.decide(&change, &approvals, now)?;
        let register = history
            .version_of(&changed)
            .map_err(|error| Failure::Broken(error.to_string()))?;
        let event = Event::OfficerChanged {
            change,
            approvals,
            register,
        };
        self.records.record(now, event)?;
        self.register_file.keep(&changed)?;
        self.officers()
    }

    pub(super) fn witness(
        &mut self,
        source: WitnessSource,
        sequence: u64,
        digest: String,
        now: DateTime<Utc>,
    ) -> Result<Response, Failure> {
        if self.records.witnesses().is_new(source, sequence, &digest)? {
            let event = Event::Witnessed {
                source,
                entry: sequence,
                digest,
            };
            self.records.record(now, event)?;
        }
        Ok(Response::Witnessed { log: self.head()? })
    }

    pub(super) fn witnessed(
        &self,
        source: WitnessSource,
        last: usize,
    ) -> Result<Response, Failure> {
        Ok(Response::WitnessedHeads {
            heads: self.records.witnesses().last(source, last),
            log: self.head()?,
        })
    }
}
