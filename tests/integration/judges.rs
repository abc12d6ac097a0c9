//! Outside judges: OpenSSL, asn1crypto, cryptography, poppler and Tesseract look at what we made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::world::{copy_of, fresh, source, world};

fn run(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not run: {error}: tests/run installs it"))
}

#[track_caller]
fn accepted(command: &mut Command) -> String {
    let output = run(command);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

fn openssl() -> Command {
    Command::new("openssl")
}

/// The objects below `public/` with an ending.
fn published(ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![world().public()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing published ends in .{ending}");
    found
}

/// The ContentInfo inside EF.SOD, without the wrapper 77.
fn content_info(document: &Path, folder: &Path) -> PathBuf {
    let sod = fs::read(document.join("EF.SOD")).unwrap();
    assert_eq!(sod[0], 0x77);
    let length_bytes = if sod[1] < 0x80 {
        0
    } else {
        usize::from(sod[1] & 0x7f)
    };
    let path = folder.join("content-info.der");
    fs::write(&path, &sod[2 + length_bytes..]).unwrap();
    path
}

fn pem(der: &Path, folder: &Path) -> PathBuf {
    let path = folder.join(der.file_name().unwrap()).with_extension("pem");
    accepted(
        openssl()
            .args(["x509", "-inform", "DER", "-in"])
            .arg(der)
            .arg("-out")
            .arg(&path),
    );
    path
}

#[test]
fn openssl_verifies_ef_sod() {
    let folder = fresh("openssl_sod");
    let sod = content_info(&world().chip, &folder);
    accepted(
        openssl()
            .args([
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-noverify",
                "-binary",
                "-out",
                "/dev/null",
                "-in",
            ])
            .arg(&sod),
    );
    // Explicit curve parameters stop OpenSSL 3 at the chain; with the document signer as the anchor it goes through.
    let signer = published("cer")
        .into_iter()
        .filter(|path| path.parent().is_some_and(|p| p.ends_with("ds")))
        .map(|der| pem(&der, &folder))
        .find(|pem| {
            run(openssl()
                .args([
                    "cms",
                    "-verify",
                    "-inform",
                    "DER",
                    "-partial_chain",
                    "-purpose",
                    "any",
                    "-binary",
                    "-out",
                    "/dev/null",
                ])
                .arg("-CAfile")
                .arg(pem)
                .arg("-in")
                .arg(&sod))
            .status
            .success()
        });
    assert!(
        signer.is_some(),
        "no published document signer verifies EF.SOD"
    );
}

#[test]
fn openssl_refuses_ef_sod_with_one_byte_changed() {
    let folder = fresh("openssl_refuses");
    let sod = content_info(&world().plain, &folder);
    let mut bytes = fs::read(&sod).unwrap();
    // The last byte belongs to the signature.
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&sod, bytes).unwrap();
    let output = run(openssl()
        .args([
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-noverify",
            "-binary",
            "-out",
            "/dev/null",
            "-in",
        ])
        .arg(&sod));
    assert!(!output.status.success());
}

#[test]
fn openssl_verifies_the_master_list_and_the_crl() {
    let folder = fresh("openssl_lists");
    for list in published("ml") {
        accepted(
            openssl()
                .args([
                    "cms",
                    "-verify",
                    "-inform",
                    "DER",
                    "-noverify",
                    "-binary",
                    "-out",
                    "/dev/null",
                    "-in",
                ])
                .arg(&list),
        );
    }
    let csca = published("cer")
        .into_iter()
        .find(|p| p.parent().is_some_and(|p| p.ends_with("csca")))
        .unwrap();
    let csca = pem(&csca, &folder);
    for crl in published("crl") {
        let said = accepted(
            openssl()
                .args(["crl", "-inform", "DER", "-noout", "-CAfile"])
                .arg(&csca)
                .arg("-in")
                .arg(&crl),
        );
        assert!(said.contains("verify OK"), "{said}");
    }
}

/// As the page tells people to: the signature, then the signer's fingerprint; and the signer as the anchor.
#[test]
fn openssl_verifies_the_manifest_and_refuses_a_changed_one() {
    let folder = fresh("openssl_manifest");
    let public = world().public();
    let signer = folder.join("signer.pem");
    let verify = |manifest: &Path, trust: &[&str]| {
        run(openssl()
            .args(["cms", "-verify", "-binary", "-inform", "DER"])
            .args(trust)
            .arg("-in")
            .arg(public.join("manifest.json.p7s"))
            .arg("-content")
            .arg(manifest)
            .arg("-signer")
            .arg(&signer)
            .args(["-out", "/dev/null"]))
    };
    let manifest = public.join("manifest.json");
    assert!(verify(&manifest, &["-noverify"]).status.success());
    let anchor = folder.join("anchor.pem");
    fs::copy(&signer, &anchor).unwrap();
    let anchored = ["-partial_chain", "-CAfile", anchor.to_str().unwrap()];
    assert!(verify(&manifest, &anchored).status.success());
    let der = openssl()
        .args(["x509", "-outform", "DER", "-in"])
        .arg(&signer)
        .output()
        .unwrap()
        .stdout;
    let fingerprint = yeogwon::domain::hex(&openssl::sha::sha256(&der));
    let page = fs::read_to_string(public.join("index.html")).unwrap();
    assert!(page.contains(&fingerprint), "{fingerprint}");
    let changed = folder.join("changed.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &changed,
        text.replacen("\"sequence\": ", "\"sequence\": 1", 1),
    )
    .unwrap();
    assert!(!verify(&changed, &["-noverify"]).status.success());
}

#[test]
fn a_border_written_in_python_accepts_the_publication_and_refuses_a_changed_one() {
    let said = accepted(python("read_publication.py").arg(world().public()));
    assert!(
        said.contains("manifest ") && said.contains("directory file of 9 entries"),
        "{said}"
    );
    for (name, change) in [
        ("pkd.ldif", "KOR.crl"),
        ("KOR.crl", "KOR.ml"),
        ("manifest.json", "pkd.ldif"),
    ] {
        let copy = fresh(&format!("python_publication-{name}")).join("public");
        let mut files = yeogwon::publishing::read_folder(&world().public()).unwrap();
        let other = files[change].clone();
        files.insert(name.to_owned(), other);
        yeogwon::publishing::replace_folder(&copy, &files).unwrap();
        let output = run(python("read_publication.py").arg(&copy));
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
}

#[test]
fn openssl_reads_every_certificate() {
    for certificate in published("cer") {
        let text = accepted(
            openssl()
                .args(["x509", "-inform", "DER", "-noout", "-text", "-in"])
                .arg(&certificate),
        );
        assert!(text.contains("C = KR"), "{text}");
    }
}

/// A judge of `tests/conformance`.
fn python(script: &str) -> Command {
    let python = std::env::var("YEOGWON_JUDGES_PYTHON")
        .expect("YEOGWON_JUDGES_PYTHON is not set: start the tests with tests/run");
    let mut command = Command::new(python);
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(source().join("tests/conformance").join(script));
    command
}

#[test]
fn asn1crypto_reads_and_reproduces_everything() {
    let mut command = python("parse_objects.py");
    for ending in ["cer", "crl", "ml"] {
        command.args(published(ending));
    }
    command
        .arg(world().plain.join("EF.SOD"))
        .arg(world().chip.join("EF.SOD"));
    let said = accepted(&mut command);
    assert!(
        said.contains("EF.SOD over data groups [1, 2, 11, 12]"),
        "{said}"
    );
    assert!(
        said.contains("EF.SOD over data groups [1, 2, 11, 12, 14, 15]"),
        "{said}"
    );
    assert!(said.contains("master list of 1 certificates"), "{said}");
}

/// The whole chain, explicit curve parameters and all: EF.SOD, document signer, CSCA certificate, CRL, hashes, MRZ.
#[test]
fn a_border_written_in_python_accepts_the_documents() {
    let said = accepted(
        python("read_documents.py")
            .arg("document")
            .arg(world().public())
            .args([&world().plain, &world().chip]),
    );
    for words in [
        "plain: PP of KOR, data groups [1, 2, 11, 12], signed by",
        "chip: PP of KOR, data groups [1, 2, 11, 12, 14, 15], signed by",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let csca = published("cer")
        .into_iter()
        .find(|p| p.parent().is_some_and(|p| p.ends_with("csca")))
        .unwrap();
    let signers = published("cer").into_iter().filter(|p| *p != csca);
    accepted(
        python("read_documents.py")
            .arg("issued")
            .arg(&csca)
            .args(signers)
            .args(published("crl"))
            .args(published("ml")),
    );
}

#[test]
fn a_border_written_in_python_refuses_every_changed_byte() {
    let said = accepted(
        python("read_documents.py")
            .arg("tampered")
            .arg(world().public())
            .arg(&world().chip),
    );
    let tried: usize = said
        .split_once("chip: ")
        .and_then(|(_, rest)| rest.split_once(' '))
        .and_then(|(number, _)| number.parse().ok())
        .unwrap_or_else(|| panic!("no number of changes in {said}"));
    let signed = fs::read(world().chip.join("EF.SOD")).unwrap().len();
    assert!(tried > signed, "only {tried} changes were tried");
}

/// The judge can say no, and says why: otherwise its yes is worth nothing.
#[test]
fn a_border_written_in_python_names_what_it_refuses() {
    let swapped = copy_of(&world().plain, "python_swapped", |name| {
        name.starts_with("EF.")
    });
    fs::copy(world().chip.join("EF.SOD"), swapped.join("EF.SOD")).unwrap();
    let output = run(python("read_documents.py")
        .arg("document")
        .arg(world().public())
        .arg(&swapped));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("EF.SOD covers [1, 2, 11, 12, 14, 15], the document has [1, 2, 11, 12]"),
        "{said}"
    );
}

#[test]
fn poppler_finds_the_names_and_the_machine_readable_zone_in_the_data_page() {
    let text = accepted(
        Command::new("pdftotext")
            .arg("-layout")
            .arg(world().plain.join("data-page.pdf"))
            .arg("-"),
    );
    for words in [
        "홍길동",
        "HONG",
        "GILDONG",
        "PPKORHONG<<GILDONG<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "SPECIMEN",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn openjpeg_decodes_a_jpeg_2000_portrait_to_the_same_picture() {
    use yeogwon::document::portrait::{Portrait, PortraitEncoding, PortraitOptions};
    let folder = fresh("openjpeg");
    let photo = fs::read(crate::world::example("photo.jpg")).unwrap();
    let options = PortraitOptions {
        encoding: PortraitEncoding::Jpeg2000,
        ..PortraitOptions::default()
    };
    let portrait = Portrait::from_photo(&photo, &options).unwrap().portrait;
    let (ours, theirs) = (folder.join("portrait.jp2"), folder.join("portrait.png"));
    fs::write(&ours, portrait.bytes()).unwrap();
    accepted(
        Command::new("opj_decompress")
            .arg("-i")
            .arg(&ours)
            .arg("-o")
            .arg(&theirs),
    );
    let theirs = image::open(&theirs).unwrap().to_rgb8();
    assert_eq!(theirs.dimensions(), portrait.pixels().dimensions());
    let difference: u64 = theirs
        .as_raw()
        .iter()
        .zip(portrait.pixels().as_raw())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    let mean = difference as f64 / theirs.as_raw().len() as f64;
    assert!(
        mean < 1.0,
        "the two decoders differ by {mean} of 255 on average"
    );
}
