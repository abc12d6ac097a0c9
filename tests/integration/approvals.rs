//! The attack on approvals: an insider has the signer's socket and everything the service has, but only one
//! officer's key. Nothing that this insider tries brings out an EF.SOD, and every try is in the signer's log.

use std::fs;

use chrono::{DateTime, Months, TimeDelta, Utc};
use openssl::bn::BigNum;
use serde_json::{Value, json};
use yeogwon::config::{Config, DataDirectory};
use yeogwon::domain::{
    Application, ApplicationNumber, DocumentNumber, PassportKind, Sex, date_in_seoul, hex,
};
use yeogwon::proposal::Proposal;
use yeogwon::signer::{
    Approval, ApprovalRole, ApprovalStatement, Base64, Blank, ChipKeys, OfficerChange, OfficerId,
    Refusal, Request, Response, SignDocument, SigningProcess,
};
use yeogwon::specimen::{Officers, found};

use crate::world::{example, fresh};

/// A country of its own with a signing process in this very process, and a clock that the test holds.
pub struct Bench {
    pub directory: DataDirectory,
    process: Option<SigningProcess>,
    pub officers: Officers,
    pub now: DateTime<Utc>,
    counter: u32,
}

impl Bench {
    pub fn new(name: &str) -> Self {
        let directory = DataDirectory::new(&fresh(name).join("data"));
        let now = Utc::now();
        found(&directory, now).unwrap();
        Self {
            process: Some(SigningProcess::open(&directory, now).unwrap()),
            officers: Officers::open(&directory).unwrap(),
            directory,
            now,
            counter: 0,
        }
    }

    pub fn application(&self, file: &str, change: impl FnOnce(&mut Value)) -> Application {
        let mut value: Value = serde_json::from_slice(&fs::read(example(file)).unwrap()).unwrap();
        change(&mut value);
        Application::parse(value.to_string().as_bytes(), date_in_seoul(self.now)).unwrap()
    }

    /// What an honest service would have in hand for an application: a granted proposal with the portrait.
    pub fn proposal(&mut self, application: &Application) -> Proposal {
        self.counter += 1;
        let number = ApplicationNumber::parse(&format!("TEST-{:06}", self.counter)).unwrap();
        let config = Config::read(&self.directory).unwrap();
        Proposal::make(
            application,
            number,
            &portrait(),
            &config,
            date_in_seoul(self.now),
        )
        .unwrap()
    }

    /// An honest request: both officers have signed.
    pub fn honest(&mut self, application: &Application) -> SignDocument {
        let proposal = self.proposal(application);
        self.request(&proposal, self.both(&proposal))
    }

    pub fn both(&self, proposal: &Proposal) -> Vec<Approval> {
        [ApprovalRole::Intake, ApprovalRole::Approval]
            .map(|role| {
                self.officers
                    .approve(role, &proposal.record, self.now)
                    .unwrap()
            })
            .to_vec()
    }

    pub fn request(&mut self, proposal: &Proposal, approvals: Vec<Approval>) -> SignDocument {
        self.counter += 1;
        let letter = if proposal.record.kind == PassportKind::Official {
            'G'
        } else {
            'M'
        };
        SignDocument {
            record: Base64(proposal.record.to_canonical().unwrap()),
            approvals,
            photo: Base64(proposal.photo.clone()),
            number: DocumentNumber::parse(&format!("{letter}{:08}", self.counter)).unwrap(),
            blank: Blank {
                serial: format!("BLANK-{}", self.counter),
                kind: proposal.record.kind.booklet(),
            },
            chip: None,
        }
    }

    pub fn ask(&mut self, request: Request) -> Response {
        self.process.as_mut().unwrap().handle(request, self.now)
    }

    pub fn sign(&mut self, request: &SignDocument) -> Response {
        self.ask(Request::SignDocument(Box::new(request.clone())))
    }

