use std::path::Path;

use chrono::{DateTime, Utc};

use super::intent_log::{Entry, Event, IntentLog, IntentLogError, LogHead};
use super::ledger::Ledger;
use super::refusal::Refusal;
use super::register_history::RegisterHistory;
use super::witness::Witnesses;

/// The log, and what follows from it: each account is what its entries say, before a crash and after.
pub(super) struct Records {
    log: IntentLog,
    accounts: Accounts,
}

#[derive(Default)]
struct Accounts {
    ledger: Ledger,
    officers: RegisterHistory,
    witnesses: Witnesses,
}

impl Accounts {
    fn take_in(&mut self, entry: &Entry) {
        self.ledger.take_in(entry);
        self.officers.take_in(entry);
        self.witnesses.take_in(entry);
    }
}

impl Records {
    pub(super) fn open(path: &Path) -> Result<Self, IntentLogError> {
        let mut accounts = Accounts::default();
        let log = IntentLog::open(path, |entry| accounts.take_in(entry))?;
        Ok(Self { log, accounts })
    }

    /// Writes an event down, waits until it is on the disk, and takes it into the accounts.
    pub(super) fn record(
        &mut self,
        now: DateTime<Utc>,
        event: Event,
    ) -> Result<(), IntentLogError> {
        let entry = self.log.append(now, event)?;
        self.accounts.take_in(&entry);
        Ok(())
    }

    /// Writes down why the process does not start. Once, however often whatever watches over it tries.
    pub(super) fn raise_at_start(
        &mut self,
        now: DateTime<Utc>,
        refusal: Refusal,
    ) -> Result<(), IntentLogError> {
        if self.accounts.ledger.last_alarm() == Some(&refusal) {
            return Ok(());
        }
        self.record(now, Event::Alarm { refusal })
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.accounts.ledger
    }

    pub(super) fn officers(&self) -> &RegisterHistory {
        &self.accounts.officers
    }

    pub(super) fn witnesses(&self) -> &Witnesses {
        &self.accounts.witnesses
    }

    /// The end of the log; none while it is empty.
    pub(super) fn head(&self) -> Option<LogHead> {
        self.log.head()
    }

    /// Refuses to go on while the clock stands before the last entry.
    pub(super) fn check_clock(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.log.last_at().filter(|last| *last > now) {
            Some(last) => Err(Refusal::ClockSetBack { now, last }),
            None => Ok(()),
        }
    }
}
