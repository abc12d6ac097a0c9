//! The certificates inside a CSCA master list.

use super::ReadError;
use super::tlv::{only, tag};

/// More than all CSCA certificates there are (under 700).
const MAX_CERTIFICATES: usize = 20_000;

/// The certificates of a master list, as received and not yet read.
///
/// Source: 9303-12:9
///
/// ```text
/// CscaMasterList ::= SEQUENCE { version INTEGER { v0(0) }, certList SET OF Certificate }
/// ```
///
/// # Errors
/// When the structure is another one, its version is not 0, or it holds more certificates than exist.
pub(crate) fn certificates(content: &[u8]) -> Result<Vec<&[u8]>, ReadError> {
    let what = "the master list";
    let mut reader = only(content, tag::SEQUENCE, what)?.reader();
    let version = reader.expect(tag::INTEGER, what)?.content;
    if version != [0] {
        return Err(ReadError::unsupported(what, "its version"));
    }
    let mut list = reader.expect(tag::SET, what)?.reader();
    reader.finish(what)?;
    let mut certificates = Vec::new();
    while let Some(certificate) = list.next()? {
        if certificates.len() == MAX_CERTIFICATES {
            let (size, limit) = (MAX_CERTIFICATES + 1, MAX_CERTIFICATES);
            return Err(ReadError::TooLarge { what, size, limit });
        }
        certificates.push(certificate.raw);
    }
    Ok(certificates)
}
