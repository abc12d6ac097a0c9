use super::site::{CLERK, Site};

#[test]
fn every_answer_tells_the_browser_what_it_may_do() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    for path in ["/", "/no-such-page", "/sign-in"] {
        let answer = browser.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'self';")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        for (name, value) in [
            ("referrer-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        assert!(answer.header("permissions-policy").is_some());
        assert_eq!(answer.header("strict-transport-security"), None);
        assert_eq!(answer.header("x-request-id").unwrap().len(), 16);
    }
}

#[test]
fn no_page_has_inline_script_or_style() {
    let site = Site::new();
    let mut browser = site.signed_in(CLERK);
    for path in ["/", "/work", "/help", "/no-such-page"] {
        let text = browser.get(path).text();
        assert!(
            !text.contains("style=") && !text.contains("<style"),
            "{path}"
        );
        assert!(
            !text.contains(" on") || !text.contains("onclick="),
            "{path}"
        );
        for (at, _) in text.match_indices("<script") {
            assert!(
                text[at..].starts_with("<script type=\"module\" src=\"/assets/"),
                "{path}"
            );
        }
    }
}

#[test]
fn too_many_tries_from_one_place_are_refused_and_told_when_to_come_back() {
    let options = yeogwon::web::WebOptions {
        sign_in_per_minute: std::num::NonZeroU32::new(3).unwrap(),
        ..Default::default()
    };
    let site = Site::with(|_| {}, options);
    let mut browser = site.browser();
    let mut statuses = Vec::new();
    for n in 0..5 {
        let id = format!("nobody{n}");
        let answer = browser.post("/sign-in", &[("id", &id), ("password", "x"), ("code", "1")]);
        if answer.status == 429 {
            assert!(
                answer
                    .header("retry-after")
                    .unwrap()
                    .parse::<u64>()
                    .unwrap()
                    >= 1
            );
            assert!(answer.text().contains("요청이 너무 많습니다"));
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [422, 422, 422, 429, 429]);
    browser.get("/sign-in").is(200);
}
