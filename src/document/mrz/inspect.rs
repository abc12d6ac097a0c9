use super::check_digit::{check_digit, is_mrz_text};
use super::layout::{Layout, Span};
use super::{
    CheckDigit, DocumentCode, DocumentNumber, EmptyOptionalDigit, Format, Mrz, MrzDate, MrzField,
    MrzFields, MrzFinding, MrzParseError, MrzShapeError, Name, OptionalData,
};
use crate::domain::{IssuingState, Sex};

/// A text of the right shape, taken apart, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The format.
    pub format: Format,
    /// The lines.
    pub lines: Vec<String>,
    /// The fields as they stand.
    pub raw: RawFields,
    /// Every check digit in the order of the zone.
    pub check_digits: Vec<CheckDigit>,
    /// What else is wrong.
    pub findings: Vec<MrzFinding>,
    parsed: Option<MrzFields>,
}

/// The fields as text, without fillers at their end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFields {
    /// Document code.
    pub code: String,
    /// Issuing State.
    pub issuer: String,
    /// Name with its separators.
    pub name: String,
    /// Document number; a long one put together.
    pub number: String,
    /// Nationality.
    pub nationality: String,
    /// Date of birth, six characters.
    pub birth: String,
    /// Sex, one character.
    pub sex: String,
    /// Date of expiry, six characters.
    pub expiry: String,
    /// Optional data.
    pub optional: String,
    /// Second optional data (TD1).
    pub optional_2: String,
    /// Whether the name field ends in a letter, so that the name must be taken for shortened (9303-4:4.2.3).
    pub is_name_maybe_truncated: bool,
}

impl Inspection {
    /// The wrong check digits in the order of the zone.
    pub fn wrong_check_digits(&self) -> impl Iterator<Item = &CheckDigit> {
        self.check_digits.iter().filter(|digit| !digit.is_right)
    }

    /// Whether every check digit is right and nothing else is wrong.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.findings.is_empty() && self.wrong_check_digits().next().is_none()
    }

    /// The values, when every field follows its rules; check digits do not matter for that.
    #[must_use]
    pub const fn fields(&self) -> Option<&MrzFields> {
        self.parsed.as_ref()
    }
}

impl Mrz {
    /// Reads a machine readable zone: lines apart or run together, blanks around them ignored.
    ///
    /// # Errors
    /// When anything at all is wrong with it; [`inspect`] says more.
    pub fn parse(text: &str) -> Result<Self, MrzParseError> {
        let inspection = inspect(text)?;
        let wrong: Vec<CheckDigit> = inspection.wrong_check_digits().copied().collect();
        if !wrong.is_empty() {
            return Err(MrzParseError::CheckDigits(wrong));
        }
        let fields = inspection
            .parsed
            .filter(|_| inspection.findings.is_empty())
            .ok_or(MrzParseError::Fields(inspection.findings))?;
        Ok(Self::of_parts(inspection.format, fields, inspection.lines))
    }
}

/// Takes apart a text that has the shape of a machine readable zone and says everything that is wrong with it.
///
/// # Errors
/// Only when the text is not of the shape, or holds a character that no zone has.
pub fn inspect(text: &str) -> Result<Inspection, MrzShapeError> {
    let lines = split_lines(text)?;
    let widths: Vec<usize> = lines.iter().map(String::len).take(4).collect();
    let is_visa = lines.first().is_some_and(|line| line.starts_with('V'));
    let format = match widths[..] {
        [30, 30, 30] => Format::Td1,
        [36, 36] if is_visa => Format::MrvB,
        [36, 36] => Format::Td2,
        [44, 44] if is_visa => Format::MrvA,
        [44, 44] => Format::Td3,
        _ => return Err(MrzShapeError::Shape { widths }),
    };
    Ok(Reader::new(format, lines).inspect())
}

