use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, TimeDelta, Utc};
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::read::RevocationList;

use super::Line;
use crate::command::{migrate, premises, signer_log};
use crate::config::{Config, DataDirectory};
use crate::service::Deps;
use crate::service::check_journal::{check_witnesses, verify_journal};
use crate::service::staff::list_staff;
use crate::signer::{
    ApprovalRole, OfficerRegister, Request, Response, SignerClient, SignerStatus, Status,
};
use crate::store::{Database, Shape};

/// Less room than this and the next busy day may not fit.
const FEWEST_FREE_MIB: u64 = 512;
/// What ends within this time wants to be renewed now.
const SOON: TimeDelta = TimeDelta::days(14);

pub(super) fn installation(directory: &DataDirectory, config: &Config) -> Line {
    const CHECK: &str = "installation";
    if let Some(why) = premises::software_keys(directory, config) {
        return Line::bad(CHECK, "signing keys lie in files", why);
    }
    if config.installation.specimen {
        Line::good(CHECK, "specimen: every document says so")
    } else {
        Line::good(
            CHECK,
            format!("in earnest, for {}", config.installation.state),
        )
    }
}

/// What must be for its owner alone.
pub(super) fn permissions(directory: &DataDirectory) -> Line {
    const CHECK: &str = "permissions";
    let private = [
        directory.signer(),
        directory.csca(),
        directory.officers(),
        directory.objects(),
        directory.master_key(),
        directory.database(),
    ];
    let open: Vec<String> = private
        .iter()
        .filter(|path| is_open_to_others(path))
        .map(|path| path.display().to_string())
        .collect();
    if open.is_empty() {
        Line::good(CHECK, "keys and data are for their owner alone")
    } else {
        let paths = open.join(" ");
        Line::bad(
            CHECK,
            format!("others may read {}", open.join(", ")),
            format!("chmod -R go= {paths}; then think about who has read them"),
        )
    }
}

fn is_open_to_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

pub(super) fn space(directory: &DataDirectory) -> Line {
    const CHECK: &str = "disk space";
    let Some(free) = free_mib(directory.path()) else {
        return Line::warning(CHECK, "not known", "look at it with `df`");
    };
    let found = format!("{free} MiB free");
    if free < FEWEST_FREE_MIB {
        Line::bad(
            CHECK,
            found,
            "make room: a full disk stops the journal, and with it everything",
        )
    } else {
        Line::good(CHECK, found)
    }
}

