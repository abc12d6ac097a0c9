//! Test material made by hand: CSCAs, document signers, revocation lists, EF.SODs and master lists, good and bad.
//!
//! It shares nothing with the issuing side on purpose, so that reader and builder can each be tested with the other
//! absent. Included by path from the tests of both crates. Everything panics; it is for tests only.

#![allow(
    dead_code,
    missing_docs,
    reason = "each test uses its part of the material"
)]
#![allow(
    clippy::too_many_lines,
    reason = "an object is built in the order of its ASN.1"
)]

use std::collections::BTreeMap;

use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::{RsaPssSaltlen, Signer};

//---- DER ----

pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..0x80 => bytes.push(length as u8),
        0x80..0x100 => bytes.extend([0x81, length as u8]),
        0x100..0x1_0000 => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
        _ => bytes.extend([
            0x83,
            (length >> 16) as u8,
            (length >> 8) as u8,
            length as u8,
        ]),
    }
    bytes.extend_from_slice(content);
    bytes
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

pub fn set(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    tlv(0x31, &parts.concat())
}

pub fn integer(octets: &[u8]) -> Vec<u8> {
    let mut content = octets.to_vec();
    if content.first().is_none_or(|first| first & 0x80 != 0) {
        content.insert(0, 0);
    }
    tlv(2, &content)
}

pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut content = Vec::new();
    for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
        let groups = (0..9).rev().map(|n| (arc >> (7 * n) & 0x7F) as u8);
        let significant: Vec<u8> = groups.skip_while(|&group| group == 0).collect();
        let significant = if significant.is_empty() {
            vec![0]
        } else {
            significant
        };
        let last = significant.len() - 1;
        content.extend(
            significant
                .iter()
                .enumerate()
                .map(|(i, g)| if i < last { g | 0x80 } else { *g }),
        );
    }
    tlv(6, &content)
}

pub fn bits(octets: &[u8]) -> Vec<u8> {
    tlv(3, &[&[0], octets].concat())
}

/// `2026-10-01T00:00:00Z` as UTCTime or, from 2050, GeneralizedTime.
pub fn time(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text < "2050" {
        tlv(0x17, format!("{}Z", digits.split_at(2).1).as_bytes())
    } else {
        tlv(0x18, format!("{digits}Z").as_bytes())
    }
}

pub fn generalized(tag: u8, text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    tlv(tag, format!("{digits}Z").as_bytes())
}

/// C as PrintableString, CN with the string tag given.
pub fn name(country: &str, common: &str, string_tag: u8) -> Vec<u8> {
    let attribute = |kind: &str, tag: u8, text: &str| {
        tlv(0x31, &sequence(&[oid(kind), tlv(tag, text.as_bytes())]))
    };
    sequence(&[
        attribute("2.5.4.6", 0x13, country),
        attribute("2.5.4.3", string_tag, common),
    ])
}

pub fn extension(kind: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let flag = if critical {
        tlv(1, &[0xFF])
    } else {
        Vec::new()
    };
    sequence(&[oid(kind), flag, tlv(4, value)])
}

//---- Keys ----

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    P256,
    P256Explicit,
    Brainpool384Explicit,
    RsaPkcs1,
    RsaPss,
}

#[derive(Clone)]
pub struct Key {
    pub suite: Suite,
    pub private: PKey<Private>,
}

impl Key {
    pub fn new(suite: Suite) -> Self {
        let ec = |nid, flag| {
            let mut group = EcGroup::from_curve_name(nid).unwrap();
            group.set_asn1_flag(flag);
            PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
        };
        let private = match suite {
            Suite::P256 => ec(Nid::X9_62_PRIME256V1, Asn1Flag::NAMED_CURVE),
            Suite::P256Explicit => ec(Nid::X9_62_PRIME256V1, Asn1Flag::EXPLICIT_CURVE),
            Suite::Brainpool384Explicit => ec(Nid::BRAINPOOL_P384R1, Asn1Flag::EXPLICIT_CURVE),
            Suite::RsaPkcs1 | Suite::RsaPss => {
                PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
            }
        };
        Self { suite, private }
    }

    pub fn spki(&self) -> Vec<u8> {
        self.private.public_key_to_der().unwrap()
    }

    pub fn identifier(&self) -> Vec<u8> {
        hash(MessageDigest::sha1(), &self.spki()).unwrap().to_vec()
    }

