//! `/border`: inspections as a border makes them.

use super::client::{Answer, Browser};
use super::site::{CLERK, Site};
use crate::world::world;

fn upload(browser: &mut Browser, csrf: &str, files: &[(String, Vec<u8>)]) -> Answer {
    let mut body = String::new();
    for (name, value) in [("csrf", csrf), ("printed", "")] {
        body.push_str(&format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    let mut body = body.into_bytes();
    for (name, bytes) in files {
        body.extend(
            format!(
                "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            )
            .into_bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let headers = [
        ("content-type", "multipart/form-data; boundary=edge"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.send_bytes("POST", "/border/files", &headers, &body)
}

#[test]
fn files_are_inspected_clause_by_clause_and_what_is_no_file_is_told() {
    let site = Site::founded();
    let mut browser = site.signed_in(CLERK);
    let page = browser.get("/border").is(200);
    assert!(page.text().contains("CSCA"));
    let csrf = page.hidden("csrf").unwrap();
    let files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&world().plain)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            name.starts_with("EF")
                .then(|| (name, std::fs::read(&path).unwrap()))
        })
        .collect();
    assert!(files.len() > 3);
    // A document of another authority: nothing is wrong with it, and nobody here can say who signed it.
    let report = upload(&mut browser, &csrf, &files).is(200).text();
    assert!(
        report.contains("판정 불가") && report.contains("9303-11:5.1"),
        "{report}"
    );
    let mut changed = files.clone();
    let dg1 = changed
        .iter_mut()
        .find(|(name, _)| name.contains("DG1.") || name == "EF.DG1");
    *dg1.unwrap().1.last_mut().unwrap() ^= 1;
    let report = upload(&mut browser, &csrf, &changed).is(200).text();
    assert!(
        report.contains("데이터 그룹이 서명된 내용과 다릅니다."),
        "{report}"
    );
    let odd = [("passwd".to_owned(), vec![1])];
    assert!(
        upload(&mut browser, &csrf, &odd)
            .is(422)
            .text()
            .contains("href=\"#files\"")
    );
    upload(&mut browser, &csrf, &[]).is(422);
    upload(&mut browser, "0", &files).is(403);
    let pick = [
        ("csrf", csrf.as_str()),
        ("number", "M00000000"),
        ("printed", ""),
    ];
    browser.post("/border/documents", &pick).is(422);
    assert_ne!(site.browser().get("/border").status, 200);
}
