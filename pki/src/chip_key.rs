//! Keys of the chip itself: for active authentication and chip authentication.
//!
//! They are made by us but belong to the document: the private half is written into the chip and kept nowhere.

use openssl::ec::{EcGroup, EcKey};
use openssl::pkey::{PKey, Private};
use zeroize::Zeroizing;

use crate::algorithm::{Curve, KeyKind};
use crate::asn1::EncodeError;
use crate::public_key::{EcEncoding, PublicKey};

/// A chip key could not be made or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChipKeyError {
    /// The cryptographic library failed.
    #[error("the cryptographic library could not make a chip key on {curve}")]
    Generation {
        /// The curve asked for.
        curve: Curve,
    },
    /// Chip authentication needs a key for key agreement.
    #[error(
        "a key of kind {kind} cannot do chip authentication: an elliptic-curve key is needed (9303-11:6.2)"
    )]
    NoKeyAgreement {
        /// The kind given.
        kind: KeyKind,
    },
    /// The key could not be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

/// A key pair for one chip. It can be neither printed nor copied.
pub struct ChipKey {
    private: EcKey<Private>,
    public: PublicKey,
}

impl ChipKey {
    /// Makes a key pair on a curve.
    ///
    /// # Errors
    /// [`ChipKeyError::Generation`].
    pub fn generate(curve: Curve) -> Result<Self, ChipKeyError> {
        let failed = ChipKeyError::Generation { curve };
        let private = EcGroup::from_curve_name(curve.nid())
            .and_then(|group| EcKey::generate(&group))
            .map_err(|_| failed.clone())?;
        let public = PublicKey::of_ec(curve, &private).map_err(|_| failed)?;
        Ok(Self { private, public })
    }

    /// The public half.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The private half as PKCS#8, for the personalisation of the chip and nothing else.
    ///
    /// # Errors
    /// [`ChipKeyError::Generation`] when the library cannot write it.
    pub fn private_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, ChipKeyError> {
        PKey::from_ec_key(self.private.clone())
            .and_then(|key| key.private_key_to_pkcs8())
            .map(Zeroizing::new)
            .map_err(|_| match self.public.kind() {
                KeyKind::Ec(curve) => ChipKeyError::Generation { curve },
                kind @ (KeyKind::Rsa3072 | KeyKind::Rsa4096) => {
                    ChipKeyError::NoKeyAgreement { kind }
                }
            })
    }
}

/// The SubjectPublicKeyInfo that is the content of DG15, with explicit curve parameters.
///
/// Source: 9303-11:6.1, 9303-10:4.7.15
///
/// # Errors
/// [`ChipKeyError::Encode`], never in practice.
pub fn active_authentication_public_key_info(key: &PublicKey) -> Result<Vec<u8>, ChipKeyError> {
    Ok(key.to_subject_public_key_info(EcEncoding::Explicit)?)
}

/// The SubjectPublicKeyInfo inside a ChipAuthenticationPublicKeyInfo of DG14, with explicit curve parameters.
///
/// Source: 9303-11:9.2.5
///
/// # Errors
/// [`ChipKeyError::NoKeyAgreement`] for an RSA key.
pub fn chip_authentication_public_key(key: &PublicKey) -> Result<Vec<u8>, ChipKeyError> {
    match key.kind() {
        KeyKind::Ec(_) => Ok(key.to_subject_public_key_info(EcEncoding::Explicit)?),
        kind @ (KeyKind::Rsa3072 | KeyKind::Rsa4096) => Err(ChipKeyError::NoKeyAgreement { kind }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Authority, label};
    use crate::signer::KeyCustody;

    #[test]
    fn chip_keys_are_written_with_explicit_parameters_and_their_private_half_fits() {
        for curve in Curve::ALL {
            let key = ChipKey::generate(curve).unwrap();
            let expected = key
                .public()
                .to_subject_public_key_info(EcEncoding::Explicit);
            let expected = expected.unwrap();
            let active = active_authentication_public_key_info(key.public()).unwrap();
            assert_eq!(active, expected);
            assert_eq!(
                chip_authentication_public_key(key.public()).unwrap(),
                expected
            );
            let private = PKey::private_key_from_pkcs8(&key.private_pkcs8().unwrap()).unwrap();
            let public = PublicKey::of_ec(curve, &private.ec_key().unwrap()).unwrap();
            assert_eq!(public, *key.public());
        }
    }

    #[test]
    fn an_rsa_key_does_active_authentication_only() {
        let authority = Authority::p256();
        let key = authority
            .store
            .generate(&label("chip"), KeyKind::Rsa3072)
            .unwrap();
        assert!(active_authentication_public_key_info(&key).is_ok());
        let kind = KeyKind::Rsa3072;
        let refused = chip_authentication_public_key(&key);
        assert_eq!(refused, Err(ChipKeyError::NoKeyAgreement { kind }));
    }
}
