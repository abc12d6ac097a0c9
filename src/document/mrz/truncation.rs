use super::Name;

/// How a name that is too long for its field is shortened; Doc 9303 leaves the choice to the State.
///
/// Whatever the style, the field ends in a letter and holds at least one letter of the secondary identifier.
///
/// Source: 9303-4:4.2.3.2, 9303-4:4.2.3.3
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Truncation {
    /// The end is cut off; the primary identifier only as far as the secondary needs room.
    #[default]
    End,
    /// Components become initials, from the last to the first, as many as needed.
    Initials,
    /// The first component of each identifier stays whole, the other primary components are cut evenly.
    Even,
    /// Every primary component is cut to this many letters.
    Fixed(usize),
}

/// A separator and one letter: the least that a secondary identifier takes.
const LEAST_SECONDARY: usize = 3;

/// A name of exactly `width` characters, or `None` if there is none.
pub(super) fn truncate(name: &Name, width: usize, style: Truncation) -> Option<Name> {
    let has_secondary = !name.secondary().is_empty();
    let least = if has_secondary { LEAST_SECONDARY } else { 0 };
    let room = width.checked_sub(least)?;
    let mut primary = Identifier::new(name.primary());
    match style {
        Truncation::End => primary.cut_end(room),
        Truncation::Initials => primary.abbreviate(room),
        Truncation::Even => {
            let first = name.secondary().first().map_or(0, String::len);
            let wanted = width.saturating_sub(if has_secondary { first + 2 } else { 0 });
            primary.cut_evenly(wanted.min(room));
            primary.abbreviate(room);
        }
        Truncation::Fixed(letters) => {
            primary.cap(letters.max(1));
            primary.abbreviate(room);
        }
    }
    let mut secondary = Identifier::new(name.secondary());
    if has_secondary {
        let room = width.checked_sub(primary.written_length() + 2)?;
        match style {
            Truncation::Initials => secondary.abbreviate(room),
            Truncation::End | Truncation::Even | Truncation::Fixed(_) => secondary.cut_end(room),
        }
    }
    fill(&mut primary, &mut secondary, width)?;
    Some(Name::of_parts(primary.letters(), secondary.letters()))
}

/// Makes the two identifiers fill `width` exactly, so that the last position is a letter.
fn fill(primary: &mut Identifier<'_>, secondary: &mut Identifier<'_>, width: usize) -> Option<()> {
    let separator = if secondary.parts.is_empty() { 0 } else { 2 };
    loop {
        let written = primary.written_length() + separator + secondary.written_length();
        let gap = width.checked_sub(written)?;
        if gap == 0 {
            return Some(());
        }
        if secondary.lengthen(gap) || primary.lengthen(gap) {
            continue;
        }
        // Everything that is kept is whole, so something was left out. It needs a separator and a letter.
        let has_room = gap > 1 || secondary.shorten_by_one() || primary.shorten_by_one();
        if !has_room || !(secondary.take_one_more() || primary.take_one_more()) {
            return None;
        }
    }
}

/// An identifier of which each of the first `kept` components is kept to a number of letters.
struct Identifier<'a> {
    parts: Vec<(&'a str, usize)>,
    kept: usize,
}

impl<'a> Identifier<'a> {
    fn new(components: &'a [String]) -> Self {
        let whole = |component: &'a String| (component.as_str(), component.len());
        let parts: Vec<_> = components.iter().map(whole).collect();
        let kept = parts.len();
        Self { parts, kept }
    }

    /// Characters with separators.
    fn written_length(&self) -> usize {
        let letters: usize = self.kept().map(|(_, length)| *length).sum();
        letters + self.kept.saturating_sub(1)
    }

    fn kept(&self) -> impl DoubleEndedIterator<Item = &(&'a str, usize)> {
        self.parts.iter().take(self.kept)
    }

    fn kept_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut (&'a str, usize)> {
        let kept = self.kept;
        self.parts.iter_mut().take(kept)
    }

    /// Whole components as long as there is room, then a part of the next.
    fn cut_end(&mut self, room: usize) {
        let mut left = room;
        let mut kept = 0;
        for (_, length) in &mut self.parts {
            let separator = usize::from(kept > 0);
            if left <= separator {
                break;
            }
            left -= separator;
            *length = (*length).min(left);
            left -= *length;
            kept += 1;
        }
        self.kept = kept;
    }

