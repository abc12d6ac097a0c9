use super::BuildError;
use super::tlv::{element, file, is_one_element};
use crate::document::lds::{
    AccessCipher, DataGroupNumber, DomainParameters, KeyAgreement, OBJECT_IDENTIFIERS, PaceMapping,
    Tag,
};

/// A security option that a chip of ours announces.
///
/// Source: 9303-11:9.2
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityOption<'a> {
    /// PACE with standardized domain parameters.
    Pace {
        /// The mapping.
        mapping: PaceMapping,
        /// The cipher.
        cipher: AccessCipher,
        /// The group.
        parameters: DomainParameters,
    },
    /// Chip authentication.
    ChipAuthentication {
        /// The kind of key.
        agreement: KeyAgreement,
        /// The cipher.
        cipher: AccessCipher,
        /// Which key, when there are several.
        key_id: Option<u64>,
    },
    /// A public key for chip authentication.
    ChipAuthenticationPublicKey {
        /// The kind of key.
        agreement: KeyAgreement,
        /// The `SubjectPublicKeyInfo` (DER).
        public_key_info: &'a [u8],
        /// Its number, when there are several.
        key_id: Option<u64>,
    },
    /// Active authentication with an elliptic curve key; with an RSA key nothing is announced.
    ActiveAuthentication(PlainSignatureDigest),
    /// Terminal authentication.
    TerminalAuthentication,
}

/// The digest of a plain (r and s side by side) ECDSA signature.
///
/// Source: 9303-11:9.2.4
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainSignatureDigest {
    /// ecdsa-plain-SHA224.
    Sha224,
    /// ecdsa-plain-SHA256.
    Sha256,
    /// ecdsa-plain-SHA384.
    Sha384,
    /// ecdsa-plain-SHA512.
    Sha512,
}

/// The security options of a chip, from which EF.CardAccess and DG14 are written so that they agree.
///
/// # Invariants
/// At least one option, none twice, each in itself possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipSecurity {
    /// DER of the options, the ones for EF.CardAccess first.
    pace: Vec<Vec<u8>>,
    others: Vec<Vec<u8>>,
}

const SET: Tag = Tag(0x31);
const SEQUENCE: Tag = Tag(0x30);
const OBJECT_IDENTIFIER: Tag = Tag(0x06);
const INTEGER: Tag = Tag(0x02);

impl ChipSecurity {
    /// The options of a chip, in any order.
    ///
    /// # Errors
    /// When there is none, one is there twice, a key is not one SEQUENCE, or PACE is asked for with a cipher or
    /// group that its mapping cannot use.
    pub fn new(options: &[SecurityOption<'_>]) -> Result<Self, BuildError> {
        let (mut pace, mut others) = (Vec::new(), Vec::new());
        for option in options {
            let is_pace = matches!(option, SecurityOption::Pace { .. });
            let list = if is_pace { &mut pace } else { &mut others };
            let info = security_info(option)?;
            if list.contains(&info) {
                return Err(BuildError::RepeatedOption);
            }
            list.push(info);
        }
        if pace.is_empty() && others.is_empty() {
            return Err(BuildError::NoSecurityOption);
        }
        Ok(Self { pace, others })
    }

    /// EF.CardAccess; `None` for a chip without PACE, which has no such file.
    ///
    /// Source: 9303-11:9.2.11
    #[must_use]
    pub fn card_access(&self) -> Option<Vec<u8>> {
        (!self.pace.is_empty()).then(|| set(self.pace.clone()))
    }

    /// DG14, which repeats everything in EF.CardAccess.
    ///
    /// # Errors
    /// When the keys make the file too long.
    ///
    /// Source: 9303-10:4.7.14
    pub fn dg14(&self) -> Result<Vec<u8>, BuildError> {
        let all = [self.pace.clone(), self.others.clone()].concat();
        file(DataGroupNumber::DG14, &set(all))
    }
}

/// A SET OF in the order of DER.
fn set(mut infos: Vec<Vec<u8>>) -> Vec<u8> {
    infos.sort_unstable();
    element(SET, &infos.concat())
}

fn security_info(option: &SecurityOption<'_>) -> Result<Vec<u8>, BuildError> {
    let known = OBJECT_IDENTIFIERS;
    let (protocol, required, optional) = match *option {
        SecurityOption::Pace {
            mapping,
            cipher,
            parameters,
        } => {
            check_pace(mapping, cipher, parameters)?;
            let protocol = [known.pace, &[mapping.arc(), cipher.arc()]].concat();
            let parameters = integer(u64::from(parameters.id()));
            (protocol, integer(2), Some(parameters))
        }
        SecurityOption::ChipAuthentication {
            agreement,
            cipher,
            key_id,
        } => {
            let arcs = [agreement.arc(), cipher.arc()];
            let protocol = [known.chip_authentication, &arcs].concat();
            (protocol, integer(1), key_id.map(integer))
        }
        SecurityOption::ChipAuthenticationPublicKey {
            agreement,
            public_key_info,
            key_id,
        } => {
            if !is_one_element(0x30, public_key_info) {
                return Err(BuildError::NotAKey);
            }
            let protocol = [known.public_key, &[agreement.arc()]].concat();
            (protocol, public_key_info.to_vec(), key_id.map(integer))
        }
        SecurityOption::ActiveAuthentication(digest) => {
            let algorithm = element(OBJECT_IDENTIFIER, &plain_signature(digest));
            let protocol = known.active_authentication.to_vec();
            (protocol, integer(1), Some(algorithm))
        }
        SecurityOption::TerminalAuthentication => {
            (known.terminal_authentication.to_vec(), integer(1), None)
        }
    };
    let parts = [
        element(OBJECT_IDENTIFIER, &protocol),
        required,
        optional.unwrap_or_default(),
    ];
    Ok(element(SEQUENCE, &parts.concat()))
}

/// Source: 9303-11:9.5.1, 9303-11:4.4.3.3.2
fn check_pace(
    mapping: PaceMapping,
    cipher: AccessCipher,
    parameters: DomainParameters,
) -> Result<(), BuildError> {
    let over_field = matches!(mapping, PaceMapping::DhGeneric | PaceMapping::DhIntegrated);
    let is_weak =
        mapping == PaceMapping::EcdhChipAuthentication && cipher == AccessCipher::TripleDes;
    // The point encoding of integrated mapping needs a prime of 3 modulo 4, which that of P-224 is not.
    let is_p224 = parameters.name() == "P-224";
    let cannot_map = mapping == PaceMapping::EcdhIntegrated && is_p224;
    if over_field == parameters.is_finite_field() && !is_weak && !cannot_map {
        return Ok(());
    }
    Err(BuildError::Pace {
        mapping,
        cipher,
        parameters: parameters.name(),
    })
}

/// ecdsa-plain-signatures, 0.4.0.127.0.7.1.1.4.1, and the digest.
const fn plain_signature(digest: PlainSignatureDigest) -> [u8; 10] {
    let arc = match digest {
        PlainSignatureDigest::Sha224 => 2,
        PlainSignatureDigest::Sha256 => 3,
        PlainSignatureDigest::Sha384 => 4,
        PlainSignatureDigest::Sha512 => 5,
    };
    [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, arc]
}

/// A non-negative INTEGER in its shortest form.
fn integer(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let leading = bytes.iter().take_while(|byte| **byte == 0).count().min(7);
    let mut content: Vec<u8> = bytes.iter().skip(leading).copied().collect();
    if content.first().is_some_and(|first| first & 0x80 != 0) {
        content.insert(0, 0);
    }
    element(INTEGER, &content)
}
