//! An application from the first question to the clerk's signature, on every database.

use serde_json::json;
use yeogwon::domain::{ApplicationNumber, ApplicationStatus, PassportKind};
use yeogwon::register::Sought;
use yeogwon::service::application::{ApplicationView, photo, portrait, view_application};
use yeogwon::service::attach_photo::{AttachPhoto, attach_photo};
use yeogwon::service::check::papers_to_see;
use yeogwon::service::draft::Draft;
use yeogwon::service::save_draft::{SaveDraft, save_draft};
use yeogwon::service::start_application::{
    RegisterSaid, StartApplication, StartBy, search_people, start_application,
};
use yeogwon::service::submit_application::{
    SubmitApplication, prepare_attestation, submit_application,
};
use yeogwon::service::withdraw_application::{WithdrawApplication, withdraw_application};
use yeogwon::service::{ServiceError, Step};
use yeogwon::store::{application, journal};

use crate::counter::{Counter, counters};
use crate::world::example;

fn ordinary(by: StartBy) -> StartApplication {
    StartApplication {
        kind: PassportKind::Ordinary,
        usage: None,
        by,
    }
}

fn number_of(counter: &Counter, nth: usize) -> String {
    counter.woman(nth).number.expose().to_string()
}

async fn view(counter: &Counter, number: &ApplicationNumber) -> ApplicationView {
    view_application(&counter.deps, &counter.actor("kim.clerk"), number)
        .await
        .unwrap()
}

async fn save(counter: &Counter, view: &ApplicationView, draft: Draft) -> i64 {
    let command = SaveDraft {
        number: view.number.clone(),
        version: view.version,
        kind: view.kind,
        usage: view.usage,
        draft,
    };
    let clerk = counter.actor("kim.clerk");
    save_draft(&counter.deps, &clerk, command)
        .await
        .unwrap()
        .version
}

/// Starts with a resident number and enters whatever the law still wants.
pub async fn complete(counter: &Counter, nth: usize) -> ApplicationView {
    let clerk = counter.actor("kim.clerk");
    let by = StartBy::ResidentNumber(number_of(counter, nth));
    let started = start_application(&counter.deps, &clerk, ordinary(by))
        .await
        .unwrap();
    assert_eq!(started.register, RegisterSaid::Known);
    add_photo(counter, &started.number).await;
    let view = view(counter, &started.number).await;
    let mut draft = view.draft.clone();
    draft.papers = papers_to_see(view.law.as_ref().unwrap())
        .into_iter()
        .collect();
    draft.fee_means = "cash".to_owned();
    draft.fingerprints = "taken".to_owned();
    if !view.duplicates.is_empty() {
        draft.duplicate_reason = "renewal".to_owned();
    }
    save(counter, &view, draft).await;
    self::view(counter, &started.number).await
}

async fn add_photo(counter: &Counter, number: &ApplicationNumber) {
    let command = AttachPhoto {
        number: number.clone(),
        version: view(counter, number).await.version,
        bytes: std::fs::read(example("photo.jpg")).unwrap(),
    };
    attach_photo(&counter.deps, &counter.actor("kim.clerk"), command)
        .await
        .unwrap();
}

pub async fn attest(
    counter: &Counter,
    who: &str,
    number: &ApplicationNumber,
) -> Result<i64, ServiceError> {
    let clerk = counter.actor(who);
    let attestation = prepare_attestation(&counter.deps, &clerk, number).await?;
    let command = SubmitApplication {
        number: number.clone(),
        version: attestation.version,
        signature: counter.sign(who, &attestation.to_sign.statement_canonical),
        statement: attestation.to_sign.statement_canonical,
    };
    submit_application(&counter.deps, &clerk, command).await
}

