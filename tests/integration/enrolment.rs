//! Officers come, change and go while the signer runs: always by two administrators, never by the one concerned, and
//! never by hand. And the signer remembers the end of the journal.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use openssl::bn::BigNumContext;
use openssl::ec::{EcGroup, EcKey, PointConversionForm};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use serde_json::{Value, json};
use yeogwon::config::DataDirectory;
use yeogwon::domain::hex;
use yeogwon::signer::{
    Approval, ApprovalRole, ApprovalStatement, EnrolmentApproval, EnrolmentStatement,
    OfficerChange, OfficerEntry, OfficerId, RegisterVersion, Request, Response, SigningProcess,
    WitnessSource,
};

use crate::approvals::{Bench, released};

/// An officer with a key of their own, as a browser would hold it.
pub struct Person {
    pub id: OfficerId,
    key: EcKey<Private>,
}

impl Person {
    pub fn new(id: &str) -> Self {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        Self {
            id: OfficerId::parse(id).unwrap(),
            key: EcKey::generate(&group).unwrap(),
        }
    }

    /// Another name, the same key.
    pub fn alias(&self, id: &str) -> Self {
        Self {
            id: OfficerId::parse(id).unwrap(),
            key: self.key.clone(),
        }
    }

    pub fn entry(&self, roles: &[ApprovalRole]) -> OfficerEntry {
        let key = PKey::from_ec_key(self.key.clone()).unwrap();
        OfficerEntry {
            id: self.id.clone(),
            roles: roles.to_vec(),
            public_key: BASE64.encode(key.public_key_to_der().unwrap()),
            disabled: false,
        }
    }

    /// The same key in its short spelling.
    fn compressed(&self, roles: &[ApprovalRole]) -> OfficerEntry {
        let mut context = BigNumContext::new().unwrap();
        let point = self
            .key
            .public_key()
            .to_bytes(
                self.key.group(),
                PointConversionForm::COMPRESSED,
                &mut context,
            )
            .unwrap();
        // SubjectPublicKeyInfo with id-ecPublicKey and prime256v1 around a point of 33 bytes.
        let head = [
            0x30, 0x39, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x22, 0x00,
        ];
        OfficerEntry {
            public_key: BASE64.encode([&head[..], &point].concat()),
            ..self.entry(roles)
        }
    }

    pub fn sign(&self, message: &[u8]) -> String {
        let signature = EcdsaSig::sign(&sha256(message), &self.key).unwrap();
        let mut raw = signature.r().to_vec_padded(32).unwrap();
        raw.extend(signature.s().to_vec_padded(32).unwrap());
        hex(&raw)
    }

    pub fn approve(&self, statement: ApprovalStatement) -> Approval {
        let signature = self.sign(&statement.to_canonical().unwrap());
        Approval {
            statement,
            signature,
        }
    }

    pub fn approve_change(
        &self,
        change: &OfficerChange,
        register: &RegisterVersion,
        now: DateTime<Utc>,
    ) -> EnrolmentApproval {
        let statement =
            EnrolmentStatement::new(self.id.clone(), change, register.clone(), now).unwrap();
        let signature = self.sign(&statement.to_canonical().unwrap());
        EnrolmentApproval {
            statement,
            signature,
        }
    }
}

const INTAKE: &[ApprovalRole] = &[ApprovalRole::Intake];
const ADMINISTRATOR: &[ApprovalRole] = &[ApprovalRole::Enrolment];

impl Bench {
    pub fn register(&mut self) -> (RegisterVersion, Vec<OfficerEntry>) {
        match self.ask(Request::Officers) {
            Response::Officers { register, officers } => (register, officers),
            other => panic!("{other:?}"),
        }
    }

    /// The statements of both administrators of the specimen about a change of the register as it is now.
    fn both_administrators(&mut self, change: &OfficerChange) -> Vec<EnrolmentApproval> {
        let (register, _) = self.register();
        self.officers
            .administrators()
            .unwrap()
            .iter()
            .map(|id| {
                self.officers
                    .approve_change(id, change, &register, self.now)
                    .unwrap()
            })
            .collect()
    }

