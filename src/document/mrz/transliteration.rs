use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

mod arabic;
mod cyrillic;
mod latin;

pub use cyrillic::CyrillicLanguage;
pub use latin::{LatinChoices, UDiaeresis, Vowels};

/// How letters outside `A` to `Z` are written in a machine readable zone.
///
/// The default is the first choice of each table; a State that has settled on others says so here.
///
/// Source: 9303-3:6
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Transliteration {
    /// Latin letters for which the table leaves a choice.
    pub latin: LatinChoices,
    /// The language of Cyrillic names, on which some letters depend.
    pub cyrillic: CyrillicLanguage,
}

/// A character that no machine readable zone can hold and no table turns into one that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untransliterable {
    /// The character.
    pub character: char,
    /// What sort of character it is.
    pub kind: UntransliterableKind,
}

/// Why a character has no transliteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UntransliterableKind {
    /// A Korean letter or syllable: the romanised name is given by the holder.
    Hangul,
    /// A Chinese character.
    Han,
    /// Japanese kana.
    Kana,
    /// A digit.
    Digit,
    /// Any other letter or sign.
    Other,
}

impl std::error::Error for Untransliterable {}

impl fmt::Display for Untransliterable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (character, code) = (self.character, u32::from(self.character));
        if character.is_control() {
            write!(f, "the control character U+{code:04X}")?;
        } else {
            write!(f, "`{character}` (U+{code:04X})")?;
        }
        f.write_str(match self.kind {
            UntransliterableKind::Hangul => {
                " is Hangul, which has no place in the MRZ: give the romanised name"
            }
            UntransliterableKind::Han => {
                " is a Chinese character, which has no place in the MRZ: give the name in Latin letters"
            }
            UntransliterableKind::Kana => {
                " is kana, which has no place in the MRZ: give the name in Latin letters"
            }
            UntransliterableKind::Digit => {
                " is a digit, which a name in the MRZ cannot hold: write it in letters if it is part of the name"
            }
            UntransliterableKind::Other => {
                " has no transliteration in Doc 9303-3: give the name in Latin letters"
            }
        })
    }
}

impl Untransliterable {
    fn new(character: char) -> Self {
        let kind = match u32::from(character) {
            0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => {
                UntransliterableKind::Hangul
            }
            0x2E80..=0x2FDF
            | 0x3005..=0x3007
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0x2_0000..=0x3_FFFF => UntransliterableKind::Han,
            0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => UntransliterableKind::Kana,
            _ if character.is_numeric() => UntransliterableKind::Digit,
            _ => UntransliterableKind::Other,
        };
        Self { character, kind }
    }
}

/// One component of a name (no separators in it) in letters `A` to `Z`.
pub(super) fn transliterate(
    component: &str,
    tables: &Transliteration,
) -> Result<String, Untransliterable> {
    let letters: Vec<char> = component.nfc().flat_map(char::to_uppercase).collect();
    let mut written = String::new();
    let mut previous = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let place = Place {
            is_first: index == 0,
            is_last: index + 1 == letters.len(),
        };
        if *letter == arabic::SHADDA {
            written.push_str(&previous);
            continue;
        }
        let text = one(*letter, place, tables)?;
        written.push_str(&text);
        // Vowel signs between a letter and its doubling do not part them.
        if !text.is_empty() {
            previous = text;
        }
    }
    Ok(written)
}

/// Where in its component a letter stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    is_first: bool,
    is_last: bool,
}

fn one(letter: char, place: Place, tables: &Transliteration) -> Result<String, Untransliterable> {
    if letter.is_ascii_uppercase() {
        return Ok(letter.to_string());
    }
    let listed = latin::letter(letter, &tables.latin)
        .or_else(|| cyrillic::letter(letter, tables.cyrillic, place.is_first))
        .or_else(|| arabic::letter(letter, place.is_last));
    if let Some(text) = listed {
        return Ok(text.to_owned());
    }
    without_marks(letter).ok_or_else(|| Untransliterable::new(letter))
}

/// A letter with its marks taken off, if what is left is a letter of the MRZ.
fn without_marks(letter: char) -> Option<String> {
    let bare: String = std::iter::once(letter)
        .nfd()
        .filter(|part| !is_combining_mark(*part))
        .collect();
    let fits = bare.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then_some(bare)
}

#[cfg(test)]
mod tests;
