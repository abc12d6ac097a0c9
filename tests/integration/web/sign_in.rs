use yeogwon::store::journal;

use super::client::Browser;
use super::site::{CLERK, EXAMINER, PASSWORD, Site};

#[test]
fn an_officer_gets_in_goes_on_and_gets_out() {
    let site = Site::new();
    let mut browser = site.browser();
    browser
        .get("/work?status=submitted")
        .leads_to("/sign-in?next=/work%3Fstatus%3Dsubmitted");
    let page = browser
        .get("/sign-in?next=/work%3Fstatus%3Dsubmitted")
        .is(200);
    assert_eq!(page.hidden("next").unwrap(), "/work?status=submitted");
    let code = site.code(CLERK);
    let answer = try_in(
        &mut browser,
        CLERK,
        PASSWORD,
        &code,
        "/work?status=submitted",
    );
    assert_eq!(answer.header("location"), Some("/work?status=submitted"));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && cookie.contains("Path=/"),
        "{cookie}"
    );
    let page = browser.get("/").is(200);
    assert!(page.text().contains("김서연"));
    let csrf = page.hidden("csrf").unwrap();
    browser.get("/sign-in").leads_to("/");
    let session = browser.cookie("session").unwrap().to_owned();
    browser
        .post("/sign-out", &[("csrf", &csrf)])
        .leads_to("/sign-in?done=done-signed-out");
    assert_eq!(browser.cookie("session"), None);
    // The session is gone, and not only its cookie.
    browser.set_cookie("session", &session);
    browser.get("/").leads_to("/sign-in?next=/");
}

#[test]
fn wrong_unknown_and_used_are_told_alike() {
    let site = Site::new();
    let mut browser = site.browser();
    let code = site.code(CLERK);
    let mut said = Vec::new();
    for (id, password, code) in [
        (CLERK, "wrong", code.as_str()),
        (CLERK, PASSWORD, "000000"),
        (CLERK, PASSWORD, ""),
        ("nobody.here", PASSWORD, code.as_str()),
        ("<b>x", PASSWORD, code.as_str()),
    ] {
        let page = try_in(&mut browser, id, password, code, "").is(422);
        assert!(!page.text().contains("<b>x"));
        assert!(!page.text().contains(PASSWORD));
        said.push(page.text().matches("notification--danger").count());
    }
    assert_eq!(said, [1, 1, 1, 1, 1]);
    assert_eq!(browser.cookie("session"), None);
}

#[test]
fn a_code_works_once() {
    let site = Site::new();
    let code = site.code(CLERK);
    try_in(&mut site.browser(), CLERK, PASSWORD, &code, "").leads_to("/");
    try_in(&mut site.browser(), CLERK, PASSWORD, &code, "").is(422);
    // Nor does the one before it, which would still be in time.
    let earlier = site.code_after(CLERK, -1);
    try_in(&mut site.browser(), CLERK, PASSWORD, &earlier, "").is(422);
    let next = site.code_after(CLERK, 1);
    try_in(&mut site.browser(), CLERK, PASSWORD, &next, "").leads_to("/");
}

#[test]
fn guessing_slows_down_and_locks_nobody_else_out() {
    let site = Site::new();
    let mut browser = site.browser();
    for _ in 0..5 {
        try_in(&mut browser, CLERK, "wrong", "000000", "").is(422);
    }
    // Even the right password waits now, from here and for this account.
    let page = try_in(&mut browser, CLERK, PASSWORD, &site.code(CLERK), "").is(429);
    assert!(page.text().contains("초 후에"));
    try_in(&mut browser, EXAMINER, PASSWORD, &site.code(EXAMINER), "").leads_to("/");
}

#[test]
fn nobody_is_sent_elsewhere() {
    let site = Site::new();
    let mut browser = site.browser();
    for next in [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/a\r\nset-cookie: x=y",
        "javascript:alert(1)",
        "",
    ] {
        let path = format!("/sign-in?next={}", yeogwon_encode(next));
        assert_eq!(browser.get(&path).hidden("next").unwrap(), "/", "{next}");
    }
    let answer = try_in(
        &mut browser,
        CLERK,
        PASSWORD,
        &site.code(CLERK),
        "//elsewhere.example/",
    );
    answer.leads_to("/");
}

#[test]
fn coming_failing_and_going_are_in_the_journal_without_what_was_typed() {
    let site = Site::new();
    let mut browser = site.browser();
    try_in(&mut browser, "my password by mistake", "x", "1", "").is(422);
    try_in(&mut browser, CLERK, "wrong", "1", "").is(422);
    try_in(&mut browser, CLERK, PASSWORD, &site.code(CLERK), "").leads_to("/");
    let entries = site.block_on(async {
        let mut transaction = site.deps.database.read().await.unwrap();
        journal::entries_after(&mut transaction, 0, 100)
            .await
            .unwrap()
    });
    let told: Vec<String> = entries
        .iter()
        .filter(|(entry, _)| entry.command == "sign_in")
        .map(|(entry, _)| format!("{} {} {:?}", entry.actor, entry.subject_id, entry.effect))
        .collect();
    assert_eq!(
        told,
        [
            "system unknown Refused".to_owned(),
            format!("system {CLERK} Refused"),
            format!("{CLERK} {CLERK} Done"),
        ]
    );
}

#[test]
fn the_door_is_open_only_where_the_configuration_says_so() {
    let closed = Site::new();
    let page = closed
        .browser()
        .get(&format!("/sign-in?account={CLERK}"))
        .text();
    assert!(!page.contains("class=\"door\"") && !page.contains(PASSWORD));
    let open = Site::with(
        |config| {
            config.demo.open_door = true;
            config.demo.password = Some(PASSWORD.to_owned());
        },
        yeogwon::web::WebOptions::default(),
    );
    let mut browser = open.browser();
    let page = browser.get("/sign-in").text();
    assert!(page.contains("김서연") && page.contains("접수 담당") && !page.contains(PASSWORD));
    let page = browser.get(&format!("/sign-in?account={CLERK}")).text();
    assert!(
        page.contains(PASSWORD) && page.contains(&open.code(CLERK)),
        "{page}"
    );
    // A code that was used is not offered again.
    open.signed_in(CLERK);
    let page = browser.get(&format!("/sign-in?account={CLERK}")).text();
    assert!(page.contains(&open.code_after(CLERK, 1)) && !page.contains(&open.code(CLERK)));
}

fn try_in(
    browser: &mut Browser,
    id: &str,
    password: &str,
    code: &str,
    next: &str,
) -> super::client::Answer {
    browser.post(
        "/sign-in",
        &[
            ("id", id),
            ("password", password),
            ("code", code),
            ("next", next),
        ],
    )
}

fn yeogwon_encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