    pub fn algorithm(&self) -> Vec<u8> {
        let null = || tlv(5, &[]);
        let sha256 = || sequence(&[oid("2.16.840.1.101.3.4.2.1")]);
        match self.suite {
            Suite::P256 | Suite::P256Explicit => sequence(&[oid("1.2.840.10045.4.3.2")]),
            Suite::Brainpool384Explicit => sequence(&[oid("1.2.840.10045.4.3.3")]),
            Suite::RsaPkcs1 => sequence(&[oid("1.2.840.113549.1.1.11"), null()]),
            Suite::RsaPss => {
                let mask = sequence(&[oid("1.2.840.113549.1.1.8"), sha256()]);
                let parameters = [
                    tlv(0xA0, &sha256()),
                    tlv(0xA1, &mask),
                    tlv(0xA2, &integer(&[32])),
                ];
                sequence(&[oid("1.2.840.113549.1.1.10"), sequence(&parameters)])
            }
        }
    }

    pub fn digest(&self) -> MessageDigest {
        match self.suite {
            Suite::Brainpool384Explicit => MessageDigest::sha384(),
            _ => MessageDigest::sha256(),
        }
    }

    pub fn digest_algorithm(&self) -> Vec<u8> {
        sequence(&[oid(match self.suite {
            Suite::Brainpool384Explicit => "2.16.840.1.101.3.4.2.2",
            _ => "2.16.840.1.101.3.4.2.1",
        })])
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signer = Signer::new(self.digest(), &self.private).unwrap();
        if self.suite == Suite::RsaPss {
            signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
            signer
                .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
                .unwrap();
            signer.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
        }
        signer.sign_oneshot_to_vec(message).unwrap()
    }

    /// SEQUENCE { signed, algorithm, BIT STRING }: a certificate or a revocation list.
    pub fn seal(&self, signed: Vec<u8>) -> Vec<u8> {
        let signature = bits(&self.sign(&signed));
        sequence(&[signed, self.algorithm(), signature])
    }
}

//---- Certificates ----

#[derive(Clone)]
pub struct Csca {
    pub key: Key,
    pub name: Vec<u8>,
    pub country: String,
    pub state: String,
    pub certificate: Vec<u8>,
}

/// What a certificate for a signer looks like; change fields of [`SignerShape::default`] to break it.
#[derive(Clone)]
pub struct SignerShape {
    pub suite: Suite,
    pub serial: Vec<u8>,
    pub country: Option<&'static str>,
    pub state: Option<&'static str>,
    pub valid: (&'static str, &'static str),
    pub usage: Option<(&'static str, &'static str)>,
    /// Content of the key usage BIT STRING.
    pub key_usage: Option<[u8; 2]>,
    pub document_types: Option<Vec<&'static str>>,
    pub authority_key_identifier: Option<Vec<u8>>,
    pub has_authority_key_identifier: bool,
    pub issuer: Option<Vec<u8>>,
    pub outer_algorithm: Option<Vec<u8>>,
    /// Kind, critical, value.
    pub more: Vec<(&'static str, bool, Vec<u8>)>,
}

impl Default for SignerShape {
    fn default() -> Self {
        Self {
            suite: Suite::P256,
            serial: vec![0x12, 0x34],
            country: None,
            state: None,
            valid: ("2026-10-01T00:00:00Z", "2037-01-03T00:00:00Z"),
            usage: Some(("2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")),
            key_usage: Some([7, 0x80]),
            document_types: Some(vec!["P"]),
            authority_key_identifier: None,
            has_authority_key_identifier: true,
            issuer: None,
            outer_algorithm: None,
            more: Vec::new(),
        }
    }
}

pub struct DocumentSigner {
    pub key: Key,
    pub issuer: Vec<u8>,
    pub serial: Vec<u8>,
    pub certificate: Vec<u8>,
}

/// subjectAltName with the directory name L = State, and ST = territory.
pub fn alternative_name(state: &str, territory: Option<&str>) -> Vec<u8> {
    let attribute =
        |kind: &str, text: &str| tlv(0x31, &sequence(&[oid(kind), tlv(0x0C, text.as_bytes())]));
    let mut rdns = vec![attribute("2.5.4.7", state)];
    rdns.extend(territory.map(|code| attribute("2.5.4.8", code)));
    sequence(&[tlv(0x81, b"csca@example.org"), tlv(0xA4, &sequence(&rdns))])
}

impl Csca {
    pub fn new(suite: Suite, country: &str, state: &str, common: &str) -> Self {
        Self::of_territory(suite, country, state, None, common)
    }