    /// The process ends, `meanwhile` happens, and it is started again.
    pub fn restart(&mut self, meanwhile: impl FnOnce(&DataDirectory)) {
        self.process = None;
        meanwhile(&self.directory);
        self.process = Some(SigningProcess::open(&self.directory, self.now).unwrap());
    }

    /// The process ends.
    pub fn stop(&mut self) -> Option<SigningProcess> {
        self.process.take()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.signer().join("intent.log")).unwrap()
    }

    /// The request is refused for this reason, and the log grew by a line that says so.
    #[track_caller]
    fn refused(&mut self, request: &SignDocument, expected: fn(&Refusal) -> bool) {
        let before = self.log().lines().count();
        let refusal = match self.sign(request) {
            Response::Refused { refusal, .. } => refusal,
            other => panic!("not refused: {other:?}"),
        };
        assert!(
            expected(&refusal),
            "refused for another reason: {refusal:?}"
        );
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        assert_eq!(lines.len(), before + 1);
        let tag = serde_json::to_value(&refusal).unwrap()["reason"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            lines[before].contains("\"refused\"") && lines[before].contains(&tag),
            "{}",
            lines[before]
        );
    }
}

/// The portrait of the example photo, ready for the chip.
pub fn portrait() -> Vec<u8> {
    use std::sync::OnceLock;
    static PORTRAIT: OnceLock<Vec<u8>> = OnceLock::new();
    PORTRAIT
        .get_or_init(|| {
            let photo = fs::read(example("photo.jpg")).unwrap();
            yeogwon::specimen::portrait(&photo).unwrap().image
        })
        .clone()
}

pub fn released(response: Response) -> yeogwon::signer::Released {
    match response {
        Response::Released(document) => *document,
        other => panic!("not released: {other:?}"),
    }
}

#[test]
fn two_officers_bring_out_a_document() {
    let mut bench = Bench::new("two_officers");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let document = released(bench.sign(&request));
    assert!(document.files.contains_key("EF.SOD"));
    assert_eq!(document.issue_date, date_in_seoul(bench.now));
    assert!(bench.log().contains("\"intended\"") && bench.log().contains("\"released\""));
}

#[test]
fn a_record_changed_after_the_approvals_is_refused() {
    let mut bench = Bench::new("changed_record");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    let changes: [(&str, Value); 8] = [
        ("/holder/surname_en", json!("KIM")),
        ("/holder/surname_ko", json!("김")),
        ("/holder/birth", json!("1991-03-15")),
        ("/kind", json!("residence")),
        ("/facts/mil", json!("exempt")),
        ("/photo_sha256", json!("00")),
        ("/rules", json!([])),
        ("/edition", json!("by-date")),
    ];
    for (pointer, value) in changes {
        let mut record: Value = serde_json::from_slice(&honest.record.0).unwrap();
        *record.pointer_mut(pointer).unwrap() = value;
        let mut request = honest.clone();
        request.record = Base64(serde_json::to_vec(&record).unwrap());
        if pointer == "/photo_sha256" {
            bench.refused(&request, |r| matches!(r, Refusal::OtherPhoto));
            continue;
        }
        if pointer == "/kind" {
            request.number = DocumentNumber::parse("R00000777").unwrap();
        }
        bench.refused(&request, |r| matches!(r, Refusal::OtherRecord { .. }));
    }
}

#[test]
fn another_photo_is_refused() {
    let mut bench = Bench::new("other_photo");
    let application = bench.application("ordinary.json", |_| ());
    let mut request = bench.honest(&application);
    let last = request.photo.0.len() - 1;
    request.photo.0[last] ^= 1;
    bench.refused(&request, |r| matches!(r, Refusal::OtherPhoto));
}

