use std::collections::{HashMap, HashSet};

use super::intent_log::{Entry, Event, Intent};
use super::refusal::Refusal;
use crate::domain::{ApplicationNumber, DocumentNumber};

/// What has been done with a document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberState {
    /// Signing was begun; the process died before the answer went out.
    Open(Intent),
    /// An EF.SOD was given out.
    Released(Intent, String),
    /// Given up.
    Spoiled,
}

/// What the signing process has done so far, read from its log: which applications, numbers and blanks are used,
/// and how often each key was.
#[derive(Debug, Default)]
pub struct Ledger {
    numbers: HashMap<DocumentNumber, NumberState>,
    applications: HashMap<ApplicationNumber, DocumentNumber>,
    blanks: HashSet<String>,
    signatures: HashMap<String, u64>,
    alarms: u64,
    last_alarm: Option<Refusal>,
}

impl Ledger {
    /// Takes in one entry of the log.
    pub fn take_in(&mut self, entry: &Entry) {
        self.last_alarm = None;
        match &entry.event {
            // Officers and witnessed heads are accounts of their own: `RegisterHistory`, `Witnesses`.
            Event::Started { .. }
            | Event::Refused { .. }
            | Event::OfficersAdopted { .. }
            | Event::OfficerChanged { .. }
            | Event::OfficersRewritten { .. }
            | Event::Witnessed { .. } => {}
            Event::Alarm { refusal } => {
                self.alarms += 1;
                self.last_alarm = Some(refusal.clone());
            }
            Event::Intended(intent) => self.open(intent),
            Event::Released { number, sod_sha256 } => {
                if let Some(NumberState::Open(intent)) = self.numbers.remove(number) {
                    self.numbers.insert(
                        number.clone(),
                        NumberState::Released(intent, sod_sha256.clone()),
                    );
                }
            }
            Event::Spoiled { number, .. } => {
                // The number and the blank are gone for good; the application may have another book.
                if let Some(NumberState::Open(intent)) =
                    self.numbers.insert(number.clone(), NumberState::Spoiled)
                {
                    self.applications.remove(&intent.application);
                }
            }
        }
    }

    fn open(&mut self, intent: &Intent) {
        // Counted at the intent: a key that may have been used counts as used. Resuming the same intent after a
        // crash counts again, since it is another use of the key.
        *self.signatures.entry(intent.signer.clone()).or_default() += 1;
        self.applications
            .insert(intent.application.clone(), intent.number.clone());
        self.blanks.insert(intent.blank.clone());
        self.numbers
            .insert(intent.number.clone(), NumberState::Open(intent.clone()));
    }

    /// The state of a number, if it was ever used.
    pub fn number(&self, number: &DocumentNumber) -> Option<&NumberState> {
        self.numbers.get(number)
    }

    /// How many signatures a key was charged with.
    pub fn signatures(&self, label: &str) -> u64 {
        self.signatures.get(label).copied().unwrap_or(0)
    }

    /// How many alarms were raised.
    pub fn alarms(&self) -> u64 {
        self.alarms
    }

    /// The alarm that is the log's last entry, if that is one.
    pub fn last_alarm(&self) -> Option<&Refusal> {
        self.last_alarm.as_ref()
    }

    /// The numbers whose signing was begun and never finished, in order.
    pub fn open_numbers(&self) -> Vec<DocumentNumber> {
        let mut open: Vec<_> = self
            .numbers
            .iter()
            .filter(|(_, state)| matches!(state, NumberState::Open(_)))
            .map(|(number, _)| number.clone())
            .collect();
        open.sort();
        open
    }

    /// Whether a new document may be begun with these; the open intent, if this very request was begun before.
    ///
    /// # Errors
    /// The [`Refusal`] naming what is used up.
    pub fn admit(
        &self,
        application: &ApplicationNumber,
        number: &DocumentNumber,
        blank: &str,
        request_sha256: &str,
    ) -> Result<Option<&Intent>, Refusal> {
        match self.numbers.get(number) {
            Some(NumberState::Open(intent)) if intent.request_sha256 == request_sha256 => {
                return Ok(Some(intent));
            }
            Some(NumberState::Open(_)) => {
                return Err(Refusal::OtherIntentOpen {
                    number: number.clone(),
                });
            }
            Some(NumberState::Released(intent, _)) if intent.application == *application => {
                return Err(Refusal::ApplicationUsed);
            }
            Some(NumberState::Released(..) | NumberState::Spoiled) => {
                return Err(Refusal::NumberUsed);
            }
            None => {}
        }
        if self.applications.contains_key(application) {
            return Err(Refusal::ApplicationUsed);
        }
        if self.blanks.contains(blank) {
            return Err(Refusal::BlankUsed);
        }
        Ok(None)
    }
}
