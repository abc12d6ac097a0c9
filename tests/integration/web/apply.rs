//! The application pages as a clerk meets them, script or not; and how many keys a renewal takes.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{Datelike as _, Utc};
use openssl::bn::BigNumRef;
use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use yeogwon::domain::{Sex, date_in_seoul, hex};
use yeogwon::register::{DemoRegister, RegistrationClass};
use yeogwon::store::officer_key::{self, KeyState, OfficerKeyRow};
use yeogwon::web::WebOptions;

use super::client::{Answer, Browser};
use super::site::{CLERK, EXAMINER, Site};
use crate::world::example;

/// A site with the demo country's register, whose clerk has a key.
fn site() -> (Site, EcKey<Private>) {
    let site = Site::with_deps(
        |_| {},
        |deps| deps.register = Arc::new(DemoRegister::new(7, date_in_seoul(Utc::now()), Utc::now)),
        WebOptions::default(),
    );
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = EcKey::generate(&group).unwrap();
    let info = PKey::from_ec_key(key.clone())
        .unwrap()
        .public_key_to_der()
        .unwrap();
    site.block_on(async {
        let mut tx = site.deps.database.write().await.unwrap();
        let row = OfficerKeyRow {
            public_key_sha256: hex(&sha256(&info)),
            officer: CLERK.to_owned(),
            public_key: BASE64.encode(&info),
            wrapped_key: None,
            state: KeyState::Enrolled,
            created_at: site.deps.now(),
        };
        officer_key::insert(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
    });
    (site, key)
}

fn sign(key: &EcKey<Private>, message: &[u8]) -> String {
    let signature = EcdsaSig::sign(&sha256(message), key).unwrap();
    let raw = |number: &BigNumRef| number.to_vec_padded(32).unwrap();
    hex(&[raw(signature.r()), raw(signature.s())].concat())
}

/// The resident number of a grown woman with nothing out of the ordinary.
fn resident_number() -> String {
    let register = DemoRegister::new(7, date_in_seoul(Utc::now()), Utc::now);
    let woman = register.people().find(|person| {
        person.situation.is_none()
            && person.sex == Sex::Female
            && person.class == RegistrationClass::Inhabitant
            && (1960..1995).contains(&person.birth.year())
    });
    woman.unwrap().number.expose().to_string()
}

/// A clerk at the keyboard: what was pressed is counted.
struct Clerk {
    browser: Browser,
    csrf: String,
    keys: usize,
}

impl Clerk {
    fn new(site: &Site) -> Self {
        let mut browser = site.signed_in(CLERK);
        let csrf = browser.get("/apply/new").is(200).hidden("csrf").unwrap();
        Self {
            browser,
            csrf,
            keys: 0,
        }
    }

    fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let all: Vec<_> = [("csrf", csrf.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        self.browser.post(path, &all)
    }

    /// Follows where an answer leads, by pages only.
    fn follow(&mut self, answer: &Answer) -> (String, Answer) {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let mut path = answer.header("location").unwrap().to_owned();
        loop {
            let page = self.browser.get(&path);
            match page.header("location") {
                Some(next) if page.status == 303 => path = next.to_owned(),
                _ => return (path, page.is(200)),
            }
        }
    }

    /// Starts with a resident number; gives the application's path.
    fn start(&mut self) -> String {
        let number = resident_number();
        // One Tab from the field for the old document, the digits, Enter.
        self.keys += 1 + number.len() + 1;
        let fields = [
            ("resident_number", number.as_str()),
            ("kind", "ordinary"),
            ("use", ""),
        ];
        let answer = self.send("/apply/new", &fields);
        let (path, page) = self.follow(&answer);
        assert!(!page.text().contains(&number[6..]) && !path.contains(&number));
        path.split('?').next().unwrap().to_owned()
    }
}

#[test]
fn a_renewal_takes_sixty_keys_at_most_and_no_script_until_the_signature() {
    let (site, key) = site();
    let mut clerk = Clerk::new(&site);
    let case = clerk.start();
    // Enter on the way on, which has the focus.
    clerk.keys += 1;
    let answer = clerk.browser.get(&format!("{case}/next"));
    let (path, page) = clerk.follow(&answer);
    assert_eq!(path, format!("{case}/photo"));
    // The file's dialogue: Enter, four keys to the file, Enter; the choice sends it.
    clerk.keys += 6;
    let csrf = clerk.csrf.clone();
    let version = page.hidden("version").unwrap();
    let photo = std::fs::read(example("photo.jpg")).unwrap();
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str())];
    let answer = clerk.browser.upload(&path, &fields, ("photo", &photo));
    let (path, page) = clerk.follow(&answer);
    assert_eq!(path, format!("{case}/papers"));
    // Space; Tab Space; Tab Space; Enter.
    clerk.keys += 6;
    let version = page.hidden("version").unwrap();
    let fields = [
        ("version", version.as_str()),
        ("papers.application", "true"),
        ("fingerprints", "taken"),
        ("fee_means", "cash"),
    ];
    let answer = clerk.send(&path, &fields);
    let (path, page) = clerk.follow(&answer);
    assert_eq!(path, format!("{case}/check"), "{}", page.text());
    assert!(page.text().contains("/attest\""));
    let drawn = clerk.browser.get(&format!("{case}/data-page.png")).is(200);
    assert!(drawn.body.starts_with(b"\x89PNG"));
    // Enter; the passphrase of the key, Enter.
    clerk.keys += 1 + 20 + 1;
    let page = clerk.browser.get(&format!("{case}/attest")).is(200);
    let statement = page.hidden("statement").unwrap();
    let statement = statement.replace("&#43;", "+").replace("&#61;", "=");
    let signature = sign(&key, &BASE64.decode(&statement).unwrap());
    let version = page.hidden("version").unwrap();
    let wrong = [
        ("version", version.as_str()),
        ("statement", &statement),
        ("signature", "00"),
    ];
    clerk.send(&format!("{case}/attest"), &wrong).is(422);
    let fields = [
        ("version", version.as_str()),
        ("statement", &statement),
        ("signature", &signature),
    ];
    let answer = clerk.send(&format!("{case}/attest"), &fields);
    let (path, page) = clerk.follow(&answer);
    assert!(path.starts_with(&format!("{case}/receipt")));
    assert!(page.text().contains(case.strip_prefix("/apply/").unwrap()));
    assert!(clerk.keys <= 60, "{} keys", clerk.keys);
}