    fn change(&mut self, change: OfficerChange, approvals: Vec<EnrolmentApproval>) -> Response {
        self.ask(as_request(change, approvals))
    }

    /// The change is made.
    #[track_caller]
    pub fn changes(&mut self, change: OfficerChange) {
        let approvals = self.both_administrators(&change);
        let answer = self.change(change, approvals);
        assert!(matches!(answer, Response::Officers { .. }), "{answer:?}");
    }

    /// Nothing is changed, for this reason, and the log grew by a line that says so.
    #[track_caller]
    fn keeps(&mut self, what: &str, request: Request, expected: &str) {
        let before = (self.register(), self.log().lines().count());
        let answer = self.ask(request);
        let Response::Refused { refusal, .. } = answer else {
            panic!("{what}: not refused: {answer:?}");
        };
        assert_eq!(refusal.tag(), expected, "{what}: {refusal}");
        assert_eq!(self.register(), before.0, "{what}");
        let log = self.log();
        let line = log.lines().nth(before.1).unwrap();
        assert!(line.contains(expected), "{what}: {line}");
        assert_eq!(log.lines().count(), before.1 + 1, "{what}");
    }
}

pub fn as_request(change: OfficerChange, approvals: Vec<EnrolmentApproval>) -> Request {
    match change {
        OfficerChange::Enrol { entry } => Request::EnrolOfficer { entry, approvals },
        OfficerChange::Disable { officer } => Request::DisableOfficer { officer, approvals },
    }
}

fn officers_file(directory: &DataDirectory) -> std::path::PathBuf {
    directory.signer().join("officers.json")
}

#[test]
fn an_officer_enrolled_by_two_administrators_may_sign_at_once_and_after_a_restart() {
    let mut bench = Bench::new("enrolled");
    let clerk = Person::new("kim.minjun");
    let application = bench.application("ordinary.json", |_| ());
    let mut requests = Vec::new();
    for _ in 0..4 {
        let mut request = bench.honest(&application);
        let statement = ApprovalStatement {
            officer: clerk.id.clone(),
            ..request.approvals[0].statement.clone()
        };
        request.approvals[0] = clerk.approve(statement);
        requests.push(request);
    }
    let [before, first, second, after] = requests.as_slice() else {
        panic!()
    };
    let refused = |bench: &mut Bench, request| match bench.sign(request) {
        Response::Refused { refusal, .. } => refusal.tag(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&mut bench, before), "unknown_officer");
    bench.changes(OfficerChange::Enrol {
        entry: clerk.entry(INTAKE),
    });
    released(bench.sign(first));
    bench.restart(|_| ());
    released(bench.sign(second));
    bench.changes(OfficerChange::Disable {
        officer: clerk.id.clone(),
    });
    assert_eq!(refused(&mut bench, after), "officer_disabled");
    bench.restart(|_| ());
    assert_eq!(refused(&mut bench, after), "officer_disabled");

    // Roles are changed, and an officer let in again, by enrolling them once more.
    bench.changes(OfficerChange::Enrol {
        entry: clerk.entry(&[ApprovalRole::Approval]),
    });
    assert_eq!(refused(&mut bench, after), "role_not_held");
    bench.changes(OfficerChange::Enrol {
        entry: clerk.entry(&[ApprovalRole::Intake, ApprovalRole::Approval]),
    });
    released(bench.sign(after));
    let (version, officers) = bench.register();
    assert_eq!((version.sequence, officers.len()), (4, 5));
    let file: Vec<OfficerEntry> =
        serde_json::from_slice(&fs::read(officers_file(&bench.directory)).unwrap()).unwrap();
    assert_eq!(file, officers);
}

