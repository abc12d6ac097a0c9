use chrono::{TimeDelta, Utc};
use openssl::sha::sha256;
use yeogwon::domain::hex;
use yeogwon::service::Actor;
use yeogwon::service::staff::disable_staff;
use yeogwon::signer::OfficerId;
use yeogwon::store::session;

use super::client::Browser;
use super::site::{CLERK, EXAMINER, PASSWORD, Site};

/// Lets so many minutes pass since a browser's session was last used.
fn idle(site: &Site, browser: &Browser, minutes: i64) {
    let digest = hex(&sha256(browser.cookie("session").unwrap().as_bytes()));
    site.block_on(async {
        let mut transaction = site.deps.database.write().await.unwrap();
        let at = Utc::now() - TimeDelta::minutes(minutes);
        session::touch(&mut transaction, &digest, at).await.unwrap();
        transaction.commit().await.unwrap();
    });
}

#[test]
fn a_session_ends_when_nobody_uses_it_and_lives_when_somebody_does() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    idle(&site, &browser, 29);
    browser.get("/").is(200);
    idle(&site, &browser, 31);
    browser.get("/").leads_to("/sign-in?next=/");
}

#[test]
fn a_form_without_the_token_of_the_session_or_from_elsewhere_is_not_taken() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    let own = browser.get("/").hidden("csrf").unwrap();
    let other = site.signed_in(EXAMINER).get("/").hidden("csrf").unwrap();
    assert_ne!(own, other);
    browser.post("/sign-out", &[]).is(403);
    browser.post("/sign-out", &[("csrf", "")]).is(403);
    browser.post("/sign-out", &[("csrf", &other)]).is(403);
    browser
        .post_from("cross-site", "/sign-out", &[("csrf", &own)])
        .is(403);
    browser.get("/").is(200);
    browser
        .post("/sign-out", &[("csrf", &own)])
        .leads_to("/sign-in?done=done-signed-out");
}

#[test]
fn what_was_entered_outlives_the_session() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    let csrf = browser.get("/").hidden("csrf").unwrap();
    idle(&site, &browser, 60);
    let ended = browser
        .post(
            "/sign-out?from=form",
            &[
                ("csrf", &csrf),
                ("note", "\"오사카\" <b>"),
                ("id", "field called id"),
                ("password", "not kept"),
            ],
        )
        .is(401);
    let text = ended.text();
    assert!(text.contains("로그인 시간이 만료되었습니다"), "{text}");
    assert!(!text.contains("not kept") && !text.contains(&csrf));
    assert_eq!(ended.hidden("kept-action").unwrap(), "/sign-out?from=form");
    assert_eq!(ended.hidden("kept.id").unwrap(), "field called id");
    assert_eq!(
        ended.hidden("kept.note").unwrap(),
        "&#34;오사카&#34; &#60;b&#62;"
    );
    // A mistyped password on the way loses nothing either.
    let kept = [
        ("kept-action", "/sign-out?from=form"),
        ("kept.note", "\"오사카\" <b>"),
        ("kept.id", "field called id"),
    ];
    let code = site.code_after(CLERK, 1);
    let sign_in = |password| {
        let mut fields = vec![("id", CLERK), ("password", password), ("code", &code)];
        fields.extend(kept);
        fields
    };
    let again = browser.post("/sign-in", &sign_in("wrong")).is(422);
    assert_eq!(again.hidden("kept.id").unwrap(), "field called id");
    let resend = browser.post("/sign-in", &sign_in(PASSWORD)).is(200);
    assert!(resend.text().contains("action=\"/sign-out?from=form\""));
    assert_eq!(
        resend.hidden("note").unwrap(),
        "&#34;오사카&#34; &#60;b&#62;"
    );
    let csrf = resend.hidden("csrf").unwrap();
    browser
        .post("/sign-out?from=form", &[("csrf", &csrf), ("note", "x")])
        .leads_to("/sign-in?done=done-signed-out");
}

#[test]
fn a_disabled_account_is_out_at_once() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    site.block_on(async {
        let id = OfficerId::parse(CLERK).unwrap();
        disable_staff(&site.deps, &Actor::operator().unwrap(), &id)
            .await
            .unwrap();
    });
    browser.get("/").leads_to("/sign-in?next=/");
    browser
        .post(
            "/sign-in",
            &[
                ("id", CLERK),
                ("password", PASSWORD),
                ("code", &site.code_after(CLERK, 1)),
            ],
        )
        .is(422);
}

#[test]
fn only_the_digest_of_a_token_is_in_the_store() {
    let site = Site::new();
    let browser = site.signed_in(CLERK);
    let token = browser.cookie("session").unwrap().to_owned();
    let file = std::fs::read(site.deps.directory.database()).unwrap();
    let wal = std::fs::read(site.deps.directory.database().with_extension("db-wal")).unwrap();
    let holds = |needle: &str| {
        [&file, &wal].iter().any(|bytes| {
            bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes())
        })
    };
    assert!(holds(&hex(&sha256(token.as_bytes()))));
    assert!(!holds(&token));
    assert!(!holds(PASSWORD));
}