fn split_lines(text: &str) -> Result<Vec<String>, MrzShapeError> {
    let trimmed = text.lines().map(str::trim);
    let lines: Vec<&str> = trimmed.filter(|line| !line.is_empty()).collect();
    for (line, text) in (1..).zip(&lines) {
        let is_foreign = |it: char| !is_mrz_text(it.encode_utf8(&mut [0; 4]));
        if let Some(position) = text.chars().position(is_foreign) {
            let position = position + 1;
            return Err(MrzShapeError::Character { line, position });
        }
    }
    let width = match lines[..] {
        [one] if one.len() == 88 => 44,
        [one] if one.len() == 72 => 36,
        [one] if one.len() == 90 => 30,
        _ => return Ok(lines.into_iter().map(str::to_owned).collect()),
    };
    let characters: Vec<char> = lines.concat().chars().collect();
    Ok(characters.chunks(width).map(String::from_iter).collect())
}

/// Collects what is wrong while the fields are read.
struct Reader {
    format: Format,
    layout: Layout,
    lines: Vec<String>,
    check_digits: Vec<CheckDigit>,
    findings: Vec<MrzFinding>,
}

impl Reader {
    const fn new(format: Format, lines: Vec<String>) -> Self {
        Self {
            format,
            layout: Layout::of(format),
            lines,
            check_digits: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn inspect(mut self) -> Inspection {
        let raw = self.raw();
        let parsed = self.parse(&raw);
        Inspection {
            format: self.format,
            lines: self.lines,
            raw,
            check_digits: self.check_digits,
            findings: self.findings,
            parsed,
        }
    }

    /// Cuts the fields out and works out the check digits.
    fn raw(&mut self) -> RawFields {
        let layout = self.layout;
        let (number, optional) = self.number_and_optional();
        self.digit(MrzField::Birth, &[layout.birth], layout.birth_digit);
        self.digit(MrzField::Expiry, &[layout.expiry], layout.expiry_digit);
        if let Some(span) = layout.optional_digit {
            self.digit(MrzField::Optional, &[layout.optional], span);
        }
        if let Some((covered, span)) = layout.composite {
            self.digit(MrzField::Composite, covered, span);
        }
        let trimmed = |span: Span| span.of(&self.lines).trim_end_matches('<').to_owned();
        let whole = |span: Span| span.of(&self.lines).to_owned();
        RawFields {
            code: trimmed(layout.code),
            issuer: trimmed(layout.issuer),
            name: trimmed(layout.name),
            number,
            nationality: trimmed(layout.nationality),
            birth: whole(layout.birth),
            sex: whole(layout.sex),
            expiry: whole(layout.expiry),
            optional,
            optional_2: layout.optional_2.map(trimmed).unwrap_or_default(),
            is_name_maybe_truncated: !layout.name.of(&self.lines).ends_with('<'),
        }
    }

    /// The document number and what the optional data holds besides its continuation.
    ///
    /// Source: 9303-5:4.2.2 (note j), 9303-6:4.2.2
    fn number_and_optional(&mut self) -> (String, String) {
        let layout = self.layout;
        let field = layout.number.of(&self.lines).to_owned();
        let optional = layout.optional.of(&self.lines).to_owned();
        let runs_on = self.format.has_long_numbers()
            && layout.number_digit.of(&self.lines) == "<"
            && !optional.starts_with('<');
        if !runs_on {
            self.digit(MrzField::Number, &[layout.number], layout.number_digit);
            let trimmed = |text: String| text.trim_end_matches('<').to_owned();
            return (trimmed(field), trimmed(optional));
        }
        let (rest, after) = optional.split_once('<').unwrap_or((&optional, ""));
        let mut rest = rest.to_owned();
        let position = layout.optional.from + rest.len().saturating_sub(1);
        let given = rest.pop().unwrap_or('<');
        if rest.is_empty() {
            let problem = "runs on into the optional data with nothing but a check digit";
            self.find(MrzField::Number, layout.number, problem);
        }
        let number = field + &rest;
        let expected = check_digit(&[&number]);
        self.check_digits.push(CheckDigit {
            field: MrzField::Number,
            line: layout.optional.line,
            position,
            given,
            expected,
            is_right: given == expected,
        });
        (number, after.trim_end_matches('<').to_owned())
    }

    fn digit(&mut self, field: MrzField, covered: &[Span], at: Span) {
        let parts: Vec<&str> = covered.iter().map(|span| span.of(&self.lines)).collect();
        let expected = check_digit(&parts);
        let given = at.of(&self.lines).chars().next().unwrap_or('<');
        let is_empty = parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte == b'<'));
        // A filler stands for 0 only behind an empty personal number.
        let is_blank = field == MrzField::Optional && is_empty && given == '<';
        self.check_digits.push(CheckDigit {
            field,
            line: at.line,
            position: at.from,
            given,
            expected,
            is_right: given == expected || is_blank,
        });
    }

