//! States that nobody wants and everybody meets: another database, another clock, a key that is gone, a service or a signer
//! that dies at work. Each is told in words, and nothing is lost.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use serde_json::json;
use sqlx::SqlitePool;
use totp_rs::{Builder, Secret};
use yeogwon::config::DataDirectory;
use yeogwon::domain::{ApplicationStatus, PassportKind, StaffRole};
use yeogwon::service::reconcile::reconcile;
use yeogwon::service::staff::{AddStaff, add_staff};
use yeogwon::service::{Actor, Deps};
use yeogwon::signer::OfficerId;
use yeogwon::store::journal::{self, Effect, Note};
use yeogwon::store::post::{self, PostRow};
use yeogwon::store::{Database, Transaction, production};

use crate::production::{Bureau, POST};
use crate::web::client::Browser;
use crate::world::{Run, fresh, program, yeogwon};

const PASSWORD: &str = "Quiet-Harbour-71-lantern";

/// An installation without a signer: a configuration and an empty database.
fn bare(name: &str) -> PathBuf {
    let data = fresh(name);
    let text = "[installation]\nstate = \"KOR\"\nspecimen = true\n";
    std::fs::write(data.join("config.toml"), text).unwrap();
    yeogwon(["migrate".as_ref(), "--data".as_ref(), data.as_os_str()]).ends(0);
    data
}

fn run(data: &Path, words: &[&str]) -> Run {
    let mut command = program();
    command.args(words).arg("--data").arg(data);
    Run(command.output().unwrap())
}

fn serve_once(data: &Path) -> Run {
    run(data, &["serve", "--listen", "127.0.0.1:0"])
}

