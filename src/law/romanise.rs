//! Hangul names in Roman letters: what the Revised Romanisation gives, syllable by syllable, and what is customary.
//!
//! Only a suggestion: the English name is the applicant's, under Articles 3(1) and 3-2, and is never overwritten here.
//! The unit is the syllable, without the sound changes across syllables (김빛나 is KIM BITNA). Two spellings are offered
//! where the tables leave a choice: ㄹ before ㄹ (`ll` or `lr`), and a final consonant before a vowel (`k` or `g`).
//!
//! Source: Ministry of Culture and Tourism, Notice 2000-8 (the table); decree:3(1), 3-2

use super::words::Language;

/// The first Hangul syllable, and how syllables are counted from it: (initial × 21 + medial) × 28 + final.
const FIRST: u32 = 0xAC00;
const MEDIALS: u32 = 21;
const FINALS: u32 = 28;
const SYLLABLES: u32 = 19 * MEDIALS * FINALS;

/// Initial consonants, in the order of Unicode.
const INITIAL: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
];
/// Vowels, in the order of Unicode.
const MEDIAL: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
];
/// Final consonants, in the order of Unicode: none ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ.
const FINAL: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p",
    "t", "t", "ng", "t", "t", "k", "t", "p", "t",
];
/// A single final consonant before a vowel, where it keeps its own sound.
const LINKED: [(&str, u32); 4] = [("g", 1), ("d", 7), ("r", 8), ("b", 17)];

/// Surnames with the spellings that most holders use, the most frequent first.
const CUSTOMARY: &[(&str, &[&str])] = &[
    ("김", &["KIM"]),
    ("이", &["LEE"]),
    ("박", &["PARK"]),
    ("최", &["CHOI"]),
    ("정", &["JUNG", "JEONG", "CHUNG"]),
];

/// The spellings suggested for a Hangul name, the first one first; each in capital letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// By the table, one syllable after the other.
    pub revised: String,
    /// The other spellings the table leaves open, without the first.
    pub alternatives: Vec<String>,
    /// For a surname: what is customary, most frequent first.
    pub customary: Vec<&'static str>,
}

/// A name that is not written in Hangul syllables alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name has a character at place {place} that is no Hangul syllable: write it in whole syllables"
)]
pub struct NotHangul {
    /// The place of the first such character, counted from one.
    pub place: usize,
}

/// Suggests spellings of a surname.
///
/// # Errors
/// [`NotHangul`] with the place of the first character that is no syllable; also for an empty name (place 1).
pub fn surname(hangul: &str) -> Result<Suggestion, NotHangul> {
    let mut suggestion = given_names(hangul)?;
    let found = CUSTOMARY.iter().find(|(name, _)| *name == hangul);
    suggestion.customary = found
        .map(|(_, spellings)| spellings.to_vec())
        .unwrap_or_default();
    Ok(suggestion)
}

/// Suggests spellings of given names, written together.
///
/// # Errors
/// As [`surname`].
pub fn given_names(hangul: &str) -> Result<Suggestion, NotHangul> {
    let syllables = syllables(hangul)?;
    let revised = spell(&syllables, Liquids::Doubled, Finals::AsSpoken);
    let mut alternatives: Vec<String> = Vec::new();
    for (liquids, finals) in [
        (Liquids::Single, Finals::AsSpoken),
        (Liquids::Doubled, Finals::Linked),
    ] {
        let other = spell(&syllables, liquids, finals);
        if other != revised && !alternatives.contains(&other) {
            alternatives.push(other);
        }
    }
    Ok(Suggestion {
        revised,
        alternatives,
        customary: Vec::new(),
    })
}

/// Why a spelling is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The surname as most of its holders spell it.
    Customary,
    /// The table, syllable by syllable.
    Revised,
    /// The table, where it leaves a choice.
    Alternative,
    /// The table, with the hyphen between syllables that is allowed.
    Hyphenated,
}

impl Basis {
    /// Its name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Customary => "customary",
            Basis::Revised => "revised",
            Basis::Alternative => "alternative",
            Basis::Hyphenated => "hyphenated",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub const fn in_words(self, language: Language) -> &'static str {
        match (self, language) {
            (Basis::Customary, Language::En) => "customary surname",
            (Basis::Customary, Language::Ko) => "관용적으로 쓰는 성의 표기",
            (Basis::Revised, Language::En) => "Revised Romanisation",
            (Basis::Revised, Language::Ko) => "국어의 로마자 표기법",
            (Basis::Alternative, Language::En) => "Revised Romanisation, where it leaves a choice",
            (Basis::Alternative, Language::Ko) => "국어의 로마자 표기법(선택 가능한 표기)",
            (Basis::Hyphenated, Language::En) => "hyphen between syllables",
            (Basis::Hyphenated, Language::Ko) => "음절 사이 붙임표 사용",
        }
    }
}

