//! From the approved application to the holder's hands and beyond, with a real signer behind its socket.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use chrono::{TimeDelta, Utc};
use openssl::sha::sha256;
use serde_json::Value;
use yeogwon::config::{Config, DataDirectory};
use yeogwon::domain::{
    Application, ApplicationNumber, ApplicationStatus, BlankState, CancelReason, DocumentNumber,
    DocumentStatus, Identification, LossCircumstances, LossReporter, OldBook, PassportKind,
    PhysicalCheck, PhysicalFault, ProductionState, Recipient, StaffRole, date_in_seoul, hex,
};
use yeogwon::proposal::Proposal;
use yeogwon::service::find_document::{PageFormat, data_page, find_document, view_document};
use yeogwon::service::hand_over_passport::{HandOverPassport, hand_over_passport, view_hand_over};
use yeogwon::service::inspect_passport::{InspectPassport, PhysicalAnswer, inspect_passport};
use yeogwon::service::manage_stock::{
    CountBlanks, ReceiveBlanks, count_blanks, destroy_blank, receive_blanks,
};
use yeogwon::service::personalise_passport::{PersonalisePassport, personalise_passport};
use yeogwon::service::production::{Made, view_production};
use yeogwon::service::reconcile::reconcile;
use yeogwon::service::record::record_context;
use yeogwon::service::report_loss::{
    CancelDocument, RecoverDocument, ReportLoss, cancel_document, loss_history, recover_document,
    report_loss,
};
use yeogwon::service::settle_productions::settle_productions;
use yeogwon::service::{Actor, Deps, ServiceError};
use yeogwon::signer::{ApprovalRole, OfficerId};
use yeogwon::specimen::{Officers, found};
use yeogwon::store::application::ApplicationRow;
use yeogwon::store::approval::ApprovalRow;
use yeogwon::store::person::PersonRow;
use yeogwon::store::post::PostRow;
use yeogwon::store::staff::StaffRow;
use yeogwon::store::{
    application, approval, blank, document, journal, person, post, production, staff,
};

use crate::approvals::portrait;
use crate::world::{example, fresh, program};

/// The post where everything happens.
pub const POST: &str = "tokyo";

/// A country whose bureau works, with its signer as a process of its own.
pub struct Bureau {
    pub directory: DataDirectory,
    pub deps: Deps,
    officers: Officers,
    signer: Option<Child>,
    counter: u32,
}

impl Drop for Bureau {
    fn drop(&mut self) {
        self.kill_signer();
    }
}

impl Bureau {
    pub async fn open(name: &str) -> Self {
        // Short: a socket's path may have 107 bytes.
        let directory = DataDirectory::new(&fresh(&format!("w-{name}")).join("d"));
        found(&directory, Utc::now()).unwrap();
        let deps = Deps::open(&directory, Utc::now).await.unwrap();
        let mut bureau = Self {
            officers: Officers::open(&directory).unwrap(),
            directory,
            deps,
            signer: None,
            counter: 0,
        };
        bureau.people().await;
        bureau.start_signer();
        bureau
    }

    pub fn start_signer(&mut self) {
        let mut child = program()
            .args(["signer", "--data"])
            .arg(self.directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("ready"), "{line}");
        self.signer = Some(child);
    }

