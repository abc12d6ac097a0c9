use super::site::{CLERK, Site};

#[test]
fn what_went_wrong_is_a_page_in_the_readers_language() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    let page = browser.get("/no-such-page").is(404);
    assert!(page.text().contains("페이지를 찾을 수 없습니다") && page.text().contains("김서연"));
    let page = browser.get("/no-such-page?lang=en").is(404);
    assert!(page.text().contains("Page not found"));
    let page = browser.send("DELETE", "/work", &[], "");
    assert!(matches!(page.status, 404 | 405), "{}", page.status);
    assert!(page.text().contains("<h1>"));
    // A stranger sees the same page, without a menu.
    let page = site.browser().get("/no-such-page").is(404);
    assert!(!page.text().contains("site-nav"));
}

#[test]
fn a_program_that_wants_no_page_gets_none() {
    let site = Site::new();
    let mut browser = site.browser();
    browser.headers = vec![("accept".to_owned(), "application/json".to_owned())];
    let answer = browser.get("/work").is(401);
    assert!(!answer.text().contains("<html"));
}

#[test]
fn a_form_that_is_too_large_or_no_form_is_refused_in_words() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    let large = "x".repeat(300 * 1024);
    let page = browser.post("/sign-out", &[("note", &large)]).is(413);
    assert!(page.text().contains("너무 큽니다"));
    let page = browser
        .send(
            "POST",
            "/sign-out",
            &[("content-type", "text/plain")],
            "x=1",
        )
        .is(400);
    assert!(page.text().contains("요청을 읽을 수 없습니다"));
    let page = browser.send(
        "POST",
        "/sign-out",
        &[("content-type", "application/x-www-form-urlencoded")],
        "x=%ff%fe",
    );
    assert!(matches!(page.status, 400 | 403), "{}", page.status);
}

#[test]
fn a_broken_store_is_an_incident_without_its_detail() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    site.block_on(site.deps.database.close());
    let page = browser.get("/").is(500);
    let number = page.header("x-request-id").unwrap();
    assert!(page.text().contains(number), "{}", page.text());
    for detail in ["database", "sqlx", "pool", "closed"] {
        assert!(!page.text().contains(detail), "{detail}");
    }
}
