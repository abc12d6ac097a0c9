//! Public keys built from the parts of a SubjectPublicKeyInfo, and signatures checked with them.
//!
//! Building a key is slow in the cryptographic library, checking with a held key is not: build once, keep.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::ecdsa::EcdsaSig;
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
    key: Key,
    /// Algorithm and size or curve, for people.
    pub(crate) name: String,
    /// Whether explicit curve parameters came without their cofactor.
    pub(crate) cofactor_missing: bool,
}

/// The key as the library's fastest check for its kind wants it.
#[derive(Debug)]
enum Key {
    Rsa(PKey<Public>),
    /// Checked without the library's generic layer, which costs a twentieth of a P-256 check.
    Ec(EcKey<Public>),
    Dsa(PKey<Public>),
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
        let hashed = digest.of(message);
        let outcome = match (scheme, &self.key) {
            (Scheme::RsaPkcs1(_) | Scheme::RsaPss { .. }, Key::Rsa(key)) => {
                verify_rsa(key, scheme, digest, &hashed, signature)
            }
            (Scheme::Ecdsa(_), Key::Ec(key)) => verify_ecdsa(key, &hashed, signature),
            (Scheme::Dsa(_), Key::Dsa(key)) => verify_dsa(key, &hashed, signature),
            _ => return false,
        };
        outcome.unwrap_or(false)
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
            key: Key::Rsa(key),
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
        let built = || -> Result<EcKey<Public>, ErrorStack> {
            let group = EcGroup::from_curve_name(curve.nid)?;
            let mut context = BigNumContext::new()?;
            let point = EcPoint::from_bytes(&group, point, &mut context)?;
            let key = EcKey::from_public_key(&group, &point)?;
            key.check_key()?;
            Ok(key)
        };
        let key = built().map_err(|cause| ReadError::value(what, cause))?;
        let form = if parameters.tag == tag::OID {
            ""
        } else {
            ", explicit"
        };
        Ok(Self {
            key: Key::Ec(key),
            name: format!("EC {}{form}", curve.name),
            cofactor_missing: !cofactor_stated,
        })
    }

    fn dsa(spki: &[u8]) -> Result<Self, ReadError> {
        let what = "the DSA public key";
        let key = PKey::public_key_from_der(spki).map_err(|cause| ReadError::value(what, cause))?;
        let name = format!("DSA {}", key.bits());
        Ok(Self {
            key: Key::Dsa(key),
            name,
            cofactor_missing: false,
        })
    }
}

/// The library takes RSA signatures at full length only.
fn verify_rsa(
    key: &PKey<Public>,
    scheme: &Scheme,
    digest: Digest,
    hashed: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.verify_init()?;
    if let Scheme::RsaPss {
        mask_digest,
        salt_length,
        ..
    } = scheme
    {
        context.set_rsa_padding(Padding::PKCS1_PSS)?;
        context.set_signature_md(digest.md())?;
        context.set_rsa_mgf1_md(mask_digest.md())?;
        context.set_rsa_pss_saltlen(RsaPssSaltlen::custom((*salt_length).into()))?;
    } else {
        context.set_rsa_padding(Padding::PKCS1)?;
        context.set_signature_md(digest.md())?;
    }
    context.verify(hashed, signature)
}

/// The signature has to be DER to the last octet: the decoder alone would pass over bytes after it.
fn verify_ecdsa(key: &EcKey<Public>, hashed: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
    let values = EcdsaSig::from_der(signature)?;
    Ok(values.to_der()? == signature && values.verify(hashed, key)?)
}

/// The library takes DSA signatures as DER only.
fn verify_dsa(key: &PKey<Public>, hashed: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.verify_init()?;
    context.verify(hashed, signature)
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
