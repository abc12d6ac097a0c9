//! The command as a person and as a script see it.

use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Program {
    #[command(flatten)]
    options: Options,
}

fn run_with(arguments: &[&str]) -> (u8, String, String) {
    let program = Program::try_parse_from([&["law"], arguments].concat())
        .expect("a test's arguments are well formed");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run(&program.options, true, &mut out, &mut err).expect("a vector takes every byte");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (exit.code(), text(out), text(err))
}

const ADULT: &[&str] = &[
    "ask",
    "issue",
    "kind=ordinary",
    "date=2011-10-05",
    "birth=1980-02-01",
    "sex=F",
];

#[test]
fn one_question_has_one_json_answer() {
    let (exit, out, err) = run_with(ADULT);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((exit, err.as_str()), (0, ""));
    assert_eq!(answer["outcome"], "grant");
    assert_eq!(answer["edition"], "decree-23181");
    assert_eq!(answer["valid_until"], "2021-10-05");
    assert_eq!(answer["use"], "multiple");
    assert_eq!(answer["reasons"][0]["citation"], "6(1)");
    assert_eq!(answer["detail"]["fee"]["KRW"], 55_000);
}

#[test]
fn a_refusal_is_an_answer_and_exits_with_nought() {
    let (exit, out, _) = run_with(&[
        "ask",
        "issue",
        "kind=residence",
        "date=2011-10-05",
        "birth=1980-02-01",
    ]);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((exit, &answer["outcome"]), (0, &Value::from("refuse_kind")));
    assert_eq!(answer["unless"][0]["fact"], "emigrant");
}

#[test]
fn what_is_not_known_exits_with_two_and_names_it() {
    for (arguments, said) in [
        (vec!["ask", "issues"], "there is no procedure `issues`"),
        (
            vec!["ask", "issue", "colour=red"],
            "there is no fact `colour`",
        ),
        (
            vec!["ask", "issue", "kind=red"],
            "the fact `kind` cannot be `red`",
        ),
        (vec!["ask", "issue", "kind"], "name=value"),
        (
            vec!["ask", "issue", "kind=ordinary", "kind=ordinary"],
            "given twice",
        ),
        (
            vec!["ask", "reissue", "birth=2012-01-02", "date=2012-01-01"],
            "`birth` and `date` contradict",
        ),
        (
            vec!["ask", "issue", "--edition", "decree-1"],
            "there is no edition `decree-1`",
        ),
        (
            vec!["ask", "issue", "--switch", "day=night"],
            "there is no switch `day`",
        ),
        (vec!["ask", "--batch", "/nonexistent"], "cannot read"),
    ] {
        let (exit, out, err) = run_with(&arguments);
        assert_eq!(exit, 2, "{arguments:?}");
        assert!(err.contains(said), "{err}");
        assert!(serde_json::from_str::<Value>(&out).is_ok_and(|value| value["error"].is_string()));
    }
}

#[test]
fn an_answer_can_be_told_in_words() {
    for (language, said) in [
        ("en", "An ordinary passport is valid for at most ten years"),
        ("ko", "일반여권의 유효기간은 10년"),
    ] {
        let program = Program::try_parse_from([&["law"], ADULT, &["--words", language]].concat())
            .expect("well formed");
        let mut out = Vec::new();
        run(&program.options, false, &mut out, &mut Vec::new()).expect("a vector takes every byte");
        let text = String::from_utf8(out).expect("text");
        assert!(text.contains(said), "{text}");
    }
}

fn batch(lines: &str) -> (Exit, Vec<Value>) {
    let mut out = Vec::new();
    let exit = batch::answer_lines(
        lines.as_bytes(),
        Edition::default(),
        &Readings::default(),
        &mut out,
    )
    .expect("a vector");
    let text = String::from_utf8(out).expect("text");
    (
        exit,
        text.lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect(),
    )
}