    pub fn of_territory(
        suite: Suite,
        country: &str,
        state: &str,
        territory: Option<&str>,
        common: &str,
    ) -> Self {
        let key = Key::new(suite);
        let name = name(country, common, 0x0C);
        let mut csca = Self {
            key,
            name,
            country: country.to_owned(),
            state: state.to_owned(),
            certificate: Vec::new(),
        };
        csca.certificate = csca.certify_authority(&csca, territory);
        csca
    }

    /// A self-signed certificate, or a link certificate of another key.
    fn certify_authority(&self, subject: &Self, territory: Option<&str>) -> Vec<u8> {
        let alternative = alternative_name(&subject.state, territory);
        let extensions = [
            extension(
                "2.5.29.35",
                false,
                &sequence(&[tlv(0x80, &self.key.identifier())]),
            ),
            extension("2.5.29.14", false, &tlv(4, &subject.key.identifier())),
            extension("2.5.29.15", true, &tlv(3, &[1, 0x06])),
            extension("2.5.29.17", false, &alternative),
            extension(
                "2.5.29.19",
                true,
                &sequence(&[tlv(1, &[0xFF]), integer(&[0])]),
            ),
        ];
        self.certify(
            &[9],
            &subject.name,
            ("2026-09-01T00:00:00Z", "2041-01-01T00:00:00Z"),
            &subject.key,
            &extensions,
        )
    }

    /// The new key, certified by the old one.
    pub fn link_to(&self, new: &Self) -> Vec<u8> {
        self.certify_authority(new, None)
    }

    pub fn certify(
        &self,
        serial: &[u8],
        subject: &[u8],
        valid: (&str, &str),
        key: &Key,
        extensions: &[Vec<u8>],
    ) -> Vec<u8> {
        self.certify_as(&self.name, serial, subject, valid, key, extensions)
    }

    fn certify_as(
        &self,
        issuer: &[u8],
        serial: &[u8],
        subject: &[u8],
        valid: (&str, &str),
        key: &Key,
        extensions: &[Vec<u8>],
    ) -> Vec<u8> {
        self.key.seal(sequence(&[
            tlv(0xA0, &integer(&[2])),
            integer(serial),
            self.key.algorithm(),
            issuer.to_vec(),
            sequence(&[time(valid.0), time(valid.1)]),
            subject.to_vec(),
            key.spki(),
            tlv(0xA3, &sequence(extensions)),
        ]))
    }

    pub fn signer(&self, shape: &SignerShape) -> DocumentSigner {
        let key = Key::new(shape.suite);
        let mut extensions = Vec::new();
        if shape.has_authority_key_identifier {
            let identifier = shape
                .authority_key_identifier
                .clone()
                .unwrap_or_else(|| self.key.identifier());
            extensions.push(extension(
                "2.5.29.35",
                false,
                &sequence(&[tlv(0x80, &identifier)]),
            ));
        }
        if let Some(usage) = shape.key_usage {
            extensions.push(extension("2.5.29.15", true, &tlv(3, &usage)));
        }
        if let Some((start, end)) = shape.usage {
            let period = sequence(&[generalized(0x80, start), generalized(0x81, end)]);
            extensions.push(extension("2.5.29.16", false, &period));
        }
        extensions.push(extension(
            "2.5.29.17",
            false,
            &alternative_name(shape.state.unwrap_or(&self.state), None),
        ));
        if let Some(types) = &shape.document_types {
            let types = types
                .iter()
                .map(|kind| tlv(0x13, kind.as_bytes()))
                .collect();
            extensions.push(extension(
                "2.23.136.1.1.6.2",
                false,
                &sequence(&[integer(&[0]), set(types)]),
            ));
        }
        extensions.extend(
            shape
                .more
                .iter()
                .map(|(kind, critical, value)| extension(kind, *critical, value)),
        );
        let subject = name(
            shape.country.unwrap_or(&self.country),
            "Document Signer",
            0x0C,
        );
        let issuer = shape.issuer.clone().unwrap_or_else(|| self.name.clone());
        let mut certificate = self.certify_as(
            &issuer,
            &shape.serial,
            &subject,
            shape.valid,
            &key,
            &extensions,
        );
        if let Some(outer) = &shape.outer_algorithm {
            certificate = with_outer_algorithm(&certificate, outer);
        }
        DocumentSigner {
            key,
            issuer,
            serial: shape.serial.clone(),
            certificate,
        }
    }

