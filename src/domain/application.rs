use chrono::NaiveDate;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::text::unseen;
use super::{Holder, HolderError, PassportKind, PassportUse, Sex};

/// A person's request for a document, as read from an application file.
///
/// The file is one JSON object: `kind`, `use`?, `facts`, `holder`, `post`?, `edition`?, `date`?. Unknown and
/// repeated keys are refused. `kind`, `use`, `date`, `birth` and `sex` are copied into the facts, so that a person
/// writes each of them once; written twice and differently is an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// What is asked for.
    pub kind: PassportKind,
    /// The use asked for; without it the law decides.
    pub usage: Option<PassportUse>,
    /// The facts for the law's procedure `issue`, with the copied ones.
    pub facts: Map<String, Value>,
    /// The person.
    pub holder: Holder,
    /// The post that takes the application (consulate, embassy, local office).
    pub post: Option<String>,
    /// The edition of the law to decide under; without it the installation's.
    pub edition: Option<String>,
    /// The application date.
    pub date: NaiveDate,
}

/// Why an application file cannot be used. Every message names the key and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// Not JSON, an unknown key, a missing key, or a value of the wrong type.
    #[error("the application file is not usable: {0}")]
    Json(String),
    /// A key stands in the file and among the facts with different values.
    #[error(
        "`{key}` is given twice and differently: `{outer}` in the application and `{inner}` in facts: remove one of them"
    )]
    GivenTwice {
        /// The key.
        key: &'static str,
        /// The value outside.
        outer: String,
        /// The value among the facts.
        inner: String,
    },
    /// A date that lies after today.
    #[error(
        "the application date {date} lies after today, {today}: an application cannot be dated ahead"
    )]
    DatedAhead {
        /// The date given.
        date: NaiveDate,
        /// Today in Seoul.
        today: NaiveDate,
    },
    /// A fact that should repeat a date or word is of another type.
    #[error("facts.{key} is not {expected}")]
    FactType {
        /// The key.
        key: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A fact that is not the applicant's to state.
    #[error(
        "facts.issue_date cannot be given: the date of issue is the day of production; `date` is the day of the application"
    )]
    IssueDateGiven,
    /// The post's name cannot be kept.
    #[error("`post` {0}")]
    Post(String),
    /// The holder's particulars are wrong; all faults are listed.
    #[error("{}", list(.0))]
    Holder(Vec<HolderError>),
}

fn list(errors: &[HolderError]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `kind`, `facts` and `holder`"
)]
struct File {
    kind: PassportKind,
    #[serde(rename = "use")]
    usage: Option<PassportUse>,
    #[serde(default)]
    facts: FactMap,
    holder: Holder,
    post: Option<String>,
    edition: Option<String>,
    date: Option<NaiveDate>,
}

/// A JSON object in which a repeated key is an error rather than a silent overwrite.
#[derive(Default)]
struct FactMap(Map<String, Value>);

impl<'de> Deserialize<'de> for FactMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Facts;
        impl<'de> Visitor<'de> for Facts {
            type Value = FactMap;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<FactMap, A::Error> {
                let mut facts = Map::new();
                while let Some((key, value)) = access.next_entry::<String, Value>()? {
                    if facts.contains_key(&key) {
                        return Err(A::Error::custom(format!("the fact `{key}` is given twice")));
                    }
                    facts.insert(key, value);
                }
                Ok(FactMap(facts))
            }
        }
        deserializer.deserialize_map(Facts)
    }
}

