//! The attempts that go through the store: rows changed by SQL, records sealed anew with the master key, sessions and roles
//! of one's own making; the service itself then asks the signer.

use chrono::Utc;
use openssl::sha::sha256;
use serde_json::json;
use sqlx::SqlitePool;
use yeogwon::domain::{
    ApplicationNumber, ApplicationStatus, BlankState, PassportUse, StaffRole, date_in_seoul, hex,
};
use yeogwon::proposal::Proposal;
use yeogwon::service::personalise_passport::{PersonalisePassport, personalise_passport};
use yeogwon::service::production::Made;
use yeogwon::service::record::record_context;
use yeogwon::service::witness_journal::witness_journal;
use yeogwon::service::{Actor, Deps, ServiceError, SignerGate};
use yeogwon::signer::{Approval, ApprovalRole, ApprovalStatement, LogHead, OfficerId};
use yeogwon::store::application::{self, ApplicationRow};
use yeogwon::store::approval::{self, ApprovalRow};
use yeogwon::store::blank::{self, BlankRow};
use yeogwon::store::journal::{self, Effect, Note};
use yeogwon::store::officer_key::{self, KeyState, OfficerKeyRow};
use yeogwon::store::person::{self, PersonRow};
use yeogwon::store::post::{self, PostRow};
use yeogwon::store::staff::{self, StaffRow};

use super::{Insider, Person};
use crate::world::yeogwon;

/// Where the trace of an attempt must be found.
#[derive(Clone, Copy)]
enum Trace {
    /// A refusal in the signer's log, and an entry in the journal.
    Both,
    /// An entry in the journal; the signer was not even asked.
    Journal,
    /// An alarm in the signer's log: the journal itself was attacked.
    Alarm,
    /// The journal's own chain.
    Chain,
}

/// One row.
struct Attempt {
    name: &'static str,
    act: fn(&mut Office) -> String,
    /// The word that answers it, and that the trace holds.
    word: &'static str,
    trace: Trace,
}

const fn row(
    name: &'static str,
    act: fn(&mut Office) -> String,
    word: &'static str,
    trace: Trace,
) -> Attempt {
    Attempt {
        name,
        act,
        word,
        trace,
    }
}

#[rustfmt::skip]
const THROUGH_THE_STORE: &[Attempt] = &[
    row("the status is forced, nobody signed", forced_status, "production-refusal-approvals", Trace::Journal),
    row("the status is forced, one officer signed", forced_with_one, "production-refusal-approvals", Trace::Journal),
    row("the clerk's approval row is copied as the examiner's", copied_row, "same_officer", Trace::Both),
    row("approval rows of another application are copied", rows_of_another, "other_application", Trace::Both),
    row("the examiner's row is signed by the clerk", row_signed_by_clerk, "approval_signature", Trace::Both),
    row("the clerk is made an examiner by SQL", role_by_sql, "role_not_held", Trace::Both),
    row("an officer of one's own making, with an enrolled key by SQL", key_by_sql, "unknown_officer", Trace::Both),
    row("the record is sealed anew for another person", resealed_record, "other_record", Trace::Both),
    row("the portrait is exchanged", exchanged_portrait, "other_photo", Trace::Both),
    row("a delivered case is set back to approved", second_book, "application_used", Trace::Both),
    row("an entry of the journal is rewritten", rewritten_entry, "changed", Trace::Chain),
    row("an entry of the journal is deleted", deleted_entry, "missing", Trace::Chain),
    row("the journal's end is cut off", cut_journal, "witness_backwards", Trace::Alarm),
    row("the journal is cut, and grown anew past what was witnessed", grown_journal, "REWRITTEN", Trace::Chain),
];

#[test]
fn sql_and_the_service_itself_bring_out_nothing_either() {
    let mut office = Office::new();
    // What follows fails for the reason it names and not because nothing would work.
    let (application, _) = office.honest_case();
    assert_eq!(office.produce(&application), "released");
    office.insider.honest += 1;
    for attempt in THROUGH_THE_STORE {
        office.tries(attempt);
    }
    let (application, _) = office.honest_case();
    assert_eq!(office.produce(&application), "released");
}