    /// One letter of a component, from the last to the first, until there is room; then components are left out.
    fn abbreviate(&mut self, room: usize) {
        let mut length = self.written_length();
        for (_, letters) in self.kept_mut().rev() {
            if length <= room {
                return;
            }
            length -= *letters - 1;
            *letters = 1;
        }
        while self.written_length() > room && self.kept > 1 {
            self.kept -= 1;
        }
    }

    /// The first component whole, the letters that are left shared among the others.
    fn cut_evenly(&mut self, room: usize) {
        if self.written_length() <= room {
            return;
        }
        let Some((_, first)) = self.parts.first().copied() else {
            return;
        };
        let others = self.kept.saturating_sub(1);
        let mut left = room.saturating_sub(first + others);
        if left < others {
            return;
        }
        // Short components leave what they do not need to the long ones: raise a common limit by one letter
        // after another, in order, until nothing is left.
        let full: Vec<usize> = self.parts.iter().map(|(part, _)| part.len()).collect();
        for (_, length) in self.kept_mut().skip(1) {
            *length = 0;
        }
        while left > 0 {
            let before = left;
            for ((_, length), full) in self.kept_mut().zip(&full).skip(1) {
                if left > 0 && *length < *full {
                    *length += 1;
                    left -= 1;
                }
            }
            if left == before {
                return;
            }
        }
    }

    /// At most so many letters of each component.
    fn cap(&mut self, letters: usize) {
        for (_, length) in self.kept_mut() {
            *length = (*length).min(letters);
        }
    }

    /// Gives `letters` back to shortened components, from the first; false if none was shortened.
    fn lengthen(&mut self, letters: usize) -> bool {
        let mut left = letters;
        for (part, length) in self.kept_mut() {
            let more = (part.len() - *length).min(left);
            *length += more;
            left -= more;
        }
        left < letters
    }

    /// Takes a letter from the last component that has two; false if none has.
    fn shorten_by_one(&mut self) -> bool {
        let longer = self.kept_mut().rev().find(|(_, length)| *length > 1);
        if let Some((_, length)) = longer {
            *length -= 1;
            true
        } else {
            false
        }
    }

    /// The first letter of the next component; false if none was left out.
    fn take_one_more(&mut self) -> bool {
        let next = self.parts.get_mut(self.kept);
        let is_there = next.map(|(_, length)| *length = 1).is_some();
        self.kept += usize::from(is_there);
        is_there
    }

