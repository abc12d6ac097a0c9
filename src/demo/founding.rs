use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use zeroize::Zeroizing;

use super::DemoError;
use super::accounts::{Account, Accounts};
use super::cast::{MINISTRY, PLAYERS, POSTS, Player};
use super::country;
use super::play::{Stage, actor};
use crate::config::{Config, DataDirectory, DemoPeople};
use crate::domain::{PassportKind, StaffRole, date_in_seoul};
use crate::service::manage_stock::{ReceiveBlanks, receive_blanks, view_stock};
use crate::service::officer_key::signs_for;
use crate::service::portable_key::read_public_key;
use crate::service::staff::{AddStaff, SecondFactor, add_staff, list_staff, reset_staff};
use crate::service::{Actor, Deps};
use crate::signer::{OfficerChange, OfficerEntry, OfficerId, RegisterVersion, Request, Response};
use crate::specimen::{Officers, open_or_found, write_atomically};
use crate::store::journal::{self, Effect, Note};
use crate::store::officer_key::{self, KeyState, OfficerKeyRow};
use crate::store::post::{self, PostRow};

/// A directory in which the demo country can be founded, or is.
pub struct Prepared {
    /// Its configuration.
    pub config: Config,
    /// Its accounts.
    pub accounts: Accounts,
}

/// Makes the specimen country, the accounts and the configuration, where they are not there yet. The caller holds the
/// directory's lock from the moment it exists: `lock` takes it.
///
/// # Errors
/// [`DemoError`]; a directory of something else is left alone.
pub fn prepare<L, E>(
    directory: &DataDirectory,
    seed: u32,
    now: DateTime<Utc>,
    lock: impl FnOnce() -> Result<L, E>,
) -> Result<(Prepared, L), E>
where
    E: From<DemoError>,
{
    let config = open_or_found(directory, now).map_err(DemoError::from)?;
    let held = lock()?;
    // A database without invented people belongs to somebody's own trials.
    if config.demo.people.is_none() && directory.database().exists() {
        return Err(DemoError::NotDemo {
            path: directory.path().to_owned(),
        }
        .into());
    }
    let accounts = Accounts::open_or_make(directory)?;
    let config = open_the_door(directory, config, &accounts, seed, now)?;
    Ok((Prepared { config, accounts }, held))
}

fn open_the_door(
    directory: &DataDirectory,
    mut config: Config,
    accounts: &Accounts,
    seed: u32,
    now: DateTime<Utc>,
) -> Result<Config, DemoError> {
    if config.demo.people.is_some() {
        return Ok(config);
    }
    config.demo.open_door = true;
    config.demo.password = Some(accounts.password.clone());
    config.demo.people = Some(DemoPeople {
        seed,
        founded_on: date_in_seoul(now),
    });
    let text = config.to_text().map_err(DemoError::failed)?;
    write_atomically(&directory.config_file(), text.as_bytes(), 0o600)
        .map_err(DemoError::failed)?;
    Ok(config)
}

