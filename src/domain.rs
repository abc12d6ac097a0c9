//! The nouns that every layer shares.

mod kind;
mod sex;

pub use kind::{PassportKind, PassportUse};
pub use sex::Sex;
