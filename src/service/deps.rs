use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::config::{Config, DataDirectory};
use crate::store::Database;

/// What every use case works with.
#[derive(Clone)]
pub struct Deps {
    /// The store.
    pub database: Database,
    /// What the installation is.
    pub config: Arc<Config>,
    /// Where things lie.
    pub directory: Arc<DataDirectory>,
    /// The clock.
    pub clock: fn() -> DateTime<Utc>,
}

impl Deps {
    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}