#[test]
fn a_batch_answers_every_line_in_order_and_names_the_bad_ones() {
    let (exit, answers) = batch(concat!(
        r#"{"id": 1, "procedure": "issue", "facts": {"kind": "ordinary", "date": "2011-10-05", "birth": "1980-02-01"}}"#,
        "\n",
        "\n",
        r#"{"id": "b", "procedure": "issue", "facts": {"kind": "ordinary", "colour": "red"}}"#,
        "\n",
        "not json\n",
        r#"{"id": [3], "procedure": "nothing", "facts": {}}"#,
        "\n",
        r#"{"id": 4, "procedure": "issue", "facts": {"kind": "ordinary", "kind": "ordinary"}}"#,
        "\n",
        r#"{"id": 5, "procedure": "issue", "facts": {}, "edition": "decree-23181"}"#,
    ));
    assert_eq!(exit, Exit::Usage);
    let ids: Vec<String> = answers
        .iter()
        .map(|answer| answer["id"].to_string())
        .collect();
    assert_eq!(ids, ["1", "\"b\"", "null", "[3]", "4", "5"]);
    assert_eq!(answers[0]["outcome"], "grant");
    assert!(
        answers[1]["error"]
            .as_str()
            .is_some_and(|text| text.contains("`colour`"))
    );
    assert!(
        answers[4]["error"]
            .as_str()
            .is_some_and(|text| text.contains("twice"))
    );
    assert_eq!(answers[5]["outcome"], "incomplete");
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let long = format!(
        "{}\n{}\n",
        "x".repeat(600_000),
        r#"{"id": 2, "procedure": "issue", "facts": {}}"#
    );
    let (exit, answers) = batch(&long);
    assert_eq!(exit, Exit::Usage);
    assert!(
        answers[0]["error"]
            .as_str()
            .is_some_and(|text| text.contains("longer than"))
    );
    assert_eq!(answers[1]["id"], 2);
}

#[test]
fn a_good_batch_exits_with_nought() {
    assert_eq!(
        batch(r#"{"id": 1, "procedure": "issue", "facts": {}}"#).0,
        Exit::Done
    );
    assert_eq!(batch("").0, Exit::Done);
}

#[test]
fn an_article_is_explained_in_words() {
    let (exit, out, _) = run_with(&["explain", "--article", "6"]);
    assert_eq!(exit, 0);
    let places: Value = serde_json::from_str(&out).expect("JSON");
    let rules: Vec<&str> = places
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|place| place["rules"].as_array().expect("rules"))
        .filter_map(|rule| rule["citation"].as_str())
        .collect();
    assert!(
        rules.contains(&"6(2)3(b)") && !rules.iter().any(|citation| citation.starts_with("6-2")),
        "{rules:?}"
    );
    let (exit, _, err) = run_with(&["explain", "--article", "45"]);
    assert!(exit == 2 && err.contains("`45`"), "{err}");
}

#[test]
fn coverage_lists_every_article() {
    let (exit, out, _) = run_with(&["coverage"]);
    let places: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(exit, 0);
    let list = places.as_array().expect("a list");
    for article in 1..=44 {
        let named = |place: &Value| {
            place["place"]
                .as_str()
                .is_some_and(|place| crate::law::coverage::is_within(place, &article.to_string()))
        };
        assert!(list.iter().any(named), "article {article}");
    }
    for place in list {
        let kept = place["rules"]
            .as_array()
            .is_some_and(|rules| !rules.is_empty());
        assert!(kept != place["kept_elsewhere"].is_string(), "{place}");
        let met = place["cases"].as_object().expect("cases by rule");
        assert!(
            met.values().all(|count| count.as_u64() > Some(0)),
            "{place}"
        );
        assert!(place["screens"].is_array());
    }
}

#[test]
fn replay_names_what_would_differ() {
    let stored = |until: &str| {
        format!(
            r#"{{"id": 7, "procedure": "issue", "facts": {{"kind": "ordinary", "date": "2026-03-15", "birth": "1990-05-01", "sex": "M", "mil": "second_militia"}}, "answer": {{"edition": "decree-23181", "outcome": "grant", "discretion": false, "kind": "ordinary", "use": "multiple", "valid_from": "2026-03-15", "valid_until": "{until}"}}}}"#
        )
    };
    let run = |lines: &str, edition: Option<Edition>| {
        let mut out = Vec::new();
        let exit = replay::replay_lines(lines.as_bytes(), edition, &mut out).expect("a vector");
        let text = String::from_utf8(out).expect("text");
        (
            exit,
            text.lines()
                .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
                .collect::<Vec<_>>(),
        )
    };
    let (exit, lines) = run(&stored("2036-03-15"), None);
    assert_eq!(
        (exit, &lines[0]["differing"]),
        (Exit::Done, &Value::from(0))
    );
    let (exit, lines) = run(&stored("2031-03-15"), None);
    assert_eq!(
        (exit, &lines[0]["differences"][0]["field"]),
        (Exit::Refused, &Value::from("valid_until"))
    );
    assert_eq!(lines[0]["because"], "6(1)");
    let militia = stored("2036-03-15").replace("second_militia", "first_militia");
    let (exit, lines) = run(&militia, Some(Edition::ByDate));
    assert_eq!(exit, Exit::Refused, "no permit under the law of 2011");
    assert_eq!(
        (&lines[0]["compared"], &lines[0]["edition"]),
        (&Value::from("own"), &Value::from("decree-23181"))
    );
    assert_eq!(
        lines[1]["differing_under_other"], 0,
        "ten years under the law of 2026"
    );
    assert_eq!(run("{}", None).0, Exit::Usage);
}

