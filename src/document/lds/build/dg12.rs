use chrono::{NaiveDate, NaiveDateTime};

use super::BuildError;
use super::details::{Fields, NationalName, SHORT_TEXT, date};
use super::tlv::file;
use crate::document::lds::{DataGroupNumber, Tag};

/// The fields of DG12; what is `None` or empty is left out.
///
/// Source: 9303-10:4.7.12
#[derive(Debug, Clone, Copy, Default)]
pub struct Dg12Fields<'a> {
    /// Issuing authority.
    pub issuing_authority: Option<&'a str>,
    /// Date of issue.
    pub issued: Option<NaiveDate>,
    /// Other persons in the document.
    pub other_persons: &'a [NationalName<'a>],
    /// Endorsements and observations.
    pub endorsements: Option<&'a str>,
    /// Tax and exit requirements.
    pub tax_and_exit: Option<&'a str>,
    /// Image of the front.
    pub front_image: Option<&'a [u8]>,
    /// Image of the rear.
    pub rear_image: Option<&'a [u8]>,
    /// Date and time of personalisation, in the time of the place.
    pub personalised: Option<NaiveDateTime>,
    /// Serial number of the personalisation system.
    pub personalisation_system: Option<&'a str>,
}

/// Writes DG12.
///
/// # Errors
/// When no field is given, or a text is empty, too long, or holds a control character or `<`.
pub fn dg12(fields: &Dg12Fields<'_>) -> Result<Vec<u8>, BuildError> {
    let mut out = Fields::default();
    let authority = fields.issuing_authority;
    out.text(Tag(0x5F19), "issuing_authority", authority, SHORT_TEXT)?;
    let issued = fields.issued.map(|day| date(day, "issued")).transpose()?;
    out.bytes(Tag(0x5F26), issued.as_deref().map(str::as_bytes));
    out.names(Tag(0x5F1A), "other_persons", fields.other_persons)?;
    out.text(Tag(0x5F1B), "endorsements", fields.endorsements, SHORT_TEXT)?;
    out.text(Tag(0x5F1C), "tax_and_exit", fields.tax_and_exit, SHORT_TEXT)?;
    out.bytes(Tag(0x5F1D), fields.front_image);
    out.bytes(Tag(0x5F1E), fields.rear_image);
    let personalised = fields.personalised.map(time).transpose()?;
    out.bytes(Tag(0x5F55), personalised.as_deref().map(str::as_bytes));
    let system = fields.personalisation_system;
    out.text(Tag(0x5F56), "personalisation_system", system, SHORT_TEXT)?;
    let written = out
        .written()
        .ok_or(BuildError::Empty(DataGroupNumber::DG12))?;
    file(DataGroupNumber::DG12, &written)
}

/// A time of fourteen digits.
fn time(time: NaiveDateTime) -> Result<String, BuildError> {
    let day = date(time.date(), "personalised")?;
    Ok(format!("{day}{}", time.format("%H%M%S")))
}
