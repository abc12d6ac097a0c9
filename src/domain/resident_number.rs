use std::fmt;

use chrono::{Datelike, NaiveDate};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::Sex;

/// 주민등록번호: the resident registration number, or a foreigner's registration number of the same build.
///
/// Whole it is shown to nobody: `Debug` gives the masked form, there is no `Display`, and the digits are wiped from memory
/// with the value. The region that digits 8 to 11 once told is used for nothing.
///
/// Source: Resident Registration Act, art. 7-2; its Enforcement Rule, art. 2
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Zeroize, ZeroizeOnDrop)]
pub struct ResidentNumber([u8; LENGTH]);

const LENGTH: usize = 13;

/// Why a text is no resident number. Never repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseResidentNumberError {
    /// Not thirteen digits, or a hyphen elsewhere than after the sixth.
    #[error("a resident number has thirteen digits (YYMMDD-NNNNNNN)")]
    Shape,
    /// The first seven digits name a day that does not exist.
    #[error("the first seven digits of the resident number name no day of the calendar")]
    NoSuchDay,
}

/// What the last digit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckDigit {
    /// It follows from the others.
    Fits,
    /// It does not, and need not: numbers given from 5 October 2020 on end at random. A warning, no more.
    Differs,
    /// It does not, although the register says that the number is older: there is a slip.
    Wrong,
}

/// Numbers given from this day on have random digits after the seventh and no check digit.
pub const FIRST_RANDOM_ALLOCATION: NaiveDate = match NaiveDate::from_ymd_opt(2020, 10, 5) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Of digits 1 to 12.
const WEIGHTS: [u32; LENGTH - 1] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

impl ResidentNumber {
    /// Reads a number, with or without the hyphen after the sixth digit.
    ///
    /// # Errors
    /// [`ParseResidentNumberError`].
    pub fn parse(text: &str) -> Result<Self, ParseResidentNumberError> {
        let bytes = text.as_bytes();
        let mut digits = Zeroizing::new([0_u8; LENGTH]);
        let hyphen = bytes.len() == LENGTH + 1 && bytes.get(6) == Some(&b'-');
        if bytes.len() != LENGTH && !hyphen {
            return Err(ParseResidentNumberError::Shape);
        }
        let written = bytes
            .iter()
            .enumerate()
            .filter(|(place, _)| !(hyphen && *place == 6))
            .map(|(_, byte)| *byte);
        for (digit, byte) in digits.iter_mut().zip(written) {
            if !byte.is_ascii_digit() {
                return Err(ParseResidentNumberError::Shape);
            }
            *digit = byte;
        }
        let number = Self(*digits);
        match number.day_of_birth() {
            Some(_) => Ok(number),
            None => Err(ParseResidentNumberError::NoSuchDay),
        }
    }

    /// What may be shown: date of birth and the digit of century and sex, the rest hidden.
    pub fn masked(&self) -> String {
        let shown = |places: std::ops::Range<usize>| -> String {
            let digits = self.0.get(places).unwrap_or_default();
            digits.iter().map(|digit| char::from(*digit)).collect()
        };
        format!("{}-{}******", shown(0..6), shown(6..7))
    }

    /// The thirteen digits, for sealing and for asking the register. Wiped when dropped.
    pub fn expose(&self) -> Zeroizing<String> {
        let mut text = String::with_capacity(LENGTH);
        text.extend(self.0.iter().map(|digit| char::from(*digit)));
        Zeroizing::new(text)
    }

    /// The date of birth, by the digit of the century.
    pub fn birth(&self) -> NaiveDate {
        // INVARIANT: `parse` let through only a number whose day exists.
        self.day_of_birth().unwrap_or_default()
    }

    /// The sex, by the same digit: odd for men.
    pub fn sex(&self) -> Sex {
        if self.value(6) % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Whether it is a foreigner's registration number.
    pub fn is_foreigners(&self) -> bool {
        (5..=8).contains(&self.value(6))
    }

    /// What the check digit says. `allocated_on` is what the register knows about the day on which the number was given;
    /// the number itself does not tell.
    pub fn check_digit(&self, allocated_on: Option<NaiveDate>) -> CheckDigit {
        if check_digit(&self.values()) == Some(self.value(LENGTH - 1)) {
            CheckDigit::Fits
        } else if allocated_on.is_some_and(|day| day < FIRST_RANDOM_ALLOCATION) {
            CheckDigit::Wrong
        } else {
            CheckDigit::Differs
        }
    }

    fn values(&self) -> [u32; LENGTH] {
        self.0.map(|digit| u32::from(digit.saturating_sub(b'0')))
    }

    fn value(&self, place: usize) -> u32 {
        self.values().get(place).copied().unwrap_or_default()
    }

    fn day_of_birth(&self) -> Option<NaiveDate> {
        let pair = |place| self.value(place) * 10 + self.value(place + 1);
        let century = match self.value(6) {
            9 | 0 => 1800,
            1 | 2 | 5 | 6 => 1900,
            _ => 2000,
        };
        let year = i32::try_from(century + pair(0)).ok()?;
        NaiveDate::from_ymd_opt(year, pair(2), pair(4))
    }

    /// The number of somebody invented: a birth, a sex, and the five digits after the seventh. Where `allocated_on` lies
    /// before the change the last digit is the check digit, otherwise `last`.
    ///
    /// `None` for a birth outside the centuries that have a digit, or an unspecified sex.
    pub fn invented(
        birth: NaiveDate,
        sex: Sex,
        foreigner: bool,
        middle: [u8; 5],
        last: u8,
        allocated_on: NaiveDate,
    ) -> Option<Self> {
        let century = match (birth.year(), foreigner) {
            (1900..=1999, false) => 1,
            (2000..=2099, false) => 3,
            (1900..=1999, true) => 5,
            (2000..=2099, true) => 7,
            _ => return None,
        };
        let century = match sex {
            Sex::Male => century,
            Sex::Female => century + 1,
            Sex::Unspecified => return None,
        };
        let mut text = Zeroizing::new(format!("{}{century}", birth.format("%y%m%d")));
        for digit in middle {
            text.push(char::from(b'0' + digit % 10));
        }
        let mut values = [0_u32; LENGTH];
        for (value, byte) in values.iter_mut().zip(text.bytes()) {
            *value = u32::from(byte.saturating_sub(b'0'));
        }
        let last = if allocated_on < FIRST_RANDOM_ALLOCATION {
            check_digit(&values)?
        } else {
            u32::from(last % 10)
        };
        text.push(char::from_digit(last, 10)?);
        Self::parse(&text).ok()
    }
}

/// The check digit of digits 1 to 12: `(11 − Σ mod 11) mod 10`, for foreigners `(13 − Σ mod 11) mod 10`.
fn check_digit(values: &[u32; LENGTH]) -> Option<u32> {
    let sum: u32 = values
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let foreigner = (5..=8).contains(values.get(6)?);
    Some((if foreigner { 13 } else { 11 } - sum % 11) % 10)
}

impl fmt::Debug for ResidentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> ResidentNumber {
        ResidentNumber::parse(text).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_read_with_and_without_hyphen_and_never_shown_whole() {
        let with = number("900315-1234567");
        assert_eq!(with, number("9003151234567"));
        assert_eq!(with.masked(), "900315-1******");
        assert_eq!(
            format!("{with:?} {:#?}", Some(&with)).matches("2").count(),
            0
        );
        assert_eq!(with.expose().as_str(), "9003151234567");
    }