    pub fn revocation_list(
        &self,
        number: u8,
        this_update: &str,
        next_update: Option<&str>,
        serials: &[&[u8]],
    ) -> Vec<u8> {
        self.revocation_list_with(number, this_update, next_update, serials, &[])
    }

    pub fn revocation_list_with(
        &self,
        number: u8,
        this_update: &str,
        next_update: Option<&str>,
        serials: &[&[u8]],
        more: &[Vec<u8>],
    ) -> Vec<u8> {
        let entries = serials
            .iter()
            .map(|serial| sequence(&[integer(serial), time(this_update)]));
        let entries: Vec<Vec<u8>> = entries.collect();
        let mut extensions = vec![
            extension(
                "2.5.29.35",
                false,
                &sequence(&[tlv(0x80, &self.key.identifier())]),
            ),
            extension("2.5.29.20", false, &integer(&[number])),
        ];
        extensions.extend_from_slice(more);
        self.key.seal(sequence(&[
            integer(&[1]),
            self.key.algorithm(),
            self.name.clone(),
            time(this_update),
            next_update.map(time).unwrap_or_default(),
            if entries.is_empty() {
                Vec::new()
            } else {
                sequence(&entries)
            },
            tlv(0xA0, &sequence(&extensions)),
        ]))
    }
}

fn with_outer_algorithm(certificate: &[u8], outer: &[u8]) -> Vec<u8> {
    let (_, content, _) = split(certificate);
    let (signed, _, rest) = split(content);
    let (_, _, signature) = split(rest);
    sequence(&[signed.to_vec(), outer.to_vec(), signature.to_vec()])
}

/// First element, its content, what follows.
pub fn split(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (header, length) = match bytes[1] {
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
        0x83 => (
            5,
            usize::from(bytes[2]) << 16 | usize::from(bytes[3]) << 8 | usize::from(bytes[4]),
        ),
        short => (2, usize::from(short)),
    };
    let end = header + length;
    (&bytes[..end], &bytes[header..end], &bytes[end..])
}

//---- Signed objects ----

/// What a signed object looks like; change fields of [`ObjectShape::default`] to break it.
#[derive(Clone)]
pub struct ObjectShape {
    pub signed_data_version: u8,
    pub content_type: &'static str,
    /// The content type attribute, if it shall differ.
    pub content_type_attribute: Option<&'static str>,
    pub signer_version: u8,
    pub signing_time: Option<&'static str>,
    pub serial: Option<Vec<u8>>,
    pub issuer: Option<Vec<u8>>,
    pub embeds_certificate: bool,
    pub more_certificates: Vec<Vec<u8>>,
    pub revocation_lists: Option<Vec<u8>>,
    pub unsigned_attributes: Option<Vec<u8>>,
    pub has_signed_attributes: bool,
    pub signature_algorithm: Option<Vec<u8>>,
    pub announced_digests: Option<Vec<Vec<u8>>>,
    pub is_sorted: bool,
}

impl Default for ObjectShape {
    fn default() -> Self {
        Self {
            signed_data_version: 3,
            content_type: "2.23.136.1.1.1",
            content_type_attribute: None,
            signer_version: 1,
            signing_time: Some("2026-11-20T03:00:00Z"),
            serial: None,
            issuer: None,
            embeds_certificate: true,
            more_certificates: Vec::new(),
            revocation_lists: None,
            unsigned_attributes: None,
            has_signed_attributes: true,
            signature_algorithm: None,
            announced_digests: None,
            is_sorted: true,
        }
    }
}

impl DocumentSigner {
    pub fn sod(&self, groups: &BTreeMap<u8, Vec<u8>>) -> Vec<u8> {
        self.sod_with(&self.security_object(groups), &ObjectShape::default())
    }

    pub fn sod_with(&self, content: &[u8], shape: &ObjectShape) -> Vec<u8> {
        tlv(0x77, &self.signed_object(content, shape))
    }