#[test]
fn one_officer_cannot_be_two() {
    let mut bench = Bench::new("one_officer");
    let application = bench.application("ordinary.json", |_| ());
    let proposal = bench.proposal(&application);
    let clerk = bench
        .officers
        .approve(ApprovalRole::Intake, &proposal.record, bench.now)
        .unwrap();

    // Alone, doubled, and claiming the other role or the other name with the one key at hand.
    let request = bench.request(&proposal, vec![clerk.clone()]);
    bench.refused(&request, |r| {
        matches!(r, Refusal::ApprovalCount { given: 1 })
    });
    let request = bench.request(&proposal, vec![clerk.clone(), clerk.clone()]);
    bench.refused(&request, |r| matches!(r, Refusal::SameOfficer { .. }));
    let again = bench
        .officers
        .approve(
            ApprovalRole::Intake,
            &proposal.record,
            bench.now + TimeDelta::seconds(1),
        )
        .unwrap();
    let request = bench.request(&proposal, vec![clerk.clone(), again]);
    bench.refused(&request, |r| matches!(r, Refusal::SameOfficer { .. }));
    let request = bench.request(&proposal, vec![clerk.clone(), clerk.clone(), clerk.clone()]);
    bench.refused(&request, |r| {
        matches!(r, Refusal::ApprovalCount { given: 3 })
    });

    let examiner = bench.officers.identifier(ApprovalRole::Approval).unwrap();
    let forged = |statement: ApprovalStatement| {
        bench
            .officers
            .sign_statement(ApprovalRole::Intake, statement)
            .unwrap()
    };
    let as_examiner = forged(ApprovalStatement {
        role: ApprovalRole::Approval,
        officer: examiner.clone(),
        ..clerk.statement.clone()
    });
    let other_role = forged(ApprovalStatement {
        role: ApprovalRole::Approval,
        ..clerk.statement.clone()
    });
    let stranger = forged(ApprovalStatement {
        officer: OfficerId::parse("stranger").unwrap(),
        ..clerk.statement.clone()
    });
    let request = bench.request(&proposal, vec![clerk.clone(), as_examiner]);
    bench.refused(&request, |r| matches!(r, Refusal::ApprovalSignature { .. }));
    let request = bench.request(&proposal, vec![clerk.clone(), other_role]);
    bench.refused(&request, |r| matches!(r, Refusal::RoleNotHeld { .. }));
    let request = bench.request(&proposal, vec![clerk.clone(), stranger]);
    bench.refused(&request, |r| matches!(r, Refusal::UnknownOfficer { .. }));
    let nonsense = Approval {
        signature: "00".repeat(64),
        ..clerk.clone()
    };
    let request = bench.request(&proposal, vec![clerk, nonsense]);
    bench.refused(&request, |r| matches!(r, Refusal::ApprovalSignature { .. }));
}

#[test]
fn approvals_are_good_for_one_document() {
    let mut bench = Bench::new("replay");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));

    bench.refused(&request, |r| matches!(r, Refusal::ApplicationUsed));
    let mut elsewhere = request.clone();
    elsewhere.number = DocumentNumber::parse("M00099999").unwrap();
    elsewhere.blank.serial = "BLANK-NEW".into();
    bench.refused(&elsewhere, |r| matches!(r, Refusal::ApplicationUsed));

    // Another application with the used number, or the used blank.
    let mut second = bench.honest(&application);
    let (number, blank) = (second.number.clone(), second.blank.clone());
    second.number = request.number.clone();
    bench.refused(&second, |r| matches!(r, Refusal::NumberUsed));
    second.number = number;
    second.blank = request.blank.clone();
    bench.refused(&second, |r| matches!(r, Refusal::BlankUsed));
    second.blank = blank;
    released(bench.sign(&second));
}

#[test]
fn approvals_of_another_application_are_refused() {
    let mut bench = Bench::new("other_application");
    let application = bench.application("ordinary.json", |_| ());
    let (first, second) = (bench.honest(&application), bench.honest(&application));
    let mut mixed = second.clone();
    mixed.approvals = first.approvals.clone();
    bench.refused(&mixed, |r| matches!(r, Refusal::OtherApplication { .. }));
    mixed.approvals = vec![second.approvals[0].clone(), first.approvals[1].clone()];
    bench.refused(&mixed, |r| matches!(r, Refusal::OtherApplication { .. }));
}

