//! What the builders write, against bytes of the standard and against the independent parsers.

use chrono::{NaiveDate, NaiveDateTime};

use super::*;
use crate::document::lds::{DataGroupNumber, read};
use crate::document::mrz::Mrz;

mod details;
mod portrait;
mod security;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|it| it.to_digit(16))
        .map(|digit| u8::try_from(digit).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] * 16 + pair[1])
        .collect()
}

#[test]
fn the_index_of_the_standard_comes_out() {
    let numbers = |list: &[u8]| -> Vec<DataGroupNumber> {
        list.iter()
            .map(|number| DataGroupNumber::new(*number).unwrap())
            .collect()
    };
    // 9303-10, appendix A.1: the order given does not matter.
    let built = com(LdsVersion::V1_7, &numbers(&[12, 1, 4, 2])).unwrap();
    assert_eq!(
        built,
        hex("6016 5F0104 30313037 5F3606 303430303030 5C04 6175766C")
    );
    let built = com(LdsVersion::V1_8, &numbers(&[1, 2, 11, 12, 14, 15])).unwrap();
    let read = read::com(&built).unwrap();
    assert_eq!(read.findings, []);
    assert_eq!(read.content.data_groups, numbers(&[1, 2, 11, 12, 14, 15]));
    assert_eq!(
        read.content.lds_version.map(|it| (it.major, it.minor)),
        Some((1, 8))
    );
    for (list, error) in [
        (
            &[2, 3][..],
            BuildError::MandatoryMissing(DataGroupNumber::DG1),
        ),
        (&[1], BuildError::MandatoryMissing(DataGroupNumber::DG2)),
        (&[1, 2, 11, 1], BuildError::Repeated(DataGroupNumber::DG1)),
    ] {
        assert_eq!(com(LdsVersion::V1_8, &numbers(list)), Err(error));
    }
}

#[test]
fn the_zone_stands_in_dg1_byte_for_byte() {
    for (text, head) in [
        (
            "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3404159ZE184226B<<<<<16",
            "615B 5F1F58",
        ),
        (
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "615D 5F1F5A",
        ),
        (
            "PUUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F2606277<<<<<<<8",
            "614B 5F1F48",
        ),
    ] {
        let built = dg1(&Mrz::parse(text).unwrap());
        assert_eq!(
            built,
            [hex(head), text.replace('\n', "").into_bytes()].concat()
        );
        let read = read::dg1(&built).unwrap();
        assert_eq!(
            (read.content.mrz, read.findings),
            (&*text.replace('\n', ""), vec![])
        );
    }
}

#[test]
fn dg15_is_a_frame_around_the_key() {
    let key = hex("3003020101");
    let built = dg15(&key).unwrap();
    assert_eq!(built, hex("6F05 3003020101"));
    assert_eq!(read::dg15(&built).unwrap().content.public_key_info, key);
    assert_eq!(dg15(&[&key[..], &[0]].concat()), Err(BuildError::NotAKey));
    assert_eq!(dg15(&[]), Err(BuildError::NotAKey));
}
