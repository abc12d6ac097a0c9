use serde::Serialize;
use serde_json::Value;

/// Why a value has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// Numbers other than integers of at most 2^53 - 1 have several spellings and are kept out of everything that is signed.
    #[error(
        "the number at `{path}` is no integer of at most 2^53 - 1: only those have one canonical spelling"
    )]
    NotAnInteger {
        /// Where it stands, as a path of keys and indexes.
        path: String,
    },
    /// A key outside printable ASCII would sort differently under different rules.
    #[error("the key `{key}` is not printable ASCII")]
    KeyNotAscii {
        /// The key.
        key: String,
    },
    /// The value could not be turned into JSON at all.
    #[error("the value has no JSON form: {0}")]
    NoJson(String),
}

/// Writes a value as canonical JSON: the one byte string over which officers sign.
///
/// Keys sorted, no white space, integers only, keys in printable ASCII; inside these limits the result is that
/// of RFC 8785, so that a browser can produce and check the same bytes.
///
/// Source: rfc8785:3.2
///
/// # Errors
/// [`CanonicalError`] when the value holds a fraction or a key that is not printable ASCII.
pub fn to_canonical_json<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value =
        serde_json::to_value(value).map_err(|error| CanonicalError::NoJson(error.to_string()))?;
    check(&value, "$")?;
    // INVARIANT: `serde_json::Map` is a B-tree here (no `preserve_order` feature), so keys come out sorted;
    // the test `keys_are_sorted` holds it.
    serde_json::to_vec(&value).map_err(|error| CanonicalError::NoJson(error.to_string()))
}

/// 2^53 - 1: the greatest integer that a double holds exactly together with all below it.
const MOST_EXACT: u64 = 9_007_199_254_740_991;

fn check(value: &Value, path: &str) -> Result<(), CanonicalError> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        // Beyond this a browser, which knows only doubles, would sign other bytes.
        Value::Number(number)
            if number
                .as_i64()
                .is_some_and(|integer| integer.unsigned_abs() <= MOST_EXACT) =>
        {
            Ok(())
        }
        Value::Number(_) => Err(CanonicalError::NotAnInteger {
            path: path.to_owned(),
        }),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| check(item, &format!("{path}[{index}]"))),
        Value::Object(members) => members.iter().try_for_each(|(key, member)| {
            if !key.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                return Err(CanonicalError::KeyNotAscii { key: key.clone() });
            }
            check(member, &format!("{path}.{key}"))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_is_padded() {
        let text = to_canonical_json(&json!({"b": {"z": 1, "a": [true, null]}, "a": "홍"}));
        assert_eq!(
            String::from_utf8(text.unwrap()).unwrap(),
            r#"{"a":"홍","b":{"a":[true,null],"z":1}}"#
        );
    }

    #[test]
    fn fractions_and_foreign_keys_have_no_canonical_form() {
        assert!(matches!(
            to_canonical_json(&json!({"a": [1.5]})),
            Err(CanonicalError::NotAnInteger { path }) if path == "$.a[0]"
        ));
        assert!(matches!(
            to_canonical_json(&json!({"이름": 1})),
            Err(CanonicalError::KeyNotAscii { .. })
        ));
    }

    #[test]
    fn integers_end_where_doubles_are_no_longer_exact() {
        for fits in [9_007_199_254_740_991_i64, -9_007_199_254_740_991] {
            assert!(to_canonical_json(&json!(fits)).is_ok());
        }
        for too_large in [9_007_199_254_740_992_i64, -9_007_199_254_740_992, i64::MIN] {
            assert!(to_canonical_json(&json!(too_large)).is_err());
        }
        assert!(to_canonical_json(&json!(u64::MAX)).is_err());
    }

    #[test]
    fn control_characters_are_escaped_as_rfc_8785_says() {
        let text = to_canonical_json(&json!("\u{1}\n\"\\/\u{7f}é")).unwrap();
        assert_eq!(text, "\"\\u0001\\n\\\"\\\\/\u{7f}é\"".as_bytes());
    }
}
