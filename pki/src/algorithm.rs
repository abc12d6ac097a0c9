//! Which keys, digests and signatures exist: closed enumerations over one table each.
//!
//! A new suite is one row here; every `match` that must know about it then stops compiling. How keys are written is in
//! [`crate::public_key`], how they sign in [`crate::signer`].

mod domain;

use std::fmt;

use der::asn1::ObjectIdentifier;
use openssl::nid::Nid;

use crate::oid;

/// An elliptic curve that may be used for a key of this authority.
///
/// Source: 9303-12:4.1.6.3
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Curve {
    /// NIST P-256 (secp256r1).
    P256,
    /// NIST P-384 (secp384r1).
    P384,
    /// NIST P-521 (secp521r1).
    P521,
    /// brainpoolP256r1.
    BrainpoolP256r1,
    /// brainpoolP384r1.
    BrainpoolP384r1,
    /// brainpoolP512r1.
    BrainpoolP512r1,
}

impl Curve {
    /// Every curve, in the order of the enumeration.
    pub const ALL: [Self; 6] = [
        Self::P256,
        Self::P384,
        Self::P521,
        Self::BrainpoolP256r1,
        Self::BrainpoolP384r1,
        Self::BrainpoolP512r1,
    ];

    /// The length of a field element in bytes; an uncompressed point is `1 + 2 *` this long.
    pub const fn field_bytes(self) -> usize {
        self.domain().prime.len()
    }

    /// The identifier of the named curve.
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => oid::SECP256R1,
            Self::P384 => oid::SECP384R1,
            Self::P521 => oid::SECP521R1,
            Self::BrainpoolP256r1 => oid::BRAINPOOL_P256R1,
            Self::BrainpoolP384r1 => oid::BRAINPOOL_P384R1,
            Self::BrainpoolP512r1 => oid::BRAINPOOL_P512R1,
        }
    }

    /// The digest paired with the curve's size: 256 with SHA-256, 384 with SHA-384, 512 and 521 with SHA-512.
    ///
    /// Source: 9303-12:4.1.6.3, TR-03116-2 tables 3 and 4
    pub const fn digest(self) -> Digest {
        match self {
            Self::P256 | Self::BrainpoolP256r1 => Digest::Sha256,
            Self::P384 | Self::BrainpoolP384r1 => Digest::Sha384,
            Self::P521 | Self::BrainpoolP512r1 => Digest::Sha512,
        }
    }

    pub(crate) const fn nid(self) -> Nid {
        match self {
            Self::P256 => Nid::X9_62_PRIME256V1,
            Self::P384 => Nid::SECP384R1,
            Self::P521 => Nid::SECP521R1,
            Self::BrainpoolP256r1 => Nid::BRAINPOOL_P256R1,
            Self::BrainpoolP384r1 => Nid::BRAINPOOL_P384R1,
            Self::BrainpoolP512r1 => Nid::BRAINPOOL_P512R1,
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(KeyKind::Ec(*self).name())
    }
}

/// The kind and size of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// An elliptic-curve key.
    Ec(Curve),
    /// An RSA key of 3072 bits.
    Rsa3072,
    /// An RSA key of 4096 bits.
    Rsa4096,
}

impl KeyKind {
    /// Every kind of key.
    pub const ALL: [Self; 8] = [
        Self::Ec(Curve::P256),
        Self::Ec(Curve::P384),
        Self::Ec(Curve::P521),
        Self::Ec(Curve::BrainpoolP256r1),
        Self::Ec(Curve::BrainpoolP384r1),
        Self::Ec(Curve::BrainpoolP512r1),
        Self::Rsa3072,
        Self::Rsa4096,
    ];

    /// The name by which files and configuration know the kind.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ec(Curve::P256) => "p256",
            Self::Ec(Curve::P384) => "p384",
            Self::Ec(Curve::P521) => "p521",
            Self::Ec(Curve::BrainpoolP256r1) => "brainpoolP256r1",
            Self::Ec(Curve::BrainpoolP384r1) => "brainpoolP384r1",
            Self::Ec(Curve::BrainpoolP512r1) => "brainpoolP512r1",
            Self::Rsa3072 => "rsa3072",
            Self::Rsa4096 => "rsa4096",
        }
    }

    /// Reads [`KeyKind::name`] back; `None` for any other text.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The suite to take when nothing else is asked for: ECDSA with the paired digest, RSASSA-PSS with SHA-256.
    pub const fn default_suite(self) -> SignatureSuite {
        match self {
            Self::Ec(curve) => match curve.digest() {
                Digest::Sha256 => SignatureSuite::EcdsaSha256,
                Digest::Sha384 => SignatureSuite::EcdsaSha384,
                Digest::Sha512 => SignatureSuite::EcdsaSha512,
            },
            Self::Rsa3072 | Self::Rsa4096 => SignatureSuite::RsaPssSha256,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A message digest that may be used in new objects.
///
/// Source: 9303-12:4.1.6.4
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// Every digest.
    pub const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// The identifier of the digest.
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    /// The length of the digest in bytes.
    pub const fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Hashes `message`.
    pub fn hash(self, message: &[u8]) -> DigestValue {
        let mut bytes = [0; 64];
        let (head, _) = bytes.split_at_mut(self.length());
        match self {
            Self::Sha256 => head.copy_from_slice(&sha256(message)),
            Self::Sha384 => {
                let mut state = openssl::sha::Sha384::new();
                state.update(message);
                head.copy_from_slice(&state.finish());
            }
            Self::Sha512 => {
                let mut state = openssl::sha::Sha512::new();
                state.update(message);
                head.copy_from_slice(&state.finish());
            }
        }
        DigestValue {
            bytes,
            digest: self,
        }
    }

    /// The `AlgorithmIdentifier` of the digest, complete: the identifier alone, without parameters.
    ///
    /// Source: 9303-10:4.6.2.2, rfc5754:2
    pub const fn algorithm_identifier(self) -> &'static [u8] {
        match self {
            Self::Sha256 => b"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01",
            Self::Sha384 => b"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02",
            Self::Sha512 => b"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03",
        }
    }
}