    /// An LDS security object of LDS 1.8.
    pub fn security_object(&self, groups: &BTreeMap<u8, Vec<u8>>) -> Vec<u8> {
        let entries: Vec<(u8, Vec<u8>)> = groups
            .iter()
            .map(|(number, bytes)| (*number, hash(self.key.digest(), bytes).unwrap().to_vec()))
            .collect();
        self.security_object_of(1, &entries, Some(("0108", "040000")))
    }

    pub fn security_object_of(
        &self,
        version: u8,
        hashes: &[(u8, Vec<u8>)],
        info: Option<(&str, &str)>,
    ) -> Vec<u8> {
        let hashes: Vec<Vec<u8>> = hashes
            .iter()
            .map(|(number, hash)| sequence(&[integer(&[*number]), tlv(4, hash)]))
            .collect();
        let info = info.map(|(lds, unicode)| {
            sequence(&[tlv(0x13, lds.as_bytes()), tlv(0x13, unicode.as_bytes())])
        });
        sequence(&[
            integer(&[version]),
            self.key.digest_algorithm(),
            sequence(&hashes),
            info.unwrap_or_default(),
        ])
    }

    pub fn signed_object(&self, content: &[u8], shape: &ObjectShape) -> Vec<u8> {
        let attribute = |kind: &str, value: Vec<u8>| sequence(&[oid(kind), tlv(0x31, &value)]);
        let digest = hash(self.key.digest(), content).unwrap();
        let mut attributes = vec![
            attribute(
                "1.2.840.113549.1.9.3",
                oid(shape.content_type_attribute.unwrap_or(shape.content_type)),
            ),
            attribute("1.2.840.113549.1.9.4", tlv(4, &digest)),
        ];
        attributes.extend(
            shape
                .signing_time
                .map(|text| attribute("1.2.840.113549.1.9.5", time(text))),
        );
        attributes.sort();
        if !shape.is_sorted {
            attributes.reverse();
        }
        let attributes = attributes.concat();
        let (attributes, signature) = if shape.has_signed_attributes {
            (
                tlv(0xA0, &attributes),
                self.key.sign(&tlv(0x31, &attributes)),
            )
        } else {
            (Vec::new(), self.key.sign(content))
        };
        let issuer = shape.issuer.as_ref().unwrap_or(&self.issuer).clone();
        let serial = integer(shape.serial.as_ref().unwrap_or(&self.serial));
        let info = sequence(&[
            integer(&[shape.signer_version]),
            sequence(&[issuer, serial]),
            self.key.digest_algorithm(),
            attributes,
            shape
                .signature_algorithm
                .clone()
                .unwrap_or_else(|| self.key.algorithm()),
            tlv(4, &signature),
            shape.unsigned_attributes.clone().unwrap_or_default(),
        ]);
        let mut certificates = shape.more_certificates.clone();
        if shape.embeds_certificate {
            certificates.push(self.certificate.clone());
        }
        certificates.sort();
        let certificates = certificates.concat();
        let announced = shape
            .announced_digests
            .clone()
            .unwrap_or_else(|| vec![self.key.digest_algorithm()]);
        let signed_data = sequence(&[
            integer(&[shape.signed_data_version]),
            set(announced),
            sequence(&[oid(shape.content_type), tlv(0xA0, &tlv(4, content))]),
            if certificates.is_empty() {
                Vec::new()
            } else {
                tlv(0xA0, &certificates)
            },
            shape.revocation_lists.clone().unwrap_or_default(),
            tlv(0x31, &info),
        ]);
        sequence(&[oid("1.2.840.113549.1.7.2"), tlv(0xA0, &signed_data)])
    }

    /// A master list with these certificates.
    pub fn master_list(&self, certificates: &[Vec<u8>], shape: &ObjectShape) -> Vec<u8> {
        let content = sequence(&[integer(&[0]), set(certificates.to_vec())]);
        let shape = ObjectShape {
            content_type: "2.23.136.1.1.2",
            ..shape.clone()
        };
        self.signed_object(&content, &shape)
    }
}

/// The shape of a master list signer.
pub fn master_list_signer() -> SignerShape {
    SignerShape {
        serial: vec![0x77],
        usage: None,
        document_types: None,
        more: vec![("2.5.29.37", true, sequence(&[oid("2.23.136.1.1.3")]))],
        ..SignerShape::default()
    }
}
