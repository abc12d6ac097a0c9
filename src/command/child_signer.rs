//! The signing process as a child of a command: for as long as one document takes, or for as long as pages are served.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use crate::command::{CommandError, Exit};
use crate::config::DataDirectory;
use crate::domain::hex;
use crate::signer::{SignerClient, fits_socket};

/// Where a child listens.
pub(super) struct Place {
    socket: PathBuf,
    /// A private folder for the socket, where the data directory's own path is too long for one.
    folder: Option<PathBuf>,
}

impl Place {
    /// A socket that no other child uses.
    ///
    /// # Errors
    /// When a folder for it cannot be made.
    pub(super) fn of_its_own(directory: &DataDirectory) -> Result<Self, CommandError> {
        let unique = format!("signer-{}.sock", std::process::id());
        Self::at(directory.path().join(unique))
    }

    /// The directory's well-known socket.
    ///
    /// # Errors
    /// As [`Place::of_its_own`].
    pub(super) fn well_known(directory: &DataDirectory) -> Result<Self, CommandError> {
        Self::at(directory.signer_socket())
    }

    fn at(beside: PathBuf) -> Result<Self, CommandError> {
        if fits_socket(&beside) {
            return Ok(Self {
                socket: beside,
                folder: None,
            });
        }
        let mut unique = [0_u8; 8];
        openssl::rand::rand_bytes(&mut unique).map_err(CommandError::failed)?;
        let folder = std::env::temp_dir().join(format!("yeogwon-{}", hex(&unique)));
        let mut builder = std::fs::DirBuilder::new();
        builder.mode(0o700).create(&folder).map_err(|e| {
            CommandError::failed(anyhow::anyhow!("{} cannot be made: {e}", folder.display()))
        })?;
        Ok(Self {
            socket: folder.join("signer.sock"),
            folder: Some(folder),
        })
    }

    /// The socket.
    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// The signing process as a child of this one. It ends with its parent.
pub(super) struct ChildSigner(Child);

impl ChildSigner {
    /// Starts it and waits until it can be asked.
    ///
    /// # Errors
    /// [`CommandError`] with what the child said.
    pub(super) fn start(directory: &DataDirectory, place: &Place) -> Result<Self, CommandError> {
        let mut child = spawn(directory, &place.socket)?;
        match await_ready(&mut child) {
            Ok(()) => Ok(Self(child)),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// Whether it has ended by itself, and how.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().ok().flatten()
    }
}

/// A new conversation with the signer at a place.
///
/// # Errors
/// Not reachable (4).
pub(super) fn connect(place: &Place) -> Result<SignerClient, CommandError> {
    SignerClient::connect(place.socket()).map_err(|e| CommandError::new(Exit::Undetermined, e))
}

impl Drop for ChildSigner {
    fn drop(&mut self) {
        // Closing its standard input tells it to end.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

fn spawn(directory: &DataDirectory, socket: &Path) -> Result<Child, CommandError> {
    let program = std::env::current_exe().map_err(CommandError::failed)?;
    Command::new(program)
        .arg("signer")
        .arg("--with-parent")
        .arg("--data")
        .arg(directory.path())
        .arg("--socket")
        .arg(socket)
        // A group of its own: an interrupt at the terminal ends the parent, and that ends the child in good order.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            CommandError::failed(anyhow::anyhow!("the signer cannot be started: {error}"))
        })
}

/// Waits until the child can be asked, or has said why it cannot.
fn await_ready(child: &mut Child) -> Result<(), CommandError> {
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        let _ = BufReader::new(stdout).read_line(&mut line);
    }
    if line.starts_with(crate::command::signer::READY) {
        if let Some(stderr) = child.stderr.take() {
            pass_on(stderr);
        }
        return Ok(());
    }
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let _ = stderr.take(8 << 10).read_to_string(&mut said);
    }
    let said = match said.trim().trim_start_matches("error: ") {
        "" => "it ended without a word; run `yeogwon signer` with the same --data to see why",
        said => said,
    };
    Err(CommandError::failed(anyhow::anyhow!(
        "the signer does not start: {said}"
    )))
}

/// Passes on what the child says from now on: a pipe that nobody reads would stop it in mid-signature once full.
///
/// Bytes that this process cannot print are dropped, so that the pipe is read to its end in any case.
fn pass_on(mut from: impl Read + Send + 'static) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let said = buffer.get(..count).unwrap_or_default();
            let _ = std::io::stderr().write_all(said);
        }
    });
}
