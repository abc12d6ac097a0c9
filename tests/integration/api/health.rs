use std::fs;

use yeogwon::service::api_key::ApiScope;

use super::served::Served;

#[test]
fn it_is_alive_and_says_what_keeps_it_from_work() {
    let served = Served::new();
    assert_eq!(served.get("/healthz").is(200).json()["alive"], true);
    let check = |name: &str| {
        let health = served.get("/readyz").json();
        let checks = health["checks"].as_array().unwrap().clone();
        checks
            .into_iter()
            .find(|check| check["name"] == name)
            .unwrap()
    };
    // Nobody started the signing process.
    let health = served.get("/readyz").is(503).json();
    assert_eq!(health["ready"], false);
    let signer = check("signer");
    assert_eq!(signer["ok"], false);
    assert!(
        !signer["detail"].as_str().unwrap().contains('/'),
        "{signer}"
    );
    for name in ["database", "revocation_list", "clock"] {
        assert_eq!(check(name)["ok"], true, "{name}");
    }
    fs::remove_file(served.directory.public().join("KOR.crl")).unwrap();
    assert_eq!(check("revocation_list")["ok"], false);
}

#[test]
fn figures_are_for_this_machine_or_a_key() {
    let served = Served::new();
    served.get("/pki/KOR.crl").is(200);
    served.get("/no/such/page").is(404);
    let text = served.get("/metrics").is(200).text();
    for line in [
        "yeogwon_http_requests_total{method=\"GET\",route=\"/pki/{name:.*}\",status=\"200\"} 1",
        "yeogwon_signer_up 0",
        "yeogwon_journal_sequence ",
        "yeogwon_crl_age_seconds ",
        "yeogwon_publication_sequence 1",
        "yeogwon_http_request_duration_seconds_count{route=",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(!text.contains("/no/such/page"));
    let proxied = [("x-forwarded-for", "203.0.113.7")];
    served.send("GET", "/metrics", &proxied, "").is(404);
    let other = format!("Bearer {}", served.key(&[ApiScope::Documents]));
    let headers = [proxied[0], ("authorization", other.as_str())];
    served.send("GET", "/metrics", &headers, "").is(404);
    let key = format!("Bearer {}", served.key(&[ApiScope::Metrics]));
    let headers = [proxied[0], ("authorization", key.as_str())];
    served.send("GET", "/metrics", &headers, "").is(200);
}