    fn letters(&self) -> Vec<String> {
        let cut = |(part, length): &(&str, usize)| part.chars().take(*length).collect();
        self.kept().map(cut).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::mrz::Transliteration;

    fn shortened(primary: &str, secondary: &str, width: usize, style: Truncation) -> String {
        let name = Name::new(primary, secondary, &Transliteration::default()).unwrap();
        name.fitted(width, style).unwrap().written()
    }

    const BENNELONG: &str = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL";

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table of cases")]
    fn the_examples_of_the_three_sizes_come_out() {
        use Truncation::{End, Even, Fixed, Initials};
        let nil = "NILAVADHANANANDA";
        for (primary, secondary, width, style, expected) in [
            (
                nil,
                "CHAYAPA DEJTHAMRONG KRASUANG",
                39,
                Initials,
                "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
            ),
            (
                nil,
                "CHAYAPA DEJTHAMRONG KRASUANG",
                39,
                End,
                "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
            ),
            (
                nil,
                "ARNPOL PETCH CHARONGUANG",
                39,
                End,
                "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU",
            ),
            (
                BENNELONG,
                "DINGO POTOROO",
                39,
                Initials,
                "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
            ),
            (
                BENNELONG,
                "DINGO POTOROO",
                39,
                Even,
                "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO",
            ),
            (
                BENNELONG,
                "DINGO POTOROO",
                39,
                Fixed(6),
                "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO",
            ),
            // TD1
            (
                nil,
                "CHAYAPA DEJTHAMRONG KRASUANG",
                30,
                Initials,
                "NILAVADHANANANDA<<CHAYAPA<DE<K",
            ),
            (
                BENNELONG,
                "DINGO POTOROO",
                30,
                Initials,
                "BENNELONG<WOOLOOMOOLOO<W<W<<DI",
            ),
            // TD2
            (
                nil,
                "CHAYAPA DEJTHAMRONG KRASUANG",
                31,
                Initials,
                "NILAVADHANANANDA<<CHAYAPA<DEJ<K",
            ),
            (
                BENNELONG,
                "DINGO POTOROO",
                31,
                Initials,
                "BENNELONG<WOOLOOMOOLOO<W<W<<D<P",
            ),
        ] {
            assert_eq!(
                shortened(primary, secondary, width, style),
                expected,
                "{style:?} {width}"
            );
        }
    }

    #[test]
    fn a_name_that_just_fits_is_left_alone() {
        for width in [39, 40] {
            assert_eq!(
                shortened(
                    "PAPANDROPOULOUS",
                    "JONATHON WARREN TREVOR",
                    width,
                    Truncation::Fixed(2)
                ),
                "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"
            );
        }
    }

    #[test]
    fn a_separator_never_comes_last() {
        // Cutting at 20 would leave `ABCDEFGHIJ<<KLMNOPQ<`.
        assert_eq!(
            shortened("ABCDEFGHIJ", "KLMNOPQ RSTU", 20, Truncation::End),
            "ABCDEFGHIJ<<KLMNOP<R"
        );
        // Only a primary identifier: the same care.
        assert_eq!(
            shortened("ABCDEFGHI JKLM", "", 10, Truncation::End),
            "ABCDEFGH<J"
        );
        // The secondary has no letter to spare, the primary gives one.
        assert_eq!(
            shortened("ABCDEFG", "K R S", 11, Truncation::End),
            "ABCDEF<<K<R"
        );
    }

    #[test]
    fn the_secondary_identifier_keeps_a_letter() {
        let long = "A".repeat(50);
        for style in [
            Truncation::End,
            Truncation::Initials,
            Truncation::Even,
            Truncation::Fixed(45),
        ] {
            let written = shortened(&long, "BCD", 39, style);
            assert_eq!(written.len(), 39, "{style:?}");
            assert!(written.contains("<<B"), "{style:?}: {written}");
        }
    }

    #[test]
    fn single_letters_that_cannot_end_in_a_letter_are_refused() {
        let letters = "B ".repeat(20);
        let name = Name::new("A", &letters, &Transliteration::default()).unwrap();
        for style in [
            Truncation::End,
            Truncation::Initials,
            Truncation::Even,
            Truncation::Fixed(1),
        ] {
            assert!(name.fitted(39, style).is_err(), "{style:?}");
        }
    }

    proptest! {
        #[test]
        fn a_shortened_name_fills_its_field_and_ends_in_a_letter(
            primary in prop::collection::vec("[A-Z]{2,14}", 1..6),
            secondary in prop::collection::vec("[A-Z]{2,14}", 0..6),
            width in prop::sample::select(vec![30_usize, 31, 39]),
            style in prop::sample::select(vec![
                Truncation::End, Truncation::Initials, Truncation::Even, Truncation::Fixed(1),
                Truncation::Fixed(5), Truncation::Fixed(0),
            ]),
        ) {
            let name = Name::of_parts(primary, secondary);
            let fitted = name.fitted(width, style).unwrap();
            let written = fitted.written();
            if name.written().len() <= width {
                prop_assert_eq!(fitted, name);
            } else {
                prop_assert_eq!(written.len(), width, "{}", written);
                prop_assert!(!written.ends_with('<'));
                prop_assert_eq!(fitted.secondary().is_empty(), name.secondary().is_empty());
                for (short, long) in [
                    (fitted.primary(), name.primary()), (fitted.secondary(), name.secondary()),
                ] {
                    prop_assert!(short.len() <= long.len());
                    for (short, long) in short.iter().zip(long) {
                        prop_assert!(!short.is_empty() && long.starts_with(short.as_str()));
                    }
                }
                prop_assert_eq!(Name::from_field(&written), Ok(fitted));
            }
        }
    }
}
