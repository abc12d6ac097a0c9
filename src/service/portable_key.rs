//! An officer's signing key that the officer carries: wrapped by a passphrase that this program's service never learns.
//!
//! A browser opens it with WebCrypto (`assets/public/js/officer-key.js`), the command line and the demo with what stands
//! here; both by the same parameters, so that one file serves both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use openssl::bn::BigNumContext;
use openssl::ec::{EcGroup, EcKey, PointConversionForm};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs5::pbkdf2_hmac;
use openssl::pkey::{PKey, Private};
use openssl::rand::rand_bytes;
use openssl::sha::sha256;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::domain::hex;

/// A PKCS#8 key under AES-256-GCM, the way a browser's WebCrypto writes it: the tag follows the ciphertext.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrappedKey {
    /// How the passphrase becomes a key; only [`WrappedKey::KDF`] is known.
    pub kdf: String,
    /// How often it is hashed.
    pub iterations: u32,
    /// 16 bytes or more, base64.
    pub salt: String,
    /// 12 bytes, base64.
    pub iv: String,
    /// The key and the tag, base64.
    pub ciphertext: String,
}

/// A wrapped key as a file, with what is needed to find whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableKey {
    /// The version of this shape; see [`PortableKey::SCHEMA`].
    pub schema: String,
    /// The officer's identifier.
    pub officer: String,
    /// The public half, a SubjectPublicKeyInfo in base64.
    pub public_key: String,
    /// The private half.
    pub wrapped_key: WrappedKey,
}

/// An opened signing key.
pub struct OfficerSigningKey(PKey<Private>);

/// Why a key does not open or does not sign.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PortableKeyError {
    /// Another shape than ours.
    #[error("this is no wrapped officer's key: {0}")]
    Malformed(&'static str),
    /// The tag does not fit.
    #[error("the passphrase is wrong, or the key was changed")]
    Passphrase,
    /// The cryptographic library.
    #[error("the key cannot be used: {0}")]
    Library(#[from] ErrorStack),
}

const SALT_BYTES: usize = 16;
const IV_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
/// More than anybody waits for is an attack on the machine, not a stronger key.
const MOST_ITERATIONS: u32 = 10_000_000;

impl WrappedKey {
    /// The only derivation there is.
    pub const KDF: &str = "PBKDF2-SHA256";
    /// What is written; OWASP's figure for PBKDF2 with SHA-256.
    pub const ITERATIONS: u32 = 600_000;

    /// Opens the key with the officer's passphrase.
    ///
    /// # Errors
    /// [`PortableKeyError`].
    pub fn open(&self, passphrase: &str) -> Result<OfficerSigningKey, PortableKeyError> {
        use PortableKeyError::Malformed;
        if self.kdf != Self::KDF || self.iterations > MOST_ITERATIONS {
            return Err(Malformed("an unknown derivation"));
        }
        if self.iterations < Self::ITERATIONS {
            return Err(Malformed("too few iterations"));
        }
        let bytes = |text: &str| BASE64.decode(text).map_err(|_| Malformed("no base64"));
        let (salt, iv) = (bytes(&self.salt)?, bytes(&self.iv)?);
        let sealed = bytes(&self.ciphertext)?;
        let cut = sealed.len().checked_sub(TAG_BYTES);
        let (text, tag) = cut
            .and_then(|cut| sealed.split_at_checked(cut))
            .ok_or(Malformed("too short"))?;
        if salt.len() < SALT_BYTES || iv.len() != IV_BYTES {
            return Err(Malformed("salt or iv of a wrong length"));
        }
        let key = derive(passphrase, &salt, self.iterations)?;
        let cipher = Cipher::aes_256_gcm();
        let pkcs8 = decrypt_aead(cipher, key.as_slice(), Some(&iv), &[], text, tag)
            .map(Zeroizing::new)
            .map_err(|_| PortableKeyError::Passphrase)?;
        OfficerSigningKey::from_pkcs8(&pkcs8)
    }
}

impl PortableKey {
    /// The only shape there is.
    pub const SCHEMA: &str = "yeogwon-officer-key/1";

    /// Makes a new key for an officer, wrapped by the officer's passphrase.
    ///
    /// # Errors
    /// [`PortableKeyError::Library`].
    pub fn generate(officer: &str, passphrase: &str) -> Result<Self, PortableKeyError> {
        let key = OfficerSigningKey::generate()?;
        Ok(Self {
            schema: Self::SCHEMA.to_owned(),
            officer: officer.to_owned(),
            public_key: key.public_key()?,
            wrapped_key: key.wrap(passphrase)?,
        })
    }

    /// Opens the key and sees that it is the one the file speaks of.
    ///
    /// # Errors
    /// [`PortableKeyError`].
    pub fn open(&self, passphrase: &str) -> Result<OfficerSigningKey, PortableKeyError> {
        if self.schema != Self::SCHEMA {
            return Err(PortableKeyError::Malformed("an unknown schema"));
        }
        let key = self.wrapped_key.open(passphrase)?;
        if key.public_key()? == self.public_key {
            Ok(key)
        } else {
            Err(PortableKeyError::Malformed(
                "the two halves do not belong together",
            ))
        }
    }
}

impl OfficerSigningKey {
    /// Makes a new P-256 key.
    ///
    /// # Errors
    /// [`PortableKeyError::Library`].
    pub fn generate() -> Result<Self, PortableKeyError> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        Ok(Self(PKey::from_ec_key(EcKey::generate(&group)?)?))
    }

    fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, PortableKeyError> {
        let key = PKey::private_key_from_pkcs8(pkcs8)?;
        let ec = key
            .ec_key()
            .map_err(|_| PortableKeyError::Malformed("no elliptic curve key"))?;
        if ec.group().curve_name() != Some(Nid::X9_62_PRIME256V1) {
            return Err(PortableKeyError::Malformed("another curve than P-256"));
        }
        ec.check_key()?;
        Ok(Self(key))
    }

    /// Wraps the key by a passphrase.
    ///
    /// # Errors
    /// [`PortableKeyError::Library`].
    pub fn wrap(&self, passphrase: &str) -> Result<WrappedKey, PortableKeyError> {
        let pkcs8 = Zeroizing::new(self.0.private_key_to_pkcs8()?);
        let (mut salt, mut iv) = ([0; SALT_BYTES], [0; IV_BYTES]);
        rand_bytes(&mut salt)?;
        rand_bytes(&mut iv)?;
        let key = derive(passphrase, &salt, WrappedKey::ITERATIONS)?;
        let mut tag = [0; TAG_BYTES];
        let cipher = Cipher::aes_256_gcm();
        let text = encrypt_aead(cipher, key.as_slice(), Some(&iv), &[], &pkcs8, &mut tag)?;
        Ok(WrappedKey {
            kdf: WrappedKey::KDF.to_owned(),
            iterations: WrappedKey::ITERATIONS,
            salt: BASE64.encode(salt),
            iv: BASE64.encode(iv),
            ciphertext: BASE64.encode([text.as_slice(), &tag].concat()),
        })
    }

    /// Signs bytes: ECDSA P-256 with SHA-256 as r ‖ s in lower-case hexadecimal, as a browser does.
    ///
    /// # Errors
    /// [`PortableKeyError::Library`].
    pub fn sign(&self, message: &[u8]) -> Result<String, PortableKeyError> {
        let digest = openssl::hash::hash(MessageDigest::sha256(), message)?;
        let ec = self.0.ec_key()?;
        let signature = EcdsaSig::sign(&digest, &ec)?;
        let mut raw = signature.r().to_vec_padded(32)?;
        raw.extend(signature.s().to_vec_padded(32)?);
        Ok(hex(&raw))
    }

    /// The public half: a SubjectPublicKeyInfo in base64, with the curve by name.
    ///
    /// # Errors
    /// [`PortableKeyError::Library`].
    pub fn public_key(&self) -> Result<String, PortableKeyError> {
        let ec = self.0.ec_key()?;
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let public = PKey::from_ec_key(EcKey::from_public_key(&group, ec.public_key())?)?;
        Ok(BASE64.encode(public.public_key_to_der()?))
    }
}

