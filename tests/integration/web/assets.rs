use std::path::Path;

use yeogwon::web::asset_url;

use super::site::Site;
use crate::world::source;

#[test]
fn assets_are_kept_for_good_under_an_address_of_their_content() {
    let site = Site::new();
    let mut browser = site.browser();
    let address = asset_url("css/main.css");
    let answer = browser.get(&address).is(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(
        answer.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(answer.header("set-cookie"), None);
    let old = browser.get("/assets/0123456789abcdef/css/main.css").is(200);
    assert_eq!(old.header("cache-control"), Some("public, no-cache"));
    browser.get("/assets/0/no-such.css").is(404);
    browser.get("/assets/0/../Cargo.toml").is(404);
    browser.get("/favicon.ico").is(200);
}

/// Every `frame.asset("…")` in a template and every relative import of a module names a file that is there.
#[test]
fn every_asset_that_is_named_exists() {
    let mut missing = Vec::new();
    let public = source().join("assets/public");
    for template in files(&source().join("templates"), "html") {
        let text = std::fs::read_to_string(&template).unwrap();
        for (at, start) in text.match_indices("frame.asset(\"") {
            let rest = &text[at + start.len()..];
            let name = &rest[..rest.find('"').unwrap()];
            if !public.join(name).is_file() {
                missing.push(format!("{}: {name}", template.display()));
            }
        }
    }
    for (folder, ending, start, end) in [
        ("js", "js", "from \"./", '"'),
        ("css", "css", "url(\"", '"'),
    ] {
        for file in files(&public.join(folder), ending) {
            let text = std::fs::read_to_string(&file).unwrap();
            for (at, _) in text.match_indices(start) {
                let rest = &text[at + start.len()..];
                let name = &rest[..rest.find(end).unwrap()];
                if !name.starts_with("data:") && !file.parent().unwrap().join(name).is_file() {
                    missing.push(format!("{}: {name}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

pub fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