#[test]
fn replay_reads_rows_of_the_table_of_decisions() {
    let facts = r#"{\"kind\": \"ordinary\", \"date\": \"2026-03-15\", \"birth\": \"1990-05-01\", \"sex\": \"M\", \"mil\": \"first_militia\"}"#;
    let answer = r#"{\"outcome\": \"grant\", \"discretion\": false, \"kind\": \"ordinary\", \"use\": \"multiple\", \"valid_from\": \"2026-03-15\", \"valid_until\": \"2036-03-15\"}"#;
    let row = format!(
        r#"{{"id": "A-1/1", "procedure": "issue", "at": "2026-03-15T01:00:00Z", "officer": "kim", "facts": "{facts}", "edition": "decree-36078", "answer": "{answer}"}}"#
    );
    let lines = format!("{row}\n{{\"id\": \"A-2/1\", \"procedure\": \"issue\"}}\n");
    let mut out = Vec::new();
    let edition = Edition::parse("decree-31865").expect("an edition");
    let exit = replay::replay_lines(lines.as_bytes(), Some(edition), &mut out).expect("a vector");
    let out = String::from_utf8(out).expect("text");
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(exit, Exit::Usage);
    assert_eq!(
        (&lines[0]["compared"], &lines[0]["because"]),
        (&Value::from("other"), &Value::from("6(2)2"))
    );
    assert_eq!(
        lines[0]["differences"].as_array().map(Vec::len),
        Some(2),
        "five years, and the officer's to give"
    );
    assert_eq!(lines[1]["id"], "A-2/1");
    assert!(
        lines[1]["error"]
            .as_str()
            .is_some_and(|text| text.contains("`facts`"))
    );
    assert_eq!(
        (
            &lines[2]["replayed"],
            &lines[2]["differing"],
            &lines[2]["differing_under_other"]
        ),
        (&Value::from(1), &Value::from(0), &Value::from(1))
    );
}

#[test]
fn a_name_is_offered_in_several_spellings_and_the_own_one_stays() {
    let (exit, out, _) = run_with(&["romanise", "김", "길동", "--own", "Gimm Gildong"]);
    let offered: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(exit, 0);
    assert_eq!(offered["candidates"][0]["surname"], "KIM");
    assert_eq!(offered["candidates"][1]["surname"], "GIM");
    assert_eq!(offered["candidates"][0]["mrz"], "KIM<<GILDONG");
    assert_eq!(offered["own"], "GIMM GILDONG");
    assert_eq!(offered["own_is_offered"], false);
    assert_eq!(offered["change_grounds"].as_array().map(Vec::len), Some(8));
    assert_eq!(offered["change_grounds"][0]["citation"], "3-2(1)1");
    let (exit, _, err) = run_with(&["romanise", "Kim", "길동"]);
    assert!(exit == 2 && err.contains("surname: "), "{err}");
}

/// Gives question after question and asks how far the answers are behind.
struct Questions {
    given: std::rc::Rc<std::cell::Cell<u64>>,
    answered: std::rc::Rc<std::cell::Cell<u64>>,
    most: u64,
    ahead: u64,
}

const QUESTION: &[u8] = br#"{"id": 1, "procedure": "issue", "facts": {"kind": "ordinary", "date": "2011-10-05", "birth": "1980-02-01"}}
"#;

impl std::io::Read for Questions {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.ahead = self.ahead.max(self.given.get() - self.answered.get());
        if self.given.get() == self.most || buffer.len() < QUESTION.len() {
            assert_eq!(self.given.get(), self.most, "the reader takes whole lines");
            return Ok(0);
        }
        self.given.set(self.given.get() + 1);
        buffer[..QUESTION.len()].copy_from_slice(QUESTION);
        Ok(QUESTION.len())
    }
}

/// Counts answers and keeps none.
struct Counter(std::rc::Rc<std::cell::Cell<u64>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        self.0.set(self.0.get() + lines as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_batch_never_runs_far_ahead_of_its_answers() {
    let (given, answered) = <(
        std::rc::Rc<std::cell::Cell<u64>>,
        std::rc::Rc<std::cell::Cell<u64>>,
    )>::default();
    let mut questions = Questions {
        given,
        answered: answered.clone(),
        most: 3_000,
        ahead: 0,
    };
    let input = std::io::BufReader::with_capacity(1 << 10, &mut questions);
    let mut out = Counter(answered.clone());
    let exit = batch::answer_lines(input, Edition::default(), &Readings::default(), &mut out)
        .expect("a counter takes every byte");
    assert_eq!((exit, answered.get()), (Exit::Done, 3_000));
    assert!(
        questions.ahead < 100,
        "{} lines are held at once",
        questions.ahead
    );
}
