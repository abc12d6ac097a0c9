use std::fmt;

use super::check_digit::check_digit;
use super::{
    DocumentCode, DocumentNumber, Format, MrzDate, Name, NameError, OptionalData, Truncation,
};
use crate::domain::{IssuingState, Sex};

/// The values of a machine readable zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrzFields {
    /// Document code.
    pub code: DocumentCode,
    /// Who issues.
    pub issuer: IssuingState,
    /// The holder's name.
    pub name: Name,
    /// Document number.
    pub number: DocumentNumber,
    /// The holder's nationality.
    pub nationality: IssuingState,
    /// Date of birth.
    pub birth: MrzDate,
    /// Sex.
    pub sex: Sex,
    /// Date of expiry, or the last day of a visa's validity; fully known.
    pub expiry: MrzDate,
    /// Optional data, or the personal number of a passport.
    pub optional: OptionalData,
    /// The second optional data, which only TD1 has.
    pub optional_2: OptionalData,
    /// How the check digit of an empty personal number is written, which only TD3 has.
    pub empty_optional_digit: EmptyOptionalDigit,
}

/// The check digit of an empty personal number; the standard leaves the choice to the State.
///
/// Source: 9303-4:4.2.2.2
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EmptyOptionalDigit {
    /// `0`.
    #[default]
    Zero,
    /// A filler.
    Filler,
}

/// A machine readable zone whose every field and check digit is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mrz {
    format: Format,
    fields: MrzFields,
    lines: Vec<String>,
}

/// Why values do not make a machine readable zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MrzBuildError {
    /// A code that this format does not have.
    #[error("a {format} document cannot have the code `{code}`")]
    Code {
        /// The format.
        format: Format,
        /// The code.
        code: DocumentCode,
    },
    /// A code that means no issuer.
    #[error("`{0}` cannot issue a travel document")]
    Issuer(IssuingState),
    /// A number that is too long.
    #[error("the document number has {actual} characters where {format} has room for {limit}")]
    NumberTooLong {
        /// The format.
        format: Format,
        /// The greatest number of characters.
        limit: usize,
        /// The number of characters there are.
        actual: usize,
    },
    /// A long number with a sign in the part that runs on, where it would read as the end.
    #[error("a document number of more than nine characters cannot have a sign behind the ninth")]
    FillerInLongNumber,
    /// Optional data that is too long.
    #[error("the optional data has {actual} characters where {limit} are left")]
    OptionalTooLong {
        /// The greatest number of characters.
        limit: usize,
        /// The number of characters there are.
        actual: usize,
    },
    /// An expiry of which a part is unknown.
    #[error("the date of expiry must be a full date")]
    ExpiryNotFull,
    /// A name that does not fit.
    #[error(transparent)]
    Name(#[from] NameError),
}

impl Mrz {
    /// Writes a machine readable zone; a name that is too long is shortened in the style given.
    ///
    /// # Errors
    /// When a value does not fit its field: see [`MrzBuildError`].
    pub fn build(
        format: Format,
        mut fields: MrzFields,
        style: Truncation,
    ) -> Result<Self, MrzBuildError> {
        if !fields.code.fits(format) {
            let code = fields.code;
            return Err(MrzBuildError::Code { format, code });
        }
        if !fields.issuer.may_issue() {
            return Err(MrzBuildError::Issuer(fields.issuer));
        }
        fields.name = fields.name.fitted(format.name_width(), style)?;
        check_lengths(format, &fields)?;
        if !fields.expiry.is_full() {
            return Err(MrzBuildError::ExpiryNotFull);
        }
        let lines = write_lines(format, &fields);
        Ok(Self {
            format,
            fields,
            lines,
        })
    }

