use openssl::sha::sha256;

use super::failure::Failure;
use super::protocol::{Request, SignDocument};
use super::refusal::Refusal;
use crate::domain::{ApplicationNumber, ApprovedRecord, DocumentNumber, hex};

/// What a request is about, for the log.
pub(super) fn subject(request: &Request) -> (Option<ApplicationNumber>, Option<DocumentNumber>) {
    match request {
        Request::Status
        | Request::Officers
        | Request::EnrolOfficer { .. }
        | Request::DisableOfficer { .. }
        | Request::Witness { .. }
        | Request::Witnessed { .. } => (None, None),
        Request::SignDocument(request) | Request::CollectDocument(request) => {
            let record = read_record(&request.record.0).ok();
            (
                record.map(|record| record.application_number),
                Some(request.number.clone()),
            )
        }
        Request::SpoilNumber { number, .. } => (None, Some(number.clone())),
    }
}

/// Everything about a request that can be checked without a clock, a log or a key.
pub(super) fn check_request(request: &SignDocument) -> Result<ApprovedRecord, Refusal> {
    let record = read_record(&request.record.0)?;
    if hex(&sha256(&request.photo.0)) != record.photo_sha256 {
        return Err(Refusal::OtherPhoto);
    }
    if !request.number.fits(record.kind, record.usage) {
        return Err(Refusal::NumberDoesNotFit);
    }
    if request.blank.kind != record.kind.booklet() {
        return Err(Refusal::BlankDoesNotFit);
    }
    let serial = &request.blank.serial;
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=40).contains(&serial.len()) || !serial.bytes().all(plain) {
        return Err(Refusal::RecordMalformed {
            detail: "the blank's serial is not 1 to 40 of A-Z, 0-9 and `-`".into(),
        });
    }
    Ok(record)
}

fn read_record(bytes: &[u8]) -> Result<ApprovedRecord, Refusal> {
    let malformed = |detail: String| Refusal::RecordMalformed { detail };
    // The place only: the refusal goes into the log, where neither personal data nor a caller's prose belongs.
    let record: ApprovedRecord = serde_json::from_slice(bytes).map_err(|e| {
        malformed(format!(
            "it is no record, from line {} column {} on",
            e.line(),
            e.column()
        ))
    })?;
    if record.schema != ApprovedRecord::SCHEMA {
        return Err(malformed(format!(
            "its schema is not {}",
            ApprovedRecord::SCHEMA
        )));
    }
    // One meaning, one byte string: otherwise an officer could be shown other bytes than those that count.
    match record.to_canonical() {
        Ok(canonical) if canonical == bytes => Ok(record),
        _ => Err(malformed("its bytes are not canonical".into())),
    }
}

/// One digest over everything in a request: two requests are the same if and only if it is.
pub(super) fn digest_of(request: &SignDocument) -> Result<String, Failure> {
    let bytes = crate::domain::to_canonical_json(request)
        .map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(hex(&sha256(&bytes)))
}
