//! `/admin`: the staff of a post.

use yeogwon::domain::StaffRole;

use super::site::{CLERK, EXAMINER, PASSWORD, Site};

const ADMINISTRATOR: &str = "oh.admin";

fn site() -> Site {
    let mut site = Site::new();
    site.hire(ADMINISTRATOR, StaffRole::PostAdministrator);
    site
}

#[test]
fn an_administrator_adds_resets_and_disables_a_colleague() {
    let site = site();
    let mut browser = site.signed_in(ADMINISTRATOR);
    let page = browser.get("/admin").is(200);
    assert!(page.text().contains(CLERK) && page.text().contains("href=\"/admin/keys\""));
    let csrf = page.hidden("csrf").unwrap();
    let fields = [
        ("csrf", csrf.as_str()),
        ("id", "new.clerk"),
        ("name_ko", "새직원"),
        ("name_en", "NEW CLERK"),
        ("roles", "intake_clerk"),
        ("roles", "hand_over_clerk"),
        ("language", "en"),
    ];
    let added = browser.post("/admin/staff", &fields).is(200).text();
    assert!(
        added.contains("<svg ") && !added.contains("data:"),
        "{added}"
    );
    // The identifier is taken now; nothing is shown a second time.
    let again = browser.post("/admin/staff", &fields).is(422).text();
    assert!(!again.contains("<svg ") && again.contains("href=\"#id\""));
    let path = format!("/admin/staff/{CLERK}/reset");
    let reset = browser.post(&path, &[("csrf", &csrf)]).is(200).text();
    assert!(reset.contains("<svg "));
    let old = [("id", CLERK), ("password", PASSWORD), ("code", "000000")];
    assert_ne!(site.browser().post("/sign-in", &old).status, 303);
    let mut other = site.signed_in(EXAMINER);
    let path = format!("/admin/staff/{EXAMINER}/disable");
    browser
        .post(&path, &[("csrf", &csrf)])
        .leads_to("/admin?done=done-staff-disabled");
    assert_ne!(other.get("/work").status, 200);
}

#[test]
fn others_are_kept_out_and_forged_forms_change_nothing() {
    let site = site();
    let mut clerk = site.signed_in(CLERK);
    let csrf = clerk.get("/work").hidden("csrf").unwrap();
    for path in ["/admin", "/admin/keys"] {
        clerk.get(path).is(403);
    }
    let reset = format!("/admin/staff/{EXAMINER}/reset");
    clerk.post(&reset, &[("csrf", &csrf)]).is(403);
    let mut browser = site.signed_in(ADMINISTRATOR);
    let csrf = browser.get("/admin").hidden("csrf").unwrap();
    browser.post(&reset, &[("csrf", "0")]).is(403);
    let own = format!("/admin/staff/{ADMINISTRATOR}/disable");
    browser.post(&own, &[("csrf", &csrf)]).is(403);
    browser
        .post("/admin/staff/nobody.here/disable", &[("csrf", &csrf)])
        .is(404);
    for (field, value) in [("roles", "root"), ("id", "Has Blank"), ("language", "fr")] {
        let fields: Vec<(&str, &str)> = [
            ("csrf", csrf.as_str()),
            ("id", "x.forged"),
            ("name_ko", "이름"),
            ("name_en", "NAME"),
            ("roles", "examiner"),
            ("language", "ko"),
        ]
        .into_iter()
        .map(|(name, old)| (name, if name == field { value } else { old }))
        .collect();
        let page = browser.post("/admin/staff", &fields).is(422).text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(!browser.get("/admin").text().contains("x.forged"));
    assert_ne!(site.browser().get("/admin").status, 200);
}
