//! The object identifiers that are recognised, as their content octets.
//!
//! Compared as bytes: the encoding of an identifier is unique, and nothing has to be allocated for it.

/// 1.2.840.113549.1.7.2
pub(crate) const SIGNED_DATA: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
/// 2.23.136.1.1.1
pub(crate) const LDS_SECURITY_OBJECT: &[u8] = b"\x67\x81\x08\x01\x01\x01";
/// 2.23.136.1.1.2
pub(crate) const CSCA_MASTER_LIST: &[u8] = b"\x67\x81\x08\x01\x01\x02";
/// 2.23.136.1.1.3
pub(crate) const MASTER_LIST_SIGNER: &[u8] = b"\x67\x81\x08\x01\x01\x03";
/// 2.23.136.1.1.6.1
pub(crate) const NAME_CHANGE: &[u8] = b"\x67\x81\x08\x01\x01\x06\x01";
/// 2.23.136.1.1.6.2
pub(crate) const DOCUMENT_TYPE_LIST: &[u8] = b"\x67\x81\x08\x01\x01\x06\x02";

/// 1.2.840.113549.1.9.3
pub(crate) const CONTENT_TYPE: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03";
/// 1.2.840.113549.1.9.4
pub(crate) const MESSAGE_DIGEST: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04";
/// 1.2.840.113549.1.9.5
pub(crate) const SIGNING_TIME: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x05";

/// 1.3.14.3.2.26
pub(crate) const SHA1: &[u8] = b"\x2B\x0E\x03\x02\x1A";
/// 2.16.840.1.101.3.4.2.1
pub(crate) const SHA256: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x01";
/// 2.16.840.1.101.3.4.2.2
pub(crate) const SHA384: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x02";
/// 2.16.840.1.101.3.4.2.3
pub(crate) const SHA512: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x03";
/// 2.16.840.1.101.3.4.2.4
pub(crate) const SHA224: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x04";

/// 1.2.840.113549.1.1.1
pub(crate) const RSA_ENCRYPTION: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01";
/// 1.2.840.113549.1.1.5
pub(crate) const RSA_SHA1: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05";
/// 1.2.840.113549.1.1.8
pub(crate) const MGF1: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x08";
/// 1.2.840.113549.1.1.10
pub(crate) const RSA_PSS: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A";
/// 1.2.840.113549.1.1.11
pub(crate) const RSA_SHA256: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B";
/// 1.2.840.113549.1.1.12
pub(crate) const RSA_SHA384: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C";
/// 1.2.840.113549.1.1.13
pub(crate) const RSA_SHA512: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D";
/// 1.2.840.113549.1.1.14
pub(crate) const RSA_SHA224: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0E";

/// 1.2.840.10045.2.1
pub(crate) const EC_PUBLIC_KEY: &[u8] = b"\x2A\x86\x48\xCE\x3D\x02\x01";
/// 1.2.840.10045.1.1
pub(crate) const PRIME_FIELD: &[u8] = b"\x2A\x86\x48\xCE\x3D\x01\x01";
/// 1.2.840.10045.4.1
pub(crate) const ECDSA_SHA1: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x01";
/// 1.2.840.10045.4.3.1
pub(crate) const ECDSA_SHA224: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x01";
/// 1.2.840.10045.4.3.2
pub(crate) const ECDSA_SHA256: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x02";
/// 1.2.840.10045.4.3.3
pub(crate) const ECDSA_SHA384: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x03";
/// 1.2.840.10045.4.3.4
pub(crate) const ECDSA_SHA512: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x04";

/// 1.2.840.10040.4.1
pub(crate) const DSA: &[u8] = b"\x2A\x86\x48\xCE\x38\x04\x01";
/// 1.2.840.10040.4.3
pub(crate) const DSA_SHA1: &[u8] = b"\x2A\x86\x48\xCE\x38\x04\x03";
/// 2.16.840.1.101.3.4.3.1
pub(crate) const DSA_SHA224: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x03\x01";
/// 2.16.840.1.101.3.4.3.2
pub(crate) const DSA_SHA256: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x03\x02";

/// 2.5.4.6
pub(crate) const COUNTRY: &[u8] = b"\x55\x04\x06";
/// 2.5.4.7
pub(crate) const LOCALITY: &[u8] = b"\x55\x04\x07";
/// 2.5.4.8
pub(crate) const STATE: &[u8] = b"\x55\x04\x08";

/// 2.5.29.14
pub(crate) const SUBJECT_KEY_IDENTIFIER: &[u8] = b"\x55\x1D\x0E";
/// 2.5.29.15
pub(crate) const KEY_USAGE: &[u8] = b"\x55\x1D\x0F";
/// 2.5.29.16
pub(crate) const PRIVATE_KEY_USAGE_PERIOD: &[u8] = b"\x55\x1D\x10";
/// 2.5.29.17
pub(crate) const SUBJECT_ALTERNATIVE_NAME: &[u8] = b"\x55\x1D\x11";
/// 2.5.29.18
pub(crate) const ISSUER_ALTERNATIVE_NAME: &[u8] = b"\x55\x1D\x12";
/// 2.5.29.19
pub(crate) const BASIC_CONSTRAINTS: &[u8] = b"\x55\x1D\x13";
/// 2.5.29.20
pub(crate) const CRL_NUMBER: &[u8] = b"\x55\x1D\x14";
/// 2.5.29.31
pub(crate) const CRL_DISTRIBUTION_POINTS: &[u8] = b"\x55\x1D\x1F";
/// 2.5.29.32
pub(crate) const CERTIFICATE_POLICIES: &[u8] = b"\x55\x1D\x20";
/// 2.5.29.35
pub(crate) const AUTHORITY_KEY_IDENTIFIER: &[u8] = b"\x55\x1D\x23";
/// 2.5.29.37
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = b"\x55\x1D\x25";

/// Writes an identifier's content octets as dotted numbers.
pub(crate) fn dotted(octets: &[u8]) -> String {
    let mut arcs = Vec::new();
    let mut arc = 0_u64;
    for &octet in octets {
        arc = arc << 7 | u64::from(octet & 0x7F);
        if arc > u64::from(u32::MAX) {
            return format!("an identifier of {} octets", octets.len());
        }
        if octet & 0x80 == 0 {
            arcs.push(arc);
            arc = 0;
        }
    }
    let Some((&first, rest)) = arcs.split_first() else {
        return "an empty identifier".to_owned();
    };
    let top = (first / 40).min(2);
    let mut text = format!("{top}.{}", first - 40 * top);
    for arc in rest {
        text.push_str(&format!(".{arc}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_written_as_dotted_numbers() {
        for (octets, text) in [
            (LDS_SECURITY_OBJECT, "2.23.136.1.1.1"),
            (RSA_PSS, "1.2.840.113549.1.1.10"),
            (SHA1, "1.3.14.3.2.26"),
            (AUTHORITY_KEY_IDENTIFIER, "2.5.29.35"),
            (b"", "an empty identifier"),
            (b"\xFF\xFF\xFF\xFF\xFF\xFF\x7F", "an identifier of 7 octets"),
        ] {
            assert_eq!(dotted(octets), text);
        }
    }
}