fn fields(error: ServiceError) -> Vec<String> {
    match error {
        ServiceError::Invalid(faults) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_of_the_register_is_attested_with_six_things_entered() {
    for counter in counters("intake_way").await {
        let done = complete(&counter, 0).await;
        assert_eq!(done.faults, [], "{}", counter.kind);
        assert!(done.application.is_some() && done.law.as_ref().unwrap().is_grant());
        assert_eq!(done.steps, [Step::Edit, Step::Attest, Step::Withdraw]);
        attest(&counter, "kim.clerk", &done.number).await.unwrap();
        let done = view(&counter, &done.number).await;
        assert_eq!(done.status, ApplicationStatus::Submitted);
        assert_eq!(done.approvals.len(), 1);
        assert_eq!(done.approvals[0].officer, "kim.clerk");
        assert!(done.person.is_some() && done.record_sha256.is_some());
        assert_eq!(done.steps, [Step::Withdraw]);
        let examiner = counter.actor("choi.examiner");
        let seen = view_application(&counter.deps, &examiner, &done.number)
            .await
            .unwrap();
        assert_eq!(seen.steps, [Step::Decide]);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_person_lies_open() {
    for counter in counters("intake_sealed").await {
        let done = complete(&counter, 1).await;
        attest(&counter, "kim.clerk", &done.number).await.unwrap();
        let digits = number_of(&counter, 1);
        let mut tx = counter.deps.database.read().await.unwrap();
        for (entry, _) in journal::entries_after(&mut tx, 0, 1000).await.unwrap() {
            let text = serde_json::to_string(&entry).unwrap();
            for secret in [
                &digits[..],
                &digits[6..],
                &done.name_ko,
                &done.draft.surname_en,
                &done.draft.address,
            ] {
                assert!(!text.contains(secret), "{text}");
            }
        }
        let row = application::find(&mut tx, &done.number)
            .await
            .unwrap()
            .unwrap();
        for sealed in [&row.draft_sealed, row.record_sealed.as_ref().unwrap()] {
            let open = String::from_utf8_lossy(sealed);
            assert!(!open.contains(&digits[6..]) && !open.contains(&done.draft.surname_ko));
        }
        assert!(journal::verify(&mut tx).await.unwrap().is_ok());
        drop(tx);
        let shown = format!("{done:?}");
        assert!(!shown.contains(&digits[6..]), "{shown}");
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_kept_and_told_and_stops_the_signature() {
    for counter in counters("intake_wrong").await {
        let clerk = counter.actor("kim.clerk");
        let started = start_application(&counter.deps, &clerk, ordinary(StartBy::Hand))
            .await
            .unwrap();
        assert_eq!(started.register, RegisterSaid::NotAsked);
        let empty = view(&counter, &started.number).await;
        let mut draft = empty.draft.clone();
        draft.surname_ko = "Hong".to_owned();
        draft.birth = "2030-01-01".to_owned();
        draft.facts.insert("mil".to_owned(), "navy".to_owned());
        save(&counter, &empty, draft.clone()).await;
        let kept = view(&counter, &started.number).await;
        assert_eq!(kept.draft.surname_ko, "Hong");
        assert_eq!(kept.draft.facts["mil"], "navy");
        let told: Vec<&str> = kept
            .faults
            .iter()
            .map(|fault| fault.field.as_str())
            .collect();
        for field in ["surname_ko", "birth", "facts.mil", "sex", "photo"] {
            assert!(told.contains(&field), "{field} not in {told:?}");
        }
        let error = prepare_attestation(&counter.deps, &clerk, &started.number)
            .await
            .unwrap_err();
        assert!(fields(error).contains(&"surname_ko".to_owned()));
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_counts_only_for_what_was_shown_to_whom() {
    for counter in counters("intake_signature").await {
        let done = complete(&counter, 2).await;
        let clerk = counter.actor("kim.clerk");
        let shown = prepare_attestation(&counter.deps, &clerk, &done.number)
            .await
            .unwrap();
        let statement = shown.to_sign.statement_canonical.clone();
        let submit = |statement: Vec<u8>, signature: String, version: i64, who: &'static str| {
            let command = SubmitApplication {
                number: done.number.clone(),
                version,
                statement,
                signature,
            };
            let actor = counter.actor(who);
            let deps = &counter.deps;
            async move { submit_application(deps, &actor, command).await }
        };
        let signature = counter.sign("kim.clerk", &statement);
        let other_key = counter.sign("lee.clerk", &statement);
        let error = submit(statement.clone(), other_key, shown.version, "kim.clerk")
            .await
            .unwrap_err();
        assert_eq!(fields(error), ["signature"]);
        let error = submit(
            statement.clone(),
            signature.clone(),
            shown.version,
            "lee.clerk",
        )
        .await
        .unwrap_err();
        assert_eq!(fields(error), ["statement"]);
        for (from, to) in [
            ("\"intake\"", "\"approval\""),
            ("2026-11-22T03:00:00Z", "2026-11-21T03:00:00Z"),
            ("\"schema\"", " \"schema\""),
        ] {
            let text = String::from_utf8(statement.clone()).unwrap();
            assert!(text.contains(from), "{from} not in {text}");
            let changed = text.replacen(from, to, 1).into_bytes();
            let signature = counter.sign("kim.clerk", &changed);
            let error = submit(changed, signature, shown.version, "kim.clerk")
                .await
                .unwrap_err();
            assert_eq!(fields(error), ["statement"], "{from}");
        }
        // The case changes after the page was shown: what was signed is not what it is now.
        let mut draft = done.draft.clone();
        draft.given_names_en = "OTHER".to_owned();
        let version = save(&counter, &done, draft).await;
        let error = submit(
            statement.clone(),
            signature.clone(),
            shown.version,
            "kim.clerk",
        )
        .await
        .unwrap_err();
        assert!(matches!(error, ServiceError::Conflict { .. }));
        let error = submit(statement, signature, version, "kim.clerk")
            .await
            .unwrap_err();
        assert_eq!(fields(error), ["statement"]);
        assert_eq!(
            view(&counter, &done.number).await.status,
            ApplicationStatus::Draft
        );
        attest(&counter, "kim.clerk", &done.number).await.unwrap();
        let mut tx = counter.deps.database.read().await.unwrap();
        let entries = journal::entries_about(&mut tx, "application", done.number.as_str())
            .await
            .unwrap();
        let refused = entries
            .iter()
            .filter(|entry| entry.effect == journal::Effect::Refused)
            .count();
        assert_eq!(refused, 7);
        drop(tx);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_book_or_an_application_under_way_needs_a_reason() {
    for counter in counters("intake_twice").await {
        let first = complete(&counter, 3).await;
        attest(&counter, "kim.clerk", &first.number).await.unwrap();
        let second = complete(&counter, 3).await;
        assert_eq!(second.duplicates.applications, [first.number.to_string()]);
        assert_eq!(second.faults, []);
        let mut draft = second.draft.clone();
        draft.duplicate_reason.clear();
        save(&counter, &second, draft).await;
        let error = attest(&counter, "kim.clerk", &second.number)
            .await
            .unwrap_err();
        assert_eq!(fields(error), ["duplicate_reason"]);
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_are_their_posts_and_versions_count() {
    for counter in counters("intake_post").await {
        let done = complete(&counter, 4).await;
        for stranger in ["park.clerk", "kang.keeper"] {
            let actor = counter.actor(stranger);
            let error = view_application(&counter.deps, &actor, &done.number)
                .await
                .unwrap_err();
            assert!(matches!(error, ServiceError::NotFound { .. }), "{stranger}");
            assert!(portrait(&counter.deps, &actor, &done.number).await.is_err());
        }
        let auditor = counter.actor("jung.auditor");
        let seen = view_application(&counter.deps, &auditor, &done.number)
            .await
            .unwrap();
        assert_eq!(seen.steps, []);
        let withdraw = |who: &str, version: i64, reason: &str| {
            let command = WithdrawApplication {
                number: done.number.clone(),
                version,
                reason: reason.to_owned(),
            };
            let actor = counter.actor(who);
            let deps = &counter.deps;
            async move { withdraw_application(deps, &actor, command).await }
        };
        assert!(matches!(
            withdraw("choi.examiner", done.version, "applicant_wish")
                .await
                .unwrap_err(),
            ServiceError::Forbidden { .. }
        ));
        assert!(matches!(
            withdraw("kim.clerk", done.version - 1, "applicant_wish")
                .await
                .unwrap_err(),
            ServiceError::Conflict { .. }
        ));
        assert_eq!(
            fields(
                withdraw("kim.clerk", done.version, "because")
                    .await
                    .unwrap_err()
            ),
            ["reason"]
        );
        let version = withdraw("lee.clerk", done.version, "applicant_wish")
            .await
            .unwrap();
        assert!(matches!(
            withdraw("kim.clerk", version, "applicant_wish")
                .await
                .unwrap_err(),
            ServiceError::WrongStatus(ApplicationStatus::Withdrawn)
        ));
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_kept_without_its_secrets_and_hostile_ones_are_not_kept() {
    for counter in counters("intake_photo").await {
        let clerk = counter.actor("kim.clerk");
        let started = start_application(&counter.deps, &clerk, ordinary(StartBy::Hand))
            .await
            .unwrap();
        let good = std::fs::read(example("photo.jpg")).unwrap();
        let mut told = good[..2].to_vec();
        let exif = b"Exif\0\0MM\0*GPS 37.5665 126.9780";
        told.extend([0xff, 0xe1, 0, u8::try_from(exif.len() + 2).unwrap()]);
        told.extend(exif);
        told.extend(&good[2..]);
        let attach = |bytes: Vec<u8>, version: i64| {
            let command = AttachPhoto {
                number: started.number.clone(),
                version,
                bytes,
            };
            let (deps, clerk) = (&counter.deps, &clerk);
            async move { attach_photo(deps, clerk, command).await }
        };
        let hostile: [(&str, Vec<u8>); 8] = [
            ("empty", Vec::new()),
            ("text", b"not a picture at all".to_vec()),
            (
                "svg",
                b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(),
            ),
            ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
            ("half", good[..good.len() / 2].to_vec()),
            ("bomb", bomb()),
            (
                "zeros",
                [&[0xff, 0xd8, 0xff][..], &vec![0; 10_000]].concat(),
            ),
            ("large", vec![0; (20 << 20) + 1]),
        ];
        for (name, bytes) in hostile {
            let error = attach(bytes, 1).await.unwrap_err();
            assert_eq!(fields(error), ["photo"], "{name}");
        }
        let attached = attach(told, 1).await.unwrap();
        assert_eq!(attached.report.faces, 1);
        assert_eq!(attached.report.warnings, []);
        let kept = photo(&counter.deps, &clerk, &started.number)
            .await
            .unwrap()
            .unwrap();
        assert!(kept.starts_with(&[0xff, 0xd8]));
        assert!(
            !kept
                .windows(4)
                .any(|part| part == b"Exif" || part == b"GPS ")
        );
        let chip = portrait(&counter.deps, &clerk, &started.number)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            yeogwon::domain::hex(&openssl::sha::sha256(&chip)),
            attached.report.portrait_sha256
        );
        let before = view(&counter, &started.number).await;
        attach(good, before.version).await.unwrap();
        counter.end().await;
    }
}

/// A PNG that says it is 60 000 pixels each way.
fn bomb() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend(60_000_u32.to_be_bytes());
    png.extend(60_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0]);
    png.extend([0, 0, 0, 0]);
    png
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_asked_by_name_and_may_be_silent() {
    for counter in counters("intake_register").await {
        let clerk = counter.actor("kim.clerk");
        let person = counter.woman(5);
        let register = &counter.register;
        let entry = yeogwon::register::ResidentRegister::find(&**register, &person.number)
            .unwrap()
            .unwrap();
        let sought = Sought {
            surname_ko: entry.surname_ko.value.clone(),
            given_names_ko: entry.given_names_ko.value.clone(),
            birth: person.birth,
        };
        let found = search_people(&counter.deps, &clerk, sought.clone())
            .await
            .unwrap();
        let place = found
            .iter()
            .find(|it| it.masked_number == person.number.masked())
            .unwrap()
            .place;
        let by = StartBy::Name(sought.clone(), place);
        let started = start_application(&counter.deps, &clerk, ordinary(by))
            .await
            .unwrap();
        let seen = view(&counter, &started.number).await;
        assert_eq!(seen.draft.surname_ko, sought.surname_ko);
        assert_eq!(seen.draft.origins["surname_ko"], "family_register");
        register.interrupt(true);
        let by = StartBy::ResidentNumber(person.number.expose().to_string());
        let started = start_application(&counter.deps, &clerk, ordinary(by))
            .await
            .unwrap();
        assert_eq!(started.register, RegisterSaid::Unreachable);
        let seen = view(&counter, &started.number).await;
        assert_eq!(seen.draft.birth, person.birth.to_string());
        assert_eq!(seen.draft.sex, "F");
        assert!(matches!(
            search_people(&counter.deps, &clerk, sought)
                .await
                .unwrap_err(),
            ServiceError::Refused(_)
        ));
        let examiner = counter.actor("choi.examiner");
        let error = start_application(&counter.deps, &examiner, ordinary(StartBy::Hand))
            .await
            .unwrap_err();
        assert!(matches!(error, ServiceError::Forbidden { .. }));
        counter.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_document_begins_a_renewal() {
    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    for counter in counters("intake_mrz").await {
        let clerk = counter.actor("kim.clerk");
        for text in [ZONE.to_owned(), ZONE.to_lowercase(), ZONE.replace('\n', "")] {
            let by = StartBy::Mrz(text);
            let started = start_application(&counter.deps, &clerk, ordinary(by))
                .await
                .unwrap();
            let draft = view(&counter, &started.number).await.draft;
            assert_eq!(
                json!([
                    draft.surname_en,
                    draft.given_names_en,
                    draft.birth,
                    draft.sex,
                    draft.nationality,
                    draft.old_document,
                    draft.old_expiry
                ]),
                json!([
                    "ERIKSSON",
                    "ANNA MARIA",
                    "1974-08-12",
                    "F",
                    "UTO",
                    "L898902C3",
                    "2012-04-15"
                ])
            );
        }
        for (wrong, message) in [
            (ZONE.replace("C36", "C37"), "fault-mrz-check-digit"),
            ("P<UTO".to_owned(), "fault-mrz-shape"),
            ("x".repeat(10_000), "fault-mrz-shape"),
        ] {
            let by = StartBy::Mrz(wrong);
            match start_application(&counter.deps, &clerk, ordinary(by))
                .await
                .unwrap_err()
            {
                ServiceError::Invalid(faults) => assert_eq!(faults[0].message, message),
                other => panic!("{other:?}"),
            }
        }
        counter.end().await;
    }
}