    #[test]
    fn the_century_digit_tells_birth_sex_and_whether_it_is_a_foreigners() {
        for (text, birth, sex, foreigner) in [
            ("900315-1234567", "1990-03-15", Sex::Male, false),
            ("900315-2234567", "1990-03-15", Sex::Female, false),
            ("000229-3234567", "2000-02-29", Sex::Male, false),
            ("100101-4234567", "2010-01-01", Sex::Female, false),
            ("850707-5234567", "1985-07-07", Sex::Male, true),
            ("850707-6234567", "1985-07-07", Sex::Female, true),
            ("050707-7234567", "2005-07-07", Sex::Male, true),
            ("050707-8234567", "2005-07-07", Sex::Female, true),
            ("990101-9234567", "1899-01-01", Sex::Male, false),
            ("990101-0234567", "1899-01-01", Sex::Female, false),
        ] {
            let number = number(text);
            assert_eq!(
                (number.birth(), number.sex(), number.is_foreigners()),
                (day(birth), sex, foreigner)
            );
        }
    }

    #[test]
    fn other_shapes_and_days_that_do_not_exist_are_refused() {
        use ParseResidentNumberError::{NoSuchDay, Shape};
        for (text, error) in [
            ("", Shape),
            ("900315-123456", Shape),
            ("900315-12345678", Shape),
            ("90031-51234567", Shape),
            ("900315123456-", Shape),
            ("900315-123456-", Shape),
            ("900315 1234567", Shape),
            ("９00315-1234567", Shape),
            ("900230-1234567", NoSuchDay),
            ("901315-1234567", NoSuchDay),
            // 1900 was no leap year; 2000 was.
            ("000229-1234567", NoSuchDay),
        ] {
            assert_eq!(ResidentNumber::parse(text), Err(error), "{text}");
        }
    }

    /// Births of the nineteenth century: nobody alive.
    #[test]
    fn the_check_digit_of_the_vectors() {
        for (first, last) in [
            ("990101900000", 3),
            ("990101900001", 9),
            ("881231000000", 9),
            ("881231012345", 1),
            ("500615987654", 1),
            ("881231000002", 0),
        ] {
            for digit in 0..10 {
                let number = number(&format!("{first}{digit}"));
                let fits = number.check_digit(None) == CheckDigit::Fits;
                assert_eq!(fits, digit == last, "{first}{digit}");
            }
        }
    }

    #[test]
    fn a_differing_check_digit_is_wrong_only_in_a_number_known_to_be_old() {
        let number = number("990101-9000004");
        for (allocated_on, said) in [
            (None, CheckDigit::Differs),
            (Some("2020-10-04"), CheckDigit::Wrong),
            (Some("2020-10-05"), CheckDigit::Differs),
        ] {
            assert_eq!(number.check_digit(allocated_on.map(day)), said);
        }
    }

    #[test]
    fn an_invented_number_says_what_it_was_made_of() {
        for (birth, sex, foreigner, allocated) in [
            ("1935-01-31", Sex::Male, false, "1975-09-01"),
            ("2024-02-29", Sex::Female, false, "2024-03-10"),
            ("1988-12-31", Sex::Female, true, "2019-05-02"),
        ] {
            let made = ResidentNumber::invented(
                day(birth),
                sex,
                foreigner,
                [9, 8, 1, 2, 3],
                7,
                day(allocated),
            )
            .unwrap();
            assert_eq!((made.birth(), made.sex()), (day(birth), sex));
            assert_eq!(made.is_foreigners(), foreigner);
            assert_ne!(made.check_digit(Some(day(allocated))), CheckDigit::Wrong);
        }
        let nobody = ResidentNumber::invented(
            day("1935-01-31"),
            Sex::Unspecified,
            false,
            [0; 5],
            0,
            day("1975-09-01"),
        );
        assert!(nobody.is_none());
    }
}
