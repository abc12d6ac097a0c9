//! One site: a directory, a database, two officers, and the app that serves them.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;

use chrono::Utc;
use tempfile::TempDir;
use totp_rs::{Builder, Secret, Totp};
use yeogwon::config::{Config, DataDirectory};
use yeogwon::domain::StaffRole;
use yeogwon::service::staff::{AddStaff, add_staff};
use yeogwon::service::{Actor, Deps};
use yeogwon::signer::OfficerId;
use yeogwon::specimen::found;
use yeogwon::store::post::{self, PostRow};
use yeogwon::web::{WebOptions, run};

use super::client::Browser;

pub const PASSWORD: &str = "Quiet-Harbour-71-lantern";
/// A clerk.
pub const CLERK: &str = "kim.seoyeon";
/// An examiner.
pub const EXAMINER: &str = "lee.dohyun";

pub struct Site {
    pub address: SocketAddr,
    pub deps: Deps,
    server: actix_web::dev::ServerHandle,
    secrets: Vec<(String, Vec<u8>)>,
    _directory: TempDir,
}

impl Site {
    pub fn new() -> Self {
        Self::with(|_| {}, WebOptions::default())
    }

    /// A site whose configuration was changed.
    pub fn with(change: impl FnOnce(&mut Config), options: WebOptions) -> Self {
        Self::with_deps(change, |_| {}, options)
    }

    /// A site whose configuration, and what it works with, were changed.
    pub fn with_deps(
        change: impl FnOnce(&mut Config),
        prepare: impl FnOnce(&mut Deps) + Send + 'static,
        options: WebOptions,
    ) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut config = Config::specimen();
        change(&mut config);
        std::fs::write(
            directory.path().join("config.toml"),
            config.to_text().unwrap(),
        )
        .unwrap();
        Self::at(directory, prepare, options)
    }

    /// A site whose country is founded: with keys, and something published.
    pub fn founded() -> Self {
        let directory = tempfile::tempdir().unwrap();
        found(&DataDirectory::new(directory.path()), Utc::now()).unwrap();
        Self::at(directory, |_| {}, WebOptions::default())
    }

    fn at(
        directory: TempDir,
        prepare: impl FnOnce(&mut Deps) + Send + 'static,
        options: WebOptions,
    ) -> Self {
        let data = DataDirectory::new(directory.path());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, hear) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let mut deps = Deps::open(&data, Utc::now).await.unwrap();
                prepare(&mut deps);
                let secrets = people(&deps).await;
                let server = run(listener, deps.clone(), options).unwrap();
                tell.send((deps, secrets, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (deps, secrets, server) = hear.recv().unwrap();
        Self {
            address,
            deps,
            server,
            secrets,
            _directory: directory,
        }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// One more member of staff at the same post.
    pub fn hire(&mut self, id: &str, role: StaffRole) {
        let command = AddStaff {
            id: OfficerId::parse(id).unwrap(),
            name_ko: "담당자".to_owned(),
            name_en: "OFFICER".to_owned(),
            post: "osaka".to_owned(),
            roles: BTreeSet::from([role]),
            password: PASSWORD.to_owned().into(),
            language: "ko".to_owned(),
        };
        let operator = Actor::operator().unwrap();
        let factor = self
            .block_on(add_staff(&self.deps, &operator, command))
            .unwrap();
        self.secrets
            .push((id.to_owned(), secret(&factor.otpauth_url)));
    }

    /// A browser in which an officer is signed in.
    pub fn signed_in(&self, id: &str) -> Browser {
        let mut browser = self.browser();
        browser
            .post(
                "/sign-in",
                &[("id", id), ("password", PASSWORD), ("code", &self.code(id))],
            )
            .leads_to("/");
        browser
    }

    /// The code of an officer's authenticator now.
    pub fn code(&self, id: &str) -> String {
        self.code_after(id, 0)
    }

    /// The code some steps from now.
    pub fn code_after(&self, id: &str, steps: i64) -> String {
        let time = Utc::now().timestamp() + steps * 30;
        self.totp(id).generate(time.try_into().unwrap()).to_string()
    }

    fn totp(&self, id: &str) -> Totp {
        let (_, secret) = self
            .secrets
            .iter()
            .find(|(officer, _)| officer == id)
            .unwrap();
        Builder::new()
            .with_secret(Secret::new(secret.clone().into()))
            .build()
            .unwrap()
    }

    /// Runs something on the store.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let stop = self.server.stop(false);
        self.block_on(stop);
    }
}

async fn people(deps: &Deps) -> Vec<(String, Vec<u8>)> {
    let mut transaction = deps.database.write().await.unwrap();
    let osaka = PostRow {
        id: "osaka".to_owned(),
        name_ko: "주오사카 대한민국 총영사관".to_owned(),
        name_en: "Consulate General in Osaka".to_owned(),
        kind: "mission".to_owned(),
        country: "JPN".to_owned(),
    };
    post::insert(&mut transaction, &osaka).await.unwrap();
    transaction.commit().await.unwrap();
    let mut secrets = Vec::new();
    for (id, name_ko, name_en, role) in [
        (CLERK, "김서연", "KIM SEOYEON", StaffRole::IntakeClerk),
        (EXAMINER, "이도현", "LEE DOHYUN", StaffRole::Examiner),
    ] {
        let command = AddStaff {
            id: OfficerId::parse(id).unwrap(),
            name_ko: name_ko.to_owned(),
            name_en: name_en.to_owned(),
            post: "osaka".to_owned(),
            roles: BTreeSet::from([role]),
            password: PASSWORD.to_owned().into(),
            language: "ko".to_owned(),
        };
        let factor = add_staff(deps, &Actor::operator().unwrap(), command)
            .await
            .unwrap();
        secrets.push((id.to_owned(), secret(&factor.otpauth_url)));
    }
    secrets
}

/// The secret in an address for authenticators.
fn secret(url: &str) -> Vec<u8> {
    let rest = &url[url.find("secret=").unwrap() + 7..];
    let text = rest.split('&').next().unwrap();
    Secret::try_from_base32(text).unwrap().as_bytes().to_vec()
}
