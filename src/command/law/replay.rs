//! `law replay`: stored decisions asked again, under their own edition and another; what would differ is named.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

use chrono::Utc;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::command::{CommandError, Exit, block_on, open};
use crate::config::DataDirectory;
use crate::law::{self, Edition, Facts, FactsError, Readings};
use crate::service::Actor;
use crate::service::decide_application::export_decisions;

/// The decisions of an installation, one a line, in a file without a name: there may be millions, and they tell of people.
pub(super) fn stored_decisions(data: &Path) -> Result<Box<dyn BufRead>, CommandError> {
    let mut file = tempfile::tempfile().map_err(CommandError::failed)?;
    block_on(export(data, &mut file))??;
    file.rewind().map_err(CommandError::failed)?;
    Ok(Box::new(BufReader::new(file)))
}

async fn export(data: &Path, file: &mut File) -> Result<(), CommandError> {
    let deps = open(&DataDirectory::new(data), Utc::now).await?;
    let mut lines = BufWriter::new(file);
    let operator = Actor::operator().map_err(CommandError::failed)?;
    let exported = export_decisions(&deps, &operator, &mut lines).await;
    deps.database.close().await;
    exported.map_err(CommandError::failed)?;
    lines.flush().map_err(CommandError::failed)
}

/// A decision as it was stored: the question, the answer that was given, and the edition that gave it.
///
/// This is a row of the table `decision` as JSON; what else a row holds (officer, time, note) decides nothing here.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    id: Value,
    procedure: String,
    #[serde(deserialize_with = "plain_or_text")]
    facts: Facts,
    edition: Option<String>,
    #[serde(deserialize_with = "plain_or_text")]
    answer: Value,
}

/// A JSON value, or the text of one, as a column of text exports it.
fn plain_or_text<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let read = match Value::deserialize(deserializer)? {
        Value::String(text) => serde_json::from_str(&text),
        value => serde_json::from_value(value),
    };
    read.map_err(serde::de::Error::custom)
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

/// How many decisions were asked again, and what came of it.
#[derive(Default)]
struct Sum {
    replayed: u64,
    own: u64,
    other: u64,
    unreadable: u64,
}

/// Replays every line and writes one line for each decision and edition that differs, and one with the sum.
///
/// Every decision is asked again under its own edition, and under `other` where that is given. Exit code 0 when none
/// differs, 3 when some do, 2 when a line could not be read.
pub(super) fn replay_lines(
    input: impl BufRead,
    other: Option<Edition>,
    out: &mut dyn Write,
) -> io::Result<Exit> {
    let mut out = BufWriter::new(out);
    let mut sum = Sum::default();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match replay(&line, other) {
            Ok((own, other)) => {
                sum.replayed += 1;
                sum.own += u64::from(own.is_some());
                sum.other += u64::from(other.is_some());
                for difference in own.into_iter().chain(other) {
                    writeln!(out, "{difference}")?;
                }
            }
            Err((id, error)) => {
                sum.unreadable += 1;
                writeln!(out, "{}", json!({ "id": id, "error": error }))?;
            }
        }
    }
    let told = match other {
        Some(_) => json!({
            "replayed": sum.replayed, "differing": sum.own, "differing_under_other": sum.other,
            "unreadable": sum.unreadable,
        }),
        None => {
            json!({"replayed": sum.replayed, "differing": sum.own, "unreadable": sum.unreadable})
        }
    };
    writeln!(out, "{told}")?;
    out.flush()?;
    Ok(match (sum.unreadable, sum.own + sum.other) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Refused,
        _ => Exit::Usage,
    })
}

/// What differs under the decision's own edition, and under another.
type Differences = (Option<Value>, Option<Value>);

fn replay(line: &str, other: Option<Edition>) -> Result<Differences, (Value, String)> {
    let stored: Stored = serde_json::from_str(line).map_err(|error| {
        let id = serde_json::from_str::<Value>(line)
            .ok()
            .and_then(|mut value| value.get_mut("id").map(Value::take));
        (id.unwrap_or_default(), error.to_string())
    })?;
    let answered = stored.answer.get("edition").and_then(Value::as_str);
    let own = stored.edition.as_deref().or(answered);
    let own = own.map_or_else(|| Ok(Edition::default()), Edition::parse);
    let both = own.and_then(|own| {
        let own = difference(&stored, own, "own")?;
        let other = other.map(|edition| difference(&stored, edition, "other"));
        Ok((own, other.transpose()?.flatten()))
    });
    both.map_err(|error| (stored.id.clone(), error.to_string()))
}

/// What differs between a stored decision and the answer of an edition, if anything does.
fn difference(
    stored: &Stored,
    edition: Edition,
    compared: &str,
) -> Result<Option<Value>, FactsError> {
    let answer = law::ask_with(
        &stored.procedure,
        &stored.facts,
        edition,
        &Readings::default(),
    )?;
    let now = serde_json::to_value(&answer).unwrap_or_default();
    let differences: Vec<Value> = DECIDING
        .iter()
        .filter(|field| stored.answer.get(**field) != now.get(**field))
        .map(|field| json!({"field": field, "was": stored.answer.get(*field), "now": now.get(*field)}))
        .collect();
    let because = now.pointer("/reasons/0/citation").cloned();
    Ok((!differences.is_empty()).then(|| {
        json!({
            "id": stored.id, "procedure": stored.procedure, "compared": compared,
            "edition": answer.edition, "differences": differences, "because": because,
        })
    }))
}
