//! What people do, one use case a file: load, decide purely, write with the journal, commit.
//!
//! Here belong the steps of a case and who may take them. SQL is the store's, words and pages are the web's, the law is the
//! law's. Every use case takes [`Deps`] and an [`Actor`] and answers with what happened or a [`ServiceError`].

mod actor;
pub mod api_key;
pub mod application;
pub mod attach_photo;
pub mod audit;
pub mod check;
pub mod check_journal;
pub mod decide_application;
mod deps;
pub mod desk;
pub mod document_status;
pub mod draft;
mod error;
pub mod figures;
pub mod find_document;
pub mod hand_over_passport;
pub mod health;
pub mod history;
mod identity;
pub mod inspect_files;
pub mod inspect_passport;
pub mod manage_stock;
pub mod officer_key;
pub mod personalise_passport;
pub mod portable_key;
pub mod post_staff;
pub mod preview;
pub mod production;
pub mod reconcile;
pub mod record;
pub mod reopen_application;
pub mod report_loss;
pub mod restriction;
pub mod save_draft;
mod secret;
pub mod session;
pub mod settle_productions;
pub mod sign_in;
mod signer_gate;
pub mod staff;
pub mod start_application;
mod step;
pub mod submit_application;
mod throttle;
pub mod waiting;
pub mod watch;
pub mod withdraw_application;
pub mod witness_journal;

// What officers sign: pages show it before they do.
pub use crate::signer::{ApprovalRole, ApprovalStatement, EnrolmentStatement};
pub use actor::Actor;
pub use deps::Deps;
pub use error::{FieldFault, ServiceError};
pub use report_loss::{LossHistory, loss_history};
pub use signer_gate::{SignerGate, SignerGateError};
pub use step::{Step, steps, steps_of};
pub use throttle::Throttle;
