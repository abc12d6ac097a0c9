//! `yeogwon signer` without a subcommand: the signing process itself.

use std::io::{Read, Write};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::Utc;
use serde_json::{Value, json};

use super::Options;
use crate::command::{CommandError, Report};
use crate::config::DataDirectory;
use crate::signer::{IntentLogError, OpenError, SigningProcess, listen, serve};

/// The signer ended because it was told to.
pub struct Ended;

impl Report for Ended {
    fn text(&self) -> String {
        "the signer has ended".to_owned()
    }

    fn json(&self) -> Value {
        json!({ "ended": true })
    }
}

/// How long a child waits for another signer to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a child says to its parent when it can be asked.
pub(in crate::command) const READY: &str = "ready";

/// Opens the signer's directory and serves the socket until the process is ended.
///
/// # Errors
/// [`CommandError`] when the directory, the keys or the socket cannot be used.
pub(super) fn run(options: &Options) -> Result<Ended, CommandError> {
    let directory = DataDirectory::new(&options.data);
    let default_passphrase = directory.signer().join("passphrase");
    let passphrase = options
        .passphrase_file
        .as_deref()
        .unwrap_or(&default_passphrase);
    let socket = options.socket();
    if options.with_parent {
        end_with_parent(socket.clone());
    }
    let process =
        open(&directory, passphrase, options.with_parent).map_err(|error| match error {
            OpenError::Config(_) => CommandError::usage(error),
            other => CommandError::failed(other),
        })?;
    // The lock of the log is held here, so the socket of another child has no living owner.
    remove_dead_sockets(directory.path());
    let listener = listen(&socket).map_err(CommandError::failed)?;
    let mut out = std::io::stdout();
    // The parent may be gone already; then standard input ends this process.
    let _ = writeln!(out, "{READY} {}", socket.display()).and_then(|()| out.flush());
    serve(&listener, process, Utc::now).map_err(CommandError::failed)?;
    Ok(Ended)
}

/// Opens the signer's directory. A child waits its turn: its parent wants one document, and so does the other's.
fn open(
    directory: &DataDirectory,
    passphrase: &Path,
    wait: bool,
) -> Result<SigningProcess, OpenError> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match SigningProcess::open_with_passphrase(directory, passphrase, Utc::now()) {
            Err(OpenError::Log(IntentLogError::Locked { .. }))
                if wait && Instant::now() < give_up =>
            {
                std::thread::sleep(Duration::from_millis(50));
            }
            outcome => return outcome,
        }
    }
}

/// Removes the sockets of children that were killed together with their parents. Best effort: they only lie about.
fn remove_dead_sockets(directory: &Path) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_childs = name
            .to_str()
            .and_then(|name| name.strip_prefix("signer-")?.strip_suffix(".sock"))
            .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
        if is_childs && entry.file_type().is_ok_and(|found| found.is_socket()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Ends this process when the parent is gone. Between two requests or within one makes no difference: every step is
/// on the disk before it is taken.
fn end_with_parent(socket: PathBuf) {
    std::thread::spawn(move || {
        let mut sink = [0_u8; 64];
        while matches!(std::io::stdin().read(&mut sink), Ok(read) if read > 0) {}
        let _ = std::fs::remove_file(socket);
        std::process::exit(0);
    });
}
