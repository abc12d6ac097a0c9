use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::officer::{ApprovalRole, OfficerId};
use super::witness::WitnessSource;
use crate::domain::DocumentNumber;

/// Why the signing process signs nothing. Every refusal is written to the signer's own log.
///
/// The text form carries no personal data; the tag is stable and can be scripted against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// Exactly two approvals are needed.
    #[error(
        "{given} approvals came with the record: exactly two are needed, an intake attestation and an approval"
    )]
    ApprovalCount {
        /// How many came.
        given: usize,
    },
    /// An officer who is not enrolled here.
    #[error("officer `{officer}` is not enrolled with this signer")]
    UnknownOfficer {
        /// The name given.
        officer: OfficerId,
    },
    /// An officer who has been shut out.
    #[error("officer `{officer}` is disabled")]
    OfficerDisabled {
        /// The officer.
        officer: OfficerId,
    },
    /// An officer who signed for something that is not theirs to sign for.
    #[error("officer `{officer}` does not hold the role {role:?}")]
    RoleNotHeld {
        /// The officer.
        officer: OfficerId,
        /// The role claimed.
        role: ApprovalRole,
    },
    /// The signature under an approval is not the officer's, or not over this statement.
    #[error("the signature under the approval of officer `{officer}` is not good")]
    ApprovalSignature {
        /// The officer named.
        officer: OfficerId,
    },
    /// The approval speaks of another application.
    #[error("the approval of officer `{officer}` belongs to another application")]
    OtherApplication {
        /// The officer.
        officer: OfficerId,
    },
    /// The approval speaks of another record: something was changed after it was signed.
    #[error(
        "the approval of officer `{officer}` was given to another record: the record was changed afterwards"
    )]
    OtherRecord {
        /// The officer.
        officer: OfficerId,
    },
    /// The approval is dated ahead.
    #[error("the approval of officer `{officer}` is dated {signed_at}, which is still to come")]
    ApprovalFromTheFuture {
        /// The officer.
        officer: OfficerId,
        /// The time given.
        signed_at: DateTime<Utc>,
    },
    /// The approval is too old.
    #[error("the approval of officer `{officer}` expired on {expires_at}: it must be given again")]
    ApprovalExpired {
        /// The officer.
        officer: OfficerId,
        /// When it lapsed.
        expires_at: DateTime<Utc>,
    },
    /// One person signed twice.
    #[error("both approvals are from officer `{officer}`: two different people must sign")]
    SameOfficer {
        /// The officer.
        officer: OfficerId,
    },
    /// Two signatures of the same kind.
    #[error(
        "both approvals are for the role {role:?}: one intake attestation and one approval are needed"
    )]
    SameRole {
        /// The role.
        role: ApprovalRole,
    },
    /// The record is not one canonical value of the known shape.
    #[error("the record is not usable: {detail}")]
    RecordMalformed {
        /// What is wrong with it.
        detail: String,
    },
    /// The photo is not the approved one.
    #[error("the photo is not the one that was approved")]
    OtherPhoto,
    /// The photo cannot go on a chip.
    #[error("the photo cannot be put on the chip: {detail}")]
    PhotoUnusable {
        /// Why.
        detail: String,
    },
    /// The document number does not belong to the kind.
    #[error("the document number does not begin with the letter of the approved kind")]
    NumberDoesNotFit,
    /// The blank is not of the approved kind.
    #[error("the blank book is of another kind than the approved document")]
    BlankDoesNotFit,
    /// The application already has a document.
    #[error(
        "the approvals of this application have been used: it was answered with a document already"
    )]
    ApplicationUsed,
    /// The number is taken.
    #[error("the document number has been used")]
    NumberUsed,
    /// The blank is taken.
    #[error("the blank book has been used")]
    BlankUsed,
    /// Asked again today, the law answers otherwise than when the officers approved.
    #[error(
        "the law no longer gives what was approved ({detail}): the approvals must be given again"
    )]
    LawChanged {
        /// What differs.
        detail: String,
    },
    /// The law cannot be asked with these facts.
    #[error("the law cannot be asked: {detail}")]
    LawNotAskable {
        /// What it said.
        detail: String,
    },
    /// A data group could not be built from the record.
    #[error("the record cannot be put on the chip: {detail}")]
    DataGroup {
        /// What stands against it.
        detail: String,
    },
    /// No document signer may be used for this document today.
    #[error("no document signer can be used for document code {document_code} on {date}: {detail}")]
    NoDocumentSigner {
        /// The code.
        document_code: String,
        /// The issue date.
        date: NaiveDate,
        /// What stands against each.
        detail: String,
    },
    /// The clock stands before the last entry of the log.
    #[error(
        "the clock shows {now}, before the last log entry of {last}: nothing is signed until it is right"
    )]
    ClockSetBack {
        /// What the clock shows.
        now: DateTime<Utc>,
        /// The last entry.
        last: DateTime<Utc>,
    },
    /// The bytes are no request of the protocol.
    #[error("the request is not understood")]
    RequestNotUnderstood,
    /// A signing was begun too long ago to be taken up again.
    #[error(
        "this signing was begun at {begun}, more than two days ago: spoil the number and begin anew"
    )]
    IntentTooOld {
        /// When it was begun.
        begun: DateTime<Utc>,
    },
    /// An earlier attempt with this number is open and differs from this request.
    #[error(
        "an earlier attempt for document {number} is open and was for something else: repeat that request or spoil the number"
    )]
    OtherIntentOpen {
        /// The number.
        number: DocumentNumber,
    },
    /// Nothing to give back or to spoil under this number.
    #[error("there is no {what} under document {number}")]
    NothingUnderNumber {
        /// What was looked for.
        what: String,
        /// The number.
        number: DocumentNumber,
    },
    /// Exactly two administrators change the register.
    #[error("{given} statements came with the change: exactly two administrators are needed")]
    EnrolmentCount {
        /// How many came.
        given: usize,
    },
    /// The entry to be enrolled is not one that can be.
    #[error("the officer's entry is not usable: {detail}")]
    EntryUnusable {
        /// What is wrong with it.
        detail: String,
    },
    /// The administrator's statement speaks of another change.
    #[error("the statement of administrator `{officer}` was given to another change")]
    OtherChange {
        /// The administrator.
        officer: OfficerId,
    },
    /// The administrator's statement speaks of the register as it was before another change, or of another register.
    #[error(
        "the statement of administrator `{officer}` was given to another version of the register: it must be given again"
    )]
    OtherRegister {
        /// The administrator.
        officer: OfficerId,
    },
    /// An administrator speaks for themselves.
    #[error("administrator `{officer}` cannot approve a change of their own entry")]
    OwnEnrolment {
        /// The administrator.
        officer: OfficerId,
    },
    /// The key is or was another officer's.
    #[error(
        "the key is or was that of officer `{officer}`: every officer needs a key of their own"
    )]
    KeyEnrolled {
        /// The other officer.
        officer: OfficerId,
    },
    /// The register says this already.
    #[error("the register says this of officer `{officer}` already")]
    NothingToChange {
        /// The officer.
        officer: OfficerId,
    },
    /// With fewer than two administrators nobody could ever be enrolled again.
    #[error("{left} administrators would be left: at least two must remain")]
    TooFewAdministrators {
        /// How many would be left.
        left: usize,
    },
    /// A digest that is none.
    #[error("the digest to be witnessed is not 64 digits of lower-case hexadecimal")]
    DigestMalformed,
    /// Somebody's journal is shorter than it was.
    #[error(
        "the {witness} was witnessed up to entry {witnessed} and is now said to end at {given}: entries are missing or it is an older copy"
    )]
    WitnessBackwards {
        /// Whose head.
        witness: WitnessSource,
        /// The greatest sequence witnessed.
        witnessed: u64,
        /// The sequence given.
        given: u64,
    },
    /// Somebody's journal says something else than it did.
    #[error(
        "entry {sequence} of the {witness} was witnessed with another digest: it was rewritten"
    )]
    WitnessDiffers {
        /// Whose head.
        witness: WitnessSource,
        /// The entry.
        sequence: u64,
    },
    /// The register's file is not the one that the log knows.
    #[error("the register of officers is not the one the log knows")]
    OfficersEdited {
        /// The digest the log knows.
        recorded: String,
        /// The digest of the file.
        found: String,
    },
    /// The log tells a change of the register that two administrators did not sign.
    #[error("the log tells a change of the register that does not hold: {detail}")]
    OfficersForged {
        /// Where and what.
        detail: String,
    },
    /// A released document that the log does not know.
    #[error("document {number} was released, but the log does not know it")]
    LogIncomplete {
        /// The number.
        number: DocumentNumber,
    },
}

impl Refusal {
    /// Whether honest use never brings this about, not even by mistake: it is written down as an alarm.
    pub const fn is_alarm(&self) -> bool {
        matches!(
            self,
            Self::WitnessBackwards { .. }
                | Self::WitnessDiffers { .. }
                | Self::OfficersEdited { .. }
                | Self::OfficersForged { .. }
                | Self::LogIncomplete { .. }
        )
    }

    /// The stable word that the log and the protocol use for it, such as `same_officer`.
    pub fn tag(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| Some(value.get("reason")?.as_str()?.to_owned()))
            .unwrap_or_default()
    }
}
