//! Public keys built from the parts of a SubjectPublicKeyInfo, and signatures checked with them.
//!
//! Building a key is slow in the cryptographic library, checking with a held key is not: build once, keep.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::{Padding, Rsa};
use openssl::sign::RsaPssSaltlen;

use super::algorithm::{AlgorithmIdentifier, Digest, Scheme};
use super::tlv::{Reader, only, tag};
use super::{ReadError, curve, oid};

/// The largest RSA modulus that is worked with, in bits; published CSCA keys reach 6144.
const MAX_RSA_BITS: i32 = 8192;
/// The largest RSA exponent that is worked with, in bits; longer ones only cost time.
const MAX_RSA_EXPONENT_BITS: i32 = 64;

/// A public key that is ready to check signatures.
#[derive(Debug)]
pub(crate) struct PublicKey {
    key: PKey<Public>,
    family: Family,
    /// Algorithm and size or curve, for people.
    pub(crate) name: String,
    /// Whether explicit curve parameters came without their cofactor.
    pub(crate) cofactor_missing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Rsa,
    Ec,
    Dsa,
}

impl PublicKey {
    /// Builds the key from a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// When the structure is broken, or the key is of a kind, size or curve that is not known.
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, ReadError> {
        let what = "the public key";
        let mut reader = only(spki, tag::SEQUENCE, what)?.reader();
        let algorithm = AlgorithmIdentifier::of(&reader.expect(tag::SEQUENCE, what)?)?;
        let bits = bit_string_octets(reader.expect(tag::BIT_STRING, what)?.content, what)?;
        reader.finish(what)?;
        match algorithm.oid {
            oid::RSA_ENCRYPTION | oid::RSA_PSS => Self::rsa(bits),
            oid::EC_PUBLIC_KEY => Self::ec(&algorithm, bits),
            oid::DSA => Self::dsa(spki),
            other => Err(ReadError::unsupported(what, oid::dotted(other))),
        }
    }

    /// Whether a signature over a message is right.
    ///
    /// `fallback` is the digest to use when the scheme names none.
    pub(crate) fn verifies(
        &self,
        scheme: &Scheme,
        fallback: Option<Digest>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let Some(digest) = scheme.digest().or(fallback) else {
            return false;
        };
        let family = match scheme {
            Scheme::RsaPkcs1(_) | Scheme::RsaPss { .. } => Family::Rsa,
            Scheme::Ecdsa(_) => Family::Ec,
            Scheme::Dsa(_) => Family::Dsa,
        };
        family == self.family
            && self
                .verify_digest(scheme, digest, &digest.of(message), signature)
                .unwrap_or(false)
    }

    /// The library takes the signature octets strictly: DER for ECDSA and DSA, full length for RSA.
    fn verify_digest(
        &self,
        scheme: &Scheme,
        digest: Digest,
        hashed: &[u8],
        signature: &[u8],
    ) -> Result<bool, ErrorStack> {
        let mut context = PkeyCtx::new(&self.key)?;
        context.verify_init()?;
        match scheme {
            Scheme::RsaPkcs1(_) => {
                context.set_rsa_padding(Padding::PKCS1)?;
                context.set_signature_md(digest.md())?;
            }
            Scheme::RsaPss {
                mask_digest,
                salt_length,
                ..
            } => {
                context.set_rsa_padding(Padding::PKCS1_PSS)?;
                context.set_signature_md(digest.md())?;
                context.set_rsa_mgf1_md(mask_digest.md())?;
                context.set_rsa_pss_saltlen(RsaPssSaltlen::custom((*salt_length).into()))?;
            }
            Scheme::Ecdsa(_) | Scheme::Dsa(_) => {}
        }
        context.verify(hashed, signature)
    }

