//! What a page hands to `js/approval.js`: the bytes that are signed, and the officer's keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use crate::law::{Fact, words as law};
use crate::service::officer_key::{OwnKey, own_keys};
use crate::service::{Actor, Deps, ServiceError};
use crate::web::frame::Frame;
use crate::web::text::has_text;

/// What `templates/component/sign.html` needs: the bytes that are signed, the bytes they speak of, and the officer's keys.
#[derive(Debug, Clone)]
pub(in crate::web) struct Signing {
    /// The statement's canonical bytes, base64.
    pub statement: String,
    /// The canonical bytes it speaks of, base64.
    pub record: String,
    /// The schema of the statement.
    pub schema: &'static str,
    /// The field of the statement that holds the digest of the record.
    pub digest_field: &'static str,
    /// Who signs.
    pub officer: String,
    /// The role, where the statement has one.
    pub role: &'static str,
    /// The application number in the record, where it has one.
    pub application: String,
    /// The officer's enrolled keys, JSON.
    pub keys: String,
    /// Labels of the record's fields, JSON.
    pub labels: String,
}

/// What is signed.
pub(in crate::web) struct SigningOf<'a> {
    pub(in crate::web) statement: &'a [u8],
    pub(in crate::web) record: &'a [u8],
    pub(in crate::web) schema: &'static str,
    pub(in crate::web) digest_field: &'static str,
    pub(in crate::web) role: &'static str,
    pub(in crate::web) application: &'a str,
}

impl Signing {
    pub(in crate::web) async fn new(
        frame: &Frame,
        deps: &Deps,
        actor: &Actor,
        of: SigningOf<'_>,
    ) -> Result<Self, ServiceError> {
        let keys: Vec<OwnKey> = own_keys(deps, actor)
            .await?
            .into_iter()
            .filter(|key| key.state == OwnKey::ENROLLED)
            .collect();
        let keys: Vec<serde_json::Value> = keys
            .iter()
            .map(|key| {
                let wrapped = key
                    .wrapped_key
                    .as_deref()
                    .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
                json!({ "sha256": key.sha256, "public_key": key.public_key, "wrapped_key": wrapped })
            })
            .collect();
        Ok(Self {
            statement: BASE64.encode(of.statement),
            record: BASE64.encode(of.record),
            schema: of.schema,
            digest_field: of.digest_field,
            officer: actor.id.as_str().to_owned(),
            role: of.role,
            application: of.application.to_owned(),
            keys: json!(keys).to_string(),
            labels: labels(frame, of.record),
        })
    }
}

/// The words for the fields of a record, by path; a field without words keeps its name.
fn labels(frame: &Frame, record: &[u8]) -> String {
    let record: serde_json::Value = serde_json::from_slice(record).unwrap_or_default();
    let mut labels = serde_json::Map::new();
    label(frame, &record, "", &mut labels);
    serde_json::Value::Object(labels).to_string()
}

fn label(
    frame: &Frame,
    value: &serde_json::Value,
    path: &str,
    labels: &mut serde_json::Map<String, serde_json::Value>,
) {
    let serde_json::Value::Object(members) = value else {
        let last = path.rsplit('.').next().unwrap_or(path);
        if let Some(words) = words_of(frame, path, value) {
            labels.insert(format!("{path}={}", plain(value)), words.into());
        }
        if path.starts_with("facts.")
            && let Some(fact) = Fact::parse(last)
        {
            let words = law::fact(fact, frame.language.of_law());
            labels.insert(path.to_owned(), words.into());
            return;
        }
        for key in [
            format!("record-{}", path.replace(['.', '_'], "-")),
            format!("fact-{}", last.replace('_', "-")),
        ] {
            if has_text(frame.language, &key) {
                labels.insert(path.to_owned(), frame.t(&key).into());
                return;
            }
        }
        return;
    };
    for (key, member) in members {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        label(frame, member, &path, labels);
    }
}

/// The words for a value of a closed list; the page shows them beside the value that is signed.
fn words_of(frame: &Frame, path: &str, value: &serde_json::Value) -> Option<String> {
    let is_coded = path.starts_with("facts.") || matches!(path, "kind" | "use" | "holder.sex");
    match value {
        serde_json::Value::Bool(true) => Some(frame.t("case-yes")),
        serde_json::Value::Bool(false) => Some(frame.t("case-no")),
        serde_json::Value::String(text) if is_coded => {
            let words = law::value(text, frame.language.of_law());
            (words != *text).then_some(words)
        }
        _ => None,
    }
}

/// A value as the page writes it.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