/// One spelling of a whole name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The surname, in capital letters.
    pub surname: String,
    /// The given names, in capital letters.
    pub given_names: String,
    /// Why it is offered.
    pub basis: Basis,
}

impl Candidate {
    /// The name as the machine readable zone has it, before it is filled up; a hyphen becomes a filler there.
    #[must_use]
    pub fn zone(&self) -> String {
        format!("{}<<{}", self.surname, self.given_names.replace('-', "<"))
    }
}

/// Which part of a name is not Hangul.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The surname.
    Surname,
    /// The given names.
    GivenNames,
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Part::Surname => "surname",
            Part::GivenNames => "given names",
        })
    }
}

/// Every spelling offered for a whole name, the likeliest first: customary surnames before the table's own, then the
/// places that the table leaves open, then the hyphen.
///
/// # Errors
/// The part that is not written in whole Hangul syllables, and where.
pub fn candidates(
    surname_hangul: &str,
    given_hangul: &str,
) -> Result<Vec<Candidate>, (Part, NotHangul)> {
    let family = surname(surname_hangul).map_err(|error| (Part::Surname, error))?;
    let given = given_names(given_hangul).map_err(|error| (Part::GivenNames, error))?;
    let hyphenated = hyphenated(given_hangul).map_err(|error| (Part::GivenNames, error))?;
    let mut surnames: Vec<(String, Basis)> = family
        .customary
        .iter()
        .map(|spelling| ((*spelling).to_owned(), Basis::Customary))
        .collect();
    surnames.push((family.revised, Basis::Revised));
    let mut offered: Vec<Candidate> = Vec::new();
    let mut offer = |surname: &str, given_names: &str, basis: Basis| {
        let known = offered
            .iter()
            .any(|other| other.surname == surname && other.given_names == given_names);
        if !known {
            offered.push(Candidate {
                surname: surname.to_owned(),
                given_names: given_names.to_owned(),
                basis,
            });
        }
    };
    for (surname, basis) in &surnames {
        offer(surname, &given.revised, *basis);
    }
    for alternative in &given.alternatives {
        for (surname, _) in &surnames {
            offer(surname, alternative, Basis::Alternative);
        }
    }
    for (surname, _) in &surnames {
        offer(surname, &hyphenated, Basis::Hyphenated);
    }
    Ok(offered)
}

/// Given names with a hyphen between their syllables.
fn hyphenated(hangul: &str) -> Result<String, NotHangul> {
    let spelt: Vec<String> = syllables(hangul)?
        .iter()
        .map(|syllable| spell(&[*syllable], Liquids::Single, Finals::AsSpoken))
        .collect();
    Ok(spelt.join("-"))
}

/// ㄹ before ㄹ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Liquids {
    /// `ll`, as the notice has it.
    Doubled,
    /// `lr`, strictly by syllable.
    Single,
}

/// A final consonant before a vowel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finals {
    /// `k`, `t`, `l`, `p`, strictly by syllable.
    AsSpoken,
    /// `g`, `d`, `r`, `b`, as it sounds.
    Linked,
}

/// A syllable as its places in the three tables.
#[derive(Clone, Copy)]
struct Syllable {
    initial: u32,
    medial: u32,
    last: u32,
}

/// The place of ㄹ among initials and finals, and of the silent ㅇ among initials.
const INITIAL_LIQUID: u32 = 5;
const FINAL_LIQUID: u32 = 8;
const SILENT: u32 = 11;

fn syllables(hangul: &str) -> Result<Vec<Syllable>, NotHangul> {
    if hangul.is_empty() {
        return Err(NotHangul { place: 1 });
    }
    let take = |(at, letter): (usize, char)| {
        let number = u32::from(letter)
            .checked_sub(FIRST)
            .filter(|number| *number < SYLLABLES);
        number
            .ok_or(NotHangul { place: at + 1 })
            .map(|number| Syllable {
                initial: number / (MEDIALS * FINALS),
                medial: number / FINALS % MEDIALS,
                last: number % FINALS,
            })
    };
    hangul.chars().enumerate().map(take).collect()
}

fn spell(syllables: &[Syllable], liquids: Liquids, finals: Finals) -> String {
    let mut name = String::new();
    let mut before: Option<Syllable> = None;
    for (at, syllable) in syllables.iter().enumerate() {
        let after_liquid = before.is_some_and(|before| before.last == FINAL_LIQUID);
        let doubled =
            liquids == Liquids::Doubled && after_liquid && syllable.initial == INITIAL_LIQUID;
        name.push_str(if doubled {
            "l"
        } else {
            at_place(&INITIAL, syllable.initial)
        });
        name.push_str(at_place(&MEDIAL, syllable.medial));
        let before_vowel = syllables
            .get(at + 1)
            .is_some_and(|next| next.initial == SILENT);
        let linked = LINKED.iter().find(|(_, last)| *last == syllable.last);
        name.push_str(match linked {
            Some((sound, _)) if before_vowel && finals == Finals::Linked => sound,
            _ => at_place(&FINAL, syllable.last),
        });
        before = Some(*syllable);
    }
    name.to_uppercase()
}

