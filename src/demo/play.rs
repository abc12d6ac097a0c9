//! The demo plays its staff: every step is the use case that an officer would call, signed with the officer's own key.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::DemoError;
use super::accounts::Accounts;
use super::cast::{MINISTRY, Player};
use crate::domain::{
    ApplicationNumber, ApplicationStatus, DocumentNumber, Identification, LossCircumstances,
    LossReporter, PassportKind, PassportUse, PhysicalCheck, Recipient, ResidentNumber, StaffRole,
    date_in_seoul,
};
use crate::register::DemoRegister;
use crate::service::application::{ApplicationView, view_application};
use crate::service::attach_photo::{AttachPhoto, attach_photo};
use crate::service::check::{needs_fingerprints, papers_to_see};
use crate::service::decide_application as decide;
use crate::service::find_document::view_document;
use crate::service::hand_over_passport::{HandOverPassport, hand_over_passport};
use crate::service::inspect_passport::{InspectPassport, PhysicalAnswer, inspect_passport};
use crate::service::personalise_passport::{PersonalisePassport, personalise_passport};
use crate::service::portable_key::OfficerSigningKey;
use crate::service::production::Made;
use crate::service::report_loss::{ReportLoss, report_loss};
use crate::service::save_draft::{SaveDraft, save_draft};
use crate::service::start_application::{StartApplication, StartBy, start_application};
use crate::service::submit_application::{
    SubmitApplication, prepare_attestation, submit_application,
};
use crate::service::withdraw_application::{WithdrawApplication, withdraw_application};
use crate::service::{Actor, Deps, ServiceError};
use crate::signer::OfficerId;
use crate::specimen::write_atomically;

/// Where a case is to end up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// Begun at the counter; the photo is still missing.
    Draft,
    /// Taken back by the applicant.
    Withdrawn,
    /// Attested; the examiner has not looked yet.
    Submitted,
    /// Sent back to the counter.
    Returned,
    /// Put before the Committee.
    Referred,
    /// Refused.
    Refused,
    /// Restricted for a year.
    Restricted,
    /// Approved; the book is not made yet.
    Approved,
    /// Made; not inspected.
    Personalised,
    /// Inspected; waits for its holder.
    Checked,
    /// In its holder's hands.
    Delivered,
    /// Delivered, and lost since.
    Lost,
}

/// One application and how far it goes.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Names the case among all of the demo, whatever is added later.
    pub(super) name: String,
    /// Who applies.
    pub(super) person: ResidentNumber,
    pub(super) post: &'static str,
    pub(super) kind: PassportKind,
    pub(super) usage: Option<PassportUse>,
    /// Facts besides those that the register tells.
    pub(super) facts: &'static [(&'static str, &'static str)],
    pub(super) goal: Goal,
}

/// Everything the play needs: the service, the people, the officers' opened keys, and which cases have begun.
pub(super) struct Stage<'a> {
    pub(super) deps: &'a Deps,
    pub(super) register: Arc<DemoRegister>,
    keys: BTreeMap<String, OfficerSigningKey>,
    begun: Mutex<BTreeMap<String, ApplicationNumber>>,
    begun_file: PathBuf,
}

/// Whoever works at a post in a role.
pub(super) fn actor(post: &str, role: StaffRole) -> Result<Actor, DemoError> {
    let player = Player::at(post, role)
        .ok_or_else(|| DemoError::Failed(format!("nobody is {} at {post}", role.as_str())))?;
    Ok(Actor {
        id: OfficerId::parse(player.id).map_err(DemoError::failed)?,
        post: player.post.to_owned(),
        roles: player.roles.iter().copied().collect(),
    })
}

impl<'a> Stage<'a> {
    /// Opens the keys of everybody who attests or approves.
    pub(super) async fn open(deps: &'a Deps, accounts: &Accounts) -> Result<Self, DemoError> {
        let people = deps
            .config
            .demo
            .people
            .ok_or_else(|| DemoError::Failed("the configuration names no people".into()))?;
        let register = DemoRegister::new(u64::from(people.seed), people.founded_on, deps.clock);
        let mut keys = BTreeMap::new();
        for account in &accounts.accounts {
            let (Some(key), Some(passphrase)) = (&account.key, &account.signing_passphrase) else {
                continue;
            };
            if account.roles.contains(&StaffRole::PostAdministrator) {
                continue;
            }
            let (key, passphrase) = (key.clone(), passphrase.clone());
            let opened = tokio::task::spawn_blocking(move || key.open(&passphrase))
                .await
                .map_err(DemoError::failed)?
                .map_err(DemoError::failed)?;
            keys.insert(account.id.clone(), opened);
        }
        let begun_file = deps.directory.officers().join("demo-cases.json");
        let begun = match std::fs::read(&begun_file) {
            Ok(json) => serde_json::from_slice(&json).map_err(DemoError::failed)?,
            Err(_) => BTreeMap::new(),
        };
        Ok(Self {
            deps,
            register: Arc::new(register),
            keys,
            begun: Mutex::new(begun),
            begun_file,
        })
    }

