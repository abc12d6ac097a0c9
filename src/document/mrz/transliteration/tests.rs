use super::*;

fn written(component: &str) -> String {
    transliterate(component, &Transliteration::default()).unwrap()
}

fn written_in(language: CyrillicLanguage, component: &str) -> String {
    let tables = Transliteration {
        cyrillic: language,
        ..Transliteration::default()
    };
    transliterate(component, &tables).unwrap()
}

#[test]
fn every_latin_letter_of_the_table_is_written_as_listed() {
    let listed = [
        ("ÀÁÂÃĀĂĄ", "A"),
        ("ÇĆĈĊČ", "C"),
        ("ĎÐĐ", "D"),
        ("ÈÉÊËĒĔĖĘĚ", "E"),
        ("ĜĞĠĢ", "G"),
        ("ĤĦ", "H"),
        ("ÌÍÎÏĨĪĬĮİı", "I"),
        ("Ĵ", "J"),
        ("Ķ", "K"),
        ("ĹĻĽĿŁ", "L"),
        ("ÑŃŅŇŊ", "N"),
        ("ÒÓÔÕŌŎŐ", "O"),
        ("ŔŖŘ", "R"),
        ("ŚŜŞŠ", "S"),
        ("ŢŤŦ", "T"),
        ("ÙÚÛŨŪŬŮŰŲ", "U"),
        ("Ŵ", "W"),
        ("ÝŶŸ", "Y"),
        ("ŹŻŽ", "Z"),
        ("ÄÆ", "AE"),
        ("Å", "AA"),
        ("ÖØŒ", "OE"),
        ("Ü", "UE"),
        ("Þ", "TH"),
        ("Ĳ", "IJ"),
        ("ẞ", "SS"),
        ("ß", "SS"),
    ];
    for (letters, expected) in listed {
        for letter in letters.chars() {
            assert_eq!(written(&letter.to_string()), expected, "{letter}");
            // Lower case is the same letter, composed or decomposed.
            let lower: String = letter.to_lowercase().collect();
            assert_eq!(written(&lower), expected, "{lower}");
            let decomposed: String = lower.nfd().collect();
            assert_eq!(written(&decomposed), expected, "{lower}");
        }
    }
}

#[test]
fn a_state_may_choose_other_latin_spellings() {
    let bare = Transliteration {
        latin: LatinChoices {
            vowels: Vowels::Bare,
            u_diaeresis: UDiaeresis::Uxx,
            n_tilde_as_nxx: true,
        },
        ..Transliteration::default()
    };
    assert_eq!(transliterate("ÄÖÅÜÑ", &bare), Ok("AOAUXXNXX".to_owned()));
    let u = LatinChoices {
        u_diaeresis: UDiaeresis::U,
        ..LatinChoices::default()
    };
    let plain = Transliteration {
        latin: u,
        ..Transliteration::default()
    };
    assert_eq!(transliterate("MÜLLER", &plain), Ok("MULLER".to_owned()));
}

#[test]
fn letters_outside_the_table_lose_their_marks() {
    for (name, expected) in [("Nguyễn", "NGUYEN"), ("Trần", "TRAN"), ("Ștefan", "STEFAN")] {
        assert_eq!(written(name), expected);
    }
}

#[test]
fn cyrillic_follows_the_general_column() {
    for (name, expected) in [
        ("Щербаков", "SHCHERBAKOV"),
        ("Хрущёв", "KHRUSHCHEV"),
        ("Юрий", "IURII"),
        ("Яковлев", "IAKOVLEV"),
        ("Ельцын", "ELTSYN"),
        ("Съезд", "SIEEZD"),
        ("Жуков", "ZHUKOV"),
        ("Љубиња", "LJUBINJA"),
    ] {
        assert_eq!(written(name), expected, "{name}");
    }
}

#[test]
fn cyrillic_exceptions_depend_on_the_language() {
    use CyrillicLanguage::{Belarusian, Bulgarian, Macedonian, Serbian, Ukrainian};
    for (language, name, expected) in [
        (Belarusian, "Ёгі", "IOHI"),
        (Bulgarian, "Щ", "SHT"),
        (Macedonian, "ЌЏҒХЦЧ", "KJDJGJHCCH"),
        (Serbian, "ГЖХЦЧШ", "HZHCCS"),
        (Ukrainian, "Гиї", "HYI"),
        (Ukrainian, "Їжак", "YIZHAK"),
        (Ukrainian, "Єгор", "YEHOR"),
        (Ukrainian, "Юлія", "YULIIA"),
        (Ukrainian, "Яна", "YANA"),
        (Ukrainian, "Йосип", "YOSYP"),
        (Ukrainian, "Сергій", "SERHII"),
        (Ukrainian, "Моє", "MOIE"),
    ] {
        assert_eq!(written_in(language, name), expected, "{name}");
    }
}

#[test]
fn arabic_follows_the_table() {
    for (name, expected) in [
        // The standard's own examples of doubling.
        ("عبّاس", "EBBAS"),
        ("فضّة", "FXDZXDZXAH"),
        // Teh marbuta inside a component, vowel signs and tatweel.
        ("بةب", "BXTAB"),
        ("مُحَمَّد", "MXHMMD"),
        ("مـحمد", "MXHMD"),
    ] {
        assert_eq!(written(name), expected, "{name}");
    }
}

#[test]
fn a_doubling_with_nothing_before_it_adds_nothing() {
    assert_eq!(written("\u{0651}ب"), "B");
}

#[test]
fn what_has_no_transliteration_is_named() {
    use UntransliterableKind::{Digit, Han, Hangul, Kana, Other};
    for (name, character, kind) in [
        ("김", '김', Hangul),
        ("Kim철", '철', Hangul),
        ("李", '李', Han),
        ("さ", 'さ', Kana),
        ("ルイ", 'ル', Kana),
        ("AB3", '3', Digit),
        ("A🙂", '🙂', Other),
        ("Ə", 'Ə', Other),
        ("Ћ", 'Ћ', Other),
        ("Α", 'Α', Other),
        ("A\u{7}", '\u{7}', Other),
    ] {
        let error = transliterate(name, &Transliteration::default());
        assert_eq!(error, Err(Untransliterable { character, kind }), "{name}");
    }
}

#[test]
fn the_message_says_what_to_do() {
    let hangul = Untransliterable::new('김').to_string();
    assert_eq!(
        hangul,
        "`김` (U+AE40) is Hangul, which has no place in the MRZ: give the romanised name"
    );
    let control = Untransliterable::new('\u{7}').to_string();
    assert!(
        control.starts_with("the control character U+0007 has no"),
        "{control}"
    );
}
