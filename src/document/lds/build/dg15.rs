use super::BuildError;
use super::tlv::{file, is_one_element};
use crate::document::lds::DataGroupNumber;

/// Writes DG15 around the `SubjectPublicKeyInfo` (DER) of the active authentication key.
///
/// # Errors
/// When the bytes are not one DER SEQUENCE.
///
/// Source: 9303-10:4.7.15
pub fn dg15(public_key_info: &[u8]) -> Result<Vec<u8>, BuildError> {
    if !is_one_element(0x30, public_key_info) {
        return Err(BuildError::NotAKey);
    }
    file(DataGroupNumber::DG15, public_key_info)
}
