//! The demo country: a whole service with invented people, built by the same use cases that staff use.

use zeroize::Zeroizing;

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
