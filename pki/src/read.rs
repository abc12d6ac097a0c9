//! Reading of foreign signed objects: EF.SOD, certificates, revocation lists, master lists.
//!
//! What belongs here: taking bytes apart, tolerantly, with the original bytes kept for hashing, and saying what was
//! not as it should be. What does not: deciding whom to trust (`trust`) and what to conclude
//! (`passive_authentication`). Nothing here shares code with the building side. Start with [`Certificate`] or, for the
//! CMS envelope, with `cms::SignedData`.
//!
//! Every reader is total: any bytes give a value or a [`ReadError`]; depth and size are bounded, and nothing is
//! allocated by a length field.

pub(crate) mod algorithm;
pub(crate) mod certificate;
pub(crate) mod cms;
pub(crate) mod curve;
mod error;
pub(crate) mod extension;
pub(crate) mod master_list;
pub(crate) mod name;
pub(crate) mod oid;
pub(crate) mod pem;
pub(crate) mod public_key;
pub(crate) mod revocation_list;
pub(crate) mod security_object;
pub(crate) mod tlv;

pub use certificate::Certificate;
pub use error::ReadError;
pub use name::{DistinguishedName, ldap_escaped};
pub use revocation_list::RevocationList;

/// Decodes one value that fills the bytes; the decoder itself would pass over bytes after it.
pub(crate) fn decode<T: rasn::Decode>(bytes: &[u8], what: &'static str) -> Result<T, ReadError> {
    let (value, rest) =
        rasn::ber::decode_with_remainder(bytes).map_err(|cause| ReadError::value(what, cause))?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(ReadError::Surplus { what })
    }
}
