use chrono::{Datelike, NaiveDate};
use image::RgbImage;

use crate::document::authority;
use crate::document::data_page::DataPage;
use crate::domain::{ApprovedRecord, DocumentNumber, IssuingState, Sex};

/// Puts together what stands on the data page of a document.
///
/// `mrz_lines` and `portrait` come from the chip's own files, so that page and chip show the same.
///
/// Source: Act, art. 7(1); 9303-4:4.1
pub fn data_page(
    record: &ApprovedRecord,
    number: &DocumentNumber,
    issue_date: NaiveDate,
    valid_until: NaiveDate,
    chip: (RgbImage, [String; 2]),
    specimen: bool,
) -> DataPage {
    let holder = &record.holder;
    let (portrait, mrz_lines) = chip;
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
