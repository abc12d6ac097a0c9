mod accounts;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use openssl::sha::sha256;

use super::approval::check_approvals;
use super::derive::{Derived, derive};
use super::document_signers::DocumentSigners;
use super::enrolment::OfficerChange;
use super::failure::{Failure, OpenError};
use super::intent_log::{Event, Intent};
use super::law_check::{LawToday, ask_again};
use super::ledger::NumberState;
use super::protocol::{Base64, Released, Request, Response, SignDocument};
use super::records::Records;
use super::refusal::Refusal;
use super::register_file::RegisterFile;
use super::release_store::ReleaseStore;
use super::request_check::{check_request, digest_of, subject};
use crate::config::{Config, DataDirectory};
use crate::domain::{ApplicationNumber, ApprovedRecord, DocumentNumber, date_in_seoul, hex};

/// A signing that a crash cut off may be taken up again for this long; after that the number is spoiled.
const LONGEST_RESUME: TimeDelta = TimeDelta::hours(48);

/// The signing process: everything it needs to decide whether to sign, and the keys.
///
/// Source: the project's architecture, "Approval-bound signing"
pub struct SigningProcess {
    config: Config,
    records: Records,
    register_file: RegisterFile,
    signers: DocumentSigners,
    releases: ReleaseStore,
    broken: Option<String>,
}

impl SigningProcess {
    /// Opens the signer's directory: checks the log's chain, reads the officers' keys, unlocks the signer keys.
    ///
    /// # Errors
    /// [`OpenError`] naming the file and the remedy.
    pub fn open(directory: &DataDirectory, now: DateTime<Utc>) -> Result<Self, OpenError> {
        Self::open_with_passphrase(directory, &directory.signer().join("passphrase"), now)
    }

    /// As [`SigningProcess::open`], with the passphrase of the key store in another file, such as `/dev/fd/3`.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_with_passphrase(
        directory: &DataDirectory,
        passphrase_file: &Path,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        let config = Config::read(directory)?;
        if !config.installation.specimen && !config.signer.allow_software_keys {
            return Err(OpenError::SoftwareKeys {
                path: directory.path().to_owned(),
            });
        }
        let mut records = Records::open(&directory.signer().join("intent.log"))?;
        let releases = ReleaseStore::new(&directory.signer());
        check_releases(&releases, &mut records, now)?;
        let register_file =
            RegisterFile::open(&directory.signer().join("officers.json"), &mut records, now)?;
        let signers = DocumentSigners::open(
            &directory.signer(),
            passphrase_file,
            config.signer.signature_limit,
        )?;
        records.record(
            now,
            Event::Started {
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
        )?;
        Ok(Self {
            config,
            records,
            register_file,
            signers,
            releases,
            broken: None,
        })
    }

    /// Answers one request. `now` is the clock.
    pub fn handle(&mut self, request: Request, now: DateTime<Utc>) -> Response {
        if let Some(message) = &self.broken {
            return Response::Failed {
                message: message.clone(),
            };
        }
        let (application, number) = subject(&request);
        let outcome = match request {
            Request::Status => self.status(now).map(Response::Status),
            Request::SignDocument(request) => self.sign(&request, now).map(released),
            Request::CollectDocument(request) => self.collect(&request).map(released),
            Request::SpoilNumber { number, reason } => self.spoil(&number, reason, now),
            Request::Officers => self.officers(),
            Request::EnrolOfficer { entry, approvals } => {
                self.change_officer(OfficerChange::Enrol { entry }, approvals, now)
            }
            Request::DisableOfficer { officer, approvals } => {
                self.change_officer(OfficerChange::Disable { officer }, approvals, now)
            }
            Request::Witness {
                source,
                sequence,
                digest,
            } => self.witness(source, sequence, digest, now),
            Request::Witnessed { source, last } => self.witnessed(source, last),
        };
        outcome.unwrap_or_else(|failure| match failure {
            Failure::Refused(refusal) => self.refuse(application, number, refusal, now),
            failure => self.fail(failure),
        })
    }

