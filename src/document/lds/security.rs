use std::fmt;

/// An ASN.1 object identifier as the content bytes of its DER encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ObjectIdentifier<'a>(pub &'a [u8]);

impl fmt::Display for ObjectIdentifier<'_> {
    /// Dotted decimal; a component of more than 64 bits or a cut-off one is shown as `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut component: Option<u64> = Some(0);
        let mut open = true;
        let mut first = true;
        for byte in self.0 {
            open = byte & 0x80 != 0;
            component = component
                .and_then(|value| value.checked_mul(128))
                .map(|value| value | u64::from(byte & 0x7F));
            if open {
                continue;
            }
            match (component, first) {
                (Some(value), true) => {
                    let root = (value / 40).min(2);
                    write!(f, "{root}.{}", value - root * 40)?;
                }
                (Some(value), false) => write!(f, ".{value}")?,
                (None, _) => write!(f, ".?")?,
            }
            first = false;
            component = Some(0);
        }
        if open { write!(f, ".?") } else { Ok(()) }
    }
}

/// The object identifiers of Doc 9303-11 that mean a whole family or a single thing, as DER content bytes.
///
/// A protocol with a cipher is the family's bytes and one more byte (see [`AccessCipher::arc`]).
///
/// Source: 9303-11:9.2
#[derive(Debug, Clone, Copy)]
pub struct ObjectIdentifiers {
    /// id-PACE, 0.4.0.127.0.7.2.2.4: mapping and cipher follow.
    pub pace: &'static [u8],
    /// id-CA, 0.4.0.127.0.7.2.2.3: key agreement and cipher follow.
    pub chip_authentication: &'static [u8],
    /// id-PK, 0.4.0.127.0.7.2.2.1: key agreement follows.
    pub public_key: &'static [u8],
    /// id-TA, 0.4.0.127.0.7.2.2.2.
    pub terminal_authentication: &'static [u8],
    /// id-icao-mrtd-security-aaProtocolObject, 2.23.136.1.1.5.
    pub active_authentication: &'static [u8],
}

/// See [`ObjectIdentifiers`].
pub const OBJECT_IDENTIFIERS: ObjectIdentifiers = ObjectIdentifiers {
    pace: &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04],
    chip_authentication: &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03],
    public_key: &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x01],
    terminal_authentication: &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x02],
    active_authentication: &[0x67, 0x81, 0x08, 0x01, 0x01, 0x05],
};

/// The cipher that protects the channel after PACE or chip authentication.
///
/// Source: 9303-11:9.2
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessCipher {
    /// 3DES in CBC mode with a retail MAC.
    TripleDes,
    /// AES-128 in CBC mode with CMAC.
    Aes128,
    /// AES-192 in CBC mode with CMAC.
    Aes192,
    /// AES-256 in CBC mode with CMAC.
    Aes256,
}

impl AccessCipher {
    /// The last component of the object identifier, 1 to 4.
    #[must_use]
    pub const fn arc(self) -> u8 {
        match self {
            Self::TripleDes => 1,
            Self::Aes128 => 2,
            Self::Aes192 => 3,
            Self::Aes256 => 4,
        }
    }

    /// The cipher with this last component.
    #[must_use]
    pub const fn from_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::TripleDes),
            2 => Some(Self::Aes128),
            3 => Some(Self::Aes192),
            4 => Some(Self::Aes256),
            _ => None,
        }
    }
}

/// How PACE maps the nonce to a generator.
///
/// Source: 9303-11:9.2.1
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaceMapping {
    /// Generic mapping over a finite field.
    DhGeneric,
    /// Generic mapping over an elliptic curve.
    EcdhGeneric,
    /// Integrated mapping over a finite field.
    DhIntegrated,
    /// Integrated mapping over an elliptic curve.
    EcdhIntegrated,
    /// Chip authentication mapping over an elliptic curve; never with 3DES.
    EcdhChipAuthentication,
}

impl PaceMapping {
    /// The component after id-PACE.
    #[must_use]
    pub const fn arc(self) -> u8 {
        match self {
            Self::DhGeneric => 1,
            Self::EcdhGeneric => 2,
            Self::DhIntegrated => 3,
            Self::EcdhIntegrated => 4,
            Self::EcdhChipAuthentication => 6,
        }
    }

