//! Keys in software: one sealed file each, loaded once.
//!
//! For demonstration and tests; a real authority keeps its keys in a device. A loaded key stays in memory, so that signing costs
//! nothing beside the signature.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use zeroize::Zeroizing;

use super::sealed_key::{Derived, KdfCost, SealedKey, Unsealable};
use super::store_file::{self, KeyStoreError};
use super::{KeyCustody, KeyLabel, Passphrase, Signature, Signer, SignerError, rsa};
use crate::algorithm::{KeyKind, SignatureSuite};
use crate::public_key::PublicKey;

/// A directory of sealed keys, opened with its passphrase.
///
/// # Invariants
/// All keys made through one opened store share its salt, so that the passphrase is stretched once; every file has a nonce of its
/// own. A file is written whole or not at all, and never replaced.
pub struct SoftwareKeyStore {
    directory: PathBuf,
    passphrase: Passphrase,
    cost: KdfCost,
    derived: Mutex<Vec<Arc<Derived>>>,
    loaded: RwLock<HashMap<KeyLabel, Arc<LoadedKey>>>,
}

struct LoadedKey {
    private: PrivateKey,
    public: PublicKey,
}

enum PrivateKey {
    Ec(EcKey<Private>),
    Rsa(PKey<Private>),
}

impl SoftwareKeyStore {
    /// Opens a store, or makes an empty one when the directory is absent (its parent must exist). Keys that are there are read at
    /// once, so that a wrong passphrase or a damaged file is known now and not when something is to be signed.
    ///
    /// # Errors
    /// [`KeyStoreError`]: each cause of failure has a variant of its own.
    pub fn open(directory: &Path, passphrase: Passphrase) -> Result<Self, KeyStoreError> {
        Self::open_with_cost(directory, passphrase, KdfCost::RECOMMENDED)
    }

    /// As [`SoftwareKeyStore::open`], with another cost for keys that will be made. Existing files keep theirs.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    pub fn open_with_cost(
        directory: &Path,
        passphrase: Passphrase,
        cost: KdfCost,
    ) -> Result<Self, KeyStoreError> {
        if !cost.is_acceptable() {
            return Err(KeyStoreError::CostOutOfBounds);
        }
        store_file::prepare_directory(directory)?;
        let store = Self {
            directory: directory.to_owned(),
            passphrase,
            cost,
            derived: Mutex::new(Vec::new()),
            loaded: RwLock::new(HashMap::new()),
        };
        for label in store.labels()? {
            store.load(&label)?;
        }
        Ok(store)
    }

    fn labels(&self) -> Result<Vec<KeyLabel>, KeyStoreError> {
        store_file::check_directory(&self.directory)?;
        store_file::list(&self.directory)?
            .into_iter()
            .map(|stem| {
                KeyLabel::parse(&stem).map_err(|_| KeyStoreError::Corrupt {
                    path: self.directory.join(format!("{stem}.key")),
                    reason: "its name is not a key label",
                })
            })
            .collect()
    }

    fn load(&self, label: &KeyLabel) -> Result<Arc<LoadedKey>, KeyStoreError> {
        let path = self.directory.join(file_name(label));
        let failed = |reason: Unsealable| match reason {
            Unsealable::Truncated => KeyStoreError::Truncated { path: path.clone() },
            Unsealable::WrongPassphrase => KeyStoreError::WrongPassphrase { path: path.clone() },
            Unsealable::Corrupt(reason) => KeyStoreError::Corrupt {
                path: path.clone(),
                reason,
            },
        };
        let file = SealedKey::from_json(&store_file::read(&path)?).map_err(failed)?;
        let salt = file
            .salt()
            .ok_or_else(|| failed(Unsealable::Corrupt("its salt has the wrong length")))?;
        let derived = self.derive(salt, file.cost())?;
        let (kind, pkcs8) = file.open(&derived, label).map_err(failed)?;
        let key = LoadedKey::from_pkcs8(kind, &pkcs8)
            .ok_or_else(|| failed(Unsealable::Corrupt("its content is not a key of its kind")))?;
        Ok(self.remember(label, key))
    }

    fn remember(&self, label: &KeyLabel, key: LoadedKey) -> Arc<LoadedKey> {
        let key = Arc::new(key);
        self.loaded
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(label.clone(), Arc::clone(&key));
        key
    }

    /// The loaded key; a key that another process made meanwhile is read now.
    fn key(&self, label: &KeyLabel) -> Result<Arc<LoadedKey>, SignerError> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = loaded.get(label) {
            return Ok(Arc::clone(key));
        }
        drop(loaded);
        if self.labels()?.contains(label) {
            return Ok(self.load(label)?);
        }
        Err(SignerError::NoSuchKey { key: label.clone() })
    }

    /// Stretches the passphrase for a salt, once.
    fn derive(&self, salt: [u8; 16], cost: KdfCost) -> Result<Arc<Derived>, KeyStoreError> {
        let mut known = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|d| d.salt == salt && d.cost == cost);
        if let Some(derived) = found {
            return Ok(Arc::clone(derived));
        }
        let derived = Derived::new(&self.passphrase, salt, cost)
            .map(Arc::new)
            .ok_or(KeyStoreError::CostOutOfBounds)?;
        known.push(Arc::clone(&derived));
        Ok(derived)
    }

    /// The derived key for new files: that of an existing file with our cost, or one with a new salt.
    fn derive_for_new_key(&self) -> Result<Arc<Derived>, KeyStoreError> {
        let known = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known
            .iter()
            .find(|derived| derived.cost == self.cost)
            .map(Arc::clone);
        drop(known);
        match found {
            Some(derived) => Ok(derived),
            None => self.derive(random()?, self.cost),
        }
    }

    fn write(&self, label: &KeyLabel, kind: KeyKind, pkcs8: &[u8]) -> Result<(), SignerError> {
        let derived = self.derive_for_new_key()?;
        let content = SealedKey::seal(&derived, random()?, label, kind, pkcs8)
            .and_then(|file| file.to_json())
            .ok_or(KeyStoreError::Cryptography {
                operation: "seal a key",
            })?;
        match store_file::create(&self.directory, &file_name(label), &content) {
            Err(KeyStoreError::Exists { .. }) => Err(SignerError::KeyExists { key: label.clone() }),
            other => Ok(other?),
        }
    }
}

