use std::fmt;

use x509_parser::prelude::*;

use super::{ReadError, oid};

/// A distinguished name as it came, with a form for comparison that does not depend on its spelling.
///
/// Published certificates mix PrintableString with UTF8String and write countries in lower case, so names are
/// compared byte by byte first and folded second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinguishedName {
    raw: Vec<u8>,
    /// Attribute type octets and folded value, in the order of the name.
    folded: Vec<(Vec<u8>, String)>,
    country: Option<String>,
    text: String,
    ldap: String,
}

impl DistinguishedName {
    /// Reads a name from its encoding.
    pub(crate) fn from_bytes(raw: &[u8]) -> Result<Self, ReadError> {
        let what = "a distinguished name";
        let (rest, name) =
            X509Name::from_der(raw).map_err(|cause| ReadError::value(what, cause))?;
        if !rest.is_empty() {
            return Err(ReadError::Surplus { what });
        }
        Ok(Self::of(&name))
    }

    pub(crate) fn of(name: &X509Name<'_>) -> Self {
        let mut folded = Vec::new();
        let mut country = None;
        let mut text = String::new();
        for attribute in name.iter_attributes() {
            let kind = attribute.attr_type().as_bytes();
            let value = text_of(attribute.attr_value());
            if kind == oid::COUNTRY && country.is_none() {
                country = Some(value.to_uppercase());
            }
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&format!("{}={}", label(kind), printable(&value)));
            folded.push((kind.to_vec(), fold(&value)));
        }
        Self {
            raw: name.as_raw().to_vec(),
            folded,
            country,
            text,
            ldap: ldap(name),
        }
    }

    /// The encoding as received.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.raw
    }

    /// The two-letter country, in upper case however it was written.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// The name as directories write it, most specific part first: `CN=CSCA-KOREA,O=Government,C=KR`.
    ///
    /// Source: rfc4514:2
    #[must_use]
    pub fn ldap(&self) -> &str {
        &self.ldap
    }

    /// Whether two names are the same without regard to case, spaces and string types.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.raw == other.raw || self.folded == other.folded
    }

    /// The first value of an attribute, as written but for case and spaces.
    pub(crate) fn attribute(&self, kind: &[u8]) -> Option<&str> {
        let found = self.folded.iter().find(|(oid, _)| oid == kind);
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn ldap(name: &X509Name<'_>) -> String {
    let parts: Vec<String> = name
        .iter_rdn()
        .map(|part| {
            let pairs: Vec<String> = part
                .iter()
                .map(|attribute| {
                    format!(
                        "{}={}",
                        label(attribute.attr_type().as_bytes()),
                        ldap_escaped(&text_of(attribute.attr_value()))
                    )
                })
                .collect();
            pairs.join("+")
        })
        .collect();
    let parts: Vec<String> = parts.into_iter().rev().collect();
    parts.join(",")
}

/// A value as it may stand in a directory's name.
///
/// Source: rfc4514:2.4
#[must_use]
pub fn ldap_escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (place, character) in value.chars().enumerate() {
        let is_edge_space = character == ' ' && (place == 0 || place == last);
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '=' | '\\' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ if is_edge_space || (character == '#' && place == 0) => {
                escaped.push('\\');
                escaped.push(character);
            }
            control if control.is_control() => {
                let mut bytes = [0; 4];
                for byte in control.encode_utf8(&mut bytes).bytes() {
                    escaped.push_str(&format!("\\{byte:02X}"));
                }
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The text of a directory string of any type.
fn text_of(value: &x509_parser::asn1_rs::Any<'_>) -> String {
    match value.tag().0 {
        // BMPString
        30 => {
            let units = value.data.chunks(2).map(|pair| match *pair {
                [high, low] => u16::from_be_bytes([high, low]),
                _ => u16::from(b'?'),
            });
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        // TeletexString, in practice Latin-1
        20 => value.data.iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(value.data).into_owned(),
    }
}

/// Lower case, with runs of spaces as one.
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Foreign text without control characters, for messages.
fn printable(text: &str) -> String {
    let shown = text.chars().take(128);
    shown
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

fn label(kind: &[u8]) -> String {
    match kind {
        oid::COUNTRY => "C".to_owned(),
        oid::LOCALITY => "L".to_owned(),
        oid::STATE => "ST".to_owned(),
        b"\x55\x04\x03" => "CN".to_owned(),
        b"\x55\x04\x05" => "serialNumber".to_owned(),
        b"\x55\x04\x0A" => "O".to_owned(),
        b"\x55\x04\x0B" => "OU".to_owned(),
        other => oid::dotted(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C and CN with given string tags.
    fn name(country: &str, common: &str, tag: u8) -> DistinguishedName {
        let attribute = |kind: u8, tag: u8, text: &str| {
            let length = u8::try_from(text.len()).unwrap();
            let mut bytes = vec![
                0x31,
                length + 9,
                0x30,
                length + 7,
                0x06,
                3,
                0x55,
                4,
                kind,
                tag,
                length,
            ];
            bytes.extend_from_slice(text.as_bytes());
            bytes
        };
        let inside = [attribute(6, 0x13, country), attribute(3, tag, common)].concat();
        let whole = [vec![0x30, u8::try_from(inside.len()).unwrap()], inside].concat();
        DistinguishedName::from_bytes(&whole).unwrap()
    }

    #[test]
    fn spelling_does_not_matter_but_words_do() {
        let plain = name("KR", "CSCA Korea", 0x0C);
        assert_eq!(plain.country(), Some("KR"));
        assert_eq!(plain.to_string(), "C=KR, CN=CSCA Korea");
        for (other, same) in [
            (name("KR", "CSCA Korea", 0x13), true),
            (name("kr", "CSCA  KOREA ", 0x0C), true),
            (name("KR", "CSCA Korea 2", 0x0C), false),
            (name("KP", "CSCA Korea", 0x0C), false),
        ] {
            assert_eq!(plain.matches(&other), same, "{other}");
        }
    }

    #[test]
    fn directories_write_a_name_backwards_and_escaped() {
        assert_eq!(name("KR", "CSCA-KOREA", 0x0C).ldap(), "CN=CSCA-KOREA,C=KR");
        for (value, escaped) in [
            ("a,b=c+d", r"a\,b\=c\+d"),
            (" #a ", r"\ #a\ "),
            ("#1", r"\#1"),
            ("a\"b<c>;\\", r#"a\"b\<c\>\;\\"#),
            ("a\nb\u{0}", r"a\0Ab\00"),
            ("여권", "여권"),
            ("", ""),
        ] {
            assert_eq!(ldap_escaped(value), escaped);
        }
    }

    #[test]
    fn control_characters_do_not_reach_messages() {
        assert_eq!(name("KR", "a\nb", 0x0C).to_string(), "C=KR, CN=a\u{FFFD}b");
    }
}
