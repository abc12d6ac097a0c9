//! Names as bytes.

use der::asn1::ObjectIdentifier;

use super::{Verdict, require};
use crate::asn1::tlv::{Reader, Tlv, tag};
use crate::oid;

/// A `Name` taken apart.
pub(super) struct NameView<'a> {
    /// The complete encoding.
    pub(super) raw: &'a [u8],
    attributes: Vec<Attribute<'a>>,
}

struct Attribute<'a> {
    identifier: &'a [u8],
    value: Tlv<'a>,
}

impl<'a> NameView<'a> {
    /// Reads the next TLV as a name.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let name = reader.expect(tag::SEQUENCE)?;
        let mut attributes = Vec::new();
        for set in name.reader().all()? {
            for pair in set_elements(&set)? {
                let mut fields = pair.reader();
                let identifier = fields.expect(tag::OID)?.value;
                let value = fields.next()?;
                fields.end()?;
                attributes.push(Attribute { identifier, value });
            }
        }
        Some(Self {
            raw: name.raw,
            attributes,
        })
    }

    fn all(&self, identifier: ObjectIdentifier) -> impl Iterator<Item = &Tlv<'a>> {
        self.attributes
            .iter()
            .filter(move |attribute| attribute.identifier == identifier.as_bytes())
            .map(|attribute| &attribute.value)
    }

    /// The bytes of the country, if there is exactly one.
    pub(super) fn country(&self) -> Option<&'a [u8]> {
        let mut countries = self.all(oid::COUNTRY_NAME);
        let country = countries.next()?.value;
        countries.next().is_none().then_some(country)
    }

    /// countryName: once, PrintableString, two upper-case letters.
    ///
    /// Source: 9303-12:7.1.1.1
    pub(super) fn check_country(&self) -> Verdict {
        let country = self
            .country()
            .ok_or("there is not exactly one countryName")?;
        let is_printable = self
            .all(oid::COUNTRY_NAME)
            .all(|value| value.tag == tag::PRINTABLE_STRING);
        require(is_printable, "countryName is not a PrintableString")?;
        require(
            country.len() == 2 && country.iter().all(u8::is_ascii_uppercase),
            "countryName is not two upper-case letters",
        )
    }

    /// commonName: present.
    ///
    /// Source: 9303-12:7.1.1.1
    pub(super) fn check_common_name(&self) -> Verdict {
        let count = self.all(oid::COMMON_NAME).count();
        require(count == 1, "there is not exactly one commonName")
    }

    /// serialNumber as PrintableString, everything else as PrintableString or UTF8String; 1 to 64 characters.
    ///
    /// Source: 9303-12:7.1.1.1, rfc5280:A.1
    pub(super) fn check_strings(&self) -> Verdict {
        for attribute in &self.attributes {
            let value = &attribute.value;
            let text = std::str::from_utf8(value.value)
                .map_err(|_| "a part of the name is not valid UTF-8")?;
            match value.tag {
                tag::PRINTABLE_STRING => require(
                    text.bytes().all(is_printable),
                    "a PrintableString of the name has a character outside its alphabet",
                )?,
                tag::UTF8_STRING => require(
                    attribute.identifier != oid::NAME_SERIAL_NUMBER.as_bytes(),
                    "serialNumber in the name is not a PrintableString",
                )?,
                other => {
                    return Err(format!(
                        "a part of the name has the string type {other:02X}"
                    ));
                }
            }
            let length = text.chars().count();
            require(
                (1..=64).contains(&length),
                "a part of the name does not have 1 to 64 characters",
            )?;
        }
        Ok(())
    }

    /// The directory name of an alternative name: locality with the code of the State, stateOrProvince with a three-letter code
    /// at most, nothing else.
    ///
    /// Source: 9303-12:7.1.1.2
    pub(super) fn check_state_codes(&self) -> Verdict {
        let is_code = |value: &Tlv<'_>, lengths: std::ops::RangeInclusive<usize>| {
            [tag::PRINTABLE_STRING, tag::UTF8_STRING].contains(&value.tag)
                && lengths.contains(&value.value.len())
                && value.value.iter().all(u8::is_ascii_uppercase)
        };
        let localities = self.all(oid::LOCALITY_NAME);
        require(
            self.all(oid::LOCALITY_NAME).count() == 1
                && localities.into_iter().all(|value| is_code(value, 1..=3)),
            "localityName is not the code of the State as in the MRZ",
        )?;
        let states = self.all(oid::STATE_OR_PROVINCE_NAME).count();
        require(
            states <= 1
                && self
                    .all(oid::STATE_OR_PROVINCE_NAME)
                    .all(|value| is_code(value, 3..=3)),
            "stateOrProvinceName is not a three-letter code",
        )?;
        require(
            self.attributes.len() == 1 + states,
            "the directory name has other attributes than localityName and stateOrProvinceName",
        )
    }
}

/// The elements of a SET of SEQUENCEs.
fn set_elements<'a>(set: &Tlv<'a>) -> Option<Vec<Tlv<'a>>> {
    if set.tag != tag::SET {
        return None;
    }
    let elements = set.reader().all()?;
    let are_sequences = elements.iter().all(|element| element.tag == tag::SEQUENCE);
    (are_sequences && !elements.is_empty()).then_some(elements)
}

fn is_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte)
}
