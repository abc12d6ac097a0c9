//! The nouns that every layer shares.

mod kind;
mod partial_date;
mod sex;
mod state;

pub use kind::{PassportKind, PassportUse};
pub use partial_date::{PartialDate, PartialDateError};
pub use sex::Sex;
pub use state::{IssuingState, StateKind, UnknownState};
