use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};

use super::enrolment::{EnrolmentApproval, OfficerChange, RegisterVersion};
use super::officer::{OfficerEntry, OfficerId};
use super::refusal::Refusal;
use super::witness::WitnessSource;
use crate::domain::{ApplicationNumber, DocumentNumber, hex};

/// One thing that happened in the signing process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The process took up its work.
    Started {
        /// The program's version.
        version: String,
    },
    /// A request was refused; nothing was signed.
    Refused {
        /// The application, where the request said which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        application: Option<ApplicationNumber>,
        /// The number that was to be used, where the request said which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<DocumentNumber>,
        /// Why.
        refusal: Refusal,
    },
    /// A signature is about to be made. Written and on the disk before the key is used.
    Intended(Intent),
    /// The signature was made, read back, verified and given out.
    Released {
        /// The document.
        number: DocumentNumber,
        /// SHA-256 of the released EF.SOD.
        sod_sha256: String,
    },
    /// A number and its blank were given up; nothing will be released under them.
    Spoiled {
        /// The number.
        number: DocumentNumber,
        /// Why.
        reason: String,
    },
    /// The register of officers as the first signer found it. From here on every change of it is in this log.
    OfficersAdopted {
        /// The officers.
        officers: Vec<OfficerEntry>,
        /// The register they make.
        register: RegisterVersion,
    },
    /// The register of officers is changed. Written before its file is.
    OfficerChanged {
        /// What is changed.
        change: OfficerChange,
        /// The two administrators behind it, with their signatures.
        approvals: Vec<EnrolmentApproval>,
        /// The register that results.
        register: RegisterVersion,
    },
    /// The register's file was behind this log after a crash, and was written again.
    OfficersRewritten {
        /// The register.
        register: RegisterVersion,
    },
    /// Somebody showed the end of another journal, so that it cannot be shortened or rewritten up to there unnoticed.
    Witnessed {
        /// Whose.
        source: WitnessSource,
        /// The last entry's place in that journal. (`sequence` is this entry's own.)
        entry: u64,
        /// The last entry's digest.
        digest: String,
    },
    /// Something that honest use never brings about.
    Alarm {
        /// What.
        refusal: Refusal,
    },
}

/// What is about to be signed: enough to sign the identical bytes again after a crash, and to know it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// The application.
    pub application: ApplicationNumber,
    /// The document number.
    pub number: DocumentNumber,
    /// The blank book's serial.
    pub blank: String,
    /// The officers behind it.
    pub officers: Vec<OfficerId>,
    /// SHA-256 over the whole request (record, approvals, photo, number, blank, chip keys).
    pub request_sha256: String,
    /// The label of the document signer key.
    pub signer: String,
    /// The issue date.
    pub issue_date: NaiveDate,
    /// The signing time that goes into EF.SOD, to the second.
    pub signing_time: DateTime<Utc>,
    /// SHA-256 of the bytes about to be signed.
    pub to_be_signed_sha256: String,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 0.
    pub sequence: u64,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// SHA-256 of the line before (without its line feed), all zeros for the first.
    pub previous: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// The end of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// The last entry's place, from 0.
    pub sequence: u64,
    /// SHA-256 of the last line (without its line feed), lower-case hexadecimal.
    pub digest: String,
}

/// Why the log cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IntentLogError {
    /// A line that is not an entry, or does not continue the chain.
    #[error(
        "the signer's log {path} is broken at line {line}: {detail}: keep the file as evidence and restore it from a copy"
    )]
    Broken {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        detail: String,
    },
    /// Another process has it.
    #[error("another signer is at work on {path}: only one may be")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("the signer's log {path} cannot be {action}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The signer's append-only log: one line of JSON an entry, each holding the digest of the line before.
///
/// Every entry is on the disk before [`IntentLog::append`] returns. The file is locked while it is open, so that
/// two signers never work side by side.
pub struct IntentLog {
    path: PathBuf,
    file: File,
    next: u64,
    previous: String,
    last_at: Option<DateTime<Utc>>,
}

