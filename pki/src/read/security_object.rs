//! The LDS security object: the hashes that EF.SOD signs.

use rasn::prelude::*;

use super::ReadError;
use super::algorithm::AlgorithmIdentifier;

/// Source: 9303-10:4.6.2.3
///
/// ```text
/// LDSSecurityObject ::= SEQUENCE {
///     version INTEGER { v0(0), v1(1) }, hashAlgorithm AlgorithmIdentifier,
///     dataGroupHashValues SEQUENCE SIZE (2..16) OF DataGroupHash,
///     ldsVersionInfo LDSVersionInfo OPTIONAL }
/// DataGroupHash ::= SEQUENCE { dataGroupNumber INTEGER, dataGroupHashValue OCTET STRING }
/// LDSVersionInfo ::= SEQUENCE { ldsVersion PrintableString, unicodeVersion PrintableString }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, AsnType, Decode)]
pub(crate) struct SecurityObject {
    pub(crate) version: i64,
    hash_algorithm: Any,
    pub(crate) hashes: SequenceOf<DataGroupHash>,
    pub(crate) version_info: Option<VersionInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, AsnType, Decode)]
pub(crate) struct DataGroupHash {
    pub(crate) number: i64,
    pub(crate) hash: OctetString,
}

#[derive(Debug, Clone, PartialEq, Eq, AsnType, Decode)]
pub(crate) struct VersionInfo {
    pub(crate) lds_version: PrintableString,
    pub(crate) unicode_version: PrintableString,
}

impl SecurityObject {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        super::decode(bytes, "the LDS security object")
    }

    pub(crate) fn hash_algorithm(&self) -> Result<AlgorithmIdentifier<'_>, ReadError> {
        AlgorithmIdentifier::from_bytes(self.hash_algorithm.as_bytes())
    }

    /// `0108` becomes `1.8`.
    pub(crate) fn lds_version(&self) -> Option<String> {
        let info = self.version_info.as_ref()?;
        Some(String::from_utf8_lossy(info.lds_version.as_bytes()).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_read_and_trailing_bytes_refused() {
        let hash = |number: u8| [&[0x30, 0x07, 0x02, 0x01, number, 0x04, 0x02][..], b"ab"].concat();
        let hashes = [&[0x30, 18][..], &hash(1), &hash(2)].concat();
        let algorithm = b"\x30\x0B\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01";
        let info = b"\x30\x0E\x13\x040108\x13\x06040000";
        for (name, version, tail, lds) in [
            ("v0", 0_u8, &b""[..], None),
            ("v1", 1, &info[..], Some("0108")),
        ] {
            let inside = [&[2, 1, version][..], algorithm, &hashes, tail].concat();
            let mut whole = vec![0x30, u8::try_from(inside.len()).unwrap()];
            whole.extend_from_slice(&inside);
            let read = SecurityObject::from_bytes(&whole).unwrap();
            assert_eq!(read.version, i64::from(version), "{name}");
            assert_eq!(read.hashes.len(), 2, "{name}");
            assert_eq!(read.lds_version().as_deref(), lds, "{name}");
            assert!(read.hash_algorithm().unwrap().digest().is_ok(), "{name}");
            whole.push(0);
            assert!(
                SecurityObject::from_bytes(&whole).is_err(),
                "{name} with a byte after it"
            );
        }
    }
}
