//! What the extensions of a certificate say, read tolerantly.

use chrono::{DateTime, Utc};
use rasn::prelude::*;
use rasn_pkix::PrivateKeyUsagePeriod;
use x509_parser::prelude::{GeneralName, ParsedExtension, X509Extension};

use super::name::DistinguishedName;
use super::oid;
use super::tlv::{only, tag};

/// The extensions that matter to passive authentication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extensions {
    pub(crate) authority_key_identifier: Option<Vec<u8>>,
    pub(crate) subject_key_identifier: Option<Vec<u8>>,
    pub(crate) key_usage: Option<KeyUse>,
    pub(crate) is_ca: Option<bool>,
    pub(crate) path_length: Option<u32>,
    /// Content octets of the purposes.
    pub(crate) extended_key_usage: Option<Vec<Vec<u8>>>,
    pub(crate) is_extended_key_usage_critical: bool,
    pub(crate) usage_period: Option<UsagePeriod>,
    pub(crate) document_types: Option<Vec<String>>,
    /// L and ST of the directory name in subjectAltName, in upper case.
    pub(crate) state: Option<String>,
    pub(crate) territory: Option<String>,
    /// Critical extensions that are not understood or cannot be read, dotted.
    pub(crate) unknown_critical: Vec<String>,
    /// Other extensions that cannot be read, dotted.
    pub(crate) unreadable: Vec<String>,
    /// Extensions that stand more than once, dotted.
    pub(crate) repeated: Vec<String>,
}

/// The key usages that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyUse {
    pub(crate) digital_signature: bool,
    pub(crate) key_cert_sign: bool,
    pub(crate) crl_sign: bool,
}

/// When a private key may be used; at least one end is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UsagePeriod {
    pub(crate) not_before: Option<DateTime<Utc>>,
    pub(crate) not_after: Option<DateTime<Utc>>,
}

/// Source: 9303-12:7.1.1.6
///
/// ```text
/// DocumentTypeListSyntax ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }
/// ```
#[derive(Debug, AsnType, Decode)]
struct DocumentTypeList {
    #[allow(dead_code, reason = "part of the structure; only version 0 exists")]
    version: Integer,
    document_types: SetOf<PrintableString>,
}

