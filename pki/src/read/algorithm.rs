//! Digest and signature algorithms as foreign objects name them.

use openssl::md::{Md, MdRef};
use openssl::sha;

use super::tlv::{Element, only, tag};
use super::{ReadError, oid};

/// A digest algorithm that documents use, SHA-1 only in old ones.
///
/// Source: 9303-12:4.1.6.4
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Digest {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    pub(crate) fn from_oid(octets: &[u8]) -> Option<Self> {
        Some(match octets {
            oid::SHA1 => Self::Sha1,
            oid::SHA224 => Self::Sha224,
            oid::SHA256 => Self::Sha256,
            oid::SHA384 => Self::Sha384,
            oid::SHA512 => Self::Sha512,
            _ => return None,
        })
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The digest of a message, 20 to 64 octets.
    ///
    /// By the state functions: the one-shot functions look their algorithm up anew each time, which costs more than a
    /// short message does.
    pub(crate) fn of(self, message: &[u8]) -> Vec<u8> {
        macro_rules! digest {
            ($state:ident) => {{
                let mut state = sha::$state::new();
                state.update(message);
                state.finish().to_vec()
            }};
        }
        match self {
            Self::Sha1 => digest!(Sha1),
            Self::Sha224 => digest!(Sha224),
            Self::Sha256 => digest!(Sha256),
            Self::Sha384 => digest!(Sha384),
            Self::Sha512 => digest!(Sha512),
        }
    }

    pub(crate) fn md(self) -> &'static MdRef {
        match self {
            Self::Sha1 => Md::sha1(),
            Self::Sha224 => Md::sha224(),
            Self::Sha256 => Md::sha256(),
            Self::Sha384 => Md::sha384(),
            Self::Sha512 => Md::sha512(),
        }
    }
}

/// An AlgorithmIdentifier, with its parameters not yet understood.
///
/// Source: rfc5280:4.1.1.2
///
/// ```text
/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AlgorithmIdentifier<'a> {
    pub(crate) oid: &'a [u8],
    pub(crate) parameters: Option<Element<'a>>,
    pub(crate) raw: &'a [u8],
}

impl<'a> AlgorithmIdentifier<'a> {
    pub(crate) fn of(element: &Element<'a>) -> Result<Self, ReadError> {
        let what = "an algorithm identifier";
        if element.tag != tag::SEQUENCE {
            return Err(super::tlv::unexpected(what, Some(element.tag)));
        }
        let mut reader = element.reader();
        let oid = reader.expect(tag::OID, what)?.content;
        let parameters = reader.next()?;
        reader.finish(what)?;
        Ok(Self {
            oid,
            parameters,
            raw: element.raw,
        })
    }

    pub(crate) fn from_bytes(bytes: &'a [u8]) -> Result<Self, ReadError> {
        Self::of(&only(bytes, tag::SEQUENCE, "an algorithm identifier")?)
    }

    /// The digest named here.
    pub(crate) fn digest(&self) -> Result<Digest, ReadError> {
        Digest::from_oid(self.oid)
            .ok_or_else(|| ReadError::unsupported("the digest algorithm", oid::dotted(self.oid)))
    }

    /// Whether the parameters are absent, or NULL as older standards had it.
    pub(crate) fn has_no_parameters(&self) -> bool {
        self.parameters.is_none_or(|found| is_null(&found))
    }

    /// The signature scheme named here.
    pub(crate) fn scheme(&self) -> Result<Scheme, ReadError> {
        use Digest::{Sha1, Sha224, Sha256, Sha384, Sha512};
        Ok(match self.oid {
            oid::RSA_ENCRYPTION => Scheme::RsaPkcs1(None),
            oid::RSA_SHA1 => Scheme::RsaPkcs1(Some(Sha1)),
            oid::RSA_SHA224 => Scheme::RsaPkcs1(Some(Sha224)),
            oid::RSA_SHA256 => Scheme::RsaPkcs1(Some(Sha256)),
            oid::RSA_SHA384 => Scheme::RsaPkcs1(Some(Sha384)),
            oid::RSA_SHA512 => Scheme::RsaPkcs1(Some(Sha512)),
            oid::RSA_PSS => pss(self.parameters.as_ref())?,
            oid::EC_PUBLIC_KEY => Scheme::Ecdsa(None),
            oid::ECDSA_SHA1 => Scheme::Ecdsa(Some(Sha1)),
            oid::ECDSA_SHA224 => Scheme::Ecdsa(Some(Sha224)),
            oid::ECDSA_SHA256 => Scheme::Ecdsa(Some(Sha256)),
            oid::ECDSA_SHA384 => Scheme::Ecdsa(Some(Sha384)),
            oid::ECDSA_SHA512 => Scheme::Ecdsa(Some(Sha512)),
            oid::DSA_SHA1 => Scheme::Dsa(Sha1),
            oid::DSA_SHA224 => Scheme::Dsa(Sha224),
            oid::DSA_SHA256 => Scheme::Dsa(Sha256),
            other => {
                return Err(ReadError::unsupported(
                    "the signature algorithm",
                    oid::dotted(other),
                ));
            }
        })
    }

