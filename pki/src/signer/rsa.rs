//! RSA signatures: both paddings, and nothing else of the key.

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};

use crate::algorithm::{Digest, Scheme, SignatureSuite};

/// Signs `message` by PKCS#1 v1.5 or by PSS with a salt as long as the digest.
///
/// Source: rfc4055:3.1
pub(crate) fn sign(
    key: &PKey<Private>,
    suite: SignatureSuite,
    message: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let digest = message_digest(suite.digest());
    let mut signer = Signer::new(digest, key)?;
    if suite.scheme() == Scheme::RsaPss {
        signer.set_rsa_padding(Padding::PKCS1_PSS)?;
        signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
        signer.set_rsa_mgf1_md(digest)?;
    }
    signer.sign_oneshot_to_vec(message)
}

/// Whether `signature` over `message` verifies; a salt of another length than the digest does not.
pub(crate) fn verify(
    key: &PKey<Public>,
    suite: SignatureSuite,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let digest = message_digest(suite.digest());
    let attempt = || -> Result<bool, ErrorStack> {
        let mut verifier = Verifier::new(digest, key)?;
        if suite.scheme() == Scheme::RsaPss {
            verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
            verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            verifier.set_rsa_mgf1_md(digest)?;
        }
        verifier.verify_oneshot(signature, message)
    };
    attempt().unwrap_or(false)
}

fn message_digest(digest: Digest) -> MessageDigest {
    match digest {
        Digest::Sha256 => MessageDigest::sha256(),
        Digest::Sha384 => MessageDigest::sha384(),
        Digest::Sha512 => MessageDigest::sha512(),
    }
}