    /// The mapping with this component after id-PACE.
    #[must_use]
    pub const fn from_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::DhGeneric),
            2 => Some(Self::EcdhGeneric),
            3 => Some(Self::DhIntegrated),
            4 => Some(Self::EcdhIntegrated),
            6 => Some(Self::EcdhChipAuthentication),
            _ => None,
        }
    }
}

/// The kind of group in which chip authentication agrees on a key.
///
/// Source: 9303-11:9.2.5, 9303-11:9.2.6
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyAgreement {
    /// Finite field.
    Dh,
    /// Elliptic curve.
    Ecdh,
}

impl KeyAgreement {
    /// The component after id-PK and id-CA.
    #[must_use]
    pub const fn arc(self) -> u8 {
        match self {
            Self::Dh => 1,
            Self::Ecdh => 2,
        }
    }

    /// The kind with this component.
    #[must_use]
    pub const fn from_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::Dh),
            2 => Some(Self::Ecdh),
            _ => None,
        }
    }
}

/// The number of a standardized group.
///
/// Source: 9303-11:9.5.1 (table of standardized domain parameters)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DomainParameters(u8);

impl DomainParameters {
    /// NIST P-256.
    pub const P256: Self = Self(12);
    /// brainpoolP256r1.
    pub const BRAINPOOL_P256R1: Self = Self(13);
    /// NIST P-384.
    pub const P384: Self = Self(15);
    /// brainpoolP384r1.
    pub const BRAINPOOL_P384R1: Self = Self(16);
    /// brainpoolP512r1.
    pub const BRAINPOOL_P512R1: Self = Self(17);
    /// NIST P-521.
    pub const P521: Self = Self(18);

    /// A standardized group by number; `None` for the reserved numbers (3 to 7, 19 and above).
    #[must_use]
    pub const fn new(id: u8) -> Option<Self> {
        match id {
            0..=2 | 8..=18 => Some(Self(id)),
            _ => None,
        }
    }

    /// The number, 0 to 18.
    #[must_use]
    pub const fn id(self) -> u8 {
        self.0
    }

    /// The common name of the group.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            0 => "MODP 1024/160",
            1 => "MODP 2048/224",
            2 => "MODP 2048/256",
            8 => "P-192",
            9 => "brainpoolP192r1",
            10 => "P-224",
            11 => "brainpoolP224r1",
            12 => "P-256",
            13 => "brainpoolP256r1",
            14 => "brainpoolP320r1",
            15 => "P-384",
            16 => "brainpoolP384r1",
            17 => "brainpoolP512r1",
            // INVARIANT: the constructor admits no other number.
            _ => "P-521",
        }
    }

    /// Whether the group is a finite field (PACE over DH) and not an elliptic curve.
    #[must_use]
    pub const fn is_finite_field(self) -> bool {
        self.0 <= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_identifiers_are_shown_dotted() {
        let cases: [(&[u8], &str); 6] = [
            (OBJECT_IDENTIFIERS.pace, "0.4.0.127.0.7.2.2.4"),
            (OBJECT_IDENTIFIERS.active_authentication, "2.23.136.1.1.5"),
            (
                &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01],
                "1.2.840.10045.2.1",
            ),
            (&[0x88, 0x37], "2.999"),
            (&[0x2A, 0x86], "1.2.?"),
            (
                &[
                    0x2A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F,
                ],
                "1.2.?",
            ),
        ];
        for (bytes, dotted) in cases {
            assert_eq!(ObjectIdentifier(bytes).to_string(), dotted);
        }
    }

    #[test]
    fn every_arc_leads_back_to_its_name() {
        for arc in 0..=255 {
            if let Some(cipher) = AccessCipher::from_arc(arc) {
                assert_eq!(cipher.arc(), arc);
            }
            if let Some(mapping) = PaceMapping::from_arc(arc) {
                assert_eq!(mapping.arc(), arc);
            }
            if let Some(kind) = KeyAgreement::from_arc(arc) {
                assert_eq!(kind.arc(), arc);
            }
        }
        assert_eq!(PaceMapping::from_arc(5), None);
        assert_eq!(AccessCipher::from_arc(0), None);
    }

    #[test]
    fn reserved_groups_have_no_name() {
        let known: Vec<u8> = (0..=255)
            .filter(|id| DomainParameters::new(*id).is_some())
            .collect();
        assert_eq!(known, [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
        assert_eq!(DomainParameters::P521.name(), "P-521");
    }
}
