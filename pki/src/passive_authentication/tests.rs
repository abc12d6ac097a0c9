//! The reader against the world's documents, good ones made by hand, and bad ones of every kind.

#[path = "../../tests/support/forge.rs"]
pub(crate) mod forge;

mod bsi2008;
mod issued;
mod mutation;
mod object;
mod revocation;
mod signer;
mod world;
