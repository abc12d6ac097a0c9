//! `yeogwon signer status|collect|spoil`: what an operator asks of a signer that runs.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use yeogwon::signer::{Request, SignDocument};

use crate::approvals::{Bench, released};
use crate::signer_crash::forget_the_release;
use crate::world::{Run, program, yeogwon};

/// The program's own signer on a directory that a test has prepared; ends with the test.
struct Served {
    child: Child,
    socket: PathBuf,
}

impl Served {
    fn start(bench: &mut Bench) -> Self {
        bench.stop();
        let socket = tempfile::tempdir().unwrap().keep().join("s");
        let mut child = program()
            .args(["signer", "--with-parent", "--data"])
            .arg(bench.directory.path())
            .arg("--socket")
            .arg(&socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("ready"), "{line}");
        Self { child, socket }
    }

    fn run(&self, arguments: &[&str], more: &[(&str, &Path)]) -> Run {
        let mut all: Vec<OsString> = vec!["signer".into()];
        all.extend(arguments.iter().map(OsString::from));
        for (option, value) in more.iter().chain([&("--socket", self.socket.as_path())]) {
            all.push(option.into());
            all.push(value.into());
        }
        yeogwon(all)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn save(bench: &Bench, name: &str, request: &SignDocument) -> PathBuf {
    let path = bench.directory.path().with_file_name(name);
    fs::write(&path, serde_json::to_vec(request).unwrap()).unwrap();
    path
}

#[test]
fn a_signer_that_does_not_answer_ends_with_four_and_says_what_to_do() {
    let nowhere = tempfile::tempdir().unwrap();
    let data = nowhere.path().as_os_str();
    for arguments in [
        vec!["status"],
        vec!["spoil", "M00000001", "--reason", "torn", "--yes"],
        vec!["spoil", "M00000001", "--reason", "torn", "--dry-run"],
    ] {
        let mut all: Vec<OsString> = vec!["signer".into()];
        all.extend(arguments.iter().map(OsString::from));
        all.extend(["--data".into(), data.to_owned()]);
        yeogwon(&all).ends(4).says("start it with `yeogwon signer`");
        all.push("--json".into());
        let answer = yeogwon(&all).ends(4).json();
        assert!(answer["error"].is_string());
    }
}

#[test]
fn status_shows_the_same_as_text_and_as_json() {
    let mut bench = Bench::new("command_status");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));
    bench.restart(forget_the_release);
    let served = Served::start(&mut bench);
    let json = served.run(&["status", "--json"], &[]).ends(0).json();
    assert_eq!(json["specimen"], true);
    assert_eq!(json["officers"], 4);
    assert_eq!(json["alarms"], 0);
    assert_eq!(json["open"][0], request.number.as_str());
    assert_eq!(json["document_signers"].as_array().unwrap().len(), 2);
    let text = served.run(&["status"], &[]).ends(0);
    for fact in [
        json["log"]["digest"].as_str().unwrap(),
        json["register"]["sha256"].as_str().unwrap(),
        json["document_signers"][0]["label"].as_str().unwrap(),
        request.number.as_str(),
        "specimens only",
    ] {
        assert!(text.out().contains(fact), "{fact}: {}", text.out());
    }
}

#[test]
fn a_number_is_spoiled_once_after_being_asked() {
    let mut bench = Bench::new("command_spoil");
    let application = bench.application("ordinary.json", |_| ());
    let request = bench.honest(&application);
    released(bench.sign(&request));
    bench.restart(forget_the_release);
    let served = Served::start(&mut bench);
    let number = request.number.as_str();
    let spoil = |number: &str, reason: &str, option: &[&str]| {
        let arguments = [&["spoil", number, "--reason", reason], option].concat();
        served.run(&arguments, &[])
    };
    spoil("no number", "torn", &["--yes"]).ends(2);
    spoil(number, " ", &["--yes"]).ends(2).says("--reason");
    spoil("M00099999", "torn", &["--yes"])
        .ends(3)
        .says("refused");
    spoil("M00099999", "torn", &["--dry-run"]).ends(3);
    // Nobody is there to be asked.
    spoil(number, "torn", &[]).ends(2).says("give --yes");
    let before = bench.log();
    spoil(number, "torn", &["--dry-run"]).ends(0);
    assert_eq!(bench.log(), before, "a dry run changes nothing");
    spoil(number, "torn", &["--yes"]).ends(0).says("given up");
    spoil(number, "torn", &["--yes"]).ends(3);
    assert_eq!(bench.log().matches("\"event\":\"spoiled\"").count(), 1);
}

#[test]
fn a_lost_answer_is_collected_from_a_saved_request() {
    let mut bench = Bench::new("command_collect");
    let application = bench.application("ordinary.json", |_| ());
    let (request, other) = (bench.honest(&application), bench.honest(&application));
    let document = released(bench.sign(&request));
    let saved = save(&bench, "request.json", &request);
    let unknown = save(&bench, "other.json", &other);
    let whole = bench.directory.path().with_file_name("message.json");
    let message = Request::CollectDocument(Box::new(request));
    fs::write(&whole, serde_json::to_vec(&message).unwrap()).unwrap();
    let nonsense = bench.directory.path().with_file_name("nonsense.json");
    fs::write(&nonsense, b"{\"record\":1}").unwrap();
    let served = Served::start(&mut bench);
    let out = |name: &str| bench.directory.path().with_file_name(name);
    let collect = |request: &Path, out: &Path, more: &[&str]| {
        let arguments = [&["collect"], more].concat();
        served.run(&arguments, &[("--request", request), ("--out", out)])
    };
    let first = out("first");
    collect(&saved, &first, &["--dry-run"]).ends(0);
    assert!(!first.exists());
    let json = collect(&saved, &first, &["--json"]).ends(0).json();
    assert_eq!(json["number"], document.number.as_str());
    for (name, bytes) in &document.files {
        assert_eq!(fs::read(first.join(name)).unwrap(), bytes.0, "{name}");
    }
    collect(&whole, &out("second"), &[])
        .ends(0)
        .says("no key was used");
    collect(&saved, &first, &[]).ends(2).says("exists");
    collect(&unknown, &out("third"), &[])
        .ends(3)
        .says("refused");
    collect(&nonsense, &out("third"), &[])
        .ends(2)
        .says("no saved request");
    collect(&out("absent.json"), &out("third"), &[]).ends(2);
    assert!(!out("third").exists());
}
