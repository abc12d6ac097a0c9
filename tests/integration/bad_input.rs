//! Bad input: a message that names the thing and the remedy, the right exit code, nothing half-written.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::world::{Run, copy_of, example, fresh, specimen_arguments, world, yeogwon};

/// Runs `specimen` on a changed example with the shared country; the output must not come into being.
fn with_application(name: &str, change: impl FnOnce(&mut Value)) -> Run {
    let folder = fresh(name);
    let mut application: Value =
        serde_json::from_slice(&fs::read(example("ordinary.json")).unwrap()).unwrap();
    change(&mut application);
    let file = folder.join("application.json");
    fs::write(&file, application.to_string()).unwrap();
    let run = yeogwon(specimen_arguments(
        &file,
        &world().data,
        &folder.join("out"),
    ));
    if run.code() != 0 {
        assert_nothing_left(&folder, 1);
    }
    run
}

fn with_photo(name: &str, photo: &[u8]) -> Run {
    let folder = fresh(name);
    fs::write(folder.join("photo"), photo).unwrap();
    let run = yeogwon([
        "specimen".as_ref(),
        "--application".as_ref(),
        example("ordinary.json").as_os_str(),
        "--photo".as_ref(),
        folder.join("photo").as_os_str(),
        "--data".as_ref(),
        world().data.as_os_str(),
        "--out".as_ref(),
        folder.join("out").as_os_str(),
    ]);
    if run.code() != 0 {
        assert_nothing_left(&folder, 1);
    }
    run
}

/// Only the test's own files are in the folder: no output, no half of one.
#[track_caller]
fn assert_nothing_left(folder: &Path, own: usize) {
    let names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), own, "{names:?}");
}

#[test]
fn an_application_with_a_fault_is_answered_with_the_key_and_the_remedy() {
    type Change = fn(&mut Value);
    let cases: [(&str, Change, &str); 11] = [
        (
            "unknown_key",
            |a| a["colour"] = json!("red"),
            "unknown field `colour`",
        ),
        (
            "unknown_fact",
            |a| a["facts"]["colour"] = json!("red"),
            "colour",
        ),
        (
            "unknown_value",
            |a| a["facts"]["mil"] = json!("retired"),
            "retired",
        ),
        (
            "missing_key",
            |a| {
                a["holder"].as_object_mut().unwrap().remove("birth");
            },
            "missing field `birth`",
        ),
        (
            "empty_name",
            |a| a["holder"]["surname_en"] = json!(""),
            "holder.surname_en is empty",
        ),
        (
            "empty_hangul",
            |a| a["holder"]["given_names_ko"] = json!(" "),
            "holder.given_names_ko is empty",
        ),
        (
            "mrz_letter",
            |a| a["holder"]["given_names_en"] = json!("길동"),
            "given_names_en",
        ),
        (
            "impossible_date",
            |a| a["holder"]["birth"] = json!("1990-02-30"),
            "holder.birth: no such day",
        ),
        (
            "unborn",
            |a| a["holder"]["birth"] = json!("2999-01-01"),
            "holder.birth",
        ),
        ("ahead", |a| a["date"] = json!("2999-01-01"), "after today"),
        (
            "twice",
            |a| a["facts"]["sex"] = json!("F"),
            "`sex` is given twice",
        ),
    ];
    for (name, change, words) in cases {
        with_application(&format!("application_{name}"), change)
            .ends(2)
            .says(words);
    }
}

#[test]
fn a_refusal_by_law_is_no_fault_and_shows_its_article() {
    with_application("refused_by_law", |a| {
        a["kind"] = json!("official");
        a["facts"] = json!({"cat": "7(1)(a)", "self": true, "official_business": false});
    })
    .ends(3)
    .says("7(1)");
}

#[test]
fn a_photo_that_is_none_is_answered_with_what_it_is() {
    let good = fs::read(example("photo.jpg")).unwrap();
    let (half, _) = good.split_at(good.len() / 3);
    with_photo("photo_empty", b"").ends(2).says("empty");
    with_photo("photo_text", b"this is no picture at all")
        .ends(2)
        .says("JPEG");
    with_photo("photo_cut", half).ends(2).says("photo");
    with_photo("photo_gif", b"GIF89a\x10\x00\x10\x00\x00\x00\x00;")
        .ends(2)
        .says("GIF");
}

