use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::enrolment::{
    EnrolmentApproval, FEWEST_ADMINISTRATORS, OfficerChange, RegisterVersion, check_enrolment,
};
use super::intent_log::{Entry, Event};
use super::officer::{
    ApprovalRole, Officer, OfficerEntry, OfficerId, OfficerRegister, OfficerRegisterError,
};
use super::refusal::Refusal;

/// The register of officers as the log tells it: how it was when the first signer started, and every change since, each
/// with the two signatures behind it.
///
/// Reading the log checks the signatures again, so that a line added to the log by hand is as good as no line.
#[derive(Default)]
pub(super) struct RegisterHistory {
    current: Option<Recorded>,
    /// The version before the last change: what the file may still hold after a crash.
    before: Option<RegisterVersion>,
    /// Every key that was ever enrolled, and whose it is. A key is one person's for good.
    keys: HashMap<Vec<u8>, OfficerId>,
    /// The first line of the log that is not what it says.
    fault: Option<String>,
}

struct Recorded {
    register: OfficerRegister,
    version: RegisterVersion,
}

/// How the register's file stands to the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileState {
    /// The log knows of no register yet.
    NotRecorded,
    /// It is what the log says.
    AsRecorded,
    /// A crash came between the log and the file: the file is one change behind.
    Behind,
    /// Somebody else wrote it.
    Edited,
}

impl RegisterHistory {
    /// Takes in one entry of the log.
    pub(super) fn take_in(&mut self, entry: &Entry) {
        if self.fault.is_some() {
            return;
        }
        let outcome = match &entry.event {
            Event::OfficersAdopted { officers, register } if self.current.is_none() => {
                OfficerRegister::from_entries(officers.clone())
                    .map_err(|error| error.to_string())
                    .and_then(|adopted| self.go_on(adopted, register))
            }
            Event::OfficersAdopted { .. } => Err("the register was founded twice".to_owned()),
            Event::OfficerChanged {
                change,
                approvals,
                register,
            } => self
                .decide(change, approvals, entry.at)
                .map_err(|refusal| refusal.to_string())
                .and_then(|changed| self.go_on(changed, register)),
            _ => Ok(()),
        };
        if let Err(detail) = outcome {
            self.fault = Some(format!("entry {}: {detail}", entry.sequence));
        }
    }

    /// What is wrong with the log's account of the register.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The register that counts, and its version.
    pub(super) fn current(&self) -> Option<(&OfficerRegister, &RegisterVersion)> {
        self.current
            .as_ref()
            .map(|recorded| (&recorded.register, &recorded.version))
    }

    /// Holds the digest of the register's file against the log.
    pub(super) fn compare(&self, digest: &str) -> FileState {
        let is = |version: &RegisterVersion| version.sha256 == digest;
        match &self.current {
            None => FileState::NotRecorded,
            Some(recorded) if is(&recorded.version) => FileState::AsRecorded,
            Some(_) if self.before.as_ref().is_some_and(is) => FileState::Behind,
            Some(_) => FileState::Edited,
        }
    }

    /// The version that a register would be if it came next.
    pub(super) fn version_of(
        &self,
        register: &OfficerRegister,
    ) -> Result<RegisterVersion, OfficerRegisterError> {
        Ok(RegisterVersion {
            sequence: self
                .current
                .as_ref()
                .map_or(0, |recorded| recorded.version.sequence + 1),
            sha256: register.digest()?,
        })
    }

    /// The register counts from now on, if it is the one that was announced.
    fn go_on(
        &mut self,
        register: OfficerRegister,
        announced: &RegisterVersion,
    ) -> Result<(), String> {
        let text = |error: OfficerRegisterError| error.to_string();
        let version = self.version_of(&register).map_err(text)?;
        if version != *announced {
            return Err("the change does not give the register it announces".to_owned());
        }
        for officer in register.all() {
            let point = officer.point().map_err(text)?;
            self.keys.insert(point, officer.entry.id.clone());
        }
        let before = self.current.replace(Recorded { register, version });
        self.before = before.map(|recorded| recorded.version);
        Ok(())
    }

    /// Whether a change may be made now; the register that it makes.
    ///
    /// # Errors
    /// The [`Refusal`] that names the first thing found wrong.
    pub(super) fn decide(
        &self,
        change: &OfficerChange,
        approvals: &[EnrolmentApproval],
        now: DateTime<Utc>,
    ) -> Result<OfficerRegister, Refusal> {
        let unusable = |detail: String| Refusal::EntryUnusable { detail };
        let Some((register, version)) = self.current() else {
            return Err(unusable("there is no register yet".into()));
        };
        let concerned = change.concerned();
        let standing = register.find(concerned).map(|officer| &officer.entry);
        let entry = match change {
            OfficerChange::Enrol { entry } => {
                check_entry(entry)?;
                self.check_key(entry)?;
                entry.clone()
            }
            OfficerChange::Disable { officer } => OfficerEntry {
                disabled: true,
                ..standing.cloned().ok_or_else(|| Refusal::UnknownOfficer {
                    officer: officer.clone(),
                })?
            },
        };
        check_enrolment(change, approvals, register, version, now)?;
        if standing == Some(&entry) {
            return Err(Refusal::NothingToChange {
                officer: concerned.clone(),
            });
        }
        let others = register
            .entries()
            .into_iter()
            .filter(|other| other.id != *concerned);
        let changed = OfficerRegister::from_entries(others.chain([entry]))
            .map_err(|error| unusable(error.to_string()))?;
        let administrators = changed
            .all()
            .filter(|officer| officer.may(ApprovalRole::Enrolment))
            .count();
        if administrators < FEWEST_ADMINISTRATORS {
            return Err(Refusal::TooFewAdministrators {
                left: administrators,
            });
        }
        Ok(changed)
    }

    /// A key that ever was another officer's would let one person sign as two.
    fn check_key(&self, entry: &OfficerEntry) -> Result<(), Refusal> {
        let point = Officer::read(entry.clone())
            .and_then(|officer| officer.point())
            .map_err(|error| Refusal::EntryUnusable {
                detail: error.to_string(),
            })?;
        match self.keys.get(&point) {
            Some(owner) if *owner != entry.id => Err(Refusal::KeyEnrolled {
                officer: owner.clone(),
            }),
            _ => Ok(()),
        }
    }
}

fn check_entry(entry: &OfficerEntry) -> Result<(), Refusal> {
    let unusable = |detail: &str| {
        Err(Refusal::EntryUnusable {
            detail: detail.to_owned(),
        })
    };
    if entry.disabled {
        return unusable("it is disabled: shutting an officer out is a request of its own");
    }
    if entry.roles.is_empty() {
        return unusable("it names no role");
    }
    // One meaning, one spelling, as with records.
    if !entry.roles.is_sorted_by(|one, next| one < next) {
        return unusable(
            "its roles are not each named once, in the order intake, approval, enrolment",
        );
    }
    Ok(())
}
