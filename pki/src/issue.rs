//! The one road by which anything comes to be signed: `Prepared -> Linted -> Intended -> Signed -> Released`.
//!
//! [`certificate`], [`crl`], [`sod`], [`master_list`], [`card_security`] and [`manifest`] check a request against the bounds of Doc 9303 and give a
//! [`Prepared`]. Each step then consumes the one before it; none can be made or copied by a caller, so no key signs what was not
//! linted and recorded, and no DER comes out that was not read back by another implementation, verified and linted again.
//!
//! ```text
//! prepare(request)   every bound, with its clause                        -> Prepared
//! .lint()            the exact to-be-signed bytes                        -> Linted
//! .record(recorder)  the caller commits the intent and its digest        -> Intended
//! .sign(signer)      once, with the key the issuer's certificate names   -> Signed
//! .release()         re-read, compare, verify, lint                      -> Released
//! ```

mod bound;
mod certificate;
mod cms;
mod crl;
mod error;
mod intent;
mod manifest;
mod master_list;
mod reread;
mod road;
mod security_object;
mod sod;

pub use bound::Bound;
pub use certificate::{Issuer, certificate};
pub use cms::{CommunicationSigner, DocumentSigner, MasterListSigner};
pub use crl::{CrlNumber, CrlRequest, RevokedCertificate, crl};
pub use error::{IssueError, RereadError};
pub use intent::{Intent, IntentNotRecorded, IntentRecorder, ObjectKind};
pub use manifest::manifest;
pub use master_list::{MasterListRequest, master_list};
pub use road::{Intended, Linted, Prepared, Released, Signed, SigningKey};
pub use security_object::card_security;
pub use sod::{LdsVersion, SodRequest, sod};

#[cfg(test)]
mod tests;
