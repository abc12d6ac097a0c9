use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::text::{has_space_around, unseen};
use super::{ParseResidentNumberError, PassportKind, ResidentNumber, Sex};

/// The person who will hold the document, as the application states it.
///
/// Source: Act, art. 7(1)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// 성: the surname in Hangul.
    pub surname_ko: String,
    /// 이름: the given names in Hangul.
    pub given_names_ko: String,
    /// The surname in Latin letters (9303-3: primary identifier).
    pub surname_en: String,
    /// The given names in Latin letters (9303-3: secondary identifier).
    pub given_names_en: String,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Nationality as a three-letter code of Doc 9303-3, section 5.
    pub nationality: String,
    /// 주민등록번호: thirteen digits, with or without the hyphen after the sixth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_number: Option<String>,
    /// Place of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_birth: Option<String>,
    /// Permanent address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What is wrong with a holder's particulars. Names the field; never repeats the person's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolderError {
    /// A name field is empty.
    #[error("holder.{field} is empty: enter the name as it stands in the family register")]
    EmptyName {
        /// The field.
        field: &'static str,
    },
    /// A name field holds a character that no name has.
    #[error("holder.{field} contains {what}: {remedy}")]
    NameCharacter {
        /// The field.
        field: &'static str,
        /// The offending character, described.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A text is longer than any document can hold.
    #[error("holder.{field} has {length} characters: at most {limit} can be kept")]
    TooLong {
        /// The field.
        field: &'static str,
        /// Its length in characters.
        length: usize,
        /// The limit in characters.
        limit: usize,
    },
    /// Born after the day of the application.
    #[error("holder.birth is later than the application date {date}: correct one of them")]
    BornAfterApplication {
        /// The application date.
        date: NaiveDate,
    },
    /// Born so long ago that it must be a slip.
    #[error("holder.birth makes the holder {age} years old: correct the year")]
    TooOld {
        /// The age that follows, in years.
        age: i32,
    },
    /// A text that begins or ends with a space, which nobody sees on a page.
    #[error("holder.{field} begins or ends with a space: remove it")]
    SpaceAround {
        /// The field.
        field: &'static str,
    },
    /// The nationality and the fact who the person is contradict each other.
    #[error(
        "holder.nationality `{nationality}` and facts.person `{person}` contradict each other: correct one of them"
    )]
    NationalityContradicts {
        /// The nationality given.
        nationality: String,
        /// The fact given.
        person: String,
    },
    /// The nationality is no three-letter code.
    #[error("holder.nationality `{given}` is not a three-letter code such as KOR")]
    Nationality {
        /// What was given (at most a few characters).
        given: String,
    },
    /// The resident number has the wrong shape.
    #[error("holder.resident_number does not have thirteen digits (YYMMDD-NNNNNNN)")]
    ResidentNumberShape,
    /// The resident number and another field contradict each other.
    #[error("holder.resident_number and holder.{field} contradict each other: correct one of them")]
    ResidentNumberContradicts {
        /// The other field.
        field: &'static str,
    },
}

/// More than any printed or stored field can hold.
const NAME_LIMIT: usize = 100;
const TEXT_LIMIT: usize = 200;

