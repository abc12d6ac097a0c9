//! Small `der` types shared by everything this authority writes, and the strict reader of what it wrote.
//!
//! The structures themselves stand beside what they are for: certificates in [`crate::profile`], CMS in [`crate::issue`].

pub(crate) mod time;
pub(crate) mod tlv;

use der::asn1::ObjectIdentifier;
use der::{Encode, Header, Length, Tag, TagNumber, Writer};

use crate::algorithm::SignatureSuite;

/// Implements `FixedTag` for structs that derive `EncodeValue` and are an ASN.1 `SEQUENCE`.
macro_rules! sequence {
    ($($name:ident$(<$lifetime:lifetime>)?),* $(,)?) => {
        $(impl$(<$lifetime>)? der::FixedTag for $name$(<$lifetime>)? {
            const TAG: der::Tag = der::Tag::Sequence;
        })*
    };
}
pub(crate) use sequence;

/// A value could not be written as DER.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot encode {what} as DER: a value is out of the range of its ASN.1 type")]
pub struct EncodeError {
    /// The structure that was being written.
    pub what: &'static str,
}

/// Encodes `value`; `what` names it in the error.
pub(crate) fn encode(what: &'static str, value: &impl Encode) -> Result<Vec<u8>, EncodeError> {
    // straight into a growing vector: to learn the size first would visit every nested value once more
    let mut bytes = Vec::with_capacity(128);
    value.encode(&mut bytes).map_err(|_| EncodeError { what })?;
    Ok(bytes)
}

/// An encoding that is complete already (or empty, for an absent field) and is written verbatim.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(pub &'a [u8]);

impl Encode for Raw<'_> {
    fn encoded_len(&self) -> der::Result<Length> {
        Length::try_from(self.0.len())
    }

    fn encode(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(self.0)
    }
}

/// A value with a tag and a length put around it: `[n] EXPLICIT`, a string type, or a container of encodings.
pub(crate) struct Wrapped<T> {
    tag: Tag,
    value: T,
}

impl<T: Encode> Encode for Wrapped<T> {
    fn encoded_len(&self) -> der::Result<Length> {
        let length = self.value.encoded_len()?;
        Header::new(self.tag, length).encoded_len()? + length
    }

    fn encode(&self, writer: &mut impl Writer) -> der::Result<()> {
        Header::new(self.tag, self.value.encoded_len()?).encode(writer)?;
        self.value.encode(writer)
    }
}

/// `value` inside an arbitrary tag.
pub(crate) const fn wrapped<T: Encode>(tag: Tag, value: T) -> Wrapped<T> {
    Wrapped { tag, value }
}

/// `value` inside the constructed context-specific tag `[number]`.
pub(crate) const fn explicit<T: Encode>(number: u32, value: T) -> Wrapped<T> {
    wrapped(
        Tag::ContextSpecific {
            constructed: true,
            number: TagNumber(number),
        },
        value,
    )
}

/// `content` as the primitive context-specific tag `[number]`.
pub(crate) const fn implicit(number: u32, content: &[u8]) -> Wrapped<Raw<'_>> {
    wrapped(
        Tag::ContextSpecific {
            constructed: false,
            number: TagNumber(number),
        },
        Raw(content),
    )
}

/// Encodings one after the other.
pub(crate) struct Concatenation<'a>(pub &'a [Vec<u8>]);

impl Encode for Concatenation<'_> {
    fn encoded_len(&self) -> der::Result<Length> {
        self.0.iter().try_fold(Length::ZERO, |sum, element| {
            sum + Length::try_from(element.len())?
        })
    }

    fn encode(&self, writer: &mut impl Writer) -> der::Result<()> {
        self.0.iter().try_for_each(|element| writer.write(element))
    }
}

/// Puts the encodings of a `SET OF` into DER order: ascending as octet strings (X.690 11.6).
pub(crate) fn sort_set_of(elements: &mut [Vec<u8>]) {
    elements.sort_unstable();
}

/// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`
///
/// Source: rfc5280:4.1.1.2
#[derive(der::EncodeValue)]
pub(crate) struct AlgorithmIdentifier<'a> {
    pub algorithm: ObjectIdentifier,
    pub parameters: Raw<'a>,
}

sequence!(AlgorithmIdentifier<'a>);

impl SignatureSuite {
    /// The complete `AlgorithmIdentifier` of the suite.
    ///
    /// # Errors
    /// Never in practice: the table holds only values that can be encoded.
    pub(crate) fn algorithm_identifier(self) -> Result<Vec<u8>, EncodeError> {
        encode(
            "a signature AlgorithmIdentifier",
            &AlgorithmIdentifier {
                algorithm: self.oid(),
                parameters: Raw(self.parameters()),
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn algorithm_identifiers_have_the_bytes_of_the_standard() {
        let table = [
            (SignatureSuite::EcdsaSha256, "300a06082a8648ce3d040302"),
            (SignatureSuite::EcdsaSha384, "300a06082a8648ce3d040303"),
            (SignatureSuite::EcdsaSha512, "300a06082a8648ce3d040304"),
            (
                SignatureSuite::RsaPkcs1Sha256,
                "300d06092a864886f70d01010b0500",
            ),
            // the bytes the Korean CSCA uses
            (
                SignatureSuite::RsaPssSha256,
                "304106092a864886f70d01010a3034a00f300d06096086480165030402010500\
                 a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120",
            ),
        ];
        for (suite, expected) in table {
            assert_eq!(
                hex(&suite.algorithm_identifier().unwrap()),
                expected,
                "{suite}"
            );
        }
    }

    #[test]
    fn wrapping_writes_long_lengths() {
        let content = vec![0x55; 300];
        let bytes = encode("test", &explicit(3, Raw(&content))).unwrap();
        assert_eq!(bytes.get(..4), Some(&[0xa3, 0x82, 0x01, 0x2c][..]));
        assert_eq!(bytes.len(), 304);
    }
}
