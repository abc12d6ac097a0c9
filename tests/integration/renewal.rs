//! A specimen country goes on for years: what runs out is renewed in time, and what was issued before still counts.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use yeogwon::config::DataDirectory;
use yeogwon::publishing::{Manifest, read_folder};
use yeogwon::specimen::{FoundError, open_or_found};
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::read::RevocationList;

use crate::world::{example, fresh, specimen_arguments, yeogwon};

struct Country {
    directory: DataDirectory,
    document: PathBuf,
    founded: DateTime<Utc>,
}

impl Country {
    fn new(name: &str) -> Self {
        let folder = fresh(name);
        let data = folder.join("data");
        let document = folder.join("document");
        yeogwon(specimen_arguments(
            &example("ordinary.json"),
            &data,
            &document,
        ))
        .ends(0);
        Self {
            directory: DataDirectory::new(&data),
            document,
            founded: Utc::now(),
        }
    }

    fn after(&self, days: i64) -> DateTime<Utc> {
        self.founded + TimeDelta::days(days)
    }

    fn open(&self, days: i64) -> Result<(), FoundError> {
        open_or_found(&self.directory, self.after(days)).map(drop)
    }

    fn public(&self, name: &str) -> PathBuf {
        self.directory.public().join(name)
    }

    fn signers(&self) -> BTreeSet<Vec<u8>> {
        fs::read_dir(self.public("ds"))
            .unwrap()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect()
    }

    fn crl_number(&self) -> u64 {
        let state = fs::read(self.directory.csca().join("state.json")).unwrap();
        let state: Value = serde_json::from_slice(&state).unwrap();
        state["crl_number"].as_u64().unwrap()
    }

    /// The sequence number of the manifest, after every file was compared with it.
    fn manifest_sequence(&self) -> u64 {
        let files = read_folder(&self.directory.public()).unwrap();
        let manifest = Manifest::from_json(&files["manifest.json"]).unwrap();
        assert_eq!(manifest.faults(&files), []);
        manifest.sequence
    }

    /// A border judges the document at that time with the published folder, and gives its warnings.
    fn border_accepts(&self, days: i64) -> Vec<Value> {
        let report = yeogwon([
            "verify".as_ref(),
            self.document.as_os_str(),
            "--trust".as_ref(),
            self.directory.public().as_os_str(),
            "--at".as_ref(),
            self.after(days).to_rfc3339().as_ref(),
            "--json".as_ref(),
        ])
        .ends(0)
        .json();
        report["warnings"].as_array().unwrap().clone()
    }
}

#[test]
fn signers_and_lists_are_renewed_in_time_and_old_documents_stay_valid() {
    let country = Country::new("renewal");
    let list = || fs::read(country.public("KOR.ml")).unwrap();
    let (first_signers, first_list) = (country.signers(), list());
    let first_crl = fs::read(country.public("KOR.crl")).unwrap();
    assert_eq!((first_signers.len(), country.crl_number()), (2, 1));
    assert_eq!(country.manifest_sequence(), 1);

    // Nothing is due on the second day.
    country.open(1).unwrap();
    assert_eq!(country.signers(), first_signers);
    assert_eq!((list(), country.crl_number()), (first_list.clone(), 1));
    assert_eq!(country.manifest_sequence(), 1);

    // The signers end after two months, the CRL after 89 days; both are renewed a week before.
    country.open(83).unwrap();
    let second_signers = country.signers();
    assert_eq!(second_signers.len(), 4);
    assert!(second_signers.is_superset(&first_signers));
    for certificate in second_signers.difference(&first_signers) {
        let certificate = Certificate::from_der(certificate).unwrap();
        assert!(certificate.private_key_usage().unwrap().until > country.after(83 + 7));
    }
    assert_eq!((list(), country.crl_number()), (first_list.clone(), 2));
    assert_eq!(country.manifest_sequence(), 2);
    let second_crl = fs::read(country.public("KOR.crl")).unwrap();
    assert_ne!(second_crl, first_crl);
    assert!(RevocationList::from_der(&second_crl).is_ok());
    assert_eq!(country.border_accepts(83), [] as [Value; 0]);
    // Once is enough.
    country.open(83).unwrap();
    assert_eq!(country.signers(), second_signers);
    assert_eq!(country.crl_number(), 2);

    // The list signer ends after eleven months.
    country.open(330).unwrap();
    let second_list = list();
    assert_ne!(second_list, first_list);
    assert_eq!(country.crl_number(), 3);
    assert_eq!(country.manifest_sequence(), 3);
    country.open(331).unwrap();
    assert_eq!(list(), second_list);
    // Past the end of the first list's signer the second is accepted; the first would not be.
    assert_eq!(country.border_accepts(345), [] as [Value; 0]);
    fs::write(country.public("KOR.ml"), first_list).unwrap();
    assert_ne!(country.border_accepts(345), [] as [Value; 0]);
}

#[test]
fn a_directory_that_does_not_remember_its_list_signer_makes_a_new_list() {
    let country = Country::new("renewal_old_state");
    let path = country.directory.csca().join("state.json");
    let mut state: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    state.as_object_mut().unwrap().remove("master_list_until");
    fs::write(&path, state.to_string()).unwrap();
    let before = fs::read(country.public("KOR.ml")).unwrap();
    country.open(1).unwrap();
    assert_ne!(fs::read(country.public("KOR.ml")).unwrap(), before);
}

/// A country of an earlier version of the program, or one that lost a file, gets what is missing.
#[test]
fn what_is_missing_is_published_again() {
    let country = Country::new("renewal_missing");
    for (round, name) in ["manifest.json.p7s", "index.html", "pkd.ldif", "KOR.ml"]
        .into_iter()
        .enumerate()
    {
        fs::remove_file(country.public(name)).unwrap();
        country.open(0).unwrap();
        assert!(country.public(name).exists(), "{name}");
        assert_eq!(country.manifest_sequence(), round as u64 + 2);
    }
    assert_eq!(country.crl_number(), 1);
    fs::remove_dir_all(country.public("")).unwrap();
    country.open(0).unwrap();
    assert_eq!(country.manifest_sequence(), 6);
    assert_eq!(country.border_accepts(0), [] as [Value; 0]);
}

#[test]
fn a_country_whose_key_has_served_its_time_names_the_remedy() {
    let country = Country::new("renewal_ended");
    let error = country.open(5 * 366).unwrap_err();
    assert!(matches!(error, FoundError::Ended { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("--data") && text.contains("does not exist yet"),
        "{text}"
    );
    assert_eq!(country.signers().len(), 2);
    assert_eq!(country.crl_number(), 1);
}
