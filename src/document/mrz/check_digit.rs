/// The value of a character in a check digit: digits as they are, `A` to `Z` as 10 to 35, the filler as 0.
///
/// `None` for a character that no machine readable zone has.
///
/// Source: 9303-3:4.9
const fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as u32),
        b'A'..=b'Z' => Some((character - b'A') as u32 + 10),
        b'<' => Some(0),
        _ => None,
    }
}

/// Whether every character is one that a machine readable zone may have.
pub(super) fn is_mrz_text(text: &str) -> bool {
    text.bytes().all(|byte| value(byte).is_some())
}

/// The check digit over `parts` read one after the other.
///
/// The weights 7, 3, 1 run on from part to part; characters outside the alphabet count as nothing and are found
/// by other means.
///
/// Source: 9303-3:4.9
pub(super) fn check_digit(parts: &[&str]) -> char {
    let characters = parts.iter().flat_map(|part| part.bytes());
    let weighted = characters
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(character, weight)| value(character).unwrap_or(0) * weight);
    let sum = weighted.fold(0, |sum, product| (sum + product) % 10);
    char::from_digit(sum, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_standard_come_out() {
        for (data, digit) in [
            ("520727", '3'),
            ("AB2134<<<", '5'),
            ("", '0'),
            ("<<<<<<", '0'),
            ("L898902C3", '6'),
        ] {
            assert_eq!(check_digit(&[data]), digit, "{data}");
        }
    }

    #[test]
    fn weights_run_on_through_the_parts() {
        assert_eq!(check_digit(&["5207", "", "27"]), check_digit(&["520727"]));
        // 7 + 3, not 7 + 7.
        assert_eq!(check_digit(&["1", "1"]), '0');
    }

    proptest! {
        /// One changed character changes the sum by the difference of values times the weight; 7, 3 and 1 have
        /// no factor in common with 10, so only a difference that 10 divides goes unseen.
        #[test]
        fn a_changed_character_shows_unless_the_values_differ_by_tens(
            text in "[A-Z0-9<]{1,40}", at in any::<prop::sample::Index>(), to in "[A-Z0-9<]",
        ) {
            let at = at.index(text.len());
            let mut changed = text.clone();
            changed.replace_range(at..=at, &to);
            let difference = value(text.as_bytes()[at]).unwrap().abs_diff(value(to.as_bytes()[0]).unwrap());
            prop_assert_eq!(check_digit(&[&text]) == check_digit(&[&changed]), difference.is_multiple_of(10));
        }
    }
}
