use chrono::{Datelike, NaiveDate};

use super::BuildError;
use super::tlv::element;
use crate::document::lds::Tag;
use crate::domain::PartialDate;

/// A name in national characters; spaces part its components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalName<'a> {
    /// The primary identifier (the surname).
    pub primary: &'a str,
    /// The secondary identifier (the given names); may be empty.
    pub secondary: &'a str,
}

impl NationalName<'_> {
    /// The name with `<<` and `<` as separators, neither shortened nor filled.
    fn written(&self, field: &'static str) -> Result<String, BuildError> {
        let primary = components(self.primary, field)?;
        let secondary = components(self.secondary, field)?;
        if primary.is_empty() {
            return Err(BuildError::Text { field });
        }
        if secondary.is_empty() {
            return Ok(primary);
        }
        Ok(format!("{primary}<<{secondary}"))
    }
}

fn components(identifier: &str, field: &'static str) -> Result<String, BuildError> {
    check(identifier, field)?;
    let components: Vec<&str> = identifier.split_whitespace().collect();
    Ok(components.join("<"))
}

fn check(text: &str, field: &'static str) -> Result<(), BuildError> {
    if text.chars().any(|it| it.is_control() || it == '<') {
        return Err(BuildError::Text { field });
    }
    Ok(())
}

/// The fields of DG11 or DG12 in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Fields {
    tags: Vec<Tag>,
    elements: Vec<Vec<u8>>,
}

/// The greatest length of most texts, in bytes.
pub(super) const SHORT_TEXT: usize = 99;
/// The greatest length of a custody text and of a name, which is not shortened; in bytes.
pub(super) const LONG_TEXT: usize = 999;

const TAG_LIST: Tag = Tag(0x5C);
const GROUP: Tag = Tag(0xA0);
const COUNT: Tag = Tag(0x02);

impl Fields {
    pub(super) fn bytes(&mut self, tag: Tag, value: Option<&[u8]>) {
        if let Some(value) = value {
            self.tags.push(tag);
            self.elements.push(element(tag, value));
        }
    }

    /// A text of one part; blanks at its ends are left out.
    pub(super) fn text(
        &mut self,
        tag: Tag,
        field: &'static str,
        text: Option<&str>,
        limit: usize,
    ) -> Result<(), BuildError> {
        let parts: Vec<&str> = text.into_iter().collect();
        self.parts(tag, field, &parts, limit)
    }

    /// A text of several parts with `<` between them; no parts, no field.
    pub(super) fn parts(
        &mut self,
        tag: Tag,
        field: &'static str,
        parts: &[&str],
        limit: usize,
    ) -> Result<(), BuildError> {
        if parts.is_empty() {
            return Ok(());
        }
        for part in parts {
            check(part, field)?;
            if part.trim().is_empty() {
                return Err(BuildError::Text { field });
            }
        }
        let trimmed: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
        let text = limited(trimmed.join("<"), field, limit)?;
        self.bytes(tag, Some(text.as_bytes()));
        Ok(())
    }

    pub(super) fn name(
        &mut self,
        tag: Tag,
        field: &'static str,
        name: Option<NationalName<'_>>,
    ) -> Result<(), BuildError> {
        if let Some(name) = name {
            let written = limited(name.written(field)?, field, LONG_TEXT)?;
            self.bytes(tag, Some(written.as_bytes()));
        }
        Ok(())
    }

    /// A group of names; listed under the tag of its members, as readers expect.
    pub(super) fn names(
        &mut self,
        member: Tag,
        field: &'static str,
        names: &[NationalName<'_>],
    ) -> Result<(), BuildError> {
        if names.is_empty() {
            return Ok(());
        }
        let (limit, actual) = (usize::from(u8::MAX), names.len());
        let count = u8::try_from(actual).map_err(|_| BuildError::TextTooLong {
            field,
            limit,
            actual,
        })?;
        let mut group = element(COUNT, &[count]);
        for name in names {
            let written = limited(name.written(field)?, field, LONG_TEXT)?;
            group.extend(element(member, written.as_bytes()));
        }
        self.tags.push(member);
        self.elements.push(element(GROUP, &group));
        Ok(())
    }

    /// The tag list and the fields; `None` when there is no field.
    pub(super) fn written(self) -> Option<Vec<u8>> {
        if self.tags.is_empty() {
            return None;
        }
        let tags: Vec<u8> = self.tags.iter().flat_map(|tag| tag.bytes()).collect();
        let list = element(TAG_LIST, &tags);
        Some([list, self.elements.concat()].concat())
    }
}

fn limited(text: String, field: &'static str, limit: usize) -> Result<String, BuildError> {
    let actual = text.len();
    if actual > limit {
        return Err(BuildError::TextTooLong {
            field,
            limit,
            actual,
        });
    }
    Ok(text)
}

/// A date of eight digits, zeros for what is unknown.
pub(super) fn partial_date(date: PartialDate) -> String {
    let year = date.year().unwrap_or(0);
    let (month, day) = (date.month().unwrap_or(0), date.day().unwrap_or(0));
    format!("{year:04}{month:02}{day:02}")
}

/// A date of eight digits.
pub(super) fn date(date: NaiveDate, field: &'static str) -> Result<String, BuildError> {
    if !(1..=9999).contains(&date.year()) {
        return Err(BuildError::Year { field });
    }
    Ok(date.format("%Y%m%d").to_string())
}
