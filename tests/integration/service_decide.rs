//! Deciding a case on every database: the plain way, and everything somebody might forge on the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use yeogwon::domain::{ApplicationNumber, ApplicationStatus, PassportUse, hex};
use yeogwon::service::decide_application::{
    ApproveApplication, CheckId, CheckResult, Decided, ReferApplication, ReferredTo,
    RefuseApplication, ReleaseApplication, RestrictApplication, ReturnApplication, ReturnTask,
    approve_application, export_decisions, inspect_case, prepare_approval, refer_application,
    refuse_application, release_application, restrict_application, return_application,
    view_decisions,
};
use yeogwon::service::restriction::{LiftRestriction, lift_restriction};
use yeogwon::service::{Deps, ServiceError};
use yeogwon::store::restriction::{self, RestrictionEffect, RestrictionRow};
use yeogwon::store::{application, approval, journal};

use crate::counter::{Counter, counters, now};
use crate::service_intake::{attest, complete};

const EXAMINER: &str = "choi.examiner";

/// A case that waits for an examiner.
async fn submitted(counter: &Counter, nth: usize) -> (ApplicationNumber, i64) {
    let done = complete(counter, nth).await;
    let version = attest(counter, "kim.clerk", &done.number).await.unwrap();
    (done.number, version)
}

/// The form that an examiner's browser would send.
async fn form(counter: &Counter, who: &str, number: &ApplicationNumber) -> ApproveApplication {
    let to_approve = prepare_approval(&counter.deps, &counter.actor(who), number)
        .await
        .unwrap();
    ApproveApplication {
        number: number.clone(),
        version: to_approve.version,
        signature: counter.sign(who, &to_approve.to_sign.statement_canonical),
        statement: to_approve.to_sign.statement_canonical,
        is_humanitarian: false,
        note: String::new(),
    }
}

async fn approve(
    counter: &Counter,
    who: &str,
    form: ApproveApplication,
) -> Result<Decided, ServiceError> {
    approve_application(&counter.deps, &counter.actor(who), form).await
}

/// The messages of the faults.
fn told(error: ServiceError) -> Vec<String> {
    match error {
        ServiceError::Invalid(faults) => faults.into_iter().map(|fault| fault.message).collect(),
        other => panic!("{other:?}"),
    }
}

async fn status(counter: &Counter, number: &ApplicationNumber) -> ApplicationStatus {
    let mut tx = counter.deps.database.read().await.unwrap();
    application::find(&mut tx, number)
        .await
        .unwrap()
        .unwrap()
        .status
}

