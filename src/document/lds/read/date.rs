use chrono::{NaiveDate, NaiveDateTime};

use super::{Element, Findings, Oddity};
use crate::domain::PartialDate;

/// A date as a data group holds it; unknown parts are zeros there.
pub type WrittenDate = PartialDate;

/// A point of time without a time zone, to the second.
pub type Timestamp = NaiveDateTime;

/// A date of eight digits, or of four bytes of binary coded decimal (a finding: older cards have them).
///
/// Source: 9303-10:4.7.11, 9303-10:4.7.12
pub(super) fn date(element: Element<'_>, findings: &mut Findings) -> Option<WrittenDate> {
    let date = digits::<8>(element, findings).and_then(partial);
    if date.is_none() {
        findings.add(element.offset, Oddity::NotADate(element.tag));
    }
    date
}

/// A date that has no unknown part.
pub(super) fn full_date(element: Element<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let date = digits::<8>(element, findings)
        .and_then(partial)
        .and_then(PartialDate::full);
    if date.is_none() {
        findings.add(element.offset, Oddity::NotADate(element.tag));
    }
    date
}

/// A time of fourteen digits `YYYYMMDDhhmmss`, or of seven bytes of binary coded decimal.
pub(super) fn timestamp(element: Element<'_>, findings: &mut Findings) -> Option<Timestamp> {
    let timestamp = digits::<14>(element, findings).and_then(|digits| {
        let (date, time) = digits.split_at(8);
        let date = date.try_into().ok().and_then(partial)?.full()?;
        let mut pairs = time.chunks(2).map(|pair| u32::from(decimal(pair)));
        date.and_hms_opt(pairs.next()?, pairs.next()?, pairs.next()?)
    });
    if timestamp.is_none() {
        findings.add(element.offset, Oddity::NotADate(element.tag));
    }
    timestamp
}

fn partial(digits: [u8; 8]) -> Option<PartialDate> {
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    let known = |part: &[u8]| Some(decimal(part)).filter(|value| *value != 0);
    let narrow = |part: &[u8]| known(part).and_then(|value| u8::try_from(value).ok());
    PartialDate::new(known(year), narrow(month), narrow(day)).ok()
}

fn decimal(digits: &[u8]) -> u16 {
    digits
        .iter()
        .fold(0, |value, digit| value * 10 + u16::from(*digit))
}

/// The digits (0 to 9) of a value in ASCII or in binary coded decimal.
fn digits<const N: usize>(element: Element<'_>, findings: &mut Findings) -> Option<[u8; N]> {
    let written: Vec<u8> = if element.value.len() == N / 2 {
        findings.add(element.offset, Oddity::DateAsBcd(element.tag));
        let nibbles = element
            .value
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 0x0F]);
        nibbles.collect()
    } else if element.value.len() == N {
        let ascii = element.value.iter().map(|byte| byte.wrapping_sub(b'0'));
        ascii.collect()
    } else {
        return None;
    };
    let digits: [u8; N] = written.try_into().ok()?;
    digits.iter().all(|digit| *digit <= 9).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lds::Tag;

    fn element(value: &[u8]) -> Element<'_> {
        Element {
            tag: Tag(0x5F2B),
            offset: 0,
            original: value,
            value,
        }
    }

    fn oddities(findings: Findings) -> Vec<Oddity> {
        findings.into_list().iter().map(|f| f.oddity).collect()
    }

    #[test]
    fn dates_are_read_in_both_writings() {
        let bcd = vec![Oddity::DateAsBcd(Tag(0x5F2B))];
        let none = vec![Oddity::NotADate(Tag(0x5F2B))];
        let both = [bcd.clone(), none.clone()].concat();
        let cases: [(&[u8], Option<&str>, Vec<Oddity>); 9] = [
            (b"19900512", Some("1990-05-12"), vec![]),
            (b"19900500", Some("1990-05-XX"), vec![]),
            (b"00000000", Some("XXXX-XX-XX"), vec![]),
            (&[0x19, 0x90, 0x05, 0x12], Some("1990-05-12"), bcd),
            (b"19900230", None, none.clone()),
            (b"1990051", None, none.clone()),
            (b"1990051A", None, none.clone()),
            (b"", None, none),
            (&[0x19, 0x90, 0x0A, 0x12], None, both),
        ];
        for (value, expected, found) in cases {
            let mut findings = Findings::default();
            let date = date(element(value), &mut findings);
            assert_eq!(date.map(|date| date.to_string()).as_deref(), expected);
            assert_eq!(oddities(findings), found, "{value:02X?}");
        }
    }

    #[test]
    fn a_date_of_issue_has_no_unknown_part() {
        let mut findings = Findings::default();
        assert_eq!(full_date(element(b"20261100"), &mut findings), None);
        assert_eq!(oddities(findings), [Oddity::NotADate(Tag(0x5F2B))]);
    }

    #[test]
    fn times_are_read_in_both_writings() {
        let expected = "2024-01-01T12:30:59";
        for (value, read) in [
            (&b"20240101123059"[..], Some(expected)),
            (&[0x20, 0x24, 0x01, 0x01, 0x12, 0x30, 0x59], Some(expected)),
            (b"20240101243059", None),
            (b"20240001123059", None),
        ] {
            let mut findings = Findings::default();
            let time = timestamp(element(value), &mut findings);
            let time = time.map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string());
            assert_eq!(time.as_deref(), read, "{value:02X?}");
        }
    }
}