    /// Answers bytes that are no request, and writes down that they came.
    pub fn refuse_unreadable(&mut self, now: DateTime<Utc>) -> Response {
        self.refuse(None, None, Refusal::RequestNotUnderstood, now)
    }

    /// Writes a refusal down, then tells it.
    fn refuse(
        &mut self,
        application: Option<ApplicationNumber>,
        number: Option<DocumentNumber>,
        refusal: Refusal,
        now: DateTime<Utc>,
    ) -> Response {
        let event = if refusal.is_alarm() {
            Event::Alarm {
                refusal: refusal.clone(),
            }
        } else {
            Event::Refused {
                application,
                number,
                refusal: refusal.clone(),
            }
        };
        match self.records.record(now, event) {
            Ok(()) => self.fail(refusal.into()),
            Err(error) => self.fail(error.into()),
        }
    }

    fn fail(&mut self, failure: Failure) -> Response {
        let message = failure.to_string();
        match failure {
            Failure::Refused(refusal) => Response::Refused { refusal, message },
            Failure::Broken(_) => Response::Failed { message },
            Failure::Log(_) | Failure::RegisterFile { .. } => {
                // What is on the disk is not known any more; going on could sign twice.
                let message = format!(
                    "{message}: the signer has stopped signing; repair the cause and start it again"
                );
                self.broken = Some(message.clone());
                Response::Failed { message }
            }
        }
    }

    /// Signs, or says what stands against it.
    fn sign(&mut self, request: &SignDocument, now: DateTime<Utc>) -> Result<Released, Failure> {
        let record = check_request(request)?;
        let request_sha256 = digest_of(request)?;
        let resumed = self
            .records
            .ledger()
            .admit(
                &record.application_number,
                &request.number,
                &request.blank.serial,
                &request_sha256,
            )?
            .cloned();
        self.records.check_clock(now)?;
        // A resumed intent is the same act as before: it keeps its time, so that the bytes are identical, and approvals,
        // law and key are judged as of then. That is for settling a crash, not for signing at leisure.
        if let Some(begun) = resumed.as_ref().map(|intent| intent.signing_time)
            && now > begun + LONGEST_RESUME
        {
            return Err(Refusal::IntentTooOld { begun }.into());
        }
        let moment = resumed
            .as_ref()
            .map_or_else(|| now.trunc_subsecs(0), |intent| intent.signing_time);
        let record_sha256 = hex(&sha256(&request.record.0));
        check_approvals(
            &request.approvals,
            &record.application_number,
            &record_sha256,
            self.register()?.0,
            moment,
        )?;
        let issue_date = date_in_seoul(moment);
        let law = ask_again(&record, issue_date)?;
        let derived = derive(
            &record,
            request,
            issue_date,
            law.valid_until,
            &self.config.installation,
        )?;
        let act = Act {
            request,
            record: &record,
            law: &law,
            derived: &derived,
            moment,
            now,
        };
        self.produce(&act, resumed.as_ref(), request_sha256)
    }

    /// Records the intent, signs, and writes down what came out.
    fn produce(
        &mut self,
        act: &Act<'_>,
        resumed: Option<&Intent>,
        request_sha256: String,
    ) -> Result<Released, Failure> {
        let Act {
            request,
            record,
            law,
            derived,
            moment,
            now,
        } = *act;
        let wanted = resumed.map(|intent| intent.signer.as_str());
        let ledger = self.records.ledger();
        let signer = self
            .signers
            .choose(derived, moment, wanted, |label| ledger.signatures(label))?;
        let linted = self.signers.prepare(&signer, derived, moment)?;
        let intent = Intent {
            application: record.application_number.clone(),
            number: request.number.clone(),
            blank: request.blank.serial.clone(),
            officers: request
                .approvals
                .iter()
                .map(|a| a.statement.officer.clone())
                .collect(),
            request_sha256,
            signer: signer.to_string(),
            issue_date: derived.issue_date,
            signing_time: moment,
            to_be_signed_sha256: hex(&sha256(linted.to_be_signed())),
        };
        if resumed.is_some_and(|open| *open != intent) {
            return Err(Failure::Broken(format!(
                "document {} was begun with other bytes than it would be signed with now: spoil the number and the blank",
                request.number
            )));
        }
        let records = &mut self.records;
        let sod = self.signers.sign(linted, || {
            Ok(records.record(now, Event::Intended(intent.clone()))?)
        })?;
        self.release(&request.number, &sod, now)?;
        Ok(assemble(&request.number, law, derived, sod))
    }

