use std::borrow::Cow;

use chrono::NaiveDate;

use super::date::full_date;
use super::details::{COUNT, Fields, LONG_TEXT, SHORT_TEXT, check_count, number};
use super::tlv::reading;
use super::{Element, Findings, Names, Oddity, ReadError, Reading};
use crate::document::lds::{DataGroupNumber, Tag};

/// DG16: persons to notify.
///
/// Source: 9303-10:4.7.16
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dg16<'a> {
    /// The persons in the order of the file.
    pub persons: Vec<PersonToNotify<'a>>,
}

/// One person to notify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonToNotify<'a> {
    /// When the entry was recorded (5F50).
    pub recorded: Option<NaiveDate>,
    /// Name (5F51).
    pub name: Option<Names<'a>>,
    /// Telephone number (5F52).
    pub telephone: Option<Cow<'a, str>>,
    /// Address (5F53).
    pub address: Option<Cow<'a, str>>,
}

const RECORDED: Tag = Tag(0x5F50);
const NAME: Tag = Tag(0x5F51);
const TELEPHONE: Tag = Tag(0x5F52);
const ADDRESS: Tag = Tag(0x5F53);
const ORDER: [Tag; 4] = [RECORDED, NAME, TELEPHONE, ADDRESS];

/// Reads DG16.
///
/// # Errors
/// When the file is no TLV of tag 70 with whole elements in it.
pub fn dg16(bytes: &[u8]) -> Result<Reading<'_, Dg16<'_>>, ReadError> {
    reading(bytes, DataGroupNumber::DG16.tag(), parse)
}

fn parse<'a>(dg16: Element<'a>, findings: &mut Findings) -> Result<Dg16<'a>, ReadError> {
    let mut stated = None;
    let mut persons = Vec::new();
    for element in dg16.children(findings)? {
        match element.tag {
            COUNT => stated = Some(number(element.value)),
            // One tag for each person: A1, A2, …
            Tag(0xA1..=0xBE) => persons.push(person(element, findings)?),
            _ => findings.add(element.offset, Oddity::UnknownElement(element.tag)),
        }
    }
    check_count("persons to notify", dg16, stated, persons.len(), findings);
    Ok(Dg16 { persons })
}

fn person<'a>(
    person: Element<'a>,
    findings: &mut Findings,
) -> Result<PersonToNotify<'a>, ReadError> {
    let fields = Fields::read(person, &ORDER, findings)?;
    let recorded = fields.get(RECORDED);
    Ok(PersonToNotify {
        recorded: recorded.and_then(|field| full_date(field, findings)),
        name: fields.text(NAME, LONG_TEXT, findings).map(Names),
        telephone: fields.text(TELEPHONE, SHORT_TEXT, findings),
        address: fields.text(ADDRESS, LONG_TEXT, findings),
    })
}