/// A public key as it came from outside, in the one spelling that is kept: P-256 by name, uncompressed point.
///
/// # Errors
/// [`PortableKeyError::Malformed`] for anything that is no point on P-256.
pub fn read_public_key(base64: &str) -> Result<(String, String), PortableKeyError> {
    let wrong = PortableKeyError::Malformed("no SubjectPublicKeyInfo of P-256");
    let read = || {
        let der = BASE64.decode(base64.trim()).ok()?;
        let ec = PKey::public_key_from_der(&der).ok()?.ec_key().ok()?;
        (ec.group().curve_name() == Some(Nid::X9_62_PRIME256V1)).then_some(())?;
        ec.check_key().ok()?;
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).ok()?;
        let mut context = BigNumContext::new().ok()?;
        // A point that has no uncompressed form is the point at infinity.
        ec.public_key()
            .to_bytes(&group, PointConversionForm::UNCOMPRESSED, &mut context)
            .ok()?;
        let public =
            PKey::from_ec_key(EcKey::from_public_key(&group, ec.public_key()).ok()?).ok()?;
        public.public_key_to_der().ok()
    };
    let der = read().ok_or(wrong)?;
    Ok((BASE64.encode(&der), hex(&sha256(&der))))
}

/// The digest of a public key as [`crate::store::officer_key`] has it; `None` for what is no base64.
pub fn public_key_sha256(base64: &str) -> Option<String> {
    Some(hex(&sha256(&BASE64.decode(base64).ok()?)))
}