#[test]
fn whatever_is_wrong_with_a_change_leaves_the_register_as_it_is() {
    let mut bench = Bench::new("enrolment_refusals");
    let new = Person::new("kim.minjun");
    let enrol = OfficerChange::Enrol {
        entry: new.entry(INTAKE),
    };
    let good = bench.both_administrators(&enrol);
    let [first, second] = bench.officers.administrators().unwrap();
    let (register, officers) = bench.register();
    let now = bench.now;
    let clerk_id = officers
        .iter()
        .find(|o| o.roles == INTAKE)
        .unwrap()
        .id
        .clone();

    let with = |officer: &OfficerId, change: &dyn Fn(&mut EnrolmentStatement)| {
        let mut statement =
            EnrolmentStatement::new(officer.clone(), &enrol, register.clone(), now).unwrap();
        change(&mut statement);
        bench.officers.sign_enrolment(officer, statement).unwrap()
    };
    let second_with =
        |change: &dyn Fn(&mut EnrolmentStatement)| vec![good[0].clone(), with(&second, change)];
    let mut tampered = good.clone();
    tampered[1].statement.expires_at += TimeDelta::seconds(1);
    let mut exchanged = good.clone();
    (exchanged[0].signature, exchanged[1].signature) =
        (good[1].signature.clone(), good[0].signature.clone());
    let stranger = Person::new("stranger").approve_change(&enrol, &register, now);

    let cases: Vec<(&str, Vec<EnrolmentApproval>, &str)> = vec![
        ("nobody", vec![], "enrolment_count"),
        ("one alone", vec![good[0].clone()], "enrolment_count"),
        (
            "three",
            vec![good[0].clone(), good[1].clone(), good[0].clone()],
            "enrolment_count",
        ),
        ("one twice", vec![good[0].clone(); 2], "same_officer"),
        (
            "one twice, newly signed",
            vec![
                good[0].clone(),
                with(&first, &|s| s.signed_at += TimeDelta::seconds(1)),
            ],
            "same_officer",
        ),
        ("tampered", tampered, "approval_signature"),
        ("signatures exchanged", exchanged, "approval_signature"),
        (
            "a stranger",
            vec![good[0].clone(), stranger],
            "unknown_officer",
        ),
        (
            "the officer to be enrolled",
            vec![good[0].clone(), new.approve_change(&enrol, &register, now)],
            "unknown_officer",
        ),
        (
            "a clerk",
            vec![good[0].clone(), with(&clerk_id, &|_| ())],
            "role_not_held",
        ),
        (
            "another schema",
            second_with(&|s| s.schema = "yeogwon-approval/1".into()),
            "approval_signature",
        ),
        (
            "another change",
            second_with(&|s| s.change_sha256 = "00".repeat(32)),
            "other_change",
        ),
        (
            "another register",
            second_with(&|s| s.register.sha256 = "00".repeat(32)),
            "other_register",
        ),
        (
            "the same register at another time",
            second_with(&|s| s.register.sequence += 1),
            "other_register",
        ),
        (
            "from the future",
            second_with(&|s| s.signed_at += TimeDelta::minutes(6)),
            "approval_from_the_future",
        ),
        (
            "expired",
            second_with(&|s| s.expires_at = now),
            "approval_expired",
        ),
        (
            "for ever",
            second_with(&|s| {
                s.signed_at = now - TimeDelta::days(7);
                s.expires_at = now + TimeDelta::days(36_500);
            }),
            "approval_expired",
        ),
    ];
    for (what, approvals, expected) in cases {
        bench.keeps(what, as_request(enrol.clone(), approvals), expected);
    }
    // The same statements, untouched, are good.
    let answer = bench.change(enrol, good);
    assert!(matches!(answer, Response::Officers { .. }), "{answer:?}");
}