/// The service with its store, in the hands of the insider.
struct Office {
    insider: Insider,
    runtime: tokio::runtime::Runtime,
    deps: Deps,
    sql: SqlitePool,
    /// A session forged for whoever may make books.
    operator: Actor,
    books: u32,
}

const POST: &str = "bureau";

impl Office {
    fn new() -> Self {
        let insider = Insider::at("insider_store");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let directory = insider.bench.directory.clone();
        let mut deps = runtime.block_on(Deps::open(&directory, Utc::now)).unwrap();
        deps.signer = SignerGate::new(&insider.socket);
        let url = format!("sqlite:{}", directory.database().display());
        let sql = runtime.block_on(SqlitePool::connect(&url)).unwrap();
        let office = Self {
            insider,
            runtime,
            deps,
            sql,
            operator: Actor {
                id: OfficerId::parse("operator").unwrap(),
                post: POST.to_owned(),
                roles: [StaffRole::BureauOperator].into(),
            },
            books: 0,
        };
        office.furnish();
        office
    }

    /// A post, its staff and a person.
    fn furnish(&self) {
        self.runtime.block_on(async {
            let mut transaction = self.deps.database.write().await.unwrap();
            let office = PostRow {
                id: POST.into(),
                name_ko: "여권과".into(),
                name_en: "Passport Bureau".into(),
                kind: "ministry".into(),
                country: "KOR".into(),
            };
            post::insert(&mut transaction, &office).await.unwrap();
            for (id, role) in [
                ("specimen-clerk", StaffRole::IntakeClerk),
                ("specimen-examiner", StaffRole::Examiner),
                ("operator", StaffRole::BureauOperator),
            ] {
                staff::insert(&mut transaction, &member(id, role))
                    .await
                    .unwrap();
            }
            let person = PersonRow {
                id: "p-1".into(),
                surname_ko: "홍".into(),
                given_names_ko: "길동".into(),
                surname_en: "HONG".into(),
                given_names_en: "GILDONG".into(),
                birth: "1990-03-15".parse().unwrap(),
                sex: "M".into(),
                nationality: "KOR".into(),
                resident_number_hash: None,
                resident_number_sealed: None,
                created_at: Utc::now(),
                version: 1,
            };
            person::insert(&mut transaction, &person).await.unwrap();
            transaction.commit().await.unwrap();
        });
    }

    /// Any SQL at all.
    fn run(&self, statement: &str) -> u64 {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        self.runtime
            .block_on(sqlx::query(statement).execute(&self.sql))
            .unwrap()
            .rows_affected()
    }

    /// A case for which both officers have honestly signed.
    fn honest_case(&mut self) -> (ApplicationNumber, Proposal) {
        let proposal = self.insider.proposal("ordinary.json");
        let both = self.insider.bench.both(&proposal);
        (self.case(&proposal, &both), proposal)
    }

