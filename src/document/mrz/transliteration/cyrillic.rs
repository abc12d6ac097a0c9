/// The language of a name in Cyrillic letters, where the table depends on it.
///
/// Source: 9303-3:6B
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CyrillicLanguage {
    /// Russian, or any language without exceptions of its own.
    #[default]
    General,
    /// Belarusian.
    Belarusian,
    /// Bulgarian.
    Bulgarian,
    /// Macedonian.
    Macedonian,
    /// Serbian.
    Serbian,
    /// Ukrainian.
    Ukrainian,
}

/// An upper-case Cyrillic letter; `is_first` when it begins its component.
///
/// `Ћ` (U+040B) is left out: the standard prints that letter beside the code of `Ђ` (U+0402), and taking it for a
/// `D` would change Serbian names. The soft sign is not in the table and is dropped.
pub(super) fn letter(
    letter: char,
    language: CyrillicLanguage,
    is_first: bool,
) -> Option<&'static str> {
    exception(letter, language, is_first).or_else(|| general(letter))
}

fn exception(letter: char, language: CyrillicLanguage, is_first: bool) -> Option<&'static str> {
    use CyrillicLanguage::{Belarusian, Bulgarian, Macedonian, Serbian, Ukrainian};
    Some(match (letter, language) {
        ('Ё', Belarusian) => "IO",
        ('Г', Belarusian | Serbian | Ukrainian) | ('Х', Serbian | Macedonian) => "H",
        ('Ж', Serbian) => "Z",
        ('И', Ukrainian) => "Y",
        ('Ц', Serbian | Macedonian) | ('Ч', Serbian) => "C",
        ('Ш', Serbian) => "S",
        ('Щ', Bulgarian) => "SHT",
        ('Ќ', Macedonian) => "KJ",
        ('Џ', Macedonian) => "DJ",
        ('Ғ', Macedonian) => "GJ",
        ('Й', Ukrainian) if is_first => "Y",
        ('Ю', Ukrainian) if is_first => "YU",
        ('Я', Ukrainian) if is_first => "YA",
        ('Є', Ukrainian) if is_first => "YE",
        ('Ї', Ukrainian) if is_first => "YI",
        _ => return None,
    })
}

fn general(letter: char) -> Option<&'static str> {
    Some(match letter {
        'А' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' | 'Ґ' | 'Ғ' => "G",
        'Д' | 'Ђ' => "D",
        'Е' | 'Ё' | 'Э' => "E",
        'Ж' => "ZH",
        'З' => "Z",
        'И' | 'Й' | 'І' | 'Ї' => "I",
        'К' | 'Ќ' => "K",
        'Л' => "L",
        'М' => "M",
        'Н' => "N",
        'О' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'У' | 'Ў' | 'Ѫ' => "U",
        'Ф' => "F",
        'Х' => "KH",
        'Ц' => "TS",
        'Ч' => "CH",
        'Ш' => "SH",
        'Щ' => "SHCH",
        'Ъ' | 'Є' => "IE",
        'Ы' | 'Ѵ' => "Y",
        'Ь' => "",
        'Ю' => "IU",
        'Я' => "IA",
        'Ѕ' | 'Џ' => "DZ",
        'Ј' => "J",
        'Љ' => "LJ",
        'Њ' => "NJ",
        'Һ' => "C",
        _ => return None,
    })
}