async fn last_note(counter: &Counter, number: &ApplicationNumber) -> journal::Entry {
    let mut tx = counter.deps.database.read().await.unwrap();
    journal::entries_about(&mut tx, "application", number.as_str())
        .await
        .unwrap()
        .pop()
        .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_examiner_signs_the_very_record_that_the_clerk_attested() {
    for counter in counters("decide_way").await {
        let (number, _) = submitted(&counter, 0).await;
        let form = form(&counter, EXAMINER, &number).await;
        let decided = approve(&counter, EXAMINER, form).await.unwrap();
        assert_eq!(decided.status, ApplicationStatus::Approved);
        let mut tx = counter.deps.database.read().await.unwrap();
        let row = application::find(&mut tx, &number).await.unwrap().unwrap();
        assert_eq!(row.decided_by.as_deref(), Some(EXAMINER));
        let digest = row.record_sha256.unwrap();
        let signed = approval::of_record(&mut tx, &number, &digest)
            .await
            .unwrap();
        let roles: Vec<&str> = signed.iter().map(|row| row.role.as_str()).collect();
        assert_eq!(roles, ["intake", "approval"], "{}", counter.kind);
        drop(tx);
        let note = last_note(&counter, &number).await;
        assert_eq!(note.command, "approve_application");
        assert_eq!(note.arguments["record_sha256"], digest);
        let seen = view_decisions(&counter.deps, &counter.actor(EXAMINER), &number)
            .await
            .unwrap();
        assert_eq!(seen[0].content.procedure, "issue");
        assert_eq!(seen[0].content.answer["outcome"], "grant");
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_decision_is_answered_the_same_when_it_is_asked_again() {
    for counter in counters("decide_replay").await {
        let (number, _) = submitted(&counter, 0).await;
        let form = form(&counter, EXAMINER, &number).await;
        approve(&counter, EXAMINER, form).await.unwrap();
        let mut lines = Vec::new();
        let examiner = counter.actor(EXAMINER);
        assert!(matches!(
            export_decisions(&counter.deps, &examiner, &mut lines).await,
            Err(ServiceError::Forbidden { .. })
        ));
        let auditor = counter.actor("jung.auditor");
        let count = export_decisions(&counter.deps, &auditor, &mut lines)
            .await
            .unwrap();
        assert_eq!(count, 1);
        let line: Value = serde_json::from_slice(&lines).unwrap();
        let facts = yeogwon::law::Facts::from_json(line["facts"].as_object().unwrap()).unwrap();
        let edition =
            yeogwon::law::Edition::parse(line["answer"]["edition"].as_str().unwrap()).unwrap();
        let again =
            yeogwon::law::ask(line["procedure"].as_str().unwrap(), &facts, edition).unwrap();
        assert_eq!(serde_json::to_value(again).unwrap(), line["answer"]);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_a_case_of_their_own() {
    for counter in counters("decide_own").await {
        // Took it in, and somebody else attested it.
        let done = complete(&counter, 0).await;
        attest(&counter, "song.both", &done.number).await.unwrap();
        for (who, did) in [("song.both", "attested")] {
            let error = prepare_approval(&counter.deps, &counter.actor(who), &done.number)
                .await
                .unwrap_err();
            assert!(
                matches!(error, ServiceError::SamePerson { did: told, .. } if told == did),
                "{error:?}"
            );
        }
        // A forged form that never saw the page: everything of the examiner's but the officer.
        let mut forged = form(&counter, EXAMINER, &done.number).await;
        forged.signature = counter.sign("song.both", &forged.statement);
        let error = approve(&counter, "song.both", forged).await.unwrap_err();
        assert!(
            matches!(error, ServiceError::SamePerson { .. }),
            "{error:?}"
        );
        let clerk = form(&counter, EXAMINER, &done.number).await;
        let error = approve(&counter, "kim.clerk", clerk).await.unwrap_err();
        assert!(matches!(error, ServiceError::Forbidden { .. }), "{error:?}");
        assert_eq!(
            status(&counter, &done.number).await,
            ApplicationStatus::Submitted
        );
        assert_eq!(
            last_note(&counter, &done.number).await.effect,
            journal::Effect::Refused
        );
        counter.end().await;
    }
}

fn tampered(statement: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(statement.to_vec()).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    text.replace(from, to).into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_signatures_and_statements_approve_nothing() {
    for counter in counters("decide_forged").await {
        let (number, version) = submitted(&counter, 0).await;
        let (other, _) = submitted(&counter, 1).await;
        let good = form(&counter, EXAMINER, &number).await;
        let of_other = form(&counter, EXAMINER, &other).await;
        let digest = {
            let mut tx = counter.deps.database.read().await.unwrap();
            let row = application::find(&mut tx, &number).await.unwrap().unwrap();
            row.record_sha256.unwrap()
        };
        let by_colleague = counter.sign("han.examiner", &good.statement);
        let signed = |statement: Vec<u8>| ApproveApplication {
            signature: counter.sign(EXAMINER, &statement),
            statement,
            ..good.clone()
        };
        let cases: Vec<(&str, ApproveApplication, &str)> = vec![
            (
                "another officer's signature",
                ApproveApplication {
                    signature: by_colleague,
                    ..good.clone()
                },
                "fault-signature",
            ),
            (
                "a signature over another record",
                ApproveApplication {
                    signature: of_other.signature.clone(),
                    ..good.clone()
                },
                "fault-signature",
            ),
            (
                "the statement of another case, whole",
                ApproveApplication {
                    number: number.clone(),
                    version,
                    ..of_other.clone()
                },
                "fault-statement-other-record",
            ),
            (
                "another record, signed",
                signed(tampered(&good.statement, &digest, &"ab".repeat(32))),
                "fault-statement-other-record",
            ),
            (
                "the clerk's role, signed",
                signed(tampered(&good.statement, "\"approval\"", "\"intake\"")),
                "fault-statement",
            ),
            (
                "another officer's name, signed",
                signed(tampered(&good.statement, EXAMINER, "han.examiner")),
                "fault-statement",
            ),
            (
                "dated back, signed",
                signed(tampered(
                    &good.statement,
                    "\"signed_at\":\"2026-11-22",
                    "\"signed_at\":\"2026-11-21",
                )),
                "fault-statement-too-old",
            ),
            (
                "dated ahead, signed",
                signed(tampered(
                    &good.statement,
                    "\"signed_at\":\"2026-11-22",
                    "\"signed_at\":\"2026-11-23",
                )),
                "fault-statement-too-old",
            ),
            (
                "good for longer, signed",
                signed(tampered(
                    &good.statement,
                    "\"expires_at\":\"2027-01",
                    "\"expires_at\":\"2027-03",
                )),
                "fault-statement",
            ),
            (
                "white space, signed",
                signed(tampered(&good.statement, ",\"role\"", ", \"role\"")),
                "fault-statement",
            ),
            ("no JSON", signed(b"approve it".to_vec()), "fault-statement"),
            (
                "no signature",
                ApproveApplication {
                    signature: String::new(),
                    ..good.clone()
                },
                "fault-signature",
            ),
            (
                "a signature of zeros",
                ApproveApplication {
                    signature: hex(&[0; 64]),
                    ..good.clone()
                },
                "fault-signature",
            ),
        ];
        for (what, form, fault) in cases {
            let error = approve(&counter, EXAMINER, form).await.unwrap_err();
            assert_eq!(told(error), [fault], "{what} on {}", counter.kind);
            assert_eq!(
                status(&counter, &number).await,
                ApplicationStatus::Submitted,
                "{what}"
            );
        }
        let stale = ApproveApplication {
            version: version - 1,
            ..good.clone()
        };
        assert!(matches!(
            approve(&counter, EXAMINER, stale).await,
            Err(ServiceError::Conflict { .. })
        ));
        approve(&counter, EXAMINER, good.clone()).await.unwrap();
        // Replayed as it was, and with the version brought up.
        assert!(matches!(
            approve(&counter, EXAMINER, good.clone()).await,
            Err(ServiceError::Conflict { .. })
        ));
        let replayed = ApproveApplication {
            version: version + 1,
            ..good
        };
        assert!(matches!(
            approve(&counter, EXAMINER, replayed).await,
            Err(ServiceError::WrongStatus(_))
        ));
        counter.end().await;
    }
}

fn three_hours_later() -> DateTime<Utc> {
    now() + chrono::TimeDelta::hours(3)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_lay_open_too_long_is_signed_anew() {
    for counter in counters("decide_late").await {
        let (number, _) = submitted(&counter, 0).await;
        let form = form(&counter, EXAMINER, &number).await;
        let later = Deps {
            clock: three_hours_later,
            ..counter.deps.clone()
        };
        let error = approve_application(&later, &counter.actor(EXAMINER), form)
            .await
            .unwrap_err();
        assert_eq!(told(error), ["fault-statement-too-old"]);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_exchanged_after_the_attestation_is_named() {
    for counter in counters("decide_photo").await {
        let (number, _) = submitted(&counter, 0).await;
        let form = form(&counter, EXAMINER, &number).await;
        // What a use case would refuse, done by a hand in the database.
        let mut tx = counter.deps.database.write().await.unwrap();
        let mut row = application::find(&mut tx, &number).await.unwrap().unwrap();
        let other = counter
            .deps
            .objects
            .put(&mut tx, "portrait", b"another face", now())
            .await
            .unwrap();
        row.portrait_object = Some(other);
        application::update(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        let examiner = counter.actor(EXAMINER);
        let error = prepare_approval(&counter.deps, &examiner, &number)
            .await
            .unwrap_err();
        assert_eq!(told(error), ["decide-fault-changed-photo"]);
        let form = ApproveApplication {
            version: form.version + 1,
            ..form
        };
        let error = approve(&counter, EXAMINER, form).await.unwrap_err();
        assert_eq!(told(error), ["decide-fault-changed-photo"]);
        counter.end().await;
    }
}

fn restriction(person: &str, id: &str) -> RestrictionRow {
    RestrictionRow {
        id: id.to_owned(),
        person_id: person.to_owned(),
        effect: RestrictionEffect::Restriction,
        ground: "restriction_for_dignity".to_owned(),
        citation: "Act 12(3)2".to_owned(),
        starts_on: day("2026-01-01"),
        ends_on: Some(day("2027-06-01")),
        agency: "법무부".to_owned(),
        application_number: None,
        entered_by: "yoon.supervisor".to_owned(),
        entered_at: now(),
        lifted_at: None,
        lifted_by: None,
        lift_reason: None,
        version: 1,
    }
}

async fn restrict_person(counter: &Counter, number: &ApplicationNumber) -> RestrictionRow {
    let mut tx = counter.deps.database.write().await.unwrap();
    let row = application::find(&mut tx, number).await.unwrap().unwrap();
    let entered = restriction(&row.person_id.unwrap(), number.as_str());
    restriction::insert(&mut tx, &entered).await.unwrap();
    tx.commit().await.unwrap();
    entered
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_in_force_stands_against_an_approval_and_a_lifted_one_takes_a_third_person() {
    for counter in counters("decide_restricted").await {
        let (number, _) = submitted(&counter, 0).await;
        let form = form(&counter, EXAMINER, &number).await;
        let entered = restrict_person(&counter, &number).await;
        let error = approve(&counter, EXAMINER, form.clone()).await.unwrap_err();
        assert!(told(error).contains(&"decide-fault-restricted".to_owned()));
        let supervisor = counter.actor("yoon.supervisor");
        let lift = LiftRestriction {
            id: entered.id.clone(),
            version: 1,
            ground: "agency_requests_cancellation".to_owned(),
            consulted: false,
            minister_deems_necessary: false,
        };
        lift_restriction(&counter.deps, &supervisor, lift)
            .await
            .unwrap();
        let error = approve(&counter, EXAMINER, form.clone()).await.unwrap_err();
        assert_eq!(told(error), ["decide-fault-release-needed"]);
        let release = ReleaseApplication {
            number: number.clone(),
            version: form.version,
            note: "해제 사유를 확인하였음".to_owned(),
        };
        let examiner = counter.actor(EXAMINER);
        assert!(matches!(
            release_application(&counter.deps, &examiner, release.clone()).await,
            Err(ServiceError::Forbidden { .. })
        ));
        let released = release_application(&counter.deps, &supervisor, release)
            .await
            .unwrap();
        assert_eq!(released.status, ApplicationStatus::Submitted);
        // Whoever released it does not approve it as well.
        assert!(matches!(
            prepare_approval(&counter.deps, &supervisor, &number).await,
            Err(ServiceError::SamePerson {
                did: "released",
                ..
            })
        ));
        let form = self::form(&counter, EXAMINER, &number).await;
        let decided = approve(&counter, EXAMINER, form).await.unwrap();
        assert_eq!(decided.status, ApplicationStatus::Approved);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_case_needs_no_release_and_a_restricted_multiple_one_is_no_humanitarian_one() {
    for counter in counters("decide_release").await {
        let (number, version) = submitted(&counter, 0).await;
        let release = ReleaseApplication {
            number: number.clone(),
            version,
            note: "사유를 확인하였음".to_owned(),
        };
        let supervisor = counter.actor("yoon.supervisor");
        let error = release_application(&counter.deps, &supervisor, release)
            .await
            .unwrap_err();
        assert_eq!(told(error), ["decide-fault-no-release"]);
        restrict_person(&counter, &number).await;
        let to_approve = prepare_approval(&counter.deps, &counter.actor(EXAMINER), &number)
            .await
            .unwrap();
        assert_eq!(to_approve.record.usage, PassportUse::Multiple);
        assert!(!to_approve.faults.is_empty());
        let checks = inspect_case(&counter.deps, &counter.actor(EXAMINER), &number)
            .await
            .unwrap();
        let of = |id| checks.iter().find(|check| check.id == id).unwrap().result;
        assert_eq!(of(CheckId::Restriction), CheckResult::Stands);
        assert_eq!(of(CheckId::Register), CheckResult::Clear);
        counter.register.interrupt(true);
        let checks = inspect_case(&counter.deps, &counter.actor(EXAMINER), &number)
            .await
            .unwrap();
        let register = checks
            .iter()
            .find(|check| check.id == CheckId::Register)
            .unwrap();
        assert_eq!(register.result, CheckResult::Unknown);
        counter.end().await;
    }
}

fn refusal(number: &ApplicationNumber, version: i64, ground: &str) -> RefuseApplication {
    RefuseApplication {
        number: number.clone(),
        version,
        ground: ground.to_owned(),
        facts: BTreeMap::new(),
        note: "기소 사실을 확인하였음".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_rests_on_a_ground_that_the_law_itself_finds() {
    for counter in counters("decide_refuse").await {
        let (number, version) = submitted(&counter, 0).await;
        let examiner = counter.actor(EXAMINER);
        let refuse = |command| refuse_application(&counter.deps, &examiner, command);
        let penalty = |months: &str| RefuseApplication {
            facts: BTreeMap::from([("max_penalty_months".to_owned(), months.to_owned())]),
            ..refusal(&number, version, "indicted")
        };
        for (command, fault) in [
            (
                refusal(&number, version, "bad_manners"),
                "decide-fault-ground",
            ),
            (refusal(&number, version, "indicted"), "fault-empty"),
            (penalty("many"), "fault-fact-value"),
            // A crime of less than two years is none of the grounds.
            (penalty("23"), "decide-fault-no-ground"),
            (
                refusal(&number, version, "law"),
                "decide-fault-law-does-not-refuse",
            ),
            (
                refusal(&number, version, "security_terror_risk"),
                "decide-fault-refer-first",
            ),
            (
                RefuseApplication {
                    note: "no".to_owned(),
                    ..penalty("24")
                },
                "decide-fault-note-needed",
            ),
        ] {
            let error = refuse(command).await.unwrap_err();
            assert_eq!(told(error), [fault]);
        }
        let decided = refuse(penalty("24")).await.unwrap();
        assert_eq!(decided.status, ApplicationStatus::Refused);
        let seen = view_decisions(&counter.deps, &examiner, &number)
            .await
            .unwrap();
        assert_eq!(seen[0].citation.as_deref(), Some("Act 12(1)1"));
        assert_eq!(seen[0].content.answer["outcome"], "may_refuse");
        let mut tx = counter.deps.database.read().await.unwrap();
        let row = application::find(&mut tx, &number).await.unwrap().unwrap();
        let stands = restriction::in_force(&mut tx, &row.person_id.unwrap(), day("2030-01-01"))
            .await
            .unwrap();
        assert_eq!(stands[0].effect, RestrictionEffect::Refusal);
        drop(tx);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_lasts_one_to_three_years_from_the_event() {
    for counter in counters("decide_restrict").await {
        let (number, version) = submitted(&counter, 0).await;
        let examiner = counter.actor(EXAMINER);
        let command = |years, on: &str| RestrictApplication {
            number: number.clone(),
            version,
            ground: "restriction_for_dignity".to_owned(),
            facts: BTreeMap::from([("event_date".to_owned(), on.to_owned())]),
            years,
            note: "공관의 통보를 확인하였음".to_owned(),
        };
        let restrict = |command| restrict_application(&counter.deps, &examiner, command);
        for (given, fault) in [
            (command(0, "2026-01-10"), "decide-fault-years"),
            (command(4, "2026-01-10"), "decide-fault-years"),
            (command(1, "2024-01-10"), "decide-fault-years-over"),
            (command(3, "2020-01-10"), "decide-fault-no-ground"),
            (command(3, "2026-12-10"), "decide-fault-ground-facts"),
        ] {
            let error = restrict(given.clone()).await.unwrap_err();
            assert_eq!(told(error), [fault], "{given:?}");
        }
        restrict(command(2, "2026-01-10")).await.unwrap();
        let mut tx = counter.deps.database.read().await.unwrap();
        let row = application::find(&mut tx, &number).await.unwrap().unwrap();
        assert_eq!(row.status, ApplicationStatus::Restricted);
        let stands = restriction::of_person(&mut tx, &row.person_id.unwrap())
            .await
            .unwrap();
        assert_eq!(stands[0].starts_on, day("2026-01-10"));
        assert_eq!(stands[0].ends_on, Some(day("2028-01-10")));
        assert_eq!(stands[0].citation, "Act 12(3)2");
        drop(tx);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_national_security_is_referred_before_it_is_refused() {
    for counter in counters("decide_refer").await {
        let (number, version) = submitted(&counter, 0).await;
        let examiner = counter.actor(EXAMINER);
        let command = ReferApplication {
            number: number.clone(),
            version,
            to: ReferredTo::CommitteeAfterJustice,
            note: "법무부장관과 협의 요청".to_owned(),
        };
        let referred = refer_application(&counter.deps, &examiner, command)
            .await
            .unwrap();
        assert_eq!(referred.status, ApplicationStatus::Referred);
        let refused = refuse_application(
            &counter.deps,
            &examiner,
            refusal(&number, referred.version, "security_terror_risk"),
        )
        .await
        .unwrap();
        assert_eq!(refused.status, ApplicationStatus::Refused);
        let seen = view_decisions(&counter.deps, &examiner, &number)
            .await
            .unwrap();
        assert_eq!(seen[0].citation.as_deref(), Some("Act 12(2)"));
        assert_eq!(seen[1].citation.as_deref(), Some("Act 12(1)4(a)"));
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_case_names_what_must_be_put_right_and_comes_back() {
    for counter in counters("decide_return").await {
        let (number, version) = submitted(&counter, 0).await;
        let examiner = counter.actor(EXAMINER);
        let command = |tasks: &[ReturnTask], note: &str| ReturnApplication {
            number: number.clone(),
            version,
            tasks: tasks.iter().copied().collect::<BTreeSet<_>>(),
            note: note.to_owned(),
        };
        let send = |command| return_application(&counter.deps, &examiner, command);
        assert_eq!(
            told(send(command(&[], "")).await.unwrap_err()),
            ["decide-fault-tasks"]
        );
        assert_eq!(
            told(send(command(&[ReturnTask::Other], "")).await.unwrap_err()),
            ["decide-fault-note-needed"]
        );
        send(command(&[ReturnTask::Photo, ReturnTask::Papers], ""))
            .await
            .unwrap();
        assert_eq!(status(&counter, &number).await, ApplicationStatus::Returned);
        let seen = view_decisions(&counter.deps, &examiner, &number)
            .await
            .unwrap();
        assert_eq!(seen[0].reasons, ["photo", "papers"]);
        attest(&counter, "kim.clerk", &number).await.unwrap();
        let form = form(&counter, EXAMINER, &number).await;
        approve(&counter, EXAMINER, form).await.unwrap();
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_person_lies_open_in_a_decision() {
    for counter in counters("decide_sealed").await {
        let (number, version) = submitted(&counter, 0).await;
        let command = ReferApplication {
            number: number.clone(),
            version,
            to: ReferredTo::Minister,
            note: "홍길동의 사정을 묻는다".to_owned(),
        };
        refer_application(&counter.deps, &counter.actor(EXAMINER), command)
            .await
            .unwrap();
        let mut tx = counter.deps.database.read().await.unwrap();
        let rows = yeogwon::store::decision::of_application(&mut tx, &number)
            .await
            .unwrap();
        let sealed = String::from_utf8_lossy(&rows[0].content_sealed).into_owned();
        assert!(!sealed.contains("홍길동") && !sealed.contains("birth"));
        let told = format!("{:?}", last_note(&counter, &number).await);
        drop(tx);
        assert!(!told.contains("홍길동"));
        counter.end().await;
    }
}