    /// A case whose status says that it is approved, with these approvals beside it, and a blank on the shelf.
    fn case(&mut self, proposal: &Proposal, approvals: &[Approval]) -> ApplicationNumber {
        self.books += 1;
        let record = &proposal.record;
        let number = record.application_number.clone();
        let canonical = record.to_canonical().unwrap();
        let digest = hex(&sha256(&canonical));
        let deps = &self.deps;
        self.runtime.block_on(async {
            let mut transaction = deps.database.write().await.unwrap();
            let portrait = deps
                .objects
                .put(&mut transaction, "portrait", &proposal.photo, deps.now())
                .await
                .unwrap();
            let book = BlankRow {
                serial: format!("STOCK-{:04}", self.books),
                kind: record.kind.booklet(),
                post_id: POST.into(),
                state: BlankState::InStock,
                received_at: deps.now(),
                received_by: "operator".into(),
                changed_at: deps.now(),
                spoiled_by: None,
                spoil_reason: None,
                destruction_asked_by: None,
                destroyed_by: None,
                version: 1,
            };
            blank::insert(&mut transaction, &book).await.unwrap();
            let row = ApplicationRow {
                number: number.clone(),
                post_id: POST.into(),
                person_id: Some("p-1".into()),
                status: ApplicationStatus::Approved,
                kind: record.kind,
                usage: Some(PassportUse::Multiple),
                draft_sealed: Vec::new(),
                name_ko: "홍길동".into(),
                name_en: "HONG GILDONG".into(),
                application_date: date_in_seoul(deps.now()),
                received_at: deps.now(),
                taken_by: "specimen-clerk".into(),
                decided_by: Some("specimen-examiner".into()),
                photo_object: None,
                portrait_object: Some(portrait),
                photo_report: None,
                attempt: 1,
                record_sealed: Some(
                    deps.seal
                        .seal(&record_context(&number), &canonical)
                        .unwrap(),
                ),
                record_sha256: Some(digest.clone()),
                document_number: None,
                updated_at: deps.now(),
                version: 1,
            };
            application::insert(&mut transaction, &row).await.unwrap();
            for (role, given) in ["intake", "approval"].into_iter().zip(approvals) {
                let officer = if role == "intake" {
                    "specimen-clerk"
                } else {
                    "specimen-examiner"
                };
                let row = ApprovalRow {
                    application_number: number.to_string(),
                    record_sha256: digest.clone(),
                    role: role.into(),
                    officer: officer.into(),
                    approval: serde_json::to_string(given).unwrap(),
                    signed_at: deps.now(),
                };
                approval::insert(&mut transaction, &row).await.unwrap();
            }
            transaction.commit().await.unwrap();
        });
        number
    }

    /// Has the service make the book; the word of what came of it.
    fn produce(&self, number: &ApplicationNumber) -> String {
        self.runtime.block_on(async {
            let mut transaction = self.deps.database.read().await.unwrap();
            let row = application::find(&mut transaction, number).await.unwrap();
            drop(transaction);
            let command = PersonalisePassport {
                number: number.clone(),
                version: row.unwrap().version,
            };
            match personalise_passport(&self.deps, &self.operator, command).await {
                Ok(Made::Released { .. }) => "released".to_owned(),
                Ok(Made::Waits { problem, .. } | Made::GivenUp { problem, .. }) => problem,
                Err(ServiceError::Refused(word)) => word,
                Err(error) => error.to_string(),
            }
        })
    }

    fn journal(&self) -> Vec<String> {
        self.runtime.block_on(async {
            let mut transaction = self.deps.database.read().await.unwrap();
            journal::entries_after(&mut transaction, 0, 100_000)
                .await
                .unwrap()
                .into_iter()
                .map(|(entry, _)| json!(entry).to_string())
                .collect()
        })
    }

    /// What the journal's chain says of itself.
    fn verify(&self) -> String {
        self.runtime.block_on(async {
            let mut transaction = self.deps.database.read().await.unwrap();
            match journal::verify(&mut transaction).await.unwrap() {
                Ok(_) => "whole".to_owned(),
                Err(fault) => json!(fault)["fault"].as_str().unwrap().to_owned(),
            }
        })
    }

    /// Entries that nobody's work made, appended by the rules.
    fn invents(&self, count: usize) {
        let deps = self.deps.clone();
        self.runtime.block_on(async {
            let mut transaction = deps.database.write().await.unwrap();
            for _ in 0..count {
                let note = Note {
                    at: deps.now(),
                    actor: "operator".into(),
                    subject_kind: "application",
                    subject_id: "none".into(),
                    subject_version: None,
                    command: "nothing_happened",
                    arguments: json!({}),
                    effect: Effect::Done,
                };
                journal::append(&mut transaction, note).await.unwrap();
            }
            transaction.commit().await.unwrap();
        });
    }