fn at_place(table: &[&'static str], place: u32) -> &'static str {
    usize::try_from(place)
        .ok()
        .and_then(|place| table.get(place))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_spelt_syllable_by_syllable() {
        for (hangul, revised) in [
            ("길동", "GILDONG"),
            ("빛나", "BITNA"),
            ("민주", "MINJU"),
            ("복남", "BOKNAM"),
            ("희", "HUI"),
            ("예쁨", "YEPPEUM"),
            ("닭", "DAK"),
            ("삶", "SAM"),
            ("값", "GAP"),
            ("힣", "HIT"),
            ("가", "GA"),
            ("왕", "WANG"),
            ("쪽", "JJOK"),
        ] {
            assert_eq!(
                given_names(hangul).map(|name| name.revised),
                Ok(revised.to_owned()),
                "{hangul}"
            );
        }
    }

    #[test]
    fn open_places_of_the_table_are_offered_both_ways() {
        assert_eq!(
            given_names("설리").map(|name| (name.revised, name.alternatives)),
            Ok(("SEOLLI".to_owned(), vec!["SEOLRI".to_owned()]))
        );
        assert_eq!(
            given_names("옥이").map(|name| (name.revised, name.alternatives)),
            Ok(("OKI".to_owned(), vec!["OGI".to_owned()]))
        );
        assert_eq!(
            given_names("일아").map(|name| name.alternatives),
            Ok(vec!["IRA".to_owned()])
        );
        assert_eq!(
            given_names("민주").map(|name| name.alternatives),
            Ok(Vec::new())
        );
    }

    #[test]
    fn customary_surnames_stand_beside_the_table() {
        let name = surname("김").expect("a syllable");
        assert_eq!(
            (name.revised.as_str(), name.customary),
            ("GIM", vec!["KIM"])
        );
        assert_eq!(
            surname("정").map(|name| name.customary),
            Ok(vec!["JUNG", "JEONG", "CHUNG"])
        );
        assert_eq!(
            surname("남궁").map(|name| (name.revised, name.customary)),
            Ok(("NAMGUNG".to_owned(), Vec::new()))
        );
    }

    #[test]
    fn a_whole_name_is_offered_in_several_spellings() {
        let spelt = |surname, given| -> Vec<String> {
            let offered = candidates(surname, given).expect("Hangul");
            offered
                .iter()
                .map(|name| format!("{} {}", name.surname, name.given_names))
                .collect()
        };
        assert_eq!(spelt("홍", "길동"), ["HONG GILDONG", "HONG GIL-DONG"]);
        assert_eq!(
            spelt("김", "설리"),
            [
                "KIM SEOLLI",
                "GIM SEOLLI",
                "KIM SEOLRI",
                "GIM SEOLRI",
                "KIM SEOL-RI",
                "GIM SEOL-RI"
            ]
        );
        assert_eq!(spelt("정", "희"), ["JUNG HUI", "JEONG HUI", "CHUNG HUI"]);
    }

    #[test]
    fn the_machine_readable_zone_has_a_filler_for_the_hyphen() {
        let zones: Vec<String> = candidates("홍", "길동")
            .expect("Hangul")
            .iter()
            .map(Candidate::zone)
            .collect();
        assert_eq!(zones, ["HONG<<GILDONG", "HONG<<GIL<DONG"]);
        assert_eq!(
            candidates("홍", "Gildong"),
            Err((Part::GivenNames, NotHangul { place: 1 }))
        );
        assert_eq!(
            candidates("Hong", "길동"),
            Err((Part::Surname, NotHangul { place: 1 }))
        );
    }

    #[test]
    fn every_final_that_keeps_its_sound_is_linked() {
        for (hangul, linked) in [
            ("옥이", "OGI"),
            ("곧이", "GODI"),
            ("일이", "IRI"),
            ("입이", "IBI"),
        ] {
            let found =
                given_names(hangul).map(|name| name.alternatives.contains(&linked.to_owned()));
            assert_eq!(found, Ok(true), "{hangul}");
        }
    }

    #[test]
    fn what_is_no_hangul_is_named_by_its_place() {
        for (text, place) in [
            ("", 1),
            ("Kim", 1),
            ("김a", 2),
            ("김 수", 2),
            ("ㄱ", 1),
            ("길동1", 3),
        ] {
            assert_eq!(given_names(text), Err(NotHangul { place }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_syllable_is_spelt_in_capital_letters(number in 0u32..SYLLABLES) {
            let syllable = char::from_u32(FIRST + number).expect("a syllable").to_string();
            let name = given_names(&syllable).expect("a syllable");
            prop_assert!(!name.revised.is_empty() && name.revised.bytes().all(|byte| byte.is_ascii_uppercase()));
        }
    }
}
