use chrono::NaiveDate;
use proptest::prelude::*;

use super::{day, hex, time};
use crate::document::lds::DataGroupNumber;
use crate::document::lds::build::{BuildError, Dg11Fields, Dg12Fields, NationalName, dg11, dg12};
use crate::document::lds::read::{self, Names};
use crate::domain::PartialDate;

const GILDONG: NationalName<'_> = NationalName {
    primary: "홍",
    secondary: "길동",
};

#[test]
fn a_hangul_name_is_the_whole_of_a_small_dg11() {
    let built = dg11(&Dg11Fields {
        full_name: Some(GILDONG),
        ..Dg11Fields::default()
    })
    .unwrap();
    assert_eq!(
        built,
        hex("6B12 5C02 5F0E 5F0E0B ED998D 3C3C EAB8B8 EB8F99")
    );
    let read = read::dg11(&built).unwrap();
    assert_eq!(read.findings, []);
    assert_eq!(read.content.full_name, Some(Names("홍<<길동".into())));
}

#[test]
fn every_field_of_dg11_is_read_back() {
    let other = NationalName {
        primary: "VAN DER MUELLEN",
        secondary: "",
    };
    let built = dg11(&Dg11Fields {
        full_name: Some(GILDONG),
        other_names: &[other, GILDONG],
        personal_number: Some("900512-2345678"),
        birth: Some("1990-05-XX".parse::<PartialDate>().unwrap()),
        place_of_birth: &["서울", "대한민국"],
        address: &["세종대로 209", "서울"],
        telephone: Some("+82 2 2100 7500"),
        profession: Some("의사"),
        title: Some("박사"),
        personal_summary: Some(" 요약 "),
        proof_of_citizenship: Some(&[0xFF, 0xD8]),
        other_document_numbers: &["M1", "M2"],
        custody: Some(&"가".repeat(333)),
    })
    .unwrap();
    let read = read::dg11(&built).unwrap();
    assert_eq!(read.findings, []);
    let dg11 = read.content;
    assert_eq!(
        dg11.other_names,
        [Names("VAN<DER<MUELLEN".into()), Names("홍<<길동".into())]
    );
    assert_eq!(dg11.personal_number.as_deref(), Some("900512-2345678"));
    assert_eq!(
        dg11.birth.map(|it| it.to_string()).as_deref(),
        Some("1990-05-XX")
    );
    assert_eq!(dg11.place_of_birth.as_deref(), Some("서울<대한민국"));
    assert_eq!(dg11.address.as_deref(), Some("세종대로 209<서울"));
    assert_eq!(dg11.telephone.as_deref(), Some("+82 2 2100 7500"));
    assert_eq!(dg11.profession.as_deref(), Some("의사"));
    assert_eq!(dg11.title.as_deref(), Some("박사"));
    assert_eq!(dg11.personal_summary.as_deref(), Some("요약"));
    assert_eq!(dg11.proof_of_citizenship, Some(&[0xFF, 0xD8][..]));
    assert_eq!(dg11.other_document_numbers.as_deref(), Some("M1<M2"));
    assert_eq!(dg11.custody.map(|it| it.len()), Some(999));
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn texts_that_do_not_fit_dg11_are_refused() {
    let (long, longer) = ("가".repeat(34), "가".repeat(334));
    let empty = Dg11Fields::default();
    let text = |field| BuildError::Text { field };
    let too_long = |field, limit, actual| BuildError::TextTooLong {
        field,
        limit,
        actual,
    };
    let name = |primary| {
        Some(NationalName {
            primary,
            secondary: "",
        })
    };
    for (fields, error) in [
        (empty, BuildError::Empty(DataGroupNumber::DG11)),
        (
            Dg11Fields {
                title: Some(&long),
                ..empty
            },
            too_long("title", 99, 102),
        ),
        (
            Dg11Fields {
                custody: Some(&longer),
                ..empty
            },
            too_long("custody", 999, 1002),
        ),
        (
            Dg11Fields {
                title: Some("  "),
                ..empty
            },
            text("title"),
        ),
        (
            Dg11Fields {
                title: Some("a<b"),
                ..empty
            },
            text("title"),
        ),
        (
            Dg11Fields {
                title: Some("a\nb"),
                ..empty
            },
            text("title"),
        ),
        (
            Dg11Fields {
                address: &["a", ""],
                ..empty
            },
            text("address"),
        ),
        (
            Dg11Fields {
                full_name: name(" "),
                ..empty
            },
            text("full_name"),
        ),
        (
            Dg11Fields {
                full_name: name("홍<길동"),
                ..empty
            },
            text("full_name"),
        ),
    ] {
        assert_eq!(dg11(&fields), Err(error));
    }
}

#[test]
fn every_field_of_dg12_is_read_back() {
    let built = dg12(&Dg12Fields {
        issuing_authority: Some("외교부"),
        issued: Some(day("2026-11-22")),
        other_persons: &[GILDONG],
        endorsements: Some("E"),
        tax_and_exit: Some("T"),
        front_image: Some(&[1]),
        rear_image: Some(&[2]),
        personalised: Some(time("2026-11-22T09:08:07")),
        personalisation_system: Some("1"),
    })
    .unwrap();
    let read = read::dg12(&built).unwrap();
    assert_eq!(read.findings, []);
    let dg12 = read.content;
    assert_eq!(dg12.issuing_authority.as_deref(), Some("외교부"));
    assert_eq!(dg12.issued, Some(day("2026-11-22")));
    assert_eq!(dg12.other_persons, [Names("홍<<길동".into())]);
    assert_eq!(dg12.endorsements.as_deref(), Some("E"));
    assert_eq!(dg12.tax_and_exit.as_deref(), Some("T"));
    assert_eq!(
        (dg12.front_image, dg12.rear_image),
        (Some(&[1][..]), Some(&[2][..]))
    );
    assert_eq!(dg12.personalised, Some(time("2026-11-22T09:08:07")));
    assert_eq!(dg12.personalisation_system.as_deref(), Some("1"));
    // Dates are digits, not binary coded decimal.
    assert!(
        built
            .windows(11)
            .any(|it| it == [&[0x5F, 0x26, 8][..], b"20261122"].concat())
    );
}

#[test]
fn dg12_without_fields_or_with_a_year_of_five_digits_is_refused() {
    let empty = Dg12Fields::default();
    assert_eq!(dg12_error(empty), BuildError::Empty(DataGroupNumber::DG12));
    let issued = NaiveDate::from_ymd_opt(10_000, 1, 1);
    assert_eq!(
        dg12_error(Dg12Fields { issued, ..empty }),
        BuildError::Year { field: "issued" }
    );
}

fn dg12_error(fields: Dg12Fields<'_>) -> BuildError {
    dg12(&fields).unwrap_err()
}

proptest! {
    #[test]
    fn any_text_that_dg11_takes_is_read_back(
        primary in "\\PC{1,12}", secondary in "\\PC{0,12}", title in "\\PC{0,20}",
    ) {
        let fields = Dg11Fields {
            full_name: Some(NationalName { primary: &primary, secondary: &secondary }),
            title: Some(&title),
            ..Dg11Fields::default()
        };
        if let Ok(built) = dg11(&fields) {
            let read = read::dg11(&built).unwrap();
            prop_assert_eq!(read.findings, []);
            prop_assert_eq!(read.content.title.as_deref(), Some(title.trim()));
            let name = read.content.full_name.unwrap();
            let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(name.primary_identifier(), spaced(&primary));
            prop_assert_eq!(name.secondary_identifier().unwrap_or_default(), spaced(&secondary));
        }
    }
}