#[test]
fn an_entry_that_makes_one_person_two_or_says_nothing_is_refused() {
    let mut bench = Bench::new("enrolment_entries");
    let (kim, lee) = (Person::new("kim.minjun"), Person::new("lee.seoyeon"));
    bench.changes(OfficerChange::Enrol {
        entry: kim.entry(INTAKE),
    });
    // Kim gets another key; the first stays Kim's for good.
    let second_key = Person::new("kim.minjun");
    bench.changes(OfficerChange::Enrol {
        entry: second_key.entry(INTAKE),
    });
    let approval = &[ApprovalRole::Approval][..];
    let disabled = OfficerEntry {
        disabled: true,
        ..lee.entry(INTAKE)
    };
    let no_key = OfficerEntry {
        public_key: "AAAA".into(),
        ..lee.entry(INTAKE)
    };
    let two_roles = |one, other| lee.entry(&[one, other]);
    let cases = [
        (
            "the key another holds",
            second_key.alias("kim.two").entry(approval),
            "key_enrolled",
        ),
        (
            "the same key, spelled shorter",
            second_key.alias("kim.two").compressed(approval),
            "key_enrolled",
        ),
        (
            "a key another held",
            kim.alias("kim.two").entry(approval),
            "key_enrolled",
        ),
        ("no role", lee.entry(&[]), "entry_unusable"),
        (
            "a role twice",
            two_roles(ApprovalRole::Intake, ApprovalRole::Intake),
            "entry_unusable",
        ),
        (
            "roles in disorder",
            two_roles(ApprovalRole::Approval, ApprovalRole::Intake),
            "entry_unusable",
        ),
        ("disabled", disabled, "entry_unusable"),
        ("no key", no_key, "entry_unusable"),
        (
            "what stands there already",
            second_key.entry(INTAKE),
            "nothing_to_change",
        ),
    ];
    for (what, entry, expected) in cases {
        let change = OfficerChange::Enrol { entry };
        let approvals = bench.both_administrators(&change);
        bench.keeps(what, as_request(change, approvals), expected);
    }
    // A lost key may come back to its own officer.
    bench.changes(OfficerChange::Enrol {
        entry: kim.entry(INTAKE),
    });
    for (what, id, expected) in [
        ("nobody", "park.jiho", "unknown_officer"),
        ("disabled already", "kim.minjun", "nothing_to_change"),
    ] {
        let officer = OfficerId::parse(id).unwrap();
        let change = OfficerChange::Disable { officer };
        if expected == "nothing_to_change" {
            bench.changes(change.clone());
        }
        let approvals = bench.both_administrators(&change);
        bench.keeps(what, as_request(change, approvals), expected);
    }
}

#[test]
fn administrators_do_not_decide_about_themselves_and_two_always_remain() {
    let mut bench = Bench::new("administrators");
    let [first, second] = bench.officers.administrators().unwrap();
    for id in [&first, &second] {
        let change = OfficerChange::Disable {
            officer: id.clone(),
        };
        let approvals = bench.both_administrators(&change);
        bench.keeps("their own", as_request(change, approvals), "own_enrolment");
    }
    // A third joins; then one of three may go, by the other two, and no further one.
    let third = Person::new("third.admin");
    bench.changes(OfficerChange::Enrol {
        entry: third.entry(ADMINISTRATOR),
    });
    let (register, _) = bench.register();
    let go = OfficerChange::Disable {
        officer: second.clone(),
    };
    let approvals = vec![
        bench
            .officers
            .approve_change(&first, &go, &register, bench.now)
            .unwrap(),
        third.approve_change(&go, &register, bench.now),
    ];
    let answer = bench.change(go, approvals);
    assert!(matches!(answer, Response::Officers { .. }), "{answer:?}");
    let (register, _) = bench.register();
    let demote = OfficerChange::Enrol {
        entry: third.entry(INTAKE),
    };
    let approvals = vec![
        bench
            .officers
            .approve_change(&first, &demote, &register, bench.now)
            .unwrap(),
        bench
            .officers
            .approve_change(&second, &demote, &register, bench.now)
            .unwrap(),
    ];
    bench.keeps(
        "the second is gone",
        as_request(demote, approvals),
        "officer_disabled",
    );
}

#[test]
fn a_statement_about_officers_is_used_once_even_when_the_change_was_undone() {
    let mut bench = Bench::new("enrolment_replay");
    let kim = Person::new("kim.minjun");
    let enrol = OfficerChange::Enrol {
        entry: kim.entry(INTAKE),
    };
    bench.changes(enrol.clone());
    let disable = OfficerChange::Disable {
        officer: kim.id.clone(),
    };
    let once = bench.both_administrators(&disable);
    let answer = bench.change(disable.clone(), once.clone());
    assert!(matches!(answer, Response::Officers { .. }), "{answer:?}");
    bench.changes(enrol);
    // The register says the very same as when both signed, and yet it is another one.
    assert_eq!(bench.register().0.sha256, once[0].statement.register.sha256);
    bench.keeps("replayed", as_request(disable, once), "other_register");
}

