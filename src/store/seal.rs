use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rand::rand_bytes;
use openssl::sign::Signer;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use zeroize::Zeroizing;

use super::error::StoreError;
use crate::domain::hex;

/// Seals what names a person: AES-256-GCM under a key that never lies in the database.
///
/// Every sealed value is bound to a context (which table, which column, which row), so that one cannot be put in the place
/// of another.
///
/// ```text
/// sealed = version (1 byte, 1) | nonce (12) | tag (16) | ciphertext
/// ```
pub struct Seal {
    sealing: Zeroizing<[u8; KEY_BYTES]>,
    hashing: Zeroizing<[u8; KEY_BYTES]>,
}

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const VERSION: u8 = 1;

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// Derives the keys from the master key.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the cryptographic library fails.
    pub fn new(master: &[u8; KEY_BYTES]) -> Result<Self, StoreError> {
        Ok(Self {
            sealing: mac(master, b"yeogwon sealing 1")?,
            hashing: mac(master, b"yeogwon keyed hash 1")?,
        })
    }

    /// Reads the master key from a file of 32 bytes, making one where there is none.
    ///
    /// # Errors
    /// [`StoreError::File`], [`StoreError::Sealed`] for a file of another length.
    pub fn open_or_make(path: &Path) -> Result<Self, StoreError> {
        let file = |source| StoreError::File {
            path: path.to_owned(),
            source,
        };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                make(path).map_err(file)?
            }
            Err(error) => return Err(file(error)),
        };
        let master =
            <&[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| StoreError::Sealed {
                what: format!("the master key {}", path.display()),
            })?;
        Self::new(master)
    }

    /// Seals a value for one place.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the cryptographic library fails.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal_with(&self.sealing, context, plain)
    }

    /// Opens a value that was sealed for the same place.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed, moved, or sealed with another key.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        open_with(&self.sealing, context, sealed)
    }

    /// A hash under which a value can be looked up, worthless without the master key; lower-case hexadecimal.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the cryptographic library fails.
    pub fn keyed_hash(&self, context: &str, value: &[u8]) -> Result<String, StoreError> {
        let message = [context.as_bytes(), &[0], value].concat();
        Ok(hex(mac(&self.hashing, &message)?.as_slice()))
    }
}

pub(super) fn seal_with(
    key: &[u8; KEY_BYTES],
    context: &str,
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let broken = |_| broken(context);
    let mut nonce = [0; NONCE_BYTES];
    rand_bytes(&mut nonce).map_err(broken)?;
    let mut tag = [0; TAG_BYTES];
    let cipher = Cipher::aes_256_gcm();
    let text = encrypt_aead(
        cipher,
        key,
        Some(&nonce),
        context.as_bytes(),
        plain,
        &mut tag,
    )
    .map_err(broken)?;
    Ok([&[VERSION][..], &nonce, &tag, &text].concat())
}

pub(super) fn open_with(
    key: &[u8; KEY_BYTES],
    context: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let parts = || {
        let (version, rest) = sealed.split_first()?;
        let (nonce, rest) = rest.split_at_checked(NONCE_BYTES)?;
        let (tag, text) = rest.split_at_checked(TAG_BYTES)?;
        (*version == VERSION).then_some((nonce, tag, text))
    };
    let (nonce, tag, text) = parts().ok_or_else(|| broken(context))?;
    let cipher = Cipher::aes_256_gcm();
    decrypt_aead(cipher, key, Some(nonce), context.as_bytes(), text, tag)
        .map(Zeroizing::new)
        .map_err(|_| broken(context))
}

fn mac(key: &[u8; KEY_BYTES], message: &[u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>, StoreError> {
    let sign = || -> Result<Vec<u8>, openssl::error::ErrorStack> {
        let key = PKey::hmac(key)?;
        Signer::new(MessageDigest::sha256(), &key)?.sign_oneshot_to_vec(message)
    };
    let bytes = Zeroizing::new(sign().map_err(|_| broken("a key"))?);
    <[u8; KEY_BYTES]>::try_from(bytes.as_slice())
        .map(Zeroizing::new)
        .map_err(|_| broken("a key"))
}

fn broken(what: &str) -> StoreError {
    StoreError::Sealed {
        what: what.to_owned(),
    }
}

fn make(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; KEY_BYTES]);
    rand_bytes(&mut bytes).map_err(std::io::Error::other)?;
    if let Some(folder) = path.parent() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    // Under another name first: a key of half its length would lock up everything that is sealed later.
    let unfinished = path.with_extension("new");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_place_and_unchanged() {
        let seal = Seal::new(&[7; 32]).unwrap();
        let sealed = seal.seal("person.number:1", b"secret").unwrap();
        assert_eq!(
            seal.open("person.number:1", &sealed).unwrap().as_slice(),
            b"secret"
        );
        assert!(seal.open("person.number:2", &sealed).is_err());
        assert!(
            Seal::new(&[8; 32])
                .unwrap()
                .open("person.number:1", &sealed)
                .is_err()
        );
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(seal.open("person.number:1", &changed).is_err(), "byte {at}");
            assert!(
                seal.open("person.number:1", &sealed[..at]).is_err(),
                "cut at {at}"
            );
        }
        assert_ne!(sealed, seal.seal("person.number:1", b"secret").unwrap());
    }

    #[test]
    fn a_keyed_hash_depends_on_key_context_and_value() {
        let seal = Seal::new(&[7; 32]).unwrap();
        let hash = seal.keyed_hash("a", b"x").unwrap();
        assert_eq!(hash, seal.keyed_hash("a", b"x").unwrap());
        assert_ne!(hash, seal.keyed_hash("b", b"x").unwrap());
        assert_ne!(hash, seal.keyed_hash("a", b"y").unwrap());
        assert_ne!(
            hash,
            Seal::new(&[8; 32]).unwrap().keyed_hash("a", b"x").unwrap()
        );
    }

    #[test]
    fn the_master_key_is_made_once_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("service/master.key");
        let sealed = Seal::open_or_make(&path).unwrap().seal("x", b"y").unwrap();
        assert!(
            Seal::open_or_make(&path)
                .unwrap()
                .open("x", &sealed)
                .is_ok()
        );
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        std::fs::write(&path, b"short").unwrap();
        assert!(Seal::open_or_make(&path).is_err());
    }
}