#[test]
fn expired_and_postdated_approvals_are_refused() {
    let mut bench = Bench::new("expired");
    let application = bench.application("ordinary.json", |_| ());
    let proposal = bench.proposal(&application);
    let clerk = bench
        .officers
        .approve(ApprovalRole::Intake, &proposal.record, bench.now)
        .unwrap();
    let examiner = bench
        .officers
        .approve(ApprovalRole::Approval, &proposal.record, bench.now)
        .unwrap();

    let variant = |bench: &Bench, signed_at, expires_at| {
        let statement = ApprovalStatement {
            signed_at,
            expires_at,
            ..examiner.statement.clone()
        };
        bench
            .officers
            .sign_statement(ApprovalRole::Approval, statement)
            .unwrap()
    };
    let now = bench.now;
    let lapsed = variant(&bench, now - TimeDelta::days(2), now - TimeDelta::days(1));
    // An approval that claims to hold for ever still ends after ninety days.
    let everlasting = variant(
        &bench,
        now - TimeDelta::days(91),
        now + TimeDelta::days(36_500),
    );
    let postdated = variant(&bench, now + TimeDelta::hours(1), now + TimeDelta::days(2));
    let request = bench.request(&proposal, vec![clerk.clone(), lapsed]);
    bench.refused(&request, |r| matches!(r, Refusal::ApprovalExpired { .. }));
    let request = bench.request(&proposal, vec![clerk.clone(), everlasting]);
    bench.refused(&request, |r| matches!(r, Refusal::ApprovalExpired { .. }));
    let request = bench.request(&proposal, vec![clerk, postdated]);
    bench.refused(&request, |r| {
        matches!(r, Refusal::ApprovalFromTheFuture { .. })
    });
}

#[test]
fn a_birthday_since_the_approval_voids_it() {
    let mut bench = Bench::new("birthday");
    // Seventeen today, eighteen tomorrow: five years today, ten years tomorrow.
    let eighteen_tomorrow = date_in_seoul(bench.now) + TimeDelta::days(1) - Months::new(18 * 12);
    let application = bench.application("minor.json", |a| {
        a["holder"]["birth"] = json!(eighteen_tomorrow.to_string());
    });
    let (today, tomorrow) = (bench.honest(&application), bench.honest(&application));
    released(bench.sign(&today));
    bench.now += TimeDelta::days(1);
    bench.refused(&tomorrow, |r| matches!(r, Refusal::LawChanged { .. }));
}

#[test]
fn a_term_that_the_law_does_not_give_is_refused_though_two_officers_signed() {
    let mut bench = Bench::new("wrong_term");
    let application = bench.application("minor.json", |_| ());
    let mut proposal = bench.proposal(&application);
    // Both officers sign that the rules for adults carry the grant, or that it is a single-use passport.
    proposal.record.rules = vec!["ordinary_ceiling".into()];
    let request = {
        let both = bench.both(&proposal);
        bench.request(&proposal, both)
    };
    bench.refused(&request, |r| matches!(r, Refusal::LawChanged { .. }));
    let mut proposal = bench.proposal(&application);
    proposal.record.usage = yeogwon::domain::PassportUse::Single;
    let mut request = {
        let both = bench.both(&proposal);
        bench.request(&proposal, both)
    };
    request.number = DocumentNumber::parse("S00000001").unwrap();
    bench.refused(&request, |r| matches!(r, Refusal::LawChanged { .. }));
}

