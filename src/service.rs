//! What people do, one use case a file: load, decide purely, write with the journal, commit.
//!
//! Here belong the steps of a case and who may take them. SQL is the store's, words and pages are the web's, the law is the
//! law's. Every use case takes [`Deps`] and an [`Actor`] and answers with what happened or a [`ServiceError`].

mod actor;
pub mod api_key;
mod deps;
pub mod desk;
pub mod document_status;
mod error;
pub mod figures;
pub mod health;
pub mod inspect_files;
mod secret;
pub mod session;
pub mod sign_in;
mod signer_gate;
pub mod staff;
mod throttle;

pub use actor::Actor;
pub use deps::Deps;
pub use error::{FieldFault, ServiceError};
pub use signer_gate::{SignerGate, SignerGateError};
pub use throttle::Throttle;
