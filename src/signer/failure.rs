use std::path::PathBuf;

use super::document_signers::SetUpError;
use super::intent_log::IntentLogError;
use super::officer::OfficerRegisterError;
use super::refusal::Refusal;
use crate::config::ConfigError;

/// Why the signing process cannot take up its work.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log.
    #[error(transparent)]
    Log(#[from] IntentLogError),
    /// The officers.
    #[error(transparent)]
    Officers(#[from] OfficerRegisterError),
    /// Keys and certificates.
    #[error(transparent)]
    Signers(#[from] SetUpError),
    /// A file that must be there cannot be read.
    #[error("{path} cannot be read: {source}: the directory is damaged, restore it from a copy")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An EF.SOD that the log knows nothing of: the log was shortened, lost or replaced by an older copy.
    #[error(
        "{path} was released, but the signer's log does not know it: the log is not complete, restore it from the newest copy before anything is signed twice"
    )]
    LogIncomplete {
        /// The released EF.SOD.
        path: PathBuf,
    },
    /// The register's file is not the one that the log knows.
    #[error(
        "{path} was changed by hand: the log knows the register {recorded}, the file is {found} ({difference}): put the file back from a copy; officers are enrolled by two administrators, with the signer running"
    )]
    OfficersEdited {
        /// The file.
        path: PathBuf,
        /// The digest the log knows.
        recorded: String,
        /// The digest of the file.
        found: String,
        /// Who differs.
        difference: String,
    },
    /// The log tells a change of the register that does not hold.
    #[error(
        "the signer's log tells a change of the register of officers that does not hold ({detail}): keep the log as evidence and restore it from a copy"
    )]
    OfficersForged {
        /// Where and what.
        detail: String,
    },
    /// Software keys outside a specimen directory.
    #[error(
        "{path} is not marked specimen and its keys lie in software: set signer.allow_software_keys on purpose, or use a token"
    )]
    SoftwareKeys {
        /// The directory.
        path: PathBuf,
    },
}

/// Why nothing came out although no rule stands against it. Nothing was released.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// By rule after all: an answer, to be logged.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log cannot be written: the process must not go on.
    #[error(transparent)]
    Log(#[from] IntentLogError),
    /// The register's file cannot be written although the log has the change.
    #[error(
        "the change of the register is in the log, but {path} cannot be written ({source}): it is written at the next start"
    )]
    RegisterFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else that is broken.
    #[error("{0}")]
    Broken(String),
}
