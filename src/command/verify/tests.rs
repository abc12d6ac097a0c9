//! The command on folders on disk.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Parser;
use tempfile::TempDir;
use yeogwon_pki::report::WarningKind;

use super::{Options, Verified, run};
use crate::command::{CommandError, Exit, Report};
use crate::inspection::tests::forge::{ObjectShape, master_list_signer};
use crate::inspection::tests::specimen::{AT, Specimen};

#[derive(Parser)]
struct Program {
    #[command(flatten)]
    options: Options,
}

fn now() -> DateTime<Utc> {
    AT.parse().unwrap()
}

/// A specimen on disk: the document in `document`, trust files in `trust`.
struct Disk {
    specimen: Specimen,
    folder: TempDir,
}

impl Disk {
    fn new() -> Self {
        let disk = Self {
            specimen: Specimen::new(),
            folder: TempDir::new().unwrap(),
        };
        for (name, content) in &disk.specimen.files {
            disk.write(&format!("document/{name}"), content);
        }
        disk.write("document/decision.json", b"{}");
        disk.write("trust/csca/one.cer", &disk.specimen.csca.certificate);
        disk.write("trust/KOR.crl", &disk.specimen.revocation_list(&[]));
        disk.write("trust/index.html", b"<html>");
        disk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        fs::write(path, content).unwrap();
    }

    fn verify(&self, arguments: &[&str]) -> Result<Box<Verified>, CommandError> {
        let document = self.path("document").display().to_string();
        let mut all = vec!["verify".to_owned(), document];
        for argument in arguments {
            match argument.strip_prefix('@') {
                Some(name) => all.push(self.path(name).display().to_string()),
                None => all.push((*argument).to_owned()),
            }
        }
        run(&Program::parse_from(all).options, now())
    }

    fn exit(&self, arguments: &[&str]) -> u8 {
        self.verify(arguments)
            .map_or_else(|error| error.exit().code(), |report| report.exit().code())
    }
}

#[test]
fn the_exit_code_tells_valid_malformed_invalid_and_undetermined_apart() {
    let disk = Disk::new();
    assert_eq!(disk.exit(&["--trust", "@trust"]), 0);
    assert_eq!(
        disk.exit(&["--trust", "@trust/csca/one.cer", "--crl", "@trust/KOR.crl"]),
        0
    );
    assert_eq!(
        disk.exit(&["--trust", "@trust", "--at", "2045-01-01T00:00:00+09:00"]),
        3
    );
    assert_eq!(disk.exit(&[]), 4);
    disk.write("document/EF.DG2", b"\x75\x00");
    assert_eq!(disk.exit(&["--trust", "@trust"]), 3);
    disk.write("document/EF.SOD", b"\x77\x00");
    assert_eq!(disk.exit(&["--trust", "@trust"]), 2);
}

#[test]
fn a_revoked_signer_is_invalid_and_a_missing_list_a_warning() {
    let disk = Disk::new();
    let without = disk.verify(&["--trust", "@trust/csca"]).unwrap();
    assert_eq!(without.exit(), Exit::Done);
    let kinds: Vec<_> = without
        .inspection
        .warnings
        .iter()
        .map(|warning| warning.id)
        .collect();
    assert_eq!(kinds, [WarningKind::NoRevocationList]);
    disk.write(
        "trust/KOR.crl",
        &disk.specimen.revocation_list(&[&[0x12, 0x34]]),
    );
    assert_eq!(disk.exit(&["--trust", "@trust"]), 3);
}

#[test]
fn a_master_list_counts_only_under_an_anchor_that_is_given() {
    let disk = Disk::new();
    let other = Specimen::of("JP", "JPN", "");
    let list = other.csca.signer(&master_list_signer()).master_list(
        std::slice::from_ref(&disk.specimen.csca.certificate),
        &ObjectShape::default(),
    );
    disk.write("lists/JPN.ml", &list);
    let untrusted = disk
        .verify(&["--trust", "@lists", "--crl", "@trust/KOR.crl"])
        .unwrap();
    assert_eq!(untrusted.exit(), Exit::Undetermined);
    assert!(
        untrusted
            .inspection
            .warnings
            .iter()
            .any(|warning| warning.id == WarningKind::MasterListNotTrusted)
    );
    disk.write("lists/JPN.crt", &other.csca.certificate);
    assert_eq!(
        disk.exit(&["--trust", "@lists", "--crl", "@trust/KOR.crl"]),
        0
    );
}

#[test]
fn wrong_usage_names_the_file_and_ends_with_two() {
    let disk = Disk::new();
    disk.write("bad/no.cer", b"not a certificate");
    disk.write("bad/no.crl", b"not a list");
    disk.write("bad/no.ml", b"not a list");
    disk.write("bad/no.txt", b"text");
    disk.write("empty/readme.txt", b"text");
    for (arguments, part) in [
        (vec!["--trust", "@bad/no.cer"], "no.cer"),
        (vec!["--trust", "@bad"], "no.cer"),
        (vec!["--trust", "@bad/no.txt"], "no.txt"),
        (vec!["--trust", "@bad/no.ml"], "no.ml"),
        (vec!["--trust", "@absent"], "absent"),
        (vec!["--crl", "@bad/no.crl"], "no.crl"),
        (vec!["--crl", "@absent.crl"], "absent.crl"),
    ] {
        let error = disk.verify(&arguments).unwrap_err();
        assert_eq!(error.exit().code(), 2, "{part}");
        assert!(error.to_string().contains(part), "{error}");
    }
    for name in ["absent", "empty"] {
        let directory = disk.path(name);
        let options = Options {
            directory,
            trust: Vec::new(),
            crl: Vec::new(),
            at: None,
        };
        let error = run(&options, now()).unwrap_err();
        assert_eq!(error.exit().code(), 2);
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn the_report_has_the_contract_as_json_and_a_verdict_first_as_text() {
    let disk = Disk::new();
    let report = disk.verify(&["--trust", "@trust"]).unwrap();
    let json = report.json();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["at", "checks", "document", "verdict", "warnings"]);
    let text = report.text();
    assert!(text.starts_with("VALID  "), "{text}");
    assert!(
        text.ends_with("\n\nJudged by 1 trusted CSCA certificate and 1 revocation list."),
        "{text}"
    );
    let untrusting = disk.verify(&[]).unwrap().text();
    assert!(untrusting.contains("--trust"), "{untrusting}");
}

#[test]
fn the_parser_is_sound_and_refuses_a_time_it_cannot_read() {
    use clap::CommandFactory;
    Program::command().debug_assert();
    assert!(Program::try_parse_from(["verify", "d", "--at", "yesterday"]).is_err());
    assert!(Program::try_parse_from(["verify"]).is_err());
}
