//! The insider: somebody who holds the signer's socket and everything that `serve` holds (database, master key,
//! configuration, sessions), and one officer's key. Nothing that this person tries brings out an EF.SOD, and every try
//! leaves a trace.
//!
//! One row an attempt: what is tried, the refusal that must answer it, and where its trace must be found. Some attempts
//! are given more than the insider has (two officers who were deceived, the signer's own files), because they must fail too.

mod store;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use chrono::{Months, TimeDelta};
use openssl::bn::BigNum;
use openssl::ec::EcGroup;
use openssl::nid::Nid;
use openssl::sha::sha256;
use serde_json::{Value, json};
use yeogwon::domain::{DocumentNumber, PassportKind, date_in_seoul, hex, unhex};
use yeogwon::proposal::Proposal;
use yeogwon::signer::{
    Approval, ApprovalRole, ApprovalStatement, Base64, EnrolmentApproval, OfficerChange, OfficerId,
    RegisterVersion, Request, Response, SignDocument, SignerClient, SigningProcess, WitnessSource,
};

use crate::approvals::{Bench, released};
use crate::enrolment::{Person, as_request};
use crate::world::program;

/// What an attempt came to.
enum Outcome {
    /// The signer answered.
    Answer(Box<Response>),
    /// The signer did not start, and said why.
    NotStarted(String),
}

impl From<Response> for Outcome {
    fn from(response: Response) -> Self {
        Self::Answer(Box::new(response))
    }
}

/// One row.
struct Attempt {
    name: &'static str,
    act: fn(&mut Insider) -> Outcome,
    /// The tag of the refusal, in the answer and in the trace.
    refusal: &'static str,
    /// The kind of line that the signer's log must have got.
    trace: &'static str,
}

const fn refused(
    name: &'static str,
    act: fn(&mut Insider) -> Outcome,
    refusal: &'static str,
) -> Attempt {
    Attempt {
        name,
        act,
        refusal,
        trace: "refused",
    }
}

const fn alarmed(
    name: &'static str,
    act: fn(&mut Insider) -> Outcome,
    refusal: &'static str,
) -> Attempt {
    Attempt {
        name,
        act,
        refusal,
        trace: "alarm",
    }
}

