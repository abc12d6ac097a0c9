//! A counter for tests: a post, its staff with keys of their own, the demo country's register, a frozen clock.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use openssl::bn::BigNumRef;
use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use yeogwon::config::{Config, DataDirectory};
use yeogwon::domain::{Sex, StaffRole, date_in_seoul, hex};
use yeogwon::register::{DemoPerson, DemoRegister, RegistrationClass};
use yeogwon::service::{Actor, Deps};
use yeogwon::signer::OfficerId;
use yeogwon::store::officer_key::{self, KeyState, OfficerKeyRow};
use yeogwon::store::post::{self, PostRow};
use yeogwon::store::staff::{self, StaffRow};

use crate::database::{TestDatabase, databases};

/// Noon in Seoul.
pub fn now() -> DateTime<Utc> {
    "2026-11-22T03:00:00Z".parse().unwrap()
}

/// A counter on one database.
pub struct Counter {
    pub deps: Deps,
    pub register: Arc<DemoRegister>,
    pub kind: &'static str,
    keys: Vec<(&'static str, EcKey<Private>)>,
    base: TestDatabase,
    _folder: tempfile::TempDir,
}

/// The staff: identifier, post, roles.
const STAFF: &[(&str, &str, &[StaffRole])] = &[
    ("kim.clerk", "osaka", &[StaffRole::IntakeClerk]),
    ("lee.clerk", "osaka", &[StaffRole::IntakeClerk]),
    ("park.clerk", "seoul", &[StaffRole::IntakeClerk]),
    ("choi.examiner", "osaka", &[StaffRole::Examiner]),
    ("han.examiner", "seoul", &[StaffRole::Examiner]),
    (
        "song.both",
        "osaka",
        &[StaffRole::IntakeClerk, StaffRole::Examiner],
    ),
    (
        "yoon.supervisor",
        "osaka",
        &[StaffRole::Supervisor, StaffRole::Examiner],
    ),
    ("jung.auditor", "seoul", &[StaffRole::Auditor]),
    ("kang.keeper", "osaka", &[StaffRole::StockKeeper]),
];

/// A counter on each kind of database at hand.
pub async fn counters(name: &str) -> Vec<Counter> {
    let mut counters = Vec::new();
    let first = tempfile::tempdir().unwrap();
    for base in databases(first.path(), name).await {
        let folder = tempfile::tempdir().unwrap();
        counters.push(Counter::found(folder, base).await);
    }
    // The first database's file lies in a folder that the counters outlive.
    let _kept = first.keep();
    counters
}

impl Counter {
    async fn found(folder: tempfile::TempDir, base: TestDatabase) -> Self {
        let directory = DataDirectory::new(folder.path());
        let config = Config::specimen().to_text().unwrap();
        std::fs::write(directory.config_file(), config).unwrap();
        let mut deps = Deps::open(&directory, now).await.unwrap();
        deps.database.close().await;
        deps.database = base.database.clone();
        let register = Arc::new(DemoRegister::new(7, date_in_seoul(now()), now));
        deps.register = Arc::clone(&register) as _;
        let mut counter = Self {
            deps,
            register,
            kind: base.kind,
            keys: Vec::new(),
            base,
            _folder: folder,
        };
        counter.hire().await;
        counter
    }

    async fn hire(&mut self) {
        let mut tx = self.deps.database.write().await.unwrap();
        for (id, country) in [("osaka", "JPN"), ("seoul", "KOR")] {
            let row = PostRow {
                id: id.to_owned(),
                name_ko: id.to_owned(),
                name_en: id.to_owned(),
                kind: "mission".to_owned(),
                country: country.to_owned(),
            };
            post::insert(&mut tx, &row).await.unwrap();
        }
        for (id, post, roles) in STAFF {
            let row = StaffRow {
                id: (*id).to_owned(),
                name_ko: "담당".to_owned(),
                name_en: "OFFICER".to_owned(),
                post_id: (*post).to_owned(),
                roles: roles.iter().copied().collect(),
                password_hash: "x".to_owned(),
                totp_secret_sealed: vec![0],
                totp_last_step: 0,
                language: "ko".to_owned(),
                disabled: false,
                created_at: now(),
                version: 1,
            };
            staff::insert(&mut tx, &row).await.unwrap();
            let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
            let key = EcKey::generate(&group).unwrap();
            let info = PKey::from_ec_key(key.clone())
                .unwrap()
                .public_key_to_der()
                .unwrap();
            let row = OfficerKeyRow {
                public_key_sha256: hex(&sha256(&info)),
                officer: (*id).to_owned(),
                public_key: BASE64.encode(&info),
                wrapped_key: None,
                state: KeyState::Enrolled,
                created_at: now(),
            };
            officer_key::insert(&mut tx, &row).await.unwrap();
            self.keys.push((id, key));
        }
        tx.commit().await.unwrap();
    }

    /// A member of staff at work.
    pub fn actor(&self, id: &str) -> Actor {
        let (_, post, roles) = STAFF.iter().find(|(name, ..)| *name == id).unwrap();
        Actor {
            id: OfficerId::parse(id).unwrap(),
            post: (*post).to_owned(),
            roles: roles.iter().copied().collect(),
        }
    }

    /// An officer's signature as a browser makes it: r ‖ s in hexadecimal.
    pub fn sign(&self, id: &str, message: &[u8]) -> String {
        let (_, key) = self.keys.iter().find(|(name, _)| *name == id).unwrap();
        let signature = EcdsaSig::sign(&sha256(message), key).unwrap();
        let raw = |number: &BigNumRef| number.to_vec_padded(32).unwrap();
        hex(&[raw(signature.r()), raw(signature.s())].concat())
    }

    /// A grown woman with nothing out of the ordinary: the `nth` one.
    pub fn woman(&self, nth: usize) -> DemoPerson {
        self.register
            .people()
            .filter(|person| {
                person.situation.is_none()
                    && person.sex == Sex::Female
                    && person.class == RegistrationClass::Inhabitant
                    && (1960..1995).contains(&chrono::Datelike::year(&person.birth))
            })
            .nth(nth)
            .unwrap()
    }

    pub async fn end(self) {
        self.base.end().await;
    }
}
