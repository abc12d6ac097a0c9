//! `/law`: the rules, and questions to them.

use super::site::{CLERK, Site};

#[test]
fn a_question_is_answered_in_words_and_a_wrong_one_is_told_where() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    let page = browser.get("/law").is(200).text();
    assert!(page.contains("href=\"/law/issue\"") && page.contains("제6조"));
    let page = browser.get("/law/issue").is(200).text();
    assert!(page.contains("name=\"f.birth\"") && !page.contains("id=\"answer\""));
    let good = "f.kind=ordinary&f.date=2011-10-05&f.birth=1980-02-01&f.sex=F";
    let page = browser.get(&format!("/law/issue?{good}")).is(200).text();
    assert!(
        page.contains("발급할 수 있습니다") && page.contains("2021-10-05"),
        "{page}"
    );
    let page = browser
        .get(&format!("/law/issue?{good}&edition=by-date"))
        .is(200)
        .text();
    assert!(page.contains("decree-23181"));
    for (query, wrong) in [
        ("f.date=yesterday", "#f.date"),
        ("f.date=2011-10-05&f.date=2011-10-06", "#f.date"),
        ("f.kind=ordinary&edition=decree-1", "#edition"),
    ] {
        let page = browser.get(&format!("/law/issue?{query}")).is(422).text();
        assert!(page.contains(&format!("href=\"{wrong}\"")), "{query}");
    }
    let page = browser.get("/law/issue?f.nonsense=1").is(422).text();
    assert!(page.contains("이 질의에 쓰이지 않는 항목"));
    browser.get("/law/nonsense").is(404);
    assert_ne!(site.browser().get("/law").status, 200);
}
