use serde::{Deserialize, Serialize};

/// Settings of the signing process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignerConfig {
    /// How many signatures one document signer may make, 1 to 10,000,000.
    pub signature_limit: u64,
    /// Whether software keys may be used in a directory that is not marked specimen.
    pub allow_software_keys: bool,
}

impl Default for SignerConfig {
    fn default() -> Self {
        Self {
            signature_limit: 100_000,
            allow_software_keys: false,
        }
    }
}

impl SignerConfig {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(1..=10_000_000).contains(&self.signature_limit) {
            faults.push(format!(
                "signer.signature_limit is {}: 1 to 10000000 are allowed",
                self.signature_limit
            ));
        }
    }
}