/// What `df` says: the standard library has no word for it.
fn free_mib(path: &Path) -> Option<u64> {
    let answer = Command::new("df").arg("-Pm").arg(path).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    text.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

/// The database, its journal, the clock.
pub(super) async fn store(directory: &DataDirectory, clock: fn() -> DateTime<Utc>) -> Vec<Line> {
    const CHECK: &str = "database";
    let path = directory.database();
    let shape = match Database::shape_of_sqlite(&path).await {
        Ok(shape) => shape,
        Err(error) => {
            return vec![Line::bad(
                CHECK,
                error.to_string(),
                "restore it from a copy",
            )];
        }
    };
    if let Some(error) = migrate::stands_against(&shape) {
        return vec![Line::bad(
            CHECK,
            error.to_string(),
            "run the program that made it",
        )];
    }
    let shape = match shape {
        Shape::Current(version) => version,
        Shape::Absent => {
            let next = "run `yeogwon migrate`; if there was one, restore it from a copy";
            return vec![Line::bad(CHECK, "there is none", next)];
        }
        _ => {
            let next = "make a copy, then run `yeogwon migrate`";
            return vec![Line::bad(CHECK, "made by an older program", next)];
        }
    };
    let deps = match Deps::open(directory, clock).await {
        Ok(deps) => deps,
        Err(error) => {
            return vec![Line::bad(CHECK, error.to_string(), "put the cause right")];
        }
    };
    let mut lines = vec![Line::good(CHECK, format!("shape {shape}"))];
    lines.push(chain(&deps).await);
    lines.push(witnesses(&deps, directory).await);
    lines.push(time(&deps, directory).await);
    lines.push(staff(&deps).await);
    deps.database.close().await;
    lines
}

async fn chain(deps: &Deps) -> Line {
    const CHECK: &str = "journal";
    match verify_journal(deps).await {
        Ok(Ok(head)) => Line::good(CHECK, format!("whole, {} entries", head.sequence)),
        Ok(Err(fault)) => Line::bad(
            CHECK,
            fault.to_string(),
            "keep the database as evidence, compare it with a copy: `yeogwon journal verify`",
        ),
        Err(error) => Line::bad(CHECK, error.to_string(), "put the cause right"),
    }
}

async fn witnesses(deps: &Deps, directory: &DataDirectory) -> Line {
    const CHECK: &str = "witnesses";
    let entries = match signer_log::read(directory) {
        Ok(entries) => entries,
        Err(error @ signer_log::SignerLogError::Broken { .. }) => {
            return Line::bad(CHECK, error.to_string(), "compare it with a copy");
        }
        Err(error) => {
            return Line::warning(CHECK, error.to_string(), "run this where the signer is");
        }
    };
    let seen = signer_log::witnessed(&entries);
    match check_witnesses(deps, &seen).await {
        Ok(faults) if faults.is_empty() => match seen.last() {
            Some(last) => Line::good(
                CHECK,
                format!("{} heads, the last on {}", seen.len(), day(last.at)),
            ),
            None => Line::warning(
                CHECK,
                "the signer has seen no head of the journal yet",
                "`yeogwon serve` shows it one every few minutes",
            ),
        },
        Ok(faults) => Line::bad(
            CHECK,
            format!(
                "{} heads that the signer saw are not in the journal",
                faults.len()
            ),
            "it was cut or rewritten: keep everything as evidence, then `yeogwon journal verify`",
        ),
        Err(error) => Line::bad(CHECK, error.to_string(), "put the cause right"),
    }
}

async fn time(deps: &Deps, directory: &DataDirectory) -> Line {
    const CHECK: &str = "clock";
    match premises::clock_set_back(deps, directory).await {
        Ok(None) => Line::good(
            CHECK,
            format!("{}", deps.now().format("%Y-%m-%dT%H:%M:%SZ")),
        ),
        Ok(Some(latest)) => Line::bad(
            CHECK,
            premises::set_back(latest, deps.now()),
            "set it by a time server",
        ),
        Err(error) => Line::bad(CHECK, error.to_string(), "put the cause right"),
    }
}

async fn staff(deps: &Deps) -> Line {
    const CHECK: &str = "staff";
    match list_staff(deps).await {
        Ok(staff) => {
            let active = staff.iter().filter(|member| !member.disabled).count();
            if active == 0 {
                Line::warning(
                    CHECK,
                    "nobody can sign in",
                    "add somebody: `yeogwon staff add`",
                )
            } else {
                Line::good(CHECK, format!("{active} accounts in use"))
            }
        }
        Err(error) => Line::bad(CHECK, error.to_string(), "put the cause right"),
    }
}

/// Whether the signer answers and could sign every kind of document now.
pub(super) fn signer(directory: &DataDirectory, now: DateTime<Utc>) -> Vec<Line> {
    const CHECK: &str = "signer";
    let answer = SignerClient::connect(&directory.signer_socket())
        .and_then(|mut client| client.ask(&Request::Status));
    let status = match answer {
        Ok(Response::Status(status)) => status,
        Ok(Response::Failed { message }) => {
            return vec![Line::bad(
                CHECK,
                message,
                "start it again when the cause is put right",
            )];
        }
        Ok(_) => {
            return vec![Line::bad(
                CHECK,
                "it answered another question",
                "run one version of the program",
            )];
        }
        Err(error) => {
            let next = "it runs with `yeogwon serve`, or by itself with `yeogwon signer`";
            return vec![Line::warning(CHECK, error.to_string(), next)];
        }
    };
    vec![able(&status, now), open_numbers(&status)]
}

fn able(status: &Status, now: DateTime<Utc>) -> Line {
    const CHECK: &str = "signer";
    for code in ["PP", "PO", "PD"] {
        let serving = |signer: &&SignerStatus| {
            signer.document_codes.iter().any(|known| known == code)
                && signer.usage_from <= now
                && signer.signatures < signer.signature_limit
        };
        let until = status
            .document_signers
            .iter()
            .filter(serving)
            .map(|signer| signer.usage_until)
            .max();
        match until {
            Some(until) if until > now + SOON => {}
            Some(until) if until > now => {
                return Line::warning(
                    CHECK,
                    format!("documents {code} can be signed until {} only", day(until)),
                    "certify the next document signer",
                );
            }
            _ => {
                return Line::bad(
                    CHECK,
                    format!("documents {code} cannot be signed: no document signer serves them"),
                    "certify a document signer; a specimen directory does so when it is opened",
                );
            }
        }
    }
    Line::good(CHECK, format!("version {}, able to sign", status.version))
}

fn open_numbers(status: &Status) -> Line {
    const CHECK: &str = "open signings";
    if status.open.is_empty() {
        Line::good(CHECK, "none")
    } else {
        let numbers: Vec<_> = status.open.iter().map(ToString::to_string).collect();
        Line::warning(
            CHECK,
            format!("begun and not finished: {}", numbers.join(", ")),
            "`yeogwon serve` settles them when it starts; spoil what is left on the production page",
        )
    }
}

/// Whether enough different officers are enrolled for every step that needs two.
pub(super) fn officers(directory: &DataDirectory) -> Line {
    const CHECK: &str = "officers";
    let path = directory.signer().join("officers.json");
    let read = std::fs::read(&path)
        .map_err(|error| error.to_string())
        .and_then(|json| OfficerRegister::parse(&json).map_err(|error| error.to_string()));
    let register = match read {
        Ok(register) => register,
        Err(error) => {
            return Line::warning(CHECK, error, "run this where the signer is");
        }
    };
    let entries = register.entries();
    let count = |role| {
        let holds =
            |entry: &&crate::signer::OfficerEntry| !entry.disabled && entry.roles.contains(&role);
        entries.iter().filter(holds).count()
    };
    let (intake, approval, enrolment) = (
        count(ApprovalRole::Intake),
        count(ApprovalRole::Approval),
        count(ApprovalRole::Enrolment),
    );
    let found = format!("{intake} attest, {approval} approve, {enrolment} enrol");
    if intake == 0 || approval == 0 || enrolment < 2 {
        Line::bad(
            CHECK,
            found,
            "enrol officers: nothing can be signed without two",
        )
    } else {
        Line::good(CHECK, found)
    }
}

/// The country signing CA that borders are given.
pub(super) fn authority(directory: &DataDirectory, now: DateTime<Utc>) -> Line {
    const CHECK: &str = "country CA";
    let folder = directory.public().join("csca");
    let until = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| std::fs::read(file.path()).ok())
        .filter_map(|der| Certificate::from_der(&der).ok())
        .map(|certificate| (certificate.private_key_usage(), certificate.validity()))
        .map(|(usage, validity)| usage.unwrap_or(validity).until)
        .max();
    match until {
        None => Line::bad(
            CHECK,
            format!("no certificate in {}", folder.display()),
            "publish the country signing CA: borders can check nothing without it",
        ),
        Some(until) if until <= now => Line::bad(
            CHECK,
            format!("signs nothing more since {}", day(until)),
            "roll the country signing CA over",
        ),
        Some(until) => Line::good(CHECK, format!("signs until {}", day(until))),
    }
}

pub(super) fn revocation_list(directory: &DataDirectory, now: DateTime<Utc>) -> Line {
    const CHECK: &str = "CRL";
    let path = directory.public().join("KOR.crl");
    let next = std::fs::read(&path)
        .ok()
        .and_then(|der| RevocationList::from_der(&der).ok())
        .and_then(|list| list.next_update());
    match next {
        None => Line::bad(
            CHECK,
            format!("{} is missing or not readable", path.display()),
            "publish a new one",
        ),
        Some(next) if next <= now => Line::bad(
            CHECK,
            format!("out of date since {}", day(next)),
            "publish a new one: borders may not trust any document now",
        ),
        Some(next) if next <= now + SOON => Line::warning(
            CHECK,
            format!("ends on {}", day(next)),
            "publish the next one; a specimen directory does so when it is opened",
        ),
        Some(next) => Line::good(CHECK, format!("fresh until {}", day(next))),
    }
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}
