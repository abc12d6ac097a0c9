use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use anyhow::Context;
use serde_json::{Value, json};

use crate::command::{CommandError, Exit, Report};
use crate::document::mrz::{CheckDigit, Inspection, RawFields, inspect};

/// Where the machine readable zone to check comes from.
#[derive(Debug, Clone, clap::Args)]
pub struct CheckOptions {
    /// The two or three lines, or all of it run together; without lines and file, standard input is read
    lines: Vec<String>,
    /// A file to read it from
    #[arg(long, value_name = "FILE", conflicts_with = "lines")]
    file: Option<PathBuf>,
}

/// The greatest number of bytes read; a zone has 90.
const MOST_INPUT: u64 = 4096;

pub(super) fn run(
    options: &CheckOptions,
    input: &mut dyn Read,
) -> Result<Box<dyn Report>, CommandError> {
    let text = match (&options.file, &options.lines[..]) {
        (Some(path), _) => {
            let name = || format!("cannot read `{}`", path.display());
            let mut file = File::open(path).with_context(name)?;
            read(&mut file).with_context(name)?
        }
        (None, []) => read(input).context("cannot read standard input")?,
        (None, lines) => lines.join("\n"),
    };
    let inspection = inspect(&text).map_err(CommandError::usage)?;
    Ok(Box::new(Checked(inspection)))
}

/// What is no UTF-8 is replaced and then found by position, as any other foreign character.
fn read(input: &mut dyn Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    input.take(MOST_INPUT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct Checked(Inspection);

impl Report for Checked {
    fn text(&self) -> String {
        let Self(inspection) = self;
        let verdict = if inspection.is_valid() {
            "valid"
        } else {
            "not valid"
        };
        let mut text = format!("{}: {verdict}\n", inspection.format);
        for (name, value) in rows(&inspection.raw) {
            let _ = write!(text, "\n{name:<16}{value}");
        }
        text.push_str("\n\ncheck digits");
        for digit in &inspection.check_digits {
            let _ = write!(text, "\n  {}", digit_row(digit));
        }
        if !inspection.findings.is_empty() {
            text.push_str("\n\nfindings");
            for finding in &inspection.findings {
                let _ = write!(text, "\n  {finding}");
            }
        }
        text
    }

    fn json(&self) -> Value {
        let Self(inspection) = self;
        let findings: Vec<Value> = inspection
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "field": finding.field.id(),
                    "line": finding.line,
                    "position": finding.position,
                    "problem": finding.problem,
                })
            })
            .collect();
        json!({
            "format": inspection.format.to_string(),
            "valid": inspection.is_valid(),
            "fields": fields_json(&inspection.raw),
            "check_digits": inspection.check_digits.iter().map(digit_json).collect::<Vec<_>>(),
            "findings": findings,
        })
    }

    fn exit(&self) -> Exit {
        if self.0.is_valid() {
            Exit::Done
        } else {
            Exit::Refused
        }
    }
}

fn digit_row(digit: &CheckDigit) -> String {
    let place = format!("line {} position {}", digit.line, digit.position);
    let (field, given) = (digit.field.to_string(), digit.given);
    if digit.is_right {
        format!("{field:<16}{place:<22}{given} right")
    } else {
        format!(
            "{field:<16}{place:<22}{given} WRONG, expected {}",
            digit.expected
        )
    }
}

pub(super) fn digit_json(digit: &CheckDigit) -> Value {
    json!({
        "field": digit.field.id(),
        "line": digit.line,
        "position": digit.position,
        "given": digit.given,
        "expected": digit.expected,
        "right": digit.is_right,
    })
}

/// The identifiers of a name with its components parted by spaces.
fn identifiers(raw: &RawFields) -> (String, String) {
    let (primary, secondary) = raw.name.split_once("<<").unwrap_or((&raw.name, ""));
    let spaced = |name: &str| name.replace('<', " ").trim().to_owned();
    (spaced(primary), spaced(secondary))
}

fn rows(raw: &RawFields) -> Vec<(&'static str, String)> {
    let (primary, secondary) = identifiers(raw);
    let maybe = if raw.is_name_maybe_truncated {
        " (maybe shortened)"
    } else {
        ""
    };
    let mut rows = vec![
        ("document code", raw.code.clone()),
        ("issuing State", raw.issuer.clone()),
        ("surname", format!("{primary}{maybe}")),
        ("given names", secondary),
        ("number", raw.number.clone()),
        ("nationality", raw.nationality.clone()),
        ("birth", raw.birth.clone()),
        ("sex", raw.sex.clone()),
        ("expiry", raw.expiry.clone()),
        ("optional data", raw.optional.clone()),
    ];
    if !raw.optional_2.is_empty() {
        rows.push(("optional data 2", raw.optional_2.clone()));
    }
    rows
}

fn fields_json(raw: &RawFields) -> Value {
    let (primary, secondary) = identifiers(raw);
    json!({
        "code": raw.code,
        "issuing_state": raw.issuer,
        "surname": primary,
        "given_names": secondary,
        "name_maybe_shortened": raw.is_name_maybe_truncated,
        "number": raw.number,
        "nationality": raw.nationality,
        "birth": raw.birth,
        "sex": raw.sex,
        "expiry": raw.expiry,
        "optional": raw.optional,
        "optional_2": raw.optional_2,
    })
}
