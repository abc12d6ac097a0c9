//! The cases of the Decree: what a lawyer worked out by hand from the text, asked of the engine.
//!
//! One file an article under `cases/`. A case names the procedure, the facts, and the part of the answer that the text
//! fixes; its `why` holds the arithmetic. Nothing here computes a date.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test program that cannot read its own cases must fail loudly"
)]

mod property;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};
use yeogwon::law::{self, Answer, Edition, Facts, Readings};

/// One file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// One case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// A sentence that says what is decided.
    name: String,
    /// The procedure asked.
    ask: String,
    /// The facts asserted.
    #[serde(default)]
    facts: Map<String, Value>,
    /// The edition; the default one if absent.
    edition: Option<String>,
    /// Open readings set for this case.
    #[serde(default)]
    switches: Map<String, Value>,
    /// What the answer must say: any of its fields; `by` is the citation of its deciding reason, `effect` what that did, `also` citations
    /// among its reasons, `without` citations that are not, `effects` what other reasons did, `unless` facts that would change it (or
    /// tables of what is said of them), `error` a part of the message of an error.
    expect: Map<String, Value>,
    /// How a person gets there from the text.
    why: String,
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law/cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("a file of cases can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    files
}

fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("a file of cases can be read");
        let file: File =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        cases.extend(file.case.into_iter().map(|case| (name.clone(), case)));
    }
    cases
}

/// The answer, or the error's message.
fn answered(case: &Case) -> Result<Answer, String> {
    let facts = Facts::from_json(&case.facts).map_err(|error| error.to_string())?;
    let edition = case
        .edition
        .as_deref()
        .map_or(Ok(Edition::default()), Edition::parse)
        .map_err(|error| error.to_string())?;
    let mut readings = Readings::default();
    for (name, position) in &case.switches {
        let position = position.as_str().unwrap_or_default();
        readings
            .choose(name, position)
            .map_err(|error| error.to_string())?;
    }
    law::ask_with(&case.ask, &facts, edition, &readings).map_err(|error| error.to_string())
}

/// The answer as JSON, or the error's message.
fn answer(case: &Case) -> Result<Value, String> {
    serde_json::to_value(answered(case)?).map_err(|error| error.to_string())
}

/// Every expectation that the answer does not meet, in words.
fn differences(case: &Case) -> Vec<String> {
    let answer = match answer(case) {
        Ok(answer) => answer,
        Err(error) => {
            return match case.expect.get("error").and_then(Value::as_str) {
                Some(part) if error.contains(part) && case.expect.len() == 1 => Vec::new(),
                _ => vec![format!("error: {error}")],
            };
        }
    };
    case.expect
        .iter()
        .filter_map(|(field, wanted)| difference(&answer, field, wanted))
        .collect()
}

fn difference(answer: &Value, field: &str, wanted: &Value) -> Option<String> {
    let reasons = answer["reasons"].as_array().cloned().unwrap_or_default();
    let citations: Vec<&Value> = reasons.iter().map(|reason| &reason["citation"]).collect();
    let met = match field {
        "by" => citations.first().is_some_and(|first| *first == wanted),
        "also" => wanted
            .as_array()
            .into_iter()
            .flatten()
            .all(|citation| citations.contains(&citation)),
        "without" => wanted
            .as_array()
            .into_iter()
            .flatten()
            .all(|citation| !citations.contains(&citation)),
        "effect" => &answer["reasons"][0]["effect"] == wanted,
        "effects" => wanted
            .as_array()
            .into_iter()
            .flatten()
            .all(|effect| reasons.iter().any(|reason| reason["effect"] == *effect)),
        "unless" => wanted
            .as_array()
            .into_iter()
            .flatten()
            .all(|wanted| is_advised(answer, wanted)),
        "detail" => wanted
            .as_object()
            .into_iter()
            .flatten()
            .all(|(name, value)| &answer["detail"][name] == value),
        "absent" => wanted.as_array().into_iter().flatten().all(|name| {
            name.as_str().is_some_and(|name| {
                answer.get(name).is_none() && answer["detail"].get(name).is_none()
            })
        }),
        _ => &answer[field] == wanted,
    };
    let shown = match field {
        "effect" | "effects" => reasons
            .iter()
            .map(|reason| &reason["effect"])
            .cloned()
            .collect(),
        "by" | "also" | "without" => {
            Value::from(citations.into_iter().cloned().collect::<Vec<_>>())
        }
        _ => answer[field].clone(),
    };
    (!met).then(|| format!("{field}: wanted {wanted}, answered {shown}"))
}

/// Is this change among what would change the answer? `wanted` is the fact's name, or a table of fields.
fn is_advised(answer: &Value, wanted: &Value) -> bool {
    answer["unless"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|unless| match wanted.as_object() {
            Some(fields) => fields.iter().all(|(name, value)| &unless[name] == value),
            None => &unless["fact"] == wanted,
        })
}

#[test]
fn every_case_is_answered_as_worked_out_by_hand() {
    let failed: Vec<String> = cases()
        .iter()
        .filter_map(|(file, case)| {
            let differences = differences(case);
            (!differences.is_empty())
                .then(|| format!("{file}: {}\n    {}", case.name, differences.join("\n    ")))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} cases differ:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn every_case_has_a_name_of_its_own_and_says_how_it_was_worked_out() {
    let mut names = BTreeSet::new();
    for (file, case) in cases() {
        assert!(
            names.insert(case.name.clone()),
            "{file}: two cases are called `{}`",
            case.name
        );
        assert!(
            case.why.len() >= 5,
            "{file}: `{}` does not say how it was worked out",
            case.name
        );
        assert!(
            !case.expect.is_empty(),
            "{file}: `{}` expects nothing",
            case.name
        );
    }
}

#[test]
fn every_rule_and_every_procedure_is_met_by_a_case() {
    let (mut rules, mut procedures) = (BTreeSet::new(), BTreeSet::new());
    for (_, case) in cases() {
        let Ok(answer) = answer(&case) else { continue };
        procedures.insert(answer["procedure"].to_string());
        let reasons = answer["reasons"].as_array().cloned().unwrap_or_default();
        rules.extend(reasons.iter().map(|reason| reason["rule"].to_string()));
    }
    let unmet: Vec<&str> = law::rules()
        .map(|rule| rule.id)
        .chain(law::PROCEDURES.iter().map(|procedure| procedure.name))
        .filter(|name| {
            let name = format!("\"{name}\"");
            !rules.contains(&name) && !procedures.contains(&name)
        })
        .collect();
    assert!(unmet.is_empty(), "no case meets {unmet:?}");
}

/// How many cases meet each rule, as `law coverage` tells it.
const COVERAGE: &str = "src/law/coverage/cases.txt";

#[test]
fn the_coverage_of_rules_by_cases_is_as_it_is_told() {
    let mut counted: BTreeMap<&str, u32> = law::rules().map(|rule| (rule.id, 0)).collect();
    for (_, case) in cases() {
        let Ok(answer) = answered(&case) else {
            continue;
        };
        let met: BTreeSet<&str> = answer.reasons.iter().map(|reason| reason.rule.id).collect();
        for rule in met {
            *counted.entry(rule).or_default() += 1;
        }
    }
    let lines: String = counted
        .iter()
        .map(|(rule, count)| format!("{rule} {count}\n"))
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COVERAGE);
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &lines).expect("the table can be written");
    }
    let told = fs::read_to_string(&path).expect("the table is there");
    assert!(
        told == lines,
        "{COVERAGE} is not as the cases are now; run `UPDATE_COVERAGE=1 cargo test --test law coverage`"
    );
}
