use std::borrow::Cow;

use super::{Element, Findings, Oddity, ReadError};
use crate::document::lds::Tag;

/// The elements of a data group that is a list of optional fields.
pub(super) struct Fields<'a> {
    elements: Vec<Element<'a>>,
}

impl<'a> Fields<'a> {
    /// Reads the fields of `outer` in any order; what departs from `order` is a finding.
    pub(super) fn read(
        outer: Element<'a>,
        order: &[Tag],
        findings: &mut Findings,
    ) -> Result<Self, ReadError> {
        let elements = outer.children(findings)?;
        let mut furthest = 0;
        for (index, element) in elements.iter().enumerate() {
            let known = order.iter().position(|tag| *tag == element.tag);
            let before = elements.iter().take(index);
            let oddity = match known {
                None => Oddity::UnknownElement(element.tag),
                Some(_) if before.clone().any(|other| other.tag == element.tag) => {
                    Oddity::Repeated(element.tag)
                }
                Some(position) if position < furthest => Oddity::OutOfOrder(element.tag),
                Some(position) => {
                    furthest = position;
                    continue;
                }
            };
            findings.add(element.offset, oddity);
        }
        Ok(Self { elements })
    }

    /// The first field with this tag.
    pub(super) fn get(&self, tag: Tag) -> Option<Element<'a>> {
        self.elements
            .iter()
            .find(|element| element.tag == tag)
            .copied()
    }

    /// The text of a field; longer than `limit` bytes and not UTF-8 are findings.
    pub(super) fn text(
        &self,
        tag: Tag,
        limit: usize,
        findings: &mut Findings,
    ) -> Option<Cow<'a, str>> {
        self.get(tag).map(|element| text(element, limit, findings))
    }

    /// Compares the tag list `5C` with the fields that are there.
    ///
    /// The group of other names or persons (`A0`) may be listed under its own tag or under `member`, the tag of
    /// what it holds: cards do both.
    pub(super) fn check_tag_list(&self, outer: Element<'_>, member: Tag, findings: &mut Findings) {
        let Some(list) = self.get(TAG_LIST) else {
            findings.add(outer.offset, Oddity::Missing(TAG_LIST));
            return;
        };
        let listed = tags_of(list);
        for tag in &listed {
            let is_there = self.get(*tag).is_some() || *tag == member && self.get(GROUP).is_some();
            if !is_there {
                findings.add(list.offset, Oddity::ListedButAbsent(*tag));
            }
        }
        for element in self.elements.iter().filter(|e| e.tag != TAG_LIST) {
            let is_listed =
                listed.contains(&element.tag) || element.tag == GROUP && listed.contains(&member);
            if !is_listed {
                findings.add(element.offset, Oddity::PresentButUnlisted(element.tag));
            }
        }
    }

    /// The members of the group `A0 { 02 01 n, member × n }`.
    pub(super) fn group(
        &self,
        member: Tag,
        limit: usize,
        findings: &mut Findings,
    ) -> Result<Vec<Names<'a>>, ReadError> {
        let Some(group) = self.get(GROUP) else {
            return Ok(Vec::new());
        };
        let mut stated = None;
        let mut members = Vec::new();
        for element in group.children(findings)? {
            if element.tag == COUNT {
                stated = Some(number(element.value));
            } else if element.tag == member {
                members.push(Names(text(element, limit, findings)));
            } else {
                findings.add(element.offset, Oddity::UnknownElement(element.tag));
            }
        }
        check_count(
            "members of the group",
            group,
            stated,
            members.len(),
            findings,
        );
        Ok(members)
    }
}

pub(super) const TAG_LIST: Tag = Tag(0x5C);
pub(super) const GROUP: Tag = Tag(0xA0);
pub(super) const COUNT: Tag = Tag(0x02);

/// The longest free text the standard allows, in bytes.
pub(super) const SHORT_TEXT: usize = 99;
/// The longest text of the one field that may be longer, and of names, which are not truncated; in bytes.
pub(super) const LONG_TEXT: usize = 999;

/// Compares a stated number of things with the things that are there.
pub(super) fn check_count(
    what: &'static str,
    group: Element<'_>,
    stated: Option<u64>,
    actual: usize,
    findings: &mut Findings,
) {
    let actual = u64::try_from(actual).unwrap_or(u64::MAX);
    match stated {
        None => findings.add(group.offset, Oddity::Missing(COUNT)),
        Some(stated) if stated != actual => findings.add(
            group.offset,
            Oddity::CountDiffers {
                what,
                stated,
                actual,
            },
        ),
        Some(_) => {}
    }
}

/// A big-endian number; longer ones than eight bytes keep their last eight.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// A text as UTF-8; what is not UTF-8 is a finding and shown with replacement characters.
pub(super) fn text<'a>(
    element: Element<'a>,
    limit: usize,
    findings: &mut Findings,
) -> Cow<'a, str> {
    let (tag, actual) = (element.tag, element.value.len());
    if actual > limit {
        findings.add(element.offset, Oddity::TooLong { tag, limit, actual });
    }
    let text = String::from_utf8_lossy(element.value);
    if matches!(text, Cow::Owned(_)) {
        findings.add(element.offset, Oddity::NotUtf8(tag));
    }
    text
}

/// The tags of a tag list, each of one or two bytes.
fn tags_of(list: Element<'_>) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut bytes = list.value.iter().map(|byte| u32::from(*byte));
    while let Some(first) = bytes.next() {
        let tag = if first & 0x1F == 0x1F {
            (first << 8) | bytes.next().unwrap_or_default()
        } else {
            first
        };
        tags.push(Tag(tag));
    }
    tags
}

/// A name in national characters, `primary<<secondary` with `<` between components.
///
/// Source: 9303-10:4.7.11
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names<'a>(pub Cow<'a, str>);

impl Names<'_> {
    /// The primary identifier (the surname), components separated by a space.
    #[must_use]
    pub fn primary_identifier(&self) -> String {
        let primary = self.0.split_once("<<").map_or(&*self.0, |(first, _)| first);
        spaced(primary)
    }

    /// The secondary identifier (the given names), components separated by a space; `None` without one.
    #[must_use]
    pub fn secondary_identifier(&self) -> Option<String> {
        let (_, secondary) = self.0.split_once("<<")?;
        Some(spaced(secondary)).filter(|name| !name.is_empty())
    }
}

fn spaced(name: &str) -> String {
    let components: Vec<&str> = name.split('<').filter(|part| !part.is_empty()).collect();
    components.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_falls_into_its_identifiers() {
        for (written, primary, secondary) in [
            ("김<<철수", "김", Some("철수")),
            (
                "VAN<DER<MUELLEN<<MARTIN<PAUL",
                "VAN DER MUELLEN",
                Some("MARTIN PAUL"),
            ),
            ("ARKFREITH", "ARKFREITH", None),
            ("ARKFREITH<<", "ARKFREITH", None),
            ("Doe John", "Doe John", None),
        ] {
            let name = Names(written.into());
            assert_eq!(name.primary_identifier(), primary);
            assert_eq!(name.secondary_identifier().as_deref(), secondary);
        }
    }
}
