//! DER objects out of a file that may be DER or PEM.

use x509_parser::pem::Pem;

use super::ReadError;

/// What a DER object in a file is, judged by its PEM label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Certificate,
    RevocationList,
    /// A bare DER object, or PEM with a label that says nothing to us.
    Unstated,
}

/// The DER objects in a file: the file itself, or every PEM block in it.
///
/// # Errors
/// When the file looks like PEM but a block cannot be decoded.
pub(crate) fn objects(file: &[u8]) -> Result<Vec<(Kind, Vec<u8>)>, ReadError> {
    let marker = b"-----BEGIN ";
    if file.first() == Some(&0x30) || !file.windows(marker.len()).any(|window| window == marker) {
        return Ok(vec![(Kind::Unstated, file.to_vec())]);
    }
    let mut found = Vec::new();
    for block in Pem::iter_from_buffer(file) {
        let block = block.map_err(|cause| ReadError::value("a PEM block", cause))?;
        let kind = match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate,
            "X509 CRL" | "CRL" => Kind::RevocationList,
            _ => Kind::Unstated,
        };
        found.push((kind, block.contents));
    }
    Ok(found)
}
