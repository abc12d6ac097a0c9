//! Zones II and III: which field stands where.

use super::field::{Field, VALUE_INK};
use super::font::Typeface;
use super::label::{self, Label};
use super::layout::Layout;
use super::svg::text;
use super::theme::Theme;
use super::{DataPage, DataPageError};
use crate::domain::PassportKind;

/// The fields in the order of Doc 9303.
///
/// Source: 9303-4:3.2.3
pub(super) fn fields(
    page: &DataPage,
    layout: &Layout,
    theme: &Theme,
) -> Result<String, DataPageError> {
    let drawn: Result<String, DataPageError> = rows(page, layout)
        .iter()
        .flatten()
        .map(|field| field.draw(layout, theme.ink))
        .collect();
    Ok(drawn? + &authority_ko(page, layout)?)
}

/// Every field with its place; `None` where the page has nothing to say.
fn rows<'a>(page: &'a DataPage, layout: &Layout) -> [Option<Field<'a>>; 14] {
    let [first, second, third] = layout.columns;
    let right = layout.right;
    let name = (first, layout.ghost.x - GAP);
    let (left_half, right_half) = ((first, third - GAP), (third, right));
    let (birth, sex) = ((first, first + SEX - GAP), (first + SEX, third - GAP));
    // With both a personal number and a place of birth the right half is shared.
    let middle = (third + right) / 2.0;
    let (personal, place) = match (&page.personal_number, &page.place_of_birth) {
        (Some(_), Some(_)) => ((third, middle - GAP), (middle, right)),
        _ => (right_half, right_half),
    };
    let number = match page.kind {
        PassportKind::TravelCertificate => label::DOCUMENT_NUMBER,
        PassportKind::Ordinary
        | PassportKind::Residence
        | PassportKind::Official
        | PassportKind::Diplomatic => label::PASSPORT_NUMBER,
    };
    [
        field(0, label::TYPE, &page.document_type, (first, second - GAP)),
        field(0, label::STATE, &page.issuing_state, (second, third - GAP)),
        field(0, number, &page.number, (third, layout.ghost.x - GAP)),
        field(1, label::SURNAME, &page.surname, name),
        field(2, label::GIVEN_NAMES, &page.given_names, name),
        field(3, label::HANGUL_NAME, &page.name_ko, left_half),
        field(3, label::NATIONALITY, &page.nationality, right_half),
        field(4, label::BIRTH, &page.date_of_birth, birth),
        field(4, label::SEX, &page.sex, sex),
        field(4, label::PERSONAL_NUMBER, &page.personal_number, personal),
        field(4, label::BIRTHPLACE, &page.place_of_birth, place),
        field(5, label::ISSUE, &page.date_of_issue, left_half),
        field(5, label::AUTHORITY, &page.authority_en, right_half),
        field(6, label::EXPIRY, &page.date_of_expiry, left_half),
    ]
}

/// A field if it has a value.
fn field<'a>(
    row: u32,
    label: Label,
    value: impl Into<Printed<'a>>,
    span: (f64, f64),
) -> Option<Field<'a>> {
    let Printed(value) = value.into();
    value.map(|value| Field {
        label,
        value,
        row,
        span,
    })
}

/// What a field prints, if anything.
struct Printed<'a>(Option<&'a str>);

impl<'a> From<&'a String> for Printed<'a> {
    fn from(value: &'a String) -> Self {
        Self(Some(value))
    }
}

impl<'a> From<&'a Option<String>> for Printed<'a> {
    fn from(value: &'a Option<String>) -> Self {
        Self(value.as_deref())
    }
}

/// The authority in Korean, under the English of its field.
fn authority_ko(page: &DataPage, layout: &Layout) -> Result<String, DataPageError> {
    let field = "authority in Korean";
    if let Some(character) = Typeface::SemiBold.first_missing(&page.authority_ko) {
        return Err(DataPageError::MissingGlyph { field, character });
    }
    let [_, _, x] = layout.columns;
    let natural = Typeface::SemiBold.width(&page.authority_ko, 1.0).max(1.0);
    let size = (layout.value_size * 0.8).min((layout.right - x) / natural);
    if size < layout.value_size * 0.5 {
        return Err(DataPageError::TooLong {
            field,
            characters: page.authority_ko.chars().count(),
        });
    }
    let y = layout.row_y(6) + 0.3 * layout.value_size;
    Ok(text(
        Typeface::SemiBold,
        size,
        VALUE_INK,
        (x, y),
        &page.authority_ko,
    ))
}

/// Room between two fields of a row, in millimetres.
const GAP: f64 = 1.5;
/// From the date of birth to the sex, in millimetres.
const SEX: f64 = 26.0;
