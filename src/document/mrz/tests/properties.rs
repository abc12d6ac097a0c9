//! What holds for every zone.

use proptest::prelude::*;

use crate::document::mrz::*;
use crate::domain::{IssuingState, PartialDate, Sex};

/// Any values that fit some format.
#[allow(
    clippy::too_many_lines,
    reason = "one value after the other, none of them hard"
)]
fn any_zone() -> impl Strategy<Value = (Format, MrzFields)> {
    let format = prop::sample::select(vec![
        Format::Td1,
        Format::Td2,
        Format::Td3,
        Format::MrvA,
        Format::MrvB,
    ]);
    let states: Vec<IssuingState> = IssuingState::all().collect();
    let issuers: Vec<IssuingState> = IssuingState::all().filter(|it| it.may_issue()).collect();
    let name = (
        prop::collection::vec("[A-Z]{2,14}", 1..4),
        prop::collection::vec("[A-Z]{2,14}", 0..4),
    );
    let day = (0_u16..100, 1_u8..13, 1_u8..29);
    let dates = (day.clone(), day, any::<[bool; 3]>());
    let sex = prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Unspecified]);
    let texts = (
        "[A-Z0-9][A-Z0-9<]{0,7}[A-Z0-9]",
        "[A-Z0-9]{0,13}",
        "[A-Z0-9<]{0,16}",
        "[A-Z0-9<]{0,11}",
    );
    (
        format,
        (prop::sample::select(issuers), prop::sample::select(states)),
        name,
        dates,
        sex,
        texts,
        any::<bool>(),
    )
        .prop_map(
            |(format, (issuer, nationality), name, dates, sex, texts, filler)| {
                let (birth, expiry, known) = dates;
                let birth = PartialDate::new(
                    known[0].then_some(1900 + birth.0),
                    known[1].then_some(birth.1),
                    known[2].then_some(birth.2),
                );
                let expiry =
                    PartialDate::new(Some(2000 + expiry.0), Some(expiry.1), Some(expiry.2));
                let (number, surplus, optional, optional_2) = texts;
                let (width, width_2) = format.optional_widths();
                let room = if format.has_long_numbers() && number.len() == 9 {
                    width - 2
                } else {
                    0
                };
                let surplus: String = surplus.chars().take(room).collect();
                let left = if surplus.is_empty() {
                    width
                } else {
                    width - surplus.len() - 2
                };
                let optional: String = optional.chars().take(left).collect();
                let optional_2: String = optional_2.chars().take(width_2).collect();
                let code = match format {
                    Format::Td3 => "PP",
                    Format::MrvA | Format::MrvB => "V",
                    Format::Td1 | Format::Td2 => "ID",
                };
                let name =
                    Name::of_parts(name.0, name.1).fitted(format.name_width(), Truncation::End);
                let optional = OptionalData::new(&optional).unwrap();
                let is_filler = filler && format == Format::Td3 && optional.as_str().is_empty();
                let fields = MrzFields {
                    code: DocumentCode::parse(code).unwrap(),
                    issuer,
                    name: name.unwrap(),
                    number: DocumentNumber::new(&format!("{number}{surplus}")).unwrap(),
                    nationality,
                    birth: birth.unwrap().into(),
                    sex,
                    expiry: expiry.unwrap().into(),
                    optional,
                    optional_2: OptionalData::new(&optional_2).unwrap(),
                    empty_optional_digit: if is_filler {
                        EmptyOptionalDigit::Filler
                    } else {
                        EmptyOptionalDigit::Zero
                    },
                };
                (format, fields)
            },
        )
}

proptest! {
    #[test]
    fn what_is_built_is_read_as_it_was((format, fields) in any_zone()) {
        let built = Mrz::build(format, fields.clone(), Truncation::End).unwrap();
        prop_assert_eq!(built.lines().len(), format.lines());
        prop_assert!(built.lines().iter().all(|line| line.len() == format.width()));
        let read = Mrz::parse(&built.to_string());
        prop_assert_eq!(read.as_ref(), Ok(&built));
        prop_assert_eq!(built.fields(), &fields);
        prop_assert_eq!(Mrz::parse(&built.joined()), Ok(built));
    }

    /// One changed digit under a check digit is always noticed: two digits never differ by ten.
    #[test]
    fn a_changed_digit_is_noticed(
        (format, fields) in any_zone(), at in any::<prop::sample::Index>(), to in 0_u8..10,
    ) {
        let built = Mrz::build(format, fields, Truncation::End).unwrap();
        let joined = built.joined();
        let digits: Vec<usize> = joined
            .bytes()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_digit())
            .map(|(index, _)| index)
            .collect();
        let at = digits[at.index(digits.len())];
        // Optional data of a visa is covered by no digit, and no digit stands in a State or name.
        let is_covered = !matches!(format, Format::MrvA | Format::MrvB) || at < format.width() + 28;
        let to = char::from(b'0' + to);
        prop_assume!(is_covered && joined.as_bytes()[at] != to as u8);
        let mut changed = joined.clone();
        changed.replace_range(at..=at, &to.to_string());
        prop_assert!(Mrz::parse(&changed).is_err());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[A-Z0-9<]{72}|[A-Z0-9<]{88}|[A-Z0-9<]{90}|.{0,100}") {
        if let Ok(inspection) = inspect(&text) {
            prop_assert_eq!(inspection.is_valid(), Mrz::parse(&text).is_ok());
        }
    }
}
