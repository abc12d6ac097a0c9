//! `law replay`: stored decisions asked again, under their own edition or another; what would differ is named.

use std::io::{self, BufRead, BufWriter, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::command::Exit;
use crate::law::{self, Edition, Facts, Readings};

/// A decision as it was stored: the question and the answer that was given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    id: Value,
    procedure: String,
    facts: Facts,
    answer: Value,
}

/// The parts of an answer that decide; reasons may be worded anew without a different decision.
const DECIDING: &[&str] = &[
    "outcome",
    "discretion",
    "kind",
    "use",
    "valid_from",
    "valid_until",
];

/// Replays every line and writes one line for each decision that differs, and one with the sum.
///
/// Exit code 0 when none differs, 3 when some do, 2 when a line could not be read.
pub(super) fn replay_lines(
    input: impl BufRead,
    edition: Option<Edition>,
    out: &mut dyn Write,
) -> io::Result<Exit> {
    let mut out = BufWriter::new(out);
    let (mut replayed, mut differing, mut bad) = (0u64, 0u64, 0u64);
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match replay(&line, edition) {
            Ok(None) => replayed += 1,
            Ok(Some(difference)) => {
                (replayed, differing) = (replayed + 1, differing + 1);
                writeln!(out, "{difference}")?;
            }
            Err(error) => {
                bad += 1;
                writeln!(out, "{}", json!({ "error": error }))?;
            }
        }
    }
    writeln!(
        out,
        "{}",
        json!({"replayed": replayed, "differing": differing, "unreadable": bad})
    )?;
    out.flush()?;
    Ok(match (bad, differing) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Refused,
        _ => Exit::Usage,
    })
}

/// What differs between a stored decision and today's answer, if anything does.
fn replay(line: &str, edition: Option<Edition>) -> Result<Option<Value>, String> {
    let stored: Stored = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let own = stored
        .answer
        .get("edition")
        .and_then(Value::as_str)
        .unwrap_or("decree-23181");
    let edition = edition
        .map_or_else(|| Edition::parse(own), Ok)
        .map_err(|error| error.to_string())?;
    let answer = law::ask_with(
        &stored.procedure,
        &stored.facts,
        edition,
        &Readings::default(),
    )
    .map_err(|error| error.to_string())?;
    let now = serde_json::to_value(&answer).map_err(|error| error.to_string())?;
    let differences: Vec<Value> = DECIDING
        .iter()
        .filter(|field| stored.answer.get(**field) != now.get(**field))
        .map(|field| json!({"field": field, "was": stored.answer.get(*field), "now": now.get(*field)}))
        .collect();
    let because = now.pointer("/reasons/0/citation").cloned();
    Ok((!differences.is_empty()).then(|| {
        json!({"id": stored.id, "procedure": stored.procedure, "edition": answer.edition, "differences": differences, "because": because})
    }))
}