#[test]
fn the_holder_of_the_record_must_be_the_person_of_the_facts() {
    let mut bench = Bench::new("holder_facts");
    let application = bench.application("ordinary.json", |_| ());
    // Facts of an adult, holder a child: the law must be asked about the holder.
    let mut proposal = bench.proposal(&application);
    proposal.record.holder.birth = date_in_seoul(bench.now) - Months::new(10 * 12);
    let request = {
        let both = bench.both(&proposal);
        bench.request(&proposal, both)
    };
    bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
    let mut proposal = bench.proposal(&application);
    proposal.record.holder.sex = Sex::Female;
    let request = {
        let both = bench.both(&proposal);
        bench.request(&proposal, both)
    };
    bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
}

#[test]
fn bytes_that_are_not_canonical_are_no_record() {
    let mut bench = Bench::new("not_canonical");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    for bytes in [
        [honest.record.0.clone(), b" ".to_vec()].concat(),
        [b" ".to_vec(), honest.record.0.clone()].concat(),
        serde_json::to_vec_pretty(&serde_json::from_slice::<Value>(&honest.record.0).unwrap())
            .unwrap(),
        b"{}".to_vec(),
        Vec::new(),
    ] {
        let mut request = honest.clone();
        request.record = Base64(bytes);
        bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
    }
}

#[test]
fn number_and_blank_must_be_of_the_kind() {
    let mut bench = Bench::new("kind_of_number");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    let mut request = honest.clone();
    request.number = DocumentNumber::parse("D00000001").unwrap();
    bench.refused(&request, |r| matches!(r, Refusal::NumberDoesNotFit));
    let mut request = honest;
    request.blank.kind = PassportKind::Diplomatic;
    bench.refused(&request, |r| matches!(r, Refusal::BlankDoesNotFit));
}

#[test]
fn nothing_is_signed_while_the_clock_stands_before_the_log() {
    let mut bench = Bench::new("clock");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    bench.now -= TimeDelta::hours(1);
    bench.refused(&request, |r| matches!(r, Refusal::ClockSetBack { .. }));
    bench.now += TimeDelta::hours(2);
    released(bench.sign(&request));
}

#[test]
fn a_document_signer_beyond_its_usage_period_is_not_used() {
    let mut bench = Bench::new("usage_period");
    bench.now += TimeDelta::days(75);
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    bench.refused(&request, |r| matches!(r, Refusal::NoDocumentSigner { .. }));
}

#[test]
fn the_number_of_signatures_is_limited() {
    let mut bench = Bench::new("usage_count");
    let application = bench.application("ordinary.json", |_| ());
    bench.restart(|directory| {
        let text = fs::read_to_string(directory.config_file()).unwrap();
        fs::write(
            directory.config_file(),
            text.replace("signature_limit = 100000", "signature_limit = 2"),
        )
        .unwrap();
    });
    for _ in 0..2 {
        let request = bench.honest(&application);
        released(bench.sign(&request));
    }
    let request = bench.honest(&application);
    bench.refused(&request, |r| matches!(r, Refusal::NoDocumentSigner { .. }));
}

#[test]
fn a_foreigner_gets_no_passport_though_two_officers_signed_that_the_facts_are_a_nationals() {
    let mut bench = Bench::new("foreigner");
    let application = bench.application("ordinary.json", |_| ());
    let mut proposal = bench.proposal(&application);
    proposal.record.holder.nationality = "USA".into();
    let both = bench.both(&proposal);
    let request = bench.request(&proposal, both);
    bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
}

#[test]
fn another_spelling_of_the_same_record_is_another_record() {
    let mut bench = Bench::new("spelling");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    let text = String::from_utf8(honest.record.0.clone()).unwrap();
    // The same key twice, the later or the earlier one harmless; an escape where none is needed; a list for an object.
    for changed in [
        text.replacen("\"sex\":\"M\"", "\"sex\":\"F\",\"sex\":\"M\"", 1),
        text.replace("\"mil\":", "\"mil\":\"exempt\",\"mil\":"),
        text.replace("HONG", "\\u0048ONG"),
        text.replace("HONG", "HONG\u{0}"),
        format!("[{text}]"),
        format!("{text}{text}"),
    ] {
        assert_ne!(changed, text);
        let mut request = honest.clone();
        request.record = Base64(changed.into_bytes());
        bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
    }
    // Canonically equivalent for Unicode, and still not what was signed.
    let mut decomposed = honest;
    decomposed.record = Base64(text.replace('홍', "\u{1112}\u{1169}\u{11BC}").into_bytes());
    bench.refused(&decomposed, |r| matches!(r, Refusal::OtherRecord { .. }));
}

