//! `/cases`: an examiner looks, signs, is too late, forges; a clerk may only look.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::Utc;
use yeogwon::domain::{PassportKind, StaffRole, date_in_seoul};
use yeogwon::register::DemoRegister;
use yeogwon::service::application::view_application;
use yeogwon::service::attach_photo::{AttachPhoto, attach_photo};
use yeogwon::service::check::papers_to_see;
use yeogwon::service::portable_key::{OfficerSigningKey, public_key_sha256};
use yeogwon::service::save_draft::{SaveDraft, save_draft};
use yeogwon::service::start_application::{StartApplication, StartBy, start_application};
use yeogwon::service::submit_application::{
    SubmitApplication, prepare_attestation, submit_application,
};
use yeogwon::service::{Actor, Deps};
use yeogwon::signer::OfficerId;
use yeogwon::store::officer_key::{self, KeyState, OfficerKeyRow};

use super::site::{CLERK, EXAMINER, Site};
use crate::world::example;

/// A site with one case that waits for its examiner, and the examiner's key.
struct Desk {
    site: Site,
    number: String,
    key: OfficerSigningKey,
}

fn actor(id: &str, role: StaffRole) -> Actor {
    Actor {
        id: OfficerId::parse(id).unwrap(),
        post: "osaka".to_owned(),
        roles: [role].into(),
    }
}

async fn enrol(deps: &Deps, officer: &str) -> OfficerSigningKey {
    let key = OfficerSigningKey::generate().unwrap();
    let public_key = key.public_key().unwrap();
    let row = OfficerKeyRow {
        public_key_sha256: public_key_sha256(&public_key).unwrap(),
        officer: officer.to_owned(),
        public_key,
        wrapped_key: None,
        state: KeyState::Enrolled,
        created_at: deps.now(),
    };
    let mut tx = deps.database.write().await.unwrap();
    officer_key::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    key
}

async fn submitted(site: &Site) -> String {
    let register = Arc::new(DemoRegister::new(7, date_in_seoul(Utc::now()), Utc::now));
    let person = register
        .people()
        .find(|person| {
            let year = chrono::Datelike::year(&person.birth);
            person.situation.is_none()
                && person.sex == yeogwon::domain::Sex::Female
                && person.class == yeogwon::register::RegistrationClass::Inhabitant
                && (1960..1995).contains(&year)
        })
        .unwrap();
    let deps = Deps {
        register,
        ..site.deps.clone()
    };
    let clerk = actor(CLERK, StaffRole::IntakeClerk);
    let by = StartBy::ResidentNumber(person.number.expose().to_string());
    let command = StartApplication {
        kind: PassportKind::Ordinary,
        usage: None,
        by,
    };
    let number = start_application(&deps, &clerk, command)
        .await
        .unwrap()
        .number;
    let view = || view_application(&deps, &clerk, &number);
    let photo = AttachPhoto {
        number: number.clone(),
        version: view().await.unwrap().version,
        bytes: std::fs::read(example("photo.jpg")).unwrap(),
    };
    attach_photo(&deps, &clerk, photo).await.unwrap();
    let seen = view().await.unwrap();
    let mut draft = seen.draft.clone();
    draft.papers = papers_to_see(seen.law.as_ref().unwrap())
        .into_iter()
        .collect();
    draft.fee_means = "cash".to_owned();
    draft.fingerprints = "taken".to_owned();
    let command = SaveDraft {
        number: number.clone(),
        version: seen.version,
        kind: seen.kind,
        usage: seen.usage,
        draft,
    };
    save_draft(&deps, &clerk, command).await.unwrap();
    let key = enrol(&deps, CLERK).await;
    let ready = prepare_attestation(&deps, &clerk, &number).await.unwrap();
    let command = SubmitApplication {
        number: number.clone(),
        version: ready.version,
        signature: key.sign(&ready.to_sign.statement_canonical).unwrap(),
        statement: ready.to_sign.statement_canonical,
    };
    submit_application(&deps, &clerk, command).await.unwrap();
    number.to_string()
}

