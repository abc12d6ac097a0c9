use super::{Config, ConfigError};

/// What each setting means, in the order of the file.
const MEANINGS: &[(&str, &str)] = &[
    (
        "installation.state",
        "The issuing State; only KOR is known.",
    ),
    (
        "installation.specimen",
        "Whether every document from here is a specimen and says so. Never change it afterwards.",
    ),
    (
        "law.edition",
        "The edition of the law that answers where none is named: decree-<number> or by-date.",
    ),
    (
        "signer.signature_limit",
        "How many signatures one document signer may make, 1 to 10000000.",
    ),
    (
        "signer.allow_software_keys",
        "Whether software keys may be used in a directory that is not marked specimen.",
    ),
    (
        "web.idle_minutes",
        "After how many minutes without a click a session ends, 5 to 120.",
    ),
    (
        "web.session_hours",
        "After how many hours a session ends however busy it is, 1 to 24.",
    ),
    (
        "web.trusted_proxies",
        "Machines in front of this one whose word on a client's address is taken.",
    ),
    (
        "demo.open_door",
        "Specimen alone: whether the sign-in page lets anybody in.",
    ),
];

/// A `config.toml` with every setting, its default, and what it means.
///
/// # Errors
/// [`ConfigError`]; cannot happen.
pub fn example() -> Result<String, ConfigError> {
    let mut config = Config::specimen();
    config.installation.specimen = false;
    let mut section = String::new();
    let mut text = String::from("# Every setting with its default. Secrets are no settings.\n");
    for line in config.to_text()?.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
            text.push_str(&format!("\n{line}\n"));
            continue;
        }
        let key = line.split(" =").next().unwrap_or_default();
        let name = format!("{section}.{key}");
        if let Some((_, meaning)) = MEANINGS.iter().find(|(known, _)| *known == name) {
            text.push_str(&format!("# {meaning}\n"));
        }
        if !line.is_empty() {
            text.push_str(&format!("{line}\n"));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_meaning_and_the_example_is_a_configuration() {
        let text = example().unwrap();
        let lines: Vec<_> = text.lines().collect();
        let settings = lines.iter().filter(|line| line.contains(" = ")).count();
        assert_eq!(settings, MEANINGS.len(), "{text}");
        for pair in lines.windows(2) {
            if pair[1].contains(" = ") {
                assert!(pair[0].starts_with("# "), "{}", pair[1]);
            }
        }
        let read: Config = toml::from_str(&text).unwrap();
        assert!(!read.installation.specimen);
    }

    #[test]
    fn the_example_in_the_repository_is_this_one() {
        let kept = include_str!("../../assets/config/example.toml");
        assert_eq!(
            kept,
            example().unwrap(),
            "write it again: yeogwon config example"
        );
    }
}