const FIRST_PREVIOUS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl IntentLog {
    /// Opens the log, checks the whole chain and hands every entry to `visit`, oldest first.
    ///
    /// A last line without a line feed is the trace of a crash in mid-write. Its entry had not been acknowledged,
    /// so nothing was done on its strength; the torn bytes are moved to a file of their own beside the log.
    ///
    /// # Errors
    /// [`IntentLogError`] when the file is locked, unreadable or its chain is broken.
    pub fn open(path: &Path, mut visit: impl FnMut(&Entry)) -> Result<Self, IntentLogError> {
        let io = |action| {
            move |source| IntentLogError::Io {
                path: path.to_owned(),
                action,
                source,
            }
        };
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(io("opened"))?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => IntentLogError::Locked {
                path: path.to_owned(),
            },
            std::fs::TryLockError::Error(source) => io("locked")(source),
        })?;
        let mut log = Self {
            path: path.to_owned(),
            file,
            next: 0,
            previous: FIRST_PREVIOUS.to_owned(),
            last_at: None,
        };
        log.replay(&mut visit)?;
        Ok(log)
    }

    fn replay(&mut self, visit: &mut impl FnMut(&Entry)) -> Result<(), IntentLogError> {
        let mut reader = BufReader::new(self.file.try_clone().map_err(|e| self.io("read", e))?);
        reader
            .seek(SeekFrom::Start(0))
            .map_err(|e| self.io("read", e))?;
        let mut good_bytes = 0_u64;
        let mut line = Vec::new();
        loop {
            line.clear();
            let count = reader
                .read_until(b'\n', &mut line)
                .map_err(|e| self.io("read", e))?;
            if count == 0 {
                return Ok(());
            }
            let Some(text) = line.strip_suffix(b"\n") else {
                return self.set_aside(&line, good_bytes);
            };
            let entry = self.check(text)?;
            self.previous = hex(&sha256(text));
            self.next += 1;
            self.last_at = self.last_at.max(Some(entry.at));
            good_bytes += count as u64;
            visit(&entry);
        }
    }

    fn check(&self, text: &[u8]) -> Result<Entry, IntentLogError> {
        let broken = |detail: String| IntentLogError::Broken {
            path: self.path.clone(),
            line: self.next + 1,
            detail,
        };
        let entry: Entry =
            serde_json::from_slice(text).map_err(|e| broken(format!("not an entry ({e})")))?;
        if entry.sequence != self.next {
            return Err(broken(format!(
                "it is numbered {} instead of {}",
                entry.sequence, self.next
            )));
        }
        if entry.previous != self.previous {
            return Err(broken("it does not continue the line before it".into()));
        }
        Ok(entry)
    }

    fn set_aside(&mut self, torn: &[u8], good_bytes: u64) -> Result<(), IntentLogError> {
        let aside = self.path.with_extension(format!("torn-{}", self.next));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&aside)
            .and_then(|mut file| {
                file.write_all(torn)?;
                file.sync_all()
            })
            .map_err(|e| self.io("repaired", e))?;
        self.file
            .set_len(good_bytes)
            .map_err(|e| self.io("repaired", e))?;
        self.file.sync_all().map_err(|e| self.io("repaired", e))
    }

    /// Writes one entry and waits until it is on the disk.
    ///
    /// The log's times never run backwards, also while the clock does: an entry is dated no earlier than the one
    /// before it.
    ///
    /// # Errors
    /// [`IntentLogError::Io`]; the caller must then stop, since it cannot know what is on the disk.
    pub fn append(&mut self, at: DateTime<Utc>, event: Event) -> Result<Entry, IntentLogError> {
        let at = self.last_at.map_or(at, |last| last.max(at));
        let entry = Entry {
            sequence: self.next,
            at,
            previous: self.previous.clone(),
            event,
        };
        let mut line =
            serde_json::to_vec(&entry).map_err(|e| self.io("written", std::io::Error::other(e)))?;
        let digest = hex(&sha256(&line));
        line.push(b'\n');
        self.file
            .write_all(&line)
            .map_err(|e| self.io("written", e))?;
        self.file.sync_data().map_err(|e| self.io("written", e))?;
        self.previous = digest;
        self.next += 1;
        self.last_at = Some(at);
        Ok(entry)
    }

    /// The end of the log; none while it is empty.
    pub fn head(&self) -> Option<LogHead> {
        Some(LogHead {
            sequence: self.next.checked_sub(1)?,
            digest: self.previous.clone(),
        })
    }

    /// When the last entry was written.
    pub fn last_at(&self) -> Option<DateTime<Utc>> {
        self.last_at
    }

    fn io(&self, action: &'static str, source: std::io::Error) -> IntentLogError {
        IntentLogError::Io {
            path: self.path.clone(),
            action,
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn started() -> Event {
        Event::Started {
            version: "1".into(),
        }
    }

    fn filled(entries: i64) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("intent.log");
        let mut log = IntentLog::open(&path, |_| ()).unwrap();
        for second in 0..entries {
            log.append(at(second), started()).unwrap();
        }
        (directory, path)
    }

    fn reopen(path: &Path) -> Result<Vec<u64>, IntentLogError> {
        let mut seen = Vec::new();
        IntentLog::open(path, |entry| seen.push(entry.sequence)).map(|_| seen)
    }

    #[test]
    fn entries_come_back_in_order_and_the_log_continues() {
        let (_directory, path) = filled(3);
        assert_eq!(reopen(&path).unwrap(), [0, 1, 2]);
        let mut log = IntentLog::open(&path, |_| ()).unwrap();
        assert_eq!(log.last_at(), Some(at(2)));
        log.append(at(9), started()).unwrap();
        drop(log);
        assert_eq!(reopen(&path).unwrap(), [0, 1, 2, 3]);
    }

    #[test]
    fn a_changed_removed_or_swapped_line_is_found() {
        type Edit = fn(Vec<String>) -> Vec<String>;
        let edits: [(Edit, u64); 4] = [
            (
                |mut l| {
                    l[1] = l[1].replace("\"1\"", "\"2\"");
                    l
                },
                3,
            ),
            (
                |mut l| {
                    l.remove(1);
                    l
                },
                2,
            ),
            (
                |mut l| {
                    l.remove(0);
                    l
                },
                1,
            ),
            (
                |mut l| {
                    l.swap(1, 2);
                    l
                },
                2,
            ),
        ];
        for (edit, expected) in edits {
            let (_directory, path) = filled(4);
            let lines = std::fs::read_to_string(&path)
                .unwrap()
                .lines()
                .map(str::to_owned)
                .collect();
            std::fs::write(&path, edit(lines).join("\n") + "\n").unwrap();
            assert!(
                matches!(reopen(&path), Err(IntentLogError::Broken { line, .. }) if line == expected)
            );
        }
    }

    #[test]
    fn a_torn_last_line_is_set_aside_and_nothing_else_is_lost() {
        let (directory, path) = filled(2);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"sequence\":2,\"at\"").unwrap();
        assert_eq!(reopen(&path).unwrap(), [0, 1]);
        assert!(directory.path().join("intent.torn-2").exists());
        assert_eq!(reopen(&path).unwrap(), [0, 1]);
    }

    #[test]
    fn times_never_run_backwards() {
        let (_directory, path) = filled(3);
        let mut log = IntentLog::open(&path, |_| ()).unwrap();
        log.append(at(-100), started()).unwrap();
        assert_eq!(log.last_at(), Some(at(2)));
        drop(log);
        let mut times = Vec::new();
        let log = IntentLog::open(&path, |entry| times.push(entry.at)).unwrap();
        assert_eq!((times.last(), log.last_at()), (Some(&at(2)), Some(at(2))));
    }

    /// An entry's own keys and its event's lie side by side; a name used twice would make a line nobody can read.
    #[test]
    fn every_kind_of_event_is_read_back() {
        use crate::signer::{OfficerId, RegisterVersion};
        let register = RegisterVersion {
            sequence: 3,
            sha256: "0".repeat(64),
        };
        let number = DocumentNumber::parse("M00000001").unwrap();
        let officer = OfficerId::parse("clerk").unwrap();
        let events = [
            started(),
            Event::Refused {
                application: None,
                number: Some(number.clone()),
                refusal: Refusal::SameOfficer {
                    officer: officer.clone(),
                },
            },
            Event::Released {
                number: number.clone(),
                sod_sha256: "0".repeat(64),
            },
            Event::Spoiled {
                number,
                reason: "torn".into(),
            },
            Event::OfficersAdopted {
                officers: Vec::new(),
                register: register.clone(),
            },
            Event::OfficerChanged {
                change: OfficerChange::Disable { officer },
                approvals: Vec::new(),
                register: register.clone(),
            },
            Event::OfficersRewritten { register },
            Event::Witnessed {
                source: WitnessSource::Journal,
                entry: 7,
                digest: "0".repeat(64),
            },
            Event::Alarm {
                refusal: Refusal::WitnessDiffers {
                    witness: WitnessSource::Journal,
                    sequence: 7,
                },
            },
        ];
        let (_directory, path) = filled(0);
        let mut log = IntentLog::open(&path, |_| ()).unwrap();
        for event in &events {
            log.append(at(0), event.clone()).unwrap();
        }
        drop(log);
        let mut read = Vec::new();
        IntentLog::open(&path, |entry| read.push(entry.event.clone())).unwrap();
        assert_eq!(read, events);
    }

    #[test]
    fn two_signers_cannot_hold_the_log_at_once() {
        let (_directory, path) = filled(1);
        let held = IntentLog::open(&path, |_| ()).unwrap();
        assert!(matches!(reopen(&path), Err(IntentLogError::Locked { .. })));
        drop(held);
        assert!(reopen(&path).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_directory, path) = filled(1);
        assert_eq!(
            std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
