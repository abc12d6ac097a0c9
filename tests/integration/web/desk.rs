use chrono::{TimeDelta, Utc};
use yeogwon::domain::{ApplicationNumber, ApplicationStatus, PassportKind};
use yeogwon::store::application::{self, ApplicationRow};
use yeogwon::store::post::{self, PostRow};

use super::site::{CLERK, EXAMINER, Site};

/// A site with some applications: three at Osaka, one elsewhere.
fn busy() -> Site {
    let site = Site::new();
    site.block_on(async {
        let mut transaction = site.deps.database.write().await.unwrap();
        let elsewhere = PostRow {
            id: "paris".to_owned(),
            name_ko: "주프랑스 대한민국 대사관".to_owned(),
            name_en: "Embassy in Paris".to_owned(),
            kind: "mission".to_owned(),
            country: "FRA".to_owned(),
        };
        post::insert(&mut transaction, &elsewhere).await.unwrap();
        for (number, post_id, status, taken_by, name_ko, name_en, days) in [
            (
                "OSA-2026-000001",
                "osaka",
                ApplicationStatus::Draft,
                CLERK,
                "김민준",
                "KIM MINJUN",
                0,
            ),
            (
                "OSA-2026-000002",
                "osaka",
                ApplicationStatus::Submitted,
                CLERK,
                "박도윤",
                "PARK DOYUN",
                2,
            ),
            (
                "OSA-2026-000003",
                "osaka",
                ApplicationStatus::Submitted,
                EXAMINER,
                "100%",
                "<B>BOLD",
                5,
            ),
            (
                "PAR-2026-000001",
                "paris",
                ApplicationStatus::Submitted,
                CLERK,
                "한지민",
                "HAN JIMIN",
                9,
            ),
        ] {
            let at = Utc::now() - TimeDelta::days(days);
            let row = ApplicationRow {
                number: ApplicationNumber::parse(number).unwrap(),
                post_id: post_id.to_owned(),
                person_id: None,
                status,
                kind: PassportKind::Ordinary,
                usage: None,
                draft_sealed: Vec::new(),
                name_ko: name_ko.to_owned(),
                name_en: name_en.to_owned(),
                application_date: at.date_naive(),
                received_at: at,
                taken_by: taken_by.to_owned(),
                decided_by: None,
                photo_object: None,
                portrait_object: None,
                photo_report: None,
                attempt: 1,
                record_sealed: None,
                record_sha256: None,
                document_number: None,
                updated_at: at,
                version: 1,
            };
            application::insert(&mut transaction, &row).await.unwrap();
        }
        transaction.commit().await.unwrap();
    });
    site
}

/// The numbers on a page, in their order.
fn numbers(page: &str) -> Vec<&str> {
    page.match_indices("-2026-0")
        .map(|(at, _)| &page[at - 3..at + 12])
        .filter(|number| number.ends_with(|c: char| c.is_ascii_digit()))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[test]
fn a_desk_shows_what_waits_for_its_officer() {
    let site = busy();
    let clerk = site.signed_in(CLERK).get("/?lang=en").is(200).text();
    assert_eq!(numbers(&clerk), ["OSA-2026-000001"]);
    assert!(clerk.contains("href=\"/apply/OSA-2026-000001\"") && clerk.contains("/apply/new"));
    // An examiner does not decide what they took in, nor what another post has.
    let examiner = site.signed_in(EXAMINER).get("/?lang=en").is(200).text();
    assert_eq!(numbers(&examiner), ["OSA-2026-000002"]);
    assert!(examiner.contains("href=\"/cases/OSA-2026-000002\"") && examiner.contains("2 days"));
    assert!(!examiner.contains("/apply/new"));
}

#[test]
fn the_work_list_is_filtered_by_its_address() {
    let site = busy();
    let mut browser = site.signed_in(CLERK);
    for (query, wanted) in [
        (
            "",
            vec!["OSA-2026-000001", "OSA-2026-000002", "OSA-2026-000003"],
        ),
        ("?stage=review", vec!["OSA-2026-000002", "OSA-2026-000003"]),
        ("?stage=review&mine=true", vec!["OSA-2026-000002"]),
        ("?stage=closed", vec![]),
        (
            "?stage=nonsense&page=-7",
            vec!["OSA-2026-000001", "OSA-2026-000002", "OSA-2026-000003"],
        ),
        ("?q=park", vec!["OSA-2026-000002"]),
        ("?q=%EA%B9%80", vec!["OSA-2026-000001"]),
        ("?q=-000003", vec!["OSA-2026-000003"]),
        // A letter of patterns means itself.
        ("?q=%25", vec!["OSA-2026-000003"]),
        ("?q=_", vec![]),
        ("?q=%27%20OR%201%3D1%20--", vec![]),
    ] {
        let page = browser.get(&format!("/work{query}")).is(200).text();
        assert_eq!(numbers(&page), wanted, "{query}");
        assert!(!page.contains("<B>BOLD"));
    }
}

#[test]
fn the_handbook_is_open_to_all_and_searched() {
    let site = Site::new();
    let mut browser = site.browser();
    let page = browser.get("/help").is(200).text();
    assert!(page.contains("href=\"/help/first-steps\""));
    assert!(
        browser
            .get("/help/first-steps")
            .is(200)
            .text()
            .contains("처음 사용하시는 분께")
    );
    assert!(
        browser
            .get("/help/decisions/0001-approval-bound-signing?lang=en")
            .is(200)
            .text()
            .contains("<article")
    );
    browser.get("/help/no-such-chapter").is(404);
    browser.get("/help/../../Cargo.toml").is(404);
    let found = browser.get("/help?lang=en&q=SIGNER").is(200).text();
    assert!(found.contains("<mark>") && found.contains("/help/signing"));
    let none = browser.get("/help?lang=en&q=%3Cscript%3E").is(200).text();
    assert!(none.contains("Nothing was found") && !none.contains("<script>"));
}