#[test]
fn an_administrator_does_not_stand_in_for_a_clerk_or_an_examiner() {
    let mut bench = Bench::new("administrator_approves");
    let many = Person::new("all.roles");
    bench.changes(OfficerChange::Enrol {
        entry: many.entry(&[
            ApprovalRole::Intake,
            ApprovalRole::Approval,
            ApprovalRole::Enrolment,
        ]),
    });
    let application = bench.application("ordinary.json", |_| ());
    for index in [0, 1] {
        let mut request = bench.honest(&application);
        let statement = ApprovalStatement {
            officer: many.id.clone(),
            role: ApprovalRole::Enrolment,
            ..request.approvals[index].statement.clone()
        };
        request.approvals[index] = many.approve(statement);
        let sign = Request::SignDocument(Box::new(request));
        bench.keeps("an administrator's word", sign, "role_not_held");
    }
}

#[test]
fn a_register_that_was_edited_by_hand_stops_the_signer_and_raises_one_alarm() {
    type Edit = fn(&mut Vec<Value>, OfficerEntry);
    let edits: [(&str, Edit, &str); 4] = [
        (
            "added",
            |officers, new| officers.push(json!(new)),
            "`mallory` was added",
        ),
        (
            "role",
            |officers, _| officers[0]["roles"] = json!(["intake", "approval", "enrolment"]),
            "was changed",
        ),
        (
            "key",
            |officers, new| officers[1]["public_key"] = json!(new.public_key),
            "was changed",
        ),
        ("removed", |officers, _| drop(officers.pop()), "was removed"),
    ];
    for (name, edit, expected) in edits {
        let mut bench = Bench::new(&format!("edited_{name}"));
        bench.stop();
        let path = officers_file(&bench.directory);
        let good = fs::read(&path).unwrap();
        let mut officers: Vec<Value> = serde_json::from_slice(&good).unwrap();
        edit(&mut officers, Person::new("mallory").entry(INTAKE));
        fs::write(&path, serde_json::to_vec(&officers).unwrap()).unwrap();
        for _ in 0..3 {
            let Err(error) = SigningProcess::open(&bench.directory, bench.now) else {
                panic!("{name}: it started");
            };
            let text = error.to_string();
            assert!(
                text.contains("was changed by hand") && text.contains(expected),
                "{name}: {text}"
            );
        }
        assert_eq!(bench.log().matches("officers_edited").count(), 1, "{name}");
        // Spacing and order are nobody's edit; the good file starts.
        let mut back: Vec<Value> = serde_json::from_slice(&good).unwrap();
        back.reverse();
        bench.restart(|_| fs::write(&path, serde_json::to_vec(&back).unwrap()).unwrap());
        let Response::Status(status) = bench.ask(Request::Status) else {
            panic!()
        };
        assert_eq!(status.alarms, 1);
    }
}

#[test]
fn a_crash_between_the_log_and_the_file_is_made_good_at_the_next_start() {
    let mut bench = Bench::new("enrolment_crash");
    let path = officers_file(&bench.directory);
    let old = fs::read(&path).unwrap();
    bench.changes(OfficerChange::Enrol {
        entry: Person::new("kim.minjun").entry(INTAKE),
    });
    let (register, officers) = bench.register();
    let new = fs::read(&path).unwrap();
    bench.restart(|_| fs::write(&path, &old).unwrap());
    assert_eq!(bench.register(), (register, officers));
    assert_eq!(fs::read(&path).unwrap(), new);
    assert!(bench.log().contains("officers_rewritten"));
    // Two changes behind is no crash: that is an older copy.
    bench.changes(OfficerChange::Enrol {
        entry: Person::new("lee.seoyeon").entry(INTAKE),
    });
    bench.stop();
    fs::write(&path, &old).unwrap();
    let Err(error) = SigningProcess::open(&bench.directory, bench.now) else {
        panic!("it started");
    };
    assert!(
        error.to_string().contains("`kim.minjun` was removed"),
        "{error}"
    );
}