    fn find(&mut self, field: MrzField, span: Span, problem: impl ToString) {
        self.findings.push(MrzFinding {
            field,
            line: span.line,
            position: span.from,
            problem: problem.to_string(),
        });
    }

    /// The value of a field, or a finding.
    fn value<T, E: ToString>(
        &mut self,
        field: MrzField,
        span: Span,
        value: Result<T, E>,
    ) -> Option<T> {
        value
            .map_err(|problem| self.find(field, span, problem))
            .ok()
    }

    fn parse(&mut self, raw: &RawFields) -> Option<MrzFields> {
        let layout = self.layout;
        let code = self.code(raw);
        let issuer = IssuingState::parse(&raw.issuer);
        let issuer = self.value(MrzField::Issuer, layout.issuer, issuer);
        let name = Name::from_field(&raw.name);
        let name = self.value(MrzField::Name, layout.name, name);
        let number = DocumentNumber::new(&raw.number);
        let number = self.value(MrzField::Number, layout.number, number);
        let nationality = IssuingState::parse(&raw.nationality);
        let nationality = self.value(MrzField::Nationality, layout.nationality, nationality);
        let birth = MrzDate::parse(&raw.birth);
        let birth = self.value(MrzField::Birth, layout.birth, birth);
        let sex = self.value(MrzField::Sex, layout.sex, sex(&raw.sex));
        let expiry = full_date(&raw.expiry);
        let expiry = self.value(MrzField::Expiry, layout.expiry, expiry);
        let optional = OptionalData::new(&raw.optional);
        let optional_2 = OptionalData::new(&raw.optional_2);
        Some(MrzFields {
            code: code?,
            issuer: issuer?,
            name: name?,
            number: number?,
            nationality: nationality?,
            birth: birth?,
            sex: sex?,
            expiry: expiry?,
            optional: self.value(MrzField::Optional, layout.optional, optional)?,
            optional_2: self.value(MrzField::Optional, layout.optional, optional_2)?,
            empty_optional_digit: self.empty_optional_digit(raw),
        })
    }

    fn code(&mut self, raw: &RawFields) -> Option<DocumentCode> {
        let code = self.value(
            MrzField::Code,
            self.layout.code,
            DocumentCode::parse(&raw.code),
        )?;
        if !code.is_read_in(self.format) {
            let problem = format!("a {} document does not have this code", self.format);
            self.find(MrzField::Code, self.layout.code, problem);
        }
        Some(code)
    }

    fn empty_optional_digit(&self, raw: &RawFields) -> EmptyOptionalDigit {
        let digit = self.layout.optional_digit.map(|span| span.of(&self.lines));
        if raw.optional.is_empty() && digit == Some("<") {
            EmptyOptionalDigit::Filler
        } else {
            EmptyOptionalDigit::Zero
        }
    }
}

fn sex(field: &str) -> Result<Sex, &'static str> {
    match field {
        "F" => Ok(Sex::Female),
        "M" => Ok(Sex::Male),
        "<" => Ok(Sex::Unspecified),
        _ => Err("is neither F nor M nor a filler"),
    }
}

fn full_date(field: &str) -> Result<MrzDate, String> {
    let date = MrzDate::parse(field).map_err(|error| error.to_string())?;
    if date.is_full() {
        Ok(date)
    } else {
        Err("must be a full date".to_owned())
    }
}