    /// Ends the signer as a power cut would.
    pub fn kill_signer(&mut self) {
        if let Some(mut child) = self.signer.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    async fn people(&mut self) {
        let mut transaction = self.deps.database.write().await.unwrap();
        let row = PostRow {
            id: POST.to_owned(),
            name_ko: "주일본대사관".to_owned(),
            name_en: "Embassy in Japan".to_owned(),
            kind: "mission".to_owned(),
            country: "JPN".to_owned(),
        };
        post::insert(&mut transaction, &row).await.unwrap();
        let staff_of = |id: &str, role: StaffRole| StaffRow {
            id: id.to_owned(),
            name_ko: id.to_owned(),
            name_en: id.to_owned(),
            post_id: POST.to_owned(),
            roles: BTreeSet::from([role]),
            password_hash: "x".to_owned(),
            totp_secret_sealed: vec![0],
            totp_last_step: 0,
            language: "ko".to_owned(),
            disabled: false,
            created_at: self.deps.now(),
            version: 1,
        };
        for (id, role) in [
            ("specimen-clerk", StaffRole::IntakeClerk),
            ("specimen-examiner", StaffRole::Examiner),
            ("maker", StaffRole::BureauOperator),
        ] {
            staff::insert(&mut transaction, &staff_of(id, role))
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
    }

    /// Blanks on the shelf.
    pub async fn stock(&self, kind: PassportKind, count: u32) {
        let keeper = actor("keeper", &[StaffRole::StockKeeper]);
        let letter = kind.as_str().to_uppercase().replace('_', "-");
        let command = ReceiveBlanks {
            kind,
            first: format!("{letter}-00001"),
            last: format!("{letter}-{count:05}"),
        };
        receive_blanks(&self.deps, &keeper, command).await.unwrap();
    }

    /// An application that two officers have approved, as intake and examination leave it.
    pub async fn approved(&mut self, person_id: &str) -> ApplicationNumber {
        self.counter += 1;
        let number = ApplicationNumber::parse(&format!("CASE-{:04}", self.counter)).unwrap();
        let mut transaction = self.deps.database.write().await.unwrap();
        if person::find(&mut transaction, person_id)
            .await
            .unwrap()
            .is_none()
        {
            person::insert(&mut transaction, &someone(person_id, self.deps.now()))
                .await
                .unwrap();
        }
        let row = self.row(&mut transaction, &number, person_id).await;
        application::insert(&mut transaction, &row).await.unwrap();
        self.sign(&mut transaction, &number, 1).await;
        transaction.commit().await.unwrap();
        number
    }

    async fn row(
        &self,
        transaction: &mut yeogwon::store::Transaction,
        number: &ApplicationNumber,
        person_id: &str,
    ) -> ApplicationRow {
        let now = self.deps.now();
        let photo = self
            .deps
            .objects
            .put(transaction, "portrait", &portrait(), now)
            .await
            .unwrap();
        ApplicationRow {
            number: number.clone(),
            post_id: POST.to_owned(),
            person_id: Some(person_id.to_owned()),
            status: ApplicationStatus::Approved,
            kind: PassportKind::Ordinary,
            usage: None,
            draft_sealed: vec![1],
            name_ko: "홍길동".to_owned(),
            name_en: "HONG GILDONG".to_owned(),
            application_date: date_in_seoul(now),
            received_at: now,
            taken_by: "specimen-clerk".to_owned(),
            decided_by: Some("specimen-examiner".to_owned()),
            photo_object: None,
            portrait_object: Some(photo),
            photo_report: None,
            attempt: 1,
            record_sealed: None,
            record_sha256: None,
            document_number: None,
            updated_at: now,
            version: 1,
        }
    }

    /// Both officers sign the record of an attempt, and the application stands approved.
    pub async fn sign(
        &self,
        transaction: &mut yeogwon::store::Transaction,
        number: &ApplicationNumber,
        attempt: i64,
    ) {
        let now = self.deps.now();
        let text = std::fs::read(example("ordinary.json")).unwrap();
        let asked = Application::parse(&text, date_in_seoul(now)).unwrap();
        let record_number = if attempt == 1 {
            number.clone()
        } else {
            ApplicationNumber::parse(&format!("{number}-{attempt}")).unwrap()
        };
        let config = Config::read(&self.directory).unwrap();
        let proposal = Proposal::make(
            &asked,
            record_number,
            &portrait(),
            &config,
            date_in_seoul(now),
        )
        .unwrap();
        let canonical = proposal.record.to_canonical().unwrap();
        let digest = hex(&sha256(&canonical));
        let mut row = application::find(transaction, number)
            .await
            .unwrap()
            .unwrap();
        row.status = ApplicationStatus::Approved;
        row.record_sealed = Some(
            self.deps
                .seal
                .seal(&record_context(number), &canonical)
                .unwrap(),
        );
        row.record_sha256 = Some(digest.clone());
        application::update(transaction, &row).await.unwrap();
        for (role, word) in [
            (ApprovalRole::Intake, "intake"),
            (ApprovalRole::Approval, "approval"),
        ] {
            let signed = self.officers.approve(role, &proposal.record, now).unwrap();
            let row = ApprovalRow {
                application_number: number.to_string(),
                record_sha256: digest.clone(),
                role: word.to_owned(),
                officer: signed.statement.officer.to_string(),
                approval: serde_json::to_string(&signed).unwrap(),
                signed_at: now,
            };
            approval::insert(transaction, &row).await.unwrap();
        }
    }

    pub async fn case(&self, number: &ApplicationNumber) -> ApplicationRow {
        let mut transaction = self.deps.database.read().await.unwrap();
        application::find(&mut transaction, number)
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn book(&self, number: &DocumentNumber) -> document::DocumentRow {
        let mut transaction = self.deps.database.read().await.unwrap();
        document::find(&mut transaction, number)
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn make(&self, number: &ApplicationNumber) -> Result<Made, ServiceError> {
        let command = PersonalisePassport {
            number: number.clone(),
            version: self.case(number).await.version,
        };
        personalise_passport(&self.deps, &maker(), command).await
    }

    pub async fn made(&self, number: &ApplicationNumber) -> DocumentNumber {
        match self.make(number).await.unwrap() {
            Made::Released { document, .. } => document,
            other => panic!("not released: {other:?}"),
        }
    }

    async fn inspected(&self, number: &DocumentNumber) -> bool {
        let command = InspectPassport {
            document: number.clone(),
            version: self.book(number).await.version,
            mrz_read: None,
            physical: sound(),
        };
        inspect_passport(&self.deps, &checker(), command)
            .await
            .unwrap()
            .is_green
    }

    async fn handed_over(
        &self,
        number: &DocumentNumber,
        old_book: Option<OldBook>,
    ) -> Result<(), ServiceError> {
        let command = HandOverPassport {
            document: number.clone(),
            version: self.book(number).await.version,
            recipient: Recipient::Holder,
            identified_by: Identification::ResidentCard,
            old_book,
        };
        hand_over_passport(&self.deps, &counter(), command).await
    }

    pub async fn journal_is_whole(&self) {
        let mut transaction = self.deps.database.read().await.unwrap();
        assert!(journal::verify(&mut transaction).await.unwrap().is_ok());
    }

    /// How many lines of the signer's log tell of a release.
    pub fn releases(&self) -> usize {
        let log = std::fs::read_to_string(self.directory.signer().join("intent.log")).unwrap();
        log.matches("\"event\":\"released\"").count()
    }
}

pub fn actor(id: &str, roles: &[StaffRole]) -> Actor {
    Actor {
        id: OfficerId::parse(id).unwrap(),
        post: POST.to_owned(),
        roles: roles.iter().copied().collect(),
    }
}

pub fn maker() -> Actor {
    actor("maker", &[StaffRole::BureauOperator])
}

fn checker() -> Actor {
    actor("checker", &[StaffRole::QualityChecker])
}

fn counter() -> Actor {
    actor("counter", &[StaffRole::HandOverClerk])
}

fn sound() -> Vec<PhysicalAnswer> {
    PhysicalCheck::ALL
        .iter()
        .map(|check| PhysicalAnswer {
            check: *check,
            fault: None,
        })
        .collect()
}

fn someone(id: &str, now: chrono::DateTime<Utc>) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        surname_ko: "홍".to_owned(),
        given_names_ko: "길동".to_owned(),
        surname_en: "HONG".to_owned(),
        given_names_en: "GILDONG".to_owned(),
        birth: "1990-03-15".parse().unwrap(),
        sex: "M".to_owned(),
        nationality: "KOR".to_owned(),
        resident_number_hash: None,
        resident_number_sealed: None,
        created_at: now,
        version: 1,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_made_inspected_handed_over_lost_and_found() {
    let mut bureau = Bureau::open("way").await;
    bureau.stock(PassportKind::Ordinary, 3).await;
    let case = bureau.approved("p-1").await;
    let number = bureau.made(&case).await;
    let book = bureau.book(&number).await;
    assert_eq!(book.status, DocumentStatus::Personalised);
    assert!(book.mrz.contains(number.as_str()), "{}", book.mrz);
    assert!(book.signer_certificate_sha256.is_some());
    assert_eq!(
        bureau.case(&case).await.document_number.as_deref(),
        Some(number.as_str())
    );
    assert!(matches!(
        bureau.make(&case).await,
        Err(ServiceError::WrongStatus(_))
    ));

    let page = data_page(&bureau.deps, &maker(), &number, PageFormat::Png)
        .await
        .unwrap();
    assert!(page.starts_with(b"\x89PNG"));
    let again = data_page(&bureau.deps, &maker(), &number, PageFormat::Png)
        .await
        .unwrap();
    assert_eq!(page, again);

    let early = bureau.handed_over(&number, None).await;
    assert!(matches!(early, Err(ServiceError::Refused(_))), "{early:?}");
    assert!(bureau.inspected(&number).await);
    assert_eq!(bureau.case(&case).await.status, ApplicationStatus::Checked);
    let view = view_hand_over(&bureau.deps, &counter(), &case)
        .await
        .unwrap()
        .unwrap();
    assert!(view.is_green && view.old.is_empty());
    bureau.handed_over(&number, None).await.unwrap();
    assert_eq!(
        bureau.case(&case).await.status,
        ApplicationStatus::Delivered
    );
    assert_eq!(bureau.book(&number).await.status, DocumentStatus::Active);

    let lost = ReportLoss {
        document: number.clone(),
        version: bureau.book(&number).await.version,
        lost_on: date_in_seoul(Utc::now()),
        country: "JPN".to_owned(),
        place: "Shinjuku station".to_owned(),
        circumstances: LossCircumstances::Theft,
        reporter: LossReporter::Holder,
    };
    report_loss(&bureau.deps, &counter(), lost.clone())
        .await
        .unwrap();
    let stale = report_loss(&bureau.deps, &counter(), lost).await;
    assert!(
        matches!(stale, Err(ServiceError::Conflict { .. })),
        "{stale:?}"
    );
    let mut transaction = bureau.deps.database.read().await.unwrap();
    let (status, _) = document::status(&mut transaction, &number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(status, DocumentStatus::Lost);
    drop(transaction);
    let history = loss_history(&bureau.deps, "p-1").await.unwrap();
    assert_eq!(history.within_years(1, date_in_seoul(Utc::now())), 1);
    assert!(history.to_facts().contains_key("losses"));

    let found_again = RecoverDocument {
        document: number.clone(),
        version: bureau.book(&number).await.version,
        recovered_on: date_in_seoul(Utc::now()),
        wants_to_use: true,
    };
    let status = recover_document(&bureau.deps, &counter(), found_again)
        .await
        .unwrap();
    assert_eq!(status, DocumentStatus::Active, "decree:20(2)");
    assert!(
        loss_history(&bureau.deps, "p-1")
            .await
            .unwrap()
            .losses
            .is_empty()
    );

    let back = CancelDocument {
        document: number.clone(),
        version: bureau.book(&number).await.version,
        reason: CancelReason::GivenBack,
    };
    let status = cancel_document(&bureau.deps, &counter(), back)
        .await
        .unwrap();
    assert_eq!(status, DocumentStatus::Returned);

    let found = find_document(&bureau.deps, &counter(), "gildong")
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert!(
        find_document(&bureau.deps, &counter(), "G%")
            .await
            .unwrap()
            .is_empty()
    );
    let view = view_document(&bureau.deps, &counter(), &number)
        .await
        .unwrap();
    assert_eq!(view.losses.len(), 1);
    assert_eq!(
        view.signer.map(|signer| signer.sha256),
        bureau.book(&number).await.signer_certificate_sha256
    );
    let sums = reconcile(&bureau.deps, 3).await.unwrap();
    assert_eq!(sums.findings, []);
    assert_eq!((sums.documents, sums.blanks, sums.open), (1, 1, 0));
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_book_puts_the_old_one_out_of_effect() {
    let mut bureau = Bureau::open("old").await;
    bureau.stock(PassportKind::Ordinary, 3).await;
    let first_case = bureau.approved("p-1").await;
    let first = bureau.made(&first_case).await;
    assert!(bureau.inspected(&first).await);
    bureau.handed_over(&first, None).await.unwrap();
    let second_case = bureau.approved("p-1").await;
    let second = bureau.made(&second_case).await;
    assert!(bureau.inspected(&second).await);
    let silent = bureau.handed_over(&second, None).await;
    assert!(
        matches!(silent, Err(ServiceError::Invalid(_))),
        "{silent:?}"
    );
    bureau
        .handed_over(&second, Some(OldBook::Punched))
        .await
        .unwrap();
    assert_eq!(bureau.book(&first).await.status, DocumentStatus::Cancelled);
    assert_eq!(bureau.book(&second).await.status, DocumentStatus::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_is_not_as_it_should_be_is_spoiled_and_made_anew() {
    let mut bureau = Bureau::open("spoiled").await;
    bureau.stock(PassportKind::Ordinary, 3).await;
    let case = bureau.approved("p-1").await;
    let number = bureau.made(&case).await;
    let mut physical = sound();
    physical[2].fault = Some(PhysicalFault::Blurred);
    let slip = InspectPassport {
        document: number.clone(),
        version: 1,
        mrz_read: Some(bureau.book(&number).await.mrz.replace("KOR9003", "KOR9004")),
        physical: sound(),
    };
    let misread = inspect_passport(&bureau.deps, &checker(), slip).await;
    assert!(
        matches!(misread, Err(ServiceError::Invalid(_))),
        "{misread:?}"
    );
    let command = InspectPassport {
        document: number.clone(),
        version: 1,
        mrz_read: Some(bureau.book(&number).await.mrz),
        physical,
    };
    let inspected = inspect_passport(&bureau.deps, &checker(), command)
        .await
        .unwrap();
    assert!(inspected.is_spoiled && !inspected.is_green);
    let row = bureau.case(&case).await;
    assert_eq!((row.status, row.attempt), (ApplicationStatus::Returned, 2));
    assert_eq!(bureau.book(&number).await.status, DocumentStatus::Spoiled);
    let mut transaction = bureau.deps.database.write().await.unwrap();
    bureau.sign(&mut transaction, &case, 2).await;
    transaction.commit().await.unwrap();
    let second = bureau.made(&case).await;
    assert_ne!(second, number);
    assert!(bureau.inspected(&second).await);
    assert_eq!(reconcile(&bureau.deps, 1).await.unwrap().findings, []);
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_counts_for_the_book_as_it_was_when_it_was_looked_at() {
    let mut bureau = Bureau::open("stale").await;
    bureau.stock(PassportKind::Ordinary, 1).await;
    let case = bureau.approved("p-1").await;
    let number = bureau.made(&case).await;
    assert!(bureau.inspected(&number).await);
    // Somebody with the database puts another file in the chip's place.
    let mut transaction = bureau.deps.database.write().await.unwrap();
    let other = bureau
        .deps
        .objects
        .put(&mut transaction, "chip_file", b"other", bureau.deps.now())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let database = bureau.directory.database();
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", database.display()))
        .await
        .unwrap();
    sqlx::query("UPDATE document_file SET object_id = $1 WHERE name = 'EF.DG2'")
        .bind(&other)
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let outcome = bureau.handed_over(&number, None).await;
    assert!(
        matches!(outcome, Err(ServiceError::Refused(_))),
        "{outcome:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_shelf_is_named_and_nothing_is_drawn() {
    let mut bureau = Bureau::open("empty").await;
    bureau.stock(PassportKind::Official, 1).await;
    let case = bureau.approved("p-1").await;
    let Err(ServiceError::Refused(words)) = bureau.make(&case).await else {
        panic!("a book was made of nothing");
    };
    assert_eq!(words, "production-refusal-stock|kind=ordinary|post=tokyo");
    assert_eq!(bureau.case(&case).await.status, ApplicationStatus::Approved);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_signer_the_request_waits_and_is_settled_when_it_is_back() {
    let mut bureau = Bureau::open("absent").await;
    bureau.stock(PassportKind::Ordinary, 2).await;
    let case = bureau.approved("p-1").await;
    bureau.kill_signer();
    let made = bureau.make(&case).await.unwrap();
    assert!(
        matches!(&made, Made::Waits { problem, .. } if problem == "signer_unreachable"),
        "{made:?}"
    );
    let again = bureau.make(&case).await;
    assert!(matches!(again, Err(ServiceError::Refused(_))), "{again:?}");
    let view = view_production(&bureau.deps, &maker(), &case)
        .await
        .unwrap();
    assert_eq!(
        view.open().unwrap().problem.as_deref(),
        Some("signer_unreachable")
    );
    assert!(matches!(
        settle_productions(&bureau.deps).await.unwrap().made[..],
        [Made::Waits { .. }]
    ));
    bureau.start_signer();
    let settled = settle_productions(&bureau.deps).await.unwrap();
    assert!(
        matches!(settled.made[..], [Made::Released { .. }]),
        "{settled:?}"
    );
    assert_eq!(settle_productions(&bureau.deps).await.unwrap().made, []);
    assert_eq!(
        bureau.case(&case).await.status,
        ApplicationStatus::Personalised
    );
    assert_eq!(bureau.releases(), 1);
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_signer_refuses_for_good_goes_back_to_people_and_the_blank_to_the_shelf() {
    let mut bureau = Bureau::open("refused").await;
    bureau.stock(PassportKind::Ordinary, 2).await;
    let case = bureau.approved("p-1").await;
    // The examiner's approval lapsed: dated and expired long ago, as the officer's own key signed it.
    let mut transaction = bureau.deps.database.read().await.unwrap();
    let row = application::find(&mut transaction, &case)
        .await
        .unwrap()
        .unwrap();
    let digest = row.record_sha256.clone().unwrap();
    let kept = approval::of_record(&mut transaction, &case, &digest)
        .await
        .unwrap();
    drop(transaction);
    let old: yeogwon::signer::Approval = serde_json::from_str(
        &kept
            .iter()
            .find(|row| row.role == "approval")
            .unwrap()
            .approval,
    )
    .unwrap();
    let mut statement = old.statement;
    statement.signed_at -= TimeDelta::days(90);
    statement.expires_at = statement.signed_at + TimeDelta::days(30);
    let lapsed = bureau
        .officers
        .sign_statement(ApprovalRole::Approval, statement)
        .unwrap();
    let pool = sqlx::SqlitePool::connect(&format!(
        "sqlite://{}",
        bureau.directory.database().display()
    ))
    .await
    .unwrap();
    sqlx::query("UPDATE approval SET approval = $1 WHERE role = 'approval'")
        .bind(serde_json::to_string(&lapsed).unwrap())
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let made = bureau.make(&case).await.unwrap();
    let Made::GivenUp {
        problem,
        is_returned,
        document,
        ..
    } = made
    else {
        panic!("not given up: {made:?}");
    };
    assert_eq!((problem.as_str(), is_returned), ("approval_expired", true));
    let row = bureau.case(&case).await;
    assert_eq!((row.status, row.attempt), (ApplicationStatus::Returned, 2));
    let mut transaction = bureau.deps.database.write().await.unwrap();
    let tried = production::find(&mut transaction, &document)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tried.state, ProductionState::Spoiled);
    let book = blank::find(&mut transaction, &tried.blank_serial)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        book.state,
        BlankState::InStock,
        "the signer never heard of it"
    );
    bureau.sign(&mut transaction, &case, 2).await;
    transaction.commit().await.unwrap();
    bureau.made(&case).await;
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_used_elsewhere_is_left_and_another_drawn() {
    let mut bureau = Bureau::open("taken").await;
    bureau.stock(PassportKind::Ordinary, 3).await;
    let case = bureau.approved("p-1").await;
    let first = bureau.made(&case).await;
    // The signer knows a blank that this store says is on the shelf: a store from before a restore.
    let used = bureau.book(&first).await.blank_serial;
    let pool = sqlx::SqlitePool::connect(&format!(
        "sqlite://{}",
        bureau.directory.database().display()
    ))
    .await
    .unwrap();
    for sql in [
        "DELETE FROM document_file",
        "DELETE FROM document",
        "DELETE FROM production",
        "UPDATE blank SET state = 'in_stock' WHERE state = 'used'",
    ] {
        sqlx::query(sql).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let other = bureau.approved("p-1").await;
    let second = bureau.made(&other).await;
    assert_ne!(bureau.book(&second).await.blank_serial, used);
    let mut transaction = bureau.deps.database.read().await.unwrap();
    let row = blank::find(&mut transaction, &used).await.unwrap().unwrap();
    assert_eq!(row.state, BlankState::Spoiled);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_counts_what_they_handled_and_nobody_destroys_alone() {
    let bureau = Bureau::open("stock").await;
    bureau.stock(PassportKind::Ordinary, 5).await;
    let keeper = actor("keeper", &[StaffRole::StockKeeper]);
    let other = actor("other-keeper", &[StaffRole::StockKeeper]);
    let count = |counted, note: Option<&str>| CountBlanks {
        kind: PassportKind::Ordinary,
        counted,
        note: note.map(str::to_owned),
    };
    let own = count_blanks(&bureau.deps, &keeper, count(5, None)).await;
    assert!(
        matches!(own, Err(ServiceError::SamePerson { .. })),
        "{own:?}"
    );
    let silent = count_blanks(&bureau.deps, &other, count(4, None)).await;
    assert!(
        matches!(silent, Err(ServiceError::Invalid(_))),
        "{silent:?}"
    );
    let row = count_blanks(&bureau.deps, &other, count(4, Some("one missing")))
        .await
        .unwrap();
    assert_eq!((row.expected, row.counted), (5, 4));
    let twice = ReceiveBlanks {
        kind: PassportKind::Ordinary,
        first: "ORDINARY-00005".to_owned(),
        last: "ORDINARY-00007".to_owned(),
    };
    let known = receive_blanks(&bureau.deps, &keeper, twice).await;
    assert!(matches!(known, Err(ServiceError::Refused(_))), "{known:?}");

    let serial = "ORDINARY-00001";
    let on_shelf = destroy_blank(&bureau.deps, &keeper, serial).await;
    assert!(
        matches!(on_shelf, Err(ServiceError::Refused(_))),
        "{on_shelf:?}"
    );
    yeogwon::service::manage_stock::spoil_one(
        &bureau.deps,
        &keeper,
        serial,
        yeogwon::domain::SpoilReason::Defective,
    )
    .await
    .unwrap();
    assert_eq!(
        destroy_blank(&bureau.deps, &keeper, serial).await.unwrap(),
        BlankState::Spoiled
    );
    let alone = destroy_blank(&bureau.deps, &keeper, serial).await;
    assert!(
        matches!(alone, Err(ServiceError::SamePerson { .. })),
        "{alone:?}"
    );
    assert_eq!(
        destroy_blank(&bureau.deps, &other, serial).await.unwrap(),
        BlankState::Destroyed
    );
    bureau.journal_is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signer_witnesses_the_journal_and_sees_it_cut() {
    let mut bureau = Bureau::open("witness").await;
    bureau.stock(PassportKind::Ordinary, 1).await;
    let case = bureau.approved("p-1").await;
    bureau.made(&case).await;
    let mut transaction = bureau.deps.database.read().await.unwrap();
    let entries = journal::entries_about(&mut transaction, "journal", "1")
        .await
        .unwrap();
    drop(transaction);
    assert!(entries.len() <= 1);
    // Once more where a busy machine kept the signer from witnessing right after the book.
    let witness = || yeogwon::service::witness_journal::witness_journal(&bureau.deps);
    witness().await.unwrap();
    let again = witness().await.unwrap();
    assert_eq!(again, None, "nothing was written since the last time");
    // The end of the journal is cut off; its chain is whole, and yet the signer tells.
    let pool = sqlx::SqlitePool::connect(&format!(
        "sqlite://{}",
        bureau.directory.database().display()
    ))
    .await
    .unwrap();
    sqlx::query("DELETE FROM journal WHERE sequence > 2")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    bureau.journal_is_whole().await;
    let cut = yeogwon::service::witness_journal::witness_journal(&bureau.deps).await;
    assert!(matches!(cut, Err(ServiceError::Signer(_))), "{cut:?}");
}

/// Words of the program for `--json`.
pub fn json(text: &[u8]) -> Value {
    serde_json::from_slice(text).unwrap()
}
