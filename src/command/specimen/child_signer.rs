//! The signing process as a child of the command, for as long as one document takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::command::{CommandError, Exit};
use crate::config::DataDirectory;
use crate::domain::hex;
use crate::signer::{SignerClient, fits_socket};

/// The signing process as a child of this one, and the connection to it. It ends with its parent.
pub(super) struct ChildSigner {
    child: Child,
    /// The connection.
    pub(super) client: SignerClient,
    /// A private folder for the socket, where the data directory's own path is too long for one.
    folder: Option<PathBuf>,
}

impl ChildSigner {
    /// Starts it and waits until it can be asked.
    ///
    /// # Errors
    /// [`CommandError`] with what the child said.
    pub(super) fn start(directory: &DataDirectory) -> Result<Self, CommandError> {
        let unique = format!("signer-{}.sock", std::process::id());
        let beside = directory.path().join(&unique);
        let (socket, folder) = if fits_socket(&beside) {
            (beside, None)
        } else {
            let mut unique = [0_u8; 8];
            openssl::rand::rand_bytes(&mut unique).map_err(CommandError::failed)?;
            let folder = std::env::temp_dir().join(format!("yeogwon-{}", hex(&unique)));
            let mut builder = std::fs::DirBuilder::new();
            builder.mode(0o700).create(&folder).map_err(|e| {
                CommandError::failed(anyhow::anyhow!("{} cannot be made: {e}", folder.display()))
            })?;
            (folder.join("signer.sock"), Some(folder))
        };
        let mut child = spawn(directory, &socket)?;
        let ready = await_ready(&mut child).and_then(|()| {
            SignerClient::connect(&socket).map_err(|e| CommandError::new(Exit::Undetermined, e))
        });
        match ready {
            Ok(client) => Ok(Self {
                child,
                client,
                folder,
            }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                if let Some(folder) = folder {
                    let _ = std::fs::remove_dir_all(folder);
                }
                Err(error)
            }
        }
    }
}

impl Drop for ChildSigner {
    fn drop(&mut self) {
        // Closing its standard input tells it to end.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
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
