use std::fs;

use yeogwon::domain::hex;
use yeogwon::publishing::read_folder;

use super::served::Served;

#[test]
fn everything_published_is_served_as_it_lies_there() {
    let served = Served::new();
    let files = read_folder(served.public().as_ref()).unwrap();
    for (name, bytes) in &files {
        let answer = served.get(&format!("/pki/{name}")).is(200);
        assert_eq!(&answer.body, bytes, "{name}");
        let tag = format!("\"{}\"", hex(&openssl::sha::sha256(bytes)));
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        assert!(answer.header("last-modified").is_some());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(
            answer
                .header("cache-control")
                .unwrap()
                .starts_with("public, max-age=")
        );
        assert_eq!(answer.header("set-cookie"), None);
        assert_eq!(answer.header("content-encoding"), None);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let page = served.get("/pki/").is(200);
    assert_eq!(page.body, files["index.html"]);
    assert_eq!(served.get("/pki").is(308).header("location"), Some("/pki/"));
}

#[test]
fn what_a_client_has_already_is_not_sent_again() {
    let served = Served::new();
    let first = served.get("/pki/KOR.crl").is(200);
    let tag = first.header("etag").unwrap().to_owned();
    let modified = first.header("last-modified").unwrap().to_owned();
    for (name, value) in [
        ("if-none-match", tag.as_str()),
        ("if-modified-since", &modified),
    ] {
        let headers = [(name, value), ("accept-encoding", "gzip, br")];
        let again = served.send("GET", "/pki/KOR.crl", &headers, "").is(304);
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), Some(tag.as_str()));
    }
    let zipped = [("accept-encoding", "gzip")];
    let same = served.send("GET", "/pki/pkd.ldif", &zipped, "").is(200);
    assert_eq!(same.header("content-encoding"), None);
    let head = served.send("HEAD", "/pki/KOR.crl", &[], "").is(200);
    assert!(head.body.is_empty());
    assert_eq!(
        head.header("content-length"),
        Some(first.body.len().to_string().as_str())
    );
    let part = served
        .send("GET", "/pki/KOR.crl", &[("range", "bytes=0-3")], "")
        .is(206);
    assert_eq!(part.body, first.body[..4]);
    // The list is replaced: the old tag does not hold any more.
    fs::write(served.directory.public().join("KOR.crl"), b"new").unwrap();
    let headers = [("if-none-match", tag.as_str())];
    assert_eq!(
        served
            .send("GET", "/pki/KOR.crl", &headers, "")
            .is(200)
            .body,
        b"new"
    );
}

#[test]
fn nothing_else_of_the_machine_is_served() {
    let served = Served::new();
    fs::write(served.directory.public().join(".hidden.cer"), b"x").unwrap();
    std::os::unix::fs::symlink(
        "../config.toml",
        served.directory.public().join("config.json"),
    )
    .unwrap();
    for path in [
        "/pki/../config.toml",
        "/pki/%2e%2e/config.toml",
        "/pki/..%2fconfig.toml",
        "/pki/ds/..%2f..%2fsigner%2fofficers.json",
        "/pki/ds%2f../../signer/officers.json",
        "/pki/%00.cer",
        "/pki/.hidden.cer",
        "/pki/config.json",
        "/pki/ds",
        "/pki/ds/",
        "/pki/nothing.crl",
        "/pki//etc/passwd",
    ] {
        let answer = served.get(path);
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.text().contains("specimen = true"), "{path}");
    }
    served.send("POST", "/pki/KOR.crl", &[], "x").is(405);
    let preflight = served.send("OPTIONS", "/pki/KOR.crl", &[], "").is(204);
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        Some("GET, HEAD")
    );
}
