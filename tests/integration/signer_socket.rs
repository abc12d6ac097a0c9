//! The signer's socket in the hands of somebody who means ill: nonsense, floods, slowness and races.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use chrono::Utc;
use yeogwon::domain::DocumentNumber;
use yeogwon::signer::{Refusal, Request, Response, SignDocument, SignerClient, listen, serve};

use crate::approvals::Bench;

/// A signing process of its own behind a socket, until the tests end.
fn served(name: &str) -> (Bench, PathBuf) {
    let mut bench = Bench::new(name);
    let process = bench.stop().unwrap();
    // Short: a socket's path may have 107 bytes.
    let folder = tempfile::tempdir().unwrap().keep();
    let socket = folder.join("s");
    let listener = listen(&socket).unwrap();
    std::thread::spawn(move || serve(&listener, process, Utc::now));
    (bench, socket)
}

#[track_caller]
fn is_well(socket: &Path) {
    // Places that a flood took are given back in a moment.
    for _ in 0..100 {
        let answer =
            SignerClient::connect(socket).and_then(|mut client| client.ask(&Request::Status));
        match answer {
            Ok(Response::Status(_)) => return,
            _ => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
    panic!("the signer does not answer any more");
}

#[test]
fn nonsense_costs_its_sender_the_connection_and_nobody_else_anything() {
    let (_bench, socket) = served("socket_nonsense");
    let frame = |body: &[u8]| [&u32::try_from(body.len()).unwrap().to_be_bytes(), body].concat();
    let deep = frame("[".repeat(1 << 20).as_bytes());
    let twice = frame(br#"{"request":"status","request":"sign_document"}"#);
    let messages: [&[u8]; 11] = [
        &[],
        &[0],
        &[0, 0, 0, 0],
        &[0xFF; 4],
        &[0xFF; 4096],
        &frame(b"\xff\xfe\x00"),
        &frame(b"{}"),
        &frame(b"null"),
        &frame(br#"{"request":"open_the_door"}"#),
        &twice,
        &deep,
    ];
    for message in messages {
        let mut stream = UnixStream::connect(&socket).unwrap();
        // The signer may hang up before all is written.
        let _ = stream.write_all(message);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!String::from_utf8_lossy(&answer).contains("released"));
        is_well(&socket);
    }
}

#[test]
fn a_thousand_connections_do_not_end_the_signer() {
    let (_bench, socket) = served("socket_flood");
    for _ in 0..4 {
        let held: Vec<_> = (0..250)
            .filter_map(|_| UnixStream::connect(&socket).ok())
            .collect();
        drop(held);
    }
    is_well(&socket);
}

/// Asks for all of these at the same moment, each on a connection of its own.
fn race(socket: &Path, requests: &[SignDocument]) -> Vec<Response> {
    let start = std::sync::Barrier::new(requests.len());
    std::thread::scope(|scope| {
        let racers: Vec<_> = requests
            .iter()
            .map(|request| {
                let start = &start;
                scope.spawn(move || {
                    let mut client = SignerClient::connect(socket).unwrap();
                    start.wait();
                    client
                        .ask(&Request::SignDocument(Box::new(request.clone())))
                        .unwrap()
                })
            })
            .collect();
        racers
            .into_iter()
            .map(|racer| racer.join().unwrap())
            .collect()
    })
}

#[test]
fn of_requests_that_race_for_one_thing_one_wins() {
    let (mut bench, socket) = served("socket_race");
    let application = bench.application("ordinary.json", |_| ());
    let won = |answers: &[Response]| {
        answers
            .iter()
            .filter(|answer| matches!(answer, Response::Released(_)))
            .count()
    };
    // One request many times, one application with many numbers.
    let same = vec![bench.honest(&application); 6];
    assert_eq!(won(&race(&socket, &same)), 1);
    let first = bench.honest(&application);
    let numbers: Vec<_> = (0..6)
        .map(|index| SignDocument {
            number: DocumentNumber::parse(&format!("M0005500{index}")).unwrap(),
            blank: yeogwon::signer::Blank {
                serial: format!("RACE-{index}"),
                ..first.blank.clone()
            },
            ..first.clone()
        })
        .collect();
    assert_eq!(won(&race(&socket, &numbers)), 1);
    // Many applications with one number, then with one blank.
    let mut requests: Vec<_> = (0..6).map(|_| bench.honest(&application)).collect();
    for request in &mut requests {
        request.number = DocumentNumber::parse("M00066000").unwrap();
    }
    assert_eq!(won(&race(&socket, &requests)), 1);
    let mut requests: Vec<_> = (0..6).map(|_| bench.honest(&application)).collect();
    for request in &mut requests {
        request.blank.serial = "ONE-BLANK".into();
    }
    let answers = race(&socket, &requests);
    assert_eq!(won(&answers), 1);
    assert!(answers.iter().all(|answer| matches!(
        answer,
        Response::Released(_)
            | Response::Refused {
                refusal: Refusal::BlankUsed,
                ..
            }
    )));
    assert_eq!(bench.log().matches("\"event\":\"released\"").count(), 4);
}

#[test]
fn a_signer_that_is_lost_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("s");
    let listener = listen(&socket).unwrap();
    let dying = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Begins an answer and dies in the middle of it.
        let mut request = [0; 16];
        let _ = stream.read(&mut request);
        let _ = stream.write_all(&[0, 0, 1, 0, b'{']);
    });
    let mut client = SignerClient::connect(&socket).unwrap();
    let text = client.ask(&Request::Status).unwrap_err().to_string();
    dying.join().unwrap();
    assert!(
        text.starts_with("the signer was lost") && text.contains("look at its log"),
        "{text}"
    );
}