/// A PNG header that announces 10,000 x 10,000 pixels, and no pixels.
#[test]
fn a_photo_of_a_hundred_megapixels_is_refused_by_its_header() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([10_000_u32.to_be_bytes(), 10_000_u32.to_be_bytes()].concat());
    png.extend([8, 2, 0, 0, 0]);
    png.extend(crc32(&png[12..]).to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    with_photo("photo_huge", &png)
        .ends(2)
        .says("10000")
        .says("megapixel");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn missing_files_are_named() {
    let folder = fresh("missing_files");
    let data = &world().data;
    let out = folder.join("out");
    let none = folder.join("none.json");
    yeogwon(specimen_arguments(&none, data, &out))
        .ends(2)
        .says("none.json");
    let mut arguments = specimen_arguments(&example("ordinary.json"), data, &out);
    arguments[4] = folder.join("none.jpg").into();
    yeogwon(arguments).ends(2).says("none.jpg");
    assert_nothing_left(&folder, 0);
}

#[test]
fn an_existing_output_is_left_alone() {
    let folder = fresh("existing_output");
    fs::write(folder.join("mine"), "precious").unwrap();
    yeogwon(specimen_arguments(
        &example("ordinary.json"),
        &world().data,
        &folder,
    ))
    .ends(2)
    .says("exists")
    .says("--out");
    assert_eq!(fs::read_to_string(folder.join("mine")).unwrap(), "precious");
    assert_nothing_left(&folder, 1);
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = fresh("unwritable_output");
    let data = &world().data;
    let application = example("ordinary.json");
    yeogwon(specimen_arguments(
        &application,
        data,
        &folder.join("a/b/out"),
    ))
    .ends(1)
    .says("a/b/out");
    // The kernel's own directory can be written by nobody, not even by root.
    yeogwon(specimen_arguments(
        &application,
        data,
        Path::new("/proc/out"),
    ))
    .ends(1)
    .says("/proc/out");
    assert_nothing_left(&folder, 0);
}

#[test]
fn a_data_directory_that_is_none_is_left_alone() {
    let folder = fresh("foreign_data");
    fs::write(folder.join("mine"), "precious").unwrap();
    let out = folder.join("out");
    yeogwon(specimen_arguments(&example("ordinary.json"), &folder, &out))
        .ends(2)
        .says("foreign_data");
    assert_nothing_left(&folder, 1);
    fs::write(
        folder.join("config.toml"),
        "[installation]\nstate = \"KOR\"\nspecimen = false\n",
    )
    .unwrap();
    yeogwon(specimen_arguments(&example("ordinary.json"), &folder, &out))
        .ends(2)
        .says("specimen");
    fs::write(folder.join("config.toml"), "colour = 1").unwrap();
    yeogwon(specimen_arguments(&example("ordinary.json"), &folder, &out))
        .ends(2)
        .says("colour");
    assert_nothing_left(&folder, 2);
}

/// A private copy of the country, to be broken.
fn broken_country(name: &str, damage: impl FnOnce(&Path)) -> Run {
    let folder = fresh(name);
    let data = folder.join("data");
    let status = std::process::Command::new("cp")
        .arg("-a")
        .arg(&world().data)
        .arg(&data)
        .status()
        .unwrap();
    assert!(status.success());
    damage(&data);
    let run = yeogwon(specimen_arguments(
        &example("ordinary.json"),
        &data,
        &folder.join("out"),
    ));
    assert_nothing_left(&folder, 1);
    run
}

fn the_key_file(data: &Path) -> std::path::PathBuf {
    let keys = data.join("signer/keys");
    let mut files: Vec<_> = fs::read_dir(keys)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files.into_iter().find(|f| f.is_file()).unwrap()
}

#[test]
fn a_corrupt_key_store_and_a_wrong_passphrase_are_told_apart() {
    broken_country("wrong_passphrase", |data| {
        fs::write(
            data.join("signer/passphrase"),
            "not the one it was sealed with",
        )
        .unwrap();
    })
    .ends(1)
    .says("passphrase");
    broken_country("cut_key", |data| {
        let key = the_key_file(data);
        let bytes = fs::read(&key).unwrap();
        fs::write(&key, &bytes[..bytes.len() / 2]).unwrap();
    })
    .ends(1)
    .says("signer/keys");
    broken_country("broken_log", |data| {
        let log = data.join("signer/intent.log");
        let text = fs::read_to_string(&log)
            .unwrap()
            .replacen("Started", "Stopped", 1)
            .replacen("started", "stopped", 1);
        fs::write(&log, text).unwrap();
    })
    .ends(1)
    .says("intent.log")
    .says("line 1");
}

#[test]
fn keys_that_others_can_read_are_not_used() {
    broken_country("open_keys", |data| {
        let key = the_key_file(data);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    })
    .ends(1)
    .says("signer/keys");
}

#[test]
fn verify_names_what_it_cannot_use() {
    let folder = fresh("verify_bad");
    let public = world().public();
    let verify = |dir: &Path, trust: &Path| {
        yeogwon([
            "verify".as_ref(),
            dir.as_os_str(),
            "--trust".as_ref(),
            trust.as_os_str(),
        ])
    };
    verify(&folder.join("none"), &public).ends(2).says("none");
    verify(&folder, &public).ends(2).says("EF.SOD");
    fs::write(folder.join("EF.SOD"), b"\x77\x03\x02\x01\x00").unwrap();
    verify(&folder, &public).ends(2);
    fs::write(folder.join("junk.cer"), b"junk").unwrap();
    verify(&world().plain, &folder.join("junk.cer"))
        .ends(2)
        .says("junk.cer");
    verify(&world().plain, &folder.join("absent"))
        .ends(2)
        .says("absent");
    yeogwon(["verify", "x", "--at", "yesterday"])
        .ends(2)
        .says("yesterday");
}

#[test]
fn every_file_cut_short_or_emptied_is_judged_without_a_crash() {
    let names: Vec<String> = fs::read_dir(&world().chip)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("EF."))
        .collect();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        for keep in [0, 1, 5, 18] {
            let copy = copy_of(&world().chip, &format!("cut_{name}_{keep}"), |file| {
                file.starts_with("EF.")
            });
            let bytes = fs::read(copy.join(&name)).unwrap();
            fs::write(copy.join(&name), &bytes[..keep]).unwrap();
            let run = yeogwon([
                "verify".as_ref(),
                copy.as_os_str(),
                "--trust".as_ref(),
                world().public().as_os_str(),
                "--json".as_ref(),
            ]);
            let code = run.code();
            assert!(
                [2, 3, 4].contains(&code),
                "{name} cut to {keep}: exit {code}: {}",
                run.err()
            );
        }
    }
}
