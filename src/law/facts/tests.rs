//! Reading of facts: what is understood, and what is named when it is not.

use serde_json::json;

use super::*;

fn read(value: Json) -> Result<Facts, FactsError> {
    match value {
        Json::Object(object) => Facts::from_json(&object),
        _ => panic!("a test's facts are an object"),
    }
}

#[test]
fn natural_json_types_and_the_text_of_a_command_line_mean_the_same() {
    let natural = read(json!({
        "kind": "ordinary", "date": "2012-03-15", "serving": false, "minister_years": 3, "face_cm": 3.5,
        "travel": "P3Y", "losses": ["2011-06-15", "2012-06-15"], "reissue_applied": false, "proxy": false,
    }));
    let text = Facts::from_pairs([
        ("kind", "ordinary"),
        ("date", "2012-03-15"),
        ("serving", "no"),
        ("minister_years", "3"),
        ("face_cm", "3.5"),
        ("travel", "P3Y"),
        ("losses", "2011-06-15|2012-06-15"),
        ("reissue_applied", "no"),
        ("proxy", "no"),
    ]);
    assert_eq!(natural, text);
    let facts = natural.expect("readable");
    assert_eq!(facts.integer(Fact::MinisterYears), Some(3));
    assert!(facts.denies(Fact::Serving) && facts.is(Fact::Proxy, Word::No));
    assert_eq!(facts.dates(Fact::Losses).len(), 2);
    assert_eq!(read(Json::Object(facts.to_json())), Ok(facts));
}

#[test]
fn a_fact_takes_the_union_of_its_shapes() {
    for (name, text) in [
        ("reissue_applied", "2012-01-01"),
        ("reissue_applied", "no"),
        ("reason", "yes"),
        ("reason", "tourism"),
        ("losses", ""),
    ] {
        assert!(Facts::from_pairs([(name, text)]).is_ok(), "{name}={text}");
    }
}

#[test]
fn what_is_not_known_is_named_with_what_is() {
    for (name, value, said) in [
        ("colour", json!("red"), "there is no fact `colour`"),
        (
            "kind",
            json!("blue"),
            "`blue`; allowed: diplomatic, official, ordinary, residence, travel_certificate",
        ),
        ("serving", json!("maybe"), "allowed: yes, no"),
        (
            "birth",
            json!("1990-02-30"),
            "cannot be that; allowed: a date",
        ),
        ("birth", json!(null), "`birth`"),
        ("minister_years", json!(-1), "a whole number"),
        ("minister_years", json!(1.5), "a whole number"),
        ("losses", json!(["2011-06-15", 3]), "a list of dates"),
        ("kind", json!(["ordinary"]), "`kind`"),
        ("kind", json!({}), "`kind`"),
    ] {
        let error = read(json!({name: value})).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    }
    let secret = read(json!({"birth": "1990-13-01"}))
        .expect_err("no such month")
        .to_string();
    assert!(
        !secret.contains("1990-13"),
        "a date of birth is not repeated: {secret}"
    );
}

#[test]
fn a_fact_given_twice_is_an_error() {
    let twice = Facts::from_pairs([("kind", "ordinary"), ("kind", "ordinary")]);
    assert_eq!(twice, Err(FactsError::Repeated { fact: Fact::Kind }));
    let json = serde_json::from_str::<Facts>(r#"{"kind":"ordinary","kind":"official"}"#);
    assert!(
        json.expect_err("twice")
            .to_string()
            .contains("`kind` is given twice")
    );
}