    fn rsa(bits: &[u8]) -> Result<Self, ReadError> {
        let what = "the RSA public key";
        let mut reader = only(bits, tag::SEQUENCE, what)?.reader();
        let modulus = reader.expect(tag::INTEGER, what)?.content;
        let exponent = reader.expect(tag::INTEGER, what)?.content;
        reader.finish(what)?;
        let built = || -> Result<(PKey<Public>, i32, i32), ErrorStack> {
            let (n, e) = (BigNum::from_slice(modulus)?, BigNum::from_slice(exponent)?);
            let sizes = (n.num_bits(), e.num_bits());
            let key = PKey::from_rsa(Rsa::from_public_components(n, e)?)?;
            Ok((key, sizes.0, sizes.1))
        };
        // Sizes are looked at before a number is made of octets.
        let too_large =
            |octets: &[u8], limit: i32| octets.len() * 8 > limit.unsigned_abs() as usize + 8;
        if too_large(modulus, MAX_RSA_BITS) || too_large(exponent, MAX_RSA_EXPONENT_BITS) {
            return Err(ReadError::unsupported(
                what,
                format!("{} octets", modulus.len()),
            ));
        }
        let (key, size, exponent_size) = built().map_err(|cause| ReadError::value(what, cause))?;
        if size < 512 || exponent_size < 2 {
            return Err(ReadError::unsupported(what, format!("{size} bits")));
        }
        Ok(Self {
            key,
            family: Family::Rsa,
            name: format!("RSA {size}"),
            cofactor_missing: false,
        })
    }

    fn ec(algorithm: &AlgorithmIdentifier<'_>, point: &[u8]) -> Result<Self, ReadError> {
        let what = "the EC public key";
        let parameters = algorithm
            .parameters
            .ok_or_else(|| ReadError::unsupported(what, "no curve"))?;
        let (curve, cofactor_stated) = match parameters.tag {
            tag::OID => (curve::named(parameters.content)?, true),
            tag::SEQUENCE => curve::explicit(&parameters)?,
            other => return Err(super::tlv::unexpected("a curve", Some(other))),
        };
        let built = || -> Result<PKey<Public>, ErrorStack> {
            let group = EcGroup::from_curve_name(curve.nid)?;
            let mut context = BigNumContext::new()?;
            let point = EcPoint::from_bytes(&group, point, &mut context)?;
            let key = EcKey::from_public_key(&group, &point)?;
            key.check_key()?;
            PKey::from_ec_key(key)
        };
        let key = built().map_err(|cause| ReadError::value(what, cause))?;
        let form = if parameters.tag == tag::OID {
            ""
        } else {
            ", explicit"
        };
        Ok(Self {
            key,
            family: Family::Ec,
            name: format!("EC {}{form}", curve.name),
            cofactor_missing: !cofactor_stated,
        })
    }

    fn dsa(spki: &[u8]) -> Result<Self, ReadError> {
        let what = "the DSA public key";
        let key = PKey::public_key_from_der(spki).map_err(|cause| ReadError::value(what, cause))?;
        let name = format!("DSA {}", key.bits());
        Ok(Self {
            key,
            family: Family::Dsa,
            name,
            cofactor_missing: false,
        })
    }
}

/// The octets of a BIT STRING whose bits fill them.
pub(crate) fn bit_string_octets<'a>(
    content: &'a [u8],
    what: &'static str,
) -> Result<&'a [u8], ReadError> {
    match content.split_first() {
        Some((0, octets)) => Ok(octets),
        _ => Err(ReadError::value(what, "a bit string with unused bits")),
    }
}

/// The octets of the subjectPublicKey, over which key identifiers are computed.
///
/// Source: rfc5280:4.2.1.2
pub(crate) fn subject_public_key(spki: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(spki).next().ok()??.reader();
    reader.expect(tag::SEQUENCE, "the algorithm").ok()?;
    let bits = reader.expect(tag::BIT_STRING, "the public key").ok()?;
    bits.content.split_first().map(|(_, octets)| octets)
}
