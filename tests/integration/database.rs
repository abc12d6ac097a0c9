//! Fresh databases for tests: SQLite always, PostgreSQL where `YEOGWON_TEST_POSTGRES` names a server (`tests/run` starts one).

use yeogwon::store::Database;

/// One empty database, ended with [`TestDatabase::end`].
pub struct TestDatabase {
    /// What it is, for messages.
    pub kind: &'static str,
    pub database: Database,
    server: Option<(String, String)>,
}

impl TestDatabase {
    /// Closes it and gives back what a server holds of it.
    pub async fn end(self) {
        self.database.close().await;
        if let Some((url, name)) = self.server {
            let pool = sqlx::PgPool::connect(&url).await.unwrap();
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::query(sqlx::AssertSqlSafe(drop))
                .execute(&pool)
                .await
                .unwrap();
            pool.close().await;
        }
    }
}

/// An empty database of each kind that is at hand. `name` keeps tests that run at the same time apart: letters and `_`.
pub async fn databases(folder: &std::path::Path, name: &str) -> Vec<TestDatabase> {
    let database = Database::open_sqlite(&folder.join("yeogwon.db"))
        .await
        .unwrap();
    let mut all = vec![TestDatabase {
        kind: "SQLite",
        database,
        server: None,
    }];
    if let Ok(url) = std::env::var("YEOGWON_TEST_POSTGRES") {
        let own = format!("yeogwon_{name}_{}", std::process::id());
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        let create = format!("CREATE DATABASE {own}");
        sqlx::query(sqlx::AssertSqlSafe(create))
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
        let (server, _) = url.rsplit_once('/').unwrap();
        let database = Database::open_postgres(&format!("{server}/{own}"))
            .await
            .unwrap();
        all.push(TestDatabase {
            kind: "PostgreSQL",
            database,
            server: Some((url, own)),
        });
    }
    all
}