/// What needs the socket alone.
const AT_THE_SOCKET: &[Attempt] = &[
    // The record, the photo and the law.
    refused("the photo is swapped", swapped_photo, "other_photo"),
    refused(
        "the record is swapped after the approvals",
        swapped_record,
        "other_record",
    ),
    refused(
        "record and photo are swapped together",
        swapped_both,
        "other_record",
    ),
    refused(
        "the rules of the record are forged",
        forged_rules,
        "other_record",
    ),
    refused(
        "a longer term by facts that were approved by deceit",
        longer_term,
        "law_changed",
    ),
    refused(
        "facts of an adult for a child",
        adult_facts,
        "record_malformed",
    ),
    refused("the record is padded", padded_record, "record_malformed"),
    refused(
        "the record has a key twice",
        doubled_key,
        "record_malformed",
    ),
    refused(
        "the request has a key twice",
        doubled_request,
        "request_not_understood",
    ),
    // The approvals.
    refused("one approval alone", one_alone, "approval_count"),
    refused("one officer twice", one_twice, "same_officer"),
    refused(
        "the other officer's name under one's own signature",
        other_name,
        "approval_signature",
    ),
    refused("the other officer's role", other_role, "role_not_held"),
    refused(
        "both officers' roles exchanged",
        exchanged_roles,
        "role_not_held",
    ),
    refused("somebody who is not enrolled", stranger, "unknown_officer"),
    refused(
        "the approval of another application",
        other_application,
        "other_application",
    ),
    refused("an approval that has lapsed", lapsed, "approval_expired"),
    refused(
        "an approval that is dated ahead",
        dated_ahead,
        "approval_from_the_future",
    ),
    refused("a signature of zeros", zero_signature, "approval_signature"),
    refused(
        "one signature in its two spellings",
        two_spellings,
        "same_officer",
    ),
    // What was used before.
    refused(
        "a released request with respelled signatures",
        respelled_request,
        "application_used",
    ),
    refused(
        "a released application for another record",
        relabelled_record,
        "application_used",
    ),
    refused(
        "a second document for one application",
        second_document,
        "application_used",
    ),
    refused(
        "a released number for another record",
        used_number,
        "number_used",
    ),
    refused("a used blank", used_blank, "blank_used"),
    refused("a spoiled blank", spoiled_blank, "blank_used"),
    refused("a spoiled number", spoiled_number, "number_used"),
    refused(
        "a released number is spoiled",
        spoil_released,
        "nothing_under_number",
    ),
    refused(
        "a document collected with another request",
        collect_other,
        "nothing_under_number",
    ),
    refused(
        "a number of another kind",
        other_kind_of_number,
        "number_does_not_fit",
    ),
    refused(
        "a blank of another kind",
        other_kind_of_blank,
        "blank_does_not_fit",
    ),
    // The officers.
    refused(
        "an officer enrolled by one administrator",
        enrolled_by_one,
        "enrolment_count",
    ),
    refused(
        "an officer enrolled by one administrator twice",
        enrolled_by_one_twice,
        "same_officer",
    ),
    refused(
        "an officer enrolled by a clerk and an administrator",
        enrolled_by_clerk,
        "role_not_held",
    ),
    refused(
        "an administrator gives themselves a role",
        own_role,
        "own_enrolment",
    ),
    refused(
        "the other administrator is shut out by one",
        shut_out_by_one,
        "enrolment_count",
    ),
    refused("one key under a second name", second_name, "key_enrolled"),
    refused(
        "an enrolment is replayed after it was undone",
        replayed_enrolment,
        "other_register",
    ),
    refused(
        "an approval by an officer who was shut out",
        shut_out_officer,
        "officer_disabled",
    ),
    refused(
        "an administrator in place of a clerk",
        administrator_approves,
        "role_not_held",
    ),
    // The journal's end.
    alarmed(
        "the journal is shortened",
        shortened_journal,
        "witness_backwards",
    ),
    alarmed(
        "the journal is rewritten",
        rewritten_journal,
        "witness_differs",
    ),
];

/// What needs the signer's own files, which the insider has not: the signer runs under another user.
const AT_THE_FILES: &[Attempt] = &[
    alarmed(
        "officers.json is spliced",
        spliced_officers,
        "officers_edited",
    ),
    alarmed(
        "an enrolment is written into the log",
        forged_enrolment,
        "officers_forged",
    ),
    alarmed("the log is cut before a release", cut_log, "log_incomplete"),
    refused("the clock is set back", clock_set_back, "clock_set_back"),
];

// What goes through the store and the service is in `insider/store.rs`.

#[test]
fn an_insider_with_one_officers_key_brings_out_nothing_and_leaves_traces() {
    let mut insider = Insider::at("insider");
    const { assert!(AT_THE_SOCKET.len() >= 20) };
    for attempt in AT_THE_SOCKET {
        insider.tries(attempt);
    }
    for attempt in AT_THE_FILES {
        insider.tries_and_restores(attempt);
    }
    // After all that an honest request is still served.
    insider.honest_release();
    assert_eq!(insider.count_released(), (insider.honest, insider.honest));
}

/// A country with a real signing process behind a socket.
struct Insider {
    bench: Bench,
    child: Option<Child>,
    socket: PathBuf,
    /// Documents that were rightly released so far.
    honest: usize,
}

impl Insider {
    fn at(name: &str) -> Self {
        let mut bench = Bench::new(name);
        bench.stop();
        // Short: a socket's path may have 107 bytes.
        let socket = tempfile::tempdir().unwrap().keep().join("s");
        let mut insider = Self {
            bench,
            child: None,
            socket,
            honest: 0,
        };
        insider.start().unwrap();
        insider
    }

