//! Every page, for everybody who reaches it, in both languages: accessible, from nowhere else, and usable in a narrow window.

use std::collections::BTreeSet;

use serde_json::json;

use crate::browser::{Browser, Window};
use crate::country::{country, sign_in};

const LANGUAGES: [&str; 2] = ["ko", "en"];

/// Opens an address and holds it against the auditor, in both languages.
async fn audit(browser: &Browser, path: &str, faults: &mut Vec<String>) {
    for language in LANGUAGES {
        let sign = if path.contains('?') { '&' } else { '?' };
        let address = country().url(&format!("{path}{sign}lang={language}"));
        browser.go(&address).await;
        let shown = browser.run("return document.documentElement.lang", vec![]);
        // The public folder is one file in both languages, as it is published.
        if shown.await != language && path != "/pki/" {
            faults.push(format!("{path} is not in {language}"));
        }
        for complaint in browser.complaints().await {
            // The auditor tries out styles of its own, and is told so as late as on the next page. That no page has any is
            // looked at where no auditor is: on the way of a passport, and in the samples of every page.
            if complaint.contains("Applying inline style") {
                continue;
            }
            faults.push(format!("{path} in {language}: {complaint}"));
        }
        for violation in browser.violations().await {
            faults.push(format!("{path} in {language}: {violation}"));
        }
        let text = browser.text().await;
        if text.contains("��") || text.contains("{$") {
            faults.push(format!("{path} in {language} has broken words"));
        }
    }
}

/// The paths of this page's links below one of the given places.
async fn links(browser: &Browser, below: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll('main a[href^=\"/\"]')].map(a => a.getAttribute('href')).filter(h => h.startsWith(arguments[0]))";
    let found = browser.run(script, vec![json!(below)]).await;
    let all: Vec<String> = serde_json::from_value(found).unwrap();
    let mut seen = BTreeSet::new();
    all.into_iter()
        .filter(|link| seen.insert(link.clone()))
        .collect()
}

/// One case of each status on the work list: status and number.
async fn cases(browser: &Browser) -> Vec<(String, String)> {
    browser.go(&country().url("/work")).await;
    let script = "return [...document.querySelectorAll('.table--work tbody tr')].map(row => [\
        [...row.querySelector('.tag').classList].find(name => name.startsWith('tag--')).slice(5), row.querySelector('.mono').textContent.trim()])";
    let all: Vec<(String, String)> =
        serde_json::from_value(browser.run(script, vec![]).await).unwrap();
    let mut seen = BTreeSet::new();
    all.into_iter()
        .filter(|(status, _)| seen.insert(status.clone()))
        .collect()
}

