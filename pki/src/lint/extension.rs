//! Extensions of certificates and revocation lists as bytes.

use der::asn1::ObjectIdentifier;

use super::{Verdict, require};
use crate::asn1::tlv::{self, Reader, Tlv, tag};

/// Extensions taken apart.
pub(super) struct Extensions<'a> {
    list: Vec<Extension<'a>>,
}

struct Extension<'a> {
    identifier: &'a [u8],
    /// The content of the `critical` field where it is written.
    critical: Option<&'a [u8]>,
    value: &'a [u8],
}

impl<'a> Extensions<'a> {
    /// Reads the SEQUENCE OF Extension inside an explicit context tag.
    pub(super) fn read(explicit: &Tlv<'a>) -> Option<Self> {
        let mut reader = explicit.reader();
        let sequence = reader.expect(tag::SEQUENCE)?;
        reader.end()?;
        let list: Option<Vec<_>> = sequence.reader().all()?.iter().map(read_one).collect();
        Some(Self { list: list? })
    }

    pub(super) const fn none() -> Self {
        Self { list: Vec::new() }
    }

    /// The value of the first extension of this kind.
    pub(super) fn value(&self, wanted: ObjectIdentifier) -> Option<&'a [u8]> {
        self.find(wanted).map(|extension| extension.value)
    }

    pub(super) fn contains(&self, wanted: ObjectIdentifier) -> bool {
        self.find(wanted).is_some()
    }

    /// There is at least one extension.
    pub(super) fn check_present(&self) -> Verdict {
        require(!self.list.is_empty(), "there are no extensions")
    }

    /// No extension occurs twice.
    pub(super) fn check_unique(&self) -> Verdict {
        for (index, extension) in self.list.iter().enumerate() {
            let later = self.list.iter().skip(index + 1);
            if later
                .into_iter()
                .any(|other| other.identifier == extension.identifier)
            {
                return Err(format!("{} occurs twice", shown(extension.identifier)));
            }
        }
        Ok(())
    }

    /// `critical` is written only when it is TRUE, and TRUE is FF.
    pub(super) fn check_defaults(&self) -> Verdict {
        for extension in &self.list {
            if !matches!(extension.critical, None | Some([0xff])) {
                let shown = shown(extension.identifier);
                return Err(format!("the criticality of {shown} is not in DER"));
            }
        }
        Ok(())
    }

    /// The extension, if it is there, has this criticality.
    pub(super) fn check_critical(&self, wanted: ObjectIdentifier, critical: bool) -> Verdict {
        match self.find(wanted) {
            Some(extension) if extension.critical.is_some() != critical => Err(if critical {
                "it is not critical"
            } else {
                "it is critical"
            }
            .to_owned()),
            _ => Ok(()),
        }
    }

    /// None of these extensions is there.
    pub(super) fn check_absent(&self, forbidden: &[ObjectIdentifier]) -> Verdict {
        match forbidden.iter().find(|wanted| self.contains(**wanted)) {
            Some(found) => Err(format!("{found} must not be there")),
            None => Ok(()),
        }
    }

    /// Every critical extension is one of these.
    pub(super) fn check_known_critical(&self, known: &[ObjectIdentifier]) -> Verdict {
        let is_known = |extension: &Extension<'_>| {
            known
                .iter()
                .any(|known| known.as_bytes() == extension.identifier)
        };
        let unknown = self
            .list
            .iter()
            .find(|extension| extension.critical.is_some() && !is_known(extension));
        match unknown {
            Some(extension) => Err(format!(
                "{} must not be critical",
                shown(extension.identifier)
            )),
            None => Ok(()),
        }
    }

    fn find(&self, wanted: ObjectIdentifier) -> Option<&Extension<'a>> {
        self.list
            .iter()
            .find(|extension| extension.identifier == wanted.as_bytes())
    }
}

/// The keyIdentifier of an authorityKeyIdentifier: 20 octets, with issuer and serial number both or neither.
///
/// Source: 9303-12:7.1.1 table 6, rfc5280:4.2.1.1
pub(super) fn check_authority_key_identifier(value: &[u8]) -> Verdict {
    let read = || {
        let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
        let key = fields.optional(0x80);
        let issuer = fields.optional(0xa1);
        let serial = fields.optional(0x82);
        fields.end()?;
        Some((key, issuer.is_some() == serial.is_some()))
    };
    let (key, is_paired) = read().ok_or("it is not an AuthorityKeyIdentifier in DER")?;
    require(
        key.is_some_and(|key| key.value.len() == 20),
        "it has no keyIdentifier of 20 octets",
    )?;
    require(is_paired, "issuer and serial number must come together")
}

/// The octets of an INTEGER are in their shortest form.
pub(super) fn is_minimal(octets: &[u8]) -> bool {
    match octets {
        [] => false,
        [0x00, second, ..] => *second >= 0x80,
        [0xff, second, ..] => *second < 0x80,
        _ => true,
    }
}

fn read_one<'a>(extension: &Tlv<'a>) -> Option<Extension<'a>> {
    if extension.tag != tag::SEQUENCE {
        return None;
    }
    let mut fields: Reader<'a> = extension.reader();
    let identifier = fields.expect(tag::OID)?.value;
    let critical = fields.optional(tag::BOOLEAN).map(|boolean| boolean.value);
    let value = fields.expect(tag::OCTET_STRING)?.value;
    fields.end()?;
    Some(Extension {
        identifier,
        critical,
        value,
    })
}

fn shown(identifier: &[u8]) -> String {
    ObjectIdentifier::from_bytes(identifier)
        .map_or_else(|_| "an extension".to_owned(), |known| known.to_string())
}
