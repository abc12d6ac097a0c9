use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::approval::Approval;
use super::enrolment::{EnrolmentApproval, RegisterVersion};
use super::intent_log::LogHead;
use super::officer::{OfficerEntry, OfficerId};
use super::refusal::Refusal;
use super::witness::{WitnessSource, WitnessedHead};
use crate::domain::{DocumentNumber, PassportKind};

/// Bytes that travel as base64 text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base64(pub Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64
            .decode(text)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// What a caller may ask of the signing process.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Whether it is ready, and with which keys.
    Status,
    /// Sign one approved document.
    SignDocument(Box<SignDocument>),
    /// Give once more what was released for exactly this request, because the answer was lost.
    CollectDocument(Box<SignDocument>),
    /// Give up a number and blank whose signing was begun and never finished.
    SpoilNumber {
        /// The number.
        number: DocumentNumber,
        /// Why.
        reason: String,
    },
    /// Who is enrolled.
    Officers,
    /// Enrol an officer, or give an enrolled one other roles or another key.
    EnrolOfficer {
        /// The officer as they are to stand in the register.
        entry: OfficerEntry,
        /// The statements of two administrators about [`super::OfficerChange::Enrol`].
        approvals: Vec<EnrolmentApproval>,
    },
    /// Shut an officer out.
    DisableOfficer {
        /// The officer.
        officer: OfficerId,
        /// The statements of two administrators about [`super::OfficerChange::Disable`].
        approvals: Vec<EnrolmentApproval>,
    },
    /// Write down the end of another journal, so that it cannot be shortened or rewritten unnoticed.
    Witness {
        /// Whose.
        source: WitnessSource,
        /// The last entry's place.
        sequence: u64,
        /// The last entry's digest, 64 digits of lower-case hexadecimal.
        digest: String,
    },
    /// What was witnessed last.
    Witnessed {
        /// Whose.
        source: WitnessSource,
        /// How many heads at most; the signer has the last [`super::MOST_WITNESSED`] at hand.
        last: usize,
    },
}

/// A request to sign one document: everything an honest service has in hand at production.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignDocument {
    /// The canonical bytes of the approved record.
    pub record: Base64,
    /// The two approvals.
    pub approvals: Vec<Approval>,
    /// The portrait as it goes on the chip.
    pub photo: Base64,
    /// The number given to the document.
    pub number: DocumentNumber,
    /// The book drawn from stock.
    pub blank: Blank,
    /// The chip's own public keys; absent for a chip without active and chip authentication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<ChipKeys>,
}

/// A blank book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// The serial printed in the book, 1 to 40 characters of A-Z, 0-9 and `-`.
    pub serial: String,
    /// The kind whose cover it has.
    pub kind: PassportKind,
}

/// The public keys that a chip reports when it is initialised.
///
/// Source: 9303-11:6.1, 6.2
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChipKeys {
    /// The point of the active authentication key on P-256, uncompressed.
    pub active_authentication: Base64,
    /// The point of the chip authentication key on P-256, uncompressed.
    pub chip_authentication: Base64,
}

/// What the signing process answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "response", rename_all = "snake_case")]
pub enum Response {
    /// The answer to [`Request::Status`].
    Status(Status),
    /// The document was signed, read back and verified.
    Released(Box<Released>),
    /// It was not signed, by rule.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The same for people.
        message: String,
    },
    /// The number was given up.
    Spoiled {
        /// The number.
        number: DocumentNumber,
    },
    /// The answer to [`Request::Officers`], and to a change of the register.
    Officers {
        /// The version of the register, to which the next change's statements are bound.
        register: RegisterVersion,
        /// Everybody in it, by name, those who are shut out included.
        officers: Vec<OfficerEntry>,
    },
    /// The head was written down, or had been before.
    Witnessed {
        /// The end of the signer's own log, to be kept by whoever asked.
        log: LogHead,
    },
    /// The answer to [`Request::Witnessed`].
    WitnessedHeads {
        /// The heads, oldest first.
        heads: Vec<WitnessedHead>,
        /// The end of the signer's own log.
        log: LogHead,
    },
    /// It was not signed, because something is broken.
    Failed {
        /// What is broken and what to do.
        message: String,
    },
}

