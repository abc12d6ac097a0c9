use serde_json::{Value, json};

use super::served::Served;
use crate::world::yeogwon;

#[test]
fn the_answer_is_that_of_the_command_line() {
    let served = Served::new();
    let facts =
        json!({ "kind": "ordinary", "date": "2011-10-05", "birth": "1980-02-01", "sex": "F" });
    let answer = served
        .post_json("/api/v1/law/issue", &json!({ "facts": facts }).to_string())
        .is(200);
    assert_eq!(answer.header("set-cookie"), None);
    let told: Value = yeogwon([
        "law",
        "ask",
        "issue",
        "kind=ordinary",
        "date=2011-10-05",
        "birth=1980-02-01",
        "sex=F",
    ])
    .ends(0)
    .json();
    assert_eq!(answer.json(), told);
    let by_date = json!({ "facts": facts, "edition": "by-date" }).to_string();
    served.post_json("/api/v1/law/issue", &by_date).is(200);
}

#[test]
fn what_is_unknown_is_named_with_what_is_allowed() {
    let served = Served::new();
    let ask =
        |procedure: &str, body: &str| served.post_json(&format!("/api/v1/law/{procedure}"), body);
    let problem = ask("nothing", "{}").tells_problem(422, "unknown-procedure");
    assert_eq!(problem["procedure"], "nothing");
    assert!(
        problem["allowed"]
            .as_array()
            .unwrap()
            .contains(&json!("issue"))
    );
    let problem = ask("issue", r#"{"facts": {"height": 1}}"#).tells_problem(422, "unknown-fact");
    assert_eq!(problem["fact"], "height");
    let problem =
        ask("issue", r#"{"facts": {"kind": "golden"}}"#).tells_problem(422, "unknown-value");
    assert_eq!(problem["fact"], "kind");
    assert!(problem["allowed"].to_string().contains("ordinary"));
    let problem = ask("issue", r#"{"facts": {}, "edition": "decree-1"}"#)
        .tells_problem(422, "unknown-edition");
    assert!(problem["allowed"].is_array());
    let problem = ask("issue", r#"{"facts": []}"#).tells_problem(422, "invalid");
    assert_eq!(problem["member"], "facts");
    ask("issue", r#"{"facts": {}, "more": 1}"#).tells_problem(422, "invalid");
    ask("issue", "{").tells_problem(400, "malformed");
    ask("issue", "").tells_problem(400, "malformed");
    served
        .send("POST", "/api/v1/law/issue", &[], "{}")
        .tells_problem(415, "media-type");
    served.get("/api/v1/law/issue").tells_problem(405, "method");
}

#[test]
fn the_description_names_every_route_and_the_viewer_asks_nobody_outside() {
    let served = Served::new();
    let description = served.get("/api/v1/openapi.json").is(200).json();
    let paths: Vec<_> = description["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(
        paths,
        [
            "/api/v1/changes",
            "/api/v1/documents/{number}/status",
            "/api/v1/inspections",
            "/api/v1/law/{procedure}"
        ]
    );
    assert_eq!(
        served.get("/api/docs").is(308).header("location"),
        Some("/api/docs/")
    );
    let page = served.get("/api/docs/").is(200);
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(!policy.contains("unsafe"), "{policy}");
    let text = page.text();
    // Everything it needs lies beside it: the policy allows no more.
    assert!(!text.contains("://") && !text.contains("<style"), "{text}");
    for script in text.split("<script").skip(1) {
        assert!(script.contains("src=\"./"), "{script}");
    }
    for file in [
        "swagger-ui.css",
        "swagger-ui-bundle.js",
        "swagger-initializer.js",
    ] {
        served.get(&format!("/api/docs/{file}")).is(200);
    }
    let start = served.get("/api/docs/swagger-initializer.js").text();
    assert!(start.contains("\"validatorUrl\": \"none\""), "{start}");
}
