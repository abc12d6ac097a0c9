//! Where private keys live and what they do: the one seam between this crate and a key device.
//!
//! [`Signer`] signs, [`KeyCustody`] makes and destroys keys; who issues never receives the second. [`SoftwareKeyStore`] is the
//! encrypted store in a directory; [`CountingSigner`] counts and limits what another signer does.

mod counting;
mod label;
mod passphrase;
pub(crate) mod rsa;
mod sealed_key;
mod software;
mod store_file;

pub use counting::CountingSigner;
pub use label::{InvalidKeyLabel, KeyLabel};
pub use passphrase::{InvalidPassphrase, Passphrase};
pub use sealed_key::KdfCost;
pub use software::SoftwareKeyStore;
pub use store_file::KeyStoreError;

use crate::algorithm::{KeyKind, SignatureSuite};
use crate::public_key::PublicKey;

/// Signs with keys that the caller can only name. Object-safe on purpose.
pub trait Signer: Send + Sync {
    /// The public half of a key.
    ///
    /// # Errors
    /// [`SignerError::NoSuchKey`], or what the device reports.
    fn public_key(&self, key: &KeyLabel) -> Result<PublicKey, SignerError>;

    /// Signs `message`; the digest is taken here.
    ///
    /// # Errors
    /// [`SignerError::WrongSuite`] when the suite does not fit the key, [`SignerError::UsageExhausted`] when the key may sign no
    /// more; only after [`SignerError::DeviceBusy`] may the caller simply try again.
    fn sign(
        &self,
        key: &KeyLabel,
        suite: SignatureSuite,
        message: &[u8],
    ) -> Result<Signature, SignerError>;
}

/// Makes, destroys and lists keys. Kept apart from [`Signer`], so that a process that issues cannot do this.
pub trait KeyCustody {
    /// Makes a key under a new label.
    ///
    /// # Errors
    /// [`SignerError::KeyExists`] when the label is taken: no key is ever overwritten.
    fn generate(&self, key: &KeyLabel, kind: KeyKind) -> Result<PublicKey, SignerError>;

    /// Destroys a key for good.
    ///
    /// # Errors
    /// [`SignerError::NoSuchKey`].
    fn destroy(&self, key: &KeyLabel) -> Result<(), SignerError>;

    /// The labels of all keys, in alphabetical order.
    ///
    /// # Errors
    /// What the device reports.
    fn list(&self) -> Result<Vec<KeyLabel>, SignerError>;
}

/// A signature value: DER `SEQUENCE { r, s }` for ECDSA, the octets of the integer for RSA.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Takes the octets of a signature, which are judged when they are verified.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The octets of the signature.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Signature({} bytes)", self.0.len())
    }
}

/// A key device did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// The device holds no key of this label.
    #[error("there is no key `{key}`: generate it, or check the label")]
    NoSuchKey {
        /// The label asked for.
        key: KeyLabel,
    },
    /// A key of this label exists already.
    #[error("a key `{key}` exists already: destroy it first or take another label")]
    KeyExists {
        /// The label asked for.
        key: KeyLabel,
    },
    /// The suite does not fit the kind of the key.
    #[error("the key `{key}` is of kind {kind} and does not sign with {suite}")]
    WrongSuite {
        /// The key asked for.
        key: KeyLabel,
        /// Its kind.
        kind: KeyKind,
        /// The suite asked for.
        suite: SignatureSuite,
    },
    /// The key has made as many signatures as it may.
    #[error("the key `{key}` has made the {limit} signatures it is allowed: rotate it")]
    UsageExhausted {
        /// The key asked for.
        key: KeyLabel,
        /// The number of signatures allowed.
        limit: u64,
    },
    /// The device is busy; nothing was signed, and trying again is safe.
    #[error("the key device is busy: try again")]
    DeviceBusy,
    /// The device does not answer; whether something was signed is not known.
    #[error("the key device does not answer: settle the open intent before signing again")]
    DeviceGone,
    /// The cryptographic operation failed.
    #[error("the operation `{operation}` with the key `{key}` failed")]
    Failed {
        /// The key asked for.
        key: KeyLabel,
        /// What was attempted.
        operation: &'static str,
    },
    /// The software key store could not be read or written.
    #[error(transparent)]
    Store(#[from] KeyStoreError),
}

#[cfg(test)]
mod tests;
