//! `/audit`: the journal, its proofs, the sums.

use yeogwon::domain::StaffRole;

use super::site::{CLERK, Site};

const AUDITOR: &str = "jung.auditor";

#[test]
fn an_auditor_reads_filters_and_is_written_down() {
    let mut site = Site::new();
    site.hire(AUDITOR, StaffRole::Auditor);
    let mut browser = site.signed_in(AUDITOR);
    let page = browser.get("/audit").is(200).text();
    assert!(page.contains("add_staff") && !page.contains("김서연"));
    let page = browser.get("/audit?command=read_journal").is(200).text();
    assert!(page.contains(">read_journal</td>"), "{page}");
    let about = format!("/audit?subject=staff/{CLERK}&effect=done");
    let page = browser.get(&about).is(200).text();
    assert!(page.contains("add_staff") && !page.contains(">read_journal</td>"));
    assert!(
        !browser
            .get("/audit?day=2001-01-01")
            .is(200)
            .text()
            .contains("add_staff")
    );
    for (query, field) in [
        ("actor=%EA%B9%80%EC%84%9C%EC%97%B0", "actor"),
        ("subject=a%27%20OR%201", "subject"),
        ("day=yesterday", "day"),
        ("effect=x", "effect"),
    ] {
        let page = browser.get(&format!("/audit?{query}")).is(422).text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{query}");
    }
    // What was no identifier was not written down either.
    assert!(!browser.get("/audit").text().contains("김서연"));
}

#[test]
fn the_chain_and_the_books_are_told_in_words_and_to_auditors_only() {
    let mut site = Site::new();
    site.hire(AUDITOR, StaffRole::Auditor);
    let mut browser = site.signed_in(AUDITOR);
    let page = browser.get("/audit/proof").is(200).text();
    assert!(page.contains("모두 온전합니다") && page.contains("서명기가 응답하지 않아"));
    let page = browser.get("/audit/books?days=x").is(200).text();
    assert!(page.contains("서명기가 응답하지 않아"));
    let mut clerk = site.signed_in(CLERK);
    for path in ["/audit", "/audit/proof", "/audit/books"] {
        clerk.get(path).is(403);
    }
    let page = browser.get("/audit?effect=refused").is(200).text();
    assert!(page.contains(CLERK) && page.contains("audit_books"));
}
