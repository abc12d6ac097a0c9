//! A whole document on disk, made by hand.

use std::collections::BTreeMap;

use yeogwon_pki::trust::TrustStore;

use super::forge::{Csca, SignerShape, Suite, tlv};

/// When the specimen is inspected.
pub(crate) const AT: &str = "2026-11-22T05:00:00Z";

pub(crate) struct Specimen {
    pub(crate) csca: Csca,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    shape: SignerShape,
}

impl Specimen {
    pub(crate) fn new() -> Self {
        Self::of("KR", "KOR", &mrz("PP", "KOR", "361120"))
    }

    pub(crate) fn of(country: &str, state: &str, mrz: &str) -> Self {
        let csca = Csca::new(Suite::P256, country, state, "CSCA");
        let files = [
            ("EF.DG1", dg1(mrz)),
            ("EF.DG2", tlv(0x75, &[5; 60])),
            ("EF.DG12", dg12("20261120")),
            ("EF.DG14", tlv(0x6E, &tlv(0x31, &pace_info(0x0D)))),
            ("EF.CardAccess", tlv(0x31, &pace_info(0x0D))),
            ("EF.COM", com(&[0x61, 0x75, 0x6C, 0x6E])),
        ];
        let files = files.map(|(name, content)| (name.to_owned(), content));
        let mut specimen = Self {
            csca,
            files: files.into(),
            shape: SignerShape::default(),
        };
        specimen.sign(&SignerShape::default());
        specimen
    }

    /// Signs the data groups as they are, with a new signer of this shape.
    pub(crate) fn sign(&mut self, shape: &SignerShape) {
        self.shape = shape.clone();
        let groups = self.files.iter().filter_map(|(name, content)| {
            Some((name.strip_prefix("EF.DG")?.parse().ok()?, content.clone()))
        });
        let sod = self.csca.signer(shape).sod(&groups.collect());
        self.files.insert("EF.SOD".to_owned(), sod);
    }

    pub(crate) fn set_group(&mut self, number: u8, content: Vec<u8>) {
        self.files.insert(format!("EF.DG{number}"), content);
        self.sign(&self.shape.clone());
    }

    pub(crate) fn remove_group(&mut self, number: u8) {
        self.files.remove(&format!("EF.DG{number}"));
        self.sign(&self.shape.clone());
    }

    /// A revocation list of the CSCA; ten years, so that late inspections find it in force.
    pub(crate) fn revocation_list(&self, serials: &[&[u8]]) -> Vec<u8> {
        self.csca.revocation_list(
            1,
            "2026-11-01T00:00:00Z",
            Some("2037-01-20T00:00:00Z"),
            serials,
        )
    }

    pub(crate) fn trust(&self) -> TrustStore {
        let mut trust = TrustStore::new();
        trust.add_certificates(&self.csca.certificate).unwrap();
        trust
            .add_revocation_list(&self.revocation_list(&[]))
            .unwrap();
        trust
    }
}

pub(crate) fn dg1(mrz: &str) -> Vec<u8> {
    tlv(
        0x61,
        &[&[0x5F], tlv(0x1F, mrz.as_bytes()).as_slice()].concat(),
    )
}

/// Only the date of issue.
pub(crate) fn dg12(date: &str) -> Vec<u8> {
    let date = [&[0x5F], tlv(0x26, date.as_bytes()).as_slice()].concat();
    tlv(0x6C, &[tlv(0x5C, &[0x5F, 0x26]), date].concat())
}

/// LDS 1.8 with these tags.
pub(crate) fn com(tags: &[u8]) -> Vec<u8> {
    tlv(
        0x60,
        &[
            b"\x5F\x01\x040108\x5F\x36\x06040000".to_vec(),
            tlv(0x5C, tags),
        ]
        .concat(),
    )
}

/// PACE with generic mapping, AES-128, and these domain parameters.
pub(crate) fn pace_info(parameters: u8) -> Vec<u8> {
    let mut info =
        b"\x30\x12\x06\x0A\x04\x00\x7F\x00\x07\x02\x02\x04\x02\x02\x02\x01\x02\x02\x01".to_vec();
    info.push(parameters);
    info
}

/// A TD3 zone with right check digits, its lines run together.
pub(crate) fn mrz(code: &str, state: &str, expiry: &str) -> String {
    let number = with_digit("M12345678");
    let birth = with_digit("900101");
    let expiry = with_digit(expiry);
    let optional = format!("{}0", "<".repeat(14));
    let composite = digit(&format!("{number}{birth}{expiry}{optional}"));
    let first = format!("{code:<<2}{state:<<3}HONG<<GILDONG");
    format!("{first:<<44}{number}KOR{birth}M{expiry}{optional}{composite}")
}

fn with_digit(field: &str) -> String {
    format!("{field}{}", digit(field))
}

/// Source: 9303-3:4.9
fn digit(field: &str) -> u32 {
    let value = |c: char| if c == '<' { 0 } else { c.to_digit(36).unwrap() };
    let weighted = field.chars().zip([7, 3, 1].into_iter().cycle());
    weighted.map(|(c, weight)| value(c) * weight).sum::<u32>() % 10
}
