//! The reader against the world's documents, good ones made by hand, and bad ones of every kind.

#[path = "../../tests/support/forge.rs"]
pub(crate) mod forge;

mod issued;
mod mutation;
mod object;
mod outside_fixture;
mod revocation;
mod signer;
mod world;
