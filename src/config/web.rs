use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// Settings of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebConfig {
    /// After how many minutes without a click a session ends, 5 to 120.
    pub idle_minutes: u32,
    /// After how many hours a session ends however busy it is, 1 to 24.
    pub session_hours: u32,
    /// Machines in front of this one whose word on a client's address (`X-Forwarded-For`) is taken.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            idle_minutes: 30,
            session_hours: 10,
            trusted_proxies: Vec::new(),
        }
    }
}

impl WebConfig {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(5..=120).contains(&self.idle_minutes) {
            faults.push(format!(
                "web.idle_minutes is {}: 5 to 120 are allowed",
                self.idle_minutes
            ));
        }
        if !(1..=24).contains(&self.session_hours) {
            faults.push(format!(
                "web.session_hours is {}: 1 to 24 are allowed",
                self.session_hours
            ));
        }
    }
}
