use serde::{Deserialize, Serialize};

/// What this installation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallationConfig {
    /// The issuing State, a three-letter code of Doc 9303-3, section 5.
    pub state: String,
    /// Whether every document from here is a specimen and says so.
    pub specimen: bool,
}

impl InstallationConfig {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        // The State's two-letter code in certificates, its numbers and its law are those of Korea so far.
        if self.state != "KOR" {
            faults.push(format!(
                "installation.state is `{}`: only `KOR` is known",
                self.state
            ));
        }
    }
}