fn desk() -> Desk {
    let site = Site::new();
    let (number, key) =
        site.block_on(async { (submitted(&site).await, enrol(&site.deps, EXAMINER).await) });
    Desk { site, number, key }
}

#[test]
fn an_examiner_reads_every_tab_and_approves_by_signature() {
    let desk = desk();
    let mut browser = desk.site.signed_in(EXAMINER);
    let case = format!("/cases/{}", desk.number);
    for language in ["ko", "en"] {
        for tab in [
            "",
            "/decision",
            "/documents",
            "/people",
            "/production",
            "/history",
            "/decision/return",
            "/decision/refer",
            "/decision/refuse",
            "/decision/restrict",
        ] {
            let text = browser
                .get(&format!("{case}{tab}?lang={language}"))
                .is(200)
                .text();
            assert!(text.contains(&desk.number), "{tab}");
            for unspoken in [">case-", ">decide-", ">check-", ">sign-", ">record-"] {
                assert!(!text.contains(unspoken), "{unspoken} in {tab} ({language})");
            }
        }
    }
    browser.get(&format!("{case}/portrait")).is(200);
    let path = format!("{case}/decision");
    let page = browser.get(&path).is(200);
    let csrf = page.hidden("csrf").unwrap();
    let version = page.hidden("version").unwrap();
    let statement = page.hidden("statement").unwrap();
    let form = |signature: &str| {
        vec![
            ("csrf".to_owned(), csrf.clone()),
            ("version".to_owned(), version.clone()),
            ("statement".to_owned(), statement.clone()),
            ("signature".to_owned(), signature.to_owned()),
            ("note".to_owned(), "살펴보았음".to_owned()),
        ]
    };
    let mut send = |path: &str, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(path, &fields)
    };
    let forged = send(&path, form(&"ab".repeat(64))).is(422).text();
    assert!(forged.contains("살펴보았음"));
    let bytes = BASE64.decode(&statement).unwrap();
    let signature = desk.key.sign(&bytes).unwrap();
    send(&path, form(&signature)).is(303);
    // The same form once more, and another decision on what was seen before: too late, and what was written is shown.
    let late = send(&path, form(&signature)).is(409).text();
    assert!(late.contains("살펴보았음") && late.contains("이도현"));
    let back = vec![
        ("csrf".to_owned(), csrf.clone()),
        ("version".to_owned(), version.clone()),
        ("tasks".to_owned(), "photo".to_owned()),
        ("note".to_owned(), "사진을 다시".to_owned()),
    ];
    let late = send(&format!("{case}/decision/return"), back)
        .is(409)
        .text();
    assert!(late.contains("사진을 다시"));
}

#[test]
fn structured_reasons_are_asked_for_and_a_clerk_decides_nothing() {
    let desk = desk();
    let mut browser = desk.site.signed_in(EXAMINER);
    let path = format!("/cases/{}/decision/return", desk.number);
    let page = browser.get(&path).is(200);
    let (csrf, version) = (
        page.hidden("csrf").unwrap(),
        page.hidden("version").unwrap(),
    );
    let empty = [("csrf", csrf.as_str()), ("version", version.as_str())];
    let text = browser.post(&path, &empty).is(422).text();
    assert!(text.contains("error-summary") && text.contains("href=\"#tasks\""));
    browser.get("/cases/nonsense").is(404);
    browser
        .get(&format!("/cases/{}/decision/applaud", desk.number))
        .is(404);
    browser.get("/me/key").is(200);
    browser.get("/restrictions").is(200);
    browser.get("/admin/keys").is(403);

    let mut clerk = desk.site.signed_in(CLERK);
    let page = clerk
        .get(&format!("/cases/{}/decision", desk.number))
        .is(200);
    assert!(page.hidden("statement").is_none());
    let page = clerk.get("/me/key").is(200);
    let csrf = page.hidden("csrf").unwrap();
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", version.as_str()),
        ("tasks", "photo"),
    ];
    clerk.post(&path, &fields).is(403);
    let fields = [("csrf", csrf.as_str()), ("public_key", "AAAA")];
    clerk.post("/me/key", &fields).is(422);
}
