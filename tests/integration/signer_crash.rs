//! The signing process dies between two steps: at most one EF.SOD a number, and nothing is lost.

use std::fs;

use yeogwon::config::DataDirectory;
use yeogwon::domain::DocumentNumber;
use yeogwon::signer::{Refusal, Request, Response, SigningProcess};

use crate::approvals::{Bench, released};

/// Cuts the signer's log after its last intent, as if the process had died before it wrote *released*.
pub fn forget_the_release(directory: &DataDirectory) {
    let log = directory.signer().join("intent.log");
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let release = lines
        .iter()
        .rposition(|line| line.contains("\"released\""))
        .unwrap();
    fs::write(&log, lines[..release].join("\n") + "\n").unwrap();
}

#[test]
fn an_answer_that_was_lost_is_given_again_without_a_signature() {
    let mut bench = Bench::new("answer_lost");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let first = released(bench.sign(&request));
    bench.restart(|_| ());
    let lines = bench.log().lines().count();
    let collect = Request::CollectDocument(Box::new(request.clone()));
    let again = released(bench.ask(collect));
    assert_eq!(first, again);
    assert_eq!(
        bench.log().lines().count(),
        lines,
        "collecting uses no key and writes nothing"
    );

    let mut other = request;
    other.blank.serial = "BLANK-OTHER".into();
    let answer = bench.ask(Request::CollectDocument(Box::new(other)));
    assert!(matches!(
        answer,
        Response::Refused {
            refusal: Refusal::NothingUnderNumber { .. },
            ..
        }
    ));
}

#[test]
fn an_open_intent_is_settled_by_the_identical_request_only() {
    let mut bench = Bench::new("open_intent");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let first = released(bench.sign(&request));
    bench.restart(forget_the_release);

    let Response::Status(status) = bench.ask(Request::Status) else {
        panic!("no status")
    };
    assert_eq!(status.open, std::slice::from_ref(&request.number));

    let mut other = bench.honest(&application);
    other.number = request.number.clone();
    assert!(matches!(
        bench.sign(&other),
        Response::Refused {
            refusal: Refusal::OtherIntentOpen { .. },
            ..
        }
    ));

    let mut moved = request.clone();
    moved.number = DocumentNumber::parse("M00088888").unwrap();
    moved.blank.serial = "BLANK-MOVED".into();
    assert!(matches!(
        bench.sign(&moved),
        Response::Refused {
            refusal: Refusal::ApplicationUsed,
            ..
        }
    ));

    // A day later the same request is the same act: same date of issue, same bytes under the signature.
    bench.now += chrono::TimeDelta::days(1);
    let again = released(bench.sign(&request));
    assert_eq!(again.issue_date, first.issue_date);
    let intents: Vec<serde_json::Value> = bench
        .log()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|entry: &serde_json::Value| entry["event"] == "intended")
        .collect();
    assert_eq!(intents.len(), 2);
    assert_eq!(
        intents[0]["to_be_signed_sha256"],
        intents[1]["to_be_signed_sha256"]
    );
    for (name, bytes) in &first.files {
        if name != "EF.SOD" {
            assert_eq!(again.files[name], *bytes, "{name}");
        }
    }
}

#[test]
fn an_open_intent_may_be_spoiled_and_the_application_gets_another_book() {
    let mut bench = Bench::new("spoiled");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));
    let spoil = |number: &DocumentNumber| Request::SpoilNumber {
        number: number.clone(),
        reason: "book jammed".into(),
    };
    let answer = bench.ask(spoil(&request.number));
    assert!(
        matches!(answer, Response::Refused { .. }),
        "what is out cannot be spoiled: {answer:?}"
    );

    bench.restart(forget_the_release);
    let answer = bench.ask(spoil(&request.number));
    assert!(matches!(answer, Response::Spoiled { .. }), "{answer:?}");
    assert!(matches!(
        bench.sign(&request),
        Response::Refused {
            refusal: Refusal::NumberUsed,
            ..
        }
    ));
    let mut another = request.clone();
    another.number = DocumentNumber::parse("M00077777").unwrap();
    assert!(matches!(
        bench.sign(&another),
        Response::Refused {
            refusal: Refusal::BlankUsed,
            ..
        }
    ));
    another.blank.serial = "BLANK-AFTER".into();
    released(bench.sign(&another));
    bench.restart(|_| ());
    assert!(matches!(
        bench.sign(&another),
        Response::Refused {
            refusal: Refusal::ApplicationUsed,
            ..
        }
    ));
}

