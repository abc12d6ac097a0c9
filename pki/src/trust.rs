//! Whom a border trusts: CSCA keys, revocation lists, and the document signers already found good.
//!
//! What belongs here: keeping anchors, finding the one that fits a certificate, reading master lists and revocation
//! lists into that. What does not: conclusions about a document (`passive_authentication`). Start with [`TrustStore`].
//!
//! Paths are one certificate long (9303-12, appendix D): a link certificate is one more anchor and never stands
//! between an anchor and a document signer.

mod anchor;
mod error;
mod master_list;
mod revocation;
pub(crate) mod signature;
mod signer;
mod store;

pub use anchor::{Anchor, AnchorRefusal};
pub use error::MasterListError;
pub use store::{Added, TrustStore};

pub(crate) use revocation::Revocation;
pub(crate) use signer::{Chain, Signer};

#[cfg(test)]
mod tests;
