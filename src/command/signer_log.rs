//! The signer's log, read by whoever has the machine: who writes it, and only who writes it, has it open.

use std::path::Path;

use openssl::sha::sha256;

use crate::config::DataDirectory;
use crate::domain::hex;
use crate::signer::{Entry, Event, WitnessSource, WitnessedHead};

/// Why the log tells nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignerLogError {
    /// It is not there, or not readable for this user.
    #[error("the signer's log {path} cannot be read: {source}")]
    Unreadable {
        path: std::path::PathBuf,
        source: std::io::Error,
    },
    /// A line is not what was written.
    #[error("the signer's log {path} is broken at line {line}: keep it as evidence")]
    Broken {
        path: std::path::PathBuf,
        line: usize,
    },
}

/// Every entry, oldest first, with the chain checked. A torn last line is left out: nothing was done on its strength.
pub(super) fn read(directory: &DataDirectory) -> Result<Vec<Entry>, SignerLogError> {
    let path = directory.signer().join("intent.log");
    let text = std::fs::read(&path).map_err(|source| SignerLogError::Unreadable {
        path: path.clone(),
        source,
    })?;
    entries(&path, &text)
}

fn entries(path: &Path, text: &[u8]) -> Result<Vec<Entry>, SignerLogError> {
    let mut previous = "0".repeat(64);
    let whole = text
        .rsplitn(2, |byte| *byte == b'\n')
        .nth(1)
        .unwrap_or_default();
    let mut entries = Vec::new();
    for (place, line) in whole.split(|byte| *byte == b'\n').enumerate() {
        if whole.is_empty() {
            break;
        }
        let entry = serde_json::from_slice::<Entry>(line)
            .ok()
            .filter(|entry| entry.previous == previous);
        let Some(entry) = entry else {
            return Err(SignerLogError::Broken {
                path: path.to_owned(),
                line: place + 1,
            });
        };
        previous = hex(&sha256(line));
        entries.push(entry);
    }
    Ok(entries)
}

/// The heads of the service's journal that the signer wrote down.
pub(super) fn witnessed(entries: &[Entry]) -> Vec<WitnessedHead> {
    let heads = entries.iter().filter_map(|entry| match &entry.event {
        Event::Witnessed {
            source: WitnessSource::Journal,
            entry: sequence,
            digest,
        } => Some(WitnessedHead {
            at: entry.at,
            sequence: *sequence,
            digest: digest.clone(),
        }),
        _ => None,
    });
    heads.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(sequence: u64, previous: &str) -> String {
        format!(
            r#"{{"sequence":{sequence},"at":"2026-11-22T00:00:00Z","previous":"{previous}","event":"started","version":"1"}}"#
        )
    }

    #[test]
    fn a_whole_log_is_read_a_torn_end_left_out_and_a_changed_line_named() {
        let zeros = "0".repeat(64);
        let first = line(0, &zeros);
        let second = line(1, &hex(&sha256(first.as_bytes())));
        let path = Path::new("intent.log");
        let whole = format!("{first}\n{second}\n");
        assert_eq!(entries(path, whole.as_bytes()).unwrap().len(), 2);
        let torn = format!("{first}\n{}", second.get(..40).unwrap());
        assert_eq!(entries(path, torn.as_bytes()).unwrap().len(), 1);
        let changed = whole.replacen("\"1\"", "\"2\"", 1);
        assert!(matches!(
            entries(path, changed.as_bytes()),
            Err(SignerLogError::Broken { line: 2, .. })
        ));
        assert!(entries(path, b"").unwrap().is_empty());
    }
}
