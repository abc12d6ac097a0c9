use std::time::SystemTime;

use actix_web::http::header::{EntityTag, HeaderMap, HttpDate, IF_RANGE, RANGE};

/// How much of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ranged {
    Whole,
    /// Both places counted from zero and inside the file.
    Part {
        first: usize,
        last: usize,
    },
    Unsatisfiable,
}

/// Reads `Range`. One range of bytes is honoured; anything else (several, another unit, nonsense) is passed over, as a server
/// may. `If-Range` names the version of which a part is wanted; of another version the whole is given.
///
/// Source: rfc9110:14.2, 13.1.5
pub(super) fn ranged(
    asked: &HeaderMap,
    length: usize,
    tag: &EntityTag,
    modified: SystemTime,
) -> Ranged {
    let given = asked.get(RANGE).and_then(|value| value.to_str().ok());
    let Some(range) = given.and_then(|value| value.trim().strip_prefix("bytes=")) else {
        return Ranged::Whole;
    };
    if asked.contains_key(IF_RANGE) && !is_same_version(asked, tag, modified) {
        return Ranged::Whole;
    }
    part(range, length).unwrap_or(Ranged::Whole)
}

fn part(range: &str, length: usize) -> Option<Ranged> {
    let (first, last) = range.trim().split_once('-')?;
    if first.is_empty() {
        let count = number(last)?;
        return Some(if count == 0 || length == 0 {
            Ranged::Unsatisfiable
        } else {
            Ranged::Part {
                first: length.saturating_sub(count),
                last: length - 1,
            }
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() {
        usize::MAX
    } else {
        number(last)?
    };
    if last < first {
        return None;
    }
    Some(if first >= length {
        Ranged::Unsatisfiable
    } else {
        Ranged::Part {
            first,
            last: last.min(length - 1),
        }
    })
}

/// Digits only; a number beyond all files stands for the largest there is.
fn number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

fn is_same_version(asked: &HeaderMap, tag: &EntityTag, modified: SystemTime) -> bool {
    let Some(given) = asked.get(IF_RANGE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    if let Ok(given) = given.parse::<EntityTag>() {
        return given.strong_eq(tag);
    }
    given
        .parse::<HttpDate>()
        .is_ok_and(|date| SystemTime::from(date) == modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_honoured_and_nonsense_passed_over() {
        let part = |range| super::part(range, 100);
        let some = |first, last| Some(Ranged::Part { first, last });
        for (range, expected) in [
            ("0-9", some(0, 9)),
            ("90-", some(90, 99)),
            ("90-1000", some(90, 99)),
            ("-10", some(90, 99)),
            ("-1000", some(0, 99)),
            ("0-99999999999999999999999999", some(0, 99)),
            ("100-", Some(Ranged::Unsatisfiable)),
            ("-0", Some(Ranged::Unsatisfiable)),
            ("9-0", None),
            ("0-1,3-4", None),
            ("a-b", None),
            ("-", None),
            ("+1-2", None),
            ("", None),
        ] {
            assert_eq!(part(range), expected, "{range}");
        }
        assert_eq!(super::part("-5", 0), Some(Ranged::Unsatisfiable));
    }
}
