use super::site::{CLERK, Site};

#[test]
fn a_stranger_chooses_and_the_choice_stays() {
    let site = Site::new();
    let mut browser = site.browser();
    assert!(
        browser
            .get("/sign-in")
            .text()
            .contains("<html lang=\"ko\">")
    );
    let english = browser.get("/sign-in?lang=en").text();
    assert!(english.contains("<html lang=\"en\">") && english.contains("<h1>Sign in</h1>"));
    assert!(
        browser
            .get("/sign-in")
            .text()
            .contains("<html lang=\"ko\">")
    );
    browser
        .post(
            "/language",
            &[("language", "en"), ("back", "/sign-in?next=/work&lang=ko")],
        )
        .leads_to("/sign-in?next=/work");
    assert!(
        browser
            .get("/sign-in")
            .text()
            .contains("<html lang=\"en\">")
    );
    browser.post("/language", &[("language", "fr")]).is(400);
    browser
        .post_from("cross-site", "/language", &[("language", "ko")])
        .is(403);
}

#[test]
fn an_officers_choice_goes_with_the_account() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    assert!(browser.get("/").text().contains("김서연"));
    browser
        .post("/language", &[("language", "en"), ("back", "/work")])
        .leads_to("/work");
    let mut elsewhere = site.browser();
    elsewhere.set_cookie("session", browser.cookie("session").unwrap());
    let page = elsewhere.get("/").text();
    assert!(page.contains("<html lang=\"en\">") && page.contains("KIM SEOYEON"));
}
