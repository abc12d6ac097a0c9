//! Databases for the tests of the store: SQLite always, PostgreSQL where `YEOGWON_TEST_POSTGRES` names a server.

use chrono::{DateTime, Utc};

use super::application::{self, ApplicationRow};
use super::database::{Database, Transaction, on};
use crate::domain::{ApplicationNumber, ApplicationStatus, PassportKind};

/// The application that [`country`] holds.
pub const NUMBER: &str = "20261122-AABBCCDDEE";
/// The person that [`country`] holds.
pub const PERSON: &str = "p-1";

/// One empty database.
pub struct TestStore {
    /// The database.
    pub database: Database,
    _folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl TestStore {
    /// Gives back what a server holds of it.
    pub async fn end(self) {
        self.database.close().await;
        if let Some((url, name)) = self.server {
            let pool = sqlx::PgPool::connect(&url).await.unwrap();
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "DROP DATABASE {name} WITH (FORCE)"
            )))
            .execute(&pool)
            .await
            .unwrap();
            pool.close().await;
        }
    }
}

/// An empty database of each kind that is at hand. `name` keeps tests that run at the same time apart.
pub async fn stores(name: &str) -> Vec<TestStore> {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open_sqlite(&folder.path().join("yeogwon.db"))
        .await
        .unwrap();
    let mut stores = vec![TestStore {
        database,
        _folder: Some(folder),
        server: None,
    }];
    if let Ok(url) = std::env::var("YEOGWON_TEST_POSTGRES") {
        let own = format!("yeogwon_store_{name}_{}", std::process::id());
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {own}")))
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
        let (server, _) = url.rsplit_once('/').unwrap();
        let database = Database::open_postgres(&format!("{server}/{own}"))
            .await
            .unwrap();
        stores.push(TestStore {
            database,
            _folder: None,
            server: Some((url, own)),
        });
    }
    stores
}

/// An instant.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The number of the application.
pub fn number() -> ApplicationNumber {
    ApplicationNumber::parse(NUMBER).unwrap()
}

/// A post, the officers `kim` and `lee`, a person and a submitted application.
pub async fn country(transaction: &mut Transaction) {
    run(
        transaction,
        "INSERT INTO post (id, name_ko, name_en, kind, country) VALUES ('tokyo', '도쿄', 'Tokyo', 'mission', 'JPN')",
    )
    .await;
    for officer in ["kim", "lee"] {
        on!(&mut *transaction, |c| {
            sqlx::query(
                "INSERT INTO staff (id, name_ko, name_en, post_id, roles, password_hash, totp_secret_sealed, language, disabled, \
                 created_at, version) VALUES ($1, 'x', 'x', 'tokyo', 'examiner', 'x', $2, 'ko', $3, $4, 1)",
            )
            .bind(officer)
            .bind(vec![0_u8])
            .bind(false)
            .bind(at("2026-11-22T00:00:00Z"))
            .execute(c)
            .await
            .map(|_| ())
        })
        .unwrap();
    }
    on!(&mut *transaction, |c| {
        sqlx::query(
            "INSERT INTO person (id, surname_ko, given_names_ko, surname_en, given_names_en, birth, sex, nationality, created_at, \
             version) VALUES ($1, '홍', '길동', 'HONG', 'GILDONG', $2, 'M', 'KOR', $3, 1)",
        )
        .bind(PERSON)
        .bind("1980-02-01".parse::<chrono::NaiveDate>().unwrap())
        .bind(at("2026-11-22T00:00:00Z"))
        .execute(c)
        .await
        .map(|_| ())
    })
    .unwrap();
    application::insert(transaction, &application())
        .await
        .unwrap();
}

async fn run(transaction: &mut Transaction, sql: &'static str) {
    on!(transaction, |c| sqlx::query(sql)
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
}

fn application() -> ApplicationRow {
    ApplicationRow {
        number: number(),
        post_id: "tokyo".to_owned(),
        person_id: Some(PERSON.to_owned()),
        status: ApplicationStatus::Submitted,
        kind: PassportKind::Ordinary,
        usage: None,
        draft_sealed: vec![1],
        name_ko: "홍길동".to_owned(),
        name_en: "HONG GILDONG".to_owned(),
        application_date: at("2026-11-22T00:00:00Z").date_naive(),
        received_at: at("2026-11-22T00:00:00Z"),
        taken_by: "kim".to_owned(),
        decided_by: None,
        photo_object: None,
        portrait_object: None,
        photo_report: None,
        attempt: 1,
        record_sealed: None,
        record_sha256: None,
        document_number: None,
        updated_at: at("2026-11-22T00:00:00Z"),
        version: 1,
    }
}