/// SHA-256 by the state functions: the one-shot function looks its algorithm up anew each time, which costs more than a block.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    let mut state = openssl::sha::Sha256::new();
    state.update(message);
    state.finish()
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

/// The value of a digest, kept without a heap allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DigestValue {
    bytes: [u8; 64],
    digest: Digest,
}

impl DigestValue {
    /// The bytes of the digest, exactly as many as it has.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.digest.length()).0
    }
}

impl fmt::Debug for DigestValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.digest)?;
        self.as_bytes()
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// A signature algorithm with its digest and parameters.
///
/// Source: 9303-12:4.1.6
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignatureSuite {
    /// ECDSA with SHA-256, for curves of 256 bits.
    EcdsaSha256,
    /// ECDSA with SHA-384, for curves of 384 bits.
    EcdsaSha384,
    /// ECDSA with SHA-512, for curves of 512 and 521 bits.
    EcdsaSha512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaPkcs1Sha256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RsaPkcs1Sha384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaPkcs1Sha512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 bytes of salt.
    RsaPssSha256,
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48 bytes of salt.
    RsaPssSha384,
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512 and 64 bytes of salt.
    RsaPssSha512,
}

/// The mathematics of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ECDSA; the signature is a DER `SEQUENCE { r, s }`.
    Ecdsa,
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1,
    /// RSASSA-PSS, salt as long as the digest, MGF1 with the same digest.
    RsaPss,
}

/// One row of the suite table.
#[derive(Debug)]
struct Row {
    name: &'static str,
    scheme: Scheme,
    digest: Digest,
    oid: ObjectIdentifier,
    /// The parameters of the AlgorithmIdentifier, complete with tag and length; empty when the field is absent.
    parameters: &'static [u8],
}

impl SignatureSuite {
    /// Every suite.
    pub const ALL: [Self; 9] = [
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
        Self::RsaPkcs1Sha256,
        Self::RsaPkcs1Sha384,
        Self::RsaPkcs1Sha512,
        Self::RsaPssSha256,
        Self::RsaPssSha384,
        Self::RsaPssSha512,
    ];

    /// The name by which messages and configuration know the suite.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Reads [`SignatureSuite::name`] back; `None` for any other text.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// The scheme of the suite.
    pub const fn scheme(self) -> Scheme {
        self.row().scheme
    }

    /// The digest of the suite.
    pub const fn digest(self) -> Digest {
        self.row().digest
    }

    /// The identifier of the signature algorithm.
    pub const fn oid(self) -> ObjectIdentifier {
        self.row().oid
    }

    /// The parameters of the AlgorithmIdentifier with tag and length: none for ECDSA, NULL for PKCS#1, `RSASSA-PSS-params`
    /// for PSS.
    ///
    /// Source: rfc5754:3.2, rfc5754:3.3, rfc4055:3.1
    pub const fn parameters(self) -> &'static [u8] {
        self.row().parameters
    }

    /// Whether a key of this kind signs with this suite. A curve takes only the digest of its own size.
    pub const fn fits(self, kind: KeyKind) -> bool {
        match (self.scheme(), kind) {
            (Scheme::Ecdsa, KeyKind::Ec(curve)) => {
                curve.digest().length() == self.digest().length()
            }
            (Scheme::RsaPkcs1 | Scheme::RsaPss, KeyKind::Rsa3072 | KeyKind::Rsa4096) => true,
            (Scheme::Ecdsa, _) | (Scheme::RsaPkcs1 | Scheme::RsaPss, KeyKind::Ec(_)) => false,
        }
    }

    const fn row(self) -> &'static Row {
        match self {
            Self::EcdsaSha256 => &ECDSA_SHA256,
            Self::EcdsaSha384 => &ECDSA_SHA384,
            Self::EcdsaSha512 => &ECDSA_SHA512,
            Self::RsaPkcs1Sha256 => &RSA_PKCS1_SHA256,
            Self::RsaPkcs1Sha384 => &RSA_PKCS1_SHA384,
            Self::RsaPkcs1Sha512 => &RSA_PKCS1_SHA512,
            Self::RsaPssSha256 => &RSA_PSS_SHA256,
            Self::RsaPssSha384 => &RSA_PSS_SHA384,
            Self::RsaPssSha512 => &RSA_PSS_SHA512,
        }
    }
}

