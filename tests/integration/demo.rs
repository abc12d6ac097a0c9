//! The demo country: founded once, cut off and founded again, refused where something else lies, and served.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::world::{fresh, program, yeogwon};

fn demo(data: &Path) -> Vec<String> {
    let data = data.display().to_string();
    ["demo", "--no-serve", "--few", "--json", "--data", &data]
        .map(str::to_owned)
        .to_vec()
}

fn journal(data: &Path) -> Value {
    let data = data.display().to_string();
    yeogwon(["journal", "verify", "--json", "--data", &data])
        .ends(0)
        .json()
}

fn commands(data: &Path, command: &str) -> usize {
    let data = data.display().to_string();
    let shown = yeogwon([
        "journal", "show", "--json", "--limit", "10000", "--data", &data,
    ])
    .ends(0)
    .json();
    let entries = shown["entries"].as_array().unwrap();
    entries
        .iter()
        .filter(|entry| entry["command"] == command && entry["effect"] == "done")
        .count()
}

/// A child that is ended with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(data: &Path) -> (Served, String) {
    let mut child = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().strip_prefix("serving http://").unwrap();
    let address = address.trim_end_matches('/').to_owned();
    (Served(child), address)
}

fn get(address: &str, path: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn terminate(child: &mut Child) -> i32 {
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .unwrap();
    let give_up = Instant::now() + Duration::from_secs(40);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        assert!(Instant::now() < give_up, "it does not end");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_demo_country_survives_being_cut_off_and_is_founded_once() {
    let data = fresh("demo").join("data");
    // Killed in the middle, hard: the signer, a child, ends with its parent.
    let mut child = program()
        .args(demo(&data))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    while let Some(Ok(line)) = told.next() {
        // The first cases are under way from here on.
        if line.contains("blank books") {
            std::thread::sleep(Duration::from_secs(6));
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let first = yeogwon(demo(&data)).ends(0).json();
    let verified = journal(&data);
    assert_eq!(verified["whole"], true);
    let started = commands(&data, "start_application");
    // One draft more at most: the one that was begun at the moment of the cut, for each story told at a time.
    assert!((10..=24).contains(&started), "{started}");
    for command in [
        "submit_application",
        "approve_application",
        "refuse_application",
        "restrict_application",
        "return_application",
        "refer_application",
        "withdraw_application",
        "personalise_passport",
        "inspect_passport",
        "hand_over_passport",
        "report_loss",
    ] {
        assert!(commands(&data, command) > 0, "{command} never happened");
    }

    let second = yeogwon(demo(&data)).ends(0).json();
    assert_eq!(first["accounts"], second["accounts"]);
    assert_eq!(first["password"], second["password"]);
    assert_eq!(commands(&data, "start_application"), started);
    assert_eq!(journal(&data)["head"], verified["head"]);

    let mode = |name: &str| {
        let found = std::fs::metadata(data.join(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode("officers/accounts.json"), 0o600);
    assert_eq!(mode("officers"), 0o700);
    assert_eq!(mode("config.toml"), 0o600);

    decided_the_same(&data);
    served(&data);
    seen_as_it_is(&data);
}

/// What was decided is decided the same today; under another edition the law may say something else, and that is told.
fn decided_the_same(data: &Path) {
    let data = data.display().to_string();
    let told = yeogwon(["law", "replay", "--data", &data]).ends(0).out();
    let sum: Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
    assert!(sum["replayed"].as_u64().unwrap() >= 10, "{sum}");
    assert_eq!(sum["differing"], 0);
    assert_eq!(commands(Path::new(&data), "export_decisions"), 1);
}

fn served(data: &Path) {
    let (mut served, address) = serve(data);
    let page = get(&address, "/sign-in");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let shown = data.display().to_string();
    yeogwon(["doctor", "--data", &shown])
        .ends(0)
        .says("able to sign");
    // One process a directory, one a port.
    yeogwon(["serve", "--listen", "127.0.0.1:0", "--data", &shown])
        .ends(1)
        .says("is at work in");
    yeogwon(["serve", "--listen", &address, "--data", &shown])
        .ends(1)
        .says("another program listens there");
    assert_eq!(terminate(&mut served.0), 0);
    assert!(!data.join("signer.sock").exists(), "the signer ended first");
}

/// What stands against serving: another clock, another program's database, keys in files in earnest.
fn seen_as_it_is(data: &Path) {
    let shown = data.display().to_string();
    let serve = || yeogwon(["serve", "--listen", "127.0.0.1:0", "--data", &shown]);
    let config = data.join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let in_earnest: String = text
        .lines()
        .take_while(|line| *line != "[demo]")
        .map(|line| format!("{line}\n"))
        .collect();
    let in_earnest = in_earnest.replace("specimen = true", "specimen = false");
    std::fs::write(&config, in_earnest).unwrap();
    serve().ends(3).says("signing keys in files");
    std::fs::write(&config, text).unwrap();
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let foreign = fresh("demo-foreign");
    std::fs::write(foreign.join("precious"), b"mine").unwrap();
    yeogwon(demo(&foreign)).ends(2).says("no data directory");
    assert_eq!(std::fs::read_dir(&foreign).unwrap().count(), 1);
}

#[test]
fn a_directory_without_a_database_is_not_served_and_migrate_makes_one() {
    let data = fresh("demo-bare").join("data");
    let shown = data.display().to_string();
    std::fs::create_dir(&data).unwrap();
    yeogwon(["config", "check", "--data", &shown])
        .ends(2)
        .says("does not exist");
    let text = "[installation]\nstate = \"KOR\"\nspecimen = true\n";
    std::fs::write(data.join("config.toml"), text).unwrap();
    yeogwon(["config", "check", "--data", &shown])
        .ends(0)
        .says("is usable");
    yeogwon(["serve", "--listen", "127.0.0.1:0", "--data", &shown])
        .ends(2)
        .says("yeogwon migrate");
    yeogwon(["migrate", "--dry-run", "--data", &shown])
        .ends(0)
        .says("would be made");
    assert!(!data.join("yeogwon.db").exists());
    yeogwon(["migrate", "--data", &shown]).ends(0).says("made");
    yeogwon(["migrate", "--data", &shown])
        .ends(0)
        .says("nothing to do");
    yeogwon(["staff", "list", "--data", &shown])
        .ends(0)
        .says("nobody works here");
    yeogwon([
        "staff",
        "add",
        "kim-one",
        "--name-ko",
        "김하나",
        "--name-en",
        "KIM HANA",
        "--post",
        "nowhere",
        "--role",
        "auditor",
        "--data",
        &shown,
    ])
    .ends(2)
    .says("post");
    yeogwon([
        "staff",
        "add",
        "kim-one",
        "--name-ko",
        "김하나",
        "--name-en",
        "KIM HANA",
        "--post",
        "x",
        "--role",
        "king",
        "--data",
        &shown,
    ])
    .ends(2)
    .says("intake_clerk");
    // A refused command is written down too.
    yeogwon(["journal", "show", "--data", &shown])
        .ends(0)
        .says("REFUSED");
    // A demo is not founded over somebody's own trials.
    yeogwon(demo(&data)).ends(1);
}