impl Extensions {
    pub(crate) fn of(extensions: &[X509Extension<'_>]) -> Self {
        let mut read = Self::default();
        let mut seen: Vec<&[u8]> = Vec::new();
        for extension in extensions {
            let kind = extension.oid.as_bytes();
            if seen.contains(&kind) {
                read.repeated.push(oid::dotted(kind));
                continue;
            }
            seen.push(kind);
            match read.take(kind, extension) {
                Taken::Understood => {}
                Taken::Unknown if extension.critical => {
                    read.unknown_critical.push(oid::dotted(kind));
                }
                Taken::Unknown => {}
                Taken::Unreadable if extension.critical => {
                    read.unknown_critical.push(oid::dotted(kind));
                }
                Taken::Unreadable => read.unreadable.push(oid::dotted(kind)),
            }
        }
        read
    }

    fn take(&mut self, kind: &[u8], extension: &X509Extension<'_>) -> Taken {
        match kind {
            oid::PRIVATE_KEY_USAGE_PERIOD => {
                self.usage_period = usage_period(extension.value);
                Taken::when(self.usage_period.is_some())
            }
            oid::DOCUMENT_TYPE_LIST => {
                self.document_types = document_types(extension.value);
                Taken::when(self.document_types.is_some())
            }
            oid::EXTENDED_KEY_USAGE => {
                self.is_extended_key_usage_critical = extension.critical;
                self.extended_key_usage = purposes(extension.value);
                Taken::when(self.extended_key_usage.is_some())
            }
            oid::AUTHORITY_KEY_IDENTIFIER
            | oid::SUBJECT_KEY_IDENTIFIER
            | oid::KEY_USAGE
            | oid::BASIC_CONSTRAINTS
            | oid::SUBJECT_ALTERNATIVE_NAME => self.take_parsed(extension.parsed_extension()),
            oid::ISSUER_ALTERNATIVE_NAME
            | oid::CRL_DISTRIBUTION_POINTS
            | oid::CERTIFICATE_POLICIES
            | oid::NAME_CHANGE => Taken::Understood,
            _ => Taken::Unknown,
        }
    }

    fn take_parsed(&mut self, parsed: &ParsedExtension<'_>) -> Taken {
        match parsed {
            ParsedExtension::AuthorityKeyIdentifier(identifier) => {
                let key = identifier.key_identifier.as_ref();
                self.authority_key_identifier = key.map(|key| key.0.to_vec());
            }
            ParsedExtension::SubjectKeyIdentifier(key) => {
                self.subject_key_identifier = Some(key.0.to_vec());
            }
            ParsedExtension::KeyUsage(usage) => {
                self.key_usage = Some(KeyUse {
                    digital_signature: usage.digital_signature(),
                    key_cert_sign: usage.key_cert_sign(),
                    crl_sign: usage.crl_sign(),
                });
            }
            ParsedExtension::BasicConstraints(constraints) => {
                self.is_ca = Some(constraints.ca);
                self.path_length = constraints.path_len_constraint;
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                let directory = names.general_names.iter().find_map(|name| match name {
                    GeneralName::DirectoryName(name) => Some(DistinguishedName::of(name)),
                    _ => None,
                });
                let part = |kind: &[u8]| -> Option<String> {
                    directory.as_ref()?.attribute(kind).map(str::to_uppercase)
                };
                (self.state, self.territory) = (part(oid::LOCALITY), part(oid::STATE));
            }
            _ => return Taken::Unreadable,
        }
        Taken::Understood
    }
}

enum Taken {
    Understood,
    Unknown,
    Unreadable,
}

impl Taken {
    const fn when(understood: bool) -> Self {
        if understood {
            Self::Understood
        } else {
            Self::Unreadable
        }
    }
}

fn usage_period(value: &[u8]) -> Option<UsagePeriod> {
    let read: PrivateKeyUsagePeriod = super::decode(value, "the usage period").ok()?;
    let period = UsagePeriod {
        not_before: read.not_before.map(|time| time.to_utc()),
        not_after: read.not_after.map(|time| time.to_utc()),
    };
    (period.not_before.is_some() || period.not_after.is_some()).then_some(period)
}

fn document_types(value: &[u8]) -> Option<Vec<String>> {
    let read: DocumentTypeList = super::decode(value, "the document types").ok()?;
    let mut types: Vec<String> = read
        .document_types
        .to_vec()
        .into_iter()
        .map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned())
        .collect();
    types.sort();
    Some(types)
}

fn purposes(value: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut reader = only(value, tag::SEQUENCE, "purposes").ok()?.reader();
    let mut purposes = Vec::new();
    while let Some(purpose) = reader.next().ok()? {
        if purpose.tag != tag::OID {
            return None;
        }
        purposes.push(purpose.content.to_vec());
    }
    Some(purposes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_type_list_is_read_as_the_standard_prints_it() {
        let one = document_types(b"\x30\x08\x02\x01\x00\x31\x03\x13\x01P").unwrap();
        assert_eq!(one, ["P"]);
        let two = document_types(b"\x30\x0D\x02\x01\x00\x31\x08\x13\x02PP\x13\x02PO").unwrap();
        assert_eq!(two, ["PO", "PP"]);
        assert_eq!(document_types(b"\x30\x03\x13\x01P"), None);
    }

    #[test]
    fn the_usage_period_has_implicit_tags_and_may_be_open() {
        let both = b"\x30\x22\x80\x0F20261001000000Z\x81\x0F20270101000000Z";
        let period = usage_period(both).unwrap();
        assert_eq!(
            period.not_before.unwrap().to_rfc3339(),
            "2026-10-01T00:00:00+00:00"
        );
        assert_eq!(
            period.not_after.unwrap().to_rfc3339(),
            "2027-01-01T00:00:00+00:00"
        );
        let open = usage_period(b"\x30\x11\x81\x0F20270101000000Z").unwrap();
        assert_eq!(open.not_before, None);
        assert_eq!(usage_period(b"\x30\x00"), None);
    }
}
