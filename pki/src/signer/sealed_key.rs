//! A private key at rest: PKCS#8 inside AES-256-GCM under a key derived from the passphrase by Argon2id.
//!
//! The file is JSON so that an operator can see what it is. Everything that is not secret is bound to the sealed key as additional
//! data; a plain digest tells damage from a wrong passphrase, and a check value tells the passphrase from damage.

use argon2::{Algorithm, Argon2, Params, Version};
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeyLabel, Passphrase};
use crate::algorithm::KeyKind;

/// The cost of deriving the sealing key from the passphrase.
///
/// Source: rfc9106:4
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfCost {
    /// Memory in KiB: 8 MiB to 1 GiB.
    pub memory_kib: u32,
    /// Passes over the memory: 1 to 64.
    pub passes: u32,
    /// Lanes: 1 to 16.
    pub lanes: u32,
}

impl KdfCost {
    /// The second recommended option of RFC 9106: 64 MiB, three passes, four lanes.
    pub const RECOMMENDED: Self = Self {
        memory_kib: 65_536,
        passes: 3,
        lanes: 4,
    };

    /// The bounds keep a foreign file from making us take unbounded memory or time.
    pub(super) const fn is_acceptable(self) -> bool {
        self.memory_kib >= 8_192
            && self.memory_kib <= 1_048_576
            && self.passes >= 1
            && self.passes <= 64
            && self.lanes >= 1
            && self.lanes <= 16
    }
}

/// What the passphrase turns into for one salt: the key that seals and the value that recognises the passphrase.
pub(super) struct Derived {
    pub(super) salt: [u8; 16],
    pub(super) cost: KdfCost,
    sealing_key: Zeroizing<[u8; 32]>,
    check: [u8; 16],
}

impl Derived {
    /// Runs Argon2id; `None` when the cost is out of bounds.
    pub(super) fn new(passphrase: &Passphrase, salt: [u8; 16], cost: KdfCost) -> Option<Self> {
        if !cost.is_acceptable() {
            return None;
        }
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(64)).ok()?;
        let mut output = Zeroizing::new([0_u8; 64]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose(), &salt, output.as_mut_slice())
            .ok()?;
        let (key, verifier) = output.split_first_chunk::<32>()?;
        let sealing_key = Zeroizing::new(*key);
        let check = *openssl::sha::sha256(verifier).first_chunk::<16>()?;
        Some(Self {
            salt,
            cost,
            sealing_key,
            check,
        })
    }
}

/// The file of one key.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealedKey {
    format: String,
    label: String,
    kind: String,
    cost: KdfCost,
    salt: Hex,
    nonce: Hex,
    check: Hex,
    sealed: Hex,
    tag: Hex,
    digest: Hex,
}

/// Why a file of a key cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsealable {
    Truncated,
    Corrupt(&'static str),
    WrongPassphrase,
}

const FORMAT: &str = "yeogwon-sealed-key-1";

impl SealedKey {
    /// Seals a private key. The nonce must never have been used with the derived key before.
    pub(super) fn seal(
        derived: &Derived,
        nonce: [u8; 12],
        label: &KeyLabel,
        kind: KeyKind,
        pkcs8: &[u8],
    ) -> Option<Self> {
        let mut file = Self {
            format: FORMAT.to_owned(),
            label: label.as_str().to_owned(),
            kind: kind.name().to_owned(),
            cost: derived.cost,
            salt: Hex(derived.salt.to_vec()),
            nonce: Hex(nonce.to_vec()),
            check: Hex(derived.check.to_vec()),
            sealed: Hex(Vec::new()),
            tag: Hex(Vec::new()),
            digest: Hex(Vec::new()),
        };
        let mut tag = [0; 16];
        let sealed = encrypt_aead(
            Cipher::aes_256_gcm(),
            derived.sealing_key.as_slice(),
            Some(&nonce),
            &file.additional_data(),
            pkcs8,
            &mut tag,
        )
        .ok()?;
        file.sealed = Hex(sealed);
        file.tag = Hex(tag.to_vec());
        file.digest = Hex(file.computed_digest().to_vec());
        Some(file)
    }

    /// Reads a file and checks that it is whole.
    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, Unsealable> {
        let file: Self = serde_json::from_slice(bytes).map_err(|error| {
            if error.is_eof() {
                Unsealable::Truncated
            } else {
                Unsealable::Corrupt("it is not the JSON of a sealed key")
            }
        })?;
        if file.format != FORMAT {
            return Err(Unsealable::Corrupt("its format is unknown"));
        }
        if file.digest.0 != file.computed_digest() {
            return Err(Unsealable::Corrupt("its digest does not match its content"));
        }
        Ok(file)
    }

