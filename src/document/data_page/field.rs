//! One field: a label in two languages over a value that always fits.

use super::DataPageError;
use super::font::Typeface;
use super::label::Label;
use super::layout::Layout;
use super::svg::text;

/// What a field says and where it begins.
pub(super) struct Field<'a> {
    pub(super) label: Label,
    pub(super) value: &'a str,
    pub(super) row: u32,
    /// Left and right edge.
    pub(super) span: (f64, f64),
}

impl Field<'_> {
    /// The field as SVG.
    ///
    /// A long value is set smaller, then on two lines, then smaller again; below five points it is refused.
    pub(super) fn draw(&self, layout: &Layout, ink: &str) -> Result<String, DataPageError> {
        if let Some(character) = Typeface::SemiBold.first_missing(self.value) {
            return Err(DataPageError::MissingGlyph {
                field: self.label.name,
                character,
            });
        }
        let (left, right) = self.span;
        let y = layout.row_y(self.row);
        let size = layout.label_size;
        let korean_width = Typeface::SemiBold.width(self.label.ko, size);
        let label = text(Typeface::SemiBold, size, ink, (left, y), self.label.ko)
            + &text(
                Typeface::Regular,
                size,
                ink,
                (left + korean_width + 0.3 * size, y),
                self.label.en,
            );
        let fitted =
            fit(self.value, right - left, layout.value_size).ok_or(DataPageError::TooLong {
                field: self.label.name,
                characters: self.value.chars().count(),
            })?;
        let step = fitted.size * 1.12;
        let first = y + if fitted.lines.len() == 1 {
            layout.value_size * 1.14
        } else {
            layout.value_size * 0.78
        };
        let lines = fitted.lines.iter().zip(0_u32..).map(|(line, index)| {
            text(
                Typeface::SemiBold,
                fitted.size,
                VALUE_INK,
                (left, first + f64::from(index) * step),
                line,
            )
        });
        Ok(label + &lines.collect::<String>())
    }
}

/// A value in the size and lines in which it fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) size: f64,
    pub(super) lines: Vec<String>,
}

/// Fits a value into a width: one line down to 70 % of the size, else two lines down to 50 %.
pub(super) fn fit(value: &str, width: f64, size: f64) -> Option<Fitted> {
    let natural = Typeface::SemiBold.width(value, 1.0);
    let on_one_line = if natural > 0.0 { width / natural } else { size };
    if on_one_line >= size * SMALLEST_ON_ONE_LINE {
        return Some(Fitted {
            size: on_one_line.min(size),
            lines: vec![value.to_owned()],
        });
    }
    let (first, second) = halves(value);
    let widest = Typeface::SemiBold
        .width(&first, 1.0)
        .max(Typeface::SemiBold.width(&second, 1.0));
    let on_two_lines = (width / widest).min(size * LARGEST_ON_TWO_LINES);
    (on_two_lines >= size * SMALLEST_ON_TWO_LINES).then(|| Fitted {
        size: on_two_lines,
        lines: vec![first, second],
    })
}

/// Breaks a value where its two parts become most alike: at a space or behind a hyphen, or anywhere if it has none.
fn halves(value: &str) -> (String, String) {
    let characters: Vec<char> = value.chars().collect();
    let widths = |at: usize| {
        let (first, second) = split(&characters, at);
        Typeface::SemiBold
            .width(&first, 1.0)
            .max(Typeface::SemiBold.width(&second, 1.0))
    };
    let narrowest = |places: Vec<usize>| {
        places
            .into_iter()
            .min_by(|a, b| widths(*a).total_cmp(&widths(*b)))
    };
    let breaks = characters
        .iter()
        .zip(1..characters.len())
        .filter(|(c, _)| matches!(c, ' ' | '-'))
        .map(|(_, at)| at);
    let middle = characters.len().div_ceil(2);
    let best = narrowest(breaks.collect()).filter(|at| widths(*at) <= 1.35 * widths(middle));
    split(&characters, best.unwrap_or(middle))
}

fn split(characters: &[char], at: usize) -> (String, String) {
    let (first, second) = characters.split_at(at.min(characters.len()));
    let first: String = first.iter().collect();
    let second: String = second.iter().collect();
    (first.trim_end().to_owned(), second.trim_start().to_owned())
}

/// Nearly black.
pub(super) const VALUE_INK: &str = "#15181d";
const SMALLEST_ON_ONE_LINE: f64 = 0.7;
const LARGEST_ON_TWO_LINES: f64 = 0.66;
const SMALLEST_ON_TWO_LINES: f64 = 0.5;