impl Signer for SoftwareKeyStore {
    fn public_key(&self, key: &KeyLabel) -> Result<PublicKey, SignerError> {
        Ok(self.key(key)?.public.clone())
    }

    fn sign(
        &self,
        key: &KeyLabel,
        suite: SignatureSuite,
        message: &[u8],
    ) -> Result<Signature, SignerError> {
        let loaded = self.key(key)?;
        let kind = loaded.public.kind();
        if !suite.fits(kind) {
            return Err(SignerError::WrongSuite {
                key: key.clone(),
                kind,
                suite,
            });
        }
        loaded
            .private
            .sign(suite, message)
            .map(Signature::from_bytes)
            .ok_or_else(|| SignerError::Failed {
                key: key.clone(),
                operation: "sign",
            })
    }
}

impl KeyCustody for SoftwareKeyStore {
    fn generate(&self, key: &KeyLabel, kind: KeyKind) -> Result<PublicKey, SignerError> {
        if self.labels()?.contains(key) {
            return Err(SignerError::KeyExists { key: key.clone() });
        }
        let failed = || SignerError::Failed {
            key: key.clone(),
            operation: "generate",
        };
        let private = PrivateKey::generate(kind).ok_or_else(failed)?;
        let pkcs8 = private.to_pkcs8().ok_or_else(failed)?;
        let loaded = LoadedKey::from_pkcs8(kind, &pkcs8).ok_or_else(failed)?;
        self.write(key, kind, &pkcs8)?;
        Ok(self.remember(key, loaded).public.clone())
    }

    fn destroy(&self, key: &KeyLabel) -> Result<(), SignerError> {
        if !self.labels()?.contains(key) {
            return Err(SignerError::NoSuchKey { key: key.clone() });
        }
        store_file::destroy(&self.directory, &file_name(key))?;
        self.loaded
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
        Ok(())
    }

    fn list(&self) -> Result<Vec<KeyLabel>, SignerError> {
        Ok(self.labels()?)
    }
}

impl PrivateKey {
    pub(crate) fn generate(kind: KeyKind) -> Option<Self> {
        let rsa = |bits| Rsa::generate(bits).and_then(PKey::from_rsa).map(Self::Rsa);
        match kind {
            KeyKind::Ec(curve) => EcGroup::from_curve_name(curve.nid())
                .and_then(|group| EcKey::generate(&group))
                .map(Self::Ec),
            KeyKind::Rsa3072 => rsa(3072),
            KeyKind::Rsa4096 => rsa(4096),
        }
        .ok()
    }

    fn to_pkcs8(&self) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Ec(key) => {
                PKey::from_ec_key(key.clone()).and_then(|key| key.private_key_to_pkcs8())
            }
            Self::Rsa(key) => key.private_key_to_pkcs8(),
        }
        .map(Zeroizing::new)
        .ok()
    }

    fn sign(&self, suite: SignatureSuite, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Ec(key) => EcdsaSig::sign(suite.digest().hash(message).as_bytes(), key)
                .and_then(|signature| signature.to_der()),
            Self::Rsa(key) => rsa::sign(key, suite, message),
        }
        .ok()
    }
}

impl LoadedKey {
    /// Loads a key and checks that it is of the kind it is said to be.
    fn from_pkcs8(kind: KeyKind, pkcs8: &[u8]) -> Option<Self> {
        let key = PKey::private_key_from_pkcs8(pkcs8).ok()?;
        let (private, public) = match kind {
            KeyKind::Ec(curve) => {
                let key = key.ec_key().ok()?;
                if key.group().curve_name() != Some(curve.nid()) {
                    return None;
                }
                let public = PublicKey::of_ec(curve, &key).ok()?;
                (PrivateKey::Ec(key), public)
            }
            KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
                let der = key
                    .rsa()
                    .and_then(|rsa| rsa.public_key_to_der_pkcs1())
                    .ok()?;
                (
                    PrivateKey::Rsa(key),
                    PublicKey::from_rsa_public_key(&der).ok()?,
                )
            }
        };
        (public.kind() == kind).then_some(Self { private, public })
    }
}

fn file_name(label: &KeyLabel) -> String {
    format!("{label}.key")
}

fn random<const N: usize>() -> Result<[u8; N], KeyStoreError> {
    let mut bytes = [0; N];
    openssl::rand::rand_bytes(&mut bytes).map_err(|_| KeyStoreError::Cryptography {
        operation: "draw random bytes",
    })?;
    Ok(bytes)
}