impl Application {
    /// Reads an application file. `today` is today's date in Seoul and the default application date.
    ///
    /// # Errors
    /// [`ApplicationError`]: what is wrong, where, and what to do.
    pub fn parse(json: &[u8], today: NaiveDate) -> Result<Self, ApplicationError> {
        // A byte order mark is what some editors put in front; it is no fault of the person.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let file = read_file(json)?;
        let mut facts = file.facts.0;
        let holder = file.holder;
        let kind = word(&file.kind)?;
        merge(&mut facts, "kind", Some(kind))?;
        merge(
            &mut facts,
            "use",
            file.usage.map(|usage| word(&usage)).transpose()?,
        )?;
        merge(&mut facts, "birth", Some(holder.birth.to_string()))?;
        merge(&mut facts, "date", file.date.map(|date| date.to_string()))?;
        if facts.contains_key("issue_date") {
            return Err(ApplicationError::IssueDateGiven);
        }
        let sex = match holder.sex {
            Sex::Unspecified => None,
            sex => Some(word(&sex)?),
        };
        merge(&mut facts, "sex", sex)?;
        let usage = copied_back(&facts, "use", "`single` or `multiple`")?;
        let date = copied_back(&facts, "date", "a date YYYY-MM-DD")?.unwrap_or(today);
        facts.insert("date".to_owned(), Value::String(date.to_string()));
        if date > today {
            return Err(ApplicationError::DatedAhead { date, today });
        }
        holder.check(date).map_err(ApplicationError::Holder)?;
        check_nationality(&holder, file.kind, &mut facts)?;
        check_post(file.post.as_deref())?;
        Ok(Self {
            kind: file.kind,
            usage,
            facts,
            holder,
            post: file.post,
            edition: file.edition,
            date,
        })
    }
}

/// A foreigner who is called nothing else is one for the law as well, which then says what it has for foreigners.
fn check_nationality(
    holder: &Holder,
    kind: PassportKind,
    facts: &mut Map<String, Value>,
) -> Result<(), ApplicationError> {
    if holder.nationality != "KOR" && !facts.contains_key("person") {
        let person = match holder.nationality.as_str() {
            "XXA" => "stateless",
            _ => "foreigner",
        };
        facts.insert("person".to_owned(), Value::String(person.to_owned()));
    }
    let person = facts.get("person").and_then(Value::as_str);
    if holder.nationality_fits(kind, person) {
        return Ok(());
    }
    Err(ApplicationError::Holder(vec![
        HolderError::NationalityContradicts {
            nationality: holder.nationality.clone(),
            person: shortened(person.unwrap_or_default()),
        },
    ]))
}

fn check_post(post: Option<&str>) -> Result<(), ApplicationError> {
    const POST_LIMIT: usize = 100;
    let post = post.unwrap_or_default();
    let length = post.chars().count();
    if length > POST_LIMIT {
        return Err(ApplicationError::Post(format!(
            "has {length} characters: at most {POST_LIMIT} can be kept"
        )));
    }
    match unseen(post) {
        Some(what) => Err(ApplicationError::Post(format!(
            "contains {what}: remove it"
        ))),
        None => Ok(()),
    }
}

/// A foreign text that goes into a message: short, and nothing in it steers a terminal.
fn shortened(text: &str) -> String {
    const LIMIT: usize = 240;
    let mut shown: String = text
        .chars()
        .take(LIMIT)
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect();
    if text.chars().nth(LIMIT).is_some() {
        shown.push('…');
    }
    shown
}

/// Reads the file's shape; an error names the key and the place.
fn read_file(json: &[u8]) -> Result<File, ApplicationError> {
    if json.iter().all(u8::is_ascii_whitespace) {
        return Err(ApplicationError::Json("it is empty".to_owned()));
    }
    if let Err(error) = std::str::from_utf8(json) {
        return Err(ApplicationError::Json(format!(
            "it is no UTF-8 text (from byte {} on): save it with the encoding UTF-8",
            error.valid_up_to()
        )));
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    let file: File = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let cause = error.inner().to_string();
        // The calendar library does not say what it wanted.
        let cause = cause
            .replace("input is out of range", "no such day in the calendar")
            .replace("premature end of input", "a date is written YYYY-MM-DD")
            .replace(
                "input contains invalid characters",
                "a date is written YYYY-MM-DD",
            );
        match error.path().to_string().as_str() {
            "." => ApplicationError::Json(shortened(&cause)),
            path => ApplicationError::Json(shortened(&format!("{path}: {cause}"))),
        }
    })?;
    reader
        .end()
        .map_err(|error| ApplicationError::Json(error.to_string()))?;
    Ok(file)
}

