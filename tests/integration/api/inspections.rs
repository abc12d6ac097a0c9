use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use yeogwon::service::api_key::ApiScope;

use super::served::Served;
use crate::world::{example, fresh, specimen_arguments, yeogwon};

fn files_of(folder: &std::path::Path) -> Map<String, Value> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("EF."))
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, Value::from(STANDARD.encode(bytes)))
        })
        .collect()
}

#[test]
fn a_document_of_this_country_is_valid_and_a_changed_one_is_not() {
    let served = Served::new();
    let document = fresh("api_inspection").join("document");
    yeogwon(specimen_arguments(
        &example("ordinary.json"),
        served.directory.path(),
        &document,
    ))
    .ends(0);
    let mut files = files_of(&document);
    let inspect = |files: &Map<String, Value>| {
        let body = json!({ "files": files }).to_string();
        served
            .post_json("/api/v1/inspections", &body)
            .is(200)
            .json()
    };
    let report = inspect(&files);
    assert_eq!(report["verdict"], "valid", "{report:#}");
    assert_eq!(report["warnings"], json!([]));
    assert!(report["checks"].is_array());
    let mut dg1 = STANDARD.decode(files["EF.DG1"].as_str().unwrap()).unwrap();
    *dg1.last_mut().unwrap() ^= 1;
    files["EF.DG1"] = STANDARD.encode(dg1).into();
    assert_eq!(inspect(&files)["verdict"], "invalid");
    files.remove("EF.SOD");
    assert_eq!(inspect(&files)["verdict"], "malformed");
}

#[test]
fn what_is_no_document_is_a_problem_or_malformed() {
    let served = Served::new();
    let inspect = |body: Value| served.post_json("/api/v1/inspections", &body.to_string());
    let problem = inspect(json!({ "files": { "EF.SOD": "%%%" } })).tells_problem(422, "invalid");
    assert_eq!(problem["file"], "EF.SOD");
    inspect(json!({ "files": {} })).tells_problem(422, "invalid");
    inspect(json!({ "files": { "EF.SOD": 7 } })).tells_problem(422, "invalid");
    inspect(json!({ "files": { "EF.SOD": "" }, "at": "soon" })).tells_problem(422, "invalid");
    inspect(json!({ "files": { "x".repeat(100): "" } })).tells_problem(422, "invalid");
    let many: Map<String, Value> = (0..100).map(|n| (format!("EF.{n}"), "".into())).collect();
    inspect(json!({ "files": many })).tells_problem(422, "invalid");
    let garbage = json!({ "files": { "EF.SOD": "AAAA", "EF.DG1": "////" } });
    assert_eq!(inspect(garbage).is(200).json()["verdict"], "malformed");
}

/// What was entered is not repeated: it may name a person.
#[test]
fn problems_do_not_repeat_what_was_given() {
    let served = Served::new();
    let body = json!({ "files": "HONG GILDONG" }).to_string();
    let answer = served.post_json("/api/v1/inspections", &body);
    assert!(!answer.text().contains("HONG"), "{}", answer.text());
    answer.tells_problem(422, "invalid");
}

#[test]
fn elsewhere_than_on_a_demonstration_a_key_is_needed() {
    let served = Served::with(
        |config| config.installation.specimen = false,
        Default::default(),
    );
    let body = json!({ "files": { "EF.SOD": "AAAA" } }).to_string();
    served
        .post_json("/api/v1/inspections", &body)
        .tells_problem(401, "key");
    let key = format!("Bearer {}", served.key(&[ApiScope::Inspections]));
    let headers = [
        ("content-type", "application/json"),
        ("authorization", &key),
    ];
    served
        .send("POST", "/api/v1/inspections", &headers, &body)
        .is(200);
}