    pub(super) fn to_json(&self) -> Option<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(self).ok()?;
        json.push(b'\n');
        Some(json)
    }

    pub(super) fn salt(&self) -> Option<[u8; 16]> {
        self.salt.0.as_slice().try_into().ok()
    }

    pub(super) const fn cost(&self) -> KdfCost {
        self.cost
    }

    /// Opens the file: the kind of the key and its PKCS#8. `label` is the name under which the file was found.
    pub(super) fn open(
        &self,
        derived: &Derived,
        label: &KeyLabel,
    ) -> Result<(KeyKind, Zeroizing<Vec<u8>>), Unsealable> {
        if self.label != label.as_str() {
            return Err(Unsealable::Corrupt("it is the file of another key"));
        }
        let kind =
            KeyKind::parse(&self.kind).ok_or(Unsealable::Corrupt("its kind of key is unknown"))?;
        if !openssl_eq(&self.check.0, &derived.check) {
            return Err(Unsealable::WrongPassphrase);
        }
        let altered = Unsealable::Corrupt("the sealed key was altered");
        if self.nonce.0.len() != 12 || self.tag.0.len() != 16 {
            return Err(altered);
        }
        decrypt_aead(
            Cipher::aes_256_gcm(),
            derived.sealing_key.as_slice(),
            Some(&self.nonce.0),
            &self.additional_data(),
            &self.sealed.0,
            &self.tag.0,
        )
        .map(|pkcs8| (kind, Zeroizing::new(pkcs8)))
        .map_err(|_| altered)
    }

    /// Everything but the sealed bytes, each part with its length before it so that no two files share a spelling.
    fn additional_data(&self) -> Vec<u8> {
        let cost = [self.cost.memory_kib, self.cost.passes, self.cost.lanes].map(u32::to_be_bytes);
        let parts: [&[u8]; 7] = [
            self.format.as_bytes(),
            self.label.as_bytes(),
            self.kind.as_bytes(),
            cost.as_flattened(),
            &self.salt.0,
            &self.nonce.0,
            &self.check.0,
        ];
        let mut data = Vec::new();
        for part in parts {
            data.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }

    fn computed_digest(&self) -> [u8; 32] {
        let mut data = self.additional_data();
        data.extend_from_slice(&self.sealed.0);
        data.extend_from_slice(&self.tag.0);
        openssl::sha::sha256(&data)
    }
}

fn openssl_eq(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && openssl::memcmp::eq(left, right)
}

/// Bytes written as lower-case hexadecimal digits.
struct Hex(Vec<u8>);

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| Some((digit(*high)? << 4) | digit(*low)?))
            .collect();
        match bytes {
            Some(bytes) if rest.is_empty() => Ok(Self(bytes)),
            _ => Err(serde::de::Error::custom("not hexadecimal digits in pairs")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{CHEAP, label, passphrase};

    #[test]
    fn every_field_is_bound_to_the_sealed_key_even_when_the_digest_is_made_anew() {
        type Alter = fn(&mut SealedKey);
        let derived = Derived::new(&passphrase(), [7; 16], CHEAP).unwrap();
        let kind = KeyKind::Rsa3072;
        let seal = || SealedKey::seal(&derived, [9; 12], &label("ds"), kind, b"secret").unwrap();
        let (found, content) = seal().open(&derived, &label("ds")).unwrap();
        assert_eq!((found, content.as_slice()), (kind, b"secret".as_slice()));
        let table: [(&str, Alter); 6] = [
            ("label", |file| file.label = "ds-2".to_owned()),
            ("kind", |file| file.kind = "rsa4096".to_owned()),
            ("cost", |file| file.cost.passes = 2),
            ("salt", |file| file.salt.0[0] ^= 1),
            ("nonce", |file| file.nonce.0[0] ^= 1),
            ("sealed", |file| file.sealed.0[0] ^= 1),
        ];
        for (field, alter) in table {
            let mut file = seal();
            alter(&mut file);
            file.digest = Hex(file.computed_digest().to_vec());
            let file = SealedKey::from_json(&file.to_json().unwrap()).ok().unwrap();
            let name = KeyLabel::parse(&file.label).unwrap();
            let expected = Unsealable::Corrupt("the sealed key was altered");
            assert_eq!(file.open(&derived, &name).err(), Some(expected), "{field}");
        }
    }

    #[test]
    fn hexadecimal_text_is_read_strictly() {
        for text in ["\"0\"", "\"0g\"", "\"+1\"", "\"é\"", "\" 0\""] {
            assert!(serde_json::from_str::<Hex>(text).is_err(), "{text}");
        }
        assert_eq!(
            serde_json::from_str::<Hex>("\"00fF\"").unwrap().0,
            [0x00, 0xff]
        );
    }
}