    fn tries(&mut self, attempt: &Attempt) {
        let Attempt {
            name,
            act,
            word,
            trace,
        } = attempt;
        let (journal, log) = (self.journal().len(), self.insider.bench.log());
        let log = log.lines().count();
        assert_eq!(act(self), *word, "{name}");
        let (logged, kept) = self.insider.count_released();
        assert!(
            logged <= self.insider.honest && kept <= self.insider.honest,
            "{name}: an EF.SOD came out"
        );
        let in_journal = || {
            self.journal()
                .iter()
                .skip(journal)
                .any(|l| l.contains(word))
        };
        let in_log = |event: &str| {
            let log_now = self.insider.bench.log();
            let event = format!("\"event\":\"{event}\"");
            log_now
                .lines()
                .skip(log)
                .any(|line| line.contains(&event) && line.contains(word))
        };
        let is_traced = match trace {
            Trace::Both => in_log("refused") && in_journal(),
            Trace::Journal => in_journal(),
            Trace::Alarm => in_log("alarm"),
            // The act has looked at it.
            Trace::Chain => true,
        };
        assert!(is_traced, "{name}: no trace");
    }

    /// The clerk's own honest approval of a case; all that the insider can sign.
    fn clerks(&self, proposal: &Proposal) -> Approval {
        self.insider
            .bench
            .officers
            .approve(ApprovalRole::Intake, &proposal.record, Utc::now())
            .unwrap()
    }
}

fn member(id: &str, role: StaffRole) -> StaffRow {
    StaffRow {
        id: id.into(),
        name_ko: "김민준".into(),
        name_en: "KIM MINJUN".into(),
        post_id: POST.into(),
        roles: [role].into(),
        password_hash: String::new(),
        totp_secret_sealed: Vec::new(),
        totp_last_step: 0,
        language: "ko".into(),
        disabled: false,
        created_at: Utc::now(),
        version: 1,
    }
}

fn forced_status(office: &mut Office) -> String {
    let proposal = office.insider.proposal("ordinary.json");
    let number = office.case(&proposal, &[]);
    office.produce(&number)
}

fn forced_with_one(office: &mut Office) -> String {
    let proposal = office.insider.proposal("ordinary.json");
    let number = office.case(&proposal, &[office.clerks(&proposal)]);
    office.produce(&number)
}

fn copied_row(office: &mut Office) -> String {
    let proposal = office.insider.proposal("ordinary.json");
    let clerk = office.clerks(&proposal);
    let number = office.case(&proposal, &[clerk.clone(), clerk]);
    office.produce(&number)
}

fn rows_of_another(office: &mut Office) -> String {
    let other = office.insider.proposal("ordinary.json");
    let both = office.insider.bench.both(&other);
    let proposal = office.insider.proposal("ordinary.json");
    let number = office.case(&proposal, &both);
    office.produce(&number)
}

fn row_signed_by_clerk(office: &mut Office) -> String {
    let proposal = office.insider.proposal("ordinary.json");
    let clerk = office.clerks(&proposal);
    let examiner = OfficerId::parse("specimen-examiner").unwrap();
    let forged = office.insider.forge(ApprovalStatement {
        role: ApprovalRole::Approval,
        officer: examiner,
        ..clerk.statement.clone()
    });
    let number = office.case(&proposal, &[clerk, forged]);
    office.produce(&number)
}

fn role_by_sql(office: &mut Office) -> String {
    let changed =
        office.run("UPDATE staff SET roles = 'intake_clerk,examiner' WHERE id = 'specimen-clerk'");
    assert_eq!(changed, 1);
    // The examiner attested, and the clerk approves in a role that only the store gives.
    let proposal = office.insider.proposal("ordinary.json");
    let clerk = office.clerks(&proposal);
    let approves = office.insider.forge(ApprovalStatement {
        role: ApprovalRole::Approval,
        ..clerk.statement.clone()
    });
    let number = office.case(&proposal, &[clerk, approves]);
    let word = office.produce(&number);
    office.run("UPDATE staff SET roles = 'intake_clerk' WHERE id = 'specimen-clerk'");
    word
}

