use serde_json::json;
use yeogwon::service::api_key::{ApiScope, disable_api_key};
use yeogwon::store::Database;
use yeogwon::store::journal::{self, Effect, Note};

use super::served::Served;

/// Puts a document into the store as it stands, or changes its status, and writes it down.
fn put(served: &Served, number: &str, status: &str) {
    served.block_on(async {
        let Database::Sqlite { write, .. } = &served.deps.database else {
            panic!("another database");
        };
        let mut connection = write.acquire().await.unwrap();
        for statement in [
            "PRAGMA foreign_keys = OFF".to_owned(),
            format!(
                "INSERT INTO document (number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
                 status_since, issue_date, valid_until, name_ko, name_en, mrz, produced_by, version) \
                 VALUES ('{number}', 'a', 'p', 'osaka', 'ordinary', 'multiple', 'B-{number}', '{status}', \
                 '2026-11-20T01:02:03.000000+00:00', '2026-11-01', '2036-11-01', '홍길동', 'HONG GILDONG', 'P<KOR', 'kim', 1) \
                 ON CONFLICT (number) DO UPDATE SET status = '{status}'"
            ),
            "PRAGMA foreign_keys = ON".to_owned(),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&mut *connection)
                .await
                .unwrap();
        }
        drop(connection);
        let mut transaction = served.deps.database.write().await.unwrap();
        let note = Note {
            at: served.deps.now(),
            actor: "kim".to_owned(),
            subject_kind: "document",
            subject_id: number.to_owned(),
            subject_version: Some(1),
            command: "test",
            arguments: json!({}),
            effect: Effect::Done,
        };
        journal::append(&mut transaction, note).await.unwrap();
        transaction.commit().await.unwrap();
    });
}

#[test]
fn a_status_is_number_status_and_since_and_no_name() {
    let served = Served::new();
    put(&served, "M123A4567", "lost");
    let key = served.key(&[ApiScope::Documents]);
    let answer = served
        .get_with_key("/api/v1/documents/M123A4567/status", &key)
        .is(200);
    assert_eq!(
        answer.json(),
        json!({ "number": "M123A4567", "status": "lost", "since": "2026-11-20T01:02:03Z" })
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("set-cookie"), None);
}

#[test]
fn what_is_not_outside_is_like_what_never_was() {
    let served = Served::new();
    put(&served, "M123A4567", "personalised");
    put(&served, "M123A4568", "checked");
    let key = served.key(&[ApiScope::Documents]);
    let answers: Vec<_> = [
        "M123A4567",
        "M123A4568",
        "M999Z9999",
        "nonsense",
        "%27%20OR%201",
    ]
    .iter()
    .map(|number| {
        let path = format!("/api/v1/documents/{number}/status");
        served
            .get_with_key(&path, &key)
            .tells_problem(404, "not-found")
    })
    .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn only_a_key_in_force_and_of_the_right_scope_opens() {
    let served = Served::new();
    put(&served, "M123A4567", "active");
    let path = "/api/v1/documents/M123A4567/status";
    let (right, wrong) = (
        served.key(&[ApiScope::Documents]),
        served.key(&[ApiScope::Changes, ApiScope::Metrics]),
    );
    served.get(path).tells_problem(401, "key");
    for key in [
        "",
        "x",
        &right[1..],
        &right.to_uppercase(),
        &"x".repeat(5000),
    ] {
        served.get_with_key(path, key).tells_problem(401, "key");
    }
    let basic = [("authorization", "Basic eDp5")];
    let answer = served.send("GET", path, &basic, "");
    assert!(
        answer
            .header("www-authenticate")
            .unwrap()
            .starts_with("Bearer")
    );
    answer.tells_problem(401, "key");
    let problem = served
        .get_with_key(path, &wrong)
        .tells_problem(403, "scope");
    assert!(problem["detail"].as_str().unwrap().contains("documents"));
    served.get_with_key(path, &right).is(200);
    let id = right.split('_').nth(1).unwrap();
    served.block_on(disable_api_key(&served.deps, id)).unwrap();
    served.get_with_key(path, &right).tells_problem(401, "key");
}

#[test]
fn the_feed_tells_each_change_once_and_misses_none() {
    let served = Served::new();
    let key = served.key(&[ApiScope::Changes]);
    let changes = |query: &str| served.get_with_key(&format!("/api/v1/changes{query}"), &key);
    let empty = changes("").is(200).json();
    assert_eq!(empty["changes"], json!([]));
    for number in ["M123A4561", "M123A4562", "M123A4563"] {
        put(&served, number, "lost");
    }
    put(&served, "M123A4564", "active");
    put(&served, "M123A4565", "personalised");
    let start = empty["next"].as_i64().unwrap();
    let (mut after, mut seen) = (start, Vec::new());
    loop {
        let page = changes(&format!("?after={after}&limit=2")).is(200).json();
        for change in page["changes"].as_array().unwrap() {
            seen.push(change["number"].as_str().unwrap().to_owned());
        }
        after = page["next"].as_i64().unwrap();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(seen, ["M123A4561", "M123A4562", "M123A4563"]);
    put(&served, "M123A4562", "recovered");
    let page = changes(&format!("?after={after}")).is(200).json();
    assert_eq!(page["changes"][0]["number"], "M123A4562");
    assert_eq!(page["changes"][0]["status"], "recovered");
    assert_eq!(page["changes"].as_array().unwrap().len(), 1);
    for query in [
        "?after=x",
        "?after=1&name=HONG",
        "?after=99999999999999999999",
    ] {
        changes(query).tells_problem(400, "malformed");
    }
    assert_eq!(
        changes("?after=-5&limit=0").is(200).json()["changes"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn keys_are_made_listed_and_disabled_on_the_command_line() {
    let served = Served::new();
    put(&served, "M123A4567", "active");
    let run = |arguments: &[&str]| {
        let mut command = crate::world::program();
        command.args(["--json", "api-key", "--data"]);
        command.arg(served.directory.path()).args(arguments);
        crate::world::Run(command.output().unwrap())
    };
    let agency = [
        "add",
        "--agency",
        "Border of Utopia",
        "--scope",
        "documents,changes",
    ];
    run(&[&agency[..], &["--dry-run"]].concat()).ends(0);
    assert_eq!(run(&["list"]).ends(0).json()["keys"], json!([]));
    let added = run(&agency).ends(0).json();
    let (key, id) = (
        added["key"].as_str().unwrap(),
        added["added"]["id"].as_str().unwrap(),
    );
    let path = "/api/v1/documents/M123A4567/status";
    served.get_with_key(path, key).is(200);
    let listed = run(&["list"]).ends(0);
    assert!(!listed.out().contains(key), "a key is shown once");
    assert_eq!(
        listed.json()["keys"][0]["scopes"],
        json!(["documents", "changes"])
    );
    run(&["disable", id]).ends(0);
    served.get_with_key(path, key).tells_problem(401, "key");
    run(&["disable", "nobody"]).ends(3);
    run(&["add", "--agency", " ", "--scope", "documents"]).ends(2);
    run(&["add", "--agency", "x", "--scope", "everything"]).ends(2);
    run(&["add", "--agency", "x"]).ends(2);
    // The key is nowhere in the database.
    let database = std::fs::read(served.directory.database()).unwrap();
    assert!(
        !database
            .windows(key.len())
            .any(|window| window == key.as_bytes())
    );
}
