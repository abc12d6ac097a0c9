/// The sign that doubles the letter before it.
pub(super) const SHADDA: char = '\u{0651}';

/// A letter of Arabic script; `is_last` when it ends its component.
///
/// Vowel signs and the letters that the standard marks as not encoded give the empty text.
///
/// Source: 9303-3:6C
pub(super) fn letter(letter: char, is_last: bool) -> Option<&'static str> {
    // Teh marbuta is the one letter that depends on its place.
    if letter == '\u{0629}' {
        return Some(if is_last { "XAH" } else { "XTA" });
    }
    if is_not_encoded(letter) {
        return Some("");
    }
    TABLE
        .iter()
        .find(|(listed, _)| *listed == letter)
        .map(|(_, text)| *text)
}

const fn is_not_encoded(letter: char) -> bool {
    matches!(
        letter,
        '\u{0640}' | '\u{064B}'
            ..='\u{0650}'
                | '\u{0652}'
                | '\u{0670}'
                | '\u{069C}'
                | '\u{06A2}'
                | '\u{06A7}'
                | '\u{06A8}'
    )
}

#[rustfmt::skip]
const TABLE: [(char, &str); 65] = [
    ('\u{0621}', "XE"), ('\u{0622}', "XAA"), ('\u{0623}', "XAE"), ('\u{0624}', "U"),
    ('\u{0625}', "I"), ('\u{0626}', "XI"), ('\u{0627}', "A"), ('\u{0628}', "B"),
    ('\u{062A}', "T"), ('\u{062B}', "XTH"), ('\u{062C}', "J"), ('\u{062D}', "XH"),
    ('\u{062E}', "XKH"), ('\u{062F}', "D"), ('\u{0630}', "XDH"), ('\u{0631}', "R"),
    ('\u{0632}', "Z"), ('\u{0633}', "S"), ('\u{0634}', "XSH"), ('\u{0635}', "XSS"),
    ('\u{0636}', "XDZ"), ('\u{0637}', "XTT"), ('\u{0638}', "XZZ"), ('\u{0639}', "E"),
    ('\u{063A}', "G"), ('\u{0641}', "F"), ('\u{0642}', "Q"), ('\u{0643}', "K"),
    ('\u{0644}', "L"), ('\u{0645}', "M"), ('\u{0646}', "N"), ('\u{0647}', "H"),
    ('\u{0648}', "W"), ('\u{0649}', "XAY"), ('\u{064A}', "Y"), ('\u{0671}', "XXA"),
    ('\u{0679}', "XXT"), ('\u{067C}', "XRT"), ('\u{067E}', "P"), ('\u{0681}', "XKE"),
    ('\u{0685}', "XXH"), ('\u{0686}', "XC"), ('\u{0688}', "XXD"), ('\u{0689}', "XDR"),
    ('\u{0691}', "XXR"), ('\u{0693}', "XRR"), ('\u{0696}', "XRX"), ('\u{0698}', "XJ"),
    ('\u{069A}', "XXS"), ('\u{06A9}', "XKK"), ('\u{06AB}', "XXK"), ('\u{06AD}', "XNG"),
    ('\u{06AF}', "XGG"), ('\u{06BA}', "XNN"), ('\u{06BC}', "XXN"), ('\u{06BE}', "XDO"),
    ('\u{06C0}', "XYH"), ('\u{06C1}', "XXG"), ('\u{06C2}', "XGE"), ('\u{06C3}', "XTG"),
    ('\u{06CC}', "XYA"), ('\u{06CD}', "XXY"), ('\u{06D0}', "Y"), ('\u{06D2}', "XYB"),
    ('\u{06D3}', "XBE"),
];
