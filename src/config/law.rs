use serde::{Deserialize, Serialize};

/// Which law answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LawConfig {
    /// The edition that answers where none is named: `decree-<number>` or `by-date`.
    pub edition: String,
}

impl Default for LawConfig {
    fn default() -> Self {
        Self {
            edition: "decree-23181".to_owned(),
        }
    }
}

impl LawConfig {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if let Err(error) = crate::law::Edition::parse(&self.edition) {
            faults.push(format!("law.edition: {error}"));
        }
    }
}