async fn sql(data: &Path, statement: &'static str) {
    let url = format!("sqlite:{}", data.join("yeogwon.db").display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    sqlx::query(statement).execute(&pool).await.unwrap();
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_refused_and_left_alone() {
    let data = bare("s-newer");
    sql(
        &data,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)",
    )
    .await;
    let before = std::fs::read(data.join("yeogwon.db")).unwrap();
    serve_once(&data).ends(3).says("used by a newer program");
    for words in [&["staff", "list"][..], &["migrate"], &["api-key", "list"]] {
        run(&data, words).ends(3).says("used by a newer program");
    }
    assert!(std::fs::read(data.join("yeogwon.db")).unwrap() == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_waits_for_migrate_and_keeps_what_it_holds() {
    let data = fresh("s-older");
    let text = "[installation]\nstate = \"KOR\"\nspecimen = true\n";
    std::fs::write(data.join("config.toml"), text).unwrap();
    // As old as can be: before the first step, with somebody's own table.
    std::fs::write(data.join("yeogwon.db"), b"").unwrap();
    sql(&data, "CREATE TABLE precious AS SELECT 1 AS one").await;
    serve_once(&data).ends(3).says("run `yeogwon migrate`");
    run(&data, &["migrate", "--dry-run"])
        .ends(0)
        .says("would be taken: 1");
    run(&data, &["staff", "list"])
        .ends(3)
        .says("run `yeogwon migrate`");
    run(&data, &["migrate"]).ends(0);
    run(&data, &["staff", "list"]).ends(0);
    sql(&data, "DROP TABLE precious").await;
}

#[test]
fn looking_makes_no_database_and_a_dry_run_no_account() {
    let data = fresh("s-looking");
    let text = "[installation]\nstate = \"KOR\"\nspecimen = true\n";
    std::fs::write(data.join("config.toml"), text).unwrap();
    for words in [
        &["api-key", "list"][..],
        &[
            "api-key",
            "add",
            "--agency",
            "x",
            "--scope",
            "documents",
            "--dry-run",
        ],
        &["staff", "list"],
    ] {
        run(&data, words).ends(2).says("yeogwon migrate");
    }
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
    run(&data, &["migrate"]).ends(0);
    let add = [
        "staff",
        "add",
        "kim",
        "--name-ko",
        "김하나",
        "--name-en",
        "KIM HANA",
        "--post",
        "nowhere",
        "--role",
        "auditor",
    ];
    run(&data, &add).ends(2).says("There is no such post");
    run(&data, &[&add[..], &["--dry-run"]].concat())
        .ends(2)
        .says("There is no such post");
    run(&data, &["staff", "disable", "kim", "--dry-run"])
        .ends(2)
        .says("does not exist");
    let new = data.join("not-there");
    run(&new, &["demo", "--dry-run"])
        .ends(0)
        .says("would found a SPECIMEN demo country");
    assert!(!new.exists());
    run(&data, &["demo", "--dry-run"])
        .ends(2)
        .says("data of its own");
}

/// A post and one officer who may make books; the officer's second factor.
async fn operator(deps: &Deps, post_id: &str) -> Vec<u8> {
    let command = AddStaff {
        id: OfficerId::parse("operator").unwrap(),
        name_ko: "박하늘".to_owned(),
        name_en: "PARK HANEUL".to_owned(),
        post: post_id.to_owned(),
        roles: BTreeSet::from([StaffRole::BureauOperator]),
        password: PASSWORD.to_owned().into(),
        language: "en".to_owned(),
    };
    let factor = add_staff(deps, &Actor::operator().unwrap(), command)
        .await
        .unwrap();
    let url = factor.otpauth_url.as_str();
    let rest = &url[url.find("secret=").unwrap() + 7..];
    let text = rest.split('&').next().unwrap();
    Secret::try_from_base32(text).unwrap().as_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_master_key_is_never_replaced_and_a_clock_set_back_stops_the_service() {
    let data = bare("s-key");
    let deps = Deps::open(&DataDirectory::new(&data), Utc::now)
        .await
        .unwrap();
    let mut transaction = deps.database.write().await.unwrap();
    let row = PostRow {
        id: POST.to_owned(),
        name_ko: "주일본대사관".to_owned(),
        name_en: "Embassy in Japan".to_owned(),
        kind: "mission".to_owned(),
        country: "JPN".to_owned(),
    };
    post::insert(&mut transaction, &row).await.unwrap();
    transaction.commit().await.unwrap();
    operator(&deps, POST).await;

    let key = deps.directory.master_key();
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    serve_once(&data).ends(3).says("is missing");
    run(&data, &["staff", "list"]).ends(3).says("its copy");
    assert!(!key.exists(), "a new key was made in silence");
    std::fs::write(&key, kept).unwrap();
    run(&data, &["staff", "list"]).ends(0).says("operator");

    let note = Note {
        at: deps.now() + TimeDelta::hours(2),
        actor: "system".to_owned(),
        subject_kind: "staff",
        subject_id: "operator".to_owned(),
        subject_version: None,
        command: "nothing_happened",
        arguments: json!({}),
        effect: Effect::Done,
    };
    let mut transaction = deps.database.write().await.unwrap();
    journal::append(&mut transaction, note).await.unwrap();
    transaction.commit().await.unwrap();
    deps.database.close().await;
    serve_once(&data).ends(3).says("set the clock right");
}

/// The service as a process of its own, with the signer as its child.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(data: &Path, stop: Option<&str>) -> Self {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(data).stdout(Stdio::piped());
        if let Some(step) = stop {
            command.env("YEOGWON_TEST_STOP", step);
        }
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("serving http://").unwrap();
        let address = address.trim_end_matches('/').parse().unwrap();
        Self { child, address }
    }

    fn is_ready(&self) -> bool {
        Browser::new(self.address).get("/readyz").status == 200
    }

    /// The signing process: the only child.
    fn signer(&self) -> u32 {
        let id = self.child.id();
        let path = format!("/proc/{id}/task/{id}/children");
        let own = std::fs::read_to_string(path).unwrap_or_default();
        let others = std::fs::read_dir(format!("/proc/{id}/task")).unwrap();
        let all = others
            .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
        let all: Vec<String> = std::iter::once(own).chain(all).collect();
        let all = all.join(" ");
        all.split_whitespace().next().unwrap().parse().unwrap()
    }
}

fn code(secret: &[u8], steps: i64) -> String {
    let time = Utc::now().timestamp() + steps * 30;
    Builder::new()
        .with_secret(Secret::new(secret.to_vec().into()))
        .build()
        .unwrap()
        .generate(time.try_into().unwrap())
        .to_string()
}

fn signed_in(served: &Served, secret: &[u8], steps: i64) -> Browser {
    let mut browser = Browser::new(served.address);
    let code = code(secret, steps);
    let fields = [("id", "operator"), ("password", PASSWORD), ("code", &code)];
    browser.post("/sign-in", &fields).leads_to("/");
    browser
}

/// Sends a form and does not wait for an answer: there will be none.
fn send_blind(served: &Served, browser: &Browser, path: &str, form: &str) {
    let mut stream = TcpStream::connect(served.address).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\ncookie: session={}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        served.address,
        browser.cookie("session").unwrap(),
        form.len()
    )
    .unwrap();
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_serving_process_dies_at_every_step_of_a_book_and_is_back_at_once() {
    let mut bureau = Bureau::open("s-http").await;
    bureau.stock(PassportKind::Ordinary, 8).await;
    let secret = operator(&bureau.deps, POST).await;
    bureau.kill_signer();
    let data = bureau.directory.path().to_owned();
    let mut browser: Option<Browser> = None;
    let mut books = 0;
    for step in ["drawn", "asked", "kept"] {
        let case = bureau.approved(&format!("p-{step}")).await;
        let mut dying = Served::start(&data, Some(step));
        // One session for all: it outlives the process.
        let mut own = match browser.take() {
            Some(kept) => {
                let mut next = Browser::new(dying.address);
                next.set_cookie("session", kept.cookie("session").unwrap());
                next
            }
            None => signed_in(&dying, &secret, 0),
        };
        let csrf = own.get("/").is(200).hidden("csrf").unwrap();
        let version = bureau.case(&case).await.version;
        let form = format!("csrf={csrf}&version={version}");
        send_blind(&dying, &own, &format!("/cases/{case}/production"), &form);
        let status = dying.child.wait().unwrap();
        assert_eq!(status.code(), None, "{step}: it should have died");
        bureau.journal_is_whole().await;

        let began = Instant::now();
        let served = Served::start(&data, None);
        while !served.is_ready() {
            assert!(began.elapsed() < Duration::from_secs(10), "{step}");
            std::thread::sleep(Duration::from_millis(20));
        }
        println!("{step}: ready again after {:?}", began.elapsed());
        assert!(began.elapsed() < Duration::from_secs(10), "{step}");
        let give_up = Instant::now() + Duration::from_secs(20);
        while bureau.case(&case).await.status != ApplicationStatus::Personalised {
            assert!(Instant::now() < give_up, "{step}: it is not settled");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        books += 1;
        let mut transaction = bureau.deps.database.read().await.unwrap();
        assert!(production::open(&mut transaction).await.unwrap().is_empty());
        drop(transaction);
        assert_eq!(bureau.releases(), books, "{step}");
        let sums = reconcile(&bureau.deps, 2).await.unwrap();
        assert_eq!(sums.findings, [], "{step}");
        bureau.journal_is_whole().await;
        browser = Some(own);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_that_is_killed_is_told_of_and_started_again() {
    let mut bureau = Bureau::open("s-signer").await;
    bureau.kill_signer();
    let served = Served::start(bureau.directory.path(), None);
    assert!(served.is_ready());
    let first = served.signer();
    let kill = std::process::Command::new("kill")
        .args(["-KILL", &first.to_string()])
        .status();
    assert!(kill.unwrap().success());
    let answer = Browser::new(served.address).get("/readyz");
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.text().contains("signer"), "{}", answer.text());
    let give_up = Instant::now() + Duration::from_secs(20);
    while !served.is_ready() {
        assert!(Instant::now() < give_up, "the signer is not started again");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_ne!(served.signer(), first);
}

/// A full disk, a hundred kilobytes at a time: SQLite takes the transaction back by itself, and the next one begins anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_the_database_took_back_blocks_nobody() {
    let folder = fresh("s-full");
    let database = Database::open_sqlite(&folder.join("yeogwon.db"))
        .await
        .unwrap();
    for _ in 0..2 {
        let mut transaction = database.write().await.unwrap();
        let Transaction::Sqlite(inner) = &mut transaction else {
            unreachable!("it is SQLite")
        };
        sqlx::query("ROLLBACK").execute(&mut **inner).await.unwrap();
        assert!(transaction.commit().await.is_err());
    }
    database.write().await.unwrap().commit().await.unwrap();
    assert!(!database.holds_sealed().await.unwrap());
    database.close().await;
}