#[test]
fn a_change_written_into_the_log_by_hand_is_no_change() {
    let mut bench = Bench::new("forged_log");
    bench.changes(OfficerChange::Enrol {
        entry: Person::new("kim.minjun").entry(INTAKE),
    });
    bench.stop();
    // The last change again, for somebody else, well chained: anybody who can write the file can do that.
    let path = bench.directory.signer().join("intent.log");
    let text = fs::read_to_string(&path).unwrap();
    let last = text.lines().last().unwrap();
    let mut line: Value = serde_json::from_str(last).unwrap();
    assert_eq!(line["event"], "officer_changed");
    line["sequence"] = json!(line["sequence"].as_u64().unwrap() + 1);
    line["previous"] = json!(hex(&sha256(last.as_bytes())));
    line["change"]["entry"] = json!(Person::new("mallory").entry(INTAKE));
    fs::write(&path, format!("{text}{line}\n")).unwrap();
    let Err(error) = SigningProcess::open(&bench.directory, bench.now) else {
        panic!("it started");
    };
    assert!(error.to_string().contains("does not hold"), "{error}");
    assert!(bench.log().contains("officers_forged"));
}

#[test]
fn a_log_of_an_earlier_version_is_read_and_its_register_taken_over() {
    let mut bench = Bench::new("old_log");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));
    bench.restart(|directory| {
        // What an earlier version would have written: no line about officers.
        let path = directory.signer().join("intent.log");
        let mut previous = "0".repeat(64);
        let mut text = String::new();
        let old = fs::read_to_string(&path).unwrap();
        let lines = old
            .lines()
            .filter(|line| !line.contains("officers_adopted"));
        for (sequence, line) in lines.enumerate() {
            let mut entry: Value = serde_json::from_str(line).unwrap();
            entry["sequence"] = json!(sequence);
            entry["previous"] = json!(previous);
            let line = entry.to_string();
            previous = hex(&sha256(line.as_bytes()));
            text.push_str(&format!("{line}\n"));
        }
        fs::write(&path, text).unwrap();
    });
    assert_eq!(bench.log().matches("officers_adopted").count(), 1);
    let collected = bench.ask(Request::CollectDocument(Box::new(request)));
    released(collected);
    bench.restart(|_| ());
    assert_eq!(bench.log().matches("officers_adopted").count(), 1);
}

#[test]
fn the_journals_end_is_witnessed_forward_only_and_kept() {
    let mut bench = Bench::new("witness");
    let witness = |sequence, digit: &str| Request::Witness {
        source: WitnessSource::Journal,
        sequence,
        digest: digit.repeat(64),
    };
    let Response::Witnessed { log } = bench.ask(witness(10, "a")) else {
        panic!()
    };
    let last = bench.log();
    assert_eq!(
        log.digest,
        hex(&sha256(last.lines().last().unwrap().as_bytes()))
    );
    assert_eq!(log.sequence as usize, last.lines().count() - 1);
    // Once more costs no line.
    let Response::Witnessed { log: again } = bench.ask(witness(10, "a")) else {
        panic!()
    };
    assert_eq!(again, log);
    bench.restart(|_| ());
    bench.keeps("rewritten", witness(10, "b"), "witness_differs");
    bench.keeps("shortened", witness(9, "a"), "witness_backwards");
    bench.keeps("no digest", witness(11, "x"), "digest_malformed");
    bench.ask(witness(12, "c"));
    let Response::WitnessedHeads { heads, .. } = bench.ask(Request::Witnessed {
        source: WitnessSource::Journal,
        last: 10,
    }) else {
        panic!()
    };
    let heads: Vec<_> = heads.iter().map(|head| head.sequence).collect();
    assert_eq!(heads, [10, 12]);
    assert_eq!(bench.log().matches("\"event\":\"alarm\"").count(), 2);
    let Response::Status(status) = bench.ask(Request::Status) else {
        panic!()
    };
    assert_eq!(status.alarms, 2);
}