    fn sign(&self, actor: &Actor, statement: &[u8]) -> Result<String, DemoError> {
        let key = self.keys.get(actor.id.as_str());
        key.ok_or_else(|| DemoError::Failed(format!("{} has no key", actor.id)))?
            .sign(statement)
            .map_err(DemoError::failed)
    }

    fn today(&self) -> NaiveDate {
        date_in_seoul(self.deps.now())
    }

    /// Takes a case to where it is to stand, from where it stands; whether anything was done.
    pub(super) async fn play(&self, case: &Case) -> Result<bool, DemoError> {
        let number = self.begin(case).await?;
        let clerk = actor(case.post, StaffRole::IntakeClerk)?;
        let mut moved = false;
        // More steps than any way has: a case that does not move on is a fault, and not a loop.
        for _ in 0..16 {
            let view = view_application(self.deps, &clerk, &number)
                .await
                .map_err(DemoError::at(&case.name))?;
            if !self
                .step(case, &clerk, &view)
                .await
                .map_err(|error| error.of(case, &view))?
            {
                return Ok(moved);
            }
            moved = true;
        }
        Err(DemoError::Failed(format!(
            "{}: the case does not move on",
            case.name
        )))
    }

    async fn begin(&self, case: &Case) -> Result<ApplicationNumber, DemoError> {
        let known = self.remembered().get(&case.name).cloned();
        if let Some(number) = known {
            return Ok(number);
        }
        let command = StartApplication {
            kind: case.kind,
            usage: case.usage,
            by: StartBy::ResidentNumber(case.person.expose().as_str().to_owned()),
        };
        let clerk = actor(case.post, StaffRole::IntakeClerk)?;
        let started = start_application(self.deps, &clerk, command)
            .await
            .map_err(DemoError::at(&case.name))?;
        // Cut off between these two lines, one draft more lies at the counter, as when a clerk is called away.
        let mut begun = self.remembered();
        begun.insert(case.name.clone(), started.number.clone());
        let json = serde_json::to_vec_pretty(&*begun).map_err(DemoError::failed)?;
        write_atomically(&self.begun_file, &json, 0o600).map_err(DemoError::failed)?;
        Ok(started.number)
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, ApplicationNumber>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One step towards the goal; false when the case is there.
    async fn step(
        &self,
        case: &Case,
        clerk: &Actor,
        view: &ApplicationView,
    ) -> Result<bool, Stuck> {
        use ApplicationStatus as S;
        match (view.status, case.goal) {
            (S::Draft, Goal::Draft) => return Ok(false),
            (S::Draft, Goal::Withdrawn) => self.withdraw(clerk, view).await?,
            (S::Draft, _) if view.photo.is_none() => self.photograph(case, clerk, view).await?,
            (S::Draft, _) if !view.faults.is_empty() => {
                if !self.complete(case, clerk, view).await? {
                    return Err(Stuck::Incomplete);
                }
            }
            (S::Draft, _) => self.attest(clerk, view).await?,
            (S::Submitted, Goal::Submitted) => return Ok(false),
            (S::Submitted, _) => self.examine(case, view).await?,
            (S::Approved, Goal::Personalised | Goal::Checked | Goal::Delivered | Goal::Lost) => {
                self.make(view).await?
            }
            (S::Personalised, Goal::Checked | Goal::Delivered | Goal::Lost) => {
                self.inspect(view).await?;
            }
            (S::Checked, Goal::Delivered | Goal::Lost) => self.hand_over(case, clerk, view).await?,
            (S::Delivered, Goal::Lost) => return self.lose(clerk, view).await,
            _ => return Ok(false),
        }
        Ok(true)
    }

    async fn withdraw(&self, clerk: &Actor, view: &ApplicationView) -> Result<(), Stuck> {
        let command = WithdrawApplication {
            number: view.number.clone(),
            version: view.version,
            reason: "applicant_wish".to_owned(),
        };
        withdraw_application(self.deps, clerk, command).await?;
        Ok(())
    }

    async fn photograph(
        &self,
        case: &Case,
        clerk: &Actor,
        view: &ApplicationView,
    ) -> Result<(), Stuck> {
        let (register, person) = (Arc::clone(&self.register), case.person.clone());
        let photo = tokio::task::spawn_blocking(move || register.photograph(&person))
            .await
            .map_err(|error| Stuck::Broken(error.to_string()))?
            .map_err(|error| Stuck::Broken(error.to_string()))?;
        let command = AttachPhoto {
            number: view.number.clone(),
            version: view.version,
            bytes: photo.ok_or_else(|| Stuck::Broken("nobody to photograph".into()))?,
        };
        attach_photo(self.deps, clerk, command).await?;
        Ok(())
    }

    /// Enters what the law's answer asks for; false when there was nothing to change.
    async fn complete(
        &self,
        case: &Case,
        clerk: &Actor,
        view: &ApplicationView,
    ) -> Result<bool, Stuck> {
        let mut draft = view.draft.clone();
        for (name, value) in case.facts {
            draft.facts.insert((*name).to_owned(), (*value).to_owned());
        }
        if let Ok(answer) = &view.law {
            draft.papers.extend(papers_to_see(answer));
            if needs_fingerprints(answer) {
                "taken".clone_into(&mut draft.fingerprints);
            }
        }
        let means = if case.post == "jongno" {
            "credit_card"
        } else {
            "cash"
        };
        means.clone_into(&mut draft.fee_means);
        if !view.duplicates.is_empty() {
            let second = view.duplicates.documents.is_empty();
            let reason = if second { "second_kind" } else { "renewal" };
            reason.clone_into(&mut draft.duplicate_reason);
        }
        if draft == view.draft {
            return Ok(false);
        }
        let command = SaveDraft {
            number: view.number.clone(),
            version: view.version,
            kind: view.kind,
            usage: view.usage,
            draft,
        };
        save_draft(self.deps, clerk, command).await?;
        Ok(true)
    }

    async fn attest(&self, clerk: &Actor, view: &ApplicationView) -> Result<(), Stuck> {
        let attestation = prepare_attestation(self.deps, clerk, &view.number).await?;
        let statement = attestation.to_sign.statement_canonical;
        let command = SubmitApplication {
            number: view.number.clone(),
            version: attestation.version,
            signature: self.sign(clerk, &statement).map_err(Stuck::broken)?,
            statement,
        };
        submit_application(self.deps, clerk, command).await?;
        Ok(())
    }

    async fn examine(&self, case: &Case, view: &ApplicationView) -> Result<(), Stuck> {
        let post = if case.post == MINISTRY {
            "jongno"
        } else {
            case.post
        };
        let examiner = actor(post, StaffRole::Examiner).map_err(Stuck::broken)?;
        let (number, version) = (view.number.clone(), view.version);
        match case.goal {
            Goal::Returned => {
                let command = decide::ReturnApplication {
                    number,
                    version,
                    tasks: [decide::ReturnTask::Photo].into(),
                    note: "사진의 배경이 고르지 않습니다. 다시 찍은 사진을 받아 주시기 바랍니다."
                        .to_owned(),
                };
                decide::return_application(self.deps, &examiner, command).await?;
            }
            Goal::Referred => {
                let command = decide::ReferApplication {
                    number,
                    version,
                    to: decide::ReferredTo::Committee,
                    note: "여권정책심의위원회의 심의가 필요합니다.".to_owned(),
                };
                decide::refer_application(self.deps, &examiner, command).await?;
            }
            Goal::Refused => {
                let command = decide::RefuseApplication {
                    number,
                    version,
                    ground: "convicted_of_passport_crime".to_owned(),
                    facts: BTreeMap::new(),
                    note: "여권법 제12조제1항에 따라 발급을 거부합니다.".to_owned(),
                };
                decide::refuse_application(self.deps, &examiner, command).await?;
            }
            Goal::Restricted => {
                let event = self.today() - chrono::TimeDelta::days(40);
                let command = decide::RestrictApplication {
                    number,
                    version,
                    ground: "restriction_for_dignity".to_owned(),
                    facts: [("event_date".to_owned(), event.to_string())].into(),
                    years: 1,
                    note: "여권법 제12조제3항에 따라 1년 동안 발급을 제한합니다.".to_owned(),
                };
                decide::restrict_application(self.deps, &examiner, command).await?;
            }
            _ => self.approve(&examiner, view).await?,
        }
        Ok(())
    }

    async fn approve(&self, examiner: &Actor, view: &ApplicationView) -> Result<(), Stuck> {
        let shown = decide::prepare_approval(self.deps, examiner, &view.number).await?;
        let statement = shown.to_sign.statement_canonical;
        let note = if shown.needs_reason {
            "제출한 자료와 사정을 확인하였으며 발급이 타당합니다."
        } else {
            ""
        };
        let command = decide::ApproveApplication {
            number: view.number.clone(),
            version: shown.version,
            signature: self.sign(examiner, &statement).map_err(Stuck::broken)?,
            statement,
            is_humanitarian: false,
            note: note.to_owned(),
        };
        decide::approve_application(self.deps, examiner, command).await?;
        Ok(())
    }

    async fn make(&self, view: &ApplicationView) -> Result<(), Stuck> {
        let operator = actor(MINISTRY, StaffRole::BureauOperator).map_err(Stuck::broken)?;
        let command = PersonalisePassport {
            number: view.number.clone(),
            version: view.version,
        };
        match personalise_passport(self.deps, &operator, command).await? {
            Made::Released { .. } => Ok(()),
            Made::Waits { detail, .. } | Made::GivenUp { detail, .. } => Err(Stuck::Broken(detail)),
        }
    }

    /// The book of a case and its version.
    async fn book(
        &self,
        actor: &Actor,
        view: &ApplicationView,
    ) -> Result<(DocumentNumber, i64, bool), Stuck> {
        let number = view.document_number.as_deref().unwrap_or_default();
        let number =
            DocumentNumber::parse(number).map_err(|error| Stuck::Broken(error.to_string()))?;
        let shown = view_document(self.deps, actor, &number).await?;
        let in_effect = shown.row.status.is_in_effect();
        Ok((number, shown.row.version, in_effect))
    }

    async fn inspect(&self, view: &ApplicationView) -> Result<(), Stuck> {
        let checker = actor(MINISTRY, StaffRole::QualityChecker).map_err(Stuck::broken)?;
        let (document, version, _) = self.book(&checker, view).await?;
        let fine = |check: &PhysicalCheck| PhysicalAnswer {
            check: *check,
            fault: None,
        };
        let command = InspectPassport {
            document,
            version,
            mrz_read: None,
            physical: PhysicalCheck::ALL.iter().map(fine).collect(),
        };
        let inspected = inspect_passport(self.deps, &checker, command).await?;
        if inspected.is_green {
            Ok(())
        } else {
            Err(Stuck::Broken(inspected.inspection.text()))
        }
    }

    async fn hand_over(
        &self,
        case: &Case,
        clerk: &Actor,
        view: &ApplicationView,
    ) -> Result<(), Stuck> {
        let (document, version, _) = self.book(clerk, view).await?;
        let minor = crate::law::calendar::add_years(case.person.birth(), 18) > self.today();
        let (recipient, identified_by) = if minor {
            (
                Recipient::LegalRepresentative,
                Identification::FamilyCertificate,
            )
        } else {
            (Recipient::Holder, Identification::ResidentCard)
        };
        let command = HandOverPassport {
            document,
            version,
            recipient,
            identified_by,
            old_book: Some(crate::domain::OldBook::Punched),
        };
        hand_over_passport(self.deps, clerk, command).await?;
        Ok(())
    }

    async fn lose(&self, clerk: &Actor, view: &ApplicationView) -> Result<bool, Stuck> {
        let (document, version, in_effect) = self.book(clerk, view).await?;
        if !in_effect {
            return Ok(false);
        }
        let command = ReportLoss {
            document,
            version,
            lost_on: self.today(),
            country: "GBR".to_owned(),
            place: "지하철 객차 안".to_owned(),
            circumstances: LossCircumstances::Misplaced,
            reporter: LossReporter::Holder,
        };
        report_loss(self.deps, clerk, command).await?;
        Ok(true)
    }
}

/// Why a step could not be taken.
pub(super) enum Stuck {
    /// The draft lacks something that the demo cannot supply.
    Incomplete,
    /// A use case said no.
    Service(ServiceError),
    /// Something is broken.
    Broken(String),
}

impl Stuck {
    fn broken(error: DemoError) -> Self {
        Self::Broken(error.to_string())
    }

    fn of(self, case: &Case, view: &ApplicationView) -> DemoError {
        match self {
            Self::Service(source) => DemoError::at(&case.name)(source),
            Self::Broken(detail) => DemoError::Failed(format!("{}: {detail}", case.name)),
            Self::Incomplete => DemoError::Failed(format!(
                "{}: the application stays incomplete: {:?}",
                case.name, view.faults
            )),
        }
    }
}

impl From<ServiceError> for Stuck {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}
