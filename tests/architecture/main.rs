//! Holds the direction of imports that the library's front page draws.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test that cannot go on fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A module and what it may import of ours.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("law", &["domain"]),
    ("document", &["domain"]),
    ("inspection", &["document", "domain", "yeogwon_pki"]),
    ("config", &["law", "domain"]),
    (
        "signer",
        &[
            "config",
            "inspection",
            "document",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
    (
        "specimen",
        &[
            "signer",
            "inspection",
            "config",
            "document",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
    (
        "command",
        &[
            "specimen",
            "signer",
            "inspection",
            "config",
            "document",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
];

/// Pure layers: no file, socket, process, clock, environment or random source.
const PURE: &[&str] = &["domain", "law", "document", "inspection"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::os::unix",
    "std::process",
    "std::env",
    "std::thread",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "rand_bytes",
    "getrandom",
];

/// The reading half of `pki` and the words that would tie it to the building half.
const READERS: &[&str] = &["read", "trust", "passive_authentication", "report"];
const BUILDERS: &[&str] = &[
    "asn1",
    "profile",
    "issue",
    "sod",
    "crl",
    "master_list",
    "cms",
    "lint",
    "signer",
];

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without comments and without its tests (a `tests.rs`, or what follows `#[cfg(test)]`).
fn code(path: &Path) -> String {
    if path.file_name().is_some_and(|name| name == "tests.rs")
        || path.components().any(|c| c.as_os_str() == "tests")
    {
        return String::new();
    }
    let text = std::fs::read_to_string(path).unwrap();
    let text = text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Which module of the crate a file belongs to: the first path component below `src`, without `.rs`.
fn module(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap();
    let first = below
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Every `crate::name` and `yeogwon_pki` that occurs.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or_default();
            found.extend(list.split(',').map(|name| first_word(name.trim())));
        } else {
            found.insert(first_word(rest));
        }
    }
    if code.contains("yeogwon_pki") {
        found.insert("yeogwon_pki".to_owned());
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_module_imports_only_what_lies_below_it() {
    let src = root().join("src");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let module = module(&src, &path);
        if module == "lib" || module == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!(
                "{}: the module {module} has no line in MAY_IMPORT",
                path.display()
            ));
            continue;
        };
        seen.insert(module.clone());
        for import in imports(&code(&path)) {
            if import != module && !allowed.contains(&import.as_str()) {
                wrong.push(format!(
                    "{}: {module} must not import {import}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let listed: BTreeSet<_> = MAY_IMPORT
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(seen, listed, "a line of MAY_IMPORT names no module");
}

#[test]
fn pure_layers_touch_nothing_outside() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for path in sources(&src) {
        if PURE.contains(&module(&src, &path).as_str()) {
            let code = code(&path);
            wrong.extend(
                IMPURE
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reading_half_of_pki_shares_no_builder() {
    let src = root().join("pki/src");
    let mut readers = 0;
    let mut wrong = Vec::new();
    for path in sources(&src) {
        if !READERS.contains(&module(&src, &path).as_str()) {
            continue;
        }
        readers += 1;
        for import in imports(&code(&path)) {
            if BUILDERS.contains(&import.as_str()) {
                wrong.push(format!("{}: imports {import}", path.display()));
            }
        }
    }
    assert!(readers >= READERS.len(), "the readers were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_inspection_uses_no_builder_of_the_document() {
    let src = root().join("src");
    let wrong: Vec<_> = sources(&src.join("inspection"))
        .into_iter()
        .chain([src.join("inspection.rs")])
        .filter(|path| {
            let code = code(path);
            code.contains("lds::build") || code.contains("mrz::build")
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn pki_imports_nothing_of_ours_and_names_no_person() {
    for path in sources(&root().join("pki/src")) {
        let code = code(&path);
        for word in ["yeogwon::", "Holder", "surname", "birth"] {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
    }
}
