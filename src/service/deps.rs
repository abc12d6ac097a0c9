use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

use super::error::ServiceError;
use super::signer_gate::SignerGate;
use super::throttle::Throttle;
use crate::config::{Config, DataDirectory};
use crate::register::{DemoRegister, NoRegister, ResidentRegister};
use crate::store::journal::{self, Effect, Note};
use crate::store::{Database, Objects, Seal, StoreError};

/// What every use case works with.
#[derive(Debug, Clone)]
pub struct Deps {
    /// The store.
    pub database: Database,
    /// Seals what names a person.
    pub seal: Arc<Seal>,
    /// Pictures and chip files.
    pub objects: Objects,
    /// The signing process.
    pub signer: SignerGate,
    /// The resident register. Its calls block: ask it from a thread that may wait.
    pub register: Arc<dyn ResidentRegister>,
    /// Slows down whoever guesses passwords.
    pub throttle: Arc<Throttle>,
    /// What the installation is.
    pub config: Arc<Config>,
    /// Where things lie.
    pub directory: Arc<DataDirectory>,
    /// The clock.
    pub clock: fn() -> DateTime<Utc>,
}

impl Deps {
    /// Opens what lies in a data directory: configuration, database, master key.
    ///
    /// # Errors
    /// [`ServiceError`] naming what cannot be used.
    pub async fn open(
        directory: &DataDirectory,
        clock: fn() -> DateTime<Utc>,
    ) -> Result<Self, ServiceError> {
        let config =
            Config::read(directory).map_err(|error| ServiceError::Failed(error.to_string()))?;
        let database = Database::open_sqlite(&directory.database()).await?;
        let master_key = directory.master_key();
        // A new key in the place of a lost one would open nothing, and hide that the old one is needed.
        if !master_key.exists() && database.holds_sealed().await? {
            database.close().await;
            return Err(StoreError::KeyMissing { path: master_key }.into());
        }
        let seal = Arc::new(Seal::open_or_make(&master_key)?);
        Ok(Self {
            database,
            objects: Objects::new(&directory.objects(), Arc::clone(&seal)),
            seal,
            signer: SignerGate::new(&directory.signer_socket()),
            register: register(&config, clock),
            throttle: Arc::new(Throttle::default()),
            config: Arc::new(config),
            directory: Arc::new(directory.clone()),
            clock,
        })
    }

    /// What time it is, to the microsecond, as both databases keep it.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)().trunc_subsecs(6)
    }

    /// Writes down a command that was not carried out, in a transaction of its own, and gives the error back.
    ///
    /// Where even that fails the store is broken, and that is the error.
    pub async fn note_refusal(&self, note: Note, error: ServiceError) -> ServiceError {
        let effect = match error {
            ServiceError::Store(_) | ServiceError::Signer(_) | ServiceError::Failed(_) => {
                Effect::Failed
            }
            _ => Effect::Refused,
        };
        let write = async {
            let mut transaction = self.database.write().await?;
            journal::append(&mut transaction, Note { effect, ..note }).await?;
            transaction.commit().await
        };
        match write.await {
            Ok(()) => error,
            Err(broken) => broken.into(),
        }
    }
}

/// The register of an installation: the demo's invented people, or nobody to ask.
fn register(config: &Config, clock: fn() -> DateTime<Utc>) -> Arc<dyn ResidentRegister> {
    match config.demo.people {
        Some(people) => Arc::new(DemoRegister::new(
            u64::from(people.seed),
            people.founded_on,
            clock,
        )),
        None => Arc::new(NoRegister),
    }
}
