use std::borrow::Cow;

use super::date::date;
use super::details::{Fields, GROUP, LONG_TEXT, SHORT_TEXT, TAG_LIST};
use super::tlv::reading;
use super::{Element, Findings, Names, ReadError, Reading, WrittenDate};
use crate::document::lds::Tag;

/// DG11: further details of the holder, each optional.
///
/// A text with several parts separates them with `<`.
///
/// Source: 9303-10:4.7.11
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dg11<'a> {
    /// Full name in national characters (5F0E).
    pub full_name: Option<Names<'a>>,
    /// Other names (5F0F).
    pub other_names: Vec<Names<'a>>,
    /// Personal number (5F10).
    pub personal_number: Option<Cow<'a, str>>,
    /// Full date of birth (5F2B).
    pub birth: Option<WrittenDate>,
    /// Place of birth, parts separated by `<` (5F11).
    pub place_of_birth: Option<Cow<'a, str>>,
    /// Permanent address, parts separated by `<` (5F42).
    pub address: Option<Cow<'a, str>>,
    /// Telephone number (5F12).
    pub telephone: Option<Cow<'a, str>>,
    /// Profession (5F13).
    pub profession: Option<Cow<'a, str>>,
    /// Title (5F14).
    pub title: Option<Cow<'a, str>>,
    /// Personal summary (5F15).
    pub personal_summary: Option<Cow<'a, str>>,
    /// Proof of citizenship, an image (5F16).
    pub proof_of_citizenship: Option<&'a [u8]>,
    /// Other travel document numbers, separated by `<` (5F17).
    pub other_document_numbers: Option<Cow<'a, str>>,
    /// Custody information (5F18).
    pub custody: Option<Cow<'a, str>>,
}

const DG11: Tag = Tag(0x6B);
const FULL_NAME: Tag = Tag(0x5F0E);
const OTHER_NAME: Tag = Tag(0x5F0F);
const PERSONAL_NUMBER: Tag = Tag(0x5F10);
const BIRTH: Tag = Tag(0x5F2B);
const PLACE_OF_BIRTH: Tag = Tag(0x5F11);
const ADDRESS: Tag = Tag(0x5F42);
const TELEPHONE: Tag = Tag(0x5F12);
const PROFESSION: Tag = Tag(0x5F13);
const TITLE: Tag = Tag(0x5F14);
const PERSONAL_SUMMARY: Tag = Tag(0x5F15);
const PROOF_OF_CITIZENSHIP: Tag = Tag(0x5F16);
const OTHER_DOCUMENT_NUMBERS: Tag = Tag(0x5F17);
const CUSTODY: Tag = Tag(0x5F18);

/// The order of the standard's table.
const ORDER: [Tag; 14] = [
    TAG_LIST,
    FULL_NAME,
    GROUP,
    PERSONAL_NUMBER,
    BIRTH,
    PLACE_OF_BIRTH,
    ADDRESS,
    TELEPHONE,
    PROFESSION,
    TITLE,
    PERSONAL_SUMMARY,
    PROOF_OF_CITIZENSHIP,
    OTHER_DOCUMENT_NUMBERS,
    CUSTODY,
];

/// Reads DG11.
///
/// # Errors
/// When the file is no TLV of tag 6B with whole elements in it.
pub fn dg11(bytes: &[u8]) -> Result<Reading<'_, Dg11<'_>>, ReadError> {
    reading(bytes, DG11, parse)
}

fn parse<'a>(dg11: Element<'a>, findings: &mut Findings) -> Result<Dg11<'a>, ReadError> {
    let fields = Fields::read(dg11, &ORDER, findings)?;
    fields.check_tag_list(dg11, OTHER_NAME, findings);
    Ok(Dg11 {
        full_name: fields.text(FULL_NAME, LONG_TEXT, findings).map(Names),
        other_names: fields.group(OTHER_NAME, LONG_TEXT, findings)?,
        personal_number: fields.text(PERSONAL_NUMBER, SHORT_TEXT, findings),
        birth: fields.get(BIRTH).and_then(|field| date(field, findings)),
        place_of_birth: fields.text(PLACE_OF_BIRTH, SHORT_TEXT, findings),
        address: fields.text(ADDRESS, SHORT_TEXT, findings),
        telephone: fields.text(TELEPHONE, SHORT_TEXT, findings),
        profession: fields.text(PROFESSION, SHORT_TEXT, findings),
        title: fields.text(TITLE, SHORT_TEXT, findings),
        personal_summary: fields.text(PERSONAL_SUMMARY, SHORT_TEXT, findings),
        proof_of_citizenship: fields.get(PROOF_OF_CITIZENSHIP).map(|field| field.value),
        other_document_numbers: fields.text(OTHER_DOCUMENT_NUMBERS, SHORT_TEXT, findings),
        custody: fields.text(CUSTODY, LONG_TEXT, findings),
    })
}
