//! Where a rule stands, as one cites it: `6(2)3(b)` is 제6조제2항제3호나목.

use super::Language;

/// Articles without paragraphs: what stands in brackets after them is a subparagraph (호), not a paragraph (항).
const WITHOUT_PARAGRAPHS: &[&str] = &["5", "7", "10", "16", "26", "28", "29"];
/// Items in the order of the Korean alphabet.
const ITEMS: [&str; 8] = ["가", "나", "다", "라", "마", "바", "사", "아"];

/// The citation of a rule in the way of the language.
#[must_use]
pub fn cite(citation: &str, language: Language) -> String {
    match language {
        Language::En if citation.starts_with(|letter: char| letter.is_ascii_digit()) => {
            format!("Decree {citation}")
        }
        Language::En => citation.to_owned(),
        Language::Ko => korean(citation),
    }
}

fn korean(citation: &str) -> String {
    let (law, rest) = match citation.split_once(' ') {
        Some(("Act", rest)) => ("법 ", rest),
        Some(("Rule", rest)) => ("시행규칙 ", rest),
        Some(("Addenda", rest)) => return addenda(rest),
        _ if citation == "Addenda" => return "시행령 부칙".to_owned(),
        _ => ("시행령 ", citation),
    };
    let is_decree = law == "시행령 ";
    let places: Vec<String> = rest
        .split(", ")
        .map(|place| provision(place, is_decree))
        .collect();
    format!("{law}{}", places.join("·"))
}

/// `2008 art 2` and `23181 art 2`: by the day or by the number of the amending Decree.
fn addenda(rest: &str) -> String {
    match rest.split_once(" art ") {
        Some(("2008", article)) => format!("시행령 부칙(2008. 6. 29.) 제{article}조"),
        Some((number, article)) => format!("시행령 부칙(제{number}호) 제{article}조"),
        None => format!("시행령 부칙(제{rest}호)"),
    }
}

/// One place: article, paragraph, subparagraph, item, proviso.
fn provision(place: &str, is_decree: bool) -> String {
    let (place, proviso) = match place.strip_suffix(" proviso") {
        Some(place) => (place, " 단서"),
        None => (place, ""),
    };
    let mut parts = place.split('(');
    let article = parts.next().unwrap_or_default();
    let mut text = numbered(article, "조");
    let mut units = if is_decree && WITHOUT_PARAGRAPHS.contains(&article) {
        ["호", "목", ""].into_iter()
    } else {
        ["항", "목", ""].into_iter()
    };
    for part in parts {
        let (inner, after) = part.split_once(')').unwrap_or((part, ""));
        match item(inner) {
            Some(letter) => text.push_str(&format!("{letter}목")),
            None => text.push_str(&numbered(inner, units.next().unwrap_or_default())),
        }
        if !after.is_empty() {
            text.push_str(&numbered(after, "호"));
        }
    }
    text.push_str(proviso);
    text
}

/// `3-2` is 제3조의2.
fn numbered(number: &str, unit: &str) -> String {
    match number.split_once('-') {
        Some((number, branch)) => format!("제{number}{unit}의{branch}"),
        None => format!("제{number}{unit}"),
    }
}

/// The Korean letter of an item, for `a` to `h`.
fn item(inner: &str) -> Option<&'static str> {
    let letter = inner.bytes().next().filter(|_| inner.len() == 1)?;
    ITEMS.get(usize::from(letter.checked_sub(b'a')?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_cited_as_the_gazette_does() {
        for (citation, korean) in [
            ("6(1)", "시행령 제6조제1항"),
            ("6(2)3(b)", "시행령 제6조제2항제3호나목"),
            ("6(2)2 proviso", "시행령 제6조제2항제2호 단서"),
            ("13 proviso", "시행령 제13조 단서"),
            ("3-2(1)8", "시행령 제3조의2제1항제8호"),
            ("7(1)(a)", "시행령 제7조제1호가목"),
            ("16(7)", "시행령 제16조제7호"),
            ("Act 12(1)4(a)", "법 제12조제1항제4호가목"),
            ("Act 15", "법 제15조"),
            ("Rule 10(1)", "시행규칙 제10조제1항"),
            ("Addenda 2008 art 3", "시행령 부칙(2008. 6. 29.) 제3조"),
            ("Addenda 23181 art 2", "시행령 부칙(제23181호) 제2조"),
            ("Addenda", "시행령 부칙"),
            ("7, 9, 10", "시행령 제7조·제9조·제10조"),
            ("16(5-2)", "시행령 제16조제5호의2"),
        ] {
            assert_eq!(cite(citation, Language::Ko), korean);
        }
        assert_eq!(cite("6(1)", Language::En), "Decree 6(1)");
        assert_eq!(cite("Act 15", Language::En), "Act 15");
    }
}
