//! What an installation is told: one file per concern, every bound checked when it is read.
//!
//! Here belong the settings of `config.toml` and the layout of the data directory. Legal values do not: they are
//! the law's parameters. Start with [`Config::read`] and [`DataDirectory`].

mod data_directory;
mod demo;
mod example;
mod installation;
mod law;
mod signer;
mod web;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use data_directory::DataDirectory;
pub use demo::{DemoConfig, DemoPeople};
pub use example::example;
pub use installation::InstallationConfig;
pub use law::LawConfig;
pub use signer::SignerConfig;
pub use web::WebConfig;

/// Everything in `config.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What this installation is.
    pub installation: InstallationConfig,
    /// Which law answers.
    #[serde(default)]
    pub law: LawConfig,
    /// The signing process.
    #[serde(default)]
    pub signer: SignerConfig,
    /// The pages.
    #[serde(default)]
    pub web: WebConfig,
    /// What only a demonstration may do.
    #[serde(default)]
    pub demo: DemoConfig,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The directory was never set up.
    #[error(
        "{path} does not exist: the directory is no data directory (a command that makes one does so when it is absent)"
    )]
    Absent {
        /// The file looked for.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, a wrong type.
    #[error("{path} is not usable: {detail}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and what.
        detail: String,
    },
    /// Values out of bounds, all of them.
    #[error("{path} has values out of bounds: {}", .faults.join("; "))]
    Bounds {
        /// The file.
        path: PathBuf,
        /// Each with its key, its value and what is allowed.
        faults: Vec<String>,
    },
}

impl Config {
    /// The configuration of a specimen directory of the Republic of Korea.
    pub fn specimen() -> Self {
        Self {
            installation: InstallationConfig {
                state: "KOR".to_owned(),
                specimen: true,
            },
            law: LawConfig::default(),
            signer: SignerConfig::default(),
            web: WebConfig::default(),
            demo: DemoConfig::default(),
        }
    }

    /// Reads and checks the configuration of a data directory.
    ///
    /// # Errors
    /// [`ConfigError`], naming the file, the key and what is allowed.
    pub fn read(directory: &DataDirectory) -> Result<Self, ConfigError> {
        let path = directory.config_file();
        let text = std::fs::read_to_string(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => ConfigError::Absent { path: path.clone() },
            _ => ConfigError::Unreadable {
                path: path.clone(),
                source,
            },
        })?;
        let config: Self = toml::from_str(&text).map_err(|error| ConfigError::Malformed {
            path: path.clone(),
            detail: error.to_string().trim().replace('\n', " "),
        })?;
        let mut faults = Vec::new();
        config.installation.check(&mut faults);
        config.law.check(&mut faults);
        config.signer.check(&mut faults);
        config.web.check(&mut faults);
        config.demo.check(config.installation.specimen, &mut faults);
        if faults.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::Bounds { path, faults })
        }
    }

    /// The text of `config.toml`.
    ///
    /// # Errors
    /// [`ConfigError::Malformed`]; cannot happen for a value that was read or made here.
    pub fn to_text(&self) -> Result<String, ConfigError> {
        toml::to_string(self).map_err(|error| ConfigError::Malformed {
            path: PathBuf::from("config.toml"),
            detail: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, ConfigError> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("config.toml"), text).unwrap();
        Config::read(&DataDirectory::new(directory.path()))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = Config::specimen().to_text().unwrap();
        assert_eq!(read(&text).unwrap(), Config::specimen());
    }

    #[test]
    fn a_short_file_gets_the_defaults() {
        let config = read("[installation]\nstate = \"KOR\"\nspecimen = true\n").unwrap();
        assert_eq!(config, Config::specimen());
    }

    #[test]
    fn faults_are_named_together_and_unknown_keys_refused() {
        let text = read(
            "[installation]\nstate = \"Korea\"\nspecimen = true\n[signer]\nsignature_limit = 0\n",
        )
        .unwrap_err()
        .to_string();
        assert!(
            text.contains("installation.state") && text.contains("signer.signature_limit"),
            "{text}"
        );
        let text = read("[installation]\nstate = \"KOR\"\nspecimen = true\ncolour = 1\n")
            .unwrap_err()
            .to_string();
        assert!(text.contains("colour"), "{text}");
    }

    #[test]
    fn a_directory_without_configuration_says_so() {
        let directory = tempfile::tempdir().unwrap();
        let error = Config::read(&DataDirectory::new(directory.path())).unwrap_err();
        assert!(matches!(error, ConfigError::Absent { .. }));
    }
}