    fn start(&mut self) -> Result<(), String> {
        let mut child = program()
            .args(["signer", "--with-parent", "--data"])
            .arg(self.bench.directory.path())
            .arg("--socket")
            .arg(&self.socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        if line.starts_with("ready") {
            self.child = Some(child);
            return Ok(());
        }
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
        Err(said)
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn ask(&mut self, request: &Request) -> Response {
        SignerClient::connect(&self.socket)
            .unwrap()
            .ask(request)
            .unwrap()
    }

    fn sign(&mut self, request: SignDocument) -> Outcome {
        self.ask(&Request::SignDocument(Box::new(request))).into()
    }

    /// A request with which nothing is wrong.
    fn good(&mut self) -> SignDocument {
        let application = self.bench.application("ordinary.json", |_| ());
        self.bench.now = chrono::Utc::now();
        self.bench.honest(&application)
    }

    fn proposal(&mut self, file: &str) -> Proposal {
        let application = self.bench.application(file, |_| ());
        self.bench.now = chrono::Utc::now();
        self.bench.proposal(&application)
    }

    /// A request that honest people made and the signer answered with a document.
    fn honest_release(&mut self) -> SignDocument {
        let request = self.good();
        released(self.ask(&Request::SignDocument(Box::new(request.clone()))));
        self.honest += 1;
        request
    }

    /// Signs as the officer whose key the insider has: the clerk.
    fn forge(&self, statement: ApprovalStatement) -> Approval {
        self.bench
            .officers
            .sign_statement(ApprovalRole::Intake, statement)
            .unwrap()
    }

    fn administrators(&self) -> [OfficerId; 2] {
        self.bench.officers.administrators().unwrap()
    }

    fn register(&mut self) -> RegisterVersion {
        match self.ask(&Request::Officers) {
            Response::Officers { register, .. } => register,
            other => panic!("{other:?}"),
        }
    }

    fn said_by(&mut self, administrator: &OfficerId, change: &OfficerChange) -> EnrolmentApproval {
        let register = self.register();
        self.bench
            .officers
            .approve_change(administrator, change, &register, chrono::Utc::now())
            .unwrap()
    }

    fn said_by_both(&mut self, change: &OfficerChange) -> Vec<EnrolmentApproval> {
        self.administrators()
            .iter()
            .map(|id| self.said_by(id, change))
            .collect()
    }

    /// A change that honest administrators made.
    fn honest_change(&mut self, change: OfficerChange) -> Vec<EnrolmentApproval> {
        let approvals = self.said_by_both(&change);
        let answer = self.ask(&as_request(change, approvals.clone()));
        assert!(matches!(answer, Response::Officers { .. }), "{answer:?}");
        approvals
    }

    fn log_file(&self) -> PathBuf {
        self.bench.directory.signer().join("intent.log")
    }

    /// How many documents are out: by the log, and by the EF.SODs that are kept.
    fn count_released(&self) -> (usize, usize) {
        let logged = self
            .bench
            .log()
            .lines()
            .filter(|line| line.contains("\"event\":\"released\""))
            .count();
        let kept = fs::read_dir(self.bench.directory.signer().join("released"))
            .map(Iterator::count)
            .unwrap_or(0);
        (logged, kept)
    }

    fn tries(&mut self, attempt: &Attempt) {
        let Attempt {
            name,
            act,
            refusal,
            trace,
        } = attempt;
        let before = self.bench.log().lines().count();
        match act(self) {
            Outcome::Answer(response) => match *response {
                Response::Refused { refusal: given, .. } => {
                    assert_eq!(given.tag(), *refusal, "{name}: {given}");
                }
                other => panic!("{name}: not refused: {other:?}"),
            },
            Outcome::NotStarted(said) => assert!(said.starts_with("error: "), "{name}: {said}"),
        }
        let (logged, kept) = self.count_released();
        assert!(
            logged <= self.honest && kept <= self.honest,
            "{name}: an EF.SOD came out"
        );
        let log = self.bench.log();
        let is_trace = |line: &&str| {
            let entry: Value = serde_json::from_str(line).unwrap();
            entry["event"] == *trace && entry["refusal"]["reason"] == *refusal
        };
        // A cut log is shorter than it was; its trace is at the end all the same.
        let new = log.lines().count().saturating_sub(before).max(1);
        let found = log.lines().rev().take(new).find(is_trace);
        assert!(found.is_some(), "{name}: no trace");
    }

    /// As [`Insider::tries`]; afterwards the signer's files are as they were before, as from a copy.
    fn tries_and_restores(&mut self, attempt: &Attempt) {
        let files = ["intent.log", "officers.json"].map(|name| {
            let path = self.bench.directory.signer().join(name);
            let bytes = fs::read(&path).unwrap();
            (path, bytes)
        });
        self.tries(attempt);
        self.stop();
        for (path, bytes) in files {
            fs::write(path, bytes).unwrap();
        }
        self.start().unwrap();
    }

    /// With the signer stopped and its files laid open, something is changed; then it is started again, and if it starts,
    /// asked for a document with which nothing is wrong.
    fn with_files(&mut self, change: impl FnOnce(&mut Self)) -> Outcome {
        self.stop();
        change(self);
        match self.start() {
            Err(said) => Outcome::NotStarted(said),
            Ok(()) => {
                let request = self.good();
                self.sign(request)
            }
        }
    }
}

impl Drop for Insider {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn edit_record(request: &mut SignDocument, pointer: &str, value: Value) {
    let mut record: Value = serde_json::from_slice(&request.record.0).unwrap();
    *record.pointer_mut(pointer).unwrap() = value;
    request.record = Base64(serde_json::to_vec(&record).unwrap());
}

/// The portrait with another last byte: as good a portrait, and another one.
fn other_portrait(request: &SignDocument) -> Vec<u8> {
    let mut photo = request.photo.0.clone();
    *photo.last_mut().unwrap() ^= 1;
    photo
}

//---- The record, the photo and the law ----

fn swapped_photo(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.photo = Base64(other_portrait(&request));
    insider.sign(request)
}

fn swapped_record(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    edit_record(&mut request, "/holder/surname_en", json!("MALLORY"));
    insider.sign(request)
}

fn swapped_both(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    let photo = other_portrait(&request);
    edit_record(&mut request, "/photo_sha256", json!(hex(&sha256(&photo))));
    request.photo = Base64(photo);
    insider.sign(request)
}

fn forged_rules(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    edit_record(&mut request, "/rules", json!(["ordinary_ceiling"]));
    insider.sign(request)
}

fn longer_term(insider: &mut Insider) -> Outcome {
    // Both officers were shown a minor's case and made to sign that the rules for adults carry it.
    let mut proposal = insider.proposal("minor.json");
    proposal.record.rules = vec!["ordinary_ceiling".into()];
    let both = insider.bench.both(&proposal);
    let request = insider.bench.request(&proposal, both);
    insider.sign(request)
}

fn adult_facts(insider: &mut Insider) -> Outcome {
    let mut proposal = insider.proposal("ordinary.json");
    proposal.record.holder.birth = date_in_seoul(insider.bench.now) - Months::new(120);
    let both = insider.bench.both(&proposal);
    let request = insider.bench.request(&proposal, both);
    insider.sign(request)
}

fn padded_record(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.record.0.push(b'\n');
    insider.sign(request)
}

fn doubled_key(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    let text = String::from_utf8(request.record.0.clone()).unwrap();
    // The last of two wins in many readers: an officer would be shown one kind and the signer another.
    let doubled = text.replacen('{', r#"{"kind":"diplomatic","#, 1);
    request.record = Base64(doubled.into_bytes());
    insider.sign(request)
}

fn doubled_request(insider: &mut Insider) -> Outcome {
    let request = insider.good();
    let text = serde_json::to_string(&Request::SignDocument(Box::new(request))).unwrap();
    let doubled = text.replacen('{', r#"{"photo":"","#, 1);
    let mut stream = UnixStream::connect(&insider.socket).unwrap();
    let length = u32::try_from(doubled.len()).unwrap().to_be_bytes();
    stream.write_all(&length).unwrap();
    stream.write_all(doubled.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer: Response = serde_json::from_slice(&answer[4..]).unwrap();
    answer.into()
}

//---- The approvals ----

fn one_alone(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals.truncate(1);
    insider.sign(request)
}

fn one_twice(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    let again = insider.forge(ApprovalStatement {
        expires_at: request.approvals[0].statement.expires_at - TimeDelta::seconds(1),
        ..request.approvals[0].statement.clone()
    });
    request.approvals[1] = again;
    insider.sign(request)
}

fn other_name(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals[1] = insider.forge(request.approvals[1].statement.clone());
    insider.sign(request)
}

fn other_role(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals[1] = insider.forge(ApprovalStatement {
        role: ApprovalRole::Approval,
        ..request.approvals[0].statement.clone()
    });
    insider.sign(request)
}

fn exchanged_roles(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals[0].statement.role = ApprovalRole::Approval;
    request.approvals[1].statement.role = ApprovalRole::Intake;
    insider.sign(request)
}

fn stranger(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    let person = Person::new("examiner.new");
    request.approvals[1] = person.approve(ApprovalStatement {
        officer: person.id.clone(),
        ..request.approvals[1].statement.clone()
    });
    insider.sign(request)
}

fn other_application(insider: &mut Insider) -> Outcome {
    let (mut request, other) = (insider.good(), insider.good());
    request.approvals[1] = other.approvals[1].clone();
    insider.sign(request)
}

/// The examiner's approval at hand is of another time than now.
fn at_another_time(insider: &mut Insider, from: TimeDelta, until: TimeDelta) -> Outcome {
    let mut request = insider.good();
    let now = insider.bench.now;
    request.approvals[1] = insider
        .bench
        .officers
        .sign_statement(
            ApprovalRole::Approval,
            ApprovalStatement {
                signed_at: now + from,
                expires_at: now + until,
                ..request.approvals[1].statement.clone()
            },
        )
        .unwrap();
    insider.sign(request)
}

fn lapsed(insider: &mut Insider) -> Outcome {
    at_another_time(insider, TimeDelta::days(-100), TimeDelta::days(900))
}

fn dated_ahead(insider: &mut Insider) -> Outcome {
    at_another_time(insider, TimeDelta::hours(1), TimeDelta::days(1))
}

fn zero_signature(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals[1].signature = "00".repeat(64);
    insider.sign(request)
}

/// The other signature that is as good for ECDSA: r and n - s.
fn respelled(approval: &Approval) -> Approval {
    let raw = unhex(&approval.signature).unwrap();
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let mut context = openssl::bn::BigNumContext::new().unwrap();
    let (mut order, mut other) = (BigNum::new().unwrap(), BigNum::new().unwrap());
    group.order(&mut order, &mut context).unwrap();
    let s = BigNum::from_slice(&raw[32..]).unwrap();
    other.checked_sub(&order, &s).unwrap();
    Approval {
        signature: hex(&[&raw[..32], &other.to_vec_padded(32).unwrap()].concat()),
        ..approval.clone()
    }
}

fn two_spellings(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.approvals[1] = respelled(&request.approvals[0]);
    insider.sign(request)
}

//---- What was used before ----

fn respelled_request(insider: &mut Insider) -> Outcome {
    let mut request = insider.honest_release();
    for approval in &mut request.approvals {
        *approval = respelled(approval);
    }
    insider.sign(request)
}

fn relabelled_record(insider: &mut Insider) -> Outcome {
    let used = insider.honest_release();
    let number = used.approvals[0].statement.application_number.clone();
    let mut request = insider.good();
    edit_record(&mut request, "/application_number", json!(number));
    request.approvals = used.approvals;
    insider.sign(request)
}

fn second_document(insider: &mut Insider) -> Outcome {
    let used = insider.honest_release();
    let fresh = insider.good();
    insider.sign(SignDocument {
        number: fresh.number,
        blank: fresh.blank,
        ..used
    })
}

fn used_number(insider: &mut Insider) -> Outcome {
    let used = insider.honest_release();
    let mut request = insider.good();
    request.number = used.number;
    insider.sign(request)
}

fn used_blank(insider: &mut Insider) -> Outcome {
    let used = insider.honest_release();
    let mut request = insider.good();
    request.blank = used.blank;
    insider.sign(request)
}

/// A document whose signing was cut off by a crash and then given up.
fn spoiled(insider: &mut Insider) -> SignDocument {
    let request = insider.honest_release();
    insider.stop();
    let path = insider.log_file();
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let cut = lines
        .iter()
        .rposition(|line| line.contains("\"event\":\"released\""))
        .unwrap();
    fs::write(&path, lines[..cut].join("\n") + "\n").unwrap();
    insider.start().unwrap();
    let answer = insider.ask(&Request::SpoilNumber {
        number: request.number.clone(),
        reason: "the book jammed".into(),
    });
    assert!(matches!(answer, Response::Spoiled { .. }), "{answer:?}");
    insider.honest -= 1;
    request
}

fn spoiled_blank(insider: &mut Insider) -> Outcome {
    let given_up = spoiled(insider);
    let mut request = insider.good();
    request.blank = given_up.blank;
    insider.sign(request)
}

fn spoiled_number(insider: &mut Insider) -> Outcome {
    let given_up = spoiled(insider);
    let mut request = insider.good();
    request.number = given_up.number;
    insider.sign(request)
}

fn spoil_released(insider: &mut Insider) -> Outcome {
    let number = insider.honest_release().number;
    let reason = "so that it can be signed again".to_owned();
    insider.ask(&Request::SpoilNumber { number, reason }).into()
}

fn collect_other(insider: &mut Insider) -> Outcome {
    let used = insider.honest_release();
    let mut request = insider.good();
    request.number = used.number;
    insider
        .ask(&Request::CollectDocument(Box::new(request)))
        .into()
}

fn other_kind_of_number(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.number = DocumentNumber::parse("D00000001").unwrap();
    insider.sign(request)
}

fn other_kind_of_blank(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    request.blank.kind = PassportKind::Diplomatic;
    insider.sign(request)
}

//---- The officers ----

fn accomplice(roles: &[ApprovalRole]) -> OfficerChange {
    OfficerChange::Enrol {
        entry: Person::new("accomplice").entry(roles),
    }
}

fn enrolled_by_one(insider: &mut Insider) -> Outcome {
    let change = accomplice(&[ApprovalRole::Approval]);
    let [first, _] = insider.administrators();
    let approval = insider.said_by(&first, &change);
    insider.ask(&as_request(change, vec![approval])).into()
}

fn enrolled_by_one_twice(insider: &mut Insider) -> Outcome {
    let change = accomplice(&[ApprovalRole::Approval]);
    let [first, _] = insider.administrators();
    let approvals = vec![
        insider.said_by(&first, &change),
        insider.said_by(&first, &change),
    ];
    insider.ask(&as_request(change, approvals)).into()
}

fn enrolled_by_clerk(insider: &mut Insider) -> Outcome {
    let change = accomplice(&[ApprovalRole::Approval]);
    let [first, _] = insider.administrators();
    let clerk = insider
        .bench
        .officers
        .identifier(ApprovalRole::Intake)
        .unwrap();
    let approvals = vec![
        insider.said_by(&first, &change),
        insider.said_by(&clerk, &change),
    ];
    insider.ask(&as_request(change, approvals)).into()
}

fn own_role(insider: &mut Insider) -> Outcome {
    let [first, _] = insider.administrators();
    // With a key of their own making, and every role there is.
    let entry = Person::new(first.as_str()).entry(&[
        ApprovalRole::Intake,
        ApprovalRole::Approval,
        ApprovalRole::Enrolment,
    ]);
    let change = OfficerChange::Enrol { entry };
    let approvals = insider.said_by_both(&change);
    insider.ask(&as_request(change, approvals)).into()
}

fn shut_out_by_one(insider: &mut Insider) -> Outcome {
    let [first, second] = insider.administrators();
    let change = OfficerChange::Disable { officer: second };
    let approval = insider.said_by(&first, &change);
    insider.ask(&as_request(change, vec![approval])).into()
}

fn second_name(insider: &mut Insider) -> Outcome {
    // Both administrators were deceived: the new officer's key is the one of an officer who is enrolled already.
    let person = Person::new("twice.enrolled");
    let entry = person.entry(&[ApprovalRole::Intake]);
    insider.honest_change(OfficerChange::Enrol { entry });
    let change = OfficerChange::Enrol {
        entry: person
            .alias("another.name")
            .entry(&[ApprovalRole::Approval]),
    };
    let approvals = insider.said_by_both(&change);
    insider.ask(&as_request(change, approvals)).into()
}

fn replayed_enrolment(insider: &mut Insider) -> Outcome {
    let person = Person::new("left.service");
    let enrol = OfficerChange::Enrol {
        entry: person.entry(&[ApprovalRole::Approval]),
    };
    let approvals = insider.honest_change(enrol.clone());
    insider.honest_change(OfficerChange::Disable { officer: person.id });
    insider.ask(&as_request(enrol, approvals)).into()
}

fn shut_out_officer(insider: &mut Insider) -> Outcome {
    let person = Person::new("was.examiner");
    let entry = person.entry(&[ApprovalRole::Approval]);
    insider.honest_change(OfficerChange::Enrol { entry });
    insider.honest_change(OfficerChange::Disable {
        officer: person.id.clone(),
    });
    let mut request = insider.good();
    request.approvals[1] = person.approve(ApprovalStatement {
        officer: person.id.clone(),
        ..request.approvals[1].statement.clone()
    });
    insider.sign(request)
}

fn administrator_approves(insider: &mut Insider) -> Outcome {
    let mut request = insider.good();
    let person = Person::new("admin.three");
    let entry = person.entry(&[ApprovalRole::Enrolment]);
    insider.honest_change(OfficerChange::Enrol { entry });
    request.approvals[0] = person.approve(ApprovalStatement {
        officer: person.id.clone(),
        role: ApprovalRole::Enrolment,
        ..request.approvals[0].statement.clone()
    });
    insider.sign(request)
}

//---- The journal's end ----

fn witness(insider: &mut Insider, sequence: u64, digit: &str) -> Response {
    insider.ask(&Request::Witness {
        source: WitnessSource::Journal,
        sequence,
        digest: digit.repeat(64),
    })
}

fn shortened_journal(insider: &mut Insider) -> Outcome {
    let answer = witness(insider, 100, "a");
    assert!(matches!(answer, Response::Witnessed { .. }), "{answer:?}");
    witness(insider, 99, "a").into()
}

fn rewritten_journal(insider: &mut Insider) -> Outcome {
    let answer = witness(insider, 200, "a");
    assert!(matches!(answer, Response::Witnessed { .. }), "{answer:?}");
    witness(insider, 200, "b").into()
}

//---- The signer's own files ----

fn spliced_officers(insider: &mut Insider) -> Outcome {
    let path = insider.bench.directory.signer().join("officers.json");
    insider.with_files(|_| {
        let mut officers: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        officers.push(json!(
            Person::new("accomplice").entry(&[ApprovalRole::Approval])
        ));
        fs::write(&path, serde_json::to_vec(&officers).unwrap()).unwrap();
    })
}

fn forged_enrolment(insider: &mut Insider) -> Outcome {
    let path = insider.log_file();
    insider.with_files(|_| {
        let text = fs::read_to_string(&path).unwrap();
        let last = text.lines().last().unwrap();
        let change = text
            .lines()
            .rfind(|line| line.contains("\"event\":\"officer_changed\""))
            .unwrap();
        let mut line: Value = serde_json::from_str(change).unwrap();
        let at: Value = serde_json::from_str(last).unwrap();
        line["at"] = at["at"].clone();
        line["sequence"] = json!(at["sequence"].as_u64().unwrap() + 1);
        line["previous"] = json!(hex(&sha256(last.as_bytes())));
        line["change"] = json!(accomplice(&[ApprovalRole::Approval]));
        fs::write(&path, format!("{text}{line}\n")).unwrap();
    })
}

fn cut_log(insider: &mut Insider) -> Outcome {
    let path = insider.log_file();
    insider.with_files(|_| {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let cut = lines
            .iter()
            .rposition(|line| line.contains("\"event\":\"intended\""))
            .unwrap();
        fs::write(&path, lines[..cut].join("\n") + "\n").unwrap();
    })
}

fn clock_set_back(insider: &mut Insider) -> Outcome {
    insider.with_files(|insider| {
        // The clock was an hour ahead, and somebody sets it to the right time, or to the day of an old approval.
        let ahead = chrono::Utc::now() + TimeDelta::hours(1);
        drop(SigningProcess::open(&insider.bench.directory, ahead).unwrap());
    })
}
