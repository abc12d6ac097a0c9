//! Passphrases in memory.

use zeroize::Zeroizing;

/// A passphrase. It can be neither printed nor copied, and its memory is overwritten when it is dropped.
pub struct Passphrase(Zeroizing<Vec<u8>>);

/// Why bytes are no passphrase. The bytes themselves are not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a passphrase of {length} bytes is too short: at least {minimum} bytes are needed")]
pub struct InvalidPassphrase {
    /// The length given.
    pub length: usize,
    /// The shortest length that is accepted.
    pub minimum: usize,
}

impl Passphrase {
    /// The shortest passphrase, in bytes.
    pub const MINIMUM: usize = 12;

    /// Takes the bytes of a passphrase. A line end at the end is not part of it, so that a file made by an editor works.
    ///
    /// # Errors
    /// [`InvalidPassphrase`] when fewer than [`Passphrase::MINIMUM`] bytes are left.
    pub fn new(bytes: Vec<u8>) -> Result<Self, InvalidPassphrase> {
        let mut bytes = Zeroizing::new(bytes);
        while bytes.last().is_some_and(|byte| b"\r\n".contains(byte)) {
            bytes.pop();
        }
        if bytes.len() < Self::MINIMUM {
            return Err(InvalidPassphrase {
                length: bytes.len(),
                minimum: Self::MINIMUM,
            });
        }
        Ok(Self(bytes))
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_end_of_a_file_does_not_count() {
        let passphrase = Passphrase::new(b"twelve bytes\r\n".to_vec()).unwrap();
        assert_eq!(passphrase.expose(), b"twelve bytes");
        let short = Passphrase::new(b"eleven byte\n".to_vec());
        assert_eq!(short.err().map(|error| error.length), Some(11));
    }
}