/// The state of the signing process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The program's version.
    pub version: String,
    /// Whether documents from here are specimens.
    pub specimen: bool,
    /// How many officers are enrolled.
    pub officers: usize,
    /// The document signers.
    pub document_signers: Vec<SignerStatus>,
    /// Numbers whose signing was begun and never finished.
    pub open: Vec<DocumentNumber>,
    /// The version of the register of officers.
    pub register: RegisterVersion,
    /// The end of the signer's log.
    pub log: LogHead,
    /// Alarms in the log since it was begun.
    pub alarms: u64,
    /// What the signer's clock shows.
    pub at: DateTime<Utc>,
}

/// One document signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerStatus {
    /// The label of its key.
    pub label: String,
    /// SHA-256 of its certificate.
    pub certificate_sha256: String,
    /// The document codes it signs.
    pub document_codes: Vec<String>,
    /// First day of use.
    pub usage_from: DateTime<Utc>,
    /// End of use.
    pub usage_until: DateTime<Utc>,
    /// Signatures made.
    pub signatures: u64,
    /// Signatures allowed.
    pub signature_limit: u64,
}

/// A signed document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Released {
    /// Its number.
    pub number: DocumentNumber,
    /// Date of issue.
    pub issue_date: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The law's answer on the day of issue.
    pub decision: Value,
    /// The elementary files by name, `EF.COM`, `EF.DG1` …
    pub files: BTreeMap<String, Base64>,
}

/// No message is longer than this: a request with the largest portrait stays far below it.
pub const MESSAGE_LIMIT_BYTES: u32 = 8 * 1024 * 1024;

/// Why a message did not come across.
#[derive(Debug, thiserror::Error)]
pub enum ProtocolError {
    /// The other side is gone, or slow beyond the time limit.
    #[error("the connection broke: {0}")]
    Io(#[from] io::Error),
    /// The length field is beyond the limit.
    #[error("a message of {length} bytes was announced: the limit is {MESSAGE_LIMIT_BYTES}")]
    TooLong {
        /// The length announced.
        length: u32,
    },
    /// The bytes are no message.
    #[error("the message is not understood: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// Reads one message: four bytes of length, most significant first, then JSON. `None` when the other side is done.
///
/// # Errors
/// [`ProtocolError`]; the connection cannot be used any further.
pub fn read_message<T: DeserializeOwned>(
    stream: &mut impl Read,
) -> Result<Option<T>, ProtocolError> {
    let mut length = [0_u8; 4];
    match stream.read(&mut length)? {
        0 => return Ok(None),
        read => {
            let rest = length.get_mut(read..).unwrap_or_default();
            stream.read_exact(rest)?;
        }
    }
    let length = u32::from_be_bytes(length);
    if length > MESSAGE_LIMIT_BYTES {
        return Err(ProtocolError::TooLong { length });
    }
    // Grows with what arrives, not with what was announced.
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != u64::from(length) {
        return Err(ProtocolError::Io(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(Some(serde_json::from_slice(&bytes)?))
}

/// Writes one message.
///
/// # Errors
/// [`ProtocolError`] when it is too long or the other side is gone.
pub fn write_message<T: Serialize>(
    stream: &mut impl Write,
    message: &T,
) -> Result<(), ProtocolError> {
    let bytes = serde_json::to_vec(message)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|length| *length <= MESSAGE_LIMIT_BYTES)
        .ok_or(ProtocolError::TooLong { length: u32::MAX })?;
    stream.write_all(&length.to_be_bytes())?;
    stream.write_all(&bytes)?;
    stream.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_across_one_after_the_other() {
        let mut wire = Vec::new();
        write_message(&mut wire, &"one").unwrap();
        write_message(&mut wire, &Base64(vec![0, 255])).unwrap();
        let mut reader = wire.as_slice();
        assert_eq!(read_message::<String>(&mut reader).unwrap().unwrap(), "one");
        assert_eq!(
            read_message::<Base64>(&mut reader).unwrap().unwrap().0,
            [0, 255]
        );
        assert!(read_message::<String>(&mut reader).unwrap().is_none());
    }

    #[test]
    fn a_long_announcement_and_a_cut_message_are_errors() {
        let long = (MESSAGE_LIMIT_BYTES + 1).to_be_bytes();
        assert!(matches!(
            read_message::<String>(&mut long.as_slice()),
            Err(ProtocolError::TooLong { .. })
        ));
        for cut in [&[0_u8, 0][..], &[0, 0, 0, 9, b'"', b'a'][..]] {
            assert!(matches!(
                read_message::<String>(&mut &*cut),
                Err(ProtocolError::Io(_))
            ));
        }
        assert!(matches!(
            read_message::<String>(&mut &[0, 0, 0, 1, b'x'][..]),
            Err(ProtocolError::Malformed(_))
        ));
    }
}
