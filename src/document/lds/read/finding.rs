use std::fmt;

use crate::document::lds::Tag;

/// Something odd that did not keep a file from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Where, counted in bytes from the start of the file.
    pub offset: usize,
    /// What.
    pub oddity: Oddity,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// A length field is longer than needed.
    LengthNotMinimal(Tag),
    /// An element that the standard does not have in this place.
    UnknownElement(Tag),
    /// An element that stands behind one it should precede.
    OutOfOrder(Tag),
    /// An element that is there twice; the first counts.
    Repeated(Tag),
    /// An element that should be there.
    Missing(Tag),
    /// A text that is not UTF-8.
    NotUtf8(Tag),
    /// A text longer than the standard allows, in bytes.
    TooLong {
        /// The element.
        tag: Tag,
        /// The greatest length allowed.
        limit: usize,
        /// The length there is.
        actual: usize,
    },
    /// The tag list names an element that is not there.
    ListedButAbsent(Tag),
    /// An element is there that the tag list does not name.
    PresentButUnlisted(Tag),
    /// A date in binary coded decimal where the standard wants digits.
    DateAsBcd(Tag),
    /// A date that is neither digits nor binary coded decimal, or no day of the calendar.
    NotADate(Tag),
    /// A version that is not written as digits.
    NotAVersion(Tag),
    /// Bytes behind the end of the outermost element.
    TrailingBytes(usize),
    /// A stated number of things differs from the things that are there.
    CountDiffers {
        /// What is counted.
        what: &'static str,
        /// The number stated.
        stated: u64,
        /// The number found.
        actual: u64,
    },
    /// A field holds a value that the standard does not define.
    UndefinedValue {
        /// The field.
        field: &'static str,
        /// Its value.
        value: u64,
    },
    /// An image is neither JPEG nor JPEG 2000, or not what the record says it is.
    ImageFormat,
    /// The size in the record differs from the size in the image.
    ImageSize {
        /// Width and height in the record, pixels.
        stated: (u32, u32),
        /// Width and height in the image, pixels.
        actual: (u32, u32),
    },
    /// The elements of a set are not in the order of their encodings.
    SetNotSorted,
    /// A security info of a known protocol whose content does not follow the standard.
    SecurityInfo(&'static str),
    /// More findings than are kept.
    More,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.oddity, self.offset)
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LengthNotMinimal(tag) => write!(f, "length of {tag} not in its shortest form"),
            Self::UnknownElement(tag) => write!(f, "unknown element {tag}"),
            Self::OutOfOrder(tag) => write!(f, "element {tag} out of order"),
            Self::Repeated(tag) => write!(f, "element {tag} repeated, the first is used"),
            Self::Missing(tag) => write!(f, "element {tag} missing"),
            Self::NotUtf8(tag) => write!(f, "text of {tag} not in UTF-8"),
            Self::TooLong { tag, limit, actual } => {
                write!(
                    f,
                    "text of {tag} has {actual} bytes where {limit} are allowed"
                )
            }
            Self::ListedButAbsent(tag) => write!(f, "tag list names {tag}, which is absent"),
            Self::PresentButUnlisted(tag) => write!(f, "tag list does not name {tag}"),
            Self::DateAsBcd(tag) => write!(f, "date of {tag} in binary coded decimal"),
            Self::NotADate(tag) => write!(f, "date of {tag} is no date"),
            Self::NotAVersion(tag) => write!(f, "version of {tag} is not written in digits"),
            Self::TrailingBytes(count) => write!(f, "{count} bytes behind the end"),
            Self::CountDiffers {
                what,
                stated,
                actual,
            } => write!(f, "{what}: {stated} stated, {actual} found"),
            Self::UndefinedValue { field, value } => {
                write!(f, "{field} has the undefined value {value}")
            }
            Self::ImageFormat => write!(f, "image not of the stated format"),
            Self::ImageSize { stated, actual } => write!(
                f,
                "image stated as {}x{} pixels, found as {}x{}",
                stated.0, stated.1, actual.0, actual.1
            ),
            Self::SetNotSorted => write!(f, "elements of the set not sorted"),
            Self::SecurityInfo(what) => write!(f, "security info: {what}"),
            Self::More => write!(f, "further findings not listed"),
        }
    }
}

/// Collects findings, a bounded number of them: a hostile file must not make us keep a finding for each byte.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
}

/// The greatest number of findings kept for one file.
const MOST_FINDINGS: usize = 64;

impl Findings {
    pub(super) fn add(&mut self, offset: usize, oddity: Oddity) {
        match self.list.len() {
            0..MOST_FINDINGS => self.list.push(Finding { offset, oddity }),
            MOST_FINDINGS => self.list.push(Finding {
                offset,
                oddity: Oddity::More,
            }),
            _ => {}
        }
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_a_bounded_number_is_kept() {
        let mut findings = Findings::default();
        for offset in 0..1000 {
            findings.add(offset, Oddity::SetNotSorted);
        }
        let list = findings.into_list();
        assert_eq!(list.len(), 65);
        assert_eq!(list.last().map(|last| last.oddity), Some(Oddity::More));
    }

    #[test]
    fn a_finding_says_what_and_where() {
        let oddity = Oddity::OutOfOrder(Tag(0x5F1F));
        let finding = Finding { offset: 7, oddity };
        assert_eq!(finding.to_string(), "element 5F1F out of order at byte 7");
    }
}
