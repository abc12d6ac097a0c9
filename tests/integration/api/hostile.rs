use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::num::NonZeroU32;
use std::time::Duration;

use yeogwon::web::WebOptions;

use super::served::Served;

/// Sends bytes as they are and gives the status, or nothing when the server hung up.
fn raw(served: &Served, bytes: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    // The server may answer and hang up before all of it is written.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

#[test]
fn bodies_that_are_too_large_too_deep_or_no_json_are_refused() {
    let served = Served::new();
    let large = format!(
        "{{\"files\": {{\"EF.SOD\": \"{}\"}}}}",
        "A".repeat(10_000_000)
    );
    let head = |path: &str, length: usize| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n"
        )
    };
    for path in ["/api/v1/inspections", "/api/v1/law/issue"] {
        let request = [head(path, large.len()).as_bytes(), large.as_bytes()].concat();
        // The status is lost where the other side resets before it is read.
        assert!(matches!(raw(&served, &request), Some(413) | None), "{path}");
        let deep = format!("{{\"facts\": {}", "{\"a\":".repeat(10_000));
        served.post_json(path, &deep);
        served.post_json(path, &"[".repeat(60_000));
    }
    let deep = format!(
        "{{\"facts\": {{\"kind\": {}1{}}}}}",
        "[".repeat(500),
        "]".repeat(500)
    );
    served
        .post_json("/api/v1/law/issue", &deep)
        .tells_problem(400, "malformed");
    let announced = head("/api/v1/law/issue", 10_000_000);
    assert!(matches!(
        raw(&served, announced.as_bytes()),
        Some(400 | 408 | 413) | None
    ));
    served.get("/healthz").is(200);
}

#[test]
fn heads_that_are_too_large_or_nonsense_are_refused() {
    let served = Served::new();
    let long = "x".repeat(1_000_000);
    for request in [
        format!("GET /pki/ HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n"),
        format!("GET /pki/{long} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        format!(
            "GET /pki/ HTTP/1.1\r\nhost: x\r\n{}\r\n",
            "a: b\r\n".repeat(5000)
        ),
        "NONSENSE\r\n\r\n".to_owned(),
    ] {
        let status = raw(&served, request.as_bytes());
        assert!(
            status.is_none_or(|status| (400..500).contains(&status)),
            "{status:?}"
        );
    }
    served.get("/healthz").is(200);
}

#[test]
fn unknown_routes_of_the_api_are_problems_too() {
    let served = Served::new();
    for path in [
        "/api/v1/nothing",
        "/api/v2",
        "/api/",
        "/api/v1/documents//status",
    ] {
        served.get(path).tells_problem(404, "not-found");
    }
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("content-type", "application/json"),
    ];
    served
        .send("POST", "/api/v1/law/issue", &foreign, "{}")
        .tells_problem(403, "forbidden");
}

#[test]
fn who_asks_too_often_waits() {
    let options = WebOptions {
        api_per_minute: NonZeroU32::new(3).unwrap(),
        ..WebOptions::default()
    };
    let served = Served::with(|_| {}, options);
    for _ in 0..3 {
        served.get("/api/v1/openapi.json").is(200);
    }
    let answer = served.get("/api/v1/openapi.json");
    assert!(answer.header("retry-after").is_some());
    answer.tells_problem(429, "too-many-requests");
    // Public keys are not counted: a border that shares an address with others must have them.
    for _ in 0..20 {
        served.get("/pki/KOR.crl").is(200);
    }
}
