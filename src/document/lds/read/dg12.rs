use std::borrow::Cow;

use chrono::NaiveDate;

use super::date::{full_date, timestamp};
use super::details::{Fields, GROUP, LONG_TEXT, SHORT_TEXT, TAG_LIST};
use super::tlv::reading;
use super::{Element, Findings, Names, ReadError, Reading, Timestamp};
use crate::document::lds::Tag;

/// DG12: further details of the document, each optional.
///
/// Source: 9303-10:4.7.12
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dg12<'a> {
    /// Issuing authority (5F19).
    pub issuing_authority: Option<Cow<'a, str>>,
    /// Date of issue (5F26).
    pub issued: Option<NaiveDate>,
    /// Other persons in the document (5F1A).
    pub other_persons: Vec<Names<'a>>,
    /// Endorsements and observations (5F1B).
    pub endorsements: Option<Cow<'a, str>>,
    /// Tax and exit requirements (5F1C).
    pub tax_and_exit: Option<Cow<'a, str>>,
    /// Image of the front (5F1D).
    pub front_image: Option<&'a [u8]>,
    /// Image of the rear (5F1E).
    pub rear_image: Option<&'a [u8]>,
    /// Date and time of personalisation (5F55).
    pub personalised: Option<Timestamp>,
    /// Serial number of the personalisation system (5F56).
    pub personalisation_system: Option<Cow<'a, str>>,
}

const DG12: Tag = Tag(0x6C);
const ISSUING_AUTHORITY: Tag = Tag(0x5F19);
const ISSUED: Tag = Tag(0x5F26);
const OTHER_PERSON: Tag = Tag(0x5F1A);
const ENDORSEMENTS: Tag = Tag(0x5F1B);
const TAX_AND_EXIT: Tag = Tag(0x5F1C);
const FRONT_IMAGE: Tag = Tag(0x5F1D);
const REAR_IMAGE: Tag = Tag(0x5F1E);
const PERSONALISED: Tag = Tag(0x5F55);
const PERSONALISATION_SYSTEM: Tag = Tag(0x5F56);

/// The order of the standard's table.
const ORDER: [Tag; 10] = [
    TAG_LIST,
    ISSUING_AUTHORITY,
    ISSUED,
    GROUP,
    ENDORSEMENTS,
    TAX_AND_EXIT,
    FRONT_IMAGE,
    REAR_IMAGE,
    PERSONALISED,
    PERSONALISATION_SYSTEM,
];

/// Reads DG12.
///
/// # Errors
/// When the file is no TLV of tag 6C with whole elements in it.
pub fn dg12(bytes: &[u8]) -> Result<Reading<'_, Dg12<'_>>, ReadError> {
    reading(bytes, DG12, parse)
}

fn parse<'a>(dg12: Element<'a>, findings: &mut Findings) -> Result<Dg12<'a>, ReadError> {
    let fields = Fields::read(dg12, &ORDER, findings)?;
    fields.check_tag_list(dg12, OTHER_PERSON, findings);
    let issued = fields.get(ISSUED);
    let personalised = fields.get(PERSONALISED);
    Ok(Dg12 {
        issuing_authority: fields.text(ISSUING_AUTHORITY, SHORT_TEXT, findings),
        issued: issued.and_then(|field| full_date(field, findings)),
        other_persons: fields.group(OTHER_PERSON, LONG_TEXT, findings)?,
        endorsements: fields.text(ENDORSEMENTS, SHORT_TEXT, findings),
        tax_and_exit: fields.text(TAX_AND_EXIT, SHORT_TEXT, findings),
        front_image: fields.get(FRONT_IMAGE).map(|field| field.value),
        rear_image: fields.get(REAR_IMAGE).map(|field| field.value),
        personalised: personalised.and_then(|field| timestamp(field, findings)),
        personalisation_system: fields.text(PERSONALISATION_SYSTEM, SHORT_TEXT, findings),
    })
}
