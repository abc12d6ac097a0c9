use chrono::NaiveDate;
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
    /// The invented people behind the resident register; without it there is no register to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<DemoPeople>,
}

/// Which people the demo country has: the same ones for the same values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPeople {
    /// Different numbers, different people.
    pub seed: u32,
    /// The day on which the country was founded: those in a special situation have the age for it then.
    pub founded_on: NaiveDate,
}

impl DemoConfig {
    pub(super) fn check(&self, specimen: bool, faults: &mut Vec<String>) {
        if (self.open_door || self.password.is_some()) && !specimen {
            faults.push(
                "demo.open_door and demo.password are for a specimen directory alone: anybody could sign in"
                    .to_owned(),
            );
        }
        if self.people.is_some() && !specimen {
            faults.push(
                "demo.people is for a specimen directory alone: they do not exist".to_owned(),
            );
        }
    }
}
