//! How many full `issue` answers a second one core gives: facts read from JSON, decided, and written as JSON.
//!
//! `cargo bench --bench law`. The budget is 50,000 a second.
#![allow(
    clippy::expect_used,
    reason = "a bench that cannot ask its own questions must fail loudly"
)]

use std::time::{Duration, Instant};

use yeogwon::law::{self, Edition, Facts};

/// Questions of different kinds, so that no single branch is measured alone.
const QUESTIONS: &[&str] = &[
    r#"{"kind": "ordinary", "date": "2012-03-15", "birth": "1970-01-01", "sex": "F"}"#,
    r#"{"kind": "ordinary", "date": "2012-03-15", "birth": "1991-08-20", "sex": "M", "mil": "first_militia", "permit": "none"}"#,
    r#"{"kind": "ordinary", "date": "2012-03-15", "birth": "2000-01-01", "sex": "F"}"#,
    r#"{"kind": "official", "date": "2012-03-15", "cat": "7(2)", "relation": "spouse", "travel_start": "2012-04-01", "travel": "P2Y"}"#,
    r#"{"kind": "diplomatic", "date": "2012-03-15", "role": "ambassador", "relation": "child", "birth": "1988-09-01", "married": false}"#,
    r#"{"kind": "ordinary", "date": "2012-02-20", "birth": "1984-06-01", "sex": "M", "mil": "first_militia", "permit_from": "2012-03-01", "permit_to": "2012-06-30"}"#,
    r#"{"kind": "travel_certificate", "date": "2012-03-15", "person": "stateless", "departing": true}"#,
    r#"{"kind": "residence", "date": "2012-03-15", "birth": "1970-01-01", "emigrant": false}"#,
];

/// How long is measured.
const TIME: Duration = Duration::from_secs(3);

fn main() {
    let mut answers = 0u32;
    let mut bytes = 0usize;
    let begun = Instant::now();
    while begun.elapsed() < TIME {
        for question in QUESTIONS {
            let facts: Facts =
                serde_json::from_str(question).expect("a bench's facts are of the vocabulary");
            let answer = law::ask("issue", &facts, Edition::default())
                .expect("a bench's facts do not contradict themselves");
            bytes += serde_json::to_string(&answer)
                .expect("an answer is JSON")
                .len();
            answers += 1;
        }
    }
    let rate = f64::from(answers) / begun.elapsed().as_secs_f64();
    println!("{rate:.0} answers a second on one core, {bytes} bytes written; the budget is 50000");
    if rate < 50_000.0 {
        std::process::exit(1);
    }
}
