/// The first character of a text that does things without being seen: controls, and the marks that reorder, join or
/// split what an officer reads. Two officers sign what they see, so nothing unseen may be in it.
///
/// Gives a description for a message; `None` for an honest text.
pub(super) fn unseen(text: &str) -> Option<String> {
    text.chars().find_map(|c| {
        if c.is_control() {
            Some(format!("the control character U+{:04X}", u32::from(c)))
        } else if is_invisible(c) {
            Some(format!("the invisible character U+{:04X}", u32::from(c)))
        } else {
            None
        }
    })
}

/// Whether a text begins or ends with white space.
pub(super) fn has_space_around(text: &str) -> bool {
    text.trim().len() != text.len()
}

/// The default-ignorable and the format characters of Unicode, Hangul fillers included.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_found_and_what_can_is_left_alone() {
        for honest in [
            "",
            "SEO-YEON",
            "O’NEIL",
            "길동",
            "Mu\u{308}ller",
            "Þór",
            "대전 😀",
        ] {
            assert_eq!(unseen(honest), None, "{honest}");
        }
        for (hidden, code) in [
            ("a\nb", "control character U+000A"),
            ("a\u{85}b", "control character U+0085"),
            ("a\u{202E}b", "invisible character U+202E"),
            ("a\u{2066}b", "invisible character U+2066"),
            ("a\u{3164}b", "invisible character U+3164"),
            ("\u{FEFF}a", "invisible character U+FEFF"),
            ("a\u{E0041}", "invisible character U+E0041"),
        ] {
            assert!(
                unseen(hidden).is_some_and(|what| what.contains(code)),
                "{code}"
            );
        }
        assert!(has_space_around(" a") && has_space_around("a\u{A0}") && !has_space_around("a b"));
    }
}