impl fmt::Display for SignatureSuite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

const NULL: &[u8] = b"\x05\x00";

const ECDSA_SHA256: Row = Row {
    name: "ecdsa-sha256",
    scheme: Scheme::Ecdsa,
    digest: Digest::Sha256,
    oid: oid::ECDSA_WITH_SHA256,
    parameters: b"",
};
const ECDSA_SHA384: Row = Row {
    name: "ecdsa-sha384",
    scheme: Scheme::Ecdsa,
    digest: Digest::Sha384,
    oid: oid::ECDSA_WITH_SHA384,
    parameters: b"",
};
const ECDSA_SHA512: Row = Row {
    name: "ecdsa-sha512",
    scheme: Scheme::Ecdsa,
    digest: Digest::Sha512,
    oid: oid::ECDSA_WITH_SHA512,
    parameters: b"",
};
const RSA_PKCS1_SHA256: Row = Row {
    name: "rsa-pkcs1-sha256",
    scheme: Scheme::RsaPkcs1,
    digest: Digest::Sha256,
    oid: oid::SHA256_WITH_RSA,
    parameters: NULL,
};
const RSA_PKCS1_SHA384: Row = Row {
    name: "rsa-pkcs1-sha384",
    scheme: Scheme::RsaPkcs1,
    digest: Digest::Sha384,
    oid: oid::SHA384_WITH_RSA,
    parameters: NULL,
};
const RSA_PKCS1_SHA512: Row = Row {
    name: "rsa-pkcs1-sha512",
    scheme: Scheme::RsaPkcs1,
    digest: Digest::Sha512,
    oid: oid::SHA512_WITH_RSA,
    parameters: NULL,
};
// RSASSA-PSS-params { hashAlgorithm [0] { digest, NULL }, maskGenAlgorithm [1] { mgf1, { digest, NULL } }, saltLength [2] };
// the trailer field has its default value and is left out (rfc4055:3.1).
const RSA_PSS_SHA256: Row = Row {
    name: "rsa-pss-sha256",
    scheme: Scheme::RsaPss,
    digest: Digest::Sha256,
    oid: oid::RSASSA_PSS,
    parameters: b"\x30\x34\xa0\x0f\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\
        \xa1\x1c\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08\
        \x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\xa2\x03\x02\x01\x20",
};
const RSA_PSS_SHA384: Row = Row {
    name: "rsa-pss-sha384",
    scheme: Scheme::RsaPss,
    digest: Digest::Sha384,
    oid: oid::RSASSA_PSS,
    parameters: b"\x30\x34\xa0\x0f\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\
        \xa1\x1c\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08\
        \x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\xa2\x03\x02\x01\x30",
};
const RSA_PSS_SHA512: Row = Row {
    name: "rsa-pss-sha512",
    scheme: Scheme::RsaPss,
    digest: Digest::Sha512,
    oid: oid::RSASSA_PSS,
    parameters: b"\x30\x34\xa0\x0f\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\
        \xa1\x1c\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08\
        \x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\xa2\x03\x02\x01\x40",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for kind in KeyKind::ALL {
            assert_eq!(KeyKind::parse(kind.name()), Some(kind));
            assert!(kind.default_suite().fits(kind), "{kind}");
        }
        for suite in SignatureSuite::ALL {
            assert_eq!(SignatureSuite::parse(suite.name()), Some(suite));
        }
        assert_eq!(KeyKind::parse("P256"), None);
        assert_eq!(SignatureSuite::parse("ecdsa-sha1"), None);
    }

    #[test]
    fn each_curve_takes_one_digest_and_rsa_takes_all() {
        for kind in KeyKind::ALL {
            let count = SignatureSuite::ALL.iter().filter(|s| s.fits(kind)).count();
            let expected = match kind {
                KeyKind::Ec(_) => 1,
                KeyKind::Rsa3072 | KeyKind::Rsa4096 => 6,
            };
            assert_eq!(count, expected, "{kind}");
        }
    }

    #[test]
    fn digests_of_abc_are_those_of_fips_180() {
        let table = [
            (
                Digest::Sha256,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                Digest::Sha384,
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
                 8086072ba1e7cc2358baeca134c825a7",
            ),
            (
                Digest::Sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            ),
        ];
        for (digest, expected) in table {
            let value = digest.hash(b"abc");
            assert_eq!(format!("{value:?}"), format!("{digest}:{expected}"));
            assert_eq!(value.as_bytes().len(), digest.length());
        }
    }
}
