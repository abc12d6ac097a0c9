//! The nouns that every layer shares.
//!
//! Values with their rules of shape, and nothing that acts: no files, no clock, no keys. Start with
//! [`Application`] (what a person asks for) and [`ApprovedRecord`] (what two officers sign).

mod application;
mod book;
mod canonical;
mod document_number;
mod hexadecimal;
mod holder;
mod kind;
mod partial_date;
mod record;
mod resident_number;
mod seoul;
mod sex;
mod state;
mod status;
mod text;
mod words;

pub use application::{Application, ApplicationError};
pub use book::{
    BlankState, CancelReason, Identification, LossCircumstances, LossReporter, OldBook,
    PhysicalCheck, PhysicalFault, ProductionState, Recipient, SpoilReason,
};
pub use canonical::{CanonicalError, to_canonical_json};
pub use document_number::{DocumentNumber, NumberForm, ParseDocumentNumberError};
pub use hexadecimal::{hex, unhex};
pub use holder::{Holder, HolderError};
pub use kind::{PassportKind, PassportUse};
pub use partial_date::{PartialDate, PartialDateError};
pub use record::{ApplicationNumber, ApprovedRecord, ParseApplicationNumberError};
pub use resident_number::{
    CheckDigit, FIRST_RANDOM_ALLOCATION, ParseResidentNumberError, ResidentNumber,
};
pub use seoul::date_in_seoul;
pub use sex::Sex;
pub use state::{IssuingState, StateKind, UnknownState};
pub use status::{
    ApplicationEvent, ApplicationStatus, DocumentStatus, InvalidTransition, StaffRole,
};