    /// The zone that was read and found right.
    pub(super) const fn of_parts(format: Format, fields: MrzFields, lines: Vec<String>) -> Self {
        Self {
            format,
            fields,
            lines,
        }
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The values, the name as shortened.
    #[must_use]
    pub const fn fields(&self) -> &MrzFields {
        &self.fields
    }

    /// The two or three lines as printed.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The lines joined, as DG1 holds them.
    #[must_use]
    pub fn joined(&self) -> String {
        self.lines.concat()
    }

    /// Document number, birth and expiry with their check digits: the password of BAC and of PACE with the MRZ.
    ///
    /// A long number stands in full before its own check digit, not as in the zone.
    ///
    /// Source: 9303-11:4.3.1, 9303-11:9.7.3
    #[must_use]
    pub fn mrz_information(&self) -> String {
        let number = format!("{:<<9}", self.fields.number.as_str());
        let parts = [
            number,
            self.fields.birth.to_string(),
            self.fields.expiry.to_string(),
        ];
        parts.iter().map(|part| with_digit(part)).collect()
    }
}

impl fmt::Display for Mrz {
    /// The lines with line breaks between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

fn check_lengths(format: Format, fields: &MrzFields) -> Result<(), MrzBuildError> {
    let number = fields.number.as_str();
    let (limit, actual) = (DocumentNumber::longest(format), number.len());
    if actual > limit {
        return Err(MrzBuildError::NumberTooLong {
            format,
            limit,
            actual,
        });
    }
    let (_, surplus) = split_number(number);
    if surplus.contains('<') {
        return Err(MrzBuildError::FillerInLongNumber);
    }
    let (width, width_2) = format.optional_widths();
    // The rest of the number, its check digit and a filler come first.
    let taken = if surplus.is_empty() {
        0
    } else {
        surplus.len() + 2
    };
    let optional = [
        (&fields.optional, width - taken),
        (&fields.optional_2, width_2),
    ];
    for (data, limit) in optional {
        let actual = data.as_str().len();
        if actual > limit {
            return Err(MrzBuildError::OptionalTooLong { limit, actual });
        }
    }
    Ok(())
}

fn write_lines(format: Format, fields: &MrzFields) -> Vec<String> {
    let head = format!("{}{:<<3}", fields.code.field(), fields.issuer.code());
    let name = fields.name.field(format.name_width());
    let nationality = format!("{:<<3}", fields.nationality.code());
    let birth = with_digit(&fields.birth.to_string());
    let sex = match fields.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unspecified => "<",
    };
    let expiry = with_digit(&fields.expiry.to_string());
    let (number, optional) = number_and_optional(format, fields);
    let common = format!("{number}{nationality}{birth}{sex}{expiry}");
    match format {
        Format::Td1 => {
            let optional_2 = format!("{:<<11}", fields.optional_2.as_str());
            let covered = [&number, &optional, &birth, &expiry, &optional_2].map(String::as_str);
            let digit = check_digit(&covered);
            vec![
                format!("{head}{number}{optional}"),
                format!("{birth}{sex}{expiry}{nationality}{optional_2}{digit}"),
                name,
            ]
        }
        Format::Td2 | Format::Td3 => {
            let optional = match format {
                Format::Td3 => with_optional_digit(&optional, fields.empty_optional_digit),
                _ => optional,
            };
            let digit = check_digit(&[&number, &birth, &expiry, &optional]);
            vec![
                format!("{head}{name}"),
                format!("{common}{optional}{digit}"),
            ]
        }
        Format::MrvA | Format::MrvB => {
            vec![format!("{head}{name}"), format!("{common}{optional}")]
        }
    }
}

/// The number field with its check digit, and the first optional data, filled up.
fn number_and_optional(format: Format, fields: &MrzFields) -> (String, String) {
    let (width, _) = format.optional_widths();
    let number = fields.number.as_str();
    let optional = fields.optional.as_str();
    let (first, surplus) = split_number(number);
    if surplus.is_empty() {
        let field = with_digit(&format!("{number:<<9}"));
        return (field, format!("{optional:<<width$}"));
    }
    let digit = check_digit(&[number]);
    let optional = format!("{surplus}{digit}<{optional}");
    (format!("{first}<"), format!("{optional:<<width$}"))
}

/// The characters that fit the number field, and the rest.
fn split_number(number: &str) -> (&str, &str) {
    number.split_at_checked(9).unwrap_or((number, ""))
}

fn with_digit(field: &str) -> String {
    format!("{field}{}", check_digit(&[field]))
}

fn with_optional_digit(optional: &str, when_empty: EmptyOptionalDigit) -> String {
    let is_empty = optional.bytes().all(|byte| byte == b'<');
    match when_empty {
        EmptyOptionalDigit::Filler if is_empty => format!("{optional}<"),
        EmptyOptionalDigit::Zero | EmptyOptionalDigit::Filler => with_digit(optional),
    }
}
