use super::BuildError;
use super::details::{Fields, LONG_TEXT, NationalName, SHORT_TEXT, partial_date};
use super::tlv::file;
use crate::document::lds::{DataGroupNumber, Tag};
use crate::domain::PartialDate;

/// The fields of DG11; what is `None` or empty is left out.
///
/// Source: 9303-10:4.7.11
#[derive(Debug, Clone, Copy, Default)]
pub struct Dg11Fields<'a> {
    /// Full name in national characters.
    pub full_name: Option<NationalName<'a>>,
    /// Other names.
    pub other_names: &'a [NationalName<'a>],
    /// Personal number.
    pub personal_number: Option<&'a str>,
    /// Full date of birth.
    pub birth: Option<PartialDate>,
    /// Place of birth, part by part.
    pub place_of_birth: &'a [&'a str],
    /// Permanent address, part by part.
    pub address: &'a [&'a str],
    /// Telephone number.
    pub telephone: Option<&'a str>,
    /// Profession.
    pub profession: Option<&'a str>,
    /// Title.
    pub title: Option<&'a str>,
    /// Personal summary.
    pub personal_summary: Option<&'a str>,
    /// Proof of citizenship, an image.
    pub proof_of_citizenship: Option<&'a [u8]>,
    /// Numbers of other travel documents.
    pub other_document_numbers: &'a [&'a str],
    /// Custody information.
    pub custody: Option<&'a str>,
}

/// Writes DG11.
///
/// # Errors
/// When no field is given, or a text is empty, too long, or holds a control character or `<`.
pub fn dg11(fields: &Dg11Fields<'_>) -> Result<Vec<u8>, BuildError> {
    let mut out = Fields::default();
    out.name(Tag(0x5F0E), "full_name", fields.full_name)?;
    out.names(Tag(0x5F0F), "other_names", fields.other_names)?;
    let texts = [
        (0x5F12, "telephone", fields.telephone),
        (0x5F13, "profession", fields.profession),
        (0x5F14, "title", fields.title),
        (0x5F15, "personal_summary", fields.personal_summary),
    ];
    let number = fields.personal_number;
    out.text(Tag(0x5F10), "personal_number", number, SHORT_TEXT)?;
    let birth = fields.birth.map(partial_date);
    out.bytes(Tag(0x5F2B), birth.as_deref().map(str::as_bytes));
    let place = fields.place_of_birth;
    out.parts(Tag(0x5F11), "place_of_birth", place, SHORT_TEXT)?;
    out.parts(Tag(0x5F42), "address", fields.address, SHORT_TEXT)?;
    for (tag, field, text) in texts {
        out.text(Tag(tag), field, text, SHORT_TEXT)?;
    }
    out.bytes(Tag(0x5F16), fields.proof_of_citizenship);
    let others = fields.other_document_numbers;
    out.parts(Tag(0x5F17), "other_document_numbers", others, SHORT_TEXT)?;
    out.text(Tag(0x5F18), "custody", fields.custody, LONG_TEXT)?;
    let written = out
        .written()
        .ok_or(BuildError::Empty(DataGroupNumber::DG11))?;
    file(DataGroupNumber::DG11, &written)
}