/// The word that stands for a value in the contract.
fn word<T: serde::Serialize>(value: &T) -> Result<String, ApplicationError> {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => Ok(text),
        other => Err(ApplicationError::Json(format!("{other:?} is no word"))),
    }
}

fn merge(
    facts: &mut Map<String, Value>,
    key: &'static str,
    outer: Option<String>,
) -> Result<(), ApplicationError> {
    let Some(outer) = outer else { return Ok(()) };
    match facts.get(key) {
        None => {
            facts.insert(key.to_owned(), Value::String(outer));
            Ok(())
        }
        Some(Value::String(inner)) if *inner == outer => Ok(()),
        Some(inner) => Err(ApplicationError::GivenTwice {
            key,
            outer,
            inner: inner
                .as_str()
                .map_or_else(|| inner.to_string(), str::to_owned),
        }),
    }
}

fn copied_back<T: for<'de> Deserialize<'de>>(
    facts: &Map<String, Value>,
    key: &'static str,
    expected: &'static str,
) -> Result<Option<T>, ApplicationError> {
    facts
        .get(key)
        .map(|value| {
            T::deserialize(value).map_err(|_| ApplicationError::FactType { key, expected })
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn file() -> Value {
        json!({
            "kind": "ordinary",
            "facts": {"residence": "korea"},
            "holder": {
                "surname_ko": "홍", "given_names_ko": "길동", "surname_en": "HONG", "given_names_en": "GILDONG",
                "birth": "1990-03-15", "sex": "M", "nationality": "KOR"
            }
        })
    }

    fn parse(value: &Value) -> Result<Application, ApplicationError> {
        Application::parse(value.to_string().as_bytes(), today())
    }

    #[test]
    fn the_five_copied_facts_are_written_once_and_found_among_the_facts() {
        let mut file = file();
        file["use"] = json!("single");
        let application = parse(&file).unwrap();
        assert_eq!(application.date, today());
        assert_eq!(application.usage, Some(PassportUse::Single));
        for (key, value) in [
            ("kind", "ordinary"),
            ("use", "single"),
            ("birth", "1990-03-15"),
            ("sex", "M"),
            ("date", "2026-11-22"),
            ("residence", "korea"),
        ] {
            assert_eq!(application.facts[key], value, "{key}");
        }
    }

    #[test]
    fn a_copied_fact_may_be_repeated_but_not_contradicted() {
        for (key, same, other) in [
            ("kind", "ordinary", "official"),
            ("birth", "1990-03-15", "1991-03-15"),
            ("sex", "M", "F"),
        ] {
            let mut file = file();
            file["facts"][key] = json!(same);
            assert!(parse(&file).is_ok(), "{key}");
            file["facts"][key] = json!(other);
            let text = parse(&file).unwrap_err().to_string();
            assert!(
                text.contains(&format!("`{key}` is given twice")) && text.contains(other),
                "{text}"
            );
        }
    }

    #[test]
    fn date_and_use_among_the_facts_alone_count() {
        let mut file = file();
        file["facts"]["date"] = json!("2026-11-01");
        file["facts"]["use"] = json!("multiple");
        let application = parse(&file).unwrap();
        assert_eq!(application.date.to_string(), "2026-11-01");
        assert_eq!(application.usage, Some(PassportUse::Multiple));
        file["date"] = json!("2026-11-02");
        assert!(matches!(
            parse(&file),
            Err(ApplicationError::GivenTwice { key: "date", .. })
        ));
    }

    #[test]
    fn unknown_repeated_and_missing_keys_are_named() {
        let mut unknown = file();
        unknown["colour"] = json!("red");
        assert!(
            parse(&unknown)
                .unwrap_err()
                .to_string()
                .contains("unknown field `colour`")
        );
        let mut inner = file();
        inner["holder"]["surnam"] = json!("x");
        assert!(
            parse(&inner)
                .unwrap_err()
                .to_string()
                .contains("unknown field `surnam`")
        );
        let mut missing = file();
        missing["holder"].as_object_mut().unwrap().remove("birth");
        assert!(
            parse(&missing)
                .unwrap_err()
                .to_string()
                .contains("missing field `birth`")
        );
        let twice = file().to_string().replace(
            r#""residence":"korea""#,
            r#""residence":"korea","residence":"abroad""#,
        );
        let error = Application::parse(twice.as_bytes(), today()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the fact `residence` is given twice"),
            "{error}"
        );
    }

    #[test]
    fn a_foreigner_is_one_for_the_law_as_well() {
        let mut foreign = file();
        for (nationality, person) in [("USA", "foreigner"), ("XXA", "stateless")] {
            foreign["holder"]["nationality"] = json!(nationality);
            assert_eq!(parse(&foreign).unwrap().facts["person"], person);
        }
        foreign["facts"]["person"] = json!("national");
        let text = parse(&foreign).unwrap_err().to_string();
        assert!(
            text.contains("holder.nationality `XXA` and facts.person `national`"),
            "{text}"
        );
        assert!(!parse(&file()).unwrap().facts.contains_key("person"));
    }

    #[test]
    fn the_date_of_issue_and_a_post_that_cannot_be_shown_are_refused() {
        let mut issue = file();
        issue["facts"]["issue_date"] = json!("2030-01-01");
        assert!(matches!(
            parse(&issue),
            Err(ApplicationError::IssueDateGiven)
        ));
        for (post, words) in [
            ("x".repeat(101), "101 characters"),
            ("Se\u{202E}oul".to_owned(), "U+202E"),
            ("\u{1B}[31m".to_owned(), "U+001B"),
        ] {
            let mut file = file();
            file["post"] = json!(post);
            let text = parse(&file).unwrap_err().to_string();
            assert!(text.starts_with("`post`") && text.contains(words), "{text}");
        }
    }

    #[test]
    fn a_message_stays_short_and_harmless_whatever_the_file_holds() {
        for text in [
            format!("{{\"{}\": 1}}", "x".repeat(100_000)),
            format!("{{\"facts\": {{\"a\": {}}}}}", "[".repeat(100_000)),
            "{\"\\u001b[31mred\": 1}".to_owned(),
        ] {
            let message = Application::parse(text.as_bytes(), today())
                .unwrap_err()
                .to_string();
            assert!(
                message.chars().count() < 400 && !message.contains('\u{1B}'),
                "{message}"
            );
        }
    }

    #[test]
    fn impossible_and_future_dates_are_refused() {
        let mut impossible = file();
        impossible["holder"]["birth"] = json!("1990-02-30");
        assert!(matches!(parse(&impossible), Err(ApplicationError::Json(_))));
        let mut ahead = file();
        ahead["date"] = json!("2026-11-23");
        assert!(matches!(
            parse(&ahead),
            Err(ApplicationError::DatedAhead { .. })
        ));
    }

    #[test]
    fn a_byte_order_mark_is_tolerated_and_broken_text_is_not() {
        let with_mark = [b"\xEF\xBB\xBF".as_slice(), file().to_string().as_bytes()].concat();
        assert!(Application::parse(&with_mark, today()).is_ok());
        for (bad, words) in [
            (b"".as_slice(), "it is empty"),
            (b" \n", "it is empty"),
            (b"{", "line 1"),
            (b"null", "an object with `kind`"),
            (b"\xff\xfe{\0", "save it with the encoding UTF-8"),
        ] {
            match Application::parse(bad, today()) {
                Err(ApplicationError::Json(text)) => assert!(text.contains(words), "{text}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