    /// Whether the parameters are those that the signature scheme has: NULL or none for RSA PKCS #1, none for
    /// ECDSA and DSA. Those of RSASSA-PSS are read, so they are never unexpected.
    pub(crate) fn has_expected_signature_parameters(&self, scheme: &Scheme) -> bool {
        match scheme {
            Scheme::RsaPkcs1(_) => self.has_no_parameters(),
            Scheme::Ecdsa(_) | Scheme::Dsa(_) => self.parameters.is_none(),
            Scheme::RsaPss { plain, .. } => *plain,
        }
    }
}

/// How a signature is made, with the digest if the algorithm names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    RsaPkcs1(Option<Digest>),
    RsaPss {
        digest: Digest,
        mask_digest: Digest,
        salt_length: u8,
        /// Whether the digest identifiers inside are free of surprising parameters.
        plain: bool,
    },
    Ecdsa(Option<Digest>),
    Dsa(Digest),
}

impl Scheme {
    pub(crate) const fn digest(&self) -> Option<Digest> {
        match *self {
            Self::RsaPkcs1(digest) | Self::Ecdsa(digest) => digest,
            Self::RsaPss { digest, .. } | Self::Dsa(digest) => Some(digest),
        }
    }

    pub(crate) fn name(&self) -> String {
        let family = match self {
            Self::RsaPkcs1(_) => "RSA PKCS #1",
            Self::RsaPss { .. } => "RSASSA-PSS",
            Self::Ecdsa(_) => "ECDSA",
            Self::Dsa(_) => "DSA",
        };
        match self.digest() {
            Some(digest) => format!("{family} with {}", digest.name()),
            None => family.to_owned(),
        }
    }
}

/// Reads the parameters of RSASSA-PSS, each of which has a default.
///
/// Taken apart by hand because no signature covers them in EF.SOD: the decoder would pass over a wrong constructed bit.
///
/// Source: rfc4055:3.1
///
/// ```text
/// RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] EXPLICIT DEFAULT sha1, maskGenAlgorithm [1] EXPLICIT DEFAULT
///     mgf1SHA1, saltLength [2] EXPLICIT INTEGER DEFAULT 20, trailerField [3] EXPLICIT INTEGER DEFAULT 1 }
/// ```
fn pss(parameters: Option<&Element<'_>>) -> Result<Scheme, ReadError> {
    let what = "the RSASSA-PSS parameters";
    let empty = Element::EMPTY_SEQUENCE;
    let parameters = parameters.unwrap_or(&empty);
    if parameters.tag != tag::SEQUENCE {
        return Err(super::tlv::unexpected(what, Some(parameters.tag)));
    }
    let mut reader = parameters.reader();
    let mut field = |number: u8, inside: u8| -> Result<Option<Element<'_>>, ReadError> {
        match reader.optional(tag::context(number))? {
            Some(explicit) => only(explicit.content, inside, what).map(Some),
            None => Ok(None),
        }
    };
    let hash = field(0, tag::SEQUENCE)?;
    let mask_generation = field(1, tag::SEQUENCE)?;
    let salt_length = field(2, tag::INTEGER)?;
    let trailer = field(3, tag::INTEGER)?;
    reader.finish(what)?;
    if trailer.is_some_and(|field| field.content != [1]) {
        return Err(ReadError::unsupported(what, "trailer field"));
    }
    let salt_length = match salt_length.map(|field| field.content) {
        None => 20,
        Some(&[octet]) if octet < 0x80 => octet,
        Some(&[0, octet]) if octet >= 0x80 => octet,
        Some(_) => return Err(ReadError::unsupported(what, "salt length")),
    };
    let mut plain = true;
    let mut digest_of = |element: Option<Element<'_>>| -> Result<Digest, ReadError> {
        let Some(element) = element else {
            return Ok(Digest::Sha1);
        };
        let identifier = AlgorithmIdentifier::of(&element)?;
        plain &= identifier.has_no_parameters();
        identifier.digest()
    };
    let digest = digest_of(hash)?;
    let mask = match mask_generation {
        None => None,
        Some(element) => {
            let mask = AlgorithmIdentifier::of(&element)?;
            if mask.oid != oid::MGF1 {
                return Err(ReadError::unsupported(what, oid::dotted(mask.oid)));
            }
            mask.parameters
        }
    };
    let mask_digest = digest_of(mask)?;
    Ok(Scheme::RsaPss {
        digest,
        mask_digest,
        salt_length,
        plain,
    })
}

