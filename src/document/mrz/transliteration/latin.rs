/// The Latin letters for which Doc 9303-3 leaves the State a choice.
///
/// Source: 9303-3:6A
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LatinChoices {
    /// `Ä`, `Ö`, `Å`: two letters (`AE`, `OE`, `AA`) or the bare letter.
    pub vowels: Vowels,
    /// `Ü`.
    pub u_diaeresis: UDiaeresis,
    /// `Ñ`: `N`, or `NXX` to keep it apart from `N`.
    pub n_tilde_as_nxx: bool,
}

/// How `Ä`, `Ö` and `Å` are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vowels {
    /// `AE`, `OE`, `AA`.
    #[default]
    Doubled,
    /// `A`, `O`, `A`.
    Bare,
}

/// How `Ü` is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UDiaeresis {
    /// `UE`.
    #[default]
    Ue,
    /// `UXX`.
    Uxx,
    /// `U`.
    U,
}

/// A letter whose transliteration is not simply its base letter.
pub(super) fn letter(letter: char, choices: &LatinChoices) -> Option<&'static str> {
    let doubled = choices.vowels == Vowels::Doubled;
    Some(match letter {
        'Ä' => {
            if doubled {
                "AE"
            } else {
                "A"
            }
        }
        'Å' => {
            if doubled {
                "AA"
            } else {
                "A"
            }
        }
        'Ö' => {
            if doubled {
                "OE"
            } else {
                "O"
            }
        }
        'Ü' => match choices.u_diaeresis {
            UDiaeresis::Ue => "UE",
            UDiaeresis::Uxx => "UXX",
            UDiaeresis::U => "U",
        },
        'Ñ' => {
            if choices.n_tilde_as_nxx {
                "NXX"
            } else {
                "N"
            }
        }
        'Æ' => "AE",
        'Ð' | 'Đ' => "D",
        'Ø' | 'Œ' => "OE",
        'Þ' => "TH",
        'Ħ' => "H",
        'İ' | 'ı' => "I",
        'Ĳ' => "IJ",
        'Ŀ' | 'Ł' => "L",
        'Ŋ' => "N",
        'Ŧ' => "T",
        'ẞ' => "SS",
        _ => return None,
    })
}
