//! What runs by itself beside the pages: settling what a crash left open, watching ages and limits.
//!
//! Every job may run at any time and any number of times: it looks at what is, and writes only what has changed. Start with
//! [`run`].

use std::time::Duration;

use crate::service::Deps;
use crate::service::production::Made;
use crate::service::settle_productions::settle_productions;
use crate::service::watch::{Warning, watch};
use crate::service::witness_journal::witness_journal;

/// How often what is open is settled.
const SETTLE_EVERY: Duration = Duration::from_secs(20);
/// How often the journal's end is shown to the signer.
const WITNESS_EVERY: Duration = Duration::from_secs(300);
/// How often ages and limits are looked at.
const WATCH_EVERY: Duration = Duration::from_secs(3600);

/// Runs every job until the task is dropped. The first round begins at once: what a crash left open is settled at the start.
pub async fn run(deps: Deps) {
    tokio::join!(
        every(SETTLE_EVERY, || settle(&deps)),
        every(WITNESS_EVERY, || witness(&deps)),
        every(WATCH_EVERY, || look(&deps)),
    );
}

/// Repeats a job with a pause that varies a little, so that several nodes do not all come at once.
async fn every<F: Future<Output = ()>>(pause: Duration, job: impl Fn() -> F) {
    loop {
        job().await;
        let mut random = [0_u8; 1];
        let _ = openssl::rand::rand_bytes(&mut random);
        tokio::time::sleep(pause + pause * u32::from(random[0]) / 2560).await;
    }
}

async fn settle(deps: &Deps) {
    match settle_productions(deps).await {
        Ok(settled) => {
            for made in settled.made {
                match made {
                    Made::Released { document, .. } => {
                        tracing::info!(%document, "an open production was settled");
                    }
                    Made::GivenUp {
                        document, problem, ..
                    } => {
                        tracing::warn!(%document, problem, "a production was given up");
                    }
                    Made::Waits {
                        document, problem, ..
                    } => {
                        tracing::debug!(%document, problem, "a production waits");
                    }
                }
            }
        }
        Err(error) => tracing::error!(%error, "open productions could not be settled"),
    }
}

async fn witness(deps: &Deps) {
    if let Err(error) = witness_journal(deps).await {
        tracing::error!(%error, "the journal's end could not be witnessed");
    }
}

async fn look(deps: &Deps) {
    match watch(deps).await {
        Ok(warnings) => {
            for warning in warnings {
                let words = warning.to_string();
                match warning {
                    Warning::Uncollected { .. } => tracing::info!("{words}"),
                    _ => tracing::warn!("{words}"),
                }
            }
        }
        Err(error) => tracing::error!(%error, "ages and limits could not be looked at"),
    }
}