/// A passphrase typed on another keyboard may come in another composition: one is chosen, here and in the browser.
fn derive(
    passphrase: &str,
    salt: &[u8],
    iterations: u32,
) -> Result<Zeroizing<[u8; 32]>, PortableKeyError> {
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    let mut key = Zeroizing::new([0; 32]);
    let rounds = usize::try_from(iterations)
        .map_err(|_| PortableKeyError::Malformed("too many iterations"))?;
    pbkdf2_hmac(
        passphrase.as_bytes(),
        salt,
        rounds,
        MessageDigest::sha256(),
        key.as_mut_slice(),
    )?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use openssl::nid::Nid;

    use super::*;
    use crate::domain::ApplicationNumber;
    use crate::signer::{Approval, ApprovalRole, ApprovalStatement, OfficerId};

    fn statement() -> ApprovalStatement {
        let now = "2026-11-22T01:02:03Z".parse().unwrap();
        ApprovalStatement {
            schema: ApprovalStatement::SCHEMA.to_owned(),
            role: ApprovalRole::Approval,
            officer: OfficerId::parse("lee").unwrap(),
            application_number: ApplicationNumber::parse("20261122-AABBCCDDEE").unwrap(),
            record_sha256: "ab".repeat(32),
            signed_at: now,
            expires_at: now + TimeDelta::days(60),
        }
    }

    #[test]
    fn a_wrapped_key_opens_with_its_passphrase_and_signs_what_the_signer_accepts() {
        let key = PortableKey::generate("lee", "열려라 참깨 1234").unwrap();
        let text = serde_json::to_string(&key).unwrap();
        let read: PortableKey = serde_json::from_str(&text).unwrap();
        let opened = read.open("열려라 참깨 1234").unwrap();
        let statement = statement();
        let approval = Approval {
            signature: opened.sign(&statement.to_canonical().unwrap()).unwrap(),
            statement,
        };
        assert!(approval.is_signed_with(&key.public_key));
        let other = PortableKey::generate("kim", "x").unwrap();
        assert!(!approval.is_signed_with(&other.public_key));
        assert_eq!(
            read_public_key(&key.public_key).unwrap(),
            (
                key.public_key.clone(),
                public_key_sha256(&key.public_key).unwrap()
            )
        );
    }

    /// Made by WebCrypto in a browser with the parameters of `officer-key.js`: PBKDF2 over the NFC of the passphrase,
    /// AES-256-GCM, PKCS#8, and the signature over the bytes of `signed`.
    #[test]
    fn a_key_wrapped_by_a_browser_opens_here() {
        let made: serde_json::Value =
            serde_json::from_str(include_str!("portable_key/browser.json")).unwrap();
        let key: PortableKey = serde_json::from_value(made["key"].clone()).unwrap();
        let opened = key.open(made["passphrase"].as_str().unwrap()).unwrap();
        assert_eq!(opened.public_key().unwrap(), key.public_key);
        let statement: ApprovalStatement =
            serde_json::from_str(made["signed"].as_str().unwrap()).unwrap();
        let approval = Approval {
            statement,
            signature: made["signature"].as_str().unwrap().to_owned(),
        };
        assert!(approval.is_signed_with(&key.public_key));
    }

    #[test]
    fn a_passphrase_may_be_composed_or_decomposed() {
        let key = PortableKey::generate("lee", "\u{ac00}").unwrap();
        assert!(key.open("\u{1100}\u{1161}").is_ok());
    }

    #[test]
    fn a_wrong_passphrase_and_every_change_are_refused() {
        let key = PortableKey::generate("lee", "right").unwrap();
        assert!(matches!(
            key.open("wrong"),
            Err(PortableKeyError::Passphrase)
        ));
        let with = |change: fn(&mut PortableKey)| {
            let mut changed = key.clone();
            change(&mut changed);
            changed.open("right").err().unwrap()
        };
        for (error, passphrase) in [
            (
                with(|key| {
                    let mut bytes = BASE64.decode(&key.wrapped_key.ciphertext).unwrap();
                    bytes[0] ^= 1;
                    key.wrapped_key.ciphertext = BASE64.encode(bytes);
                }),
                true,
            ),
            (
                with(|key| key.wrapped_key.iv = BASE64.encode([0; 12])),
                true,
            ),
            (
                with(|key| key.wrapped_key.iv = BASE64.encode([0; 11])),
                false,
            ),
            (
                with(|key| key.wrapped_key.salt = BASE64.encode([0; 16])),
                true,
            ),
            (
                with(|key| key.wrapped_key.salt = BASE64.encode([0; 8])),
                false,
            ),
            (with(|key| key.wrapped_key.kdf = "none".to_owned()), false),
            (with(|key| key.wrapped_key.iterations = 1), false),
            (with(|key| key.wrapped_key.iterations = u32::MAX), false),
            (
                with(|key| key.wrapped_key.ciphertext = "AAAA".to_owned()),
                false,
            ),
            (with(|key| key.schema = "other".to_owned()), false),
            (
                with(|key| {
                    key.public_key = PortableKey::generate("x", "x").unwrap().public_key;
                }),
                false,
            ),
        ] {
            assert_eq!(
                matches!(error, PortableKeyError::Passphrase),
                passphrase,
                "{error}"
            );
        }
    }

    #[test]
    fn only_points_of_p_256_are_public_keys() {
        let group = EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
        let other = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        for wrong in [
            "",
            "AAAA",
            "not base64",
            &BASE64.encode(other.public_key_to_der().unwrap()),
        ] {
            assert!(read_public_key(wrong).is_err(), "{wrong}");
        }
    }
}
