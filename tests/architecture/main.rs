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
    (
        "command",
        &[
            "bench",
            "demo",
            "web",
            "worker",
            "service",
            "store",
            "specimen",
            "proposal",
            "signer",
            "inspection",
            "trust_files",
            "config",
            "document",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
    (
        "demo",
        &[
            "service", "store", "register", "specimen", "signer", "config", "law", "domain",
        ],
    ),
    (
        "bench",
        &["inspection", "document", "law", "domain", "yeogwon_pki"],
    ),
    (
        "web",
        &[
            "service",
            "register",
            "publishing",
            "inspection",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
    ("worker", &["service"]),
    (
        "service",
        &[
            "store",
            "register",
            "publishing",
            "proposal",
            "signer",
            "inspection",
            "trust_files",
            "config",
            "document",
            "law",
            "domain",
            "yeogwon_pki",
        ],
    ),
    ("store", &["domain"]),
    ("register", &["document", "law", "domain"]),
    (
        "specimen",
        &[
            "publishing",
            "proposal",
            "signer",
            "inspection",
            "config",
            "document",
            "domain",
            "yeogwon_pki",
        ],
    ),
    ("publishing", &["domain", "yeogwon_pki"]),
    ("proposal", &["signer", "config", "law", "domain"]),
    (
        "signer",
        &["config", "document", "law", "domain", "yeogwon_pki"],
    ),
    ("trust_files", &["yeogwon_pki"]),
    ("inspection", &["document", "domain", "yeogwon_pki"]),
    ("config", &["law"]),
    ("document", &["domain"]),
    ("law", &["domain"]),
    ("domain", &[]),
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

/// The reading half of `pki`: these modules may import one another and nothing else of the crate.
const READERS: &[&str] = &["read", "trust", "passive_authentication", "report"];

/// What of the document's code the inspection may use: the readers, and the words in which they report.
const INSPECTION_MAY_USE: &[(&str, &[&str])] = &[
    ("lds", &["read", "DataGroupNumber"]),
    (
        "mrz",
        &["inspect", "Inspection", "MrzDate", "MrzShapeError"],
    ),
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
    without_comments(&without_tests(&text))
}

/// The text up to the module of tests written in it; a line that only names a file of tests is no end.
fn without_tests(text: &str) -> String {
    let text = match text.find("\n#[cfg(test)]\nmod tests {") {
        Some(end) => &text[..end],
        None => text,
    };
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        let names_a_file = line.starts_with("mod ") && line.ends_with(';');
        if names_a_file && kept.last() == Some(&"#[cfg(test)]") {
            kept.pop();
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

fn without_comments(text: &str) -> String {
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
    let mut found = names_after(code, "crate::");
    if code.contains("yeogwon_pki") {
        found.insert("yeogwon_pki".to_owned());
    }
    found
}

/// What is named after each `prefix`: one name, or the first names of a list in braces.
fn names_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list_items(list).iter().map(|item| first_word(item))),
            None => {
                found.insert(first_word(rest));
            }
        }
    }
    found.remove("");
    found
}

/// The items of a list up to the brace that closes it, whatever braces lie inside.
fn list_items(list: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut items = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().unwrap().push(c);
    }
    items.iter().map(|item| item.trim().to_owned()).collect()
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
    let mut used = BTreeSet::new();
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
            used.insert((module.clone(), import));
        }
    }
    for (module, allowed) in MAY_IMPORT {
        for import in *allowed {
            if !used.contains(&((*module).to_owned(), (*import).to_owned())) {
                wrong.push(format!(
                    "MAY_IMPORT lets {module} import {import}, which it does not: take it out, here and in src/lib.rs"
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
fn the_picture_in_lib_shows_the_same_arrows() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for (module, allowed) in MAY_IMPORT.iter().filter(|(_, allowed)| !allowed.is_empty()) {
        let names: BTreeSet<_> = allowed.iter().map(|name| (*name).to_owned()).collect();
        let line = lib
            .lines()
            .filter_map(|line| line.strip_prefix("//! "))
            .find_map(|line| {
                let (from, to) = line.split_once("->")?;
                (from.trim() == *module).then(|| to.trim().to_owned())
            })
            .unwrap_or_else(|| panic!("src/lib.rs draws no arrow from {module}"));
        let drawn: BTreeSet<_> = match line.strip_prefix('{') {
            Some(list) => list_items(list).into_iter().collect(),
            None => BTreeSet::from([first_word(&line)]),
        };
        assert_eq!(
            drawn, names,
            "src/lib.rs and MAY_IMPORT differ for {module}"
        );
    }
}

#[test]
fn the_reading_half_of_pki_imports_nothing_but_itself() {
    let src = root().join("pki/src");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in sources(&src) {
        let module = module(&src, &path);
        if !READERS.contains(&module.as_str()) {
            continue;
        }
        for import in imports(&code(&path)) {
            if !READERS.contains(&import.as_str()) {
                wrong.push(format!("{}: imports {import}", path.display()));
            }
        }
        seen.insert(module);
    }
    assert_eq!(
        seen.len(),
        READERS.len(),
        "a reader was not found: {seen:?}"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the inspection must not use of the document's code, in this text.
fn builders_in(code: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (module, allowed) in INSPECTION_MAY_USE {
        // Another name for the module would hide what is used through it.
        for name in names_after(code, &format!("{module}::")) {
            if name != "self" && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{module}::{name}"));
            }
        }
        if code.contains(&format!("{module} as "))
            || code.contains(&format!("{module}::{{self as "))
        {
            wrong.push(format!("{module} under another name"));
        }
    }
    wrong
}

#[test]
fn the_inspection_uses_no_builder_of_the_document() {
    let src = root().join("src");
    let wrong: Vec<_> = sources(&src.join("inspection"))
        .into_iter()
        .chain([src.join("inspection.rs")])
        .flat_map(|path| {
            builders_in(&code(&path))
                .into_iter()
                .map(move |name| format!("{}: {name}", path.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rules_see_what_they_are_for() {
    let names = |code| imports(code).into_iter().collect::<Vec<_>>().join(" ");
    for (code, wanted) in [
        ("use crate::law::Answer;", "law"),
        ("use crate::{a::{b, c}, signer::d};", "a signer"),
        (
            "use crate::{\n    a::{b::{c}},\n    signer,\n};",
            "a signer",
        ),
        ("use yeogwon_pki::read; crate::x()", "x yeogwon_pki"),
        ("my_crate::y()", ""),
    ] {
        assert_eq!(names(code), wanted, "{code}");
    }
    for (text, wanted) in [
        (
            "a\n#[cfg(test)]\nmod tests;\nuse crate::b;",
            "a\nuse crate::b;",
        ),
        ("a\n#[cfg(test)]\nmod tests {\nuse crate::b;", "a"),
        (
            "mod a;\n#[cfg(test)]\nmod fixture;\nmod b;",
            "mod a;\nmod b;",
        ),
    ] {
        assert_eq!(without_tests(text), wanted, "{text}");
    }
    for (code, wrong) in [
        ("use crate::document::lds::{build, read};", "lds::build"),
        ("use crate::document::{lds::{build}, mrz};", "lds::build"),
        ("mrz::Mrz::build(x)", "mrz::Mrz"),
        (
            "use crate::document::mrz::{self, MrzFields};",
            "mrz::MrzFields",
        ),
        (
            "use crate::document::mrz as zone;",
            "mrz under another name",
        ),
    ] {
        assert_eq!(builders_in(code), [wrong], "{code}");
    }
    assert!(builders_in("use crate::document::lds::read; lds::read::dg1(x)").is_empty());
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
