//! Questions by the million: one a line in, one answer a line out, in constant memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::command::{CommandError, Exit};
use crate::law::{self, Answer, Edition, Facts, Readings};

/// A question never needs as many bytes as this; a longer line is answered with an error and skipped.
const LONGEST_LINE: u64 = 256 * 1024;

/// One question of a batch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    id: Value,
    procedure: String,
    facts: Facts,
    edition: Option<String>,
}

/// One answer of a batch: the question's own name for itself, and the answer.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    #[serde(flatten)]
    answer: &'a Answer,
}

/// Opens the questions; `-` is standard input.
pub(super) fn open(file: &Path) -> Result<Box<dyn BufRead>, CommandError> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = File::open(file).with_context(|| format!("cannot read `{}`", file.display()));
    Ok(Box::new(BufReader::with_capacity(
        1 << 16,
        opened.map_err(CommandError::usage)?,
    )))
}

/// Answers every line. A bad line is answered `{"id", "error"}` and the rest goes on; then the exit code says so.
pub(super) fn answer_lines(
    mut input: impl BufRead,
    edition: Edition,
    readings: &Readings,
    out: &mut dyn Write,
) -> io::Result<Exit> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let mut line = Vec::new();
    let mut exit = Exit::Done;
    while let Some(whole) = next_line(&mut input, &mut line)? {
        if line.trim_ascii().is_empty() && whole {
            continue;
        }
        let written = if whole {
            answer_line(&line, edition, readings)
        } else {
            Err(too_long())
        };
        match written {
            Ok(text) => out.write_all(text.as_bytes())?,
            Err(error) => {
                exit = Exit::Usage;
                out.write_all(error.to_string().as_bytes())?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(exit)
}

/// Reads the next line into `line`; `Some(false)` when it was too long and the rest of it was passed over.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let read = input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || u64::try_from(read).is_ok_and(|read| read < LONGEST_LINE) {
        return Ok(Some(true));
    }
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Some(false));
        }
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                input.consume(end + 1);
                return Ok(Some(false));
            }
            None => {
                let all = buffer.len();
                input.consume(all);
            }
        }
    }
}

fn too_long() -> Value {
    json!({"id": null, "error": format!("the line is longer than {LONGEST_LINE} bytes")})
}

/// The answer to one line, or the line that says what is wrong with it.
fn answer_line(line: &[u8], edition: Edition, readings: &Readings) -> Result<String, Value> {
    let bad = |id: Value, error: String| json!({"id": id, "error": error});
    let question: Question =
        serde_json::from_slice(line).map_err(|error| bad(id_of(line), said(&error)))?;
    let answered = question
        .edition
        .as_deref()
        .map_or(Ok(edition), Edition::parse)
        .and_then(|edition| law::ask_with(&question.procedure, &question.facts, edition, readings));
    let answer = answered.map_err(|error| bad(question.id.clone(), error.to_string()))?;
    serde_json::to_string(&Line {
        id: &question.id,
        answer: &answer,
    })
    .map_err(|error| bad(question.id.clone(), error.to_string()))
}

/// The name of a question that could not be read otherwise.
fn id_of(line: &[u8]) -> Value {
    let value: Option<Value> = serde_json::from_slice(line).ok();
    value
        .and_then(|mut value| value.get_mut("id").map(Value::take))
        .unwrap_or(Value::Null)
}

/// The reader's message without its own line count, which is always 1.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line 1 column ") {
        Some((message, _)) if error.is_data() => message.to_owned(),
        _ => text,
    }
}
