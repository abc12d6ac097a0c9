//! A specimen country that is served: published keys, a database, no signing process.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::mpsc;

use chrono::Utc;
use serde_json::Value;
use tempfile::TempDir;
use yeogwon::config::{Config, DataDirectory};
use yeogwon::service::Deps;
use yeogwon::service::api_key::{ApiScope, add_api_key};
use yeogwon::specimen::open_or_found;
use yeogwon::web::{WebOptions, run};

use crate::web::client::{Answer, Browser};

pub struct Served {
    pub address: SocketAddr,
    pub deps: Deps,
    pub directory: DataDirectory,
    server: actix_web::dev::ServerHandle,
    _folder: TempDir,
}

impl Served {
    pub fn new() -> Self {
        Self::with(|_| {}, WebOptions::default())
    }

    pub fn with(change: impl FnOnce(&mut Config), options: WebOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let directory = DataDirectory::new(&folder.path().join("data"));
        let mut config = open_or_found(&directory, Utc::now()).unwrap();
        change(&mut config);
        std::fs::write(directory.config_file(), config.to_text().unwrap()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, hear) = mpsc::channel();
        let data = directory.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let deps = Deps::open(&data, Utc::now).await.unwrap();
                let server = run(listener, deps.clone(), options).unwrap();
                tell.send((deps, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (deps, server) = hear.recv().unwrap();
        Self {
            address,
            deps,
            directory,
            server,
            _folder: folder,
        }
    }

    pub fn public(&self) -> impl AsRef<Path> {
        self.directory.public()
    }

    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }

    /// A key for these scopes.
    pub fn key(&self, scopes: &[ApiScope]) -> String {
        let (_, key) = self
            .block_on(add_api_key(&self.deps, "Border of Utopia", scopes))
            .unwrap();
        key.to_string()
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut browser = Browser::new(self.address);
        browser.headers.clear();
        browser.send(method, path, headers, body)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    pub fn get_with_key(&self, path: &str, key: &str) -> Answer {
        let bearer = format!("Bearer {key}");
        self.send("GET", path, &[("authorization", &bearer)], "")
    }

    pub fn post_json(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let stop = self.server.stop(false);
        self.block_on(stop);
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A problem of this status and word, and nothing that a browser would take for a page.
    #[track_caller]
    pub fn tells_problem(self, status: u16, word: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:yeogwon:problem:{word}"));
        assert_eq!(problem["status"], status);
        problem
    }
}
