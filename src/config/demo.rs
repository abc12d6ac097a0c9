use serde::{Deserialize, Serialize};

/// What only a demonstration may do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DemoConfig {
    /// Whether the sign-in page lists the accounts and fills in their password and current code.
    pub open_door: bool,
    /// The password that every account of the demo was made with; the sign-in page shows it when the door is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl DemoConfig {
    pub(super) fn check(&self, specimen: bool, faults: &mut Vec<String>) {
        if (self.open_door || self.password.is_some()) && !specimen {
            faults.push(
                "demo.open_door and demo.password are for a specimen directory alone: anybody could sign in"
                    .to_owned(),
            );
        }
    }
}
