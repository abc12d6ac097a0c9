use std::fmt;

/// Why a text is no machine readable zone at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MrzShapeError {
    /// Lines of no known number and width.
    #[error(
        "no machine readable zone has lines of {widths:?} characters: it has 2 lines of 44 or 36, or 3 of 30"
    )]
    Shape {
        /// The number of characters in each line, of the first four lines.
        widths: Vec<usize>,
    },
    /// A character outside `A` to `Z`, `0` to `9` and `<`.
    #[error("line {line} has a character at position {position} that no machine readable zone has")]
    Character {
        /// The line, from 1.
        line: usize,
        /// The position in the line, from 1.
        position: usize,
    },
}

/// A field that a finding or a check digit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MrzField {
    /// Document code.
    Code,
    /// Issuing State.
    Issuer,
    /// Name.
    Name,
    /// Document number.
    Number,
    /// Nationality.
    Nationality,
    /// Date of birth.
    Birth,
    /// Sex.
    Sex,
    /// Date of expiry.
    Expiry,
    /// Optional data or personal number.
    Optional,
    /// What the composite check digit covers.
    Composite,
}

impl MrzField {
    /// The name of the field in the contract of `--json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Issuer => "issuing_state",
            Self::Name => "name",
            Self::Number => "number",
            Self::Nationality => "nationality",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Expiry => "expiry",
            Self::Optional => "optional",
            Self::Composite => "composite",
        }
    }
}

impl fmt::Display for MrzField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code => "document code",
            Self::Issuer => "issuing State",
            Self::Name => "name",
            Self::Number => "document number",
            Self::Nationality => "nationality",
            Self::Birth => "date of birth",
            Self::Sex => "sex",
            Self::Expiry => "date of expiry",
            Self::Optional => "optional data",
            Self::Composite => "composite",
        })
    }
}

/// A check digit as it stands and as it should stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckDigit {
    /// What it covers.
    pub field: MrzField,
    /// The line it stands in, from 1.
    pub line: usize,
    /// Its position in the line, from 1.
    pub position: usize,
    /// The character that is there.
    pub given: char,
    /// The digit that should be there.
    pub expected: char,
    /// Whether what is there is right: for an empty personal number a filler is as good as `0`.
    pub is_right: bool,
}

impl fmt::Display for CheckDigit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = if self.is_right { "right" } else { "wrong" };
        write!(
            f,
            "{} {relation} (line {} position {}: {}, expected {})",
            self.field, self.line, self.position, self.given, self.expected
        )
    }
}

/// A field whose content does not follow the rules, check digits apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrzFinding {
    /// The field.
    pub field: MrzField,
    /// The line it stands in, from 1.
    pub line: usize,
    /// Its first position in the line, from 1.
    pub position: usize,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for MrzFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (line {} position {}): {}",
            self.field, self.line, self.position, self.problem
        )
    }
}

/// Why a machine readable zone is not right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MrzParseError {
    /// Not of the shape or alphabet.
    #[error(transparent)]
    Shape(#[from] MrzShapeError),
    /// Wrong check digits, at least one.
    #[error("check digit of {}", list(.0))]
    CheckDigits(Vec<CheckDigit>),
    /// Right check digits around fields that do not follow their rules, at least one.
    #[error("{}", list(.0))]
    Fields(Vec<MrzFinding>),
}

fn list<T: fmt::Display>(items: &[T]) -> String {
    let shown: Vec<String> = items.iter().map(T::to_string).collect();
    shown.join("; ")
}
