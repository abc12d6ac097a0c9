use std::fs;

use crate::config::DataDirectory;
use crate::specimen::open_or_found;

use super::*;

/// A specimen country of today, and its published files.
fn country() -> (tempfile::TempDir, DataDirectory, Files) {
    let folder = tempfile::tempdir().unwrap();
    let directory = DataDirectory::new(&folder.path().join("data"));
    open_or_found(&directory, Utc::now()).unwrap();
    let files = read_folder(&directory.public()).unwrap();
    (folder, directory, files)
}

#[test]
fn everything_published_is_in_the_manifest_the_page_and_the_directory_file() {
    let (_folder, directory, files) = country();
    let manifest = Manifest::from_json(&files[MANIFEST]).unwrap();
    assert_eq!((manifest.sequence, manifest.faults(&files)), (1, vec![]));
    assert!(manifest.specimen && manifest.expires_at > Utc::now());
    assert!(files.contains_key(MANIFEST_SIGNATURE));
    let page = String::from_utf8(files[INDEX_PAGE].clone()).unwrap();
    let certificates: Vec<_> = files.keys().filter(|n| n.ends_with(".cer")).collect();
    assert_eq!(certificates.len(), 3);
    for name in certificates {
        let (_, file) = name.split_once('/').unwrap();
        let fingerprint = file.strip_suffix(".cer").unwrap();
        assert!(page.contains(&format!("href=\"{name}\"")), "{name}");
        assert!(page.contains(&format!("<code>{fingerprint}</code>")));
    }
    assert!(page.contains("SPECIMEN") && !page.contains("<script") && !page.contains("style="));
    let ldif = String::from_utf8(files[DIRECTORY_FILE].clone()).unwrap();
    assert_eq!(ldif.matches("userCertificate;binary:: ").count(), 2);
    assert_eq!(ldif.matches("\ndn: ").count(), 5 + 4);
    assert!(directory.public().join("link").is_dir());
}

#[test]
fn faults_are_named_file_by_file() {
    let (_folder, _directory, mut files) = country();
    let manifest = Manifest::from_json(&files[MANIFEST]).unwrap();
    files.insert("KOR.crl".to_owned(), b"other".to_vec());
    files.remove("KOR.ml");
    files.insert("ds/rogue.cer".to_owned(), Vec::new());
    let faults: Vec<_> = manifest
        .faults(&files)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "KOR.crl is not the file that the manifest names",
            "KOR.ml is missing",
            "ds/rogue.cer is not in the manifest"
        ]
    );
}

#[test]
fn what_is_no_certificate_is_not_published() {
    let (_folder, _directory, files) = country();
    let csca: Vec<Vec<u8>> = files
        .iter()
        .filter(|(name, _)| name.starts_with("csca/"))
        .map(|(_, der)| der.clone())
        .collect();
    let publication = Publication {
        state: "KOR",
        specimen: true,
        sequence: 1,
        issued_at: Utc::now(),
        expires_at: Utc::now(),
        csca: &csca,
        link: &[],
        document_signers: &[b"not a certificate".to_vec()],
        crl: &files["KOR.crl"],
        master_list: &files["KOR.ml"],
        communication_signer: &csca[0],
    };
    assert!(matches!(
        publication.files(),
        Err(PublishingError::Unreadable(_))
    ));
}

#[test]
fn the_folder_is_replaced_whole_and_what_stays_the_same_keeps_its_time() {
    let base = tempfile::tempdir().unwrap();
    let public = base.path().join("public");
    let files = |version: &str| {
        Files::from([
            ("KOR.crl".to_owned(), version.as_bytes().to_vec()),
            ("ds/a.cer".to_owned(), b"same".to_vec()),
        ])
    };
    replace_folder(&public, &files("1")).unwrap();
    let modified = |name: &str| fs::metadata(public.join(name)).unwrap().modified().unwrap();
    let before = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for name in ["KOR.crl", "ds/a.cer"] {
        let file = fs::File::open(public.join(name)).unwrap();
        file.set_modified(before).unwrap();
    }
    fs::write(public.join("stray"), b"x").unwrap();
    // A process that was killed left this.
    let leftover = base.path().join(".public.partial-0123456789abcdef");
    fs::create_dir(&leftover).unwrap();
    replace_folder(&public, &files("2")).unwrap();
    assert_eq!(read_folder(&public).unwrap(), files("2"));
    assert_eq!(modified("ds/a.cer"), before);
    assert_ne!(modified("KOR.crl"), before);
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
}

/// A reader that opens the folder anew each time never finds a part of one publication beside a part of another.
#[test]
fn a_reader_never_sees_two_publications_at_once() {
    let base = tempfile::tempdir().unwrap();
    let public = base.path().join("public");
    let files = |version: usize| {
        Files::from(["a", "b"].map(|name| (name.to_owned(), version.to_string().into_bytes())))
    };
    replace_folder(&public, &files(0)).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for version in 1..60 {
                replace_folder(&public, &files(version)).unwrap();
            }
        });
        while !writer.is_finished() {
            // Through one handle, so that both reads are of the same folder.
            let folder = fs::File::open(&public).unwrap();
            let path = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&folder));
            let read = |name: &str| fs::read(format!("{path}/{name}"));
            if let (Ok(a), Ok(b)) = (read("a"), read("b")) {
                assert_eq!(a, b);
            }
        }
    });
}
