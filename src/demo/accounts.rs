use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cast::PLAYERS;
use super::{DemoError, passphrase};
use crate::config::DataDirectory;
use crate::domain::StaffRole;
use crate::service::officer_key::signs_for;
use crate::service::portable_key::PortableKey;
use crate::specimen::write_atomically;

/// The accounts of the demo country with everything that their people know and have: `officers/accounts.json`, for its owner
/// alone. No serving process opens it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// The password of every account.
    pub password: String,
    /// One for each member of staff.
    pub accounts: Vec<Account>,
}

/// One account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The identifier to sign in with.
    pub id: String,
    /// The name in Hangul.
    pub name_ko: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The post.
    pub post: String,
    /// The roles.
    pub roles: Vec<StaffRole>,
    /// The second factor, once the account is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otpauth_url: Option<String>,
    /// What opens the officer's own key, where the officer has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_passphrase: Option<String>,
    /// The officer's own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PortableKey>,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts")
            .field("accounts", &self.accounts.len())
            .finish_non_exhaustive()
    }
}

fn path(directory: &DataDirectory) -> PathBuf {
    directory.officers().join("accounts.json")
}

impl Accounts {
    /// The accounts of a directory, made where they are absent. Nothing else knows the secrets, so they are on the disk before
    /// they are used.
    pub(super) fn open_or_make(directory: &DataDirectory) -> Result<Self, DemoError> {
        let path = path(directory);
        match std::fs::read(&path) {
            Ok(json) => serde_json::from_slice(&json)
                .map_err(|error| DemoError::Failed(format!("{}: {error}", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let accounts = Self::make()?;
                accounts.write(&path)?;
                Ok(accounts)
            }
            Err(error) => Err(DemoError::Failed(format!("{}: {error}", path.display()))),
        }
    }

    fn make() -> Result<Self, DemoError> {
        let password = passphrase(4).map_err(DemoError::failed)?;
        // Deriving a key from a passphrase is slow on purpose: all at a time.
        let accounts: Result<Vec<_>, _> = std::thread::scope(|scope| {
            let making: Vec<_> = PLAYERS
                .iter()
                .map(|player| scope.spawn(move || Account::of(player)))
                .collect();
            making
                .into_iter()
                .map(|making| {
                    making
                        .join()
                        .unwrap_or_else(|_| Err(DemoError::Failed("a key was not made".into())))
                })
                .collect()
        });
        Ok(Self {
            password: password.as_str().to_owned(),
            accounts: accounts?,
        })
    }

    /// Keeps them.
    pub(super) fn keep(&self, directory: &DataDirectory) -> Result<(), DemoError> {
        self.write(&path(directory))
    }

    fn write(&self, path: &Path) -> Result<(), DemoError> {
        let json = Zeroizing::new(serde_json::to_vec_pretty(self).map_err(DemoError::failed)?);
        write_atomically(path, &json, 0o600).map_err(DemoError::failed)
    }

    /// The account of an identifier.
    pub fn find(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }
}

impl Account {
    fn of(player: &super::cast::Player) -> Result<Self, DemoError> {
        let (signing_passphrase, key) = if signs_for(player.roles.iter().copied()).is_empty() {
            (None, None)
        } else {
            let passphrase = passphrase(3).map_err(DemoError::failed)?;
            let key = PortableKey::generate(player.id, &passphrase).map_err(DemoError::failed)?;
            (Some(passphrase.as_str().to_owned()), Some(key))
        };
        Ok(Self {
            id: player.id.to_owned(),
            name_ko: player.name_ko.to_owned(),
            name_en: player.name_en.to_owned(),
            post: player.post.to_owned(),
            roles: player.roles.to_vec(),
            otpauth_url: None,
            signing_passphrase,
            key,
        })
    }
}
