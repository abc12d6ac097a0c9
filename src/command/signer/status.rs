//! `yeogwon signer status`.

use std::path::Path;

use serde_json::{Value, json};

use super::{ask, misunderstood};
use crate::command::{CommandError, Report};
use crate::domain::DocumentNumber;
use crate::signer::{Request, Response, Status};

/// What the signer says of itself.
pub(super) struct Shown(Status);

/// Asks the signer how it is.
pub(super) fn run(socket: &Path) -> Result<Shown, CommandError> {
    match ask(socket, &Request::Status)? {
        Response::Status(status) => Ok(Shown(status)),
        _ => Err(misunderstood()),
    }
}

impl Report for Shown {
    fn text(&self) -> String {
        let Status {
            version,
            specimen,
            officers,
            document_signers,
            open,
            register,
            log,
            alarms,
            at,
        } = &self.0;
        let mut lines = vec![
            format!(
                "signer      version {version}, {}",
                if *specimen {
                    "specimens only"
                } else {
                    "in earnest"
                }
            ),
            format!("clock       {}", at.format("%Y-%m-%d %H:%M:%S UTC")),
            format!("log         entry {}, {}", log.sequence, log.digest),
            format!(
                "officers    {officers}, after {} changes of the register, {}",
                register.sequence, register.sha256
            ),
            format!("alarms      {}{}", alarms, alarm_advice(*alarms)),
            format!("open        {}", open_numbers(open)),
            String::new(),
            format!(
                "{:<28} {:<10} {:<12} {:<12} {:>10} {:>10}",
                "document signer", "documents", "from", "until", "signed", "limit"
            ),
        ];
        lines.extend(document_signers.iter().map(|signer| {
            format!(
                "{:<28} {:<10} {:<12} {:<12} {:>10} {:>10}",
                signer.label,
                signer.document_codes.join(" "),
                signer.usage_from.format("%Y-%m-%d"),
                signer.usage_until.format("%Y-%m-%d"),
                signer.signatures,
                signer.signature_limit
            )
        }));
        lines.join("\n")
    }

    fn json(&self) -> Value {
        json!(self.0)
    }
}

fn alarm_advice(alarms: u64) -> &'static str {
    if alarms == 0 {
        ""
    } else {
        ": read the lines with \"alarm\" in signer/intent.log"
    }
}

fn open_numbers(open: &[DocumentNumber]) -> String {
    if open.is_empty() {
        return "none".to_owned();
    }
    let numbers: Vec<_> = open.iter().map(DocumentNumber::as_str).collect();
    format!(
        "{}: repeat the request within two days, or spoil the number",
        numbers.join(", ")
    )
}
