//! Loading trust from files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use yeogwon_pki::report::{Warning, WarningKind};
use yeogwon_pki::trust::{Added, TrustStore};

use super::files::bounded;

/// What was loaded, and what about it was odd.
pub(in crate::command) struct Loaded {
    pub(in crate::command) store: TrustStore,
    pub(in crate::command) warnings: Vec<Warning>,
}

/// Larger than any master list (the largest have 1.3 MB) or revocation list.
const MAX_FILE: u64 = 32 * 1024 * 1024;
/// Deeper than any sensible folder of trust files; ends loops of links.
const MAX_DEPTH: usize = 16;

/// What a trust file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Certificates,
    MasterList,
    RevocationList,
}

/// Loads certificates first, then revocation lists, then master lists, which need both.
pub(in crate::command) fn load(
    trust: &[PathBuf],
    lists: &[PathBuf],
    at: DateTime<Utc>,
) -> anyhow::Result<Loaded> {
    let mut files = Vec::new();
    for path in trust {
        collect(path, &mut files)?;
    }
    files.extend(
        lists
            .iter()
            .map(|path| (Kind::RevocationList, path.clone())),
    );
    let of = |wanted: Kind| files.iter().filter(move |(kind, _)| *kind == wanted);
    let mut loaded = Loaded {
        store: TrustStore::new(),
        warnings: Vec::new(),
    };
    for (_, path) in of(Kind::Certificates) {
        let content = bounded(path, MAX_FILE)?;
        let added = loaded.store.add_certificates(&content);
        let what = || format!("`{}` is no certificate file", path.display());
        loaded.note(added.with_context(what)?);
    }
    for (_, path) in of(Kind::RevocationList) {
        let content = bounded(path, MAX_FILE)?;
        let added = loaded.store.add_revocation_list(&content);
        added.with_context(|| format!("`{}` is no revocation list", path.display()))?;
    }
    let masters: Vec<&Path> = of(Kind::MasterList)
        .map(|(_, path)| path.as_path())
        .collect();
    loaded.add_master_lists(&masters, at)?;
    Ok(loaded)
}

impl Loaded {
    fn note(&mut self, added: Added) {
        self.warnings.extend(added.warnings);
    }

    /// One master list may bring the CSCA under which the signer of another stands, so the rest is tried again
    /// as long as one was taken.
    fn add_master_lists(&mut self, paths: &[&Path], at: DateTime<Utc>) -> anyhow::Result<()> {
        let mut waiting = Vec::new();
        for path in paths {
            waiting.push((*path, bounded(path, MAX_FILE)?));
        }
        loop {
            let mut refused = Vec::new();
            let mut reasons = Vec::new();
            let before = waiting.len();
            for (path, content) in waiting {
                match self.store.add_master_list(&content, at) {
                    Ok(added) => self.note(added),
                    Err(error) if error.is_unreadable() => {
                        return Err(error)
                            .with_context(|| format!("`{}` is no master list", path.display()));
                    }
                    Err(error) => {
                        let detail = format!("{}: {error}", file_name(path));
                        reasons.push(Warning::with(WarningKind::MasterListNotTrusted, detail));
                        refused.push((path, content));
                    }
                }
            }
            if refused.is_empty() || refused.len() == before {
                self.warnings.extend(reasons);
                return Ok(());
            }
            waiting = refused;
        }
    }
}

/// A file counts whatever its name, if its name says what it is; in a folder, files of other kinds are passed over.
fn collect(path: &Path, files: &mut Vec<(Kind, PathBuf)>) -> anyhow::Result<()> {
    let shown = path.display();
    let metadata =
        fs::metadata(path).with_context(|| format!("cannot open `{shown}`, given as trust"))?;
    if metadata.is_dir() {
        return search(path, 0, files);
    }
    match kind(path) {
        Some(kind) => files.push((kind, path.to_owned())),
        None => bail!(
            "`{shown}` is no trust file by its name: certificates end in .cer .der .crt or .pem, master lists in .ml, revocation lists in .crl"
        ),
    }
    Ok(())
}

fn search(folder: &Path, depth: usize, files: &mut Vec<(Kind, PathBuf)>) -> anyhow::Result<()> {
    let shown = folder.display();
    if depth >= MAX_DEPTH {
        bail!("`{shown}` lies more than {MAX_DEPTH} folders deep: is there a loop of links?");
    }
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot open the folder `{shown}`"))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(
            entry
                .with_context(|| format!("cannot list the folder `{shown}`"))?
                .path(),
        );
    }
    // The order of a folder is chance; reports shall not be.
    paths.sort();
    for path in paths {
        if path.is_dir() {
            search(&path, depth + 1, files)?;
        } else if let Some(kind) = kind(&path) {
            files.push((kind, path));
        }
    }
    Ok(())
}

fn kind(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "cer" | "der" | "crt" | "pem" => Kind::Certificates,
        "ml" => Kind::MasterList,
        "crl" => Kind::RevocationList,
        _ => return None,
    })
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