#[test]
fn a_log_that_lacks_a_released_document_stops_the_signer() {
    type Damage = fn(&std::path::Path);
    let damages: [(&str, Damage); 3] = [
        ("lost", |log| fs::remove_file(log).unwrap()),
        ("emptied", |log| fs::write(log, b"").unwrap()),
        ("older", |log| {
            let text = fs::read_to_string(log).unwrap();
            let first = text.lines().next().unwrap();
            fs::write(log, format!("{first}\n")).unwrap();
        }),
    ];
    for (name, damage) in damages {
        let mut bench = Bench::new(&format!("log_{name}"));
        let application = bench.application("ordinary.json", |_| ());
        let request = bench.honest(&application);
        released(bench.sign(&request));
        bench.stop();
        damage(&bench.directory.signer().join("intent.log"));
        let Err(error) = SigningProcess::open(&bench.directory, bench.now) else {
            panic!("{name}: the same number could be signed again");
        };
        let text = error.to_string();
        assert!(
            text.contains(request.number.as_str()) && text.contains("log is not complete"),
            "{name}: {text}"
        );
    }
}

#[test]
fn what_was_kept_for_a_number_that_was_spoiled_is_removed() {
    let mut bench = Bench::new("spoiled_leftover");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let document = released(bench.sign(&request));
    bench.restart(forget_the_release);
    bench.ask(Request::SpoilNumber {
        number: request.number.clone(),
        reason: "book jammed".into(),
    });
    let kept = bench
        .directory
        .signer()
        .join(format!("released/{}.sod", request.number));
    assert!(!kept.exists());
    // As if the process had died between the log and the removal.
    bench.restart(|_| fs::write(&kept, &document.files["EF.SOD"].0).unwrap());
    assert!(!kept.exists());
}

#[test]
fn an_open_intent_is_not_kept_open_for_ever() {
    let mut bench = Bench::new("intent_too_old");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));
    bench.restart(forget_the_release);
    bench.now += chrono::TimeDelta::hours(49);
    assert!(matches!(
        bench.sign(&request),
        Response::Refused {
            refusal: Refusal::IntentTooOld { .. },
            ..
        }
    ));
}

#[test]
fn the_last_permitted_signature_can_be_taken_up_again() {
    let mut bench = Bench::new("last_signature");
    let application = bench.application("ordinary.json", |_| ());
    bench.restart(|directory| {
        let text = fs::read_to_string(directory.config_file()).unwrap();
        fs::write(
            directory.config_file(),
            text.replace("signature_limit = 100000", "signature_limit = 1"),
        )
        .unwrap();
    });
    let request = bench.honest(&application);
    released(bench.sign(&request));
    bench.restart(forget_the_release);
    released(bench.sign(&request));
    let next = bench.honest(&application);
    assert!(matches!(
        bench.sign(&next),
        Response::Refused {
            refusal: Refusal::NoDocumentSigner { .. },
            ..
        }
    ));
}

#[test]
fn every_refusal_is_in_the_log() {
    let mut bench = Bench::new("all_refusals");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    let before = bench.log().lines().count();
    bench.ask(Request::CollectDocument(Box::new(request.clone())));
    bench.ask(Request::SpoilNumber {
        number: request.number.clone(),
        reason: "none".into(),
    });
    let log = bench.log();
    let new: Vec<_> = log.lines().skip(before).collect();
    assert_eq!(new.len(), 2);
    assert!(new.iter().all(
        |line| line.contains("nothing_under_number") && line.contains(request.number.as_str())
    ));
}
