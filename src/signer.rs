//! The signing process: it alone holds document-signer keys, and it decides whether to sign.
//!
//! Here belongs everything that stands between an approved record and an EF.SOD: the officers' public keys, the
//! check of their approvals, the law asked again, the derivation of the data groups, the intent log, the release. Pages,
//! stores and stock do not. Start with [`SigningProcess::handle`].
//!
//! The rest of the program speaks to it through a local socket ([`SignerClient`], [`serve`]) and holds no signing key.

mod approval;
mod client;
mod derive;
mod document_signers;
mod durable;
mod enrolment;
mod failure;
mod intent_log;
mod law_check;
mod ledger;
mod officer;
mod process;
mod protocol;
mod records;
mod refusal;
mod register_file;
mod register_history;
mod release_store;
mod request_check;
mod server;
mod witness;

pub use approval::{Approval, ApprovalStatement, ApproveError, LONGEST_APPROVAL};
pub use client::{ClientError, SignerClient};
pub use derive::{check_names, preview_zone};
pub use document_signers::{DocumentSignerEntry, SetUpError, open_key_store};
pub use enrolment::{
    EnrolmentApproval, EnrolmentStatement, LONGEST_ENROLMENT, OfficerChange, RegisterVersion,
};
pub use failure::OpenError;
pub use intent_log::{Entry, Event, Intent, IntentLog, IntentLogError, LogHead};
pub use law_check::{ask_for_issue, rules_of};
pub use officer::{
    ApprovalRole, OfficerEntry, OfficerId, OfficerRegister, OfficerRegisterError,
    ParseOfficerIdError,
};
pub use process::SigningProcess;
pub use protocol::{
    Base64, Blank, ChipKeys, ProtocolError, Released, Request, Response, SignDocument,
    SignerStatus, Status,
};
pub use refusal::Refusal;
pub use server::{ListenError, fits_socket, listen, serve};
pub use witness::{MOST_WITNESSED, WitnessSource, WitnessedHead};