impl Holder {
    /// Checks every field and names all that are wrong, so that a person corrects them in one go.
    ///
    /// `date` is the application date.
    ///
    /// # Errors
    /// All the faults found, in the order of the fields.
    pub fn check(&self, date: NaiveDate) -> Result<(), Vec<HolderError>> {
        let mut errors = Vec::new();
        self.check_names(&mut errors);
        self.check_birth(date, &mut errors);
        // Germany alone has a code of one letter (9303-3:5, part A).
        let is_code =
            self.nationality.len() == 3 && self.nationality.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code && self.nationality != "D" {
            errors.push(HolderError::Nationality {
                given: self.nationality.chars().take(8).collect(),
            });
        }
        self.check_resident_number(&mut errors);
        for (field, text) in [
            ("place_of_birth", &self.place_of_birth),
            ("address", &self.address),
        ] {
            if let Some(text) = text {
                check_text(field, text, TEXT_LIMIT, &mut errors);
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn check_names(&self, errors: &mut Vec<HolderError>) {
        // Only a Korean name always has two parts; a stateless person or a foreigner may have a single name,
        // which 9303-3:4.6 writes as a primary identifier alone, and need not have a Hangul spelling.
        let korean = self.nationality == "KOR";
        for (field, text, required) in [
            ("surname_ko", &self.surname_ko, korean),
            ("given_names_ko", &self.given_names_ko, korean),
            ("surname_en", &self.surname_en, true),
            ("given_names_en", &self.given_names_en, korean),
        ] {
            if text.trim().is_empty() {
                if required || !text.is_empty() {
                    errors.push(HolderError::EmptyName { field });
                }
                continue;
            }
            check_text(field, text, NAME_LIMIT, errors);
            if field.ends_with("_ko") {
                check_hangul(field, text, errors);
            }
        }
    }

    fn check_birth(&self, date: NaiveDate, errors: &mut Vec<HolderError>) {
        use chrono::Datelike;
        if self.birth > date {
            errors.push(HolderError::BornAfterApplication { date });
        } else if date.year() - self.birth.year() > 130 {
            errors.push(HolderError::TooOld {
                age: date.year() - self.birth.year(),
            });
        }
    }

    /// Whether the nationality can be that of `person`, the law's word for who applies; absent means a national.
    ///
    /// A passport is for nationals of the Republic (Act, art. 2), so a word that stands for a person in need of help,
    /// such as a refugee, opens a travel certificate to a foreigner and nothing else.
    pub fn nationality_fits(&self, kind: PassportKind, person: Option<&str>) -> bool {
        match (self.nationality == "KOR", person) {
            (is_national, Some("foreigner" | "stateless")) => !is_national,
            (true, _) => true,
            (false, None | Some("national")) => false,
            (false, Some(_)) => kind == PassportKind::TravelCertificate,
        }
    }

    /// The last digit is not checked: numbers given since October 2020 have no check digit, and the number does not tell
    /// when it was given.
    fn check_resident_number(&self, errors: &mut Vec<HolderError>) {
        let Some(text) = &self.resident_number else {
            return;
        };
        let contradicts = |field| HolderError::ResidentNumberContradicts { field };
        let number = match ResidentNumber::parse(text) {
            Ok(number) => number,
            Err(ParseResidentNumberError::Shape) => {
                errors.push(HolderError::ResidentNumberShape);
                return;
            }
            // A day that does not exist is nobody's birth.
            Err(ParseResidentNumberError::NoSuchDay) => {
                errors.push(contradicts("birth"));
                return;
            }
        };
        if number.birth() != self.birth {
            errors.push(contradicts("birth"));
        }
        if self.sex != Sex::Unspecified && self.sex != number.sex() {
            errors.push(contradicts("sex"));
        }
    }
}

fn check_text(field: &'static str, text: &str, limit: usize, errors: &mut Vec<HolderError>) {
    let length = text.chars().count();
    if length > limit {
        errors.push(HolderError::TooLong {
            field,
            length,
            limit,
        });
    }
    if let Some(what) = unseen(text) {
        errors.push(HolderError::NameCharacter {
            field,
            what,
            remedy: "remove it",
        });
    }
    if has_space_around(text) {
        errors.push(HolderError::SpaceAround { field });
    }
}

fn check_hangul(field: &'static str, text: &str, errors: &mut Vec<HolderError>) {
    let fits = |c: char| ('가'..='힣').contains(&c) || matches!(c, ' ' | '-' | '·');
    if let Some(other) = text.chars().find(|c| !fits(*c) && !c.is_control()) {
        errors.push(HolderError::NameCharacter {
            field,
            what: format!("`{other}` (U+{:04X})", u32::from(other)),
            remedy: "write the name in whole Hangul syllables",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hong() -> Holder {
        Holder {
            surname_ko: "홍".into(),
            given_names_ko: "길동".into(),
            surname_en: "HONG".into(),
            given_names_en: "GIL-DONG".into(),
            birth: NaiveDate::from_ymd_opt(1990, 3, 15).unwrap(),
            sex: Sex::Male,
            nationality: "KOR".into(),
            resident_number: Some("900315-1234567".into()),
            place_of_birth: None,
            address: None,
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    type Change = fn(&mut Holder);

    #[test]
    fn a_plain_holder_is_accepted_with_and_without_hyphen() {
        assert_eq!(hong().check(today()), Ok(()));
        let mut holder = hong();
        holder.resident_number = Some("9003151234567".into());
        assert_eq!(holder.check(today()), Ok(()));
    }

    #[test]
    fn each_fault_is_named_by_its_field() {
        let cases: [(Change, &str); 15] = [
            (|h| h.surname_ko.clear(), "holder.surname_ko is empty"),
            (
                |h| h.given_names_en = "  ".into(),
                "holder.given_names_en is empty",
            ),
            (
                |h| h.surname_ko = "Hong".into(),
                "holder.surname_ko contains `H`",
            ),
            (|h| h.surname_ko = "ㅎ".into(), "whole Hangul syllables"),
            (
                |h| h.surname_en = "HO\nNG".into(),
                "control character U+000A",
            ),
            (
                |h| h.surname_en = "HO\u{202E}NG".into(),
                "invisible character U+202E",
            ),
            (
                |h| h.address = Some("Seoul\u{200B}".into()),
                "holder.address contains the invisible character U+200B",
            ),
            (
                |h| h.given_names_en = "GILDONG ".into(),
                "holder.given_names_en begins or ends with a space",
            ),
            (|h| h.surname_en = "A".repeat(101), "has 101 characters"),
            (
                |h| h.birth = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
                "later than the application date",
            ),
            (
                |h| h.birth = NaiveDate::from_ymd_opt(1895, 1, 1).unwrap(),
                "131 years old",
            ),
            (
                |h| h.nationality = "Korea".into(),
                "not a three-letter code",
            ),
            (
                |h| h.resident_number = Some("900315-123456".into()),
                "thirteen digits",
            ),
            (
                |h| h.resident_number = Some("900316-1234567".into()),
                "resident_number and holder.birth",
            ),
            (
                |h| h.resident_number = Some("900315-2234567".into()),
                "resident_number and holder.sex",
            ),
        ];
        for (change, expected) in cases {
            let mut holder = hong();
            change(&mut holder);
            let text = holder
                .check(today())
                .unwrap_err()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n");
            assert!(text.contains(expected), "{expected} not in {text}");
        }
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let mut holder = hong();
        holder.surname_ko.clear();
        holder.given_names_en.clear();
        assert_eq!(holder.check(today()).unwrap_err().len(), 2);
    }

    #[test]
    fn a_single_name_without_hangul_is_possible_for_others_than_koreans() {
        let mut holder = hong();
        holder.nationality = "D".into();
        holder.surname_ko.clear();
        holder.given_names_ko.clear();
        holder.given_names_en.clear();
        assert_eq!(holder.check(today()), Ok(()));
    }

    #[test]
    fn a_passport_is_for_nationals_whatever_the_facts_call_the_person() {
        use PassportKind::{Ordinary, TravelCertificate};
        let cases = [
            ("KOR", Ordinary, None, true),
            ("KOR", Ordinary, Some("national"), true),
            (
                "KOR",
                TravelCertificate,
                Some("international_adoptee"),
                true,
            ),
            ("KOR", Ordinary, Some("foreigner"), false),
            ("KOR", TravelCertificate, Some("stateless"), false),
            ("USA", Ordinary, None, false),
            ("USA", Ordinary, Some("national"), false),
            // The law refuses these by itself.
            ("USA", Ordinary, Some("foreigner"), true),
            ("XXA", Ordinary, Some("stateless"), true),
            // The law would not look at these in a passport.
            ("XXB", Ordinary, Some("refugee_needing_relief"), false),
            (
                "XXB",
                TravelCertificate,
                Some("refugee_needing_relief"),
                true,
            ),
            ("USA", TravelCertificate, None, false),
        ];
        for (nationality, kind, person, fits) in cases {
            let mut holder = hong();
            holder.nationality = nationality.into();
            assert_eq!(
                holder.nationality_fits(kind, person),
                fits,
                "{nationality} {kind:?} {person:?}"
            );
        }
    }

    #[test]
    fn born_on_the_day_of_application_is_possible() {
        let mut holder = hong();
        holder.birth = today();
        holder.resident_number = None;
        assert_eq!(holder.check(today()), Ok(()));
    }
}
