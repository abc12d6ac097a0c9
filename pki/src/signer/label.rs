//! Names of keys.

use std::fmt;

/// The name of a key in a key device: 1 to 64 characters of `a-z`, `0-9`, `-`, `_` and `.`, the first a letter or digit.
///
/// The alphabet makes a label a safe file name and keeps two labels from differing in nothing but case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyLabel(String);

/// Text that is no key label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a key label: use 1 to 64 of a-z, 0-9, `-`, `_` and `.`, beginning with a letter or digit"
)]
pub struct InvalidKeyLabel {
    /// The text given.
    pub text: String,
}

impl KeyLabel {
    /// Reads a label.
    ///
    /// # Errors
    /// [`InvalidKeyLabel`] when a character or the length is not allowed.
    pub fn parse(text: &str) -> Result<Self, InvalidKeyLabel> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_valid = text.len() <= 64
            && text.bytes().next().is_some_and(is_plain)
            && text
                .bytes()
                .all(|byte| is_plain(byte) || b"-_.".contains(&byte));
        if is_valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidKeyLabel {
                text: text.to_owned(),
            })
        }
    }

    /// The label as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for KeyLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyLabel({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_safe_file_names() {
        for text in ["csca-2026", "ds.pp_01", "0", &"a".repeat(64)] {
            assert_eq!(KeyLabel::parse(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            ".hidden",
            "-x",
            "../up",
            "a/b",
            "Csca",
            "a b",
            "é",
            &"a".repeat(65),
        ] {
            assert!(KeyLabel::parse(text).is_err(), "{text}");
        }
    }
}