/// Founds the rest with the signer at work. `tell` hears of every step that was done.
///
/// # Errors
/// [`DemoError`] naming the step; what was done stays, and the next run goes on from there.
pub async fn found(
    deps: &Deps,
    accounts: &mut Accounts,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<(), DemoError> {
    let posts = posts(deps).await?;
    tell(&format!("{posts} posts opened"));
    let staff = staff(deps, accounts).await?;
    tell(&format!("{staff} accounts made"));
    let keys = officers(deps, accounts).await?;
    tell(&format!(
        "{keys} officers' keys enrolled by two administrators"
    ));
    let blanks = stock(deps).await?;
    tell(&format!("{blanks} blank books received"));
    let stage = Stage::open(deps, accounts).await?;
    let cases = country::play(&stage, tell).await?;
    tell(&format!("{cases} cases taken to where they stand"));
    crate::service::witness_journal::witness_journal(deps)
        .await
        .map_err(DemoError::at("the journal's end is witnessed"))?;
    Ok(())
}

async fn posts(deps: &Deps) -> Result<usize, DemoError> {
    let mut transaction = deps.database.write().await?;
    let mut opened = 0;
    for wanted in &POSTS {
        if post::find(&mut transaction, wanted.id).await?.is_some() {
            continue;
        }
        let row = PostRow {
            id: wanted.id.to_owned(),
            name_ko: wanted.name_ko.to_owned(),
            name_en: wanted.name_en.to_owned(),
            kind: wanted.kind.to_owned(),
            country: wanted.country.to_owned(),
        };
        post::insert(&mut transaction, &row).await?;
        journal::append(
            &mut transaction,
            note(
                deps,
                "post",
                wanted.id,
                "open_post",
                json!({ "kind": wanted.kind }),
            ),
        )
        .await?;
        opened += 1;
    }
    transaction.commit().await?;
    Ok(opened)
}

async fn staff(deps: &Deps, accounts: &mut Accounts) -> Result<usize, DemoError> {
    let operator = Actor::operator().map_err(DemoError::at("the operator"))?;
    let there: BTreeSet<String> = list_staff(deps)
        .await
        .map_err(DemoError::at("staff are listed"))?
        .into_iter()
        .map(|member| member.id)
        .collect();
    let password = Zeroizing::new(accounts.password.clone());
    let mut made = 0;
    for player in &PLAYERS {
        let known = accounts.find(player.id);
        if there.contains(player.id) && known.is_some_and(|account| account.otpauth_url.is_some()) {
            continue;
        }
        let id = OfficerId::parse(player.id).map_err(DemoError::failed)?;
        let factor = if there.contains(player.id) {
            // The account was made, and its second factor lost with the process that knew it.
            reset_staff(deps, &operator, &id, password.clone()).await
        } else {
            add_staff(deps, &operator, new_member(player, id, password.clone())).await
        };
        let SecondFactor { otpauth_url } =
            factor.map_err(DemoError::at(format!("account {}", player.id)))?;
        let account = accounts
            .accounts
            .iter_mut()
            .find(|account| account.id == player.id);
        if let Some(account) = account {
            account.otpauth_url = Some(otpauth_url.as_str().to_owned());
        }
        accounts.keep(&deps.directory)?;
        made += 1;
    }
    Ok(made)
}

fn new_member(player: &Player, id: OfficerId, password: Zeroizing<String>) -> AddStaff {
    AddStaff {
        id,
        name_ko: player.name_ko.to_owned(),
        name_en: player.name_en.to_owned(),
        post: player.post.to_owned(),
        roles: player.roles.iter().copied().collect(),
        password,
        language: player.language.to_owned(),
    }
}

/// Enrols every officer's key with the signer, by the word of the specimen country's two administrators, and makes it known
/// to the service.
async fn officers(deps: &Deps, accounts: &Accounts) -> Result<usize, DemoError> {
    let specimen = Officers::open(&deps.directory).map_err(DemoError::failed)?;
    let (mut register, mut entries) = enrolled(deps, Request::Officers).await?;
    let mut done = 0;
    for account in &accounts.accounts {
        let Some(key) = &account.key else { continue };
        let entry = OfficerEntry {
            id: OfficerId::parse(&account.id).map_err(DemoError::failed)?,
            roles: signs_for(account.roles.iter().copied()),
            public_key: key.public_key.clone(),
            disabled: false,
        };
        if !entries.contains(&entry) {
            let request = enrolment(deps, &specimen, entry, &register)?;
            (register, entries) = enrolled(deps, request).await?;
            done += 1;
        }
        make_known(deps, account, &key.public_key).await?;
    }
    Ok(done)
}

fn enrolment(
    deps: &Deps,
    specimen: &Officers,
    entry: OfficerEntry,
    register: &RegisterVersion,
) -> Result<Request, DemoError> {
    let change = OfficerChange::Enrol {
        entry: entry.clone(),
    };
    let approvals = specimen
        .administrators()
        .map_err(DemoError::failed)?
        .iter()
        .map(|administrator| specimen.approve_change(administrator, &change, register, deps.now()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(DemoError::failed)?;
    Ok(Request::EnrolOfficer { entry, approvals })
}

async fn enrolled(
    deps: &Deps,
    request: Request,
) -> Result<(RegisterVersion, Vec<OfficerEntry>), DemoError> {
    match deps.signer.ask(request).await.map_err(DemoError::failed)? {
        Response::Officers { register, officers } => Ok((register, officers)),
        Response::Refused { message, .. } | Response::Failed { message } => {
            Err(DemoError::Failed(format!("the signer: {message}")))
        }
        _ => Err(DemoError::Failed(
            "the signer answered another question than it was asked".into(),
        )),
    }
}

async fn make_known(deps: &Deps, account: &Account, public_key: &str) -> Result<(), DemoError> {
    let (public_key, sha256) = read_public_key(public_key).map_err(DemoError::failed)?;
    let mut transaction = deps.database.write().await?;
    if officer_key::find(&mut transaction, &sha256)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let wrapped = account.key.as_ref().map(|key| &key.wrapped_key);
    let row = OfficerKeyRow {
        public_key_sha256: sha256.clone(),
        officer: account.id.clone(),
        public_key,
        wrapped_key: wrapped
            .map(serde_json::to_string)
            .transpose()
            .map_err(DemoError::failed)?,
        state: KeyState::Enrolled,
        created_at: deps.now(),
    };
    officer_key::insert(&mut transaction, &row).await?;
    let arguments = json!({ "officer": account.id });
    journal::append(
        &mut transaction,
        note(deps, "officer_key", &sha256, "found_officer_key", arguments),
    )
    .await?;
    Ok(transaction.commit().await?)
}

/// Blank books of each cover, all at the ministry, where books are made.
const STOCK: [(PassportKind, &str, &str); 4] = [
    (PassportKind::Ordinary, "DM0000001", "DM0000300"),
    (PassportKind::Official, "DS0000001", "DS0000060"),
    (PassportKind::Diplomatic, "DD0000001", "DD0000060"),
    (PassportKind::TravelCertificate, "DT0000001", "DT0000060"),
];

async fn stock(deps: &Deps) -> Result<u64, DemoError> {
    let keeper = actor(MINISTRY, StaffRole::StockKeeper)?;
    let mut received = 0;
    for (kind, first, last) in STOCK {
        let there = view_stock(deps, &keeper)
            .await
            .map_err(DemoError::at("the stock is looked at"))?;
        if there
            .stock
            .iter()
            .any(|line| line.post == MINISTRY && line.kind == kind)
        {
            continue;
        }
        let command = ReceiveBlanks {
            kind,
            first: first.to_owned(),
            last: last.to_owned(),
        };
        received += receive_blanks(deps, &keeper, command)
            .await
            .map_err(DemoError::at(format!("blanks from {first} on")))?;
    }
    Ok(received)
}

fn note(
    deps: &Deps,
    kind: &'static str,
    id: &str,
    command: &'static str,
    arguments: serde_json::Value,
) -> Note {
    Note {
        at: deps.now(),
        actor: "system".to_owned(),
        subject_kind: kind,
        subject_id: id.to_owned(),
        subject_version: None,
        command,
        arguments,
        effect: Effect::Done,
    }
}
