//! `specimen` writes a whole document, and `verify` accepts it with nothing but the published folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::world::{Run, copy_of, example, fresh, program, specimen_arguments, world, yeogwon};

fn verify(document: &Path, trust: &Path) -> Run {
    yeogwon([
        "verify".as_ref(),
        document.as_os_str(),
        "--trust".as_ref(),
        trust.as_os_str(),
        "--json".as_ref(),
    ])
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_document_is_the_files_of_the_contract() {
    let common = ["EF.COM", "EF.DG1", "EF.DG11", "EF.DG12", "EF.DG2", "EF.SOD"];
    let people = [
        "data-page.pdf",
        "data-page.png",
        "decision.json",
        "inspection.json",
    ];
    assert_eq!(files(&world().plain), [&common[..], &people[..]].concat());
    let mut with_chip = [
        &common[..],
        &people[..],
        &["EF.CardAccess", "EF.DG14", "EF.DG15", "chip-keys.pem"],
    ]
    .concat();
    with_chip.sort_unstable();
    assert_eq!(files(&world().chip), with_chip);
    // Personal data and private keys: for nobody but the owner, whatever the umask.
    for name in &with_chip {
        assert_eq!(mode(&world().chip.join(name)), 0o600, "{name}");
    }
    assert_eq!(mode(&world().chip), 0o700);
}

#[test]
fn the_border_accepts_it_and_says_so_by_the_contract() {
    for document in [&world().plain, &world().chip] {
        let report = verify(document, &world().public()).ends(0).json();
        assert_eq!(report["verdict"], "valid");
        assert_eq!(report["document"]["issuing_state"], "KOR");
        assert_eq!(report["document"]["kind"], "ordinary");
        let written: Value =
            serde_json::from_slice(&fs::read(document.join("inspection.json")).unwrap()).unwrap();
        assert_eq!(written["verdict"], "valid");
        assert_eq!(written["document"], report["document"]);
        assert_eq!(
            report["warnings"].as_array().map(Vec::len),
            Some(0),
            "{}",
            report["warnings"]
        );
    }
}

#[test]
fn the_elementary_files_alone_give_the_same_verdict() {
    let copy = copy_of(&world().chip, "files_alone", |name| name.starts_with("EF."));
    let public = copy_of(&world().public(), "unused_public", |_| false);
    let here = verify(&copy, &world().public()).ends(0).json();
    let there = verify(&world().chip, &world().public()).ends(0).json();
    assert_eq!(here["checks"], there["checks"]);
    // Without any trust the book is intact and of unknown origin.
    let unknown = verify(&copy, &public).ends(4).json();
    assert_eq!(unknown["verdict"], "undetermined");
}

#[test]
fn every_kind_is_issued_with_its_code_and_its_term() {
    let folder = fresh("kinds");
    for (name, kind, code, years) in [
        ("minor", "ordinary", b"PP", 5),
        ("single-use", "ordinary", b"PP", 1),
        ("official", "official", b"PO", 5),
        ("diplomatic", "diplomatic", b"PD", 5),
        ("travel-certificate", "travel_certificate", b"PU", 1),
    ] {
        let out = folder.join(name);
        yeogwon(specimen_arguments(
            &example(&format!("{name}.json")),
            &world().data,
            &out,
        ))
        .ends(0);
        let report = verify(&out, &world().public()).ends(0).json();
        assert_eq!(report["document"]["kind"], kind, "{name}");
        assert_eq!(fs::read(out.join("EF.DG1")).unwrap()[5..7], *code, "{name}");
        let decision: Value =
            serde_json::from_slice(&fs::read(out.join("decision.json")).unwrap()).unwrap();
        let year = |key: &str| decision[key].as_str().unwrap()[..4].parse::<i32>().unwrap();
        assert_eq!(year("valid_until") - year("valid_from"), years, "{name}");
        assert_eq!(
            report["document"]["expires"], decision["valid_until"],
            "{name}"
        );
        assert!(
            !decision["reasons"].as_array().unwrap().is_empty(),
            "{name}"
        );
    }
}

#[test]
fn the_report_on_screen_names_the_document_and_where_it_is() {
    let folder = fresh("report");
    let out = folder.join("out");
    let run = yeogwon(specimen_arguments(
        &example("ordinary.json"),
        &world().data,
        &out,
    ))
    .ends(0);
    for words in ["SPECIMEN", "valid", "data-page.png", "6(1)"] {
        assert!(run.out().contains(words), "{words}: {}", run.out());
    }
}

#[test]
fn a_second_country_is_not_trusted_and_its_crl_does_no_harm() {
    let folder = fresh("second_country");
    let data = folder.join("data");
    yeogwon(specimen_arguments(
        &example("ordinary.json"),
        &data,
        &folder.join("out"),
    ))
    .ends(0);
    verify(&folder.join("out"), &world().public()).ends(4);
    let both = yeogwon([
        "verify".as_ref(),
        world().plain.as_os_str(),
        "--trust".as_ref(),
        world().public().as_os_str(),
        "--trust".as_ref(),
        data.join("public").as_os_str(),
        "--json".as_ref(),
    ]);
    assert_eq!(both.ends(0).json()["verdict"], "valid");
}

#[test]
fn a_verdict_in_the_far_future_is_no_longer_valid() {
    let run = yeogwon([
        "verify".as_ref(),
        world().plain.as_os_str(),
        "--trust".as_ref(),
        world().public().as_os_str(),
        "--at".as_ref(),
        "2060-01-01T00:00:00Z".as_ref(),
    ]);
    assert_eq!(run.code(), 3, "{}", run.out());
}

#[test]
fn two_documents_at_once_from_one_directory_both_come_out() {
    let folder = fresh("at_once");
    let data = folder.join("data");
    let running: Vec<_> = (0..3)
        .map(|n| {
            let out = folder.join(format!("out{n}"));
            let arguments = specimen_arguments(&example("ordinary.json"), &data, &out);
            let child = program()
                .args(arguments)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            (child, out)
        })
        .collect();
    for (mut child, out) in running {
        assert!(child.wait().unwrap().success());
        verify(&out, &data.join("public")).ends(0);
    }
}

/// An application of this name in `folder`: the ordinary example with a change.
fn changed(folder: &Path, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut value: Value =
        serde_json::from_slice(&fs::read(example("ordinary.json")).unwrap()).unwrap();
    change(&mut value);
    let path = folder.join("application.json");
    fs::write(&path, value.to_string()).unwrap();
    path
}

#[test]
fn a_question_that_lacks_a_fact_or_a_text_is_undecided_and_a_no_is_a_no() {
    let folder = fresh("undecided");
    let out = folder.join("out");
    let no = json!({ "cat": "7(1)(a)", "self": true, "official_business": false });
    for (kind, facts, code, words) in [
        (
            "ordinary",
            json!({ "residence": "korea" }),
            4,
            "cannot be decided yet",
        ),
        ("official", no, 3, "not granted"),
    ] {
        let application = changed(&folder, |value| {
            value["kind"] = json!(kind);
            value["facts"] = facts;
        });
        for dry_run in [true, false] {
            let mut arguments = specimen_arguments(&application, &world().data, &out);
            arguments.extend(dry_run.then(|| "--dry-run".into()));
            yeogwon(arguments).ends(code).says(words);
            assert!(!out.exists());
        }
    }
}

#[test]
fn a_dry_run_answers_as_the_run_does_and_writes_nothing() {
    let folder = fresh("dry_run");
    let out = folder.join("out");
    let dry = |application: &Path, data: &Path| {
        let mut arguments = specimen_arguments(application, data, &out);
        arguments.push("--dry-run".into());
        yeogwon(arguments)
    };
    let absent = folder.join("absent");
    dry(&example("ordinary.json"), &absent)
        .ends(0)
        .says("nothing was made");
    assert!(files(&folder).is_empty(), "{:?}", files(&folder));

    // Names that the zone cannot hold, and a photo that is none.
    let odd = changed(&folder, |value| {
        value["holder"]["nationality"] = json!("KO1");
    });
    dry(&odd, &absent).ends(2);
    fs::remove_file(&odd).unwrap();
    let photo = folder.join("photo.jpg");
    fs::write(&photo, b"no picture at all").unwrap();
    let mut arguments = specimen_arguments(&example("ordinary.json"), &absent, &out);
    arguments.push("--dry-run".into());
    let at = arguments.iter().position(|a| a == "--photo").unwrap() + 1;
    arguments[at] = photo.clone().into();
    yeogwon(arguments).ends(2).says("the photo");
    fs::remove_file(&photo).unwrap();

    // The edition is the directory's, and a directory that is none or no specimen's is told.
    let data = folder.join("data");
    fs::create_dir(&data).unwrap();
    let config =
        "[installation]\nstate = \"KOR\"\nspecimen = SPECIMEN\n[law]\nedition = \"decree-23181\"\n";
    let write = |specimen: &str, edition: &str| {
        let text = config
            .replace("SPECIMEN", specimen)
            .replace("decree-23181", edition);
        fs::write(data.join("config.toml"), text).unwrap();
    };
    write("true", "decree-31262");
    let told = yeogwon(
        specimen_arguments(&example("ordinary.json"), &data, &out)
            .into_iter()
            .chain(["--dry-run".into(), "--json".into()]),
    );
    assert!(
        told.out().contains("decree-31262"),
        "{}{}",
        told.out(),
        told.err()
    );
    write("false", "decree-23181");
    dry(&example("ordinary.json"), &data)
        .ends(2)
        .says("not marked specimen");
    fs::rename(data.join("config.toml"), data.join("mine")).unwrap();
    dry(&example("ordinary.json"), &data)
        .ends(2)
        .says("no data directory");
    assert_eq!(files(&data), ["mine"]);
    assert_eq!(files(&folder), ["data"]);
}
