use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};

use super::*;

const MODIFIED: &str = "Sun, 22 Nov 2026 08:00:00 GMT";

fn moment() -> SystemTime {
    // A fraction that the header cannot say.
    SystemTime::from(MODIFIED.parse::<HttpDate>().unwrap()) + std::time::Duration::from_millis(700)
}

fn answered(headers: &[(&'static str, &str)]) -> HttpResponse {
    let mut asked = HeaderMap::new();
    for (name, value) in headers {
        asked.append(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    let file = PublicFile {
        bytes: b"0123456789".to_vec(),
        modified: moment(),
    };
    answer(&asked, &PublicName::parse("KOR.crl").unwrap(), file)
}

fn tag() -> String {
    format!("\"{}\"", hex(&sha256(b"0123456789")))
}

#[test]
fn an_answer_says_what_the_file_is() {
    let response = answered(&[]);
    assert_eq!(response.status(), StatusCode::OK);
    for (name, value) in [
        ("etag", tag().as_str()),
        ("last-modified", MODIFIED),
        ("content-type", "application/pkix-crl"),
        ("accept-ranges", "bytes"),
        ("access-control-allow-origin", "*"),
    ] {
        assert_eq!(response.headers().get(name).unwrap(), value, "{name}");
    }
}

#[test]
fn conditions_are_honoured_in_the_order_of_the_standard() {
    let tag = tag();
    let (weak, several) = (format!("W/{tag}"), format!("\"x\", {tag}"));
    let earlier = "Sun, 22 Nov 2026 07:59:59 GMT";
    for (headers, status) in [
        (vec![("if-none-match", tag.as_str())], 304),
        (vec![("if-none-match", weak.as_str())], 304),
        (vec![("if-none-match", several.as_str())], 304),
        (
            vec![("if-none-match", "\"x\""), ("if-none-match", &tag)],
            304,
        ),
        (vec![("if-none-match", "*")], 304),
        (vec![("if-none-match", "\"x\"")], 200),
        (vec![("if-none-match", "nonsense")], 200),
        (vec![("if-modified-since", MODIFIED)], 304),
        (vec![("if-modified-since", earlier)], 200),
        (vec![("if-modified-since", "yesterday")], 200),
        // The tag decides; the date is not looked at.
        (
            vec![("if-none-match", "\"x\""), ("if-modified-since", MODIFIED)],
            200,
        ),
        (vec![("if-match", &tag)], 200),
        (vec![("if-match", &weak)], 412),
        (vec![("if-match", "\"x\"")], 412),
        (vec![("if-unmodified-since", MODIFIED)], 200),
        (vec![("if-unmodified-since", earlier)], 412),
        (vec![("if-none-match", &tag), ("range", "bytes=0-1")], 304),
        (vec![("range", "bytes=0-1")], 206),
        (vec![("range", "bytes=10-")], 416),
        (vec![("range", "lines=0-1")], 200),
        (vec![("range", "bytes=0-1,4-5")], 200),
        (vec![("range", "bytes=0-1"), ("if-range", &tag)], 206),
        (vec![("range", "bytes=0-1"), ("if-range", &weak)], 200),
        (vec![("range", "bytes=0-1"), ("if-range", "\"x\"")], 200),
        (vec![("range", "bytes=0-1"), ("if-range", MODIFIED)], 206),
        (vec![("range", "bytes=0-1"), ("if-range", earlier)], 200),
    ] {
        let response = answered(&headers);
        assert_eq!(response.status().as_u16(), status, "{headers:?}");
        assert_eq!(response.headers().get("etag").unwrap(), tag.as_str());
    }
}

#[actix_web::test]
async fn a_part_is_the_part_that_was_asked_for() {
    let response = answered(&[("range", "bytes=-3")]);
    assert_eq!(
        response.headers().get("content-range").unwrap(),
        "bytes 7-9/10"
    );
    let body = actix_web::body::to_bytes(response.into_body())
        .await
        .unwrap();
    assert_eq!(&body[..], b"789");
}

#[test]
fn links_pipes_and_folders_below_the_public_folder_are_not_there() {
    let base = tempfile::tempdir().unwrap();
    let (public, secret) = (base.path().join("public"), base.path().join("secret.cer"));
    std::fs::create_dir_all(public.join("ds")).unwrap();
    std::fs::create_dir_all(base.path().join("elsewhere")).unwrap();
    std::fs::write(&secret, b"secret").unwrap();
    std::fs::write(base.path().join("elsewhere/a.cer"), b"secret").unwrap();
    std::fs::write(public.join("ds/a.cer"), b"public").unwrap();
    std::os::unix::fs::symlink(&secret, public.join("ds/b.cer")).unwrap();
    std::os::unix::fs::symlink(base.path().join("elsewhere"), public.join("csca")).unwrap();
    std::fs::create_dir(public.join("ds/c.cer")).unwrap();
    let read = |path: &str, folder: &std::path::Path| {
        read::read(folder, &PublicName::parse(path).unwrap())
            .unwrap()
            .map(|file| file.bytes)
    };
    assert_eq!(read("ds/a.cer", &public).unwrap(), b"public");
    for path in [
        "ds/b.cer",
        "csca/a.cer",
        "ds/c.cer",
        "link/a.cer",
        "KOR.crl",
    ] {
        assert_eq!(read(path, &public), None, "{path}");
    }
    // The folder itself may be reached by a link.
    let link = base.path().join("published");
    std::os::unix::fs::symlink(&public, &link).unwrap();
    assert_eq!(read("ds/a.cer", &link).unwrap(), b"public");
    assert_eq!(read("ds/a.cer", &base.path().join("nowhere")), None);
}
