use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::algorithm::Curve;
use crate::fixture::{CHEAP, label, passphrase};
use crate::public_key::EcEncoding;

const P256: KeyKind = KeyKind::Ec(Curve::P256);

struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            directory: TempDir::new().unwrap(),
        }
    }

    fn keys(&self) -> PathBuf {
        self.directory.path().join("keys")
    }

    fn file(&self) -> PathBuf {
        self.keys().join("ds.key")
    }

    fn open(&self) -> Result<SoftwareKeyStore, KeyStoreError> {
        SoftwareKeyStore::open_with_cost(&self.keys(), passphrase(), CHEAP)
    }

    /// A store with the key `ds`, closed again.
    fn with_key() -> Self {
        let place = Self::new();
        place.open().unwrap().generate(&label("ds"), P256).unwrap();
        place
    }

    fn alter(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.file()).unwrap();
        let altered = text.replacen(from, to, 1);
        assert_ne!(text, altered, "{from}");
        fs::write(self.file(), altered).unwrap();
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn every_suite_signs_and_verifies_with_every_key_it_fits() {
    let store = Place::new();
    let store = store.open().unwrap();
    for kind in KeyKind::ALL {
        let key = label(&kind.name().to_lowercase());
        let public = store.generate(&key, kind).unwrap();
        assert_eq!(public.kind(), kind);
        for suite in SignatureSuite::ALL {
            let signed = store.sign(&key, suite, b"message");
            if !suite.fits(kind) {
                let key = key.clone();
                assert_eq!(signed, Err(SignerError::WrongSuite { key, kind, suite }));
                assert!(!public.verify(suite, b"message", &Signature::from_bytes(vec![0; 64])));
                continue;
            }
            let signature = signed.unwrap();
            assert!(
                public.verify(suite, b"message", &signature),
                "{kind} {suite}"
            );
            assert!(
                !public.verify(suite, b"massage", &signature),
                "{kind} {suite}"
            );
            let mut trailing = signature.as_bytes().to_vec();
            trailing.push(0);
            assert!(!public.verify(suite, b"message", &Signature::from_bytes(trailing)));
            let others = SignatureSuite::ALL
                .into_iter()
                .filter(|other| *other != suite);
            for other in others {
                assert!(
                    !public.verify(other, b"message", &signature),
                    "{suite} as {other}"
                );
            }
        }
        for encoding in [EcEncoding::Explicit, EcEncoding::Named] {
            let der = public.to_subject_public_key_info(encoding).unwrap();
            let (read, found) = PublicKey::from_subject_public_key_info(&der).unwrap();
            assert_eq!(read, public, "{kind}");
            let is_rsa = matches!(kind, KeyKind::Rsa3072 | KeyKind::Rsa4096);
            assert_eq!(
                found,
                if is_rsa {
                    EcEncoding::Explicit
                } else {
                    encoding
                }
            );
        }
    }
}

#[test]
fn keys_survive_closing_and_are_listed_in_order() {
    let place = Place::new();
    let store = place.open().unwrap();
    let first = store.generate(&label("ds-2"), P256).unwrap();
    store.generate(&label("ds-1"), P256).unwrap();
    drop(store);
    let store = place.open().unwrap();
    assert_eq!(store.public_key(&label("ds-2")).unwrap(), first);
    let suite = SignatureSuite::EcdsaSha256;
    let signature = store.sign(&label("ds-2"), suite, b"message").unwrap();
    assert!(first.verify(suite, b"message", &signature));
    assert_eq!(store.list().unwrap(), [label("ds-1"), label("ds-2")]);
}

#[test]
fn a_key_of_another_open_store_is_found() {
    let place = Place::new();
    let (one, other) = (place.open().unwrap(), place.open().unwrap());
    let public = one.generate(&label("ds"), P256).unwrap();
    assert_eq!(other.public_key(&label("ds")), Ok(public));
}

#[test]
fn no_key_is_overwritten_and_a_destroyed_one_is_gone() {
    let place = Place::with_key();
    let store = place.open().unwrap();
    let key = label("ds");
    let before = fs::read(place.file()).unwrap();
    assert_eq!(
        store.generate(&key, P256),
        Err(SignerError::KeyExists { key: key.clone() })
    );
    assert_eq!(fs::read(place.file()).unwrap(), before);
    store.destroy(&key).unwrap();
    assert!(!place.file().exists());
    let gone = SignerError::NoSuchKey { key: key.clone() };
    assert_eq!(store.public_key(&key), Err(gone.clone()));
    assert_eq!(
        store.sign(&key, SignatureSuite::EcdsaSha256, b""),
        Err(gone.clone())
    );
    assert_eq!(store.destroy(&key), Err(gone));
}

#[test]
fn files_are_private_and_nothing_is_left_beside_them() {
    let place = Place::with_key();
    assert_eq!(mode(&place.keys()), 0o700);
    assert_eq!(mode(&place.file()), 0o600);
    let names: Vec<_> = fs::read_dir(place.keys())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["ds.key"]);
    let text = fs::read_to_string(place.file()).unwrap();
    assert!(!text.contains("BEGIN") && text.contains("yeogwon-sealed-key-1"));
}

#[test]
fn two_keys_never_share_a_nonce() {
    let place = Place::with_key();
    place
        .open()
        .unwrap()
        .generate(&label("ds-2"), P256)
        .unwrap();
    let field = |name: &str, field: &str| {
        let bytes = fs::read(place.keys().join(name)).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        json[field].as_str().unwrap().to_owned()
    };
    assert_ne!(field("ds.key", "nonce"), field("ds-2.key", "nonce"));
    assert_eq!(field("ds.key", "salt"), field("ds-2.key", "salt"));
}

