use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use image::RgbImage;

use super::DataPage;
use crate::document::authority;
use crate::document::lds::read;
use crate::document::portrait::decode_portrait;
use crate::domain::{ApprovedRecord, DocumentNumber, IssuingState, Sex};

/// What the page takes from the chip's own files, so that page and chip show the same.
#[derive(Debug, Clone)]
pub struct ChipShown {
    /// The portrait, as it decodes.
    pub portrait: RgbImage,
    /// The two lines of the machine readable zone.
    pub mrz_lines: [String; 2],
}

/// A file of the chip that cannot be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} cannot be read back: {detail}")]
pub struct ChipUnreadable {
    /// Which file.
    pub file: &'static str,
    /// Why.
    pub detail: String,
}

impl ChipShown {
    /// Reads the portrait and the zone back from a chip's files by name (`EF.DG1`, `EF.DG2`).
    ///
    /// # Errors
    /// [`ChipUnreadable`] naming the file.
    pub fn read(chip: &BTreeMap<String, Vec<u8>>) -> Result<Self, ChipUnreadable> {
        let file = |name: &'static str| chip.get(name).map(Vec::as_slice).unwrap_or_default();
        let unreadable = |file: &'static str| move |detail: String| ChipUnreadable { file, detail };
        let (in_dg1, in_dg2) = (unreadable("EF.DG1"), unreadable("EF.DG2"));
        let zone = read::dg1(file("EF.DG1")).map_err(|e| in_dg1(e.to_string()))?;
        let mrz_lines = two_lines(zone.content.mrz)
            .ok_or_else(|| in_dg1("it does not hold two lines".into()))?;
        let face = read::dg2(file("EF.DG2")).map_err(|e| in_dg2(e.to_string()))?;
        let image = face
            .content
            .image()
            .ok_or_else(|| in_dg2("it holds no picture".into()))?;
        let portrait = decode_portrait(image.bytes).map_err(|e| in_dg2(e.to_string()))?;
        Ok(Self {
            portrait,
            mrz_lines,
        })
    }
}

/// The two lines of a TD3 or TD2 zone as DG1 holds them, run together.
fn two_lines(mrz: &str) -> Option<[String; 2]> {
    let (first, second) = mrz.split_at_checked(mrz.len() / 2)?;
    matches!(mrz.len(), 88 | 72).then(|| [first.to_owned(), second.to_owned()])
}

/// Puts together what stands on the data page of a document.
///
/// Source: Act, art. 7(1); 9303-4:4.1
pub fn of_record(
    record: &ApprovedRecord,
    number: &DocumentNumber,
    issue_date: NaiveDate,
    valid_until: NaiveDate,
    chip: ChipShown,
    specimen: bool,
) -> DataPage {
    let holder = &record.holder;
    let ChipShown {
        portrait,
        mrz_lines,
    } = chip;
    let name_ko = format!("{}{}", holder.surname_ko, holder.given_names_ko);
    let (authority_ko, authority_en) = authority(issue_date);
    DataPage {
        kind: record.kind,
        state_ko: "대한민국".to_owned(),
        state_en: "REPUBLIC OF KOREA".to_owned(),
        document_type: mrz_lines
            .first()
            .and_then(|line| line.get(..2))
            .unwrap_or_default()
            .replace('<', ""),
        issuing_state: IssuingState::KOR.code().to_owned(),
        number: number.to_string(),
        surname: holder.surname_en.to_uppercase(),
        given_names: holder.given_names_en.to_uppercase(),
        name_ko: (!name_ko.is_empty()).then_some(name_ko),
        nationality: nationality(&holder.nationality),
        date_of_birth: printed_date(holder.birth, issue_date),
        personal_number: None,
        sex: match holder.sex {
            Sex::Female => "F",
            Sex::Male => "M",
            Sex::Unspecified => "X",
        }
        .to_owned(),
        place_of_birth: holder.place_of_birth.clone(),
        date_of_issue: printed_date(issue_date, issue_date),
        date_of_expiry: printed_date(valid_until, issue_date),
        authority_ko: authority_ko.to_owned(),
        authority_en: authority_en.to_owned(),
        mrz_lines,
        portrait,
        specimen,
    }
}

/// A nationality as printed: in words for Korea, otherwise its code.
fn nationality(code: &str) -> String {
    if code == IssuingState::KOR.code() {
        "REPUBLIC OF KOREA".to_owned()
    } else {
        code.to_owned()
    }
}

/// A date as printed: `20 DEC 2021`, and in books since 21 December 2021 `20 12월/DEC 2021`.
fn printed_date(date: NaiveDate, issue_date: NaiveDate) -> String {
    let both = NaiveDate::from_ymd_opt(2021, 12, 21).is_some_and(|change| issue_date >= change);
    let month = date.format("%b").to_string().to_uppercase();
    if both {
        format!(
            "{} {}월/{month} {}",
            date.format("%d"),
            date.month(),
            date.year()
        )
    } else {
        format!("{} {month} {}", date.format("%d"), date.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_change_their_form_with_the_books_of_december_2021() {
        let birth = day(1990, 3, 5);
        assert_eq!(printed_date(birth, day(2021, 12, 20)), "05 MAR 1990");
        assert_eq!(printed_date(birth, day(2021, 12, 21)), "05 3월/MAR 1990");
    }
}
