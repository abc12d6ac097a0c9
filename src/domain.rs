//! The nouns that every layer shares.
//!
//! Values with their rules of shape, and nothing that acts: no files, no clock, no keys. Start with
//! [`Application`] (what a person asks for) and [`ApprovedRecord`] (what two officers sign).

mod application;
mod canonical;
mod document_number;
mod holder;
mod kind;
mod partial_date;
mod record;
mod sex;
mod state;
mod text;

pub use application::{Application, ApplicationError};
pub use canonical::{CanonicalError, to_canonical_json};
pub use document_number::{DocumentNumber, NumberForm, ParseDocumentNumberError};
pub use holder::{Holder, HolderError};
pub use kind::{PassportKind, PassportUse};
pub use partial_date::{PartialDate, PartialDateError};
pub use record::{ApplicationNumber, ApprovedRecord, ParseApplicationNumberError};
pub use sex::Sex;
pub use state::{IssuingState, StateKind, UnknownState};