#[test]
fn a_wrong_passphrase_is_told_from_damage() {
    let place = Place::with_key();
    let wrong = Passphrase::new(b"incorrect horse battery".to_vec()).unwrap();
    let result = SoftwareKeyStore::open_with_cost(&place.keys(), wrong, CHEAP);
    let path = place.file();
    assert_eq!(result.err(), Some(KeyStoreError::WrongPassphrase { path }));
}

#[test]
fn a_file_cut_anywhere_is_never_opened() {
    let place = Place::with_key();
    let whole = fs::read(place.file()).unwrap();
    // the last byte is the line end, without which the file is still whole
    for length in (0..whole.len() - 1).step_by(13).chain([whole.len() - 2]) {
        fs::write(place.file(), &whole[..length]).unwrap();
        let path = place.file();
        assert_eq!(
            place.open().err(),
            Some(KeyStoreError::Truncated { path }),
            "{length}"
        );
    }
}

#[test]
fn any_altered_field_is_found() {
    let altered = |field: &'static str| {
        let place = Place::with_key();
        let text = fs::read_to_string(place.file()).unwrap();
        let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let value = json[field].as_str().unwrap();
        let flipped = if value.starts_with('0') { "1" } else { "0" };
        json[field] = value
            .replacen(value.chars().next().unwrap(), flipped, 1)
            .into();
        fs::write(place.file(), serde_json::to_vec(&json).unwrap()).unwrap();
        place.open().err().unwrap()
    };
    for field in [
        "salt", "nonce", "check", "sealed", "tag", "digest", "label", "kind", "format",
    ] {
        let error = altered(field);
        assert!(
            matches!(error, KeyStoreError::Corrupt { .. }),
            "{field}: {error}"
        );
    }
}

#[test]
fn a_file_under_another_name_is_refused() {
    let place = Place::with_key();
    fs::rename(place.file(), place.keys().join("other.key")).unwrap();
    let error = place.open().err().unwrap();
    assert!(
        error.to_string().contains("it is the file of another key"),
        "{error}"
    );
    fs::rename(
        place.keys().join("other.key"),
        place.keys().join("Other.key"),
    )
    .unwrap();
    let error = place.open().err().unwrap();
    assert!(
        error.to_string().contains("its name is not a key label"),
        "{error}"
    );
}

#[test]
fn what_is_no_key_file_is_refused() {
    let place = Place::with_key();
    place.alter("\"label\"", "\"name\"");
    assert!(matches!(
        place.open().err(),
        Some(KeyStoreError::Corrupt { .. })
    ));
    fs::write(place.file(), vec![b' '; 70_000]).unwrap();
    let error = place.open().err().unwrap();
    assert!(error.to_string().contains("far too large"), "{error}");
}

#[test]
fn a_cost_that_would_exhaust_us_is_refused() {
    let place = Place::with_key();
    place.alter("\"memory_kib\": 8192", "\"memory_kib\": 4294967295");
    // the digest covers the cost, so the file is damaged before it is expensive
    assert!(matches!(
        place.open().err(),
        Some(KeyStoreError::Corrupt { .. })
    ));
    for (memory_kib, passes, lanes) in [
        (8191, 1, 1),
        (1_048_577, 1, 1),
        (8192, 0, 1),
        (8192, 65, 1),
        (8192, 1, 17),
    ] {
        let cost = KdfCost {
            memory_kib,
            passes,
            lanes,
        };
        let result = SoftwareKeyStore::open_with_cost(&place.keys(), passphrase(), cost);
        assert_eq!(result.err(), Some(KeyStoreError::CostOutOfBounds));
    }
}

#[test]
fn permissions_that_let_others_in_are_refused() {
    let place = Place::with_key();
    set_mode(&place.file(), 0o640);
    let expected = KeyStoreError::OpenToOthers {
        path: place.file(),
        mode: 0o640,
        expected: 0o600,
    };
    assert_eq!(place.open().err(), Some(expected));
    set_mode(&place.file(), 0o600);
    set_mode(&place.keys(), 0o755);
    let expected = KeyStoreError::OpenToOthers {
        path: place.keys(),
        mode: 0o755,
        expected: 0o700,
    };
    assert_eq!(place.open().err(), Some(expected));
}

#[test]
fn a_read_only_directory_takes_no_key_and_loses_none() {
    let place = Place::with_key();
    set_mode(&place.keys(), 0o500);
    let store = place.open().unwrap();
    let expected = SignerError::Store(KeyStoreError::ReadOnly { path: place.keys() });
    assert_eq!(store.generate(&label("new"), P256), Err(expected.clone()));
    assert_eq!(store.destroy(&label("ds")), Err(expected));
    assert!(place.file().exists());
    set_mode(&place.keys(), 0o700);
}

#[test]
fn a_place_that_is_no_directory_is_named() {
    let place = Place::new();
    fs::write(place.keys(), b"").unwrap();
    set_mode(&place.keys(), 0o600);
    let path = place.keys();
    assert_eq!(
        place.open().err(),
        Some(KeyStoreError::NotADirectory { path })
    );
    let nowhere = place.directory.path().join("missing/keys");
    let result = SoftwareKeyStore::open_with_cost(&nowhere, passphrase(), CHEAP);
    assert!(matches!(result.err(), Some(KeyStoreError::Io { .. })));
}

#[test]
fn leftovers_of_a_crash_are_no_keys() {
    let place = Place::with_key();
    fs::write(place.keys().join(".new.key.1.part"), b"{").unwrap();
    assert_eq!(place.open().unwrap().list().unwrap(), [label("ds")]);
}