#[test]
fn what_was_typed_comes_back_with_what_is_wrong() {
    let (site, _) = site();
    let mut clerk = Clerk::new(&site);
    let answer = clerk.send("/apply/new", &[("by", "hand"), ("kind", "ordinary")]);
    let (path, page) = clerk.follow(&answer);
    assert!(path.contains("/person"));
    let path = path.split('?').next().unwrap().to_owned();
    let version = page.hidden("version").unwrap();
    let fields = [
        ("version", version.as_str()),
        ("kind", "ordinary"),
        ("surname_ko", "<b>Hong"),
        ("birth", "1990-99-99"),
        ("resident_number", "900315-1234567"),
    ];
    let page = clerk.send(&path, &fields).is(422).text();
    assert!(page.contains("error-summary") && page.contains("href=\"#birth\""));
    assert!(page.contains("1990-99-99") && page.contains("Hong") && !page.contains("<b>Hong"));
    assert!(page.contains("900315-1******") && !page.contains("1234567"));
    // The same version again: somebody else, or the other window, was faster.
    clerk.send(&path, &fields).is(409);
    let again = clerk.browser.get(&path).is(200).text();
    assert!(again.contains("1990-99-99"));
}

#[test]
fn the_start_says_what_is_wrong_and_finds_people() {
    let (site, _) = site();
    let mut clerk = Clerk::new(&site);
    for (fields, expected) in [
        (vec![("kind", "ordinary")], "href=\"#mrz\""),
        (
            vec![("kind", "ordinary"), ("mrz", "P<KOR")],
            "href=\"#mrz\"",
        ),
        (
            vec![("kind", "ordinary"), ("resident_number", "123")],
            "href=\"#resident_number\"",
        ),
        (vec![("kind", "nothing"), ("by", "hand")], "href=\"#kind\""),
        (
            vec![("kind", "ordinary"), ("surname_ko", "김")],
            "href=\"#birth\"",
        ),
    ] {
        let page = clerk.send("/apply/new", &fields).is(422).text();
        assert!(page.contains(expected), "{fields:?}");
        assert!(!page.contains("value=\"123\""));
    }
    let nobody = [
        ("kind", "ordinary"),
        ("surname_ko", "홍"),
        ("given_names_ko", "길동"),
        ("birth", "1901-01-01"),
    ];
    clerk.send("/apply/new", &nobody).is(200);
}

#[test]
fn the_pages_are_the_clerks_and_forms_carry_their_token() {
    let (site, _) = site();
    let mut examiner = site.signed_in(EXAMINER);
    examiner.get("/apply/new").is(403);
    let mut clerk = Clerk::new(&site);
    let case = clerk.start();
    examiner.get(&format!("{case}/person")).is(403);
    site.browser()
        .get(&case)
        .leads_to(&format!("/sign-in?next={case}"));
    clerk
        .browser
        .post(&format!("{case}/person"), &[("version", "1")])
        .is(403);
    let photo = std::fs::read(example("photo.jpg")).unwrap();
    let fields = [("csrf", "0"), ("version", "1")];
    let path = format!("{case}/photo");
    clerk
        .browser
        .upload(&path, &fields, ("photo", &photo))
        .is(403);
    clerk.browser.get("/apply/20261122-0000000000").is(404);
    clerk.browser.get("/apply/..%2f..").is(404);
}