fn is_null(element: &Element<'_>) -> bool {
    element.tag == tag::NULL && element.content.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text
            .chars()
            .filter_map(|c| c.to_digit(16))
            .map(|digit| u8::try_from(digit).unwrap())
            .collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    }

    const KOREAN_PSS: &str =
        "3041 06092A864886F70D01010A 3034 A00F 300D 0609608648016503040201 0500
        A11C 301A 06092A864886F70D010108 300D 0609608648016503040201 0500 A203 020120";

    #[test]
    fn the_parameters_of_a_published_pss_certificate_are_read() {
        let read = bytes(KOREAN_PSS);
        let identifier = AlgorithmIdentifier::from_bytes(&read).unwrap();
        let scheme = identifier.scheme().unwrap();
        let (digest, mask_digest) = (Digest::Sha256, Digest::Sha256);
        assert_eq!(
            scheme,
            Scheme::RsaPss {
                digest,
                mask_digest,
                salt_length: 32,
                plain: true
            }
        );
        assert_eq!(scheme.name(), "RSASSA-PSS with SHA-256");
    }

    #[test]
    fn absent_pss_parameters_mean_the_defaults() {
        let read = bytes("300B 06092A864886F70D01010A");
        let scheme = AlgorithmIdentifier::from_bytes(&read)
            .unwrap()
            .scheme()
            .unwrap();
        let (digest, mask_digest) = (Digest::Sha1, Digest::Sha1);
        assert_eq!(
            scheme,
            Scheme::RsaPss {
                digest,
                mask_digest,
                salt_length: 20,
                plain: true
            }
        );
    }

    #[test]
    fn odd_identifiers_are_refused_or_noticed() {
        for (name, text, expected) in [
            ("ecdsa", "300A 06082A8648CE3D040302", Some(true)),
            (
                "ecdsa with NULL",
                "300C 06082A8648CE3D040302 0500",
                Some(false),
            ),
            (
                "rsa with NULL",
                "300D 06092A864886F70D01010B 0500",
                Some(true),
            ),
            (
                "rsa with an octet string",
                "300D 06092A864886F70D01010B 0400",
                Some(false),
            ),
            ("md5", "300D 06092A864886F70D010104 0500", None),
            (
                "pss with NULL parameters",
                "300D 06092A864886F70D01010A 0500",
                None,
            ),
            (
                "pss with trailer 2",
                "3012 06092A864886F70D01010A 3005 A303 020102",
                None,
            ),
        ] {
            let read = bytes(text);
            let found = AlgorithmIdentifier::from_bytes(&read).unwrap();
            let expectation = found
                .scheme()
                .ok()
                .map(|scheme| found.has_expected_signature_parameters(&scheme));
            assert_eq!(expectation, expected, "{name}");
        }
        assert!(
            AlgorithmIdentifier::from_bytes(&bytes("300F 06092A864886F70D01010B 0500 0500"))
                .is_err()
        );
    }

    #[test]
    fn digests_of_the_empty_message_have_their_published_beginnings() {
        for (digest, start) in [
            (Digest::Sha1, [0xDA, 0x39, 0xA3]),
            (Digest::Sha224, [0xD1, 0x4A, 0x02]),
            (Digest::Sha256, [0xE3, 0xB0, 0xC4]),
            (Digest::Sha384, [0x38, 0xB0, 0x60]),
            (Digest::Sha512, [0xCF, 0x83, 0xE1]),
        ] {
            assert_eq!(digest.of(b"")[..3], start, "{}", digest.name());
        }
    }
}
