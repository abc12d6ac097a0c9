//! The bare operations of the cryptographic library, each the fastest way it offers with keys at hand.

use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{Private, Public};
use openssl::sha::{Sha256, sha256};

use super::{BenchError, DATA_GROUP_BYTES, failed};

const STEP: &str = "use the cryptographic library";

/// A P-256 key, a digest with its signature, and as many bytes as the data groups have.
pub(super) struct Raw {
    private: EcKey<Private>,
    public: EcKey<Public>,
    digest: [u8; 32],
    signature: Vec<u8>,
    bytes: Vec<u8>,
}

impl Raw {
    pub(super) fn new() -> Result<Self, BenchError> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).map_err(failed(STEP))?;
        let private = EcKey::generate(&group).map_err(failed(STEP))?;
        let public = EcKey::from_public_key(&group, private.public_key()).map_err(failed(STEP))?;
        let mut bytes = vec![0; DATA_GROUP_BYTES];
        openssl::rand::rand_bytes(&mut bytes).map_err(failed(STEP))?;
        let mut raw = Self {
            private,
            public,
            digest: sha256(&bytes),
            signature: Vec::new(),
            bytes,
        };
        raw.signature = raw.sign()?;
        Ok(raw)
    }

    /// A digest to a signature in DER.
    pub(super) fn sign(&self) -> Result<Vec<u8>, BenchError> {
        EcdsaSig::sign(&self.digest, &self.private)
            .and_then(|signature| signature.to_der())
            .map_err(failed(STEP))
    }

    /// A signature in DER to the verdict that it is right.
    pub(super) fn verify(&self) -> Result<bool, BenchError> {
        EcdsaSig::from_der(&self.signature)
            .and_then(|signature| signature.verify(&self.digest, &self.public))
            .map_err(failed(STEP))
    }

    /// SHA-256 over the bytes in one go, by the state functions: the one-shot function is slower.
    pub(super) fn hash(&self) -> [u8; 32] {
        let mut state = Sha256::new();
        state.update(&self.bytes);
        state.finish()
    }
}