#[test]
fn hostile_uploads_are_told_in_words() {
    let (site, _) = site();
    let mut clerk = Clerk::new(&site);
    let case = clerk.start();
    let path = format!("{case}/photo");
    let csrf = clerk.csrf.clone();
    let version = clerk.browser.get(&path).is(200).hidden("version").unwrap();
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str())];
    for (file, status) in [
        (&b""[..], 422),
        (b"<svg onload=alert(1)>", 422),
        (b"\xff\xd8\xff\xe0 broken", 422),
        (&vec![0; (20 << 20) + 100_000], 413),
    ] {
        clerk
            .browser
            .upload(&path, &fields, ("photo", file))
            .is(status);
    }
}

#[test]
fn the_preview_answers_while_somebody_types() {
    let (site, _) = site();
    let mut clerk = Clerk::new(&site);
    let fields = [
        ("kind", "ordinary"),
        ("surname_ko", "홍"),
        ("given_names_ko", "길동"),
        ("surname_en", "HONG"),
        ("given_names_en", "GILDONG"),
        ("birth", "1990-03-15"),
        ("sex", "F"),
    ];
    let answer = clerk.send("/apply/preview", &fields).is(200);
    let preview: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(preview["given_names"][0], "GILDONG");
    let first = preview["mrz"][0].as_str().unwrap();
    assert!(first.starts_with("PPKORHONG<<GILDONG<"), "{first}");
    let nothing = clerk.send("/apply/preview", &[("surname_ko", "x")]).is(200);
    let preview: serde_json::Value = serde_json::from_slice(&nothing.body).unwrap();
    assert_eq!(preview["mrz"], serde_json::json!([]));
}

#[test]
fn every_text_that_is_put_together_has_words() {
    use yeogwon::domain::PassportKind;
    use yeogwon::register::Source;
    use yeogwon::service::draft::{DUPLICATE_REASONS, FINGERPRINTS};
    use yeogwon::service::withdraw_application::WITHDRAWAL_REASONS;
    use yeogwon::web::{Language, has_text};

    let mut keys: Vec<String> = ["by-law", "multiple", "single"]
        .map(|it| format!("apply-use-{it}"))
        .into();
    let mut add = |prefix: &str, words: &[&str]| {
        keys.extend(
            words
                .iter()
                .map(|word| format!("{prefix}{}", word.replace('_', "-"))),
        );
    };
    add("apply-kind-", &PassportKind::ALL.map(PassportKind::as_str));
    add("apply-duplicate-", &DUPLICATE_REASONS);
    add("apply-withdraw-", &WITHDRAWAL_REASONS);
    add("apply-fingerprints-", &FINGERPRINTS);
    add("apply-sex-", &["f", "m", "x"]);
    add("apply-task-", &["person", "facts", "photo", "papers"]);
    let sources = [
        Source::ResidentRegister,
        Source::FamilyRegister,
        Source::MilitaryManpower,
        Source::ForeignerRegister,
        Source::Romanisation,
    ];
    add("apply-origin-", &sources.map(Source::as_str));
    add("apply-origin-", &["mrz", "person"]);
    add(
        "apply-paper-",
        &[
            "application",
            "proof_of_entitlement",
            "proof_of_entitlement_art7",
            "proof_of_entitlement_art10",
            "reissue_application",
            "statement_of_reasons",
            "previous_passport",
        ],
    );
    for warning in [
        "no-face-found",
        "several-faces",
        "face-near-edge",
        "low-resolution",
    ] {
        add(
            "apply-photo-warning-",
            &[warning, &format!("{warning}-remedy")],
        );
    }
    add(
        "apply-field-",
        &[
            "surname_ko",
            "given_names_ko",
            "surname_en",
            "given_names_en",
            "birth",
            "sex",
            "nationality",
            "resident_number",
            "place_of_birth",
            "address",
            "kind",
            "use",
            "fee_means",
            "fingerprints",
            "duplicate_reason",
            "reason",
        ],
    );
    for file in [
        "draft",
        "check",
        "record",
        "attach_photo",
        "start_application",
        "save_draft",
        "withdraw_application",
    ] {
        let path = crate::world::source().join(format!("src/service/{file}.rs"));
        let text = std::fs::read_to_string(path).unwrap();
        let faults = text.match_indices("\"fault-").map(|(at, _)| {
            let rest = &text[at + 1..];
            rest[..rest.find('"').unwrap()].to_owned()
        });
        keys.extend(faults);
    }
    for key in &keys {
        for language in Language::ALL {
            assert!(has_text(language, key), "{key} in {}", language.code());
        }
    }
    assert!(keys.len() > 100);
}