fn key_by_sql(office: &mut Office) -> String {
    let accomplice = Person::new("accomplice");
    let entry = accomplice.entry(&[ApprovalRole::Approval]);
    let deps = office.deps.clone();
    office.runtime.block_on(async {
        let mut transaction = deps.database.write().await.unwrap();
        staff::insert(&mut transaction, &member("accomplice", StaffRole::Examiner))
            .await
            .unwrap();
        let key = OfficerKeyRow {
            public_key_sha256: "ab".repeat(32),
            officer: "accomplice".into(),
            public_key: entry.public_key,
            wrapped_key: None,
            state: KeyState::Enrolled,
            created_at: deps.now(),
        };
        officer_key::insert(&mut transaction, &key).await.unwrap();
        transaction.commit().await.unwrap();
    });
    let proposal = office.insider.proposal("ordinary.json");
    let clerk = office.clerks(&proposal);
    let approves = accomplice.approve(ApprovalStatement {
        role: ApprovalRole::Approval,
        officer: accomplice.id.clone(),
        ..clerk.statement.clone()
    });
    let number = office.case(&proposal, &[clerk, approves]);
    office.produce(&number)
}

fn resealed_record(office: &mut Office) -> String {
    let mut proposal = office.insider.proposal("ordinary.json");
    let both = office.insider.bench.both(&proposal);
    proposal.record.holder.surname_en = "MALLORY".into();
    let number = office.case(&proposal, &both);
    office.produce(&number)
}

fn exchanged_portrait(office: &mut Office) -> String {
    let mut proposal = office.insider.proposal("ordinary.json");
    let both = office.insider.bench.both(&proposal);
    *proposal.photo.last_mut().unwrap() ^= 1;
    let number = office.case(&proposal, &both);
    office.produce(&number)
}

fn second_book(office: &mut Office) -> String {
    let (number, _) = office.honest_case();
    assert_eq!(office.produce(&number), "released");
    office.insider.honest += 1;
    // Another book is on the shelf, and the first is forgotten.
    office.honest_case();
    let changed = office.run(&format!(
        "UPDATE application SET status = 'approved', document_number = NULL WHERE number = '{number}'"
    ));
    assert_eq!(changed, 1);
    office.produce(&number)
}

fn rewritten_entry(office: &mut Office) -> String {
    office.run("UPDATE journal SET actor = 'somebody-else' WHERE sequence = 1");
    let word = office.verify();
    office.run("UPDATE journal SET actor = 'operator' WHERE sequence = 1");
    assert_eq!(office.verify(), "whole");
    word
}

fn deleted_entry(office: &mut Office) -> String {
    office.run("CREATE TABLE kept AS SELECT * FROM journal WHERE sequence = 2");
    office.run("DELETE FROM journal WHERE sequence = 2");
    let word = office.verify();
    office.run("INSERT INTO journal SELECT * FROM kept");
    office.run("DROP TABLE kept");
    assert_eq!(office.verify(), "whole");
    word
}

fn cut_journal(office: &mut Office) -> String {
    let deps = office.deps.clone();
    office.run("DELETE FROM journal WHERE sequence > (SELECT MAX(sequence) - 6 FROM journal)");
    // The chain is whole; only the signer knows that there was more.
    assert_eq!(office.verify(), "whole");
    office.invents(1);
    office
        .runtime
        .block_on(async { witness_word(witness_journal(&deps).await) })
}

/// The chain is whole and longer than anything the signer saw, which takes its new end for honest work.
fn grown_journal(office: &mut Office) -> String {
    let deps = office.deps.clone();
    office.invents(20);
    assert_eq!(office.verify(), "whole");
    let witnessed = office.runtime.block_on(witness_journal(&deps));
    assert!(matches!(witnessed, Ok(Some(_))), "{witnessed:?}");
    // Whoever holds the journal against every head that was witnessed sees it.
    let run = yeogwon([
        "journal".as_ref(),
        "verify".as_ref(),
        "--data".as_ref(),
        office.insider.bench.directory.path().as_os_str(),
    ])
    .ends(3);
    let text = run.out();
    let line = text.lines().find(|line| line.contains("REWRITTEN"));
    line.and_then(|line| line.split(':').next())
        .unwrap_or(&text)
        .to_owned()
}

fn witness_word(answer: Result<Option<LogHead>, ServiceError>) -> String {
    match answer {
        Err(ServiceError::Signer(said)) if said.contains("was witnessed up to entry") => {
            "witness_backwards".to_owned()
        }
        other => format!("{other:?}"),
    }
}
