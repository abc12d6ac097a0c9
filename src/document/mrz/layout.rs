use super::Format;

/// A run of characters in one line, counted from 1 as the standard does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The first position, from 1.
    pub from: usize,
    /// The number of characters.
    pub count: usize,
}

/// Where the reading side finds the fields of a format.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub code: Span,
    pub issuer: Span,
    pub name: Span,
    pub number: Span,
    pub number_digit: Span,
    pub nationality: Span,
    pub birth: Span,
    pub birth_digit: Span,
    pub sex: Span,
    pub expiry: Span,
    pub expiry_digit: Span,
    pub optional: Span,
    pub optional_2: Option<Span>,
    pub optional_digit: Option<Span>,
    /// What the composite digit covers, and where it is.
    pub composite: Option<(&'static [Span], Span)>,
}

impl Span {
    /// The characters of the span; nothing when the line is shorter.
    pub(super) fn of(self, lines: &[String]) -> &str {
        let line = self.line.checked_sub(1).and_then(|index| lines.get(index));
        let from = self.from.saturating_sub(1);
        line.and_then(|line| line.get(from..from + self.count))
            .unwrap_or_default()
    }
}

const fn at(line: usize, from: usize, count: usize) -> Span {
    Span { line, from, count }
}

impl Layout {
    /// The layout of a format.
    ///
    /// Source: 9303-4:4.2.2, 9303-5:4.2.2, 9303-6:4.2.2, 9303-7:4.2
    pub(super) const fn of(format: Format) -> Self {
        match format {
            Format::Td1 => TD1,
            Format::Td2 => Self {
                optional: at(2, 29, 7),
                composite: Some((TD2_COMPOSITE, at(2, 36, 1))),
                ..TWO_LINES
            },
            Format::Td3 => Self {
                name: at(1, 6, 39),
                optional: at(2, 29, 14),
                optional_digit: Some(at(2, 43, 1)),
                composite: Some((TD3_COMPOSITE, at(2, 44, 1))),
                ..TWO_LINES
            },
            Format::MrvA => Self {
                name: at(1, 6, 39),
                optional: at(2, 29, 16),
                ..TWO_LINES
            },
            Format::MrvB => Self {
                optional: at(2, 29, 8),
                ..TWO_LINES
            },
        }
    }
}

const TD2_COMPOSITE: &[Span] = &[at(2, 1, 10), at(2, 14, 7), at(2, 22, 14)];
const TD3_COMPOSITE: &[Span] = &[at(2, 1, 10), at(2, 14, 7), at(2, 22, 22)];

/// What every format of two lines has in common, with the name of a short line.
const TWO_LINES: Layout = Layout {
    code: at(1, 1, 2),
    issuer: at(1, 3, 3),
    name: at(1, 6, 31),
    number: at(2, 1, 9),
    number_digit: at(2, 10, 1),
    nationality: at(2, 11, 3),
    birth: at(2, 14, 6),
    birth_digit: at(2, 20, 1),
    sex: at(2, 21, 1),
    expiry: at(2, 22, 6),
    expiry_digit: at(2, 28, 1),
    optional: at(2, 29, 0),
    optional_2: None,
    optional_digit: None,
    composite: None,
};

const TD1: Layout = Layout {
    code: at(1, 1, 2),
    issuer: at(1, 3, 3),
    name: at(3, 1, 30),
    number: at(1, 6, 9),
    number_digit: at(1, 15, 1),
    nationality: at(2, 16, 3),
    birth: at(2, 1, 6),
    birth_digit: at(2, 7, 1),
    sex: at(2, 8, 1),
    expiry: at(2, 9, 6),
    expiry_digit: at(2, 15, 1),
    optional: at(1, 16, 15),
    optional_2: Some(at(2, 19, 11)),
    optional_digit: None,
    composite: Some((
        &[at(1, 6, 25), at(2, 1, 7), at(2, 9, 7), at(2, 19, 11)],
        at(2, 30, 1),
    )),
};
