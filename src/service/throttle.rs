use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Slows down whoever guesses: after some failures every further try has to wait longer.
///
/// What is counted is the pair of where a try comes from and which account it is for. An account is never locked: nobody can
/// keep its owner out by failing on purpose from somewhere else.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<(String, String), Failures>>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

/// How many failures are free: people mistype.
const FREE: u32 = 4;
/// The longest wait, in seconds.
const LONGEST_SECONDS: i64 = 15 * 60;
/// After how many hours without a try the failures are forgotten.
const FORGOTTEN_HOURS: i64 = 2;
/// More pairs than this are not remembered; the oldest go first.
const MOST_PAIRS: usize = 50_000;

impl Throttle {
    /// How many seconds this pair still has to wait; 0 when it may try.
    pub fn wait_seconds(&self, source: &str, account: &str, now: DateTime<Utc>) -> i64 {
        let pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pairs
            .get(&key(source, account))
            .map_or(0, |failures| failures.wait_seconds(now))
    }

    /// Counts a failure.
    pub fn failed(&self, source: &str, account: &str, now: DateTime<Utc>) {
        let mut pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pairs.len() >= MOST_PAIRS {
            let forgotten = now - TimeDelta::hours(FORGOTTEN_HOURS);
            pairs.retain(|_, failures| failures.last > forgotten);
        }
        if pairs.len() >= MOST_PAIRS {
            let oldest = pairs.iter().min_by_key(|(_, failures)| failures.last);
            if let Some(key) = oldest.map(|(key, _)| key.clone()) {
                pairs.remove(&key);
            }
        }
        let failures = pairs.entry(key(source, account)).or_insert(Failures {
            count: 0,
            last: now,
        });
        if now - failures.last > TimeDelta::hours(FORGOTTEN_HOURS) {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    /// Forgets the failures of a pair that got in.
    pub fn succeeded(&self, source: &str, account: &str) {
        let mut pairs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pairs.remove(&key(source, account));
    }
}

impl Failures {
    fn wait_seconds(self, now: DateTime<Utc>) -> i64 {
        let Some(above) = self.count.checked_sub(FREE).filter(|above| *above > 0) else {
            return 0;
        };
        let wait = 1_i64
            .checked_shl(above.min(30))
            .unwrap_or(LONGEST_SECONDS)
            .min(LONGEST_SECONDS);
        (wait - (now - self.last).num_seconds()).clamp(0, wait)
    }
}

fn key(source: &str, account: &str) -> (String, String) {
    // What is typed as an account may be as long as a request.
    (source.to_owned(), account.chars().take(60).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_and_touch_nobody_else() {
        let throttle = Throttle::default();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let mut waits = Vec::new();
        for _ in 0..16 {
            throttle.failed("10.0.0.1", "kim", now);
            waits.push(throttle.wait_seconds("10.0.0.1", "kim", now));
        }
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900
            ]
        );
        assert_eq!(throttle.wait_seconds("10.0.0.2", "kim", now), 0);
        assert_eq!(throttle.wait_seconds("10.0.0.1", "lee", now), 0);
        let later = now + TimeDelta::seconds(899);
        assert_eq!(throttle.wait_seconds("10.0.0.1", "kim", later), 1);
        assert_eq!(
            throttle.wait_seconds("10.0.0.1", "kim", now + TimeDelta::seconds(900)),
            0
        );
        throttle.succeeded("10.0.0.1", "kim");
        assert_eq!(throttle.wait_seconds("10.0.0.1", "kim", now), 0);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let throttle = Throttle::default();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for _ in 0..9 {
            throttle.failed("a", "b", now);
        }
        let later = now + TimeDelta::hours(3);
        throttle.failed("a", "b", later);
        assert_eq!(throttle.wait_seconds("a", "b", later), 0);
    }
}