#[test]
fn a_signature_rewritten_without_its_key_gives_no_second_document() {
    let mut bench = Bench::new("malleable");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let mut rewritten = request.clone();
    // Of every ECDSA signature (r, s) there is the twin (r, n - s), which anybody can write down.
    let order = BigNum::from_hex_str(P256_ORDER).unwrap();
    let signature = &mut rewritten.approvals[0].signature;
    let (r, s) = signature.split_at(64);
    let s = BigNum::from_hex_str(s).unwrap();
    let mut twin = BigNum::new().unwrap();
    twin.checked_sub(&order, &s).unwrap();
    let twin: String = hex(&twin.to_vec_padded(32).unwrap());
    *signature = format!("{r}{twin}");
    released(bench.sign(&rewritten));
    bench.refused(&request, |r| matches!(r, Refusal::ApplicationUsed));
    let mut swapped = request;
    swapped.approvals.reverse();
    swapped.number = DocumentNumber::parse("M00066666").unwrap();
    swapped.blank.serial = "BLANK-SWAPPED".into();
    bench.refused(&swapped, |r| matches!(r, Refusal::ApplicationUsed));
}

/// The order of P-256 (SP 800-186, 3.2.1.3).
const P256_ORDER: &str = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

#[test]
fn chip_keys_that_are_no_points_bring_out_nothing() {
    let mut bench = Bench::new("chip_points");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    let off_curve = [&[4_u8][..], &[1; 64]].concat();
    for point in [
        Vec::new(),
        vec![0],
        vec![4; 65],
        off_curve,
        vec![2; 33],
        vec![4; 1 << 20],
    ] {
        let mut request = honest.clone();
        request.chip = Some(ChipKeys {
            active_authentication: Base64(point.clone()),
            chip_authentication: Base64(point),
        });
        bench.refused(&request, |r| matches!(r, Refusal::DataGroup { .. }));
    }
    assert!(!bench.log().contains("\"intended\""));
}

#[test]
fn a_portrait_too_large_for_any_chip_is_refused_before_a_key_is_used() {
    let mut bench = Bench::new("large_portrait");
    let application = bench.application("ordinary.json", |_| ());
    let mut proposal = bench.proposal(&application);
    proposal.photo.extend(vec![0; 5 << 20]);
    proposal.record.photo_sha256 = hex(&openssl::sha::sha256(&proposal.photo));
    let both = bench.both(&proposal);
    let request = bench.request(&proposal, both);
    bench.refused(&request, |r| matches!(r, Refusal::PhotoUnusable { .. }));
    assert!(!bench.log().contains("\"intended\""));
}

#[test]
fn the_log_keeps_no_text_of_the_caller() {
    let mut bench = Bench::new("log_text");
    let application = bench.application("ordinary.json", |_| ());
    let honest = bench.honest(&application);
    let text = String::from_utf8(honest.record.0.clone()).unwrap();
    for changed in [
        text.replace("\"M\"", "\"Gildong lives in Busan\""),
        text.replace("\"schema\":", "\"Gildong lives in Busan\":1,\"schema\":"),
        "\"Gildong lives in Busan\"".repeat(10_000),
    ] {
        assert_ne!(changed, text);
        let mut request = honest.clone();
        request.record = Base64(changed.into_bytes());
        bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
    }
    let log = bench.log();
    assert!(!log.contains("Busan") && log.len() < 4_000, "{log}");
}

