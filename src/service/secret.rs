//! What an officer knows and has: the password's hash and the second factor.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use openssl::rand::rand_bytes;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::error::{FieldFault, ServiceError};

/// Seconds in which one code is good.
pub const STEP_SECONDS: i64 = 30;
const SALT_BYTES: usize = 16;
const SECRET_BYTES: usize = 20;
const SHORTEST: usize = 12;
/// A name and a few digits are no password, however long the name.
const SHORTEST_BESIDE_NAMES: usize = 8;
const LONGEST: usize = 128;

/// Random bytes as lower-case hexadecimal.
///
/// # Errors
/// [`ServiceError::Failed`] when the system has none to give.
pub fn random_hex<const N: usize>() -> Result<Zeroizing<String>, ServiceError> {
    let mut bytes = Zeroizing::new([0; N]);
    rand_bytes(bytes.as_mut_slice()).map_err(|error| ServiceError::Failed(error.to_string()))?;
    Ok(Zeroizing::new(crate::domain::hex(bytes.as_slice())))
}

/// Checks a password's strength against the names a guesser would try first.
pub fn check_strength(password: &str, names: &[&str]) -> Result<(), ServiceError> {
    let length = password.chars().count();
    let message = if length < SHORTEST {
        "staff-fault-password-short"
    } else if length > LONGEST {
        "staff-fault-password-long"
    } else if u8::from(zxcvbn::zxcvbn(password, names).score()) < 3
        || beside_names(password, names) < SHORTEST_BESIDE_NAMES
    {
        "staff-fault-password-weak"
    } else {
        return Ok(());
    };
    Err(ServiceError::Invalid(vec![FieldFault {
        field: "password".to_owned(),
        message: message.to_owned(),
    }]))
}

/// How many letters and digits are left when the names are taken out.
fn beside_names(password: &str, names: &[&str]) -> usize {
    names
        .iter()
        .filter(|name| name.chars().count() > 1)
        .fold(password.to_lowercase(), |rest, name| {
            rest.replace(&name.to_lowercase(), "")
        })
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
}

/// Hashes a password with Argon2id. Slow on purpose: call it where blocking is allowed.
pub fn hash_password(password: &str) -> Result<String, ServiceError> {
    let broken = |error: argon2::password_hash::Error| ServiceError::Failed(error.to_string());
    let mut salt = [0; SALT_BYTES];
    rand_bytes(&mut salt).map_err(|error| ServiceError::Failed(error.to_string()))?;
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(broken)?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a hash. Where there is no hash it takes as long and answers no.
///
/// Slow on purpose: call it where blocking is allowed.
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody =
        || NOBODY.get_or_init(|| hash_password("nobody has this password").unwrap_or_default());
    let parsed = PasswordHash::new(hash.unwrap_or_else(|| nobody()));
    // A longer one is none of ours, and hashing it would be work for nothing.
    let fits = password.len() <= LONGEST * 4;
    let same = parsed.is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(if fits { password.as_bytes() } else { b"" }, &parsed)
            .is_ok()
    });
    same && fits && hash.is_some()
}

/// A new secret for the second factor.
pub fn new_totp_secret() -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let mut secret = Zeroizing::new(vec![0; SECRET_BYTES]);
    rand_bytes(&mut secret).map_err(|error| ServiceError::Failed(error.to_string()))?;
    Ok(secret)
}

/// The second factor of an account.
pub fn totp(secret: &[u8], account: &str, issuer: &str) -> Result<Totp, ServiceError> {
    Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_account_name(account)
        .with_issuer(Some(issuer))
        .build()
        .map_err(|error| ServiceError::Failed(format!("the second factor: {error:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_and_another_or_none_is_not() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        assert!(is_password("correct horse", Some(&hash)));
        assert!(!is_password("correct hors", Some(&hash)));
        assert!(!is_password("correct horse", None));
        assert!(!is_password("nobody has this password", None));
        assert!(!is_password("x", Some("no hash")));
        assert!(!is_password(&"x".repeat(100_000), Some(&hash)));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (password, ok) in [
            ("", false),
            ("short", false),
            ("password1234", false),
            ("kim-min-jun-1234", false),
            ("Quiet-Harbour-71-lantern", true),
            (&"long and not weak".repeat(20), false),
        ] {
            let checked = check_strength(password, &["kim", "min", "jun"]);
            assert_eq!(checked.is_ok(), ok, "{password}");
        }
    }
}
