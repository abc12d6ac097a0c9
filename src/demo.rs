//! The demo country: a whole service with invented people, built by the same use cases that staff use.
//!
//! Founding has two halves: [`prepare`] makes what lies on the disk before anybody works there (the specimen country, the
//! configuration, the accounts), [`found`] does the rest with the signer at work: officers enrolled, posts, staff, stock, and
//! cases at every stage. Both look at what is there first, so that a founding that was cut off goes on where it was, and a
//! finished one finds nothing to do.

mod accounts;
mod cast;
mod country;
mod founding;
mod play;

use std::path::PathBuf;

use zeroize::Zeroizing;

pub use accounts::{Account, Accounts};
pub use founding::{Prepared, found, prepare};

/// Why the demo country is not there.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The specimen country below it.
    #[error(transparent)]
    Specimen(#[from] crate::specimen::FoundError),
    /// The directory is at work for something else.
    #[error(
        "{path} is a specimen directory with data of its own and no demo: name another directory with --data"
    )]
    NotDemo {
        /// The directory.
        path: PathBuf,
    },
    /// A step that staff would take was refused or failed.
    #[error("{step}: {source}")]
    Step {
        /// Which step.
        step: String,
        /// What stood against it.
        source: crate::service::ServiceError,
    },
    /// Something is broken.
    #[error("{0}")]
    Failed(String),
}

impl DemoError {
    fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }

    fn at(step: impl Into<String>) -> impl FnOnce(crate::service::ServiceError) -> Self {
        let step = step.into();
        move |source| Self::Step { step, source }
    }
}

impl From<crate::store::StoreError> for DemoError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::failed(error)
    }
}

/// A passphrase of so many groups of five letters and digits that are not easily confused: 25 bits a group.
///
/// # Errors
/// When the system has no randomness to give.
pub fn passphrase(groups: usize) -> Result<Zeroizing<String>, openssl::error::ErrorStack> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let mut bytes = Zeroizing::new(vec![0_u8; groups * 5]);
    openssl::rand::rand_bytes(&mut bytes)?;
    let mut text = Zeroizing::new(String::with_capacity(groups * 6));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
        text.push(char::from(letter));
    }
    Ok(text)
}