#[test]
fn an_officer_who_was_shut_out_does_not_count() {
    let mut bench = Bench::new("shut_out");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let officer = bench.officers.identifier(ApprovalRole::Approval).unwrap();
    bench.changes(OfficerChange::Disable { officer });
    bench.refused(&request, |r| matches!(r, Refusal::OfficerDisabled { .. }));
}

#[test]
fn two_officers_who_hold_both_roles_still_need_one_of_each() {
    let mut bench = Bench::new("both_roles");
    let application = bench.application("ordinary.json", |_| ());
    for role in [ApprovalRole::Intake, ApprovalRole::Approval] {
        let id = bench.officers.identifier(role).unwrap();
        let (_, officers) = bench.register();
        let mut entry = officers.into_iter().find(|o| o.id == id).unwrap();
        entry.roles = vec![ApprovalRole::Intake, ApprovalRole::Approval];
        bench.changes(OfficerChange::Enrol { entry });
    }
    let proposal = bench.proposal(&application);
    let [clerk, examiner] = bench.both(&proposal).try_into().unwrap();
    let attests_too = ApprovalStatement {
        role: ApprovalRole::Intake,
        ..examiner.statement.clone()
    };
    let attests_too = bench
        .officers
        .sign_statement(ApprovalRole::Approval, attests_too)
        .unwrap();
    let request = bench.request(&proposal, vec![clerk.clone(), attests_too]);
    bench.refused(&request, |r| matches!(r, Refusal::SameRole { .. }));
    let request = bench.request(&proposal, vec![clerk, examiner]);
    released(bench.sign(&request));
}

#[test]
fn a_restart_does_not_forget_that_the_clock_was_set_back() {
    let mut bench = Bench::new("clock_restart");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    bench.now -= TimeDelta::hours(1);
    bench.restart(|_| ());
    bench.refused(&request, |r| matches!(r, Refusal::ClockSetBack { .. }));
}

#[test]
fn a_photo_that_is_no_portrait_is_refused_though_two_officers_signed_for_it() {
    let mut bench = Bench::new("no_portrait");
    let application = bench.application("ordinary.json", |_| ());
    let photo = fs::read(example("photo.jpg")).unwrap();
    for photo in [b"no picture".to_vec(), photo] {
        let mut proposal = bench.proposal(&application);
        proposal.record.photo_sha256 = hex(&openssl::sha::sha256(&photo));
        proposal.photo = photo;
        let both = bench.both(&proposal);
        let request = bench.request(&proposal, both);
        bench.refused(&request, |r| matches!(r, Refusal::PhotoUnusable { .. }));
    }
}

#[test]
fn a_holder_that_no_application_could_hold_is_refused() {
    let mut bench = Bench::new("impossible_holder");
    let application = bench.application("ordinary.json", |_| ());
    let changes: [fn(&mut yeogwon::domain::Holder); 3] = [
        |holder| holder.surname_en = "HONG\u{202e}".into(),
        |holder| holder.surname_ko = " ".into(),
        |holder| holder.resident_number = Some("910315-1234567".into()),
    ];
    for change in changes {
        let mut proposal = bench.proposal(&application);
        change(&mut proposal.record.holder);
        let both = bench.both(&proposal);
        let request = bench.request(&proposal, both);
        bench.refused(&request, |r| matches!(r, Refusal::RecordMalformed { .. }));
    }
}

#[test]
fn files_that_others_can_change_are_no_ground_to_sign_on() {
    use std::os::unix::fs::PermissionsExt;
    for (file, mode) in [
        ("officers.json", 0o620),
        ("signers.json", 0o602),
        ("passphrase", 0o640),
    ] {
        let bench = Bench::new(&format!("open_{file}"));
        let (directory, now) = (bench.directory.clone(), bench.now);
        drop(bench);
        let path = directory.signer().join(file);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let Err(error) = SigningProcess::open(&directory, now) else {
            panic!("{file} may be open to others");
        };
        assert!(
            error.to_string().contains(file) && error.to_string().contains("chmod"),
            "{error}"
        );
    }
}
