use crate::domain::{ApplicationStatus, InvalidTransition, StaffRole};
use crate::store::StoreError;

/// Why a use case was not carried out; the part that all of them share.
///
/// `web` maps each to a status and words; none holds personal data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// There is no such thing, or the actor may not know of it.
    #[error("{what} does not exist")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// The actor holds none of the roles that are needed.
    #[error("this needs one of the roles {needs:?}")]
    Forbidden {
        /// The roles that would do.
        needs: &'static [StaffRole],
    },
    /// Four eyes: the actor took another part in the same case.
    #[error("whoever {did} cannot {wants} the same case: another officer must")]
    SamePerson {
        /// What the actor did before.
        did: &'static str,
        /// What the actor wants to do now.
        wants: &'static str,
    },
    /// Somebody else was faster.
    #[error("{what} was changed by somebody else in the meantime: load it again")]
    Conflict {
        /// Which thing.
        what: String,
    },
    /// The application stands elsewhere.
    #[error("the application is {}: this step cannot be taken now", .0.as_str())]
    WrongStatus(ApplicationStatus),
    /// Something entered is not usable; every fault with its field.
    #[error("{}", .0.iter().map(|fault| format!("{}: {}", fault.field, fault.message)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldFault>),
    /// A rule stands against it; the words say which and what would change it.
    #[error("{0}")]
    Refused(String),
    /// The signing process refused or is not there.
    #[error("the signer: {0}")]
    Signer(String),
    /// The store.
    #[error(transparent)]
    Store(StoreError),
    /// Something is broken here.
    #[error("{0}")]
    Failed(String),
}

/// One field that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in the form.
    pub field: String,
    /// The key of the message in the locale files, such as `fault-name-empty`; or, where none fits, the words themselves.
    pub message: String,
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { what } => Self::Conflict { what },
            other => Self::Store(other),
        }
    }
}

impl From<InvalidTransition> for ServiceError {
    fn from(error: InvalidTransition) -> Self {
        Self::WrongStatus(error.from)
    }
}
