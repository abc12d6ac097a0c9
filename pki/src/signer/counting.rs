//! A signer that counts: it proves in tests that something was signed exactly once, and limits how often keys are used.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{KeyLabel, Signature, Signer, SignerError};
use crate::algorithm::SignatureSuite;
use crate::public_key::PublicKey;

/// Passes everything on to another signer, counts the signatures of each key, and refuses those beyond a limit.
pub struct CountingSigner<S> {
    inner: S,
    limit: Option<u64>,
    counts: Mutex<BTreeMap<KeyLabel, u64>>,
}

impl<S: Signer> CountingSigner<S> {
    /// Counts without a limit.
    pub const fn new(inner: S) -> Self {
        Self {
            inner,
            limit: None,
            counts: Mutex::new(BTreeMap::new()),
        }
    }

    /// Lets each key sign `limit` times.
    pub const fn with_limit(inner: S, limit: u64) -> Self {
        Self {
            inner,
            limit: Some(limit),
            counts: Mutex::new(BTreeMap::new()),
        }
    }

    /// How often the key was asked to sign; refused requests do not count.
    pub fn count(&self, key: &KeyLabel) -> u64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(key).copied().unwrap_or(0)
    }

    /// Counts one more use before it happens, so that a crash can only count too many.
    fn charge(&self, key: &KeyLabel) -> Result<(), SignerError> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.clone()).or_insert(0);
        match self.limit {
            Some(limit) if *count >= limit => Err(SignerError::UsageExhausted {
                key: key.clone(),
                limit,
            }),
            _ => {
                *count += 1;
                Ok(())
            }
        }
    }
}

impl<S: Signer> Signer for CountingSigner<S> {
    fn public_key(&self, key: &KeyLabel) -> Result<PublicKey, SignerError> {
        self.inner.public_key(key)
    }

    fn sign(
        &self,
        key: &KeyLabel,
        suite: SignatureSuite,
        message: &[u8],
    ) -> Result<Signature, SignerError> {
        self.charge(key)?;
        self.inner.sign(key, suite, message)
    }
}