/// Everything that an account reaches from its navigation, and these pages.
async fn round(account: &str, more: &[&str], in_cases: &[&str]) {
    let browser = Browser::open(Window::default()).await;
    sign_in(&browser, account).await;
    let mut faults = Vec::new();
    let nav =
        "return [...document.querySelectorAll('.site-nav a')].map(a => a.getAttribute('href'))";
    let mut paths: Vec<String> = serde_json::from_value(browser.run(nav, vec![]).await).unwrap();
    // What everybody has is looked at once, as the clerk has it.
    if account != "mofa-clerk" {
        paths.retain(|path| path != "/help");
    }
    paths.extend(more.iter().map(|path| (*path).to_owned()));
    for (status, number) in cases(&browser).await {
        for page in in_cases {
            if let Some((only, page)) = page.split_once(' ')
                && only.split(',').any(|each| each == status)
            {
                paths.push(page.replace("{}", &number));
            }
        }
    }
    for path in paths {
        audit(&browser, &path, &mut faults).await;
        if path == "/documents" {
            let found = links(&browser, "/documents/").await;
            if let Some(document) = found.first() {
                audit(&browser, document, &mut faults).await;
            }
        }
    }
    assert!(faults.is_empty(), "{account}:\n{}", faults.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn every_page_of_the_counter_is_accessible() {
    let draft = [
        "draft /apply/{}",
        "draft /apply/{}/person",
        "draft /apply/{}/facts",
        "draft /apply/{}/photo",
        "draft /apply/{}/papers",
        "draft /apply/{}/check",
        "draft /apply/{}/withdraw",
        "submitted /apply/{}/receipt",
        "returned /apply/{}",
        "returned /apply/{}/photo",
        "returned /apply/{}/attest",
        "checked,delivered /cases/{}/hand-over",
        "checked /cases/{}",
    ];
    round("jongno-clerk", &["/me/key"], &draft).await;
}

#[tokio::test]
async fn every_page_of_the_desk_is_accessible() {
    let case = [
        "submitted,refused,referred /cases/{}",
        "submitted,refused,approved /cases/{}/decision",
        "submitted /cases/{}/decision/return",
        "submitted /cases/{}/decision/refer",
        "submitted /cases/{}/decision/refuse",
        "submitted /cases/{}/decision/restrict",
        "delivered /cases/{}/documents",
        "delivered /cases/{}/people",
        "delivered /cases/{}/history",
    ];
    round("jongno-examiner", &["/me/key", "/restrictions"], &case).await;
}

#[tokio::test]
async fn every_page_of_the_bureau_is_accessible() {
    let case = ["approved,delivered /cases/{}/production"];
    round("mofa-operator", &["/work?stage=production"], &case).await;
    let case = ["personalised,checked /cases/{}/production"];
    round("mofa-checker", &[], &case).await;
    round("mofa-stock-1", &[], &[]).await;
}

#[tokio::test]
async fn every_page_of_those_who_watch_is_accessible() {
    round(
        "mofa-supervisor",
        &["/restrictions"],
        &["submitted /cases/{}/decision/release"],
    )
    .await;
    round("mofa-auditor", &["/restrictions"], &["delivered /cases/{}"]).await;
    round("mofa-admin-1", &["/me/key", "/admin/keys"], &[]).await;
}

#[tokio::test]
async fn every_page_for_anybody_is_accessible() {
    let browser = Browser::open(Window::default()).await;
    let mut faults = Vec::new();
    for path in [
        "/sign-in",
        "/sign-in?account=mofa-clerk",
        "/pki/",
        "/no-such-page",
    ] {
        audit(&browser, path, &mut faults).await;
    }
    sign_in(&browser, "mofa-clerk").await;
    for path in [
        "/help",
        "/no-such-page",
        "/stock",
        "/cases/20260101-AAAAAAAAAA",
        "/documents?q=nobody",
    ] {
        audit(&browser, path, &mut faults).await;
    }
    let chapters = links(&browser, "/help/").await;
    for chapter in chapters.iter().filter(|link| !link.contains('#')).take(3) {
        audit(&browser, chapter, &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn a_narrow_window_shows_every_main_page_without_scrolling_sideways() {
    let browser = Browser::open(Window {
        size: (500, 700),
        ..Window::default()
    })
    .await;
    browser.narrow(320).await;
    let mut faults = Vec::new();
    sign_in(&browser, "la-clerk").await;
    let cases = cases(&browser).await;
    let of = |wanted: &str| cases.iter().find(|(status, _)| status == wanted);
    let mut paths: Vec<String> = ["/", "/work", "/apply/new", "/documents", "/lost", "/help"]
        .map(str::to_owned)
        .to_vec();
    if let Some((_, number)) = of("draft") {
        for page in ["", "/person", "/facts", "/photo", "/papers", "/check"] {
            paths.push(format!("/apply/{number}{page}"));
        }
    }
    for (_, number) in &cases {
        for page in ["", "/decision", "/production", "/history"] {
            paths.push(format!("/cases/{number}{page}"));
        }
    }
    for language in LANGUAGES {
        for path in &paths {
            browser
                .go(&country().url(&format!("{path}?lang={language}")))
                .await;
            let wide = "const w = document.documentElement; if (w.scrollWidth <= w.clientWidth) return ''; \
                const out = [...document.querySelectorAll('main *, header *, footer *')].filter(e => e.getBoundingClientRect().right > w.clientWidth + 1) \
                .filter(e => !e.closest('.table-wrap, .visually-hidden')); \
                return w.scrollWidth + ' > ' + w.clientWidth + ': ' + out.slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')";
            let wide = browser.run(wide, vec![]).await;
            if wide != "" {
                faults.push(format!("{path} in {language}: {wide}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn without_script_everything_but_signing_can_be_done() {
    let browser = Browser::open(Window {
        scripts: false,
        ..Window::default()
    })
    .await;
    let applicant = country().applicant(yeogwon::register::RegistrationClass::Inhabitant);
    browser
        .go(&country().url("/sign-in?account=mofa-clerk"))
        .await;
    let code = browser.find("#code").await;
    assert!(
        code.prop("value")
            .await
            .unwrap()
            .is_some_and(|code| code.len() >= 6),
        "run again in 30 s"
    );
    browser
        .find("form.card button[type=submit]")
        .await
        .click()
        .await
        .unwrap();
    browser.find(".officer-menu").await;
    browser
        .find("nav a[href='/apply/new']")
        .await
        .click()
        .await
        .unwrap();
    let field = browser.find("[name=resident_number]").await;
    field.send_keys(&applicant.number).await.unwrap();
    browser
        .find(".button-row button:not([name])")
        .await
        .click()
        .await
        .unwrap();
    browser.says("주민등록 정보를 가져왔습니다.").await;
    let path = browser.path().await;
    browser.go(&country().url(&format!("{path}/photo"))).await;
    browser.upload("#photo", &applicant.photo).await;
    browser
        .find("form[data-photo] button[type=submit]")
        .await
        .click()
        .await
        .unwrap();
    browser.leaves(&format!("{path}/photo")).await;
    for _ in 0..8 {
        let here = browser.path().await;
        if here.ends_with("/check") {
            break;
        }
        for mark in browser
            .all("main input[type=checkbox], #fingerprints, #fee_means")
            .await
        {
            if !mark.is_selected().await.unwrap() && here.ends_with("/papers") {
                mark.click().await.unwrap();
            }
        }
        browser
            .find("main form[method=post] button.button[type=submit]")
            .await
            .click()
            .await
            .unwrap();
        browser.leaves(&here).await;
    }
    browser
        .find("a[href$='/attest']")
        .await
        .click()
        .await
        .unwrap();
    browser
        .says("서명하려면 스크립트를 허용하여야 합니다.")
        .await;
    let button = browser.find("[data-sign-button]").await;
    assert!(
        !button.is_enabled().await.unwrap(),
        "nothing is sent unsigned"
    );
    browser.close().await;
}