    /// Keeps the EF.SOD, then writes down that it is out: from here on this number has this EF.SOD and no other.
    fn release(
        &mut self,
        number: &DocumentNumber,
        sod: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        self.releases.keep(number, sod)?;
        let event = Event::Released {
            number: number.clone(),
            sod_sha256: hex(&sha256(sod)),
        };
        self.records.record(now, event)?;
        Ok(())
    }

    /// Gives out once more what was released for this very request. No key is used.
    fn collect(&self, request: &SignDocument) -> Result<Released, Failure> {
        let nothing = || Refusal::NothingUnderNumber {
            what: "released document of this request".to_owned(),
            number: request.number.clone(),
        };
        let Some(NumberState::Released(intent, sod_sha256)) =
            self.records.ledger().number(&request.number)
        else {
            return Err(nothing().into());
        };
        if intent.request_sha256 != digest_of(request)? {
            return Err(nothing().into());
        }
        let record = check_request(request)?;
        let law = ask_again(&record, intent.issue_date)?;
        let derived = derive(
            &record,
            request,
            intent.issue_date,
            law.valid_until,
            &self.config.installation,
        )?;
        let sod = self.releases.fetch(&request.number, sod_sha256)?;
        Ok(assemble(&request.number, &law, &derived, sod))
    }

    fn spoil(
        &mut self,
        number: &DocumentNumber,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Response, Failure> {
        if !matches!(
            self.records.ledger().number(number),
            Some(NumberState::Open(_))
        ) {
            return Err(Refusal::NothingUnderNumber {
                what: "open signing".to_owned(),
                number: number.clone(),
            }
            .into());
        }
        let event = Event::Spoiled {
            number: number.clone(),
            reason: reason.chars().take(200).collect(),
        };
        self.records.record(now, event)?;
        // After the log says so: an EF.SOD that never left is of no use to anybody.
        self.releases.discard(number)?;
        Ok(Response::Spoiled {
            number: number.clone(),
        })
    }
}

/// Holds what was released against the log. An EF.SOD is kept after its intent is on the disk, so one without an intent
/// means that entries are missing; the log's own chain cannot show a missing end. What a crash left of a spoiled number
/// is removed.
fn check_releases(
    releases: &ReleaseStore,
    records: &mut Records,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    let unreadable = |source| OpenError::Unreadable {
        path: releases.path().to_owned(),
        source,
    };
    for (number, path) in releases.list().map_err(unreadable)? {
        match records.ledger().number(&number) {
            Some(NumberState::Open(_) | NumberState::Released(..)) => {}
            Some(NumberState::Spoiled) => std::fs::remove_file(&path).map_err(unreadable)?,
            None => {
                records.raise_at_start(now, Refusal::LogIncomplete { number })?;
                return Err(OpenError::LogIncomplete { path });
            }
        }
    }
    Ok(())
}

fn released(document: Released) -> Response {
    Response::Released(Box::new(document))
}

/// One act of signing: what was asked for, and what the steps before the key made of it.
#[derive(Clone, Copy)]
struct Act<'a> {
    request: &'a SignDocument,
    record: &'a ApprovedRecord,
    law: &'a LawToday,
    derived: &'a Derived,
    /// The time that is signed.
    moment: DateTime<Utc>,
    /// The clock.
    now: DateTime<Utc>,
}

fn assemble(number: &DocumentNumber, law: &LawToday, derived: &Derived, sod: Vec<u8>) -> Released {
    let mut files: BTreeMap<_, _> = derived
        .files
        .iter()
        .map(|(name, bytes)| (name.clone(), Base64(bytes.clone())))
        .collect();
    files.insert("EF.SOD".to_owned(), Base64(sod));
    Released {
        number: number.clone(),
        issue_date: derived.issue_date,
        valid_until: law.valid_until,
        decision: law.answer.clone(),
        files,
    }
}
