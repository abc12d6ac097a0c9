use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::document_signers::read_guarded;
use super::durable;
use super::failure::{Failure, OpenError};
use super::intent_log::Event;
use super::officer::OfficerRegister;
use super::records::Records;
use super::refusal::Refusal;
use super::register_history::FileState;

/// `officers.json`: the register for people to read and to found a directory with. What counts is the log; the file
/// must say the same.
pub(super) struct RegisterFile(PathBuf);

impl RegisterFile {
    /// Holds the file against the log. The first start writes the file's officers into the log; a file that is one
    /// change behind, because a crash came between the log and the file, is written again.
    ///
    /// # Errors
    /// [`OpenError::OfficersEdited`] when somebody else changed the file, [`OpenError::OfficersForged`] when somebody
    /// added a change to the log; both are alarms in the log.
    pub(super) fn open(
        path: &Path,
        records: &mut Records,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        let file = Self(path.to_owned());
        if let Some(detail) = records.officers().fault().map(str::to_owned) {
            let refusal = Refusal::OfficersForged {
                detail: detail.clone(),
            };
            records.raise_at_start(now, refusal)?;
            return Err(OpenError::OfficersForged { detail });
        }
        let found = OfficerRegister::parse(&read_guarded(path)?)?;
        match records.officers().compare(&found.digest()?) {
            FileState::AsRecorded => {}
            FileState::NotRecorded => {
                let event = Event::OfficersAdopted {
                    officers: found.entries(),
                    register: records.officers().version_of(&found)?,
                };
                records.record(now, event)?;
            }
            FileState::Behind => file.catch_up(records, now)?,
            FileState::Edited => return Err(file.edited(&found, records, now)?),
        }
        Ok(file)
    }

    fn catch_up(&self, records: &mut Records, now: DateTime<Utc>) -> Result<(), OpenError> {
        let Some((register, version)) = records.officers().current() else {
            return Ok(());
        };
        let event = Event::OfficersRewritten {
            register: version.clone(),
        };
        self.write(register)
            .map_err(|source| OpenError::Unreadable {
                path: self.0.clone(),
                source,
            })?;
        Ok(records.record(now, event)?)
    }

    fn edited(
        &self,
        found: &OfficerRegister,
        records: &mut Records,
        now: DateTime<Utc>,
    ) -> Result<OpenError, OpenError> {
        let Some((register, version)) = records.officers().current() else {
            return Err(OpenError::OfficersForged {
                detail: "there is no register in it".to_owned(),
            });
        };
        let (recorded, digest) = (version.sha256.clone(), found.digest()?);
        let difference = difference(register, found);
        let refusal = Refusal::OfficersEdited {
            recorded: recorded.clone(),
            found: digest.clone(),
        };
        records.raise_at_start(now, refusal)?;
        Ok(OpenError::OfficersEdited {
            path: self.0.clone(),
            recorded,
            found: digest,
            difference,
        })
    }

    /// Writes the register after the log has it.
    pub(super) fn keep(&self, register: &OfficerRegister) -> Result<(), Failure> {
        self.write(register)
            .map_err(|source| Failure::RegisterFile {
                path: self.0.clone(),
                source,
            })
    }

    fn write(&self, register: &OfficerRegister) -> std::io::Result<()> {
        let mut json = serde_json::to_vec_pretty(&register.entries())?;
        json.push(b'\n');
        durable::replace(&self.0, &json)
    }
}

/// Who differs, by name.
fn difference(recorded: &OfficerRegister, found: &OfficerRegister) -> String {
    let entry = |register: &OfficerRegister, id| register.find(id).map(|o| o.entry.clone());
    let mut words: Vec<String> = Vec::new();
    for officer in found.all() {
        let id = &officer.entry.id;
        match entry(recorded, id) {
            None => words.push(format!("`{id}` was added")),
            Some(known) if known != officer.entry => words.push(format!("`{id}` was changed")),
            Some(_) => {}
        }
    }
    for officer in recorded.all() {
        let id = &officer.entry.id;
        if found.find(id).is_none() {
            words.push(format!("`{id}` was removed"));
        }
    }
    words.join(", ")
}
